//! The secret of a connection: Secrets Manager keeps what authorizes its requests, under a name of
//! EventBridge's own, and nobody else changes it.
//!
//! It is made, changed and removed in the name of whoever makes, changes and removes the
//! connection, who must be allowed to: "SecretsManagerAccessForApiDestinations" in the managed
//! policy AmazonEventBridgeFullAccess, on `secret:events!*`. Source: EventBridge User Guide,
//! "Connections for endpoint targets". [U]: the members of the secret's text.

use kernel::{ApiError, Ask, Ctx, Struct, Value};
use serde_json::{Map, Value as Json};

use crate::connection::{API_KEY, BASIC, INVOCATION, OAUTH};
use crate::state::ConnectionRow;

const SERVICE: &str = "secretsmanager";

/// Keeps the parameters of a connection in its secret.
pub fn keep(ctx: &mut Ctx<'_>, name: &str, row: &mut ConnectionRow) -> Result<(), ApiError> {
    let Some(parameters) = &row.parameters else { return Ok(()) };
    if !ctx.can_call(SERVICE, "CreateSecret") {
        return Ok(());
    }
    let text = text(parameters).to_string();
    if let Some(secret) = &row.secret {
        let ask = Ask::to(SERVICE, "PutSecretValue")
            .with("SecretId", secret.as_str())
            .with("SecretString", text);
        return ctx.call(ask).map(drop);
    }
    let ask = Ask::to(SERVICE, "CreateSecret")
        .with("Name", format!("events!connection/{name}/{}", ctx.chance().uuid()))
        .with("Description", format!("The secret of the connection {name} of EventBridge"))
        .with("SecretString", text);
    let made = ctx.call(ask)?;
    row.secret = made.str("ARN").map(str::to_owned);
    Ok(())
}

/// Removes the secret at once.
pub fn remove(ctx: &mut Ctx<'_>, row: &mut ConnectionRow) -> Result<(), ApiError> {
    let Some(secret) = row.secret.take() else { return Ok(()) };
    let ask = Ask::to(SERVICE, "DeleteSecret")
        .with("SecretId", secret)
        .with("ForceDeleteWithoutRecovery", true);
    match ctx.call(ask) {
        Err(error) if error.code() != "ResourceNotFoundException" => Err(error),
        _ => Ok(()),
    }
}

fn text(parameters: &Struct) -> Json {
    let mut members = Map::new();
    let mut add = |from: Option<&Struct>, names: &[(&str, &str)]| {
        for (name, shown) in names {
            if let Some(value) = from.and_then(|from| from.str(name)) {
                members.insert((*shown).to_owned(), Json::from(value));
            }
        }
    };
    add(parameters.structure(BASIC), &[("Username", "username"), ("Password", "password")]);
    let key = [("ApiKeyName", "api_key_name"), ("ApiKeyValue", "api_key_value")];
    add(parameters.structure(API_KEY), &key);
    let oauth = parameters.structure(OAUTH);
    let client = oauth.and_then(|oauth| oauth.structure("ClientParameters"));
    add(client, &[("ClientID", "client_id"), ("ClientSecret", "client_secret")]);
    add(
        oauth,
        &[("AuthorizationEndpoint", "authorization_endpoint"), ("HttpMethod", "http_method")],
    );
    let added = oauth.and_then(|oauth| oauth.structure("OAuthHttpParameters"));
    for (name, from) in [
        ("oauth_http_parameters", added),
        ("invocation_http_parameters", parameters.structure(INVOCATION)),
    ] {
        if let Some(from) = from {
            members.insert(name.to_owned(), http_parameters(from));
        }
    }
    Json::Object(members)
}

fn http_parameters(from: &Struct) -> Json {
    let mut members = Map::new();
    for (name, shown) in [
        ("HeaderParameters", "header_parameters"),
        ("QueryStringParameters", "query_string_parameters"),
        ("BodyParameters", "body_parameters"),
    ] {
        let Some(items) = from.list(name) else { continue };
        let items = items.iter().filter_map(Value::as_struct).map(|item| {
            let text = |member: &str| item.str(member).unwrap_or_default();
            serde_json::json!({
                "key": text("Key"),
                "value": text("Value"),
                "is_value_secret": item.bool("IsValueSecret").unwrap_or_default(),
            })
        });
        members.insert(shown.to_owned(), Json::Array(items.collect()));
    }
    Json::Object(members)
}
