//! `/_nephele/faults`: what fails on purpose (see [`kernel::faults`]), shown, added and removed.

use std::time::Duration;

use http::StatusCode;
use kernel::faults::{DELAY_MAX, Effect, FAULTS_MAX, Fault, Target};
use kernel::{AccountId, Region, Timestamp};
use serde_json::{Map, Value as Json, json};

use crate::Gateway;
use crate::control::{Answer, bad_request, failed, parse_instant, parse_span};

type Refusal = (StatusCode, String);

const MEMBERS: [&str; 16] = [
    "account",
    "region",
    "service",
    "operation",
    "resource",
    "effect",
    "code",
    "status",
    "message",
    "latency",
    "latency_max",
    "latency_p99",
    "role",
    "percent",
    "from",
    "for",
];
/// Of names and texts in a fault.
const TEXT_CHARS_MAX: usize = 1_024;
const NO_ANSWER_DEFAULT: Duration = Duration::from_mins(1);

/// `GET /_nephele/faults`
pub fn list(gateway: &Gateway) -> Json {
    let now = gateway.world.clock.now();
    let faults = gateway.world.faults();
    let faults: Vec<Json> = faults.iter().map(|fault| shown(fault, now)).collect();
    json!({ "faults": faults })
}

/// `POST /_nephele/faults`
pub fn add(gateway: &Gateway, request: &Json) -> Answer {
    let object = request.as_object().ok_or_else(|| bad_request("expected a JSON object"))?;
    let is_known = |name: &str| MEMBERS.contains(&name) || name == "zone";
    if let Some(unknown) = object.keys().find(|name| !is_known(name.as_str())) {
        return Err(bad_request(format!("unknown member {unknown}")));
    }
    if object.contains_key("zone") {
        let message = "zone: no service has anything in availability zones yet";
        return Err(bad_request(message));
    }
    let now = gateway.world.clock.now();
    let from = match object.get("from") {
        Some(at) => parse_instant(at)?,
        None => now,
    };
    let fault = Fault {
        id: 0,
        target: target(object)?,
        effect: effect(object)?,
        percent: number(object, "percent", 1, 100)?.unwrap_or(100),
        from,
        until: object.get("for").map(parse_span).transpose()?.map(|span| from + span),
    };
    if let Effect::Partial { .. } = fault.effect
        && let Some((service, operation)) = narrow(&fault.target)
        && !kernel::faults::has_entries(service, operation)
    {
        return Err(bad_request(format!("{operation} has no entries that fail one by one")));
    }
    if fault.effect == Effect::Dark {
        let is_partial = fault.percent < 100
            || fault.target.role.is_some()
            || fault.target.operation.is_some()
            || fault.target.resource.is_some();
        if is_partial {
            let message = "what is dark is an account, a region or a service of them, as a whole";
            return Err(bad_request(message));
        }
    }
    match gateway.world.add_fault(fault).map_err(|error| failed(&error))? {
        Some(fault) => Ok(shown(&fault, now)),
        None => Err(bad_request(format!("there are {FAULTS_MAX} faults already"))),
    }
}

/// `DELETE /_nephele/faults?id=`; all of them without.
pub fn remove(gateway: &Gateway, query: &str) -> Answer {
    let id = match query.strip_prefix("id=") {
        Some(text) => Some(text.parse::<u64>().map_err(|_| bad_request("id takes a number"))?),
        None if query.is_empty() => None,
        None => return Err(bad_request("the only parameter is id")),
    };
    let removed = gateway.world.remove_faults(|fault| id.is_none_or(|id| id == fault.id));
    match (removed.map_err(|error| failed(&error))?, id) {
        (0, Some(id)) => Err((StatusCode::NOT_FOUND, format!("there is no fault {id}"))),
        (removed, _) => Ok(json!({ "removed": removed })),
    }
}

fn narrow(target: &Target) -> Option<(&str, &str)> {
    target.service.as_deref().zip(target.operation.as_deref())
}

fn target(object: &Map<String, Json>) -> Result<Target, Refusal> {
    let account = text(object, "account")?
        .map(|text| AccountId::parse(&text).ok_or_else(|| bad_request("account takes 12 digits")));
    let region = text(object, "region")?.map(|text| {
        Region::parse(&text).ok_or_else(|| bad_request(format!("there is no region {text}")))
    });
    let service = text(object, "service")?;
    let entry = service.as_deref().map(|name| {
        wire::archive::service_entry(name)
            .ok_or_else(|| bad_request(format!("there is no service {name}")))
    });
    let entry = entry.transpose()?;
    let operation = text(object, "operation")?;
    if let Some(operation) = &operation {
        let entry = entry.ok_or_else(|| bad_request("operation needs its service"))?;
        if entry.model().operation(operation).is_none() {
            return Err(bad_request(format!("{} has no operation {operation}", entry.name)));
        }
    }
    Ok(Target {
        account: account.transpose()?,
        region: region.transpose()?,
        service,
        operation,
        resource: text(object, "resource")?,
        role: text(object, "role")?,
    })
}

