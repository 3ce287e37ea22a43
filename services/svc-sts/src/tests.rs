//! Sessions from their issue to their end, and what is refused on the way.
//!
//! Expected answers are those of the STS API reference unless a test says otherwise.

use std::sync::Arc;
use std::time::Duration;

use auth::credentials::Keyring;
use auth::key_id;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use kernel::{AccountId, ApiError, Identity, OpResult, Principal, Struct, Value};
use testkit::{START, TestWorld};

use crate::SERVICE;

const ROLE: &str = "arn:aws:iam::222222222222:role/team/builder";

fn world() -> TestWorld {
    TestWorld::new(&[&SERVICE])
}

fn assume(role: &str) -> Struct {
    Struct::new().with("RoleArn", role).with("RoleSessionName", "alice")
}

fn list(items: impl IntoIterator<Item = Struct>) -> Value {
    Value::List(items.into_iter().map(Value::Struct).collect())
}

fn tag(key: &str, value: &str) -> Struct {
    Struct::new().with("Key", key).with("Value", value)
}

fn names(names: &[&str]) -> Value {
    Value::List(names.iter().map(|name| Value::from(*name)).collect())
}

/// Calls as the holder of credentials that an operation has answered.
fn call_with(
    world: &TestWorld,
    answer: &Struct,
    operation: &'static str,
    input: Struct,
) -> OpResult {
    let id = answer.structure("Credentials").and_then(|it| it.str("AccessKeyId")).unwrap();
    let key = Keyring::open(&world.world.store).find(id).unwrap().expect("the session is kept");
    let principal = Principal::Identity(Arc::new(Identity {
        account: key.account().unwrap(),
        arn: key.arn.clone(),
        unique_id: key.unique_id.clone(),
        access_key_id: id.to_owned(),
        is_session: true,
    }));
    world.call_as(principal, "sts", operation, input)
}

fn credential<'a>(answer: &'a Struct, name: &str) -> &'a str {
    answer.structure("Credentials").and_then(|it| it.str(name)).expect("credentials are whole")
}

fn code_of(result: OpResult) -> String {
    result.expect_err("the call is refused").code().to_owned()
}

fn refused(world: &TestWorld, operation: &'static str, input: Struct) -> ApiError {
    world.refuse("sts", operation, input)
}

#[test]
fn a_root_knows_itself() {
    let answer = world().call("sts", "GetCallerIdentity", Struct::new()).unwrap();
    assert_eq!(answer.str("UserId"), Some("111111111111"));
    assert_eq!(answer.str("Account"), Some("111111111111"));
    assert_eq!(answer.str("Arn"), Some("arn:aws:iam::111111111111:root"));
    let nobody = world().call_as(Principal::Anonymous, "sts", "GetCallerIdentity", Struct::new());
    assert_eq!(code_of(nobody), "MissingAuthenticationToken");
}

#[test]
fn a_role_is_assumed_across_accounts() {
    let world = world();
    let answer = world.call("sts", "AssumeRole", assume(ROLE)).unwrap();
    let user = answer.structure("AssumedRoleUser").unwrap();
    assert_eq!(user.str("Arn"), Some("arn:aws:sts::222222222222:assumed-role/builder/alice"));
    let id = user.str("AssumedRoleId").unwrap();
    assert!(id.starts_with("AROA") && id.ends_with(":alice") && id.len() == 27, "{id}");
    let credentials = answer.structure("Credentials").unwrap();
    assert_eq!(credentials.timestamp("Expiration"), Some(START + Duration::from_hours(1)));
    assert_eq!(credential(&answer, "SecretAccessKey").len(), 40);
    let key = credential(&answer, "AccessKeyId");
    assert!(key.starts_with("ASIA") && key.len() == 20, "{key}");
    assert_eq!(key_id::account(key), AccountId::parse("222222222222"));
    assert_eq!(answer.get("PackedPolicySize"), None);

    let identity = call_with(&world, &answer, "GetCallerIdentity", Struct::new()).unwrap();
    assert_eq!(identity.str("UserId"), Some(id));
    assert_eq!(identity.str("Account"), Some("222222222222"));
    assert_eq!(identity.str("Arn"), user.str("Arn"));
}

