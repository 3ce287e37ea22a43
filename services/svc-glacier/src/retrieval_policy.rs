//! How much may be retrieved, and capacity that is bought for Expedited retrievals.
//!
//! Only Standard retrievals of archives count against the policy. Source: API Reference,
//! SetDataRetrievalPolicy, PurchaseProvisionedCapacity; Developer Guide, "Data retrieval policies"
//! (Free Tier Only, Max Retrieval Rate, No Retrieval Limit).

use jiff::tz::Offset;
use kernel::{ApiError, Ctx, Struct, Timestamp};
use store::Range;

use crate::api::{
    GetDataRetrievalPolicyInput, GetDataRetrievalPolicyOutput, ListProvisionedCapacityInput,
    ListProvisionedCapacityOutput, PurchaseProvisionedCapacityInput,
    PurchaseProvisionedCapacityOutput, SetDataRetrievalPolicyInput, SetDataRetrievalPolicyOutput,
};
use crate::errors;
use crate::limits::{CAPACITY_MAX, FREE_BYTES_A_MONTH};
use crate::state::{
    CAPACITY, CapacityRow, RETRIEVAL_POLICY, RETRIEVED, RetrievalPolicyRow, Strategy,
};
use crate::vault::time;

const HOUR_US: i64 = 3600 * 1_000_000;
/// "No Retrieval Limit" is what every account has until it sets another.
const UNLIMITED: RetrievalPolicyRow =
    RetrievalPolicyRow { strategy: Strategy::None, bytes_per_hour: None };
const CAPACITY_ID_LEN: usize = 46;

pub fn set_data_retrieval_policy(
    ctx: &mut Ctx,
    input: SetDataRetrievalPolicyInput<'_>,
) -> Result<SetDataRetrievalPolicyOutput, ApiError> {
    let rules = input.0.structure("Policy").and_then(|it| it.list("Rules")).unwrap_or_default();
    let [rule] = rules else {
        return Err(errors::invalid("A data retrieval policy has exactly one rule."));
    };
    let rule = rule.as_struct().ok_or_else(ApiError::internal)?;
    let bytes = rule.int("BytesPerHour");
    let row = match (rule.str("Strategy"), bytes) {
        (Some("FreeTier"), None) => {
            RetrievalPolicyRow { strategy: Strategy::FreeTier, bytes_per_hour: None }
        }
        (Some("None"), None) => UNLIMITED,
        (Some("BytesPerHour"), Some(bytes)) if bytes > 0 => RetrievalPolicyRow {
            strategy: Strategy::BytesPerHour,
            bytes_per_hour: Some(bytes as u64),
        },
        (Some("FreeTier" | "None" | "BytesPerHour"), _) => {
            return Err(errors::invalid(
                "BytesPerHour is required with the strategy of that name, and with no other.",
            ));
        }
        (strategy, _) => {
            let strategy = strategy.unwrap_or("");
            return Err(errors::invalid(format!("Invalid strategy: {strategy}")));
        }
    };
    ctx.table_mut(&RETRIEVAL_POLICY).put(&(), &row);
    Ok(SetDataRetrievalPolicyOutput(Struct::new()))
}

pub fn get_data_retrieval_policy(
    ctx: &mut Ctx,
    _: GetDataRetrievalPolicyInput<'_>,
) -> Result<GetDataRetrievalPolicyOutput, ApiError> {
    let row = ctx.table(&RETRIEVAL_POLICY).get(&())?.unwrap_or(UNLIMITED);
    let strategy = match row.strategy {
        Strategy::FreeTier => "FreeTier",
        Strategy::BytesPerHour => "BytesPerHour",
        Strategy::None => "None",
    };
    let mut rule = Struct::new().with("Strategy", strategy);
    if let Some(bytes) = row.bytes_per_hour {
        rule.set("BytesPerHour", bytes as i64);
    }
    let policy = Struct::new().with("Rules", vec![rule]);
    Ok(GetDataRetrievalPolicyOutput(Struct::new().with("Policy", policy)))
}

