//! Service-linked roles: made for a service, and that service's to change.
//!
//! AWS gives such a role the service's own managed policy. Those of the services that act by such
//! roles here are among the policies that Nephele has ([`POLICIES`]); other roles may do nothing
//! but be trusted. Its name is made of the service's name: AWS knows nicer ones for most services
//! (`AWSServiceRoleForAutoScaling`).

use auth::directory::{self, Holdings, RoleRow, use_kind};
use kernel::{ApiError, Ctx};

use crate::api::deletion_task_status_type::SUCCEEDED;
use crate::api::{
    CreateServiceLinkedRoleInput, CreateServiceLinkedRoleOutput, DeleteServiceLinkedRoleInput,
    DeleteServiceLinkedRoleOutput, GetServiceLinkedRoleDeletionStatusInput,
    GetServiceLinkedRoleDeletionStatusOutput,
};
use crate::common::new_id;
use crate::entity::{find_role, keep_role, put_role};
use crate::errors;
use crate::limits::SESSION_SECONDS_DEFAULT;
use crate::policy;
use crate::role;
use crate::state::{DELETION_TASKS, TextRow};

/// Names from the guides of their services, "Using service-linked roles"; most by heart [U].
const NAMES: &[(&str, &str)] = &[
    ("access-analyzer.amazonaws.com", "AccessAnalyzer"),
    ("autoscaling.amazonaws.com", "AutoScaling"),
    ("dynamodb.application-autoscaling.amazonaws.com", "ApplicationAutoScaling_DynamoDBTable"),
    ("ecs.application-autoscaling.amazonaws.com", "ApplicationAutoScaling_ECSService"),
    ("lambda.application-autoscaling.amazonaws.com", "ApplicationAutoScaling_LambdaConcurrency"),
    ("cks.kms.amazonaws.com", "KeyManagementServiceCustomKeyStores"),
    ("cloudtrail.amazonaws.com", "CloudTrail"),
    ("cognito-idp.amazonaws.com", "AmazonCognitoIdp"),
    ("ec2fleet.amazonaws.com", "EC2Fleet"),
    ("ec2scheduled.amazonaws.com", "EC2ScheduledInstances"),
    ("eks.amazonaws.com", "AmazonEKS"),
    ("eks-fargate.amazonaws.com", "AmazonEKSForFargate"),
    ("eks-nodegroup.amazonaws.com", "AmazonEKSNodegroup"),
    ("elasticbeanstalk.amazonaws.com", "ElasticBeanstalk"),
    ("elasticfilesystem.amazonaws.com", "AmazonElasticFileSystem"),
    ("email.cognito-idp.amazonaws.com", "AmazonCognitoIdpEmailService"),
    ("es.amazonaws.com", "AmazonElasticsearchService"),
    ("events.amazonaws.com", "CloudWatchEvents"),
    ("fms.amazonaws.com", "FMS"),
    ("globalaccelerator.amazonaws.com", "GlobalAccelerator"),
    ("inspector2.amazonaws.com", "AmazonInspector2"),
    ("lex.amazonaws.com", "LexBots"),
    ("macie.amazonaws.com", "AmazonMacie"),
    ("mq.amazonaws.com", "AmazonMQ"),
    ("mrk.kms.amazonaws.com", "KeyManagementServiceMultiRegionKeys"),
    ("opensearchservice.amazonaws.com", "AmazonOpenSearchService"),
    ("ops.apigateway.amazonaws.com", "APIGateway"),
    ("route53resolver.amazonaws.com", "Route53Resolver"),
    ("spot.amazonaws.com", "EC2Spot"),
    ("spotfleet.amazonaws.com", "EC2SpotFleet"),
    ("ssm.amazonaws.com", "AmazonSSM"),
    ("sso.amazonaws.com", "SSO"),
    ("storage-lens.s3.amazonaws.com", "S3StorageLens"),
    ("transitgateway.amazonaws.com", "VPCTransitGateway"),
    ("trustedadvisor.amazonaws.com", "TrustedAdvisor"),
    ("wafv2.amazonaws.com", "WAFV2Logging"),
    ("replication.dynamodb.amazonaws.com", "DynamoDBReplication"),
    ("ecs.amazonaws.com", "ECS"),
    ("elasticloadbalancing.amazonaws.com", "ElasticLoadBalancing"),
    ("elasticache.amazonaws.com", "ElastiCache"),
    ("rds.amazonaws.com", "RDS"),
    ("organizations.amazonaws.com", "Organizations"),
    ("apidestinations.events.amazonaws.com", "AmazonEventBridgeApiDestinations"),
    ("schemas.amazonaws.com", "Schemas"),
    ("guardduty.amazonaws.com", "AmazonGuardDuty"),
    ("support.amazonaws.com", "Support"),
];

