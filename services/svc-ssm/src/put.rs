//! PutParameter: a value becomes the newest version of a parameter.
//!
//! Source: API Reference, PutParameter; User Guide, "Managing parameter tiers".

use std::collections::BTreeMap;

use kernel::{AccountId, ApiError, Ctx, Region};
use regex::RegexBuilder;
use store::Range;

use crate::access;
use crate::api::{
    PutParameterInput, PutParameterOutput, error, parameter_tier as tier, parameter_type as kind,
};
use crate::cipher;
use crate::errors;
use crate::event;
use crate::images;
use crate::limits;
use crate::name;
use crate::policies;
use crate::setting;
use crate::state::{COUNTS, PARAMETERS, ParameterRow, PolicyRow, VERSIONS, VersionRow};
use crate::tag;

const TEXT: &str = "text";

pub fn put_parameter(
    ctx: &mut Ctx<'_>,
    input: PutParameterInput<'_>,
) -> Result<PutParameterOutput, ApiError> {
    let name = input.name().trim();
    name::check(ctx, name)?;
    let old = ctx.table(&PARAMETERS).get(name)?;
    let overwrites = input.overwrite() == Some(true);
    if overwrites && input.tags().is_some() {
        return Err(errors::validation(
            "Invalid request: tags and overwrite can't be used together. To create a parameter \
             with tags, please remove overwrite flag. To update tags for an existing parameter, \
             please use AddTagsToResource or RemoveTagsFromResource.",
        ));
    }
    if old.is_some() && !overwrites {
        return Err(errors::exists());
    }
    let kind = read_kind(input, old.as_ref())?;
    let data_type = read_data_type(ctx, input, old.as_ref())?;
    let policies = input.policies().map(policies::read).transpose()?;
    let tier = read_tier(ctx, input, old.as_ref(), policies.as_deref())?;
    check_value(input, &data_type, &tier)?;
    let key_id = read_key(input, &kind)?;
    let value = match &key_id {
        None => input.value().to_owned(),
        Some(key) => cipher::seal(ctx, name, &tier, key, input.value())?,
    };
    let is_new = old.is_none();
    let mut row = old.unwrap_or_else(|| new_row(&kind));
    if let Some(tags) = input.tags() {
        tag::add(&mut row.tags, tags)?;
    }
    count(ctx, (!is_new).then_some(row.tier.as_str()), Some(&tier))?;
    row.version += 1;
    row.tier.clone_from(&tier);
    row.key_id.clone_from(&key_id);
    row.data_type.clone_from(&data_type);
    make_room(ctx, name, &mut row)?;
    row.policies = policies.unwrap_or_else(|| rearmed(&row.policies));
    let version = VersionRow {
        value,
        kind,
        key_id,
        modified: ctx.now().micros(),
        user: access::caller(ctx),
        description: input.description().filter(|it| !it.is_empty()).map(str::to_owned),
        allowed_pattern: input.allowed_pattern().filter(|it| !it.is_empty()).map(str::to_owned),
        tier: tier.clone(),
        data_type,
        policies: row.policies.clone(),
    };
    ctx.table_mut(&VERSIONS).put(&(name.to_owned(), row.version), &version);
    policies::arm(ctx, name, &mut row)?;
    ctx.table_mut(&PARAMETERS).put(name, &row);
    let operation = if is_new { "Create" } else { "Update" };
    event::changed(ctx, name, &row, operation, version.description.as_deref());
    Ok(PutParameterOutput::new().version(row.version).tier(tier))
}

fn new_row(kind: &str) -> ParameterRow {
    ParameterRow {
        kind: kind.to_owned(),
        tier: tier::STANDARD.to_owned(),
        version: 0,
        tags: BTreeMap::new(),
        labels: BTreeMap::new(),
        policies: Vec::new(),
        policy_generation: 0,
        key_id: None,
        data_type: TEXT.to_owned(),
    }
}

/// What tells of a missing change begins again with a change; what was done otherwise is done.
fn rearmed(policies: &[PolicyRow]) -> Vec<PolicyRow> {
    let rearm = |policy: &PolicyRow| PolicyRow {
        is_done: policy.is_done && policy.kind != policies::NO_CHANGE,
        ..policy.clone()
    };
    policies.iter().map(rearm).collect()
}

