//! Policy generation: what a user or role has done by the events of a trail, as a policy.
//!
//! The operations and their rows; [`crate::generation_run`] reads the trail's log files.
//!
//! Source: IAM User Guide, "IAM Access Analyzer policy generation"; API Reference,
//! StartPolicyGeneration, GetGeneratedPolicy, ListPolicyGenerations, CancelPolicyGeneration.

use std::collections::{BTreeMap, BTreeSet};

use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::view::List;
use kernel::{ApiError, Ask, Ctx, Table, Timestamp, page};
use minicbor::{Decode, Encode};
use serde_json::json;
use store::Range;

use crate::api::{
    CancelPolicyGenerationInput, CancelPolicyGenerationOutput, CloudTrailDetails,
    CloudTrailPropertiesBuilder, GeneratedPolicyBuilder, GeneratedPolicyPropertiesBuilder,
    GeneratedPolicyResultBuilder, GetGeneratedPolicyInput, GetGeneratedPolicyOutput,
    JobDetailsBuilder, JobErrorBuilder, ListPolicyGenerationsInput, ListPolicyGenerationsOutput,
    PolicyGenerationBuilder, StartPolicyGenerationInput, StartPolicyGenerationOutput,
    TrailPropertiesBuilder, error, job_status as status,
};
use crate::errors;
use crate::generation_run;
use crate::limits;

pub static GENERATIONS: Table<String, GenerationRow> =
    Table::regional("accessanalyzer", "generations");
/// (started in microseconds, job)
pub static GENERATION_TIMES: Table<(i64, String), ()> =
    Table::regional("accessanalyzer", "generation-times");
/// Client's token → job.
pub static GENERATION_TOKENS: Table<String, TokenRow> =
    Table::regional("accessanalyzer", "generation-tokens");

/// Times are microseconds.
#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct GenerationRow {
    #[n(0)]
    pub principal: String,
    #[n(1)]
    pub role: String,
    #[n(2)]
    pub trail: String,
    #[n(3)]
    pub regions: Vec<String>,
    #[n(4)]
    pub is_of_all_regions: bool,
    #[n(5)]
    pub start: i64,
    #[n(6)]
    pub end: i64,
    #[n(7)]
    pub status: String,
    #[n(8)]
    pub started: i64,
    #[n(9)]
    pub completed: Option<i64>,
    /// Code and message.
    #[n(10)]
    pub error: Option<(String, String)>,
    /// By the service's prefix.
    #[n(11)]
    pub actions: BTreeMap<String, BTreeSet<String>>,
    /// What was done besides, of which no action is known.
    #[n(12)]
    pub has_more: bool,
    /// Bucket and the beginning of keys, once the trail was asked for.
    #[n(13)]
    pub place: Option<(String, String)>,
    /// The last key that was read.
    #[n(14)]
    pub after: Option<String>,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct TokenRow {
    #[n(0)]
    pub job: String,
}

store::row!(GenerationRow, TokenRow);

pub fn start_policy_generation(
    ctx: &mut Ctx<'_>,
    input: StartPolicyGenerationInput<'_>,
) -> Result<StartPolicyGenerationOutput, ApiError> {
    if let Some(token) = input.client_token()
        && let Some(row) = ctx.table(&GENERATION_TOKENS).get(token)?
    {
        return Ok(StartPolicyGenerationOutput::new().job_id(row.job));
    }
    let principal = input.policy_generation_details().principal_arn();
    if Arn::parse(principal).is_none_or(|arn| arn.account_id() != Some(ctx.account())) {
        return Err(invalid(format!("{principal} is not of this account.")));
    }
    let Some(details) = input.cloud_trail_details() else {
        return Err(errors::not_implemented("policy generation without a trail"));
    };
    let row = row_of(ctx, principal, details)?;
    check_quota(ctx, principal)?;
    let id = ctx.chance().uuid();
    ctx.table_mut(&GENERATIONS).put(&id, &row);
    ctx.table_mut(&GENERATION_TIMES).put(&(row.started, id.as_str()), &());
    if let Some(token) = input.client_token() {
        ctx.table_mut(&GENERATION_TOKENS).put(token, &TokenRow { job: id.clone() });
    }
    go_on(ctx, &id, &row);
    Ok(StartPolicyGenerationOutput::new().job_id(id))
}

