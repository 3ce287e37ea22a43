//! Event data stores: made, changed, stopped, deleted and brought back.
//!
//! Source: API Reference, CreateEventDataStore, UpdateEventDataStore, DeleteEventDataStore,
//! RestoreEventDataStore; User Guide, "CloudTrail Lake event data stores".

use std::time::Duration;

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};
use store::Range;

use super::find::{self, Store, status};
use super::state::{CHANNELS, IMPORTS, INGESTING, StoreRow};
use super::{charge, import, ingest};
use crate::api::{
    CreateEventDataStoreInput, CreateEventDataStoreOutput, DeleteEventDataStoreInput,
    DeleteEventDataStoreOutput, EventDataStoreBuilder, GetEventDataStoreInput,
    GetEventDataStoreOutput, ListEventDataStoresInput, ListEventDataStoresOutput,
    RestoreEventDataStoreInput, RestoreEventDataStoreOutput, StartEventDataStoreIngestionInput,
    StartEventDataStoreIngestionOutput, StopEventDataStoreIngestionInput,
    StopEventDataStoreIngestionOutput, TagBuilder, UpdateEventDataStoreInput,
    UpdateEventDataStoreOutput, billing_mode, federation_status,
};
use crate::lake_errors as errors;
use crate::limits::{DELETION_DAYS, EXTENDABLE_DAYS, FIXED_DAYS, LIST_MAX, STORES_PER_REGION_MAX};
use crate::state::{ANYWHERE, AdvancedSelector, FieldSelector};
use crate::{event_selectors, tags, trail};

pub const ERASE: &str = "EraseEventDataStore";
const DAY: Duration = Duration::from_hours(24);

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateEventDataStoreInput<'_>,
) -> Result<CreateEventDataStoreOutput, ApiError> {
    if input.kms_key_id().is_some() {
        return Err(crate::errors::not_implemented("event data stores with a key of KMS"));
    }
    check_room(ctx)?;
    check_name(ctx, input.name(), "")?;
    let selectors = match input.advanced_event_selectors() {
        Some(selectors) if !selectors.is_empty() => event_selectors::read_of_store(selectors)?,
        _ => vec![usual_selector()],
    };
    let billing = input.billing_mode().unwrap_or(billing_mode::EXTENDABLE_RETENTION_PRICING);
    let retention_days = input.retention_period().unwrap_or_else(|| usual_days(billing));
    check_days(billing, retention_days)?;
    let is_organization = input.organization_enabled().unwrap_or(false);
    if is_organization {
        trail::organization(ctx)?;
    }
    let now = ctx.now().micros();
    let is_activity = event_selectors::is_activity(&selectors);
    let takes = input.start_ingestion().unwrap_or(true);
    let row = StoreRow {
        id: ctx.chance().uuid(),
        name: input.name().to_owned(),
        status: if takes || is_activity { status::ENABLED } else { status::STOPPED }.to_owned(),
        selectors,
        is_multi_region: input.multi_region_enabled().unwrap_or(true),
        is_organization,
        retention_days,
        is_protected: input.termination_protection_enabled().unwrap_or(true),
        billing: billing.to_owned(),
        tags: tags::read(input.tags_list())?,
        created: now,
        updated: now,
        is_activity,
        ..StoreRow::default()
    };
    let store = Store { account: ctx.account(), region: ctx.region(), row };
    save(ctx, &store);
    charge::enqueue(ctx, &store);
    let mut shown = shown(&store);
    // It is there from its next look on.
    if store.row.status == status::ENABLED {
        shown.set("Status", status::CREATED);
    }
    let tags = store.row.tags.iter();
    let tags: Vec<Struct> =
        tags.map(|(key, value)| TagBuilder::new().key(key).value(value).into()).collect();
    shown.set("TagsList", tags.into_iter().map(Into::into).collect::<Vec<kernel::Value>>());
    Ok(CreateEventDataStoreOutput(shown))
}

/// Keeps a store, and whether the recorder is to hand it events.
fn save(ctx: &mut Ctx<'_>, store: &Store) {
    store.save(ctx);
    let account = store.account.to_string();
    let key = (account.as_str(), store.region.as_str(), store.row.id.as_str());
    if store.row.status == status::ENABLED && !store.row.is_activity {
        INGESTING.at_mut(ctx.tx_mut(), &ANYWHERE).put(&key, &());
    } else {
        INGESTING.at_mut(ctx.tx_mut(), &ANYWHERE).delete(&key);
    }
}

