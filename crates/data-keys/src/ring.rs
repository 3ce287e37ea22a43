//! The data keys that a service holds in the clear, each for one caller and for a while.
//!
//! A key is one caller's: whoever may not ask KMS gets nothing from what another one may. Callers
//! are told apart by their credentials; two sessions of a role are two callers, since their
//! policies may differ, and two resources for which a service acts are too.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ask, Ctx, Principal, Region, Struct};

use crate::Wrapped;
use crate::cipher::DataKey;

/// Keys held at once, of each kind. What is forgotten is asked for again.
const HELD_MAX: usize = 10_000;

/// For what a data key is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Use<'a> {
    /// The ARN of the queue, topic, … whose contents it seals.
    pub of: &'a str,
    /// As the customer has named it: an id, an ARN, an alias or the ARN of one.
    pub kms_key: &'a str,
    /// The alias of the key that AWS manages for the service, which is made when it is needed.
    pub managed: &'a str,
    pub context: &'a [(&'a str, &'a str)],
    pub asker: Asker<'a>,
    /// How long a data key is used before KMS is asked for another one.
    pub period_s: i64,
}

/// A data key to seal with.
#[derive(Clone, Debug)]
pub struct Held {
    /// Names it among all data keys.
    pub id: u64,
    pub key: DataKey,
    pub wrapped: Arc<Wrapped>,
    kms_key: String,
    since: i64,
}

/// Who asks KMS, and so for whom a data key is.
#[derive(Clone, Copy, Debug)]
pub enum Asker<'a> {
    /// The caller, by its own right.
    Caller,
    /// The caller, on behalf of the service, which has the key from any of its callers.
    AnyCaller,
    /// The service for a resource, whose key's policy must let it.
    Service { principal: &'static str, source: &'a str, account: AccountId, region: Region },
    /// A session of a role.
    Role { arn: &'a Arn, session: &'a str },
}

#[derive(Default)]
struct Ring {
    current: BTreeMap<(String, String), Held>,
    opened: BTreeMap<(u64, String), (DataKey, i64)>,
}

/// The data key by which an asker's contents are sealed now. KMS is asked when there is none or
/// when the period of the last one is over; the errors are KMS's.
pub fn current(ctx: &mut Ctx<'_>, wanted: &Use<'_>) -> Result<Held, ApiError> {
    let (now, who) = (ctx.now().micros(), name(ctx, wanted.asker));
    let place = (wanted.of.to_owned(), who.clone());
    let held = ctx.volatile(0, |ring: &mut Ring| ring.current.get(&place).cloned());
    if let Some(held) = held
        && held.kms_key == wanted.kms_key
        && is_within(held.since, now, wanted.period_s)
    {
        return Ok(held);
    }
    let wrapped = generate(ctx, wanted)?;
    // What was made is opened before it is used: who seals must be able to.
    let key = ask_to_open(ctx, &wrapped, wanted.asker)?;
    let held = Held {
        id: ctx.chance().u64(),
        key: key.clone(),
        wrapped: Arc::new(wrapped),
        kms_key: wanted.kms_key.to_owned(),
        since: now,
    };
    let (id, kept) = (held.id, held.clone());
    ctx.volatile(0, |ring: &mut Ring| {
        ring.make_room();
        ring.current.insert(place, kept);
        ring.opened.insert((id, String::new()), (key.clone(), now));
        ring.opened.insert((id, who), (key, now));
    });
    Ok(held)
}

/// Opens a data key that was kept, or finds it open. The errors are KMS's.
pub fn unwrap(
    ctx: &mut Ctx<'_>,
    id: u64,
    wrapped: &Wrapped,
    asker: Asker<'_>,
    period_s: i64,
) -> Result<DataKey, ApiError> {
    let now = ctx.now().micros();
    let place = (id, name(ctx, asker));
    let opened = ctx.volatile(0, |ring: &mut Ring| ring.opened.get(&place).cloned());
    if let Some((key, since)) = opened
        && is_within(since, now, period_s)
    {
        return Ok(key);
    }
    let key = ask_to_open(ctx, wrapped, asker)?;
    let kept = key.clone();
    ctx.volatile(0, |ring: &mut Ring| {
        ring.make_room();
        ring.opened.insert(place, (kept, now));
    });
    Ok(key)
}

