//! API destinations: HTTP endpoints as targets. How they are called is in [`crate::invocation`].
//!
//! Source: EventBridge User Guide, "API destinations as targets"; API Reference,
//! CreateApiDestination.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Timestamp};
use store::Range;

use crate::api::{
    ApiDestinationBuilder, CreateApiDestinationInput, CreateApiDestinationOutput,
    DeleteApiDestinationInput, DeleteApiDestinationOutput, DescribeApiDestinationInput,
    DescribeApiDestinationOutput, ListApiDestinationsInput, ListApiDestinationsOutput,
    UpdateApiDestinationInput, UpdateApiDestinationOutput, api_destination_state,
};
use crate::errors;
use crate::limits;
use crate::listing::Page;
use crate::names::Resource;
use crate::state::{API_DESTINATIONS, ApiDestinationRow, CONNECTIONS, ConnectionState};

pub fn create_api_destination(
    ctx: &mut Ctx<'_>,
    input: CreateApiDestinationInput<'_>,
) -> Result<CreateApiDestinationOutput, ApiError> {
    let name = input.name();
    check_endpoint(input.invocation_endpoint())?;
    let connection = read_connection(ctx, input.connection_arn())?;
    if ctx.table(&API_DESTINATIONS).contains(name)? {
        return Err(errors::already_exists("ApiDestination", name));
    }
    let all = ctx.table(&API_DESTINATIONS).keys(&Range::all());
    if all.take(limits::API_DESTINATIONS_MAX).count() == limits::API_DESTINATIONS_MAX {
        return Err(errors::limit_exceeded());
    }
    let now = ctx.now();
    let row = ApiDestinationRow {
        id: ctx.chance().u64(),
        uuid: ctx.chance().uuid(),
        description: input.description().map(str::to_owned),
        connection,
        endpoint: input.invocation_endpoint().to_owned(),
        method: input.http_method().to_owned(),
        per_second: input
            .invocation_rate_limit_per_second()
            .unwrap_or(limits::INVOCATIONS_PER_SECOND),
        created: now.micros(),
        modified: now.micros(),
    };
    ctx.table_mut(&API_DESTINATIONS).put(name, &row);
    Ok(CreateApiDestinationOutput::new()
        .api_destination_arn(arn(ctx, name, &row))
        .api_destination_state(state(ctx, &row)?)
        .creation_time(now)
        .last_modified_time(now))
}

pub fn update_api_destination(
    ctx: &mut Ctx<'_>,
    input: UpdateApiDestinationInput<'_>,
) -> Result<UpdateApiDestinationOutput, ApiError> {
    let name = input.name();
    let mut row = find(ctx, name)?;
    if let Some(endpoint) = input.invocation_endpoint() {
        check_endpoint(endpoint)?;
        endpoint.clone_into(&mut row.endpoint);
    }
    if let Some(connection) = input.connection_arn() {
        row.connection = read_connection(ctx, connection)?;
    }
    if let Some(description) = input.description() {
        row.description = Some(description.to_owned());
    }
    if let Some(method) = input.http_method() {
        method.clone_into(&mut row.method);
    }
    if let Some(per_second) = input.invocation_rate_limit_per_second() {
        row.per_second = per_second;
    }
    row.modified = ctx.now().micros();
    ctx.table_mut(&API_DESTINATIONS).put(name, &row);
    Ok(UpdateApiDestinationOutput::new()
        .api_destination_arn(arn(ctx, name, &row))
        .api_destination_state(state(ctx, &row)?)
        .creation_time(Timestamp::from_micros(row.created))
        .last_modified_time(Timestamp::from_micros(row.modified)))
}

pub fn delete_api_destination(
    ctx: &mut Ctx<'_>,
    input: DeleteApiDestinationInput<'_>,
) -> Result<DeleteApiDestinationOutput, ApiError> {
    find(ctx, input.name())?;
    ctx.table_mut(&API_DESTINATIONS).delete(input.name());
    Ok(DeleteApiDestinationOutput::new())
}

