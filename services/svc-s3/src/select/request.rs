//! What a request asks for, in the engine's terms.

use kernel::ApiError;
use sql::input::csv::{Format, Header};
use sql::input::{Packing, Stretch};
use sql::output::{CsvOutput, Output};
use sql::query::Input;

use super::errors;
use crate::api::{
    CSVInput, CSVOutput, InputSerialization, JSONInput, OutputSerialization, RequestProgress,
    ScanRange, SelectObjectContentInput,
};

pub struct Asked<'a> {
    pub expression: &'a str,
    pub input: Input,
    pub output: Output,
    pub wants_progress: bool,
    range: Option<ScanRange<'a>>,
}

pub fn read(input: SelectObjectContentInput<'_>) -> Result<Asked<'_>, ApiError> {
    if !input.expression_type().eq_ignore_ascii_case("SQL") {
        return Err(errors::invalid_expression_type());
    }
    let format = format(input.input_serialization())?;
    let range = input.scan_range();
    if range.is_some() {
        check_ranged(input.input_serialization(), &format)?;
    }
    Ok(Asked {
        expression: input.expression(),
        input: format,
        output: output(input.output_serialization())?,
        wants_progress: input
            .request_progress()
            .and_then(RequestProgress::enabled)
            .unwrap_or(false),
        range,
    })
}

impl Asked<'_> {
    /// The part of an object of this size that is asked for. "A record is processed when its first
    /// byte is contained by the range."
    pub fn stretch(&self, size: u64) -> Result<Option<Stretch>, ApiError> {
        let Some(range) = &self.range else { return Ok(None) };
        let at = |value: Option<i64>| match value.map(u64::try_from) {
            Some(Err(_)) => Err(errors::invalid_scan_range()),
            Some(Ok(value)) => Ok(Some(value)),
            None => Ok(None),
        };
        let stretch = match (at(range.start())?, at(range.end())?) {
            (None, None) => return Err(errors::invalid_scan_range()),
            (Some(from), None) => Stretch { from, to: u64::MAX },
            // The last bytes.
            (None, Some(len)) => Stretch { from: size.saturating_sub(len), to: u64::MAX },
            (Some(from), Some(end)) => Stretch { from, to: end.saturating_add(1) },
        };
        if stretch.from >= stretch.to || (size > 0 && stretch.from >= size) {
            return Err(errors::invalid_scan_range());
        }
        Ok(Some(stretch))
    }
}

fn format(given: InputSerialization<'_>) -> Result<Input, ApiError> {
    let packing = match given.compression_type().map(str::to_ascii_uppercase).as_deref() {
        None | Some("NONE") => Packing::None,
        Some("GZIP") => Packing::Gzip,
        Some("BZIP2") => Packing::Bzip2,
        Some(_) => return Err(errors::invalid_compression_format()),
    };
    match (given.csv(), given.json(), given.parquet()) {
        (Some(csv), None, None) => Ok(Input::Csv(packing, csv_format(csv)?)),
        (None, Some(json), None) => match json.type_().map(str::to_ascii_uppercase).as_deref() {
            Some("DOCUMENT" | "LINES") => Ok(Input::Json(packing)),
            _ => Err(errors::invalid_json_type()),
        },
        // "Amazon S3 Select does not support whole-object compression for Parquet objects."
        (None, None, Some(_)) if packing != Packing::None => {
            Err(errors::invalid_request_parameter())
        }
        (None, None, Some(_)) => Ok(Input::Parquet),
        (None, None, None) => Err(errors::invalid_data_source()),
        _ => Err(errors::object_serialization_conflict()),
    }
}

