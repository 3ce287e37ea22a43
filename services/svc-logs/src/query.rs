//! Queries of CloudWatch Logs Insights: started, looked at and stopped. [`crate::query_run`]
//! carries them out, [`crate::insights`] is their language.

use kernel::page;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Principal, Struct, Timestamp};
use store::Range;

use crate::access;
use crate::api::{
    DescribeQueriesInput, DescribeQueriesOutput, GetQueryResultsInput, GetQueryResultsOutput,
    QueryInfoBuilder, QueryStatisticsBuilder, ResultFieldBuilder, StartQueryInput,
    StartQueryOutput, StopQueryInput, StopQueryOutput, error, query_language, query_status,
};
use crate::errors;
use crate::group;
use crate::insights::{self, Refusal};
use crate::limits;
use crate::listing::Page;
use crate::query_run;
use crate::state::{Class, Group, QUERIES, QUERY_PAGES, QUERY_TIMES, QueryRow, QueryStatus};

const RESULTS: &str = "GetQueryResults";
/// `Query`: its time is over.
pub const FORGET: &str = "ForgetQuery";

pub fn start_query(
    ctx: &mut Ctx<'_>,
    input: StartQueryInput<'_>,
) -> Result<StartQueryOutput, ApiError> {
    check_language(input.query_language())?;
    let (start, end) = (input.start_time(), input.end_time());
    if end < start {
        // As users quote it.
        return Err(errors::invalid(
            "Query's end date and time is either before the log groups creation time or exceeds \
             the log groups log retention settings",
        ));
    }
    let groups = groups_of(ctx, input)?;
    let is_unmasked = insights::compile(input.query_string()).is_ok_and(|it| it.unmasks());
    for group in &groups {
        access::check_group(ctx, "logs:StartQuery", group)?;
        if is_unmasked {
            access::check_group(ctx, "logs:Unmask", group)?;
        }
        if group.row.class == Class::Delivery {
            return Err(errors::not_for_class("StartQuery", group.row.class.name()));
        }
    }
    check_text(input.query_string())?;
    let id = ctx.chance().uuid();
    let created = ctx.now().millis();
    if active(ctx)? >= limits::QUERIES_ACTIVE_MAX {
        return Err(errors::limit_exceeded());
    }
    let row = QueryRow {
        text: input.query_string().to_owned(),
        groups: groups.iter().map(|group| (group.name.clone(), group.row.id)).collect(),
        start,
        end,
        limit: input.limit().unwrap_or(limits::QUERY_ROWS_DEFAULT as i64),
        status: QueryStatus::Scheduled,
        created,
        finished: None,
        user: user(ctx),
        matched: 0,
        scanned: 0,
        bytes: 0,
        rows: 0,
        is_unmasked,
    };
    ctx.table_mut(&QUERIES).put(&id, &row);
    ctx.table_mut(&QUERY_TIMES).put(&(created, id.as_str()), &());
    let input = Struct::new().with("Query", id.as_str());
    let step = |name: &'static str| Ask::to("logs", name).with_input(input.clone());
    ctx.enqueue(Job::now(step(query_run::RUN)));
    let over = Timestamp::from_millis(created + limits::QUERY_KEPT_MS);
    ctx.enqueue(Job::now(step(FORGET)).at(over));
    Ok(StartQueryOutput::new().query_id(id))
}

pub fn check_language(language: Option<&str>) -> Result<(), ApiError> {
    match language {
        None | Some(query_language::CWLI) => Ok(()),
        Some(other) => Err(errors::not_implemented(format!("the query language {other}"))),
    }
}

pub fn check_text(text: &str) -> Result<(), ApiError> {
    match insights::compile(text) {
        Ok(_) => Ok(()),
        Err(Refusal::Absent(command)) => {
            Err(errors::not_implemented(format!("the command {command} of queries")))
        }
        Err(Refusal::Malformed { message, start, end }) => {
            let location = Struct::new()
                .with("startCharOffset", start as i64)
                .with("endCharOffset", end as i64);
            let compile_error =
                Struct::new().with("location", location).with("message", message.as_str());
            Err(error::malformed_query_exception(message)
                .with_member("queryCompileError", compile_error))
        }
    }
}

