//! Connections: how to authorize at an HTTP endpoint.
//!
//! The parameters are told without their secrets; what authorizes is in a secret of Secrets Manager
//! too ([`crate::connection_secret`]). A connection of OAuth asks for its first token when it is
//! made, see [`crate::oauth`].
//!
//! Source: EventBridge User Guide, "Connections for endpoint targets"; API Reference,
//! CreateConnection and the shapes it names.

use kernel::{ApiError, Ctx, Struct, Timestamp, Value};
use store::Range;

use crate::api::{
    ConnectionAuthResponseParametersBuilder, ConnectionBuilder, CreateConnectionInput,
    CreateConnectionOutput, DeauthorizeConnectionInput, DeauthorizeConnectionOutput,
    DeleteConnectionInput, DeleteConnectionOutput, DescribeConnectionInput,
    DescribeConnectionOutput, ListConnectionsInput, ListConnectionsOutput, UpdateConnectionInput,
    UpdateConnectionOutput, connection_authorization_type as kind,
};
use crate::connection_secret;
use crate::errors;
use crate::limits;
use crate::listing::Page;
use crate::oauth;
use crate::state::{CONNECTIONS, ConnectionRow, ConnectionState};

/// Members with the parameters of the kinds of authorization.
pub const BASIC: &str = "BasicAuthParameters";
pub const API_KEY: &str = "ApiKeyAuthParameters";
pub const OAUTH: &str = "OAuthParameters";
/// What else the parameters may hold.
pub const INVOCATION: &str = "InvocationHttpParameters";
const CONNECTIVITY: &str = "ConnectivityParameters";

/// Members that are never told.
const SECRETS: [&str; 3] = ["Password", "ApiKeyValue", "ClientSecret"];

pub fn create_connection(
    ctx: &mut Ctx<'_>,
    input: CreateConnectionInput<'_>,
) -> Result<CreateConnectionOutput, ApiError> {
    let name = input.name();
    refuse_unsupported(
        input.kms_key_identifier(),
        input.invocation_connectivity_parameters().is_some(),
        Some(input.auth_parameters().0),
    )?;
    check(input.authorization_type(), input.auth_parameters().0)?;
    if ctx.table(&CONNECTIONS).contains(name)? {
        return Err(errors::already_exists("Connection", name));
    }
    let count = ctx.table(&CONNECTIONS).keys(&Range::all()).take(limits::CONNECTIONS_MAX).count();
    if count == limits::CONNECTIONS_MAX {
        return Err(errors::limit_exceeded());
    }
    let now = ctx.now().micros();
    let mut row = ConnectionRow {
        id: ctx.chance().u64(),
        uuid: ctx.chance().uuid(),
        description: input.description().map(str::to_owned),
        authorization_type: input.authorization_type().to_owned(),
        parameters: Some(input.auth_parameters().0.clone()),
        state: ConnectionState::Authorized,
        reason: None,
        created: now,
        modified: now,
        authorized: None,
        token: None,
        epoch: 0,
        secret: None,
    };
    connection_secret::keep(ctx, name, &mut row)?;
    authorize(ctx, name, &mut row);
    Ok(CreateConnectionOutput::new()
        .connection_arn(arn(ctx, name, &row))
        .connection_state(row.state.name())
        .creation_time(ctx.now())
        .last_modified_time(ctx.now()))
}

pub fn update_connection(
    ctx: &mut Ctx<'_>,
    input: UpdateConnectionInput<'_>,
) -> Result<UpdateConnectionOutput, ApiError> {
    let name = input.name();
    let mut row = find(ctx, name)?;
    refuse_unsupported(
        input.kms_key_identifier(),
        input.invocation_connectivity_parameters().is_some(),
        input.auth_parameters().map(|parameters| parameters.0),
    )?;
    if let Some(description) = input.description() {
        row.description = Some(description.to_owned());
    }
    let kind = input.authorization_type().unwrap_or(&row.authorization_type).to_owned();
    let mut parameters = row.parameters.take().unwrap_or_default();
    for other in [BASIC, API_KEY, OAUTH] {
        if other != member_of(&kind) {
            parameters.remove(other);
        }
    }
    if let Some(changes) = input.auth_parameters() {
        merge(&mut parameters, changes.0);
    }
    check(&kind, &parameters)?;
    row.authorization_type = kind;
    row.parameters = Some(parameters);
    row.modified = ctx.now().micros();
    connection_secret::keep(ctx, name, &mut row)?;
    authorize(ctx, name, &mut row);
    Ok(UpdateConnectionOutput::new()
        .connection_arn(arn(ctx, name, &row))
        .connection_state(row.state.name())
        .creation_time(Timestamp::from_micros(row.created))
        .last_modified_time(Timestamp::from_micros(row.modified))
        .last_authorized_time(row.authorized.map(Timestamp::from_micros)))
}

