//! Trusted token issuers: authorization servers outside, whose tokens applications exchange for
//! those of Identity Center.
//!
//! Source: [A] CreateTrustedTokenIssuer; User Guide, "Trusted token issuer configuration settings".
//! The issuer's address is not asked for anything before a token comes ("IAM Identity Center
//! doesn't validate this URL").

use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::{
    CreateTrustedTokenIssuerInput, CreateTrustedTokenIssuerOutput, DeleteTrustedTokenIssuerInput,
    DeleteTrustedTokenIssuerOutput, DescribeTrustedTokenIssuerInput,
    DescribeTrustedTokenIssuerOutput, ListTrustedTokenIssuersInput, ListTrustedTokenIssuersOutput,
    OidcJwtConfigurationBuilder, OidcJwtUpdateConfiguration,
    TrustedTokenIssuerConfigurationBuilder, TrustedTokenIssuerMetadataBuilder,
    TrustedTokenIssuerUpdateConfiguration, UpdateTrustedTokenIssuerInput,
    UpdateTrustedTokenIssuerOutput, jwks_retrieval_option, trusted_token_issuer_type,
};
use crate::application::parts;
use crate::errors;
use crate::idempotency;
use crate::instance::Instance;
use crate::limits::TOKEN_ISSUERS_MAX;
use crate::listing::Page;
use crate::state::{TOKEN_ISSUERS, TokenIssuerRow};
use crate::tag;

/// Attributes of users by which one user is found.
const PATHS: [&str; 2] = ["userName", "emails.value"];

#[derive(Clone, Debug)]
pub struct TokenIssuer {
    pub instance: Instance,
    pub id: String,
    pub row: TokenIssuerRow,
}

impl TokenIssuer {
    pub fn open(ctx: &Ctx<'_>, arn: &str) -> Result<TokenIssuer, ApiError> {
        let place = parts(arn, "trustedTokenIssuer").ok_or_else(|| errors::not_found(arn))?;
        let instance = Instance::open(ctx, &place.0)?;
        let row = ctx.table(&TOKEN_ISSUERS).get(&place)?;
        let row = row.ok_or_else(|| errors::not_found(format!("TrustedTokenIssuer {arn}")))?;
        Ok(TokenIssuer { instance, id: place.1, row })
    }

    pub fn put(&self, ctx: &mut Ctx<'_>) {
        let place = (self.instance.id.as_str(), self.id.as_str());
        ctx.table_mut(&TOKEN_ISSUERS).put(&place, &self.row);
    }
}

fn arn(ctx: &Ctx<'_>, instance: &Instance, id: &str) -> String {
    let partition = ctx.region().partition();
    let account = &instance.row.account;
    format!("arn:{partition}:sso::{account}:trustedTokenIssuer/{}/{id}", instance.id)
}

/// [`PATHS`] alone tell one user from another; external ids are issued by no provider here.
fn check_path(path: &str) -> Result<(), ApiError> {
    if PATHS.iter().any(|known| known.eq_ignore_ascii_case(path)) {
        return Ok(());
    }
    Err(errors::validation(format!(
        "IdentityStoreAttributePath {path} is none by which users are found: use userName or \
         emails.value."
    )))
}

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateTrustedTokenIssuerInput<'_>,
) -> Result<CreateTrustedTokenIssuerOutput, ApiError> {
    let instance = Instance::open(ctx, input.instance_arn())?;
    let given = input.trusted_token_issuer_configuration().oidc_jwt_configuration();
    let given = given.ok_or_else(|| errors::validation("OidcJwtConfiguration is required."))?;
    check_path(given.identity_store_attribute_path())?;
    let asked = idempotency::Asked::of(&instance, input.client_token(), input.0);
    if let Some(id) = asked.known(ctx)? {
        let arn = arn(ctx, &instance, &id);
        return Ok(CreateTrustedTokenIssuerOutput::new().trusted_token_issuer_arn(arn));
    }
    let url = given.issuer_url().trim_end_matches('/').to_owned();
    let all = Range::within(&(instance.id.as_str(),));
    let rows = ctx.table(&TOKEN_ISSUERS).scan(&all).collect::<Result<Vec<_>, _>>()?;
    if rows.len() >= TOKEN_ISSUERS_MAX {
        return Err(errors::quota(format!(
            "An instance has {TOKEN_ISSUERS_MAX} trusted token issuers at most."
        )));
    }
    if rows.iter().any(|(_, row)| row.url == url) {
        return Err(errors::conflict(format!(
            "A trusted token issuer with the issuer URL {url} exists already."
        )));
    }
    let row = TokenIssuerRow {
        name: input.name().to_owned(),
        url,
        claim: given.claim_attribute_path().to_owned(),
        path: given.identity_store_attribute_path().to_owned(),
        tags: tag::read(input.tags())?,
        client_token: input.client_token().map(str::to_owned),
    };
    let id = format!("tti-{}", ctx.chance().uuid());
    asked.remember(ctx, &id);
    let issuer = TokenIssuer { instance, id, row };
    issuer.put(ctx);
    let arn = arn(ctx, &issuer.instance, &issuer.id);
    Ok(CreateTrustedTokenIssuerOutput::new().trusted_token_issuer_arn(arn))
}

