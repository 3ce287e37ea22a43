//! Target accounts of a template: the accounts in which its experiments act, each through a role of
//! its own that the experiment's role takes on.
//!
//! Source: User Guide, "Working with multi-account experiments for AWS FIS"; API Reference.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ask, Ctx, Identity, Principal, Struct, Value};

use crate::api::{
    CreateTargetAccountConfigurationInput, DeleteTargetAccountConfigurationInput,
    GetExperimentTargetAccountConfigurationInput, GetTargetAccountConfigurationInput,
    ListExperimentTargetAccountConfigurationsInput, ListTargetAccountConfigurationsInput,
    UpdateTargetAccountConfigurationInput,
};
use crate::catalogue::{position, with_token};
use crate::state::{AccountRow, ExperimentRow, TEMPLATES, TemplateRow};
use crate::template::{remember, repeated};
use crate::{errors, experiment, limits, template};

pub fn create(
    ctx: &mut Ctx,
    input: CreateTargetAccountConfigurationInput<'_>,
) -> Result<Struct, ApiError> {
    const OPERATION: &str = "CreateTargetAccountConfiguration";
    let (id, account) = (input.experiment_template_id(), input.account_id());
    let mut row = template::find(ctx, id)?;
    if let Some(token) = input.client_token()
        && repeated(ctx, OPERATION, token, input.0)?.is_some()
    {
        return answer(&row.accounts, account);
    }
    if !row.is_multi_account() {
        let message = "The experiment template does not target several accounts.";
        return Err(errors::invalid(message));
    }
    if row.accounts.contains_key(account) {
        return Err(errors::has_account(account));
    }
    if row.accounts.len() >= limits::ACCOUNTS_MAX {
        return Err(errors::too_many("target accounts of a template", limits::ACCOUNTS_MAX));
    }
    check(account, input.role_arn())?;
    let new = AccountRow {
        role: input.role_arn().to_owned(),
        description: input.description().unwrap_or_default().to_owned(),
    };
    row.accounts.insert(account.to_owned(), new);
    ctx.table_mut(&TEMPLATES).put(id, &row);
    if let Some(token) = input.client_token() {
        remember(ctx, OPERATION, token, input.0, id);
    }
    answer(&row.accounts, account)
}

pub fn update(
    ctx: &mut Ctx,
    input: UpdateTargetAccountConfigurationInput<'_>,
) -> Result<Struct, ApiError> {
    let (id, account) = (input.experiment_template_id(), input.account_id());
    let mut row = template::find(ctx, id)?;
    let Some(known) = row.accounts.get_mut(account) else {
        return Err(errors::no_account(account));
    };
    if let Some(role) = input.role_arn() {
        check(account, role)?;
        role.clone_into(&mut known.role);
    }
    if let Some(description) = input.description() {
        description.clone_into(&mut known.description);
    }
    ctx.table_mut(&TEMPLATES).put(id, &row);
    answer(&row.accounts, account)
}

pub fn delete(
    ctx: &mut Ctx,
    input: DeleteTargetAccountConfigurationInput<'_>,
) -> Result<Struct, ApiError> {
    let (id, account) = (input.experiment_template_id(), input.account_id());
    let mut row = template::find(ctx, id)?;
    let shown = answer(&row.accounts, account)?;
    row.accounts.remove(account);
    ctx.table_mut(&TEMPLATES).put(id, &row);
    Ok(shown)
}

pub fn get(
    ctx: &mut Ctx,
    input: GetTargetAccountConfigurationInput<'_>,
) -> Result<Struct, ApiError> {
    answer(&template::find(ctx, input.experiment_template_id())?.accounts, input.account_id())
}

pub fn get_of_experiment(
    ctx: &mut Ctx,
    input: GetExperimentTargetAccountConfigurationInput<'_>,
) -> Result<Struct, ApiError> {
    answer(&experiment::find(ctx, input.experiment_id())?.accounts, input.account_id())
}

pub fn list(
    ctx: &mut Ctx,
    input: ListTargetAccountConfigurationsInput<'_>,
) -> Result<Struct, ApiError> {
    let accounts = template::find(ctx, input.experiment_template_id())?.accounts;
    let count = input.max_results().map_or(limits::PAGE, |max| max as usize);
    page(&accounts, "ListTargetAccountConfigurations", input.next_token(), count)
}