fn read_kind(input: PutParameterInput<'_>, old: Option<&ParameterRow>) -> Result<String, ApiError> {
    match (input.type_(), old) {
        (None, None) => {
            Err(errors::validation("A parameter type is required when you create a parameter."))
        }
        (None, Some(old)) => Ok(old.kind.clone()),
        (Some(asked), Some(old)) if asked != old.kind => {
            Err(error::hierarchy_type_mismatch_exception(format!(
                "The parameter is of the type {}, which can't be changed to {asked}.",
                old.kind
            )))
        }
        (Some(asked), _) => Ok(asked.to_owned()),
    }
}

/// The key of a SecureString.
fn read_key(input: PutParameterInput<'_>, of_kind: &str) -> Result<Option<String>, ApiError> {
    match (of_kind, input.key_id()) {
        (kind::SECURE_STRING, key) => Ok(Some(key.unwrap_or(cipher::MANAGED_KEY).to_owned())),
        (_, None) => Ok(None),
        (_, Some(_)) => Err(errors::validation(
            "KeyId is required for SecureString type parameter \
             only.",
        )),
    }
}

fn read_tier(
    ctx: &Ctx<'_>,
    input: PutParameterInput<'_>,
    old: Option<&ParameterRow>,
    policies: Option<&[PolicyRow]>,
) -> Result<String, ApiError> {
    let is_advanced = old.is_some_and(|row| row.tier == tier::ADVANCED);
    let default = setting::default_tier(ctx)?;
    let asked = input.tier().unwrap_or(&default);
    let has_policies = policies.map_or_else(
        || old.is_some_and(|row| !row.policies.is_empty()),
        |policies| !policies.is_empty(),
    );
    let needs_advanced = has_policies || input.value().len() > limits::STANDARD_BYTES_MAX;
    match asked {
        tier::INTELLIGENT_TIERING if is_advanced || needs_advanced => Ok(tier::ADVANCED.into()),
        tier::INTELLIGENT_TIERING => Ok(tier::STANDARD.into()),
        tier::ADVANCED => Ok(tier::ADVANCED.into()),
        _ if is_advanced && input.tier().is_none() => Ok(tier::ADVANCED.into()),
        _ if is_advanced => Err(errors::validation(
            "This parameter uses the advanced-parameter tier. You can't downgrade a parameter \
             from the advanced-parameter tier to the standard-parameter tier. If necessary, you \
             can delete the advanced parameter and recreate it as a standard parameter.",
        )),
        _ if has_policies => {
            Err(errors::validation("Parameter policies are for parameters of the advanced tier."))
        }
        _ => Ok(tier::STANDARD.into()),
    }
}

fn read_data_type(
    ctx: &Ctx<'_>,
    input: PutParameterInput<'_>,
    old: Option<&ParameterRow>,
) -> Result<String, ApiError> {
    let known = old.map_or(TEXT, |row| row.data_type.as_str());
    let asked = input.data_type().filter(|it| !it.is_empty()).unwrap_or(known);
    match asked {
        TEXT
        | "boolean"
        | "integer"
        | "float"
        | "json"
        | "ipv4-address"
        | "ipv6-address"
        | "aws:region"
        | "aws:account:id"
        | "aws:ssm:integration" => Ok(asked.to_owned()),
        // AWS asks EC2 whether there is such an image. Here the public ones are all there is.
        "aws:ec2:image" if images::is_known(input.value(), ctx.region().as_str()) => {
            Ok(asked.to_owned())
        }
        "aws:ec2:image" | "binary" | "hostname" | "email" | "url" | "jsonc" => {
            Err(errors::not_implemented(&format!("parameters of the data type {asked}")))
        }
        _ => Err(errors::validation(format!("There is no data type {asked}."))),
    }
}

