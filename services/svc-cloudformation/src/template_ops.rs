//! What can be asked about templates.

use std::collections::BTreeMap;

use cfn_template::{Template, check};
use kernel::{ApiError, Ctx};
use serde_json::Value as Json;

use crate::api::{
    GetTemplateInput, GetTemplateOutput, GetTemplateSummaryInput, GetTemplateSummaryOutput,
    ParameterConstraintsBuilder, ParameterDeclarationBuilder, ResourceIdentifierSummaryBuilder,
    TemplateParameterBuilder, ValidateTemplateInput, ValidateTemplateOutput, WarningsBuilder,
};
use crate::change_set;
use crate::engine::start;
use crate::errors;
use crate::find;
use crate::source;
use crate::types;

pub fn get_template(
    ctx: &mut Ctx<'_>,
    input: GetTemplateInput<'_>,
) -> Result<GetTemplateOutput, ApiError> {
    let (original, processed) = match (input.stack_name(), input.change_set_name()) {
        (stack, Some(name)) => change_set::templates(ctx, stack, name)?,
        (Some(name), None) => {
            let session = find::open(ctx, name)?;
            let body = |which| session.body(which).map(Option::unwrap_or_default);
            (body(start::ORIGINAL)?, body(start::PROCESSED)?)
        }
        (None, None) => {
            return Err(errors::validation("StackName or ChangeSetName must be specified."));
        }
    };
    let has_transforms =
        source::template(&original).is_ok_and(|(_, template)| !template.transforms.is_empty());
    // Without transforms there is nothing to process: the template is as it was written.
    let body = match input.template_stage() {
        Some("Processed") if has_transforms => processed,
        _ => original,
    };
    Ok(GetTemplateOutput::new().template_body(body).stages_available(["Original", "Processed"]))
}

pub fn validate_template(
    ctx: &mut Ctx<'_>,
    input: ValidateTemplateInput<'_>,
) -> Result<ValidateTemplateOutput, ApiError> {
    let text = source::text(ctx, input.template_body(), input.template_url())?;
    let (_, template) = source::template(&text)?;
    if template.transforms.is_empty() {
        check(&template).map_err(errors::problem)?;
        source::check_types(&template)?;
    }
    let (needed, reason) = reasons(&template);
    let parameters = template.parameters.iter().map(|parameter| {
        TemplateParameterBuilder::new()
            .parameter_key(parameter.name.as_str())
            .default_value(parameter.default.as_deref())
            .no_echo(parameter.no_echo)
            .description(parameter.description.as_deref())
    });
    let transforms = template.transforms.clone();
    Ok(ValidateTemplateOutput::new()
        .parameters(parameters.collect::<Vec<_>>())
        .description(template.description.as_deref())
        .capabilities((!needed.is_empty()).then_some(needed))
        .capabilities_reason(reason)
        .declared_transforms((!transforms.is_empty()).then_some(transforms)))
}

/// Capabilities, and why they are needed.
fn reasons(template: &Template) -> (Vec<&'static str>, Option<String>) {
    let (mut needed, kinds) = source::capabilities(template);
    let mut reason = None;
    if !needed.is_empty() {
        reason =
            Some(format!("The following resource(s) require capabilities: [{}]", kinds.join(", ")));
    }
    if !template.transforms.is_empty() {
        needed.push("CAPABILITY_AUTO_EXPAND");
        let names = template.transforms.join(", ");
        let words = format!("The following transform(s) require capabilities: [{names}]");
        reason = Some(reason.map_or(words.clone(), |reason| format!("{reason}. {words}")));
    }
    (needed, reason)
}

pub fn get_template_summary(
    ctx: &mut Ctx<'_>,
    input: GetTemplateSummaryInput<'_>,
) -> Result<GetTemplateSummaryOutput, ApiError> {
    if input.stack_set_name().is_some() {
        return Err(errors::not_implemented("StackSets"));
    }
    let text = match input.stack_name() {
        Some(name) => find::open(ctx, name)?.body(start::ORIGINAL)?.unwrap_or_default(),
        None => source::text(ctx, input.template_body(), input.template_url())?,
    };
    let (json, template) = source::template(&text)?;
    let unknown =
        if template.transforms.is_empty() { source::unknown_types(&template) } else { Vec::new() };
    let treats_as_warnings = input
        .template_summary_config()
        .and_then(super::api::TemplateSummaryConfig::treat_unrecognized_resource_types_as_warnings);
    if !unknown.is_empty() && treats_as_warnings != Some(true) {
        source::check_types(&template)?;
    }
    let (needed, reason) = reasons(&template);
    let parameters = template.parameters.iter().map(|parameter| {
        let allowed = parameter.allowed_values.clone();
        let constraints = ParameterConstraintsBuilder::new()
            .allowed_values((!allowed.is_empty()).then_some(allowed));
        ParameterDeclarationBuilder::new()
            .parameter_key(parameter.name.as_str())
            .default_value(parameter.default.as_deref())
            .parameter_type(parameter.kind.as_str())
            .no_echo(parameter.no_echo)
            .description(parameter.description.as_deref())
            .parameter_constraints(constraints)
    });
    let (kinds, identifiers) = kinds(&json);
    let warnings =
        (!unknown.is_empty()).then(|| WarningsBuilder::new().unrecognized_resource_types(unknown));
    let version = json.get("AWSTemplateFormatVersion").and_then(Json::as_str);
    let transforms = template.transforms.clone();
    Ok(GetTemplateSummaryOutput::new()
        .parameters(parameters.collect::<Vec<_>>())
        .description(template.description.as_deref())
        .capabilities((!needed.is_empty()).then_some(needed))
        .capabilities_reason(reason)
        .resource_types(kinds)
        .version(version)
        .metadata(json.get("Metadata").map(ToString::to_string))
        .declared_transforms((!transforms.is_empty()).then_some(transforms))
        .resource_identifier_summaries(identifiers)
        .warnings(warnings))
}

/// The types of the resources, and by which properties each is identified.
fn kinds(json: &Json) -> (Vec<String>, Vec<ResourceIdentifierSummaryBuilder>) {
    let resources = json.get("Resources").and_then(Json::as_object);
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, resource) in resources.into_iter().flatten() {
        if let Some(kind) = resource.get("Type").and_then(Json::as_str) {
            found.entry(kind.to_owned()).or_default().push(id.clone());
        }
    }
    let identifiers = found.iter().filter_map(|(kind, ids)| {
        let primary = types::find(kind)?.schema.primary.clone();
        Some(
            ResourceIdentifierSummaryBuilder::new()
                .resource_type(kind.as_str())
                .logical_resource_ids(ids.clone())
                .resource_identifiers(primary),
        )
    });
    let identifiers = identifiers.collect();
    (found.into_keys().collect(), identifiers)
}
