//! Instances: Identity Center as an account has enabled it.
//!
//! AWS enables the instance of an organization in its console alone; [A] CreateInstance makes those
//! of single accounts. Here it makes both: that of an organization's management account reaches
//! over its accounts.

use kernel::{AccountId, ApiError, Ask, Ctx, Timestamp};
use store::Range;

use crate::api::{
    CreateInstanceInput, CreateInstanceOutput, DeleteInstanceInput, DeleteInstanceOutput,
    DescribeInstanceInput, DescribeInstanceOutput, InstanceMetadataBuilder, ListInstancesInput,
    ListInstancesOutput, UpdateInstanceInput, UpdateInstanceOutput, instance_status,
};
use crate::errors;
use crate::listing::Page;
use crate::provision;
use crate::state::{
    ACCESS_ATTRIBUTES, APPLICATION_ASSIGNMENTS, APPLICATIONS, APPLICATIONS_OF, ASSIGNMENTS,
    CLIENT_TOKENS, INSTANCES, IdRow, InstanceRow, OF_ACCOUNTS, OF_PRINCIPALS, OF_STORES,
    PROVISIONED, REQUESTS, SET_NAMES, SETS, TOKEN_ISSUERS,
};
use crate::tag;

/// By which Identity Center acts in IAM.
pub const PRINCIPAL: &str = "sso.amazonaws.com";

/// An instance of the call's account.
#[derive(Clone, Debug)]
pub struct Instance {
    pub id: String,
    pub row: InstanceRow,
}

impl Instance {
    pub fn open(ctx: &Ctx<'_>, arn: &str) -> Result<Instance, ApiError> {
        let id = arn.rsplit('/').next().unwrap_or_default();
        let row = ctx.table(&INSTANCES).get(id)?;
        let is_own = |row: &InstanceRow| {
            row.account == ctx.account().as_str() && row.region == ctx.region().as_str()
        };
        let row = row.filter(is_own).ok_or_else(|| errors::no_instance(arn))?;
        Ok(Instance { id: id.to_owned(), row })
    }

    pub fn arn(&self, ctx: &Ctx<'_>) -> String {
        format!("arn:{}:sso:::instance/{}", ctx.region().partition(), self.id)
    }

    /// Whether the instance may give access to an account: its own, and those of the organization
    /// that this one manages.
    pub fn reaches(&self, ctx: &Ctx<'_>, account: &str) -> Result<bool, ApiError> {
        if account == self.row.account {
            return Ok(true);
        }
        let place = auth::organization::find(ctx.tx(), account)?;
        Ok(place.is_some_and(|place| place.management == self.row.account))
    }
}

pub fn create_instance(
    ctx: &mut Ctx<'_>,
    input: CreateInstanceInput<'_>,
) -> Result<CreateInstanceOutput, ApiError> {
    let account = ctx.account();
    if ctx.table(&OF_ACCOUNTS).contains(account.as_str())? {
        return Err(errors::conflict(
            "This account has an instance of IAM Identity Center already.",
        ));
    }
    let id = format!("ssoins-{}", ctx.chance().hex(16));
    let store = format!("d-{}", ctx.chance().hex(10));
    let row = InstanceRow {
        account: account.to_string(),
        region: ctx.region().as_str().to_owned(),
        store: store.clone(),
        name: input.name().map(str::to_owned),
        created: ctx.now().micros(),
        tags: tag::read(input.tags())?,
    };
    ctx.table_mut(&INSTANCES).put(id.as_str(), &row);
    let index = IdRow { id: id.clone() };
    ctx.table_mut(&OF_ACCOUNTS).put(account.as_str(), &index);
    ctx.table_mut(&OF_STORES).put(store.as_str(), &index);
    let ask = Ask::to("identitystore", "MakeStore").with("Store", store).as_service(PRINCIPAL);
    ctx.call(ask)?;
    let instance = Instance { id, row };
    Ok(CreateInstanceOutput::new().instance_arn(instance.arn(ctx)))
}

pub fn store_arn(ctx: &Ctx<'_>, row: &InstanceRow) -> String {
    let partition = ctx.region().partition();
    format!("arn:{partition}:identitystore::{}:identitystore/{}", row.account, row.store)
}

pub fn describe_instance(
    ctx: &mut Ctx<'_>,
    input: DescribeInstanceInput<'_>,
) -> Result<DescribeInstanceOutput, ApiError> {
    let instance = Instance::open(ctx, input.instance_arn())?;
    let row = &instance.row;
    Ok(DescribeInstanceOutput::new()
        .instance_arn(instance.arn(ctx))
        .identity_store_id(&row.store)
        .identity_store_arn(store_arn(ctx, row))
        .owner_account_id(&row.account)
        .name(row.name.as_deref())
        .created_date(Timestamp::from_micros(row.created))
        .status(instance_status::ACTIVE)
        .primary_region(&row.region)
        .permission_sets_enabled(true))
}

