//! What users and roles were last used for, by service; and which policies let them.
//!
//! Sources: [A] GenerateServiceLastAccessedDetails, GetServiceLastAccessedDetails,
//! …WithEntities, ListPoliciesGrantingServiceAccess: only permissions policies count, and a report
//! lists the services that these give access to, used or not. The authorizer records the uses
//! that it has admitted (`auth::directory::SERVICE_USES`); AWS's reports tell of refused ones too.

use auth::authorize::standing;
use auth::directory::{
    self, ATTACHMENTS, GROUPS, Holdings, MEMBERS, ROLES, SERVICE_USES, USERS, UseRow, use_kind,
};
use kernel::arn::Arn;
use kernel::{ApiError, Ctx};
use policy::{Effect, Kind, Policy};
use store::Range;

use crate::api::{
    EntityDetailsBuilder, EntityInfoBuilder, GenerateServiceLastAccessedDetailsInput,
    GenerateServiceLastAccessedDetailsOutput, GetServiceLastAccessedDetailsInput,
    GetServiceLastAccessedDetailsOutput, GetServiceLastAccessedDetailsWithEntitiesInput,
    GetServiceLastAccessedDetailsWithEntitiesOutput, ListPoliciesGrantingServiceAccessEntryBuilder,
    ListPoliciesGrantingServiceAccessInput, ListPoliciesGrantingServiceAccessOutput,
    PolicyGrantingServiceAccessBuilder, ServiceLastAccessedBuilder, job_status_type,
    policy_owner_entity_type as kind, policy_type,
};
use crate::common::{Page, arn, time};
use crate::errors;
use crate::state::{ACCESS_REPORTS, AccessReportRow};

/// Services of this world, as policies call them and as reports name them.
pub const SERVICES: [(&str, &str); 28] = [
    ("acm", "AWS Certificate Manager"),
    ("acm-pca", "AWS Private Certificate Authority"),
    ("budgets", "AWS Budget Service"),
    ("ce", "AWS Cost Explorer Service"),
    ("cloudtrail", "AWS CloudTrail"),
    ("cur", "AWS Cost and Usage Report"),
    ("dynamodb", "Amazon DynamoDB"),
    ("events", "Amazon EventBridge"),
    ("fis", "AWS Fault Injection Service"),
    ("glacier", "Amazon S3 Glacier"),
    ("iam", "AWS Identity and Access Management"),
    ("identitystore", "AWS Identity Store"),
    ("kinesis", "Amazon Kinesis Data Streams"),
    ("kms", "AWS Key Management Service"),
    ("organizations", "AWS Organizations"),
    ("pipes", "Amazon EventBridge Pipes"),
    ("pricing", "AWS Price List"),
    ("s3", "Amazon S3"),
    ("scheduler", "Amazon EventBridge Scheduler"),
    ("secretsmanager", "AWS Secrets Manager"),
    ("sns", "Amazon SNS"),
    ("sqs", "Amazon SQS"),
    ("ssm", "AWS Systems Manager"),
    ("sso", "AWS IAM Identity Center"),
    ("sso-directory", "AWS IAM Identity Center directory"),
    ("sso-oauth", "AWS IAM Identity Center OIDC service"),
    ("sts", "AWS Security Token Service"),
    ("tag", "Amazon Resource Group Tagging API"),
];

