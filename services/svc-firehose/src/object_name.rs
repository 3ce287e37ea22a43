//! Names of objects: prefixes with expressions, and what follows them.
//!
//! Source: "Understand custom prefixes for Amazon S3 objects" and "Configure Amazon S3 object name
//! format" in the Developer Guide: `<evaluated prefix><name>-<version>-<yyyy>-<MM>-<dd>-<HH>-<mm>-
//! <ss>-<uuid><extension>`. "When evaluating timestamps, Firehose uses the approximate arrival
//! timestamp of the oldest record that's contained in the Amazon S3 object being written."

use jiff::ZonedDateTime;
use jiff::tz::TimeZone;
use kernel::{ApiError, Timestamp};

use crate::api::compression_format;
use crate::date_pattern;
use crate::errors;
use crate::limits;
use crate::place::Place;
use crate::state::{Lane, PartitionKey};

const OPEN: &str = "!{";
const ERROR_TYPE: &str = "error-output-type";
const RANDOM: &str = "random-string";
/// "… a random string of 11 characters."
pub const RANDOM_LEN: usize = 11;

/// A piece of a prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    Timestamp(&'a str),
    Random,
    ErrorType,
    FromQuery(&'a str),
    FromFunction(&'a str),
}

fn pieces(prefix: &str) -> Result<Vec<Piece<'_>>, ApiError> {
    let mut out = Vec::new();
    let mut rest = prefix;
    while let Some(at) = rest.find(OPEN) {
        if at > 0 {
            out.push(Piece::Text(&rest[..at]));
        }
        let inner = &rest[at + OPEN.len()..];
        let end = inner.find('}').ok_or_else(malformed)?;
        let (namespace, value) = inner[..end].split_once(':').ok_or_else(malformed)?;
        out.push(match (namespace, value) {
            ("timestamp", pattern) => Piece::Timestamp(pattern),
            ("firehose", RANDOM) => Piece::Random,
            ("firehose", ERROR_TYPE) => Piece::ErrorType,
            ("partitionKeyFromQuery", name) if !name.is_empty() => Piece::FromQuery(name),
            ("partitionKeyFromLambda", name) if !name.is_empty() => Piece::FromFunction(name),
            _ => return Err(malformed()),
        });
        rest = &inner[end + 1..];
    }
    if !rest.is_empty() {
        out.push(Piece::Text(rest));
    }
    Ok(out)
}

fn malformed() -> ApiError {
    errors::prefixes("The sequence !{ can only appear in !{namespace:value} expressions")
}

/// What the keys of partitions are named that a prefix asks of a query, and of a function.
#[derive(Debug, Default)]
pub struct Asked<'a> {
    pub of_query: Vec<&'a str>,
    pub of_function: Vec<&'a str>,
}

/// Refuses prefixes that break the rules ("Semantic rules").
pub fn check(place: Place<'_>) -> Result<Asked<'_>, ApiError> {
    let (prefix, error_prefix) = (pieces(place.prefix())?, pieces(place.error_prefix())?);
    let is_expression = |piece: &Piece<'_>| !matches!(piece, Piece::Text(_));
    let has_expressions = prefix.iter().any(is_expression);
    if has_expressions && place.error_prefix().is_empty() {
        return Err(errors::prefixes(
            "ErrorOutputPrefix cannot be null or empty when Prefix contains expressions",
        ));
    }
    if prefix.contains(&Piece::ErrorType) {
        return Err(errors::prefixes("Prefix cannot contain !{firehose:error-output-type}"));
    }
    if error_prefix.iter().any(is_expression) && !error_prefix.contains(&Piece::ErrorType) {
        return Err(errors::prefixes(
            "ErrorOutputPrefix must contain !{firehose:error-output-type} when it contains \
             expressions",
        ));
    }
    let mut asked = Asked::default();
    for piece in prefix.iter().chain(&error_prefix) {
        if let Piece::Timestamp(pattern) = piece {
            date_pattern::check(pattern)?;
        }
    }
    for piece in prefix {
        match piece {
            Piece::FromQuery(name) => asked.of_query.push(name),
            Piece::FromFunction(name) => asked.of_function.push(name),
            _ => {}
        }
    }
    let names_partition =
        |piece: &Piece<'_>| matches!(piece, Piece::FromQuery(_) | Piece::FromFunction(_));
    if error_prefix.iter().any(names_partition) {
        return Err(errors::prefixes("ErrorOutputPrefix cannot contain partition keys"));
    }
    Ok(asked)
}

/// What an object is named by.
#[derive(Clone, Copy, Debug)]
pub struct Naming<'a> {
    pub stream: &'a str,
    pub version: u64,
    pub place: Place<'a>,
    /// Of the whole stream: its backups follow it.
    pub zone: &'a str,
    pub lane: &'a Lane,
    /// When the oldest record came.
    pub oldest: i64,
    pub uuid: &'a str,
    pub random: &'a str,
}

