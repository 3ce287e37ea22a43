//! The policy simulator: what policies decide about actions that nobody does.
//!
//! Sources: [A] SimulateCustomPolicy and SimulatePrincipalPolicy; "IAM policy testing with the IAM
//! policy simulator". Each action is asked of each resource.

use std::collections::BTreeMap;

use auth::authorize::NamedPolicy;
use auth::authorize::standing::{self, Standing, Subject};
use auth::directory;
use kernel::arn::Arn;
use kernel::view::List;
use kernel::{ApiError, Ctx};
use policy::explain::{explain, missing_keys};
use policy::{
    Attached, Effect, Kind, Outcome, Policies, Policy, PolicyType, Principal, PrincipalKind,
    Request,
};

use crate::api::policy_evaluation_decision_type as decision;
use crate::api::{
    ContextEntry, EvaluationResultBuilder, OrganizationsDecisionDetailBuilder,
    PermissionsBoundaryDecisionDetailBuilder, SimulateCustomPolicyInput,
    SimulateCustomPolicyOutput, SimulatePrincipalPolicyInput, SimulatePrincipalPolicyOutput,
    StatementBuilder,
};
use crate::common::{Cut, Page};
use crate::errors;
use crate::limits::EVALUATIONS_MAX;
use crate::position::{self, Place};

/// A policy with the text from which its statements' positions are told.
struct Source {
    policy: NamedPolicy,
    text: String,
}

/// Everything that a simulation asks.
struct Question<'q> {
    identity: Vec<Source>,
    boundary: Vec<Source>,
    organization: Vec<Vec<Source>>,
    resource: Vec<Source>,
    actions: List<'q, &'q str>,
    resources: Vec<&'q str>,
    owner: String,
    caller: String,
    keys: BTreeMap<String, Vec<String>>,
}

pub fn simulate_custom_policy(
    ctx: &mut Ctx<'_>,
    input: SimulateCustomPolicyInput<'_>,
) -> Result<SimulateCustomPolicyOutput, ApiError> {
    let page = Page::read("SimulateCustomPolicy", input.marker(), input.max_items())?;
    let mut organization = Vec::new();
    for level in input.ordered_organization_policy_input_list().into_iter().flatten() {
        let list = level.service_control_policy_input_list();
        organization.push(read_list("ServiceControlPolicyInputList", list, Kind::Accepted)?);
    }
    let boundary = input.permissions_boundary_policy_input_list();
    let question = Question {
        identity: read_list("PolicyInputList", Some(input.policy_input_list()), Kind::Identity)?,
        boundary: read_list("PermissionsBoundaryPolicyInputList", boundary, Kind::Identity)?,
        organization,
        resource: read_resource_policy(input.resource_policy())?,
        actions: input.action_names(),
        resources: resources(input.resource_arns()),
        owner: owner(ctx, input.resource_owner())?,
        caller: caller(ctx, input.caller_arn(), input.resource_policy().is_some())?,
        keys: keys(input.context_entries()),
    };
    let cut = evaluate(&question, &page)?;
    Ok(SimulateCustomPolicyOutput::new()
        .is_truncated(cut.is_truncated())
        .evaluation_results(cut.items)
        .marker(cut.marker))
}

pub fn simulate_principal_policy(
    ctx: &mut Ctx<'_>,
    input: SimulatePrincipalPolicyInput<'_>,
) -> Result<SimulatePrincipalPolicyOutput, ApiError> {
    if input.policy_exclusion_list().is_some_and(|list| !list.is_empty()) {
        return Err(errors::not_implemented("PolicyExclusionList of SimulatePrincipalPolicy"));
    }
    let page = Page::read("SimulatePrincipalPolicy", input.marker(), input.max_items())?;
    let source = input.policy_source_arn();
    let standing = standing_of(ctx, source)?;
    let mut identity: Vec<Source> = standing.identity.into_iter().map(without_text).collect();
    identity.extend(read_list("PolicyInputList", input.policy_input_list(), Kind::Identity)?);
    let given = input.permissions_boundary_policy_input_list();
    let mut boundary = read_list("PermissionsBoundaryPolicyInputList", given, Kind::Identity)?;
    if boundary.is_empty() {
        boundary.extend(standing.boundary.map(without_text));
    }
    let mut question_keys = keys(input.context_entries());
    for (key, value) in standing.tags {
        let key = format!("aws:principaltag/{}", key.to_lowercase());
        question_keys.entry(key).or_insert_with(|| vec![value]);
    }
    let question = Question {
        identity,
        boundary,
        organization: Vec::new(),
        resource: read_resource_policy(input.resource_policy())?,
        actions: input.action_names(),
        resources: resources(input.resource_arns()),
        owner: owner(ctx, input.resource_owner())?,
        caller: input.caller_arn().unwrap_or(source).to_owned(),
        keys: question_keys,
    };
    let cut = evaluate(&question, &page)?;
    Ok(SimulatePrincipalPolicyOutput::new()
        .is_truncated(cut.is_truncated())
        .evaluation_results(cut.items)
        .marker(cut.marker))
}

