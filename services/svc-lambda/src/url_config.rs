//! Function URLs: their configuration.

use kernel::view::List;
use kernel::{AccountId, ApiError, Ctx, Struct, page};
use store::Range;

use crate::api::{
    Cors, CorsBuilder, CreateFunctionUrlConfigInput, CreateFunctionUrlConfigOutput,
    DeleteFunctionUrlConfigInput, DeleteFunctionUrlConfigOutput, FunctionUrlConfigBuilder,
    GetFunctionUrlConfigInput, GetFunctionUrlConfigOutput, ListFunctionUrlConfigsInput,
    ListFunctionUrlConfigsOutput, UpdateFunctionUrlConfigInput, UpdateFunctionUrlConfigOutput,
};
use crate::errors;
use crate::function;
use crate::limits::LIST_MAX;
use crate::name::{Name, function_arn};
use crate::state::{CorsRow, URL_PLACES, URLS, UrlPlace, UrlRow};

const NONE: &str = "NONE";
const AWS_IAM: &str = "AWS_IAM";
const BUFFERED: &str = "BUFFERED";
const RESPONSE_STREAM: &str = "RESPONSE_STREAM";
const ID_CHARS: usize = 32;

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateFunctionUrlConfigInput<'_>,
) -> Result<CreateFunctionUrlConfigOutput, ApiError> {
    let key = key(ctx, input.function_name(), input.qualifier())?;
    if !key.1.is_empty() && key.1.bytes().all(|it| it.is_ascii_digit()) {
        let pattern = "(^\\$LATEST$)|((?!^\\d+$)^[0-9a-zA-Z-_]+$)";
        return Err(errors::pattern(&key.1, "qualifier", pattern));
    }
    if ctx.table(&URLS).contains(&key)? {
        return Err(errors::url_exists(&arn(ctx, &key)));
    }
    let now = ctx.now().micros();
    let row = UrlRow {
        id: ctx.chance().base32(ID_CHARS).to_ascii_lowercase(),
        is_public: input.auth_type() == NONE,
        cors: input.cors().map(cors),
        created: now,
        modified: now,
        streams: input.invoke_mode() == Some(RESPONSE_STREAM),
    };
    let place = UrlPlace {
        account: ctx.account().to_string(),
        region: ctx.region().to_string(),
        function: key.0.clone(),
        alias: key.1.clone(),
    };
    ctx.table_mut(&URL_PLACES).put(&row.id, &place);
    ctx.table_mut(&URLS).put(&key, &row);
    let mut shown = show(ctx, &key, &row);
    shown.remove("LastModifiedTime");
    Ok(CreateFunctionUrlConfigOutput(shown))
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetFunctionUrlConfigInput<'_>,
) -> Result<GetFunctionUrlConfigOutput, ApiError> {
    let key = key(ctx, input.function_name(), input.qualifier())?;
    let row = find(ctx, &key)?;
    Ok(GetFunctionUrlConfigOutput(show(ctx, &key, &row)))
}

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateFunctionUrlConfigInput<'_>,
) -> Result<UpdateFunctionUrlConfigOutput, ApiError> {
    let key = key(ctx, input.function_name(), input.qualifier())?;
    let mut row = find(ctx, &key)?;
    if let Some(mode) = input.invoke_mode() {
        row.streams = mode == RESPONSE_STREAM;
    }
    if let Some(kind) = input.auth_type() {
        row.is_public = kind == NONE;
    }
    if let Some(given) = input.cors() {
        row.cors = Some(cors(given)).filter(|cors| *cors != CorsRow::default());
    }
    row.modified = ctx.now().micros();
    ctx.table_mut(&URLS).put(&key, &row);
    Ok(UpdateFunctionUrlConfigOutput(show(ctx, &key, &row)))
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteFunctionUrlConfigInput<'_>,
) -> Result<DeleteFunctionUrlConfigOutput, ApiError> {
    let key = key(ctx, input.function_name(), input.qualifier())?;
    find(ctx, &key)?;
    forget(ctx, &key)?;
    Ok(DeleteFunctionUrlConfigOutput::new())
}

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListFunctionUrlConfigsInput<'_>,
) -> Result<ListFunctionUrlConfigsOutput, ApiError> {
    const OPERATION: &str = "ListFunctionUrlConfigs";
    let max = input.max_items().unwrap_or(LIST_MAX).min(LIST_MAX) as usize;
    let name = Name::parse(input.function_name());
    function::find(ctx, &name)?;
    let mut range = Range::within(&(name.name.as_str(),));
    if let Some(marker) = input.marker() {
        let position = function::page_position(OPERATION, marker)?;
        range = range.after(&(name.name.as_str(), position.as_str()));
    }
    let (mut shown, mut last) = (Vec::new(), None);
    let mut rows = ctx.table(&URLS).scan(&range);
    while shown.len() < max
        && let Some((key, row)) = rows.next().transpose()?
    {
        shown.push(FunctionUrlConfigBuilder(show(ctx, &key, &row)));
        last = Some(key.1);
    }
    let has_more = rows.next().transpose()?.is_some();
    let marker = last.filter(|_| has_more).map(|it| page::encode(OPERATION, it.as_bytes()));
    Ok(ListFunctionUrlConfigsOutput::new().function_url_configs(shown).next_marker(marker))
}

