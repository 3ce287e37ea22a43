//! Stages: under which name which deployment is served, and how.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, OpResult, Struct, Value};
use store::Range;

use crate::apis;
use crate::delivery;
use crate::deployment::{self, DEPLOYMENT};
use crate::domain;
use crate::errors;
use crate::limits::STAGES_MAX;
use crate::resource::{self, Kind};
use crate::state::PARTS;
use crate::tag;

pub static STAGE: Kind = Kind {
    name: "Stage",
    id: "StageName",
    parent: None,
    members: &[
        "AccessLogSettings",
        "AutoDeploy",
        "ClientCertificateId",
        "DefaultRouteSettings",
        "DeploymentId",
        "Description",
        "RouteSettings",
        "StageName",
        "StageVariables",
        "Tags",
    ],
    merged: &["RouteSettings", "StageVariables"],
    max: STAGES_MAX,
    is_deployed: false,
    check,
};

pub const DEFAULT: &str = "$default";

pub fn create(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let api = apis::of(ctx, input)?;
    let id = api.str("ApiId").unwrap_or_default().to_owned();
    let name = input.str("StageName").unwrap_or_default().to_owned();
    if resource::get(ctx, &STAGE, &id, &name)?.is_some() {
        return Err(errors::conflict(format!("Stage already exists: {name}")));
    }
    let held = ctx.table(&PARTS).keys(&Range::within(&(id.as_str(), STAGE.name)));
    if held.take(STAGES_MAX).count() >= STAGES_MAX {
        return Err(errors::too_many("stage", STAGES_MAX));
    }
    let members = STAGE.members.iter();
    let mut doc: Struct =
        members.filter_map(|name| Some((*name, input.get(name)?.clone()))).collect();
    check(ctx, &api, &mut doc, None)?;
    if let Some(tags) = doc.structure("Tags") {
        tag::check(tags)?;
    }
    doc.set("CreatedDate", ctx.now());
    doc.set("LastUpdatedDate", ctx.now());
    resource::put(ctx, &STAGE, &id, &name, doc);
    if input.bool("AutoDeploy") == Some(true) {
        deployment::follow(ctx, &id)?;
    }
    let doc = resource::get(ctx, &STAGE, &id, &name)?;
    doc.map(show).ok_or_else(ApiError::internal)
}

pub fn get(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    resource::find(ctx, &STAGE, input).map(show)
}

pub fn list(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut output = resource::list(ctx, &STAGE, input)?;
    if let Some(Value::List(items)) = output.get_mut("Items") {
        for item in items {
            if let Value::Struct(doc) = item {
                *doc = show(std::mem::take(doc));
            }
        }
    }
    Ok(output)
}

pub fn update(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    resource::update(ctx, &STAGE, input)?;
    changed(ctx, input)
}

/// Notes when, and deploys where it deploys by itself.
fn changed(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut doc = resource::find(ctx, &STAGE, input)?;
    doc.set("LastUpdatedDate", ctx.now());
    let text = |name: &str| input.str(name).unwrap_or_default();
    let deploys = doc.bool("AutoDeploy") == Some(true);
    resource::put(ctx, &STAGE, text("ApiId"), text("StageName"), doc);
    if deploys {
        deployment::follow(ctx, text("ApiId"))?;
    }
    resource::find(ctx, &STAGE, input).map(show)
}

pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    resource::find(ctx, &STAGE, input)?;
    let text = |name: &str| input.str(name).unwrap_or_default();
    domain::check_stage_unmapped(ctx, text("ApiId"), text("StageName"))?;
    resource::delete(ctx, &STAGE, input)
}

pub fn delete_log_settings(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    take_away(ctx, input, |doc| {
        doc.remove("AccessLogSettings");
        Ok(())
    })
}

pub fn delete_route_settings(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let key = input.str("RouteKey").unwrap_or_default();
    take_away(ctx, input, |doc| {
        let mut settings = doc.structure("RouteSettings").cloned().unwrap_or_default();
        if settings.remove(key).is_none() {
            return Err(errors::no_such("Route settings", key));
        }
        doc.set("RouteSettings", settings);
        Ok(())
    })
}

fn take_away(
    ctx: &mut Ctx<'_>,
    input: &Struct,
    change: impl FnOnce(&mut Struct) -> Result<(), ApiError>,
) -> OpResult {
    let mut doc = resource::find(ctx, &STAGE, input)?;
    change(&mut doc)?;
    let text = |name: &str| input.str(name).unwrap_or_default();
    resource::put(ctx, &STAGE, text("ApiId"), text("StageName"), doc);
    changed(ctx, input)?;
    Ok(Struct::new())
}

