//! What grants are for: credentials for a path, which Access Grants vends as the role of the
//! grant's location, narrowed to the path; and who may ask, by the instance's own policy.
//!
//! Source: S3 Control API Reference, GetDataAccess, ListCallerAccessGrants,
//! GetAccessGrantsInstanceForPrefix, PutAccessGrantsInstanceResourcePolicy; S3 User Guide, "Request
//! access to Amazon S3 data through S3 Access Grants", "S3 Access Grants cross-account access",
//! "Register a location" (the role's permissions, from which the actions of a permission are
//! taken).

use std::time::Duration;

use auth::credentials::{self, KeyKind, NewSession, Session};
use auth::directory::{self, ROLES};
use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, Principal, Source, Struct, Timestamp, page};
use serde_json::{Value as Json, json};

use crate::api::{
    DeleteAccessGrantsInstanceResourcePolicyInput, DeleteAccessGrantsInstanceResourcePolicyOutput,
    GetAccessGrantsInstanceForPrefixInput, GetAccessGrantsInstanceForPrefixOutput,
    GetAccessGrantsInstanceResourcePolicyInput, GetAccessGrantsInstanceResourcePolicyOutput,
    GetDataAccessInput, GetDataAccessOutput, ListCallerAccessGrantsInput,
    ListCallerAccessGrantsOutput, PutAccessGrantsInstanceResourcePolicyInput,
    PutAccessGrantsInstanceResourcePolicyOutput,
};
use crate::errors;
use crate::grants::{self, DEFAULT, EVERYTHING, PRINCIPAL};
use crate::job::text;
use crate::limits::{ACCESS_SECONDS, ACCESS_SECONDS_MAX, ACCESS_SECONDS_MIN, GRANTS_PAGE};
use crate::state_grants::{GrantRow, INSTANCES, LOCATIONS};

const READ: [&str; 4] =
    ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectAcl", "s3:GetObjectVersionAcl"];
const WRITE: [&str; 6] = [
    "s3:PutObject",
    "s3:PutObjectAcl",
    "s3:PutObjectVersionAcl",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:AbortMultipartUpload",
];

/// The ARNs by which grants may name the caller: a user, or the role of a session.
fn caller(ctx: &Ctx) -> Result<String, ApiError> {
    let Principal::Identity(identity) = ctx.principal() else {
        return Err(errors::no_data_access());
    };
    let Some(arn) = Arn::parse(&identity.arn) else { return Err(ApiError::internal()) };
    if arn.service == "iam" {
        return Ok(identity.arn.clone());
    }
    // A session tells the role's name and not its path, which the grant has.
    let name = arn.resource.strip_prefix("assumed-role/").and_then(|it| it.split('/').next());
    let name = name.ok_or_else(errors::no_data_access)?;
    let key = credentials::find(ctx.tx(), &identity.access_key_id)?;
    let issuer = key.and_then(|key| key.session).map(|session| session.issuer_arn);
    Ok(issuer
        .filter(|it| !it.is_empty())
        .unwrap_or_else(|| format!("arn:{}:iam::{}:role/{name}", arn.partition, arn.account)))
}

/// Whether a grant reaches the whole of a path.
fn reaches(grant: &GrantRow, target: &str, is_object: bool) -> bool {
    match grant.scope.strip_suffix('*') {
        Some(start) if !grant.is_object => {
            target.trim_end_matches('*').starts_with(start)
                // A bucket's own path is as good as that of all that is in it.
                || format!("{}/", target.trim_end_matches(['*', '/'])) == start
        }
        _ => is_object && grant.scope == target,
    }
}

fn permits(grant: &str, asked: &str) -> bool {
    grant == asked || grant == "READWRITE"
}