pub fn describe(
    ctx: &mut Ctx<'_>,
    input: DescribeTrustedTokenIssuerInput<'_>,
) -> Result<DescribeTrustedTokenIssuerOutput, ApiError> {
    let issuer = TokenIssuer::open(ctx, input.trusted_token_issuer_arn())?;
    let shown = OidcJwtConfigurationBuilder::new()
        .issuer_url(&issuer.row.url)
        .claim_attribute_path(&issuer.row.claim)
        .identity_store_attribute_path(&issuer.row.path)
        .jwks_retrieval_option(jwks_retrieval_option::OPEN_ID_DISCOVERY);
    Ok(DescribeTrustedTokenIssuerOutput::new()
        .trusted_token_issuer_arn(arn(ctx, &issuer.instance, &issuer.id))
        .name(&issuer.row.name)
        .trusted_token_issuer_type(trusted_token_issuer_type::OIDC_JWT)
        .trusted_token_issuer_configuration(
            TrustedTokenIssuerConfigurationBuilder::new().oidc_jwt_configuration(shown),
        ))
}

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateTrustedTokenIssuerInput<'_>,
) -> Result<UpdateTrustedTokenIssuerOutput, ApiError> {
    let mut issuer = TokenIssuer::open(ctx, input.trusted_token_issuer_arn())?;
    if let Some(name) = input.name() {
        name.clone_into(&mut issuer.row.name);
    }
    let given = input.trusted_token_issuer_configuration();
    let given = given.and_then(TrustedTokenIssuerUpdateConfiguration::oidc_jwt_configuration);
    if let Some(claim) = given.and_then(OidcJwtUpdateConfiguration::claim_attribute_path) {
        claim.clone_into(&mut issuer.row.claim);
    }
    if let Some(path) = given.and_then(OidcJwtUpdateConfiguration::identity_store_attribute_path) {
        check_path(path)?;
        path.clone_into(&mut issuer.row.path);
    }
    issuer.put(ctx);
    Ok(UpdateTrustedTokenIssuerOutput::new())
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteTrustedTokenIssuerInput<'_>,
) -> Result<DeleteTrustedTokenIssuerOutput, ApiError> {
    let issuer = TokenIssuer::open(ctx, input.trusted_token_issuer_arn())?;
    idempotency::forget(ctx, &issuer.instance.id, issuer.row.client_token.as_deref());
    let place = (issuer.instance.id.as_str(), issuer.id.as_str());
    ctx.table_mut(&TOKEN_ISSUERS).delete(&place);
    Ok(DeleteTrustedTokenIssuerOutput::new())
}

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListTrustedTokenIssuersInput<'_>,
) -> Result<ListTrustedTokenIssuersOutput, ApiError> {
    let operation = "ListTrustedTokenIssuers";
    let page = Page::read(operation, input.next_token(), input.max_results())?;
    let instance = Instance::open(ctx, input.instance_arn())?;
    let mut found = Vec::new();
    for entry in ctx.table(&TOKEN_ISSUERS).scan(&Range::within(&(instance.id.as_str(),))) {
        let ((_, id), row) = entry?;
        let shown = TrustedTokenIssuerMetadataBuilder::new()
            .trusted_token_issuer_arn(arn(ctx, &instance, &id))
            .name(&row.name)
            .trusted_token_issuer_type(trusted_token_issuer_type::OIDC_JWT);
        found.push((id, shown));
    }
    let (items, token) = page.cut(found);
    Ok(ListTrustedTokenIssuersOutput::new().trusted_token_issuers(items).next_token(token))
}
