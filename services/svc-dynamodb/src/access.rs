//! On which table, index or stream an operation acts, and under which name policies speak of it.
//!
//! Source: "Actions, resources, and condition keys for Amazon DynamoDB" (Service Authorization
//! Reference). A TableName that is an ARN opens the table of another account, if its resource
//! policy does. Batches and transactions are authorized table by table, by their operations.
//!
//! DynamoDB authorizes by itself, since its refusals have status 400 where others have 403.

use kernel::arn::Arn;
use kernel::{Access, AccountId, ApiError, Ctx, Principal, Scope, Struct, Value};

use crate::fine_grained::{self, Keys};
use crate::global_table;
use crate::names;
use crate::state::{POLICIES, TABLES, TAGS, TableRow};

/// "Error handling with DynamoDB": AccessDeniedException has HTTP status code 400.
const DENIED_STATUS: u16 = 400;

/// Where an operation's input names what it acts on.
#[derive(Clone, Copy)]
enum Place {
    TableName,
    /// Items of `TableName`, or of its `IndexName` if there is one.
    Items,
    ResourceArn,
    /// The ARN in this member.
    Arn(&'static str),
    /// `TableCreationParameters.TableName`
    NewTable,
    /// `GlobalTableName`
    GlobalTable,
    /// `SourceTableName` or `SourceTableArn`
    SourceTable,
    /// It acts on no table, or on all.
    Nowhere,
}

/// What the door asks: it admits or refuses, and goes on in the account of the resource.
pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    if let Some(place) = place(operation) {
        if matches!(place, Place::Items) && is_of_own_root(ctx, input)? {
            return Ok(None);
        }
        let access = asked(ctx, place, operation, input)?;
        authorize(ctx, &access)?;
        if disassociates(operation, input) {
            // "you must have the dynamodb:UpdateTable and dynamodb:DisassociateTableReplica IAM
            // permissions on the local replica" (API Reference, UpdateTable)
            let action = "dynamodb:DisassociateTableReplica".to_owned();
            let name = input.str("TableName").unwrap_or_default();
            authorize(ctx, &to_table(ctx, action, name, None)?)?;
        }
        ctx.enter_account(access.owner);
    }
    Ok(None)
}

/// Most requests: the root is never refused what is in a table of its own account without a policy.
/// Nothing is put together that only a decision would look at.
fn is_of_own_root(ctx: &Ctx<'_>, input: &Struct) -> Result<bool, ApiError> {
    let table = input.str("TableName").unwrap_or_default();
    if table.starts_with("arn:") || !ctx.is_unbound_root(ctx.account()) {
        return Ok(false);
    }
    Ok(policy_of(ctx, ctx.account(), &["table/", table].concat())?.is_none())
}

fn disassociates(operation: &str, input: &Struct) -> bool {
    let is_it = |update: &Value| {
        update.as_struct().is_some_and(|update| update.structure("Disassociate").is_some())
    };
    operation == "UpdateTable"
        && input.list("ReplicaUpdates").is_some_and(|updates| updates.iter().any(is_it))
}

/// Whether the caller may do this to the resource of that ARN, by the policies that stand now.
pub fn check_resource(ctx: &Ctx<'_>, action: &str, resource: &str) -> Result<(), ApiError> {
    authorize(ctx, &to_resource(ctx, action, resource)?)
}

fn authorize(ctx: &Ctx<'_>, access: &Access) -> Result<(), ApiError> {
    ctx.authorize(access).map_err(|denied| denied.with_status(DENIED_STATUS))
}

fn asked(ctx: &Ctx<'_>, place: Place, operation: &str, input: &Struct) -> Result<Access, ApiError> {
    let action = ["dynamodb:", operation].concat();
    let text = |name: &str| input.str(name).unwrap_or_default();
    match place {
        Place::Nowhere => Ok(Access::new(ctx, action, "*")),
        Place::TableName => Ok(with_tags(to_table(ctx, action, text("TableName"), None)?, input)),
        Place::Items => {
            let access = to_table(ctx, action, text("TableName"), input.str("IndexName"))?;
            with_items(ctx, access, |row| fine_grained::of_request(row, operation, input))
        }
        Place::ResourceArn => Ok(with_tags(to_resource(ctx, action, text("ResourceArn"))?, input)),
        Place::Arn(member) => to_resource(ctx, action, text(member)),
        Place::NewTable => {
            let creation = input.structure("TableCreationParameters");
            let name = creation.and_then(|it| it.str("TableName")).unwrap_or_default();
            to_table(ctx, action, name, None)
        }
        Place::GlobalTable => {
            // "global-table*, table*": both must be allowed.
            let name = text("GlobalTableName");
            if operation != "DescribeGlobalTable" {
                authorize(ctx, &to_table(ctx, action.as_str(), name, None)?)?;
            }
            Ok(Access::new(ctx, action, global_table::arn(ctx, name)))
        }
        Place::SourceTable => match input.str("SourceTableArn") {
            Some(arn) => to_resource(ctx, action, arn),
            None => to_table(ctx, action, text("SourceTableName"), None),
        },
    }
}

