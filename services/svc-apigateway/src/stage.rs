//! Stages: which deployment is served under which name, and how.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, OpResult, Struct, Value};
use store::Range;

use crate::deployment;
use crate::docs::{self, chosen, link, map_mut, part, text};
use crate::errors::{bad, conflict, not_found, not_here};
use crate::limits::{STAGES_MAX, VARIABLE_CHARS_MAX, VARIABLE_NAME_CHARS_MAX, VARIABLES_MAX};
use crate::patch::{self, Patch};
use crate::state::VERDICTS;
use crate::tags;

const TAKEN: [&str; 7] = [
    "stageName",
    "deploymentId",
    "description",
    "variables",
    "documentationVersion",
    "canarySettings",
    "tags",
];

/// Settings of methods, by the paths that name them: the member, and how its value is read.
const SETTINGS: [(&str, &str, Reading); 5] = [
    ("metrics/enabled", "metricsEnabled", Reading::Flag),
    ("logging/loglevel", "loggingLevel", Reading::Level),
    ("logging/dataTrace", "dataTraceEnabled", Reading::Flag),
    ("throttling/burstLimit", "throttlingBurstLimit", Reading::Int),
    ("throttling/rateLimit", "throttlingRateLimit", Reading::Real),
];

#[derive(Clone, Copy, Debug)]
enum Reading {
    Flag,
    Level,
    Int,
    Real,
}

/// What is true by default, of AWS's features that are not here.
pub fn refuse_flag(input: &Struct, member: &str) -> Result<(), ApiError> {
    if input.bool(member) != Some(true) {
        return Ok(());
    }
    Err(not_here(member, "stages have neither a cache nor X-Ray"))
}

/// The stage's key among links of usage plans, and among verdicts.
pub fn key(api: &str, stage: &str) -> String {
    format!("{api}/{stage}")
}

pub fn create(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::api(ctx, input)?;
    for member in ["cacheClusterEnabled", "tracingEnabled"] {
        refuse_flag(input, member)?;
    }
    let (api, name) = (text(input, "restApiId"), text(input, "stageName"));
    if docs::find_part(ctx, api, part::STAGE, name)?.is_some() {
        // [U]
        return Err(conflict("Stage already exists"));
    }
    make(ctx, api, chosen(input, &TAKEN))
}

fn make(ctx: &mut Ctx<'_>, api: &str, mut doc: Struct) -> OpResult {
    let name = text(&doc, "stageName").to_owned();
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "_-".contains(it);
    if name.is_empty() || name.len() > 128 || !name.chars().all(is_plain) {
        // [U]
        return Err(bad("Stage name only allows a-zA-Z0-9_"));
    }
    docs::check_room(ctx, (api, part::STAGE), STAGES_MAX, "Stages for this API")?;
    deployment::exists(ctx, api, text(&doc, "deploymentId"))?;
    doc.set("cacheClusterEnabled", false);
    doc.set("cacheClusterStatus", "NOT_AVAILABLE");
    doc.set("tracingEnabled", false);
    doc.set("methodSettings", Struct::new());
    doc.set("createdDate", ctx.now());
    doc.set("lastUpdatedDate", ctx.now());
    check(ctx, api, &doc)?;
    docs::put_part(ctx, (api, part::STAGE, &name), &doc);
    Ok(doc)
}

/// CreateDeployment with a stage: makes it, or has it serve the new deployment.
pub fn deploy(
    ctx: &mut Ctx<'_>,
    api: &str,
    name: &str,
    deployment: &str,
    input: &Struct,
) -> Result<(), ApiError> {
    let old = docs::find_part(ctx, api, part::STAGE, name)?;
    let canary = input.structure("canarySettings");
    let Some(mut doc) = old else {
        if canary.is_some() {
            // [U]
            return Err(bad("Deployment canary cannot be enabled on a stage that does not exist"));
        }
        let mut doc = chosen(input, &["variables"]);
        doc.set("stageName", name);
        doc.set("deploymentId", deployment);
        if let Some(description) = input.str("stageDescription") {
            doc.set("description", description);
        }
        return make(ctx, api, doc).map(drop);
    };
    if let Some(variables) = input.structure("variables") {
        let own = map_mut(&mut doc, "variables");
        variables.iter().for_each(|(name, value)| own.set(name.to_owned(), value.clone()));
    }
    if let Some(description) = input.str("stageDescription") {
        doc.set("description", description);
    }
    match canary {
        Some(settings) => {
            doc.set("canarySettings", settings.clone().with("deploymentId", deployment));
        }
        // A stage with a canary gets new deployments there.
        None if doc.structure("canarySettings").is_some() => {
            map_mut(&mut doc, "canarySettings").set("deploymentId", deployment);
        }
        None => doc.set("deploymentId", deployment),
    }
    doc.set("lastUpdatedDate", ctx.now());
    check(ctx, api, &doc)?;
    docs::put_part(ctx, (api, part::STAGE, name), &doc);
    Ok(())
}