fn check_value(
    input: PutParameterInput<'_>,
    data_type: &str,
    of_tier: &str,
) -> Result<(), ApiError> {
    let value = input.value();
    if value.is_empty() {
        return Err(errors::validation("The parameter's value must have at least one character."));
    }
    if value.contains("{{") && value.contains("}}") {
        return Err(errors::validation(
            "Parameter value can't nest another parameter. Do not use \"{{}}\" in the value.",
        ));
    }
    let most = match of_tier {
        tier::ADVANCED => limits::ADVANCED_BYTES_MAX,
        _ => limits::STANDARD_BYTES_MAX,
    };
    if value.len() > most {
        return Err(errors::too_long(of_tier, most));
    }
    let is_of_type = match data_type {
        "boolean" => matches!(value, "true" | "false"),
        "integer" => value.parse::<i128>().is_ok(),
        "float" => value.parse::<f64>().is_ok_and(f64::is_finite),
        "json" => serde_json::from_str::<serde_json::Value>(value).is_ok(),
        "ipv4-address" => value.parse::<std::net::Ipv4Addr>().is_ok(),
        "ipv6-address" => value.parse::<std::net::Ipv6Addr>().is_ok(),
        "aws:region" => Region::parse(value).is_some(),
        "aws:account:id" => AccountId::parse(value).is_some(),
        _ => true,
    };
    if !is_of_type {
        return Err(errors::validation(format!("The value is not of the data type {data_type}.")));
    }
    check_pattern(input.allowed_pattern(), value)
}

fn check_pattern(pattern: Option<&str>, value: &str) -> Result<(), ApiError> {
    let Some(pattern) = pattern.filter(|it| !it.is_empty()) else { return Ok(()) };
    let whole = format!("^(?:{pattern})$");
    let compiled = RegexBuilder::new(&whole).size_limit(limits::PATTERN_BYTES_MAX).build();
    let compiled = compiled.map_err(|_| {
        error::invalid_allowed_pattern_exception(format!(
            "The allowed pattern {pattern} is no regular expression that can be used."
        ))
    })?;
    if compiled.is_match(value) {
        return Ok(());
    }
    Err(error::parameter_pattern_mismatch_exception(format!(
        "Parameter value, cannot be validated against allowedPattern: {pattern}"
    )))
}

/// Counts a parameter under its tier; `None` where it is none.
pub fn count(ctx: &mut Ctx<'_>, from: Option<&str>, to: Option<&str>) -> Result<(), ApiError> {
    if from == to {
        return Ok(());
    }
    let is_advanced = |it: Option<&str>| i64::from(it == Some(tier::ADVANCED));
    ctx.meter_level("PS-Advanced-Param-Tier1", "", is_advanced(to) - is_advanced(from))?;
    if let Some(from) = from {
        let count = ctx.table(&COUNTS).get(from)?.unwrap_or_default();
        ctx.table_mut(&COUNTS).put(from, &count.saturating_sub(1));
    }
    let Some(to) = to else { return Ok(()) };
    let count = ctx.table(&COUNTS).get(to)?.unwrap_or_default();
    let most = if to == tier::ADVANCED { limits::ADVANCED_MAX } else { limits::STANDARD_MAX };
    if count >= most {
        return Err(error::parameter_limit_exceeded(format!(
            "This account has {most} parameters of the tier {to} in this Region."
        )));
    }
    ctx.table_mut(&COUNTS).put(to, &(count + 1));
    Ok(())
}

/// The oldest version makes room for the newest, unless it has a label.
fn make_room(ctx: &mut Ctx<'_>, name: &str, row: &mut ParameterRow) -> Result<(), ApiError> {
    let Some(oldest) = row.version.checked_sub(limits::VERSIONS_MAX) else { return Ok(()) };
    let range = Range::within(&(name.to_owned(),));
    let kept = ctx.table(&VERSIONS).keys(&range).next().transpose()?.map(|(_, version)| version);
    let Some(kept) = kept.filter(|version| *version <= oldest) else { return Ok(()) };
    if row.labels.values().any(|version| *version == kept) {
        return Err(error::parameter_max_version_limit_exceeded(format!(
            "You attempted to create a new version of {name} by calling the PutParameter API with \
             the overwrite flag. Version {kept}, the oldest version, can't be deleted because it \
             has a label associated with it. Move the label to another version of the parameter, \
             and try again."
        )));
    }
    ctx.table_mut(&VERSIONS).delete(&(name.to_owned(), kept));
    Ok(())
}
