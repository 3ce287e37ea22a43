//! Queries: started, looked at, cancelled.
//!
//! Source: API Reference, StartQuery, DescribeQuery, GetQueryResults, ListQueries and CancelQuery;
//! User Guide, "CloudTrail Lake queries". A statement is planned before it is accepted; the step
//! [`super::run`] runs it.

use std::sync::Arc;
use std::time::Duration;

use kernel::scheduler::Job;
use kernel::view::List;
use kernel::{Access, ApiError, Ask, Ctx, OpResult, Struct, Timestamp, Value, page};
use sql::fault::Fault;
use sql::lake::{Table, schema};
use store::Range;

use super::find::{self, Store};
use super::ingest::Nothing;
use super::state::{
    ALIASES, AliasRow, QUERIES, QUERIES_OF, QueryRow, RESULTS, RUNNING, ResultRow, STORES, StoreRow,
};
use super::{deliver, run};
use crate::api::{
    CancelQueryInput, CancelQueryOutput, DescribeQueryInput, DescribeQueryOutput,
    GetQueryResultsInput, GetQueryResultsOutput, ListQueriesInput, ListQueriesOutput, QueryBuilder,
    QueryStatisticsBuilder, QueryStatisticsForDescribeQueryBuilder, StartQueryInput,
    StartQueryOutput, delivery_status, query_status,
};
use crate::errors::bad_token;
use crate::lake_errors as errors;
use crate::limits::{LIST_MAX, QUERIES_AT_ONCE_MAX, QUERY_DAYS};

/// The end of a query's results.
pub const FORGET: &str = "ForgetQuery";
const DAY: Duration = Duration::from_hours(24);

pub fn start(ctx: &mut Ctx<'_>, input: StartQueryInput<'_>) -> Result<StartQueryOutput, ApiError> {
    let (statement, alias) = match (input.query_statement(), input.query_alias()) {
        (Some(statement), None) => {
            if input.query_parameters().is_some() {
                return Err(errors::bad_parameter("QueryParameters go with a QueryAlias."));
            }
            (statement.to_owned(), None)
        }
        (None, Some(alias)) => {
            let given = input.query_parameters().map(List::to_vec).unwrap_or_default();
            (super::dashboard::statement_of(ctx, alias, &given)?, Some(alias.to_owned()))
        }
        _ => {
            return Err(errors::bad_parameter("Give either QueryStatement or QueryAlias."));
        }
    };
    // The door has asked about the first store that the statement names.
    for store in check(ctx, &statement)?.iter().skip(1) {
        let access = Access::new(ctx, "cloudtrail:StartQuery", store.arn())
            .owned_by(store.account)
            .with_policy(store.row.policy.clone());
        ctx.authorize(&access)?;
    }
    let uri = input.delivery_s3_uri().map(str::to_owned);
    let id = begin(ctx, Wish { statement, uri, alias })?;
    let account = ctx.account().to_string();
    let owner = input.event_data_store_owner_account_id().map(|_| account);
    Ok(StartQueryOutput::new().query_id(id).event_data_store_owner_account_id(owner))
}

/// A query that is wished for.
#[derive(Clone, Debug)]
pub struct Wish {
    pub statement: String,
    pub uri: Option<String>,
    /// Of a widget.
    pub alias: Option<String>,
}

