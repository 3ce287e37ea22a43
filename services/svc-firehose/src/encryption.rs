//! Server-side encryption: StartDeliveryStreamEncryption and StopDeliveryStreamEncryption, and how
//! records are sealed while they wait.
//!
//! "… Firehose invokes the Amazon KMS operation CreateGrant to create a grant that allows the
//! Firehose service to use the customer managed CMK": whoever starts it makes the grant, in their
//! own name, and records are then sealed and opened as Firehose. With a key that AWS owns there is
//! nothing to see, and nothing is asked.

use data_keys::{Asker, Held, Use};
use kernel::scheduler::Job;
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Struct};

use crate::api::{
    DeliveryStreamEncryptionConfigurationBuilder, DeliveryStreamEncryptionConfigurationInput,
    StartDeliveryStreamEncryptionInput, StartDeliveryStreamEncryptionOutput,
    StopDeliveryStreamEncryptionInput, StopDeliveryStreamEncryptionOutput, key_type,
};
use crate::buffer::{self, PRINCIPAL};
use crate::errors;
use crate::limits;
use crate::state::{DATA_KEYS, EncryptionRow, EncryptionStatus, SourceRow, Stream};
use crate::stream;
use crate::transition;

const CONTEXT: &str = "aws:firehose:arn";
const DAY_MICROS: i64 = 24 * 3_600_000_000;

pub fn start_delivery_stream_encryption(
    ctx: &mut Ctx<'_>,
    input: StartDeliveryStreamEncryptionInput<'_>,
) -> Result<StartDeliveryStreamEncryptionOutput, ApiError> {
    let mut stream = stream::find_active(ctx, input.delivery_stream_name())?;
    check_source(&stream.row.source)?;
    check_settled(ctx, &stream)?;
    count(ctx, &mut stream)?;
    let asked = input.delivery_stream_encryption_configuration_input();
    let arn = stream.arn(ctx);
    let row = begin(ctx, &arn, asked)?;
    retire_later(ctx, &stream);
    stream.row_mut().encryption = Some(row);
    transition::enabling(ctx, &mut stream);
    stream.save(ctx);
    Ok(StartDeliveryStreamEncryptionOutput::new())
}

pub fn stop_delivery_stream_encryption(
    ctx: &mut Ctx<'_>,
    input: StopDeliveryStreamEncryptionInput<'_>,
) -> Result<StopDeliveryStreamEncryptionOutput, ApiError> {
    let mut stream = stream::find_active(ctx, input.delivery_stream_name())?;
    check_source(&stream.row.source)?;
    check_settled(ctx, &stream)?;
    count(ctx, &mut stream)?;
    retire_later(ctx, &stream);
    if let Some(encryption) = &mut stream.row_mut().encryption {
        encryption.status = EncryptionStatus::Disabled;
    }
    transition::disabling(ctx, &mut stream);
    stream.save(ctx);
    Ok(StopDeliveryStreamEncryptionOutput::new())
}

/// "You can enable SSE for a Firehose stream only if it's a Firehose stream that uses DirectPut as
/// its source."
fn check_source(source: &SourceRow) -> Result<(), ApiError> {
    match source {
        SourceRow::DirectPut { .. } => Ok(()),
        SourceRow::Kinesis { .. } => Err(errors::invalid(
            "Server-side encryption is for Firehose streams whose source is DirectPut.",
        )),
    }
}

fn check_settled(ctx: &Ctx<'_>, stream: &Stream) -> Result<(), ApiError> {
    use EncryptionStatus::{Disabling, Enabling};
    match &stream.row.encryption {
        Some(row) if matches!(row.status, Enabling | Disabling) => {
            Err(errors::wrong_state(ctx, &stream.name, row.status.name()))
        }
        _ => Ok(()),
    }
}

fn count(ctx: &Ctx<'_>, stream: &mut Stream) -> Result<(), ApiError> {
    let now = ctx.now().micros();
    let changes = &mut stream.row_mut().key_changes;
    changes.retain(|at| *at > now - DAY_MICROS);
    if changes.len() >= limits::KEY_CHANGES_PER_DAY {
        return Err(errors::too_often(limits::KEY_CHANGES_PER_DAY));
    }
    changes.push(now);
    Ok(())
}

/// Makes the grant for a key; the encryption as a stream keeps it.
pub fn begin(
    ctx: &mut Ctx<'_>,
    stream: &str,
    asked: Option<DeliveryStreamEncryptionConfigurationInput<'_>>,
) -> Result<EncryptionRow, ApiError> {
    let status = EncryptionStatus::Enabled;
    let kind = asked.map_or(key_type::AWS_OWNED_CMK, |asked| asked.key_type());
    let key = asked.and_then(DeliveryStreamEncryptionConfigurationInput::key_arn);
    match (kind, key) {
        (key_type::CUSTOMER_MANAGED_CMK, Some(key)) => {
            let context = Struct::new().with(CONTEXT, stream);
            let operations =
                ["Encrypt", "Decrypt", "GenerateDataKey", "DescribeKey", "RetireGrant"];
            let ask = Ask::to("kms", "CreateGrant")
                .with("KeyId", key)
                .with("GranteeServicePrincipal", PRINCIPAL)
                .with("RetiringServicePrincipal", PRINCIPAL)
                .with("Operations", operations.to_vec())
                .with("Constraints", Struct::new().with("EncryptionContextSubset", context));
            let made = ctx.call(ask).map_err(|error| errors::of_kms(ctx, &error))?;
            let grant = made.str("GrantId").map(str::to_owned);
            Ok(EncryptionRow { key: Some(key.to_owned()), grant, status })
        }
        (key_type::CUSTOMER_MANAGED_CMK, None) => {
            Err(errors::invalid("KeyARN is required when KeyType is CUSTOMER_MANAGED_CMK."))
        }
        (_, Some(_)) => {
            Err(errors::invalid("KeyARN must not be given when KeyType is AWS_OWNED_CMK."))
        }
        (_, None) => Ok(EncryptionRow { key: None, grant: None, status }),
    }
}

