//! Publishing to one phone or one device, without a topic.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};

use crate::api::PublishOutput;
use crate::errors;
use crate::publish::Checked;

/// Whether a TargetArn names a device's endpoint, not a topic.
pub fn is_device(arn: &str) -> bool {
    Arn::parse(arn).is_some_and(|arn| arn.resource.starts_with("endpoint/"))
}

pub fn to_phone(
    _ctx: &mut Ctx<'_>,
    _phone_number: &str,
    _message: Checked,
) -> Result<PublishOutput, ApiError> {
    Err(errors::not_implemented("SMS messages (PhoneNumber)"))
}

pub fn to_device(
    _ctx: &mut Ctx<'_>,
    _endpoint_arn: &str,
    _message: Checked,
) -> Result<PublishOutput, ApiError> {
    Err(errors::not_implemented("mobile push (endpoints of platform applications)"))
}
