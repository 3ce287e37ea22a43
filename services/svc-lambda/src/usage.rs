//! What is used of the account's limits, and what of it is told.

use kernel::{ApiError, Ctx};

use crate::api::{
    AccountLimitBuilder, AccountUsageBuilder, GetAccountSettingsInput, GetAccountSettingsOutput,
};
use crate::errors;
use crate::limits::{
    CODE_STORAGE_BYTES_MAX, CONCURRENCY_MAX, UNRESERVED_CONCURRENCY_MIN, UNZIPPED_BYTES_MAX,
    ZIP_BYTES_MAX,
};
use crate::state::{USAGE, UsageRow};

pub fn get_account_settings(
    ctx: &mut Ctx<'_>,
    _input: GetAccountSettingsInput<'_>,
) -> Result<GetAccountSettingsOutput, ApiError> {
    let usage = find(ctx)?;
    let limit = AccountLimitBuilder::new()
        .total_code_size(CODE_STORAGE_BYTES_MAX)
        .code_size_unzipped(UNZIPPED_BYTES_MAX)
        .code_size_zipped(ZIP_BYTES_MAX)
        .concurrent_executions(CONCURRENCY_MAX)
        .unreserved_concurrent_executions(usage.unreserved());
    let used = AccountUsageBuilder::new()
        .total_code_size(usage.code_bytes)
        .function_count(usage.functions);
    Ok(GetAccountSettingsOutput::new().account_limit(limit).account_usage(used))
}

pub fn find(ctx: &Ctx<'_>) -> Result<UsageRow, ApiError> {
    Ok(ctx.table(&USAGE).get(&())?.unwrap_or_default())
}

/// More or fewer functions and bytes of code.
pub fn change(ctx: &mut Ctx<'_>, functions: i64, bytes: i64) -> Result<(), ApiError> {
    let mut usage = find(ctx)?;
    usage.functions = usage.functions.saturating_add_signed(functions);
    usage.code_bytes = usage.code_bytes.saturating_add_signed(bytes);
    if bytes > 0 && usage.code_bytes > CODE_STORAGE_BYTES_MAX {
        return Err(errors::code_storage_exceeded());
    }
    ctx.table_mut(&USAGE).put(&(), &usage);
    Ok(())
}

/// Another reserved concurrency of a function.
pub fn reserve(ctx: &mut Ctx<'_>, old: Option<u32>, new: Option<u32>) -> Result<(), ApiError> {
    let mut usage = find(ctx)?;
    let others = usage.reserved_concurrency - old.unwrap_or(0);
    let reserved = others.saturating_add(new.unwrap_or(0));
    let most = CONCURRENCY_MAX - UNRESERVED_CONCURRENCY_MIN - usage.provisioned_concurrency;
    if new.is_some() && reserved > most {
        return Err(errors::unreserved_too_low(UNRESERVED_CONCURRENCY_MIN));
    }
    usage.reserved_concurrency = reserved;
    ctx.table_mut(&USAGE).put(&(), &usage);
    Ok(())
}

/// Another provisioned concurrency of a function that has none reserved.
pub fn provision(ctx: &mut Ctx<'_>, old: u32, new: u32) -> Result<(), ApiError> {
    let mut usage = find(ctx)?;
    let others = usage.provisioned_concurrency.saturating_sub(old);
    let most = CONCURRENCY_MAX - UNRESERVED_CONCURRENCY_MIN - usage.reserved_concurrency;
    if new > old && others.saturating_add(new) > most {
        return Err(errors::provisioned_too_many());
    }
    usage.provisioned_concurrency = others.saturating_add(new);
    ctx.table_mut(&USAGE).put(&(), &usage);
    Ok(())
}

impl UsageRow {
    /// What functions share that have none for themselves.
    pub fn unreserved(&self) -> u32 {
        CONCURRENCY_MAX.saturating_sub(self.reserved_concurrency + self.provisioned_concurrency)
    }
}
