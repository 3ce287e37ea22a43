//! Why somebody may do something, or may not: for `nephele why` and whoever asks the door.

use std::fmt::Write as _;

use kernel::Explanation;
use policy::explain::{Finding, explain as look, missing_keys};
use policy::{Effect, Outcome, Policies, Request};
use serde_json::{Value as Json, json};

/// `None` for policies: see [`super::Policies`]'s `ask`.
pub fn explain(request: &Request<'_>, policies: Option<&Policies<'_>>) -> Explanation {
    let Some(policies) = policies else {
        let reason = "The account is closed, or the resource's policy cannot be read.".to_owned();
        return tell(request, None, &reason, &[]);
    };
    let decision = policy::evaluate(request, policies);
    let findings = look(request, policies);
    let reason = decision.refusal(request).unwrap_or_else(|| match decision.by {
        Some(by) => format!("{}, statement {} allows it.", by.policy.name, by.statement + 1),
        None => "The root of an account may do everything in it.".to_owned(),
    });
    tell(request, Some(decision.outcome), &reason, &findings)
}

fn tell(
    request: &Request<'_>,
    outcome: Option<Outcome>,
    reason: &str,
    findings: &[Finding<'_>],
) -> Explanation {
    let word = match outcome {
        Some(Outcome::Allowed) => "allowed",
        Some(Outcome::ExplicitDeny(_)) => "explicitDeny",
        Some(Outcome::ImplicitDeny(_)) | None => "implicitDeny",
    };
    let missing = missing_keys(findings);
    let caller = &*request.principal.arn;
    let mut text =
        format!("{word}: {caller} asks for {} on {}\n", request.action, request.resource);
    let _ = writeln!(text, "  {reason}");
    for finding in findings {
        let _ = writeln!(text, "  - {}: {finding}", finding.kind.name());
    }
    if findings.is_empty() {
        text.push_str("  - no policy bears on it\n");
    }
    let statements: Vec<Json> = findings.iter().map(statement).collect();
    let json = json!({
        "decision": word,
        "reason": reason,
        "principal": caller,
        "action": request.action,
        "resource": request.resource,
        "resourceAccount": request.owner,
        "statements": statements,
        "missingContextKeys": missing,
    });
    Explanation { is_allowed: outcome == Some(Outcome::Allowed), text, json: json.to_string() }
}

/// What policies allow and a tag policy does not.
pub fn against_tags(mut told: Explanation, message: &str) -> Explanation {
    let _ = writeln!(told.text, "  denied by a tag policy: {message}");
    told.is_allowed = false;
    told
}

/// Adds what services that do not tell the reason would answer in its place, which
/// `sts:DecodeAuthorizationMessage` reads.
pub fn with_encoded(mut told: Explanation, message: &str) -> Explanation {
    let _ = writeln!(told.text, "  encoded authorization failure message: {message}");
    if let Ok(Json::Object(mut members)) = serde_json::from_str(&told.json) {
        members.insert("encodedMessage".to_owned(), message.into());
        told.json = Json::Object(members).to_string();
    }
    told
}

fn statement(finding: &Finding<'_>) -> Json {
    let statement = &finding.policy.policy.statements[finding.statement];
    json!({
        "policyType": finding.kind.name(),
        "policy": finding.policy.name,
        "policyArn": finding.policy.arn,
        "statement": finding.statement + 1,
        "sid": statement.sid,
        "effect": match statement.effect {
            Effect::Allow => "Allow",
            Effect::Deny => "Deny",
        },
        "applies": finding.mismatch.is_none(),
        "because": finding.mismatch.map(|it| it.to_string()),
    })
}
