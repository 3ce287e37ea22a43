//! Lifecycle policies: kept, previewed, and carried out once a day.
//!
//! Source: API Reference, PutLifecyclePolicy, StartLifecyclePolicyPreview and the others.

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp, page};
use store::Range;

use crate::api::{
    DeleteLifecyclePolicyInput, DeleteLifecyclePolicyOutput, GetLifecyclePolicyInput,
    GetLifecyclePolicyOutput, GetLifecyclePolicyPreviewInput, GetLifecyclePolicyPreviewOutput,
    LifecyclePolicyPreviewFilter, LifecyclePolicyPreviewResultBuilder,
    LifecyclePolicyPreviewSummaryBuilder, LifecyclePolicyRuleActionBuilder,
    PutLifecyclePolicyInput, PutLifecyclePolicyOutput, StartLifecyclePolicyPreviewInput,
    StartLifecyclePolicyPreviewOutput,
};
use crate::errors;
use crate::image;
use crate::image_delete;
use crate::lifecycle_rules::{self, Candidate, Fault, Rule};
use crate::limits;
use crate::repository;
use crate::state::{ExpiringRow, IMAGES, LifecycleRow, PREVIEWS, PreviewRow};

/// The step that carries a policy out: `Repository`, `Number` (of the policy).
pub const EVALUATE: &str = "EvaluateLifecyclePolicy";

fn parse(text: &str) -> Result<Vec<Rule>, ApiError> {
    lifecycle_rules::parse(text).map_err(|fault| match fault {
        Fault::Invalid(reason) => errors::invalid_lifecycle(&reason),
        Fault::NotImplemented(what) => errors::not_implemented(what),
    })
}

pub fn put_lifecycle_policy(
    ctx: &mut Ctx<'_>,
    input: PutLifecyclePolicyInput<'_>,
) -> Result<PutLifecyclePolicyOutput, ApiError> {
    let (name, text) = (input.repository_name(), input.lifecycle_policy_text());
    let mut row = repository::find(ctx, name)?;
    parse(text)?;
    let number = ctx.chance().u64() >> 1;
    let evaluated_us = ctx.now().micros();
    row.lifecycle = Some(LifecycleRow { text: text.to_owned(), evaluated_us, number });
    repository::save(ctx, name, &row);
    enqueue(ctx, name, number, evaluated_us + limits::LIFECYCLE_EVERY_US);
    Ok(PutLifecyclePolicyOutput::new()
        .registry_id(ctx.account().to_string())
        .repository_name(name)
        .lifecycle_policy_text(text))
}

fn enqueue(ctx: &mut Ctx<'_>, name: &str, number: u64, at_us: i64) {
    let ask =
        Ask::to("ecr", EVALUATE).with("Repository", name).with("Number", number.cast_signed());
    ctx.enqueue(Job::now(ask).at(Timestamp::from_micros(at_us)));
}

pub fn get_lifecycle_policy(
    ctx: &mut Ctx<'_>,
    input: GetLifecyclePolicyInput<'_>,
) -> Result<GetLifecyclePolicyOutput, ApiError> {
    let name = input.repository_name();
    let row = repository::find(ctx, name)?.lifecycle;
    let row = row.ok_or_else(|| errors::no_lifecycle_policy(name, ctx.account()))?;
    Ok(GetLifecyclePolicyOutput::new()
        .registry_id(ctx.account().to_string())
        .repository_name(name)
        .lifecycle_policy_text(row.text)
        .last_evaluated_at(Timestamp::from_micros(row.evaluated_us)))
}

pub fn delete_lifecycle_policy(
    ctx: &mut Ctx<'_>,
    input: DeleteLifecyclePolicyInput<'_>,
) -> Result<DeleteLifecyclePolicyOutput, ApiError> {
    let name = input.repository_name();
    let mut row = repository::find(ctx, name)?;
    let gone = row.lifecycle.take();
    let gone = gone.ok_or_else(|| errors::no_lifecycle_policy(name, ctx.account()))?;
    repository::save(ctx, name, &row);
    Ok(DeleteLifecyclePolicyOutput::new()
        .registry_id(ctx.account().to_string())
        .repository_name(name)
        .lifecycle_policy_text(gone.text)
        .last_evaluated_at(Timestamp::from_micros(gone.evaluated_us)))
}

/// What the rules would take now.
fn expiring(ctx: &Ctx<'_>, name: &str, rules: &[Rule]) -> Result<Vec<ExpiringRow>, ApiError> {
    let mut candidates = Vec::new();
    for entry in ctx.table(&IMAGES).scan(&Range::within(&(name,))) {
        let ((_, digest), row) = entry?;
        candidates.push(Candidate {
            tags: image::tags(ctx, name, &digest)?,
            pushed_us: row.pushed_us,
            pulled_us: row.pulled_us,
            is_listed: image_delete::is_listed(ctx, name, &digest)?,
            digest,
        });
    }
    let chosen = lifecycle_rules::choose(rules, &candidates, ctx.now().micros());
    let chosen = chosen.into_iter().map(|(at, priority)| {
        let image = &candidates[at];
        ExpiringRow {
            digest: image.digest.clone(),
            tags: image.tags.clone(),
            pushed_us: image.pushed_us,
            priority,
        }
    });
    Ok(chosen.collect())
}

