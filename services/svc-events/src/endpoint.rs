//! Global endpoints: making, changing, showing and deleting them. Which Region an endpoint leads
//! to is in [`crate::failover`], how events are replicated in [`crate::replication`].
//!
//! An endpoint lives in its primary Region, the one in which it was made. It takes a moment of
//! virtual time to be made, changed or deleted.
//!
//! Source: EventBridge User Guide, "Making applications Regional-fault tolerant with global
//! endpoints and event replication"; API Reference, CreateEndpoint.

use std::time::Duration;

use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Region, Scope, Struct, Timestamp, Value};
use store::Range;

use crate::api::{
    CreateEndpointInput, CreateEndpointOutput, DeleteEndpointInput, DeleteEndpointOutput,
    DescribeEndpointInput, DescribeEndpointOutput, EndpointBuilder, EndpointEventBus,
    ListEndpointsInput, ListEndpointsOutput, ReplicationConfig, RoutingConfig, UpdateEndpointInput,
    UpdateEndpointOutput, replication_state,
};
use crate::bus;
use crate::errors;
use crate::limits;
use crate::listing::Page;
use crate::names::BusRef;
use crate::replication;
use crate::rule;
use crate::state::{ENDPOINT_IDS, ENDPOINTS, EndpointPlaceRow, EndpointRow, EndpointState};

/// Ends a passing state. Input: `Name`, `Epoch`.
pub const SETTLE_ENDPOINT: &str = "SettleEndpoint";

/// The second part of the ids in AWS's examples.
const ID_SUFFIX: &str = "veo";
/// What CreateEndpoint and UpdateEndpoint answer of an endpoint.
const CREATED: [&str; 7] =
    ["Name", "Arn", "RoutingConfig", "ReplicationConfig", "EventBuses", "RoleArn", "State"];
const IDENTIFIED: [&str; 2] = ["EndpointId", "EndpointUrl"];

/// An endpoint of the Region in which it was made.
#[derive(Clone, Debug)]
pub struct Endpoint {
    pub name: String,
    pub account: AccountId,
    pub home: Region,
    pub row: EndpointRow,
}

impl Endpoint {
    pub fn arn(&self) -> String {
        let resource = format!("endpoint/{}", self.name);
        Arn::regional("events", self.home, self.account, &resource).to_string()
    }

    pub fn secondary(&self) -> Option<Region> {
        let failover = self.row.routing.structure("FailoverConfig");
        Region::parse(failover?.structure("Secondary")?.str("Route")?)
    }

    pub fn health_check(&self) -> &str {
        let failover = self.row.routing.structure("FailoverConfig");
        let primary = failover.and_then(|it| it.structure("Primary"));
        primary.and_then(|it| it.str("HealthCheck")).unwrap_or_default()
    }

    /// The buses with the primary Region's first.
    pub fn buses(&self) -> Option<[BusRef; 2]> {
        let [one, other] = self.row.buses.as_slice() else { return None };
        let (one, other) = (BusRef::of_arn(one)?, BusRef::of_arn(other)?);
        Some(if one.region == self.home { [one, other] } else { [other, one] })
    }
}

pub fn create_endpoint(
    ctx: &mut Ctx<'_>,
    input: CreateEndpointInput<'_>,
) -> Result<CreateEndpointOutput, ApiError> {
    let name = input.name();
    if ctx.table(&ENDPOINTS).contains(name)? {
        return Err(errors::already_exists("Endpoint", name));
    }
    let count = ctx.table(&ENDPOINTS).keys(&Range::all()).take(limits::ENDPOINTS_MAX).count();
    if count == limits::ENDPOINTS_MAX {
        return Err(errors::limit_exceeded());
    }
    let replication = input.replication_config().and_then(ReplicationConfig::state);
    let id = format!("{}.{ID_SUFFIX}", ctx.chance().base32(10).to_ascii_lowercase());
    let now = ctx.now().micros();
    let row = EndpointRow {
        id,
        description: input.description().map(str::to_owned),
        routing: input.routing_config().0.clone(),
        is_replicated: replication != Some(replication_state::DISABLED),
        role: input.role_arn().map(str::to_owned),
        buses: input.event_buses().iter().map(|bus| bus.event_bus_arn().to_owned()).collect(),
        created: now,
        modified: now,
        state: EndpointState::Creating,
        epoch: 0,
    };
    let (account, home) = (ctx.account(), ctx.region());
    let mut endpoint = Endpoint { name: name.to_owned(), account, home, row };
    check(ctx, &endpoint)?;
    let place = EndpointPlaceRow { region: endpoint.home.as_str().to_owned(), name: name.into() };
    ctx.table_mut(&ENDPOINT_IDS).put(&endpoint.row.id, &place);
    replication::begin(ctx, &endpoint)?;
    pass(ctx, &mut endpoint, EndpointState::Creating);
    Ok(CreateEndpointOutput(only(&shown(&endpoint), &CREATED)))
}

