//! The step by which an authorizer's answer comes in, and what every request passes then: its API
//! key, the plans and limits that count it, and the role of its integration.

use kernel::arn::Arn;
use kernel::call::Source;
use kernel::{ApiError, Ctx, OpResult, Struct};
use serde_json::{Value as Json, json};

use crate::docs::{self, link, text};
use crate::enter::{context_of, refused, set_context, settings_of};
use crate::limits::{ACCOUNT_BURST, ACCOUNT_RATE};
use crate::reply::Refusal;
use crate::request::Request;
use crate::throttle::{self, Limit};
use crate::{api_key, integration, stage, usage, verdict};

pub const ADMIT: &str = "AdmitToApi";

/// `Request`, `Plan`, and `Answer` of the authorizer's function (JSON) or `Failure`.
pub fn admit(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let told = input.structure("Request").ok_or_else(ApiError::internal)?;
    let mut plan = input.structure("Plan").cloned().ok_or_else(ApiError::internal)?;
    let request = Request::of(told, text(&plan, "Rest"));
    let Some(authorizer) = plan.structure("Authorizer").cloned() else {
        return Err(ApiError::internal());
    };
    plan.remove("Authorizer");
    let answer: Option<Json> = input.str("Answer").and_then(|it| serde_json::from_str(it).ok());
    let Some(answer) = answer.filter(verdict::is_whole) else {
        let refusal = match text(input, "Failure") {
            // The one error by which a function says who is nobody.
            "Unauthorized" => Refusal::new("UNAUTHORIZED", "Unauthorized"),
            _ => Refusal::nameless("AUTHORIZER_CONFIGURATION_ERROR"),
        };
        return Ok(refused(plan, &refusal));
    };
    let key = crate::enter::texts(plan.list("VerdictKey"));
    if let [stage, identity] = key.as_slice() {
        verdict::keep(ctx, &authorizer, &(stage.clone(), identity.clone()), &answer);
    }
    if let Some(refusal) = verdict::apply(ctx, &mut plan, &answer, &request) {
        return Ok(refused(plan, &refusal));
    }
    go_on(ctx, plan, &request)
}

/// What comes after the authorization.
pub fn go_on(ctx: &mut Ctx<'_>, mut plan: Struct, request: &Request) -> OpResult {
    let method = plan.structure("Method").cloned().unwrap_or_default();
    let mut plans = Vec::new();
    let mut key_id = String::new();
    if method.bool("apiKeyRequired") == Some(true) {
        let value = match plan.str("ApiKeySource") {
            Some("AUTHORIZER") => plan.str("UsageKey").map(str::to_owned),
            _ => request.header("x-api-key").map(str::to_owned),
        };
        let found = match value {
            Some(value) => of_key(ctx, &plan, &value)?,
            None => None,
        };
        let Some((key, found)) = found else {
            return Ok(refused(plan, &Refusal::new("INVALID_API_KEY", "Forbidden")));
        };
        text(&key, "id").clone_into(&mut key_id);
        let mut context = context_of(&plan);
        context["identity"]["apiKey"] = json!(text(&key, "value"));
        context["identity"]["apiKeyId"] = json!(key_id);
        set_context(&mut plan, &context);
        plans = found;
    }
    if !passes_limits(ctx, &plan, &plans, &key_id)? {
        return Ok(refused(plan, &Refusal::new("THROTTLED", "Too Many Requests")));
    }
    for usage_plan in &plans {
        if !usage::count(ctx, usage_plan, &key_id)? {
            return Ok(refused(plan, &Refusal::new("QUOTA_EXCEEDED", "Limit Exceeded")));
        }
    }
    if !may_take_on(ctx, &plan) {
        return Ok(refused(plan, &Refusal::internal()));
    }
    Ok(plan)
}

