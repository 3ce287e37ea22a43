//! How reports come into a bucket: as `billingreports.amazonaws.com` for the definition, so the
//! bucket's policy decides.
//!
//! Source: User Guide, "Setting up an Amazon S3 bucket for Cost and Usage Reports": the policy
//! allows GetBucketAcl, GetBucketPolicy and PutObject, with `aws:SourceArn` and
//! `aws:SourceAccount` as conditions.

use bytes::Bytes;
use kernel::body::Body;
use kernel::{ApiError, Ask, Ctx, Region};

use crate::definition::arn;
use crate::errors;
use crate::state::ReportRow;

const PRINCIPAL: &str = "billingreports.amazonaws.com";
/// What AWS leaves in a bucket when it tries whether it may write there.
const TEST_OBJECT: &str = "aws-programmatic-access-test-object";

/// Refuses a bucket that reports cannot be put into.
pub fn verify(ctx: &mut Ctx<'_>, name: &str, row: &ReportRow) -> Result<(), ApiError> {
    for operation in ["GetBucketAcl", "GetBucketPolicy"] {
        call(ctx, name, row, Ask::to("s3", operation)).map_err(|_| errors::no_permission())?;
    }
    let test = Object {
        key: TEST_OBJECT.to_owned(),
        bytes: Bytes::from_static(TEST_OBJECT.as_bytes()),
        content_type: "text/plain",
    };
    put(ctx, name, row, test).map_err(|_| errors::no_permission())
}

#[derive(Debug)]
pub struct Object {
    pub key: String,
    pub bytes: Bytes,
    pub content_type: &'static str,
}

pub fn put(ctx: &mut Ctx<'_>, name: &str, row: &ReportRow, object: Object) -> Result<(), ApiError> {
    let ask = Ask::to("s3", "PutObject")
        .with("Key", object.key)
        .with("ContentType", object.content_type)
        .with("Body", Body::from(object.bytes));
    call(ctx, name, row, ask)
}

fn call(ctx: &mut Ctx<'_>, name: &str, row: &ReportRow, ask: Ask) -> Result<(), ApiError> {
    let (source, account) = (arn(ctx, name), ctx.account());
    let mut ask =
        ask.with("Bucket", row.bucket.as_str()).as_service(PRINCIPAL).for_source(source, account);
    ask.region = Region::parse(&row.region);
    ctx.call(ask).map(|_| ())
}