/// Those of the account, and to the members of an organization that of its management account.
pub fn list_instances(
    ctx: &mut Ctx<'_>,
    input: ListInstancesInput<'_>,
) -> Result<ListInstancesOutput, ApiError> {
    let page = Page::read("ListInstances", input.next_token(), input.max_results())?;
    let own = ctx.account().to_string();
    let management = auth::organization::find(ctx.tx(), &own)?.map(|place| place.management);
    let mut accounts = vec![own.clone()];
    accounts.extend(management.filter(|management| *management != own));
    let mut found = Vec::new();
    for account in accounts {
        let Some(index) = ctx.table(&OF_ACCOUNTS).get(account.as_str())? else { continue };
        let Some(row) = ctx.table(&INSTANCES).get(index.id.as_str())? else { continue };
        if row.region != ctx.region().as_str() {
            continue;
        }
        let shown = InstanceMetadataBuilder::new()
            .identity_store_id(&row.store)
            .identity_store_arn(store_arn(ctx, &row))
            .owner_account_id(&row.account)
            .name(row.name.as_deref())
            .created_date(Timestamp::from_micros(row.created))
            .status(instance_status::ACTIVE)
            .primary_region(&row.region);
        let instance = Instance { id: index.id, row };
        found.push((instance.id.clone(), shown.instance_arn(instance.arn(ctx))));
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    let (items, token) = page.cut(found);
    Ok(ListInstancesOutput::new().instances(items).next_token(token))
}

pub fn update_instance(
    ctx: &mut Ctx<'_>,
    input: UpdateInstanceInput<'_>,
) -> Result<UpdateInstanceOutput, ApiError> {
    let mut instance = Instance::open(ctx, input.instance_arn())?;
    if input.encryption_configuration().is_some() || input.network_configuration().is_some() {
        return Err(errors::not_implemented(
            "EncryptionConfiguration and NetworkConfiguration of instances",
        ));
    }
    if input.permission_sets_enabled() == Some(false) {
        return Err(errors::not_implemented("instances without permission sets"));
    }
    if let Some(name) = input.name() {
        instance.row.name = Some(name.to_owned());
    }
    ctx.table_mut(&INSTANCES).put(instance.id.as_str(), &instance.row);
    Ok(UpdateInstanceOutput::new())
}

/// With the instance go its users, its permission sets and the roles that were made of them.
pub fn delete_instance(
    ctx: &mut Ctx<'_>,
    input: DeleteInstanceInput<'_>,
) -> Result<DeleteInstanceOutput, ApiError> {
    let instance = Instance::open(ctx, input.instance_arn())?;
    let mut provisioned = Vec::new();
    for entry in ctx.table(&PROVISIONED).keys(&Range::within(&(instance.id.as_str(),))) {
        let (_, set, account) = entry?;
        provisioned.push((set, account));
    }
    for (set, account) in provisioned {
        provision::call_remove(ctx, &instance, &set, &account)?;
    }
    clear(ctx, &instance.id, &instance.row)?;
    let store = instance.row.store.as_str();
    let ask = Ask::to("identitystore", "DropStore").with("Store", store).as_service(PRINCIPAL);
    ctx.call(ask)?;
    Ok(DeleteInstanceOutput::new())
}

fn clear(ctx: &mut Ctx<'_>, id: &str, row: &InstanceRow) -> Result<(), ApiError> {
    ctx.table_mut(&SETS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&SET_NAMES).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&ASSIGNMENTS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&OF_PRINCIPALS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&PROVISIONED).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&REQUESTS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&APPLICATIONS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&APPLICATION_ASSIGNMENTS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&APPLICATIONS_OF).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&TOKEN_ISSUERS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&CLIENT_TOKENS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&ACCESS_ATTRIBUTES).delete(id);
    ctx.table_mut(&OF_ACCOUNTS).delete(row.account.as_str());
    ctx.table_mut(&OF_STORES).delete(row.store.as_str());
    ctx.table_mut(&INSTANCES).delete(id);
    Ok(())
}

pub fn on_reset(ctx: &mut Ctx<'_>, account: Option<AccountId>) -> Result<(), ApiError> {
    let mut doomed = Vec::new();
    for entry in ctx.table(&INSTANCES).scan(&Range::all()) {
        let (id, row) = entry?;
        if account.is_none_or(|account| row.account == account.as_str()) {
            doomed.push((id, row));
        }
    }
    doomed.iter().try_for_each(|(id, row)| clear(ctx, id, row))
}
