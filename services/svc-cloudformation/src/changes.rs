//! What an update would change: found by evaluating the new template with what there is. What only
//! the execution will tell is `KNOWN_AFTER_APPLY`.

use std::collections::{BTreeMap, BTreeSet};

use cfn_template::{
    KNOWN_AFTER_APPLY, Lookup, Problem, Reference, dependencies, order, references,
};
use kernel::ApiError;
use serde_json::{Map, Value as Json, json};

use crate::blueprint::Blueprint;
use crate::engine::begin::replaces;
use crate::engine::lookup::World;
use crate::engine::start;
use crate::errors;
use crate::names;
use crate::properties;
use crate::session::{Session, document};
use crate::source::Prepared;
use crate::state::{BeingRow, ResourceRow, StackRow};
use crate::types::plan::changed;
use crate::types::{STACK, find as find_kind, is_custom};

/// What would change, in the members of the API.
#[derive(Debug, Default)]
pub struct Changes {
    pub resources: Vec<Json>,
    /// Outputs, tags or the like.
    pub others: bool,
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.resources.is_empty() && !self.others
    }
}

/// Answers with what there is, and says of what is to come that it is not known.
struct Foresight<'s, 'c, 'w> {
    world: World<'s, 'c, 'w>,
    /// Resources that are to be made, anew or for the first time.
    unknown: &'s BTreeSet<String>,
}

impl Lookup for Foresight<'_, '_, '_> {
    fn reference(&mut self, logical_id: &str) -> Result<Json, Problem> {
        if self.unknown.contains(logical_id) {
            Ok(KNOWN_AFTER_APPLY.into())
        } else {
            self.world.reference(logical_id)
        }
    }

    fn attribute(&mut self, logical_id: &str, attribute: &str) -> Result<Json, Problem> {
        if self.unknown.contains(logical_id) {
            Ok(KNOWN_AFTER_APPLY.into())
        } else {
            self.world.attribute(logical_id, attribute)
        }
    }

    fn import(&mut self, name: &str) -> Result<Json, Problem> {
        self.world.import(name)
    }

    fn zones(&mut self, region: &str) -> Result<Vec<String>, Problem> {
        self.world.zones(region)
    }

    fn dynamic(&mut self, service: &str, key: &str) -> Result<String, Problem> {
        self.world.dynamic(service, key)
    }
}

/// Compares the stack with what was prepared. `old` is its row before the call.
pub fn find(
    session: &mut Session<'_, '_>,
    prepared: &Prepared,
    old: &StackRow,
) -> Result<Changes, ApiError> {
    let blueprint = &prepared.blueprint;
    let scope = blueprint.scope();
    let edges = dependencies(&scope).map_err(errors::problem)?;
    let ids = order(&edges).map_err(errors::problem)?;
    let mut existing = session.resources()?;
    existing.retain(|_, row| row.being.physical.is_some() && row.status != "DELETE_COMPLETE");
    let before = match session.body(start::PROCESSED)? {
        Some(text) => serde_json::from_str(&text).unwrap_or_default(),
        None => Json::Null,
    };
    let mut changes = Changes::default();
    let mut unknown = BTreeSet::new();
    for id in &ids {
        let resource = &blueprint.template.resources[id];
        let Some(row) = existing.get(id) else {
            unknown.insert(id.clone());
            changes.resources.push(change(
                "Add",
                id,
                None,
                &resource.kind,
                json!({
                    "Scope": [], "Details": [],
                }),
            ));
            continue;
        };
        let mut lookup = Foresight { world: World::of(session), unknown: &unknown };
        let given = scope.members(&resource.properties, &mut lookup).map_err(errors::problem)?;
        let metadata = scope.value(&resource.metadata, &mut lookup).map_err(errors::problem)?;
        let checked = properties::checked(&resource.kind, given.clone(), &session.stack.tags);
        let wanted = BeingRow {
            kind: resource.kind.clone(),
            // What is wrong with it is the execution's to say.
            properties: Json::Object(checked.unwrap_or(given)).to_string(),
            ..BeingRow::default()
        };
        let policy = |it: &Json| it.as_str().unwrap_or_default().to_owned();
        let others = Others {
            metadata: metadata.filter(|it| !it.is_null()).map(|it| it.to_string()),
            deletion: policy(&resource.deletion_policy),
            replacement: policy(&resource.update_replace_policy),
        };
        let seen = Seen { id, row, before: &before, old, blueprint, unknown: &unknown };
        if let Some((found, is_replaced)) = seen.compare(wanted, others)? {
            if is_replaced {
                unknown.insert(id.clone());
            }
            changes.resources.push(found);
        }
    }
    let gone = existing.iter().filter(|(id, _)| !edges.contains_key(*id));
    changes.resources.extend(gone.map(|(id, row)| removal(id, row)));
    let outputs = |json: &Json| json.get("Outputs").cloned().unwrap_or_default();
    let next: Json = serde_json::from_str(&prepared.processed).unwrap_or_default();
    changes.others = outputs(&before) != outputs(&next) || old.tags != session.stack.tags;
    Ok(changes)
}

