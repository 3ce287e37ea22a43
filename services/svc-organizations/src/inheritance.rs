//! How management policies (tags, backups, AI opt-out, …) of the root, the units and the account
//! become one: the effective policy. Pure: it knows no state.
//!
//! Source: "Inheritance operators" and "Inheritance examples" in the User Guide. `@@assign` sets,
//! `@@append` adds to a list, `@@remove` takes from it; `@@operators_allowed_for_child_policies`
//! says which of these policies of lower levels may use from there on down, and no lower level can
//! allow more again. Policies of one level are evaluated in the order in which they were attached:
//! the first that assigns wins, additions come together, and of child controls what all allow.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

const ASSIGN: &str = "@@assign";
const APPEND: &str = "@@append";
const REMOVE: &str = "@@remove";
const CHILDREN: &str = "@@operators_allowed_for_child_policies";
const ALL: &str = "@@all";
const NONE: &str = "@@none";
/// Objects nest at most so deep.
const DEPTH_MAX: usize = 32;

/// What the levels so far come to.
#[derive(Debug, Default)]
struct Node {
    value: Option<Json>,
    /// The level at which the value was assigned.
    assigned_at: Option<usize>,
    /// What lower levels may use here and below; `None` for all.
    allowed: Option<BTreeSet<&'static str>>,
    /// The level that has said so first.
    controlled_at: Option<usize>,
    members: Vec<(String, Node)>,
}

/// Whether a document is one: objects whose settings stand under operators.
pub fn is_sound(document: &Json, root: &str) -> bool {
    let Some(object) = document.as_object() else { return false };
    object.keys().all(|key| key == root || key == CHILDREN)
        && object.contains_key(root)
        && is_node(document, 0)
}

fn is_node(json: &Json, depth: usize) -> bool {
    let Some(object) = json.as_object().filter(|_| depth < DEPTH_MAX) else { return false };
    object.iter().all(|(key, value)| match key.as_str() {
        ASSIGN => !value.is_object() && !value.is_null(),
        APPEND | REMOVE => value.is_array(),
        CHILDREN => operators(value).is_some(),
        key if key.starts_with("@@") => false,
        _ => is_node(value, depth + 1),
    })
}

/// What a child control allows; `Some(None)` is everything.
#[allow(clippy::option_option)] // malformed, everything, or these
fn operators(value: &Json) -> Option<Option<BTreeSet<&'static str>>> {
    let mut allowed = BTreeSet::new();
    for name in value.as_array()? {
        match name.as_str()? {
            ALL => return Some(None),
            NONE => {}
            name => {
                let known = [ASSIGN, APPEND, REMOVE];
                allowed.insert(known.into_iter().find(|known| *known == name)?);
            }
        }
    }
    Some(Some(allowed))
}

/// The effective policy of levels from the root to the account, each with its documents in the
/// order in which they were attached.
pub fn merge(levels: &[Vec<Json>]) -> Json {
    let mut root = Node::default();
    for (level, documents) in levels.iter().enumerate() {
        for document in documents {
            root.apply(document, level, None);
        }
    }
    root.shown().unwrap_or_else(|| Json::Object(Map::new()))
}

impl Node {
    /// `above`: what higher levels allow, where they have said so on the way here.
    fn apply(&mut self, json: &Json, level: usize, above: Option<&BTreeSet<&'static str>>) {
        let Some(object) = json.as_object() else { return };
        let own = self.allowed.clone().filter(|_| self.controlled_at.is_some_and(|at| at < level));
        let limit = narrower(above.cloned(), own);
        let may = |operator: &str| limit.as_ref().is_none_or(|limit| limit.contains(operator));
        if let Some(value) = object.get(ASSIGN)
            && may(ASSIGN)
            && self.assigned_at != Some(level)
        {
            self.value = Some(value.clone());
            self.assigned_at = Some(level);
        }
        if let Some(added) = object.get(APPEND).and_then(Json::as_array)
            && may(APPEND)
        {
            let list = self.list();
            for value in added {
                if !list.contains(value) {
                    list.push(value.clone());
                }
            }
        }
        if let Some(removed) = object.get(REMOVE).and_then(Json::as_array)
            && may(REMOVE)
        {
            self.list().retain(|value| !removed.contains(value));
        }
        for (name, value) in object.iter().filter(|(name, _)| !name.starts_with("@@")) {
            self.member(name).apply(value, level, limit.as_ref());
        }
        // What the control allows is for the levels below this one.
        if let Some(control) = object.get(CHILDREN).and_then(operators) {
            self.allowed = narrower(self.allowed.take(), control);
            self.controlled_at.get_or_insert(level);
        }
    }

    fn list(&mut self) -> &mut Vec<Json> {
        if !self.value.as_ref().is_some_and(Json::is_array) {
            self.value = Some(Json::Array(Vec::new()));
        }
        match &mut self.value {
            Some(Json::Array(list)) => list,
            _ => unreachable!("it was just made a list"),
        }
    }

    fn member(&mut self, name: &str) -> &mut Node {
        let at = self.members.iter().position(|(own, _)| own == name).unwrap_or_else(|| {
            self.members.push((name.to_owned(), Node::default()));
            self.members.len() - 1
        });
        &mut self.members[at].1
    }

