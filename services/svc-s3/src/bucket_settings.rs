//! What is set on a bucket: versioning, tags, CORS rules.

use kernel::{ApiError, Ctx};

use crate::abac;
use crate::api::{
    CORSRuleBuilder, DeleteBucketCorsInput, DeleteBucketCorsOutput, DeleteBucketTaggingInput,
    DeleteBucketTaggingOutput, GetBucketCorsInput, GetBucketCorsOutput,
    GetBucketRequestPaymentInput, GetBucketRequestPaymentOutput, GetBucketTaggingInput,
    GetBucketTaggingOutput, GetBucketVersioningInput, GetBucketVersioningOutput,
    PutBucketCorsInput, PutBucketCorsOutput, PutBucketRequestPaymentInput,
    PutBucketRequestPaymentOutput, PutBucketTaggingInput, PutBucketTaggingOutput,
    PutBucketVersioningInput, PutBucketVersioningOutput,
};
use crate::bucket::{self, Bucket};
use crate::cors;
use crate::errors;
use crate::state::{BUCKETS, Versioning};
use crate::state_settings::Feature;
use crate::tags;

fn save(ctx: &mut Ctx, bucket: &Bucket) {
    ctx.table_mut(&BUCKETS).put(&bucket.name, &bucket.row);
}

pub fn put_bucket_versioning(
    ctx: &mut Ctx,
    input: PutBucketVersioningInput<'_>,
) -> Result<PutBucketVersioningOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let configuration = input.versioning_configuration();
    match configuration.mfa_delete() {
        None | Some("Disabled") => {}
        Some(_) => return Err(errors::not_implemented("MfaDelete")),
    }
    bucket.row_mut().versioning = match configuration.status() {
        Some("Enabled") => Versioning::Enabled,
        Some("Suspended") if bucket.lock().is_some() => {
            return Err(errors::invalid_bucket_state(
                "An Object Lock configuration is present on this bucket, so the versioning state \
                 cannot be changed.",
            ));
        }
        Some("Suspended") if bucket.has(Feature::Replication) => {
            return Err(errors::invalid_bucket_state(
                "A replication configuration is present on this bucket, so you cannot change the \
                 versioning state. To change the versioning state, first delete the replication \
                 configuration.",
            ));
        }
        Some("Suspended") => Versioning::Suspended,
        Some(_) => return Err(errors::malformed_xml()),
        None => {
            return Err(ApiError::new(
                "IllegalVersioningConfigurationException",
                "The Versioning element must be specified",
            ));
        }
    };
    save(ctx, &bucket);
    Ok(PutBucketVersioningOutput::new())
}

pub fn get_bucket_versioning(
    ctx: &mut Ctx,
    input: GetBucketVersioningInput<'_>,
) -> Result<GetBucketVersioningOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let status = match bucket.row.versioning {
        Versioning::Never => None,
        Versioning::Enabled => Some("Enabled"),
        Versioning::Suspended => Some("Suspended"),
    };
    Ok(GetBucketVersioningOutput::new().status(status))
}

pub fn put_bucket_request_payment(
    ctx: &mut Ctx,
    input: PutBucketRequestPaymentInput<'_>,
) -> Result<PutBucketRequestPaymentOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let is_paying = match input.request_payment_configuration().payer() {
        "Requester" => true,
        "BucketOwner" => false,
        _ => return Err(errors::malformed_xml()),
    };
    bucket.change(ctx, |settings| settings.is_requester_paying = is_paying);
    Ok(PutBucketRequestPaymentOutput::new())
}

pub fn get_bucket_request_payment(
    ctx: &mut Ctx,
    input: GetBucketRequestPaymentInput<'_>,
) -> Result<GetBucketRequestPaymentOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let payer = if bucket.is_requester_paying() { "Requester" } else { "BucketOwner" };
    Ok(GetBucketRequestPaymentOutput::new().payer(payer))
}

pub fn put_bucket_tagging(
    ctx: &mut Ctx,
    input: PutBucketTaggingInput<'_>,
) -> Result<PutBucketTaggingOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    abac::check_tagging(ctx, &bucket)?;
    bucket.row_mut().tags = tags::read_bucket(input.tagging().tag_set())?;
    save(ctx, &bucket);
    Ok(PutBucketTaggingOutput::new())
}

pub fn get_bucket_tagging(
    ctx: &mut Ctx,
    input: GetBucketTaggingInput<'_>,
) -> Result<GetBucketTaggingOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    if bucket.row.tags.is_empty() {
        return Err(ApiError::new("NoSuchTagSet", "The TagSet does not exist")
            .with_status(404)
            .with_member("BucketName", bucket.name));
    }
    Ok(GetBucketTaggingOutput::new().tag_set(tags::builders(&bucket.row.tags)))
}

pub fn delete_bucket_tagging(
    ctx: &mut Ctx,
    input: DeleteBucketTaggingInput<'_>,
) -> Result<DeleteBucketTaggingOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    abac::check_tagging(ctx, &bucket)?;
    bucket.row_mut().tags = Vec::new();
    save(ctx, &bucket);
    Ok(DeleteBucketTaggingOutput::new())
}

pub fn put_bucket_cors(
    ctx: &mut Ctx,
    input: PutBucketCorsInput<'_>,
) -> Result<PutBucketCorsOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    bucket.row_mut().cors = cors::read(input.cors_configuration())?;
    save(ctx, &bucket);
    Ok(PutBucketCorsOutput::new())
}

pub fn get_bucket_cors(
    ctx: &mut Ctx,
    input: GetBucketCorsInput<'_>,
) -> Result<GetBucketCorsOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    if bucket.row.cors.is_empty() {
        return Err(ApiError::new(
            "NoSuchCORSConfiguration",
            "The CORS configuration does not exist",
        )
        .with_status(404)
        .with_member("BucketName", bucket.name));
    }
    let list = |items: Vec<String>| (!items.is_empty()).then_some(items);
    let rules = bucket.row.cors.clone().into_iter().map(|rule| {
        CORSRuleBuilder::new()
            .id(rule.id)
            .allowed_headers(list(rule.allowed_headers))
            .allowed_methods(rule.allowed_methods)
            .allowed_origins(rule.allowed_origins)
            .expose_headers(list(rule.expose_headers))
            .max_age_seconds(rule.max_age_seconds)
    });
    Ok(GetBucketCorsOutput::new().cors_rules(rules.collect::<Vec<_>>()))
}

pub fn delete_bucket_cors(
    ctx: &mut Ctx,
    input: DeleteBucketCorsInput<'_>,
) -> Result<DeleteBucketCorsOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    bucket.row_mut().cors = Vec::new();
    save(ctx, &bucket);
    Ok(DeleteBucketCorsOutput::new())
}
