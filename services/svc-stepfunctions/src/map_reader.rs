//! Items of a Map Run: from the state's input, or read from S3 as the state machine's role, a piece
//! at a time; then selected, put together in batches, and kept as children that are to begin.
//!
//! Source: Step Functions Developer Guide, "ItemReader (Map)", "ItemBatcher (Map)".

use asl::map_run::{Batcher, Item, MapRun, STATE_DATA};
use asl::{Failure, Interpreter, PAYLOAD_MAX, failure};
use kernel::{ApiError, Ctx, OpResult, Struct};
use serde_json::Value as Json;

use crate::map_run;
use crate::map_source::{self, Piece, Source};
use crate::map_state::{
    MAP_CHILDREN, MAP_OPEN, MAP_PLANS, MAP_QUEUE, MapChildRow, MapPhase, MapRunRow, OpenBatchRow,
};
use crate::{map_children, task};

/// The step that reads a piece: `Run`.
pub const READ: &str = "MapRunRead";

/// "Maximum number of items in a Map Run: 100 million" (service quotas).
const ITEMS_MAX: u64 = 100_000_000;

/// The step [`READ`].
pub fn read(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some((id, mut row)) = map_run::of_step(ctx, input)? else { return Ok(Struct::new()) };
    if row.phase != MapPhase::Reading {
        return Ok(Struct::new());
    }
    let plan = ctx.table(&MAP_PLANS).get(&id)?.ok_or_else(ApiError::internal)?.plan;
    let piece = match next_piece(ctx, &row, &plan)? {
        Ok(Some(piece)) => piece,
        Ok(None) => return Ok(Struct::new()),
        Err(failure) => {
            row.cursor = Some(String::new());
            map_run::fail(ctx, &id, &mut row, &failure)?;
            return Ok(Struct::new());
        }
    };
    let first = row.read;
    let most = plan.items_max.filter(|most| *most > 0).unwrap_or(ITEMS_MAX).min(ITEMS_MAX);
    let left = usize::try_from(most - first).unwrap_or(usize::MAX);
    let is_last = piece.next.is_none() || piece.items.len() >= left;
    let items = piece.items.into_iter().take(left).enumerate();
    let items: Vec<Item> =
        items.map(|(at, value)| Item { index: first + at as u64, value }).collect();
    row.read += items.len() as u64;
    let selected = {
        let Some((mut runner, frame)) = map_run::parent(ctx, &row)? else {
            return Ok(Struct::new());
        };
        let revision = runner.revision.clone();
        let definition = &revision.definition.definition;
        Interpreter::new(definition, &mut runner).selected(&frame, items, &piece.source)
    };
    let selected = match selected {
        Ok(selected) => selected,
        Err(failure) => {
            row.cursor = Some(String::new());
            map_run::fail(ctx, &id, &mut row, &failure)?;
            return Ok(Struct::new());
        }
    };
    keep_items(ctx, &id, &mut row, plan.batcher.as_ref(), selected, is_last)?;
    row.cursor = piece.next.filter(|_| !is_last).map(|cursor| cursor.to_string());
    if is_last {
        row.phase = MapPhase::Running;
    }
    map_run::keep(ctx, &id, &row);
    let step = if is_last { map_children::GO_ON } else { READ };
    map_run::leave(ctx, &row, step, &id);
    Ok(Struct::new())
}

/// `None` where nobody waits for the run any more.
fn next_piece(
    ctx: &mut Ctx<'_>,
    row: &MapRunRow,
    plan: &MapRun,
) -> Result<Result<Option<Piece>, Failure>, ApiError> {
    let Some(reader) = &plan.reader else {
        let text = plan.items.as_deref().unwrap_or("[]");
        let items = match crate::ending::parsed(text) {
            Json::Array(items) => items,
            _ => Vec::new(),
        };
        return Ok(Ok(Some(Piece { items, next: None, source: STATE_DATA.to_owned() })));
    };
    let (role, session) = {
        let Some((runner, _)) = map_run::parent(ctx, row)? else { return Ok(Ok(None)) };
        (runner.revision.role.clone(), task::session(&runner.run.name))
    };
    let source = Source::of(reader, &role, session);
    let cursor = row.cursor.as_deref().map(crate::ending::parsed);
    let read = source.and_then(|source| map_source::read(ctx, &source, cursor));
    Ok(read.map(Some).map_err(|cause| Failure::new(failure::ITEM_READER_FAILED, cause)))
}

/// Items become children, each by itself or in batches.
fn keep_items(
    ctx: &mut Ctx<'_>,
    id: &str,
    row: &mut MapRunRow,
    batcher: Option<&Batcher>,
    items: Vec<Json>,
    is_last: bool,
) -> Result<(), ApiError> {
    let Some(batcher) = batcher else {
        for item in items {
            keep_child(ctx, id, row, 1, item.to_string());
        }
        return Ok(());
    };
    let mut open = ctx.table(&MAP_OPEN).get(id)?.unwrap_or_default();
    let most = batcher.items_max.unwrap_or(u64::MAX);
    let bytes_max = batcher.bytes_max.unwrap_or(PAYLOAD_MAX as u64).min(PAYLOAD_MAX as u64);
    let head = batcher.input.as_ref().map_or(0, String::len) as u64 + 32;
    let size = |open: &OpenBatchRow| open.items.iter().map(|it| it.len() as u64 + 1).sum::<u64>();
    let mut bytes = head + size(&open);
    for item in items {
        let text = item.to_string();
        let len = text.len() as u64 + 1;
        let is_full = open.items.len() as u64 >= most || bytes + len > bytes_max;
        if is_full && !open.items.is_empty() {
            close(ctx, id, row, batcher, &mut open);
            bytes = head;
        }
        bytes += len;
        open.items.push(text);
    }
    if is_last && !open.items.is_empty() {
        close(ctx, id, row, batcher, &mut open);
    }
    ctx.table_mut(&MAP_OPEN).put(id, &open);
    Ok(())
}

fn close(
    ctx: &mut Ctx<'_>,
    id: &str,
    row: &mut MapRunRow,
    batcher: &Batcher,
    open: &mut OpenBatchRow,
) {
    let items = std::mem::take(&mut open.items);
    let list = items.join(",");
    let input = match &batcher.input {
        Some(input) => format!("{{\"BatchInput\":{input},\"Items\":[{list}]}}"),
        None => format!("{{\"Items\":[{list}]}}"),
    };
    keep_child(ctx, id, row, items.len() as u32, input);
}

fn keep_child(ctx: &mut Ctx<'_>, id: &str, row: &mut MapRunRow, items: u32, input: String) {
    let key = (id.to_owned(), row.children);
    let child = MapChildRow { items, input: Some(input), name: None, status: "PENDING".to_owned() };
    ctx.table_mut(&MAP_CHILDREN).put(&key, &child);
    ctx.table_mut(&MAP_QUEUE).put(&key, &());
    row.children += 1;
    row.executions.pending += 1;
    row.items.pending += u64::from(items);
}