/// The policies of the user, group or role of an ARN.
pub fn standing_of(ctx: &Ctx<'_>, text: &str) -> Result<Standing, ApiError> {
    let arn = Arn::parse(text).filter(|arn| arn.service == "iam");
    let arn = arn.ok_or_else(|| errors::invalid_input(format!("Invalid Entity Arn: {text}")))?;
    let name = directory::name_of(text).unwrap_or_default();
    let scope = ctx.scope();
    let (kind, found) = match arn.resource.split('/').next() {
        Some("user") => {
            let subject = Subject::User(directory::key(name));
            ("user", standing::load(ctx.tx(), &scope, &subject)?)
        }
        Some("role") => {
            let subject = Subject::Role(directory::key(name));
            ("role", standing::load(ctx.tx(), &scope, &subject)?)
        }
        Some("group") => ("group", standing::load_group(ctx.tx(), &scope, &directory::key(name))?),
        _ => return Err(errors::invalid_input(format!("Invalid Entity Arn: {text}"))),
    };
    found.ok_or_else(|| errors::no_such(kind, name))
}

fn without_text(policy: NamedPolicy) -> Source {
    Source { text: String::new(), policy }
}

fn read_list(
    name: &str,
    documents: Option<List<'_, &str>>,
    kind: Kind,
) -> Result<Vec<Source>, ApiError> {
    let documents = documents.into_iter().flatten().enumerate();
    let sources = documents.map(|(at, document)| {
        let policy = Policy::parse(document, kind)
            .map_err(|error| errors::invalid_input(error.to_string()))?;
        let name = format!("{name}.{}", at + 1);
        let policy = NamedPolicy { policy: policy.into(), arn: None, name };
        Ok(Source { policy, text: document.to_owned() })
    });
    sources.collect()
}

fn read_resource_policy(document: Option<&str>) -> Result<Vec<Source>, ApiError> {
    let Some(document) = document else { return Ok(Vec::new()) };
    let policy = Policy::parse(document, Kind::Accepted)
        .map_err(|error| errors::invalid_input(error.to_string()))?;
    let name = "ResourcePolicy".to_owned();
    let policy = NamedPolicy { policy: policy.into(), arn: None, name };
    Ok(vec![Source { policy, text: document.to_owned() }])
}

fn resources<'q>(given: Option<List<'q, &'q str>>) -> Vec<&'q str> {
    let given: Vec<&str> = given.into_iter().flatten().collect();
    if given.is_empty() { vec!["*"] } else { given }
}

/// The account of the resources: [A] ResourceOwner, "an account ARN", else the caller's.
fn owner(ctx: &Ctx<'_>, given: Option<&str>) -> Result<String, ApiError> {
    match given {
        None => Ok(ctx.account().to_string()),
        Some(text) => {
            let account = text.split(':').nth(4).unwrap_or(text);
            let account = kernel::AccountId::parse(account);
            let account = account.ok_or_else(|| errors::invalid_input("Invalid ResourceOwner"))?;
            Ok(account.to_string())
        }
    }
}

/// [A] CallerArn: "required if you include a ResourcePolicy".
fn caller(ctx: &Ctx<'_>, given: Option<&str>, is_required: bool) -> Result<String, ApiError> {
    match given {
        Some(arn) => Ok(arn.to_owned()),
        None if is_required => {
            Err(errors::invalid_input("CallerArn must be specified with ResourcePolicy"))
        }
        None => {
            Ok(format!("arn:{}:iam::{}:user/simulated", ctx.region().partition(), ctx.account()))
        }
    }
}

fn keys(entries: Option<List<'_, ContextEntry<'_>>>) -> BTreeMap<String, Vec<String>> {
    let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in entries.into_iter().flatten() {
        let Some(name) = entry.context_key_name() else { continue };
        let values = entry.context_key_values().into_iter().flatten().map(str::to_owned);
        keys.entry(name.to_lowercase()).or_default().extend(values);
    }
    keys
}

fn evaluate(
    question: &Question<'_>,
    page: &Page,
) -> Result<Cut<EvaluationResultBuilder>, ApiError> {
    if question.actions.len() * question.resources.len() > EVALUATIONS_MAX {
        let message = format!("A simulation asks {EVALUATIONS_MAX} questions at most.");
        return Err(errors::invalid_input(message));
    }
    let mut results = Vec::new();
    for action in question.actions {
        for resource in &question.resources {
            let key = format!("{:010}", results.len());
            results.push((key, (action, *resource)));
        }
    }
    let cut = page.cut_whole(results);
    let answer = |(action, resource)| question.answer(action, resource);
    Ok(Cut { items: cut.items.into_iter().map(answer).collect(), marker: cut.marker })
}