/// Checks a query and leaves its run; answers its id.
pub fn begin(ctx: &mut Ctx<'_>, wish: Wish) -> Result<String, ApiError> {
    let stores = check(ctx, &wish.statement)?;
    let Some(store) = stores.first().cloned() else {
        return Err(errors::bad_statement("The statement names no event data store."));
    };
    let running = ctx.table(&RUNNING).keys(&Range::all()).take(QUERIES_AT_ONCE_MAX + 1).count();
    if running >= QUERIES_AT_ONCE_MAX {
        return Err(errors::too_many_queries());
    }
    if let Some(uri) = &wish.uri {
        deliver::check(ctx, &store, uri)?;
    }
    let now = ctx.now();
    let id = ctx.chance().uuid();
    let row = QueryRow {
        id: id.clone(),
        store: store.row.id.clone(),
        statement: wish.statement,
        status: query_status::QUEUED.to_owned(),
        created: now.micros(),
        delivery: wish.uri.as_ref().map(|_| delivery_status::PENDING.to_owned()),
        uri: wish.uri,
        alias: wish.alias.clone(),
        ..QueryRow::default()
    };
    ctx.table_mut(&QUERIES).put(id.as_str(), &row);
    ctx.table_mut(&RUNNING).put(id.as_str(), &());
    let place = (store.row.id.as_str(), now.micros(), id.as_str());
    ctx.table_mut(&QUERIES_OF).put(&place, &());
    if let Some(alias) = wish.alias {
        let row = AliasRow { query: id.clone() };
        ctx.table_mut(&ALIASES).put(&(alias.as_str(), ""), &row);
    }
    let step = |name: &'static str| {
        Ask::to("cloudtrail", name)
            .with("Id", id.as_str())
            .as_service(crate::record::CLOUDTRAIL)
            .in_account(store.account)
            .in_region(store.region)
    };
    ctx.enqueue(Job::now(step(run::RUN)));
    // "The results of a query are available for seven days after the query finishes."
    ctx.enqueue(Job::now(step(FORGET)).at(now + DAY * QUERY_DAYS));
    Ok(id)
}

/// Plans a statement over the stores of the account; answers those that it names.
pub fn check(ctx: &Ctx<'_>, statement: &str) -> Result<Vec<Store>, ApiError> {
    let mut stores: Vec<Store> = Vec::new();
    let mut refusal = None;
    let mut lookup = |name: &str| match find::active(ctx, name) {
        Ok(store) => {
            let table = Table { columns: columns_of(&store.row), events: Arc::new(Nothing) };
            if !stores.iter().any(|it| it.row.id == store.row.id) {
                stores.push(store);
            }
            Ok(table)
        }
        Err(error) => {
            let fault = Fault::new("NoStore", error.message().to_owned());
            refusal = Some(error);
            Err(fault)
        }
    };
    let checked = sql::lake::check(statement, &mut lookup, ctx.now().millis());
    match (checked, refusal) {
        (Ok(_), _) => Ok(stores),
        (Err(_), Some(refusal)) => Err(refusal),
        (Err(fault), None) => Err(errors::bad_statement(&fault.message)),
    }
}

/// The columns of a store's events.
pub fn columns_of(store: &StoreRow) -> &'static [sql::lake::Field] {
    if store.is_activity { schema::ACTIVITY } else { schema::EVENTS }
}

/// The query, by id or by the alias of its widget; of the store that is named, if one is.
fn named(
    ctx: &Ctx<'_>,
    store: Option<&str>,
    (id, alias, refresh): (Option<&str>, Option<&str>, Option<&str>),
) -> Result<QueryRow, ApiError> {
    let id = match (id, alias) {
        (Some(id), None) => id.to_owned(),
        (None, Some(alias)) => {
            let key = (alias, refresh.unwrap_or_default());
            let row = ctx.table(&ALIASES).get(&key)?;
            row.ok_or_else(|| errors::no_query(alias))?.query
        }
        _ => return Err(errors::bad_parameter("Give either QueryId or QueryAlias.")),
    };
    let row = ctx.table(&QUERIES).get(id.as_str())?.ok_or_else(|| errors::no_query(&id))?;
    if let Some(name) = store {
        let store = find::active(ctx, name)?;
        if store.row.id != row.store {
            return Err(errors::no_query(&id));
        }
    }
    Ok(row)
}

