//! `AssumeRoleWithWebIdentity`: a role for who shows a token of an OpenID Connect provider that the
//! role's account knows. The provider's keys are fetched from where its own configuration says.
//!
//! Named providers (Login with Amazon, Facebook), which vouch by opaque tokens of OAuth 2.0, and
//! Google without a provider of its own in IAM are nobody's here. AWS also takes ES512, which is
//! not verified here, for want of P-521.

use std::collections::BTreeMap;

use auth::credentials::{KeyKind, Session};
use auth::directory::{self, OIDC_PROVIDERS, OidcProviderRow};
use jwt::Token;
use kernel::service::WorkEnv;
use kernel::{ApiError, Ctx, OpResult, Struct};
use outbound::http::{Options, Request, send};
use serde_json::Value as Json;

use crate::api::{
    AssumeRoleWithWebIdentityInput, AssumeRoleWithWebIdentityOutput, AssumedRoleUserBuilder,
};
use crate::errors;
use crate::federation::{self, Keys};
use crate::issue::{Wish, issue};
use crate::limits::ROLE_SECONDS_DEFAULT;
use crate::role::Role;
use crate::session_policy::{SessionPolicies, packed_size};

const OPERATION: &str = "AssumeRoleWithWebIdentity";
const ISSUER: &str = "Issuer";
const KEYS: &str = "Keys";
/// Where tokens carry session tags ("Pass session tags in AWS STS").
const TAGS_CLAIM: &str = "https://aws.amazon.com/tags";
const SOURCE_IDENTITY_CLAIM: &str = "https://aws.amazon.com/source_identity";

/// Everything that can be judged without the provider's keys.
pub fn begin(ctx: &mut Ctx, input: AssumeRoleWithWebIdentityInput<'_>) -> OpResult {
    let role = Role::parse(ctx, None, input.role_arn())?;
    SessionPolicies::check(role.account, input.policy(), input.policy_arns())?;
    if let Some(provider) = input.provider_id() {
        return Err(errors::no_identity_provider(provider));
    }
    let token = Token::read(input.web_identity_token()).ok_or_else(errors::not_a_jwt)?;
    for name in ["iss", "sub", "aud", "exp"] {
        if !token.claims.contains_key(name) {
            return Err(errors::missing_claim(name));
        }
    }
    let expires = token.seconds("exp").ok_or_else(errors::not_a_jwt)?;
    let now = ctx.now().secs();
    if expires <= now {
        return Err(errors::identity_token_expired(now, expires));
    }
    let provider = provider(ctx, &role, &token)?;
    let scheme = if provider.is_plain { "http" } else { "https" };
    let mut plan = Struct::new().with(ISSUER, format!("{scheme}://{}", provider.url));
    if let Some(bundle) = ctx.setting(outbound::CA_BUNDLE) {
        plan = plan.with("Bundle", bundle);
    }
    Ok(plan)
}

/// The account's provider of a token's issuer, for whose audience the token is.
fn provider(ctx: &Ctx, role: &Role, token: &Token<'_>) -> Result<OidcProviderRow, ApiError> {
    let issuer = token.text("iss").ok_or_else(errors::not_a_jwt)?;
    let url = issuer.split_once("://").map_or(issuer, |(_, rest)| rest).trim_end_matches('/');
    // "Getting started with outbound identity federation": such tokens "cannot be used for OpenID
    // Connect (OIDC) federation into AWS".
    if url.contains(auth::issuer::PATH) {
        return Err(errors::no_identity_provider(issuer));
    }
    let scope = directory::scope_of(role.account.as_str()).ok_or_else(ApiError::internal)?;
    let row = OIDC_PROVIDERS.at(ctx.tx(), &scope).get(url)?;
    let row = row.ok_or_else(|| errors::no_identity_provider(issuer))?;
    let audiences = token.audiences();
    if row.client_ids.iter().any(|id| audiences.contains(&id.as_str())) {
        Ok(row)
    } else {
        Err(errors::wrong_audience())
    }
}

pub fn fetch_keys(_: &WorkEnv, plan: Struct) -> OpResult {
    let issuer = plan.str(ISSUER).unwrap_or_default();
    let bundle = plan.str("Bundle");
    let configuration = fetch(&format!("{issuer}/.well-known/openid-configuration"), bundle)?;
    let url = configuration["jwks_uri"].as_str().ok_or_else(errors::idp_communication)?;
    let keys = fetch(url, bundle)?;
    Ok(Struct::new().with(KEYS, keys.to_string()))
}

fn fetch(url: &str, bundle: Option<&str>) -> Result<Json, ApiError> {
    let request = Request { method: "GET".into(), url: url.into(), ..Request::default() };
    let options = Options { ca_bundle: bundle, redirects_max: 3, ..Options::default() };
    let answer = send(&request, &options).map_err(|error| {
        tracing::info!(%error, url, "cannot reach an identity provider");
        errors::idp_communication()
    })?;
    if !answer.is_success() || answer.is_cut {
        return Err(errors::idp_communication());
    }
    serde_json::from_slice(&answer.body).map_err(|_| errors::idp_communication())
}

