//! Usage plans: which keys may call which stages, how fast and how often.

use kernel::{ApiError, Ctx, OpResult, Struct, Value};
use store::Range;

use crate::docs::{self, chosen, link, map_mut, own, part, text};
use crate::errors::{bad, conflict, not_found, not_here};
use crate::limits::{PLANS_PER_KEY_MAX, USAGE_PLANS_MAX};
use crate::patch::{self, Patch};
use crate::stage;
use crate::state::{OWN, USAGE};
use crate::{api_key, tags};

const ID_LEN: usize = 6;

pub fn create(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::check_room_own(ctx, own::USAGE_PLAN, USAGE_PLANS_MAX, "Usage Plans")?;
    let mut doc = chosen(input, &["name", "description", "apiStages", "throttle", "quota", "tags"]);
    let id = docs::new_id(ctx, ID_LEN);
    doc.set("id", id.as_str());
    if doc.get("apiStages").is_none() {
        doc.set("apiStages", Vec::<Value>::new());
    }
    check(ctx, &doc)?;
    for stage in stages(&doc) {
        docs::put_link(ctx, (link::STAGE_PLAN, &stage, &id), &Struct::new());
    }
    docs::put_own(ctx, own::USAGE_PLAN, &id, &doc);
    Ok(doc)
}

/// The keys of a plan's stages.
fn stages(doc: &Struct) -> Vec<String> {
    let stages = doc.list("apiStages").unwrap_or_default().iter().filter_map(Value::as_struct);
    stages.map(|it| stage::key(text(it, "apiId"), text(it, "stage"))).collect()
}

fn check(ctx: &Ctx<'_>, doc: &Struct) -> Result<(), ApiError> {
    if text(doc, "name").is_empty() {
        return Err(bad("Usage plan name cannot be blank"));
    }
    tags::check(doc.structure("tags"))?;
    if let Some(quota) = doc.structure("quota") {
        let limit = quota.int("limit").unwrap_or_default();
        if limit <= 0 {
            // [U]
            return Err(bad("Usage Plan quota limit must be greater than zero"));
        }
        let offset = quota.int("offset").unwrap_or_default();
        let offset_max = match quota.str("period") {
            Some("DAY") => 0,
            Some("WEEK") => 6,
            Some("MONTH") => 27,
            _ => return Err(bad("Usage Plan quota must have a period")),
        };
        if !(0..=offset_max).contains(&offset) {
            // [U]
            return Err(bad(format!(
                "Usage Plan quota offset must be between zero and {offset_max} for this period"
            )));
        }
    }
    if let Some(throttle) = doc.structure("throttle") {
        check_throttle(throttle)?;
    }
    for entry in doc.list("apiStages").unwrap_or_default().iter().filter_map(Value::as_struct) {
        let (api, name) = (text(entry, "apiId"), text(entry, "stage"));
        if docs::find_part(ctx, api, part::STAGE, name)?.is_none() {
            // [U]
            return Err(ApiError::new(
                "NotFoundException",
                format!("API Stage not found: {api}:{name}"),
            )
            .with_status(404));
        }
        for (_, throttle) in entry.structure("throttle").into_iter().flat_map(Struct::iter) {
            check_throttle(throttle.as_struct().unwrap_or(&Struct::new()))?;
        }
    }
    Ok(())
}

fn check_throttle(throttle: &Struct) -> Result<(), ApiError> {
    let rate = throttle.float("rateLimit").unwrap_or_default();
    let burst = throttle.int("burstLimit").unwrap_or_default();
    if rate < 0.0 || burst < 0 {
        // [U]
        return Err(bad("Usage Plan throttle limits must not be negative"));
    }
    Ok(())
}

pub fn find(ctx: &Ctx<'_>, id: &str) -> Result<Struct, ApiError> {
    // [U]
    docs::find_own(ctx, own::USAGE_PLAN, id)?.ok_or_else(|| not_found("Usage Plan"))
}

pub fn get(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    find(ctx, text(input, "usagePlanId"))
}

pub fn list(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut all = Vec::new();
    for row in ctx.table(&OWN).scan(&Range::within(&(own::USAGE_PLAN,))) {
        let ((_, id), row) = row?;
        let is_wanted = match input.str("keyId") {
            Some(key) => docs::find_link(ctx, link::PLAN_KEY, &id, key)?.is_some(),
            None => true,
        };
        if is_wanted {
            all.push((id, row.doc));
        }
    }
    docs::page("GetUsagePlans", input, all)
}

