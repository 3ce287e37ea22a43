//! Policies and where they hang: control policies of services (SCPs) and of resources (RCPs), and
//! management policies, which have a language of their own ([`crate::effective`]).

use kernel::{ApiError, Ctx};
use policy::{Kind, Policy};
use store::Range;

use crate::api::policy_type::{RESOURCE_CONTROL_POLICY, SERVICE_CONTROL_POLICY};
use crate::api::target_type as target;
use crate::api::{
    AttachPolicyInput, AttachPolicyOutput, CreatePolicyInput, CreatePolicyOutput,
    DeletePolicyInput, DeletePolicyOutput, DescribePolicyInput, DescribePolicyOutput,
    DetachPolicyInput, DetachPolicyOutput, DisablePolicyTypeInput, DisablePolicyTypeOutput,
    EnablePolicyTypeInput, EnablePolicyTypeOutput, ListPoliciesForTargetInput,
    ListPoliciesForTargetOutput, ListPoliciesInput, ListPoliciesOutput, ListTargetsForPolicyInput,
    ListTargetsForPolicyOutput, PolicyBuilder, PolicySummaryBuilder, PolicyTargetSummaryBuilder,
    UpdatePolicyInput, UpdatePolicyOutput,
};
use crate::control;
use crate::effective::{self, type_of};
use crate::errors;
use crate::limits::{
    ATTACHED_MAX, DOCUMENT_CHARS_MAX, MANAGEMENT_ATTACHED_MAX, MANAGEMENT_POLICIES_MAX,
    RESOURCE_CONTROL_POLICIES_MAX, SERVICE_CONTROL_POLICIES_MAX,
};
use crate::organization::show_root;
use crate::state::{ATTACHED_AT, ATTACHMENTS, POLICIES, PolicyRow, TAGS, TagsRow};
use crate::tree::{Node, Organization, check_tags, cut};

/// AWS's own policy of each type, which everything has at first ("How SCPs work with Allow").
const FULL_SERVICE: &str = "p-FullAWSAccess";
const FULL_RESOURCE: &str = "p-RCPFullAWSAccess";
const FULL_SERVICE_DOCUMENT: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
const FULL_RESOURCE_DOCUMENT: &str = r#"{"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#;

pub fn add_aws_policies(ctx: &mut Ctx<'_>, organization: &Organization) {
    for (id, name, description, kind, content) in [
        (
            FULL_SERVICE,
            "FullAWSAccess",
            "Allows access to every operation",
            SERVICE_CONTROL_POLICY,
            FULL_SERVICE_DOCUMENT,
        ),
        (
            FULL_RESOURCE,
            "RCPFullAWSAccess",
            "Allows access to every resource",
            RESOURCE_CONTROL_POLICY,
            FULL_RESOURCE_DOCUMENT,
        ),
    ] {
        let row = PolicyRow {
            name: name.to_owned(),
            description: description.to_owned(),
            kind: kind.to_owned(),
            content: content.to_owned(),
            is_aws: true,
            updated: 0,
        };
        ctx.table_mut(&POLICIES).put(&(organization.id.as_str(), id), &row);
    }
}

/// What a node has from the beginning.
pub fn attach_defaults(ctx: &mut Ctx<'_>, organization: &Organization, node: &str) {
    for (kind, id) in
        [(SERVICE_CONTROL_POLICY, FULL_SERVICE), (RESOURCE_CONTROL_POLICY, FULL_RESOURCE)]
    {
        if organization.row.enabled.contains(kind) {
            ctx.table_mut(&ATTACHMENTS).put(&(organization.id.as_str(), node, id), &());
        }
    }
}

fn is_control(kind: &str) -> bool {
    kind == SERVICE_CONTROL_POLICY || kind == RESOURCE_CONTROL_POLICY
}

fn check_kind(kind: &str) -> Result<(), ApiError> {
    if is_control(kind) || type_of(kind).is_some() {
        return Ok(());
    }
    Err(errors::not_implemented(&format!("policies of the type {kind}")))
}

