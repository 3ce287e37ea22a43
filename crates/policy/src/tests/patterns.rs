//! Wildcards, variables and ARNs.

use super::keys;
use crate::document::Version;
use crate::pattern::{ArnPattern, Case, Dialect, Matched, Pattern};

fn check(pattern: &str, text: &str, expected: bool) {
    let parsed = Pattern::parse(pattern, Dialect::WILDCARDS);
    let got = parsed.matches(text, Case::Matters, &keys(&[])).is_yes();
    assert_eq!(got, expected, "{pattern} against {text}");
}

/// "IAM JSON policy elements: Resource": `*` is any combination of characters, `?` any one.
#[test]
fn wildcards() {
    for (pattern, text, expected) in [
        ("", "", true),
        ("", "a", false),
        ("*", "", true),
        ("*", "anything: at all", true),
        ("?", "", false),
        ("?", "é", true),
        ("a?c", "abc", true),
        ("a?c", "ac", false),
        ("a*c", "ac", true),
        ("a*c", "abbbc", true),
        ("a*c", "abbbd", false),
        ("*a*b*", "xxaxxbxx", true),
        ("*a*b*", "xxbxxaxx", false),
        ("a*ab", "aabab", true),
        ("*.jpg", "cat.jpg", true),
        ("*.jpg", "cat.jpeg", false),
        ("**", "x", true),
        ("Get*", "getObject", false),
    ] {
        check(pattern, text, expected);
    }
}

/// What a pattern means, said in the shortest way.
fn means(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern.first(), text.first()) {
        (None, _) => text.is_empty(),
        (Some(b'*'), _) => {
            means(&pattern[1..], text) || !text.is_empty() && means(pattern, &text[1..])
        }
        (Some(token), Some(character)) => {
            (*token == b'?' || token == character) && means(&pattern[1..], &text[1..])
        }
        (Some(_), None) => false,
    }
}

/// All short patterns against all short texts.
#[test]
fn wildcards_mean_what_they_say() {
    fn words(letters: &[u8], length_max: u32) -> Vec<String> {
        let count = letters.len();
        let of_length = |length: u32| {
            (0..count.pow(length)).map(move |number| {
                let letter = |place: u32| letters[number / count.pow(place) % count];
                String::from_utf8((0..length).map(letter).collect()).expect("ASCII")
            })
        };
        (0..=length_max).flat_map(of_length).collect()
    }
    let texts = words(b"ab", 5);
    for pattern in words(b"ab*?", 5) {
        for text in &texts {
            check(&pattern, text, means(pattern.as_bytes(), text.as_bytes()));
        }
    }
}

/// Actions are compared without case ("IAM JSON policy elements: Action": "The prefix and the
/// action name are case insensitive").
#[test]
fn case_is_ignored_where_it_is_told_to() {
    let pattern = Pattern::parse("IAM:*AccessKey*", Dialect::WILDCARDS);
    let yes = pattern.matches("iam:createaccesskeyFor", Case::Ignored, &keys(&[]));
    assert_eq!(yes, Matched::Yes);
}

/// A hostile pattern takes time by its length, not by its powers.
#[test]
fn many_stars_end_soon() {
    let pattern = "*a".repeat(2_000) + "b";
    check(&pattern, &"a".repeat(4_000), false);
}

