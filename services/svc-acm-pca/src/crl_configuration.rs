//! What a revocation configuration asks for in lists.
//!
//! Source: API Reference, RevocationConfiguration and CrlConfiguration.

use kernel::{ApiError, Ask, Ctx, Value};

use crate::api::{RevocationConfiguration, crl_type, s3_object_acl};
use crate::errors;
use crate::events::PRINCIPAL;
use crate::locate;
use crate::state::CrlRow;

/// What is to be kept; `None` when the configuration says nothing of lists.
#[allow(clippy::option_option)] // said nothing; said that there is none
pub fn read(
    ctx: &mut Ctx<'_>,
    id: &str,
    asked: Option<RevocationConfiguration<'_>>,
) -> Result<Option<Option<CrlRow>>, ApiError> {
    let Some(asked) = asked else { return Ok(None) };
    let Some(crl) = asked.crl_configuration() else { return Ok(None) };
    if !crl.enabled() {
        if crl.0.len() > 1 {
            return Err(errors::arguments("A disabled CRL configuration has no other parameters."));
        }
        return Ok(Some(None));
    }
    if crl.crl_type() == Some(crl_type::PARTITIONED) || crl.custom_path().is_some() {
        return Err(errors::not_implemented("partitioned lists and their paths"));
    }
    let Some(bucket) = crl.s3_bucket_name() else {
        return Err(errors::arguments("A CRL configuration that is enabled needs S3BucketName."));
    };
    if crl.expiration_in_days().is_none() {
        return Err(errors::arguments(
            "A CRL configuration that is enabled needs ExpirationInDays.",
        ));
    }
    if crl.custom_cname().is_some_and(|it| it.contains("://")) {
        return Err(errors::arguments("CustomCname must not have a protocol prefix."));
    }
    let mut configuration = crl.0.clone();
    if crl.s3_object_acl().is_none() {
        configuration.set("S3ObjectAcl", s3_object_acl::PUBLIC_READ);
    }
    if crl.crl_type().is_none() {
        configuration.set("CrlType", crl_type::COMPLETE);
    }
    check_bucket(ctx, id, bucket)?;
    let is_told =
        crl.crl_distribution_point_extension_configuration().is_none_or(|it| !it.omit_extension());
    let url = is_told.then(|| url(ctx, id, bucket, crl.custom_cname()));
    Ok(Some(Some(CrlRow { configuration, url })))
}

/// The place of the list in its bucket.
pub fn key(id: &str) -> String {
    format!("crl/{id}.crl")
}

/// Where clients find the list: at this endpoint, which is what S3 is here.
fn url(ctx: &Ctx<'_>, id: &str, bucket: &str, name: Option<&str>) -> String {
    let (key, endpoint) = (key(id), &ctx.origin().endpoint);
    match name {
        Some(name) => format!("http://{name}/{key}"),
        None if endpoint.is_empty() => {
            let region = ctx.region().as_str();
            format!("http://{bucket}.s3.{region}.amazonaws.com/{key}")
        }
        None => format!("{endpoint}/{bucket}/{key}"),
    }
}

/// "You must specify a bucket policy that allows AWS Private CA to write the CRL to your bucket":
/// the policy of the guide allows these two reads, which tell whether there is one.
fn check_bucket(ctx: &mut Ctx<'_>, id: &str, bucket: &str) -> Result<(), ApiError> {
    let arn = locate::arn(ctx, id);
    for (operation, action) in
        [("GetBucketAcl", "s3:GetBucketAcl"), ("GetBucketLocation", "s3:GetBucketLocation")]
    {
        let ask = Ask::to("s3", operation).with("Bucket", bucket);
        if let Err(error) = call_s3(ctx, &arn, ask) {
            if error.code() == "NoSuchBucket" {
                return Err(errors::arguments(format!("The S3 bucket {bucket} does not exist.")));
            }
            return Err(errors::policy(format!(
                "The service principal {PRINCIPAL} requires {action} permissions for the S3 \
                 bucket {bucket}."
            )));
        }
    }
    Ok(())
}

/// Makes a call to S3 for an authority, in the region of its bucket.
pub fn call_s3(ctx: &mut Ctx<'_>, arn: &str, ask: Ask) -> kernel::OpResult {
    let ask = ask.as_service(PRINCIPAL).for_source(arn, ctx.account());
    let moved = match ctx.call(ask.clone()) {
        Err(error) if error.code() == "PermanentRedirect" => error,
        answer => return answer,
    };
    let region = moved.members().get(":x-amz-bucket-region").and_then(Value::as_str);
    match region.and_then(kernel::Region::parse) {
        Some(region) => ctx.call(ask.in_region(region)),
        None => Err(moved),
    }
}
