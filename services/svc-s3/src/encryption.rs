//! A bucket's default encryption.
//!
//! Source: S3 API Reference, PutBucketEncryption; S3 User Guide, "Setting default server-side
//! encryption behavior for Amazon S3 buckets", "Blocking or unblocking SSE-C".

use kernel::{ApiError, Ctx};

use crate::api::{
    BlockedEncryptionTypes, BlockedEncryptionTypesBuilder, DeleteBucketEncryptionInput,
    DeleteBucketEncryptionOutput, GetBucketEncryptionInput, GetBucketEncryptionOutput,
    PutBucketEncryptionInput, PutBucketEncryptionOutput, ServerSideEncryptionByDefaultBuilder,
    ServerSideEncryptionConfigurationBuilder, ServerSideEncryptionRule,
    ServerSideEncryptionRuleBuilder,
};
use crate::bucket::{self, Bucket};
use crate::errors;
use crate::kms;
use crate::state_settings::EncryptionRow;

impl Bucket {
    pub fn encryption(&self) -> &EncryptionRow {
        static BY_S3: EncryptionRow = EncryptionRow {
            allows_customer_keys: false,
            has_bucket_key: false,
            is_kms: false,
            kms_key: None,
            is_double: false,
        };
        let settings = self.row.settings.as_ref();
        settings.and_then(|settings| settings.encryption.as_ref()).unwrap_or(&BY_S3)
    }

    /// Whether uploads with customers' keys are refused, as in every bucket that is made.
    pub fn blocks_customer_keys(&self) -> bool {
        !self.encryption().allows_customer_keys
    }
}

pub fn put_bucket_encryption(
    ctx: &mut Ctx,
    input: PutBucketEncryptionInput<'_>,
) -> Result<PutBucketEncryptionOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let rules = input.server_side_encryption_configuration().rules();
    let rule = rules.get(0).filter(|_| rules.len() == 1).ok_or_else(errors::malformed_xml)?;
    let encryption = read(rule, bucket.encryption())?;
    bucket.change(ctx, |settings| {
        settings.encryption = Some(encryption).filter(|it| *it != EncryptionRow::default());
    });
    Ok(PutBucketEncryptionOutput::new())
}

fn read(
    rule: ServerSideEncryptionRule<'_>,
    before: &EncryptionRow,
) -> Result<EncryptionRow, ApiError> {
    let default = rule.apply_server_side_encryption_by_default();
    if default.is_none() && rule.blocked_encryption_types().is_none() {
        return Err(errors::malformed_xml());
    }
    if let Some(default) = default {
        match default.sse_algorithm() {
            "AES256" if default.kms_master_key_id().is_some() => {
                return Err(errors::invalid_argument(
                    "ApplyServerSideEncryptionByDefault",
                    "",
                    "a KMSMasterKeyID is not applicable if the default sse algorithm is not \
                     aws:kms or aws:kms:dsse",
                ));
            }
            "AES256" | kms::ALGORITHM | kms::DOUBLE => {}
            _ => return Err(errors::malformed_xml()),
        }
    }
    let blocked = rule.blocked_encryption_types().and_then(BlockedEncryptionTypes::encryption_type);
    let allows_customer_keys = match blocked {
        None => before.allows_customer_keys,
        Some(types) if types.len() == 1 && types.contains("NONE") => true,
        Some(types) if types.len() == 1 && types.contains("SSE-C") => false,
        Some(_) => return Err(errors::malformed_xml()),
    };
    // A bucket key is one of KMS: it serves uploads that ask for KMS by themselves, too.
    let has_bucket_key = rule.bucket_key_enabled() == Some(true);
    let (is_kms, is_double, kms_key) = match default {
        None => (before.is_kms, before.is_double, before.kms_key.clone()),
        Some(default) => (
            default.sse_algorithm() != "AES256",
            default.sse_algorithm() == kms::DOUBLE,
            default.kms_master_key_id().map(str::to_owned),
        ),
    };
    Ok(EncryptionRow { allows_customer_keys, has_bucket_key, is_kms, kms_key, is_double })
}

pub fn get_bucket_encryption(
    ctx: &mut Ctx,
    input: GetBucketEncryptionInput<'_>,
) -> Result<GetBucketEncryptionOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let encryption = bucket.encryption();
    let blocked = if encryption.allows_customer_keys { "NONE" } else { "SSE-C" };
    let rule = ServerSideEncryptionRuleBuilder::new()
        .apply_server_side_encryption_by_default(
            ServerSideEncryptionByDefaultBuilder::new()
                .sse_algorithm(match (encryption.is_kms, encryption.is_double) {
                    (false, _) => "AES256",
                    (true, false) => kms::ALGORITHM,
                    (true, true) => kms::DOUBLE,
                })
                .kms_master_key_id(encryption.kms_key.as_deref()),
        )
        .bucket_key_enabled(encryption.has_bucket_key)
        .blocked_encryption_types(BlockedEncryptionTypesBuilder::new().encryption_type([blocked]));
    let configuration = ServerSideEncryptionConfigurationBuilder::new().rules([rule]);
    Ok(GetBucketEncryptionOutput::new().server_side_encryption_configuration(configuration))
}

pub fn delete_bucket_encryption(
    ctx: &mut Ctx,
    input: DeleteBucketEncryptionInput<'_>,
) -> Result<DeleteBucketEncryptionOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    bucket.change(ctx, |settings| settings.encryption = None);
    Ok(DeleteBucketEncryptionOutput::new())
}