fn effect(object: &Map<String, Json>) -> Result<Effect, Refusal> {
    let kind = text(object, "effect")?.unwrap_or_default();
    let belong: &[&str] = match kind.as_str() {
        "error" => &["code", "status", "message"],
        "latency" => &["latency", "latency_max", "latency_p99"],
        "no-answer" => &["latency"],
        "partial" => &["code", "message"],
        _ => &[],
    };
    let details = ["code", "status", "message", "latency", "latency_max", "latency_p99"];
    let stray = details.iter().find(|name| object.contains_key(**name) && !belong.contains(name));
    if let Some(stray) = stray {
        return Err(bad_request(format!("{stray} says nothing about this effect")));
    }
    let span = |name: &str| object.get(name).map(parse_span).transpose();
    let effect = match kind.as_str() {
        "dark" => Effect::Dark,
        "throttle" => Effect::Throttle,
        "error" => Effect::Error {
            code: text(object, "code")?.unwrap_or_else(|| "InternalError".to_owned()),
            status: number(object, "status", 400, 599)?.unwrap_or(500) as u16,
            message: text(object, "message")?.unwrap_or_else(|| "A fault of the world.".to_owned()),
        },
        "latency" => {
            let min = span("latency")?.ok_or_else(|| bad_request("latency takes a span"))?;
            match (span("latency_max")?, span("latency_p99")?) {
                (Some(_), Some(_)) => {
                    return Err(bad_request("give either latency_max or latency_p99"));
                }
                (None, Some(p99)) => Effect::LongTail { median: min, p99 },
                (max, None) => Effect::Latency { min, max: max.unwrap_or(min) },
            }
        }
        "partial" => Effect::Partial {
            code: text(object, "code")?.unwrap_or_else(|| "InternalFailure".to_owned()),
            message: text(object, "message")?.unwrap_or_else(|| "A fault of the world.".to_owned()),
        },
        "no-answer" => Effect::NoAnswer { after: span("latency")?.unwrap_or(NO_ANSWER_DEFAULT) },
        _ => {
            let message = "effect is dark, error, throttle, latency, no-answer or partial";
            return Err(bad_request(message));
        }
    };
    match effect {
        Effect::LongTail { median, p99 } if p99 < median => {
            Err(bad_request("latency_p99 is at least latency"))
        }
        Effect::Latency { min, max } if max < min => {
            Err(bad_request("latency_max is at least latency"))
        }
        Effect::Latency { max: wait, .. }
        | Effect::LongTail { p99: wait, .. }
        | Effect::NoAnswer { after: wait }
            if wait > DELAY_MAX =>
        {
            Err(bad_request(format!("at most {} seconds", DELAY_MAX.as_secs())))
        }
        effect => Ok(effect),
    }
}

fn text(object: &Map<String, Json>, name: &str) -> Result<Option<String>, Refusal> {
    let Some(value) = object.get(name) else { return Ok(None) };
    let text = value.as_str().filter(|text| !text.is_empty() && text.len() <= TEXT_CHARS_MAX);
    let refuse = || bad_request(format!("{name} takes a text of 1 to {TEXT_CHARS_MAX} bytes"));
    text.map(|text| Some(text.to_owned())).ok_or_else(refuse)
}

fn number(
    object: &Map<String, Json>,
    name: &str,
    min: u32,
    max: u32,
) -> Result<Option<u32>, Refusal> {
    let Some(value) = object.get(name) else { return Ok(None) };
    let number = value.as_u64().filter(|number| (u64::from(min)..=u64::from(max)).contains(number));
    let refuse = || bad_request(format!("{name} takes {min} to {max}"));
    number.map(|number| Some(number as u32)).ok_or_else(refuse)
}

fn shown(fault: &Fault, now: Timestamp) -> Json {
    let Target { account, region, service, operation, resource, role } = &fault.target;
    let mut shown = json!({
        "id": fault.id,
        "active": fault.is_active(now),
        "percent": fault.percent,
        "from": fault.from.iso8601_millis(),
        "until": fault.until.map(Timestamp::iso8601_millis),
    });
    let account = account.map(|account| account.to_string());
    let region = region.map(|region| region.to_string());
    let target = [
        ("account", &account),
        ("region", &region),
        ("service", service),
        ("operation", operation),
        ("resource", resource),
        ("role", role),
    ];
    for (name, value) in target {
        if let Some(value) = value {
            shown[name] = json!(value);
        }
    }
    match &fault.effect {
        Effect::Dark => shown["effect"] = json!("dark"),
        Effect::Throttle => shown["effect"] = json!("throttle"),
        Effect::Error { code, status, message } => {
            shown["effect"] = json!("error");
            shown["code"] = json!(code);
            shown["status"] = json!(status);
            shown["message"] = json!(message);
        }
        Effect::Latency { min, max } => {
            shown["effect"] = json!("latency");
            shown["latency"] = json!(min.as_secs_f64());
            shown["latency_max"] = json!(max.as_secs_f64());
        }
        Effect::LongTail { median, p99 } => {
            shown["effect"] = json!("latency");
            shown["latency"] = json!(median.as_secs_f64());
            shown["latency_p99"] = json!(p99.as_secs_f64());
        }
        Effect::Partial { code, message } => {
            shown["effect"] = json!("partial");
            shown["code"] = json!(code);
            shown["message"] = json!(message);
        }
        Effect::Hold => shown["effect"] = json!("hold"),
        Effect::NoAnswer { after } => {
            shown["effect"] = json!("no-answer");
            shown["latency"] = json!(after.as_secs_f64());
        }
    }
    shown
}
