//! Replicas in other accounts: a secret that another account has made for it, and that is kept as
//! the primary is, encrypted by the other account's own key.
//!
//! The primary's account replicates: as who changes the primary, or as a role. The replica's owner
//! lets it in by a resource policy (`secretsmanager:AcceptCrossAccountReplication`) and by the
//! key's policy. What cannot be replicated is told on both sides and does not hinder the primary.
//!
//! Source: API Reference, AssociateCrossAccountReplica, DisassociateCrossAccountReplica,
//! CreateSecret (CrossAccountPrimaryARN), DescribeSecret; all by the model's descriptions.

use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ctx, OpResult, Principal, Struct};

use crate::access;
use crate::api::{
    AssociateCrossAccountReplicaInput, AssociateCrossAccountReplicaOutput,
    CrossAccountPrimaryTypeBuilder, CrossAccountReplicaEntryBuilder,
    DisassociateCrossAccountReplicaInput, DisassociateCrossAccountReplicaOutput,
};
use crate::cipher;
use crate::errors;
use crate::locate;
use crate::state::{LinkRow, Secret, VersionRow};
use crate::version;

/// The step that makes a replica what its primary is: `Primary` and `Replica`, ARNs.
pub const REPLICATE: &str = "ReplicateAcrossAccounts";
const SERVICE: &str = "secretsmanager.amazonaws.com";
const SESSION: &str = "SecretsManagerReplication";
const IN_SYNC: &str = "InSync";
const FAILED: &str = "Failed";
const PENDING: &str = "Pending";
const DETACHED: &str = "Detached";

/// The link of a replica that is made for a primary of another account.
pub fn pending(ctx: &Ctx<'_>, primary: &str) -> Result<LinkRow, ApiError> {
    other_account(ctx, primary)?;
    Ok(LinkRow { arn: primary.to_owned(), status: PENDING.to_owned(), message: None, role: None })
}

/// "The primary and replica secrets must be in the same AWS Region and partition."
fn other_account(ctx: &Ctx<'_>, arn: &str) -> Result<AccountId, ApiError> {
    let parsed = Arn::parse(arn).filter(|it| it.service == "secretsmanager");
    let parsed = parsed.filter(|it| it.resource.starts_with("secret:"));
    let parsed = parsed.filter(|it| it.region() == Some(ctx.region()));
    let account = parsed.and_then(|it| it.account_id());
    account.filter(|it| *it != ctx.account()).ok_or_else(|| {
        errors::parameter(format!(
            "It must be the ARN of a secret of another account in this Region: {arn}"
        ))
    })
}

pub fn associate(
    ctx: &mut Ctx<'_>,
    input: AssociateCrossAccountReplicaInput<'_>,
) -> Result<AssociateCrossAccountReplicaOutput, ApiError> {
    let mut primary = locate::get_to_change(ctx, input.secret_id())?;
    let arn = input.cross_account_replica_arn();
    let account = other_account(ctx, arn)?;
    // "A primary secret can have at most one cross-account replica."
    if primary.row.cross_replica.as_ref().is_some_and(|link| link.arn != arn) {
        return Err(errors::limit("A secret has at most one cross-account replica."));
    }
    if input.replica_restriction() != Some("NoRestriction") {
        check_organization(ctx, account)?;
    }
    if let Some(role) = input.replication_role_arn() {
        ctx.authorize_pass_role(role, SERVICE)?;
    }
    let role = input.replication_role_arn().map(str::to_owned);
    let link = LinkRow { arn: arn.to_owned(), status: IN_SYNC.to_owned(), message: None, role };
    // "If the association fails, Secrets Manager does not modify either … secret."
    replicate(ctx, &primary, &link)?;
    primary.row.cross_replica = Some(link);
    locate::save(ctx, &primary);
    Ok(AssociateCrossAccountReplicaOutput::new()
        .arn(primary.arn())
        .cross_account_replica_arn(arn)
        .replication_status(IN_SYNC))
}

/// "SameOrg, which requires the replica account to be in the same organization as the primary
/// account. This is the default."
fn check_organization(ctx: &mut Ctx<'_>, other: AccountId) -> Result<(), ApiError> {
    let own = ctx.account();
    let of_own = organization(ctx, own);
    if of_own.is_some() && of_own == organization(ctx, other) {
        return Ok(());
    }
    Err(errors::request(
        "The replica account is not in the organization of the primary account. Set \
         ReplicaRestriction to NoRestriction to replicate to it.",
    ))
}

fn organization(ctx: &mut Ctx<'_>, account: AccountId) -> Option<String> {
    let mut ask = kernel::Ask::to("organizations", "DescribeOrganization").in_account(account);
    ask.principal = Some(Principal::Root(account));
    let answer = ctx.call(ask).ok()?;
    answer.structure("Organization")?.str("Id").map(str::to_owned)
}

fn replicate(ctx: &mut Ctx<'_>, primary: &Secret, link: &LinkRow) -> Result<(), ApiError> {
    let ask = kernel::Ask::to("secretsmanager", REPLICATE)
        .with("Primary", primary.arn())
        .with("Replica", link.arn.as_str())
        .in_account(primary.account);
    let ask = match link.role.as_deref().and_then(Arn::parse) {
        Some(role) => ask.as_role(&role, SESSION),
        None => ask,
    };
    match ctx.call(ask) {
        Ok(_) => Ok(()),
        // The role does not trust Secrets Manager.
        Err(error) if error.code() == "AccessDenied" => {
            Err(ApiError::new("AccessDeniedException", error.message()))
        }
        Err(error) => Err(error),
    }
}

