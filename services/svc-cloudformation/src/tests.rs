//! Tests of the table of types, and of stacks in a world in memory.

use crate::types::{find, table};

#[test]
fn the_table_is_read_whole() {
    let kinds = table::kinds();
    assert!(kinds.len() > 70, "{}", kinds.len());
    for kind in kinds.values() {
        let own = ["Stack", "WaitCondition", "WaitConditionHandle", "CustomResource"];
        let is_own = own.iter().any(|it| kind.name == format!("AWS::CloudFormation::{it}"));
        assert!(is_own || kind.id.is_some(), "{} has no id", kind.name);
        assert!(is_own || !kind.calls.is_empty(), "{} has no calls", kind.name);
        for call in &kind.calls {
            for name in &call.used {
                assert!(
                    kind.schema.property(name).is_some(),
                    "{}: {} uses {name}, which is no property",
                    kind.name,
                    call.operation
                );
            }
        }
    }
    assert!(find("AWS::EC2::Instance").is_none());
}
