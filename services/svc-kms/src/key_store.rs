//! Custom key stores. External ones are real: KMS asks the customer's proxy (XKS) over HTTPS.
//! There is no CloudHSM here, so no cluster is found; nor are there endpoint services of VPCs.
//!
//! [`proxy`] speaks with the proxy, [`trouble`] says what its refusals become, [`connection`]
//! connects, [`external`] makes and uses the keys of a store.
//!
//! Source: Developer Guide, "External key stores"; [A] CreateCustomKeyStore, UpdateCustomKeyStore
//! and the others of the API Reference.

pub mod connection;
pub mod external;
mod proxy;
mod trouble;

use kernel::service::WorkEnv;
use kernel::{ApiError, Ctx, OpResult, Struct, Timestamp};
use serde_json::json;
use store::Range;

use crate::api::{
    CreateCustomKeyStoreInput, CreateCustomKeyStoreOutput, CustomKeyStoresListEntryBuilder,
    DeleteCustomKeyStoreInput, DeleteCustomKeyStoreOutput, DescribeCustomKeyStoresInput,
    DescribeCustomKeyStoresOutput, UpdateCustomKeyStoreInput, UpdateCustomKeyStoreOutput,
    XksProxyAuthenticationCredentialType, XksProxyConfigurationTypeBuilder, connection_state_type,
    custom_key_store_type as kind, error, xks_proxy_connectivity_type as connectivity,
};
use crate::errors;
use crate::key_store::proxy::{Address, Proxy};
use crate::key_store::trouble::Trouble;
use crate::limits;
use crate::listing::Page;
use crate::state::{EXTERNAL_KEYS, KEY_STORES, KeyStoreRow};

pub fn find(ctx: &Ctx<'_>, id: &str) -> Result<KeyStoreRow, ApiError> {
    ctx.table(&KEY_STORES).get(id)?.ok_or_else(|| errors::no_such_store(id))
}

/// There are few of them ([`limits::KEY_STORES_MAX`]).
fn all(ctx: &Ctx<'_>) -> Result<Vec<(String, KeyStoreRow)>, ApiError> {
    ctx.table(&KEY_STORES).scan(&Range::all()).map(|entry| Ok(entry?)).collect()
}

/// Refuses a name or a URI that another store has.
fn check_unique(
    ctx: &Ctx<'_>,
    own: Option<&str>,
    name: Option<&str>,
    uri: Option<(&str, &str)>,
) -> Result<(), ApiError> {
    for (id, row) in all(ctx)? {
        if own == Some(id.as_str()) {
            continue;
        }
        if name == Some(row.name.as_str()) {
            return Err(error::custom_key_store_name_in_use_exception(format!(
                "A custom key store of the name {} exists already.",
                row.name
            )));
        }
        if uri == Some((row.endpoint.as_str(), row.path.as_str())) {
            return Err(error::xks_proxy_uri_in_use_exception(format!(
                "The proxy {}{} is associated with another external key store.",
                row.endpoint, row.path
            )));
        }
    }
    Ok(())
}

/// What an external key store is made of.
struct Wanted<'a> {
    endpoint: &'a str,
    path: &'a str,
    access_key: &'a str,
    secret: &'a str,
}

fn missing(member: &str) -> ApiError {
    errors::validation(format!("{member} is required for external key stores."))
}

