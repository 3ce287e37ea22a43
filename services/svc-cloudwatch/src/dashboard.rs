//! Dashboards: kept as their JSON, which is checked as far as it says what is drawn where.
//!
//! Source: User Guide, "Dashboard body structure and syntax". What is wrong is answered with its
//! path, as AWS does; the words are ours.

use kernel::{ApiError, Ctx, Timestamp, page};
use serde_json::Value as Json;
use store::Range;

use crate::api::{
    DashboardEntryBuilder, DashboardValidationMessageBuilder, DeleteDashboardsInput,
    DeleteDashboardsOutput, GetDashboardInput, GetDashboardOutput, ListDashboardsInput,
    ListDashboardsOutput, PutDashboardInput, PutDashboardOutput,
};
use crate::charge;
use crate::errors;
use crate::limits;
use crate::state::{DASHBOARDS, DashboardRow};
use crate::tag;

const OPERATION: &str = "ListDashboards";
const TYPES: [&str; 5] = ["metric", "text", "alarm", "log", "explorer"];
const CUSTOM: &str = "custom";
/// Columns of the grid.
const WIDTH: i64 = 24;

type Messages = Vec<(String, String)>;

/// Dashboards belong to no region.
pub fn arn(ctx: &Ctx<'_>, name: &str) -> String {
    let partition = ctx.region().partition();
    format!("arn:{partition}:cloudwatch::{}:dashboard/{name}", ctx.account())
}

pub fn by_arn(ctx: &Ctx<'_>, text: &str) -> Option<String> {
    let (_, name) = text.split_once(":dashboard/")?;
    (arn(ctx, name) == text).then(|| name.to_owned())
}

pub fn put_dashboard(
    ctx: &mut Ctx<'_>,
    input: PutDashboardInput<'_>,
) -> Result<PutDashboardOutput, ApiError> {
    let (name, body) = (input.dashboard_name(), input.dashboard_body());
    let is_of_name = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '_';
    let is_name = (1..=limits::DASHBOARD_NAME_CHARS_MAX).contains(&name.len())
        && name.chars().all(is_of_name);
    if !is_name {
        return Err(errors::invalid_value(format!(
            "The value {name} for field DashboardName contains invalid characters. It can only \
             contain alphanumerics, dash (-) and underscore (_)."
        )));
    }
    let messages = check(body);
    if !messages.is_empty() {
        return Err(errors::invalid_dashboard(&messages));
    }
    let earlier = ctx.table(&DASHBOARDS).get(name)?;
    let is_fresh = earlier.is_none();
    let mut row = earlier.unwrap_or_default();
    if is_fresh {
        tag::add(&mut row.tags, input.tags())?;
    }
    body.clone_into(&mut row.body);
    row.modified = ctx.now().micros();
    ctx.table_mut(&DASHBOARDS).put(name, &row);
    let arn = arn(ctx, name);
    charge::dashboard(ctx, &arn, true)?;
    let none = Vec::<DashboardValidationMessageBuilder>::new();
    Ok(PutDashboardOutput::new().dashboard_validation_messages(none))
}

pub fn get_dashboard(
    ctx: &mut Ctx<'_>,
    input: GetDashboardInput<'_>,
) -> Result<GetDashboardOutput, ApiError> {
    let name = input.dashboard_name();
    let row = ctx.table(&DASHBOARDS).get(name)?;
    let row = row.ok_or_else(|| errors::no_such_dashboard(name))?;
    Ok(GetDashboardOutput::new()
        .dashboard_arn(arn(ctx, name))
        .dashboard_body(row.body)
        .dashboard_name(name))
}

pub fn list_dashboards(
    ctx: &mut Ctx<'_>,
    input: ListDashboardsInput<'_>,
) -> Result<ListDashboardsOutput, ApiError> {
    let mut range = Range::all().starting_with(input.dashboard_name_prefix().unwrap_or_default());
    if let Some(token) = input.next_token() {
        let name = page::decode(OPERATION, token).and_then(|it| String::from_utf8(it).ok());
        range = range.after(name.ok_or_else(errors::invalid_list_token)?.as_str());
    }
    let rows = ctx.table(&DASHBOARDS);
    let rows = rows.scan(&range).take(limits::DASHBOARDS_PER_PAGE + 1);
    let mut rows: Vec<(String, DashboardRow)> = rows.collect::<Result<_, _>>()?;
    let has_more = rows.len() > limits::DASHBOARDS_PER_PAGE;
    rows.truncate(limits::DASHBOARDS_PER_PAGE);
    let token = rows.last().filter(|_| has_more);
    let token = token.map(|(name, _)| page::encode(OPERATION, name.as_bytes()));
    let entries: Vec<_> = rows
        .into_iter()
        .map(|(name, row)| {
            DashboardEntryBuilder::new()
                .dashboard_arn(arn(ctx, &name))
                .last_modified(Timestamp::from_micros(row.modified))
                .size(i64::try_from(row.body.len()).unwrap_or(i64::MAX))
                .dashboard_name(name)
        })
        .collect();
    Ok(ListDashboardsOutput::new().dashboard_entries(entries).next_token(token))
}

