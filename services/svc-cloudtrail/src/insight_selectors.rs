//! Insight selectors: which unusual activity a trail looks for.
//!
//! Source: API Reference, PutInsightSelectors and GetInsightSelectors.

use kernel::view::List;
use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::{
    GetInsightSelectorsInput, GetInsightSelectorsOutput, InsightSelectorBuilder,
    PutInsightSelectorsInput, PutInsightSelectorsOutput, insight_type, source_event_category,
};
use crate::errors;
use crate::find::{self, Trail};
use crate::insight;
use crate::selector::{self, Facts};
use crate::state::{INSIGHT_HOURS, INSIGHT_MINUTES, INSIGHT_OPEN, INSIGHT_STATES};

pub fn put(
    ctx: &mut Ctx<'_>,
    input: PutInsightSelectorsInput<'_>,
) -> Result<PutInsightSelectorsOutput, ApiError> {
    if input.event_data_store().is_some() || input.insights_destination().is_some() {
        return Err(errors::not_implemented("Insights of event data stores"));
    }
    let name = input.trail_name();
    let name = name.ok_or_else(|| errors::bad_parameter("TrailName must be given."))?;
    let mut trail = find::own(ctx, name)?;
    let mut wanted: Vec<String> = Vec::new();
    for selector in input.insight_selectors() {
        let categories = selector.event_categories().map(List::to_vec).unwrap_or_default();
        if categories.contains(&source_event_category::DATA) {
            return Err(errors::not_implemented("Insights on data events"));
        }
        let kind = selector.insight_type();
        let kind = kind.ok_or_else(|| errors::bad_insights("InsightType must be given."))?;
        check(&trail, kind)?;
        if !wanted.iter().any(|it| it == kind) {
            wanted.push(kind.to_owned());
        }
    }
    let was_on = !trail.row.insights.is_empty();
    trail.row.insights = wanted;
    trail.save(ctx);
    match (was_on, trail.row.insights.is_empty()) {
        (false, false) if trail.row.is_logging => insight::enqueue(ctx, &trail),
        (true, true) => forget(ctx, &trail)?,
        _ => {}
    }
    Ok(PutInsightSelectorsOutput::new().trail_arn(trail.arn()).insight_selectors(shown(&trail)))
}

/// "To log Insights on the API call rate, the trail must log write management events. … on the API
/// error rate, … read or write management events."
fn check(trail: &Trail, kind: &str) -> Result<(), ApiError> {
    let takes = |is_read: bool| {
        let facts = Facts {
            name: "",
            source: "",
            is_read,
            data_type: None,
            arns: &[],
            identity: None,
            event_type: crate::record::EVENT_TYPE,
        };
        selector::takes(&trail.row, facts)
    };
    let is_logged = match kind {
        insight_type::API_CALL_RATE_INSIGHT => takes(false),
        _ => takes(false) || takes(true),
    };
    if is_logged {
        return Ok(());
    }
    Err(errors::bad_insights(format!(
        "The trail must log the management events in which {kind} looks for unusual activity."
    )))
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetInsightSelectorsInput<'_>,
) -> Result<GetInsightSelectorsOutput, ApiError> {
    if input.event_data_store().is_some() {
        return Err(errors::not_implemented("Insights of event data stores"));
    }
    let name = input.trail_name();
    let name = name.ok_or_else(|| errors::bad_parameter("TrailName must be given."))?;
    let trail = find::trail(ctx, name)?;
    if trail.row.insights.is_empty() {
        return Err(errors::no_insights(&trail.arn()));
    }
    Ok(GetInsightSelectorsOutput::new().trail_arn(trail.arn()).insight_selectors(shown(&trail)))
}

fn shown(trail: &Trail) -> Vec<InsightSelectorBuilder> {
    let kinds = trail.row.insights.iter();
    kinds
        .map(|kind| {
            InsightSelectorBuilder::new()
                .insight_type(kind)
                .event_categories(vec![source_event_category::MANAGEMENT])
        })
        .collect()
}

/// What was counted goes with the selectors, and with the trail.
pub fn forget(ctx: &mut Ctx<'_>, trail: &Trail) -> Result<(), ApiError> {
    let home = (trail.region.as_str(), trail.row.name.as_str());
    ctx.table_mut(&INSIGHT_STATES).delete_range(&Range::within(&home))?;
    let key = insight::trail_key(trail);
    let counted = (key.as_str(),);
    ctx.table_mut(&INSIGHT_MINUTES).delete_range(&Range::within(&counted))?;
    ctx.table_mut(&INSIGHT_HOURS).delete_range(&Range::within(&counted))?;
    ctx.table_mut(&INSIGHT_OPEN).delete_range(&Range::within(&counted))?;
    Ok(())
}
