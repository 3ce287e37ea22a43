//! UpdateDestination.
//!
//! "If the destination type is the same, Firehose merges the configuration parameters specified
//! with the destination configuration that already exists on the delivery stream … If the
//! destination type is not the same … Firehose does not merge any parameters." What gathers in
//! buffers goes on as it is, and is delivered by the new configuration.

use kernel::{ApiError, Ctx, Struct, Value};

use crate::api::{UpdateDestinationInput, UpdateDestinationOutput};
use crate::describe::DESTINATION_ID;
use crate::destination;
use crate::errors;
use crate::state::{DestinationRow, Kind};
use crate::stream;

/// Structures of updates that are merged by themselves, and how configurations call them.
const MERGED: [(&str, &str); 2] =
    [("S3BackupUpdate", "S3BackupConfiguration"), ("S3Update", "S3Configuration")];

pub fn update_destination(
    ctx: &mut Ctx<'_>,
    input: UpdateDestinationInput<'_>,
) -> Result<UpdateDestinationOutput, ApiError> {
    let mut stream = stream::find_active(ctx, input.delivery_stream_name())?;
    let given = input.current_delivery_stream_version_id();
    if given.parse() != Ok(stream.row.version) {
        return Err(errors::wrong_version(&stream.name, stream.row.version, given));
    }
    if input.destination_id() != DESTINATION_ID {
        return Err(errors::invalid(format!(
            "Destination Id {} not found",
            input.destination_id()
        )));
    }
    let (kind, update) = destination::named(input.0, "Update")?;
    let old = &stream.row.destination;
    let start = if kind == old.kind { old.config.clone() } else { Struct::new() };
    let mut row = DestinationRow { kind, config: merged(start, update) };
    destination::fill_up(&mut row);
    if kind == Kind::S3 && old.kind == Kind::S3 {
        check_changes(old, &row)?;
    }
    destination::check(ctx, &row)?;
    let now = ctx.now().micros();
    let changed = stream.row_mut();
    changed.destination = row;
    changed.version += 1;
    changed.updated = Some(now);
    stream.save(ctx);
    Ok(UpdateDestinationOutput::new())
}

fn merged(mut config: Struct, update: &Struct) -> Struct {
    for (name, value) in update.entries() {
        let inner = MERGED.iter().find(|(of_update, _)| *of_update == name.as_ref());
        match (inner, value) {
            (Some((_, name)), Value::Struct(inner)) => {
                let old = match config.remove(name) {
                    Some(Value::Struct(old)) => old,
                    _ => Struct::new(),
                };
                config.set(*name, merged(old, inner));
            }
            _ => config.set(name.clone(), value.clone()),
        }
    }
    config
}

/// What cannot be changed of a stream that is there.
fn check_changes(old: &DestinationRow, new: &DestinationRow) -> Result<(), ApiError> {
    // "If backup is enabled, you can't update the Firehose stream to disable it."
    if old.backs_up() && !new.backs_up() {
        return Err(errors::invalid("S3 backup cannot be disabled once it is enabled."));
    }
    // "You can enable dynamic partitioning only when you create a new Firehose stream."
    if new.is_partitioned() && !old.is_partitioned() {
        return Err(errors::invalid(
            "Dynamic Partitioning can be enabled only when a Firehose stream is created.",
        ));
    }
    if old.is_partitioned() && !new.is_partitioned() {
        return Err(errors::invalid("Dynamic Partitioning cannot be disabled once it is enabled."));
    }
    Ok(())
}
