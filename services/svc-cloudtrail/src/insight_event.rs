//! Insights events: their records, where they are looked up, and their files.
//!
//! Source: User Guide, "CloudTrail record contents for Insights events" and "CloudTrail Insights
//! insightDetails element"; the folder `CloudTrail-Insight` from "CloudTrail log file examples".

use bytes::Bytes;
use kernel::{ApiError, Ctx, Scope, Timestamp};
use serde_json::{Map, Value as Json, json};
use sha2::{Digest as _, Sha256};

use crate::delivery::{self, Content, Place, hex};
use crate::find::Trail;
use crate::limits::{ATTRIBUTIONS_MAX, BASELINE_MINUTES, UNDELIVERED_MAX};
use crate::state::{
    CallsRow, DATA_INSIGHTS, FileRow, INSIGHTS, InsightRow, InsightStateRow, OpenRow, next_number,
};

const VERSION: &str = "1.11";
const EVENT_TYPE: &str = "AwsCloudTrailInsight";
const MINUTE_S: i64 = 60;

/// Something that begins or ends.
#[derive(Clone, Debug)]
pub struct Told {
    kind: String,
    source: String,
    name: String,
    code: Option<String>,
    /// Seconds.
    at: i64,
    is_start: bool,
    open: OpenRow,
}

impl Told {
    pub fn start(series: &str, open: &OpenRow) -> Told {
        Told::new(series, open, open.start * MINUTE_S, true)
    }

    /// The first minute that was usual again.
    pub fn end(series: &str, open: &OpenRow) -> Told {
        Told::new(series, open, (open.last + 1) * MINUTE_S, false)
    }

    fn new(series: &str, open: &OpenRow, at: i64, is_start: bool) -> Told {
        let mut parts = series.split('|').map(str::to_owned);
        let mut part = || parts.next().unwrap_or_default();
        let (kind, source, name) = (part(), part(), part());
        let code = Some(part()).filter(|it| !it.is_empty());
        Told { kind, source, name, code, at, is_start, open: open.clone() }
    }

    fn minutes(&self) -> i64 {
        self.open.last - self.open.start + 1
    }

    fn record(&self, place: Place, id: &str) -> Json {
        let (minutes, baseline) = (self.minutes() as f64, BASELINE_MINUTES as f64);
        let average = |count: u64, over: f64| count as f64 / over;
        let mut details = Map::new();
        details.insert("state".into(), json!(if self.is_start { "Start" } else { "End" }));
        details.insert("eventSource".into(), json!(self.source));
        details.insert("eventName".into(), json!(self.name));
        details.insert("insightType".into(), json!(self.kind));
        if let Some(code) = &self.code {
            details.insert("errorCode".into(), json!(code));
        }
        let (now, before) = (&self.open.calls, &self.open.baseline);
        details.insert(
            "insightContext".into(),
            json!({
                "statistics": {
                    "baseline": {"average": average(before.count, baseline)},
                    "insight": {"average": average(now.count, minutes)},
                    "insightDuration": self.minutes(),
                    "baselineDuration": BASELINE_MINUTES,
                },
                "attributions": attributions((now, minutes), (before, baseline)),
            }),
        );
        json!({
            "eventVersion": VERSION,
            "eventTime": Timestamp::from_secs(self.at).iso8601(),
            "awsRegion": place.region.as_str(),
            "eventID": id,
            "eventType": EVENT_TYPE,
            "recipientAccountId": place.account.as_str(),
            "sharedEventID": self.open.id,
            "insightDetails": details,
            "eventCategory": "Insight",
        })
    }
}

/// The most frequent values of each attribute, now and before.
fn attributions(now: (&CallsRow, f64), before: (&CallsRow, f64)) -> Json {
    let top = |values: &[(String, u64)], over: f64| {
        let mut values = values.to_vec();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        values.truncate(ATTRIBUTIONS_MAX);
        let told = values
            .into_iter()
            .map(|(value, count)| json!({"value": value, "average": count as f64 / over}));
        Json::Array(told.collect())
    };
    let of = |attribute: &str, pick: fn(&CallsRow) -> &[(String, u64)]| {
        json!({
            "attribute": attribute,
            "insight": top(pick(now.0), now.1),
            "baseline": top(pick(before.0), before.1),
        })
    };
    json!([
        of("userIdentityArn", |it| &it.identities),
        of("userAgent", |it| &it.agents),
        of("errorCode", |it| &it.codes),
    ])
}

/// Keeps the event for those who look it up, and for the bucket; one of data events is its trail's.
/// Beyond a bound the oldest that the bucket does not take are given up.
pub fn keep(
    ctx: &mut Ctx<'_>,
    place: Place,
    of_data: Option<&Trail>,
    told: Told,
    state: &mut InsightStateRow,
) -> Result<(), ApiError> {
    let id = ctx.chance().uuid();
    let record = told.record(place, &id).to_string();
    let at = Timestamp::from_secs(told.at).micros();
    let key = (at, ctx.transaction(), next_number());
    let row = InsightRow { id, name: told.name, source: told.source, at, record: record.clone() };
    let scope = Scope::new(place.account.digits(), place.region.as_str());
    match of_data {
        None => ctx.table_mut_in(&INSIGHTS, scope).put(&key, &row),
        Some(trail) => {
            let arn = trail.arn();
            let key = (arn.as_str(), key.0, key.1, key.2);
            ctx.table_mut_in(&DATA_INSIGHTS, scope).put(&key, &row);
        }
    }
    state.undelivered.push(record);
    let over = state.undelivered.len().saturating_sub(UNDELIVERED_MAX);
    state.undelivered.drain(..over);
    Ok(())
}

/// Writes what waits into the trail's bucket, in a file of its own.
pub fn deliver(
    ctx: &mut Ctx<'_>,
    trail: &Trail,
    place: Place,
    state: &mut InsightStateRow,
) -> Result<(), ApiError> {
    if state.undelivered.is_empty() {
        return Ok(());
    }
    let text = format!("{{\"Records\":[{}]}}", state.undelivered.join(","));
    let unique = ctx.chance().alphanumeric(16);
    let now = ctx.now().to_jiff();
    let (account, region) = (place.account, place.region);
    let file = format!(
        "{account}_CloudTrail-Insight_{region}_{}_{unique}.json.gz",
        now.strftime("%Y%m%dT%H%MZ"),
    );
    let key = format!(
        "{}CloudTrail-Insight/{region}/{}/{file}",
        delivery::folder(trail, trail.row.organization.as_deref(), account.as_str()),
        now.strftime("%Y/%m/%d"),
    );
    let packed = Bytes::from(delivery::gzip(text.as_bytes()));
    let content = Content { packed, metadata: Vec::new() };
    if delivery::put(ctx, trail, key.clone(), Some(content)).is_err() {
        // The delivery of log files tells that the bucket refuses.
        return Ok(());
    }
    if trail.row.is_validated {
        let mut progress = delivery::progress(ctx, trail, place)?;
        let at = ctx.now().micros();
        let bucket = trail.row.bucket.clone();
        let hash = hex(&Sha256::digest(&text));
        progress.files.push(FileRow { bucket, key, hash, oldest: at, newest: at });
        delivery::save_progress(ctx, trail, place, &progress);
    }
    state.undelivered.clear();
    Ok(())
}
