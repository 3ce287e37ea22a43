//! Policies of the account, for all log groups of a region: data protection, and a subscription.
//!
//! Source: API Reference, PutAccountPolicy: what each kind's document is, and that there is one of
//! each. That `selectionCriteria` are `LogGroupName NOT IN [...]`.

use std::sync::OnceLock;

use kernel::arn::Arn;
use kernel::{Access, ApiError, Ctx};
use serde_json::Value as Json;

use crate::api::{
    AccountPolicyBuilder, DeleteAccountPolicyInput, DeleteAccountPolicyOutput,
    DescribeAccountPoliciesInput, DescribeAccountPoliciesOutput, PutAccountPolicyInput,
    PutAccountPolicyOutput, policy_type, scope,
};
use crate::delivery::{self, Kind};
use crate::errors;
use crate::limits;
use crate::pattern::Pattern;
use crate::protection;
use crate::state::{ACCOUNT, AccountRow, AccountSubscription, Group, SubscriptionRow};

const PRINCIPAL: &str = "logs.amazonaws.com";

pub fn put_account_policy(
    ctx: &mut Ctx<'_>,
    input: PutAccountPolicyInput<'_>,
) -> Result<PutAccountPolicyOutput, ApiError> {
    let name = input.policy_name();
    if name.is_empty() || name.to_ascii_lowercase().starts_with("aws/") {
        // "cannot start with aws/". The words: [U].
        return Err(errors::invalid("The policyName cannot be empty or start with aws/."));
    }
    if input.dry_run().is_some() {
        // "Specifying dryRun is valid only when you specify RETENTION_POLICY". [U]
        return Err(errors::invalid("dryRun is valid for RETENTION_POLICY only."));
    }
    let mut account = of(ctx)?;
    let now = ctx.now().millis();
    match input.policy_type() {
        policy_type::DATA_PROTECTION_POLICY => {
            check_action(ctx, "logs:PutDataProtectionPolicy")?;
            if input.selection_criteria().is_some() {
                // [U]
                return Err(errors::invalid(
                    "selectionCriteria is not valid for DATA_PROTECTION_POLICY.",
                ));
            }
            protection::check(ctx, input.policy_document())?;
            let is_present = protection::present(&account.protections).is_some();
            if is_present && account.protection_name != name {
                return Err(errors::limit_exceeded());
            }
            name.clone_into(&mut account.protection_name);
            let transaction = ctx.transaction();
            let document = input.policy_document();
            protection::begin(&mut account.protections, document, transaction, now);
        }
        policy_type::SUBSCRIPTION_FILTER_POLICY => {
            check_action(ctx, "logs:PutSubscriptionFilter")?;
            if account.subscription.as_ref().is_some_and(|it| it.name != name) {
                return Err(errors::limit_exceeded());
            }
            account.subscription = Some(subscription_of(ctx, input)?);
        }
        other => return Err(errors::not_implemented(format!("account policies {other}"))),
    }
    let shown = shown(ctx, &account, input.policy_type());
    ctx.table_mut(&ACCOUNT).put(&(), &account);
    Ok(PutAccountPolicyOutput::new().account_policy(shown))
}

/// "you must have the logs:PutDataProtectionPolicy and logs:PutAccountPolicy permissions"
fn check_action(ctx: &Ctx<'_>, action: &str) -> Result<(), ApiError> {
    let access = Access::new(ctx, action.to_owned(), "*");
    ctx.authorize(&access)
}

fn of(ctx: &Ctx<'_>) -> Result<AccountRow, ApiError> {
    Ok(ctx.table(&ACCOUNT).get(&())?.unwrap_or_default())
}