#[test]
fn a_role_has_one_id() {
    let world = world();
    let id = |role: &str| {
        let answer = world.call("sts", "AssumeRole", assume(role)).unwrap();
        answer.structure("AssumedRoleUser").unwrap().str("AssumedRoleId").unwrap().to_owned()
    };
    assert_eq!(id(ROLE), id(ROLE));
    assert_ne!(id(ROLE), id("arn:aws:iam::222222222222:role/builder"));
}

#[test]
fn one_seed_gives_one_key() {
    let key = |seed| {
        let world = TestWorld::seeded(&[&SERVICE], seed);
        let answer = world.call("sts", "AssumeRole", assume(ROLE)).unwrap();
        credential(&answer, "SecretAccessKey").to_owned()
    };
    assert_eq!(key(7), key(7));
    assert_ne!(key(7), key(8));
}

#[test]
fn two_sessions_have_two_keys() {
    let world = world();
    let first = world.call("sts", "AssumeRole", assume(ROLE)).unwrap();
    let second = world.call("sts", "AssumeRole", assume(ROLE)).unwrap();
    for name in ["AccessKeyId", "SecretAccessKey", "SessionToken"] {
        assert_ne!(credential(&first, name), credential(&second, name));
    }
}

#[test]
fn sessions_are_swept_away_when_they_end() {
    let world = world();
    let input = assume(ROLE).with("DurationSeconds", 900);
    let short = world.call("sts", "AssumeRole", input).unwrap();
    let long = world.call("sts", "AssumeRole", assume(ROLE)).unwrap();
    let is_kept = |answer: &Struct| {
        let keyring = Keyring::open(&world.world.store);
        keyring.find(credential(answer, "AccessKeyId")).unwrap().is_some()
    };
    world.advance(Duration::from_secs(899));
    assert!(is_kept(&short));
    world.advance(Duration::from_secs(1));
    assert!(!is_kept(&short));
    assert!(is_kept(&long));
    // Its token is known as one that has ended.
    let keyring = Keyring::open(&world.world.store);
    let (token, id) = (credential(&short, "SessionToken"), credential(&short, "AccessKeyId"));
    assert!(keyring.has_issued(token, id).unwrap());
    assert!(!keyring.has_issued(token, credential(&long, "AccessKeyId")).unwrap());
}

#[test]
fn roles_that_are_none() {
    let world = world();
    for arn in [
        "arn:aws:iam::22222222222:role/builder",
        "arn:aws:iam:us-east-1:222222222222:role/builder",
        "arn:aws-cn:iam::222222222222:role/builder",
        "arn:aws:s3::222222222222:role/builder",
        "arn:aws:iam::222222222222:role/",
        "arn:aws:iam::222222222222:role/a b/builder",
        "this is no ARN at all",
    ] {
        let error = refused(&world, "AssumeRole", assume(arn));
        assert_eq!(error.code(), "ValidationError");
        assert_eq!(error.message(), format!("{arn} is invalid"));
    }
    let user = "arn:aws:iam::222222222222:user/alice";
    let error = refused(&world, "AssumeRole", assume(user));
    assert_eq!((error.code(), error.status()), ("AccessDenied", 403));
    assert_eq!(
        error.message(),
        format!(
            "User: arn:aws:iam::111111111111:root is not authorized to perform: sts:AssumeRole on \
             resource: {user}"
        )
    );
}

#[test]
fn durations_have_bounds() {
    let world = world();
    for seconds in [899, 43_201] {
        let error = refused(&world, "AssumeRole", assume(ROLE).with("DurationSeconds", seconds));
        assert_eq!(error.code(), "ValidationError");
    }
    let input = assume(ROLE).with("DurationSeconds", 43_200);
    let answer = world.call("sts", "AssumeRole", input).unwrap();
    let chained = |seconds| {
        call_with(&world, &answer, "AssumeRole", assume(ROLE).with("DurationSeconds", seconds))
    };
    assert!(chained(3_600).is_ok());
    assert_eq!(
        chained(3_601).unwrap_err().message(),
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by \
         role chaining"
    );
}

#[test]
fn session_names_have_a_pattern() {
    let world = world();
    for name in ["a", "white space", &"x".repeat(65), "colon:"] {
        let input = Struct::new().with("RoleArn", ROLE).with("RoleSessionName", name);
        assert_eq!(refused(&world, "AssumeRole", input).code(), "ValidationError", "{name}");
    }
}