/// What CreateCustomKeyStore asks for, of an external key store with a public endpoint.
fn wanted(input: CreateCustomKeyStoreInput<'_>) -> Result<Wanted<'_>, ApiError> {
    let xks = input.xks_proxy_authentication_credential();
    if input.custom_key_store_type() != Some(kind::EXTERNAL_KEY_STORE) {
        let has_xks = xks.is_some() || input.xks_proxy_uri_endpoint().is_some();
        let members = (
            input.cloud_hsm_cluster_id(),
            input.key_store_password(),
            input.trust_anchor_certificate(),
        );
        let (Some(cluster), Some(_), Some(_), false) = (members.0, members.1, members.2, has_xks)
        else {
            return Err(errors::validation(
                "CloudHsmClusterId, KeyStorePassword and TrustAnchorCertificate, and no \
                 parameters of external key stores, are required for AWS CloudHSM key stores.",
            ));
        };
        return Err(errors::no_cluster(cluster));
    }
    if input.cloud_hsm_cluster_id().is_some()
        || input.key_store_password().is_some()
        || input.trust_anchor_certificate().is_some()
    {
        return Err(errors::validation(
            "CloudHsmClusterId, KeyStorePassword and TrustAnchorCertificate are for AWS CloudHSM \
             key stores.",
        ));
    }
    let credential = xks.ok_or_else(|| missing("XksProxyAuthenticationCredential"))?;
    let wanted = Wanted {
        endpoint: input.xks_proxy_uri_endpoint().ok_or_else(|| missing("XksProxyUriEndpoint"))?,
        path: input.xks_proxy_uri_path().ok_or_else(|| missing("XksProxyUriPath"))?,
        access_key: credential.access_key_id(),
        secret: credential.raw_secret_access_key(),
    };
    let service = input.xks_proxy_vpc_endpoint_service_name();
    check_connectivity(input.xks_proxy_connectivity(), service)?;
    Ok(wanted)
}

/// There are no endpoint services of VPCs, so none is found.
fn check_connectivity(given: Option<&str>, service: Option<&str>) -> Result<(), ApiError> {
    match (given, service) {
        (None, _) => Err(missing("XksProxyConnectivity")),
        (Some(connectivity::PUBLIC_ENDPOINT), None) => Ok(()),
        (Some(connectivity::PUBLIC_ENDPOINT), Some(_)) => Err(errors::validation(
            "XksProxyVpcEndpointServiceName is for the connectivity VPC_ENDPOINT_SERVICE.",
        )),
        (Some(_), None) => Err(missing("XksProxyVpcEndpointServiceName")),
        (Some(_), Some(service)) => Err(errors::no_endpoint_service(service)),
    }
}

fn health_plan(ctx: &Ctx<'_>, proxy: &Proxy, operation: &str) -> Struct {
    let asked = json!({ "requestMetadata": {
        "kmsRequestId": ctx.request_id(), "kmsOperation": operation } });
    proxy.to_plan().with("Body", asked.to_string())
}

/// Asks the proxy whether it is there and knows the credential.
pub fn ask_health(_env: &WorkEnv, plan: Struct) -> OpResult {
    let Some(body) = plan.str("Body") else { return Ok(plan) };
    let body = serde_json::from_str(body).map_err(|_| ApiError::internal())?;
    Proxy::of_plan(&plan).check_health(&body).map_err(Trouble::of_store)?;
    Ok(Struct::new())
}

fn check_create(
    ctx: &Ctx<'_>,
    input: CreateCustomKeyStoreInput<'_>,
    wanted: &Wanted<'_>,
) -> Result<(), ApiError> {
    let uri = Some((wanted.endpoint, wanted.path));
    check_unique(ctx, None, Some(input.custom_key_store_name()), uri)?;
    if all(ctx)?.len() >= limits::KEY_STORES_MAX {
        return Err(errors::limit_exceeded(format!(
            "An account has {} custom key stores in a Region at most.",
            limits::KEY_STORES_MAX
        )));
    }
    Ok(())
}

pub fn plan_create(ctx: &mut Ctx<'_>, input: CreateCustomKeyStoreInput<'_>) -> OpResult {
    let wanted = wanted(input)?;
    check_create(ctx, input, &wanted)?;
    let Wanted { endpoint, path, access_key, secret } = wanted;
    let proxy = Proxy::at(ctx, &Address { endpoint, path, access_key, secret });
    Ok(health_plan(ctx, &proxy, "CreateCustomKeyStore"))
}

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateCustomKeyStoreInput<'_>,
    _healthy: Struct,
) -> Result<CreateCustomKeyStoreOutput, ApiError> {
    let wanted = wanted(input)?;
    check_create(ctx, input, &wanted)?;
    let id = format!("cks-{}", ctx.chance().hex(17));
    let row = KeyStoreRow {
        name: input.custom_key_store_name().to_owned(),
        endpoint: wanted.endpoint.to_owned(),
        path: wanted.path.to_owned(),
        access_key: wanted.access_key.to_owned(),
        secret: proxy::seal(ctx, &id, wanted.secret)?.into(),
        created: ctx.now().micros(),
        connection: connection_state_type::DISCONNECTED.to_owned(),
        failure: None,
        attempt: 0,
    };
    ctx.table_mut(&KEY_STORES).put(id.as_str(), &row);
    Ok(CreateCustomKeyStoreOutput::new().custom_key_store_id(id))
}

