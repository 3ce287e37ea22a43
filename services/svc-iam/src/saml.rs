//! SAML providers. Their metadata is kept and shown; assertions are STS's to verify.

use std::time::Duration;

use auth::directory::{SAML_PROVIDERS, SamlProviderRow};
use kernel::arn::Arn;
use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::{
    CreateSAMLProviderInput, CreateSAMLProviderOutput, DeleteSAMLProviderInput,
    DeleteSAMLProviderOutput, GetSAMLProviderInput, GetSAMLProviderOutput, ListSAMLProvidersInput,
    ListSAMLProvidersOutput, SAMLProviderListEntryBuilder, UpdateSAMLProviderInput,
    UpdateSAMLProviderOutput,
};
use crate::common::{new_id, new_tags, show_tags, show_tags_if_any, time};
use crate::errors;
use crate::limits::SAML_PROVIDERS_MAX;

/// Providers are valid for a hundred years from their last change, as AWS's are.
const VALIDITY: Duration = Duration::from_hours(100 * 365 * 24);

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateSAMLProviderInput<'_>,
) -> Result<CreateSAMLProviderOutput, ApiError> {
    refuse_encryption(input.assertion_encryption_mode(), input.add_private_key())?;
    check_metadata(input.saml_metadata_document())?;
    let name = input.name();
    let providers = SAML_PROVIDERS.at(ctx.tx(), &ctx.scope());
    if providers.contains(name)? {
        return Err(errors::saml_provider_exists(name));
    }
    if providers.keys(&Range::all()).take(SAML_PROVIDERS_MAX).count() >= SAML_PROVIDERS_MAX {
        return Err(errors::quota("SAMLProvidersPerAccount", SAML_PROVIDERS_MAX));
    }
    let now = ctx.now();
    let row = SamlProviderRow {
        name: name.to_owned(),
        metadata: input.saml_metadata_document().to_owned(),
        created: now.micros(),
        valid_until: (now + VALIDITY).micros(),
        tags: new_tags(input.tags())?,
        uuid: new_id(ctx, "ASPA"),
    };
    put(ctx, &row);
    Ok(CreateSAMLProviderOutput::new()
        .saml_provider_arn(arn(ctx, &row))
        .tags(show_tags_if_any(&row.tags)))
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetSAMLProviderInput<'_>,
) -> Result<GetSAMLProviderOutput, ApiError> {
    let row = find(ctx, input.saml_provider_arn())?;
    Ok(GetSAMLProviderOutput::new()
        .saml_provider_uuid(&row.uuid)
        .saml_metadata_document(&row.metadata)
        .create_date(time(row.created))
        .valid_until(time(row.valid_until))
        .tags(show_tags(&row.tags)))
}

pub fn list(
    ctx: &mut Ctx<'_>,
    _: ListSAMLProvidersInput<'_>,
) -> Result<ListSAMLProvidersOutput, ApiError> {
    let mut shown = Vec::new();
    for entry in SAML_PROVIDERS.at(ctx.tx(), &ctx.scope()).scan(&Range::all()) {
        let (_, row) = entry?;
        shown.push(
            SAMLProviderListEntryBuilder::new()
                .arn(arn(ctx, &row))
                .valid_until(time(row.valid_until))
                .create_date(time(row.created)),
        );
    }
    Ok(ListSAMLProvidersOutput::new().saml_provider_list(shown))
}

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateSAMLProviderInput<'_>,
) -> Result<UpdateSAMLProviderOutput, ApiError> {
    let key = input.add_private_key().or(input.remove_private_key());
    refuse_encryption(input.assertion_encryption_mode(), key)?;
    let mut row = find(ctx, input.saml_provider_arn())?;
    if let Some(metadata) = input.saml_metadata_document() {
        check_metadata(metadata)?;
        metadata.clone_into(&mut row.metadata);
    }
    row.valid_until = (ctx.now() + VALIDITY).micros();
    put(ctx, &row);
    Ok(UpdateSAMLProviderOutput::new().saml_provider_arn(arn(ctx, &row)))
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteSAMLProviderInput<'_>,
) -> Result<DeleteSAMLProviderOutput, ApiError> {
    let row = find(ctx, input.saml_provider_arn())?;
    let scope = ctx.scope();
    SAML_PROVIDERS.at_mut(ctx.tx_mut(), &scope).delete(&row.name);
    Ok(DeleteSAMLProviderOutput::new())
}

/// A document of an identity provider says so and shows its certificate.
fn check_metadata(document: &str) -> Result<(), ApiError> {
    let has = |element: &str| document.contains(element);
    if has("EntityDescriptor") && has("IDPSSODescriptor") && has("X509Certificate") {
        Ok(())
    } else {
        Err(errors::invalid_input("Could not parse metadata"))
    }
}

fn refuse_encryption(mode: Option<&str>, key: Option<&str>) -> Result<(), ApiError> {
    match (mode, key) {
        (None, None) => Ok(()),
        _ => Err(errors::not_implemented("the encryption of SAML assertions")),
    }
}

pub fn find(ctx: &Ctx<'_>, text: &str) -> Result<SamlProviderRow, ApiError> {
    let absent = || errors::no_such_saml_provider(text);
    let parsed = Arn::parse(text).filter(|arn| arn.account == ctx.account().as_str());
    let resource = parsed.ok_or_else(absent)?.resource;
    let name = resource.strip_prefix("saml-provider/").ok_or_else(absent)?;
    SAML_PROVIDERS.at(ctx.tx(), &ctx.scope()).get(name)?.ok_or_else(absent)
}

pub fn put(ctx: &mut Ctx<'_>, row: &SamlProviderRow) {
    let scope = ctx.scope();
    SAML_PROVIDERS.at_mut(ctx.tx_mut(), &scope).put(&row.name, row);
}

fn arn(ctx: &Ctx<'_>, row: &SamlProviderRow) -> String {
    crate::common::arn(ctx, "saml-provider", "/", &row.name)
}
