//! ImportTable, DescribeImport, ListImports: a new table of the objects under a prefix of a bucket.
//!
//! The request makes the table, which stays `CREATING`; [`step`] reads one object after the other,
//! a few megabytes at a time, as whoever has asked for the import; [`records`] cuts what it reads
//! into items, and [`log`] tells what is wrong with them.

pub mod log;
pub mod records;
pub mod state;
pub mod step;

use std::fmt::Write as _;

use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{ApiError, Ctx, Struct, Value, page};
use md5::{Digest as _, Md5};
use store::Range;

use crate::api::{
    CreateTableInput, DescribeImportInput, DescribeImportOutput, ImportSummaryBuilder,
    ImportTableDescriptionBuilder, ImportTableInput, ImportTableOutput, InputFormatOptions,
    ListImportsInput, ListImportsOutput, error,
};
use crate::errors;
use crate::limits;
use crate::names;
use crate::state::{Status, TableRef, shown_time};
use crate::table;
use state::{IMPORTS, IMPORTS_OF, ImportRow, RUNNING, TOKENS, TokenRow};

pub fn import_table(
    ctx: &mut Ctx<'_>,
    input: ImportTableInput<'_>,
) -> Result<ImportTableOutput, ApiError> {
    check_format(input)?;
    let fingerprint = fingerprint(input.0);
    if let Some((id, row)) = repeated(ctx, input.client_token(), &fingerprint)? {
        return Ok(ImportTableOutput::new().import_table_description(description(ctx, &id, &row)));
    }
    let creation = input.table_creation_parameters();
    let name = creation.table_name();
    names::check("TableName", "tableName", name)?;
    let mut row = table::read_new(ctx, CreateTableInput(creation.0))?;
    if names::get(ctx, name)?.is_some() {
        return Err(errors::table_exists(name));
    }
    table::check_count(ctx)?;
    if ctx.table(&RUNNING).keys(&Range::all()).take(limits::IMPORTS_MAX).count()
        == limits::IMPORTS_MAX
    {
        return Err(error::limit_exceeded_exception(format!(
            "Subscriber limit exceeded: There is a limit of {} imports at a time",
            limits::IMPORTS_MAX
        )));
    }
    row.status = Status::Creating;
    let table = TableRef::new(name, row);
    names::save(ctx, &table);
    let now = ctx.now();
    let id = format!("{:014}-{}", now.millis(), ctx.chance().hex(8));
    let import = ImportRow {
        table: table.name,
        table_id: table.row.id.clone(),
        space: table.row.space,
        started: now.micros(),
        token: input.client_token().map(str::to_owned),
        request: input.0.clone(),
        ..ImportRow::default()
    };
    state::forget_old(ctx)?;
    if let Some(token) = &import.token {
        let token_row = TokenRow { id: id.clone(), fingerprint };
        ctx.table_mut(&TOKENS).put(token.as_str(), &token_row);
    }
    ctx.table_mut(&RUNNING).put(id.as_str(), &());
    ctx.table_mut(&IMPORTS_OF).put(&(import.table.as_str(), id.as_str()), &());
    ctx.table_mut(&IMPORTS).put(&id, &import);
    ctx.enqueue(Job::now(step::next(&id, None)));
    Ok(ImportTableOutput::new().import_table_description(description(ctx, &id, &import)))
}

/// Options of CSV go with CSV alone, and a list of headers names nothing twice.
fn check_format(input: ImportTableInput<'_>) -> Result<(), ApiError> {
    let csv = input.input_format_options().and_then(InputFormatOptions::csv);
    let Some(csv) = csv else { return Ok(()) };
    if input.input_format() != "CSV" {
        return Err(errors::ours_invalid("InputFormatOptions.Csv can only be specified with CSV"));
    }
    let mut names = csv.header_list().map_or_else(Vec::new, kernel::view::List::to_vec);
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(errors::ours_invalid("HeaderList contains duplicates"));
    }
    Ok(())
}

fn fingerprint(input: &Struct) -> Vec<u8> {
    let mut input = input.clone();
    input.remove("ClientToken");
    let bytes = minicbor::to_vec(&input).expect("an input without streams can be encoded");
    Md5::digest(bytes).to_vec()
}

/// The import that was asked for with the same token within eight hours.
fn repeated(
    ctx: &Ctx<'_>,
    token: Option<&str>,
    fingerprint: &[u8],
) -> Result<Option<(String, ImportRow)>, ApiError> {
    let Some(token) = token else { return Ok(None) };
    let Some(found) = ctx.table(&TOKENS).get(token)? else { return Ok(None) };
    let Some(row) = ctx.table(&IMPORTS).get(&found.id)? else { return Ok(None) };
    let ended = row.ended.unwrap_or(ctx.now().micros());
    if ended + limits::IMPORT_TOKEN_SECONDS * 1_000_000 < ctx.now().micros() {
        return Ok(None);
    }
    if found.fingerprint != fingerprint {
        return Err(error::import_conflict_exception(
            "There was a conflict when importing from the specified S3 source. This can occur \
             when the current import conflicts with a previous import request that had the same \
             client token.",
        ));
    }
    Ok(Some((found.id, row)))
}

