//! On which queue an operation acts, and under which name policies speak of it.
//!
//! Sources: "Actions, resources, and condition keys for Amazon SQS" (Service Authorization
//! Reference); "Limitations of Amazon SQS custom policies", for what is the owner's account's
//! alone; "Configure a dead-letter queue redrive", for move tasks. A batch is authorized as the
//! single action ([A] AddPermission). SQS's refusals name actions in small letters.

use std::sync::Arc;

use kernel::arn::Arn;
use kernel::view::Map;
use kernel::{Access, AccountId, ApiError, Ctx, Principal, Scope, Struct};

use crate::move_task;
use crate::queue;
use crate::state::{QUEUES, Queue, QueueRow};

/// Where an operation's input names its queue.
#[derive(Clone, Copy)]
enum Place {
    Url,
    /// `QueueName`, perhaps of another owner.
    Name,
    /// `QueueName` of a queue that need not exist.
    NewName,
    SourceArn,
    TaskHandle,
    /// It acts on no queue.
    Nowhere,
}

/// Whether a queue's policy can open an action to others than its own account.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Shared,
    OwnAccount,
}

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let Some((action, place, reach)) = rule(operation) else { return Ok(None) };
    let text = |name: &str| input.str(name).unwrap_or_default();
    match place {
        Place::Url => {
            let (owner, name) = queue::parse_url(text("QueueUrl"))?;
            of_queue(ctx, (action, reach), owner, name).map(|access| with_tags(access, input))
        }
        Place::Name => {
            let owner = queue::owner_of(ctx, input.str("QueueOwnerAWSAccountId"))?;
            of_queue(ctx, (action, reach), owner, text("QueueName"))
        }
        Place::NewName => {
            let arn = ctx.arn(text("QueueName")).to_string();
            Ok(with_tags(Access::new(ctx, action, arn), input))
        }
        Place::SourceArn => Ok(of_source(ctx, action, text("SourceArn"))),
        Place::TaskHandle => {
            let source = move_task::decode_handle(text("TaskHandle")).map(|(_, arn)| arn);
            Ok(of_source(ctx, action, &source.unwrap_or_default()))
        }
        Place::Nowhere => Ok(Access::new(ctx, action, "*")),
    }
    .map(Some)
}

/// To tag a queue that is being made.
pub fn to_tag(ctx: &Ctx<'_>, name: &str, tags: Map<'_, &str>) -> Access {
    let mut access = Access::new(ctx, "sqs:tagqueue", ctx.arn(name).to_string());
    for (key, value) in tags.iter() {
        access = with_tag(access, key, Some(value));
    }
    access
}

/// What a move task does to its queues besides being started.
pub fn check_move(
    ctx: &Ctx<'_>,
    source: &Queue,
    destination_arn: Option<&str>,
) -> Result<(), ApiError> {
    for action in ["sqs:receivemessage", "sqs:deletemessage", "sqs:getqueueattributes"] {
        ctx.authorize(&to_queue(ctx, action, source))?;
    }
    let Some(arn) = destination_arn else { return Ok(()) };
    // One that does not exist is told apart later.
    queue::find_by_arn(ctx, arn)?.map_or(Ok(()), |target| check_send(ctx, &target))
}

/// Whether the caller may send to a queue, for messages that go there on their own.
pub fn check_send(ctx: &Ctx<'_>, queue: &Queue) -> Result<(), ApiError> {
    ctx.authorize(&to_queue(ctx, "sqs:sendmessage", queue))
}

fn to_queue(ctx: &Ctx<'_>, action: &str, queue: &Queue) -> Access {
    Access::new(ctx, action, ctx.arn(&queue.name).to_string())
        .with_policy(queue.row.settings.policy.clone())
}

/// Whether `SendMessage` and its like can be given to other accounts.
pub fn is_shared(operation: &str) -> bool {
    rule(operation).is_some_and(|(action, _, reach)| {
        // A batch comes with the single action and is none of its own.
        reach == Reach::Shared && action.eq_ignore_ascii_case(&format!("sqs:{operation}"))
    })
}

/// Whether there is an action (`sqs:deletequeue`).
pub fn is_action(action: &str) -> bool {
    let mut rules = crate::SERVICE.operations.iter().filter_map(|op| rule(op.name));
    rules.any(|(name, _, _)| name == action)
}

/// Whether an action (`sqs:deletequeue`) is the owner's account's alone.
pub fn is_owners_alone(action: &str) -> bool {
    crate::SERVICE
        .operations
        .iter()
        .filter_map(|op| rule(op.name))
        .any(|(name, _, reach)| name == action && reach == Reach::OwnAccount)
}

