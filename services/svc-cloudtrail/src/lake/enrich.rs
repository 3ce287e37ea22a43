//! Events as their stores wish them: large, and with `eventContext`.
//!
//! Source: User Guide, "Enrich CloudTrail events by adding resource tag keys and IAM global
//! condition keys" (that `eventContext` stands in events of stores alone; the keys) and "Create
//! CloudTrail Lake queries from natural language prompts" (`tagContext.resourceTags` is a list of
//! rows with `tags`, `principalTags` a map).

use std::borrow::Cow;

use kernel::{AccountId, Ctx};
use serde_json::{Map, Value as Json, json};

use super::state::StoreRow;
use super::{request_context, resource_tags};
use crate::classify::Class;
use crate::limits::LARGE_EVENT_BYTES_MAX;
use crate::record::{self, Told};
use crate::resources::Resources;

pub use super::resource_tags::is_looking;

/// The record for a store; `standard` is that of the event history.
pub fn record<'s>(
    ctx: &mut Ctx<'_>,
    (told, class, resources, recipient): (&Told<'_>, Class, &Resources, AccountId),
    store: &StoreRow,
    standard: &'s str,
) -> Cow<'s, str> {
    if !store.is_large {
        return Cow::Borrowed(standard);
    }
    let context = context(ctx, told, recipient, store);
    let with = |record: &str| match &context {
        None => record.to_owned(),
        Some(context) => match record.strip_suffix('}') {
            Some(open) => format!("{open},\"eventContext\":{context}}}"),
            None => record.to_owned(),
        },
    };
    let whole = with(&record::large(ctx, told, class, resources, recipient));
    if whole.len() <= LARGE_EVENT_BYTES_MAX {
        return Cow::Owned(whole);
    }
    // What is longer than its field may be is left out after all.
    Cow::Owned(with(standard))
}

fn context(
    ctx: &mut Ctx<'_>,
    told: &Told<'_>,
    recipient: AccountId,
    store: &StoreRow,
) -> Option<Json> {
    if store.tag_keys.is_empty() && store.request_keys.is_empty() {
        return None;
    }
    let mut requested = Map::new();
    let mut tags = Map::new();
    // "IAM global condition keys … might not be visible to the resource owner."
    if !told.is_strangers(recipient) {
        let known = request_context::Known::of(ctx, told);
        let mut principal_tags = Map::new();
        for key in &store.request_keys {
            if let Some(tag) = request_context::tag_of(key) {
                if let Some((name, value)) = known.tag(ctx, tag) {
                    principal_tags.insert(name, json!(value));
                }
            } else if let Some(value) = known.value(ctx, key) {
                requested.insert(key.clone(), value);
            }
        }
        if !principal_tags.is_empty() {
            tags.insert("principalTags".to_owned(), Json::Object(principal_tags));
        }
    }
    // The tags are the owner's to see.
    if !store.tag_keys.is_empty() && recipient == told.account {
        let found = resource_tags::of(ctx, told, &store.tag_keys);
        if !found.is_empty() {
            tags.insert("resourceTags".to_owned(), Json::Array(found));
        }
    }
    Some(json!({"requestContext": requested, "tagContext": tags}))
}
