//! APIs: CreateApi with its quick create, GetApi, GetApis, UpdateApi, DeleteApi, and CORS.

use kernel::{AccountId, ApiError, Ctx, OpResult, Struct, Value};
use store::Range;

use crate::connection;
use crate::deployment;
use crate::errors;
use crate::integration::INTEGRATION;
use crate::limits;
use crate::resource::{self, Asked};
use crate::route::ROUTE;
use crate::stage::STAGE;
use crate::state::{APIS, CONNECTIONS, DocRow, PARTS, PLACES, PlaceRow, SNAPSHOTS};
use crate::tag;

pub const WEBSOCKET: &str = "WEBSOCKET";
const HTTP_SELECTION: &str = "$request.method $request.path";
const KEY_SELECTION: &str = "$request.header.x-api-key";
/// What a request may set.
const MEMBERS: [&str; 11] = [
    "ApiKeySelectionExpression",
    "CorsConfiguration",
    "Description",
    "DisableExecuteApiEndpoint",
    "DisableSchemaValidation",
    "IpAddressType",
    "Name",
    "ProtocolType",
    "RouteSelectionExpression",
    "Tags",
    "Version",
];

/// The API that a request names.
pub fn of(ctx: &Ctx<'_>, input: &Struct) -> OpResult {
    find(ctx, input.str("ApiId").unwrap_or_default())
}

pub fn find(ctx: &Ctx<'_>, id: &str) -> OpResult {
    let row = ctx.table(&APIS).get(id)?;
    Ok(row.ok_or_else(|| errors::no_such_api(ctx, id))?.doc)
}

pub fn is_http(api: &Struct) -> bool {
    api.str("ProtocolType") != Some(WEBSOCKET)
}

pub fn create(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let api = begin(ctx, input)?;
    if let Some(target) = input.str("Target") {
        quick_create(ctx, &api, target, input)?;
    } else if input.get("RouteKey").is_some() || input.get("CredentialsArn").is_some() {
        return Err(errors::bad_request("target must be specified for quick create"));
    }
    Ok(show(ctx, api))
}

/// An API without parts.
pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    const ID_LEN: usize = 10;
    let held = ctx.table(&APIS).keys(&Range::all()).take(limits::APIS_MAX).count();
    if held >= limits::APIS_MAX {
        return Err(errors::too_many("API", limits::APIS_MAX));
    }
    let mut api = pick(input);
    check(&mut api)?;
    if let Some(tags) = api.structure("Tags") {
        tag::check(tags)?;
    }
    let id = ctx.chance().alphanumeric(ID_LEN).to_ascii_lowercase();
    api.set("ApiId", id.as_str());
    api.set("CreatedDate", ctx.now());
    ctx.table_mut(&APIS).put(&id, &DocRow { doc: api.clone() });
    let place = PlaceRow {
        account: ctx.account().as_str().to_owned(),
        region: ctx.region().as_str().to_owned(),
    };
    ctx.table_mut(&PLACES).put(&id, &place);
    Ok(api)
}

fn pick(input: &Struct) -> Struct {
    let members = MEMBERS.iter();
    members.filter_map(|name| Some((*name, input.get(name)?.clone()))).collect()
}

pub fn check(api: &mut Struct) -> Result<(), ApiError> {
    let is_http = is_http(api);
    match api.str("RouteSelectionExpression") {
        None if is_http => api.set("RouteSelectionExpression", HTTP_SELECTION),
        None => {
            return Err(errors::bad_request(
                "RouteSelectionExpression is required for WebSocket APIs",
            ));
        }
        Some(text) if is_http && unbraced(text) != HTTP_SELECTION => {
            return Err(errors::bad_request(format!(
                "The route selection expression of an HTTP API must be {HTTP_SELECTION}"
            )));
        }
        Some(text) if !is_http && !text.contains("$request.") && !text.contains("${request.") => {
            return Err(errors::bad_request(format!(
                "Invalid route selection expression specified: {text}"
            )));
        }
        Some(_) => {}
    }
    if !is_http && api.get("CorsConfiguration").is_some() {
        return Err(errors::bad_request("CORS is supported for HTTP APIs only"));
    }
    if let Some(cors) = api.structure("CorsConfiguration") {
        check_cors(cors)?;
    }
    for (name, value) in [
        ("ApiKeySelectionExpression", Value::from(KEY_SELECTION)),
        ("DisableExecuteApiEndpoint", Value::from(false)),
        ("IpAddressType", Value::from("ipv4")),
    ] {
        if api.get(name).is_none() {
            api.set(name, value);
        }
    }
    Ok(())
}