fn check(ctx: &Ctx<'_>, api: &str, doc: &Struct) -> Result<(), ApiError> {
    for variables in [
        doc.structure("variables"),
        doc.structure("canarySettings").and_then(|it| it.structure("stageVariableOverrides")),
    ] {
        check_variables(variables)?;
    }
    if let Some(canary) = doc.structure("canarySettings") {
        let percent = canary.float("percentTraffic").unwrap_or_default();
        if !(0.0..=100.0).contains(&percent) {
            return Err(bad("Invalid canary settings: percentTraffic must be between 0 and 100"));
        }
        if canary.bool("useStageCache") == Some(true) {
            return Err(not_here("useStageCache", "stages have no cache"));
        }
        if let Some(id) = canary.str("deploymentId") {
            deployment::exists(ctx, api, id)?;
        }
    }
    if let Some(version) = doc.str("documentationVersion").filter(|it| !it.is_empty())
        && docs::find_part(ctx, api, part::DOCUMENTATION_VERSION, version)?.is_none()
    {
        return Err(not_found("Documentation version"));
    }
    tags::check(doc.structure("tags"))
}

fn check_variables(variables: Option<&Struct>) -> Result<(), ApiError> {
    let Some(variables) = variables else { return Ok(()) };
    if variables.len() > VARIABLES_MAX {
        return Err(crate::errors::too_many("stage variables"));
    }
    for (name, value) in variables.iter() {
        let value = value.as_str().unwrap_or_default();
        let is_name = !name.is_empty()
            && name.chars().count() <= VARIABLE_NAME_CHARS_MAX
            && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
        let is_plain = |it: char| it.is_ascii_alphanumeric() || "-._~:/?#&=,".contains(it);
        if !is_name || value.chars().count() > VARIABLE_CHARS_MAX || !value.chars().all(is_plain) {
            // [U]
            return Err(bad(format!(
                "Stage variable name: {name}, value: {value} invalid. Please use values with \
                 alphanumeric characters and the symbols ' ', -', '.', '_', ':', '/', '?', '&', \
                 '=', and ','."
            )));
        }
    }
    Ok(())
}

fn find(ctx: &Ctx<'_>, input: &Struct) -> Result<Struct, ApiError> {
    docs::api(ctx, input)?;
    let (api, name) = (text(input, "restApiId"), text(input, "stageName"));
    docs::find_part(ctx, api, part::STAGE, name)?.ok_or_else(|| not_found("stage"))
}

pub fn get(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    find(ctx, input)
}

pub fn list(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::api(ctx, input)?;
    let all = docs::parts(ctx, text(input, "restApiId"), part::STAGE)?;
    let wanted = input.str("deploymentId");
    let all =
        all.into_iter().filter(|(_, it)| wanted.is_none() || it.str("deploymentId") == wanted);
    let all: Vec<Value> = all.map(|(_, it)| Value::Struct(it)).collect();
    Ok(Struct::new().with("item", all))
}

pub fn update(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut doc = find(ctx, input)?;
    let api = text(input, "restApiId");
    for patch in patch::patches(input)? {
        apply(ctx, &mut doc, &patch)?;
    }
    deployment::exists(ctx, api, text(&doc, "deploymentId"))?;
    check(ctx, api, &doc)?;
    check_logging(ctx, &doc)?;
    doc.set("lastUpdatedDate", ctx.now());
    docs::put_part(ctx, (api, part::STAGE, text(&doc, "stageName")), &doc);
    Ok(doc)
}

