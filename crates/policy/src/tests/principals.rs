//! Whom a statement means, and how directly.
//!
//! Sources: "AWS JSON policy elements: Principal" and "NotPrincipal"; "Policy evaluation logic".

use std::borrow::Cow;

use super::policy;
use crate::principal::{Grade, grade};
use crate::{Kind, Principal, PrincipalKind};

const ACCOUNT: &str = "444455556666";

fn root() -> Principal<'static> {
    Principal::new(PrincipalKind::Root, ACCOUNT, "arn:aws:iam::444455556666:root")
}

fn user(arn: &'static str) -> Principal<'static> {
    Principal {
        unique_id: Cow::Borrowed("AIDAEXAMPLEUSER4567890"),
        ..Principal::new(PrincipalKind::User, ACCOUNT, arn)
    }
}

fn bob() -> Principal<'static> {
    user("arn:aws:iam::444455556666:user/Bob")
}

fn session() -> Principal<'static> {
    Principal {
        unique_id: Cow::Borrowed("AROAEXAMPLEROLE4567890:app"),
        issuer_arn: Some(Cow::Borrowed("arn:aws:iam::444455556666:role/apps/audit")),
        provider: Some(Cow::Borrowed("accounts.google.com")),
        ..Principal::new(
            PrincipalKind::RoleSession,
            ACCOUNT,
            "arn:aws:sts::444455556666:assumed-role/audit/app",
        )
    }
}

fn federated() -> Principal<'static> {
    Principal {
        issuer_arn: Some(Cow::Borrowed("arn:aws:iam::444455556666:user/Bob")),
        ..Principal::new(
            PrincipalKind::FederatedUser,
            ACCOUNT,
            "arn:aws:sts::444455556666:federated-user/fred",
        )
    }
}