/// All of them or none (API Reference, DeleteDashboards).
pub fn delete_dashboards(
    ctx: &mut Ctx<'_>,
    input: DeleteDashboardsInput<'_>,
) -> Result<DeleteDashboardsOutput, ApiError> {
    let names = input.dashboard_names();
    if names.is_empty() {
        return Err(errors::missing("DashboardNames"));
    }
    for name in names.iter() {
        if !ctx.table(&DASHBOARDS).contains(name)? {
            return Err(errors::no_such_dashboard(name));
        }
    }
    for name in names.iter() {
        ctx.table_mut(&DASHBOARDS).delete(name);
        let arn = arn(ctx, name);
        charge::dashboard(ctx, &arn, false)?;
    }
    Ok(DeleteDashboardsOutput::new())
}

fn check(body: &str) -> Messages {
    let mut messages = Messages::new();
    let mut wrong = |path: String, message: String| messages.push((path, message));
    let Ok(Json::Object(document)) = serde_json::from_str::<Json>(body) else {
        wrong("/".to_owned(), "The dashboard body is no JSON object".to_owned());
        return messages;
    };
    let Some(Json::Array(widgets)) = document.get("widgets") else {
        wrong("/widgets".to_owned(), "The dashboard must have a list of widgets".to_owned());
        return messages;
    };
    if widgets.len() > limits::WIDGETS_MAX {
        let most = limits::WIDGETS_MAX;
        wrong("/widgets".to_owned(), format!("A dashboard has at most {most} widgets"));
    }
    for (at, widget) in widgets.iter().enumerate().take(limits::WIDGETS_MAX) {
        check_widget(&format!("/widgets/{at}"), widget, &mut messages);
    }
    messages
}

fn check_widget(path: &str, widget: &Json, messages: &mut Messages) {
    let mut wrong = |member: &str, message: String| {
        messages.push((format!("{path}{member}"), message));
    };
    let kind = widget.get("type").and_then(Json::as_str);
    match kind {
        Some(kind) if TYPES.contains(&kind) || kind == CUSTOM => {}
        Some(kind) => wrong("/type", format!("There are no widgets of type {kind}")),
        None => wrong("", "Should have required property 'type'".to_owned()),
    }
    let Some(Json::Object(properties)) = widget.get("properties") else {
        return wrong("", "Should have required property 'properties'".to_owned());
    };
    for (member, least, most) in
        [("x", 0, WIDTH - 1), ("y", 0, i64::MAX), ("width", 1, WIDTH), ("height", 1, 1_000)]
    {
        let Some(value) = widget.get(member) else { continue };
        if !value.as_i64().is_some_and(|it| (least..=most).contains(&it)) {
            wrong(&format!("/{member}"), format!("Should be between {least} and {most}"));
        }
    }
    let needs = |name: &str| !properties.contains_key(name);
    match kind {
        Some("text") if needs("markdown") => {
            wrong("/properties", "Should have required property 'markdown'".to_owned());
        }
        Some("alarm") if needs("alarms") => {
            wrong("/properties", "Should have required property 'alarms'".to_owned());
        }
        Some("metric") => {
            if needs("metrics") && needs("annotations") {
                wrong("/properties", "Should have property 'metrics' or 'annotations'".to_owned());
            }
            if needs("region") {
                wrong("/properties", "Should have required property 'region'".to_owned());
            }
        }
        Some("log") => {
            for name in ["query", "region"].into_iter().filter(|name| needs(name)) {
                wrong("/properties", format!("Should have required property '{name}'"));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_checked_with_paths() {
        assert!(check(r#"{"widgets": []}"#).is_empty());
        let text = r##"{"widgets": [{"type": "text", "properties": {"markdown": "# x"}}]}"##;
        assert!(check(text).is_empty());
        let paths = |body: &str| check(body).into_iter().map(|it| it.0).collect::<Vec<_>>();
        assert_eq!(paths("[]"), ["/"]);
        assert_eq!(paths("{}"), ["/widgets"]);
        let body = r#"{"widgets": [{"type": "x", "properties": {}}, {"type": "text", "x": 30}]}"#;
        assert_eq!(paths(body), ["/widgets/0/type", "/widgets/1"]);
        let body = r#"{"widgets": [{"type": "metric", "width": 25, "properties": {}}]}"#;
        assert_eq!(
            paths(body),
            ["/widgets/0/width", "/widgets/0/properties", "/widgets/0/properties"]
        );
    }
}