pub fn get_data_access(
    ctx: &mut Ctx,
    input: GetDataAccessInput<'_>,
) -> Result<GetDataAccessOutput, ApiError> {
    let asked = input.0;
    grants::instance(ctx)?;
    if asked.str("InstanceScope") == Some("ALL") {
        return Err(errors::not_implemented("InstanceScope ALL"));
    }
    let (target, permission) = (text(asked, "Target"), text(asked, "Permission"));
    let is_object = asked.str("TargetType") == Some("Object");
    let seconds = asked.int("DurationSeconds").unwrap_or(ACCESS_SECONDS);
    if !(ACCESS_SECONDS_MIN..=ACCESS_SECONDS_MAX).contains(&seconds) {
        return Err(errors::invalid_grants("The duration is from 900 to 43200 seconds."));
    }
    let who = caller(ctx)?;
    let found = grants::of_grantee(ctx, &who)?.into_iter().map(|(_, grant)| grant);
    let fitting = found.filter(|grant| {
        permits(&grant.permission, permission) && reaches(grant, target, is_object)
    });
    // The closest to what is asked for.
    let grant = fitting.max_by_key(|grant| (grant.scope.len(), grant.permission == permission));
    let grant = grant.ok_or_else(errors::no_data_access)?;
    let is_minimal = match asked.str("Privilege") {
        None | Some("Default") => false,
        Some("Minimal") => true,
        Some(_) => return Err(errors::invalid_grants("Unknown privilege.")),
    };
    let scope = match (is_minimal, is_object) {
        (false, _) => grant.scope.clone(),
        (true, true) => target.to_owned(),
        (true, false) => format!("{}*", target.trim_end_matches('*')),
    };
    let credentials = vend(ctx, &grant, &scope, (permission, seconds, &who))?;
    Ok(GetDataAccessOutput(
        Struct::new()
            .with("Credentials", credentials)
            .with("MatchedGrantTarget", scope)
            .with("Grantee", grants::shown_grantee(&grant.grantee))
            .with("MatchedInstanceArn", grants::instance_arn(ctx)),
    ))
}

/// Credentials of the location's role for the scope.
fn vend(
    ctx: &mut Ctx,
    grant: &GrantRow,
    scope: &str,
    (permission, seconds, who): (&str, i64, &str),
) -> Result<Struct, ApiError> {
    let location = ctx.table(&LOCATIONS).get(&grant.location)?.ok_or_else(ApiError::internal)?;
    let role = Arn::parse(&location.role).ok_or_else(ApiError::internal)?;
    let source = Source { arn: grants::instance_arn(ctx), account: ctx.account() };
    ctx.authorize_take_on(&role, PRINCIPAL, Some(&source))?;
    let account = role.account_id().ok_or_else(ApiError::internal)?;
    let name = role.resource.rsplit('/').next().unwrap_or_default();
    let session = format!("access-grants-{}", ctx.chance().uuid());
    let scope_of_role = directory::scope_of(account.as_str()).ok_or_else(ApiError::internal)?;
    let made = ROLES.at(ctx.tx(), &scope_of_role).get(&directory::key(name))?;
    let created = ctx.now();
    let expires = created + Duration::from_secs(seconds.unsigned_abs());
    // A generator of its own, since the context's cannot be held beside its transaction.
    let mut chance = world::Chance::derive(ctx.chance().u64(), 0, 0);
    let new = NewSession {
        account,
        kind: KeyKind::RoleSession,
        arn: format!("arn:{}:sts::{account}:assumed-role/{name}/{session}", role.partition),
        unique_id: made.as_ref().map_or_else(String::new, |it| format!("{}:{session}", it.id)),
        created,
        expires,
        token_len_min: 0,
        session: Session {
            issuer_arn: location.role.clone(),
            policy: Some(policy(ctx.region().partition(), scope, permission).to_string()),
            source_identity: Some(source_identity(who)),
            is_unmade: made.is_none(),
            ..Session::default()
        },
    };
    let issued = credentials::issue(ctx.tx_mut(), &mut chance, new)?;
    let sweep = Ask::to("sts", "SweepSession")
        .with("AccessKeyId", issued.access_key_id.as_str())
        .as_service("sts.amazonaws.com")
        .in_account(account);
    ctx.enqueue(Job::now(sweep).at(expires));
    Ok(Struct::new()
        .with("AccessKeyId", issued.access_key_id.as_str())
        .with("SecretAccessKey", issued.secret_access_key.as_str())
        .with("SessionToken", issued.session_token.as_str())
        .with("Expiration", issued.expires))
}

