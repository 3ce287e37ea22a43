//! Tags of everything that has them.

use kernel::{ApiError, Ctx};

use crate::api::{
    ListInstanceProfileTagsInput, ListInstanceProfileTagsOutput, ListMFADeviceTagsInput,
    ListMFADeviceTagsOutput, ListOpenIDConnectProviderTagsInput,
    ListOpenIDConnectProviderTagsOutput, ListPolicyTagsInput, ListPolicyTagsOutput,
    ListRoleTagsInput, ListRoleTagsOutput, ListSAMLProviderTagsInput, ListSAMLProviderTagsOutput,
    ListServerCertificateTagsInput, ListServerCertificateTagsOutput, ListUserTagsInput,
    ListUserTagsOutput, TagInstanceProfileInput, TagInstanceProfileOutput, TagMFADeviceInput,
    TagMFADeviceOutput, TagOpenIDConnectProviderInput, TagOpenIDConnectProviderOutput,
    TagPolicyInput, TagPolicyOutput, TagRoleInput, TagRoleOutput, TagSAMLProviderInput,
    TagSAMLProviderOutput, TagServerCertificateInput, TagServerCertificateOutput, TagUserInput,
    TagUserOutput, UntagInstanceProfileInput, UntagInstanceProfileOutput, UntagMFADeviceInput,
    UntagMFADeviceOutput, UntagOpenIDConnectProviderInput, UntagOpenIDConnectProviderOutput,
    UntagPolicyInput, UntagPolicyOutput, UntagRoleInput, UntagRoleOutput, UntagSAMLProviderInput,
    UntagSAMLProviderOutput, UntagServerCertificateInput, UntagServerCertificateOutput,
    UntagUserInput, UntagUserOutput,
};
use crate::common::{Page, add_tags, remove_tags, show_tags};
use crate::entity::{find_role, find_user, put_role, put_user};
use crate::{instance_profile, mfa, oidc, policy, saml, server_certificate};

pub fn tag_user(ctx: &mut Ctx<'_>, input: TagUserInput<'_>) -> Result<TagUserOutput, ApiError> {
    let mut row = find_user(ctx, input.user_name())?;
    add_tags(&mut row.tags, input.tags())?;
    put_user(ctx, &row);
    Ok(TagUserOutput::new())
}

pub fn untag_user(
    ctx: &mut Ctx<'_>,
    input: UntagUserInput<'_>,
) -> Result<UntagUserOutput, ApiError> {
    let mut row = find_user(ctx, input.user_name())?;
    remove_tags(&mut row.tags, input.tag_keys());
    put_user(ctx, &row);
    Ok(UntagUserOutput::new())
}

pub fn list_user_tags(
    ctx: &mut Ctx<'_>,
    input: ListUserTagsInput<'_>,
) -> Result<ListUserTagsOutput, ApiError> {
    let page = Page::read("ListUserTags", input.marker(), input.max_items())?;
    let tags = find_user(ctx, input.user_name())?.tags;
    let keys = tags.keys().cloned();
    let cut = page.cut_whole(keys.zip(show_tags(&tags)));
    Ok(ListUserTagsOutput::new()
        .is_truncated(cut.is_truncated())
        .tags(cut.items)
        .marker(cut.marker))
}

pub fn tag_role(ctx: &mut Ctx<'_>, input: TagRoleInput<'_>) -> Result<TagRoleOutput, ApiError> {
    let mut row = find_role(ctx, input.role_name())?;
    add_tags(&mut row.tags, input.tags())?;
    put_role(ctx, &row);
    Ok(TagRoleOutput::new())
}

pub fn untag_role(
    ctx: &mut Ctx<'_>,
    input: UntagRoleInput<'_>,
) -> Result<UntagRoleOutput, ApiError> {
    let mut row = find_role(ctx, input.role_name())?;
    remove_tags(&mut row.tags, input.tag_keys());
    put_role(ctx, &row);
    Ok(UntagRoleOutput::new())
}

pub fn list_role_tags(
    ctx: &mut Ctx<'_>,
    input: ListRoleTagsInput<'_>,
) -> Result<ListRoleTagsOutput, ApiError> {
    let page = Page::read("ListRoleTags", input.marker(), input.max_items())?;
    let tags = find_role(ctx, input.role_name())?.tags;
    let keys = tags.keys().cloned();
    let cut = page.cut_whole(keys.zip(show_tags(&tags)));
    Ok(ListRoleTagsOutput::new()
        .is_truncated(cut.is_truncated())
        .tags(cut.items)
        .marker(cut.marker))
}