fn row_of(
    ctx: &Ctx<'_>,
    principal: &str,
    details: CloudTrailDetails<'_>,
) -> Result<GenerationRow, ApiError> {
    let role = details.access_role();
    ctx.authorize_pass_role(role, "access-analyzer.amazonaws.com")?;
    let [trail] = details.trails().iter().collect::<Vec<_>>()[..] else {
        return Err(invalid("Exactly one trail must be specified."));
    };
    let regions: Vec<String> =
        trail.regions().into_iter().flat_map(List::iter).map(str::to_owned).collect();
    let is_of_all_regions = trail.all_regions() == Some(true);
    if is_of_all_regions != regions.is_empty() {
        return Err(invalid("Specify either regions or allRegions of the trail."));
    }
    let now = ctx.now();
    let start = details.start_time();
    let end = details.end_time().unwrap_or(now);
    if start >= end {
        return Err(invalid("startTime must be before endTime."));
    }
    if end.micros() - start.micros() > limits::GENERATION_SPAN_US {
        return Err(invalid("The time range must not be longer than 90 days."));
    }
    Ok(GenerationRow {
        principal: principal.to_owned(),
        role: role.to_owned(),
        trail: trail.cloud_trail_arn().to_owned(),
        regions,
        is_of_all_regions,
        start: start.micros(),
        end: end.micros(),
        status: status::IN_PROGRESS.to_owned(),
        started: now.micros(),
        ..GenerationRow::default()
    })
}

fn invalid(message: impl Into<String>) -> ApiError {
    errors::invalid("fieldValidationFailed", message)
}

/// One at a time for a principal.
fn check_quota(ctx: &Ctx<'_>, principal: &str) -> Result<(), ApiError> {
    let newest = ctx.table(&GENERATION_TIMES).keys(&Range::all().reversed());
    for key in newest.take(limits::GENERATIONS_LOOKED_AT) {
        let row = ctx.table(&GENERATIONS).get(&key?.1)?;
        if row.is_some_and(|row| row.principal == principal && row.is_active()) {
            return Err(errors::conflict("PolicyGeneration", principal));
        }
    }
    Ok(())
}

/// Leaves the next step, which runs as the role that reads the trail.
pub fn go_on(ctx: &mut Ctx<'_>, id: &str, row: &GenerationRow) {
    let Some(role) = Arn::parse(&row.role) else { return };
    let ask = Ask::to("accessanalyzer", generation_run::GENERATE).with("Job", id);
    ctx.enqueue(Job::now(ask.as_role(&role, "access-analyzer")));
}

impl GenerationRow {
    pub fn is_active(&self) -> bool {
        self.status == status::IN_PROGRESS
    }

    fn policy(&self) -> String {
        let statements = self.actions.iter().enumerate().map(|(at, (prefix, names))| {
            let actions = names.iter().map(|name| format!("{prefix}:{name}"));
            json!({
                "Sid": format!("SupportedServiceSid{at}"),
                "Effect": "Allow",
                "Action": actions.collect::<Vec<_>>(),
                "Resource": "*",
            })
        });
        let statements: Vec<_> = statements.collect();
        json!({"Version": "2012-10-17", "Statement": statements}).to_string()
    }
}

/// One that was requested within seven days.
fn find(ctx: &Ctx<'_>, id: &str) -> Result<GenerationRow, ApiError> {
    let oldest = ctx.now().micros() - limits::GENERATIONS_KEPT_US;
    let row = ctx.table(&GENERATIONS).get(id)?.filter(|row| row.started >= oldest);
    // The operations list no error for what does not exist but this one.
    row.ok_or_else(|| invalid(format!("There is no policy generation {id}.")))
}

