//! Tests of the pure parts; the operations have case files.

use crate::permission_set::seconds;

#[test]
fn durations_of_sessions() {
    for (text, expected) in [
        ("PT1H", Some(3_600)),
        ("PT90M", Some(5_400)),
        ("PT1H30M", Some(5_400)),
        ("PT43200S", Some(43_200)),
        ("PT59M", None),
        ("PT12H1S", None),
        ("P1D", None),
        ("1H", None),
        ("PT1", None),
        ("PT1X", None),
        ("PT99999999999999999999H", None),
    ] {
        assert_eq!(seconds(text).ok(), expected, "{text}");
    }
}