/// The grantee's name, as roles and CloudTrail see it.
fn source_identity(who: &str) -> String {
    who.rsplit('/').next().unwrap_or_default().chars().take(64).collect()
}

/// What a session may do that has a scope: no more than the role, and no more than this.
fn policy(partition: &str, scope: &str, permission: &str) -> Json {
    let path = scope.strip_prefix(EVERYTHING).unwrap_or(scope);
    let (bucket, keys) = path.split_once('/').unwrap_or((path.trim_end_matches('*'), "*"));
    let has_read = permission != "WRITE";
    let actions: Vec<&str> = match permission {
        "READ" => READ.to_vec(),
        "WRITE" => WRITE.to_vec(),
        _ => READ.into_iter().chain(WRITE).collect(),
    };
    let arn = format!("arn:{partition}:s3:::{bucket}");
    let mut statements = vec![json!({
        "Effect": "Allow",
        "Action": actions,
        "Resource": format!("{arn}/{keys}"),
    })];
    if has_read {
        statements.push(json!({
            "Effect": "Allow",
            "Action": "s3:ListBucket",
            "Resource": arn,
            "Condition": {"StringLike": {"s3:prefix": keys}},
        }));
    }
    json!({"Version": "2012-10-17", "Statement": statements})
}

pub fn list_caller_access_grants(
    ctx: &mut Ctx,
    input: ListCallerAccessGrantsInput<'_>,
) -> Result<ListCallerAccessGrantsOutput, ApiError> {
    const OPERATION: &str = "ListCallerAccessGrants";
    grants::instance(ctx)?;
    let asked = input.0;
    if asked.str("InstanceScope") == Some("ALL") {
        return Err(errors::not_implemented("InstanceScope ALL"));
    }
    let max = asked.int("MaxResults").unwrap_or(GRANTS_PAGE as i64);
    let max = usize::try_from(max).unwrap_or(0).clamp(1, GRANTS_PAGE);
    let after = match asked.str("NextToken") {
        None => String::new(),
        Some(token) => page::decode(OPERATION, token)
            .and_then(|it| String::from_utf8(it).ok())
            .ok_or_else(|| errors::invalid_grants("The NextToken is not valid."))?,
    };
    let part = asked.str("GrantScope").unwrap_or("").trim_end_matches('*').to_owned();
    let found = grants::of_grantee(ctx, &caller(ctx)?)?;
    let found =
        found.into_iter().filter(|(id, grant)| *id > after && grant.scope.starts_with(&part));
    let mut found: Vec<_> = found.take(max + 1).collect();
    let has_more = found.len() > max;
    found.truncate(max);
    let arn = grants::instance_arn(ctx);
    let shown = found.iter().map(|(_, grant)| {
        Struct::new()
            .with("Permission", grant.permission.as_str())
            .with("GrantScope", grant.scope.as_str())
            .with("AccessGrantsInstanceArn", arn.as_str())
    });
    let mut output = Struct::new().with("CallerAccessGrantsList", shown.collect::<Vec<_>>());
    if let Some((last, _)) = found.last().filter(|_| has_more) {
        output.set("NextToken", page::encode(OPERATION, last.as_bytes()));
    }
    Ok(ListCallerAccessGrantsOutput(output))
}

/// The instance of the account, when one of its locations has the prefix.
pub fn get_access_grants_instance_for_prefix(
    ctx: &mut Ctx,
    input: GetAccessGrantsInstanceForPrefixInput<'_>,
) -> Result<GetAccessGrantsInstanceForPrefixOutput, ApiError> {
    grants::instance(ctx)?;
    let prefix = text(input.0, "S3Prefix");
    let rows = ctx.table(&LOCATIONS).scan(&store::Range::all());
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    if !rows.iter().any(|(_, row)| prefix.starts_with(&row.scope)) {
        return Err(errors::no_instance());
    }
    let output = Struct::new()
        .with("AccessGrantsInstanceArn", grants::instance_arn(ctx))
        .with("AccessGrantsInstanceId", DEFAULT);
    Ok(GetAccessGrantsInstanceForPrefixOutput(output))
}

