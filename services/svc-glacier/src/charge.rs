//! What vaults cost: bytes that lie in them, bytes that are fetched, and archives that do not stay.
//!
//! Source: Amazon S3 Glacier pricing (API): 32 KB are stored with each archive for its index; what
//! is deleted within 90 days is charged for the rest of them; requests and bytes of retrievals by
//! tier. Written from memory [U], as the names of the usage types of retrievals' requests are.

use kernel::{ApiError, Ctx};

use crate::state::ArchiveRow;
use crate::vault::Vault;

const OVERHEAD_BYTES: u64 = 32 * 1024;
const LEAST_DAYS: i64 = 90;
const HOUR_US: i64 = 3_600_000_000;
const STORED: &str = "TimedStorage-ByteHrs";

pub fn stored(ctx: &mut Ctx, vault: &Vault, size: u64) -> Result<(), ApiError> {
    ctx.meter_level(STORED, &vault.arn(ctx), (size + OVERHEAD_BYTES).cast_signed())
}

pub fn deleted(ctx: &mut Ctx, vault: &Vault, row: &ArchiveRow) -> Result<(), ApiError> {
    let bytes = row.size + OVERHEAD_BYTES;
    let arn = vault.arn(ctx);
    ctx.meter_level(STORED, &arn, -bytes.cast_signed())?;
    let end = row.created_us + LEAST_DAYS * 24 * HOUR_US;
    let hours = ((end - ctx.now().micros()) / HOUR_US).max(0).cast_unsigned();
    ctx.meter_for("EarlyDelete-ByteHrs", &arn, bytes.saturating_mul(hours));
    Ok(())
}

pub fn retrieved(ctx: &Ctx, vault: &Vault, tier: &str, bytes: u64) {
    let (request, amount) = match tier {
        "Expedited" => ("Requests-Expedited", "Expedited-Retrieval-Bytes"),
        "Bulk" => ("Requests-Bulk", "Bulk-Retrieval-Bytes"),
        _ => ("Requests-Standard", "Standard-Retrieval-Bytes"),
    };
    let arn = vault.arn(ctx);
    ctx.meter_for(request, &arn, 1);
    ctx.meter_for(amount, &arn, bytes);
}
