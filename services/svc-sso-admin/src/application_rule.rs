//! What an application may get tokens for, how, and who may ask for them: access scopes, grants,
//! authentication methods. CreateTokenWithIAM (`sso-oidc`) keeps to them.
//!
//! Source: [A] PutApplicationAccessScope, PutApplicationGrant, PutApplicationAuthenticationMethod;
//! User Guide, "Resource-based policy example for IAM Identity Center".

use kernel::{ApiError, Ctx};
use policy::{Kind, Policy};

use crate::api::{
    AuthenticationMethodBuilder, AuthenticationMethodItemBuilder, AuthorizationCodeGrantBuilder,
    AuthorizedTokenIssuerBuilder, DeleteApplicationAccessScopeInput,
    DeleteApplicationAccessScopeOutput, DeleteApplicationAuthenticationMethodInput,
    DeleteApplicationAuthenticationMethodOutput, DeleteApplicationGrantInput,
    DeleteApplicationGrantOutput, GetApplicationAccessScopeInput, GetApplicationAccessScopeOutput,
    GetApplicationAuthenticationMethodInput, GetApplicationAuthenticationMethodOutput,
    GetApplicationGrantInput, GetApplicationGrantOutput, Grant, GrantBuilder, GrantItemBuilder,
    IamAuthenticationMethodBuilder, JwtBearerGrantBuilder, ListApplicationAccessScopesInput,
    ListApplicationAccessScopesOutput, ListApplicationAuthenticationMethodsInput,
    ListApplicationAuthenticationMethodsOutput, ListApplicationGrantsInput,
    ListApplicationGrantsOutput, PutApplicationAccessScopeInput, PutApplicationAccessScopeOutput,
    PutApplicationAuthenticationMethodInput, PutApplicationAuthenticationMethodOutput,
    PutApplicationGrantInput, PutApplicationGrantOutput, RefreshTokenGrantBuilder,
    ScopeDetailsBuilder, TokenExchangeGrantBuilder, authentication_method_type, grant_type,
};
use crate::application::Application;
use crate::document;
use crate::errors;
use crate::limits::{ACTOR_POLICY_BYTES_MAX, SCOPES_MAX, SCOPES_PAGE};
use crate::listing::Page;
use crate::state::{AudienceRow, GrantRow};
use crate::token_issuer::TokenIssuer;

pub fn put_scope(
    ctx: &mut Ctx<'_>,
    input: PutApplicationAccessScopeInput<'_>,
) -> Result<PutApplicationAccessScopeOutput, ApiError> {
    let mut application = Application::open(ctx, input.application_arn())?;
    let targets: Vec<&str> = input.authorized_targets().into_iter().flatten().collect();
    for target in &targets {
        Application::open(ctx, target)?;
    }
    let targets = targets.into_iter().map(str::to_owned).collect();
    let scopes = &mut application.row.scopes;
    scopes.insert(input.scope().to_owned(), targets);
    if scopes.len() > SCOPES_MAX {
        return Err(errors::validation(format!(
            "An application has {SCOPES_MAX} access scopes at most."
        )));
    }
    application.put(ctx);
    Ok(PutApplicationAccessScopeOutput::new())
}

fn no_scope(scope: &str) -> ApiError {
    errors::not_found(format!("Access scope {scope}"))
}

/// A list that is empty is none.
fn shown_targets(targets: &[String]) -> Option<Vec<String>> {
    (!targets.is_empty()).then(|| targets.to_vec())
}

pub fn get_scope(
    ctx: &mut Ctx<'_>,
    input: GetApplicationAccessScopeInput<'_>,
) -> Result<GetApplicationAccessScopeOutput, ApiError> {
    let application = Application::open(ctx, input.application_arn())?;
    let scope = input.scope();
    let targets = application.row.scopes.get(scope).ok_or_else(|| no_scope(scope))?;
    Ok(GetApplicationAccessScopeOutput::new()
        .scope(scope)
        .authorized_targets(shown_targets(targets)))
}

pub fn delete_scope(
    ctx: &mut Ctx<'_>,
    input: DeleteApplicationAccessScopeInput<'_>,
) -> Result<DeleteApplicationAccessScopeOutput, ApiError> {
    let mut application = Application::open(ctx, input.application_arn())?;
    let scope = input.scope();
    application.row.scopes.remove(scope).ok_or_else(|| no_scope(scope))?;
    application.put(ctx);
    Ok(DeleteApplicationAccessScopeOutput::new())
}

