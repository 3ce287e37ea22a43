//! A report: its columns, lines and manifest.
//!
//! Names of columns and manifests as in the User Guide, "Data dictionary" and "Cost and Usage
//! Report files". Columns that are always empty here (reservations, savings plans, taxes) are left
//! out but for those that every report has.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::ops::Range;

use billing::activation::Activation;
use billing::bill::service_name;
use billing::calendar::instant_of;
use billing::tags::{TagBook, Tags};
use billing::{Granularity, Item, Money, Month, Quantity, products};
use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::{AccountId, Ctx, Region};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::columns::Columns;
use crate::limits::FILE_LINES_MAX;

const COLUMNS: &[&str] = &[
    "identity/LineItemId",
    "identity/TimeInterval",
    "bill/InvoiceId",
    "bill/BillingEntity",
    "bill/BillType",
    "bill/PayerAccountId",
    "bill/BillingPeriodStartDate",
    "bill/BillingPeriodEndDate",
    "lineItem/UsageAccountId",
    "lineItem/LineItemType",
    "lineItem/UsageStartDate",
    "lineItem/UsageEndDate",
    "lineItem/ProductCode",
    "lineItem/UsageType",
    "lineItem/Operation",
    "lineItem/AvailabilityZone",
    RESOURCE,
    "lineItem/UsageAmount",
    "lineItem/NormalizationFactor",
    "lineItem/NormalizedUsageAmount",
    "lineItem/CurrencyCode",
    "lineItem/UnblendedRate",
    "lineItem/UnblendedCost",
    "lineItem/BlendedRate",
    "lineItem/BlendedCost",
    "lineItem/LineItemDescription",
    "lineItem/TaxType",
    "lineItem/LegalEntity",
    "product/ProductName",
    "product/region",
    "product/servicecode",
    "product/usagetype",
    "pricing/publicOnDemandCost",
    "pricing/publicOnDemandRate",
    "pricing/term",
    "pricing/unit",
];
const RESOURCE: &str = "lineItem/ResourceId";

#[derive(Debug)]
pub struct Report {
    pub columns: Vec<String>,
    /// In the form of the report.
    pub files: Vec<Vec<u8>>,
}

/// In which form lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Comma-separated values, packed by gzip.
    Text,
    Parquet,
}

/// What one line is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    start: u32,
    end: u32,
    account: AccountId,
    region: Region,
    service: &'static str,
    usage_type: String,
    operation: String,
    /// Empty where lines name none.
    resource: String,
    unit: &'static str,
    /// Values of the tags that have a column.
    tags: Vec<String>,
}

pub type Lines = BTreeMap<Key, (Quantity, Money)>;

/// Sums up what is told apart.
pub fn lines(
    ctx: &mut Ctx<'_>,
    items: Vec<Item>,
    (granularity, with_resources): (Granularity, bool),
    (tags, active): (&[String], &Activation),
) -> Lines {
    let mut book = TagBook::default();
    let mut lines = Lines::new();
    for item in items {
        let of = |found: &Tags| -> Vec<String> {
            let value = |key: &String| {
                let value = found.get(key).filter(|_| active.is_active(key, item.hours.start));
                value.cloned().unwrap_or_default()
            };
            tags.iter().map(value).collect()
        };
        let place = (item.account, item.region);
        let values = match tags {
            [] => Vec::new(),
            _ => of(book.tags(ctx, place, item.service, &item.resource)),
        };
        let end = granularity.end_of(item.hours.start);
        let key = Key {
            start: start_of(granularity, item.hours.start),
            end,
            account: item.account,
            region: item.region,
            service: item.service,
            usage_type: item.usage_type,
            operation: item.operation,
            resource: if with_resources { item.resource } else { String::new() },
            unit: item.unit,
            tags: values,
        };
        let line = lines.entry(key).or_default();
        line.0 += item.quantity;
        line.1 += item.cost;
    }
    lines
}

fn start_of(granularity: Granularity, hour: u32) -> u32 {
    match granularity {
        Granularity::Hourly => hour,
        Granularity::Daily => hour / 24 * 24,
        Granularity::Monthly => Month::of_hour(hour).hours().start,
    }
}

pub fn write(
    payer: &str,
    (name, period): (&str, &Range<u32>),
    lines: Lines,
    (with_resources, tags, form): (bool, &[String], Form),
) -> Report {
    let shown = COLUMNS.iter().filter(|column| with_resources || **column != RESOURCE);
    let mut columns: Vec<String> = shown.map(|column| (*column).to_owned()).collect();
    columns.extend(tags.iter().map(|key| format!("resourceTags/user:{key}")));
    let mut files = Vec::new();
    let mut lines = lines.into_iter().peekable();
    // A month without usage has a file with the names of its columns.
    while files.is_empty() || lines.peek().is_some() {
        let mut file = File::new(form, &columns);
        for (key, sum) in lines.by_ref().take(FILE_LINES_MAX) {
            let mut values = values(payer, (name, period), &key, sum);
            if !with_resources {
                values.remove(COLUMNS.iter().position(|it| *it == RESOURCE).unwrap_or(0));
            }
            file.put(values.iter().chain(&key.tags).map(String::as_str));
        }
        files.push(file.finish());
    }
    Report { columns, files }
}

/// A file that is being written.
enum File {
    Text(GzEncoder<Vec<u8>>),
    Parquet(Columns),
}

