//! Encryption of events by data keys of KMS.
//!
//! CloudWatch Logs asks KMS as itself, so a key's policy must let `logs.REGION.amazonaws.com` use
//! it, for the encryption context of the log group; who puts and who reads events needs no
//! permission of the key's. Events stay as they were written: a group that gets another key, or
//! none, leaves its events alone.
//!
//! Source: "Encrypt log data in CloudWatch Logs using AWS Key Management Service" in the CloudWatch
//! Logs User Guide (principal, context, permissions).

use std::collections::BTreeMap;
use std::sync::OnceLock;

use data_keys::{Asker, Held, Use};
use kernel::{AccountId, ApiError, Ask, Ctx, Region};

use crate::errors;
use crate::limits;
use crate::position::Position;
use crate::state::{ChunkRow, DATA_KEYS, EventRow, Group};

const MANAGED: &str = "alias/aws/logs";
const CONTEXT: &str = "aws:logs:arn";

/// The name by which CloudWatch Logs acts in a Region.
pub fn principal(region: Region) -> &'static str {
    static NAMES: OnceLock<BTreeMap<&'static str, &'static str>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        // One text for each Region there is, for as long as the process lives.
        let name = |region: &'static str| -> &'static str {
            Box::leak(format!("logs.{region}.amazonaws.com").into_boxed_str())
        };
        world::regions().iter().map(|region| (region.region, name(region.region))).collect()
    });
    names.get(region.as_str()).copied().unwrap_or("logs.amazonaws.com")
}

/// The ARN of a key by which a group's events are to be enciphered, once it has been tried.
pub fn check_key(ctx: &mut Ctx<'_>, group: &str, key: &str) -> Result<String, ApiError> {
    let arn = ctx.arn(&format!("log-group:{group}")).to_string();
    let account = ctx.account();
    let who = principal(ctx.region());
    let ask = Ask::to("kms", "GenerateDataKey")
        .with("KeyId", key)
        .with("KeySpec", "AES_256")
        .with("EncryptionContext", kernel::Struct::new().with(CONTEXT, arn.as_str()))
        .as_service(who)
        .for_source(arn, account);
    let made = ctx.call(ask).map_err(|error| errors::of_kms(&error))?;
    Ok(made.str("KeyId").unwrap_or(key).to_owned())
}

/// The data key by which a group's events are enciphered now; `None` in a plain group.
pub fn to_write(ctx: &mut Ctx<'_>, group: &Group) -> Result<Option<Held>, ApiError> {
    let Some(kms_key) = &group.row.kms_key else { return Ok(None) };
    let arn = group.arn(ctx);
    let wanted = Use {
        of: &arn,
        kms_key,
        managed: MANAGED,
        context: &[(CONTEXT, &arn)],
        asker: asker(ctx, &arn),
        period_s: limits::DATA_KEY_SECONDS,
    };
    let held = data_keys::current(ctx, &wanted).map_err(|error| errors::of_kms(&error))?;
    let place = (group.row.id, held.id);
    if !ctx.table(&DATA_KEYS).contains(&place)? {
        ctx.table_mut(&DATA_KEYS).put(&place, &held.wrapped);
    }
    Ok(Some(held))
}

/// Enciphers the events of a chunk.
pub fn seal(
    ctx: &mut Ctx<'_>,
    held: &Held,
    first: Position,
    row: &mut ChunkRow,
) -> Result<(), ApiError> {
    let mut plain = Vec::new();
    minicbor::encode(&row.events, &mut plain).expect("encoding to memory cannot fail");
    let sealed = data_keys::seal(ctx, &held.key, &first.digits(), &plain)?;
    row.events.clear();
    row.sealed = Some(sealed.into());
    row.data_key = Some(held.id);
    Ok(())
}

/// The events of a chunk in the clear.
pub fn open(
    ctx: &mut Ctx<'_>,
    group: &Group,
    first: Position,
    row: ChunkRow,
) -> Result<Vec<EventRow>, ApiError> {
    let (Some(id), Some(sealed)) = (row.data_key, row.sealed) else { return Ok(row.events) };
    let wrapped = ctx.table(&DATA_KEYS).get(&(group.row.id, id))?.ok_or_else(ApiError::internal)?;
    let arn = group.arn(ctx);
    let who = asker(ctx, &arn);
    let key = data_keys::unwrap(ctx, id, &wrapped, who, limits::DATA_KEY_SECONDS);
    let key = key.map_err(|error| errors::of_kms(&error))?;
    let plain = data_keys::open(&key, &first.digits(), &sealed)?;
    minicbor::decode(&plain).map_err(|_| ApiError::internal())
}

fn asker<'a>(ctx: &Ctx<'_>, arn: &'a str) -> Asker<'a> {
    Asker::Service {
        principal: principal(ctx.region()),
        source: arn,
        account: ctx.account(),
        region: ctx.region(),
    }
}

/// At a reset: what was open is forgotten.
pub fn forget(ctx: &mut Ctx<'_>, _account: Option<AccountId>) -> Result<(), ApiError> {
    data_keys::forget_all(ctx);
    Ok(())
}
