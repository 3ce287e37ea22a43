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
use crate::insight::{self, Category};
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
    let (mut management, mut data): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for selector in input.insight_selectors() {
        let kind = selector.insight_type();
        let kind = kind.ok_or_else(|| errors::bad_insights("InsightType must be given."))?;
        // "If EventCategories is not provided, the specified Insights types are enabled on
        // management API calls by default."
        let categories = selector.event_categories().map(List::to_vec);
        for category in categories.unwrap_or_else(|| vec![source_event_category::MANAGEMENT]) {
            let wanted = if category == source_event_category::DATA {
                check_data(&trail, kind)?;
                &mut data
            } else {
                check(&trail, kind)?;
                &mut management
            };
            if !wanted.iter().any(|it| it == kind) {
                wanted.push(kind.to_owned());
            }
        }
    }
    let was_on = trail.row.has_insights();
    let stopped = [
        (Category::Management, management.is_empty() && !trail.row.insights.is_empty()),
        (Category::Data, data.is_empty() && !trail.row.data_insights.is_empty()),
    ];
    (trail.row.insights, trail.row.data_insights) = (management, data);
    trail.save(ctx);
    if !was_on && trail.row.has_insights() && trail.row.is_logging {
        insight::enqueue(ctx, &trail);
    }
    for (category, _) in stopped.into_iter().filter(|(_, has_stopped)| *has_stopped) {
        forget_category(ctx, &trail, category)?;
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

/// "To log CloudTrail Insights on the API call rate or API error rate, the trail must log read or
/// write data events."
fn check_data(trail: &Trail, kind: &str) -> Result<(), ApiError> {
    if selector::kinds(&trail.row) != 0 {
        return Ok(());
    }
    Err(errors::bad_insights(format!(
        "The trail must log the data events in which {kind} looks for unusual activity."
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
    if !trail.row.has_insights() {
        return Err(errors::no_insights(&trail.arn()));
    }
    Ok(GetInsightSelectorsOutput::new().trail_arn(trail.arn()).insight_selectors(shown(&trail)))
}

fn shown(trail: &Trail) -> Vec<InsightSelectorBuilder> {
    let row = &trail.row;
    let kinds = [insight_type::API_CALL_RATE_INSIGHT, insight_type::API_ERROR_RATE_INSIGHT];
    let mut out = Vec::new();
    for kind in kinds {
        let categories: Vec<&str> = [
            (source_event_category::MANAGEMENT, &row.insights),
            (source_event_category::DATA, &row.data_insights),
        ]
        .into_iter()
        .filter(|(_, kinds)| kinds.iter().any(|it| it == kind))
        .map(|(category, _)| category)
        .collect();
        if !categories.is_empty() {
            let one = InsightSelectorBuilder::new().insight_type(kind);
            out.push(one.event_categories(categories));
        }
    }
    out
}

/// What was counted goes with the selectors, and with the trail.
pub fn forget(ctx: &mut Ctx<'_>, trail: &Trail) -> Result<(), ApiError> {
    Category::ALL.into_iter().try_for_each(|category| forget_category(ctx, trail, category))
}

fn forget_category(ctx: &mut Ctx<'_>, trail: &Trail, category: Category) -> Result<(), ApiError> {
    let name = category.name(trail);
    let home = (trail.region.as_str(), name.as_str());
    ctx.table_mut(&INSIGHT_STATES).delete_range(&Range::within(&home))?;
    let key = insight::trail_key(trail, category);
    let counted = (key.as_str(),);
    ctx.table_mut(&INSIGHT_MINUTES).delete_range(&Range::within(&counted))?;
    ctx.table_mut(&INSIGHT_HOURS).delete_range(&Range::within(&counted))?;
    ctx.table_mut(&INSIGHT_OPEN).delete_range(&Range::within(&counted))?;
    Ok(())
}