/// A key that may be used, with the plans that have it for this stage.
fn of_key(
    ctx: &Ctx<'_>,
    plan: &Struct,
    value: &str,
) -> Result<Option<(Struct, Vec<Struct>)>, ApiError> {
    let key = api_key::by_value(ctx, value)?.filter(|it| it.bool("enabled") == Some(true));
    let Some(key) = key else { return Ok(None) };
    let mut plans = Vec::new();
    let own = plan.structure("Stage").map(|it| text(it, "stageName")).unwrap_or_default();
    let own = stage::key(text(plan, "Id"), own);
    for (id, _) in docs::links(ctx, link::KEY_PLAN, text(&key, "id"))? {
        if docs::find_link(ctx, link::STAGE_PLAN, &own, &id)?.is_some()
            && let Some(found) = docs::find_own(ctx, docs::own::USAGE_PLAN, &id)?
        {
            plans.push(found);
        }
    }
    Ok((!plans.is_empty()).then_some((key, plans)))
}

/// "1. Per-client or per-method limits of usage plans. 2. Per-method limits of a stage. 3. The
/// account's limit in the region" (Throttle requests to your REST APIs).
fn passes_limits(
    ctx: &mut Ctx<'_>,
    plan: &Struct,
    plans: &[Struct],
    key: &str,
) -> Result<bool, ApiError> {
    let stage = plan.structure("Stage").cloned().unwrap_or_default();
    let name = text(&stage, "stageName");
    let own = stage::key(text(plan, "Id"), name);
    let path = text(plan, "ResourcePath");
    let method = plan.structure("Method").map(|it| text(it, "httpMethod")).unwrap_or_default();
    let mut limits = Vec::new();
    for usage_plan in plans {
        let id = text(usage_plan, "id");
        if let Some(throttle) = of_method(usage_plan, plan, (path, method)) {
            limits.push((format!("plan/{id}/{key}/{own}/{path}/{method}"), Limit::of(&throttle)));
        }
        if let Some(throttle) = usage_plan.structure("throttle") {
            limits.push((format!("plan/{id}/{key}"), Limit::of(throttle)));
        }
    }
    if let Some(settings) = settings_of(plan) {
        let rate = settings.float("throttlingRateLimit").filter(|it| *it >= 0.0);
        let burst = settings.int("throttlingBurstLimit").filter(|it| *it >= 0);
        if rate.is_some() || burst.is_some() {
            limits.push((format!("stage/{own}/{path}/{method}"), Limit { rate, burst }));
        }
    }
    let account = Limit { rate: Some(ACCOUNT_RATE), burst: Some(ACCOUNT_BURST) };
    limits.push(("account".to_owned(), account));
    for (bucket, limit) in limits {
        if !throttle::take(ctx, &bucket, limit)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A plan's own limit of a method in this stage.
fn of_method(usage_plan: &Struct, plan: &Struct, (path, method): (&str, &str)) -> Option<Struct> {
    let stage = plan.structure("Stage").map(|it| text(it, "stageName")).unwrap_or_default();
    let stages = usage_plan.list("apiStages")?.iter().filter_map(kernel::Value::as_struct);
    let own = stages
        .into_iter()
        .find(|it| text(it, "apiId") == text(plan, "Id") && text(it, "stage") == stage)?;
    let throttles = own.structure("throttle")?;
    throttles.structure(&format!("{path}/{method}")).cloned()
}

/// Whether the role of the integration entrusts itself to API Gateway.
fn may_take_on(ctx: &Ctx<'_>, plan: &Struct) -> bool {
    let integration = plan.structure("Method").and_then(|it| it.structure("methodIntegration"));
    let role = integration.and_then(|it| it.str("credentials")).unwrap_or_default();
    if role.is_empty() || role == integration::CALLER {
        return true;
    }
    let Some(arn) = Arn::parse(role) else { return false };
    let source = Source { arn: text(plan, "MethodArn").to_owned(), account: ctx.account() };
    ctx.authorize_take_on(&arn, "apigateway", Some(&source)).is_ok()
}
