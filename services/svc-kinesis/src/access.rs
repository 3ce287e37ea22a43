//! On which stream or consumer an operation acts, and under which name policies speak of it.
//!
//! Source: "Actions, resources, and condition keys for Amazon Kinesis Data Streams" (Service
//! Authorization Reference); "Sharing access using resource-based policies" in the Developer Guide:
//! a StreamARN opens the stream of another account, if its policy does.

use kernel::arn::Arn;
use kernel::{Access, AccountId, ApiError, Ctx, Scope, Struct};

use crate::iterator::Iterator;
use crate::listing;
use crate::shard;
use crate::state::{CONSUMERS, POLICIES, STREAMS};

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let action = format!("kinesis:{operation}");
    let access = match operation {
        "ListStreams" | "DescribeLimits" | "DescribeAccountSettings" | "UpdateAccountSettings" => {
            return Ok(Some(Access::new(ctx, action, "*")));
        }
        "CreateStream" => {
            let name = input.str("StreamName").unwrap_or_default();
            let resource = resource_of_name(ctx, ctx.account(), name);
            if input.get("Tags").is_some() {
                // "You must also have the kinesis:AddTagsToStream permission."
                let tagging = Access::new(ctx, "kinesis:AddTagsToStream", resource.as_str());
                ctx.authorize(&with_tags(tagging, input))?;
            }
            Access::new(ctx, action, resource)
        }
        "RegisterStreamConsumer" => {
            let access = of_named(ctx, action, input)?;
            if input.get("Tags").is_some() {
                let tagging = Access {
                    action: "kinesis:TagResource".to_owned(),
                    resource: format!(
                        "{}/consumer/{}:*",
                        access.resource,
                        input.str("ConsumerName").unwrap_or_default()
                    ),
                    ..access.clone()
                };
                ctx.authorize(&with_tags(tagging, input))?;
            }
            access
        }
        "GetRecords" => of_iterator(ctx, action, input)?,
        _ => of_named(ctx, action, input)?,
    };
    Ok(Some(with_tags(access, input)))
}

fn resource_of_name(ctx: &Ctx<'_>, owner: AccountId, name: &str) -> String {
    let region = ctx.region();
    format!("arn:{}:kinesis:{region}:{owner}:stream/{name}", region.partition())
}

/// By the first of the members that name something.
fn of_named(ctx: &Ctx<'_>, action: String, input: &Struct) -> Result<Access, ApiError> {
    let arns = ["ConsumerARN", "ResourceARN", "StreamARN"];
    if let Some(text) = arns.into_iter().find_map(|member| input.str(member)) {
        return of_arn(ctx, action, text);
    }
    // The token of a list names a stream too; it is one of the caller's own account.
    let of_token = input.str("NextToken").and_then(listing::stream_of);
    let name = input.str("StreamName").map(str::to_owned).or(of_token);
    let name = name.unwrap_or_else(|| "*".to_owned());
    of_resource(ctx, action, ctx.account(), &format!("stream/{name}"))
}

fn of_iterator(ctx: &Ctx<'_>, action: String, input: &Struct) -> Result<Access, ApiError> {
    if let Some(text) = input.str("StreamARN") {
        return of_arn(ctx, action, text);
    }
    let iterator = Iterator::decode(input.str("ShardIterator").unwrap_or_default())?;
    let owner = AccountId::parse(&iterator.account).unwrap_or(ctx.account());
    of_resource(ctx, action, owner, &format!("stream/{}", iterator.stream))
}

/// What is in another region, or of another service, has no policy here.
fn of_arn(ctx: &Ctx<'_>, action: String, text: &str) -> Result<Access, ApiError> {
    let Some(arn) = Arn::parse(text) else { return Ok(Access::new(ctx, action, text)) };
    let is_here = shard::stream_name(ctx, &arn).is_some();
    match arn.account_id().filter(|_| is_here) {
        Some(owner) => of_resource(ctx, action, owner, &arn.resource),
        None => Ok(Access::new(ctx, action, text)),
    }
}

/// Adds what the owner's tables say of the resource.
fn of_resource(
    ctx: &Ctx<'_>,
    action: String,
    owner: AccountId,
    resource: &str,
) -> Result<Access, ApiError> {
    let scope = Scope::new(owner.digits(), ctx.region().as_str());
    let region = ctx.region();
    let arn = format!("arn:{}:kinesis:{region}:{owner}:{resource}", region.partition());
    let policy = ctx.table_in(&POLICIES, scope).get(resource)?.map(|row| row.document);
    let mut access = Access::new(ctx, action, arn).owned_by(owner).with_policy(policy);
    let is_root = matches!(
        ctx.principal(),
        kernel::Principal::Root(account) if *account == owner
    );
    if is_root {
        // Nobody asks about tags.
        return Ok(access);
    }
    let name = resource.split('/').nth(1).unwrap_or_default();
    let Some(stream) = ctx.table_in(&STREAMS, scope).get_shared(name)? else { return Ok(access) };
    let consumer = resource.split_once("/consumer/").and_then(|(_, rest)| rest.split_once(':'));
    let tags = match consumer {
        Some((consumer, _)) => {
            let row = ctx.table_in(&CONSUMERS, scope).get(&(stream.id, consumer))?;
            row.map(|row| row.tags).unwrap_or_default()
        }
        None => stream.tags.clone(),
    };
    for (key, value) in tags {
        access = access.with_key(format!("aws:ResourceTag/{key}"), value);
    }
    Ok(access)
}

/// The tags that a request would set or remove.
fn with_tags(mut access: Access, input: &Struct) -> Access {
    for (key, value) in input.structure("Tags").into_iter().flat_map(Struct::iter) {
        access = access
            .with_key("aws:TagKeys", key)
            .with_key(format!("aws:RequestTag/{key}"), value.as_str().unwrap_or_default());
    }
    for key in input.list("TagKeys").unwrap_or_default() {
        access = access.with_key("aws:TagKeys", key.as_str().unwrap_or_default());
    }
    access
}
