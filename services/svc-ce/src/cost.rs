//! GetCostAndUsage and GetCostAndUsageWithResources.

use std::collections::BTreeMap;
use std::ops::Range;

use billing::filter::{check_dimension, dimension};
use billing::{Granularity, Item, Money, Quantity};
use kernel::view::List;
use kernel::{ApiError, Ctx, page};

use crate::api::{
    DateIntervalBuilder, DimensionValuesWithAttributesBuilder, Expression, GetCostAndUsageInput,
    GetCostAndUsageOutput, GetCostAndUsageWithResourcesInput, GetCostAndUsageWithResourcesOutput,
    GroupBuilder, GroupDefinition, GroupDefinitionBuilder, MetricValueBuilder, ResultByTimeBuilder,
    group_definition_type as kind,
};
use crate::errors;
use crate::limits;
use crate::question::{self, Costs};

const METRICS: [&str; 7] = [
    "AmortizedCost",
    "BlendedCost",
    "NetAmortizedCost",
    "NetUnblendedCost",
    "NormalizedUsageAmount",
    "UnblendedCost",
    "UsageQuantity",
];

/// A way of telling costs apart.
pub enum Key {
    Dimension(String),
    Tag(String),
    Category(String),
}

/// What a group comes to.
#[derive(Default)]
struct Sum {
    cost: Money,
    quantity: Quantity,
    unit: Option<&'static str>,
    is_mixed: bool,
}

/// The parts of both operations' requests.
struct Asked<'a> {
    operation: &'static str,
    hours: Range<u32>,
    granularity: Granularity,
    metrics: Vec<String>,
    keys: Vec<Key>,
    filter: Option<Expression<'a>>,
    first: usize,
}

type Results =
    (Vec<ResultByTimeBuilder>, Option<String>, Vec<DimensionValuesWithAttributesBuilder>);

pub fn get_cost_and_usage(
    ctx: &mut Ctx<'_>,
    input: GetCostAndUsageInput<'_>,
) -> Result<GetCostAndUsageOutput, ApiError> {
    let asked = Asked {
        operation: "GetCostAndUsage",
        hours: question::period(input.time_period())?,
        granularity: question::granularity(input.granularity()),
        metrics: metrics(Some(input.metrics()))?,
        keys: keys(input.group_by(), false)?,
        filter: input.filter(),
        first: first("GetCostAndUsage", input.next_page_token())?,
    };
    refuse_view(input.billing_view_arn())?;
    let definitions = definitions(&asked.keys);
    let (results, token, attributes) = answer(ctx, asked)?;
    Ok(GetCostAndUsageOutput::new()
        .group_definitions(definitions)
        .results_by_time(results)
        .dimension_value_attributes(attributes)
        .next_page_token(token))
}

pub fn get_cost_and_usage_with_resources(
    ctx: &mut Ctx<'_>,
    input: GetCostAndUsageWithResourcesInput<'_>,
) -> Result<GetCostAndUsageWithResourcesOutput, ApiError> {
    let asked = Asked {
        operation: "GetCostAndUsageWithResources",
        hours: question::period(input.time_period())?,
        granularity: question::granularity(input.granularity()),
        metrics: metrics(input.metrics())?,
        keys: keys(input.group_by(), true)?,
        filter: Some(input.filter()),
        first: first("GetCostAndUsageWithResources", input.next_page_token())?,
    };
    refuse_view(input.billing_view_arn())?;
    let definitions = definitions(&asked.keys);
    let (results, token, attributes) = answer(ctx, asked)?;
    Ok(GetCostAndUsageWithResourcesOutput::new()
        .group_definitions(definitions)
        .results_by_time(results)
        .dimension_value_attributes(attributes)
        .next_page_token(token))
}

/// Billing views are shares of a bill; there is only the whole one.
pub fn refuse_view(arn: Option<&str>) -> Result<(), ApiError> {
    match arn {
        Some(arn) if !arn.ends_with("billingview/primary") => {
            Err(errors::not_implemented("billing views but the primary one"))
        }
        _ => Ok(()),
    }
}

