//! Attributes for access control: which attributes of a user become tags of the user's sessions, so
//! that policies can compare them (`aws:PrincipalTag/…`).
//!
//! Source: [A] CreateInstanceAccessControlAttributeConfiguration; "Attributes for access control"
//! (User Guide). A source is an attribute of the identity store as SCIM names it:
//! `${path:userName}`,
//! `${path:name.familyName}`, `${path:emails[primary eq true].value}`,
//! `${path:enterprise.costCenter}`.

use std::collections::BTreeMap;

use kernel::view::List;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Value};

use crate::api::instance_access_control_attribute_configuration_status::ENABLED;
use crate::api::{
    AccessControlAttribute, AccessControlAttributeBuilder, AccessControlAttributeValueBuilder,
    CreateInstanceAccessControlAttributeConfigurationInput,
    CreateInstanceAccessControlAttributeConfigurationOutput,
    DeleteInstanceAccessControlAttributeConfigurationInput,
    DeleteInstanceAccessControlAttributeConfigurationOutput,
    DescribeInstanceAccessControlAttributeConfigurationInput,
    DescribeInstanceAccessControlAttributeConfigurationOutput,
    InstanceAccessControlAttributeConfigurationBuilder,
    UpdateInstanceAccessControlAttributeConfigurationInput,
    UpdateInstanceAccessControlAttributeConfigurationOutput,
};
use crate::errors;
use crate::instance::{Instance, PRINCIPAL};
use crate::limits::TAG_VALUE_CHARS_MAX;
use crate::state::{ACCESS_ATTRIBUTES, AccessAttributesRow, OF_STORES};

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateInstanceAccessControlAttributeConfigurationInput<'_>,
) -> Result<CreateInstanceAccessControlAttributeConfigurationOutput, ApiError> {
    let instance = Instance::open(ctx, input.instance_arn())?;
    if ctx.table(&ACCESS_ATTRIBUTES).contains(instance.id.as_str())? {
        return Err(errors::conflict(
            "Attributes for access control are enabled for this instance already.",
        ));
    }
    let given = input.instance_access_control_attribute_configuration();
    put(ctx, &instance, given.access_control_attributes())?;
    Ok(CreateInstanceAccessControlAttributeConfigurationOutput::new())
}

fn put(
    ctx: &mut Ctx<'_>,
    instance: &Instance,
    given: List<'_, AccessControlAttribute<'_>>,
) -> Result<(), ApiError> {
    let mut sources = BTreeMap::new();
    for attribute in given {
        let key = attribute.key();
        let source = attribute.value().source().get(0).unwrap_or_default();
        if !is_source(source) {
            return Err(errors::validation(format!("{source} is no attribute of users.")));
        }
        if key.to_lowercase().starts_with("aws:") {
            return Err(errors::validation("Keys must not begin with aws:."));
        }
        if sources.insert(key.to_owned(), source.to_owned()).is_some() {
            return Err(errors::validation(format!("The key {key} stands twice.")));
        }
    }
    let row = AccessAttributesRow { sources };
    ctx.table_mut(&ACCESS_ATTRIBUTES).put(instance.id.as_str(), &row);
    Ok(())
}

/// `${path:…}`: the identity store's own. What an external provider sends (`${user:…}`) has nobody
/// here who would send it.
fn is_source(text: &str) -> bool {
    let path = text.strip_prefix("${path:").and_then(|rest| rest.strip_suffix('}'));
    path.is_some_and(|path| !path.is_empty() && !path.contains(['{', '}', '$']))
}

fn find(ctx: &Ctx<'_>, instance: &Instance) -> Result<AccessAttributesRow, ApiError> {
    let row = ctx.table(&ACCESS_ATTRIBUTES).get(instance.id.as_str())?;
    row.ok_or_else(|| errors::not_found("AccessControlAttributeConfiguration"))
}

pub fn describe(
    ctx: &mut Ctx<'_>,
    input: DescribeInstanceAccessControlAttributeConfigurationInput<'_>,
) -> Result<DescribeInstanceAccessControlAttributeConfigurationOutput, ApiError> {
    let instance = Instance::open(ctx, input.instance_arn())?;
    let row = find(ctx, &instance)?;
    let shown = row.sources.iter().map(|(key, source)| {
        let value = AccessControlAttributeValueBuilder::new().source(vec![source.clone()]);
        AccessControlAttributeBuilder::new().key(key).value(value)
    });
    let shown = InstanceAccessControlAttributeConfigurationBuilder::new()
        .access_control_attributes(shown.collect::<Vec<_>>());
    Ok(DescribeInstanceAccessControlAttributeConfigurationOutput::new()
        .status(ENABLED)
        .instance_access_control_attribute_configuration(shown))
}

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateInstanceAccessControlAttributeConfigurationInput<'_>,
) -> Result<UpdateInstanceAccessControlAttributeConfigurationOutput, ApiError> {
    let instance = Instance::open(ctx, input.instance_arn())?;
    find(ctx, &instance)?;
    let given = input.instance_access_control_attribute_configuration();
    put(ctx, &instance, given.access_control_attributes())?;
    Ok(UpdateInstanceAccessControlAttributeConfigurationOutput::new())
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteInstanceAccessControlAttributeConfigurationInput<'_>,
) -> Result<DeleteInstanceAccessControlAttributeConfigurationOutput, ApiError> {
    let instance = Instance::open(ctx, input.instance_arn())?;
    find(ctx, &instance)?;
    ctx.table_mut(&ACCESS_ATTRIBUTES).delete(instance.id.as_str());
    Ok(DeleteInstanceAccessControlAttributeConfigurationOutput::new())
}

/// `Store`, `User` → `Tags`: keys and values for a session of the user. What the user does not have
/// is no tag, and neither is what is too long for one.
pub fn session_tags(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let empty = || Ok(Struct::new().with("Tags", Struct::new()));
    let Some(index) = ctx.table(&OF_STORES).get(text("Store"))? else { return empty() };
    let row = ctx.table(&ACCESS_ATTRIBUTES).get(index.id.as_str())?;
    let Some(row) = row else { return empty() };
    let paths = row.sources.values().filter_map(|source| {
        source.strip_prefix("${path:")?.strip_suffix('}').map(|path| Value::String(path.to_owned()))
    });
    let ask = Ask::to("identitystore", "AttributesOf")
        .with("Store", text("Store"))
        .with("User", text("User"))
        .with("Paths", Value::List(paths.collect()));
    let answer = ctx.call(ask.as_service(PRINCIPAL))?;
    let values = answer.list("Values").unwrap_or_default();
    let mut tags = Struct::new();
    for (key, value) in row.sources.keys().zip(values) {
        if let Value::String(value) = value
            && value.chars().count() <= TAG_VALUE_CHARS_MAX
        {
            tags.set(key.clone(), value.clone());
        }
    }
    Ok(Struct::new().with("Tags", tags))
}