#[test]
fn session_policies_are_documents_of_bounded_size() {
    let world = world();
    let with_policy = |policy: &str| assume(ROLE).with("Policy", policy);
    let statement = r#"{"Effect":"Allow","Action":"sqs:*","Resource":"*"}"#;
    let policy = format!(r#"{{"Version":"2012-10-17","Statement":{statement}}}"#);
    let answer = world.call("sts", "AssumeRole", with_policy(&policy)).unwrap();
    // Our measure: plain characters in percent of 2,048.
    let expected = (policy.len() * 100).div_ceil(2_048) as i64;
    assert_eq!(answer.int("PackedPolicySize"), Some(expected));

    for malformed in [
        "{",
        "[]",
        "{}",
        r#"{"Statement":[]}"#,
        r#"{"Version":"2020-01-01","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#,
        r#"{"Statement":{"Effect":"Maybe","Action":"*","Resource":"*"}}"#,
        r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}}"#,
    ] {
        let error = refused(&world, "AssumeRole", with_policy(malformed));
        assert_eq!(error.code(), "MalformedPolicyDocumentException", "{malformed}");
    }
    let padded = format!("{policy}{}", " ".repeat(2_048));
    let error = refused(&world, "AssumeRole", with_policy(&padded));
    assert_eq!(error.code(), "PackedPolicyTooLargeException");
    assert!(error.message().starts_with("Packed policy consumes 10"), "{error}");
}

#[test]
fn managed_session_policies_are_of_the_role_s_account() {
    let world = world();
    let call = |arns: &[String]| {
        let arns = list(arns.iter().map(|arn| Struct::new().with("arn", arn.as_str())));
        world.call("sts", "AssumeRole", assume(ROLE).with("PolicyArns", arns))
    };
    let of = |account: &str| format!("arn:aws:iam::{account}:policy/p");
    assert!(call(&[of("aws"), of("222222222222")]).is_ok());
    assert_eq!(code_of(call(&[of("333333333333")])), "ValidationError");
    assert_eq!(code_of(call(&vec![of("aws"); 11])), "ValidationError");
}

#[test]
fn tags_pass_along_a_chain() {
    let world = world();
    let input = assume(ROLE)
        .with("Tags", list([tag("Team", "blue"), tag("Cost", "1")]))
        .with("TransitiveTagKeys", names(&["Team"]))
        .with("SourceIdentity", "alice@example.com");
    let first = world.call("sts", "AssumeRole", input).unwrap();
    assert_eq!(first.str("SourceIdentity"), Some("alice@example.com"));

    let second = call_with(&world, &first, "AssumeRole", assume(ROLE)).unwrap();
    assert_eq!(second.str("SourceIdentity"), Some("alice@example.com"));
    let keyring = Keyring::open(&world.world.store);
    let key = keyring.find(credential(&second, "AccessKeyId")).unwrap().unwrap();
    let session = key.session.unwrap();
    assert_eq!(session.tags.into_iter().collect::<Vec<_>>(), [("Team".into(), "blue".into())]);
    assert_eq!(session.transitive_tag_keys, ["Team"]);

    let clash = assume(ROLE).with("Tags", list([tag("team", "red")]));
    let error = call_with(&world, &first, "AssumeRole", clash).unwrap_err();
    assert!(error.message().starts_with("One of the specified transitive tag keys"), "{error}");
    let other = assume(ROLE).with("SourceIdentity", "bob");
    let error = call_with(&world, &first, "AssumeRole", other).unwrap_err();
    assert!(error.message().contains("sts:SetSourceIdentity"), "{error}");
}

#[test]
fn tags_that_are_refused() {
    let world = world();
    let message = |input| refused(&world, "AssumeRole", input).message().to_owned();
    let twice = assume(ROLE).with("Tags", list([tag("Team", "a"), tag("TEAM", "b")]));
    assert!(message(twice).starts_with("Duplicate tag keys found"));
    let reserved = assume(ROLE).with("Tags", list([tag("aws:team", "a")]));
    assert!(message(reserved).starts_with("Tag keys must not begin with aws:"));
    let absent = assume(ROLE).with("TransitiveTagKeys", names(&["Team"]));
    assert!(message(absent).contains("must be included in the requested tags"));
    let many = list((0..51).map(|at| tag(&format!("k{at}"), "v")));
    let error = refused(&world, "AssumeRole", assume(ROLE).with("Tags", many));
    assert_eq!(error.code(), "ValidationError");
}