fn metrics(given: Option<List<'_, &str>>) -> Result<Vec<String>, ApiError> {
    let names: Vec<&str> = given.map(|given| given.iter().collect()).unwrap_or_default();
    let names = if names.is_empty() { vec!["UnblendedCost"] } else { names };
    names.into_iter().map(metric).collect()
}

/// A metric by its name, which clients write in either form.
pub fn metric(name: &str) -> Result<String, ApiError> {
    let snake = name.replace('_', "");
    let known = METRICS.iter().find(|known| known.eq_ignore_ascii_case(&snake));
    known.map(|known| (*known).to_owned()).ok_or_else(|| {
        errors::validation(format!("{name} is not a metric: one of {}.", METRICS.join(", ")))
    })
}

pub fn keys(
    given: Option<List<'_, GroupDefinition<'_>>>,
    with_resources: bool,
) -> Result<Vec<Key>, ApiError> {
    let mut keys = Vec::new();
    for group in given.into_iter().flat_map(List::iter) {
        let key = group.key().unwrap_or_default().to_owned();
        if key.is_empty() {
            return Err(errors::validation("A group needs a Key."));
        }
        keys.push(match group.type_() {
            Some(kind::DIMENSION) => {
                if key == "RESOURCE_ID" && !with_resources {
                    return Err(errors::validation(
                        "RESOURCE_ID is a dimension of GetCostAndUsageWithResources.",
                    ));
                }
                check_dimension(&key).map_err(errors::of_fault)?;
                Key::Dimension(key)
            }
            Some(kind::TAG) => Key::Tag(key),
            Some(kind::COST_CATEGORY) => Key::Category(key),
            Some(other) => return Err(errors::not_implemented(&format!("groups by {other}"))),
            None => return Err(errors::validation("A group needs a Type.")),
        });
    }
    if keys.len() > limits::GROUPS_MAX {
        return Err(errors::validation("At most two groups can be given."));
    }
    Ok(keys)
}

fn first(operation: &str, token: Option<&str>) -> Result<usize, ApiError> {
    let Some(token) = token else { return Ok(0) };
    let position = page::decode(operation, token).ok_or_else(errors::bad_token)?;
    let position: [u8; 4] = position.try_into().map_err(|_| errors::bad_token())?;
    Ok(u32::from_be_bytes(position) as usize)
}

fn definitions(keys: &[Key]) -> Option<Vec<GroupDefinitionBuilder>> {
    let shown = keys.iter().map(|key| match key {
        Key::Dimension(key) => {
            GroupDefinitionBuilder::new().type_(kind::DIMENSION).key(key.as_str())
        }
        Key::Tag(key) => GroupDefinitionBuilder::new().type_(kind::TAG).key(key.as_str()),
        Key::Category(key) => {
            GroupDefinitionBuilder::new().type_(kind::COST_CATEGORY).key(key.as_str())
        }
    });
    (!keys.is_empty()).then(|| shown.collect())
}