fn removal(id: &str, row: &ResourceRow) -> Json {
    let more = json!({
        "Scope": [], "Details": [],
        "PolicyAction": policy_action(&row.being.deletion_policy),
    });
    change("Remove", id, row.being.physical.as_deref(), &row.being.kind, more)
}

fn change(action: &str, id: &str, physical: Option<&str>, kind: &str, more: Json) -> Json {
    let mut out = json!({ "Action": action, "LogicalResourceId": id, "ResourceType": kind });
    if let Some(physical) = physical {
        out["PhysicalResourceId"] = physical.into();
    }
    if let (Json::Object(out), Json::Object(more)) = (&mut out, more) {
        out.extend(more.into_iter().filter(|(_, value)| !value.is_null()));
    }
    json!({ "Type": "Resource", "ResourceChange": out })
}

fn policy_action(policy: &str) -> &'static str {
    match policy {
        "Retain" | "RetainExceptOnCreate" => "Retain",
        "Snapshot" => "Snapshot",
        _ => "Delete",
    }
}

struct Others {
    metadata: Option<String>,
    deletion: String,
    replacement: String,
}

struct Seen<'s> {
    id: &'s str,
    row: &'s ResourceRow,
    /// The processed template of the stack.
    before: &'s Json,
    old: &'s StackRow,
    blueprint: &'s Blueprint,
    unknown: &'s BTreeSet<String>,
}

