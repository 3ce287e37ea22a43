//! Point-in-time recovery: UpdateContinuousBackups, DescribeContinuousBackups,
//! RestoreTableToPointInTime.

use std::time::Duration;

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Scope, Timestamp};

use crate::api::{
    ContinuousBackupsDescriptionBuilder, DescribeContinuousBackupsInput,
    DescribeContinuousBackupsOutput, PointInTimeRecoveryDescriptionBuilder,
    RestoreTableToPointInTimeInput, RestoreTableToPointInTimeOutput, UpdateContinuousBackupsInput,
    UpdateContinuousBackupsOutput, error,
};
use crate::errors;
use crate::history::Instant;
use crate::limits;
use crate::names;
use crate::pins::{self, Held};
use crate::restore::{self, Overrides, Source};
use crate::schema::Throughput;
use crate::state::{TABLES, TableRef, TableRow};

pub fn update_continuous_backups(
    ctx: &mut Ctx<'_>,
    input: UpdateContinuousBackupsInput<'_>,
) -> Result<UpdateContinuousBackupsOutput, ApiError> {
    let mut table = names::find_for_backup(ctx, input.table_name())?;
    let specification = input.point_in_time_recovery_specification();
    let days = specification.recovery_period_in_days();
    let held = Held { scope: ctx.scope(), table: table.name.clone(), space: table.row.space };
    let history = &mut table.row.history;
    match (history.recovery_since, specification.point_in_time_recovery_enabled()) {
        (None, true) => {
            history.recovery_since = Some(ctx.now().micros());
            history.recovery_days = days.unwrap_or(*limits::RECOVERY_DAYS.end());
            let at = ctx.now() + Duration::from_hours(24);
            pins::leave_prune(ctx, &held, Some(at));
        }
        (Some(_), true) => history.recovery_days = days.unwrap_or(history.recovery_days),
        (Some(_), false) => {
            history.recovery_since = None;
            pins::leave_prune(ctx, &held, None);
        }
        (None, false) if days.is_some() => {
            return Err(errors::ours(
                "RecoveryPeriodInDays can only be specified when PointInTimeRecoveryEnabled is \
                 true",
            ));
        }
        (None, false) => {}
    }
    names::save(ctx, &table);
    Ok(UpdateContinuousBackupsOutput::new()
        .continuous_backups_description(describe(ctx.now(), &table.row)))
}

pub fn describe_continuous_backups(
    ctx: &mut Ctx<'_>,
    input: DescribeContinuousBackupsInput<'_>,
) -> Result<DescribeContinuousBackupsOutput, ApiError> {
    let table = names::find_for_backup(ctx, input.table_name())?;
    Ok(DescribeContinuousBackupsOutput::new()
        .continuous_backups_description(describe(ctx.now(), &table.row)))
}

fn describe(now: Timestamp, row: &TableRow) -> ContinuousBackupsDescriptionBuilder {
    let recovery = match window(now, row) {
        None => {
            PointInTimeRecoveryDescriptionBuilder::new().point_in_time_recovery_status("DISABLED")
        }
        Some((earliest, latest)) => PointInTimeRecoveryDescriptionBuilder::new()
            .point_in_time_recovery_status("ENABLED")
            .recovery_period_in_days(row.history.recovery_days)
            .earliest_restorable_date_time(earliest)
            .latest_restorable_date_time(latest),
    };
    ContinuousBackupsDescriptionBuilder::new()
        .continuous_backups_status("ENABLED")
        .point_in_time_recovery_description(recovery)
}

/// The earliest and the latest instant to which the table can be restored.
pub fn window(now: Timestamp, row: &TableRow) -> Option<(Timestamp, Timestamp)> {
    let since = row.history.recovery_since?;
    let earliest = since.max(now.micros() - row.history.recovery_days * 86_400_000_000);
    let latest = now.micros() - limits::RECOVERY_DELAY_SECONDS * 1_000_000;
    Some((Timestamp::from_micros(earliest), Timestamp::from_micros(latest.max(earliest))))
}

pub fn restore_table_to_point_in_time(
    ctx: &mut Ctx<'_>,
    input: RestoreTableToPointInTimeInput<'_>,
) -> Result<RestoreTableToPointInTimeOutput, ApiError> {
    let (scope, table) = source(ctx, input)?;
    let Some((earliest, latest)) = window(ctx.now(), &table.row) else {
        return Err(error::point_in_time_recovery_unavailable_exception(format!(
            "Point in time recovery is not enabled for table '{}'",
            table.name
        )));
    };
    let instant = match (input.restore_date_time(), input.use_latest_restorable_time()) {
        (Some(_), Some(true)) | (None, None | Some(false)) => {
            return Err(errors::ours(
                "Either RestoreDateTime or UseLatestRestorableTime must be specified",
            ));
        }
        (None, Some(true)) => latest,
        (Some(at), _) => at,
    };
    if instant < earliest || instant > latest {
        return Err(error::invalid_restore_time_exception(format!(
            "The RestoreDateTime must be between EarliestRestorableDateTime {} and \
             LatestRestorableDateTime {}",
            earliest.iso8601_millis(),
            latest.iso8601_millis()
        )));
    }
    let arn =
        Arn { region: scope.region().to_owned(), ..ctx.arn(&format!("table/{}", table.name)) };
    let source = Source {
        held: Held { scope, table: table.name.clone(), space: table.row.space },
        row: TableRow::clone(&table.row),
        instant: Instant::end_of(instant.micros()),
        backup_arn: None,
        table_arn: arn.to_string(),
    };
    let overrides = Overrides {
        billing_mode: input.billing_mode_override(),
        throughput: Throughput {
            provisioned: input.provisioned_throughput_override(),
            on_demand: input.on_demand_throughput_override(),
            warm: None,
        },
        global: input.global_secondary_index_override(),
        local: input.local_secondary_index_override(),
        vectors: input.vector_index_override(),
        encryption: input.sse_specification_override(),
    };
    let table = restore::begin(ctx, input.target_table_name(), source, &overrides)?;
    Ok(RestoreTableToPointInTimeOutput::new()
        .table_description(crate::describe::table(ctx, &table)?))
}

/// The table whose past is wanted: by name here, or by ARN in any region.
fn source(
    ctx: &Ctx<'_>,
    input: RestoreTableToPointInTimeInput<'_>,
) -> Result<(Scope, TableRef), ApiError> {
    let (region, name) = match (input.source_table_name(), input.source_table_arn()) {
        (Some(name), None) => (ctx.region(), name.to_owned()),
        (None, Some(text)) => {
            let arn = Arn::parse(text).filter(|arn| arn.service == "dynamodb");
            let region = arn.as_ref().and_then(Arn::region);
            let name = arn.as_ref().and_then(|arn| arn.resource.strip_prefix("table/"));
            match (region, name) {
                (Some(region), Some(name)) => (region, name.to_owned()),
                _ => return Err(errors::ours(format!("Invalid table ARN: {text}"))),
            }
        }
        _ => {
            return Err(errors::ours(
                "Exactly one of SourceTableName and SourceTableArn must be specified",
            ));
        }
    };
    let scope = Scope::new(ctx.account().digits(), region.as_str());
    match ctx.table_in(&TABLES, scope).get(&name)? {
        Some(row) => Ok((scope, TableRef::new(name, row))),
        None => Err(error::table_not_found_exception(format!("Table not found: {name}"))),
    }
}
