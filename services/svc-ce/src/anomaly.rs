//! GetAnomalies, and what people say of them.

use billing::calendar::{hour_of_day, instant_of};
use jiff::civil::Date;
use kernel::{ApiError, Ctx, page};
use store::Range;

use crate::anomaly_state::{ANOMALIES, AnomalyRow, id_of, monitor_arn};
use crate::api::{
    AnomalyBuilder, AnomalyScoreBuilder, GetAnomaliesInput, GetAnomaliesOutput, ImpactBuilder,
    ProvideAnomalyFeedbackInput, ProvideAnomalyFeedbackOutput, RootCauseBuilder,
    RootCauseImpactBuilder, TotalImpactFilter, numeric_operator as operator,
};
use crate::errors;
use crate::limits::ANOMALY_PAGE;

fn day(text: &str) -> Result<u32, ApiError> {
    let day: Result<Date, _> = text.get(..10).unwrap_or(text).parse();
    let day = day.map_err(|_| errors::validation(format!("{text} is not a date (yyyy-MM-dd).")))?;
    Ok(hour_of_day(day))
}

pub fn get_anomalies(
    ctx: &mut Ctx<'_>,
    input: GetAnomaliesInput<'_>,
) -> Result<GetAnomaliesOutput, ApiError> {
    const NAME: &str = "GetAnomalies";
    let interval = input.date_interval();
    let from = day(interval.start_date())?;
    let until = interval.end_date().map(day).transpose()?.unwrap_or(u32::MAX);
    if until < from {
        return Err(errors::order_of_dates());
    }
    let after = match input.next_page_token() {
        None => None,
        Some(token) => {
            let id = page::decode(NAME, token).and_then(|it| String::from_utf8(it).ok());
            Some(id.ok_or_else(errors::bad_token)?)
        }
    };
    let monitor = input.monitor_arn().map(id_of);
    let max = input.max_results().map_or(ANOMALY_PAGE, |max| max.clamp(1, 100) as usize);
    let (mut found, mut token, mut last) = (Vec::new(), None, String::new());
    let mut is_past = after.is_none();
    for entry in ctx.table(&ANOMALIES).scan(&Range::all()) {
        let ((start, id), row) = entry?;
        if !is_past {
            is_past = after.as_deref() == Some(id.as_str());
            continue;
        }
        let is_asked = row.end >= from
            && start <= until
            && monitor.is_none_or(|monitor| row.monitor == monitor)
            && input.feedback().is_none_or(|it| row.feedback.as_deref() == Some(it));
        if !is_asked || !input.total_impact().is_none_or(|it| is_within(it, row.impact())) {
            continue;
        }
        if found.len() == max {
            token = Some(page::encode(NAME, last.as_bytes()));
            break;
        }
        last.clone_from(&id);
        found.push(shown(ctx, start, id, row));
    }
    Ok(GetAnomaliesOutput::new().anomalies(found).next_page_token(token))
}

fn is_within(filter: TotalImpactFilter<'_>, impact: f64) -> bool {
    let (start, end) = (filter.start_value(), filter.end_value());
    match filter.numeric_operator() {
        operator::EQUAL => (impact - start).abs() < f64::EPSILON,
        operator::GREATER_THAN => impact > start,
        operator::GREATER_THAN_OR_EQUAL => impact >= start,
        operator::LESS_THAN => impact < start,
        operator::LESS_THAN_OR_EQUAL => impact <= start,
        _ => impact >= start && end.is_none_or(|end| impact <= end),
    }
}

fn shown(ctx: &Ctx<'_>, start: u32, id: String, row: AnomalyRow) -> AnomalyBuilder {
    let impact = ImpactBuilder::new()
        .max_impact(row.worst)
        .total_impact(row.impact())
        .total_actual_spend(row.actual)
        .total_expected_spend(row.expected)
        .total_impact_percentage(row.percentage());
    let score = AnomalyScoreBuilder::new().max_score(row.score_max).current_score(row.score);
    let value = Some(row.value).filter(|value| !value.is_empty());
    let causes = row.causes.into_iter().map(|cause| {
        RootCauseBuilder::new()
            .service(cause.service)
            .region(cause.region)
            .linked_account(cause.account)
            .usage_type(cause.usage_type)
            .impact(RootCauseImpactBuilder::new().contribution(cause.more))
    });
    AnomalyBuilder::new()
        .anomaly_id(id)
        .anomaly_start_date(instant_of(start))
        .anomaly_end_date(instant_of(row.end))
        .dimension_value(value)
        .root_causes(causes.collect::<Vec<_>>())
        .anomaly_score(score)
        .impact(impact)
        .monitor_arn(monitor_arn(ctx, &row.monitor))
        .feedback(row.feedback)
}

pub fn provide_anomaly_feedback(
    ctx: &mut Ctx<'_>,
    input: ProvideAnomalyFeedbackInput<'_>,
) -> Result<ProvideAnomalyFeedbackOutput, ApiError> {
    let wanted = input.anomaly_id();
    let mut found = None;
    for entry in ctx.table(&ANOMALIES).scan(&Range::all()) {
        let (key, row) = entry?;
        if key.1 == wanted {
            found = Some((key, row));
            break;
        }
    }
    let Some((key, mut row)) = found else {
        return Err(errors::validation(format!("There is no anomaly {wanted}.")));
    };
    row.feedback = Some(input.feedback().to_owned());
    ctx.table_mut(&ANOMALIES).put(&key, &row);
    Ok(ProvideAnomalyFeedbackOutput::new().anomaly_id(wanted))
}
