//! PutAuditEvents: checked here, kept by CloudTrail.
//!
//! Source: CloudTrail Data Service API Reference, PutAuditEvents.

use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx, Struct, Value};

use crate::api::{PutAuditEventsInput, PutAuditEventsOutput, error};

/// The step of CloudTrail that keeps events.
const STEP: &str = "PutAuditEvents";
/// "You can add up to 100 of these events (or up to 1 MB) per PutAuditEvents request."
const BYTES_MAX: usize = 1024 * 1024;

pub fn put(
    ctx: &mut Ctx<'_>,
    input: PutAuditEventsInput<'_>,
) -> Result<PutAuditEventsOutput, ApiError> {
    let channel = input.channel_arn();
    if let Some(arn) = Arn::parse(channel) {
        if arn.service != "cloudtrail" || !arn.resource.starts_with("channel/") {
            return Err(bad_arn(channel));
        }
        // Channels of other accounts are opened by their policies, which are not asked here.
        if arn.account_id() != Some(ctx.account()) {
            return Err(error::channel_insufficient_permission(
                "The caller's account ID must be the same as the channel owner's account ID.",
            ));
        }
    }
    if input.external_id().is_some() {
        let message = "Nephele does not implement external IDs of channels yet.";
        return Err(ApiError::new("NotImplemented", message).with_status(501));
    }
    let mut bytes = 0;
    let mut events: Vec<Value> = Vec::new();
    for event in input.audit_events() {
        bytes += event.event_data().len();
        let mut one = Struct::new().with("id", event.id()).with("eventData", event.event_data());
        if let Some(checksum) = event.event_data_checksum() {
            one.set("eventDataChecksum", checksum);
        }
        events.push(Value::from(one));
    }
    if bytes > BYTES_MAX {
        let message = "The events of a request have at most 1 MB.";
        return Err(ApiError::new("ValidationException", message));
    }
    let ask = Ask::to("cloudtrail", STEP).with("Channel", channel).with("Events", events);
    let answer = ctx.call(ask).map_err(|refusal| match refusal.code() {
        "ChannelNotFoundException" => error::channel_not_found("The channel could not be found."),
        "ChannelARNInvalidException" => bad_arn(channel),
        "DuplicatedAuditEventId" => error::duplicated_audit_event_id(refusal.message()),
        _ => refusal,
    })?;
    Ok(PutAuditEventsOutput(answer))
}

fn bad_arn(channel: &str) -> ApiError {
    error::invalid_channel_arn(format!("The channel ARN is not valid: {channel}"))
}