pub fn describe_api_destination(
    ctx: &mut Ctx<'_>,
    input: DescribeApiDestinationInput<'_>,
) -> Result<DescribeApiDestinationOutput, ApiError> {
    let name = input.name();
    let row = find(ctx, name)?;
    Ok(DescribeApiDestinationOutput::new()
        .api_destination_arn(arn(ctx, name, &row))
        .name(name)
        .api_destination_state(state(ctx, &row)?)
        .connection_arn(connection_arn(ctx, &row))
        .description(row.description)
        .invocation_endpoint(row.endpoint)
        .http_method(row.method)
        .invocation_rate_limit_per_second(row.per_second)
        .creation_time(Timestamp::from_micros(row.created))
        .last_modified_time(Timestamp::from_micros(row.modified)))
}

pub fn list_api_destinations(
    ctx: &mut Ctx<'_>,
    input: ListApiDestinationsInput<'_>,
) -> Result<ListApiDestinationsOutput, ApiError> {
    let page = Page::read("ListApiDestinations", input.limit(), input.next_token())?;
    let mut range = Range::all().starting_with(input.name_prefix().unwrap_or_default());
    if let Some(after) = &page.after {
        range = range.after(after);
    }
    let wanted = input.connection_arn();
    let rows = ctx.table(&API_DESTINATIONS).scan(&range).filter_map(|entry| {
        let shown = entry.map_err(ApiError::from).and_then(|(name, row)| {
            let connection = connection_arn(ctx, &row);
            let is_wanted = wanted.is_none_or(|wanted| wanted == connection);
            let shown = ApiDestinationBuilder::new()
                .api_destination_arn(arn(ctx, &name, &row))
                .name(&name)
                .api_destination_state(state(ctx, &row)?)
                .connection_arn(connection)
                .invocation_endpoint(row.endpoint)
                .http_method(row.method)
                .invocation_rate_limit_per_second(row.per_second)
                .creation_time(Timestamp::from_micros(row.created))
                .last_modified_time(Timestamp::from_micros(row.modified));
            Ok(is_wanted.then_some((name, shown)))
        });
        shown.transpose()
    });
    let (destinations, next_token) = page.cut(rows)?;
    Ok(ListApiDestinationsOutput::new().api_destinations(destinations).next_token(next_token))
}

fn find(ctx: &Ctx<'_>, name: &str) -> Result<ApiDestinationRow, ApiError> {
    ctx.table(&API_DESTINATIONS).get(name)?.ok_or_else(|| errors::not_found("ApiDestination", name))
}

fn arn(ctx: &Ctx<'_>, name: &str, row: &ApiDestinationRow) -> String {
    ctx.arn(&format!("api-destination/{name}/{}", row.uuid)).to_string()
}

fn connection_arn(ctx: &Ctx<'_>, row: &ApiDestinationRow) -> String {
    let (name, uuid) = &row.connection;
    ctx.arn(&format!("connection/{name}/{uuid}")).to_string()
}

/// An API destination is active while its connection is authorized.
fn state(ctx: &Ctx<'_>, row: &ApiDestinationRow) -> Result<&'static str, ApiError> {
    let (name, uuid) = &row.connection;
    let connection = ctx.table(&CONNECTIONS).get(name)?.filter(|it| it.uuid == *uuid);
    let is_active = connection.is_some_and(|it| it.state == ConnectionState::Authorized);
    Ok(if is_active { api_destination_state::ACTIVE } else { api_destination_state::INACTIVE })
}

fn read_connection(ctx: &Ctx<'_>, text: &str) -> Result<(String, String), ApiError> {
    let arn = Arn::parse(text).filter(|arn| *arn == ctx.arn(&arn.resource));
    let Some(Resource::Connection(name, uuid)) = arn.as_ref().and_then(Resource::of) else {
        return Err(errors::validation("Parameter ConnectionArn is not valid."));
    };
    let is_known = ctx.table(&CONNECTIONS).get(&name)?.is_some_and(|row| row.uuid == uuid);
    if is_known { Ok((name, uuid)) } else { Err(errors::not_found("Connection", &name)) }
}

/// AWS takes `https` alone; plain `http` is taken here for servers on the developer's machine.
fn check_endpoint(url: &str) -> Result<(), ApiError> {
    if outbound::http::is_url(&url.replace('*', "x")) {
        return Ok(());
    }
    Err(errors::validation("Parameter InvocationEndpoint is not valid."))
}
