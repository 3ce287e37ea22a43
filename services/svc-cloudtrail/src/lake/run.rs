//! The step that runs a query: it names the stores in one transaction, reads and computes outside
//! of any, and keeps the result in another.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::service::WorkEnv;
use kernel::{AccountId, Ctx, OpResult, Region, Scope, Struct, Value};
use sql::fault::Fault;
use sql::lake::{Answer, Bounds, Table, schema};

use super::ingest::{self, Pages};
use super::state::{QUERIES, QueryRow, RESULTS, RUNNING, ResultRow};
use super::{charge, deliver, query};
use crate::api::query_status;
use crate::limits::{RESULT_BYTES_MAX, RESULT_ROWS_MAX};
use crate::recorder;

pub const RUN: &str = "RunQuery";

/// What the statement is to read; nothing of a query that was cancelled.
pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    recorder::settle(ctx)?;
    let id = input.str("Id").unwrap_or_default();
    let Some(mut row) = ctx.table(&QUERIES).get(id)? else { return Ok(Struct::new()) };
    if row.status != query_status::QUEUED {
        return Ok(Struct::new());
    }
    let now = ctx.now();
    let mut plan = Struct::new()
        .with("Id", id)
        .with("Statement", row.statement.as_str())
        .with("Account", ctx.account().as_str())
        .with("Region", ctx.region().as_str())
        .with("NowMs", now.millis())
        .with("Until", now.micros() + 1);
    match query::check(ctx, &row.statement) {
        Ok(stores) => {
            let stores = stores.iter().map(|store| {
                let from = ingest::kept_since(&store.row, now.micros());
                Struct::new()
                    .with("Id", store.row.id.as_str())
                    .with("From", from)
                    .with("IsActivity", store.row.is_activity)
            });
            plan.set("Stores", stores.map(Value::from).collect::<Vec<Value>>());
        }
        // A store has gone since the query was accepted.
        Err(error) => plan.set("Fault", error.message()),
    }
    if row.uri.is_some() {
        plan.set("Signing", deliver::signing(ctx)?);
    }
    query_status::RUNNING.clone_into(&mut row.status);
    ctx.table_mut(&QUERIES).put(id, &row);
    Ok(plan)
}

/// Runs the statement and packs its result.
pub fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    if plan.is_empty() {
        return Ok(plan);
    }
    let mut out = Struct::new().with("NowMs", plan.int("NowMs").unwrap_or_default());
    match answer(env, &plan) {
        Err(fault) => out.set("Fault", fault),
        Ok(answer) => {
            if let Some(signing) = plan.structure("Signing") {
                out.set("Files", deliver::pack(signing, &answer, env.now)?);
            }
            let texts = |cells: Vec<Option<String>>| {
                // Texts begin with a mark, so that nothing is told from an empty one.
                let cells = cells.into_iter().map(|cell| match cell {
                    None => Value::from(""),
                    Some(text) => Value::from(format!("={text}")),
                });
                Value::List(cells.collect())
            };
            out.set("Rows", Value::List(answer.rows.into_iter().map(texts).collect()));
            let columns = answer.columns.into_iter().map(Value::from).collect::<Vec<Value>>();
            out.set("Columns", columns);
            out.set("EventsScanned", answer.events_scanned.cast_signed());
            out.set("EventsMatched", answer.events_matched.cast_signed());
            out.set("BytesScanned", answer.bytes_scanned.cast_signed());
        }
    }
    Ok(out)
}

fn answer(env: &WorkEnv, plan: &Struct) -> Result<Answer, String> {
    if let Some(fault) = plan.str("Fault") {
        return Err(fault.to_owned());
    }
    let text = |name: &str| plan.str(name).unwrap_or_default();
    let (account, region) = (AccountId::parse(text("Account")), Region::parse(text("Region")));
    let (account, region) = account.zip(region).ok_or("the place of the query is unknown")?;
    let scope = Scope::new(account.digits(), region.as_str());
    let until = plan.int("Until").unwrap_or_default();
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for store in plan.list("Stores").unwrap_or_default().iter().filter_map(Value::as_struct) {
        let id = store.str("Id").unwrap_or_default().to_owned();
        let is_activity = store.bool("IsActivity") == Some(true);
        let from = store.int("From").unwrap_or_default();
        let events = Pages { world: env.world.clone(), scope, id: id.clone(), from, until };
        let columns = if is_activity { schema::ACTIVITY } else { schema::EVENTS };
        tables.insert(id, Table { columns, events: Arc::new(events) });
    }
    let tables = RefCell::new(tables);
    let mut lookup = |name: &str| {
        let id = name.rsplit('/').next().unwrap_or(name);
        let found = tables.borrow().get(id).cloned();
        found.ok_or_else(|| Fault::new("NoStore", "The event data store does not exist."))
    };
    let bounds = Bounds { rows: RESULT_ROWS_MAX, bytes: RESULT_BYTES_MAX };
    let now_ms = plan.int("NowMs").unwrap_or_default();
    let answer = sql::lake::run(text("Statement"), &mut lookup, now_ms, &bounds);
    answer.map_err(|fault| {
        if fault.code == "InternalError" {
            tracing::warn!(reason = fault.message, "a query of Lake failed");
        }
        fault.message
    })
}

/// Keeps the result of a query that was not cancelled meanwhile.
pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, done: Struct) -> OpResult {
    let id = input.str("Id").unwrap_or_default();
    let Some(mut row) = ctx.table(&QUERIES).get(id)? else { return Ok(Struct::new()) };
    if row.status != query_status::RUNNING || done.is_empty() {
        return Ok(Struct::new());
    }
    ctx.table_mut(&RUNNING).delete(id);
    row.run_ms = (ctx.now().millis() - done.int("NowMs").unwrap_or_default()).max(0);
    if let Some(fault) = done.str("Fault") {
        fail(&mut row, fault);
    } else {
        keep(ctx, &mut row, &done);
        charge::scanned(ctx, &row);
        query_status::FINISHED.clone_into(&mut row.status);
        if row.uri.is_some() {
            let status = deliver::put(ctx, &row, done.list("Files").unwrap_or_default())?;
            row.delivery = Some(status.to_owned());
        }
    }
    ctx.table_mut(&QUERIES).put(id, &row);
    Ok(Struct::new())
}

/// The model has messages of 4 to 1,000 characters.
fn fail(row: &mut QueryRow, fault: &str) {
    let fault = if fault.chars().count() < 4 { "The query failed." } else { fault };
    query_status::FAILED.clone_into(&mut row.status);
    row.error = Some(fault.chars().take(1_000).collect());
    if row.delivery.is_some() {
        row.delivery = Some(crate::api::delivery_status::FAILED.to_owned());
    }
}

fn keep(ctx: &mut Ctx<'_>, row: &mut QueryRow, done: &Struct) {
    let texts = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    row.columns = done.list("Columns").unwrap_or_default().iter().map(texts).collect();
    let count = |name: &str| done.int(name).unwrap_or_default().unsigned_abs();
    row.events_scanned = count("EventsScanned");
    row.events_matched = count("EventsMatched");
    row.bytes_scanned = count("BytesScanned");
    let rows = done.list("Rows").unwrap_or_default();
    row.rows = rows.len() as u64;
    for (at, cells) in rows.iter().enumerate() {
        let Value::List(cells) = cells else { continue };
        let cells = cells
            .iter()
            .map(|cell| cell.as_str().and_then(|text| text.strip_prefix('=')).map(str::to_owned));
        let result = ResultRow { cells: cells.collect() };
        ctx.table_mut(&RESULTS).put(&(row.id.as_str(), at as u64), &result);
    }
}