pub fn update_endpoint(
    ctx: &mut Ctx<'_>,
    input: UpdateEndpointInput<'_>,
) -> Result<UpdateEndpointOutput, ApiError> {
    let before = find_settled(ctx, input.name())?;
    let mut endpoint = before.clone();
    let row = &mut endpoint.row;
    if let Some(description) = input.description() {
        row.description = Some(description.to_owned());
    }
    if let Some(RoutingConfig(routing)) = input.routing_config() {
        row.routing = routing.clone();
    }
    if let Some(state) = input.replication_config().and_then(ReplicationConfig::state) {
        row.is_replicated = state == replication_state::ENABLED;
    }
    if let Some(role) = input.role_arn() {
        row.role = Some(role.to_owned());
    }
    if let Some(buses) = input.event_buses() {
        row.buses = buses.iter().map(|EndpointEventBus(bus)| arn_of(bus)).collect();
    }
    row.modified = ctx.now().micros();
    check(ctx, &endpoint)?;
    replication::end(ctx, &before)?;
    replication::begin(ctx, &endpoint)?;
    pass(ctx, &mut endpoint, EndpointState::Updating);
    let shown = shown(&endpoint);
    let members: Vec<_> = CREATED.into_iter().chain(IDENTIFIED).collect();
    Ok(UpdateEndpointOutput(only(&shown, &members)))
}

fn arn_of(bus: &Struct) -> String {
    bus.str("EventBusArn").unwrap_or_default().to_owned()
}

pub fn delete_endpoint(
    ctx: &mut Ctx<'_>,
    input: DeleteEndpointInput<'_>,
) -> Result<DeleteEndpointOutput, ApiError> {
    let mut endpoint = find_settled(ctx, input.name())?;
    replication::end(ctx, &endpoint)?;
    pass(ctx, &mut endpoint, EndpointState::Deleting);
    Ok(DeleteEndpointOutput::new())
}

pub fn describe_endpoint(
    ctx: &mut Ctx<'_>,
    input: DescribeEndpointInput<'_>,
) -> Result<DescribeEndpointOutput, ApiError> {
    let home = home_region(ctx, input.home_region())?;
    let endpoint = find_of(ctx, ctx.account(), home, input.name())?;
    Ok(DescribeEndpointOutput(shown(&endpoint)))
}

pub fn list_endpoints(
    ctx: &mut Ctx<'_>,
    input: ListEndpointsInput<'_>,
) -> Result<ListEndpointsOutput, ApiError> {
    let page = Page::read("ListEndpoints", input.max_results(), input.next_token())?;
    let home = home_region(ctx, input.home_region())?;
    let mut range = Range::all().starting_with(input.name_prefix().unwrap_or_default());
    if let Some(after) = &page.after {
        range = range.after(after);
    }
    let scope = Scope::new(ctx.account().digits(), home.as_str());
    let rows = ctx.table_in(&ENDPOINTS, scope).scan(&range).map(|entry| {
        let (name, row) = entry?;
        let endpoint = Endpoint { name: name.clone(), account: ctx.account(), home, row };
        Ok((name, EndpointBuilder(shown(&endpoint))))
    });
    let (endpoints, next_token) = page.cut(rows)?;
    Ok(ListEndpointsOutput::new().endpoints(endpoints).next_token(next_token))
}

/// The step: what was passing is settled.
pub fn settle_endpoint(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Name").unwrap_or_default();
    let row = ctx.table(&ENDPOINTS).get(name)?;
    let row = row.filter(|row| input.int("Epoch") == Some(row.epoch.cast_signed()));
    let Some(mut row) = row else { return Ok(Struct::new()) };
    if row.state == EndpointState::Deleting {
        ctx.table_mut(&ENDPOINT_IDS).delete(&row.id);
        ctx.table_mut(&ENDPOINTS).delete(name);
    } else {
        row.state = EndpointState::Active;
        ctx.table_mut(&ENDPOINTS).put(name, &row);
    }
    Ok(Struct::new())
}

