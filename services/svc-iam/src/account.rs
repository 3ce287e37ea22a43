//! The account itself: its alias, its summary, and which tokens STS's global endpoint issues.

use auth::directory::{
    GROUPS, MFA_DEVICES, OIDC_PROVIDERS, POLICIES, ROLES, SAML_PROVIDERS, USERS,
};
use auth::token_version;
use kernel::{AccountId, ApiError, Ctx};
use store::Range;

use crate::api::summary_key_type as key;
use crate::api::{
    CreateAccountAliasInput, CreateAccountAliasOutput, DeleteAccountAliasInput,
    DeleteAccountAliasOutput, GetAccountSummaryInput, GetAccountSummaryOutput,
    ListAccountAliasesInput, ListAccountAliasesOutput, SetSecurityTokenServicePreferencesInput,
    SetSecurityTokenServicePreferencesOutput,
};
use crate::errors;
use crate::limits;
use crate::state::{ALIAS, ALIASES, INSTANCE_PROFILES, SERVER_CERTIFICATES, TextRow};
use crate::{delegation, root_access, root_password, signing_certificate, user};

const ROW: &str = "alias";

/// An alias belongs to one account of the world; a new one takes the place of the last.
pub fn create_alias(
    ctx: &mut Ctx<'_>,
    input: CreateAccountAliasInput<'_>,
) -> Result<CreateAccountAliasOutput, ApiError> {
    let alias = input.account_alias();
    let owner = ctx.table(&ALIASES).get(alias)?;
    if owner.is_some_and(|owner| owner.text != ctx.account().as_str()) {
        return Err(errors::alias_exists(alias));
    }
    if let Some(old) = ctx.table(&ALIAS).get(ROW)? {
        ctx.table_mut(&ALIASES).delete(&old.text);
    }
    let account = TextRow { text: ctx.account().to_string() };
    ctx.table_mut(&ALIASES).put(alias, &account);
    ctx.table_mut(&ALIAS).put(ROW, &TextRow { text: alias.to_owned() });
    Ok(CreateAccountAliasOutput::new())
}

pub fn delete_alias(
    ctx: &mut Ctx<'_>,
    input: DeleteAccountAliasInput<'_>,
) -> Result<DeleteAccountAliasOutput, ApiError> {
    let alias = input.account_alias();
    if ctx.table(&ALIAS).get(ROW)?.is_none_or(|own| own.text != alias) {
        return Err(errors::no_such_alias(alias));
    }
    ctx.table_mut(&ALIAS).delete(ROW);
    ctx.table_mut(&ALIASES).delete(alias);
    Ok(DeleteAccountAliasOutput::new())
}

/// The alias of the account of the call.
pub fn alias(ctx: &Ctx<'_>) -> Result<Option<String>, ApiError> {
    Ok(ctx.table(&ALIAS).get(ROW)?.map(|row| row.text))
}

pub fn list_aliases(
    ctx: &mut Ctx<'_>,
    _: ListAccountAliasesInput<'_>,
) -> Result<ListAccountAliasesOutput, ApiError> {
    let alias = ctx.table(&ALIAS).get(ROW)?;
    let aliases: Vec<String> = alias.into_iter().map(|row| row.text).collect();
    Ok(ListAccountAliasesOutput::new().account_aliases(aliases).is_truncated(false))
}

/// Aliases and unique ids are the world's: those of an account that is reset are nobody's again.
pub fn on_reset(ctx: &mut Ctx<'_>, account: Option<AccountId>) -> Result<(), ApiError> {
    let mut doomed = Vec::new();
    for entry in ctx.table(&ALIASES).scan(&Range::all()) {
        let (alias, owner) = entry?;
        if account.is_none_or(|account| owner.text == account.as_str()) {
            doomed.push(alias);
        }
    }
    for alias in doomed {
        ctx.table_mut(&ALIASES).delete(&alias);
    }
    if account.is_none() {
        root_access::forget_all(ctx)?;
    }
    delegation::forget(ctx, account)?;
    auth::issuer::forget(ctx.tx_mut(), account)?;
    let account = account.map(|account| account.to_string());
    Ok(auth::principals::forget_all(ctx.tx_mut(), account.as_deref())?)
}

