//! What S3 does in the background: steps that its own jobs run.

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, Struct};
use store::Range;

use crate::content;
use crate::limits::SWEEP_BATCH;
use crate::names;
use crate::state::{COMPLETED, PARTS, UPLOADS};

/// Removes the uploads that were in progress in a deleted bucket.
pub const SWEEP_UPLOADS: &str = "SweepUploads";
/// Forgets what was answered to CompleteMultipartUpload.
pub const FORGET_COMPLETED: &str = "ForgetCompleted";

fn bucket_id(input: &Struct) -> u64 {
    let text = input.str("BucketId").expect("the job was made with it");
    text.parse().expect("written as a number")
}

/// One batch; leaves a job for the next one.
pub fn sweep_uploads(ctx: &mut Ctx, input: &Struct) -> Result<Struct, ApiError> {
    let bucket = bucket_id(input);
    let uploads: Vec<_> = ctx
        .table(&UPLOADS)
        .keys(&Range::within(&(bucket,)))
        .take(SWEEP_BATCH)
        .collect::<Result<_, _>>()?;
    let parts: Vec<_> = ctx
        .table(&PARTS)
        .scan(&Range::within(&(bucket,)))
        .take(SWEEP_BATCH)
        .collect::<Result<_, _>>()?;
    let is_done = uploads.len() < SWEEP_BATCH && parts.len() < SWEEP_BATCH;
    for key in uploads {
        ctx.table_mut(&UPLOADS).delete(&key);
    }
    for (key, row) in parts {
        content::release_segments(ctx, &row.segments)?;
        ctx.table_mut(&PARTS).delete(&key);
    }
    if !is_done {
        let next = Ask::to("s3", SWEEP_UPLOADS).with("BucketId", bucket.to_string());
        ctx.enqueue(Job::now(next));
    }
    Ok(Struct::new())
}

pub fn forget_completed(ctx: &mut Ctx, input: &Struct) -> Result<Struct, ApiError> {
    let upload_id = input.str("UploadId").expect("the job was made with it");
    let (_, nonce) = names::decode_id(upload_id).expect("it was an upload's");
    ctx.table_mut(&COMPLETED).delete(&(bucket_id(input), *nonce));
    Ok(Struct::new())
}