fn check_document(kind: &str, content: &str) -> Result<(), ApiError> {
    if let Some(kind) = type_of(kind) {
        return effective::check(kind, content);
    }
    if content.chars().count() > DOCUMENT_CHARS_MAX {
        let message = "You have exceeded the maximum policy size.";
        return Err(errors::constraint("POLICY_CONTENT_LIMIT_EXCEEDED", message));
    }
    let language =
        if kind == SERVICE_CONTROL_POLICY { Kind::ServiceControl } else { Kind::ResourceControl };
    let policy = Policy::parse(content, language).map_err(|_| errors::malformed_policy())?;
    // "The effect of Allow is only supported for the RCPFullAWSAccess policy" ("RCP syntax").
    let denies = policy.statements.iter().all(policy::Statement::is_deny);
    if kind == RESOURCE_CONTROL_POLICY && !denies {
        return Err(errors::malformed_policy());
    }
    Ok(())
}

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreatePolicyInput<'_>,
) -> Result<CreatePolicyOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    check_kind(input.type_())?;
    check_document(input.type_(), input.content())?;
    let all = policies(ctx, &organization, input.type_())?;
    if all.iter().any(|(_, row)| row.name == input.name()) {
        return Err(errors::duplicate_policy());
    }
    let max = match input.type_() {
        SERVICE_CONTROL_POLICY => SERVICE_CONTROL_POLICIES_MAX,
        RESOURCE_CONTROL_POLICY => RESOURCE_CONTROL_POLICIES_MAX,
        _ => MANAGEMENT_POLICIES_MAX,
    };
    if all.len() >= max {
        let message = "You have exceeded the number of policies of this type.";
        return Err(errors::constraint("POLICY_NUMBER_LIMIT_EXCEEDED", message));
    }
    let tags = input.tags().into_iter().flatten();
    let tags = tags.map(|tag| (tag.key().to_owned(), tag.value().to_owned())).collect();
    check_tags(&tags)?;
    let id = format!("p-{}", ctx.chance().hex(8));
    let row = PolicyRow {
        name: input.name().to_owned(),
        description: input.description().to_owned(),
        kind: input.type_().to_owned(),
        content: input.content().to_owned(),
        is_aws: false,
        updated: ctx.now().micros(),
    };
    let place = (organization.id.as_str(), id.as_str());
    ctx.table_mut(&POLICIES).put(&place, &row);
    if !tags.is_empty() {
        ctx.table_mut(&TAGS).put(&place, &TagsRow { tags });
    }
    Ok(CreatePolicyOutput::new().policy(show(ctx, &organization, &id, &row)))
}

pub fn describe(
    ctx: &mut Ctx<'_>,
    input: DescribePolicyInput<'_>,
) -> Result<DescribePolicyOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    let row = find(ctx, &organization, input.policy_id())?;
    let shown = show(ctx, &organization, input.policy_id(), &row);
    Ok(DescribePolicyOutput::new().policy(shown))
}

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdatePolicyInput<'_>,
) -> Result<UpdatePolicyOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let id = input.policy_id();
    let mut row = find_own(ctx, &organization, id)?;
    if let Some(name) = input.name().filter(|name| *name != row.name) {
        let all = policies(ctx, &organization, &row.kind)?;
        if all.iter().any(|(_, other)| other.name == name) {
            return Err(errors::duplicate_policy());
        }
        name.clone_into(&mut row.name);
    }
    if let Some(description) = input.description() {
        description.clone_into(&mut row.description);
    }
    if let Some(content) = input.content() {
        check_document(&row.kind, content)?;
        content.clone_into(&mut row.content);
    }
    row.updated = ctx.now().micros();
    ctx.table_mut(&POLICIES).put(&(organization.id.as_str(), id), &row);
    control::renew(ctx, &organization)?;
    Ok(UpdatePolicyOutput::new().policy(show(ctx, &organization, id, &row)))
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeletePolicyInput<'_>,
) -> Result<DeletePolicyOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let id = input.policy_id();
    find_own(ctx, &organization, id)?;
    if !targets(ctx, &organization, id)?.is_empty() {
        return Err(errors::policy_in_use());
    }
    let place = (organization.id.as_str(), id);
    ctx.table_mut(&POLICIES).delete(&place);
    ctx.table_mut(&TAGS).delete(&place);
    Ok(DeletePolicyOutput::new())
}

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListPoliciesInput<'_>,
) -> Result<ListPoliciesOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    let all = policies(ctx, &organization, input.filter())?.into_iter();
    let shown = all.map(|(id, row)| (id.clone(), summary(ctx, &organization, &id, &row)));
    let (policies, token) =
        cut("ListPolicies", input.next_token(), input.max_results(), shown.collect())?;
    Ok(ListPoliciesOutput::new().policies(policies).next_token(token))
}

// Where policies hang.