/// A data key that is open still, however long ago it was opened: for what the service has in hand
/// and can do nothing with but give it back.
pub fn still_open(ctx: &Ctx<'_>, id: u64, asker: Asker<'_>) -> Option<DataKey> {
    let place = (id, name(ctx, asker));
    ctx.volatile(0, |ring: &mut Ring| ring.opened.get(&place).map(|(key, _)| key.clone()))
}

/// Forgets every key of the service.
pub fn forget_all(ctx: &Ctx<'_>) {
    ctx.volatile(0, |ring: &mut Ring| *ring = Ring::default());
}

impl Ring {
    fn make_room(&mut self) {
        if self.current.len() >= HELD_MAX {
            self.current.clear();
        }
        if self.opened.len() >= HELD_MAX {
            self.opened.clear();
        }
    }
}

/// A clock that was set back ends a period too.
fn is_within(since: i64, now: i64, period_s: i64) -> bool {
    since <= now && now < since.saturating_add(period_s.saturating_mul(1_000_000))
}

fn generate(ctx: &mut Ctx<'_>, wanted: &Use<'_>) -> Result<Wrapped, ApiError> {
    let alias = wanted.kms_key.rsplit(':').next().unwrap_or_default();
    if alias == wanted.managed {
        let ask = Ask::to("kms", "DescribeKey").with("KeyId", wanted.kms_key);
        ctx.call(by(ask, wanted.asker))?;
    }
    let context: Struct = wanted
        .context
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let ask = Ask::to("kms", "GenerateDataKey")
        .with("KeyId", wanted.kms_key)
        .with("KeySpec", "AES_256")
        .with("EncryptionContext", context);
    let made = ctx.call(by(ask, wanted.asker))?;
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Ok(Wrapped {
        ciphertext: made.blob("CiphertextBlob").ok_or_else(ApiError::internal)?.to_vec(),
        kms_key: made.str("KeyId").unwrap_or_default().to_owned(),
        context: wanted.context.iter().map(own).collect(),
    })
}

fn ask_to_open(
    ctx: &mut Ctx<'_>,
    wrapped: &Wrapped,
    asker: Asker<'_>,
) -> Result<DataKey, ApiError> {
    let context: Struct = wrapped.context.iter().cloned().collect();
    let ask = Ask::to("kms", "Decrypt")
        .with("KeyId", wrapped.kms_key.as_str())
        .with("CiphertextBlob", Bytes::copy_from_slice(&wrapped.ciphertext))
        .with("EncryptionContext", context);
    let opened = ctx.call(by(ask, asker))?;
    DataKey::of_bytes(opened.blob("Plaintext").ok_or_else(ApiError::internal)?)
}

fn by(ask: Ask, asker: Asker<'_>) -> Ask {
    match asker {
        Asker::Caller | Asker::AnyCaller => ask,
        Asker::Service { principal, source, account, region } => ask
            .as_service(principal)
            .for_source(source, account)
            .in_account(account)
            .in_region(region),
        Asker::Role { arn, session } => ask.as_role(arn, session),
    }
}

/// Tells one asker from another.
fn name(ctx: &Ctx<'_>, asker: Asker<'_>) -> String {
    match asker {
        Asker::Caller => caller(ctx),
        Asker::AnyCaller => String::new(),
        Asker::Service { principal, source, .. } => format!("{principal}|{source}"),
        Asker::Role { arn, .. } => arn.to_string(),
    }
}

fn caller(ctx: &Ctx<'_>) -> String {
    match ctx.principal() {
        Principal::Anonymous => "anonymous".to_owned(),
        Principal::Root(account) => account.to_string(),
        Principal::Identity(identity) if identity.is_session => {
            format!("{}|{}", identity.arn, identity.access_key_id)
        }
        Principal::Identity(identity) => format!("{}|{}", identity.arn, identity.unique_id),
        Principal::Service(name) => {
            let source = ctx.source().map_or("", |source| source.arn.as_str());
            format!("{name}|{source}")
        }
    }
}
