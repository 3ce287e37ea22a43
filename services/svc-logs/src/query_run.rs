//! How a query is carried out: outside of transactions, on snapshots.
//!
//! The step [`RUN`] is of kind work. Its work reads events page by page, each by a call of the step
//! [`PAGE`], which reads a snapshot; so nobody waits for a long query. A query that is stopped ends
//! with the page that it reads.

use std::rc::Rc;

use bytes::Bytes;
use kernel::call::{Call, Origin};
use kernel::service::WorkEnv;
use kernel::{AccountId, ApiError, Ctx, OpResult, Principal, Region, Struct, Value};
use minicbor::{Decode, Encode};

use crate::filters;
use crate::insights::{self, Event, Pipeline};
use crate::limits;
use crate::position::Position;
use crate::protection::Masks;
use crate::reader::{Names, Reader, Streams};
use crate::state::{QUERIES, QUERY_PAGES, QueryPageRow, QueryRow, QueryStatus};

/// `Query`.
pub const RUN: &str = "RunQuery";
/// `Query`, `Name`, `Id`, `From`, `To` (digits of positions). Answers `Events`, `Bytes`, `Next`.
pub const PAGE: &str = "QueryPage";

/// Events of a page, as they go from the step to the work.
#[derive(Debug, Encode, Decode)]
struct Read {
    #[cbor(n(0), with = "minicbor::bytes")]
    position: Vec<u8>,
    #[n(1)]
    ingested: i64,
    #[n(2)]
    message: String,
    #[n(3)]
    stream: String,
    #[n(4)]
    raw: Option<String>,
}

pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.str("Query").unwrap_or_default();
    let row = ctx.table(&QUERIES).get(id)?.filter(|row| row.status.is_active());
    let Some(mut row) = row else { return Ok(Struct::new()) };
    row.status = QueryStatus::Running;
    ctx.table_mut(&QUERIES).put(id, &row);
    let encoded = minicbor::to_vec(&row).expect("writing to memory cannot fail");
    Ok(Struct::new()
        .with("Query", id)
        .with("Row", Bytes::from(encoded))
        .with("Account", ctx.account().to_string())
        .with("Region", ctx.region().to_string()))
}

/// What has come of a query, or that it has failed.
struct Outcome {
    rows: Vec<Vec<(String, String)>>,
    matched: u64,
    scanned: u64,
    bytes: u64,
}

pub fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    let Some(row) = plan.blob("Row") else { return Ok(Struct::new()) };
    let row: QueryRow = minicbor::decode(row).map_err(|_| ApiError::internal())?;
    match run(env, &plan, &row) {
        Ok(outcome) => {
            let rows: Vec<Value> = outcome
                .rows
                .chunks(limits::ROWS_PER_PAGE)
                .map(|rows| {
                    let page = QueryPageRow { rows: rows.to_vec() };
                    let page = minicbor::to_vec(page).expect("writing to memory cannot fail");
                    Value::from(Bytes::from(page))
                })
                .collect();
            Ok(Struct::new()
                .with("Pages", rows)
                .with("Rows", outcome.rows.len() as i64)
                .with("Matched", outcome.matched.cast_signed())
                .with("Scanned", outcome.scanned.cast_signed())
                .with("Bytes", outcome.bytes.cast_signed()))
        }
        Err(error) => {
            tracing::info!(%error, "a query fails");
            Ok(Struct::new().with("Failed", true))
        }
    }
}

fn run(env: &WorkEnv, plan: &Struct, row: &QueryRow) -> Result<Outcome, ApiError> {
    let query = insights::compile(&row.text).map_err(|_| ApiError::internal())?;
    let mut pipeline = Pipeline::new(query, env.now.millis(), row.limit.max(1) as usize);
    let account = plan.str("Account").and_then(AccountId::parse).ok_or_else(ApiError::internal)?;
    let region = plan.str("Region").and_then(Region::parse).ok_or_else(ApiError::internal)?;
    let mut source =
        Source { env, row, account, region, id: plan.str("Query").unwrap_or_default() };
    let (mut scanned, mut bytes) = (0, 0);
    let too_much = |_| ApiError::new("LimitExceededException", "The query keeps too much.");
    let mut merged = Merged::new(&mut source)?;
    while let Some(event) = merged.next(&mut source)? {
        scanned += 1;
        bytes += event.message.len() as u64;
        pipeline.push(event).map_err(too_much)?;
    }
    let (rows, matched) = pipeline.finish().map_err(too_much)?;
    Ok(Outcome { rows, matched, scanned, bytes })
}

/// Where events come from.
struct Source<'a> {
    env: &'a WorkEnv,
    row: &'a QueryRow,
    account: AccountId,
    region: Region,
    id: &'a str,
}

impl Source<'_> {
    /// Events of a group before `to`, newest first, and where the next page ends.
    fn page(
        &mut self,
        (name, id): &(String, u64),
        to: Position,
    ) -> Result<(Vec<Read>, Option<Position>), ApiError> {
        let from = Position::at_time(self.row.start.saturating_mul(1_000));
        let input = Struct::new()
            .with("Query", self.id)
            .with("Name", name.as_str())
            .with("Id", id.cast_signed())
            .with("From", from.digits())
            .with("To", to.digits());
        let call = Call {
            service: "logs".into(),
            operation: PAGE.into(),
            input,
            principal: Principal::Root(self.account),
            account: self.account,
            region: self.region,
            origin: std::sync::Arc::new(Origin::default()),
            source: None,
            hop: 0,
        };
        let answer = self.env.world.dispatch_blocking(&call).ok_or_else(ApiError::internal)??;
        let events = answer.blob("Events").ok_or_else(ApiError::internal)?;
        let events = minicbor::decode(events).map_err(|_| ApiError::internal())?;
        Ok((events, answer.str("Next").and_then(Position::of_digits)))
    }
}

