//! What a repository costs: what it keeps.

use kernel::{ApiError, Ctx};

/// Gigabyte months of private repositories.
const STORAGE: &str = "TimedStorage-ByteHrs";

/// So many bytes more, or less, of layers.
pub fn stored(ctx: &mut Ctx<'_>, repository: &str, bytes: i64) -> Result<(), ApiError> {
    let arn = ctx.arn(&format!("repository/{repository}")).to_string();
    ctx.meter_level(STORAGE, &arn, bytes)
}