pub fn tag_policy(
    ctx: &mut Ctx<'_>,
    input: TagPolicyInput<'_>,
) -> Result<TagPolicyOutput, ApiError> {
    let mut row = policy::find_own(ctx, input.policy_arn())?;
    add_tags(&mut row.tags, input.tags())?;
    policy::put(ctx, &row);
    Ok(TagPolicyOutput::new())
}

pub fn untag_policy(
    ctx: &mut Ctx<'_>,
    input: UntagPolicyInput<'_>,
) -> Result<UntagPolicyOutput, ApiError> {
    let mut row = policy::find_own(ctx, input.policy_arn())?;
    remove_tags(&mut row.tags, input.tag_keys());
    policy::put(ctx, &row);
    Ok(UntagPolicyOutput::new())
}

pub fn list_policy_tags(
    ctx: &mut Ctx<'_>,
    input: ListPolicyTagsInput<'_>,
) -> Result<ListPolicyTagsOutput, ApiError> {
    let page = Page::read("ListPolicyTags", input.marker(), input.max_items())?;
    let tags = match policy::find(ctx, input.policy_arn())? {
        policy::Found::Own(row) => row.tags,
        policy::Found::Aws(_) => auth::directory::Tags::new(),
    };
    let keys = tags.keys().cloned();
    let cut = page.cut_whole(keys.zip(show_tags(&tags)));
    Ok(ListPolicyTagsOutput::new()
        .is_truncated(cut.is_truncated())
        .tags(cut.items)
        .marker(cut.marker))
}

pub fn tag_instance_profile(
    ctx: &mut Ctx<'_>,
    input: TagInstanceProfileInput<'_>,
) -> Result<TagInstanceProfileOutput, ApiError> {
    let mut row = instance_profile::find(ctx, input.instance_profile_name())?;
    add_tags(&mut row.tags, input.tags())?;
    instance_profile::put(ctx, &row);
    Ok(TagInstanceProfileOutput::new())
}

pub fn untag_instance_profile(
    ctx: &mut Ctx<'_>,
    input: UntagInstanceProfileInput<'_>,
) -> Result<UntagInstanceProfileOutput, ApiError> {
    let mut row = instance_profile::find(ctx, input.instance_profile_name())?;
    remove_tags(&mut row.tags, input.tag_keys());
    instance_profile::put(ctx, &row);
    Ok(UntagInstanceProfileOutput::new())
}

pub fn list_instance_profile_tags(
    ctx: &mut Ctx<'_>,
    input: ListInstanceProfileTagsInput<'_>,
) -> Result<ListInstanceProfileTagsOutput, ApiError> {
    let page = Page::read("ListInstanceProfileTags", input.marker(), input.max_items())?;
    let tags = instance_profile::find(ctx, input.instance_profile_name())?.tags;
    let keys = tags.keys().cloned();
    let cut = page.cut_whole(keys.zip(show_tags(&tags)));
    Ok(ListInstanceProfileTagsOutput::new()
        .is_truncated(cut.is_truncated())
        .tags(cut.items)
        .marker(cut.marker))
}

pub fn tag_mfa_device(
    ctx: &mut Ctx<'_>,
    input: TagMFADeviceInput<'_>,
) -> Result<TagMFADeviceOutput, ApiError> {
    let mut row = mfa::find(ctx, input.serial_number())?;
    add_tags(&mut row.tags, input.tags())?;
    mfa::put(ctx, input.serial_number(), &row);
    Ok(TagMFADeviceOutput::new())
}

pub fn untag_mfa_device(
    ctx: &mut Ctx<'_>,
    input: UntagMFADeviceInput<'_>,
) -> Result<UntagMFADeviceOutput, ApiError> {
    let mut row = mfa::find(ctx, input.serial_number())?;
    remove_tags(&mut row.tags, input.tag_keys());
    mfa::put(ctx, input.serial_number(), &row);
    Ok(UntagMFADeviceOutput::new())
}

pub fn list_mfa_device_tags(
    ctx: &mut Ctx<'_>,
    input: ListMFADeviceTagsInput<'_>,
) -> Result<ListMFADeviceTagsOutput, ApiError> {
    let page = Page::read("ListMFADeviceTags", input.marker(), input.max_items())?;
    let tags = mfa::find(ctx, input.serial_number())?.tags;
    let keys = tags.keys().cloned();
    let cut = page.cut_whole(keys.zip(show_tags(&tags)));
    Ok(ListMFADeviceTagsOutput::new()
        .is_truncated(cut.is_truncated())
        .tags(cut.items)
        .marker(cut.marker))
}