impl Naming<'_> {
    /// The key of the object; `None` when its prefix has become too long.
    pub fn key(&self) -> Result<Option<String>, ApiError> {
        let zone = cron::zone(self.zone).unwrap_or(TimeZone::UTC);
        let at = Timestamp::from_micros(self.oldest).to_jiff().to_zoned_datetime(zone);
        let prefix = match self.lane {
            Lane::Failed(kind) => self.error_prefix(kind, &at)?,
            lane => {
                let keys: &[PartitionKey] =
                    if let Lane::Out(keys) = lane { keys.as_slice() } else { &[] };
                self.prefix(keys, &at)?
            }
        };
        if prefix.chars().count() > limits::PREFIX_CHARACTERS_MAX {
            return Ok(None);
        }
        let (name, version, uuid) = (self.stream, self.version, self.uuid);
        let time = at.strftime("%Y-%m-%d-%H-%M-%S");
        let extension = self.extension();
        Ok(Some(format!("{prefix}{name}-{version}-{time}-{uuid}{extension}")))
    }

    fn extension(&self) -> &str {
        if let Some(extension) = self.place.extension() {
            return extension;
        }
        match self.place.compression() {
            compression_format::GZIP => ".gz",
            compression_format::ZIP => ".zip",
            compression_format::SNAPPY => ".snappy",
            compression_format::HADOOP_SNAPPY => ".hsnappy",
            _ => "",
        }
    }

    /// "If you specify a prefix that doesn't contain a timestamp namespace expression, Firehose
    /// appends the expression !{timestamp:yyyy/MM/dd/HH/}": but not to one that tells objects apart
    /// by other expressions.
    fn prefix(&self, keys: &[PartitionKey], at: &ZonedDateTime) -> Result<String, ApiError> {
        let pieces = pieces(self.place.prefix())?;
        let mut out = self.evaluated(&pieces, "", keys, at)?;
        if pieces.iter().all(|piece| matches!(piece, Piece::Text(_) | Piece::Random)) {
            out.push_str(&at.strftime("%Y/%m/%d/%H/").to_string());
        }
        Ok(out)
    }

    fn error_prefix(&self, kind: &str, at: &ZonedDateTime) -> Result<String, ApiError> {
        let text = self.place.error_prefix();
        let day = at.strftime("%Y/%m/%d/%H/");
        if text.is_empty() {
            // Only where the prefix has no expressions.
            return Ok(format!("{}{kind}/{day}", self.place.prefix()));
        }
        let pieces = pieces(text)?;
        let mut out = self.evaluated(&pieces, kind, &[], at)?;
        if pieces.iter().all(|piece| matches!(piece, Piece::Text(_))) {
            out.push_str(kind);
            out.push('/');
            out.push_str(&day.to_string());
        }
        Ok(out)
    }

    fn evaluated(
        &self,
        pieces: &[Piece<'_>],
        kind: &str,
        keys: &[PartitionKey],
        at: &ZonedDateTime,
    ) -> Result<String, ApiError> {
        let value = |name: &str, is_from_function: bool| {
            let is_it =
                |key: &&PartitionKey| key.name == name && key.is_from_function == is_from_function;
            keys.iter().find(is_it).map_or("", |key| key.value.as_str())
        };
        let mut out = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Timestamp(pattern) => out.push_str(&date_pattern::format(pattern, at)?),
                Piece::Random => out.push_str(self.random),
                Piece::ErrorType => out.push_str(kind),
                Piece::FromQuery(name) => out.push_str(value(name, false)),
                Piece::FromFunction(name) => out.push_str(value(name, true)),
            }
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Struct;

    fn key(config: Struct, lane: &Lane) -> String {
        let place = Place(&config);
        check(place).expect("the prefixes are in order");
        let naming = Naming {
            stream: "clicks",
            version: 3,
            place,
            zone: place.zone(),
            lane,
            oldest: 1_514_764_799_000_000,
            uuid: "u",
            random: "abcdefghijk",
        };
        naming.key().expect("the prefixes are in order").expect("the prefix is short")
    }

    #[test]
    fn names_follow_the_developer_guide() {
        let out = Lane::Out(Vec::new());
        let failed = Lane::Failed("processing-failed".to_owned());
        let plain = Struct::new();
        assert_eq!(key(plain.clone(), &out), "2017/12/31/23/clicks-3-2017-12-31-23-59-59-u");
        let failures = "processing-failed/2017/12/31/23/clicks-3-2017-12-31-23-59-59-u";
        assert_eq!(key(plain, &failed), failures);
        let fixed = Struct::new().with("Prefix", "raw/").with("CompressionFormat", "GZIP");
        assert_eq!(key(fixed, &out), "raw/2017/12/31/23/clicks-3-2017-12-31-23-59-59-u.gz");
        let custom = Struct::new()
            .with("Prefix", "y=!{timestamp:yyyy}/m=!{timestamp:MM}/!{firehose:random-string}/")
            .with("ErrorOutputPrefix", "bad/!{firehose:error-output-type}/!{timestamp:yyyy-MM}/")
            .with("CustomTimeZone", "Asia/Tokyo")
            .with("FileExtension", ".json");
        let tokyo = "y=2018/m=01/abcdefghijk/clicks-3-2018-01-01-08-59-59-u.json";
        assert_eq!(key(custom.clone(), &out), tokyo);
        let bad = "bad/processing-failed/2018-01/clicks-3-2018-01-01-08-59-59-u.json";
        assert_eq!(key(custom, &failed), bad);
    }

    #[test]
    fn prefixes_that_break_the_rules_are_refused() {
        let refused = [
            ("!{timestamp:yyyy}/", ""),
            ("!{firehose:error-output-type}/", "e/"),
            ("a/", "!{timestamp:yyyy}/"),
            ("!{nothing:here}/", "e/"),
            ("!{timestamp:yyyy", "e/"),
        ];
        for (prefix, error) in refused {
            let config = Struct::new().with("Prefix", prefix).with("ErrorOutputPrefix", error);
            assert!(check(Place(&config)).is_err(), "{prefix} {error}");
        }
    }
}
