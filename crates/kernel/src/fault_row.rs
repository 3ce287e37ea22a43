//! How faults are kept.

use std::time::Duration;

use minicbor::{Decode, Encode};
use world::{AccountId, Region, Timestamp};

use crate::faults::{Effect, Fault, Target};
use crate::zones::Zone;

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub(crate) struct FaultRow {
    #[n(0)]
    account: Option<String>,
    #[n(1)]
    region: Option<String>,
    #[n(2)]
    service: Option<String>,
    #[n(3)]
    operation: Option<String>,
    #[n(4)]
    resource: Option<String>,
    #[n(5)]
    effect: EffectRow,
    #[n(6)]
    percent: u32,
    #[n(7)]
    from: i64,
    #[n(8)]
    until: Option<i64>,
    #[n(9)]
    role: Option<String>,
    #[n(10)]
    zone: Option<String>,
}

#[derive(Debug, Encode, Decode)]
enum EffectRow {
    #[n(0)]
    Dark,
    #[n(1)]
    Error {
        #[n(0)]
        code: String,
        #[n(1)]
        status: u16,
        #[n(2)]
        message: String,
    },
    #[n(2)]
    Throttle,
    #[n(3)]
    Latency {
        #[n(0)]
        min_ms: u64,
        #[n(1)]
        max_ms: u64,
    },
    #[n(4)]
    NoAnswer(#[n(0)] u64),
    #[n(5)]
    LongTail {
        #[n(0)]
        median_ms: u64,
        #[n(1)]
        p99_ms: u64,
    },
    #[n(6)]
    Partial {
        #[n(0)]
        code: String,
        #[n(1)]
        message: String,
    },
    #[n(7)]
    Hold,
    #[n(8)]
    ThrottleAt(#[n(0)] u32),
    #[n(9)]
    Normal {
        #[n(0)]
        mean_ms: u64,
        #[n(1)]
        deviation_ms: u64,
    },
    /// Shares of a hundred and milliseconds.
    #[n(10)]
    Percentiles(#[n(0)] Vec<(u8, u64)>),
}

store::row!(FaultRow);

impl From<&Fault> for FaultRow {
    fn from(fault: &Fault) -> FaultRow {
        let millis = |span: Duration| span.as_millis() as u64;
        FaultRow {
            account: fault.target.account.map(|account| account.to_string()),
            region: fault.target.region.map(|region| region.to_string()),
            service: fault.target.service.clone(),
            operation: fault.target.operation.clone(),
            resource: fault.target.resource.clone(),
            role: fault.target.role.clone(),
            zone: fault.target.zone.map(|zone| zone.to_string()),
            effect: match &fault.effect {
                Effect::Dark => EffectRow::Dark,
                Effect::Error { code, status, message } => EffectRow::Error {
                    code: code.clone(),
                    status: *status,
                    message: message.clone(),
                },
                Effect::Throttle { per_second: None } => EffectRow::Throttle,
                Effect::Throttle { per_second: Some(rate) } => EffectRow::ThrottleAt(*rate),
                Effect::Normal { mean, deviation } => {
                    EffectRow::Normal { mean_ms: millis(*mean), deviation_ms: millis(*deviation) }
                }
                Effect::Percentiles(points) => {
                    let points = points.iter().map(|(share, delay)| (*share, millis(*delay)));
                    EffectRow::Percentiles(points.collect())
                }
                Effect::Latency { min, max } => {
                    EffectRow::Latency { min_ms: millis(*min), max_ms: millis(*max) }
                }
                Effect::NoAnswer { after } => EffectRow::NoAnswer(millis(*after)),
                Effect::LongTail { median, p99 } => {
                    EffectRow::LongTail { median_ms: millis(*median), p99_ms: millis(*p99) }
                }
                Effect::Partial { code, message } => {
                    EffectRow::Partial { code: code.clone(), message: message.clone() }
                }
                Effect::Hold => EffectRow::Hold,
            },
            percent: fault.percent,
            from: fault.from.micros(),
            until: fault.until.map(Timestamp::micros),
        }
    }
}

impl FaultRow {
    pub(crate) fn fault(self, id: u64) -> Fault {
        Fault {
            id,
            target: Target {
                account: self.account.as_deref().and_then(AccountId::parse),
                region: self.region.as_deref().and_then(Region::parse),
                service: self.service,
                operation: self.operation,
                resource: self.resource,
                role: self.role,
                zone: self.zone.as_deref().and_then(Zone::parse),
            },
            effect: match self.effect {
                EffectRow::Dark => Effect::Dark,
                EffectRow::Error { code, status, message } => {
                    Effect::Error { code, status, message }
                }
                EffectRow::Throttle => Effect::Throttle { per_second: None },
                EffectRow::ThrottleAt(rate) => Effect::Throttle { per_second: Some(rate) },
                EffectRow::Normal { mean_ms, deviation_ms } => Effect::Normal {
                    mean: Duration::from_millis(mean_ms),
                    deviation: Duration::from_millis(deviation_ms),
                },
                EffectRow::Percentiles(points) => {
                    let points = points.into_iter();
                    let points = points.map(|(share, ms)| (share, Duration::from_millis(ms)));
                    Effect::Percentiles(points.collect())
                }
                EffectRow::Latency { min_ms, max_ms } => Effect::Latency {
                    min: Duration::from_millis(min_ms),
                    max: Duration::from_millis(max_ms),
                },
                EffectRow::LongTail { median_ms, p99_ms } => Effect::LongTail {
                    median: Duration::from_millis(median_ms),
                    p99: Duration::from_millis(p99_ms),
                },
                EffectRow::Partial { code, message } => Effect::Partial { code, message },
                EffectRow::Hold => Effect::Hold,
                EffectRow::NoAnswer(ms) => Effect::NoAnswer { after: Duration::from_millis(ms) },
            },
            percent: self.percent,
            from: Timestamp::from_micros(self.from),
            until: self.until.map(Timestamp::from_micros),
        }
    }
}
