//! Pointers to events of query results (`@ptr`), for GetLogRecord.

use kernel::page;

use crate::position::Position;

const OPERATION: &str = "GetLogRecord";

pub fn write(group: &str, position: Position) -> String {
    let mut bytes = position.bytes().to_vec();
    bytes.extend_from_slice(group.as_bytes());
    page::encode(OPERATION, &bytes)
}

/// The event's position and the name of its group.
pub fn read(pointer: &str) -> Option<(Position, String)> {
    let bytes = page::decode(OPERATION, pointer)?;
    let (position, group) = bytes.split_at_checked(Position::FIRST.bytes().len())?;
    Some((Position::from_bytes(position)?, String::from_utf8(group.to_vec()).ok()?))
}
