//! Keys in external key stores: what is encrypted by one is encrypted twice, by material that KMS
//! has for the key and then by the external key.
//!
//! Source: Developer Guide, "External key stores" ("double encryption"); the proxy specification.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::service::WorkEnv;
use kernel::{ApiError, Ctx, OpResult, Struct};
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};

use crate::access;
use crate::api::{CreateKeyInput, connection_state_type as connection, origin_type};
use crate::api::{error, key_spec};
use crate::envelope::{External, ExternalParts};
use crate::errors;
use crate::key_store::proxy::Proxy;
use crate::key_store::trouble::{self, Trouble};
use crate::state::{EXTERNAL_KEYS, ExternalRow, KEY_STORES, Key, KeyStoreRow};

const TAG_BYTES: usize = 16;
const METADATA_BYTES_MAX: usize = 20;

/// The store and the external key of a key that is to be made.
pub fn wanted(
    ctx: &Ctx<'_>,
    input: CreateKeyInput<'_>,
) -> Result<Option<(KeyStoreRow, ExternalRow)>, ApiError> {
    let Some(id) = input.custom_key_store_id() else {
        if input.xks_key_id().is_some() {
            return Err(errors::validation(
                "XksKeyId is for keys in external key stores: specify CustomKeyStoreId.",
            ));
        }
        return Ok(None);
    };
    let store = ctx.table(&KEY_STORES).get(id)?.ok_or_else(|| errors::no_such_store(id))?;
    if input.origin() != Some(origin_type::EXTERNAL_KEY_STORE) {
        return Err(errors::validation(format!(
            "The custom key store {id} is an external key store: the Origin of its keys is \
             EXTERNAL_KEY_STORE."
        )));
    }
    let Some(key) = input.xks_key_id() else {
        return Err(errors::validation(
            "XksKeyId is required for keys whose Origin is EXTERNAL_KEY_STORE.",
        ));
    };
    let spec = input.key_spec().or(input.customer_master_key_spec());
    if spec.is_some_and(|spec| spec != key_spec::SYMMETRIC_DEFAULT) {
        return Err(errors::unsupported(
            "Keys in custom key stores are symmetric encryption keys (SYMMETRIC_DEFAULT).",
        ));
    }
    if input.multi_region() == Some(true) {
        return Err(errors::unsupported("Multi-Region keys cannot be made in a custom key store."));
    }
    if store.connection != connection::CONNECTED {
        return Err(error::custom_key_store_invalid_state_exception(trouble::NOT_CONNECTED));
    }
    if ctx.table(&EXTERNAL_KEYS).contains(&(id, key))? {
        return Err(error::xks_key_already_in_use_exception(format!(
            "The external key {key} is already associated with a KMS key in this external key \
             store."
        )));
    }
    Ok(Some((store, ExternalRow { store: id.to_owned(), key: key.to_owned() })))
}

/// What CreateKey asks the proxy.
pub fn plan(
    ctx: &Ctx<'_>,
    (store, external): &(KeyStoreRow, ExternalRow),
) -> Result<Struct, ApiError> {
    let proxy = Proxy::of(ctx, &external.store, store)?;
    let body = json!({ "requestMetadata": about(ctx, "CreateKey", None) });
    Ok(proxy.to_plan().with("Key", external.key.as_str()).with("Body", body.to_string()))
}

/// GetKeyMetadata: whether the external key can be one of KMS.
pub fn check(_env: &WorkEnv, plan: &Struct) -> OpResult {
    let body: Json = serde_json::from_str(plan.str("Body").unwrap_or_default())
        .map_err(|_| ApiError::internal())?;
    let tail = format!("/keys/{}/metadata", plan.str("Key").unwrap_or_default());
    let told = Proxy::of_plan(plan).ask(&tail, &body).map_err(Trouble::of_key)?;
    let usages = told["keyUsage"].as_array().ok_or_else(|| Trouble::Malformed.of_key())?;
    let may = |usage: &str| usages.iter().any(|it| it.as_str() == Some(usage));
    if told["keyStatus"].as_str() != Some("ENABLED") {
        return Err(Trouble::InvalidState.of_key());
    }
    if told["keySpec"].as_str() != Some("AES_256") || !may("ENCRYPT") || !may("DECRYPT") {
        return Err(Trouble::InvalidKeyUsage.of_key());
    }
    Ok(Struct::new())
}

/// The store of a key, when it can be used.
fn open(ctx: &Ctx<'_>, key: &Key, external: &ExternalRow) -> Result<Proxy, ApiError> {
    let store = ctx.table_in(&KEY_STORES, key.scope()).get(external.store.as_str())?;
    let store = store.filter(|store| store.connection == connection::CONNECTED);
    let store = store.ok_or_else(|| error::kms_invalid_state_exception(trouble::NOT_CONNECTED))?;
    Proxy::of(ctx, &external.store, &store)
}