fn apply(ctx: &Ctx<'_>, doc: &mut Struct, patch: &Patch<'_>) -> Result<(), ApiError> {
    match (patch.op, patch.path) {
        ("remove", "/accessLogSettings") => {
            doc.remove("accessLogSettings");
            return Ok(());
        }
        ("remove", "/canarySettings") => {
            doc.remove("canarySettings");
            return Ok(());
        }
        ("copy", "/deploymentId") if patch.from == Some("/canarySettings/deploymentId") => {
            let canary = doc.structure("canarySettings").and_then(|it| it.str("deploymentId"));
            let canary = canary.ok_or_else(|| bad("The stage has no canary"))?.to_owned();
            doc.set("deploymentId", canary);
            return Ok(());
        }
        ("copy", "/variables") if patch.from == Some("/canarySettings/stageVariableOverrides") => {
            let canary = doc.structure("canarySettings");
            let overrides = canary.and_then(|it| it.structure("stageVariableOverrides")).cloned();
            let variables = map_mut(doc, "variables");
            for (name, value) in overrides.unwrap_or_default() {
                variables.set(name, value);
            }
            return Ok(());
        }
        _ => {}
    }
    if let "/cacheClusterEnabled" | "/tracingEnabled" = patch.path {
        return match patch.value {
            Some("false") => Ok(()),
            _ => Err(not_here(&patch.path[1..], "stages have neither a cache nor X-Ray")),
        };
    }
    for (path, why) in [
        ("/cacheClusterSize", "stages have no cache"),
        ("/clientCertificateId", "requests to back ends carry no client certificate"),
        ("/webAclArn", "there is no WAF"),
        ("/canarySettings/useStageCache", "stages have no cache"),
    ] {
        if patch.path == path {
            return Err(not_here(&path[1..], why));
        }
    }
    if patch.path.starts_with("/accessLogSettings/destinationArn") {
        check_log_destination(ctx, patch.value.unwrap_or_default())?;
    }
    if is_method_setting(patch) {
        return apply_setting(doc, patch);
    }
    patch::apply_one(doc, patch::STAGE, patch)
}

/// "The Amazon Resource Name of the CloudWatch Logs log group … to receive access logs."
fn check_log_destination(ctx: &Ctx<'_>, destination: &str) -> Result<(), ApiError> {
    let arn = Arn::parse(destination.trim_end_matches(":*"));
    match arn {
        Some(arn) if arn.service == "logs" && arn.resource.starts_with("log-group:") => {
            if arn.account_id() != Some(ctx.account()) || arn.region() != Some(ctx.region()) {
                return Err(bad("Invalid ARN specified in the request"));
            }
            Ok(())
        }
        Some(arn) if arn.service == "firehose" => {
            Err(not_here("access logs to delivery streams", "send them to a log group"))
        }
        // [U]
        _ => Err(bad("Invalid ARN specified in the request. ARNs must start with 'arn:' and \
            contain at least 6 elements separated by colons (:).")),
    }
}

/// Logs are written as the account's role.
fn check_logging(ctx: &Ctx<'_>, doc: &Struct) -> Result<(), ApiError> {
    let settings = doc.structure("methodSettings").into_iter().flat_map(Struct::iter);
    let levels = settings.filter_map(|(_, it)| it.as_struct()?.str("loggingLevel"));
    let is_logged = doc.structure("accessLogSettings").is_some_and(|it| !it.is_empty())
        || levels.into_iter().any(|level| level != "OFF");
    let account = docs::find_own(ctx, docs::own::ACCOUNT, "")?;
    if is_logged && account.is_none_or(|it| it.get("cloudwatchRoleArn").is_none()) {
        // [U]
        return Err(bad(
            "CloudWatch Logs role ARN must be set in account settings to enable logging",
        ));
    }
    Ok(())
}

fn is_method_setting(patch: &Patch<'_>) -> bool {
    let first = patch.elements.first().map(String::as_str).unwrap_or_default();
    let is_own =
        matches!(first, "variables" | "accessLogSettings" | "canarySettings" | "deploymentId");
    !is_own && (patch.elements.len() == 4 || (patch.elements.len() == 2 && patch.op == "remove"))
}