/// "IAM policy elements: Variables and tags".
#[test]
fn variables() {
    let keys = keys(&[
        ("aws:username", "ann"),
        ("aws:PrincipalTag/Department", "R*D"),
        ("aws:TagKeys", "one"),
        ("aws:TagKeys", "two"),
    ]);
    let check = |pattern: &str, text: &str, expected: Matched<'_>| {
        let parsed = Pattern::parse(pattern, Dialect::of(Version::V2012, true));
        assert_eq!(parsed.matches(text, Case::Matters, &keys), expected, "{pattern} {text}");
    };
    check("home/${aws:username}/*", "home/ann/x", Matched::Yes);
    check("home/${aws:username}/*", "home/bob/x", Matched::No);
    // "Key names are case-insensitive."
    check("${AWS:UserName}", "ann", Matched::Yes);
    check("${aws:principaltag/department}", "R*D", Matched::Yes);
    // A value's own star is only a star.
    check("${aws:PrincipalTag/department}", "RnD", Matched::No);
    check("${aws:userid}", "ann", Matched::Unresolved("aws:userid"));
    check("${aws:userid, 'anonymous'}", "anonymous", Matched::Yes);
    check("${aws:username, 'anonymous'}", "ann", Matched::Yes);
    check("${aws:userid, ''}", "", Matched::Yes);
    // Variables are of keys with one value.
    check("${aws:TagKeys}", "one", Matched::Unresolved("aws:tagkeys"));
    check("${*}", "*", Matched::Yes);
    check("${*}", "x", Matched::No);
    check("${?}${$}", "?$", Matched::Yes);
    check("${$}{aws:username}", "${aws:username}", Matched::Yes);
    // What is no variable stands for itself.
    check("${", "${", Matched::Yes);
    check("${}", "${}", Matched::Yes);
    check("$x", "$x", Matched::Yes);
}

/// "Earlier versions of the policy language don't support policy variables."
#[test]
fn variables_are_text_in_the_version_of_2008() {
    let pattern = Pattern::parse("${aws:username}", Dialect::of(Version::V2008, true));
    let keys = keys(&[("aws:username", "ann")]);
    assert_eq!(pattern.matches("${aws:username}", Case::Matters, &keys), Matched::Yes);
    assert_eq!(pattern.matches("ann", Case::Matters, &keys), Matched::No);
}

/// "IAM JSON policy elements: Condition operators", on ARNs: "matches elements between colons".
#[test]
fn arns() {
    let keys = keys(&[("aws:username", "ann"), ("aws:PrincipalAccount", "123456789012")]);
    for (pattern, text, expected) in [
        ("*", "*", true),
        ("*", "arn:aws:s3:::bucket", true),
        ("arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket/a/b", true),
        ("arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket", false),
        ("arn:aws:s3:::bucket*", "arn:aws:s3:::bucket/a", true),
        ("arn:aws:sqs:*:*:q", "arn:aws:sqs:us-east-1:123456789012:q", true),
        ("arn:aws:sqs:*:q", "arn:aws:sqs:us-east-1:123456789012:q", false),
        (
            "arn:aws:someservice:*:111122223333:finance/*",
            "arn:aws:someservice:us-east-2:999999999999:store/a:111122223333:finance/d.txt",
            false,
        ),
        // The last segment has colons of its own.
        (
            "arn:aws:lambda:us-east-1:123456789012:function:f:*",
            "arn:aws:lambda:us-east-1:123456789012:function:f:1",
            true,
        ),
        // Fewer segments are completed.
        ("arn:aws:sqs", "arn:aws:sqs:us-east-1:123456789012:q", true),
        ("arn:aws:sqs", "arn:aws:sns:us-east-1:123456789012:t", false),
        (
            "arn:aws:iam::123456789012:user/${aws:username}",
            "arn:aws:iam::123456789012:user/ann",
            true,
        ),
        // "You can't use a variable to replace parts of the ARN before the fifth colon."
        (
            "arn:aws:sqs:us-east-1:${aws:PrincipalAccount}:q",
            "arn:aws:sqs:us-east-1:123456789012:q",
            false,
        ),
        // An action without a resource is on `*` and on nothing else.
        ("arn:aws:sqs:*:*:*", "*", false),
    ] {
        let parsed = ArnPattern::parse(pattern, Version::V2012).expect(pattern);
        assert_eq!(parsed.matches(text, &keys).is_yes(), expected, "{pattern} against {text}");
    }
    for text in ["bucket", "", "a*", "Arn:aws:s3:::b"] {
        assert!(ArnPattern::parse(text, Version::V2012).is_none(), "{text} is no ARN");
    }
}