pub fn list_scopes(
    ctx: &mut Ctx<'_>,
    input: ListApplicationAccessScopesInput<'_>,
) -> Result<ListApplicationAccessScopesOutput, ApiError> {
    let max = input.max_results().unwrap_or(SCOPES_PAGE);
    let page = Page::read("ListApplicationAccessScopes", input.next_token(), Some(max))?;
    let application = Application::open(ctx, input.application_arn())?;
    let scopes = application.row.scopes.iter().map(|(scope, targets)| {
        let shown = ScopeDetailsBuilder::new();
        (scope.clone(), shown.scope(scope).authorized_targets(shown_targets(targets)))
    });
    let (items, token) = page.cut(scopes.collect());
    Ok(ListApplicationAccessScopesOutput::new().scopes(items).next_token(token))
}

pub fn put_authentication(
    ctx: &mut Ctx<'_>,
    input: PutApplicationAuthenticationMethodInput<'_>,
) -> Result<PutApplicationAuthenticationMethodOutput, ApiError> {
    let mut application = Application::open(ctx, input.application_arn())?;
    let iam = input.authentication_method().iam();
    let iam = iam.ok_or_else(|| errors::validation("The authentication method is IAM."))?;
    let policy = document::to_json(iam.actor_policy());
    let text = policy.map(|policy| policy.to_string()).unwrap_or_default();
    if text.len() > ACTOR_POLICY_BYTES_MAX {
        return Err(errors::validation(format!(
            "An ActorPolicy has {ACTOR_POLICY_BYTES_MAX} bytes at most."
        )));
    }
    Policy::parse(&text, Kind::Resource).map_err(|error| errors::validation(error.to_string()))?;
    if let Some(absent) = ctx.unknown_principal(&text)? {
        return Err(errors::validation(format!(
            "The policy names a principal that is not there: {absent}."
        )));
    }
    application.row.actor_policy = Some(ctx.bind_policy(&text)?);
    application.put(ctx);
    Ok(PutApplicationAuthenticationMethodOutput::new())
}

fn authentication(
    ctx: &Ctx<'_>,
    application: &Application,
) -> Result<Option<AuthenticationMethodBuilder>, ApiError> {
    let Some(policy) = &application.row.actor_policy else { return Ok(None) };
    let shown = ctx.show_policy(policy)?;
    let shown = serde_json::from_str(&shown).map_err(|_| ApiError::internal())?;
    let iam = IamAuthenticationMethodBuilder::new().actor_policy(document::from_json(&shown));
    Ok(Some(AuthenticationMethodBuilder::new().iam(iam)))
}

fn no_method() -> ApiError {
    errors::not_found("Authentication method IAM")
}

pub fn get_authentication(
    ctx: &mut Ctx<'_>,
    input: GetApplicationAuthenticationMethodInput<'_>,
) -> Result<GetApplicationAuthenticationMethodOutput, ApiError> {
    let application = Application::open(ctx, input.application_arn())?;
    let method = authentication(ctx, &application)?.ok_or_else(no_method)?;
    Ok(GetApplicationAuthenticationMethodOutput::new().authentication_method(method))
}

pub fn delete_authentication(
    ctx: &mut Ctx<'_>,
    input: DeleteApplicationAuthenticationMethodInput<'_>,
) -> Result<DeleteApplicationAuthenticationMethodOutput, ApiError> {
    let mut application = Application::open(ctx, input.application_arn())?;
    application.row.actor_policy.take().ok_or_else(no_method)?;
    application.put(ctx);
    Ok(DeleteApplicationAuthenticationMethodOutput::new())
}

pub fn list_authentications(
    ctx: &mut Ctx<'_>,
    input: ListApplicationAuthenticationMethodsInput<'_>,
) -> Result<ListApplicationAuthenticationMethodsOutput, ApiError> {
    let page = Page::read("ListApplicationAuthenticationMethods", input.next_token(), None)?;
    let application = Application::open(ctx, input.application_arn())?;
    let found = authentication(ctx, &application)?.map(|method| {
        let item = AuthenticationMethodItemBuilder::new()
            .authentication_method_type(authentication_method_type::IAM)
            .authentication_method(method);
        (authentication_method_type::IAM.to_owned(), item)
    });
    let (items, token) = page.cut(found.into_iter().collect());
    Ok(ListApplicationAuthenticationMethodsOutput::new()
        .authentication_methods(items)
        .next_token(token))
}

pub fn put_grant(
    ctx: &mut Ctx<'_>,
    input: PutApplicationGrantInput<'_>,
) -> Result<PutApplicationGrantOutput, ApiError> {
    let mut application = Application::open(ctx, input.application_arn())?;
    let kind = input.grant_type();
    let row = read_grant(ctx, kind, input.grant())?;
    application.row.grants.insert(kind.to_owned(), row);
    application.put(ctx);
    Ok(PutApplicationGrantOutput::new())
}