pub fn describe(
    ctx: &mut Ctx<'_>,
    input: DescribeQueryInput<'_>,
) -> Result<DescribeQueryOutput, ApiError> {
    let which = (input.query_id(), input.query_alias(), input.refresh_id());
    let row = named(ctx, input.event_data_store(), which)?;
    let statistics = QueryStatisticsForDescribeQueryBuilder::new()
        .events_matched(row.events_matched.cast_signed())
        .events_scanned(row.events_scanned.cast_signed())
        .bytes_scanned(row.bytes_scanned.cast_signed())
        .execution_time_in_millis(row.run_ms)
        .creation_time(Timestamp::from_micros(row.created));
    let account = ctx.account().to_string();
    Ok(DescribeQueryOutput::new()
        .query_id(row.id)
        .query_string(row.statement)
        .query_status(row.status)
        .query_statistics(statistics)
        .error_message(row.error)
        .delivery_s3_uri(row.uri)
        .delivery_status(row.delivery)
        .event_data_store_owner_account_id(
            input.event_data_store_owner_account_id().map(|_| account),
        ))
}

pub fn results(
    ctx: &mut Ctx<'_>,
    input: GetQueryResultsInput<'_>,
) -> Result<GetQueryResultsOutput, ApiError> {
    let row = named(ctx, input.event_data_store(), (Some(input.query_id()), None, None))?;
    let from = match input.next_token() {
        None => 0,
        Some(token) => page::decode("GetQueryResults", token)
            .and_then(|it| String::from_utf8(it).ok()?.strip_prefix(row.id.as_str())?.parse().ok())
            .ok_or_else(bad_token)?,
    };
    let count = input.max_query_results().map_or(LIST_MAX as u64, i64::unsigned_abs);
    let until = row.rows.min(from + count);
    let id = row.id.as_str();
    let range = Range::within(&(id,)).from(&(id, from)).before(&(id, until));
    let mut rows: Vec<Value> = Vec::new();
    for entry in ctx.table(&RESULTS).scan(&range) {
        let (_, result): (_, ResultRow) = entry?;
        let cells = row.columns.iter().zip(result.cells);
        let cells = cells.map(|(name, cell)| {
            Value::from(Struct::new().with(name.clone(), cell.unwrap_or_default()))
        });
        rows.push(Value::List(cells.collect()));
    }
    let statistics = QueryStatisticsBuilder::new()
        .results_count(rows.len() as i64)
        .total_results_count(row.rows.cast_signed())
        .bytes_scanned(row.bytes_scanned.cast_signed());
    let token = (until < row.rows)
        .then(|| page::encode("GetQueryResults", format!("{id}{until}").as_bytes()));
    let is_finished = row.status == query_status::FINISHED;
    let mut output: Struct = GetQueryResultsOutput::new()
        .query_status(&row.status)
        .query_statistics(statistics)
        .next_token(token)
        .error_message(row.error)
        .into();
    if is_finished {
        output.set("QueryResultRows", Value::List(rows));
    }
    Ok(GetQueryResultsOutput(output))
}

/// "Returns a list of queries and query statuses for the past seven days": the latest first.
pub fn list(ctx: &mut Ctx<'_>, input: ListQueriesInput<'_>) -> Result<ListQueriesOutput, ApiError> {
    let store = find::active(ctx, input.event_data_store())?;
    let start = input.start_time().map_or(i64::MIN, Timestamp::micros);
    let end = input.end_time().map_or(i64::MAX, Timestamp::micros);
    if start > end {
        return Err(errors::bad_dates());
    }
    let id = store.row.id.as_str();
    let mut range = Range::within(&(id,)).reversed();
    if let Some(token) = input.next_token() {
        let position = page::decode("ListQueries", token);
        let text = position.and_then(|it| String::from_utf8(it).ok()).ok_or_else(bad_token)?;
        let (at, query) = text.split_once(' ').ok_or_else(bad_token)?;
        range = range.before(&(id, at.parse::<i64>().map_err(|_| bad_token())?, query));
    }
    let most = input.max_results().map_or(LIST_MAX, |it| it as usize);
    let (mut out, mut last, mut token) = (Vec::new(), None, None);
    for key in ctx.table(&QUERIES_OF).keys(&range) {
        let (_, at, query) = key?;
        if out.len() == most {
            token = last.map(|(at, query): (i64, String)| {
                page::encode("ListQueries", format!("{at} {query}").as_bytes())
            });
            break;
        }
        let Some(row) = ctx.table(&QUERIES).get(query.as_str())? else { continue };
        let is_wanted = input.query_status().is_none_or(|status| status == row.status);
        if (start..=end).contains(&at) && is_wanted {
            out.push(
                QueryBuilder::new()
                    .query_id(&row.id)
                    .query_status(row.status)
                    .creation_time(Timestamp::from_micros(row.created)),
            );
        }
        last = Some((at, query));
    }
    Ok(ListQueriesOutput::new().queries(out).next_token(token))
}

