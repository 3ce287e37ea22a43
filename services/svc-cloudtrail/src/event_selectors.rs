//! Event selectors: put and shown. What they mean is in [`crate::selector`].

use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::api::{
    AdvancedEventSelector, AdvancedEventSelectorBuilder, AdvancedFieldSelector,
    AdvancedFieldSelectorBuilder, DataResourceBuilder, EventSelector, EventSelectorBuilder,
    GetEventSelectorsInput, GetEventSelectorsOutput, PutEventSelectorsInput,
    PutEventSelectorsOutput,
};
use crate::classify::DataKind;
use crate::errors;
use crate::find;
use crate::limits::{
    CONDITION_VALUES_MAX, DATA_RESOURCES_MAX, EVENT_SELECTORS_MAX, STORE_SELECTORS_MAX,
};
use crate::selector::{self, ACTIVITY, DATA, MANAGEMENT, field};
use crate::state::{AdvancedSelector, BasicSelector, FieldSelector, TrailRow};

/// The types that basic selectors have.
const BASIC_TYPES: [&str; 3] = ["AWS::S3::Object", "AWS::Lambda::Function", "AWS::DynamoDB::Table"];
/// "You can exclude management event sources": these two.
const EXCLUDABLE: [&str; 2] = ["kms.amazonaws.com", "rdsdata.amazonaws.com"];
/// Categories of stores whose events nothing here makes.
const OTHER_CATEGORIES: [&str; 3] = ["Insight", "ConfigurationItem", "Evidence"];

pub fn put(
    ctx: &mut Ctx<'_>,
    input: PutEventSelectorsInput<'_>,
) -> Result<PutEventSelectorsOutput, ApiError> {
    let mut trail = find::own(ctx, input.trail_name())?;
    match (input.event_selectors(), input.advanced_event_selectors()) {
        (Some(basic), None) => {
            trail.row.selectors = read_basic(basic)?;
            trail.row.advanced = Vec::new();
        }
        (None, Some(advanced)) => {
            trail.row.advanced = read_advanced(advanced)?;
            trail.row.selectors = Vec::new();
        }
        _ => {
            return Err(errors::bad_selectors(
                "Give either event selectors or advanced event selectors.",
            ));
        }
    }
    trail.save(ctx);
    let (basic, advanced) = shown(&trail.row);
    Ok(PutEventSelectorsOutput::new()
        .trail_arn(trail.arn())
        .event_selectors(basic)
        .advanced_event_selectors(advanced))
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetEventSelectorsInput<'_>,
) -> Result<GetEventSelectorsOutput, ApiError> {
    let trail = find::trail(ctx, input.trail_name())?;
    let (basic, advanced) = shown(&trail.row);
    Ok(GetEventSelectorsOutput::new()
        .trail_arn(trail.arn())
        .event_selectors(basic)
        .advanced_event_selectors(advanced))
}

fn read_basic(selectors: List<'_, EventSelector<'_>>) -> Result<Vec<BasicSelector>, ApiError> {
    if selectors.is_empty() || selectors.len() > EVENT_SELECTORS_MAX {
        return Err(errors::bad_selectors("A trail has 1 to 5 event selectors."));
    }
    let rows: Vec<BasicSelector> =
        selectors.iter().map(read_one_basic).collect::<Result<_, _>>()?;
    let resources = rows.iter().flat_map(|row| &row.data).map(|(_, values)| values.len());
    if resources.sum::<usize>() > DATA_RESOURCES_MAX {
        return Err(errors::bad_selectors("A trail has at most 250 data resources."));
    }
    Ok(rows)
}

fn read_one_basic(selector: EventSelector<'_>) -> Result<BasicSelector, ApiError> {
    let read_write = selector.read_write_type().unwrap_or("All");
    if !["All", "ReadOnly", "WriteOnly"].contains(&read_write) {
        return Err(errors::bad_selectors(format!("ReadWriteType is not valid: {read_write}")));
    }
    let mut data = Vec::new();
    for resource in selector.data_resources().into_iter().flatten() {
        let kind = resource.type_().unwrap_or_default();
        if !BASIC_TYPES.contains(&kind) {
            return Err(errors::bad_selectors(format!(
                "Type of a data resource is not valid for basic event selectors: {kind}"
            )));
        }
        let values = resource.values().map(List::to_vec).unwrap_or_default();
        for value in &values {
            if !is_value(kind, value) {
                return Err(errors::bad_selectors(format!(
                    "Value {value} for DataResources.Values is invalid."
                )));
            }
        }
        data.push((kind.to_owned(), values.into_iter().map(str::to_owned).collect()));
    }
    let excluded =
        selector.exclude_management_event_sources().map(List::to_vec).unwrap_or_default();
    if let Some(source) = excluded.iter().find(|source| !EXCLUDABLE.contains(*source)) {
        return Err(errors::bad_selectors(format!("Source cannot be excluded: {source}")));
    }
    let has_management = selector.include_management_events().unwrap_or(true);
    if !has_management && data.is_empty() {
        return Err(errors::bad_selectors("The event selector takes no events."));
    }
    Ok(BasicSelector {
        read_write: read_write.to_owned(),
        has_management,
        data,
        excluded_sources: excluded.into_iter().map(str::to_owned).collect(),
    })
}