/// A policy, and the entity that holds it.
struct Piece {
    name: String,
    arn: Option<String>,
    policy: Policy,
    holder: (&'static str, String),
}

/// A user or role.
struct Entity {
    id: String,
    name: String,
    path: String,
    kind: &'static str,
}

pub fn generate(
    ctx: &mut Ctx<'_>,
    input: GenerateServiceLastAccessedDetailsInput<'_>,
) -> Result<GenerateServiceLastAccessedDetailsOutput, ApiError> {
    if input.granularity() == Some("ACTION_LEVEL") {
        return Err(errors::not_implemented("last accessed data of single actions"));
    }
    // It must be there.
    pieces(ctx, input.arn())?;
    let id = ctx.chance().uuid();
    let row = AccessReportRow { arn: input.arn().to_owned(), made: ctx.now().micros() };
    ctx.table_mut(&ACCESS_REPORTS).put(id.as_str(), &row);
    Ok(GenerateServiceLastAccessedDetailsOutput::new().job_id(id))
}

fn report(ctx: &Ctx<'_>, id: &str) -> Result<AccessReportRow, ApiError> {
    let row = ctx.table(&ACCESS_REPORTS).get(id)?;
    row.ok_or_else(|| errors::no_such("report job", id))
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetServiceLastAccessedDetailsInput<'_>,
) -> Result<GetServiceLastAccessedDetailsOutput, ApiError> {
    let page = Page::read("GetServiceLastAccessedDetails", input.marker(), input.max_items())?;
    let row = report(ctx, input.job_id())?;
    let pieces = pieces(ctx, &row.arn)?;
    let entities = entities(ctx, &row.arn)?;
    let mut found = Vec::new();
    for (service, name) in SERVICES {
        if !pieces.iter().any(|piece| grants(&piece.policy, service)) {
            continue;
        }
        let mut uses = Vec::new();
        for entity in &entities {
            let used = used(ctx, entity, service, row.made)?;
            uses.extend(used.map(|used| (used, entity)));
        }
        uses.sort_by_key(|(used, _)| used.at);
        let last = uses.last();
        let shown = ServiceLastAccessedBuilder::new()
            .service_name(name)
            .service_namespace(service)
            .last_authenticated(last.map(|(used, _)| time(used.at)))
            .last_authenticated_entity(last.map(|(_, entity)| entity.arn(ctx)))
            .last_authenticated_region(last.map(|(used, _)| used.region.clone()))
            .total_authenticated_entities(uses.len());
        found.push((service.to_owned(), shown));
    }
    let cut = page.cut_whole(found);
    Ok(GetServiceLastAccessedDetailsOutput::new()
        .job_status(job_status_type::COMPLETED)
        .job_type("SERVICE_LEVEL")
        .job_creation_date(time(row.made))
        .job_completion_date(time(row.made))
        .is_truncated(cut.is_truncated())
        .services_last_accessed(cut.items)
        .marker(cut.marker))
}

pub fn get_with_entities(
    ctx: &mut Ctx<'_>,
    input: GetServiceLastAccessedDetailsWithEntitiesInput<'_>,
) -> Result<GetServiceLastAccessedDetailsWithEntitiesOutput, ApiError> {
    let operation = "GetServiceLastAccessedDetailsWithEntities";
    let page = Page::read(operation, input.marker(), input.max_items())?;
    let row = report(ctx, input.job_id())?;
    let mut found = Vec::new();
    for entity in entities(ctx, &row.arn)? {
        let used = used(ctx, &entity, input.service_namespace(), row.made)?;
        let info = EntityInfoBuilder::new()
            .arn(entity.arn(ctx))
            .name(&entity.name)
            .type_(entity.kind)
            .id(&entity.id)
            .path(&entity.path);
        let shown = EntityDetailsBuilder::new()
            .entity_info(info)
            .last_authenticated(used.map(|used| time(used.at)));
        found.push((entity.id, shown));
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    let cut = page.cut_whole(found);
    Ok(GetServiceLastAccessedDetailsWithEntitiesOutput::new()
        .job_status(job_status_type::COMPLETED)
        .job_creation_date(time(row.made))
        .job_completion_date(time(row.made))
        .is_truncated(cut.is_truncated())
        .entity_details_list(cut.items)
        .marker(cut.marker))
}

pub fn list_policies(
    ctx: &mut Ctx<'_>,
    input: ListPoliciesGrantingServiceAccessInput<'_>,
) -> Result<ListPoliciesGrantingServiceAccessOutput, ApiError> {
    let page = Page::read("ListPoliciesGrantingServiceAccess", input.marker(), None)?;
    if input.arn().contains(":policy/") {
        return Err(errors::invalid_input(format!("Invalid Entity Arn: {}", input.arn())));
    }
    let pieces = pieces(ctx, input.arn())?;
    let mut found = Vec::new();
    for (at, service) in input.service_namespaces().into_iter().enumerate() {
        let granting = pieces.iter().filter(|piece| grants(&piece.policy, service));
        let shown = granting.map(|piece| {
            let shown = PolicyGrantingServiceAccessBuilder::new().policy_name(&piece.name);
            match &piece.arn {
                Some(arn) => shown.policy_type(policy_type::MANAGED).policy_arn(arn),
                None => shown
                    .policy_type(policy_type::INLINE)
                    .entity_type(piece.holder.0)
                    .entity_name(&piece.holder.1),
            }
        });
        let entry = ListPoliciesGrantingServiceAccessEntryBuilder::new()
            .service_namespace(service)
            .policies(shown.collect::<Vec<_>>());
        found.push((format!("{at:06}"), entry));
    }
    let cut = page.cut_whole(found);
    Ok(ListPoliciesGrantingServiceAccessOutput::new()
        .is_truncated(cut.is_truncated())
        .policies_granting_service_access(cut.items)
        .marker(cut.marker))
}

/// The policies of what an ARN names.
fn pieces(ctx: &Ctx<'_>, text: &str) -> Result<Vec<Piece>, ApiError> {
    let (tx, scope) = (ctx.tx(), ctx.scope());
    let invalid = || errors::invalid_input(format!("Invalid Entity Arn: {text}"));
    let arn = Arn::parse(text).filter(|arn| arn.service == "iam").ok_or_else(invalid)?;
    let name = directory::name_of(text).unwrap_or_default();
    let key = directory::key(name);
    let mut pieces = Vec::new();
    match arn.resource.split('/').next() {
        Some("user") => {
            let row = USERS.at(tx, &scope).get(&key)?;
            let row = row.ok_or_else(|| errors::no_such("user", name))?;
            add(ctx, &mut pieces, &row.holdings, (kind::USER, &row.name));
            for group in &row.groups {
                if let Some(group) = GROUPS.at(tx, &scope).get(group)? {
                    add(ctx, &mut pieces, &group.holdings, (kind::GROUP, &group.name));
                }
            }
        }
        Some("group") => {
            let row = GROUPS.at(tx, &scope).get(&key)?;
            let row = row.ok_or_else(|| errors::no_such("group", name))?;
            add(ctx, &mut pieces, &row.holdings, (kind::GROUP, &row.name));
        }
        Some("role") => {
            let row = ROLES.at(tx, &scope).get(&key)?;
            let row = row.ok_or_else(|| errors::no_such("role", name))?;
            add(ctx, &mut pieces, &row.holdings, (kind::ROLE, &row.name));
        }
        Some("policy") => {
            let document = standing::managed_document(tx, text);
            let document = document.ok_or_else(|| errors::no_such_policy(text))?;
            push(&mut pieces, (name, Some(text)), &document, (kind::USER, ""));
        }
        _ => return Err(invalid()),
    }
    Ok(pieces)
}

fn add(ctx: &Ctx<'_>, pieces: &mut Vec<Piece>, holdings: &Holdings, holder: (&'static str, &str)) {
    for arn in &holdings.attached {
        if let Some(document) = standing::managed_document(ctx.tx(), arn) {
            let name = directory::name_of(arn).unwrap_or(arn);
            push(pieces, (name, Some(arn)), &document, holder);
        }
    }
    for (name, document) in &holdings.inline {
        push(pieces, (name, None), document, holder);
    }
}

fn push(
    pieces: &mut Vec<Piece>,
    (name, arn): (&str, Option<&str>),
    document: &str,
    holder: (&'static str, &str),
) {
    if let Ok(policy) = Policy::parse(document, Kind::Accepted) {
        let (name, arn) = (name.to_owned(), arn.map(str::to_owned));
        pieces.push(Piece { name, arn, policy, holder: (holder.0, holder.1.to_owned()) });
    }
}

/// Whether a statement allows some action of a service.
pub fn grants(policy: &Policy, service: &str) -> bool {
    policy.statements.iter().any(|statement| {
        let names = |text: &str| match text.split_once(':') {
            None => text == "*",
            Some((prefix, _)) => prefix.eq_ignore_ascii_case(service) || prefix == "*",
        };
        let is_whole = |text: &str| {
            text == "*" || text.rsplit_once(':').is_some_and(|(_, rest)| rest == "*") && names(text)
        };
        let actions = &statement.actions;
        let may = if actions.is_exclusion {
            !actions.list.iter().any(|pattern| is_whole(pattern.text()))
        } else {
            actions.list.iter().any(|pattern| names(pattern.text()))
        };
        statement.effect == Effect::Allow && may
    })
}

/// The users and roles whose uses count for an ARN.
fn entities(ctx: &Ctx<'_>, text: &str) -> Result<Vec<Entity>, ApiError> {
    let (tx, scope) = (ctx.tx(), ctx.scope());
    let key = directory::key(directory::name_of(text).unwrap_or_default());
    let mut users: Vec<String> = Vec::new();
    let mut roles: Vec<String> = Vec::new();
    match text.splitn(6, ':').nth(5).and_then(|it| it.split('/').next()) {
        Some("user") => users.push(key),
        Some("role") => roles.push(key),
        Some("group") => {
            for member in MEMBERS.at(tx, &scope).keys(&Range::within(&(key.as_str(),))) {
                users.push(member?.1);
            }
        }
        _ => {
            for entry in ATTACHMENTS.at(tx, &scope).keys(&Range::within(&(text,))) {
                let (_, kind, name) = entry?;
                match kind.as_str() {
                    use_kind::USER => users.push(name),
                    use_kind::ROLE => roles.push(name),
                    use_kind::GROUP => {
                        let range = Range::within(&(name.as_str(),));
                        for member in MEMBERS.at(tx, &scope).keys(&range) {
                            users.push(member?.1);
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    users.sort();
    users.dedup();
    let mut found = Vec::new();
    for user in users {
        if let Some(row) = USERS.at(tx, &scope).get(&user)? {
            let (id, name, path) = (row.id, row.name, row.path);
            found.push(Entity { id, name, path, kind: kind::USER });
        }
    }
    for role in roles {
        if let Some(row) = ROLES.at(tx, &scope).get(&role)? {
            let (id, name, path) = (row.id, row.name, row.path);
            found.push(Entity { id, name, path, kind: kind::ROLE });
        }
    }
    Ok(found)
}

impl Entity {
    fn arn(&self, ctx: &Ctx<'_>) -> String {
        arn(ctx, &self.kind.to_lowercase(), &self.path, &self.name)
    }
}

/// When an entity has used a service, until the report was made.
fn used(
    ctx: &Ctx<'_>,
    entity: &Entity,
    service: &str,
    until: i64,
) -> Result<Option<UseRow>, ApiError> {
    let row = SERVICE_USES.at(ctx.tx(), &ctx.scope()).get(&(entity.id.as_str(), service))?;
    Ok(row.filter(|row| row.at <= until))
}
