//! What becomes of a message that cannot be delivered: the subscription's dead-letter queue takes
//! it, or it is lost.

use kernel::{ApiError, Ctx};

use crate::delivery::{Failure, Parcel};
use crate::queue_delivery;
use crate::redrive;

pub fn bury(ctx: &mut Ctx<'_>, parcel: &Parcel<'_>, failure: &Failure) -> Result<(), ApiError> {
    let Some(queue) = redrive::target(parcel.subscription) else { return Ok(()) };
    let delivered = queue_delivery::bury(ctx, parcel, &queue);
    if let Err(error) = delivered {
        tracing::debug!(
            topic = %parcel.topic.arn, queue = %queue, reason = %failure.reason, %error,
            "a dead-letter queue does not take a message"
        );
    }
    Ok(())
}