/// What authorizers have said is forgotten.
pub fn reset_cache(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let api = apis::of(ctx, input)?;
    if !apis::is_http(&api) {
        return Err(errors::bad_request("Authorizer results are cached for HTTP APIs only"));
    }
    resource::find(ctx, &STAGE, input)?;
    let text = |name: &str| input.str(name).unwrap_or_default();
    crate::cache::forget_stage(ctx, text("ApiId"), text("StageName"));
    Ok(Struct::new())
}

fn check(
    ctx: &mut Ctx<'_>,
    api: &Struct,
    doc: &mut Struct,
    old: Option<&Struct>,
) -> Result<(), ApiError> {
    let is_http = apis::is_http(api);
    let name = doc.str("StageName").unwrap_or_default();
    let is_name = name.len() <= 128
        && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'_');
    if !(is_name && !name.is_empty() || is_http && name == DEFAULT) {
        return Err(errors::bad_request(
            "Stage name only allows a-zA-Z0-9, hyphen and underscore, or $default",
        ));
    }
    if doc.get("ClientCertificateId").is_some() {
        return Err(errors::not_here("ClientCertificateId", "backends get no certificates"));
    }
    let deployment = doc.str("DeploymentId");
    if let Some(deployment) = deployment
        && old.is_none_or(|old| old.str("DeploymentId") != Some(deployment))
    {
        if doc.bool("AutoDeploy") == Some(true) {
            return Err(errors::bad_request(
                "Deployment ID cannot be set on Stage because AutoDeploy is set to true",
            ));
        }
        let id = api.str("ApiId").unwrap_or_default();
        if resource::get(ctx, &DEPLOYMENT, id, deployment)?.is_none() {
            return Err(errors::bad_request("Deployment id does not exist"));
        }
    }
    check_variables(doc)?;
    check_log(doc)?;
    let group = |it: &Struct| {
        let settings = it.structure("AccessLogSettings");
        settings.and_then(|it| it.str("DestinationArn")).map(str::to_owned)
    };
    let before = old.and_then(group);
    if let Some(group) = group(doc).filter(|group| before.as_ref() != Some(group)) {
        delivery::open(ctx, &group)?;
    }
    let routes = doc.structure("RouteSettings").into_iter().flat_map(Struct::iter);
    let settings = routes.filter_map(|(_, value)| value.as_struct());
    for settings in settings.chain(doc.structure("DefaultRouteSettings")) {
        check_settings(settings)?;
    }
    Ok(())
}

/// "Variable names can have alphanumeric and underscore characters, and the values must match
/// [A-Za-z0-9-._~:/?#&=,]+."
fn check_variables(doc: &Struct) -> Result<(), ApiError> {
    for (name, value) in doc.structure("StageVariables").into_iter().flat_map(Struct::iter) {
        let is_name = name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
        let value = value.as_str().unwrap_or_default();
        let is_value =
            value.bytes().all(|it| it.is_ascii_alphanumeric() || b"-._~:/?#&=,".contains(&it));
        if !is_name || !is_value {
            return Err(errors::bad_request(format!("Invalid stage variable: {name}")));
        }
    }
    Ok(())
}

fn check_log(doc: &Struct) -> Result<(), ApiError> {
    let Some(settings) = doc.structure("AccessLogSettings") else { return Ok(()) };
    let destination = settings.str("DestinationArn").and_then(Arn::parse);
    if destination.is_none_or(|arn| arn.service != "logs") {
        return Err(errors::bad_request(
            "Access log destination must only contain the ARN of a CloudWatch Logs log group",
        ));
    }
    let format = settings.str("Format").unwrap_or_default();
    if !format.contains("$context.requestId") && !format.contains("$context.extendedRequestId") {
        return Err(errors::bad_request(
            "Access log format must include at least $context.requestId",
        ));
    }
    Ok(())
}

fn check_settings(settings: &Struct) -> Result<(), ApiError> {
    let logs = settings.str("LoggingLevel").is_some_and(|level| level != "OFF");
    if logs || settings.bool("DataTraceEnabled") == Some(true) {
        return Err(errors::not_here("LoggingLevel", "there are access logs, no execution logs"));
    }
    let burst = settings.int("ThrottlingBurstLimit").unwrap_or_default();
    let rate = settings.float("ThrottlingRateLimit").unwrap_or_default();
    if burst < 0 || rate < 0.0 || !rate.is_finite() {
        return Err(errors::bad_request("Throttling limits must not be negative"));
    }
    Ok(())
}

/// With what AWS shows of every stage.
fn show(mut doc: Struct) -> Struct {
    for name in ["RouteSettings", "StageVariables", "Tags"] {
        if doc.get(name).is_none() {
            doc.set(name, Struct::new());
        }
    }
    if doc.get("DefaultRouteSettings").is_none() {
        doc.set("DefaultRouteSettings", Struct::new().with("DetailedMetricsEnabled", false));
    }
    doc
}
