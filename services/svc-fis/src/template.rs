//! Experiment templates.

use std::collections::BTreeMap;

use kernel::{ApiError, Ctx, Struct, Value};
use store::Range;

use crate::api::{
    CreateExperimentTemplateInput, DeleteExperimentTemplateInput, GetExperimentTemplateInput,
    ListExperimentTemplatesInput, UpdateExperimentTemplateInput,
};
use crate::catalogue::{position, with_token};
use crate::state::{TEMPLATES, TOKENS, TemplateRow, TokenRow, map_of, template_arn, time};
use crate::{check, errors, limits, tag};

/// What a template is of the input that describes it.
const DESCRIBED: [&str; 8] = [
    "description",
    "stopConditions",
    "targets",
    "actions",
    "roleArn",
    "experimentOptions",
    "logConfiguration",
    "experimentReportConfiguration",
];

pub fn create_experiment_template(
    ctx: &mut Ctx,
    input: CreateExperimentTemplateInput<'_>,
) -> Result<Struct, ApiError> {
    const OPERATION: &str = "CreateExperimentTemplate";
    if let Some(id) = repeated(ctx, OPERATION, input.client_token(), input.0)? {
        let row = find(ctx, &id)?;
        return Ok(answer(ctx, &id, &row));
    }
    let count = ctx.table(&TEMPLATES).keys(&Range::all()).take(limits::TEMPLATES_MAX).count();
    if count == limits::TEMPLATES_MAX {
        return Err(errors::too_many("experiment templates", limits::TEMPLATES_MAX));
    }
    let mut spec = Struct::new();
    take_over(&mut spec, input.0);
    check::template(ctx, &spec)?;
    let now = ctx.now().micros();
    let mut tags = BTreeMap::new();
    tag::add(&mut tags, input.0.structure("tags"))?;
    let accounts = BTreeMap::new();
    let row = TemplateRow { spec, created: now, updated: now, tags, accounts };
    let id = format!("EXT{}", ctx.chance().alphanumeric(15));
    ctx.table_mut(&TEMPLATES).put(&id, &row);
    remember(ctx, OPERATION, input.client_token(), input.0, &id);
    Ok(answer(ctx, &id, &row))
}

pub fn update_experiment_template(
    ctx: &mut Ctx,
    input: UpdateExperimentTemplateInput<'_>,
) -> Result<Struct, ApiError> {
    let mut row = find(ctx, input.id())?;
    take_over(&mut row.spec, input.0);
    check::template(ctx, &row.spec)?;
    row.updated = ctx.now().micros();
    ctx.table_mut(&TEMPLATES).put(input.id(), &row);
    Ok(answer(ctx, input.id(), &row))
}

pub fn delete_experiment_template(
    ctx: &mut Ctx,
    input: DeleteExperimentTemplateInput<'_>,
) -> Result<Struct, ApiError> {
    let row = find(ctx, input.id())?;
    ctx.table_mut(&TEMPLATES).delete(input.id());
    Ok(answer(ctx, input.id(), &row))
}

pub fn get_experiment_template(
    ctx: &mut Ctx,
    input: GetExperimentTemplateInput<'_>,
) -> Result<Struct, ApiError> {
    let row = find(ctx, input.id())?;
    Ok(answer(ctx, input.id(), &row))
}

pub fn list_experiment_templates(
    ctx: &mut Ctx,
    input: ListExperimentTemplatesInput<'_>,
) -> Result<Struct, ApiError> {
    const OPERATION: &str = "ListExperimentTemplates";
    let range = match position(OPERATION, input.next_token())? {
        Some(last) => Range::all().after(&last),
        None => Range::all(),
    };
    let count = input.max_results().map_or(limits::PAGE, |max| max as usize);
    let rows = ctx.table(&TEMPLATES).scan(&range).take(count + 1);
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let shown = rows.iter().take(count).map(|(id, row)| {
        let summary = Struct::new()
            .with("id", id)
            .with("arn", template_arn(ctx, id))
            .with("description", row.spec.str("description").unwrap_or_default())
            .with("creationTime", time(row.created))
            .with("lastUpdateTime", time(row.updated))
            .with("tags", map_of(&row.tags));
        Value::Struct(summary)
    });
    let output = Struct::new().with("experimentTemplates", Value::List(shown.collect()));
    Ok(with_token(output, OPERATION, (rows.len() > count).then(|| rows[count - 1].0.as_str())))
}

pub fn find(ctx: &Ctx<'_>, id: &str) -> Result<TemplateRow, ApiError> {
    ctx.table(&TEMPLATES).get(id)?.ok_or_else(|| errors::no_template(id))
}

fn take_over(spec: &mut Struct, input: &Struct) {
    for name in DESCRIBED {
        let Some(value) = input.get(name) else { continue };
        match (name, value, spec.get_mut(name)) {
            // An update says only what is other.
            ("experimentOptions", Value::Struct(new), Some(Value::Struct(old))) => {
                for (option, value) in new.iter() {
                    old.set(option.to_owned(), value.clone());
                }
            }
            _ => spec.set(name, value.clone()),
        }
    }
}

fn answer(ctx: &Ctx<'_>, id: &str, row: &TemplateRow) -> Struct {
    let template = described(&row.spec)
        .with("id", id)
        .with("arn", template_arn(ctx, id))
        .with("creationTime", time(row.created))
        .with("lastUpdateTime", time(row.updated))
        .with("tags", map_of(&row.tags))
        .with("targetAccountConfigurationsCount", row.accounts.len() as i64);
    Struct::new().with("experimentTemplate", template)
}

/// With what counts where the client has said nothing.
pub fn described(spec: &Struct) -> Struct {
    let mut spec = spec.clone();
    let given = spec.structure("experimentOptions").cloned().unwrap_or_default();
    let mode = given.str("emptyTargetResolutionMode").unwrap_or("fail").to_owned();
    let accounts = given.str("accountTargeting").unwrap_or("single-account").to_owned();
    let options =
        Struct::new().with("accountTargeting", accounts).with("emptyTargetResolutionMode", mode);
    spec.set("experimentOptions", options);
    for map in ["targets", "actions"] {
        if spec.get(map).is_none() {
            spec.set(map, Struct::new());
        }
    }
    spec
}

/// What the same call has made before.
pub fn repeated(
    ctx: &Ctx<'_>,
    operation: &str,
    token: &str,
    input: &Struct,
) -> Result<Option<String>, ApiError> {
    match ctx.table(&TOKENS).get(&(operation, token))? {
        Some(row) if row.input == *input => Ok(Some(row.id)),
        Some(_) => Err(errors::token_reused()),
        None => Ok(None),
    }
}

pub fn remember(ctx: &mut Ctx<'_>, operation: &str, token: &str, input: &Struct, id: &str) {
    let row = TokenRow { id: id.to_owned(), input: input.clone() };
    ctx.table_mut(&TOKENS).put(&(operation, token), &row);
}
