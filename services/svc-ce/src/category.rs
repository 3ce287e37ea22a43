//! Definitions of cost categories.

use billing::{Granularity, Month};
use kernel::arn::Arn;
use kernel::meter::{MICROS_PER_HOUR, hour_of};
use kernel::view::List;
use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::api::{
    CostCategoryBuilder, CostCategoryInheritedValueDimensionBuilder,
    CostCategoryProcessingStatusBuilder, CostCategoryReferenceBuilder, CostCategoryRule,
    CostCategoryRuleBuilder, CostCategorySplitChargeRule, CreateCostCategoryDefinitionInput,
    CreateCostCategoryDefinitionOutput, DeleteCostCategoryDefinitionInput,
    DeleteCostCategoryDefinitionOutput, DescribeCostCategoryDefinitionInput,
    DescribeCostCategoryDefinitionOutput, ExpressionBuilder, GetCostCategoriesInput,
    GetCostCategoriesOutput, ListCostCategoryDefinitionsInput, ListCostCategoryDefinitionsOutput,
    UpdateCostCategoryDefinitionInput, UpdateCostCategoryDefinitionOutput,
    cost_category_rule_type as kind, cost_category_status as status,
    cost_category_status_component as component,
};
use crate::categorize::{CATEGORIES, CategoryRow, RuleRow, VersionRow, check};
use crate::cost::refuse_view;
use crate::limits::{CATEGORIES_MAX, CATEGORY_MONTHS_BACK, CATEGORY_PAGE};
use crate::question::{self, Costs};
use crate::{errors, tagging, values};

const VERSION: &str = "CostCategoryExpression.v1";

pub fn arn(ctx: &Ctx<'_>, id: &str) -> String {
    let (partition, account) = (ctx.region().partition(), ctx.account());
    Arn::global("ce", partition, account, &format!("costcategory/{id}")).to_string()
}

/// The category of an ARN, and its id.
pub fn find(ctx: &Ctx<'_>, arn: &str) -> Result<(String, CategoryRow), ApiError> {
    let id = arn.rsplit_once(":costcategory/").map_or("", |(_, id)| id);
    let row = ctx.table(&CATEGORIES).get(id)?;
    row.map(|row| (id.to_owned(), row)).ok_or_else(|| errors::no_category(arn))
}

fn rules(given: List<'_, CostCategoryRule<'_>>) -> Result<Vec<RuleRow>, ApiError> {
    let mut rows = Vec::new();
    for rule in given.iter() {
        let inherited = rule.inherited_value().map(|inherited| {
            let name = inherited.dimension_name().unwrap_or_default().to_owned();
            (name, inherited.dimension_key().map(str::to_owned))
        });
        if rule.type_().is_some_and(|it| (it == kind::INHERITED_VALUE) != inherited.is_some()) {
            return Err(errors::validation("The Type of a rule is not that of its members."));
        }
        let row = RuleRow {
            value: rule.value().map(str::to_owned),
            rule: rule.rule().map(|expression| expression.0.clone()),
            inherited,
        };
        check(&row)?;
        rows.push(row);
    }
    Ok(rows)
}

/// From when rules hold: the first of a month, of the present one without a wish.
fn start(ctx: &Ctx<'_>, wanted: Option<&str>) -> Result<i64, ApiError> {
    let now = hour_of(ctx.now());
    let current = Month::of_hour(now).hours().start;
    let hour = match wanted {
        None => current,
        Some(text) => {
            let at: Option<jiff::Timestamp> = text.parse().ok();
            let at = at.map(|at| hour_of(Timestamp::from_jiff(at)));
            at.ok_or_else(|| errors::validation(format!("{text} is not an instant.")))?
        }
    };
    let is_first = Month::of_hour(hour).hours().start == hour;
    let mut oldest = current;
    for _ in 0..CATEGORY_MONTHS_BACK {
        oldest = Month::of_hour(oldest.saturating_sub(1)).hours().start;
    }
    if !is_first || hour > current || hour < oldest {
        return Err(errors::validation(
            "EffectiveStart is the first of a month, of the present one or the twelve before it.",
        ));
    }
    Ok(i64::from(hour) * 3_600)
}

fn refuse_version(version: &str) -> Result<(), ApiError> {
    if version == VERSION {
        return Ok(());
    }
    Err(errors::validation(format!("The RuleVersion is {VERSION}.")))
}

fn refuse_splits(
    splits: Option<List<'_, CostCategorySplitChargeRule<'_>>>,
) -> Result<(), ApiError> {
    match splits {
        Some(splits) if !splits.is_empty() => Err(errors::not_implemented("split charge rules")),
        _ => Ok(()),
    }
}

