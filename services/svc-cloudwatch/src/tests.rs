//! What holds of the service as a whole. What its operations do is in `cases/`.

use crate::SERVICE;

#[test]
fn the_table_has_what_is_listed_and_nothing_else() {
    let listed: Vec<&str> = include_str!("../operations.txt").lines().collect();
    let names: Vec<&str> = SERVICE.operations.iter().map(|op| op.name).collect();
    assert_eq!(names, listed);
}