pub fn attach(
    ctx: &mut Ctx<'_>,
    input: AttachPolicyInput<'_>,
) -> Result<AttachPolicyOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let (id, node) = (input.policy_id(), input.target_id());
    let row = find(ctx, &organization, id)?;
    organization.node(ctx, node)?.ok_or_else(errors::no_target)?;
    if !organization.row.enabled.contains(&row.kind) {
        return Err(errors::type_not_enabled());
    }
    let attached = attached(ctx, &organization, node, &row.kind)?;
    if attached.iter().any(|(other, _)| other == id) {
        return Err(errors::duplicate_attachment());
    }
    let max = if is_control(&row.kind) { ATTACHED_MAX } else { MANAGEMENT_ATTACHED_MAX };
    if attached.len() >= max {
        let message = "You have exceeded the maximum number of policies of this type that can be \
                       attached to an entity at one time.";
        let reason = "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED";
        return Err(errors::constraint(reason, message));
    }
    let place = (organization.id.as_str(), node, id);
    ctx.table_mut(&ATTACHMENTS).put(&place, &());
    if !is_control(&row.kind) {
        let now = ctx.now().micros().unsigned_abs();
        ctx.table_mut(&ATTACHED_AT).put(&place, &now);
    }
    control::renew(ctx, &organization)?;
    Ok(AttachPolicyOutput::new())
}

pub fn detach(
    ctx: &mut Ctx<'_>,
    input: DetachPolicyInput<'_>,
) -> Result<DetachPolicyOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let (id, node) = (input.policy_id(), input.target_id());
    let row = find(ctx, &organization, id)?;
    organization.node(ctx, node)?.ok_or_else(errors::no_target)?;
    let attached = attached(ctx, &organization, node, &row.kind)?;
    if !attached.iter().any(|(other, _)| other == id) {
        return Err(errors::not_attached());
    }
    // "RCPFullAWSAccess … You cannot detach this policy."
    if id == FULL_RESOURCE {
        let message = "You can't detach this AWS Managed Policy.";
        return Err(errors::invalid_input("NON_DETACHABLE_POLICY", message));
    }
    if attached.len() == 1 && is_control(&row.kind) {
        // As users of Terraform quote it.
        let message = "You cannot remove the last policy attached to the specified target. You \
                       must have at least one attached at all times.";
        let reason = "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED";
        return Err(errors::constraint(reason, message));
    }
    ctx.table_mut(&ATTACHMENTS).delete(&(organization.id.as_str(), node, id));
    ctx.table_mut(&ATTACHED_AT).delete(&(organization.id.as_str(), node, id));
    control::renew(ctx, &organization)?;
    Ok(DetachPolicyOutput::new())
}

pub fn list_for_target(
    ctx: &mut Ctx<'_>,
    input: ListPoliciesForTargetInput<'_>,
) -> Result<ListPoliciesForTargetOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    organization.node(ctx, input.target_id())?.ok_or_else(errors::no_target)?;
    let all = attached(ctx, &organization, input.target_id(), input.filter())?.into_iter();
    let shown = all.map(|(id, row)| (id.clone(), summary(ctx, &organization, &id, &row)));
    let (policies, token) =
        cut("ListPoliciesForTarget", input.next_token(), input.max_results(), shown.collect())?;
    Ok(ListPoliciesForTargetOutput::new().policies(policies).next_token(token))
}

pub fn list_targets(
    ctx: &mut Ctx<'_>,
    input: ListTargetsForPolicyInput<'_>,
) -> Result<ListTargetsForPolicyOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    find(ctx, &organization, input.policy_id())?;
    let mut shown = Vec::new();
    for id in targets(ctx, &organization, input.policy_id())? {
        let Some(node) = organization.node(ctx, &id)? else { continue };
        let (kind, name) = match &node {
            Node::Root => (target::ROOT, "Root".to_owned()),
            Node::Unit(row) => (target::ORGANIZATIONAL_UNIT, row.name.clone()),
            Node::Account(row) => (target::ACCOUNT, row.name.clone()),
        };
        let one = PolicyTargetSummaryBuilder::new()
            .target_id(&id)
            .arn(organization.node_arn(ctx, &id, &node))
            .name(name)
            .type_(kind);
        shown.push((id, one));
    }
    let (targets, token) =
        cut("ListTargetsForPolicy", input.next_token(), input.max_results(), shown)?;
    Ok(ListTargetsForPolicyOutput::new().targets(targets).next_token(token))
}

// Types.

pub fn enable_type(
    ctx: &mut Ctx<'_>,
    input: EnablePolicyTypeInput<'_>,
) -> Result<EnablePolicyTypeOutput, ApiError> {
    let mut organization = Organization::managed(ctx)?;
    check_kind(input.policy_type())?;
    if input.root_id() != organization.row.root {
        return Err(errors::no_root());
    }
    if !organization.row.has_all_features {
        let message = "The organization has the features of consolidated billing only.";
        return Err(crate::api::error::policy_type_not_available_for_organization_exception(
            message,
        ));
    }
    if !organization.row.enabled.insert(input.policy_type().to_owned()) {
        return Err(errors::type_already_enabled());
    }
    organization.save(ctx);
    let units = organization.units(ctx)?.into_iter().map(|(id, _)| id);
    let accounts = organization.accounts(ctx)?.into_iter().map(|(id, _)| id);
    let nodes: Vec<String> = units.chain(accounts).collect();
    attach_defaults(ctx, &organization, &organization.row.root.clone());
    for node in nodes {
        attach_defaults(ctx, &organization, &node);
    }
    control::renew(ctx, &organization)?;
    Ok(EnablePolicyTypeOutput::new().root(show_root(ctx, &organization)))
}

