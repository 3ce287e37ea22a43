//! Versions of managed policies. AWS's own policies have their default version here, no others.

use auth::directory::{PolicyRow, VersionRow};
use kernel::{ApiError, Ctx};

use crate::api::{
    CreatePolicyVersionInput, CreatePolicyVersionOutput, DeletePolicyVersionInput,
    DeletePolicyVersionOutput, GetPolicyVersionInput, GetPolicyVersionOutput,
    ListPolicyVersionsInput, ListPolicyVersionsOutput, PolicyVersionBuilder,
    SetDefaultPolicyVersionInput, SetDefaultPolicyVersionOutput,
};
use crate::common::{Page, encode, time};
use crate::errors;
use crate::limits::VERSIONS_MAX;
use crate::policy::{self, Found};

pub fn create_policy_version(
    ctx: &mut Ctx<'_>,
    input: CreatePolicyVersionInput<'_>,
) -> Result<CreatePolicyVersionOutput, ApiError> {
    let mut row = policy::find_own(ctx, input.policy_arn())?;
    policy::check_document(input.policy_document())?;
    if row.versions.len() >= VERSIONS_MAX {
        return Err(errors::too_many_versions());
    }
    let now = ctx.now().micros();
    row.last_version += 1;
    let number = row.last_version;
    let document = input.policy_document().to_owned();
    row.versions.insert(number, VersionRow { document, created: now });
    if input.set_as_default().unwrap_or(false) {
        row.default_version = number;
    }
    row.updated = now;
    policy::put(ctx, &row);
    Ok(CreatePolicyVersionOutput::new().policy_version(show(&row, number)))
}

pub fn get_policy_version(
    ctx: &mut Ctx<'_>,
    input: GetPolicyVersionInput<'_>,
) -> Result<GetPolicyVersionOutput, ApiError> {
    let absent = || errors::no_such_version(input.policy_arn(), input.version_id());
    let shown = match policy::find(ctx, input.policy_arn())? {
        Found::Own(row) => {
            let number = number(&row, input.version_id()).ok_or_else(absent)?;
            show(&row, number).document(encode(&row.versions[&number].document))
        }
        Found::Aws(policy) if input.version_id() == format!("v{}", policy.version) => {
            show_aws(policy).document(encode(&policy.document))
        }
        Found::Aws(_) => return Err(absent()),
    };
    Ok(GetPolicyVersionOutput::new().policy_version(shown))
}

/// The latest first, as AWS lists them.
pub fn list_policy_versions(
    ctx: &mut Ctx<'_>,
    input: ListPolicyVersionsInput<'_>,
) -> Result<ListPolicyVersionsOutput, ApiError> {
    let page = Page::read("ListPolicyVersions", input.marker(), input.max_items())?;
    let versions: Vec<_> = match policy::find(ctx, input.policy_arn())? {
        Found::Own(row) => row
            .versions
            .keys()
            .rev()
            .map(|number| (format!("{:010}", u32::MAX - number), show(&row, *number)))
            .collect(),
        Found::Aws(policy) => vec![("0".to_owned(), show_aws(policy))],
    };
    let cut = page.cut_whole(versions);
    Ok(ListPolicyVersionsOutput::new()
        .is_truncated(cut.is_truncated())
        .versions(cut.items)
        .marker(cut.marker))
}

pub fn delete_policy_version(
    ctx: &mut Ctx<'_>,
    input: DeletePolicyVersionInput<'_>,
) -> Result<DeletePolicyVersionOutput, ApiError> {
    let mut row = policy::find_own(ctx, input.policy_arn())?;
    let number = number(&row, input.version_id())
        .ok_or_else(|| errors::no_such_version(input.policy_arn(), input.version_id()))?;
    if number == row.default_version {
        return Err(errors::default_version());
    }
    row.versions.remove(&number);
    row.updated = ctx.now().micros();
    policy::put(ctx, &row);
    Ok(DeletePolicyVersionOutput::new())
}

pub fn set_default_policy_version(
    ctx: &mut Ctx<'_>,
    input: SetDefaultPolicyVersionInput<'_>,
) -> Result<SetDefaultPolicyVersionOutput, ApiError> {
    let mut row = policy::find_own(ctx, input.policy_arn())?;
    let number = number(&row, input.version_id())
        .ok_or_else(|| errors::no_such_version(input.policy_arn(), input.version_id()))?;
    row.default_version = number;
    row.updated = ctx.now().micros();
    policy::put(ctx, &row);
    Ok(SetDefaultPolicyVersionOutput::new())
}

/// The number of a version that exists. The model has checked the form, `v1`, perhaps with a
/// suffix that no version here has.
fn number(row: &PolicyRow, id: &str) -> Option<u32> {
    let number = id.strip_prefix('v')?.parse().ok()?;
    row.versions.contains_key(&number).then_some(number)
}

pub fn show(row: &PolicyRow, number: u32) -> PolicyVersionBuilder {
    PolicyVersionBuilder::new()
        .version_id(format!("v{number}"))
        .is_default_version(number == row.default_version)
        .create_date(time(row.versions[&number].created))
}

pub fn show_aws(policy: &auth::directory::managed::ManagedPolicy) -> PolicyVersionBuilder {
    PolicyVersionBuilder::new()
        .version_id(format!("v{}", policy.version))
        .is_default_version(true)
        .create_date(policy.updated)
}