fn unbraced(text: &str) -> String {
    text.replace("${", "$").replace('}', "")
}

/// "Developer Guide, Configuring CORS": any origin may not send credentials.
fn check_cors(cors: &Struct) -> Result<(), ApiError> {
    let has_any = |name: &str| {
        let list = cors.list(name).unwrap_or_default();
        list.iter().any(|it| it.as_str() == Some("*"))
    };
    if cors.bool("AllowCredentials") == Some(true) && has_any("AllowOrigins") {
        return Err(errors::bad_request(
            "Invalid CORS configuration: allowCredentials cannot be true when allowOrigins has *",
        ));
    }
    let age = cors.int("MaxAge").unwrap_or_default();
    if !(-1..=86_400).contains(&age) {
        return Err(errors::bad_request("maxAge must be between -1 and 86400"));
    }
    Ok(())
}

/// "Quick create produces an API with an integration, a default catch-all route, and a default
/// stage which is configured to automatically deploy changes."
fn quick_create(
    ctx: &mut Ctx<'_>,
    api: &Struct,
    target: &str,
    input: &Struct,
) -> Result<(), ApiError> {
    if !is_http(api) {
        return Err(errors::bad_request("Quick create is supported for HTTP APIs only"));
    }
    let is_function = target.starts_with("arn:");
    let mut integration = Struct::new()
        .with("IntegrationType", if is_function { "AWS_PROXY" } else { "HTTP_PROXY" })
        .with("IntegrationUri", target)
        .with("PayloadFormatVersion", if is_function { "2.0" } else { "1.0" });
    if !is_function {
        integration.set("IntegrationMethod", "ANY");
    }
    if let Some(role) = input.get("CredentialsArn") {
        integration.set("CredentialsArn", role.clone());
    }
    let managed = |ctx: &mut Ctx<'_>, kind, mut doc: Struct, id: &str| {
        doc.set("ApiGatewayManaged", true);
        resource::put(ctx, kind, api.str("ApiId").unwrap_or_default(), id, doc);
    };
    let integration = resource::add(ctx, &INTEGRATION, api, &integration)?;
    let id = integration.str("IntegrationId").unwrap_or_default().to_owned();
    managed(ctx, &INTEGRATION, integration, &id);
    let route = Struct::new()
        .with("RouteKey", input.str("RouteKey").unwrap_or("$default"))
        .with("Target", format!("integrations/{id}"));
    let route = resource::add(ctx, &ROUTE, api, &route)?;
    let id = route.str("RouteId").unwrap_or_default().to_owned();
    managed(ctx, &ROUTE, route, &id);
    let stage = Struct::new()
        .with("ApiId", api.str("ApiId").unwrap_or_default())
        .with("StageName", "$default")
        .with("AutoDeploy", true);
    crate::stage::create(ctx, &stage)?;
    let stage = resource::get(ctx, &STAGE, api.str("ApiId").unwrap_or_default(), "$default")?;
    managed(ctx, &STAGE, stage.unwrap_or_default(), "$default");
    Ok(())
}

pub fn get(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let api = of(ctx, input)?;
    Ok(show(ctx, api))
}

pub fn list(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let asked = Asked::read("Apis", input)?;
    let mut range = Range::all();
    if let Some(after) = &asked.after {
        range = range.after(after.as_str());
    }
    let rows = ctx.table(&APIS).scan(&range).take(asked.max + 1);
    let rows: Result<Vec<_>, _> = rows.map(|it| it.map(|(id, row)| (id, row.doc))).collect();
    let rows = rows?.into_iter().map(|(id, api)| (id, show(ctx, api))).collect();
    Ok(asked.page(rows))
}

pub fn update(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut api = of(ctx, input)?;
    for name in ["Target", "CredentialsArn", "RouteKey"] {
        if input.get(name).is_some() {
            change_quick(ctx, &api, name, input)?;
        }
    }
    for (name, value) in pick(input) {
        api.set(name, value);
    }
    check(&mut api)?;
    let id = api.str("ApiId").unwrap_or_default().to_owned();
    ctx.table_mut(&APIS).put(&id, &DocRow { doc: api.clone() });
    deployment::follow(ctx, &id)?;
    Ok(show(ctx, api))
}

