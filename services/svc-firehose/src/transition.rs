//! How long changes of streams take: no time, or with the setting `firehose.transitions` = `aws`
//! about as long as at AWS, on the virtual clock.

use std::time::Duration;

use kernel::scheduler::Job;
use kernel::{ApiError, Ctx, OpResult, Struct};

use crate::buffer;
use crate::drop_stream;
use crate::source;
use crate::state::{EncryptionStatus, SourceRow, Status, Stream};

/// `Stream`, `Id`, `What`.
pub const FINISH: &str = "FinishTransition";
const SETTING: &str = "firehose.transitions";
/// What AWS usually takes. Of encryption: "It can take up to 5 seconds".
const CREATE: Duration = Duration::from_mins(1);
const DELETE: Duration = Duration::from_secs(30);
const ENCRYPT: Duration = Duration::from_secs(5);

fn is_gradual(ctx: &Ctx<'_>) -> bool {
    ctx.setting(SETTING).as_deref() == Some("aws")
}

/// A stream that is made is active at once, or soon. The caller saves its row afterwards.
pub fn creating(ctx: &mut Ctx<'_>, stream: &mut Stream) -> Result<(), ApiError> {
    if is_gradual(ctx) {
        stream.row_mut().status = Status::Creating;
        later(ctx, stream, "Active", CREATE);
        return Ok(());
    }
    activate(ctx, stream)
}

/// The caller saves the row afterwards.
fn activate(ctx: &mut Ctx<'_>, stream: &mut Stream) -> Result<(), ApiError> {
    let now = ctx.now().micros();
    let row = stream.row_mut();
    row.status = Status::Active;
    if let SourceRow::Kinesis { since, .. } = &mut row.source {
        *since = now;
    }
    if matches!(row.source, SourceRow::Kinesis { .. }) {
        source::begin(ctx, stream);
    }
    Ok(())
}

/// A stream is gone at once, or soon.
pub fn deleting(ctx: &mut Ctx<'_>, stream: &mut Stream) -> Result<(), ApiError> {
    if is_gradual(ctx) {
        stream.row_mut().status = Status::Deleting;
        stream.save(ctx);
        later(ctx, stream, "Gone", DELETE);
        return Ok(());
    }
    drop_stream::remove(ctx, stream)
}

/// The caller saves the row afterwards.
pub fn enabling(ctx: &mut Ctx<'_>, stream: &mut Stream) {
    encrypting(ctx, stream, EncryptionStatus::Enabling, "Enabled");
}

/// As [`enabling`].
pub fn disabling(ctx: &mut Ctx<'_>, stream: &mut Stream) {
    encrypting(ctx, stream, EncryptionStatus::Disabling, "Disabled");
}

fn encrypting(
    ctx: &mut Ctx<'_>,
    stream: &mut Stream,
    meanwhile: EncryptionStatus,
    then: &'static str,
) {
    if is_gradual(ctx)
        && let Some(row) = &mut stream.row_mut().encryption
    {
        row.status = meanwhile;
        later(ctx, stream, then, ENCRYPT);
    }
}

fn later(ctx: &mut Ctx<'_>, stream: &Stream, what: &'static str, after: Duration) {
    let ask = buffer::step(ctx, stream, FINISH).with("What", what);
    let at = ctx.now() + after;
    ctx.enqueue(Job::now(ask).at(at));
}

pub fn finish(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(mut stream) = buffer::stream_of(ctx, input)? else { return Ok(Struct::new()) };
    let settle = |stream: &mut Stream, from: EncryptionStatus, to: EncryptionStatus| {
        if let Some(row) = &mut stream.row_mut().encryption
            && row.status == from
        {
            row.status = to;
        }
    };
    match input.str("What").unwrap_or_default() {
        "Gone" => {
            drop_stream::remove(ctx, &stream)?;
            return Ok(Struct::new());
        }
        "Active" if stream.row.status == Status::Creating => activate(ctx, &mut stream)?,
        "Enabled" => settle(&mut stream, EncryptionStatus::Enabling, EncryptionStatus::Enabled),
        "Disabled" => settle(&mut stream, EncryptionStatus::Disabling, EncryptionStatus::Disabled),
        _ => {}
    }
    stream.save(ctx);
    Ok(Struct::new())
}
