//! Whether S3 may deliver to the targets of a notification configuration, found out by doing it:
//! queues and topics get the test message, functions a dry run.

use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ask, Ctx};
use serde_json::json;
use targets::Delivery;

use crate::bucket::Bucket;
use crate::events::{self, SERVICE_PRINCIPAL};
use crate::state_settings::{NotificationRow, NotificationTarget, TargetKind};

/// The code by which services say that it is the caller who may not.
const DENIALS: [&str; 4] =
    ["AccessDenied", "AccessDeniedException", "AuthorizationError", "KMSAccessDenied"];

/// Sends the test message to each target once. The configuration's transaction takes it back if
/// one of them fails: then nobody gets any.
pub fn check_destinations(
    ctx: &mut Ctx,
    bucket: &Bucket,
    row: &NotificationRow,
) -> Result<(), ApiError> {
    let mut seen: Vec<&str> = Vec::new();
    let mut refused: Option<ApiError> = None;
    for target in &row.targets {
        if seen.contains(&target.arn.as_str()) {
            continue;
        }
        seen.push(&target.arn);
        let Err(error) = check(ctx, bucket, target) else { continue };
        let reason = reason(target.kind, &error);
        refused.get_or_insert_with(|| {
            ApiError::new(
                "InvalidArgument",
                "Unable to validate the following destination configurations",
            )
            .with_member("ArgumentName", &target.arn)
            .with_member("ArgumentValue", reason)
        });
    }
    refused.map_or(Ok(()), Err)
}

fn reason(kind: TargetKind, error: &ApiError) -> String {
    let word = kind.word();
    if DENIALS.contains(&error.code()) {
        return match kind {
            TargetKind::Function => "Not authorized to invoke function".to_owned(),
            _ => format!(
                "Permissions on the destination {word} do not allow S3 to publish notifications \
                 from this bucket"
            ),
        };
    }
    format!("The destination {word} does not exist")
}

fn check(ctx: &mut Ctx, bucket: &Bucket, target: &NotificationTarget) -> Result<(), ApiError> {
    let arn = Arn::parse(&target.arn).expect("it was checked when it was read");
    let ask = match target.kind {
        TargetKind::Function => dry_run(&arn),
        TargetKind::Queue | TargetKind::Topic => {
            let message = json!({
                "Service": "Amazon S3",
                "Event": "s3:TestEvent",
                "Time": ctx.now().iso8601_millis(),
                "Bucket": bucket.name,
                "RequestId": ctx.request_id(),
                "HostId": events::host_id(ctx.request_id()),
            });
            events::delivery(&arn, &Delivery { body: message.to_string(), ..Delivery::default() })
        }
    };
    let ask = ask.as_service(SERVICE_PRINCIPAL).for_source(bucket.arn(), bucket.owner());
    ctx.call(ask).map(|_| ())
}

fn dry_run(function: &Arn) -> Ask {
    let ask = Ask::to("lambda", "Invoke")
        .with("FunctionName", function.to_string())
        .with("InvocationType", "DryRun");
    let account = function.account_id().unwrap_or(AccountId::DEFAULT);
    let region = function.region().unwrap_or(kernel::Region::DEFAULT);
    ask.in_account(account).in_region(region)
}