#[test]
fn no_mfa_code_is_right() {
    let world = world();
    let device = "arn:aws:iam::111111111111:mfa/alice";
    let both = assume(ROLE).with("SerialNumber", device).with("TokenCode", "123456");
    assert_eq!(refused(&world, "AssumeRole", both).code(), "AccessDenied");
    let half = Struct::new().with("SerialNumber", device);
    let error = refused(&world, "GetSessionToken", half);
    assert!(error.message().contains("must provide both"), "{error}");
}

#[test]
fn a_root_s_session_lasts_an_hour_at_most() {
    let world = world();
    let input = Struct::new().with("DurationSeconds", 129_600);
    let answer = world.call("sts", "GetSessionToken", input).unwrap();
    let expires = answer.structure("Credentials").unwrap().timestamp("Expiration");
    assert_eq!(expires, Some(START + Duration::from_hours(1)));
    let identity = call_with(&world, &answer, "GetCallerIdentity", Struct::new()).unwrap();
    assert_eq!(identity.str("Arn"), Some("arn:aws:iam::111111111111:root"));

    // Such a session may assume roles, for as long as they last, and nothing else.
    let input = assume(ROLE).with("DurationSeconds", 7_200);
    assert!(call_with(&world, &answer, "AssumeRole", input).is_ok());
    let error = call_with(&world, &answer, "GetSessionToken", Struct::new()).unwrap_err();
    assert_eq!(error.message(), "Cannot call GetSessionToken with session credentials");
    let input = Struct::new().with("EncodedMessage", "x");
    assert_eq!(
        code_of(call_with(&world, &answer, "DecodeAuthorizationMessage", input)),
        "AccessDenied"
    );
}

#[test]
fn a_federated_user_may_only_ask_who_it_is() {
    let world = world();
    let input = Struct::new().with("Name", "Bob");
    let answer = world.call("sts", "GetFederationToken", input.clone()).unwrap();
    let user = answer.structure("FederatedUser").unwrap();
    assert_eq!(user.str("FederatedUserId"), Some("111111111111:Bob"));
    assert_eq!(user.str("Arn"), Some("arn:aws:sts::111111111111:federated-user/Bob"));
    let identity = call_with(&world, &answer, "GetCallerIdentity", Struct::new()).unwrap();
    assert_eq!(identity.str("UserId"), Some("111111111111:Bob"));
    for (operation, input) in [("AssumeRole", assume(ROLE)), ("GetFederationToken", input)] {
        assert_eq!(code_of(call_with(&world, &answer, operation, input)), "AccessDenied");
    }
}

#[test]
fn tokens_are_as_long_as_asked() {
    let world = world();
    let input = Struct::new().with("MinimumSessionTokenSize", 4_096);
    let answer = world.call("sts", "GetSessionToken", input).unwrap();
    assert_eq!(credential(&answer, "SessionToken").len(), 4_096);
    assert_eq!(answer.int("SessionTokenSize"), Some(4_096));
    assert_eq!(answer.int("SessionTokenUtilization"), Some(100));
    let input = Struct::new().with("MinimumSessionTokenSize", 4_097);
    assert_eq!(refused(&world, "GetSessionToken", input).code(), "ValidationError");
}

#[test]
fn accounts_of_keys() {
    let world = world();
    let account = |id: &str| {
        let input = Struct::new().with("AccessKeyId", id);
        let answer = world.call("sts", "GetAccessKeyInfo", input)?;
        Ok::<_, ApiError>(answer.str("Account").unwrap().to_owned())
    };
    let session = world.call("sts", "AssumeRole", assume(ROLE)).unwrap();
    assert_eq!(account(credential(&session, "AccessKeyId")).unwrap(), "222222222222");
    assert_eq!(account("ASIAY34FZKBOKMUTVV7A").unwrap(), "609629065308");
    // Our choice of code: AWS's answer to an id without an account is not documented.
    assert_eq!(account("AKIAIOSFODNN7EXAMPLE").unwrap_err().code(), "InvalidClientTokenId");
    assert_eq!(account("too-short").unwrap_err().code(), "ValidationError");
}