/// The events of all groups, newest first.
struct Merged {
    groups: Vec<Opened>,
}

struct Opened {
    of: (String, u64),
    name: Rc<str>,
    log: Rc<str>,
    /// Oldest first, so that the next one is the last.
    events: Vec<Read>,
    next: Option<Position>,
}

impl Merged {
    fn new(source: &mut Source<'_>) -> Result<Merged, ApiError> {
        // The end is inclusive, in seconds.
        let end = source.row.end.saturating_mul(1_000).saturating_add(999);
        let to = Position::at_time(end.saturating_add(1));
        let mut groups = Vec::new();
        for of in &source.row.groups.clone() {
            let name: Rc<str> = of.0.as_str().into();
            let log: Rc<str> = format!("{}:{}", source.account, of.0).into();
            let next = Some(to);
            let mut group = Opened { of: of.clone(), name, log, events: Vec::new(), next };
            group.refill(source)?;
            groups.push(group);
        }
        Ok(Merged { groups })
    }

    fn next(&mut self, source: &mut Source<'_>) -> Result<Option<Event>, ApiError> {
        let newest = self.groups.iter_mut().max_by(|one, other| one.newest().cmp(&other.newest()));
        let Some(group) = newest else { return Ok(None) };
        let Some(read) = group.events.pop() else { return Ok(None) };
        let position = Position::from_bytes(&read.position).ok_or_else(ApiError::internal)?;
        let event = Event {
            position,
            ingested: read.ingested,
            message: read.message,
            raw: read.raw,
            stream: read.stream,
            group: group.name.clone(),
            log: group.log.clone(),
        };
        if group.events.is_empty() {
            group.refill(source)?;
        }
        Ok(Some(event))
    }
}

impl Opened {
    fn newest(&self) -> Option<&[u8]> {
        self.events.last().map(|it| it.position.as_slice())
    }

    fn refill(&mut self, source: &mut Source<'_>) -> Result<(), ApiError> {
        while self.events.is_empty()
            && let Some(to) = self.next
        {
            (self.events, self.next) = source.page(&self.of, to)?;
            self.events.reverse();
        }
        Ok(())
    }
}

/// The step: reads a page of events, of a query that still runs.
pub fn read_page(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.str("Query").unwrap_or_default();
    let row = ctx.table(&QUERIES).get(id)?;
    let is_active = row.as_ref().is_some_and(|row| row.status.is_active());
    let is_unmasked = row.as_ref().is_some_and(|row| row.is_unmasked);
    let position =
        |name: &str| input.str(name).and_then(Position::of_digits).ok_or_else(ApiError::internal);
    let (mut from, to) = (position("From")?, position("To")?);
    let group = filters::group_of(ctx, input)?.filter(|_| is_active);
    let mut events = Vec::new();
    let mut next = None;
    if let Some(group) = group {
        from = from.max(Position::at_time(group.floor(ctx.now().millis())));
        let masks = Masks::of(ctx, &group)?;
        let mut reader = Reader::new(group, Streams::All, (from, to), true).masked(masks);
        if is_unmasked {
            reader = reader.with_raw();
        }
        let mut names = Names::default();
        let mut bytes = 0;
        while let Some(event) = reader.next(ctx)? {
            bytes += event.message.len() + limits::EVENT_OVERHEAD_BYTES;
            let position = event.position;
            if let Some(stream) = names.get(ctx, position.stream())? {
                events.push(Read {
                    position: position.bytes().to_vec(),
                    ingested: event.ingested,
                    message: event.message,
                    stream: stream.to_owned(),
                    raw: event.raw,
                });
            }
            if bytes >= limits::QUERY_PAGE_BYTES {
                next = Some(position.digits());
                break;
            }
        }
    }
    let encoded = minicbor::to_vec(&events).expect("writing to memory cannot fail");
    let answer = Struct::new().with("Events", Bytes::from(encoded));
    Ok(match next {
        Some(next) => answer.with("Next", next),
        None => answer,
    })
}

pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, result: Struct) -> OpResult {
    let done = Ok(Struct::new());
    let id = input.str("Query").unwrap_or_default();
    let row = ctx.table(&QUERIES).get(id)?.filter(|row| row.status.is_active());
    let Some(mut row) = row else { return done };
    let number = |name: &str| result.int(name).unwrap_or_default().cast_unsigned();
    let has_failed = result.bool("Failed") == Some(true);
    row.status = if has_failed { QueryStatus::Failed } else { QueryStatus::Complete };
    row.finished = Some(ctx.now().millis());
    row.matched = number("Matched");
    row.scanned = number("Scanned");
    row.bytes = number("Bytes");
    row.rows = number("Rows");
    for (at, page) in result.list("Pages").unwrap_or_default().iter().enumerate() {
        let page = page.as_blob().and_then(|page| minicbor::decode::<QueryPageRow>(page).ok());
        let page = page.ok_or_else(ApiError::internal)?;
        ctx.table_mut(&QUERY_PAGES).put(&(id, at as u64), &page);
    }
    ctx.table_mut(&QUERIES).put(id, &row);
    ctx.meter_for("DataScanned-Bytes", "", row.bytes);
    done
}