pub fn cancel(
    ctx: &mut Ctx<'_>,
    input: CancelQueryInput<'_>,
) -> Result<CancelQueryOutput, ApiError> {
    let which = (Some(input.query_id()), None, None);
    let mut row = named(ctx, input.event_data_store(), which)?;
    if ![query_status::QUEUED, query_status::RUNNING].contains(&row.status.as_str()) {
        return Err(errors::ended_query(&row.status));
    }
    query_status::CANCELLED.clone_into(&mut row.status);
    if row.delivery.is_some() {
        row.delivery = Some(delivery_status::CANCELLED.to_owned());
    }
    ctx.table_mut(&QUERIES).put(row.id.as_str(), &row);
    ctx.table_mut(&RUNNING).delete(row.id.as_str());
    let account = ctx.account().to_string();
    Ok(CancelQueryOutput::new()
        .query_id(row.id)
        .query_status(query_status::CANCELLED)
        .event_data_store_owner_account_id(
            input.event_data_store_owner_account_id().map(|_| account),
        ))
}

/// The step after seven days.
pub fn forget_step(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    forget(ctx, input.str("Id").unwrap_or_default())?;
    Ok(Struct::new())
}

fn forget(ctx: &mut Ctx<'_>, id: &str) -> Result<(), ApiError> {
    let Some(row) = ctx.table(&QUERIES).get(id)? else { return Ok(()) };
    ctx.table_mut(&RESULTS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&QUERIES).delete(id);
    ctx.table_mut(&RUNNING).delete(id);
    ctx.table_mut(&QUERIES_OF).delete(&(row.store.as_str(), row.created, id));
    if let Some(alias) = row.alias {
        let aliases: Vec<(String, String)> = ctx
            .table(&ALIASES)
            .scan(&Range::within(&(alias.as_str(),)))
            .filter_map(|entry| match entry {
                Ok((key, row)) => (row.query == id).then_some(Ok(key)),
                Err(error) => Some(Err(error)),
            })
            .collect::<Result<_, _>>()?;
        for key in aliases {
            ctx.table_mut(&ALIASES).delete(&key);
        }
    }
    Ok(())
}

/// All queries of a store that has come to its end.
pub fn forget_all(ctx: &mut Ctx<'_>, store: &str) -> Result<(), ApiError> {
    let keys = ctx.table(&QUERIES_OF).keys(&Range::within(&(store,)));
    let keys: Vec<(String, i64, String)> = keys.collect::<Result<_, _>>()?;
    for (_, _, id) in keys {
        forget(ctx, &id)?;
    }
    Ok(())
}

/// The store of a query that is there.
pub fn store_of(ctx: &Ctx<'_>, row: &QueryRow) -> Result<Option<Store>, ApiError> {
    let (account, region) = (ctx.account(), ctx.region());
    let store = ctx.table(&STORES).get(row.store.as_str())?;
    Ok(store.map(|row| Store { account, region, row }))
}