// The instance's policy.

pub fn put_access_grants_instance_resource_policy(
    ctx: &mut Ctx,
    input: PutAccessGrantsInstanceResourcePolicyInput<'_>,
) -> Result<PutAccessGrantsInstanceResourcePolicyOutput, ApiError> {
    let mut row = grants::instance(ctx)?;
    if input.0.get("Organization").is_some() {
        return Err(errors::not_implemented("Organization"));
    }
    let policy = text(input.0, "Policy");
    if policy::Policy::parse(policy, policy::Kind::Resource).is_err() {
        return Err(errors::invalid_grants("The policy is not valid."));
    }
    let now = ctx.now().micros();
    row.policy = Some((ctx.bind_policy(policy)?, now));
    ctx.table_mut(&INSTANCES).put(&(), &row);
    let output =
        Struct::new().with("Policy", policy).with("CreatedAt", Timestamp::from_micros(now));
    Ok(PutAccessGrantsInstanceResourcePolicyOutput(output))
}

pub fn get_access_grants_instance_resource_policy(
    ctx: &mut Ctx,
    _: GetAccessGrantsInstanceResourcePolicyInput<'_>,
) -> Result<GetAccessGrantsInstanceResourcePolicyOutput, ApiError> {
    let row = grants::instance(ctx)?;
    let (policy, since) = row.policy.ok_or_else(errors::no_instance_policy)?;
    let output = Struct::new()
        .with("Policy", ctx.show_policy(&policy)?)
        .with("CreatedAt", Timestamp::from_micros(since));
    Ok(GetAccessGrantsInstanceResourcePolicyOutput(output))
}

pub fn delete_access_grants_instance_resource_policy(
    ctx: &mut Ctx,
    _: DeleteAccessGrantsInstanceResourcePolicyInput<'_>,
) -> Result<DeleteAccessGrantsInstanceResourcePolicyOutput, ApiError> {
    let mut row = grants::instance(ctx)?;
    row.policy = None;
    ctx.table_mut(&INSTANCES).put(&(), &row);
    Ok(DeleteAccessGrantsInstanceResourcePolicyOutput(Struct::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(scope: &str, is_object: bool) -> GrantRow {
        GrantRow {
            created_us: 0,
            location: String::new(),
            sub_prefix: None,
            grantee: String::new(),
            permission: "READ".to_owned(),
            scope: scope.to_owned(),
            is_object,
            tags: Vec::new(),
        }
    }

    #[test]
    fn grants_reach_what_is_below_them() {
        let bucket = grant("s3://bucket/*", false);
        assert!(reaches(&bucket, "s3://bucket/*", false));
        assert!(reaches(&bucket, "s3://bucket", false));
        assert!(reaches(&bucket, "s3://bucket/a/k", true));
        assert!(!reaches(&bucket, "s3://bucket-other/k", true));
        let prefix = grant("s3://bucket/a*", false);
        assert!(reaches(&prefix, "s3://bucket/ab/*", false));
        assert!(!reaches(&prefix, "s3://bucket/*", false));
        let object = grant("s3://bucket/k", true);
        assert!(reaches(&object, "s3://bucket/k", true));
        assert!(!reaches(&object, "s3://bucket/k*", false));
    }

    #[test]
    fn sessions_are_narrowed_to_their_scope() {
        let policy = policy("aws", "s3://bucket/a/*", "READ");
        assert_eq!(policy["Statement"][0]["Resource"], "arn:aws:s3:::bucket/a/*");
        assert_eq!(policy["Statement"][1]["Condition"]["StringLike"]["s3:prefix"], "a/*");
        let policy = super::policy("aws", "s3://bucket/k", "WRITE");
        assert_eq!(policy["Statement"].as_array().unwrap().len(), 1);
    }
}
