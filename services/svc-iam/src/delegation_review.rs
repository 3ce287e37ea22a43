//! What helps a customer to decide about a delegation request: a summary in words, and whether the
//! caller has the permissions that are asked for.
//!
//! Sources: [A] GetHumanReadableSummary, GetDelegationRequest (`DelegationPermissionCheck`). AWS's
//! summary is written by a language model; this one is put together by rule.

use std::fmt::Write as _;

use kernel::{Access, ApiError, Ctx};
use policy::pattern::{ArnPattern, Pattern};
use policy::{Effect, Kind, Policy, Statement};
use serde_json::Value as Json;

use crate::api::permission_check_result_type as result;
use crate::api::summary_state_type as summary;
use crate::api::{GetHumanReadableSummaryInput, GetHumanReadableSummaryOutput};
use crate::delegation::{state_of, visible};
use crate::delegation_access::id_of;
use crate::delegation_template::boundaries;
use crate::errors;
use crate::limits::PERMISSION_CHECKS_MAX;
use crate::state::DelegationRow;

const LOCALE: &str = "en";

/// In English; other languages are not supported.
pub fn summarize(
    ctx: &mut Ctx<'_>,
    input: GetHumanReadableSummaryInput<'_>,
) -> Result<GetHumanReadableSummaryOutput, ApiError> {
    let arn = input.entity_arn();
    let id = id_of(arn).ok_or_else(|| {
        errors::invalid_input(format!("{arn} is not the ARN of a delegation request."))
    })?;
    let row = visible(ctx, &id)?;
    let locale = input.locale().unwrap_or(LOCALE);
    let output = GetHumanReadableSummaryOutput::new().locale(locale);
    let is_english = locale.split(['-', '_']).next() == Some(LOCALE);
    if !is_english {
        return Ok(output.summary_state(summary::NOT_SUPPORTED));
    }
    let words = words(state_of(ctx, &row), &row);
    Ok(output.summary_state(summary::AVAILABLE).summary_content(words))
}

fn words(state: &str, row: &DelegationRow) -> String {
    let name = row.requester_name.as_deref().map(|it| format!("{it} (account {})", row.requester));
    let requester = name.unwrap_or_else(|| format!("Account {}", row.requester));
    let target = row.owner_account.as_deref().unwrap_or("that claims the request");
    let mut text = format!(
        "{requester} asks for temporary access to the account {target} for {}. The request is \
         {state}.\n",
        span(row.session_s)
    );
    let _ = writeln!(text, "Purpose: {}", row.description);
    if let Some(message) = &row.message {
        let _ = writeln!(text, "Message: {message}");
    }
    if let Ok(policy) = Policy::parse(&row.policy, Kind::Identity) {
        for statement in &policy.statements {
            let _ = writeln!(text, "- {}", sentence(statement));
        }
    }
    for boundary in boundaries(&row.policy) {
        let _ = writeln!(text, "Roles that it makes are bounded by {boundary}.");
    }
    text
}

fn span(seconds: i64) -> String {
    match (seconds / 3_600, seconds % 3_600 / 60, seconds % 60) {
        (0, minutes, 0) => format!("{minutes} minutes"),
        (hours, 0, 0) => format!("{hours} hours"),
        (0, minutes, rest) => format!("{minutes} minutes and {rest} seconds"),
        (hours, minutes, _) => format!("{hours} hours and {minutes} minutes"),
    }
}

fn sentence(statement: &Statement) -> String {
    let verb = match statement.effect {
        Effect::Allow => "It may do",
        Effect::Deny => "It may not do",
    };
    let actions: Vec<&str> = statement.actions.list.iter().map(Pattern::text).collect();
    let but = if statement.actions.is_exclusion { "everything but " } else { "" };
    let mut text = format!("{verb} {but}{}", actions.join(", "));
    if let Some(resources) = &statement.resources {
        let list: Vec<&str> = resources.list.iter().map(ArnPattern::text).collect();
        let but = if resources.is_exclusion { "all resources but " } else { "" };
        let shown = if list == ["*"] { "all resources".to_owned() } else { list.join(", ") };
        let _ = write!(text, " on {but}{shown}");
    }
    if !statement.conditions.is_empty() {
        let keys: Vec<&str> = statement.conditions.iter().map(|it| it.key.as_str()).collect();
        let _ = write!(text, ", under conditions on {}", keys.join(", "));
    }
    text.push('.');
    text
}

/// "This is an approximate result": actions and resources are asked for as the policy writes them.
pub fn check_permissions(ctx: &Ctx<'_>, row: &DelegationRow) -> &'static str {
    let Ok(policy) = Policy::parse(&row.policy, Kind::Identity) else { return result::UNSURE };
    let (mut checks, mut is_unsure) = (0, false);
    for statement in policy.statements.iter().filter(|it| it.effect == Effect::Allow) {
        let Some(resources) = &statement.resources else { continue };
        if statement.actions.is_exclusion || resources.is_exclusion {
            is_unsure = true;
            continue;
        }
        for action in &statement.actions.list {
            for resource in &resources.list {
                checks += 1;
                if checks > PERMISSION_CHECKS_MAX {
                    return result::UNSURE;
                }
                match check(ctx, action.text(), resource.text()) {
                    result::ALLOWED => {}
                    result::UNSURE => is_unsure = true,
                    denied => return denied,
                }
            }
        }
    }
    if is_unsure { result::UNSURE } else { result::ALLOWED }
}

fn check(ctx: &Ctx<'_>, action: &str, resource: &str) -> &'static str {
    let told = ctx.explain(&Access::new(ctx, action, resource));
    if told.is_allowed {
        return result::ALLOWED;
    }
    // Conditions on keys that only the real call will have.
    let json: Json = serde_json::from_str(&told.json).unwrap_or_default();
    let lacks_keys = json["missingContextKeys"].as_array().is_some_and(|keys| !keys.is_empty());
    if lacks_keys { result::UNSURE } else { result::DENIED }
}
