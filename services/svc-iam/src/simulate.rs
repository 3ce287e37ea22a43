//! The policy simulator: what policies decide about actions that nobody does.
//!
//! Sources: [A] SimulateCustomPolicy and SimulatePrincipalPolicy; "IAM policy testing with the IAM
//! policy simulator". Each action is asked of each resource.

use std::collections::BTreeMap;

use auth::authorize::NamedPolicy;
use auth::authorize::standing::{self, Standing, Subject};
use auth::directory::{self, GROUPS, Holdings, ROLES, USERS};
use auth::organization;
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
    PermissionsBoundaryDecisionDetailBuilder, ResourceSpecificResultBuilder,
    SimulateCustomPolicyInput, SimulateCustomPolicyOutput, SimulatePrincipalPolicyInput,
    SimulatePrincipalPolicyOutput, StatementBuilder,
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
    /// Of an account in an organization: what is attached at each level, which may be nothing.
    organization: Option<Vec<Vec<Source>>>,
    resource: Vec<Source>,
    actions: List<'q, &'q str>,
    /// None means all, which is asked as `*`.
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
        organization: (!organization.is_empty()).then_some(organization),
        resource: read_resource_policy(input.resource_policy())?,
        actions: input.action_names(),
        resources: input.resource_arns().into_iter().flatten().collect(),
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
    let holdings = holdings_of(ctx, source)?;
    let mut identity: Vec<Source> = holdings.iter().flat_map(|it| held(ctx, it)).collect();
    identity.extend(read_list("PolicyInputList", input.policy_input_list(), Kind::Identity)?);
    let given = input.permissions_boundary_policy_input_list();
    let mut boundary = read_list("PermissionsBoundaryPolicyInputList", given, Kind::Identity)?;
    if boundary.is_empty() {
        boundary.extend(standing.boundary.map(|policy| with_text(ctx, policy)));
    }
    let mut question_keys = keys(input.context_entries());
    for (key, value) in standing.tags {
        let key = format!("aws:principaltag/{}", key.to_lowercase());
        question_keys.entry(key).or_insert_with(|| vec![value]);
    }
    let question = Question {
        identity,
        boundary,
        organization: control_policies(ctx, source)?,
        resource: read_resource_policy(input.resource_policy())?,
        actions: input.action_names(),
        resources: input.resource_arns().into_iter().flatten().collect(),
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

/// What the entity of an ARN holds, and before it what its groups hold.
fn holdings_of(ctx: &Ctx<'_>, arn: &str) -> Result<Vec<Holdings>, ApiError> {
    let key = directory::key(directory::name_of(arn).unwrap_or_default());
    let (tx, scope) = (ctx.tx(), ctx.scope());
    let kind = arn.rsplit(':').next().and_then(|resource| resource.split('/').next());
    let mut holdings = Vec::new();
    match kind {
        Some("user") => {
            let Some(user) = USERS.at(tx, &scope).get(&key)? else { return Ok(holdings) };
            for group in &user.groups {
                holdings.extend(GROUPS.at(tx, &scope).get(group)?.map(|group| group.holdings));
            }
            holdings.push(user.holdings);
        }
        Some("role") => holdings.extend(ROLES.at(tx, &scope).get(&key)?.map(|it| it.holdings)),
        _ => holdings.extend(GROUPS.at(tx, &scope).get(&key)?.map(|it| it.holdings)),
    }
    Ok(holdings)
}

/// Policies of an entity. One that cannot be read gives nothing, as in decisions.
fn held(ctx: &Ctx<'_>, holdings: &Holdings) -> Vec<Source> {
    let read = |name: &str, arn: Option<&str>, text: String| {
        let policy = Policy::parse(&text, Kind::Accepted).ok()?;
        let (arn, name) = (arn.map(str::to_owned), name.to_owned());
        Some(Source { policy: NamedPolicy { policy: policy.into(), arn, name }, text })
    };
    let inline = holdings.inline.iter();
    let inline = inline.filter_map(|(name, text)| read(name, None, text.clone()));
    let attached = holdings
        .attached
        .iter()
        .filter_map(|arn| read(arn, Some(arn), standing::managed_document(ctx.tx(), arn)?));
    inline.chain(attached).collect()
}

fn with_text(ctx: &Ctx<'_>, policy: NamedPolicy) -> Source {
    let text = standing::managed_document(ctx.tx(), &policy.name).unwrap_or_default();
    Source { policy, text }
}

/// The service control policies over the entity, which bind no service-linked role.
fn control_policies(ctx: &Ctx<'_>, arn: &str) -> Result<Option<Vec<Vec<Source>>>, ApiError> {
    if arn.contains(":role/aws-service-role/") {
        return Ok(None);
    }
    let Some(place) = organization::find(ctx.tx(), ctx.account().as_str())? else {
        return Ok(None);
    };
    let read = |it: &organization::ControlPolicy| {
        let policy = Policy::parse(&it.document, Kind::Accepted).ok()?.into();
        let policy = NamedPolicy { policy, arn: Some(it.arn.clone()), name: it.arn.clone() };
        Some(Source { policy, text: it.document.clone() })
    };
    let levels = place.service_control.iter();
    Ok(Some(levels.map(|level| level.iter().filter_map(read).collect()).collect()))
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
    for action in question.actions {
        let is_one = action.split_once(':').is_some_and(|(service, name)| {
            !service.is_empty() && !name.is_empty() && !action.contains(['*', '?'])
        });
        if !is_one {
            return Err(errors::invalid_input(format!("Invalid action name: {action}")));
        }
    }
    let resources = question.asked_resources();
    if question.actions.len() * resources.len() > EVALUATIONS_MAX {
        let message = format!("A simulation asks {EVALUATIONS_MAX} questions at most.");
        return Err(errors::invalid_input(message));
    }
    let mut results = Vec::new();
    for action in question.actions {
        for resource in &resources {
            let key = format!("{:010}", results.len());
            results.push((key, (action, *resource)));
        }
    }
    let cut = page.cut_whole(results);
    let answer = |(action, resource)| question.answer(action, resource);
    Ok(Cut { items: cut.items.into_iter().map(answer).collect(), marker: cut.marker })
}

impl<'q> Question<'q> {
    fn asked_resources(&self) -> Vec<&'q str> {
        if self.resources.is_empty() { vec!["*"] } else { self.resources.clone() }
    }

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
        let levels: Vec<Vec<Attached<'_>>> = self.levels().map(|level| attach_all(level)).collect();
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
        let result = EvaluationResultBuilder::new()
            .eval_action_name(action)
            .eval_resource_name(resource)
            .eval_decision(name_of(outcome))
            .organizations_decision_detail(self.organization.as_ref().map(|_| {
                OrganizationsDecisionDetailBuilder::new()
                    .allowed_by_organizations(!is_denied_by(outcome, PolicyType::ServiceControl))
            }))
            .permissions_boundary_decision_detail(self.boundary_detail(outcome))
            .missing_context_values(missing_keys(&findings));
        if self.resources.is_empty() {
            return result.matched_statements(matched);
        }
        let of_resource = ResourceSpecificResultBuilder::new()
            .eval_resource_name(resource)
            .eval_resource_decision(name_of(outcome))
            .matched_statements(matched.clone())
            .missing_context_values(missing_keys(&findings))
            .permissions_boundary_decision_detail(self.boundary_detail(outcome));
        result.matched_statements(matched).resource_specific_results(vec![of_resource])
    }

    fn levels(&self) -> impl Iterator<Item = &Vec<Source>> {
        self.organization.iter().flatten()
    }

    fn boundary_detail(
        &self,
        outcome: Outcome,
    ) -> Option<PermissionsBoundaryDecisionDetailBuilder> {
        let is_allowed = !is_denied_by(outcome, PolicyType::Boundary);
        (!self.boundary.is_empty()).then(|| {
            PermissionsBoundaryDecisionDetailBuilder::new()
                .allowed_by_permissions_boundary(is_allowed)
        })
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
        let source = all.chain(self.levels().flatten()).find(|it| it.policy.name == name);
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

fn attach_all(level: &[Source]) -> Vec<Attached<'_>> {
    level.iter().map(attach).collect()
}

fn name_of(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Allowed => decision::ALLOWED,
        Outcome::ExplicitDeny(_) => decision::EXPLICIT_DENY,
        Outcome::ImplicitDeny(_) => decision::IMPLICIT_DENY,
    }
}

fn is_denied_by(outcome: Outcome, kind: PolicyType) -> bool {
    matches!(outcome, Outcome::ExplicitDeny(by) | Outcome::ImplicitDeny(by) if by == kind)
}

fn effect(finding: &policy::explain::Finding<'_>) -> Effect {
    finding.policy.policy.statements[finding.statement].effect
}

/// Statements of policies that give something, not of those that limit it.
fn is_own(kind: PolicyType) -> bool {
    matches!(kind, PolicyType::Identity | PolicyType::Resource)
}