/// All of a service, a bucket with its slash and what keys begin with, a function or a table.
fn is_value(kind: &str, value: &str) -> bool {
    if selector::is_all(kind, value) {
        return true;
    }
    let parts: Vec<&str> = value.splitn(6, ':').collect();
    let [arn, _, service, _, _, resource] = parts.as_slice() else { return false };
    *arn == "arn"
        && match kind {
            "AWS::S3::Object" => *service == "s3" && resource.contains('/'),
            "AWS::Lambda::Function" => *service == "lambda" && resource.starts_with("function:"),
            _ => *service == "dynamodb" && resource.starts_with("table/"),
        }
}

fn read_advanced(
    selectors: List<'_, AdvancedEventSelector<'_>>,
) -> Result<Vec<AdvancedSelector>, ApiError> {
    if selectors.is_empty() {
        return Err(errors::bad_selectors("There is no advanced event selector."));
    }
    let rows: Vec<AdvancedSelector> =
        selectors.iter().map(read_one_advanced).collect::<Result<_, _>>()?;
    let values = rows.iter().flat_map(|row| &row.fields).map(|it| {
        it.equals.len()
            + it.starts_with.len()
            + it.ends_with.len()
            + it.not_equals.len()
            + it.not_starts_with.len()
            + it.not_ends_with.len()
    });
    if values.sum::<usize>() > CONDITION_VALUES_MAX {
        return Err(errors::bad_selectors("A trail has at most 500 values of conditions."));
    }
    Ok(rows)
}

/// The selectors of an event data store: of management and data events, or one that says that its
/// events come from outside of AWS.
pub fn read_of_store(
    selectors: List<'_, AdvancedEventSelector<'_>>,
) -> Result<Vec<AdvancedSelector>, ApiError> {
    if selectors.len() > STORE_SELECTORS_MAX {
        return Err(errors::bad_selectors("An event data store has at most five selectors."));
    }
    let category = |selector: AdvancedEventSelector<'_>| {
        let fields = selector.field_selectors();
        let field = fields.iter().find(|it| it.field() == field::EVENT_CATEGORY);
        field.and_then(|it| it.equals()?.get(0)).map(str::to_owned)
    };
    let categories: Vec<Option<String>> = selectors.iter().map(category).collect();
    match categories.as_slice() {
        [Some(only)] if only == ACTIVITY => {
            let rows = selectors.iter().map(|selector| AdvancedSelector {
                name: selector.name().map(str::to_owned),
                fields: selector.field_selectors().iter().map(read_field).collect(),
            });
            let rows: Vec<AdvancedSelector> = rows.collect();
            if rows[0].fields.len() > 1 {
                return Err(errors::bad_selectors(
                    "Events from outside of AWS are not filtered: eventCategory is the only field.",
                ));
            }
            Ok(rows)
        }
        several if several.iter().flatten().any(|it| it == ACTIVITY) => Err(errors::bad_selectors(
            "An event data store has events of AWS or from outside, not both.",
        )),
        several => {
            let other = several.iter().flatten().find(|it| OTHER_CATEGORIES.contains(&it.as_str()));
            if let Some(other) = other {
                return Err(errors::not_implemented(&format!(
                    "event data stores of the category {other}"
                )));
            }
            read_advanced(selectors)
        }
    }
}

/// Whether events come from outside of AWS.
pub fn is_activity(selectors: &[AdvancedSelector]) -> bool {
    let mut fields = selectors.iter().flat_map(|selector| &selector.fields);
    fields.any(|it| it.field == field::EVENT_CATEGORY && it.equals.iter().any(|it| it == ACTIVITY))
}

pub fn shown_all(selectors: &[AdvancedSelector]) -> Vec<AdvancedEventSelectorBuilder> {
    selectors.iter().map(shown_advanced).collect()
}

