//! Roles from AWS's role templates.
//!
//! Sources: [A] AcquireRole, GetRoleTemplateVersion; "Overview of role templates" (the directory of
//! templates and their parameters) and "Manage access to role manager" (what AcquireRole asks of
//! its caller, and an event of it, from which the name, the path, the minor version and the trust
//! policy of a `PowerUserRole` are). AWS publishes what is in a template through
//! GetRoleTemplateVersion alone, so that one template is known here; the policy that it attaches is
//! told by its name.

use auth::directory::{self, Holdings, ROLES, RoleRow, managed, use_kind};
use kernel::view::{List, Map};
use kernel::{Access, ApiError, Ctx};

use crate::api::{
    AcquireRoleInput, AcquireRoleOutput, GetRoleTemplateVersionInput, GetRoleTemplateVersionOutput,
    ParameterDefinitionBuilder, ReplacementValueEntry, RoleTemplateVersionBuilder,
    SourceRoleTemplateBuilder, managed_by_type_type as managed_by, parameter_type_type as kind,
};
use crate::common::{arn, encode, new_id};
use crate::entity::put_role;
use crate::limits::SESSION_SECONDS_DEFAULT;
use crate::state::{ROLE_SOURCES, RoleSourceRow};
use crate::{errors, policy, role};

/// The key by which policies know of a template.
const KEY: &str = "iam:RoleTemplateARN";
const SERVICE: &str = "iam.amazonaws.com";
const NAME: &str = "PowerUserRoleTemplate";
const MAJOR_VERSION: i64 = 1;
const MINOR_VERSION: i64 = 0;
const TRUST: &str = concat!(
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","#,
    r#""Principal":{"Service":"@{AWSServiceName}"},"Action":"sts:AssumeRole"}]}"#
);
const ATTACHED: &str = "PowerUserAccess";
const SERVICE_NAME: &str = "AWSServiceName";
const ROLE_NAME: &str = "RoleName";
const ROLE_NAME_DEFAULT: &str = "PowerUserRole";
const PATH: &str = "/";

/// Templates that AWS has and that nobody outside can read without an account there.
const UNREADABLE: [&str; 11] = [
    "backup.amazonaws.com/AWSBackupDefaultServiceRoleTemplate:1",
    "datazone.amazonaws.com/AmazonSageMakerAdminIAMPermissiveExecutionRoleTemplate:1",
    "datazone.amazonaws.com/AmazonSageMakerUserIAMPermissiveExecutionRoleTemplate:1",
    "secretsmanager.amazonaws.com/AWSSecretsManagerRotationRoleTemplate:1",
    "logs.amazonaws.com/AmazonCloudWatchLogsScheduledQueryExecutionRoleTemplate:1",
    "streams.metrics.cloudwatch.amazonaws.com/\
     AmazonCloudWatchMetricStreamsFirehosePutRecordsRoleTemplate:1",
    "firehose.amazonaws.com/AmazonCloudWatchMetricStreamsFirehoseToS3RoleTemplate:1",
    "rum.amazonaws.com/AmazonCloudWatchRUMPutEventsRoleTemplate:1",
    "synthetics.amazonaws.com/AmazonCloudWatchSyntheticsExecutionRoleTemplate:1",
    "synthetics.amazonaws.com/AmazonCloudWatchSyntheticsKmsExecutionRoleTemplate:1",
    "synthetics.amazonaws.com/AmazonCloudWatchSyntheticsVpcExecutionRoleTemplate:1",
];

/// Refuses all ARNs but that of the template that is known.
fn check(ctx: &Ctx<'_>, text: &str, minor: Option<i64>) -> Result<(), ApiError> {
    let prefix = format!("arn:{}:iam::aws:role-template/", ctx.region().partition());
    let Some(named) = text.strip_prefix(prefix.as_str()) else {
        return Err(errors::no_such_template(text));
    };
    if UNREADABLE.contains(&named) {
        return Err(errors::not_implemented(&format!("the role template {named}")));
    }
    let is_known = named == format!("{SERVICE}/{NAME}:{MAJOR_VERSION}");
    if is_known && minor.is_none_or(|minor| minor == MINOR_VERSION) {
        return Ok(());
    }
    Err(errors::no_such_template(text))
}

pub fn get_version(
    ctx: &mut Ctx<'_>,
    input: GetRoleTemplateVersionInput<'_>,
) -> Result<GetRoleTemplateVersionOutput, ApiError> {
    let template = input.template_arn();
    let access = Access::new(ctx, "iam:GetRoleTemplateVersion", template);
    ctx.authorize(&access.with_key(KEY, template))?;
    check(ctx, template, input.minor_version())?;
    let parameters = vec![
        ParameterDefinitionBuilder::new().name(SERVICE_NAME).type_(kind::STRING).is_required(true),
        ParameterDefinitionBuilder::new()
            .name(ROLE_NAME)
            .type_(kind::STRING)
            .is_required(false)
            .default_value(ROLE_NAME_DEFAULT),
    ];
    let shown = RoleTemplateVersionBuilder::new()
        .template_arn(template)
        .template_name(NAME)
        .major_version(MAJOR_VERSION)
        .default_minor_version(MINOR_VERSION)
        .minor_version(MINOR_VERSION)
        .managed_by_type(managed_by::SERVICE)
        .managed_by_value(SERVICE)
        .enabled(true)
        .version_enabled(true)
        .role_name_pattern(format!("@{{{ROLE_NAME}}}"))
        .role_path_pattern(PATH)
        .assume_role_policy_document_template(encode(TRUST))
        .managed_policy_arns(vec![attached(ctx)])
        .parameters_definition(parameters)
        .max_session_duration(SESSION_SECONDS_DEFAULT);
    Ok(GetRoleTemplateVersionOutput::new().role_template_version(shown))
}