/// Replicates what has changed, if there is a replica that is not detached.
pub fn sync(ctx: &mut Ctx<'_>, primary: &mut Secret) -> Result<(), ApiError> {
    let Some(mut link) = primary.row.cross_replica.clone() else { return Ok(()) };
    if link.status == DETACHED {
        return Ok(());
    }
    (link.status, link.message) = match replicate(ctx, primary, &link) {
        Ok(()) => (IN_SYNC.to_owned(), None),
        Err(error) if error.status() < 500 => (FAILED.to_owned(), Some(error.message().to_owned())),
        Err(error) => return Err(error),
    };
    if link.status == FAILED
        && let Some(mut replica) = replica_of(ctx, &primary.arn(), &link.arn)?
        && let Some(origin) = &mut replica.row.cross_primary
    {
        (origin.status, origin.message) = (link.status.clone(), link.message.clone());
        locate::save(ctx, &replica);
    }
    primary.row.cross_replica = Some(link);
    locate::save(ctx, primary);
    Ok(())
}

/// The replica, if it is there and is one of this primary.
fn replica_of(ctx: &Ctx<'_>, primary: &str, arn: &str) -> Result<Option<Secret>, ApiError> {
    let replica = locate::find(ctx, arn)?;
    let is_its = |it: &Secret| it.row.cross_primary.as_ref().is_some_and(|it| it.arn == primary);
    Ok(replica.filter(is_its))
}

/// The step [`REPLICATE`], as whoever replicates.
pub fn replicate_step(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let primary = locate::get_live(ctx, text("Primary"))?;
    let arn = text("Replica");
    let accept = access::to_secret(ctx, "secretsmanager:AcceptCrossAccountReplication", arn)?;
    ctx.authorize(&accept)?;
    ctx.authorize(&access::to_secret(ctx, "secretsmanager:GetSecretValue", &primary.arn())?)?;
    let found = replica_of(ctx, &primary.arn(), arn)?;
    let mut replica = found.filter(|it| it.row.deletion.is_none()).ok_or_else(|| {
        errors::request("The other account has made no such replica of this secret.")
    })?;
    let here = version::all(ctx, &primary)?;
    let mut numbers = Vec::with_capacity(here.len());
    for (number, row) in here {
        numbers.push(number);
        if version::find(ctx, &replica, &row.id)?.is_none() {
            let clear = cipher::open(ctx, &primary, &row)?;
            let sealed = cipher::seal_for_another(ctx, &replica, &row.id, &clear)?;
            version::put(ctx, &replica, number, &VersionRow { created: row.created, ..sealed });
        }
    }
    for (number, row) in version::all(ctx, &replica)? {
        if !numbers.contains(&number) {
            version::remove(ctx, &replica, number, &row.id);
        }
    }
    replica.row.stages.clone_from(&primary.row.stages);
    replica.row.next_version = primary.row.next_version;
    replica.row.changed = ctx.now().micros();
    if let Some(origin) = &mut replica.row.cross_primary {
        (origin.status, origin.message) = (IN_SYNC.to_owned(), None);
    }
    locate::save(ctx, &replica);
    Ok(Struct::new())
}

/// "The replica secret remains in the other account and its replication status changes to
/// Detached."
pub fn disassociate(
    ctx: &mut Ctx<'_>,
    input: DisassociateCrossAccountReplicaInput<'_>,
) -> Result<DisassociateCrossAccountReplicaOutput, ApiError> {
    let mut primary = locate::get_to_change(ctx, input.secret_id())?;
    let arn = input.cross_account_replica_arn();
    if primary.row.cross_replica.as_ref().is_none_or(|link| link.arn != arn) {
        return Err(errors::request(format!("The secret has no cross-account replica {arn}.")));
    }
    primary.row.cross_replica = None;
    locate::save(ctx, &primary);
    if let Some(mut replica) = replica_of(ctx, &primary.arn(), arn)?
        && let Some(origin) = &mut replica.row.cross_primary
    {
        (origin.status, origin.message) = (DETACHED.to_owned(), None);
        locate::save(ctx, &replica);
    }
    Ok(DisassociateCrossAccountReplicaOutput::new()
        .arn(primary.arn())
        .cross_account_replica_arn(arn))
}

/// The replica stands alone from here on; its primary is told.
pub fn leave(ctx: &mut Ctx<'_>, replica: &mut Secret) -> Result<(), ApiError> {
    let Some(origin) = replica.row.cross_primary.take() else { return Ok(()) };
    locate::save(ctx, replica);
    let own = replica.arn();
    if let Some(mut primary) = locate::find(ctx, &origin.arn)?
        && let Some(link) = primary.row.cross_replica.as_mut().filter(|link| link.arn == own)
    {
        (link.status, link.message) = (DETACHED.to_owned(), None);
        locate::save(ctx, &primary);
    }
    Ok(())
}

pub fn shown_primary(secret: &Secret) -> Option<CrossAccountPrimaryTypeBuilder> {
    let origin = secret.row.cross_primary.as_ref()?;
    Some(
        CrossAccountPrimaryTypeBuilder::new()
            .primary_secret_arn(&origin.arn)
            .replication_status(&origin.status)
            .status_message(origin.message.as_deref()),
    )
}

pub fn shown_replicas(secret: &Secret) -> Vec<CrossAccountReplicaEntryBuilder> {
    let link = secret.row.cross_replica.iter();
    link.map(|link| {
        CrossAccountReplicaEntryBuilder::new()
            .replica_secret_arn(&link.arn)
            .replication_role_arn(link.role.as_deref())
            .replication_status(&link.status)
            .status_message(link.message.as_deref())
    })
    .collect()
}