pub fn get_generated_policy(
    ctx: &mut Ctx<'_>,
    input: GetGeneratedPolicyInput<'_>,
) -> Result<GetGeneratedPolicyOutput, ApiError> {
    if input.include_resource_placeholders() == Some(true) {
        return Err(errors::not_implemented("placeholders of resources in generated policies"));
    }
    if input.include_service_level_template() == Some(true) {
        return Err(errors::not_implemented("service-level templates of generated policies"));
    }
    let id = input.job_id();
    let row = find(ctx, id)?;
    let error = row.error.as_ref().map(|(code, message)| {
        JobErrorBuilder::new().code(code.as_str()).message(message.as_str())
    });
    let details = JobDetailsBuilder::new()
        .job_id(id)
        .status(row.status.as_str())
        .started_on(Timestamp::from_micros(row.started))
        .completed_on(row.completed.map(Timestamp::from_micros))
        .job_error(error);
    let trail = TrailPropertiesBuilder::new()
        .cloud_trail_arn(row.trail.as_str())
        .regions(row.regions.clone())
        .all_regions(row.is_of_all_regions);
    let properties = GeneratedPolicyPropertiesBuilder::new()
        .is_complete(row.status == status::SUCCEEDED && !row.has_more)
        .principal_arn(row.principal.as_str())
        .cloud_trail_properties(
            CloudTrailPropertiesBuilder::new()
                .trail_properties(vec![trail])
                .start_time(Timestamp::from_micros(row.start))
                .end_time(Timestamp::from_micros(row.end)),
        );
    let has_policy = row.status == status::SUCCEEDED && !row.actions.is_empty();
    let policies: Vec<_> = has_policy
        .then(|| GeneratedPolicyBuilder::new().policy(row.policy()))
        .into_iter()
        .collect();
    let result =
        GeneratedPolicyResultBuilder::new().properties(properties).generated_policies(policies);
    Ok(GetGeneratedPolicyOutput::new().job_details(details).generated_policy_result(result))
}

pub fn list_policy_generations(
    ctx: &mut Ctx<'_>,
    input: ListPolicyGenerationsInput<'_>,
) -> Result<ListPolicyGenerationsOutput, ApiError> {
    const OPERATION: &str = "ListPolicyGenerations";
    let max = input.max_results().unwrap_or(limits::PAGE_DEFAULT as i64);
    let max = max.clamp(1, limits::PAGE_MAX as i64) as usize;
    let oldest = ctx.now().micros() - limits::GENERATIONS_KEPT_US;
    let mut range = Range::all().from(&(oldest,)).reversed();
    if let Some(token) = input.next_token() {
        let position = page::decode(OPERATION, token).and_then(|it| String::from_utf8(it).ok());
        let position = position.as_deref().and_then(|it| it.split_once(' '));
        let (time, id) = position.ok_or_else(errors::bad_token)?;
        let time: i64 = time.parse().map_err(|_| errors::bad_token())?;
        range = range.before(&(time, id));
    }
    let (mut found, mut last, mut has_more) = (Vec::new(), None, false);
    for key in ctx.table(&GENERATION_TIMES).keys(&range) {
        let (time, id) = key?;
        let Some(row) = ctx.table(&GENERATIONS).get(&id)? else { continue };
        if input.principal_arn().is_some_and(|wanted| wanted != row.principal) {
            continue;
        }
        if found.len() == max {
            has_more = true;
            break;
        }
        last = Some(format!("{time} {id}"));
        found.push(
            PolicyGenerationBuilder::new()
                .job_id(id)
                .principal_arn(row.principal)
                .status(row.status)
                .started_on(Timestamp::from_micros(row.started))
                .completed_on(row.completed.map(Timestamp::from_micros)),
        );
    }
    let token = last.filter(|_| has_more).map(|it| page::encode(OPERATION, it.as_bytes()));
    Ok(ListPolicyGenerationsOutput::new().policy_generations(found).next_token(token))
}

pub fn cancel_policy_generation(
    ctx: &mut Ctx<'_>,
    input: CancelPolicyGenerationInput<'_>,
) -> Result<CancelPolicyGenerationOutput, ApiError> {
    let mut row = find(ctx, input.job_id())?;
    if !row.is_active() {
        return Err(error::validation_exception(format!(
            "The policy generation {} is not in progress.",
            input.job_id()
        ))
        .with_member("reason", "fieldValidationFailed"));
    }
    status::CANCELED.clone_into(&mut row.status);
    row.completed = Some(ctx.now().micros());
    ctx.table_mut(&GENERATIONS).put(input.job_id(), &row);
    Ok(CancelPolicyGenerationOutput::new())
}
