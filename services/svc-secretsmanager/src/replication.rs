//! Replicas: the same secret in other regions, read only, kept as the primary is, each encrypted by
//! a key of its own region.
//!
//! A region that cannot take the secret keeps the reason and does not hinder the others.
//!
//! Source: User Guide, "Replicate AWS Secrets Manager secrets across Regions".

use kernel::view::List;
use kernel::{ApiError, Ctx, Region};

use crate::api::{
    RemoveRegionsFromReplicationInput, RemoveRegionsFromReplicationOutput, ReplicaRegionType,
    ReplicateSecretToRegionsInput, ReplicateSecretToRegionsOutput, ReplicationStatusTypeBuilder,
    StopReplicationToReplicaInput, StopReplicationToReplicaOutput, status_type,
};
use crate::cipher;
use crate::cross_account;
use crate::deletion;
use crate::errors;
use crate::locate;
use crate::state::{ReplicaRow, SECRETS, Secret, SecretRow, VersionRow};
use crate::version;

pub fn replicate_secret_to_regions(
    ctx: &mut Ctx<'_>,
    input: ReplicateSecretToRegionsInput<'_>,
) -> Result<ReplicateSecretToRegionsOutput, ApiError> {
    let mut secret = locate::get_to_change(ctx, input.secret_id())?;
    let overwrites = input.force_overwrite_replica_secret() == Some(true);
    add(ctx, &mut secret, input.add_replica_regions(), overwrites)?;
    Ok(ReplicateSecretToRegionsOutput::new().arn(secret.arn()).replication_status(status(&secret)))
}

pub fn add(
    ctx: &mut Ctx<'_>,
    secret: &mut Secret,
    regions: List<'_, ReplicaRegionType<'_>>,
    overwrites: bool,
) -> Result<(), ApiError> {
    for asked in regions {
        let name = asked.region().unwrap_or_default();
        let region = Region::parse(name).filter(|it| *it != secret.region);
        let Some(region) = region else {
            return Err(errors::parameter(format!("Invalid replica region: {name}")));
        };
        let mut replica = ReplicaRow {
            kms_key: asked.kms_key_id().filter(|it| !it.is_empty()).map(str::to_owned),
            failure: None,
        };
        if let Some(other) = find(ctx, secret, region)?
            && other.row.id != secret.row.id
        {
            if overwrites {
                deletion::remove(ctx, &other)?;
            } else {
                replica.failure = Some(format!(
                    "Replication failed: Secret name {} already exists in region {region}.",
                    secret.name
                ));
            }
        }
        secret.row.replicas.insert(name.to_owned(), replica);
    }
    secret.row.primary_region = Some(secret.region.as_str().to_owned());
    locate::save(ctx, secret);
    sync(ctx, secret)
}

fn find(ctx: &Ctx<'_>, secret: &Secret, region: Region) -> Result<Option<Secret>, ApiError> {
    let mut there = secret.clone();
    there.region = region;
    let row = ctx.table_in(&SECRETS, there.scope()).get(secret.name.as_str())?;
    Ok(row.map(|row| Secret { row, ..there }))
}

/// Makes all replicas what the primary is.
pub fn sync(ctx: &mut Ctx<'_>, secret: &mut Secret) -> Result<(), ApiError> {
    if secret.row.replicas.is_empty() {
        return Ok(());
    }
    let mut replicas = secret.row.replicas.clone();
    for (name, replica) in &mut replicas {
        let Some(region) = Region::parse(name) else { continue };
        let other = find(ctx, secret, region)?;
        if other.is_some_and(|other| other.row.id != secret.row.id) {
            continue;
        }
        replica.failure = match sync_region(ctx, secret, region, replica.kms_key.as_deref()) {
            Ok(()) => None,
            Err(error) if error.status() < 500 => Some(error.message().to_owned()),
            Err(error) => return Err(error),
        };
    }
    secret.row.replicas = replicas;
    locate::save(ctx, secret);
    Ok(())
}

