//! Experiments: started, shown and stopped. What happens in between is in [`crate::run`].

use std::collections::BTreeMap;

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, Struct, Value};
use store::Range;

use crate::api::{
    GetExperimentInput, ListExperimentResolvedTargetsInput, ListExperimentsInput,
    StartExperimentInput, StopExperimentInput,
};
use crate::catalogue::{position, with_token};
use crate::state::{ACTIVE, ActionRow, EXPERIMENTS, ExperimentRow, experiment_arn, map_of, time};
use crate::template::{described, remember, repeated};
use crate::{errors, limits, run, tag, template};

pub fn start_experiment(
    ctx: &mut Ctx,
    input: StartExperimentInput<'_>,
) -> Result<Struct, ApiError> {
    const OPERATION: &str = "StartExperiment";
    if let Some(id) = repeated(ctx, OPERATION, input.client_token(), input.0)? {
        let row = find(ctx, &id)?;
        return Ok(answer(ctx, &id, &row));
    }
    let template = template::find(ctx, input.experiment_template_id())?;
    if template.is_multi_account() && template.accounts.is_empty() {
        let message = "The experiment template targets several accounts and has none configured.";
        return Err(errors::invalid(message));
    }
    let active = ctx.table(&ACTIVE).keys(&Range::all()).count();
    if active >= limits::ACTIVE_EXPERIMENTS_MAX {
        let max = limits::ACTIVE_EXPERIMENTS_MAX;
        return Err(errors::too_many("active experiments", max));
    }
    let options = input.0.structure("experimentOptions");
    let skips_actions = options.and_then(|it| it.str("actionsMode")) == Some("skip-all");
    let mut tags = BTreeMap::new();
    tag::add(&mut tags, input.0.structure("tags"))?;
    let names = template.spec.structure("actions").into_iter().flat_map(Struct::iter);
    let pending = ActionRow { status: "pending".to_owned(), ..ActionRow::default() };
    let row = ExperimentRow {
        template: input.experiment_template_id().to_owned(),
        actions: names.map(|(name, _)| (name.to_owned(), pending.clone())).collect(),
        spec: template.spec,
        status: "initiating".to_owned(),
        reason: "Experiment is initiating.".to_owned(),
        created: ctx.now().micros(),
        started: None,
        ended: None,
        tags,
        resolved: BTreeMap::new(),
        skips_actions,
        accounts: template.accounts,
        log: Vec::new(),
    };
    let id = format!("EXP{}", ctx.chance().alphanumeric(15));
    ctx.table_mut(&EXPERIMENTS).put(&id, &row);
    ctx.table_mut(&ACTIVE).put(&id, &());
    remember(ctx, OPERATION, input.client_token(), input.0, &id);
    ctx.enqueue(Job::now(Ask::to("fis", run::BEGIN).with("id", id.as_str())));
    Ok(answer(ctx, &id, &row))
}

pub fn stop_experiment(ctx: &mut Ctx, input: StopExperimentInput<'_>) -> Result<Struct, ApiError> {
    let id = input.id();
    let mut row = find(ctx, id)?;
    if row.has_ended() {
        return Err(errors::not_running(id, &row.status));
    }
    if row.status != "stopping" {
        "stopping".clone_into(&mut row.status);
        "Experiment is stopping.".clone_into(&mut row.reason);
        ctx.table_mut(&EXPERIMENTS).put(id, &row);
        ctx.enqueue(Job::now(Ask::to("fis", run::STOP).with("id", id)));
    }
    Ok(answer(ctx, id, &row))
}

pub fn get_experiment(ctx: &mut Ctx, input: GetExperimentInput<'_>) -> Result<Struct, ApiError> {
    let row = find(ctx, input.id())?;
    Ok(answer(ctx, input.id(), &row))
}