pub fn tag_oidc_provider(
    ctx: &mut Ctx<'_>,
    input: TagOpenIDConnectProviderInput<'_>,
) -> Result<TagOpenIDConnectProviderOutput, ApiError> {
    let mut row = oidc::find(ctx, input.open_id_connect_provider_arn())?;
    add_tags(&mut row.tags, input.tags())?;
    oidc::put(ctx, &row);
    Ok(TagOpenIDConnectProviderOutput::new())
}

pub fn untag_oidc_provider(
    ctx: &mut Ctx<'_>,
    input: UntagOpenIDConnectProviderInput<'_>,
) -> Result<UntagOpenIDConnectProviderOutput, ApiError> {
    let mut row = oidc::find(ctx, input.open_id_connect_provider_arn())?;
    remove_tags(&mut row.tags, input.tag_keys());
    oidc::put(ctx, &row);
    Ok(UntagOpenIDConnectProviderOutput::new())
}

pub fn list_oidc_provider_tags(
    ctx: &mut Ctx<'_>,
    input: ListOpenIDConnectProviderTagsInput<'_>,
) -> Result<ListOpenIDConnectProviderTagsOutput, ApiError> {
    let page = Page::read("ListOpenIDConnectProviderTags", input.marker(), input.max_items())?;
    let tags = oidc::find(ctx, input.open_id_connect_provider_arn())?.tags;
    let keys = tags.keys().cloned();
    let cut = page.cut_whole(keys.zip(show_tags(&tags)));
    Ok(ListOpenIDConnectProviderTagsOutput::new()
        .is_truncated(cut.is_truncated())
        .tags(cut.items)
        .marker(cut.marker))
}

pub fn tag_saml_provider(
    ctx: &mut Ctx<'_>,
    input: TagSAMLProviderInput<'_>,
) -> Result<TagSAMLProviderOutput, ApiError> {
    let mut row = saml::find(ctx, input.saml_provider_arn())?;
    add_tags(&mut row.tags, input.tags())?;
    saml::put(ctx, &row);
    Ok(TagSAMLProviderOutput::new())
}

pub fn untag_saml_provider(
    ctx: &mut Ctx<'_>,
    input: UntagSAMLProviderInput<'_>,
) -> Result<UntagSAMLProviderOutput, ApiError> {
    let mut row = saml::find(ctx, input.saml_provider_arn())?;
    remove_tags(&mut row.tags, input.tag_keys());
    saml::put(ctx, &row);
    Ok(UntagSAMLProviderOutput::new())
}

pub fn list_saml_provider_tags(
    ctx: &mut Ctx<'_>,
    input: ListSAMLProviderTagsInput<'_>,
) -> Result<ListSAMLProviderTagsOutput, ApiError> {
    let page = Page::read("ListSAMLProviderTags", input.marker(), input.max_items())?;
    let tags = saml::find(ctx, input.saml_provider_arn())?.tags;
    let keys = tags.keys().cloned();
    let cut = page.cut_whole(keys.zip(show_tags(&tags)));
    Ok(ListSAMLProviderTagsOutput::new()
        .is_truncated(cut.is_truncated())
        .tags(cut.items)
        .marker(cut.marker))
}

pub fn tag_server_certificate(
    ctx: &mut Ctx<'_>,
    input: TagServerCertificateInput<'_>,
) -> Result<TagServerCertificateOutput, ApiError> {
    let mut row = server_certificate::find(ctx, input.server_certificate_name())?;
    add_tags(&mut row.tags, input.tags())?;
    server_certificate::put(ctx, &row);
    Ok(TagServerCertificateOutput::new())
}

pub fn untag_server_certificate(
    ctx: &mut Ctx<'_>,
    input: UntagServerCertificateInput<'_>,
) -> Result<UntagServerCertificateOutput, ApiError> {
    let mut row = server_certificate::find(ctx, input.server_certificate_name())?;
    remove_tags(&mut row.tags, input.tag_keys());
    server_certificate::put(ctx, &row);
    Ok(UntagServerCertificateOutput::new())
}

pub fn list_server_certificate_tags(
    ctx: &mut Ctx<'_>,
    input: ListServerCertificateTagsInput<'_>,
) -> Result<ListServerCertificateTagsOutput, ApiError> {
    let page = Page::read("ListServerCertificateTags", input.marker(), input.max_items())?;
    let tags = server_certificate::find(ctx, input.server_certificate_name())?.tags;
    let keys = tags.keys().cloned();
    let cut = page.cut_whole(keys.zip(show_tags(&tags)));
    Ok(ListServerCertificateTagsOutput::new()
        .is_truncated(cut.is_truncated())
        .tags(cut.items)
        .marker(cut.marker))
}