fn answer(ctx: &mut Ctx<'_>, asked: Asked<'_>) -> Result<Results, ApiError> {
    let granularity = asked.granularity;
    question::check_past(ctx, &asked.hours, granularity)?;
    let mut costs = Costs::read(ctx, asked.hours.clone(), granularity)?;
    costs.filter(ctx, asked.filter)?;
    let stretches = granularity.cut(&asked.hours);
    let mut sums: BTreeMap<u32, BTreeMap<Vec<String>, Sum>> = BTreeMap::new();
    for item in std::mem::take(&mut costs.items) {
        let keys = keys_of(ctx, &mut costs, &asked.keys, &item);
        let start = stretches.partition_point(|it| it.end <= item.hours.start);
        let sum = sums.entry(start as u32).or_default().entry(keys).or_default();
        sum.add(&item);
    }
    let now = kernel::meter::hour_of(ctx.now());
    let (mut results, mut rows, mut token) = (Vec::new(), 0, None);
    for (at, stretch) in stretches.iter().enumerate().skip(asked.first) {
        let groups = sums.remove(&(at as u32)).unwrap_or_default();
        rows += groups.len().max(1);
        if rows > limits::ROWS_PER_PAGE && !results.is_empty() {
            token = Some(page::encode(asked.operation, &(at as u32).to_be_bytes()));
            break;
        }
        results.push(result(stretch, granularity, groups, &asked, stretch.end > now));
    }
    let by_account =
        asked.keys.iter().any(|key| matches!(key, Key::Dimension(key) if key == "LINKED_ACCOUNT"));
    let attributes = if by_account { describe(&costs) } else { Vec::new() };
    Ok((results, token, attributes))
}

fn describe(costs: &Costs) -> Vec<DimensionValuesWithAttributesBuilder> {
    let shown = costs.accounts.iter().map(|(id, name)| {
        DimensionValuesWithAttributesBuilder::new()
            .value(id.as_str())
            .attributes(vec![("description".to_owned(), name.clone())])
    });
    shown.collect()
}

pub fn keys_of(ctx: &mut Ctx<'_>, costs: &mut Costs, keys: &[Key], item: &Item) -> Vec<String> {
    let mut out = Vec::with_capacity(keys.len());
    for key in keys {
        out.push(match key {
            Key::Dimension(key) => dimension(item, key),
            // `env$prod`, and `env$` for what has no such tag.
            Key::Tag(key) => {
                let tags = costs.tags(ctx, item, false);
                format!("{key}${}", tags.get(key).map_or("", String::as_str))
            }
            Key::Category(key) => {
                let labels = costs.labels(ctx, item);
                format!("{key}${}", labels.categories.get(key).map_or("", String::as_str))
            }
        });
    }
    out
}

impl Sum {
    fn add(&mut self, item: &Item) {
        self.cost += item.cost;
        self.quantity += item.quantity;
        self.is_mixed |= self.unit.is_some_and(|unit| unit != item.unit);
        self.unit = Some(item.unit);
    }

    fn shown(&self, metrics: &[String]) -> Vec<(String, MetricValueBuilder)> {
        let value = |metric: &str| match metric {
            // Units of different things do not add up: AWS says N/A, too.
            "UsageQuantity" => MetricValueBuilder::new()
                .amount(self.quantity.to_string())
                .unit(self.unit.filter(|_| !self.is_mixed).unwrap_or("N/A")),
            "NormalizedUsageAmount" => MetricValueBuilder::new().amount("0").unit("N/A"),
            _ => MetricValueBuilder::new().amount(self.cost.ten_digits()).unit("USD"),
        };
        metrics.iter().map(|metric| (metric.clone(), value(metric))).collect()
    }
}

fn result(
    stretch: &Range<u32>,
    granularity: Granularity,
    groups: BTreeMap<Vec<String>, Sum>,
    asked: &Asked<'_>,
    is_estimated: bool,
) -> ResultByTimeBuilder {
    let (start, end) = question::shown(stretch, granularity);
    let period = DateIntervalBuilder::new().start(start).end(end);
    let out = ResultByTimeBuilder::new().time_period(period).estimated(is_estimated);
    if asked.keys.is_empty() {
        let total = groups.into_values().next().unwrap_or_default();
        let none: Vec<GroupBuilder> = Vec::new();
        return out.total(total.shown(&asked.metrics)).groups(none);
    }
    let groups: Vec<GroupBuilder> = groups
        .into_iter()
        .map(|(keys, sum)| GroupBuilder::new().keys(keys).metrics(sum.shown(&asked.metrics)))
        .collect();
    let nothing: Vec<(String, MetricValueBuilder)> = Vec::new();
    out.total(nothing).groups(groups)
}