/// `/{resource path}/{method}/throttling/rateLimit`; the settings' key is as the path writes it.
fn apply_setting(doc: &mut Struct, patch: &Patch<'_>) -> Result<(), ApiError> {
    let raw: Vec<&str> = patch.path[1..].split('/').collect();
    let key = format!("{}/{}", raw[0], raw[1]);
    let settings = map_mut(doc, "methodSettings");
    if patch.op == "remove" && raw.len() == 2 {
        settings.remove(&key);
        return Ok(());
    }
    let setting = format!("{}/{}", raw[2], raw[3]);
    if setting.starts_with("caching/") {
        return match (setting.as_str(), patch.value) {
            ("caching/enabled", Some("false")) => Ok(()),
            _ => Err(not_here("caching of answers", "stages have no cache")),
        };
    }
    let found = SETTINGS.iter().find(|(path, _, _)| *path == setting);
    let Some((_, member, reading)) = found else { return Err(patch::unknown(patch, patch::STAGE)) };
    if settings.structure(&key).is_none() {
        settings.set(key.clone(), default_settings());
    }
    let Some(Value::Struct(of_method)) = settings.get_mut(&key) else { return Ok(()) };
    if patch.op == "remove" {
        let default = default_settings().get(member).cloned();
        of_method.set(*member, default.unwrap_or_default());
        return Ok(());
    }
    let value = patch.value.unwrap_or_default();
    let wrong = || bad(format!("Invalid value for path {}: {value}", patch.path));
    let value = match reading {
        Reading::Flag => Value::Bool(value.parse().map_err(|_| wrong())?),
        Reading::Level if matches!(value, "OFF" | "ERROR" | "INFO") => Value::from(value),
        Reading::Level => return Err(wrong()),
        Reading::Int => Value::Int(value.parse().map_err(|_| wrong())?),
        Reading::Real => Value::Float(value.parse().map_err(|_| wrong())?),
    };
    of_method.set(*member, value);
    Ok(())
}

/// -1 is no limit of the method's own.
fn default_settings() -> Struct {
    Struct::new()
        .with("metricsEnabled", false)
        .with("loggingLevel", "OFF")
        .with("dataTraceEnabled", false)
        .with("throttlingBurstLimit", -1)
        .with("throttlingRateLimit", -1.0)
        .with("cachingEnabled", false)
}

/// The settings of a method in a stage: its own, or those of all.
pub fn settings<'s>(stage: &'s Struct, path: &str, method: &str) -> Option<&'s Struct> {
    let all = stage.structure("methodSettings")?;
    let own = format!("{}/{method}", path.replace('/', "~1"));
    let bare = format!("{}/{method}", path.trim_start_matches('/').replace('/', "~1"));
    all.structure(&own).or_else(|| all.structure(&bare)).or_else(|| all.structure("*/*"))
}

pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let doc = find(ctx, input)?;
    let (api, name) = (text(input, "restApiId"), text(&doc, "stageName"));
    if !docs::links(ctx, link::STAGE_PLAN, &key(api, name))?.is_empty() {
        return Err(bad("Stage is associated with a usage plan"));
    }
    forget(ctx, api, name)?;
    docs::delete_part(ctx, (api, part::STAGE, name));
    Ok(Struct::new())
}

/// Usage plans of a stage that goes, and what authorizers have said there.
pub fn forget(ctx: &mut Ctx<'_>, api: &str, name: &str) -> Result<(), ApiError> {
    crate::usage_plan::forget_stage(ctx, api, name)?;
    flush_verdicts(ctx, api, name)
}

fn flush_verdicts(ctx: &mut Ctx<'_>, api: &str, name: &str) -> Result<(), ApiError> {
    ctx.table_mut(&VERDICTS).delete_range(&Range::within(&(key(api, name).as_str(),)))?;
    Ok(())
}

pub fn flush_authorizers(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let doc = find(ctx, input)?;
    flush_verdicts(ctx, text(input, "restApiId"), text(&doc, "stageName"))?;
    Ok(Struct::new())
}
