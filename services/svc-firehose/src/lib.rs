//! Amazon Data Firehose: the map of its operations.
//!
//! Streams are in [`stream`], [`destination`] and [`update`]; records come in by [`put`] or from a
//! [`source`], are prepared by [`intake`], gather in a [`buffer`], may be [transformed](transform),
//! and are delivered to S3 ([`deliver`]) or to an endpoint ([`http_delivery`]).

mod access;
#[rustfmt::skip]
pub mod api;
mod buffer;
mod charge;
mod date_pattern;
mod deliver;
mod describe;
mod destination;
mod drop_stream;
mod encryption;
mod errors;
mod gate;
mod http_delivery;
mod intake;
mod kpl;
mod limits;
mod log;
mod metrics;
mod object_name;
mod pack;
mod place;
mod processor;
mod put;
mod query;
mod source;
mod split;
mod state;
mod stream;
mod tag;
#[cfg(test)]
mod tests;
mod throttle;
mod transform;
mod transition;
mod update;

use kernel::service::Work;
use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "firehose",
    operations: &[
        op!(write api::CreateDeliveryStream, stream::create_delivery_stream),
        op!(write api::DeleteDeliveryStream, stream::delete_delivery_stream),
        op!(read api::DescribeDeliveryStream, describe::describe_delivery_stream),
        op!(read api::ListDeliveryStreams, stream::list_delivery_streams),
        op!(read api::ListTagsForDeliveryStream, tag::list_tags_for_delivery_stream),
        op!(write api::PutRecord, put::put_record),
        op!(write api::PutRecordBatch, put::put_record_batch),
        op!(write api::StartDeliveryStreamEncryption, encryption::start_delivery_stream_encryption),
        op!(write api::StopDeliveryStreamEncryption, encryption::stop_delivery_stream_encryption),
        op!(write api::TagDeliveryStream, tag::tag_delivery_stream),
        op!(write api::UntagDeliveryStream, tag::untag_delivery_stream),
        op!(write api::UpdateDestination, update::update_destination),
    ],
    steps: &[
        Op { name: buffer::EXPIRE, run: Run::Write(buffer::expire), stage: None },
        Op { name: deliver::PUT, run: Run::Work(TO_S3), stage: None },
        Op { name: drop_stream::DROP, run: Run::Write(drop_stream::drop_records), stage: None },
        Op { name: encryption::RETIRE, run: Run::Write(encryption::retire_grant), stage: None },
        Op { name: http_delivery::SEND, run: Run::Work(TO_HTTP), stage: None },
        Op { name: source::DISCOVER, run: Run::Write(source::discover), stage: None },
        Op { name: source::READ, run: Run::Wait(source::read), stage: None },
        Op { name: transform::ANSWERED, run: Run::Write(transform::answered), stage: None },
        Op { name: transform::INVOKE, run: Run::Write(transform::invoke), stage: None },
        Op { name: transition::FINISH, run: Run::Write(transition::finish), stage: None },
    ],
    on_reset: Some(encryption::forget),
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};

const TO_S3: Work =
    Work { begin: deliver::begin, work: deliver::work, complete: deliver::complete };
const TO_HTTP: Work = Work {
    begin: http_delivery::begin,
    work: http_delivery::work,
    complete: http_delivery::complete,
};
