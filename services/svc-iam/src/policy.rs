//! Managed policies: a customer's, and AWS's own, which are data (`auth::directory::managed`).

use auth::directory::managed::{self, ManagedPolicy};
use auth::directory::{self, ATTACHMENTS, POLICIES, PolicyRow, VersionRow, use_kind};
use kernel::arn::Arn;
use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::policy_scope_type as scope_type;
use crate::api::{
    CreatePolicyInput, CreatePolicyOutput, DeletePolicyInput, DeletePolicyOutput, GetPolicyInput,
    GetPolicyOutput, ListPoliciesInput, ListPoliciesOutput, PolicyBuilder,
};
use crate::common::{
    Page, arn, chars, new_id, new_tags, parse_identity_policy, path, show_tags, starts_with_path,
    time,
};
use crate::errors;
use crate::limits::{POLICIES_MAX, POLICY_CHARS_MAX};

pub fn create_policy(
    ctx: &mut Ctx<'_>,
    input: CreatePolicyInput<'_>,
) -> Result<CreatePolicyOutput, ApiError> {
    let name = input.policy_name();
    check_document(input.policy_document())?;
    let policies = POLICIES.at(ctx.tx(), &ctx.scope());
    if policies.contains(&directory::key(name))? {
        return Err(errors::policy_exists(name));
    }
    if policies.keys(&Range::all()).take(POLICIES_MAX).count() >= POLICIES_MAX {
        return Err(errors::quota("PoliciesPerAccount", POLICIES_MAX));
    }
    let now = ctx.now().micros();
    let version = VersionRow { document: input.policy_document().to_owned(), created: now };
    let row = PolicyRow {
        name: name.to_owned(),
        path: path(input.path()),
        id: new_id(ctx, "ANPA"),
        created: now,
        updated: now,
        description: input.description().map(str::to_owned),
        versions: [(1, version)].into(),
        default_version: 1,
        last_version: 1,
        tags: new_tags(input.tags())?,
    };
    put(ctx, &row);
    // [A] Policy: the description comes with GetPolicy alone.
    let shown = show(ctx, &row)?.tags((!row.tags.is_empty()).then(|| show_tags(&row.tags)));
    Ok(CreatePolicyOutput::new().policy(shown))
}

pub fn check_document(document: &str) -> Result<(), ApiError> {
    if chars(document) > POLICY_CHARS_MAX {
        return Err(errors::quota("PolicySize", POLICY_CHARS_MAX));
    }
    parse_identity_policy(document).map(|_| ())
}

pub fn get_policy(
    ctx: &mut Ctx<'_>,
    input: GetPolicyInput<'_>,
) -> Result<GetPolicyOutput, ApiError> {
    let shown = match find(ctx, input.policy_arn())? {
        Found::Own(row) => {
            show(ctx, &row)?.description(row.description.as_deref()).tags(show_tags(&row.tags))
        }
        Found::Aws(policy) => show_aws(ctx, policy)?
            .description(policy.description.as_str())
            .tags(show_tags(&directory::Tags::new())),
    };
    Ok(GetPolicyOutput::new().policy(shown))
}

pub fn list_policies(
    ctx: &mut Ctx<'_>,
    input: ListPoliciesInput<'_>,
) -> Result<ListPoliciesOutput, ApiError> {
    let page = Page::read("ListPolicies", input.marker(), input.max_items())?;
    let wanted = input.scope().unwrap_or(scope_type::ALL);
    let mut found = Vec::new();
    if wanted != scope_type::AWS {
        for entry in POLICIES.at(ctx.tx(), &ctx.scope()).scan(&Range::all()) {
            let (key, row) = entry?;
            let arn = own_arn(ctx, &row);
            if starts_with_path(&row.path, input.path_prefix()) && is_wanted(ctx, input, &arn)? {
                found.push((format!("0{key}"), show(ctx, &row)?));
            }
        }
    }
    if wanted != scope_type::LOCAL {
        for policy in managed::all() {
            let arn = policy.arn(ctx.region().partition());
            if starts_with_path(&policy.path, input.path_prefix()) && is_wanted(ctx, input, &arn)? {
                let key = format!("1{}", directory::key(&policy.name));
                found.push((key, show_aws(ctx, policy)?));
            }
        }
    }
    let cut = page.cut_whole(found);
    Ok(ListPoliciesOutput::new()
        .is_truncated(cut.is_truncated())
        .policies(cut.items)
        .marker(cut.marker))
}

fn is_wanted(ctx: &Ctx<'_>, input: ListPoliciesInput<'_>, arn: &str) -> Result<bool, ApiError> {
    let usage = Usage::of(ctx, arn)?;
    let by_usage = match input.policy_usage_filter() {
        None => true,
        Some("PermissionsBoundary") => usage.boundaries > 0,
        Some(_) => usage.attachments > 0,
    };
    let is_attached = !input.only_attached().unwrap_or(false) || usage.attachments > 0;
    Ok(by_usage && is_attached)
}

pub fn delete_policy(
    ctx: &mut Ctx<'_>,
    input: DeletePolicyInput<'_>,
) -> Result<DeletePolicyOutput, ApiError> {
    let row = find_own(ctx, input.policy_arn())?;
    let usage = Usage::of(ctx, &own_arn(ctx, &row))?;
    if usage.attachments + usage.boundaries > 0 {
        return Err(errors::policy_is_attached());
    }
    if row.versions.len() > 1 {
        return Err(errors::policy_has_versions());
    }
    let scope = ctx.scope();
    POLICIES.at_mut(ctx.tx_mut(), &scope).delete(&directory::key(&row.name));
    directory::touch(ctx);
    Ok(DeletePolicyOutput::new())
}