/// "Maximum number of event data stores: 10"; those that wait for their end count.
fn check_room(ctx: &Ctx<'_>) -> Result<(), ApiError> {
    if find::all(ctx)?.len() >= STORES_PER_REGION_MAX {
        return Err(errors::too_many_stores());
    }
    Ok(())
}

fn check_name(ctx: &Ctx<'_>, name: &str, own_id: &str) -> Result<(), ApiError> {
    let same = |store: &Store| store.row.name == name && store.row.id != own_id;
    if find::all(ctx)?.iter().any(same) { Err(errors::store_exists(name)) } else { Ok(()) }
}

fn usual_selector() -> AdvancedSelector {
    let field = FieldSelector {
        field: "eventCategory".to_owned(),
        equals: vec!["Management".to_owned()],
        ..FieldSelector::default()
    };
    AdvancedSelector { name: Some("Default management events".to_owned()), fields: vec![field] }
}

fn usual_days(billing: &str) -> i64 {
    if billing == billing_mode::FIXED_RETENTION_PRICING { FIXED_DAYS.0 } else { EXTENDABLE_DAYS.0 }
}

fn check_days(billing: &str, days: i64) -> Result<(), ApiError> {
    let most = if billing == billing_mode::FIXED_RETENTION_PRICING {
        FIXED_DAYS.1
    } else {
        EXTENDABLE_DAYS.1
    };
    if (7..=most).contains(&days) { Ok(()) } else { Err(errors::bad_retention(most)) }
}

/// What all answers about a store have.
fn shown(store: &Store) -> Struct {
    let row = &store.row;
    let builder = EventDataStoreBuilder::new()
        .event_data_store_arn(store.arn())
        .name(&row.name)
        .status(&row.status)
        .advanced_event_selectors(event_selectors::shown_all(&row.selectors))
        .multi_region_enabled(row.is_multi_region)
        .organization_enabled(row.is_organization)
        .retention_period(row.retention_days)
        .termination_protection_enabled(row.is_protected)
        .created_timestamp(Timestamp::from_micros(row.created))
        .updated_timestamp(Timestamp::from_micros(row.updated));
    let mut out: Struct = builder.into();
    out.set("BillingMode", row.billing.as_str());
    out
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetEventDataStoreInput<'_>,
) -> Result<GetEventDataStoreOutput, ApiError> {
    let store = find::store(ctx, input.event_data_store())?;
    let mut out = shown(&store);
    out.set("FederationStatus", federation_status::DISABLED);
    Ok(GetEventDataStoreOutput(out))
}

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListEventDataStoresInput<'_>,
) -> Result<ListEventDataStoresOutput, ApiError> {
    let shown = find::all(ctx)?.into_iter().map(|store| {
        // All else "is no longer returned by ListEventDataStores" (the model).
        let one =
            EventDataStoreBuilder::new().event_data_store_arn(store.arn()).name(&store.row.name);
        (store.row.id, one)
    });
    let page = crate::pages::cut(
        "ListEventDataStores",
        input.next_token(),
        input.max_results(),
        LIST_MAX,
        shown.collect(),
    )?;
    Ok(ListEventDataStoresOutput::new().event_data_stores(page.items).next_token(page.token))
}

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateEventDataStoreInput<'_>,
) -> Result<UpdateEventDataStoreOutput, ApiError> {
    if input.kms_key_id().is_some() {
        return Err(crate::errors::not_implemented("event data stores with a key of KMS"));
    }
    let mut store = find::active(ctx, input.event_data_store())?;
    if let Some(name) = input.name() {
        check_name(ctx, name, &store.row.id)?;
        name.clone_into(&mut store.row.name);
    }
    if let Some(selectors) = input.advanced_event_selectors() {
        let selectors = event_selectors::read_of_store(selectors)?;
        if event_selectors::is_activity(&selectors) != store.row.is_activity {
            return Err(errors::bad_selectors("The event category cannot be changed."));
        }
        store.row.selectors = selectors;
    }
    if let Some(billing) = input.billing_mode() {
        // "You can't change the billing mode from EXTENDABLE_RETENTION_PRICING to
        // FIXED_RETENTION_PRICING."
        if billing != store.row.billing && billing == billing_mode::FIXED_RETENTION_PRICING {
            return Err(errors::bad_parameter(
                "The billing mode cannot be changed from EXTENDABLE_RETENTION_PRICING to \
                 FIXED_RETENTION_PRICING.",
            ));
        }
        billing.clone_into(&mut store.row.billing);
    }
    if let Some(days) = input.retention_period() {
        store.row.retention_days = days;
    }
    check_days(&store.row.billing, store.row.retention_days)?;
    if let Some(is_organization) = input.organization_enabled() {
        if is_organization != store.row.is_organization {
            trail::organization(ctx)?;
        }
        store.row.is_organization = is_organization;
    }
    let row = &mut store.row;
    row.is_multi_region = input.multi_region_enabled().unwrap_or(row.is_multi_region);
    row.is_protected = input.termination_protection_enabled().unwrap_or(row.is_protected);
    row.updated = ctx.now().micros();
    save(ctx, &store);
    let mut out = shown(&store);
    out.set("FederationStatus", federation_status::DISABLED);
    Ok(UpdateEventDataStoreOutput(out))
}