/// The policies of roles of services that act here. Sources: Application Auto Scaling User Guide,
/// "AWS managed policies for Application Auto Scaling"; IAM User Guide, "AWS managed policies for
/// IAM and Access Analyzer".
const POLICIES: &[(&str, &str)] = &[
    ("access-analyzer.amazonaws.com", "AccessAnalyzerServiceRolePolicy"),
    (
        "dynamodb.application-autoscaling.amazonaws.com",
        "AWSApplicationAutoscalingDynamoDBTablePolicy",
    ),
    (
        "lambda.application-autoscaling.amazonaws.com",
        "AWSApplicationAutoscalingLambdaConcurrencyPolicy",
    ),
];

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateServiceLinkedRoleInput<'_>,
) -> Result<CreateServiceLinkedRoleOutput, ApiError> {
    let service = input.aws_service_name();
    if !service.ends_with(".amazonaws.com") {
        return Err(errors::invalid_input(format!("{service} is not a valid service name.")));
    }
    let name = role_name(service, input.custom_suffix());
    if role::check_new(ctx, &name).is_err_and(|error| error.code().starts_with("EntityAlready")) {
        return Err(errors::service_linked_role_exists(&name));
    }
    let trust = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Action":["sts:AssumeRole"],
            "Effect":"Allow","Principal":{{"Service":["{service}"]}}}}]}}"#
    );
    let policy = POLICIES.iter().find(|(of, _)| *of == service).map(|(_, policy)| {
        format!("arn:{}:iam::aws:policy/aws-service-role/{policy}", ctx.region().partition())
    });
    if let Some(arn) = &policy {
        policy::note_use(ctx, arn, use_kind::ROLE, &name);
    }
    let row = RoleRow {
        path: format!("/aws-service-role/{service}/"),
        id: new_id(ctx, "AROA"),
        created: ctx.now().micros(),
        holdings: Holdings { attached: policy.into_iter().collect(), ..Holdings::default() },
        trust,
        description: input.description().map(str::to_owned),
        session_s_max: SESSION_SECONDS_DEFAULT,
        tags: directory::Tags::new(),
        linked_service: Some(service.to_owned()),
        name,
    };
    // A service that makes its role does not begin to use IAM for the account: whose roles were
    // never made in it may go on to be any.
    if ctx.is_nested() && directory::stamp(ctx.tx(), &ctx.scope())?.is_none() {
        keep_role(ctx, &row);
    } else {
        put_role(ctx, &row);
    }
    Ok(CreateServiceLinkedRoleOutput::new().role(role::show(ctx, &row)))
}

fn role_name(service: &str, suffix: Option<&str>) -> String {
    let documented = NAMES.iter().find(|(name, _)| *name == service).map(|(_, name)| *name);
    let made_up = || {
        let parts = service.trim_end_matches(".amazonaws.com").split(['.', '-']);
        parts.map(capitalized).collect()
    };
    let stem: String = documented.map_or_else(made_up, str::to_owned);
    let suffix = suffix.map(|suffix| format!("_{suffix}")).unwrap_or_default();
    format!("AWSServiceRoleFor{stem}{suffix}")
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// Nothing uses such a role here, so the deletion that AWS begins is done at once.
pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteServiceLinkedRoleInput<'_>,
) -> Result<DeleteServiceLinkedRoleOutput, ApiError> {
    let role = find_role(ctx, input.role_name())?;
    let Some(service) = &role.linked_service else {
        let message = format!("The role {} is not a service-linked role.", role.name);
        return Err(errors::invalid_input(message));
    };
    let id = format!("task/aws-service-role/{service}/{}/{}", role.name, ctx.chance().uuid());
    for arn in &role.holdings.attached {
        policy::forget_use(ctx, arn, use_kind::ROLE, &role.name);
    }
    role::remove(ctx, &role);
    ctx.table_mut(&DELETION_TASKS).put(&id, &TextRow { text: role.name });
    Ok(DeleteServiceLinkedRoleOutput::new().deletion_task_id(id))
}

pub fn deletion_status(
    ctx: &mut Ctx<'_>,
    input: GetServiceLinkedRoleDeletionStatusInput<'_>,
) -> Result<GetServiceLinkedRoleDeletionStatusOutput, ApiError> {
    let id = input.deletion_task_id();
    if !ctx.table(&DELETION_TASKS).contains(id)? {
        return Err(errors::no_such_deletion_task(id));
    }
    Ok(GetServiceLinkedRoleDeletionStatusOutput::new().status(SUCCEEDED))
}
