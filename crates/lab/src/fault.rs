//! Faults as steps write them: the members of `POST /_nephele/faults` without those that take
//! real time.

use kernel::faults::{Effect, Fault, RATE_MAX, Target};
use kernel::{AccountId, Region, Timestamp, Zone};
use serde_json::Value as Json;

use crate::read::{Fields, Result};

pub fn read(json: &Json, now: Timestamp) -> Result<Fault> {
    let fields = Fields::of("fault", json)?;
    let account = fields.text("account")?.map(|text| {
        AccountId::parse(&text).ok_or_else(|| fields.wrong("account", "an account of 12 digits"))
    });
    let region = fields
        .text("region")?
        .map(|text| Region::parse(&text).ok_or_else(|| fields.wrong("region", "a region")));
    let zone = fields.text("zone")?.map(|text| {
        Zone::parse(&text).ok_or_else(|| fields.wrong("zone", "a zone's id such as use1-az1"))
    });
    let target = Target {
        zone: zone.transpose()?,
        account: account.transpose()?,
        region: region.transpose()?,
        service: fields.text("service")?,
        operation: fields.text("operation")?,
        resource: fields.text("resource")?,
        role: None,
    };
    let effect = match fields.need_text("effect")?.as_str() {
        "dark" => Effect::Dark,
        "throttle" => Effect::Throttle {
            per_second: fields.count("rate")?.map(|rate| rate.min(RATE_MAX.into()) as u32),
        },
        "error" => Effect::Error {
            code: fields.text("code")?.unwrap_or_else(|| "InternalError".to_owned()),
            status: fields.count("status")?.unwrap_or(500) as u16,
            message: fields.text("message")?.unwrap_or_else(|| "A fault of the lab.".to_owned()),
        },
        _ => return Err(fields.wrong("effect", "dark, throttle or error")),
    };
    if effect == Effect::Dark && (target.operation.is_some() || target.resource.is_some()) {
        return Err("fault: what is dark is an account, a region or a service, whole".to_owned());
    }
    let fault = Fault {
        id: 0,
        target,
        effect,
        percent: fields.count("percent")?.unwrap_or(100).clamp(1, 100) as u32,
        from: now,
        until: fields.span("for")?.map(|span| now + span),
    };
    fields.finish()?;
    Ok(fault)
}
