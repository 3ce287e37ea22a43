//! The section `Rules`: assertions about parameters.

use serde_json::Value as Json;

use crate::evaluate::{Nothing, Scope};
use crate::functions::array;
use crate::{Problem, Result, error};

/// Refuses values of parameters that break a rule.
pub fn check_rules(scope: &Scope<'_>) -> Result<()> {
    for (name, rule) in &scope.template.rules {
        let applies = match rule.get("RuleCondition") {
            Some(condition) => holds(scope, condition)?,
            None => true,
        };
        let assertions = rule.get("Assertions").and_then(Json::as_array);
        for assertion in assertions.into_iter().flatten().filter(|_| applies) {
            let assert = assertion
                .get("Assert")
                .ok_or_else(|| error(format_args!("an assertion of rule {name} has no Assert")))?;
            if !holds(scope, assert)? {
                let words = assertion.get("AssertDescription").and_then(Json::as_str);
                let words = words.unwrap_or("no description");
                return Err(Problem(format!("Template validation error: {words}")));
            }
        }
    }
    Ok(())
}

fn holds(scope: &Scope<'_>, json: &Json) -> Result<bool> {
    let call = json.as_object().filter(|it| it.len() == 1).and_then(|it| it.iter().next());
    let (name, argument) = call.ok_or_else(|| error("a rule must be a function"))?;
    let wrong = || error(format_args!("{name} of a rule has other arguments"));
    Ok(match name.as_str() {
        "Fn::And" | "Fn::Or" => {
            let items = argument.as_array().ok_or_else(wrong)?;
            let each: Vec<bool> =
                items.iter().map(|item| holds(scope, item)).collect::<Result<_>>()?;
            if name == "Fn::And" { each.iter().all(|it| *it) } else { each.contains(&true) }
        }
        "Fn::Not" => {
            let [one] = array::<1>(argument).ok_or_else(wrong)?;
            !holds(scope, one)?
        }
        "Fn::Equals" => {
            let [one, other] = array::<2>(argument).ok_or_else(wrong)?;
            value(scope, one)? == value(scope, other)?
        }
        "Fn::Contains" => {
            let [items, wanted] = array::<2>(argument).ok_or_else(wrong)?;
            values(scope, items)?.contains(&value(scope, wanted)?)
        }
        "Fn::EachMemberEquals" => {
            let [items, wanted] = array::<2>(argument).ok_or_else(wrong)?;
            let wanted = value(scope, wanted)?;
            values(scope, items)?.iter().all(|item| *item == wanted)
        }
        "Fn::EachMemberIn" => {
            let [items, allowed] = array::<2>(argument).ok_or_else(wrong)?;
            let allowed = values(scope, allowed)?;
            values(scope, items)?.iter().all(|item| allowed.contains(item))
        }
        _ => return Err(Problem(format!("{name} is not supported in rules."))),
    })
}

fn value(scope: &Scope<'_>, json: &Json) -> Result<Json> {
    Ok(scope.value(json, &mut Nothing)?.unwrap_or_default())
}

fn values(scope: &Scope<'_>, json: &Json) -> Result<Vec<Json>> {
    // Of one parameter type, all values.
    if let Some(kind) = json.get("Fn::RefAll").and_then(Json::as_str) {
        let of_kind = scope.template.parameters.iter().filter(|it| it.kind == kind);
        return Ok(of_kind.filter_map(|it| scope.parameters.get(&it.name).cloned()).collect());
    }
    match value(scope, json)? {
        Json::Array(items) => Ok(items),
        other => Ok(vec![other]),
    }
}