/// Who asks for what, as proxies authorize and log it (Appendix B).
fn about(ctx: &Ctx<'_>, operation: &str, key: Option<&Key>) -> Json {
    let mut told = json!({
        "awsPrincipalArn": access::caller_arn(ctx).unwrap_or_default(),
        "kmsOperation": operation,
        "kmsRequestId": ctx.request_id(),
    });
    if let Some(key) = key {
        told["kmsKeyArn"] = json!(key.arn());
    }
    if let Some(service) = ctx.via() {
        told["kmsViaService"] = json!(service);
    }
    told
}

/// Encrypts what KMS has encrypted already.
pub fn encrypt(
    ctx: &Ctx<'_>,
    key: &Key,
    (operation, context): (&str, &[u8]),
    inner: &[u8],
) -> Result<ExternalParts, ApiError> {
    let external = key.row.external.as_ref().ok_or_else(ApiError::internal)?;
    let proxy = open(ctx, key, external)?;
    let body = json!({
        "requestMetadata": about(ctx, operation, Some(key)),
        "additionalAuthenticatedData": STANDARD.encode(context),
        "plaintext": STANDARD.encode(inner),
        "encryptionAlgorithm": "AES_GCM",
        "ciphertextDataIntegrityValueAlgorithm": "SHA_256",
    });
    let tail = format!("/keys/{}/encrypt", external.key);
    let told = proxy.ask_in_place(&tail, &body).map_err(Trouble::of_use)?;
    read_parts(&told, context, inner.len()).ok_or_else(|| Trouble::Malformed.of_use())
}

/// The parts of a proxy's ciphertext, whole and with the right digest of all of them.
fn read_parts(told: &Json, context: &[u8], plaintext_len: usize) -> Option<ExternalParts> {
    let part = |name: &str| STANDARD.decode(told[name].as_str()?).ok();
    let parts = ExternalParts {
        vector: part("initializationVector")?,
        tag: part("authenticationTag")?,
        metadata: match told.get("ciphertextMetadata") {
            None | Some(Json::Null) => Vec::new(),
            Some(_) => part("ciphertextMetadata")?,
        },
        body: part("ciphertext")?,
    };
    let is_sound = matches!(parts.vector.len(), 12 | 16)
        && parts.tag.len() == TAG_BYTES
        && parts.metadata.len() <= METADATA_BYTES_MAX
        && parts.body.len() == plaintext_len;
    let all = [context, &parts.metadata, &parts.vector, &parts.body, &parts.tag].concat();
    let is_intact = part("ciphertextDataIntegrityValue")? == Sha256::digest(all).as_slice();
    (is_sound && is_intact).then_some(parts)
}

/// Undoes [`encrypt`].
pub fn decrypt(
    ctx: &Ctx<'_>,
    key: &Key,
    (operation, context): (&str, &[u8]),
    sealed: &External<'_>,
) -> Result<Vec<u8>, ApiError> {
    let external = key.row.external.as_ref().ok_or_else(ApiError::internal)?;
    let proxy = open(ctx, key, external)?;
    let mut body = json!({
        "requestMetadata": about(ctx, operation, Some(key)),
        "additionalAuthenticatedData": STANDARD.encode(context),
        "ciphertext": STANDARD.encode(sealed.body),
        "encryptionAlgorithm": "AES_GCM",
        "initializationVector": STANDARD.encode(sealed.vector),
        "authenticationTag": STANDARD.encode(sealed.tag),
    });
    if !sealed.metadata.is_empty() {
        body["ciphertextMetadata"] = json!(STANDARD.encode(sealed.metadata));
    }
    let tail = format!("/keys/{}/decrypt", external.key);
    let told = proxy.ask_in_place(&tail, &body).map_err(Trouble::of_use)?;
    let plaintext = told["plaintext"].as_str().and_then(|text| STANDARD.decode(text).ok());
    plaintext
        .filter(|plaintext| plaintext.len() == sealed.body.len())
        .ok_or_else(|| Trouble::Malformed.of_use())
}

/// What decrypts, but not to what KMS has given the proxy.
pub fn not_ours() -> ApiError {
    error::kms_invalid_state_exception(trouble::INVALID_PLAINTEXT)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Appendix C of the specification.
    #[test]
    fn the_integrity_value_of_the_specification() {
        let mut told = json!({
            "authenticationTag": "vBxN2ncH1oEkR8WVXpmyYQ==",
            "ciphertext": "ghxkK1txeDNn3q8Y",
            "ciphertextDataIntegrityValue": "qHA/ImC9h5HsLRXqCyPmWgYx7tzyoTplzILbP0fPXsc=",
            "ciphertextMetadata": "a2V5X3ZlcnNpb249MQ==",
            "initializationVector": "HMrlRw85cAJUd5Ax",
        });
        let context = b"project=nile,department=marketing";
        let parts = read_parts(&told, context, 12).expect("the example is sound");
        assert_eq!(parts.metadata, b"key_version=1");
        assert!(read_parts(&told, context, 13).is_none(), "as long as the plaintext");
        assert!(read_parts(&told, b"project=nile", 12).is_none(), "another context");
        told["ciphertext"] = json!("gxxkK1txeDNn3q8Y");
        assert!(read_parts(&told, context, 12).is_none(), "a flipped bit");
    }
}