fn subscription_of(
    ctx: &mut Ctx<'_>,
    input: PutAccountPolicyInput<'_>,
) -> Result<AccountSubscription, ApiError> {
    // [U]
    let wrong = |why: &str| errors::invalid(format!("Invalid policyDocument: {why}."));
    let document: Json =
        serde_json::from_str(input.policy_document()).map_err(|_| wrong("it is no JSON"))?;
    let known = ["DestinationArn", "RoleArn", "FilterPattern", "Distribution"];
    let object = document.as_object().ok_or_else(|| wrong("it is no JSON object"))?;
    if let Some(unknown) = object.keys().find(|name| !known.contains(&name.as_str())) {
        return Err(wrong(&format!("it has an unknown member {unknown}")));
    }
    let text = |name: &str| object.get(name).and_then(Json::as_str);
    let destination = text("DestinationArn").ok_or_else(|| wrong("DestinationArn is missing"))?;
    let pattern = text("FilterPattern").unwrap_or_default();
    Pattern::parse(pattern)?;
    let arn = Arn::parse(destination).ok_or_else(|| wrong("DestinationArn is no ARN"))?;
    let kind = Kind::of(&arn).ok_or_else(|| wrong("DestinationArn is no destination"))?;
    let role = text("RoleArn");
    match (kind, role) {
        (Kind::Destination, _) => {
            return Err(errors::not_implemented("account policies on destinations"));
        }
        (Kind::Function, Some(_)) => {
            return Err(errors::invalid(
                "destinationArn for vendor lambda cannot be used with roleArn",
            ));
        }
        (Kind::Function, None) => {}
        (_, None) => {
            return Err(errors::invalid(format!(
                "destinationArn for vendor {} cannot be used without roleArn",
                arn.service
            )));
        }
        (_, Some(role)) => ctx.authorize_pass_role(role, PRINCIPAL)?,
    }
    if arn.account_id() != Some(ctx.account()) || arn.region() != Some(ctx.region()) {
        return Err(wrong("DestinationArn is of another account or Region"));
    }
    let criteria = input.selection_criteria();
    let excluded = criteria.map(read_criteria).transpose()?.unwrap_or_default();
    let row = SubscriptionRow {
        created: ctx.now().millis(),
        pattern: pattern.to_owned(),
        destination: destination.to_owned(),
        role: role.map(str::to_owned),
        is_random: text("Distribution") == Some("Random"),
        compiled: OnceLock::new(),
    };
    let source = ctx.arn("log-group:*").to_string();
    delivery::try_out(ctx, &source, kind, &row)?;
    Ok(AccountSubscription {
        name: input.policy_name().to_owned(),
        document: input.policy_document().to_owned(),
        criteria: criteria.map(str::to_owned),
        updated: ctx.now().millis(),
        excluded,
        pattern: row.pattern,
        destination: row.destination,
        role: row.role,
        is_random: row.is_random,
    })
}

/// `LogGroupName NOT IN ["a", "b"]`
fn read_criteria(text: &str) -> Result<Vec<String>, ApiError> {
    // [U]
    let wrong = || {
        errors::invalid(
            "Invalid selectionCriteria: the only supported filter is LogGroupName NOT IN [].",
        )
    };
    if text.len() > limits::CRITERIA_BYTES_MAX {
        return Err(wrong());
    }
    let rest = text.trim().strip_prefix("LogGroupName").ok_or_else(wrong)?;
    let rest = rest.trim_start().strip_prefix("NOT").ok_or_else(wrong)?;
    let rest = rest.trim_start().strip_prefix("IN").ok_or_else(wrong)?;
    serde_json::from_str(rest.trim()).map_err(|_| wrong())
}

impl AccountSubscription {
    /// Whether it is for that group, and as what it is delivered.
    pub fn of_group(&self, group: &Group) -> Option<SubscriptionRow> {
        let is_excluded = self.excluded.contains(&group.name);
        (!is_excluded).then(|| SubscriptionRow {
            created: self.updated,
            pattern: self.pattern.clone(),
            destination: self.destination.clone(),
            role: self.role.clone(),
            is_random: self.is_random,
            compiled: OnceLock::new(),
        })
    }
}

