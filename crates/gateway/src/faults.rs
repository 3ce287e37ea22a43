//! `/_nephele/faults`: what fails on purpose (see [`kernel::faults`]), shown, added and removed.

use std::time::Duration;

use http::StatusCode;
use kernel::faults::{DELAY_MAX, Effect, FAULTS_MAX, Fault, POINTS_MAX, RATE_MAX, Target};
use kernel::{AccountId, Region, Timestamp, Zone};
use serde_json::{Map, Value as Json, json};

use crate::Gateway;
use crate::control::{Answer, bad_request, failed, parse_instant, parse_span};

type Refusal = (StatusCode, String);

const MEMBERS: [&str; 20] = [
    "account",
    "region",
    "zone",
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
    "latency_deviation",
    "percentiles",
    "rate",
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
    if let Some(unknown) = object.keys().find(|name| !MEMBERS.contains(&name.as_str())) {
        return Err(bad_request(format!("unknown member {unknown}")));
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
    agree(&fault)?;
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

/// Whether the effect can be where the fault is to strike.
fn agree(fault: &Fault) -> Result<(), Refusal> {
    let target = &fault.target;
    if let Effect::Partial { .. } = fault.effect
        && let Some((service, operation)) = narrow(target)
        && !kernel::faults::has_entries(service, operation)
    {
        return Err(bad_request(format!("{operation} has no entries that fail one by one")));
    }
    if target.zone.is_some() {
        let strikes =
            matches!(fault.effect, Effect::Dark | Effect::Error { .. } | Effect::Throttle { .. });
        if !strikes {
            return Err(bad_request("a zone is dark, errs or throttles"));
        }
        if target.role.is_some() || target.resource.is_some() {
            let message = "with a zone stand account, service and operation only";
            return Err(bad_request(message));
        }
    }
    let is_partial = fault.percent < 100
        || target.role.is_some()
        || target.operation.is_some()
        || target.resource.is_some();
    if fault.effect == Effect::Dark && is_partial {
        let message =
            "what is dark is an account, a region, a zone or a service of them, as a whole";
        return Err(bad_request(message));
    }
    Ok(())
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
    let (account, region) = (account.transpose()?, region.transpose()?);
    let zone = zone(object, account)?;
    if let Some((zone, region)) = zone.zip(region)
        && zone.region() != region
    {
        return Err(bad_request(format!("{zone} is not in {region}")));
    }
    Ok(Target {
        account,
        region,
        zone,
        service,
        operation,
        resource: text(object, "resource")?,
        role: text(object, "role")?,
    })
}

/// By its id, or by the name that the account has for it.
fn zone(object: &Map<String, Json>, account: Option<AccountId>) -> Result<Option<Zone>, Refusal> {
    let Some(text) = text(object, "zone")? else { return Ok(None) };
    let named = || account.and_then(|account| Zone::named(account, &text));
    if let Some(zone) = Zone::parse(&text).or_else(named) {
        return Ok(Some(zone));
    }
    let is_name = Zone::named(AccountId::DEFAULT, &text).is_some();
    Err(bad_request(if is_name {
        format!("{text} is another zone for each account: give the account, or the zone's id")
    } else {
        format!("there is no zone {text}; GET /_nephele/zones shows them")
    }))
}

/// What says more about an effect, by effects.
const DETAILS: [(&str, &[&str]); 5] = [
    ("error", &["code", "status", "message"]),
    ("latency", &["latency", "latency_max", "latency_p99", "latency_deviation", "percentiles"]),
    ("no-answer", &["latency"]),
    ("partial", &["code", "message"]),
    ("throttle", &["rate"]),
];

fn effect(object: &Map<String, Json>) -> Result<Effect, Refusal> {
    let kind = text(object, "effect")?.unwrap_or_default();
    let belong = DETAILS.iter().find(|(of, _)| *of == kind).map_or(&[] as &[&str], |it| it.1);
    let mut details = DETAILS.iter().flat_map(|(_, details)| details.iter());
    let stray = details.find(|name| object.contains_key(**name) && !belong.contains(name));
    if let Some(stray) = stray {
        return Err(bad_request(format!("{stray} says nothing about this effect")));
    }
    let effect = match kind.as_str() {
        "dark" => Effect::Dark,
        "throttle" => Effect::Throttle { per_second: number(object, "rate", 0, RATE_MAX)? },
        "error" => Effect::Error {
            code: text(object, "code")?.unwrap_or_else(|| "InternalError".to_owned()),
            status: number(object, "status", 400, 599)?.unwrap_or(500) as u16,
            message: text(object, "message")?.unwrap_or_else(|| "A fault of the world.".to_owned()),
        },
        "latency" => latency(object)?,
        "partial" => Effect::Partial {
            code: text(object, "code")?.unwrap_or_else(|| "InternalFailure".to_owned()),
            message: text(object, "message")?.unwrap_or_else(|| "A fault of the world.".to_owned()),
        },
        "no-answer" => {
            let after = object.get("latency").map(parse_span).transpose()?;
            Effect::NoAnswer { after: after.unwrap_or(NO_ANSWER_DEFAULT) }
        }
        _ => {
            let message = "effect is dark, error, throttle, latency, no-answer or partial";
            return Err(bad_request(message));
        }
    };
    let slowest = match &effect {
        Effect::Latency { max: wait, .. }
        | Effect::LongTail { p99: wait, .. }
        | Effect::Normal { mean: wait, .. }
        | Effect::NoAnswer { after: wait } => *wait,
        Effect::Percentiles(points) => points.last().map_or(Duration::ZERO, |it| it.1),
        _ => Duration::ZERO,
    };
    if slowest > DELAY_MAX {
        return Err(bad_request(format!("at most {} seconds", DELAY_MAX.as_secs())));
    }
    Ok(effect)
}

/// Fixed, even, normal, with a long tail, or as it was measured.
fn latency(object: &Map<String, Json>) -> Result<Effect, Refusal> {
    let span = |name: &str| object.get(name).map(parse_span).transpose();
    if let Some(points) = object.get("percentiles") {
        if object.keys().any(|name| name.starts_with("latency")) {
            return Err(bad_request("give either percentiles or latency"));
        }
        return percentiles(points);
    }
    let min = span("latency")?.ok_or_else(|| bad_request("latency takes a span"))?;
    match (span("latency_max")?, span("latency_p99")?, span("latency_deviation")?) {
        (None, None, None) => Ok(Effect::Latency { min, max: min }),
        (Some(max), None, None) if max < min => Err(bad_request("latency_max is at least latency")),
        (Some(max), None, None) => Ok(Effect::Latency { min, max }),
        (None, Some(p99), None) if p99 < min => Err(bad_request("latency_p99 is at least latency")),
        (None, Some(p99), None) => Ok(Effect::LongTail { median: min, p99 }),
        (None, None, Some(deviation)) => Ok(Effect::Normal { mean: min, deviation }),
        _ => Err(bad_request("give one of latency_max, latency_p99 and latency_deviation")),
    }
}

/// `{"50": "20ms", "90": "80ms", "99": "1s"}`
fn percentiles(points: &Json) -> Result<Effect, Refusal> {
    let wrong = || {
        bad_request(format!(
            "percentiles takes 1 to {POINTS_MAX} points of 1 to 100 that grow together, such as \
             {{\"50\": \"20ms\", \"99\": \"1s\"}}"
        ))
    };
    let mut read = Vec::new();
    for (share, delay) in points.as_object().ok_or_else(wrong)? {
        let share = share.parse::<u8>().ok().filter(|share| (1..=100).contains(share));
        read.push((share.ok_or_else(wrong)?, parse_span(delay)?));
    }
    read.sort_unstable();
    let grow = read.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1);
    if read.is_empty() || read.len() > POINTS_MAX || !grow {
        return Err(wrong());
    }
    Ok(Effect::Percentiles(read))
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
    let Target { account, region, zone, service, operation, resource, role } = &fault.target;
    let mut shown = json!({
        "id": fault.id,
        "active": fault.is_active(now),
        "percent": fault.percent,
        "from": fault.from.iso8601_millis(),
        "until": fault.until.map(Timestamp::iso8601_millis),
    });
    let account = account.map(|account| account.to_string());
    let region = region.map(|region| region.to_string());
    let zone = zone.map(|zone| zone.to_string());
    let target = [
        ("account", &account),
        ("region", &region),
        ("zone", &zone),
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
    for (name, value) in told(&fault.effect) {
        shown[name] = value;
    }
    shown
}

/// The effect in the members in which it is added.
fn told(effect: &Effect) -> Vec<(&'static str, Json)> {
    let seconds = |span: &Duration| json!(span.as_secs_f64());
    match effect {
        Effect::Dark => vec![("effect", json!("dark"))],
        Effect::Throttle { per_second: None } => vec![("effect", json!("throttle"))],
        Effect::Throttle { per_second: Some(rate) } => {
            vec![("effect", json!("throttle")), ("rate", json!(rate))]
        }
        Effect::Error { code, status, message } => vec![
            ("effect", json!("error")),
            ("code", json!(code)),
            ("status", json!(status)),
            ("message", json!(message)),
        ],
        Effect::Latency { min, max } => vec![
            ("effect", json!("latency")),
            ("latency", seconds(min)),
            ("latency_max", seconds(max)),
        ],
        Effect::LongTail { median, p99 } => vec![
            ("effect", json!("latency")),
            ("latency", seconds(median)),
            ("latency_p99", seconds(p99)),
        ],
        Effect::Normal { mean, deviation } => vec![
            ("effect", json!("latency")),
            ("latency", seconds(mean)),
            ("latency_deviation", seconds(deviation)),
        ],
        Effect::Percentiles(points) => {
            let points: Map<String, Json> =
                points.iter().map(|(share, delay)| (share.to_string(), seconds(delay))).collect();
            vec![("effect", json!("latency")), ("percentiles", Json::Object(points))]
        }
        Effect::Partial { code, message } => {
            vec![("effect", json!("partial")), ("code", json!(code)), ("message", json!(message))]
        }
        Effect::Hold => vec![("effect", json!("hold"))],
        Effect::NoAnswer { after } => {
            vec![("effect", json!("no-answer")), ("latency", seconds(after))]
        }
    }
}