pub fn deauthorize_connection(
    ctx: &mut Ctx<'_>,
    input: DeauthorizeConnectionInput<'_>,
) -> Result<DeauthorizeConnectionOutput, ApiError> {
    let name = input.name();
    let mut row = find(ctx, name)?;
    connection_secret::remove(ctx, &mut row)?;
    row.parameters = None;
    row.token = None;
    row.state = ConnectionState::Deauthorized;
    row.reason = None;
    row.epoch = ctx.chance().u64();
    row.modified = ctx.now().micros();
    ctx.table_mut(&CONNECTIONS).put(name, &row);
    Ok(DeauthorizeConnectionOutput::new()
        .connection_arn(arn(ctx, name, &row))
        .connection_state(row.state.name())
        .creation_time(Timestamp::from_micros(row.created))
        .last_modified_time(Timestamp::from_micros(row.modified))
        .last_authorized_time(row.authorized.map(Timestamp::from_micros)))
}

pub fn delete_connection(
    ctx: &mut Ctx<'_>,
    input: DeleteConnectionInput<'_>,
) -> Result<DeleteConnectionOutput, ApiError> {
    let name = input.name();
    let mut row = find(ctx, name)?;
    connection_secret::remove(ctx, &mut row)?;
    ctx.table_mut(&CONNECTIONS).delete(name);
    Ok(DeleteConnectionOutput::new()
        .connection_arn(arn(ctx, name, &row))
        .connection_state(row.state.name())
        .creation_time(Timestamp::from_micros(row.created))
        .last_modified_time(Timestamp::from_micros(row.modified))
        .last_authorized_time(row.authorized.map(Timestamp::from_micros)))
}

pub fn describe_connection(
    ctx: &mut Ctx<'_>,
    input: DescribeConnectionInput<'_>,
) -> Result<DescribeConnectionOutput, ApiError> {
    let name = input.name();
    let row = find(ctx, name)?;
    let parameters = row.parameters.as_ref().map(without_secrets);
    Ok(DescribeConnectionOutput::new()
        .connection_arn(arn(ctx, name, &row))
        .name(name)
        .description(row.description)
        .connection_state(row.state.name())
        .state_reason(row.reason)
        .authorization_type(row.authorization_type)
        .secret_arn(row.secret)
        .auth_parameters(parameters.map(ConnectionAuthResponseParametersBuilder))
        .creation_time(Timestamp::from_micros(row.created))
        .last_modified_time(Timestamp::from_micros(row.modified))
        .last_authorized_time(row.authorized.map(Timestamp::from_micros)))
}

pub fn list_connections(
    ctx: &mut Ctx<'_>,
    input: ListConnectionsInput<'_>,
) -> Result<ListConnectionsOutput, ApiError> {
    let page = Page::read("ListConnections", input.limit(), input.next_token())?;
    let mut range = Range::all().starting_with(input.name_prefix().unwrap_or_default());
    if let Some(after) = &page.after {
        range = range.after(after);
    }
    let state = input.connection_state();
    let rows = ctx.table(&CONNECTIONS).scan(&range).filter_map(|entry| {
        let (name, row) = match entry {
            Ok(entry) => entry,
            Err(error) => return Some(Err(error.into())),
        };
        let is_wanted = state.is_none_or(|state| state == row.state.name());
        let shown = ConnectionBuilder::new()
            .connection_arn(arn(ctx, &name, &row))
            .name(&name)
            .connection_state(row.state.name())
            .state_reason(row.reason)
            .authorization_type(row.authorization_type)
            .creation_time(Timestamp::from_micros(row.created))
            .last_modified_time(Timestamp::from_micros(row.modified))
            .last_authorized_time(row.authorized.map(Timestamp::from_micros));
        is_wanted.then_some(Ok((name, shown)))
    });
    let (connections, next_token) = page.cut(rows)?;
    Ok(ListConnectionsOutput::new().connections(connections).next_token(next_token))
}

