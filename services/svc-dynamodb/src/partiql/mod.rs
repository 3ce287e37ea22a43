//! PartiQL: ExecuteStatement, BatchExecuteStatement, ExecuteTransaction.
//!
//! A statement is parsed ([`parser`]) into what the other operations are made of too: conditions,
//! projections and updates ([`statement`]). [`plan`] finds keys in conditions; [`run`] reads and
//! writes, and [`columns`] is what a SELECT shows.

mod bag;
mod columns;
mod lexer;
mod parser;
mod plan;
mod run;
mod statement;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use kernel::view::List;
use kernel::{AccountId, ApiError, Ctx, Value};

use crate::access;
use crate::api::{
    AttributeValue, BatchExecuteStatementInput, BatchExecuteStatementOutput,
    BatchStatementErrorBuilder, BatchStatementRequest, BatchStatementResponseBuilder,
    ExecuteStatementInput, ExecuteStatementOutput, ExecuteTransactionInput,
    ExecuteTransactionOutput, ItemResponseBuilder,
};
use crate::attribute::{Attribute, Item};
use crate::capacity::{Consistency, Consumed, Detail, Report};
use crate::errors;
use crate::fine_grained;
use crate::names;
use crate::state::TableRow;
use crate::strong;
use crate::transact::{self, Opened, Tables, Token};
use crate::values;
use run::Page;
use statement::Statement;

/// What a statement of a transaction is part of, for policies.
const ENCLOSING: &str = "ExecuteTransaction";

pub fn execute_statement(
    ctx: &mut Ctx<'_>,
    input: ExecuteStatementInput<'_>,
) -> Result<ExecuteStatementOutput, ApiError> {
    let statement = parse(input.statement(), input.parameters())?;
    let owner = admit(ctx, &statement, None)?;
    let name = statement.table().to_owned();
    let report = Report::parse(input.return_consumed_capacity());
    access::within(ctx, owner, |ctx| {
        let (out, consumed) = execute(ctx, input, statement)?;
        Ok(out.consumed_capacity(consumed.shown(&name, report)))
    })
}

/// Refuses a caller who may not do what a statement does; the account of its table.
fn admit(
    ctx: &Ctx<'_>,
    statement: &Statement,
    enclosing: Option<&str>,
) -> Result<AccountId, ApiError> {
    let (action, table, index) = (statement.action(), statement.table(), statement.index());
    let keys = |row: &TableRow| {
        let mut keys = statement.condition_keys(row);
        keys.extend(enclosing.map(|name| (fine_grained::ENCLOSING, name.to_owned())));
        keys
    };
    access::check(ctx, action, table, index, keys).map(|admitted| admitted.owner)
}

fn execute(
    ctx: &mut Ctx<'_>,
    input: ExecuteStatementInput<'_>,
    statement: Statement,
) -> Result<(ExecuteStatementOutput, Consumed), ApiError> {
    let table = names::open(ctx, statement.table())?;
    let shows_item = input.return_values_on_condition_check_failure() == Some("ALL_OLD");
    let mut out = ExecuteStatementOutput::new();
    let consumed = match statement {
        Statement::Select(select) => {
            let page = Page {
                consistency: Consistency::of(input.consistent_read()),
                limit: input.limit().map(|limit| limit as usize),
                token: input.next_token(),
            };
            let read = run::select(ctx, &table, select, &page)?;
            out.0.set("Items", Value::List(read.items));
            out = out.next_token(read.token).last_evaluated_key(read.last);
            read.consumed
        }
        Statement::Exists(_) => {
            return Err(errors::ours("EXISTS can only be used within a transaction"));
        }
        write => {
            let done = run::write(ctx, &table, write, shows_item)?;
            let items = done.shown.map(|item| Value::Struct(values::write_item(item)));
            out.0.set("Items", Value::List(items.into_iter().collect()));
            done.consumed
        }
    };
    Ok((out, consumed))
}

fn parse(
    text: &str,
    parameters: Option<List<'_, AttributeValue<'_>>>,
) -> Result<Statement, ApiError> {
    let parameters: Vec<Attribute> = match parameters {
        None => Vec::new(),
        Some(given) => given.values().iter().map(values::read).collect::<Result<_, _>>()?,
    };
    parser::parse(text, parameters)
}

pub fn batch_execute_statement(
    ctx: &mut Ctx<'_>,
    input: BatchExecuteStatementInput<'_>,
) -> Result<BatchExecuteStatementOutput, ApiError> {
    let report = Report::parse(input.return_consumed_capacity());
    let statements = input.statements().to_vec();
    let parsed: Vec<_> =
        statements.iter().map(|one| parse(one.statement(), one.parameters())).collect();
    let kinds: Vec<bool> = parsed.iter().flatten().map(Statement::is_read).collect();
    if kinds.iter().any(|kind| *kind != kinds[0]) {
        return Err(errors::ours(
            "A batch must consist of either read statements or write statements, not of both",
        ));
    }
    let mut responses = Vec::with_capacity(statements.len());
    let mut capacities: BTreeMap<String, Consumed> = BTreeMap::new();
    for (request, parsed) in statements.iter().zip(parsed) {
        let table = parsed.as_ref().ok().map(|it| it.table().to_owned());
        let outcome = parsed.and_then(|statement| {
            let owner = admit(ctx, &statement, None)?;
            access::within(ctx, owner, |ctx| one_of_batch(ctx, *request, statement))
        });
        let response = BatchStatementResponseBuilder::new().table_name(table);
        responses.push(match outcome {
            Ok((name, item, consumed)) => {
                capacities.entry(name).or_default().add(&consumed);
                response.item(item.map(values::write_item))
            }
            Err(error) => response.error(shown_error(&error)?),
        });
    }
    let capacities: Vec<_> =
        capacities.iter().filter_map(|(name, consumed)| consumed.shown(name, report)).collect();
    Ok(BatchExecuteStatementOutput::new()
        .responses(responses)
        .consumed_capacity((report != Report::None).then_some(capacities)))
}

