//! Effective policies: what the management policies of a type come to for an account.

use auth::tag_policy::TagRule;
use kernel::{ApiError, Ctx};
use serde_json::Value as Json;
use store::Range;

use crate::api::{
    DescribeEffectivePolicyInput, DescribeEffectivePolicyOutput, EffectivePolicyBuilder,
};
use crate::errors;
use crate::inheritance;
use crate::limits;
use crate::state::{ATTACHED_AT, ATTACHMENTS, POLICIES};
use crate::tree::{Organization, time};

/// A type of management policies: its name, the member that its documents begin with, and how long
/// they may be.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    pub name: &'static str,
    pub root: &'static str,
    pub chars_max: usize,
}

/// The types whose documents are known here.
pub const TYPES: [Type; 5] = [
    Type { name: "TAG_POLICY", root: "tags", chars_max: limits::TAG_POLICY_CHARS_MAX },
    Type { name: "BACKUP_POLICY", root: "plans", chars_max: limits::BACKUP_POLICY_CHARS_MAX },
    Type {
        name: "AISERVICES_OPT_OUT_POLICY",
        root: "services",
        chars_max: limits::OPT_OUT_POLICY_CHARS_MAX,
    },
    Type { name: "CHATBOT_POLICY", root: "chatbot", chars_max: limits::CHATBOT_POLICY_CHARS_MAX },
    Type {
        name: "DECLARATIVE_POLICY_EC2",
        root: "ec2_attributes",
        chars_max: limits::DECLARATIVE_POLICY_CHARS_MAX,
    },
];

pub fn type_of(name: &str) -> Option<Type> {
    TYPES.into_iter().find(|it| it.name == name)
}

/// Refuses a document that is none of the type.
pub fn check(kind: Type, content: &str) -> Result<(), ApiError> {
    if content.chars().count() > kind.chars_max {
        let message = "You have exceeded the maximum policy size.";
        return Err(errors::constraint("POLICY_CONTENT_LIMIT_EXCEEDED", message));
    }
    let json: Json = serde_json::from_str(content).map_err(|_| errors::malformed_policy())?;
    if inheritance::is_sound(&json, kind.root) { Ok(()) } else { Err(errors::malformed_policy()) }
}

pub fn describe(
    ctx: &mut Ctx<'_>,
    input: DescribeEffectivePolicyInput<'_>,
) -> Result<DescribeEffectivePolicyOutput, ApiError> {
    let organization = Organization::of(ctx)?;
    let kind = type_of(input.policy_type()).ok_or_else(|| {
        errors::not_implemented(&format!("policies of the type {}", input.policy_type()))
    })?;
    let own = ctx.account().to_string();
    let account = input.target_id().unwrap_or(&own).to_owned();
    if account != own {
        // Members may ask for themselves.
        Organization::readable(ctx)?;
    }
    let member = organization.account(ctx, &account)?.ok_or_else(errors::no_target)?;
    if !organization.row.enabled.contains(kind.name) {
        return Err(errors::no_effective_policy());
    }
    let mut nodes = organization.path(ctx, &member.parent)?;
    nodes.push(account.clone());
    let (content, updated) =
        merged(ctx, &organization, &nodes, kind.name)?.ok_or_else(errors::no_effective_policy)?;
    let shown = EffectivePolicyBuilder::new()
        .policy_content(content.to_string())
        .last_updated_timestamp(time(updated))
        .target_id(account)
        .policy_type(kind.name);
    Ok(DescribeEffectivePolicyOutput::new().effective_policy(shown))
}

/// What the policies of a type on the way from the root come to, and when one has changed last;
/// `None` when there are none.
fn merged(
    ctx: &Ctx<'_>,
    organization: &Organization,
    nodes: &[String],
    kind: &str,
) -> Result<Option<(Json, i64)>, ApiError> {
    let sources = sources(ctx, organization, nodes, kind)?;
    Ok(sources.map(|it| (it.merge(), it.updated)))
}