/// The store as an update would leave it, and the new secret.
fn updated<'a>(
    ctx: &Ctx<'_>,
    input: UpdateCustomKeyStoreInput<'a>,
) -> Result<(KeyStoreRow, Option<&'a str>), ApiError> {
    let id = input.custom_key_store_id();
    let mut row = find(ctx, id)?;
    if input.cloud_hsm_cluster_id().is_some() || input.key_store_password().is_some() {
        return Err(errors::validation(
            "CloudHsmClusterId and KeyStorePassword are for AWS CloudHSM key stores.",
        ));
    }
    // "you can update the CustomKeyStoreName, XksProxyAuthenticationCredential, and
    // XksProxyUriPath … when it is in the CONNECTED or DISCONNECTED state".
    let needs_disconnected = input.xks_proxy_uri_endpoint().is_some()
        || input.xks_proxy_connectivity().is_some()
        || input.xks_proxy_vpc_endpoint_service_name().is_some()
        || input.xks_proxy_vpc_endpoint_service_owner().is_some();
    let is_fit = match row.connection.as_str() {
        connection_state_type::DISCONNECTED => true,
        connection_state_type::CONNECTED => !needs_disconnected,
        _ => false,
    };
    if !is_fit {
        return Err(errors::wrong_connection(id, &row.connection, "UpdateCustomKeyStore"));
    }
    if input.xks_proxy_connectivity().is_some() {
        let service = input.xks_proxy_vpc_endpoint_service_name();
        check_connectivity(input.xks_proxy_connectivity(), service)?;
    } else if input.xks_proxy_vpc_endpoint_service_name().is_some()
        || input.xks_proxy_vpc_endpoint_service_owner().is_some()
    {
        return Err(errors::validation(
            "Endpoint services are for the connectivity VPC_ENDPOINT_SERVICE.",
        ));
    }
    if let Some(name) = input.new_custom_key_store_name() {
        name.clone_into(&mut row.name);
    }
    if let Some(endpoint) = input.xks_proxy_uri_endpoint() {
        endpoint.clone_into(&mut row.endpoint);
    }
    if let Some(path) = input.xks_proxy_uri_path() {
        path.clone_into(&mut row.path);
    }
    let credential = input.xks_proxy_authentication_credential();
    if let Some(credential) = credential {
        credential.access_key_id().clone_into(&mut row.access_key);
    }
    let uri = Some((row.endpoint.as_str(), row.path.as_str()));
    check_unique(ctx, Some(id), input.new_custom_key_store_name(), uri)?;
    Ok((row, credential.map(XksProxyAuthenticationCredentialType::raw_secret_access_key)))
}