fn groups_of(ctx: &Ctx<'_>, input: StartQueryInput<'_>) -> Result<Vec<Group>, ApiError> {
    let identifiers: Vec<&str> =
        match (input.log_group_name(), input.log_group_names(), input.log_group_identifiers()) {
            (Some(name), None, None) => vec![name],
            (None, Some(list), None) | (None, None, Some(list)) => list.to_vec(),
            // [U]
            _ => {
                return Err(errors::invalid(
                    "Specify exactly one of logGroupName, logGroupNames and logGroupIdentifiers.",
                ));
            }
        };
    if identifiers.is_empty() || identifiers.len() > limits::QUERY_GROUPS_MAX {
        // [U]
        let most = limits::QUERY_GROUPS_MAX;
        return Err(errors::invalid(format!("A query is of 1 to {most} log groups.")));
    }
    let mut groups: Vec<Group> = Vec::with_capacity(identifiers.len());
    for identifier in identifiers {
        let found = group::identified(ctx, identifier)?;
        if groups.iter().all(|group| group.name != found.name) {
            groups.push(found);
        }
    }
    Ok(groups)
}

/// Who asks, as DescribeQueries shows it.
fn user(ctx: &Ctx<'_>) -> Option<String> {
    match ctx.principal() {
        Principal::Root(account) => {
            Some(format!("arn:{}:iam::{account}:root", ctx.region().partition()))
        }
        Principal::Identity(identity) => Some(identity.arn.clone()),
        Principal::Anonymous | Principal::Service(_) => None,
    }
}

/// How many queries are scheduled or running: among the newest, since each ends soon.
fn active(ctx: &Ctx<'_>) -> Result<usize, ApiError> {
    let newest = ctx.table(&QUERY_TIMES).keys(&Range::all().reversed());
    let mut count = 0;
    for key in newest.take(limits::QUERIES_ACTIVE_MAX) {
        let row = ctx.table(&QUERIES).get(&key?.1)?;
        count += usize::from(row.is_some_and(|row| row.status.is_active()));
    }
    Ok(count)
}

pub fn get_query_results(
    ctx: &mut Ctx<'_>,
    input: GetQueryResultsInput<'_>,
) -> Result<GetQueryResultsOutput, ApiError> {
    let id = input.query_id();
    let row = ctx.table(&QUERIES).get(id)?.ok_or_else(no_query)?;
    let from = match input.next_token() {
        None => 0,
        Some(token) => read_token(token, id).ok_or_else(errors::bad_token)?,
    };
    let most = input.max_items().filter(|most| *most > 0);
    let most = most.map_or(limits::RESULTS_PAGE_MAX, |most| most as usize);
    let mut results = Vec::new();
    let first_page = (from / limits::ROWS_PER_PAGE) as u64;
    let pages = Range::within(&(id,)).from(&(id, first_page));
    let mut skip = from % limits::ROWS_PER_PAGE;
    for entry in ctx.table(&QUERY_PAGES).scan(&pages) {
        let (_, page) = entry?;
        for shown in page.rows.into_iter().skip(std::mem::take(&mut skip)) {
            if results.len() < most {
                let field = |(name, value): (String, String)| {
                    ResultFieldBuilder::new().field(name).value(value)
                };
                results.push(shown.into_iter().map(field).collect::<Vec<_>>());
            }
        }
        if results.len() >= most {
            break;
        }
    }
    let reached = from + results.len();
    let token =
        ((reached as u64) < row.rows && !results.is_empty()).then(|| write_token(reached, id));
    let statistics = QueryStatisticsBuilder::new()
        .records_matched(row.matched as f64)
        .records_scanned(row.scanned as f64)
        .estimated_records_skipped(0.0)
        .bytes_scanned(row.bytes as f64)
        .estimated_bytes_skipped(0.0)
        .log_groups_scanned(row.groups.len() as f64)
        .result_count(row.rows as f64);
    Ok(GetQueryResultsOutput::new()
        .query_language(query_language::CWLI)
        .results(results)
        .statistics(statistics)
        .status(row.status.name())
        .next_token(token))
}