fn one_of_batch(
    ctx: &mut Ctx<'_>,
    request: BatchStatementRequest<'_>,
    statement: Statement,
) -> Result<(String, Option<Item>, Consumed), ApiError> {
    let name = statement.table().to_owned();
    let table = names::open(ctx, &name)?;
    let shows_item = request.return_values_on_condition_check_failure() == Some("ALL_OLD");
    let (item, consumed) = match statement {
        Statement::Select(select) => {
            let consistency = Consistency::of(request.consistent_read());
            run::get(ctx, &table, select, consistency).map_err(|error| {
                if error.message().starts_with("Where clause") {
                    return errors::validation(
                        "Select statements within BatchExecuteStatement must specify the primary \
                         key in the where clause.",
                    );
                }
                error
            })?
        }
        Statement::Exists(_) => {
            return Err(errors::ours("EXISTS can only be used within a transaction"));
        }
        write => {
            let done = run::write(ctx, &table, write, shows_item)?;
            (done.shown, done.consumed)
        }
    };
    Ok((name, item, consumed))
}

/// The failure of one statement; the server's own fails the batch.
fn shown_error(error: &ApiError) -> Result<BatchStatementErrorBuilder, ApiError> {
    let code = match error.code() {
        "ConditionalCheckFailedException" => "ConditionalCheckFailed",
        "ValidationException" => "ValidationError",
        "DuplicateItemException" => "DuplicateItem",
        "ResourceNotFoundException" => "ResourceNotFound",
        "AccessDeniedException" => "AccessDenied",
        "TransactionConflictException" => "TransactionConflict",
        "ProvisionedThroughputExceededException" => "ProvisionedThroughputExceeded",
        "ItemCollectionSizeLimitExceededException" => "ItemCollectionSizeLimitExceeded",
        _ => return Err(error.clone()),
    };
    let item = error.members().get("Item").and_then(Value::as_struct);
    Ok(BatchStatementErrorBuilder::new().code(code).message(error.message()).item(item))
}

pub fn execute_transaction(
    ctx: &mut Ctx<'_>,
    input: ExecuteTransactionInput<'_>,
) -> Result<ExecuteTransactionOutput, ApiError> {
    let report = Report::parse(input.return_consumed_capacity());
    let mut parsed = Vec::new();
    for one in input.transact_statements() {
        let shows_item = one.return_values_on_condition_check_failure() == Some("ALL_OLD");
        parsed.push((parse(one.statement(), one.parameters())?, shows_item));
    }
    let is_read = parsed.first().is_some_and(|(statement, _)| statement.is_read());
    if parsed.iter().any(|(statement, _)| statement.is_read() != is_read) {
        return Err(errors::ours(
            "A transaction must consist of either read statements or write statements, not of both",
        ));
    }
    if is_read {
        return read_transaction(ctx, parsed, report);
    }
    let token = input.client_request_token().map(|token| Token::new(token, input.0));
    if let Some(token) = &token
        && token.find(ctx)?.is_some()
    {
        return Ok(ExecuteTransactionOutput::new());
    }
    let mut requests = Vec::with_capacity(parsed.len());
    let mut tables = Tables::new(ENCLOSING);
    let names: Vec<String> = parsed.iter().map(|(it, _)| it.table().to_owned()).collect();
    for ((statement, shows_item), name) in parsed.into_iter().zip(&names) {
        let owner = admit(ctx, &statement, Some(ENCLOSING))?;
        let table = access::within(ctx, owner, |ctx| names::open(ctx, name))?;
        strong::refuse(&table, "Transactions")?;
        requests.push(run::request(&table, name, statement, shows_item)?);
        tables.add(name, Opened { owner, table });
    }
    let done = transact::carry_out(ctx, &requests, &mut tables)?;
    if let Some(token) = token {
        token.remember(ctx, &done)?;
    }
    let consumed = done.consumed.iter();
    let consumed = consumed.filter_map(|(name, it)| it.shown_as(name, report, Detail::Writes));
    Ok(ExecuteTransactionOutput::new()
        .consumed_capacity((report != Report::None).then(|| consumed.collect::<Vec<_>>())))
}

fn read_transaction(
    ctx: &mut Ctx<'_>,
    parsed: Vec<(Statement, bool)>,
    report: Report,
) -> Result<ExecuteTransactionOutput, ApiError> {
    let mut responses = Vec::with_capacity(parsed.len());
    let mut consumed: BTreeMap<String, Consumed> = BTreeMap::new();
    for (statement, _) in parsed {
        let owner = admit(ctx, &statement, Some(ENCLOSING))?;
        let Statement::Select(select) = statement else { return Err(ApiError::internal()) };
        let name = select.table.clone();
        let (item, cost) = access::within(ctx, owner, |ctx| {
            let table = names::open(ctx, &name)?;
            strong::refuse(&table, "Transactions")?;
            run::get(ctx, &table, select, Consistency::Transactional)
        })?;
        consumed.entry(name).or_default().add(&cost);
        responses.push(ItemResponseBuilder::new().item(item.map(values::write_item)));
    }
    let consumed = consumed.iter();
    let consumed = consumed.filter_map(|(name, it)| it.shown_as(name, report, Detail::Reads));
    Ok(ExecuteTransactionOutput::new()
        .responses(responses)
        .consumed_capacity((report != Report::None).then(|| consumed.collect::<Vec<_>>())))
}