/// A proxy that is to be another is asked first.
pub fn plan_update(ctx: &mut Ctx<'_>, input: UpdateCustomKeyStoreInput<'_>) -> OpResult {
    let (row, secret) = updated(ctx, input)?;
    let is_same = secret.is_none()
        && input.xks_proxy_uri_path().is_none()
        && input.xks_proxy_uri_endpoint().is_none();
    if is_same {
        return Ok(Struct::new());
    }
    let proxy = match secret {
        None => Proxy::of(ctx, input.custom_key_store_id(), &row)?,
        Some(secret) => Proxy::at(
            ctx,
            &Address {
                endpoint: &row.endpoint,
                path: &row.path,
                access_key: &row.access_key,
                secret,
            },
        ),
    };
    Ok(health_plan(ctx, &proxy, "UpdateCustomKeyStore"))
}

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateCustomKeyStoreInput<'_>,
    _healthy: Struct,
) -> Result<UpdateCustomKeyStoreOutput, ApiError> {
    let id = input.custom_key_store_id();
    let (mut row, secret) = updated(ctx, input)?;
    if let Some(secret) = secret {
        row.secret = proxy::seal(ctx, id, secret)?.into();
    }
    ctx.table_mut(&KEY_STORES).put(id, &row);
    Ok(UpdateCustomKeyStoreOutput::new())
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteCustomKeyStoreInput<'_>,
) -> Result<DeleteCustomKeyStoreOutput, ApiError> {
    let id = input.custom_key_store_id();
    let row = find(ctx, id)?;
    if row.connection != connection_state_type::DISCONNECTED {
        return Err(errors::wrong_connection(id, &row.connection, "DeleteCustomKeyStore"));
    }
    if !ctx.table(&EXTERNAL_KEYS).is_empty(&Range::within(&(id,)))? {
        return Err(error::custom_key_store_has_cm_ks_exception(format!(
            "The custom key store {id} contains KMS keys."
        )));
    }
    ctx.table_mut(&KEY_STORES).delete(id);
    Ok(DeleteCustomKeyStoreOutput::new())
}

pub fn describe(
    ctx: &mut Ctx<'_>,
    input: DescribeCustomKeyStoresInput<'_>,
) -> Result<DescribeCustomKeyStoresOutput, ApiError> {
    let operation = "DescribeCustomKeyStores";
    let page = Page::read(operation, input.limit(), input.marker(), limits::PAGE_DEFAULT)?;
    let (id, name) = (input.custom_key_store_id(), input.custom_key_store_name());
    if id.is_some() && name.is_some() {
        return Err(errors::validation(
            "Specify either CustomKeyStoreId or CustomKeyStoreName, but not both.",
        ));
    }
    let mut found = all(ctx)?;
    found.retain(|(own, row)| {
        id.is_none_or(|id| id == own) && name.is_none_or(|name| name == row.name)
    });
    if let (Some(wanted), true) = (id.or(name), found.is_empty()) {
        return Err(errors::no_such_store(wanted));
    }
    let (found, marker) = page.of_all(found, |(id, _)| id.clone());
    let shown = found.into_iter().map(|(id, row)| show(&id, &row));
    Ok(DescribeCustomKeyStoresOutput::new()
        .custom_key_stores(shown.collect::<Vec<_>>())
        .truncated(marker.is_some())
        .next_marker(marker))
}

fn show(id: &str, row: &KeyStoreRow) -> CustomKeyStoresListEntryBuilder {
    let proxy = XksProxyConfigurationTypeBuilder::new()
        .connectivity(connectivity::PUBLIC_ENDPOINT)
        .access_key_id(&row.access_key)
        .uri_endpoint(&row.endpoint)
        .uri_path(&row.path);
    CustomKeyStoresListEntryBuilder::new()
        .custom_key_store_id(id)
        .custom_key_store_name(&row.name)
        .connection_state(&row.connection)
        .connection_error_code(row.failure.as_deref())
        .creation_date(Timestamp::from_micros(row.created))
        .custom_key_store_type(kind::EXTERNAL_KEY_STORE)
        .xks_proxy_configuration(proxy)
}