/// "This property is part of quick create": it changes what quick create has made.
fn change_quick(
    ctx: &mut Ctx<'_>,
    api: &Struct,
    name: &str,
    input: &Struct,
) -> Result<(), ApiError> {
    let id = api.str("ApiId").unwrap_or_default();
    let value = input.get(name).cloned().unwrap_or_default();
    let (kind, member) = match name {
        "Target" => (&INTEGRATION, "IntegrationUri"),
        "CredentialsArn" => (&INTEGRATION, "CredentialsArn"),
        _ => (&ROUTE, "RouteKey"),
    };
    let parts = resource::all(ctx, kind, id)?;
    let managed = parts.into_iter().find(|(_, doc)| doc.bool("ApiGatewayManaged") == Some(true));
    let Some((part, doc)) = managed else {
        return Err(errors::bad_request("The API was not made by quick create"));
    };
    let mut changed = doc.clone().with(member, value);
    (kind.check)(ctx, api, &mut changed, Some(&doc))?;
    resource::put(ctx, kind, id, &part, changed);
    Ok(())
}

pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    of(ctx, input)?;
    let id = input.str("ApiId").unwrap_or_default();
    crate::domain::check_unmapped(ctx, id)?;
    delete_parts(ctx, id)?;
    ctx.table_mut(&APIS).delete(id);
    ctx.table_mut(&PLACES).delete(id);
    Ok(Struct::new())
}

/// Everything that belongs to an API; its open connections go too.
pub fn delete_parts(ctx: &mut Ctx<'_>, id: &str) -> Result<(), ApiError> {
    ctx.table_mut(&PARTS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&SNAPSHOTS).delete_range(&Range::within(&(id,)))?;
    let open = ctx.table(&CONNECTIONS).scan(&Range::within(&(id,)));
    let open: Result<Vec<_>, _> = open.collect();
    for ((_, connection), row) in open? {
        connection::forget(ctx, id, &connection, &row)?;
    }
    Ok(())
}

pub fn delete_cors(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut api = of(ctx, input)?;
    api.remove("CorsConfiguration");
    let id = input.str("ApiId").unwrap_or_default();
    ctx.table_mut(&APIS).put(id, &DocRow { doc: api });
    deployment::follow(ctx, id)?;
    Ok(Struct::new())
}

/// As a client sees it, with the address under which this server answers for it.
pub fn show(ctx: &Ctx<'_>, mut api: Struct) -> Struct {
    let scheme = if is_http(&api) { "http" } else { "ws" };
    let host = host(ctx, api.str("ApiId").unwrap_or_default());
    api.set("ApiEndpoint", format!("{scheme}://{host}"));
    if api.structure("Tags").is_none() {
        api.set("Tags", Struct::new());
    }
    api
}

/// Under the port by which the client has reached us.
fn host(ctx: &Ctx<'_>, id: &str) -> String {
    let endpoint = &ctx.origin().endpoint;
    let port = endpoint.rsplit_once(':').map_or("", |(_, port)| port);
    let is_port = !port.is_empty() && port.bytes().all(|it| it.is_ascii_digit());
    let port = if is_port { format!(":{port}") } else { String::new() };
    format!("{id}.execute-api.{}.localhost{port}", ctx.region())
}

/// A reset account has no APIs any more.
pub fn forget_accounts(ctx: &mut Ctx<'_>, account: Option<AccountId>) -> Result<(), ApiError> {
    let mut gone = Vec::new();
    for entry in ctx.table(&PLACES).scan(&Range::all()) {
        let (id, place) = entry?;
        if account.is_none_or(|account| account.as_str() == place.account) {
            gone.push(id);
        }
    }
    for id in gone {
        ctx.table_mut(&PLACES).delete(&id);
    }
    crate::domain::forget_accounts(ctx, account)?;
    connection::forget_accounts(ctx, account)
}

/// Where an API is.
pub fn place(ctx: &Ctx<'_>, id: &str) -> Result<Option<(AccountId, kernel::Region)>, ApiError> {
    let Some(place) = ctx.table(&PLACES).get(id)? else { return Ok(None) };
    let account = AccountId::parse(&place.account);
    Ok(account.zip(kernel::Region::parse(&place.region)))
}