/// The step [`EVALUATE`].
pub fn evaluate(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Repository").unwrap_or_default();
    let number = input.int("Number").unwrap_or_default().cast_unsigned();
    let Ok(mut repository) = repository::find(ctx, name) else { return Ok(Struct::new()) };
    // Another policy has taken the place of the one that this is for.
    let Some(row) = repository.lifecycle.as_mut().filter(|row| row.number == number) else {
        return Ok(Struct::new());
    };
    let now = ctx.now().micros();
    row.evaluated_us = now;
    let rules = parse(&row.text)?;
    let expiring = expiring(ctx, name, &rules)?;
    for image in expiring.iter().take(limits::EXPIRED_AT_ONCE) {
        image_delete::remove(ctx, name, &image.digest)?;
    }
    let has_more = expiring.len() > limits::EXPIRED_AT_ONCE;
    repository::save(ctx, name, &repository);
    enqueue(ctx, name, number, if has_more { now } else { now + limits::LIFECYCLE_EVERY_US });
    Ok(Struct::new())
}

/// AWS takes a while for a preview; here it is complete at once.
pub fn start_lifecycle_policy_preview(
    ctx: &mut Ctx<'_>,
    input: StartLifecyclePolicyPreviewInput<'_>,
) -> Result<StartLifecyclePolicyPreviewOutput, ApiError> {
    let name = input.repository_name();
    let row = repository::find(ctx, name)?;
    let own = row.lifecycle.as_ref().map(|it| it.text.as_str());
    let text = input.lifecycle_policy_text().or(own);
    let text = text.ok_or_else(|| errors::no_lifecycle_policy(name, ctx.account()))?;
    let expiring = expiring(ctx, name, &parse(text)?)?;
    let preview = PreviewRow { text: text.to_owned(), expiring };
    ctx.table_mut(&PREVIEWS).put(name, &preview);
    Ok(StartLifecyclePolicyPreviewOutput::new()
        .registry_id(ctx.account().to_string())
        .repository_name(name)
        .lifecycle_policy_text(text)
        .status("IN_PROGRESS"))
}

pub fn get_lifecycle_policy_preview(
    ctx: &mut Ctx<'_>,
    input: GetLifecyclePolicyPreviewInput<'_>,
) -> Result<GetLifecyclePolicyPreviewOutput, ApiError> {
    const OPERATION: &str = "GetLifecyclePolicyPreview";
    let name = input.repository_name();
    repository::find(ctx, name)?;
    let preview = ctx.table(&PREVIEWS).get(name)?;
    let preview = preview.ok_or_else(|| errors::no_preview(name, ctx.account()))?;
    let total = preview.expiring.len() as i64;
    let status = input.filter().and_then(LifecyclePolicyPreviewFilter::tag_status);
    let wanted = preview.expiring.iter().filter(|image| {
        let is_named = input.image_ids().is_none_or(|ids| {
            ids.into_iter().any(|id| {
                id.image_digest().is_none_or(|it| it == image.digest)
                    && id.image_tag().is_none_or(|it| image.tags.iter().any(|tag| tag == it))
            })
        });
        is_named
            && match status {
                Some("TAGGED") => !image.tags.is_empty(),
                Some("UNTAGGED") => image.tags.is_empty(),
                _ => true,
            }
    });
    let from = match input.next_token() {
        Some(token) => {
            let position = page::decode(OPERATION, token);
            let position = position.and_then(|it| it.as_slice().try_into().ok());
            position.map(u64::from_be_bytes).ok_or_else(errors::invalid_token)? as usize
        }
        None => 0,
    };
    let limit = input.max_results().map_or(limits::PAGE_DEFAULT, |it| it.max(1) as usize);
    let mut results: Vec<_> = wanted.skip(from).take(limit + 1).map(shown).collect();
    let has_more = results.len() > limit;
    results.truncate(limit);
    let next = has_more.then(|| page::encode(OPERATION, &((from + limit) as u64).to_be_bytes()));
    Ok(GetLifecyclePolicyPreviewOutput::new()
        .registry_id(ctx.account().to_string())
        .repository_name(name)
        .lifecycle_policy_text(preview.text.as_str())
        .status("COMPLETE")
        .preview_results(results)
        .next_token(next)
        .summary(LifecyclePolicyPreviewSummaryBuilder::new().expiring_image_total_count(total)))
}

fn shown(image: &ExpiringRow) -> LifecyclePolicyPreviewResultBuilder {
    LifecyclePolicyPreviewResultBuilder::new()
        .image_tags(image.tags.clone())
        .image_digest(image.digest.as_str())
        .image_pushed_at(Timestamp::from_micros(image.pushed_us))
        .action(LifecyclePolicyRuleActionBuilder::new().type_("EXPIRE"))
        .applied_rule_priority(image.priority.cast_signed())
}