/// "All policies of the type are detached from everything."
pub fn disable_type(
    ctx: &mut Ctx<'_>,
    input: DisablePolicyTypeInput<'_>,
) -> Result<DisablePolicyTypeOutput, ApiError> {
    let mut organization = Organization::managed(ctx)?;
    if input.root_id() != organization.row.root {
        return Err(errors::no_root());
    }
    if !organization.row.enabled.remove(input.policy_type()) {
        return Err(errors::type_not_enabled());
    }
    organization.save(ctx);
    let range = Range::within(&(organization.id.as_str(),));
    let keys: Vec<_> = ctx.table(&ATTACHMENTS).keys(&range).collect::<Result<_, _>>()?;
    for (id, node, policy) in keys {
        let row = ctx.table(&POLICIES).get(&(id.as_str(), policy.as_str()))?;
        if row.is_some_and(|row| row.kind == input.policy_type()) {
            let place = (id, node, policy);
            ctx.table_mut(&ATTACHED_AT).delete(&place);
            ctx.table_mut(&ATTACHMENTS).delete(&place);
        }
    }
    control::renew(ctx, &organization)?;
    Ok(DisablePolicyTypeOutput::new().root(show_root(ctx, &organization)))
}

// Finding and showing.

fn find(ctx: &Ctx<'_>, organization: &Organization, id: &str) -> Result<PolicyRow, ApiError> {
    let row = ctx.table(&POLICIES).get(&(organization.id.as_str(), id))?;
    row.ok_or_else(errors::no_policy)
}

fn find_own(ctx: &Ctx<'_>, organization: &Organization, id: &str) -> Result<PolicyRow, ApiError> {
    let row = find(ctx, organization, id)?;
    if row.is_aws { Err(errors::access_denied()) } else { Ok(row) }
}

fn policies(
    ctx: &Ctx<'_>,
    organization: &Organization,
    kind: &str,
) -> Result<Vec<(String, PolicyRow)>, ApiError> {
    let mut found = Vec::new();
    for entry in ctx.table(&POLICIES).scan(&Range::within(&(organization.id.as_str(),))) {
        let ((_, id), row) = entry?;
        if row.kind == kind {
            found.push((id, row));
        }
    }
    Ok(found)
}

fn attached(
    ctx: &Ctx<'_>,
    organization: &Organization,
    node: &str,
    kind: &str,
) -> Result<Vec<(String, PolicyRow)>, ApiError> {
    let mut found = Vec::new();
    let range = Range::within(&(organization.id.as_str(), node));
    for entry in ctx.table(&ATTACHMENTS).keys(&range) {
        let (_, _, id) = entry?;
        let row = find(ctx, organization, &id)?;
        if row.kind == kind {
            found.push((id, row));
        }
    }
    Ok(found)
}

fn targets(
    ctx: &Ctx<'_>,
    organization: &Organization,
    policy: &str,
) -> Result<Vec<String>, ApiError> {
    let mut found = Vec::new();
    for entry in ctx.table(&ATTACHMENTS).keys(&Range::within(&(organization.id.as_str(),))) {
        let (_, node, id) = entry?;
        if id == policy {
            found.push(node);
        }
    }
    Ok(found)
}

pub fn policy_arn(ctx: &Ctx<'_>, organization: &Organization, id: &str, row: &PolicyRow) -> String {
    let kind = row.kind.to_lowercase();
    if row.is_aws {
        let partition = ctx.region().partition();
        return format!("arn:{partition}:organizations::aws:policy/{kind}/{id}");
    }
    organization.arn(ctx, "policy", &format!("/{kind}/{id}"))
}

fn summary(
    ctx: &Ctx<'_>,
    organization: &Organization,
    id: &str,
    row: &PolicyRow,
) -> PolicySummaryBuilder {
    PolicySummaryBuilder::new()
        .id(id)
        .arn(policy_arn(ctx, organization, id, row))
        .name(&row.name)
        .description(&row.description)
        .type_(&row.kind)
        .aws_managed(row.is_aws)
}

fn show(ctx: &Ctx<'_>, organization: &Organization, id: &str, row: &PolicyRow) -> PolicyBuilder {
    PolicyBuilder::new().policy_summary(summary(ctx, organization, id, row)).content(&row.content)
}