/// Of a function that goes.
pub fn forget_all(ctx: &mut Ctx<'_>, name: &str) -> Result<(), ApiError> {
    let keys = ctx.table(&URLS).keys(&Range::within(&(name,)));
    for key in keys.collect::<Result<Vec<_>, _>>()? {
        forget(ctx, &key)?;
    }
    Ok(())
}

/// Of an alias that goes.
pub fn forget(ctx: &mut Ctx<'_>, key: &(String, String)) -> Result<(), ApiError> {
    if let Some(row) = ctx.table(&URLS).get(key)? {
        ctx.table_mut(&URL_PLACES).delete(&row.id);
        ctx.table_mut(&URLS).delete(key);
    }
    Ok(())
}

/// Of accounts that are reset: ids are the world's.
pub fn forget_accounts(ctx: &mut Ctx<'_>, account: Option<AccountId>) -> Result<(), ApiError> {
    let mut doomed = Vec::new();
    for entry in ctx.table(&URL_PLACES).scan(&Range::all()) {
        let (id, place) = entry?;
        if account.is_none_or(|account| account.as_str() == place.account) {
            doomed.push(id);
        }
    }
    for id in doomed {
        ctx.table_mut(&URL_PLACES).delete(&id);
    }
    Ok(())
}

pub fn auth_type(row: &UrlRow) -> &'static str {
    if row.is_public { NONE } else { AWS_IAM }
}

type Key = (String, String);

/// A function that is there, or an alias of it.
fn key(ctx: &Ctx<'_>, name: &str, qualifier: Option<&str>) -> Result<Key, ApiError> {
    let name = Name::with_qualifier(name, qualifier)?;
    function::find_version(ctx, &name)?;
    Ok((name.name, name.qualifier.unwrap_or_default()))
}

fn find(ctx: &Ctx<'_>, key: &Key) -> Result<UrlRow, ApiError> {
    ctx.table(&URLS).get(key)?.ok_or_else(errors::no_policy)
}

fn arn(ctx: &Ctx<'_>, (name, alias): &Key) -> String {
    function_arn(ctx, name, Some(alias.as_str()).filter(|alias| !alias.is_empty()))
}

fn cors(given: Cors<'_>) -> CorsRow {
    let texts = |list: Option<List<'_, &str>>| -> Vec<String> {
        list.into_iter().flat_map(List::iter).map(str::to_owned).collect()
    };
    CorsRow {
        allow_credentials: given.allow_credentials(),
        allow_headers: texts(given.allow_headers()),
        allow_methods: texts(given.allow_methods()),
        allow_origins: texts(given.allow_origins()),
        expose_headers: texts(given.expose_headers()),
        max_age_s: given.max_age().and_then(|it| u32::try_from(it).ok()),
    }
}

fn show(ctx: &Ctx<'_>, key: &Key, row: &UrlRow) -> Struct {
    let some = |list: &[String]| (!list.is_empty()).then(|| list.to_vec());
    let cors = row.cors.as_ref().map(|cors| {
        CorsBuilder::new()
            .allow_credentials(cors.allow_credentials)
            .allow_headers(some(&cors.allow_headers))
            .allow_methods(some(&cors.allow_methods))
            .allow_origins(some(&cors.allow_origins))
            .expose_headers(some(&cors.expose_headers))
            .max_age(cors.max_age_s)
    });
    let time = |micros| kernel::Timestamp::from_micros(micros).iso8601_millis();
    FunctionUrlConfigBuilder::new()
        .function_url(url(ctx, &row.id))
        .function_arn(arn(ctx, key))
        .auth_type(auth_type(row))
        .cors(cors)
        .creation_time(time(row.created))
        .last_modified_time(time(row.modified))
        .invoke_mode(if row.streams { RESPONSE_STREAM } else { BUFFERED })
        .into()
}

/// Under the port by which the client has reached us.
fn url(ctx: &Ctx<'_>, id: &str) -> String {
    let endpoint = &ctx.origin().endpoint;
    let port = endpoint.rsplit_once(':').map_or("", |(_, port)| port);
    let is_port = !port.is_empty() && port.bytes().all(|it| it.is_ascii_digit());
    let port = if is_port { format!(":{port}") } else { String::new() };
    format!("http://{id}.lambda-url.{}.localhost{port}/", ctx.region())
}