impl File {
    fn new(form: Form, columns: &[String]) -> File {
        match form {
            Form::Text => {
                let mut file = GzEncoder::new(Vec::new(), Compression::fast());
                put(&mut file, columns.iter().map(String::as_str));
                File::Text(file)
            }
            Form::Parquet => File::Parquet(Columns::new(columns)),
        }
    }

    fn put<'v>(&mut self, values: impl Iterator<Item = &'v str>) {
        match self {
            File::Text(file) => put(file, values),
            File::Parquet(columns) => columns.push(values),
        }
    }

    fn finish(self) -> Vec<u8> {
        match self {
            File::Text(file) => file.finish().expect("a Vec takes every write"),
            File::Parquet(columns) => columns.file(),
        }
    }
}

fn put<'v>(file: &mut GzEncoder<Vec<u8>>, values: impl Iterator<Item = &'v str>) {
    let line: Vec<String> = values.map(quoted).collect();
    let line = line.join(",") + "\n";
    file.write_all(line.as_bytes()).expect("a Vec takes every write");
}

fn quoted(value: &str) -> String {
    if !value.contains([',', '"', '\n', '\r']) {
        return value.to_owned();
    }
    format!("\"{}\"", value.replace('"', "\"\""))
}

/// In the order of all columns but the tags.
fn values(
    payer: &str,
    (name, period): (&str, &Range<u32>),
    key: &Key,
    (quantity, cost): (Quantity, Money),
) -> Vec<String> {
    let product = products::of(key.service);
    let code = product.map_or("", |product| product.code);
    let (start, end) = (instant_of(key.start), instant_of(key.end));
    let rate = match quantity.0 {
        0 => Money::ZERO,
        _ => cost.per(quantity),
    };
    let description = format!("${rate} per {} of {}", key.unit, key.usage_type);
    let (amount, rate, cost) = (quantity.to_string(), rate.to_string(), cost.to_string());
    [
        line_id(name, key).as_str(),
        &format!("{start}/{end}"),
        "",
        "AWS",
        "Anniversary",
        payer,
        &instant_of(period.start),
        &instant_of(period.end),
        &key.account.to_string(),
        "Usage",
        &start,
        &end,
        code,
        &key.usage_type,
        &key.operation,
        "",
        &key.resource,
        &amount,
        "",
        "",
        "USD",
        &rate,
        &cost,
        &rate,
        &cost,
        &description,
        "",
        "Amazon Web Services, Inc.",
        service_name(key.service),
        key.region.as_str(),
        code,
        &key.usage_type,
        &cost,
        &rate,
        "OnDemand",
        key.unit,
    ]
    .map(str::to_owned)
    .to_vec()
}

/// The same for the same line in every delivery.
fn line_id(name: &str, key: &Key) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let digest = Sha256::digest(format!("{name} {key:?}"));
    let (mut id, mut bits, mut held) = (String::new(), 0_u32, 0_u32);
    for byte in digest {
        held = held << 8 | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            id.push(char::from(LETTERS[(held >> bits & 31) as usize]));
        }
        held &= (1 << bits) - 1;
    }
    id
}

/// `20300101-20300201`
pub fn period(month: Month) -> String {
    let of = |month: Month| month.first_day().to_string().replace('-', "");
    format!("{}-{}", of(month), of(month.next()))
}

/// What a manifest says besides columns and files.
#[derive(Debug)]
pub struct About<'a> {
    pub name: &'a str,
    pub bucket: &'a str,
    pub account: String,
    pub id: u64,
    pub assembly: String,
    pub month: Month,
    pub form: Form,
}

pub fn manifest(about: &About<'_>, columns: &[String], keys: &[String]) -> String {
    let columns: Vec<_> = columns
        .iter()
        .filter_map(|column| column.split_once('/'))
        .map(|(category, name)| json!({"category": category, "name": name}))
        .collect();
    let day = |month: Month| month.first_day().to_string().replace('-', "");
    let report = Sha256::digest(format!("{} {} {}", about.account, about.name, about.id));
    let report = report.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a String takes every write");
        hex
    });
    let (compression, content_type) = match about.form {
        Form::Text => ("GZIP", "text/csv"),
        Form::Parquet => ("Parquet", "Parquet"),
    };
    let manifest = json!({
        "assemblyId": about.assembly,
        "account": about.account,
        "columns": columns,
        "charset": "UTF-8",
        "compression": compression,
        "contentType": content_type,
        "reportId": report,
        "reportName": about.name,
        "billingPeriod": {
            "start": format!("{}T000000.000Z", day(about.month)),
            "end": format!("{}T000000.000Z", day(about.month.next())),
        },
        "bucket": about.bucket,
        "reportKeys": keys,
        "additionalArtifactKeys": [],
    });
    format!("{manifest:#}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_where_they_must_be() {
        assert_eq!(quoted("a-b"), "a-b");
        assert_eq!(quoted("a, \"b\""), "\"a, \"\"b\"\"\"");
    }

    #[test]
    fn ids_of_lines_are_letters_of_base_32() {
        let key = Key {
            start: 0,
            end: 1,
            account: AccountId::DEFAULT,
            region: Region::DEFAULT,
            service: "sqs",
            usage_type: "Requests-RBP".to_owned(),
            operation: "SendMessage".to_owned(),
            resource: String::new(),
            unit: "Requests",
            tags: Vec::new(),
        };
        let id = line_id("report", &key);
        assert_eq!(id.len(), 51);
        assert!(id.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit()));
        assert_ne!(id, line_id("other", &key));
        assert_eq!(values("1", ("r", &(0..1)), &key, Default::default()).len(), COLUMNS.len());
    }
}