/// The union has the member of its grant type.
fn read_grant(ctx: &Ctx<'_>, kind: &str, grant: Grant<'_>) -> Result<GrantRow, ApiError> {
    let wrong = || errors::validation(format!("The Grant is none of the type {kind}."));
    let mut row = GrantRow { redirects: Vec::new(), issuers: Vec::new() };
    match kind {
        grant_type::AUTHORIZATION_CODE => {
            let grant = grant.authorization_code().ok_or_else(wrong)?;
            row.redirects =
                grant.redirect_uris().into_iter().flatten().map(str::to_owned).collect();
            if row.redirects.is_empty() || !row.redirects.iter().all(|uri| is_redirect(uri)) {
                return Err(errors::validation(
                    "RedirectUris of HTTP or HTTPS are required for authorization_code.",
                ));
            }
        }
        grant_type::REFRESH_TOKEN => {
            grant.refresh_token().ok_or_else(wrong)?;
        }
        grant_type::URN_IETF_PARAMS_OAUTH_GRANT_TYPE_JWT_BEARER => {
            let grant = grant.jwt_bearer().ok_or_else(wrong)?;
            for issuer in grant.authorized_token_issuers().into_iter().flatten() {
                let arn = issuer.trusted_token_issuer_arn().unwrap_or_default();
                TokenIssuer::open(ctx, arn)?;
                let audiences = issuer.authorized_audiences().into_iter().flatten();
                let audiences: Vec<String> = audiences.map(str::to_owned).collect();
                if audiences.is_empty() {
                    return Err(errors::validation("AuthorizedAudiences are required."));
                }
                row.issuers.push(AudienceRow { issuer: arn.to_owned(), audiences });
            }
            if row.issuers.is_empty() {
                return Err(errors::validation("AuthorizedTokenIssuers are required."));
            }
        }
        _ => {
            grant.token_exchange().ok_or_else(wrong)?;
        }
    }
    Ok(row)
}

fn is_redirect(uri: &str) -> bool {
    let is_http = uri.starts_with("https://") || uri.starts_with("http://");
    is_http && !uri.contains(['"', '<', '>', '\\', '#', ' ', '\r', '\n'])
}

fn show_grant(kind: &str, row: &GrantRow) -> GrantBuilder {
    match kind {
        grant_type::AUTHORIZATION_CODE => GrantBuilder::new().authorization_code(
            AuthorizationCodeGrantBuilder::new().redirect_uris(row.redirects.clone()),
        ),
        grant_type::REFRESH_TOKEN => {
            GrantBuilder::new().refresh_token(RefreshTokenGrantBuilder::new())
        }
        grant_type::URN_IETF_PARAMS_OAUTH_GRANT_TYPE_JWT_BEARER => {
            let issuers = row.issuers.iter().map(|it| {
                AuthorizedTokenIssuerBuilder::new()
                    .trusted_token_issuer_arn(&it.issuer)
                    .authorized_audiences(it.audiences.clone())
            });
            let issuers: Vec<_> = issuers.collect();
            let grant = JwtBearerGrantBuilder::new().authorized_token_issuers(issuers);
            GrantBuilder::new().jwt_bearer(grant)
        }
        _ => GrantBuilder::new().token_exchange(TokenExchangeGrantBuilder::new()),
    }
}

fn no_grant(kind: &str) -> ApiError {
    errors::not_found(format!("Grant {kind}"))
}

pub fn get_grant(
    ctx: &mut Ctx<'_>,
    input: GetApplicationGrantInput<'_>,
) -> Result<GetApplicationGrantOutput, ApiError> {
    let application = Application::open(ctx, input.application_arn())?;
    let kind = input.grant_type();
    let row = application.row.grants.get(kind).ok_or_else(|| no_grant(kind))?;
    Ok(GetApplicationGrantOutput::new().grant(show_grant(kind, row)))
}

pub fn delete_grant(
    ctx: &mut Ctx<'_>,
    input: DeleteApplicationGrantInput<'_>,
) -> Result<DeleteApplicationGrantOutput, ApiError> {
    let mut application = Application::open(ctx, input.application_arn())?;
    let kind = input.grant_type();
    application.row.grants.remove(kind).ok_or_else(|| no_grant(kind))?;
    application.put(ctx);
    Ok(DeleteApplicationGrantOutput::new())
}

pub fn list_grants(
    ctx: &mut Ctx<'_>,
    input: ListApplicationGrantsInput<'_>,
) -> Result<ListApplicationGrantsOutput, ApiError> {
    let page = Page::read("ListApplicationGrants", input.next_token(), None)?;
    let application = Application::open(ctx, input.application_arn())?;
    let grants = application.row.grants.iter().map(|(kind, row)| {
        let item = GrantItemBuilder::new().grant_type(kind).grant(show_grant(kind, row));
        (kind.clone(), item)
    });
    let (items, token) = page.cut(grants.collect());
    Ok(ListApplicationGrantsOutput::new().grants(items).next_token(token))
}