fn grade_of(element: &str, principal: &Principal<'_>) -> Option<Grade> {
    let text =
        format!(r#"{{"Statement":{{"Effect":"Deny",{element},"Action":"*","Resource":"*"}}}}"#);
    let policy = policy(&text, Kind::Resource);
    let choice = policy.statements[0].principals.as_ref().expect("it has principals");
    grade(choice, principal)
}

#[test]
fn principals() {
    let (direct, by_issuer, by_account) =
        (Some(Grade::Direct), Some(Grade::Issuer), Some(Grade::Account));
    let sns = Principal::service("sns.amazonaws.com");
    let everyone = [root(), bob(), session(), federated(), sns.clone(), Principal::anonymous()];
    for (value, expected) in [
        (r#""*""#, [direct; 6]),
        (r#"{"AWS":"*"}"#, [direct; 6]),
        (r#"{"AWS":"444455556666"}"#, [direct, by_account, by_account, by_account, None, None]),
        (
            r#"{"AWS":"arn:aws:iam::444455556666:root"}"#,
            [direct, by_account, by_account, by_account, None, None],
        ),
        (r#"{"AWS":"111122223333"}"#, [None; 6]),
        (
            r#"{"AWS":"arn:aws:iam::444455556666:user/Bob"}"#,
            [None, direct, None, by_issuer, None, None],
        ),
        // "The user name part is case sensitive."
        (r#"{"AWS":"arn:aws:iam::444455556666:user/bob"}"#, [None; 6]),
        (
            r#"{"AWS":"arn:aws:iam::444455556666:role/apps/audit"}"#,
            [None, None, by_issuer, None, None, None],
        ),
        (r#"{"AWS":"arn:aws:iam::111122223333:role/apps/audit"}"#, [None; 6]),
        (
            r#"{"AWS":"arn:aws:sts::444455556666:assumed-role/audit/app"}"#,
            [None, None, direct, None, None, None],
        ),
        (r#"{"AWS":"arn:aws:sts::444455556666:assumed-role/audit/other"}"#, [None; 6]),
        (
            r#"{"AWS":"arn:aws:sts::444455556666:federated-user/fred"}"#,
            [None, None, None, direct, None, None],
        ),
        (r#"{"AWS":"AIDAEXAMPLEUSER4567890"}"#, [None, direct, None, None, None, None]),
        (r#"{"AWS":"AROAEXAMPLEROLE4567890"}"#, [None, None, by_issuer, None, None, None]),
        (r#"{"Service":"sns.amazonaws.com"}"#, [None, None, None, None, direct, None]),
        (r#"{"Service":"s3.amazonaws.com"}"#, [None; 6]),
        (r#"{"Federated":"accounts.google.com"}"#, [None, None, direct, None, None, None]),
        (r#"{"Federated":"*"}"#, [None, None, direct, None, None, None]),
        (
            r#"{"AWS":["444455556666","arn:aws:iam::444455556666:user/Bob"],
                "Service":"s3.amazonaws.com"}"#,
            [direct, direct, by_account, by_issuer, None, None],
        ),
    ] {
        let got = everyone.each_ref().map(|it| grade_of(&format!(r#""Principal":{value}"#), it));
        assert_eq!(got, expected, "{value}");
    }
}

#[test]
fn a_canonical_user_is_an_account() {
    let element = r#""Principal":{"CanonicalUser":"79a5444455556666"}"#;
    let named = |of: Principal<'static>| Principal {
        canonical_user: Some(|account| format!("79a5{account}")),
        ..of
    };
    assert_eq!(grade_of(element, &named(root())), Some(Grade::Direct));
    assert_eq!(grade_of(element, &named(bob())), Some(Grade::Account));
    assert_eq!(grade_of(element, &named(Principal::anonymous())), None);
    assert_eq!(grade_of(element, &bob()), None);
    assert_eq!(grade_of(r#""Principal":{"CanonicalUser":"79a5"}"#, &named(bob())), None);
}

/// The examples of "NotPrincipal", and what its text says of lists without the account or the
/// role.
#[test]
fn not_principals() {
    let is_meant = |list: &str, principal: &Principal<'_>| {
        grade_of(&format!(r#""NotPrincipal":{list}"#), principal).is_some()
    };
    let alice = user("arn:aws:iam::444455556666:user/alice");
    let user_and_account =
        r#"{"AWS":["arn:aws:iam::444455556666:user/Bob","arn:aws:iam::444455556666:root"]}"#;
    assert!(!is_meant(user_and_account, &bob()));
    assert!(!is_meant(user_and_account, &root()));
    assert!(is_meant(user_and_account, &alice));
    assert!(is_meant(user_and_account, &Principal::anonymous()));
    // "The effect of the policy might be to explicitly deny access to the account."
    assert!(is_meant(r#"{"AWS":"arn:aws:iam::444455556666:user/Bob"}"#, &bob()));

    let whole = r#"{"AWS":["arn:aws:sts::444455556666:assumed-role/audit/app",
        "arn:aws:iam::444455556666:role/apps/audit","arn:aws:iam::444455556666:root"]}"#;
    let other = Principal {
        arn: Cow::Borrowed("arn:aws:sts::444455556666:assumed-role/audit/other"),
        ..session()
    };
    assert!(!is_meant(whole, &session()));
    assert!(is_meant(whole, &other));
    assert!(is_meant(whole, &bob()));
    let without_role = r#"{"AWS":["arn:aws:sts::444455556666:assumed-role/audit/app",
        "arn:aws:iam::444455556666:root"]}"#;
    assert!(is_meant(without_role, &session()));
    let role = r#"{"AWS":["arn:aws:iam::444455556666:role/apps/audit",
        "arn:aws:iam::444455556666:root"]}"#;
    assert!(!is_meant(role, &session()));
    assert!(!is_meant(role, &other));

    let account = r#"{"AWS":"444455556666"}"#;
    for principal in [root(), bob(), session(), federated()] {
        assert!(!is_meant(account, &principal));
    }
    let sns = Principal::service("sns.amazonaws.com");
    assert!(is_meant(account, &sns));
    assert!(!is_meant(r#"{"Service":"sns.amazonaws.com"}"#, &sns));
    assert!(!is_meant(r#""*""#, &Principal::anonymous()));
}