impl Question<'_> {
    fn answer(&self, action: &str, resource: &str) -> EvaluationResultBuilder {
        let principal = self.principal();
        let request = Request {
            principal: &principal,
            action,
            resource,
            owner: &self.owner,
            keys: &self.keys,
        };
        let identity: Vec<_> = self.identity.iter().map(attach).collect();
        let own_resource: Vec<_> = self.resource.iter().map(attach).collect();
        let levels: Vec<Vec<Attached<'_>>> =
            self.organization.iter().map(|level| level.iter().map(attach).collect()).collect();
        let levels: Vec<&[Attached<'_>]> = levels.iter().map(Vec::as_slice).collect();
        let policies = Policies {
            service_control: &levels,
            resource: &own_resource,
            identity: &identity,
            boundary: self.boundary.first().map(attach),
            ..Policies::default()
        };
        let outcome = policy::evaluate(&request, &policies).outcome;
        let findings = explain(&request, &policies);
        let wanted = match outcome {
            Outcome::ExplicitDeny(_) => Effect::Deny,
            Outcome::Allowed | Outcome::ImplicitDeny(_) => Effect::Allow,
        };
        let matched: Vec<_> = findings
            .iter()
            .filter(|it| it.mismatch.is_none() && effect(it) == wanted)
            .filter(|it| outcome == Outcome::Allowed || wanted == Effect::Deny || is_own(it.kind))
            .map(|it| self.statement(it.policy.name, it.statement))
            .collect();
        let is_bounded = !self.boundary.is_empty();
        let by_boundary = !matches!(
            outcome,
            Outcome::ExplicitDeny(PolicyType::Boundary)
                | Outcome::ImplicitDeny(PolicyType::Boundary)
        );
        let by_organization = !matches!(
            outcome,
            Outcome::ExplicitDeny(PolicyType::ServiceControl)
                | Outcome::ImplicitDeny(PolicyType::ServiceControl)
        );
        let organization = (!self.organization.is_empty()).then(|| {
            OrganizationsDecisionDetailBuilder::new().allowed_by_organizations(by_organization)
        });
        let boundary = is_bounded.then(|| {
            PermissionsBoundaryDecisionDetailBuilder::new()
                .allowed_by_permissions_boundary(by_boundary)
        });
        EvaluationResultBuilder::new()
            .eval_action_name(action)
            .eval_resource_name(resource)
            .eval_decision(match outcome {
                Outcome::Allowed => decision::ALLOWED,
                Outcome::ExplicitDeny(_) => decision::EXPLICIT_DENY,
                Outcome::ImplicitDeny(_) => decision::IMPLICIT_DENY,
            })
            .matched_statements(matched)
            .missing_context_values(missing_keys(&findings))
            .organizations_decision_detail(organization)
            .permissions_boundary_decision_detail(boundary)
    }

    fn principal(&self) -> Principal<'_> {
        let account = self.caller.split(':').nth(4).unwrap_or_default();
        let resource = self.caller.splitn(6, ':').nth(5).unwrap_or_default();
        let kind = match resource.split('/').next() {
            Some("root") => PrincipalKind::Root,
            Some("assumed-role") => PrincipalKind::RoleSession,
            Some("federated-user") => PrincipalKind::FederatedUser,
            _ => PrincipalKind::User,
        };
        Principal::new(kind, account, self.caller.as_str())
    }

    fn statement(&self, name: &str, at: usize) -> StatementBuilder {
        let all = self.identity.iter().chain(&self.boundary).chain(&self.resource);
        let source =
            all.chain(self.organization.iter().flatten()).find(|it| it.policy.name == name);
        let place = source.and_then(|source| position::of_statement(&source.text, at));
        let Place { start, end } = place.unwrap_or_default();
        let shown = StatementBuilder::new()
            .source_policy_id(name.rsplit('/').next().unwrap_or(name))
            .source_policy_type("IAM Policy");
        if source.is_some_and(|source| source.text.is_empty()) {
            return shown;
        }
        shown.start_position(start.show()).end_position(end.show())
    }
}

fn attach(source: &Source) -> Attached<'_> {
    let policy = &source.policy;
    Attached { policy: &policy.policy, arn: policy.arn.as_deref(), name: &policy.name }
}

fn effect(finding: &policy::explain::Finding<'_>) -> Effect {
    finding.policy.policy.statements[finding.statement].effect
}

/// Statements of policies that give something, not of those that limit it.
fn is_own(kind: PolicyType) -> bool {
    matches!(kind, PolicyType::Identity | PolicyType::Resource)
}