pub fn list_experiments(
    ctx: &mut Ctx,
    input: ListExperimentsInput<'_>,
) -> Result<Struct, ApiError> {
    const OPERATION: &str = "ListExperiments";
    let range = match position(OPERATION, input.next_token())? {
        Some(last) => Range::all().after(&last),
        None => Range::all(),
    };
    let count = input.max_results().map_or(limits::PAGE, |max| max as usize);
    let wanted = input.experiment_template_id();
    let is_meant = |row: &ExperimentRow| wanted.is_none_or(|wanted| wanted == row.template);
    let rows = ctx.table(&EXPERIMENTS).scan(&range);
    let rows = rows.filter(|it| it.as_ref().map_or(true, |(_, row)| is_meant(row)));
    let rows = rows.take(count + 1).collect::<Result<Vec<_>, _>>()?;
    let shown = rows.iter().take(count).map(|(id, row)| {
        let summary = Struct::new()
            .with("id", id)
            .with("arn", experiment_arn(ctx, id))
            .with("experimentTemplateId", row.template.as_str())
            .with("state", state(&row.status, &row.reason))
            .with("creationTime", time(row.created))
            .with("tags", map_of(&row.tags))
            .with("experimentOptions", options(row));
        Value::Struct(summary)
    });
    let output = Struct::new().with("experiments", Value::List(shown.collect()));
    Ok(with_token(output, OPERATION, (rows.len() > count).then(|| rows[count - 1].0.as_str())))
}

pub fn list_experiment_resolved_targets(
    ctx: &mut Ctx,
    input: ListExperimentResolvedTargetsInput<'_>,
) -> Result<Struct, ApiError> {
    const OPERATION: &str = "ListExperimentResolvedTargets";
    let row = find(ctx, input.experiment_id())?;
    let from = position(OPERATION, input.next_token())?;
    let count = input.max_results().map_or(limits::PAGE, |max| max as usize);
    let wanted = input.target_name();
    let nothing = Struct::new();
    let targets = row.spec.structure("targets").unwrap_or(&nothing);
    let all = row.resolved.iter().filter(|(name, _)| wanted.is_none_or(|it| it == name.as_str()));
    let all = all.flat_map(|(name, arns)| arns.iter().map(move |arn| (name, arn)));
    let place = |name: &str, arn: &str| format!("{name}\n{arn}");
    let rest =
        all.skip_while(|(name, arn)| from.as_ref().is_some_and(|from| place(name, arn) <= *from));
    let rest: Vec<_> = rest.take(count + 1).collect();
    let shown = rest.iter().take(count).map(|(name, arn)| {
        let kind = targets.structure(name).and_then(|it| it.str("resourceType"));
        let about = Struct::new().with("arn", arn.as_str());
        let target = Struct::new().with("resourceType", kind.unwrap_or_default());
        Value::Struct(target.with("targetName", name.as_str()).with("targetInformation", about))
    });
    let output = Struct::new().with("resolvedTargets", Value::List(shown.collect()));
    let last = (rest.len() > count).then(|| place(rest[count - 1].0, rest[count - 1].1));
    Ok(with_token(output, OPERATION, last.as_deref()))
}

pub fn find(ctx: &Ctx<'_>, id: &str) -> Result<ExperimentRow, ApiError> {
    ctx.table(&EXPERIMENTS).get(id)?.ok_or_else(|| errors::no_experiment(id))
}

fn answer(ctx: &Ctx<'_>, id: &str, row: &ExperimentRow) -> Struct {
    let mut shown = described(&row.spec);
    shown.remove("description");
    if let Some(Value::Struct(actions)) = shown.get_mut("actions") {
        for (name, value) in actions.iter_mut() {
            let (Value::Struct(action), Some(ran)) = (value, row.actions.get(name)) else {
                continue;
            };
            action.set("state", state(&ran.status, &ran.reason));
            for (member, at) in [("startTime", ran.started), ("endTime", ran.ended)] {
                if let Some(at) = at {
                    action.set(member, time(at));
                }
            }
        }
    }
    for (member, at) in [("startTime", row.started), ("endTime", row.ended)] {
        if let Some(at) = at {
            shown.set(member, time(at));
        }
    }
    let shown = shown
        .with("id", id)
        .with("arn", experiment_arn(ctx, id))
        .with("experimentTemplateId", row.template.as_str())
        .with("state", state(&row.status, &row.reason))
        .with("creationTime", time(row.created))
        .with("tags", map_of(&row.tags))
        .with("targetAccountConfigurationsCount", row.accounts.len() as i64)
        .with("experimentOptions", options(row));
    Struct::new().with("experiment", shown)
}

fn options(row: &ExperimentRow) -> Struct {
    let shown = described(&row.spec).structure("experimentOptions").cloned().unwrap_or_default();
    shown.with("actionsMode", if row.skips_actions { "skip-all" } else { "run-all" })
}

fn state(status: &str, reason: &str) -> Struct {
    let state = Struct::new().with("status", status);
    if reason.is_empty() { state } else { state.with("reason", reason) }
}
