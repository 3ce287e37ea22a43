//! Keys that AWS manages for a service (`alias/aws/s3`): made when they are first asked for,
//! rotated every year, used through the service alone, changed by nobody.
//!
//! Keys that AWS *owns* are in no account and are nobody's to see; services that use one ask KMS
//! nothing.
//!
//! Source: Developer Guide, "AWS KMS keys"; API Reference, DescribeKey ("a predefined AWS alias").

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};

use crate::api::key_usage_type;
use crate::key;
use crate::key_policy;
use crate::limits;
use crate::rotation;
use crate::spec::Spec;
use crate::state::{ALIASES, ALIASES_OF, AliasRow, Key, Place};

pub const PREFIX: &str = "alias/aws/";

/// The services whose aliases are predefined, and their names in `kms:ViaService`.
const SERVICES: &[(&str, &str)] = &[
    ("acm", "acm"),
    ("backup", "backup"),
    ("codecommit", "codecommit"),
    ("dms", "dms"),
    ("dynamodb", "dynamodb"),
    ("ebs", "ec2"),
    ("elasticfilesystem", "elasticfilesystem"),
    ("es", "es"),
    ("fsx", "fsx"),
    ("glue", "glue"),
    ("kinesis", "kinesis"),
    ("kinesisvideo", "kinesisvideo"),
    ("lambda", "lambda"),
    ("rds", "rds"),
    ("redshift", "redshift"),
    ("s3", "s3"),
    ("secretsmanager", "secretsmanager"),
    ("sns", "sns"),
    ("sqs", "sqs"),
    ("ssm", "ssm"),
    ("workspaces", "workspaces"),
    ("xray", "xray"),
];

/// The name of the predefined alias that a request means and that has no key yet.
pub fn to_be_made(ctx: &Ctx<'_>, text: &str) -> Result<Option<&'static str>, ApiError> {
    let own = match text.strip_prefix("arn:") {
        None => Some(text.to_owned()),
        Some(_) => Arn::parse(text)
            .filter(|arn| arn.region() == Some(ctx.region()))
            .filter(|arn| arn.account_id() == Some(ctx.account()))
            .map(|arn| arn.resource),
    };
    let name = own.as_deref().and_then(|alias| alias.strip_prefix(PREFIX));
    let known = name.and_then(|name| SERVICES.iter().find(|(known, _)| *known == name));
    let Some((name, _)) = known else { return Ok(None) };
    let is_there = ctx.table(&ALIASES).contains(&format!("{PREFIX}{name}"))?;
    Ok((!is_there).then_some(name))
}

/// The policy of a service's key.
pub fn policy(place: &Place, name: &str) -> String {
    let service = SERVICES.iter().find(|(known, _)| *known == name).map_or(name, |(_, via)| via);
    key_policy::managed_policy(place, service)
}

pub fn make(ctx: &mut Ctx<'_>, name: &str) -> Result<Key, ApiError> {
    let place = key::new_place(ctx, false);
    let mut row = key::new_row(ctx, Spec::Symmetric, key_usage_type::ENCRYPT_DECRYPT);
    row.description =
        format!("Default key that protects my {name} data when no other key is defined");
    row.policy = policy(&place, name);
    row.managed_for = Some(name.to_owned());
    let seed = ctx.secret_seed()?;
    let material = key::draw(Spec::Symmetric, seed)?;
    let mut made = key::put(ctx, place, row, Some(&material))?;
    rotation::start(ctx, &mut made, limits::MANAGED_ROTATION_DAYS);
    let alias = format!("{PREFIX}{name}");
    let now = ctx.now().micros();
    let row = AliasRow { key: made.id.clone(), created: now, updated: now };
    ctx.table_mut(&ALIASES).put(alias.as_str(), &row);
    ctx.table_mut(&ALIASES_OF).put(&(made.id.clone(), alias), &());
    Ok(made)
}