fn shown(ctx: &Ctx<'_>, account: &AccountRow, kind: &str) -> Option<AccountPolicyBuilder> {
    let (name, document, updated, criteria) = match kind {
        policy_type::DATA_PROTECTION_POLICY => {
            let row = protection::present(&account.protections)?;
            (&account.protection_name, &row.document, row.updated, None)
        }
        policy_type::SUBSCRIPTION_FILTER_POLICY => {
            let it = account.subscription.as_ref()?;
            (&it.name, &it.document, it.updated, it.criteria.clone())
        }
        _ => return None,
    };
    let shown = AccountPolicyBuilder::new()
        .policy_name(name.as_str())
        .policy_document(document.as_str())
        .last_updated_time(updated)
        .policy_type(kind)
        .scope(scope::ALL)
        .selection_criteria(criteria)
        .account_id(ctx.account().as_str());
    Some(shown)
}

pub fn describe_account_policies(
    ctx: &mut Ctx<'_>,
    input: DescribeAccountPoliciesInput<'_>,
) -> Result<DescribeAccountPoliciesOutput, ApiError> {
    let others = input.account_identifiers().into_iter().flat_map(kernel::view::List::iter);
    if others.into_iter().any(|account| account != ctx.account().as_str()) {
        return Err(errors::not_implemented("account policies of linked accounts"));
    }
    if input.next_token().is_some() {
        // There is one of each kind, so no answer has a second page.
        return Err(errors::bad_token());
    }
    let account = of(ctx)?;
    let name = match input.policy_type() {
        policy_type::DATA_PROTECTION_POLICY => Some(account.protection_name.clone()),
        _ => account.subscription.as_ref().map(|it| it.name.clone()),
    };
    let is_asked = input.policy_name().is_none_or(|asked| name.as_deref() == Some(asked));
    let found = shown(ctx, &account, input.policy_type()).filter(|_| is_asked);
    Ok(DescribeAccountPoliciesOutput::new().account_policies(Vec::from_iter(found)))
}

pub fn delete_account_policy(
    ctx: &mut Ctx<'_>,
    input: DeleteAccountPolicyInput<'_>,
) -> Result<DeleteAccountPolicyOutput, ApiError> {
    if input.dry_run().is_some() {
        // [U]
        return Err(errors::invalid("dryRun is valid for RETENTION_POLICY only."));
    }
    let mut account = of(ctx)?;
    let name = input.policy_name();
    let absent = || errors::not_found("account policy");
    match input.policy_type() {
        policy_type::DATA_PROTECTION_POLICY => {
            check_action(ctx, "logs:DeleteDataProtectionPolicy")?;
            let is_it = protection::present(&account.protections).is_some()
                && account.protection_name == name;
            if !is_it {
                return Err(absent());
            }
            let transaction = ctx.transaction();
            protection::end(&mut account.protections, transaction);
        }
        policy_type::SUBSCRIPTION_FILTER_POLICY => {
            check_action(ctx, "logs:DeleteSubscriptionFilter")?;
            account.subscription.take().filter(|it| it.name == name).ok_or_else(absent)?;
        }
        _ => return Err(absent()),
    }
    ctx.table_mut(&ACCOUNT).put(&(), &account);
    Ok(DeleteAccountPolicyOutput::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn criteria_leave_groups_out() {
        let read = |text: &str| read_criteria(text).ok();
        let two = vec!["/a".to_owned(), "b".to_owned()];
        assert_eq!(read(r#"LogGroupName NOT IN ["/a", "b"]"#), Some(two));
        assert_eq!(read("LogGroupName NOT IN []"), Some(Vec::new()));
        assert_eq!(read("LogGroupName IN []"), None);
        assert_eq!(read("LogGroupName NOT IN [1]"), None);
        assert_eq!(read("x"), None);
    }
}
