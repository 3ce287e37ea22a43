//! The pure parts; what the API does is in `cases/` and in `tests/fis`.

use crate::duration::parse;

#[test]
fn durations_are_read() {
    let seconds = |text| parse(text).map(|it| it.as_secs());
    assert_eq!(seconds("PT1M"), Some(60));
    assert_eq!(seconds("PT1H30M5S"), Some(5_405));
    assert_eq!(seconds("P1DT2H"), Some(93_600));
    assert_eq!(seconds("P2D"), Some(172_800));
    for text in ["", "P", "PT", "5M", "PT5", "PTM", "PT5M1H", "PT1.5M", "PT-1M", "P1M"] {
        assert_eq!(parse(text), None, "{text}");
    }
    assert_eq!(parse("PT99999999999999999999M"), None);
    assert_eq!(parse("PT9999999999999999999H"), None);
}
