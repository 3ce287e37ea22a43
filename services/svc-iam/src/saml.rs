//! SAML providers: their metadata and the keys by which assertions for them are opened. STS
//! verifies the assertions.
//!
//! Source: [A] CreateSAMLProvider, UpdateSAMLProvider; "Troubleshoot SAML federation with IAM" (IAM
//! User Guide), for the rules of private keys and the words of refusals.

use std::time::Duration;

use auth::directory::{SAML_PROVIDERS, SamlKeyRow, SamlProviderRow};
use auth::private_keys;
use certificates::Key;
use kernel::arn::Arn;
use kernel::{ApiError, Ctx};
use saml::metadata;
use store::Range;

use crate::api::assertion_encryption_mode_type::{ALLOWED, REQUIRED};
use crate::api::{
    CreateSAMLProviderInput, CreateSAMLProviderOutput, DeleteSAMLProviderInput,
    DeleteSAMLProviderOutput, GetSAMLProviderInput, GetSAMLProviderOutput, ListSAMLProvidersInput,
    ListSAMLProvidersOutput, SAMLPrivateKeyBuilder, SAMLProviderListEntryBuilder,
    UpdateSAMLProviderInput, UpdateSAMLProviderOutput,
};
use crate::common::{new_id, new_tags, show_tags, show_tags_if_any, time};
use crate::errors;
use crate::limits::{SAML_PRIVATE_KEYS_MAX, SAML_PROVIDERS_MAX};

/// Providers are valid for a hundred years from their last change, as AWS's are, unless their
/// metadata end before.
const VALIDITY: Duration = Duration::from_hours(100 * 365 * 24);

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateSAMLProviderInput<'_>,
) -> Result<CreateSAMLProviderOutput, ApiError> {
    let valid_until = check_metadata(ctx, input.saml_metadata_document())?;
    let name = input.name();
    let providers = SAML_PROVIDERS.at(ctx.tx(), &ctx.scope());
    if providers.contains(name)? {
        return Err(errors::saml_provider_exists(name));
    }
    if providers.keys(&Range::all()).take(SAML_PROVIDERS_MAX).count() >= SAML_PROVIDERS_MAX {
        return Err(errors::quota("SAMLProvidersPerAccount", SAML_PROVIDERS_MAX));
    }
    let mut row = SamlProviderRow {
        name: name.to_owned(),
        metadata: input.saml_metadata_document().to_owned(),
        created: ctx.now().micros(),
        valid_until,
        tags: new_tags(input.tags())?,
        uuid: new_id(ctx, "ASPA"),
        encryption: None,
        private_keys: Vec::new(),
    };
    if let Some(key) = input.add_private_key() {
        add_key(ctx, &mut row, key)?;
    }
    set_mode(&mut row, input.assertion_encryption_mode())?;
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
    let keys = row
        .private_keys
        .iter()
        .map(|key| SAMLPrivateKeyBuilder::new().key_id(&key.id).timestamp(time(key.added)));
    let keys: Vec<_> = keys.collect();
    Ok(GetSAMLProviderOutput::new()
        .saml_provider_uuid(&row.uuid)
        .saml_metadata_document(&row.metadata)
        .create_date(time(row.created))
        .valid_until(time(row.valid_until))
        .assertion_encryption_mode(row.encryption.as_deref())
        .private_key_list((!keys.is_empty()).then_some(keys))
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
    let (add, remove) = (input.add_private_key(), input.remove_private_key());
    let (metadata, mode) = (input.saml_metadata_document(), input.assertion_encryption_mode());
    if add.is_some() && remove.is_some() {
        return Err(errors::invalid_input(
            "Unable to add and remove private keys in the same request. Set a value for only one \
             of the two parameters.",
        ));
    }
    if metadata.is_none() && mode.is_none() && add.is_none() && remove.is_none() {
        return Err(errors::invalid_input(
            "Unable to update identity provider. No updates are defined for metadata or \
             encryption assertion.",
        ));
    }
    let mut row = find(ctx, input.saml_provider_arn())?;
    if let Some(metadata) = metadata {
        row.valid_until = check_metadata(ctx, metadata)?;
        metadata.clone_into(&mut row.metadata);
    }
    if let Some(key) = add {
        add_key(ctx, &mut row, key)?;
    }
    if let Some(id) = remove {
        let before = row.private_keys.len();
        row.private_keys.retain(|key| key.id != id);
        if row.private_keys.len() == before {
            return Err(errors::invalid_input(
                "Failed to remove private key because the Key ID does not match a private key.",
            ));
        }
    }
    set_mode(&mut row, mode)?;
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

/// Refuses what is no metadata of an identity provider; answers until when it is valid.
fn check_metadata(ctx: &Ctx<'_>, document: &str) -> Result<i64, ApiError> {
    let read = metadata::read(document).map_err(|fault| {
        tracing::info!(%fault, "metadata of a SAML provider are refused");
        errors::invalid_input("Could not parse metadata")
    })?;
    let last = (ctx.now() + VALIDITY).micros();
    let valid_until = read.valid_until.map_or(last, |it| it.min(last));
    if valid_until <= ctx.now().micros() {
        return Err(errors::metadata_expired());
    }
    Ok(valid_until)
}

fn add_key(ctx: &mut Ctx<'_>, row: &mut SamlProviderRow, pem: &str) -> Result<(), ApiError> {
    if row.private_keys.len() >= SAML_PRIVATE_KEYS_MAX {
        return Err(errors::saml_private_keys());
    }
    let key = Key::from_pem(pem).ok().filter(|key| key.algorithm().is_rsa());
    let key = key.ok_or_else(|| errors::invalid_input("Invalid private key."))?;
    // [A] privateKeyIdType: 22 characters at least.
    let id = format!("ASPK{}", ctx.chance().base32(20).to_ascii_uppercase());
    let sealed = private_keys::seal(ctx, &id, key.pkcs8())?;
    row.private_keys.push(SamlKeyRow { id, added: ctx.now().micros(), sealed });
    Ok(())
}

/// Encrypted assertions are required only by who has a key for them; a key alone allows them.
fn set_mode(row: &mut SamlProviderRow, mode: Option<&str>) -> Result<(), ApiError> {
    if let Some(mode) = mode {
        row.encryption = Some(mode.to_owned());
    }
    if row.encryption.is_none() && !row.private_keys.is_empty() {
        row.encryption = Some(ALLOWED.to_owned());
    }
    if row.encryption.as_deref() == Some(REQUIRED) && row.private_keys.is_empty() {
        return Err(errors::invalid_input(
            "Unable to set assertion encryption mode to Required because no private key is \
             provided.",
        ));
    }
    Ok(())
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
