//! Parameter policies: an end, and notices before it or when nothing has changed.
//!
//! Each leaves a step for its moment. A step knows which generation of policies has left it; a new
//! value or new policies begin another, and steps of before do nothing.
//!
//! Source: User Guide, "Assigning parameter policies in Parameter Store".

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};
use serde_json::Value as Json;

use crate::api::{ParameterInlinePolicyBuilder, error};
use crate::delete;
use crate::errors;
use crate::event;
use crate::limits;
use crate::state::{PARAMETERS, ParameterRow, PolicyRow, VERSIONS};

/// The step of a policy whose moment has come: `Name`, `Generation`, `Policy`.
pub const ACT: &str = "ActOnPolicy";

const EXPIRATION: &str = "Expiration";
const EXPIRATION_NOTICE: &str = "ExpirationNotification";
pub const NO_CHANGE: &str = "NoChangeNotification";

const HOUR_MICROS: i64 = 60 * 60 * 1_000_000;

/// What a policy says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    Expires(i64),
    /// So long before the expiration.
    Before(i64),
    /// So long after the last change.
    Unchanged(i64),
}

/// Reads a client's policies; an empty text or list takes them away.
pub fn read(text: &str) -> Result<Vec<PolicyRow>, ApiError> {
    if matches!(text.trim(), "" | "{}") {
        return Ok(Vec::new());
    }
    let parsed: Json = serde_json::from_str(text)
        .map_err(|_| errors::policy("Policies is no JSON array of policies."))?;
    let Json::Array(items) = parsed else {
        return Err(errors::policy("Policies is no JSON array of policies."));
    };
    if items.len() > limits::POLICIES_MAX {
        return Err(error::policies_limit_exceeded_exception(format!(
            "A parameter has at most {} policies.",
            limits::POLICIES_MAX
        )));
    }
    let mut rows = Vec::with_capacity(items.len());
    let mut expirations = 0;
    let mut notices = 0;
    for item in &items {
        let (kind, rule) = rule(item)?;
        expirations += usize::from(matches!(rule, Rule::Expires(_)));
        notices += usize::from(matches!(rule, Rule::Before(_)));
        rows.push(PolicyRow { kind: kind.to_owned(), text: item.to_string(), is_done: false });
    }
    if expirations > 1 {
        return Err(error::incompatible_policy_exception(
            "A parameter has at most one Expiration policy.",
        ));
    }
    if notices > 0 && expirations == 0 {
        return Err(error::incompatible_policy_exception(
            "An ExpirationNotification policy needs an Expiration policy.",
        ));
    }
    Ok(rows)
}

fn rule(policy: &Json) -> Result<(&'static str, Rule), ApiError> {
    let attribute = |name: &str| policy["Attributes"][name].as_str();
    let span = |name: &str| {
        let count = attribute(name).and_then(|it| it.parse::<i64>().ok()).filter(|it| *it > 0);
        let unit = match attribute("Unit") {
            Some("Hours") => Some(HOUR_MICROS),
            Some("Days") => Some(24 * HOUR_MICROS),
            _ => None,
        };
        count.zip(unit).and_then(|(count, unit)| count.checked_mul(unit)).ok_or_else(|| {
            errors::policy(format!("{name} must be a number, and Unit must be Days or Hours."))
        })
    };
    match policy["Type"].as_str() {
        Some(EXPIRATION) => {
            let at = attribute("Timestamp").and_then(|it| it.parse::<jiff::Timestamp>().ok());
            let at = at.ok_or_else(|| errors::policy("Timestamp must be a date and time."))?;
            Ok((EXPIRATION, Rule::Expires(at.as_microsecond())))
        }
        Some(EXPIRATION_NOTICE) => Ok((EXPIRATION_NOTICE, Rule::Before(span("Before")?))),
        Some(NO_CHANGE) => Ok((NO_CHANGE, Rule::Unchanged(span("After")?))),
        _ => Err(error::invalid_policy_type_exception(
            "The policy type is not supported. Parameter Store supports the following policy \
             types: Expiration, ExpirationNotification, and NoChangeNotification.",
        )),
    }
}

/// Leaves the steps of a parameter's policies, counted from now.
pub fn arm(ctx: &mut Ctx<'_>, name: &str, row: &mut ParameterRow) -> Result<(), ApiError> {
    row.policy_generation += 1;
    let parse = |policy: &PolicyRow| {
        let json: Json = serde_json::from_str(&policy.text).map_err(|_| ApiError::internal())?;
        rule(&json).map(|(_, rule)| rule)
    };
    let rules = row.policies.iter().map(parse).collect::<Result<Vec<_>, _>>()?;
    let expires = rules.iter().find_map(|rule| match rule {
        Rule::Expires(at) => Some(*at),
        _ => None,
    });
    let now = ctx.now().micros();
    for (at, rule) in rules.iter().enumerate() {
        if row.policies[at].is_done {
            continue;
        }
        let due = match rule {
            Rule::Expires(at) => *at,
            Rule::Before(span) => expires.unwrap_or(now).saturating_sub(*span),
            Rule::Unchanged(span) => now.saturating_add(*span),
        };
        let ask = Ask::to("ssm", ACT)
            .with("Name", name)
            .with("Generation", row.policy_generation.cast_signed())
            .with("Policy", at as i64);
        ctx.enqueue(Job::now(ask).at(Timestamp::from_micros(due)));
    }
    Ok(())
}

/// The step [`ACT`].
pub fn act(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Name").unwrap_or_default();
    let Some(mut row) = ctx.table(&PARAMETERS).get(name)? else { return Ok(Struct::new()) };
    let is_current = input.int("Generation") == Some(row.policy_generation.cast_signed());
    let at = input.int("Policy").unwrap_or_default() as usize;
    let policy = row.policies.get(at).filter(|policy| is_current && !policy.is_done).cloned();
    let Some(policy) = policy else { return Ok(Struct::new()) };
    event::policy_acted(ctx, name, &row, &policy);
    if policy.kind == EXPIRATION {
        delete::delete(ctx, name)?;
        return Ok(Struct::new());
    }
    row.policies[at].is_done = true;
    let key = (name.to_owned(), row.version);
    if let Some(mut version) = ctx.table(&VERSIONS).get(&key)? {
        version.policies.clone_from(&row.policies);
        ctx.table_mut(&VERSIONS).put(&key, &version);
    }
    ctx.table_mut(&PARAMETERS).put(name, &row);
    Ok(Struct::new())
}

pub fn built(policies: &[PolicyRow]) -> Vec<ParameterInlinePolicyBuilder> {
    let build = |policy: &PolicyRow| {
        ParameterInlinePolicyBuilder::new()
            .policy_text(&policy.text)
            .policy_type(&policy.kind)
            .policy_status(if policy.is_done { "Finished" } else { "Pending" })
    };
    policies.iter().map(build).collect()
}
