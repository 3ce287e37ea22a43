//! ListMetrics.

use kernel::view::List;
use kernel::{ApiError, Ctx, page};
use store::Range;

use crate::api::{DimensionFilter, ListMetricsInput, ListMetricsOutput};
use crate::errors;
use crate::fold;
use crate::limits;
use crate::query;
use crate::reckoned;
use crate::series;
use crate::state::{SERIES, SeriesKey};

const OPERATION: &str = "ListMetrics";
/// Between the parts of a position; no part has it.
const SEPARATOR: char = '\u{1d}';

pub fn list_metrics(
    ctx: &mut Ctx<'_>,
    input: ListMetricsInput<'_>,
) -> Result<ListMetricsOutput, ApiError> {
    if input.include_linked_accounts() == Some(true) || input.owning_account().is_some() {
        return Err(errors::not_implemented("metrics of linked accounts"));
    }
    let mut range = match (input.namespace(), input.metric_name()) {
        (Some(namespace), Some(name)) => Range::within(&(namespace, name)),
        (Some(namespace), None) => Range::within(&(namespace,)),
        (None, _) => Range::all(),
    };
    if let Some(token) = input.next_token() {
        let key = read_token(token).ok_or_else(errors::invalid_list_token)?;
        range = range.after(&key);
    }
    fold::fold(ctx)?;
    for namespace in [reckoned::BILLING, reckoned::STORAGE] {
        if input.namespace().is_none_or(|asked| asked == namespace) {
            reckoned::catch_up(ctx, namespace)?;
        }
    }
    let seconds = input.recently_active().map_or(limits::LISTED_S, |_| limits::RECENT_S);
    let oldest = ctx.now().secs() - seconds;
    let mut found = Vec::new();
    let mut last: Option<SeriesKey> = None;
    let table = ctx.table(&SERIES);
    let mut rows = table.scan(&range);
    for _ in 0..limits::EXAMINED_PER_PAGE {
        if found.len() == limits::METRICS_PER_PAGE {
            break;
        }
        let Some((key, row)) = rows.next().transpose()? else {
            last = None;
            break;
        };
        let dimensions = series::dimensions_of(&key.2);
        let is_named = input.metric_name().is_none_or(|name| name == key.1);
        if row.last >= oldest && is_named && has_all(input.dimensions(), &dimensions) {
            found.push(query::show_metric(&key.0, &key.1, &dimensions));
        }
        last = Some(key);
    }
    let has_more = last.is_some() && rows.next().transpose()?.is_some();
    let token = last.filter(|_| has_more).map(|(namespace, name, dimensions)| {
        let position = [namespace, name, dimensions].join(&SEPARATOR.to_string());
        page::encode(OPERATION, position.as_bytes())
    });
    Ok(ListMetricsOutput::new().metrics(found).next_token(token))
}

fn has_all(wanted: Option<List<'_, DimensionFilter<'_>>>, dimensions: &[(String, String)]) -> bool {
    let mut wanted = wanted.into_iter().flat_map(List::iter);
    wanted.all(|filter| {
        let is_value = |value: &str| filter.value().is_none_or(|wanted| wanted == value);
        dimensions.iter().any(|(name, value)| name == filter.name() && is_value(value))
    })
}

fn read_token(token: &str) -> Option<SeriesKey> {
    let position = String::from_utf8(page::decode(OPERATION, token)?).ok()?;
    let mut parts = position.split(SEPARATOR).map(str::to_owned);
    Some((parts.next()?, parts.next()?, parts.next()?))
}
