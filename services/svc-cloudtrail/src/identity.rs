//! The `userIdentity` of a record: who has called.
//!
//! Source: CloudTrail User Guide, "CloudTrail userIdentity element".

use auth::credentials::{self, AccessKey};
use kernel::{AccountId, Call, Ctx, Identity, Principal, Region, Struct, Timestamp};
use serde_json::{Map, Value as Json, json};

/// Who has called, and what is looked for of them.
#[derive(Clone, Debug, Default)]
pub struct Who {
    pub json: Json,
    pub user: Option<String>,
    pub access_key: Option<String>,
    pub arn: Option<String>,
}

/// As the caller's own account sees them.
pub fn of(ctx: &Ctx<'_>, call: &Call, via: Option<&str>, output: Option<&Struct>) -> Who {
    let mut who = match &call.principal {
        Principal::Root(account) => root(*account, call.region),
        Principal::Identity(identity) => named(ctx, identity, call.region),
        Principal::Service(name) => Who {
            json: json!({"type": "AWSService", "invokedBy": name.as_ref()}),
            ..Who::default()
        },
        Principal::Anonymous => federated(call, output).unwrap_or_else(|| Who {
            json: json!({
                "type": "AWSAccount", "principalId": "", "accountId": "ANONYMOUS_PRINCIPAL",
            }),
            ..Who::default()
        }),
    };
    if let (Some(service), Json::Object(members)) = (via, &mut who.json) {
        members.insert("invokedBy".to_owned(), json!(format!("{service}.amazonaws.com")));
    }
    who
}

/// As the owner of the resource sees a caller of another account.
pub fn stranger(call: &Call) -> Option<Json> {
    let (account, id) = match &call.principal {
        Principal::Root(account) => (*account, account.to_string()),
        Principal::Identity(identity) => (identity.account, identity.unique_id.clone()),
        Principal::Service(_) | Principal::Anonymous => return None,
    };
    Some(json!({"type": "AWSAccount", "principalId": id, "accountId": account.as_str()}))
}

/// The caller's ARN, for selectors.
pub fn arn(call: &Call) -> Option<String> {
    match &call.principal {
        Principal::Root(account) => Some(root_arn(*account, call.region)),
        Principal::Identity(identity) => Some(identity.arn.clone()),
        Principal::Service(_) | Principal::Anonymous => None,
    }
}

fn root_arn(account: AccountId, region: Region) -> String {
    format!("arn:{}:iam::{account}:root", region.partition())
}

fn root(account: AccountId, region: Region) -> Who {
    let arn = root_arn(account, region);
    Who {
        json: json!({
            "type": "Root", "principalId": account.as_str(), "arn": arn,
            "accountId": account.as_str(),
        }),
        user: Some("root".to_owned()),
        access_key: None,
        arn: Some(arn),
    }
}

fn named(ctx: &Ctx<'_>, identity: &Identity, region: Region) -> Who {
    let key = match identity.access_key_id.as_str() {
        "" => None,
        id => credentials::find(ctx.tx(), id).ok().flatten(),
    };
    let resource = identity.arn.splitn(6, ':').nth(5).unwrap_or_default();
    let mut parts = resource.split('/');
    let kind = parts.next().unwrap_or_default();
    let (kind, user) = match kind {
        "root" => ("Root", "root".to_owned()),
        "assumed-role" => ("AssumedRole", parts.nth(1).unwrap_or_default().to_owned()),
        "federated-user" => ("FederatedUser", parts.next().unwrap_or_default().to_owned()),
        _ => ("IAMUser", resource.rsplit('/').next().unwrap_or_default().to_owned()),
    };
    let mut out = Map::new();
    out.insert("type".to_owned(), json!(kind));
    out.insert("principalId".to_owned(), json!(identity.unique_id));
    out.insert("arn".to_owned(), json!(identity.arn));
    out.insert("accountId".to_owned(), json!(identity.account.as_str()));
    let access_key = Some(identity.access_key_id.clone()).filter(|id| !id.is_empty());
    if let Some(id) = &access_key {
        out.insert("accessKeyId".to_owned(), json!(id));
    }
    if kind == "IAMUser" {
        out.insert("userName".to_owned(), json!(user));
    }
    if identity.is_session {
        let context = session(identity, key.as_ref(), kind, region);
        out.insert("sessionContext".to_owned(), context);
    }
    Who { json: Json::Object(out), user: Some(user), access_key, arn: Some(identity.arn.clone()) }
}

fn session(identity: &Identity, key: Option<&AccessKey>, kind: &str, region: Region) -> Json {
    let mut context = Map::new();
    let of_key = key.and_then(|key| key.session.as_ref());
    if kind == "AssumedRole" || kind == "FederatedUser" {
        let told = of_key.map(|session| session.issuer_arn.clone());
        let issuer = told.unwrap_or_else(|| role_arn(identity, region));
        let is_role = kind == "AssumedRole";
        let principal = identity.unique_id.split(':').next().unwrap_or_default();
        context.insert(
            "sessionIssuer".to_owned(),
            json!({
                "type": if is_role { "Role" } else { "IAMUser" },
                "principalId": principal,
                "arn": issuer,
                "accountId": identity.account.as_str(),
                "userName": issuer.rsplit('/').next().unwrap_or_default(),
            }),
        );
    }
    if let Some(provider) = of_key.and_then(|session| session.provider.as_ref()) {
        context.insert(
            "webIdFederationData".to_owned(),
            json!({"federatedProvider": provider, "attributes": {}}),
        );
    }
    // Source: "CloudTrail userIdentity element", assumedRoot.
    if key.is_some_and(AccessKey::is_assumed_root) {
        context.insert("assumedRoot".to_owned(), json!("true"));
    }
    if let Some(source) = of_key.and_then(|session| session.source_identity.as_ref()) {
        context.insert("sourceIdentity".to_owned(), json!(source));
    }
    if let Some(key) = key {
        let has_mfa = of_key.is_some_and(|session| session.mfa_micros.is_some());
        let since = Timestamp::from_secs(Timestamp::from_micros(key.created_micros).secs());
        context.insert(
            "attributes".to_owned(),
            json!({"creationDate": since.iso8601(), "mfaAuthenticated": has_mfa.to_string()}),
        );
    }
    Json::Object(context)
}

fn role_arn(identity: &Identity, region: Region) -> String {
    let role = identity.arn.split('/').nth(1).unwrap_or_default();
    format!("arn:{}:iam::{}:role/{role}", region.partition(), identity.account)
}

/// Who takes on a role by a token of an identity provider.
fn federated(call: &Call, output: Option<&Struct>) -> Option<Who> {
    let output = output?;
    let text = |member: &str| output.str(member).unwrap_or_default();
    let (kind, provider, user, id) = match call.operation.as_ref() {
        "AssumeRoleWithWebIdentity" => {
            let (provider, subject) = (text("Provider"), text("SubjectFromWebIdentityToken"));
            let id = format!("{provider}:{}:{subject}", text("Audience"));
            ("WebIdentityUser", provider, subject, id)
        }
        "AssumeRoleWithSAML" => {
            let (provider, subject) = (text("Issuer"), text("Subject"));
            ("SAMLUser", provider, subject, format!("{}:{subject}", text("NameQualifier")))
        }
        _ => return None,
    };
    Some(Who {
        json: json!({
            "type": kind, "principalId": id, "userName": user, "identityProvider": provider,
        }),
        user: Some(user.to_owned()),
        access_key: None,
        arn: None,
    })
}