pub fn find(ctx: &Ctx<'_>, name: &str) -> Result<ConnectionRow, ApiError> {
    ctx.table(&CONNECTIONS).get(name)?.ok_or_else(|| errors::not_found("Connection", name))
}

fn arn(ctx: &Ctx<'_>, name: &str, row: &ConnectionRow) -> String {
    ctx.arn(&format!("connection/{name}/{}", row.uuid)).to_string()
}

/// Keeps a connection whose parameters have changed: it is authorized at once, or when the
/// authorization endpoint has answered.
fn authorize(ctx: &mut Ctx<'_>, name: &str, row: &mut ConnectionRow) {
    row.epoch = ctx.chance().u64();
    row.token = None;
    row.reason = None;
    let needs_token = row.authorization_type == kind::OAUTH_CLIENT_CREDENTIALS;
    if needs_token {
        row.state = ConnectionState::Authorizing;
        oauth::leave_authorization(ctx, name, row.epoch);
    } else {
        row.state = ConnectionState::Authorized;
        row.authorized = Some(ctx.now().micros());
    }
    ctx.table_mut(&CONNECTIONS).put(name, row);
}

fn member_of(authorization_type: &str) -> &'static str {
    match authorization_type {
        kind::BASIC => BASIC,
        kind::API_KEY => API_KEY,
        _ => OAUTH,
    }
}

/// "You must include only authorization parameters for the AuthorizationType you specify."
fn check(authorization_type: &str, parameters: &Struct) -> Result<(), ApiError> {
    let wanted = member_of(authorization_type);
    let is_whole = [BASIC, API_KEY, OAUTH]
        .iter()
        .all(|member| parameters.get(member).is_some() == (*member == wanted));
    if !is_whole {
        let message = format!(
            "Parameter AuthParameters is not valid. Reason: {wanted} and no other authorization \
             parameters must be specified for the authorization type {authorization_type}."
        );
        return Err(errors::validation(message));
    }
    let own = parameters.structure(wanted);
    let needed: &[&str] = match wanted {
        BASIC => &["Username", "Password"],
        API_KEY => &["ApiKeyName", "ApiKeyValue"],
        _ => &["ClientParameters", "AuthorizationEndpoint", "HttpMethod"],
    };
    for member in needed {
        if own.is_none_or(|own| own.get(member).is_none()) {
            let message = format!("Parameter(s) {member} must be specified.");
            return Err(errors::validation(message));
        }
    }
    let endpoint = own.and_then(|own| own.str("AuthorizationEndpoint"));
    if endpoint.is_some_and(|url| !outbound::http::is_url(url)) {
        let message = "Parameter AuthorizationEndpoint is not valid.";
        return Err(errors::validation(message));
    }
    Ok(())
}

fn refuse_unsupported(
    kms_key: Option<&str>,
    is_private: bool,
    parameters: Option<&Struct>,
) -> Result<(), ApiError> {
    if kms_key.is_some_and(|key| !key.is_empty()) {
        return Err(errors::not_implemented("encryption of connections by a KmsKeyIdentifier"));
    }
    if is_private || parameters.is_some_and(|it| it.get(CONNECTIVITY).is_some()) {
        return Err(errors::not_implemented("connections to private endpoints"));
    }
    Ok(())
}

/// Members of `changes` in place of those that were; structures go together.
fn merge(into: &mut Struct, changes: &Struct) {
    for (name, change) in changes.iter() {
        match (into.get_mut(name), change) {
            (Some(Value::Struct(old)), Value::Struct(new)) => merge(old, new),
            _ => into.set(name.to_owned(), change.clone()),
        }
    }
}

fn without_secrets(parameters: &Struct) -> Struct {
    let is_secret_value = parameters.bool("IsValueSecret") == Some(true);
    let told = parameters
        .iter()
        .filter(|(name, _)| !(SECRETS.contains(name) || is_secret_value && *name == "Value"));
    let told = told.map(|(name, value)| {
        let value = match value {
            Value::Struct(inner) => Value::Struct(without_secrets(inner)),
            Value::List(items) => Value::List(items.iter().map(without_secrets_in).collect()),
            value => value.clone(),
        };
        (name.to_owned(), value)
    });
    told.collect()
}

fn without_secrets_in(item: &Value) -> Value {
    match item {
        Value::Struct(inner) => Value::Struct(without_secrets(inner)),
        item => item.clone(),
    }
}