fn instant(seconds: i64) -> String {
    Timestamp::from_secs(seconds).iso8601()
}

pub fn create_cost_category_definition(
    ctx: &mut Ctx<'_>,
    input: CreateCostCategoryDefinitionInput<'_>,
) -> Result<CreateCostCategoryDefinitionOutput, ApiError> {
    refuse_version(input.rule_version())?;
    refuse_splits(input.split_charge_rules())?;
    let name = input.name();
    let mut count = 0;
    for entry in ctx.table(&CATEGORIES).scan(&Range::all()) {
        count += 1;
        if entry?.1.name == name {
            return Err(errors::validation(format!("There is a cost category {name} already.")));
        }
    }
    if count >= CATEGORIES_MAX {
        return Err(errors::quota("cost categories"));
    }
    let version = VersionRow {
        start: start(ctx, input.effective_start())?,
        rules: rules(input.rules())?,
        default: input.default_value().map(str::to_owned),
    };
    let begun = version.start;
    let mut row =
        CategoryRow { name: name.to_owned(), versions: vec![version], tags: <_>::default() };
    tagging::add(&mut row.tags, input.resource_tags())?;
    let id = ctx.chance().uuid();
    ctx.table_mut(&CATEGORIES).put(&id, &row);
    Ok(CreateCostCategoryDefinitionOutput::new()
        .cost_category_arn(arn(ctx, &id))
        .effective_start(instant(begun)))
}

pub fn update_cost_category_definition(
    ctx: &mut Ctx<'_>,
    input: UpdateCostCategoryDefinitionInput<'_>,
) -> Result<UpdateCostCategoryDefinitionOutput, ApiError> {
    refuse_version(input.rule_version())?;
    refuse_splits(input.split_charge_rules())?;
    let (id, mut row) = find(ctx, input.cost_category_arn())?;
    let version = VersionRow {
        start: start(ctx, input.effective_start())?,
        rules: rules(input.rules())?,
        default: input.default_value().map(str::to_owned),
    };
    let begun = version.start;
    // What held before goes on holding for the months before.
    row.versions.retain(|it| it.start < begun);
    row.versions.push(version);
    ctx.table_mut(&CATEGORIES).put(&id, &row);
    Ok(UpdateCostCategoryDefinitionOutput::new()
        .cost_category_arn(arn(ctx, &id))
        .effective_start(instant(begun)))
}

pub fn delete_cost_category_definition(
    ctx: &mut Ctx<'_>,
    input: DeleteCostCategoryDefinitionInput<'_>,
) -> Result<DeleteCostCategoryDefinitionOutput, ApiError> {
    let (id, _) = find(ctx, input.cost_category_arn())?;
    ctx.table_mut(&CATEGORIES).delete(&id);
    let end = Month::of_hour(hour_of(ctx.now())).hours().start;
    let end = Timestamp::from_micros(i64::from(end) * MICROS_PER_HOUR).iso8601();
    Ok(DeleteCostCategoryDefinitionOutput::new()
        .cost_category_arn(arn(ctx, &id))
        .effective_end(end))
}

/// The version that holds on that day, or now.
fn version_on<'r>(
    ctx: &Ctx<'_>,
    row: &'r CategoryRow,
    on: Option<&str>,
) -> Result<Option<&'r VersionRow>, ApiError> {
    let at = match on {
        None => ctx.now().secs(),
        Some(text) => {
            let at: Option<jiff::Timestamp> = text.parse().ok();
            let at = at.map(|at| Timestamp::from_jiff(at).secs());
            at.ok_or_else(|| errors::validation(format!("{text} is not an instant.")))?
        }
    };
    Ok(row.versions.iter().rev().find(|version| version.start <= at))
}

fn processing() -> Vec<CostCategoryProcessingStatusBuilder> {
    vec![
        CostCategoryProcessingStatusBuilder::new()
            .component(component::COST_EXPLORER)
            .status(status::APPLIED),
    ]
}

fn shown(rule: &RuleRow) -> CostCategoryRuleBuilder {
    let inherited = rule.inherited.as_ref().map(|(name, key)| {
        CostCategoryInheritedValueDimensionBuilder::new()
            .dimension_name(name.as_str())
            .dimension_key(key.clone())
    });
    let kind = if inherited.is_some() { kind::INHERITED_VALUE } else { kind::REGULAR };
    CostCategoryRuleBuilder::new()
        .value(rule.value.clone())
        .rule(rule.rule.clone().map(ExpressionBuilder))
        .inherited_value(inherited)
        .type_(kind)
}