/// Whether nobody asks about this: the root of the account, with no policy on the resource.
fn is_unquestioned(ctx: &Ctx<'_>, access: &Access) -> bool {
    let is_root = matches!(ctx.principal(), Principal::Root(account) if *account == access.owner);
    is_root && access.policy.is_none()
}

/// Adds the condition keys of items, unless nobody asks.
fn with_items(
    ctx: &Ctx<'_>,
    mut access: Access,
    keys: impl FnOnce(&TableRow) -> Keys,
) -> Result<Access, ApiError> {
    if is_unquestioned(ctx, &access) {
        return Ok(access);
    }
    let scope = Scope::new(access.owner.digits(), ctx.region().as_str());
    let table = access.resource.split('/').nth(1).unwrap_or_default();
    if let Some(row) = ctx.table_in(&TABLES, scope).get(table)? {
        access.keys.extend(keys(&row).into_iter().map(|(key, value)| (key.into(), value)));
    }
    Ok(access)
}

fn place(operation: &str) -> Option<Place> {
    Some(match operation {
        "CreateTable"
        | "DeleteTable"
        | "DescribeTable"
        | "DescribeTimeToLive"
        | "DescribeKinesisStreamingDestination"
        | "DisableKinesisStreamingDestination"
        | "EnableKinesisStreamingDestination"
        | "UpdateKinesisStreamingDestination"
        | "UpdateTable"
        | "UpdateTimeToLive"
        | "CreateBackup"
        | "DescribeContinuousBackups"
        | "DescribeContributorInsights"
        | "DescribeTableReplicaAutoScaling"
        | "UpdateContributorInsights"
        | "UpdateContinuousBackups"
        | "UpdateTableReplicaAutoScaling" => Place::TableName,
        "DeleteItem" | "GetItem" | "PutItem" | "UpdateItem" | "Query" | "Scan"
        | "SearchVectors" => Place::Items,
        "DescribeBackup" | "DeleteBackup" | "RestoreTableFromBackup" => Place::Arn("BackupArn"),
        "RestoreTableToPointInTime" => Place::SourceTable,
        "ExportTableToPointInTime" => Place::Arn("TableArn"),
        "DescribeExport" => Place::Arn("ExportArn"),
        "ImportTable" => Place::NewTable,
        "DescribeImport" => Place::Arn("ImportArn"),
        "CreateGlobalTable"
        | "UpdateGlobalTable"
        | "DescribeGlobalTable"
        | "DescribeGlobalTableSettings"
        | "UpdateGlobalTableSettings" => Place::GlobalTable,
        "TagResource"
        | "UntagResource"
        | "ListTagsOfResource"
        | "PutResourcePolicy"
        | "GetResourcePolicy"
        | "DeleteResourcePolicy" => Place::ResourceArn,
        "DescribeEndpoints"
        | "DescribeLimits"
        | "ListTables"
        | "ListBackups"
        | "ListExports"
        | "ListContributorInsights"
        | "ListImports"
        | "ListGlobalTables" => Place::Nowhere,
        _ => return None,
    })
}

/// Access to a table by its name or ARN, or to one of its indexes.
fn to_table(
    ctx: &Ctx<'_>,
    action: impl Into<String>,
    table: &str,
    index: Option<&str>,
) -> Result<Access, ApiError> {
    let named = table.starts_with("arn:").then(|| Arn::parse(table)).flatten();
    let mut access = if let Some(arn) = named {
        to_arn(ctx, action, &arn)?
    } else {
        let arn = names::table_arn(ctx, table);
        let start = arn.len() - "table/".len() - table.len();
        let policy = policy_of(ctx, ctx.account(), &arn[start..])?;
        let access = Access::new(ctx, action, arn).with_policy(policy);
        if is_unquestioned(ctx, &access) { access } else { with_tags_of(ctx, access, table)? }
    };
    if let Some(index) = index {
        access.resource = format!("{}/index/{index}", access.resource);
    }
    Ok(access)
}