fn sync_region(
    ctx: &mut Ctx<'_>,
    secret: &Secret,
    region: Region,
    kms_key: Option<&str>,
) -> Result<(), ApiError> {
    let row = SecretRow {
        kms_key: kms_key.map(str::to_owned),
        replicas: std::collections::BTreeMap::new(),
        cross_replica: None,
        owner: None,
        rotation: None,
        ..secret.row.clone()
    };
    let replica = Secret { region, row, ..secret.clone() };
    let here = version::all(ctx, secret)?;
    let mut new = Vec::new();
    let mut numbers = Vec::with_capacity(here.len());
    for (number, row) in here {
        numbers.push(number);
        let there = version::find(ctx, &replica, &row.id)?;
        if there.is_none() {
            let clear = cipher::open(ctx, secret, &row)?;
            let sealed = cipher::seal(ctx, &replica, &row.id, &clear)?;
            new.push((number, VersionRow { created: row.created, ..sealed }));
        }
    }
    for (number, row) in new {
        version::put(ctx, &replica, number, &row);
    }
    for (number, row) in version::all(ctx, &replica)? {
        if !numbers.contains(&number) {
            version::remove(ctx, &replica, number, &row.id);
        }
    }
    locate::save(ctx, &replica);
    Ok(())
}

pub fn status(secret: &Secret) -> Vec<ReplicationStatusTypeBuilder> {
    let build = |(region, replica): (&String, &ReplicaRow)| {
        let key = replica.kms_key.as_deref().unwrap_or("alias/aws/secretsmanager");
        let built = ReplicationStatusTypeBuilder::new().region(region).kms_key_id(key);
        match &replica.failure {
            None => built.status(status_type::IN_SYNC),
            Some(reason) => built.status(status_type::FAILED).status_message(reason),
        }
    };
    secret.row.replicas.iter().map(build).collect()
}

pub fn remove_regions_from_replication(
    ctx: &mut Ctx<'_>,
    input: RemoveRegionsFromReplicationInput<'_>,
) -> Result<RemoveRegionsFromReplicationOutput, ApiError> {
    let mut secret = locate::get_to_change(ctx, input.secret_id())?;
    for name in input.remove_replica_regions() {
        if secret.row.replicas.remove(name).is_none() {
            return Err(errors::parameter(format!("The secret has no replica in {name}.")));
        }
        let Some(region) = Region::parse(name) else { continue };
        if let Some(replica) = find(ctx, &secret, region)?
            && replica.row.id == secret.row.id
        {
            deletion::remove(ctx, &replica)?;
        }
    }
    if secret.row.replicas.is_empty() {
        secret.row.primary_region = None;
    }
    locate::save(ctx, &secret);
    Ok(RemoveRegionsFromReplicationOutput::new()
        .arn(secret.arn())
        .replication_status(status(&secret)))
}

/// The replica becomes a secret of its own.
pub fn stop_replication_to_replica(
    ctx: &mut Ctx<'_>,
    input: StopReplicationToReplicaInput<'_>,
) -> Result<StopReplicationToReplicaOutput, ApiError> {
    let mut secret = locate::get_live(ctx, input.secret_id())?;
    if secret.row.cross_primary.is_some() {
        cross_account::leave(ctx, &mut secret)?;
        return Ok(StopReplicationToReplicaOutput::new().arn(secret.arn()));
    }
    if !secret.is_replica() {
        return Err(errors::request(
            "The secret is no replica: replication is stopped in the region of the replica.",
        ));
    }
    leave(ctx, &secret)?;
    // From here on it is another secret, whose versions stay under a number of their own.
    let versions = version::all(ctx, &secret)?;
    for (number, row) in &versions {
        version::remove(ctx, &secret, *number, &row.id);
    }
    secret.row.id = ctx.chance().u64();
    secret.row.primary_region = None;
    for (number, row) in &versions {
        version::put(ctx, &secret, *number, row);
    }
    locate::save(ctx, &secret);
    Ok(StopReplicationToReplicaOutput::new().arn(secret.arn()))
}

/// The primary forgets this replica.
pub fn leave(ctx: &mut Ctx<'_>, replica: &Secret) -> Result<(), ApiError> {
    let region = replica.row.primary_region.as_deref().and_then(Region::parse);
    let Some(region) = region else { return Ok(()) };
    let Some(mut primary) = find(ctx, replica, region)? else { return Ok(()) };
    primary.row.replicas.remove(replica.region.as_str());
    if primary.row.replicas.is_empty() {
        primary.row.primary_region = None;
    }
    locate::save(ctx, &primary);
    Ok(())
}