// Finding.

/// A managed policy that exists.
#[derive(Debug)]
pub enum Found {
    Own(PolicyRow),
    Aws(&'static ManagedPolicy),
}

/// The policy of an ARN, of this account or of AWS.
pub fn find(ctx: &Ctx<'_>, text: &str) -> Result<Found, ApiError> {
    look_up(ctx, text)?.ok_or_else(|| errors::no_such_policy(text))
}

pub fn look_up(ctx: &Ctx<'_>, text: &str) -> Result<Option<Found>, ApiError> {
    let arn = Arn::parse(text).filter(|arn| arn.service == "iam");
    let Some(arn) = arn else { return Err(errors::invalid_arn(text)) };
    if arn.account == "aws" {
        return Ok(managed::find(text).map(Found::Aws));
    }
    if arn.account != ctx.account().as_str() {
        return Ok(None);
    }
    let Some(name) = directory::name_of(text) else { return Ok(None) };
    let row = POLICIES.at(ctx.tx(), &ctx.scope()).get(&directory::key(name))?;
    Ok(row.filter(|row| own_arn(ctx, row) == text).map(Found::Own))
}

/// As [`find`], of a policy that is the customer's to change.
pub fn find_own(ctx: &Ctx<'_>, arn: &str) -> Result<PolicyRow, ApiError> {
    match find(ctx, arn)? {
        Found::Own(row) => Ok(row),
        Found::Aws(_) => Err(errors::managed_by_aws()),
    }
}

/// A policy that is to be attached, or to be a boundary.
pub fn check_attachable(ctx: &Ctx<'_>, arn: &str) -> Result<(), ApiError> {
    if arn.contains(":iam::aws:policy/aws-service-role/") {
        return Err(errors::service_role_policy());
    }
    match look_up(ctx, arn)? {
        Some(_) => Ok(()),
        None => Err(errors::not_attachable(arn)),
    }
}

pub fn check_boundary(ctx: &Ctx<'_>, arn: Option<&str>) -> Result<Option<String>, ApiError> {
    let Some(arn) = arn else { return Ok(None) };
    check_attachable(ctx, arn)?;
    Ok(Some(arn.to_owned()))
}

pub fn put(ctx: &mut Ctx<'_>, row: &PolicyRow) {
    let scope = ctx.scope();
    POLICIES.at_mut(ctx.tx_mut(), &scope).put(&directory::key(&row.name), row);
    directory::touch(ctx);
}

pub fn own_arn(ctx: &Ctx<'_>, row: &PolicyRow) -> String {
    arn(ctx, "policy", &row.path, &row.name)
}

// Who uses a policy.

/// How many entities a policy is attached to, and how many it bounds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage {
    pub attachments: usize,
    pub boundaries: usize,
}

impl Usage {
    pub fn of(ctx: &Ctx<'_>, arn: &str) -> Result<Usage, ApiError> {
        let mut usage = Usage::default();
        for entry in ATTACHMENTS.at(ctx.tx(), &ctx.scope()).keys(&Range::within(&(arn,))) {
            let (_, kind, _) = entry?;
            match kind.as_str() {
                use_kind::USER_BOUNDARY | use_kind::ROLE_BOUNDARY => usage.boundaries += 1,
                _ => usage.attachments += 1,
            }
        }
        Ok(usage)
    }
}

pub fn note_use(ctx: &mut Ctx<'_>, arn: &str, kind: &str, name: &str) {
    let (scope, key) = (ctx.scope(), directory::key(name));
    ATTACHMENTS.at_mut(ctx.tx_mut(), &scope).put(&(arn, kind, key.as_str()), &());
}

pub fn forget_use(ctx: &mut Ctx<'_>, arn: &str, kind: &str, name: &str) {
    let (scope, key) = (ctx.scope(), directory::key(name));
    ATTACHMENTS.at_mut(ctx.tx_mut(), &scope).delete(&(arn, kind, key.as_str()));
}

// Showing.

pub fn show(ctx: &Ctx<'_>, row: &PolicyRow) -> Result<PolicyBuilder, ApiError> {
    let arn = own_arn(ctx, row);
    let usage = Usage::of(ctx, &arn)?;
    Ok(PolicyBuilder::new()
        .policy_name(&row.name)
        .policy_id(&row.id)
        .arn(arn)
        .path(&row.path)
        .default_version_id(format!("v{}", row.default_version))
        .attachment_count(usage.attachments)
        .permissions_boundary_usage_count(usage.boundaries)
        .is_attachable(true)
        .create_date(time(row.created))
        .update_date(time(row.updated)))
}

pub fn show_aws(ctx: &Ctx<'_>, policy: &ManagedPolicy) -> Result<PolicyBuilder, ApiError> {
    let arn = policy.arn(ctx.region().partition());
    let usage = Usage::of(ctx, &arn)?;
    Ok(PolicyBuilder::new()
        .policy_name(policy.name.as_str())
        .policy_id(policy.id.as_str())
        .arn(arn)
        .path(policy.path.as_str())
        .default_version_id(format!("v{}", policy.version))
        .attachment_count(usage.attachments)
        .permissions_boundary_usage_count(usage.boundaries)
        .is_attachable(true)
        .create_date(policy.created)
        .update_date(policy.updated))
}