fn to_resource(ctx: &Ctx<'_>, action: impl Into<String>, text: &str) -> Result<Access, ApiError> {
    match Arn::parse(text) {
        Some(arn) => to_arn(ctx, action, &arn),
        // The operation says what is wrong with it.
        None => Ok(Access::new(ctx, action, text)),
    }
}

/// What is in another region, or of another service, has no policy here.
fn to_arn(ctx: &Ctx<'_>, action: impl Into<String>, arn: &Arn) -> Result<Access, ApiError> {
    let access = Access::new(ctx, action, arn.to_string());
    let Some(owner) = arn.account_id() else { return Ok(access) };
    if arn.service != "dynamodb" || arn.region != ctx.region().as_str() {
        return Ok(access);
    }
    with_policy(ctx, access.owned_by(owner), &arn.resource)
}

/// Adds what the owner's tables say of the resource.
fn with_policy(ctx: &Ctx<'_>, access: Access, resource: &str) -> Result<Access, ApiError> {
    let policy = policy_of(ctx, access.owner, resource)?;
    let access = access.with_policy(policy);
    if is_unquestioned(ctx, &access) {
        return Ok(access);
    }
    with_tags_of(ctx, access, resource.split('/').nth(1).unwrap_or_default())
}

fn policy_of(ctx: &Ctx<'_>, owner: AccountId, resource: &str) -> Result<Option<String>, ApiError> {
    let scope = Scope::new(owner.digits(), ctx.region().as_str());
    Ok(ctx.table_in(&POLICIES, scope).get(resource)?.map(|row| row.document))
}

fn with_tags_of(ctx: &Ctx<'_>, mut access: Access, table: &str) -> Result<Access, ApiError> {
    let scope = Scope::new(access.owner.digits(), ctx.region().as_str());
    if let Some(row) = ctx.table_in(&TAGS, scope).get(table)? {
        for (key, value) in row.tags {
            access = access.with_key(format!("aws:ResourceTag/{key}"), value);
        }
    }
    Ok(access)
}

/// The tags that a request would set or remove.
fn with_tags(mut access: Access, input: &Struct) -> Access {
    for tag in input.list("Tags").unwrap_or_default() {
        let Some(tag) = tag.as_struct() else { continue };
        let key = tag.str("Key").unwrap_or_default();
        let value = tag.str("Value").unwrap_or_default();
        access =
            access.with_key("aws:TagKeys", key).with_key(format!("aws:RequestTag/{key}"), value);
    }
    for key in input.list("TagKeys").unwrap_or_default() {
        access = access.with_key("aws:TagKeys", key.as_str().unwrap_or_default());
    }
    access
}

/// Who was admitted to a table of a batch, a transaction or a statement.
#[derive(Clone, Copy, Debug)]
pub struct Admitted {
    /// In whose account the table is.
    pub owner: AccountId,
    /// Nobody needs to be asked about the next request of the kind.
    pub is_unquestioned: bool,
}

/// Refuses a caller who may not do this to a table: for batches, transactions and statements.
pub fn check(
    ctx: &Ctx<'_>,
    action: &str,
    table: &str,
    index: Option<&str>,
    keys: impl FnOnce(&TableRow) -> Keys,
) -> Result<Admitted, ApiError> {
    let access = to_table(ctx, format!("dynamodb:{action}"), table, index)?;
    let access = with_items(ctx, access, keys)?;
    authorize(ctx, &access)?;
    Ok(Admitted { owner: access.owner, is_unquestioned: is_unquestioned(ctx, &access) })
}

/// Runs a part of a request in the account of the table that it is about.
pub fn within<T>(
    ctx: &mut Ctx<'_>,
    owner: AccountId,
    part: impl FnOnce(&mut Ctx<'_>) -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    let home = ctx.account();
    ctx.enter_account(owner);
    let result = part(ctx);
    ctx.enter_account(home);
    result
}
