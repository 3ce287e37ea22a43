//! Secrets: making, describing and changing them, reading and writing their values.

use bytes::Bytes;
use kernel::view::List;
use kernel::{AccountId, ApiError, Ctx, Region, Timestamp};

use crate::api::{
    CreateSecretInput, CreateSecretOutput, DescribeSecretInput, DescribeSecretOutput,
    GetSecretValueInput, GetSecretValueOutput, PutSecretValueInput, PutSecretValueOutput,
    UpdateSecretInput, UpdateSecretOutput, UpdateSecretVersionStageInput,
    UpdateSecretVersionStageOutput,
};
use crate::cipher::{self, Clear};
use crate::cross_account;
use crate::errors;
use crate::last_access;
use crate::limits;
use crate::locate;
use crate::replication;
use crate::rotation;
use crate::state::{CURRENT, PENDING, PREVIOUS, SECRETS, Secret, SecretRow, VersionRow};
use crate::tag;
use crate::version;

const SUFFIX_LEN: usize = 6;

pub fn create_secret(
    ctx: &mut Ctx<'_>,
    input: CreateSecretInput<'_>,
) -> Result<CreateSecretOutput, ApiError> {
    let name = input.name();
    check_name(name)?;
    refuse_external(input.type_())?;
    let origin = match input.cross_account_primary_arn() {
        Some(primary) => {
            check_replica(input)?;
            Some(cross_account::pending(ctx, primary)?)
        }
        None => None,
    };
    let clear = value(input.secret_string(), input.secret_binary())?;
    let token = input.client_request_token().map(str::to_owned);
    if let Some(row) = ctx.table(&SECRETS).get(name)? {
        let secret = here(ctx, name, row);
        return again(ctx, &secret, token.as_deref(), clear.as_ref());
    }
    let mut row = new_row(ctx);
    row.description = input.description().filter(|it| !it.is_empty()).map(str::to_owned);
    row.kms_key = kms_key(input.kms_key_id());
    row.cross_primary = origin;
    row.owner = owner(ctx, name);
    if let Some(tags) = input.tags() {
        tag::add(&mut row.tags, tags)?;
    }
    let mut secret = here(ctx, name, row);
    let output = CreateSecretOutput::new().arn(secret.arn()).name(name);
    let output = match clear {
        None => output,
        Some(clear) => {
            let id = token.unwrap_or_else(|| ctx.chance().uuid());
            version::add(ctx, &mut secret, &id, &clear, &[CURRENT])?;
            output.version_id(id)
        }
    };
    locate::save(ctx, &secret);
    let Some(regions) = input.add_replica_regions() else { return Ok(output) };
    let overwrites = input.force_overwrite_replica_secret() == Some(true);
    replication::add(ctx, &mut secret, regions, overwrites)?;
    Ok(output.replication_status(replication::status(&secret)))
}

/// The same request again is answered as the first; anything else of that name is refused.
fn again(
    ctx: &mut Ctx<'_>,
    secret: &Secret,
    token: Option<&str>,
    clear: Option<&Clear>,
) -> Result<CreateSecretOutput, ApiError> {
    if secret.row.deletion.is_some() {
        return Err(errors::name_is_going());
    }
    let (Some(token), Some(clear)) = (token, clear) else {
        return Err(errors::exists(&secret.name));
    };
    let same = version::find(ctx, secret, token)?;
    let (_, row) = same.ok_or_else(|| errors::exists(&secret.name))?;
    if cipher::open(ctx, secret, &row)? != *clear {
        return Err(errors::exists(&secret.name));
    }
    Ok(CreateSecretOutput::new().arn(secret.arn()).name(&secret.name).version_id(token))
}

fn here(ctx: &Ctx<'_>, name: &str, row: SecretRow) -> Secret {
    let (account, region): (AccountId, Region) = (ctx.account(), ctx.region());
    Secret { account, region, name: name.to_owned(), row }
}

fn new_row(ctx: &mut Ctx<'_>) -> SecretRow {
    let now = ctx.now().micros();
    SecretRow {
        id: ctx.chance().u64(),
        suffix: ctx.chance().alphanumeric(SUFFIX_LEN),
        created: now,
        changed: now,
        description: None,
        kms_key: None,
        tags: std::collections::BTreeMap::new(),
        stages: std::collections::BTreeMap::new(),
        policy: None,
        deletion: None,
        primary_region: None,
        replicas: std::collections::BTreeMap::new(),
        next_version: 0,
        cross_primary: None,
        cross_replica: None,
        rotation: None,
        owner: None,
    }
}