    fn shown(self) -> Option<Json> {
        if self.value.is_some() {
            return self.value;
        }
        let members = self.members.into_iter();
        let shown: Map<String, Json> =
            members.filter_map(|(name, node)| Some((name, node.shown()?))).collect();
        (!shown.is_empty()).then_some(Json::Object(shown))
    }
}

fn narrower(
    one: Option<BTreeSet<&'static str>>,
    other: Option<BTreeSet<&'static str>>,
) -> Option<BTreeSet<&'static str>> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.intersection(&other).copied().collect()),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn cost_center(settings: Json) -> Json {
        json!({"tags": {"costcenter": settings}})
    }

    fn root() -> Json {
        cost_center(json!({
            "tag_key": {"@@assign": "CostCenter"},
            "tag_value": {"@@assign": ["Development", "Support"]},
        }))
    }

    /// "Inheritance examples", 1: a child overwrites values and adds a setting.
    #[test]
    fn children_assign() {
        let child = cost_center(json!({
            "tag_value": {"@@assign": ["Sandbox"]},
            "enforced_for": {"@@assign": ["redshift:*", "dynamodb:table"]},
        }));
        let expected = cost_center(json!({
            "tag_key": "CostCenter",
            "tag_value": ["Sandbox"],
            "enforced_for": ["redshift:*", "dynamodb:table"],
        }));
        assert_eq!(merge(&[vec![root()], vec![child], vec![]]), expected);
    }

    /// Examples 2 and 3: values are added, and taken away again.
    #[test]
    fn children_append_and_remove() {
        let append = cost_center(json!({"tag_value": {"@@append": ["Marketing", "Support"]}}));
        let remove = cost_center(json!({"tag_value": {"@@remove": ["Development"]}}));
        let merged = merge(&[vec![root()], vec![append], vec![remove]]);
        assert_eq!(merged["tags"]["costcenter"]["tag_value"], json!(["Support", "Marketing"]));
    }

    /// Example 4: what a parent reserves, no child changes, nor does it allow it again.
    #[test]
    fn parents_restrict_children() {
        let strict = json!({"tags": {
            "@@operators_allowed_for_child_policies": ["@@none"],
            "project": {
                "tag_key": {"@@assign": "Project"},
                "tag_value": {"@@assign": ["A"]},
            },
        }});
        let child = json!({"tags": {
            "@@operators_allowed_for_child_policies": ["@@all"],
            "project": {"tag_value": {"@@append": ["B"]}},
            "other": {"tag_key": {"@@assign": "Other"}},
        }});
        let grandchild = json!({"tags": {"project": {"tag_value": {"@@assign": ["C"]}}}});
        let merged = merge(&[vec![strict], vec![child], vec![grandchild]]);
        let expected = json!({"tags": {"project": {"tag_key": "Project", "tag_value": ["A"]}}});
        assert_eq!(merged, expected);
    }

    #[test]
    fn some_operators_are_allowed() {
        let parent = cost_center(json!({
            "tag_key": {
                "@@assign": "CostCenter",
                "@@operators_allowed_for_child_policies": ["@@none"],
            },
            "tag_value": {
                "@@assign": ["A", "B"],
                "@@operators_allowed_for_child_policies": ["@@append"],
            },
        }));
        let child = cost_center(json!({
            "tag_key": {"@@assign": "COSTCENTER"},
            "tag_value": {"@@append": ["C"], "@@remove": ["A"]},
        }));
        let expected = cost_center(json!({"tag_key": "CostCenter", "tag_value": ["A", "B", "C"]}));
        assert_eq!(merge(&[vec![parent], vec![child]]), expected);
    }

    /// Examples 5 and 6: policies of one level.
    #[test]
    fn policies_of_one_level() {
        let first = cost_center(json!({
            "tag_key": {"@@assign": "PROJECT"},
            "tag_value": {
                "@@append": ["Maintenance"],
                "@@operators_allowed_for_child_policies": ["@@append", "@@assign"],
            },
        }));
        let second = cost_center(json!({
            "tag_key": {"@@assign": "project"},
            "tag_value": {
                "@@append": ["Escalations"],
                "@@operators_allowed_for_child_policies": ["@@append"],
            },
        }));
        let below = cost_center(json!({"tag_value": {"@@assign": ["X"]}}));
        let merged = merge(&[vec![first, second], vec![below]]);
        let expected =
            cost_center(json!({"tag_key": "PROJECT", "tag_value": ["Maintenance", "Escalations"]}));
        assert_eq!(merged, expected);
    }

    #[test]
    fn documents_that_are_none() {
        assert!(is_sound(&root(), "tags"));
        for other in [
            json!([]),
            json!({}),
            json!({"plans": {}}),
            json!({"tags": {"a": {"tag_key": "A"}}}),
            json!({"tags": {"a": {"tag_key": {"@@set": "A"}}}}),
            json!({"tags": {"a": {"tag_value": {"@@append": "A"}}}}),
            json!({"tags": {"@@operators_allowed_for_child_policies": ["@@any"]}}),
        ] {
            assert!(!is_sound(&other, "tags"), "{other}");
        }
    }
}