/// "The event data store enters a PENDING_DELETION state, and is automatically deleted after a wait
/// period of seven days."
pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteEventDataStoreInput<'_>,
) -> Result<DeleteEventDataStoreOutput, ApiError> {
    let mut store = find::active(ctx, input.event_data_store())?;
    if store.row.is_protected {
        return Err(errors::protected_store());
    }
    let arn = store.arn();
    for entry in ctx.table(&CHANNELS).scan(&Range::all()) {
        let (_, channel) = entry?;
        if channel.destinations.contains(&arn) {
            return Err(errors::channel_of_store(&channel.name));
        }
    }
    for entry in ctx.table(&IMPORTS).scan(&Range::all()) {
        let (_, row) = entry?;
        if row.store == store.row.id && import::is_ongoing(&row) {
            return Err(errors::importing());
        }
    }
    status::PENDING_DELETION.clone_into(&mut store.row.status);
    store.row.deleted = Some(ctx.now().micros());
    store.row.updated = ctx.now().micros();
    store.row.deletions += 1;
    save(ctx, &store);
    let ask = Ask::to("cloudtrail", ERASE)
        .with("Id", store.row.id.as_str())
        .with("Deletion", store.row.deletions.cast_signed())
        .as_service(crate::record::CLOUDTRAIL)
        .in_account(store.account)
        .in_region(store.region);
    ctx.enqueue(Job::now(ask).at(ctx.now() + DAY * DELETION_DAYS));
    Ok(DeleteEventDataStoreOutput::new())
}

/// The end of a store, unless it was brought back meanwhile.
pub fn erase(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.str("Id").unwrap_or_default();
    let Some(row) = ctx.table(&super::state::STORES).get(id)? else { return Ok(Struct::new()) };
    let is_due = row.status == status::PENDING_DELETION
        && Some(row.deletions.cast_signed()) == input.int("Deletion");
    if is_due {
        ingest::erase(ctx, id)?;
        super::query::forget_all(ctx, id)?;
        ctx.table_mut(&super::state::STORES).delete(id);
    }
    Ok(Struct::new())
}

pub fn restore(
    ctx: &mut Ctx<'_>,
    input: RestoreEventDataStoreInput<'_>,
) -> Result<RestoreEventDataStoreOutput, ApiError> {
    let mut store = find::store(ctx, input.event_data_store())?;
    if !store.is_gone() {
        return Err(errors::bad_status(&store.row.status));
    }
    status::ENABLED.clone_into(&mut store.row.status);
    store.row.deleted = None;
    store.row.updated = ctx.now().micros();
    save(ctx, &store);
    Ok(RestoreEventDataStoreOutput(shown(&store)))
}

pub fn start(
    ctx: &mut Ctx<'_>,
    input: StartEventDataStoreIngestionInput<'_>,
) -> Result<StartEventDataStoreIngestionOutput, ApiError> {
    turn(ctx, input.event_data_store(), (status::STOPPED, status::ENABLED))?;
    Ok(StartEventDataStoreIngestionOutput::new())
}

pub fn stop(
    ctx: &mut Ctx<'_>,
    input: StopEventDataStoreIngestionInput<'_>,
) -> Result<StopEventDataStoreIngestionOutput, ApiError> {
    turn(ctx, input.event_data_store(), (status::ENABLED, status::STOPPED))?;
    Ok(StopEventDataStoreIngestionOutput::new())
}

/// "The event data store Status must be … and the eventCategory must be Management, Data,
/// NetworkActivity, or ConfigurationItem."
fn turn(ctx: &mut Ctx<'_>, name: &str, (from, to): (&str, &str)) -> Result<(), ApiError> {
    let mut store = find::store(ctx, name)?;
    if store.row.is_activity {
        return Err(errors::bad_category());
    }
    if store.row.status != from {
        return Err(errors::bad_status(&store.row.status));
    }
    to.clone_into(&mut store.row.status);
    store.row.updated = ctx.now().micros();
    save(ctx, &store);
    Ok(())
}