pub fn describe_import(
    ctx: &mut Ctx<'_>,
    input: DescribeImportInput<'_>,
) -> Result<DescribeImportOutput, ApiError> {
    let parsed = Arn::parse(input.import_arn()).filter(|arn| arn.service == "dynamodb");
    let id = parsed.as_ref().and_then(|arn| arn.resource.split_once("/import/"));
    if let Some((_, id)) = id
        && let Some(row) = ctx.table(&IMPORTS).get(id)?
        && arn(ctx, id, &row) == input.import_arn()
    {
        let description = description(ctx, id, &row);
        return Ok(DescribeImportOutput::new().import_table_description(description));
    }
    Err(error::import_not_found_exception("The specified import was not found."))
}

const LIST: &str = "ListImports";

/// The imports of the last 90 days, the latest first.
pub fn list_imports(
    ctx: &mut Ctx<'_>,
    input: ListImportsInput<'_>,
) -> Result<ListImportsOutput, ApiError> {
    let limit = input.page_size().unwrap_or(limits::IMPORTS_PAGE) as usize;
    let table = input.table_arn().map(|arn| names::read(ctx, arn)).transpose()?;
    let before = input.next_token().map(read_token).transpose()?;
    let oldest = state::oldest_id(ctx.now());
    let mut ids = if let Some(table) = table {
        let mut range = Range::within(&(table,)).from(&(table, oldest.as_str())).reversed();
        if let Some(before) = &before {
            range = range.before(&(table, before.as_str()));
        }
        let keys = ctx.table(&IMPORTS_OF).keys(&range).take(limit + 1);
        keys.map(|key| key.map(|(_, id)| id)).collect::<Result<Vec<_>, _>>()?
    } else {
        let mut range = Range::all().from(oldest.as_str()).reversed();
        if let Some(before) = &before {
            range = range.before(before.as_str());
        }
        ctx.table(&IMPORTS).keys(&range).take(limit + 1).collect::<Result<Vec<_>, _>>()?
    };
    let has_more = ids.len() > limit;
    ids.truncate(limit);
    let token = ids.last().filter(|_| has_more).map(|id| write_token(id));
    let mut summaries = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(row) = ctx.table(&IMPORTS).get(&id)? {
            summaries.push(summary(ctx, &id, &row));
        }
    }
    Ok(ListImportsOutput::new().import_summary_list(summaries).next_token(token))
}

/// The model wants tokens of hexadecimal digits, in groups of sixteen, at least seven of them.
fn write_token(id: &str) -> String {
    let mut bytes = page::encode(LIST, id.as_bytes()).into_bytes();
    bytes.resize(bytes.len().next_multiple_of(8).max(56), b'.');
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

fn read_token(token: &str) -> Result<String, ApiError> {
    let digits = token.as_bytes().chunks(2);
    let bytes = digits.map(|pair| {
        std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok())
    });
    let bytes = bytes.collect::<Option<Vec<_>>>().and_then(|bytes| String::from_utf8(bytes).ok());
    let position = bytes.and_then(|text| page::decode(LIST, text.trim_end_matches('.')));
    let id = position.and_then(|position| String::from_utf8(position).ok());
    id.ok_or_else(|| errors::ours("Invalid NextToken"))
}

fn arn(ctx: &Ctx<'_>, id: &str, row: &ImportRow) -> String {
    format!("{}/import/{id}", names::table_arn(ctx, &row.table))
}

fn summary(ctx: &Ctx<'_>, id: &str, row: &ImportRow) -> ImportSummaryBuilder {
    let mut out = ImportSummaryBuilder::new()
        .import_arn(arn(ctx, id, row))
        .import_status(row.status())
        .table_arn(names::table_arn(ctx, &row.table))
        .cloud_watch_log_group_arn(log::group_arn(ctx))
        .start_time(shown_time(row.started))
        .end_time(row.ended.map(shown_time));
    copy(row, &mut out.0, &["S3BucketSource", "InputFormat"]);
    out
}

fn description(ctx: &Ctx<'_>, id: &str, row: &ImportRow) -> ImportTableDescriptionBuilder {
    let (code, message) = row.failure.clone().unzip();
    let mut out = ImportTableDescriptionBuilder::new()
        .import_arn(arn(ctx, id, row))
        .import_status(row.status())
        .table_arn(names::table_arn(ctx, &row.table))
        .table_id(row.table_id.as_str())
        .client_token(row.token.as_deref())
        .error_count(row.errors)
        .cloud_watch_log_group_arn(log::group_arn(ctx))
        .start_time(shown_time(row.started))
        .end_time(row.ended.map(shown_time))
        .processed_size_bytes(row.bytes)
        .processed_item_count(row.processed)
        .imported_item_count(row.imported)
        .failure_code(code)
        .failure_message(message);
    let alike = ["S3BucketSource", "InputFormat", "InputFormatOptions", "TableCreationParameters"];
    copy(row, &mut out.0, &alike);
    out.0.set("InputCompressionType", row.compression());
    out
}

/// Members that are told as they were asked.
fn copy(row: &ImportRow, out: &mut Struct, members: &[&'static str]) {
    for member in members {
        if let Some(value) = row.request.get(member) {
            out.set(*member, Value::clone(value));
        }
    }
}