fn rule(operation: &str) -> Option<(&'static str, Place, Reach)> {
    use Place::{Name, NewName, Nowhere, SourceArn, TaskHandle, Url};
    use Reach::{OwnAccount, Shared};
    Some(match operation {
        "AddPermission" => ("sqs:addpermission", Url, OwnAccount),
        "CancelMessageMoveTask" => ("sqs:cancelmessagemovetask", TaskHandle, OwnAccount),
        "ChangeMessageVisibility" | "ChangeMessageVisibilityBatch" => {
            ("sqs:changemessagevisibility", Url, Shared)
        }
        "CreateQueue" => ("sqs:createqueue", NewName, OwnAccount),
        "DeleteMessage" | "DeleteMessageBatch" => ("sqs:deletemessage", Url, Shared),
        "DeleteQueue" => ("sqs:deletequeue", Url, OwnAccount),
        "GetQueueAttributes" => ("sqs:getqueueattributes", Url, Shared),
        "GetQueueUrl" => ("sqs:getqueueurl", Name, Shared),
        "ListDeadLetterSourceQueues" => ("sqs:listdeadlettersourcequeues", Url, Shared),
        "ListMessageMoveTasks" => ("sqs:listmessagemovetasks", SourceArn, OwnAccount),
        "ListQueueTags" => ("sqs:listqueuetags", Url, OwnAccount),
        "ListQueues" => ("sqs:listqueues", Nowhere, OwnAccount),
        "PurgeQueue" => ("sqs:purgequeue", Url, Shared),
        "ReceiveMessage" => ("sqs:receivemessage", Url, Shared),
        "RemovePermission" => ("sqs:removepermission", Url, OwnAccount),
        "SendMessage" | "SendMessageBatch" => ("sqs:sendmessage", Url, Shared),
        "SetQueueAttributes" => ("sqs:setqueueattributes", Url, OwnAccount),
        "StartMessageMoveTask" => ("sqs:startmessagemovetask", SourceArn, OwnAccount),
        "TagQueue" => ("sqs:tagqueue", Url, OwnAccount),
        "UntagQueue" => ("sqs:untagqueue", Url, OwnAccount),
        _ => return None,
    })
}

/// A queue that does not exist is told to anybody, as AWS does; nothing else is.
fn of_queue(
    ctx: &Ctx<'_>,
    rule: (&str, Reach),
    owner: AccountId,
    name: &str,
) -> Result<Access, ApiError> {
    let row = row_of(ctx, owner, name)?.ok_or_else(|| queue::does_not_exist(ctx))?;
    let region = ctx.region();
    let (partition, account) = (region.partition(), owner.as_str());
    let arn = ["arn:", partition, ":sqs:", region.as_str(), ":", account, ":", name].concat();
    Ok(to_row(ctx, rule, owner, &row, arn))
}

/// The queue that is the source of a move task. The operation says what is wrong with an ARN that
/// names none.
fn of_source(ctx: &Ctx<'_>, action: &str, text: &str) -> Access {
    let access = Access::new(ctx, action, text);
    let Some(arn) = Arn::parse(text) else { return access };
    let Some(owner) = arn.account_id() else { return access };
    let is_here = arn.service == "sqs" && arn.region() == Some(ctx.region());
    match row_of(ctx, owner, &arn.resource) {
        Ok(Some(row)) if is_here => {
            to_row(ctx, (action, Reach::OwnAccount), owner, &row, text.to_owned())
        }
        _ => access.owned_by(owner),
    }
}

/// By which the root of a queue's owner takes away a policy that denies everybody everything: no
/// policy keeps it from these ("Perform a privileged task on an AWS Organizations member account",
/// IAM User Guide; they are those of the policy SQSUnlockQueuePolicy).
const UNLOCKING: [&str; 3] =
    ["sqs:getqueueattributes", "sqs:getqueueurl", "sqs:setqueueattributes"];

/// Also by a session of it.
fn is_root_of(principal: &Principal, owner: AccountId) -> bool {
    match principal {
        Principal::Root(account) => *account == owner,
        Principal::Identity(it) => it.account == owner && it.arn.ends_with(":root"),
        Principal::Anonymous | Principal::Service(_) => false,
    }
}

fn row_of(ctx: &Ctx<'_>, owner: AccountId, name: &str) -> Result<Option<Arc<QueueRow>>, ApiError> {
    let scope = Scope::new(owner.digits(), ctx.region().as_str());
    Ok(ctx.table_in(&QUEUES, scope).get_shared(name)?)
}

fn to_row(
    ctx: &Ctx<'_>,
    (action, reach): (&str, Reach),
    owner: AccountId,
    row: &QueueRow,
    arn: String,
) -> Access {
    // Nobody's policy opens what is the own account's alone; what it denies there, it denies.
    let has_say = reach == Reach::Shared || ctx.principal().account() == Some(owner);
    let is_beyond = is_root_of(ctx.principal(), owner) && UNLOCKING.contains(&action);
    let policy = row.settings.policy.clone().filter(|_| has_say && !is_beyond);
    let mut access = Access::new(ctx, action, arn).owned_by(owner).with_policy(policy);
    for (key, value) in &row.tags {
        access = access.with_key(format!("aws:ResourceTag/{key}"), value.as_str());
    }
    access
}

/// The tags that a request would set or remove.
fn with_tags(mut access: Access, input: &Struct) -> Access {
    // Its name differs among the operations.
    let tags = input.structure("Tags").or_else(|| input.structure("tags"));
    for (key, value) in tags.into_iter().flat_map(Struct::iter) {
        access = with_tag(access, key, value.as_str());
    }
    for key in input.list("TagKeys").unwrap_or_default() {
        access = with_tag(access, key.as_str().unwrap_or_default(), None);
    }
    access
}

fn with_tag(access: Access, key: &str, value: Option<&str>) -> Access {
    let access = access.with_key("aws:TagKeys", key);
    match value {
        Some(value) => access.with_key(format!("aws:RequestTag/{key}"), value),
        None => access,
    }
}