pub fn complete(
    ctx: &mut Ctx,
    input: AssumeRoleWithWebIdentityInput<'_>,
    fetched: Struct,
) -> Result<AssumeRoleWithWebIdentityOutput, ApiError> {
    let token = Token::read(input.web_identity_token()).ok_or_else(errors::not_a_jwt)?;
    let keys: Json = serde_json::from_str(fetched.str(KEYS).unwrap_or_default())
        .map_err(|_| errors::idp_communication())?;
    if !token.has_key_in(&keys) {
        return Err(errors::bad_token_signature());
    }
    if !token.is_signed_by_any(&keys) {
        return Err(errors::wrong_token_signature());
    }
    let role = Role::parse(ctx, None, input.role_arn())?;
    let row = provider(ctx, &role, &token)?;
    let partition = ctx.region().partition();
    let account = role.account;
    let provider_arn = directory::arn(partition, account.as_str(), "oidc-provider", "/", &row.url);
    let made = role.find(ctx)?.ok_or_else(|| errors::not_trusted(OPERATION))?;
    let told = Told::of(&token, &row);
    let keys = told.keys(input.role_session_name());
    federation::trust(&role, &made, &provider_arn, OPERATION, &keys)?;
    let seconds = input.duration_seconds().unwrap_or(ROLE_SECONDS_DEFAULT);
    if seconds > made.session_s_max {
        return Err(errors::role_maximum());
    }
    let policies = SessionPolicies::check(account, input.policy(), input.policy_arns())?;
    let packed = packed_size(&policies, &told.tags)?;
    let session_name = input.role_session_name();
    let (arn, id) = (role.session_arn(session_name), format!("{}:{session_name}", made.id));
    let issued = issue(
        ctx,
        Wish {
            account,
            kind: KeyKind::RoleSession,
            arn: arn.clone(),
            unique_id: id.clone(),
            seconds,
            token_chars_min: input.minimum_session_token_size(),
            session: Session {
                issuer_arn: role.arn,
                policy: policies.inline,
                policy_arns: policies.arns,
                tags: told.tags,
                transitive_tag_keys: told.transitive_tag_keys,
                source_identity: told.source_identity.clone(),
                provider: Some(provider_arn.clone()),
                keys: told.claims,
                ..Session::default()
            },
        },
    )?;
    Ok(AssumeRoleWithWebIdentityOutput::new()
        .credentials(issued.credentials())
        .subject_from_web_identity_token(token.text("sub"))
        .assumed_role_user(AssumedRoleUserBuilder::new().assumed_role_id(id).arn(arn))
        .packed_policy_size(packed)
        .provider(provider_arn)
        .audience(token.audiences().first().copied())
        .source_identity(told.source_identity)
        .session_token_size(issued.token_size())
        .session_token_utilization(issued.token_utilization()))
}

/// What a token says of its holder.
struct Told {
    /// Condition keys such as `example.com:sub`, in lower case.
    claims: BTreeMap<String, String>,
    tags: BTreeMap<String, String>,
    transitive_tag_keys: Vec<String>,
    source_identity: Option<String>,
}

impl Told {
    fn of(token: &Token<'_>, provider: &OidcProviderRow) -> Told {
        let url = provider.url.to_lowercase();
        let mut claims = BTreeMap::new();
        for name in ["sub", "oaud", "email"] {
            if let Some(value) = token.text(name) {
                claims.insert(format!("{url}:{name}"), value.to_owned());
            }
        }
        let audience = token.audiences().first().map(|it| (*it).to_owned());
        claims.extend(audience.map(|audience| (format!("{url}:aud"), audience)));
        let given = &token.claims.get(TAGS_CLAIM).cloned().unwrap_or_default();
        let tags = given["principal_tags"].as_object().into_iter().flatten();
        let tags = tags.filter_map(|(key, value)| {
            let value = value.as_str().or_else(|| value[0].as_str())?;
            Some((key.clone(), value.to_owned()))
        });
        let keys = given["transitive_tag_keys"].as_array().into_iter().flatten();
        Told {
            claims,
            tags: tags.collect(),
            transitive_tag_keys: keys.filter_map(|key| Some(key.as_str()?.to_owned())).collect(),
            source_identity: token.text(SOURCE_IDENTITY_CLAIM).map(str::to_owned),
        }
    }

    fn keys(&self, session_name: &str) -> Keys {
        let claims = self.claims.iter().map(|(key, value)| (key.clone(), vec![value.clone()]));
        let mut keys: Keys = claims.collect();
        keys.insert("sts:rolesessionname".into(), vec![session_name.to_owned()]);
        let identity = self.source_identity.as_deref();
        federation::add_session_keys(&mut keys, &self.tags, &self.transitive_tag_keys, identity);
        keys
    }
}