/// Refuses a Standard retrieval that is too much, and counts one that is not.
pub fn charge(ctx: &mut Ctx, job: &str, bytes: u64) -> Result<(), ApiError> {
    let policy = ctx.table(&RETRIEVAL_POLICY).get(&())?.unwrap_or(UNLIMITED);
    let now = ctx.now().micros();
    let (since, most) = match policy.strategy {
        Strategy::None => (now, u64::MAX),
        Strategy::BytesPerHour => (now - HOUR_US, policy.bytes_per_hour.unwrap_or(u64::MAX)),
        Strategy::FreeTier => (month_of(ctx.now()), FREE_BYTES_A_MONTH),
    };
    if policy.strategy != Strategy::None {
        let range = Range::all().from(&(since, ""));
        let mut sum = bytes;
        for entry in ctx.table(&RETRIEVED).scan(&range) {
            sum = sum.saturating_add(entry?.1);
        }
        if sum > most {
            return Err(errors::policy_enforced());
        }
    }
    // What is older than a month counts for nobody.
    let old = Range::all().before(&(month_of(ctx.now()), ""));
    ctx.table_mut(&RETRIEVED).delete_range(&old)?;
    ctx.table_mut(&RETRIEVED).put(&(now, job), &bytes);
    Ok(())
}

/// When the calendar month began, and no later than an hour ago.
fn month_of(now: Timestamp) -> i64 {
    let first = Offset::UTC.to_datetime(now.to_jiff()).first_of_month().start_of_day();
    let first = Offset::UTC.to_timestamp(first);
    let began = first.map_or(0, jiff::Timestamp::as_microsecond);
    began.min(now.micros() - HOUR_US)
}

pub fn purchase_provisioned_capacity(
    ctx: &mut Ctx,
    _: PurchaseProvisionedCapacityInput<'_>,
) -> Result<PurchaseProvisionedCapacityOutput, ApiError> {
    let now = ctx.now().micros();
    let rows = ctx.table(&CAPACITY).scan(&Range::all()).collect::<Result<Vec<_>, _>>()?;
    for (id, _) in rows.iter().filter(|(_, row)| row.to_us <= now) {
        ctx.table_mut(&CAPACITY).delete(id.as_str());
    }
    if rows.iter().filter(|(_, row)| row.to_us > now).count() >= CAPACITY_MAX {
        return Err(errors::limit_exceeded(format!(
            "The account has {CAPACITY_MAX} units of provisioned capacity, which is the limit."
        )));
    }
    let begin = Offset::UTC.to_datetime(ctx.now().to_jiff());
    let end = begin.saturating_add(jiff::Span::new().months(1));
    let end = Offset::UTC.to_timestamp(end).map_err(|_| ApiError::internal())?;
    let id = ctx.chance().alphanumeric(CAPACITY_ID_LEN);
    let row = CapacityRow { from_us: now, to_us: end.as_microsecond() };
    ctx.table_mut(&CAPACITY).put(id.as_str(), &row);
    Ok(PurchaseProvisionedCapacityOutput(Struct::new().with("capacityId", id)))
}

pub fn list_provisioned_capacity(
    ctx: &mut Ctx,
    _: ListProvisionedCapacityInput<'_>,
) -> Result<ListProvisionedCapacityOutput, ApiError> {
    let now = ctx.now().micros();
    let mut shown = Vec::new();
    for entry in ctx.table(&CAPACITY).scan(&Range::all()) {
        let (id, row) = entry?;
        if row.to_us > now {
            shown.push(
                Struct::new()
                    .with("CapacityId", id)
                    .with("StartDate", time(row.from_us))
                    .with("ExpirationDate", time(row.to_us)),
            );
        }
    }
    let output = Struct::new().with("ProvisionedCapacityList", shown);
    Ok(ListProvisionedCapacityOutput(output))
}