/// "Managed secrets" have names that begin with the service's: `events!connection/…`.
fn owner(ctx: &Ctx<'_>, name: &str) -> Option<String> {
    let (service, _) = name.split_once('!')?;
    ctx.via().filter(|via| *via == service).map(str::to_owned)
}

/// "You must specify a customer managed KMS key in KmsKeyId. You can't include SecretString,
/// SecretBinary, Description, AddReplicaRegions, or Type."
fn check_replica(input: CreateSecretInput<'_>) -> Result<(), ApiError> {
    let has_other = input.secret_string().is_some()
        || input.secret_binary().is_some()
        || input.description().is_some_and(|it| !it.is_empty())
        || input.add_replica_regions().is_some_and(|it| !it.is_empty());
    if has_other {
        return Err(errors::parameter(
            "You can't include SecretString, SecretBinary, Description, AddReplicaRegions or Type \
             with CrossAccountPrimaryARN.",
        ));
    }
    let is_managed = |key: &str| key.is_empty() || key.ends_with("alias/aws/secretsmanager");
    if input.kms_key_id().is_none_or(is_managed) {
        return Err(errors::parameter(
            "A cross-account replica needs a customer managed KMS key in KmsKeyId.",
        ));
    }
    Ok(())
}

fn check_name(name: &str) -> Result<(), ApiError> {
    let is_allowed = |it: char| it.is_ascii_alphanumeric() || "/_+=.@!-".contains(it);
    if name.chars().all(is_allowed) {
        return Ok(());
    }
    Err(errors::parameter(
        "Invalid name. Must be a valid name containing alphanumeric characters, or any of the \
         following: -/_+=.@!",
    ))
}

fn refuse_external(kind: Option<&str>) -> Result<(), ApiError> {
    match kind.filter(|kind| !kind.is_empty()) {
        None => Ok(()),
        Some(_) => Err(errors::not_implemented("managed external secrets (Type)")),
    }
}

/// An empty text is the account's managed key.
fn kms_key(id: Option<&str>) -> Option<String> {
    id.filter(|it| !it.is_empty()).map(str::to_owned)
}

fn value(text: Option<&str>, binary: Option<&Bytes>) -> Result<Option<Clear>, ApiError> {
    match (text, binary) {
        (None, None) => Ok(None),
        (Some(text), None) => Ok(Some(Clear::Text(text.to_owned()))),
        (None, Some(bytes)) => Ok(Some(Clear::Binary(bytes.clone()))),
        (Some(_), Some(_)) => Err(errors::parameter(
            "You can't specify both a binary secret value and a string secret value in the same \
             secret.",
        )),
    }
}

pub fn put_secret_value(
    ctx: &mut Ctx<'_>,
    input: PutSecretValueInput<'_>,
) -> Result<PutSecretValueOutput, ApiError> {
    let mut secret = locate::get_to_change(ctx, input.secret_id())?;
    if let Some(token) = input.rotation_token() {
        let run = secret.row.rotation.as_ref().and_then(|rotation| rotation.run.as_ref());
        if run.is_none_or(|run| run.token != token) {
            return Err(errors::wrong_rotation_token());
        }
    }
    let clear = value(input.secret_string(), input.secret_binary())?;
    let clear = clear
        .ok_or_else(|| errors::request("You must provide either SecretString or SecretBinary."))?;
    let id = input.client_request_token().map(str::to_owned);
    let id = id.unwrap_or_else(|| ctx.chance().uuid());
    let stages = input.version_stages().map_or_else(|| vec![CURRENT], List::to_vec);
    version::add(ctx, &mut secret, &id, &clear, &stages)?;
    if stages.contains(&CURRENT) {
        rotation::value_changed(ctx, &mut secret)?;
    }
    locate::save(ctx, &secret);
    replication::sync(ctx, &mut secret)?;
    cross_account::sync(ctx, &mut secret)?;
    Ok(PutSecretValueOutput::new()
        .arn(secret.arn())
        .version_stages(secret.stages_of(&id))
        .version_id(id)
        .name(secret.name))
}

