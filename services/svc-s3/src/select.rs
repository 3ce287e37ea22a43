//! SelectObjectContent: a query over one object, answered as a stream of events.
//!
//! The transaction opens the object as GetObject does; the query runs where a thread may block. How
//! far it comes before the answer begins decides how it fails: as an error of the request, or as
//! one within the stream. The language and the formats are the crate [`sql`]'s.
//!
//! Source: S3 API Reference, SelectObjectContent and "Appendix: SelectObjectContent Response".

mod errors;
mod events;
mod request;
mod source;

use std::sync::Arc;

use kernel::body::Body;
use kernel::service::WorkEnv;
use kernel::{AccountId, ApiError, Ctx, OpResult, Principal, Region, Struct};
use sql::query::{Query, Task};

use self::events::{Bill, Events};
use self::source::BodySource;
use crate::api::{SelectObjectContentInput, SelectObjectContentOutput};
use crate::attributes;
use crate::bucket;
use crate::content;
use crate::cover;
use crate::kms::Subject;
use crate::sse;
use crate::state::ObjectRow;
use crate::storage_class::{DEEP_ARCHIVE, GLACIER};
use crate::storage_meter;
use crate::tiering;
use crate::versions;

/// What the transaction hands to the work.
const REQUEST: &str = "Request";
const BODY: &str = "Body";
const ACCOUNT: &str = "Account";
const REGION: &str = "Region";
const CLASS: &str = "Class";

pub fn begin(ctx: &mut Ctx, input: SelectObjectContentInput<'_>) -> OpResult {
    // "Amazon S3 Select does not support anonymous access." (API Reference)
    if *ctx.principal() == Principal::Anonymous {
        return Err(crate::errors::access_denied());
    }
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    attributes::refuse_unimplemented(input.0)?;
    request::read(input)?;
    let (row, object) = versions::find(ctx, &bucket, input.key(), None)?;
    check_class(&object)?;
    tiering::note_access(ctx, &bucket, input.key(), &row);
    storage_meter::read(ctx, &object, object.size);
    let subject = Subject { bucket: &bucket, key: input.key() };
    let key = cover::open(ctx, subject, &object, sse::read(input.0)?.as_ref())?;
    let place = bucket.place(input.key(), row.sequence);
    let body = content::open(ctx, place, &object.content, (0, object.size), key.as_ref())?;
    Ok(Struct::new()
        .with(REQUEST, input.0.clone())
        .with(BODY, body)
        .with(ACCOUNT, ctx.account().as_str())
        .with(REGION, ctx.region().as_str())
        .with(CLASS, object.attributes.class()))
}

/// What lies in an archive, or is kept with reduced redundancy, cannot be queried.
fn check_class(object: &ObjectRow) -> Result<(), ApiError> {
    let class = object.attributes.class();
    let is_unsupported = matches!(class, GLACIER | DEEP_ARCHIVE | "REDUCED_REDUNDANCY");
    if is_unsupported || object.archive_tier().is_some() {
        return Err(errors::unsupported_storage_class());
    }
    Ok(())
}

/// Opens the query and reads up to the first event.
pub fn work(env: &WorkEnv, mut plan: Struct) -> OpResult {
    let body = match plan.remove(BODY) {
        Some(kernel::Value::Body(body)) => body,
        _ => Body::empty(),
    };
    let bill = bill(env, &plan);
    let asked = plan.structure(REQUEST).expect("begin() has put it there");
    let asked = request::read(SelectObjectContentInput(asked))?;
    let query = Query::parse(asked.expression).map_err(errors::of)?;
    let stretch = asked.stretch(body.len())?;
    let task = Task {
        source: Arc::new(BodySource::new(body)),
        input: asked.input,
        output: asked.output,
        stretch,
        now_us: env.now.micros(),
    };
    let running = query.run(task).map_err(errors::of)?;
    let events = Events::begin(running, asked.wants_progress, bill)?;
    Ok(Struct::new().with("Payload", Body::of_events(events)))
}

/// What is scanned and returned is known when the stream ends, long after the transaction.
fn bill(env: &WorkEnv, plan: &Struct) -> Bill {
    let text = |name: &str| plan.str(name).unwrap_or_default();
    let place = AccountId::parse(text(ACCOUNT)).zip(Region::parse(text(REGION)));
    let bucket = plan.structure(REQUEST).and_then(|it| it.str("Bucket")).unwrap_or_default();
    let (world, bucket) = (env.world.clone(), bucket.to_owned());
    let usage = storage_meter::select_usage(text(CLASS));
    Box::new(move |scanned, returned| {
        let Some(place) = place else { return };
        let counted = world.maintain(&crate::SERVICE, place, |ctx| {
            ctx.meter_for(usage.0, &bucket, scanned);
            ctx.meter_for(usage.1, &bucket, returned);
            Ok(())
        });
        // Nothing is read or written, so only a store that has ended refuses.
        drop(counted);
    })
}

pub fn complete(
    _: &mut Ctx,
    _: SelectObjectContentInput<'_>,
    output: Struct,
) -> Result<SelectObjectContentOutput, ApiError> {
    Ok(SelectObjectContentOutput(output))
}