fn read_one_advanced(selector: AdvancedEventSelector<'_>) -> Result<AdvancedSelector, ApiError> {
    let fields: Vec<FieldSelector> = selector.field_selectors().iter().map(read_field).collect();
    let equals = |name: &str| {
        let found = fields.iter().find(|it| it.field == name);
        found.map(|it| it.equals.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let is_data = match equals(field::EVENT_CATEGORY).as_deref() {
        Some([MANAGEMENT]) => false,
        Some([DATA]) => true,
        Some(["NetworkActivity"]) => {
            return Err(errors::not_implemented("network activity events"));
        }
        _ => {
            return Err(errors::bad_selectors(
                "A selector has the field eventCategory, which equals Management or Data.",
            ));
        }
    };
    if is_data {
        let types = equals(field::RESOURCES_TYPE).unwrap_or_default();
        let [kind] = types.as_slice() else {
            return Err(errors::bad_selectors(
                "A selector of data events has the field resources.type, which equals one type.",
            ));
        };
        if DataKind::parse(kind).is_none() {
            return Err(errors::bad_selectors(format!("resources.type is not known here: {kind}")));
        }
    }
    for condition in &fields {
        check_field(condition, is_data)?;
    }
    Ok(AdvancedSelector { name: selector.name().map(str::to_owned), fields })
}

fn check_field(condition: &FieldSelector, is_data: bool) -> Result<(), ApiError> {
    let name = condition.field.as_str();
    let has_other = !condition.starts_with.is_empty()
        || !condition.ends_with.is_empty()
        || !condition.not_starts_with.is_empty()
        || !condition.not_ends_with.is_empty();
    let has_not = !condition.not_equals.is_empty();
    let is_good = match name {
        field::EVENT_CATEGORY => !has_other && !has_not,
        field::READ_ONLY => {
            let is_flag = |it: &String| it == "true" || it == "false";
            !has_other && !has_not && condition.equals.iter().all(is_flag)
        }
        field::RESOURCES_TYPE => is_data && !has_other && !has_not,
        field::RESOURCES_ARN => is_data,
        field::EVENT_SOURCE | field::EVENT_NAME | field::EVENT_TYPE | field::IDENTITY_ARN => true,
        "sessionCredentialFromConsole" => {
            return Err(errors::not_implemented("the field sessionCredentialFromConsole"));
        }
        _ => false,
    };
    let is_empty = condition.equals.is_empty() && !has_other && !has_not;
    if is_good && !is_empty {
        return Ok(());
    }
    Err(errors::bad_selectors(format!("The condition on the field {name} is not valid.")))
}

fn read_field(selector: AdvancedFieldSelector<'_>) -> FieldSelector {
    let of = |values: Option<List<'_, &str>>| {
        values.map(List::to_vec).unwrap_or_default().into_iter().map(str::to_owned).collect()
    };
    FieldSelector {
        field: selector.field().to_owned(),
        equals: of(selector.equals()),
        starts_with: of(selector.starts_with()),
        ends_with: of(selector.ends_with()),
        not_equals: of(selector.not_equals()),
        not_starts_with: of(selector.not_starts_with()),
        not_ends_with: of(selector.not_ends_with()),
    }
}

type Shown = (Option<Vec<EventSelectorBuilder>>, Option<Vec<AdvancedEventSelectorBuilder>>);

/// "By default, trails … log all read and write management events."
fn shown(row: &TrailRow) -> Shown {
    if !row.advanced.is_empty() {
        return (None, Some(row.advanced.iter().map(shown_advanced).collect()));
    }
    if row.selectors.is_empty() {
        let all = BasicSelector {
            read_write: "All".to_owned(),
            has_management: true,
            data: Vec::new(),
            excluded_sources: Vec::new(),
        };
        return (Some(vec![shown_basic(&all)]), None);
    }
    (Some(row.selectors.iter().map(shown_basic).collect()), None)
}

fn shown_basic(selector: &BasicSelector) -> EventSelectorBuilder {
    let resources = selector
        .data
        .iter()
        .map(|(kind, values)| DataResourceBuilder::new().type_(kind).values(values.clone()));
    EventSelectorBuilder::new()
        .read_write_type(&selector.read_write)
        .include_management_events(selector.has_management)
        .data_resources(resources.collect::<Vec<_>>())
        .exclude_management_event_sources(selector.excluded_sources.clone())
}

fn shown_advanced(selector: &AdvancedSelector) -> AdvancedEventSelectorBuilder {
    let fields = selector.fields.iter().map(|it| {
        let of = |values: &Vec<String>| Some(values.clone()).filter(|values| !values.is_empty());
        AdvancedFieldSelectorBuilder::new()
            .field(&it.field)
            .equals(of(&it.equals))
            .starts_with(of(&it.starts_with))
            .ends_with(of(&it.ends_with))
            .not_equals(of(&it.not_equals))
            .not_starts_with(of(&it.not_starts_with))
            .not_ends_with(of(&it.not_ends_with))
    });
    AdvancedEventSelectorBuilder::new()
        .name(selector.name.as_deref())
        .field_selectors(fields.collect::<Vec<_>>())
}
