//! The condition keys that policies ask for, in their conditions and their variables.

use auth::authorize::standing;
use auth::directory::{self, GROUPS, Holdings};
use kernel::view::List;
use kernel::{ApiError, Ctx};
use policy::{Kind, Policy};

use crate::api::{
    GetContextKeysForCustomPolicyInput, GetContextKeysForCustomPolicyOutput,
    GetContextKeysForPrincipalPolicyInput, GetContextKeysForPrincipalPolicyOutput,
};
use crate::entity::{Entity, Kind as EntityKind, Row};
use crate::errors;

pub fn for_custom_policy(
    _: &mut Ctx<'_>,
    input: GetContextKeysForCustomPolicyInput<'_>,
) -> Result<GetContextKeysForCustomPolicyOutput, ApiError> {
    let mut names = Vec::new();
    add_given(&mut names, Some(input.policy_input_list()))?;
    Ok(GetContextKeysForCustomPolicyOutput::new().context_key_names(names))
}

/// [A]: of a user with its groups, of a group, of a role.
pub fn for_principal_policy(
    ctx: &mut Ctx<'_>,
    input: GetContextKeysForPrincipalPolicyInput<'_>,
) -> Result<GetContextKeysForPrincipalPolicyOutput, ApiError> {
    let source = input.policy_source_arn();
    let resource = source.splitn(6, ':').nth(5).unwrap_or_default();
    let kind = match resource.split('/').next() {
        Some("user") => EntityKind::User,
        Some("group") => EntityKind::Group,
        Some("role") => EntityKind::Role,
        _ => return Err(errors::invalid_input(format!("Invalid Entity Arn: {source}"))),
    };
    let entity = Entity::find(ctx, kind, directory::name_of(source).unwrap_or_default())?;
    let mut names = Vec::new();
    add_held(ctx, &mut names, entity.holdings());
    if let Row::User(user) = &entity.row {
        for group in &user.groups {
            if let Some(group) = GROUPS.at(ctx.tx(), &ctx.scope()).get(group)? {
                add_held(ctx, &mut names, &group.holdings);
            }
        }
    }
    add_given(&mut names, input.policy_input_list())?;
    Ok(GetContextKeysForPrincipalPolicyOutput::new().context_key_names(names))
}

fn add_held(ctx: &Ctx<'_>, names: &mut Vec<String>, holdings: &Holdings) {
    let attached = holdings.attached.iter();
    let attached = attached.filter_map(|arn| standing::managed_document(ctx.tx(), arn));
    for document in attached.chain(holdings.inline.values().cloned()) {
        if let Ok(policy) = Policy::parse(&document, Kind::Accepted) {
            add(names, &policy, &document);
        }
    }
}

fn add_given(names: &mut Vec<String>, documents: Option<List<'_, &str>>) -> Result<(), ApiError> {
    for document in documents.into_iter().flatten() {
        let policy = Policy::parse(document, Kind::Accepted)
            .map_err(|error| errors::invalid_input(error.to_string()))?;
        add(names, &policy, document);
    }
    Ok(())
}

fn add(names: &mut Vec<String>, policy: &Policy, document: &str) {
    let conditions = policy.statements.iter().flat_map(|statement| &statement.conditions);
    for condition in conditions {
        add_one(names, &condition.key);
    }
    for variable in document.split("${").skip(1) {
        let name = variable.split(['}', ',']).next().unwrap_or_default().trim();
        // `${*}`, `${?}` and `${$}` are the characters themselves.
        if name.contains(':') {
            add_one(names, name);
        }
    }
}

fn add_one(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        names.push(name.to_owned());
    }
}