/// The policies of a node, with their ids.
type Level = Vec<(String, Json)>;

/// What an effective policy is made of.
#[derive(Debug)]
pub struct Sources {
    /// From the root to the account: the policies of each, in the order in which they were
    /// attached, with their ids.
    levels: Vec<Level>,
    /// When one of them has changed last.
    pub updated: i64,
}

impl Sources {
    pub fn merge(&self) -> Json {
        let documents =
            |level: &Level| level.iter().map(|(_, document)| document.clone()).collect::<Vec<_>>();
        inheritance::merge(&self.levels.iter().map(documents).collect::<Vec<_>>())
    }

    /// The policies that say something at the place, each once.
    pub fn at(&self, path: &[String]) -> Vec<String> {
        let says =
            |document: &Json| path.iter().try_fold(document, |it, key| it.get(key)).is_some();
        let found = self.levels.iter().flatten().filter(|(_, document)| says(document));
        let mut ids: Vec<String> = Vec::new();
        for (id, _) in found {
            if !ids.contains(id) {
                ids.push(id.clone());
            }
        }
        ids
    }
}

/// `None` when no policy of the type is attached on the way from the root.
pub fn sources(
    ctx: &Ctx<'_>,
    organization: &Organization,
    nodes: &[String],
    kind: &str,
) -> Result<Option<Sources>, ApiError> {
    let mut levels = Vec::new();
    let mut updated = None;
    for node in nodes {
        let (documents, at) = level(ctx, organization, node, kind)?;
        levels.push(documents);
        updated = updated.max(at);
    }
    Ok(updated.map(|updated| Sources { levels, updated }))
}

/// What the effective tag policy of an account enforces ("Tag policy syntax").
pub fn tag_rules(
    ctx: &Ctx<'_>,
    organization: &Organization,
    nodes: &[String],
) -> Result<Vec<TagRule>, ApiError> {
    const KIND: &str = "TAG_POLICY";
    if !organization.row.enabled.contains(KIND) {
        return Ok(Vec::new());
    }
    let Some((policy, _)) = merged(ctx, organization, nodes, KIND)? else { return Ok(Vec::new()) };
    let texts = |json: &Json| {
        let list = json.as_array().into_iter().flatten();
        list.filter_map(|it| it.as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    let keys = policy["tags"].as_object().into_iter().flatten();
    let rules = keys.map(|(name, rule)| TagRule {
        key: rule["tag_key"].as_str().unwrap_or(name).to_owned(),
        values: texts(&rule["tag_value"]),
        enforced_for: texts(&rule["enforced_for"]),
    });
    Ok(rules.filter(|rule| !rule.enforced_for.is_empty()).collect())
}

/// A node's documents in the order in which they were attached, and when one of them has changed
/// last.
fn level(
    ctx: &Ctx<'_>,
    organization: &Organization,
    node: &str,
    kind: &str,
) -> Result<(Level, Option<i64>), ApiError> {
    let mut found = Vec::new();
    let mut updated = None;
    for key in ctx.table(&ATTACHMENTS).keys(&Range::within(&(organization.id.as_str(), node))) {
        let (id, node, policy) = key?;
        let row = ctx.table(&POLICIES).get(&(id.as_str(), policy.as_str()))?;
        let Some(row) = row.filter(|row| row.kind == kind) else { continue };
        let place = (id.as_str(), node.as_str(), policy.as_str());
        let attached = ctx.table(&ATTACHED_AT).get(&place)?.unwrap_or_default();
        updated = updated.max(Some(row.updated.max(attached as i64)));
        found.push((attached, policy, row.content));
    }
    found.sort();
    let found = found.into_iter();
    let documents = found.filter_map(|(_, id, text)| Some((id, serde_json::from_str(&text).ok()?)));
    Ok((documents.collect(), updated))
}