fn pass(ctx: &mut Ctx<'_>, endpoint: &mut Endpoint, state: EndpointState) {
    endpoint.row.state = state;
    endpoint.row.epoch = ctx.chance().u64();
    ctx.table_mut(&ENDPOINTS).put(&endpoint.name, &endpoint.row);
    let ask = Ask::to("events", SETTLE_ENDPOINT)
        .with("Name", endpoint.name.as_str())
        .with("Epoch", endpoint.row.epoch.cast_signed());
    let at = ctx.now() + Duration::from_secs(limits::ENDPOINT_TRANSITION_SECONDS);
    ctx.enqueue(Job::now(ask).at(at));
}

fn find_settled(ctx: &Ctx<'_>, name: &str) -> Result<Endpoint, ApiError> {
    let endpoint = find_of(ctx, ctx.account(), ctx.region(), name)?;
    if endpoint.row.state == EndpointState::Active {
        return Ok(endpoint);
    }
    Err(errors::endpoint_is_passing(name, endpoint.row.state.name()))
}

/// The endpoint of whatever account and primary Region.
pub fn find_of(
    ctx: &Ctx<'_>,
    account: AccountId,
    home: Region,
    name: &str,
) -> Result<Endpoint, ApiError> {
    let scope = Scope::new(account.digits(), home.as_str());
    let row = ctx.table_in(&ENDPOINTS, scope).get(name)?;
    let row = row.ok_or_else(|| errors::not_found("Endpoint", name))?;
    Ok(Endpoint { name: name.to_owned(), account, home, row })
}

fn home_region(ctx: &Ctx<'_>, text: Option<&str>) -> Result<Region, ApiError> {
    let Some(text) = text else { return Ok(ctx.region()) };
    Region::parse(text).ok_or_else(|| errors::validation("Parameter HomeRegion is not valid."))
}

/// Two buses of one name in the caller's account, one in each of two Regions, and a role where
/// events are replicated.
fn check(ctx: &Ctx<'_>, endpoint: &Endpoint) -> Result<(), ApiError> {
    let Some(secondary) = endpoint.secondary().filter(|region| *region != endpoint.home) else {
        return Err(errors::validation(
            "Parameter Route is not valid. Reason: the secondary Region must be another Region.",
        ));
    };
    let Some([first, second]) = endpoint.buses() else {
        return Err(errors::validation("Parameter EventBuses is not valid."));
    };
    let is_ours = first.account == ctx.account() && second.account == ctx.account();
    if first.region != endpoint.home || second.region != secondary || !is_ours {
        return Err(errors::validation(
            "Parameter EventBuses is not valid. Reason: there must be an event bus of this \
             account in the primary and in the secondary Region.",
        ));
    }
    if first.name != second.name {
        return Err(errors::validation(
            "Parameter EventBuses is not valid. Reason: the names of the event buses must be \
             identical in each Region.",
        ));
    }
    for at in [&first, &second] {
        if bus::get(ctx, at)?.is_none() {
            return Err(errors::no_bus(&at.name));
        }
    }
    if endpoint.row.is_replicated && endpoint.row.role.is_none() {
        return Err(errors::validation(
            "Parameter RoleArn is required when event replication is enabled.",
        ));
    }
    rule::check_role(ctx, endpoint.row.role.as_deref())
}

/// Everything that DescribeEndpoint tells.
fn shown(endpoint: &Endpoint) -> Struct {
    let row = &endpoint.row;
    let replication =
        if row.is_replicated { replication_state::ENABLED } else { replication_state::DISABLED };
    let buses = row.buses.iter().map(|arn| Struct::new().with("EventBusArn", arn.as_str()));
    let mut shown = Struct::new()
        .with("Name", endpoint.name.as_str())
        .with("Arn", endpoint.arn())
        .with("RoutingConfig", row.routing.clone())
        .with("ReplicationConfig", Struct::new().with("State", replication))
        .with("EventBuses", Value::from(buses.collect::<Vec<_>>()))
        .with("EndpointId", row.id.as_str())
        .with("EndpointUrl", format!("https://{}.endpoint.events.amazonaws.com", row.id))
        .with("State", row.state.name())
        .with("CreationTime", Timestamp::from_micros(row.created))
        .with("LastModifiedTime", Timestamp::from_micros(row.modified));
    if let Some(description) = &row.description {
        shown.set("Description", description.as_str());
    }
    if let Some(role) = &row.role {
        shown.set("RoleArn", role.as_str());
    }
    shown
}

fn only(shown: &Struct, members: &[&'static str]) -> Struct {
    let mut some = Struct::new();
    for name in members {
        if let Some(value) = shown.get(name) {
            some.set(*name, value.clone());
        }
    }
    some
}