pub fn update_secret(
    ctx: &mut Ctx<'_>,
    input: UpdateSecretInput<'_>,
) -> Result<UpdateSecretOutput, ApiError> {
    refuse_external(input.type_())?;
    let mut secret = locate::get_to_change(ctx, input.secret_id())?;
    let clear = value(input.secret_string(), input.secret_binary())?;
    if let Some(description) = input.description() {
        secret.row.description = Some(description.to_owned()).filter(|it| !it.is_empty());
    }
    if let Some(key) = input.kms_key_id() {
        change_key(ctx, &mut secret, kms_key(Some(key)))?;
    }
    secret.row.changed = ctx.now().micros();
    let mut output = UpdateSecretOutput::new().arn(secret.arn()).name(&secret.name);
    if let Some(clear) = clear {
        let id = input.client_request_token().map(str::to_owned);
        let id = id.unwrap_or_else(|| ctx.chance().uuid());
        version::add(ctx, &mut secret, &id, &clear, &[CURRENT])?;
        rotation::value_changed(ctx, &mut secret)?;
        output = output.version_id(id);
    }
    locate::save(ctx, &secret);
    replication::sync(ctx, &mut secret)?;
    cross_account::sync(ctx, &mut secret)?;
    Ok(output)
}

/// What has a label that rotation knows is encrypted again by the other key.
fn change_key(ctx: &mut Ctx<'_>, secret: &mut Secret, key: Option<String>) -> Result<(), ApiError> {
    if secret.row.kms_key == key {
        return Ok(());
    }
    let mut opened = Vec::new();
    for stage in [CURRENT, PENDING, PREVIOUS] {
        let Some(id) = secret.row.stages.get(stage).cloned() else { continue };
        if let Some((number, row)) = version::find(ctx, secret, &id)? {
            opened.push((number, cipher::open(ctx, secret, &row)?, row));
        }
    }
    secret.row.kms_key = key;
    for (number, clear, old) in opened {
        let sealed = cipher::seal(ctx, secret, &old.id, &clear)?;
        version::put(ctx, secret, number, &VersionRow { created: old.created, ..sealed });
    }
    Ok(())
}

pub fn get_secret_value(
    ctx: &mut Ctx<'_>,
    input: GetSecretValueInput<'_>,
) -> Result<GetSecretValueOutput, ApiError> {
    let secret = locate::get_live(ctx, input.secret_id())?;
    let (row, clear) = read(ctx, &secret, input.version_id(), input.version_stage())?;
    last_access::note(ctx, &secret)?;
    let output = GetSecretValueOutput::new()
        .arn(secret.arn())
        .name(&secret.name)
        .version_stages(secret.stages_of(&row.id))
        .created_date(Timestamp::from_micros(row.created))
        .version_id(row.id);
    Ok(match clear {
        Clear::Text(text) => output.secret_string(text),
        Clear::Binary(bytes) => output.secret_binary(bytes),
    })
}

/// A version of a secret in the clear: the current one unless said otherwise.
pub fn read(
    ctx: &mut Ctx<'_>,
    secret: &Secret,
    id: Option<&str>,
    stage: Option<&str>,
) -> Result<(VersionRow, Clear), ApiError> {
    let wanted = if let Some(id) = id {
        id.to_owned()
    } else {
        let stage = stage.unwrap_or(CURRENT);
        let id = secret.row.stages.get(stage).cloned();
        id.ok_or_else(|| errors::no_value(&format!("staging label: {stage}")))?
    };
    let found = version::find(ctx, secret, &wanted)?;
    let (_, row) = found.ok_or_else(|| errors::no_value(&format!("VersionId: {wanted}")))?;
    if let (Some(_), Some(stage)) = (id, stage)
        && secret.row.stages.get(stage) != Some(&wanted)
    {
        return Err(errors::request(
            "You provided a VersionStage that is not associated to the provided VersionId.",
        ));
    }
    let clear = cipher::open(ctx, secret, &row)?;
    Ok((row, clear))
}