impl Seen<'_> {
    /// The change of a resource, and whether it may be another one afterwards.
    fn compare(
        &self,
        mut wanted: BeingRow,
        others: Others,
    ) -> Result<Option<(Json, bool)>, ApiError> {
        let being = &self.row.being;
        names::keep(being, &mut wanted);
        let (was, now) = (document(&being.properties), document(&wanted.properties));
        let mut scope = BTreeSet::new();
        let mut details = Vec::new();
        for name in changed(&was, &now) {
            scope.insert(if name == "Tags" { "Tags" } else { "Properties" });
            self.detail(name, &wanted.kind, &now, &mut details)?;
        }
        for (attribute, differs) in [
            ("Metadata", others.metadata.as_deref().unwrap_or_default() != being.metadata),
            ("DeletionPolicy", others.deletion != being.deletion_policy),
            ("UpdateReplacePolicy", others.replacement != being.update_replace_policy),
        ] {
            if differs {
                scope.insert(attribute);
                details.push(json!({
                    "Target": { "Attribute": attribute, "RequiresRecreation": "Never" },
                    "Evaluation": "Static",
                    "ChangeSource": "DirectModification",
                }));
            }
        }
        let is_other_kind = being.kind != wanted.kind;
        if wanted.kind == STACK && scope.is_empty() {
            // Nested stacks are always asked whether they change.
            scope.insert("Properties");
            details.push(json!({
                "Target": { "Attribute": "Properties", "RequiresRecreation": "Never" },
                "Evaluation": "Dynamic",
                "ChangeSource": "Automatic",
            }));
        }
        if scope.is_empty() && !is_other_kind && !self.row.status.ends_with("_FAILED") {
            return Ok(None);
        }
        let replaced = is_other_kind || replaces(&wanted.kind, &was, &now);
        let is_certain = is_other_kind || self.is_certain(&was, &now);
        let replacement = match (replaced, is_certain) {
            (false, _) => "False",
            (true, true) => "True",
            (true, false) => "Conditional",
        };
        let policy = replaced.then_some(match others.replacement.as_str() {
            "Retain" => "ReplaceAndRetain",
            "Snapshot" => "ReplaceAndSnapshot",
            _ => "ReplaceAndDelete",
        });
        let found = change(
            "Modify",
            self.id,
            being.physical.as_deref(),
            &wanted.kind,
            json!({
                "Replacement": replacement,
                "Scope": scope,
                "Details": details,
                "PolicyAction": policy,
            }),
        );
        Ok(Some((found, replaced || is_custom(&wanted.kind))))
    }

    /// Whether a property that replaces the resource differs for sure.
    fn is_certain(&self, was: &Map<String, Json>, now: &Map<String, Json>) -> bool {
        let Some(kind) = find_kind(&self.row.being.kind) else { return true };
        let known = |name: &&str| {
            let value = now.get(*name).map(ToString::to_string).unwrap_or_default();
            kind.replaced_by.contains(*name) && !value.contains(KNOWN_AFTER_APPLY)
        };
        changed(was, now).iter().any(known)
    }

    /// Why a property changes: since it was written otherwise, or since what it refers to changes.
    fn detail(
        &self,
        name: &str,
        kind: &str,
        now: &Map<String, Json>,
        details: &mut Vec<Json>,
    ) -> Result<(), ApiError> {
        let kind = find_kind(kind);
        let recreates = kind.is_some_and(|kind| kind.replaced_by.contains(name));
        let is_known = !now.get(name).is_some_and(|it| it.to_string().contains(KNOWN_AFTER_APPLY));
        let recreation = match (recreates, is_known) {
            (false, _) => "Never",
            (true, true) => "Always",
            (true, false) => "Conditionally",
        };
        let target = if name == "Tags" {
            json!({ "Attribute": "Tags", "RequiresRecreation": recreation })
        } else {
            json!({ "Attribute": "Properties", "Name": name, "RequiresRecreation": recreation })
        };
        let resource = &self.blueprint.template.resources[self.id];
        let new = resource.properties.get(name).cloned().unwrap_or_default();
        let old = self.before.pointer(&format!("/Resources/{}/Properties/{name}", self.id));
        let old = old.cloned().unwrap_or_default();
        for (source, entity, evaluation) in self.causes(&new)? {
            details.push(json!({
                "Target": target, "Evaluation": evaluation, "ChangeSource": source,
                "CausingEntity": entity,
            }));
        }
        if old != new || details.is_empty() {
            details.push(json!({
                "Target": target,
                "Evaluation": "Static",
                "ChangeSource": "DirectModification",
            }));
        }
        Ok(())
    }

    fn causes(&self, new: &Json) -> Result<Vec<(&'static str, String, &'static str)>, ApiError> {
        let scope = self.blueprint.scope();
        let mut out = Vec::new();
        for reference in references(new, Some(&scope)).map_err(errors::problem)? {
            match reference {
                Reference::Ref(name) if self.has_changed(&name) => {
                    out.push(("ParameterReference", name, "Static"));
                }
                Reference::Ref(name) if self.unknown.contains(&name) => {
                    out.push(("ResourceReference", name, "Dynamic"));
                }
                Reference::Attribute(id, attribute) if self.unknown.contains(&id) => {
                    out.push(("ResourceAttribute", format!("{id}.{attribute}"), "Dynamic"));
                }
                _ => {}
            }
        }
        Ok(out)
    }

    /// Whether it is a parameter with another value than before.
    fn has_changed(&self, name: &str) -> bool {
        let Some(now) = self.blueprint.parameters.get(name) else { return false };
        let before: BTreeMap<String, Json> =
            crate::blueprint::values(&self.blueprint.template, &self.old.parameters);
        before.get(name) != Some(now)
    }
}
