//! Tests of Parameter Store's pure parts.

use kernel::arn::Arn;

use crate::policies;
use crate::state::names_in_arn;

fn refusal(text: &str) -> String {
    policies::read(text).expect_err("it is refused").code().to_owned()
}

#[test]
fn policies_are_read_as_they_are_written() {
    let text = r#"[
        {"Type":"Expiration","Version":"1.0",
            "Attributes":{"Timestamp":"2030-01-02T03:04:05.000+01:00"}},
        {"Type":"NoChangeNotification","Version":"1.0",
            "Attributes":{"After":"20","Unit":"Days"}}]"#;
    let rows = policies::read(text).expect("they are policies");
    let kinds: Vec<_> = rows.iter().map(|row| row.kind.as_str()).collect();
    assert_eq!(kinds, ["Expiration", "NoChangeNotification"]);
    assert!(policies::read("[]").expect("none").is_empty());
    assert!(policies::read("{}").expect("none").is_empty());
}

#[test]
fn what_contradicts_itself_is_refused() {
    let expires = r#"{"Type":"Expiration","Attributes":{"Timestamp":"2030-01-02T03:04:05Z"}}"#;
    assert_eq!(refusal(&format!("[{expires},{expires}]")), "IncompatiblePolicyException");
    let many = [expires; 11].join(",");
    assert_eq!(refusal(&format!("[{many}]")), "PoliciesLimitExceededException");
    let unit = r#"[{"Type":"NoChangeNotification","Attributes":{"After":"1","Unit":"Years"}}]"#;
    assert_eq!(refusal(unit), "InvalidPolicyAttributeException");
    let zero = r#"[{"Type":"NoChangeNotification","Attributes":{"After":"0","Unit":"Days"}}]"#;
    assert_eq!(refusal(zero), "InvalidPolicyAttributeException");
    assert_eq!(refusal("nonsense"), "InvalidPolicyAttributeException");
    assert_eq!(refusal(r#"[{"Type":"Other"}]"#), "InvalidPolicyTypeException");
}

#[test]
fn an_arn_tells_a_name_with_or_without_its_first_slash() {
    let arn = |text| Arn::parse(text).expect("an ARN");
    let names = names_in_arn(&arn("arn:aws:ssm:us-east-1:111111111111:parameter/a/b"));
    assert_eq!(names, Some(["/a/b".to_owned(), "a/b".to_owned()]));
    assert_eq!(names_in_arn(&arn("arn:aws:ssm:us-east-1:111111111111:document/a")), None);
}