pub fn get_summary(
    ctx: &mut Ctx<'_>,
    _: GetAccountSummaryInput<'_>,
) -> Result<GetAccountSummaryOutput, ApiError> {
    let (tx, scope) = (ctx.tx(), ctx.scope());
    let (mut versions, mut policies) = (0, 0);
    for entry in POLICIES.at(tx, &scope).scan(&Range::all()) {
        versions += entry?.1.versions.len();
        policies += 1;
    }
    let (mut devices, mut in_use) = (0, 0);
    for entry in MFA_DEVICES.at(tx, &scope).scan(&Range::all()) {
        in_use += usize::from(entry?.1.owner.is_some());
        devices += 1;
    }
    let providers = OIDC_PROVIDERS.at(tx, &scope).keys(&Range::all()).count()
        + SAML_PROVIDERS.at(tx, &scope).keys(&Range::all()).count();
    let root_keys = user::keys_of(ctx, "")?.len();
    let root_devices = user::devices_of(ctx, "")?.len();
    let root_certificates = signing_certificate::of(ctx, ctx.account().as_str())?;
    let counts = [
        (key::USERS, USERS.at(tx, &scope).keys(&Range::all()).count()),
        (key::USERS_QUOTA, limits::USERS_MAX),
        (key::GROUPS, GROUPS.at(tx, &scope).keys(&Range::all()).count()),
        (key::GROUPS_QUOTA, limits::GROUPS_MAX),
        (key::ROLES, ROLES.at(tx, &scope).keys(&Range::all()).count()),
        (key::ROLES_QUOTA, limits::ROLES_MAX),
        (key::INSTANCE_PROFILES, ctx.table(&INSTANCE_PROFILES).keys(&Range::all()).count()),
        (key::INSTANCE_PROFILES_QUOTA, limits::INSTANCE_PROFILES_MAX),
        (key::POLICIES, policies),
        (key::POLICIES_QUOTA, limits::POLICIES_MAX),
        (key::POLICY_VERSIONS_IN_USE, versions),
        // [A] GetAccountSummary's own example.
        (key::POLICY_VERSIONS_IN_USE_QUOTA, 10_000),
        (key::VERSIONS_PER_POLICY_QUOTA, limits::VERSIONS_MAX),
        (key::POLICY_SIZE_QUOTA, limits::POLICY_CHARS_MAX),
        (key::ASSUME_ROLE_POLICY_SIZE_QUOTA, limits::TRUST_CHARS_MAX),
        (key::USER_POLICY_SIZE_QUOTA, limits::USER_INLINE_CHARS_MAX),
        (key::GROUP_POLICY_SIZE_QUOTA, limits::GROUP_INLINE_CHARS_MAX),
        (key::ROLE_POLICY_SIZE_QUOTA, limits::ROLE_INLINE_CHARS_MAX),
        (key::ATTACHED_POLICIES_PER_USER_QUOTA, limits::ATTACHED_MAX),
        (key::ATTACHED_POLICIES_PER_GROUP_QUOTA, limits::ATTACHED_MAX),
        (key::ATTACHED_POLICIES_PER_ROLE_QUOTA, limits::ATTACHED_MAX),
        (key::GROUPS_PER_USER_QUOTA, limits::GROUPS_PER_USER_MAX),
        (key::ACCESS_KEYS_PER_USER_QUOTA, limits::ACCESS_KEYS_MAX),
        (key::SIGNING_CERTIFICATES_PER_USER_QUOTA, limits::SIGNING_CERTIFICATES_MAX),
        (key::MFA_DEVICES, devices),
        (key::MFA_DEVICES_IN_USE, in_use),
        (key::ACCOUNT_MFA_ENABLED, usize::from(root_devices > 0)),
        (key::ACCOUNT_ACCESS_KEYS_PRESENT, usize::from(root_keys > 0)),
        (key::ACCOUNT_PASSWORD_PRESENT, usize::from(root_password::exists(ctx)?)),
        (key::ACCOUNT_SIGNING_CERTIFICATES_PRESENT, usize::from(!root_certificates.is_empty())),
        (key::PROVIDERS, providers),
        (key::SERVER_CERTIFICATES, ctx.table(&SERVER_CERTIFICATES).keys(&Range::all()).count()),
        (key::SERVER_CERTIFICATES_QUOTA, limits::SERVER_CERTIFICATES_MAX),
        (key::GLOBAL_ENDPOINT_TOKEN_VERSION, token_version::of(tx, &scope)? as usize),
    ];
    let map: Vec<(&'static str, usize)> = counts.to_vec();
    Ok(GetAccountSummaryOutput::new().summary_map(map))
}

/// Which tokens STS's global endpoint issues from now on.
pub fn set_token_version(
    ctx: &mut Ctx<'_>,
    input: SetSecurityTokenServicePreferencesInput<'_>,
) -> Result<SetSecurityTokenServicePreferencesOutput, ApiError> {
    let version = match input.global_endpoint_token_version() {
        "v1Token" => 1,
        "v2Token" => 2,
        other => {
            return Err(errors::validation(format!(
                "1 validation error detected: Value '{other}' at 'globalEndpointTokenVersion' \
                 failed to satisfy constraint: Member must satisfy enum value set: [v1Token, \
                 v2Token]"
            )));
        }
    };
    let scope = ctx.scope();
    token_version::choose(ctx.tx_mut(), &scope, version);
    Ok(SetSecurityTokenServicePreferencesOutput::new())
}