fn write_token(at: usize, id: &str) -> String {
    page::encode(RESULTS, format!("{at} {id}").as_bytes())
}

fn read_token(token: &str, id: &str) -> Option<usize> {
    let position = String::from_utf8(page::decode(RESULTS, token)?).ok()?;
    let (at, of) = position.split_once(' ')?;
    at.parse().ok().filter(|_| of == id)
}

fn no_query() -> ApiError {
    errors::not_found("query")
}

pub fn stop_query(
    ctx: &mut Ctx<'_>,
    input: StopQueryInput<'_>,
) -> Result<StopQueryOutput, ApiError> {
    let id = input.query_id();
    let mut row = ctx.table(&QUERIES).get(id)?.ok_or_else(no_query)?;
    if !row.status.is_active() {
        // "If the query has already ended, the operation returns an error indicating that the
        // specified query is not running." The words: [U].
        return Err(errors::invalid("The specified query is not running."));
    }
    row.status = QueryStatus::Cancelled;
    row.finished = Some(ctx.now().millis());
    ctx.table_mut(&QUERIES).put(id, &row);
    Ok(StopQueryOutput::new().success(true))
}

pub fn describe_queries(
    ctx: &mut Ctx<'_>,
    input: DescribeQueriesInput<'_>,
) -> Result<DescribeQueriesOutput, ApiError> {
    let page =
        Page::read("DescribeQueries", input.max_results(), limits::LIST_MAX, input.next_token())?;
    if input.query_language().is_some_and(|it| it != query_language::CWLI) {
        return Ok(DescribeQueriesOutput::new().queries(Vec::<QueryInfoBuilder>::new()));
    }
    let mut range = Range::all().reversed();
    if let Some((time, id)) = page.after.as_deref().and_then(|after| after.split_once(' ')) {
        let time: i64 = time.parse().map_err(|_| errors::bad_token())?;
        range = range.before(&(time, id));
    }
    let mut found = Vec::new();
    for key in ctx.table(&QUERY_TIMES).keys(&range) {
        let (time, id) = key?;
        let Some(row) = ctx.table(&QUERIES).get(&id)? else { continue };
        let is_of = |name: &str| row.groups.iter().any(|(group, _)| group == name);
        if input.log_group_name().is_none_or(is_of)
            && input.status().is_none_or(|status| status == row.status.name())
        {
            found.push((format!("{time} {id}"), show(&id, &row)));
            if found.len() > page.max {
                break;
            }
        }
    }
    let (found, token) = page.cut(found, |(key, _)| key.clone());
    let shown: Vec<_> = found.into_iter().map(|(_, query)| query).collect();
    Ok(DescribeQueriesOutput::new().queries(shown).next_token(token))
}

fn show(id: &str, row: &QueryRow) -> QueryInfoBuilder {
    let duration = row.finished.map(|finished| finished - row.created);
    QueryInfoBuilder::new()
        .query_language(query_language::CWLI)
        .query_id(id)
        .query_string(&row.text)
        .status(row.status.name())
        .create_time(row.created)
        .log_group_name(row.groups.first().map(|(name, _)| name.as_str()))
        .query_duration(duration)
        .bytes_scanned(row.bytes as f64)
        .user_identity(row.user.as_deref())
}

/// The step: a query whose results are no longer available.
pub fn forget(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.str("Query").unwrap_or_default();
    if let Some(row) = ctx.table(&QUERIES).get(id)? {
        ctx.table_mut(&QUERY_TIMES).delete(&(row.created, id));
    }
    ctx.table_mut(&QUERIES).delete(id);
    ctx.table_mut(&QUERY_PAGES).delete_range(&Range::within(&(id,)))?;
    Ok(Struct::new())
}

impl QueryStatus {
    pub fn is_active(self) -> bool {
        matches!(self, QueryStatus::Scheduled | QueryStatus::Running)
    }

    fn name(self) -> &'static str {
        match self {
            QueryStatus::Scheduled => query_status::SCHEDULED,
            QueryStatus::Running => query_status::RUNNING,
            QueryStatus::Complete => query_status::COMPLETE,
            QueryStatus::Failed => query_status::FAILED,
            QueryStatus::Cancelled => query_status::CANCELLED,
        }
    }
}