/// `Key`, `Grant`.
pub const RETIRE: &str = "RetireGrant";

/// Gives the grant of the stream's key back once nothing is left that was sealed by it: "Firehose
/// schedules the grant it had on the old CMK for retirement".
fn retire_later(ctx: &mut Ctx<'_>, stream: &Stream) {
    let Some((key, grant)) = grant_of(stream) else { return };
    let ask = buffer::step(ctx, stream, RETIRE).with("Key", key).with("Grant", grant);
    let at = ctx.now() + limits::KEPT;
    ctx.enqueue(Job::now(ask).at(at));
}

/// Gives it back at once.
pub fn retire(ctx: &mut Ctx<'_>, stream: &Stream) {
    let Some((key, grant)) = grant_of(stream) else { return };
    let ask = buffer::step(ctx, stream, RETIRE).with("Key", key).with("Grant", grant);
    ctx.enqueue(Job::now(ask));
}

fn grant_of(stream: &Stream) -> Option<(&str, &str)> {
    let encryption = stream.row.encryption.as_ref()?;
    Some((encryption.key.as_deref()?, encryption.grant.as_deref()?))
}

/// That a grant is gone already is no harm.
pub fn retire_grant(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default().to_owned();
    let ask =
        Ask::to("kms", "RetireGrant").with("KeyId", text("Key")).with("GrantId", text("Grant"));
    if let Err(error) = ctx.call(ask) {
        tracing::debug!(%error, "a grant was not retired");
    }
    Ok(Struct::new())
}

pub fn show(row: &EncryptionRow) -> DeliveryStreamEncryptionConfigurationBuilder {
    let kind = match row.key {
        Some(_) => key_type::CUSTOMER_MANAGED_CMK,
        None => key_type::AWS_OWNED_CMK,
    };
    DeliveryStreamEncryptionConfigurationBuilder::new()
        .key_arn(row.key.as_deref())
        .key_type(kind)
        .status(row.status.name())
}

/// By what records are sealed that come now.
pub struct Seal(Held);

impl Seal {
    pub fn close(
        &self,
        ctx: &mut Ctx<'_>,
        place: (u64, u64),
        clear: &[u8],
    ) -> Result<(Vec<u8>, Option<u64>), ApiError> {
        Ok((data_keys::seal(ctx, &self.0.key, &about(place), clear)?, Some(self.0.id)))
    }
}

fn about((batch, place): (u64, u64)) -> String {
    format!("{batch}/{place}")
}

pub fn to_write(ctx: &mut Ctx<'_>, stream: &Stream) -> Result<Option<Seal>, ApiError> {
    let key = stream.row.encryption.as_ref().and_then(|it| it.key.as_ref());
    let Some(kms_key) = key.filter(|_| stream.is_encrypted()) else { return Ok(None) };
    let arn = stream.arn(ctx);
    let wanted = Use {
        of: &arn,
        kms_key,
        managed: "",
        context: &[(CONTEXT, &arn)],
        asker: asker(ctx, &arn),
        period_s: limits::DATA_KEY_SECONDS,
    };
    let held = data_keys::current(ctx, &wanted).map_err(|error| errors::of_kms(ctx, &error))?;
    let key = (stream.row.id, held.id);
    if !ctx.table(&DATA_KEYS).contains(&key)? {
        ctx.table_mut(&DATA_KEYS).put(&key, &held.wrapped);
    }
    Ok(Some(Seal(held)))
}

/// A record in the clear.
pub fn open(
    ctx: &mut Ctx<'_>,
    stream: &Stream,
    place: (u64, u64),
    data: Vec<u8>,
    data_key: Option<u64>,
) -> Result<Vec<u8>, ApiError> {
    let Some(id) = data_key else { return Ok(data) };
    let wrapped = ctx.table(&DATA_KEYS).get(&(stream.row.id, id))?;
    let wrapped = wrapped.ok_or_else(ApiError::internal)?;
    let arn = stream.arn(ctx);
    let asker = asker(ctx, &arn);
    let key = data_keys::unwrap(ctx, id, &wrapped, asker, limits::DATA_KEY_SECONDS)?;
    data_keys::open(&key, &about(place), &data)
}

fn asker<'a>(ctx: &Ctx<'_>, arn: &'a str) -> Asker<'a> {
    Asker::Service {
        principal: PRINCIPAL,
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
