//! `AssumeRoot`: a short session as the root of a member account, for one of five tasks.
//!
//! Sources: [A] AssumeRoot; "Perform a privileged task on an AWS Organizations member account" (IAM
//! User Guide). Which accounts may is IAM's to say (centralized root access). What the root may do
//! the session may do, except what the policy of its task denies.

use auth::credentials::{KeyKind, ROOT_TASK, Session};
use auth::directory::managed;
use kernel::arn::Arn;
use kernel::{Access, AccountId, ApiError, Ask, Ctx};

use crate::api::{AssumeRootInput, AssumeRootOutput};
use crate::caller::{Caller, root_arn};
use crate::errors;
use crate::issue::{Wish, is_global_endpoint, issue};
use crate::limits::ROOT_TASK_SECONDS_MAX;

const OPERATION: &str = "AssumeRoot";

/// As IAM calls them.
const CREDENTIALS: &str = "RootCredentialsManagement";
const SESSIONS: &str = "RootSessions";

pub fn assume_root(
    ctx: &mut Ctx,
    input: AssumeRootInput<'_>,
) -> Result<AssumeRootOutput, ApiError> {
    // "The STS global endpoint is not supported for AssumeRoot."
    if is_global_endpoint(&ctx.origin().endpoint) {
        return Err(errors::unknown_operation());
    }
    let caller = Caller::of(ctx)?;
    let target = target(input.target_principal())?;
    let root = root_arn(ctx, target);
    // "You cannot use root user credentials to make this call."
    if caller.is_root() {
        return Err(errors::not_authorized(&caller.arn, OPERATION, Some(&root)));
    }
    caller.require_may_call(OPERATION, Some(&root))?;
    let task = input.task_policy_arn().arn().unwrap_or_default();
    let feature = feature(task)?;
    let access = Access::new(ctx, "sts:AssumeRoot", root.as_str())
        .with_key("aws:ResourceAccount", target.as_str())
        .with_key("sts:TaskPolicyArn", task);
    ctx.authorize(&access)?;
    let refuse = || errors::not_authorized(&caller.arn, OPERATION, Some(&root));
    if !ctx.can_call("iam", "CheckRootAccess") {
        return Err(refuse());
    }
    let ask = Ask::to("iam", "CheckRootAccess")
        .with("Target", target.as_str())
        .with("Feature", feature)
        .as_service("sts.amazonaws.com");
    ctx.call(ask).map_err(|_| refuse())?;
    let source_identity = caller.session.as_ref().and_then(|it| it.source_identity.clone());
    let issued = issue(
        ctx,
        Wish {
            account: target,
            kind: KeyKind::RootSession,
            arn: root.clone(),
            unique_id: target.to_string(),
            seconds: input.duration_seconds().unwrap_or(ROOT_TASK_SECONDS_MAX),
            token_chars_min: input.minimum_session_token_size(),
            session: Session {
                issuer_arn: root,
                policy_arns: vec![task.to_owned()],
                source_identity: source_identity.clone(),
                ..Session::default()
            },
        },
    )?;
    Ok(AssumeRootOutput::new()
        .credentials(issued.credentials())
        .source_identity(source_identity)
        .session_token_size(issued.token_size())
        .session_token_utilization(issued.token_utilization()))
}

/// "The member account principal ARN or account ID."
fn target(text: &str) -> Result<AccountId, ApiError> {
    if let Some(account) = AccountId::parse(text) {
        return Ok(account);
    }
    let arn = Arn::parse(text).filter(|arn| arn.service == "iam" && arn.resource == "root");
    arn.and_then(|arn| arn.account_id()).ok_or_else(|| errors::invalid_arn(text))
}

/// The feature of centralized root access that a task belongs to.
fn feature(task: &str) -> Result<&'static str, ApiError> {
    let is_task = task.contains(ROOT_TASK) && managed::find(task).is_some();
    match task.rsplit('/').next() {
        Some("S3UnlockBucketPolicy" | "SQSUnlockQueuePolicy") if is_task => Ok(SESSIONS),
        _ if is_task => Ok(CREDENTIALS),
        _ => Err(errors::invalid_arn(task)),
    }
}