fn csv_format(csv: CSVInput<'_>) -> Result<Format, ApiError> {
    let plain = Format::default();
    let header = match csv.file_header_info().map(str::to_ascii_uppercase).as_deref() {
        None | Some("NONE") => Header::None,
        Some("USE") => Header::Use,
        Some("IGNORE") => Header::Ignore,
        Some(_) => return Err(errors::invalid_file_header_info()),
    };
    Ok(Format {
        header,
        field_delimiter: delimiter(csv.field_delimiter(), &plain.field_delimiter)?,
        record_delimiter: delimiter(csv.record_delimiter(), &plain.record_delimiter)?,
        strips_return: csv.record_delimiter().is_none(),
        quote: sign(csv.quote_character(), plain.quote)?,
        escape: sign(csv.quote_escape_character(), plain.escape)?,
        comment: sign(csv.comments(), plain.comment)?,
        allows_quoted_delimiter: csv.allow_quoted_record_delimiter().unwrap_or(false),
    })
}

/// What separates: one character, or two as line ends have.
fn delimiter(given: Option<&str>, default: &str) -> Result<String, ApiError> {
    const CHARACTERS_MAX: usize = 2;
    match given {
        None => Ok(default.to_owned()),
        Some(text) if (1..=CHARACTERS_MAX).contains(&text.chars().count()) => Ok(text.to_owned()),
        Some(_) => Err(errors::invalid_request_parameter()),
    }
}

/// A single character of ASCII; an empty one switches off what it stands for.
fn sign(given: Option<&str>, default: Option<u8>) -> Result<Option<u8>, ApiError> {
    match given.map(str::as_bytes) {
        None => Ok(default),
        Some([]) => Ok(None),
        Some([byte]) if byte.is_ascii() => Ok(Some(*byte)),
        Some(_) => Err(errors::invalid_request_parameter()),
    }
}

fn output(given: OutputSerialization<'_>) -> Result<Output, ApiError> {
    match (given.csv(), given.json()) {
        (Some(csv), None) => Ok(Output::Csv(csv_output(csv)?)),
        (None, Some(json)) => Ok(Output::Json {
            record_delimiter: json.record_delimiter().unwrap_or("\n").to_owned(),
        }),
        (None, None) => Err(errors::missing_required_parameter()),
        (Some(_), Some(_)) => Err(errors::object_serialization_conflict()),
    }
}

fn csv_output(csv: CSVOutput<'_>) -> Result<CsvOutput, ApiError> {
    let plain = CsvOutput::default();
    let quotes_always = match csv.quote_fields().map(str::to_ascii_uppercase).as_deref() {
        None | Some("ASNEEDED") => false,
        Some("ALWAYS") => true,
        Some(_) => return Err(errors::invalid_quote_fields()),
    };
    let character = |given: Option<&str>, default: char| {
        let Some(text) = given else { return Ok(default) };
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(only), None) => Ok(only),
            _ => Err(errors::invalid_request_parameter()),
        }
    };
    Ok(CsvOutput {
        quotes_always,
        quote: character(csv.quote_character(), plain.quote)?,
        escape: character(csv.quote_escape_character(), plain.escape)?,
        field_delimiter: delimiter(csv.field_delimiter(), &plain.field_delimiter)?,
        record_delimiter: delimiter(csv.record_delimiter(), &plain.record_delimiter)?,
    })
}

/// Scan ranges are for CSV without quoted delimiters and JSON in LINES mode, both uncompressed, and
/// for Parquet. Source: S3 User Guide, "Filtering and retrieving data using Amazon S3 Select".
fn check_ranged(given: InputSerialization<'_>, input: &Input) -> Result<(), ApiError> {
    let is_document = given
        .json()
        .and_then(JSONInput::type_)
        .is_some_and(|kind| kind.eq_ignore_ascii_case("DOCUMENT"));
    let is_right = match input {
        Input::Csv(packing, format) => *packing == Packing::None && !format.allows_quoted_delimiter,
        Input::Json(packing) => *packing == Packing::None && !is_document,
        Input::Parquet => true,
    };
    if is_right { Ok(()) } else { Err(errors::unsupported_scan_range_input()) }
}