pub fn update(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut doc = find(ctx, text(input, "usagePlanId"))?;
    let before = stages(&doc);
    for patch in patch::patches(input)? {
        apply(&mut doc, &patch)?;
    }
    check(ctx, &doc)?;
    let (id, after) = (text(&doc, "id").to_owned(), stages(&doc));
    for stage in before.iter().filter(|it| !after.contains(it)) {
        docs::delete_link(ctx, (link::STAGE_PLAN, stage, &id));
    }
    for stage in &after {
        docs::put_link(ctx, (link::STAGE_PLAN, stage, &id), &Struct::new());
    }
    docs::put_own(ctx, own::USAGE_PLAN, &id, &doc);
    Ok(doc)
}

fn apply(doc: &mut Struct, patch: &Patch<'_>) -> Result<(), ApiError> {
    match (patch.op, patch.path) {
        ("remove", "/throttle" | "/quota") => {
            doc.remove(&patch.path[1..]);
            return Ok(());
        }
        ("add", "/apiStages") => return add_stage(doc, patch.value.unwrap_or_default()),
        ("remove", "/apiStages") => {
            return remove_stage(doc, patch.value.unwrap_or_default());
        }
        (_, "/productCode") => return Err(not_here("productCode", "there is no Marketplace")),
        _ => {}
    }
    if let [first, stage, throttle, rest @ ..] = patch.elements.as_slice()
        && first == "apiStages"
        && throttle == "throttle"
    {
        return apply_stage_throttle(doc, patch, stage, rest);
    }
    patch::apply_one(doc, patch::USAGE_PLAN, patch)
}

/// `api:stage`.
fn add_stage(doc: &mut Struct, value: &str) -> Result<(), ApiError> {
    let (api, name) = value.split_once(':').ok_or_else(|| bad("API Stage must be apiId:stage"))?;
    let mut stages = doc.list("apiStages").unwrap_or_default().to_vec();
    let is_it = |it: &Value| {
        it.as_struct().is_some_and(|it| text(it, "apiId") == api && text(it, "stage") == name)
    };
    if stages.iter().any(is_it) {
        return Err(conflict(format!("API Stage already exists in the usage plan: {value}")));
    }
    stages.push(Value::Struct(Struct::new().with("apiId", api).with("stage", name)));
    doc.set("apiStages", Value::List(stages));
    Ok(())
}

fn remove_stage(doc: &mut Struct, value: &str) -> Result<(), ApiError> {
    let (api, name) = value.split_once(':').ok_or_else(|| bad("API Stage must be apiId:stage"))?;
    let mut stages = doc.list("apiStages").unwrap_or_default().to_vec();
    stages.retain(|it| {
        it.as_struct().is_none_or(|it| text(it, "apiId") != api || text(it, "stage") != name)
    });
    doc.set("apiStages", Value::List(stages));
    Ok(())
}

/// `/apiStages/api:stage/throttle`, whole, or `…/throttle/{path}/{method}/rateLimit`.
fn apply_stage_throttle(
    doc: &mut Struct,
    patch: &Patch<'_>,
    stage: &str,
    rest: &[String],
) -> Result<(), ApiError> {
    let unknown = || patch::unknown(patch, patch::USAGE_PLAN);
    let mut stages = doc.list("apiStages").unwrap_or_default().to_vec();
    let found = stages.iter_mut().find_map(|it| match it {
        Value::Struct(it) if format!("{}:{}", text(it, "apiId"), text(it, "stage")) == stage => {
            Some(it)
        }
        _ => None,
    });
    let found = found.ok_or_else(|| not_found("API Stage"))?;
    let throttles = map_mut(found, "throttle");
    match (patch.op, rest) {
        ("remove", []) => {
            found.remove("throttle");
        }
        ("add" | "replace", []) => {
            let json = serde_json::from_str(patch.value.unwrap_or_default());
            let json: serde_json::Value = json.map_err(|_| unknown())?;
            let object = json.as_object().ok_or_else(unknown)?;
            found.set("throttle", crate::json::structure(object));
        }
        ("remove", [path, method]) => {
            throttles.remove(&format!("{path}/{method}"));
        }
        ("add" | "replace", [path, method, limit]) => {
            let key = format!("{path}/{method}");
            let value = patch.value.unwrap_or_default();
            let mut of_method = throttles.structure(&key).cloned().unwrap_or_default();
            match limit.as_str() {
                "rateLimit" => {
                    of_method.set("rateLimit", value.parse::<f64>().map_err(|_| unknown())?);
                }
                "burstLimit" => {
                    of_method.set("burstLimit", value.parse::<i64>().map_err(|_| unknown())?);
                }
                _ => return Err(unknown()),
            }
            throttles.set(key, of_method);
        }
        _ => return Err(unknown()),
    }
    doc.set("apiStages", Value::List(stages));
    Ok(())
}

pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let doc = find(ctx, text(input, "usagePlanId"))?;
    let id = text(&doc, "id");
    if !stages(&doc).is_empty() {
        // [U]
        return Err(bad(format!(
            "Cannot delete Usage Plan {id} because it is associated with API stages. Remove all \
             API stages first."
        )));
    }
    for (key, _) in docs::links(ctx, link::PLAN_KEY, id)? {
        untie(ctx, id, &key)?;
    }
    docs::delete_own(ctx, own::USAGE_PLAN, id);
    Ok(Struct::new())
}

/// Plans do not outlive the stages that they name.
pub fn forget_stage(ctx: &mut Ctx<'_>, api: &str, name: &str) -> Result<(), ApiError> {
    let stage = stage::key(api, name);
    for (plan, _) in docs::links(ctx, link::STAGE_PLAN, &stage)? {
        if let Some(mut doc) = docs::find_own(ctx, own::USAGE_PLAN, &plan)? {
            remove_stage(&mut doc, &format!("{api}:{name}"))?;
            docs::put_own(ctx, own::USAGE_PLAN, &plan, &doc);
        }
        docs::delete_link(ctx, (link::STAGE_PLAN, &stage, &plan));
    }
    Ok(())
}

/// Gives a key a plan. A key may have several, but only one for a stage.
pub fn tie(ctx: &mut Ctx<'_>, plan: &str, key: &Struct) -> OpResult {
    let doc = find(ctx, plan)?;
    let id = text(key, "id");
    if docs::find_link(ctx, link::PLAN_KEY, plan, id)?.is_some() {
        // [U]
        return Err(conflict("Usage plan key already exists"));
    }
    let others = docs::links(ctx, link::KEY_PLAN, id)?;
    if others.len() >= PLANS_PER_KEY_MAX {
        return Err(crate::errors::too_many("Usage Plans for this API Key"));
    }
    let own = stages(&doc);
    for (other, _) in others {
        if stages(&find(ctx, &other)?).iter().any(|stage| own.contains(stage)) {
            // [U]
            return Err(conflict(format!(
                "API Key {id} cannot be added to usage plan because it is already associated \
                 with an API stage of another usage plan"
            )));
        }
    }
    docs::put_link(ctx, (link::PLAN_KEY, plan, id), &Struct::new());
    docs::put_link(ctx, (link::KEY_PLAN, id, plan), &Struct::new());
    Ok(plan_key(key))
}

pub fn untie(ctx: &mut Ctx<'_>, plan: &str, key: &str) -> Result<(), ApiError> {
    docs::delete_link(ctx, (link::PLAN_KEY, plan, key));
    docs::delete_link(ctx, (link::KEY_PLAN, key, plan));
    ctx.table_mut(&USAGE).delete_range(&Range::within(&(plan, key)))?;
    Ok(())
}

fn plan_key(key: &Struct) -> Struct {
    let mut doc = chosen(key, &["id", "name", "value"]);
    doc.set("type", "API_KEY");
    doc
}

pub fn create_key(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    if text(input, "keyType") != "API_KEY" {
        return Err(bad("Invalid key type specified"));
    }
    let key = api_key::find(ctx, text(input, "keyId"))?;
    tie(ctx, text(input, "usagePlanId"), &key)
}

fn tied(ctx: &Ctx<'_>, input: &Struct) -> Result<(), ApiError> {
    let (plan, key) = (text(input, "usagePlanId"), text(input, "keyId"));
    find(ctx, plan)?;
    let found = docs::find_link(ctx, link::PLAN_KEY, plan, key)?;
    found.map(drop).ok_or_else(|| not_found("Usage Plan Key"))
}

pub fn get_key(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    tied(ctx, input)?;
    Ok(plan_key(&api_key::find(ctx, text(input, "keyId"))?))
}

pub fn list_keys(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let plan = text(input, "usagePlanId");
    find(ctx, plan)?;
    let mut all = Vec::new();
    for (id, _) in docs::links(ctx, link::PLAN_KEY, plan)? {
        let key = plan_key(&api_key::find(ctx, &id)?);
        if input.str("nameQuery").is_none_or(|wanted| text(&key, "name").starts_with(wanted)) {
            all.push((id, key));
        }
    }
    docs::page("GetUsagePlanKeys", input, all)
}

pub fn delete_key(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    tied(ctx, input)?;
    untie(ctx, text(input, "usagePlanId"), text(input, "keyId"))?;
    Ok(Struct::new())
}
