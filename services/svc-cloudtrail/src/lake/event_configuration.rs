//! The event configuration of event data stores: how large events may be, and what of their
//! context they tell.
//!
//! Source: API Reference, PutEventConfiguration and GetEventConfiguration; User Guide, "Enrich
//! CloudTrail events by adding resource tag keys and IAM global condition keys".

use kernel::{ApiError, Ctx};

use super::find::{self, Store};
use crate::api::{
    AggregationConfigurationBuilder, ContextKeySelectorBuilder, GetEventConfigurationInput,
    GetEventConfigurationOutput, PutEventConfigurationInput, PutEventConfigurationOutput,
    max_event_size, type_,
};
use crate::{errors, lake_errors};

/// "The following table lists the supported IAM global condition keys for CloudTrail enriched
/// events"; tags of principals are named as policies name them.
const CONDITION_KEYS: [&str; 22] = [
    "aws:FederatedProvider",
    "aws:TokenIssueTime",
    "aws:MultiFactorAuthAge",
    "aws:MultiFactorAuthPresent",
    "aws:SourceIdentity",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:PrincipalType",
    "aws:userid",
    "aws:username",
    "aws:RequestedRegion",
    "aws:SecureTransport",
    "aws:ViaAWSService",
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:SourceAccount",
    "aws:SourceOrgID",
];
pub const PRINCIPAL_TAG: &str = "aws:PrincipalTag/";

/// What is asked about.
enum Subject {
    /// Its ARN.
    Trail(String),
    Store(Box<Store>),
}

fn subject(
    ctx: &Ctx<'_>,
    trail: Option<&str>,
    store: Option<&str>,
    is_change: bool,
) -> Result<Subject, ApiError> {
    match (trail, store) {
        (Some(name), None) => {
            let find = if is_change { crate::find::own } else { crate::find::trail };
            Ok(Subject::Trail(find(ctx, name)?.arn()))
        }
        (None, Some(name)) => {
            let store = find::active(ctx, name)?;
            if store.row.is_activity {
                return Err(lake_errors::bad_category());
            }
            Ok(Subject::Store(Box::new(store)))
        }
        _ => Err(errors::bad_combination("Give either TrailName or EventDataStore.")),
    }
}

pub fn put(
    ctx: &mut Ctx<'_>,
    input: PutEventConfigurationInput<'_>,
) -> Result<PutEventConfigurationOutput, ApiError> {
    let of_store = input.max_event_size().is_some() || input.context_key_selectors().is_some();
    let aggregations = input.aggregation_configurations();
    match subject(ctx, input.trail_name(), input.event_data_store(), true)? {
        Subject::Trail(_) if of_store => Err(errors::bad_combination(
            "MaxEventSize and ContextKeySelectors are those of event data stores.",
        )),
        Subject::Trail(arn) => {
            if aggregations.is_some_and(|list| !list.is_empty()) {
                return Err(errors::not_implemented("aggregated events"));
            }
            Ok(PutEventConfigurationOutput::new()
                .trail_arn(arn)
                .aggregation_configurations(Vec::<AggregationConfigurationBuilder>::new()))
        }
        Subject::Store(_) if aggregations.is_some() => {
            Err(errors::bad_combination("AggregationConfigurations are those of trails."))
        }
        Subject::Store(mut store) => {
            change(&mut store, input)?;
            store.row.updated = ctx.now().micros();
            store.save(ctx);
            Ok(PutEventConfigurationOutput::new()
                .event_data_store_arn(store.arn())
                .max_event_size(size(&store))
                .context_key_selectors(selectors(&store)))
        }
    }
}

fn change(store: &mut Store, input: PutEventConfigurationInput<'_>) -> Result<(), ApiError> {
    if let Some(size) = input.max_event_size() {
        store.row.is_large = size == max_event_size::LARGE;
    }
    if let Some(selectors) = input.context_key_selectors() {
        let (mut tags, mut requests) = (None, None);
        for selector in selectors {
            let keys: Vec<String> = selector.equals().iter().map(str::to_owned).collect();
            let place = if selector.type_() == type_::TAG_CONTEXT {
                &mut tags
            } else {
                keys.iter().try_for_each(|key| check_key(key))?;
                &mut requests
            };
            if place.replace(keys).is_some() {
                return Err(errors::bad_parameter("There is one selector of each type."));
            }
        }
        store.row.tag_keys = tags.unwrap_or_default();
        store.row.request_keys = requests.unwrap_or_default();
    }
    // "If you are using context key selectors, MaxEventSize must be set to Large."
    let has_keys = !store.row.tag_keys.is_empty() || !store.row.request_keys.is_empty();
    if has_keys && !store.row.is_large {
        return Err(errors::bad_combination(
            "MaxEventSize must be Large where there are context key selectors.",
        ));
    }
    Ok(())
}

fn check_key(key: &str) -> Result<(), ApiError> {
    let is_tag = key.get(..PRINCIPAL_TAG.len()).is_some_and(|head| {
        head.eq_ignore_ascii_case(PRINCIPAL_TAG) && key.len() > PRINCIPAL_TAG.len()
    });
    if is_tag || CONDITION_KEYS.iter().any(|known| known.eq_ignore_ascii_case(key)) {
        return Ok(());
    }
    Err(errors::bad_parameter(&format!("The condition key is not one of enriched events: {key}")))
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetEventConfigurationInput<'_>,
) -> Result<GetEventConfigurationOutput, ApiError> {
    Ok(match subject(ctx, input.trail_name(), input.event_data_store(), false)? {
        Subject::Trail(arn) => GetEventConfigurationOutput::new()
            .trail_arn(arn)
            .aggregation_configurations(Vec::<AggregationConfigurationBuilder>::new()),
        Subject::Store(store) => GetEventConfigurationOutput::new()
            .event_data_store_arn(store.arn())
            .max_event_size(size(&store))
            .context_key_selectors(selectors(&store)),
    })
}

fn size(store: &Store) -> &'static str {
    if store.row.is_large { max_event_size::LARGE } else { max_event_size::STANDARD }
}

fn selectors(store: &Store) -> Vec<ContextKeySelectorBuilder> {
    let row = &store.row;
    [(type_::TAG_CONTEXT, &row.tag_keys), (type_::REQUEST_CONTEXT, &row.request_keys)]
        .into_iter()
        .filter(|(_, keys)| !keys.is_empty())
        .map(|(kind, keys)| ContextKeySelectorBuilder::new().type_(kind).equals(keys.clone()))
        .collect()
}
