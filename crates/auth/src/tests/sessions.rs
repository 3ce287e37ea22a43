//! Sessions, key ids and the forms of browsers.

use super::*;
use crate::post_policy::Method;

fn issue(store: &Store, expires: &str) -> credentials::Credentials {
    let mut tx = store.write();
    let mut chance = Chance::derive(1, 1, 1);
    let issued = credentials::issue(
        &mut tx,
        &mut chance,
        NewSession {
            account: AccountId::parse("123456789012").unwrap(),
            kind: KeyKind::RoleSession,
            arn: "arn:aws:sts::123456789012:assumed-role/r/s".to_owned(),
            unique_id: "AROAEXAMPLE:s".to_owned(),
            created: Timestamp::EPOCH,
            expires: parse_amz_date(expires).unwrap(),
            token_len_min: 0,
            session: Session::default(),
        },
    )
    .unwrap();
    store.commit(&tx.into_batch()).unwrap();
    issued
}

fn sign_session(issued: &credentials::Credentials, token: Option<&str>) -> Request {
    let mut request = Request::new("POST", "/", &[("host", "localhost")]).to(Family::Query, "sts");
    if let Some(token) = token {
        request = request.with("x-amz-security-token", token);
    }
    request.signed(&issued.access_key_id, &issued.secret_access_key, "20300101T000000Z", b"")
}

#[test]
fn a_session_needs_its_token_and_ends_by_the_virtual_clock() {
    let store = Store::ephemeral();
    let issued = issue(&store, "20300101T010000Z");
    let request = sign_session(&issued, Some(&issued.session_token));
    let caller = request.verify(&store, new_year()).unwrap();
    let Principal::Identity(identity) = caller.principal else { panic!("not a session") };
    assert!(identity.is_session);
    assert_eq!(identity.unique_id, "AROAEXAMPLE:s");

    let without = sign_session(&issued, None).refusal(&store, new_year());
    assert_eq!(without.0, "InvalidClientTokenId");
    let wrong = sign_session(&issued, Some("IQoJb3JpZ2lu")).refusal(&store, new_year());
    assert_eq!(wrong.0, "InvalidClientTokenId");

    let later = Times { virtual_now: parse_amz_date("20300101T010000Z").unwrap(), ..new_year() };
    assert_eq!(request.refusal(&store, later), ("ExpiredToken".to_owned(), 403));
}

#[test]
fn a_session_that_was_swept_away_is_no_root() {
    let store = Store::ephemeral();
    let issued = issue(&store, "20300101T010000Z");
    let mut tx = store.write();
    credentials::delete(&mut tx, &issued.access_key_id);
    store.commit(&tx.into_batch()).unwrap();
    let request = sign_session(&issued, Some(&issued.session_token));
    assert_eq!(request.refusal(&store, new_year()).0, "ExpiredToken");
    // A token of another world says nothing here.
    let elsewhere = Store::ephemeral();
    assert!(request.verify(&elsewhere, new_year()).is_ok());
}

#[test]
fn forgetting_an_account_leaves_the_others() {
    let store = store_with_example_key();
    let mut tx = store.write();
    credentials::forget(&mut tx, AccountId::parse("999999999999")).unwrap();
    assert!(credentials::find(&tx, KEY_ID).unwrap().is_some());
    credentials::forget(&mut tx, AccountId::parse("123456789012")).unwrap();
    assert!(credentials::find(&tx, KEY_ID).unwrap().is_none());
}

#[test]
fn key_ids_carry_their_account() {
    // Two ids with known accounts: A. Steele, "AWS Access Key ID formats" (2020).
    let account = key_id::account("ASIAY34FZKBOKMUTVV7A").unwrap();
    assert_eq!(account.as_str(), "609629065308");
    let mut chance = Chance::derive(1, 2, 3);
    for account in ["000000000000", "123456789012", "999999999999"] {
        let account = AccountId::parse(account).unwrap();
        let id = key_id::draw(key_id::LONG_TERM, account, &mut chance);
        assert!(key_id::is_made_by_a_world(&id), "{id}");
        assert_eq!(key_id::account(&id), Some(account));
    }
    // Of the first generation, which carries none.
    assert_eq!(key_id::account("AKIAIOSFODNN7EXAMPLE"), None);
    assert_eq!(key_id::account("test"), None);
}

/// "Example: Browser-Based Upload using HTTP POST (Using AWS Signature Version 4)".
#[test]
fn post_forms_are_verified() {
    let store = store_with_example_key();
    let policy = "eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiIH0=";
    let scope = Scope { date: "20130524", region: "us-east-1", service: "s3" };
    let signature = signing::sign(&signing::signing_key(SECRET, scope), policy);
    let credential = format!("{KEY_ID}/{S3_SCOPE}");
    let form = post_policy::Form {
        policy,
        signature: &signature,
        security_token: None,
        method: Method::Version4 { algorithm: "AWS4-HMAC-SHA256", credential: &credential },
    };
    let now = Timestamp::EPOCH;
    let signer = post_policy::verify_at(&store, now, &form, false).unwrap();
    assert!(signer.is_verified);
    let form = post_policy::Form { signature: "00", ..form };
    let refused = post_policy::verify_at(&store, now, &form, false).unwrap_err();
    assert_eq!(refused.code(), "SignatureDoesNotMatch");
    let credential = "test/20130524/us-east-1/s3/aws4_request";
    let method = Method::Version4 { algorithm: "AWS4-HMAC-SHA256", credential };
    let unknown = post_policy::Form { method, ..form };
    assert!(!post_policy::verify_at(&store, now, &unknown, false).unwrap().is_verified);
    let strict = post_policy::verify_at(&store, now, &unknown, true).unwrap_err();
    assert_eq!(strict.code(), "InvalidAccessKeyId");
}
