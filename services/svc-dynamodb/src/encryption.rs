//! Encryption at rest with KMS keys: a table has a *table key* that only its KMS key can open, and
//! whoever uses the table must be able to have it opened.
//!
//! Source: "DynamoDB encryption at rest usage notes" (table keys, table key caching, encryption
//! context). The items themselves are not ciphered on the disk; what AWS shows of encryption is who
//! may no longer read, and when.

use std::collections::BTreeMap;

use bytes::Bytes;
use kernel::{ApiError, Ask, Ctx, Principal, Struct};
use minicbor::{Decode, Encode};

use crate::api::{SSEDescriptionBuilder, SSESpecification};
use crate::archive;
use crate::errors;
use crate::state::TableRef;

/// The key that AWS manages for DynamoDB.
pub const MANAGED: &str = "alias/aws/dynamodb";
/// "If DynamoDB gets a request for the cached table key after five minutes of inactivity, it sends
/// a new request to AWS KMS to decrypt the table key."
const CACHED_MICROS: i64 = 300_000_000;
/// Callers of a table whose last use is remembered.
const CALLERS_MAX: usize = 1_000;

/// A table key, which its KMS key has wrapped.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct EncryptionRow {
    /// The ARN of the KMS key.
    #[n(0)]
    pub key: String,
    #[n(1)]
    pub wrapped: Vec<u8>,
    /// The name of the table for which it was made.
    #[n(2)]
    pub table: String,
}

/// When callers have used a table last. Not kept over a restart.
#[derive(Default)]
struct Uses(BTreeMap<String, i64>);

/// What an SSESpecification asks for: a new table key, or none, when AWS owns the key.
pub fn read(
    ctx: &mut Ctx<'_>,
    table: &str,
    given: Option<SSESpecification<'_>>,
) -> Result<Option<EncryptionRow>, ApiError> {
    let Some(given) = given else { return Ok(None) };
    if given.enabled() != Some(true) {
        if given.sse_type().is_some() || given.kms_master_key_id().is_some() {
            return Err(errors::ours_invalid(
                "SSEType and KMSMasterKeyId can only be specified when Enabled is true",
            ));
        }
        return Ok(None);
    }
    if given.sse_type().is_some_and(|kind| kind != "KMS") {
        return Err(errors::ours_invalid("The only supported SSEType is KMS"));
    }
    new_key(ctx, table, given.kms_master_key_id().unwrap_or(MANAGED)).map(Some)
}

/// Makes a table key under a KMS key, as the caller.
pub fn new_key(ctx: &mut Ctx<'_>, table: &str, key: &str) -> Result<EncryptionRow, ApiError> {
    let described = ctx.call(Ask::to("kms", "DescribeKey").with("KeyId", key));
    let described = described.map_err(|error| refused(&error))?;
    let metadata = described.structure("KeyMetadata").cloned().unwrap_or_default();
    let text = |member: &str| metadata.str(member).unwrap_or_default().to_owned();
    if text("KeySpec") != "SYMMETRIC_DEFAULT" || text("KeyUsage") != "ENCRYPT_DECRYPT" {
        return Err(errors::ours_invalid(format!(
            "The KMS key {key} is not a symmetric key for encryption and decryption"
        )));
    }
    let arn = text("Arn");
    let ask = Ask::to("kms", "GenerateDataKey")
        .with("KeyId", arn.as_str())
        .with("KeySpec", "AES_256")
        .with("EncryptionContext", context(ctx, table));
    let made = ctx.call(ask).map_err(|error| refused(&error))?;
    let wrapped = made.blob("CiphertextBlob").map(|blob| blob.to_vec()).unwrap_or_default();
    if key != MANAGED {
        archive::watch(ctx, table, &wrapped);
    }
    Ok(EncryptionRow { key: arn, wrapped, table: table.to_owned() })
}

fn context(ctx: &Ctx<'_>, table: &str) -> Struct {
    Struct::new()
        .with("aws:dynamodb:tableName", table)
        .with("aws:dynamodb:subscriberId", ctx.account().as_str())
}

/// Refuses a caller for whom the table's key cannot be opened: it is disabled or about to be
/// deleted, or its policy does not let the caller use it.
pub fn unlock(ctx: &mut Ctx<'_>, table: &TableRef) -> Result<(), ApiError> {
    let Some(encryption) = &table.row.encryption else { return Ok(()) };
    let now = ctx.now().micros();
    let caller = match ctx.principal() {
        Principal::Identity(identity) => identity.arn.clone(),
        other => format!("{other:?}"),
    };
    let is_cached =
        ctx.volatile(table.row.space, |uses: &mut Uses| match uses.0.get_mut(&caller) {
            Some(last) if now - *last < CACHED_MICROS => {
                *last = now;
                true
            }
            _ => false,
        });
    if is_cached {
        return Ok(());
    }
    let ask = Ask::to("kms", "Decrypt")
        .with("KeyId", encryption.key.as_str())
        .with("CiphertextBlob", Bytes::from(encryption.wrapped.clone()))
        .with("EncryptionContext", context(ctx, &encryption.table));
    ctx.call(ask).map_err(|error| refused(&error))?;
    ctx.volatile(table.row.space, |uses: &mut Uses| {
        if uses.0.len() >= CALLERS_MAX {
            uses.0.retain(|_, last| now - *last < CACHED_MICROS);
        }
        uses.0.insert(caller, now);
    });
    Ok(())
}

/// Whether the KMS key can be used at all: what DescribeTable looks at.
pub fn is_accessible(ctx: &mut Ctx<'_>, encryption: &EncryptionRow) -> bool {
    let ask = Ask::to("kms", "DescribeKey").with("KeyId", encryption.key.as_str());
    match ctx.call(ask) {
        Ok(described) => {
            let metadata = described.structure("KeyMetadata");
            metadata.and_then(|it| it.str("KeyState")) == Some("Enabled")
        }
        Err(error) => error.code() != "NotFoundException",
    }
}

/// KMS's refusal as DynamoDB's. Its words are KMS's.
fn refused(error: &ApiError) -> ApiError {
    match error.code() {
        "AccessDeniedException" | "DisabledException" | "KMSInvalidStateException" => {
            ApiError::new("AccessDeniedException", error.message()).with_status(400)
        }
        "NotFoundException" | "InvalidArnException" | "KeyUnavailableException" => {
            errors::ours_invalid(format!("KMS: {}", error.message()))
        }
        _ => error.clone(),
    }
}

pub fn description(encryption: &EncryptionRow) -> SSEDescriptionBuilder {
    SSEDescriptionBuilder::new()
        .status("ENABLED")
        .sse_type("KMS")
        .kms_master_key_arn(encryption.key.as_str())
}