pub fn list_of_experiment(
    ctx: &mut Ctx,
    input: ListExperimentTargetAccountConfigurationsInput<'_>,
) -> Result<Struct, ApiError> {
    let accounts = experiment::find(ctx, input.experiment_id())?.accounts;
    let operation = "ListExperimentTargetAccountConfigurations";
    page(&accounts, operation, input.next_token(), limits::PAGE)
}

fn page(
    accounts: &BTreeMap<String, AccountRow>,
    operation: &str,
    token: Option<&str>,
    count: usize,
) -> Result<Struct, ApiError> {
    let from = position(operation, token)?;
    let rest = accounts.iter().filter(|(id, _)| from.as_ref().is_none_or(|from| *id > from));
    let rest: Vec<_> = rest.take(count + 1).collect();
    let shown = rest.iter().take(count).map(|(id, row)| Value::Struct(shown(id, row)));
    let output = Struct::new().with("targetAccountConfigurations", Value::List(shown.collect()));
    let last = (rest.len() > count).then(|| rest[count - 1].0.as_str());
    Ok(with_token(output, operation, last))
}

fn answer(accounts: &BTreeMap<String, AccountRow>, id: &str) -> Result<Struct, ApiError> {
    let row = accounts.get(id).ok_or_else(|| errors::no_account(id))?;
    Ok(Struct::new().with("targetAccountConfiguration", shown(id, row)))
}

fn shown(id: &str, row: &AccountRow) -> Struct {
    let shown = Struct::new().with("accountId", id).with("roleArn", row.role.as_str());
    match row.description.as_str() {
        "" => shown,
        description => shown.with("description", description),
    }
}

/// An account, and a role of it.
fn check(account: &str, role: &str) -> Result<(), ApiError> {
    let Some(account) = AccountId::parse(account) else {
        return Err(errors::invalid(format!("{account} is not the id of an account.")));
    };
    let arn = Arn::parse(role).filter(|it| it.service == "iam");
    let is_role = arn.as_ref().is_some_and(|it| it.resource.starts_with("role/"));
    if !is_role || arn.and_then(|it| it.account_id()) != Some(account) {
        return Err(errors::invalid(format!("{role} is not the ARN of a role of {account}.")));
    }
    Ok(())
}

impl TemplateRow {
    pub fn is_multi_account(&self) -> bool {
        is_multi_account(&self.spec)
    }
}

pub fn is_multi_account(spec: &Struct) -> bool {
    let options = spec.structure("experimentOptions");
    options.and_then(|it| it.str("accountTargeting")) == Some("multi-account")
}

/// The accounts in which an experiment acts.
pub fn accounts_of(ctx: &Ctx<'_>, row: &ExperimentRow) -> Vec<AccountId> {
    if !is_multi_account(&row.spec) {
        return vec![ctx.account()];
    }
    row.accounts.keys().filter_map(|id| AccountId::parse(id)).collect()
}

/// The question, as the experiment asks it in an account: as its own role at home, elsewhere as the
/// role there, which its own takes on (and must be let take on, by both).
pub fn as_role_in(
    ctx: &mut Ctx<'_>,
    (id, row): (&str, &ExperimentRow),
    account: AccountId,
    ask: Ask,
) -> Result<Ask, ApiError> {
    let own = row.spec.str("roleArn").and_then(Arn::parse);
    let Some(own) = own else { return Ok(ask) };
    if !is_multi_account(&row.spec) {
        return Ok(ask.as_role(&own, id));
    }
    let there = row.accounts.get(account.as_str());
    let there = there.ok_or_else(|| errors::no_account(account.as_str()))?;
    let assume = Ask::to("sts", "AssumeRole")
        .with("RoleArn", there.role.as_str())
        .with("RoleSessionName", id)
        .as_role(&own, id);
    let answer = ctx.call(assume)?;
    let user = answer.structure("AssumedRoleUser");
    let credentials = answer.structure("Credentials");
    let text = |of: Option<&Struct>, name: &str| {
        of.and_then(|of| of.str(name)).unwrap_or_default().to_owned()
    };
    let mut ask = ask.in_account(account);
    ask.principal = Some(Principal::Identity(Arc::new(Identity {
        account,
        arn: text(user, "Arn"),
        unique_id: text(user, "AssumedRoleId"),
        access_key_id: text(credentials, "AccessKeyId"),
        is_session: true,
    })));
    Ok(ask)
}
