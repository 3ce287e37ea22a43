//! On which table, index or stream an operation acts, and under which name policies speak of it.
//!
//! Source: "Actions, resources, and condition keys for Amazon DynamoDB" (Service Authorization
//! Reference). A TableName that is an ARN opens the table of another account, if its resource
//! policy does. Batches and transactions are authorized table by table, by their operations.

use kernel::arn::Arn;
use kernel::{Access, ApiError, Ctx, Scope, Struct};

use crate::state::{POLICIES, TAGS};

/// Where an operation's input names what it acts on.
#[derive(Clone, Copy)]
enum Place {
    TableName,
    /// `TableName`, and `IndexName` if there is one.
    Index,
    ResourceArn,
    BackupArn,
    TableArn,
    ExportArn,
    /// `SourceTableName` or `SourceTableArn`
    SourceTable,
    /// It acts on no table, or on all.
    Nowhere,
}

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let Some(place) = place(operation) else { return Ok(None) };
    let action = format!("dynamodb:{operation}");
    let text = |name: &str| input.str(name).unwrap_or_default();
    match place {
        Place::Nowhere => Ok(Some(Access::new(ctx, action, "*"))),
        Place::TableName => {
            let access = to_table(ctx, action, text("TableName"), None)?;
            Ok(Some(with_tags(access, input)))
        }
        Place::Index => {
            let index = input.str("IndexName");
            to_table(ctx, action, text("TableName"), index).map(Some)
        }
        Place::ResourceArn => {
            let access = to_resource(ctx, action, text("ResourceArn"))?;
            Ok(Some(with_tags(access, input)))
        }
        Place::TableArn => to_resource(ctx, action, text("TableArn")).map(Some),
        Place::ExportArn => to_resource(ctx, action, text("ExportArn")).map(Some),
        Place::BackupArn => to_resource(ctx, action, text("BackupArn")).map(Some),
        Place::SourceTable => match input.str("SourceTableArn") {
            Some(arn) => to_resource(ctx, action, arn).map(Some),
            None => to_table(ctx, action, text("SourceTableName"), None).map(Some),
        },
    }
}

fn place(operation: &str) -> Option<Place> {
    Some(match operation {
        "CreateTable"
        | "DeleteItem"
        | "DeleteTable"
        | "DescribeTable"
        | "DescribeTimeToLive"
        | "GetItem"
        | "PutItem"
        | "UpdateItem"
        | "UpdateTable"
        | "UpdateTimeToLive"
        | "CreateBackup"
        | "DescribeContinuousBackups"
        | "UpdateContinuousBackups" => Place::TableName,
        "DescribeBackup" | "DeleteBackup" | "RestoreTableFromBackup" => Place::BackupArn,
        "RestoreTableToPointInTime" => Place::SourceTable,
        "ExportTableToPointInTime" => Place::TableArn,
        "DescribeExport" => Place::ExportArn,
        "Query" | "Scan" => Place::Index,
        "TagResource"
        | "UntagResource"
        | "ListTagsOfResource"
        | "PutResourcePolicy"
        | "GetResourcePolicy"
        | "DeleteResourcePolicy" => Place::ResourceArn,
        "DescribeEndpoints" | "DescribeLimits" | "ListTables" | "ListBackups" | "ListExports" => {
            Place::Nowhere
        }
        _ => return None,
    })
}

/// Access to a table by its name or ARN, or to one of its indexes.
pub fn to_table(
    ctx: &Ctx<'_>,
    action: impl Into<String>,
    table: &str,
    index: Option<&str>,
) -> Result<Access, ApiError> {
    let named = Arn::parse(table).filter(|_| table.starts_with("arn:"));
    let mut access = if let Some(arn) = named {
        to_arn(ctx, action, &arn)?
    } else {
        let (partition, region) = (ctx.region().partition(), ctx.region());
        let account = ctx.account();
        let arn = format!("arn:{partition}:dynamodb:{region}:{account}:table/{table}");
        with_policy(ctx, Access::new(ctx, action, arn), &format!("table/{table}"))?
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
    let owner = access.owner;
    let scope = Scope::new(owner.digits(), ctx.region().as_str());
    let policy = ctx.table_in(&POLICIES, scope).get(resource)?.map(|row| row.document);
    let mut access = access.with_policy(policy);
    let table = resource.split('/').nth(1).unwrap_or_default();
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

/// Refuses a caller who may not do this to a table: for batches and transactions.
pub fn check(ctx: &Ctx<'_>, action: &str, table: &str) -> Result<(), ApiError> {
    ctx.authorize(&to_table(ctx, format!("dynamodb:{action}"), table, None)?)
}
