//! GetObjectTorrent, of which AWS has kept the refusal.
//!
//! BitTorrent ended for new customers on April 29, 2021, and for all a year later. Source: S3 API
//! Reference, GetObjectTorrent; "Error responses", MethodNotAllowed. [U]: that it is this error,
//! and the type of resource in it.

use kernel::{ApiError, Ctx};

use crate::api::{GetObjectTorrentInput, GetObjectTorrentOutput};
use crate::bucket;
use crate::errors;

pub fn get_object_torrent(
    ctx: &mut Ctx,
    input: GetObjectTorrentInput<'_>,
) -> Result<GetObjectTorrentOutput, ApiError> {
    bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    Err(errors::method_not_allowed("TORRENT").with_member("Method", "GET"))
}
