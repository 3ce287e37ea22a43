//! API keys.

use kernel::{ApiError, Ctx, OpResult, Struct, Value};
use store::Range;

use crate::docs::{self, chosen, link, own, text};
use crate::errors::{bad, conflict, not_found, not_here};
use crate::limits::{API_KEYS_MAX, KEY_CHARS_MAX, KEY_CHARS_MIN};
use crate::patch;
use crate::state::OWN;
use crate::{tags, usage_plan};

const ID_LEN: usize = 10;
const VALUE_LEN: usize = 40;
const TAKEN: [&str; 6] = ["name", "description", "enabled", "value", "customerId", "tags"];

pub fn create(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    if input.list("stageKeys").is_some_and(|it| !it.is_empty()) {
        return Err(not_here("stageKeys", "AWS has deprecated them for usage plans"));
    }
    let doc = make(ctx, chosen(input, &TAKEN))?;
    Ok(doc)
}

fn make(ctx: &mut Ctx<'_>, mut doc: Struct) -> OpResult {
    docs::check_room_own(ctx, own::API_KEY, API_KEYS_MAX, "API Keys")?;
    tags::check(doc.structure("tags"))?;
    let id = docs::new_id(ctx, ID_LEN);
    if doc.str("value").is_none_or(str::is_empty) {
        let value = ctx.chance().alphanumeric(VALUE_LEN);
        doc.set("value", value);
    }
    let value = text(&doc, "value").to_owned();
    if !(KEY_CHARS_MIN..=KEY_CHARS_MAX).contains(&value.chars().count()) {
        // [U]
        return Err(bad(format!("API Key value should be at least {KEY_CHARS_MIN} characters")));
    }
    if docs::find_link(ctx, link::KEY_VALUE, &value, "")?.is_some() {
        // [U]
        return Err(conflict("API Key already exists"));
    }
    if doc.get("enabled").is_none() {
        doc.set("enabled", false);
    }
    doc.set("id", id.as_str());
    doc.set("createdDate", ctx.now());
    doc.set("lastUpdatedDate", ctx.now());
    doc.set("stageKeys", Vec::<Value>::new());
    docs::put_own(ctx, own::API_KEY, &id, &doc);
    let tie = Struct::new().with("id", id.as_str());
    docs::put_link(ctx, (link::KEY_VALUE, &value, ""), &tie);
    Ok(doc)
}

/// The key of that value.
pub fn by_value(ctx: &Ctx<'_>, value: &str) -> Result<Option<Struct>, ApiError> {
    let tie = docs::find_link(ctx, link::KEY_VALUE, value, "")?;
    match tie.as_ref().and_then(|it| it.str("id")) {
        Some(id) => docs::find_own(ctx, own::API_KEY, id),
        None => Ok(None),
    }
}

pub fn find(ctx: &Ctx<'_>, id: &str) -> Result<Struct, ApiError> {
    docs::find_own(ctx, own::API_KEY, id)?.ok_or_else(|| not_found("API Key"))
}

fn shown(mut doc: Struct, with_value: bool) -> Struct {
    if !with_value {
        doc.remove("value");
    }
    doc
}

pub fn get(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let doc = find(ctx, text(input, "apiKey"))?;
    Ok(shown(doc, input.bool("includeValue") == Some(true)))
}

pub fn list(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let with_values = input.bool("includeValues") == Some(true);
    let mut all = Vec::new();
    for row in ctx.table(&OWN).scan(&Range::within(&(own::API_KEY,))) {
        let ((_, id), row) = row?;
        let fits = |member: &str, wanted: Option<&str>| {
            wanted.is_none_or(|wanted| text(&row.doc, member).starts_with(wanted))
        };
        if fits("name", input.str("nameQuery")) && fits("customerId", input.str("customerId")) {
            all.push((id, shown(row.doc, with_values)));
        }
    }
    docs::page("GetApiKeys", input, all)
}

pub fn update(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut doc = find(ctx, text(input, "apiKey"))?;
    patch::apply(&mut doc, patch::API_KEY, input)?;
    doc.set("lastUpdatedDate", ctx.now());
    docs::put_own(ctx, own::API_KEY, text(input, "apiKey"), &doc);
    Ok(shown(doc, false))
}

pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let doc = find(ctx, text(input, "apiKey"))?;
    let id = text(&doc, "id");
    for (plan, _) in docs::links(ctx, link::KEY_PLAN, id)? {
        usage_plan::untie(ctx, &plan, id)?;
    }
    docs::delete_link(ctx, (link::KEY_VALUE, text(&doc, "value"), ""));
    docs::delete_own(ctx, own::API_KEY, id);
    Ok(Struct::new())
}

/// "API key file format": a header line that names the columns, then a key a line.
pub fn import(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let body = input.blob("body").map(|it| String::from_utf8_lossy(it).into_owned());
    let body = body.unwrap_or_default();
    let mut lines = body.lines().filter(|line| !line.trim().is_empty());
    let header = lines.next().ok_or_else(|| bad("The file has no header"))?;
    let columns: Vec<String> = header.split(',').map(|it| it.trim().to_ascii_lowercase()).collect();
    for needed in ["name", "key"] {
        if !columns.iter().any(|it| it == needed) {
            return Err(bad(format!("The file has no column {needed}")));
        }
    }
    let (mut ids, mut warnings) = (Vec::new(), Vec::new());
    for line in lines {
        match import_line(ctx, &columns, line) {
            Ok(id) => ids.push(id),
            Err(error) if input.bool("failOnWarnings") == Some(true) => return Err(error),
            Err(error) => warnings.push(error.message().to_owned()),
        }
    }
    Ok(Struct::new().with("ids", ids).with("warnings", warnings))
}

fn import_line(ctx: &mut Ctx<'_>, columns: &[String], line: &str) -> Result<String, ApiError> {
    let (mut doc, mut plans) = (Struct::new().with("enabled", true), Vec::new());
    for (name, value) in columns.iter().zip(split_line(line)) {
        match name.as_str() {
            "key" => doc.set("value", value),
            "name" | "description" if !value.is_empty() => doc.set(name.clone(), value),
            "enabled" if !value.is_empty() => {
                doc.set("enabled", value.eq_ignore_ascii_case("true"));
            }
            "usageplanids" => {
                plans = value
                    .split(',')
                    .map(str::trim)
                    .filter(|it| !it.is_empty())
                    .map(str::to_owned)
                    .collect();
            }
            _ => {}
        }
    }
    let doc = make(ctx, doc)?;
    let id = text(&doc, "id").to_owned();
    for plan in plans {
        usage_plan::tie(ctx, &plan, &doc)?;
    }
    Ok(id)
}

/// Values with commas stand in double quotes.
fn split_line(line: &str) -> Vec<String> {
    let (mut values, mut value, mut is_quoted) = (Vec::new(), String::new(), false);
    for sign in line.chars() {
        match sign {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => values.push(std::mem::take(&mut value).trim().to_owned()),
            sign => value.push(sign),
        }
    }
    values.push(value.trim().to_owned());
    values
}