pub fn describe_cost_category_definition(
    ctx: &mut Ctx<'_>,
    input: DescribeCostCategoryDefinitionInput<'_>,
) -> Result<DescribeCostCategoryDefinitionOutput, ApiError> {
    let (id, row) = find(ctx, input.cost_category_arn())?;
    let version = version_on(ctx, &row, input.effective_on())?;
    let version = version.ok_or_else(|| errors::no_category(input.cost_category_arn()))?;
    let rules: Vec<_> = version.rules.iter().map(shown).collect();
    let category = CostCategoryBuilder::new()
        .cost_category_arn(arn(ctx, &id))
        .effective_start(instant(version.start))
        .name(row.name.as_str())
        .rule_version(VERSION)
        .rules(rules)
        .processing_status(processing())
        .default_value(version.default.clone());
    Ok(DescribeCostCategoryDefinitionOutput::new().cost_category(category))
}

pub fn list_cost_category_definitions(
    ctx: &mut Ctx<'_>,
    input: ListCostCategoryDefinitionsInput<'_>,
) -> Result<ListCostCategoryDefinitionsOutput, ApiError> {
    const NAME: &str = "ListCostCategoryDefinitions";
    let mut range = Range::all();
    if let Some(token) = input.next_token() {
        let after = page::decode(NAME, token).and_then(|it| String::from_utf8(it).ok());
        range = range.after(after.ok_or_else(errors::bad_token)?.as_str());
    }
    let max = input.max_results().map_or(CATEGORY_PAGE, |max| max as usize);
    let mut found = Vec::new();
    let mut token = None;
    for entry in ctx.table(&CATEGORIES).scan(&range) {
        let (id, row) = entry?;
        let Some(version) = version_on(ctx, &row, input.effective_on())? else { continue };
        if found.len() == max {
            let (last, _): &(String, CostCategoryReferenceBuilder) = found.last().expect("full");
            token = Some(page::encode(NAME, last.as_bytes()));
            break;
        }
        let mut values: Vec<String> = Vec::new();
        for value in version.rules.iter().filter_map(|rule| rule.value.clone()) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        let reference = CostCategoryReferenceBuilder::new()
            .cost_category_arn(arn(ctx, &id))
            .name(row.name.as_str())
            .effective_start(instant(version.start))
            .number_of_rules(version.rules.len() as i64)
            .processing_status(processing())
            .values(values)
            .default_value(version.default.clone());
        found.push((id, reference));
    }
    let shown: Vec<_> = found.into_iter().map(|(_, reference)| reference).collect();
    Ok(ListCostCategoryDefinitionsOutput::new().cost_category_references(shown).next_token(token))
}

pub fn get_cost_categories(
    ctx: &mut Ctx<'_>,
    input: GetCostCategoriesInput<'_>,
) -> Result<GetCostCategoriesOutput, ApiError> {
    refuse_view(input.billing_view_arn())?;
    if input.sort_by().is_some_and(|it| !it.is_empty()) {
        return Err(errors::not_implemented("sorting (SortBy)"));
    }
    let hours = question::period(input.time_period())?;
    question::check_past(ctx, &hours, Granularity::Monthly)?;
    let mut costs = Costs::read(ctx, hours, Granularity::Monthly)?;
    costs.filter(ctx, input.filter())?;
    let search = input.search_string().unwrap_or_default();
    let page = (input.max_results(), input.next_page_token());
    let Some(name) = input.cost_category_name() else {
        let names = costs.category_names().filter(|name| values::contains(name, search));
        let names = names.map(str::to_owned).collect();
        let (names, token, total) = values::cut("GetCostCategories", page, names)?;
        return Ok(GetCostCategoriesOutput::new()
            .return_size(names.len() as i64)
            .total_size(total)
            .cost_category_names(names)
            .next_page_token(token));
    };
    let mut found = std::collections::BTreeSet::new();
    for item in std::mem::take(&mut costs.items) {
        let labels = costs.labels(ctx, &item);
        // What is in no value is an empty one.
        found.insert(labels.categories.get(name).cloned().unwrap_or_default());
    }
    found.retain(|value| values::contains(value, search));
    let (found, token, total) = values::cut("GetCostCategories", page, found)?;
    Ok(GetCostCategoriesOutput::new()
        .return_size(found.len() as i64)
        .total_size(total)
        .cost_category_values(found)
        .next_page_token(token))
}