fn jwt(claims: &str) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.c2lnbmF0dXJl", part(r#"{"alg":"RS256","kid":"1"}"#), part(claims))
}

#[test]
fn web_identities_have_no_provider() {
    let world = world();
    let refusal = |token: &str| {
        let input = assume(ROLE).with("WebIdentityToken", token);
        let call = world.call_as(Principal::Anonymous, "sts", "AssumeRoleWithWebIdentity", input);
        let error = call.expect_err("nobody vouches");
        (error.code().to_owned(), error.message().to_owned())
    };
    let later = START.secs() + 60;
    let whole = format!(r#"{{"iss":"https://id.example","sub":"s","aud":"a","exp":{later}}}"#);
    assert_eq!(
        refusal(&jwt(&whole)),
        (
            "InvalidIdentityTokenException".to_owned(),
            "No OpenIDConnect provider found in your account for https://id.example".to_owned()
        )
    );
    let expired =
        format!(r#"{{"iss":"https://id.example","sub":"s","aud":"a","exp":{}}}"#, START.secs());
    assert_eq!(refusal(&jwt(&expired)).0, "ExpiredTokenException");
    let no_audience = format!(r#"{{"iss":"https://id.example","sub":"s","exp":{later}}}"#);
    assert_eq!(refusal(&jwt(&no_audience)).1, "Missing a required claim: aud");
    for token in ["opaque", "a.b.c", "a.b.c.d", &jwt("[]"), &jwt("{")] {
        assert!(refusal(token).1.contains("is not a valid JWT"), "{token}");
    }
}

#[test]
fn saml_assertions_have_no_provider() {
    let world = world();
    let refusal = |provider: &str, assertion: &str| {
        let input = Struct::new()
            .with("RoleArn", ROLE)
            .with("PrincipalArn", provider)
            .with("SAMLAssertion", assertion);
        let call = world.call_as(Principal::Anonymous, "sts", "AssumeRoleWithSAML", input);
        let error = call.expect_err("nobody vouches");
        (error.code().to_owned(), error.message().to_owned())
    };
    let provider = "arn:aws:iam::222222222222:saml-provider/id";
    let assertion = STANDARD.encode("<samlp:Response/>");
    assert_eq!(refusal(provider, &assertion).1, "Specified provider doesn't exist");
    assert_eq!(refusal(provider, "%%%%").1, "Invalid base64 SAMLResponse");
    assert_eq!(refusal(ROLE, &assertion).0, "ValidationError");
}

#[test]
fn nothing_was_encoded_that_could_be_decoded() {
    let input = Struct::new().with("EncodedMessage", "bWVzc2FnZQ");
    let error = refused(&world(), "DecodeAuthorizationMessage", input);
    assert_eq!(error.code(), "InvalidAuthorizationMessageException");
}

#[test]
fn a_reset_account_forgets_its_sessions() {
    let world = world();
    let theirs = world.call("sts", "AssumeRole", assume(ROLE)).unwrap();
    let ours = world.call("sts", "GetSessionToken", Struct::new()).unwrap();
    let is_kept = |answer: &Struct| {
        let keyring = Keyring::open(&world.world.store);
        keyring.find(credential(answer, "AccessKeyId")).unwrap().is_some()
    };
    world.world.reset(AccountId::parse("222222222222")).unwrap();
    assert!(!is_kept(&theirs) && is_kept(&ours));
    world.world.reset(None).unwrap();
    assert!(!is_kept(&ours));
}

#[test]
fn the_global_endpoint_is_no_regions() {
    for (endpoint, expected) in [
        ("https://sts.amazonaws.com", true),
        ("http://sts.localhost:4566", true),
        ("https://sts.eu-west-1.amazonaws.com", false),
        ("http://localhost:4566", false),
        ("http://sts:4566", false),
        ("", false),
    ] {
        assert_eq!(crate::issue::is_global_endpoint(endpoint), expected, "{endpoint}");
    }
}