pub fn describe_secret(
    ctx: &mut Ctx<'_>,
    input: DescribeSecretInput<'_>,
) -> Result<DescribeSecretOutput, ApiError> {
    let secret = locate::get(ctx, input.secret_id())?;
    let row = &secret.row;
    let stages = stages(&secret);
    let output = DescribeSecretOutput::new()
        .arn(secret.arn())
        .name(&secret.name)
        .description(row.description.as_deref())
        .kms_key_id(row.kms_key.as_deref())
        .last_changed_date(Timestamp::from_micros(row.changed))
        .created_date(Timestamp::from_micros(row.created))
        .last_accessed_date(last_access::of(ctx, &secret)?)
        .deleted_date(row.deletion.as_ref().map(|it| Timestamp::from_micros(it.asked)))
        .tags((!row.tags.is_empty()).then(|| tag::built(&row.tags)))
        .version_ids_to_stages((!stages.is_empty()).then_some(stages))
        .primary_region(row.primary_region.as_deref())
        .owning_service(row.owner.as_deref())
        .cross_account_primary(cross_account::shown_primary(&secret));
    let output = match &row.cross_replica {
        Some(_) => output.cross_account_replicas(cross_account::shown_replicas(&secret)),
        None => output,
    };
    let output = match &row.rotation {
        Some(rotation) => output
            .rotation_enabled(rotation.is_enabled)
            .rotation_lambda_arn(&rotation.function)
            .rotation_rules(rotation.rules().shown())
            .last_rotated_date(rotation.last.map(Timestamp::from_micros))
            .next_rotation_date(rotation.next.map(Timestamp::from_secs)),
        None => output,
    };
    if row.replicas.is_empty() {
        return Ok(output);
    }
    Ok(output.replication_status(replication::status(&secret)))
}

/// Version id → its labels.
pub fn stages(secret: &Secret) -> Vec<(String, Vec<String>)> {
    let mut ids: Vec<_> = secret.row.stages.values().collect();
    ids.sort();
    ids.dedup();
    ids.into_iter().map(|id| (id.clone(), secret.stages_of(id))).collect()
}

pub fn update_secret_version_stage(
    ctx: &mut Ctx<'_>,
    input: UpdateSecretVersionStageInput<'_>,
) -> Result<UpdateSecretVersionStageOutput, ApiError> {
    let mut secret = locate::get_to_change(ctx, input.secret_id())?;
    let stage = input.version_stage();
    let holder = secret.row.stages.get(stage).cloned();
    let remove_from = input.remove_from_version_id();
    match (&holder, remove_from) {
        (Some(holder), None) if input.move_to_version_id() != Some(holder) => {
            return Err(errors::parameter(format!(
                "The parameter RemoveFromVersionId can't be empty. Staging label {stage} is \
                 currently attached to version {holder}, so you must explicitly reference that \
                 version in RemoveFromVersionId."
            )));
        }
        (_, Some(from)) if holder.as_deref() != Some(from) => {
            return Err(errors::parameter(format!(
                "The parameter RemoveFromVersionId is not valid: staging label {stage} is not \
                 attached to version {from}."
            )));
        }
        _ => {}
    }
    match input.move_to_version_id() {
        Some(to) => {
            if version::find(ctx, &secret, to)?.is_none() {
                return Err(errors::no_value(&format!("VersionId: {to}")));
            }
            if holder.as_deref() != Some(to)
                && secret.stages_of(to).len() >= limits::STAGES_PER_VERSION_MAX
            {
                return Err(errors::limit(format!(
                    "A version has at most {} staging labels.",
                    limits::STAGES_PER_VERSION_MAX
                )));
            }
            version::attach(&mut secret, stage, to);
        }
        None if stage == CURRENT => {
            return Err(errors::parameter(
                "You can only move staging label AWSCURRENT to a different secret version. It \
                 can't be completely removed.",
            ));
        }
        None if remove_from.is_none() => {
            return Err(errors::parameter(
                "You must provide either RemoveFromVersionId or MoveToVersionId.",
            ));
        }
        None => {
            secret.row.stages.remove(stage);
        }
    }
    secret.row.changed = ctx.now().micros();
    locate::save(ctx, &secret);
    replication::sync(ctx, &mut secret)?;
    cross_account::sync(ctx, &mut secret)?;
    Ok(UpdateSecretVersionStageOutput::new().arn(secret.arn()).name(secret.name))
}