fn attached(ctx: &Ctx<'_>) -> String {
    let policy = managed::all().find(|policy| policy.name == ATTACHED);
    policy.expect("the data has it").arn(ctx.region().partition())
}

/// The role that a template and its parameters mean: the one that is there, or a new one. The
/// caller must be allowed each step of it.
pub fn acquire(
    ctx: &mut Ctx<'_>,
    input: AcquireRoleInput<'_>,
) -> Result<AcquireRoleOutput, ApiError> {
    let template = input.template_arn();
    check(ctx, template, input.template_minor_version())?;
    let Wanted { name, trust } = wanted(input.replacement_values())?;
    let role_arn = arn(ctx, "role", PATH, &name);
    let step = |ctx: &Ctx<'_>, action: &str| {
        Access::new(ctx, action, role_arn.as_str()).with_key(KEY, template)
    };
    if let Some(row) = ROLES.at(ctx.tx(), &ctx.scope()).get(&directory::key(&name))? {
        ctx.authorize(&step(ctx, "iam:GetRole"))?;
        let own = ctx.table(&ROLE_SOURCES).get(&row.id)?;
        if own.is_none_or(|own| own.template != template) || row.trust != trust {
            return Err(errors::name_conflict(&name));
        }
        return Ok(AcquireRoleOutput::new().role(role::show_whole(ctx, &row)?));
    }
    let attached = attached(ctx);
    ctx.authorize(&step(ctx, "iam:CreateRole"))?;
    let attach = step(ctx, "iam:AttachRolePolicy").with_key("iam:PolicyARN", attached.as_str());
    ctx.authorize(&attach)?;
    role::check_new(ctx, &name)?;
    role::check_trust(ctx, &trust)?;
    let row = RoleRow {
        name: name.clone(),
        path: PATH.to_owned(),
        id: new_id(ctx, "AROA"),
        created: ctx.now().micros(),
        holdings: Holdings { attached: [attached.clone()].into(), ..Holdings::default() },
        trust,
        description: None,
        session_s_max: SESSION_SECONDS_DEFAULT,
        tags: directory::Tags::new(),
        linked_service: None,
    };
    let source = RoleSourceRow { template: template.to_owned(), minor_version: MINOR_VERSION };
    ctx.table_mut(&ROLE_SOURCES).put(&row.id, &source);
    policy::note_use(ctx, &attached, use_kind::ROLE, &directory::key(&name));
    put_role(ctx, &row);
    Ok(AcquireRoleOutput::new().role(role::show_whole(ctx, &row)?))
}

/// What the parameters make of the template.
struct Wanted {
    name: String,
    trust: String,
}

/// Our words.
fn wanted(values: Option<Map<'_, ReplacementValueEntry<'_>>>) -> Result<Wanted, ApiError> {
    let (mut service, mut name) = (None, None);
    for (parameter, entry) in values.iter().flat_map(|values| values.iter()) {
        let place = match parameter {
            SERVICE_NAME => &mut service,
            ROLE_NAME => &mut name,
            other => {
                let message = format!("The role template has no parameter {other}.");
                return Err(errors::invalid_input(message));
            }
        };
        *place = Some(one(parameter, entry.values())?.to_owned());
    }
    let service = service.ok_or_else(|| {
        errors::invalid_input(format!("The parameter {SERVICE_NAME} is required."))
    })?;
    let is_service =
        |character: char| character.is_ascii_alphanumeric() || ".-".contains(character);
    if !service.chars().all(is_service) {
        return Err(errors::invalid_input(format!("{service} is not a service.")));
    }
    let name = name.unwrap_or_else(|| ROLE_NAME_DEFAULT.to_owned());
    let is_name = |character: char| character.is_alphanumeric() || "_+=,.@-".contains(character);
    if name.is_empty() || name.chars().count() > 64 || !name.chars().all(is_name) {
        return Err(errors::invalid_input(format!("{name} cannot be the name of a role.")));
    }
    let trust = TRUST.replace(&format!("@{{{SERVICE_NAME}}}"), &service);
    Ok(Wanted { name, trust })
}

fn one<'v>(parameter: &str, values: List<'v, &'v str>) -> Result<&'v str, ApiError> {
    let mut values = values.iter();
    match (values.next(), values.next()) {
        (Some(value), None) => Ok(value),
        _ => Err(errors::invalid_input(format!("The parameter {parameter} takes one value."))),
    }
}

/// The template that a role is from.
pub fn source(ctx: &Ctx<'_>, row: &RoleRow) -> Result<Option<SourceRoleTemplateBuilder>, ApiError> {
    let source = ctx.table(&ROLE_SOURCES).get(&row.id)?;
    Ok(source.map(|source| {
        SourceRoleTemplateBuilder::new()
            .template_arn(source.template)
            .template_minor_version(source.minor_version)
    }))
}
