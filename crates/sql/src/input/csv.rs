//! Records of CSV. All fields are texts.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, BinaryBuilder, RecordBatchOptions, StringBuilder};
use datafusion::arrow::record_batch::RecordBatch;

use super::over_max_record;
use super::{Batches, Counts, Feed, Opened, Packing, Source, Stretch, Want, not_utf8};
use crate::dialect::ast::{Name, Step};
use crate::fault::Fault;
use crate::kind::Kind;
use crate::limits::{BATCH_BYTES, BATCH_ROWS, LIST_ITEMS_MAX, RECORD_BYTES_MAX};
use crate::query::schema_of;

/// How a file is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Format {
    pub header: Header,
    pub field_delimiter: String,
    pub record_delimiter: String,
    /// A carriage return before the delimiter of records goes with it.
    pub strips_return: bool,
    pub quote: Option<u8>,
    pub escape: Option<u8>,
    pub comment: Option<u8>,
    pub allows_quoted_delimiter: bool,
}

/// What the first record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Header {
    None,
    /// The names of the columns.
    Use,
    Ignore,
}

impl Default for Format {
    fn default() -> Format {
        Format {
            header: Header::None,
            field_delimiter: ",".to_owned(),
            record_delimiter: "\n".to_owned(),
            strips_return: true,
            quote: Some(b'"'),
            escape: Some(b'"'),
            comment: Some(b'#'),
            allows_quoted_delimiter: false,
        }
    }
}

/// What one column of a batch is read from.
enum Column {
    /// All fields.
    Row,
    /// Counted from 0.
    At(usize),
}

/// Reads the header, where there is one, and finds the columns.
pub fn open(
    source: Arc<dyn Source>,
    packing: Packing,
    format: &Format,
    stretch: Option<Stretch>,
    wants: &[Want],
    counts: Arc<Counts>,
) -> Result<(Opened, Option<Vec<String>>), Fault> {
    let Stretch { from, to } = stretch.unwrap_or(Stretch { from: 0, to: u64::MAX });
    let mut records =
        Records::new(Feed::new(source.clone(), 0, packing, counts.clone()), format.clone());
    records.feed.skip_mark()?;
    let mut header = None;
    if format.header != Header::None
        && let Some(record) = records.next()?
    {
        let mut fields = Vec::new();
        records.split(&record, |field| fields.push(field.to_owned()))?;
        header = (format.header == Header::Use).then_some(fields);
    }
    if from > records.feed.place() {
        // The record that covers the byte before the stretch began before it.
        let delimiter = format.record_delimiter.len() as u64;
        let feed = Feed::new(source, from.saturating_sub(delimiter), packing, counts);
        records = Records::new(feed, format.clone());
        records.next_raw()?;
    }
    let find = |want: &Want| find(want, header.as_deref());
    let columns: Vec<Column> = wants.iter().map(find).collect::<Result<_, _>>()?;
    let kind = |column: &Column| match column {
        Column::Row => Kind::Fields,
        Column::At(_) => Kind::Text,
    };
    let kinds: Vec<Kind> = columns.iter().map(kind).collect();
    let batches = Box::new(CsvBatches { records, columns, kinds: kinds.clone(), to });
    Ok((Opened { kinds, batches }, header))
}

/// Columns go by their number or by what the header says.
fn find(want: &Want, header: Option<&[String]>) -> Result<Column, Fault> {
    let Want::Path(steps) = want else { return Ok(Column::Row) };
    let [Step::Key(name)] = steps.as_slice() else {
        return Err(Fault::new(
            "InvalidKeyPath",
            "The key path in the SQL expression is not valid: records of CSV have columns only.",
        ));
    };
    if let Some(header) = header
        && let Some(at) = by_name(name, header)?
    {
        return Ok(Column::At(at));
    }
    match name.position() {
        Some(position) if (1..=LIST_ITEMS_MAX).contains(&position) => Ok(Column::At(position - 1)),
        Some(_) => Err(Fault::new(
            "InvalidColumnIndex",
            "The column index in the SQL expression is not valid.",
        )),
        None => Err(Fault::new(
            "MissingHeaders",
            "Some headers in the query are missing from the file. Check the file and try again.",
        )),
    }
}

fn by_name(name: &Name, header: &[String]) -> Result<Option<usize>, Fault> {
    let mut found = header.iter().enumerate().filter(|(_, title)| name.matches(title));
    let first = found.next().map(|(at, _)| at);
    if found.next().is_some() && !name.is_quoted {
        return Err(Fault::new(
            "AmbiguousFieldName",
            "The field name matches to multiple fields in the file. Check the SQL expression and \
             the file, and try again.",
        ));
    }
    Ok(first)
}

struct CsvBatches {
    records: Records,
    columns: Vec<Column>,
    kinds: Vec<Kind>,
    /// Records that begin here or later are no part of it.
    to: u64,
}

impl Batches for CsvBatches {
    fn next(&mut self) -> Result<Option<RecordBatch>, Fault> {
        let mut builders: Vec<Builder> = self.columns.iter().map(Builder::new).collect();
        let mut starts: Vec<usize> = Vec::new();
        let (mut rows, mut bytes) = (0, 0);
        while rows < BATCH_ROWS && bytes < BATCH_BYTES {
            if self.records.feed.place() >= self.to {
                break;
            }
            let Some(record) = self.records.next()? else { break };
            bytes += record.len();
            rows += 1;
            starts.clear();
            self.records.fields.clear();
            let mut fields = std::mem::take(&mut self.records.fields);
            self.records.split(&record, |field| {
                fields.push_str(field);
                starts.push(fields.len());
            })?;
            let field = |at: usize| {
                let end = *starts.get(at)?;
                let start = if at == 0 { 0 } else { starts[at - 1] };
                Some(&fields[start..end])
            };
            for builder in &mut builders {
                builder.add(field, starts.len());
            }
            self.records.fields = fields;
        }
        if rows == 0 {
            return Ok(None);
        }
        let arrays = builders.into_iter().map(Builder::finish).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        RecordBatch::try_new_with_options(schema_of(&self.kinds), arrays, &options)
            .map(Some)
            .map_err(|error| Fault::internal(error.to_string()))
    }
}

enum Builder {
    Row(BinaryBuilder, Vec<u8>),
    Field(usize, StringBuilder),
}

impl Builder {
    fn new(column: &Column) -> Builder {
        match column {
            Column::Row => Builder::Row(BinaryBuilder::new(), Vec::new()),
            Column::At(at) => Builder::Field(*at, StringBuilder::new()),
        }
    }

    fn add<'f>(&mut self, field: impl Fn(usize) -> Option<&'f str>, len: usize) {
        match self {
            Builder::Field(at, builder) => builder.append_option(field(*at)),
            Builder::Row(builder, joined) => {
                joined.clear();
                for text in (0..len).filter_map(&field) {
                    joined.extend_from_slice(&(text.len() as u32).to_le_bytes());
                    joined.extend_from_slice(text.as_bytes());
                }
                builder.append_value(joined);
            }
        }
    }

    fn finish(self) -> ArrayRef {
        match self {
            Builder::Row(mut builder, _) => Arc::new(builder.finish()),
            Builder::Field(_, mut builder) => Arc::new(builder.finish()),
        }
    }
}

/// The fields of a [`Kind::Fields`].
pub fn fields_of(mut joined: &[u8]) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let (len, rest) = joined.split_first_chunk::<4>()?;
        let (field, rest) = rest.split_at(u32::from_le_bytes(*len) as usize);
        joined = rest;
        Some(std::str::from_utf8(field).expect("only texts were joined"))
    })
}

/// One record after the other.
struct Records {
    feed: Feed,
    format: Format,
    /// Room for the fields of a record.
    fields: String,
}

impl Records {
    fn new(feed: Feed, format: Format) -> Records {
        Records { feed, format, fields: String::new() }
    }

    /// The next record that is neither empty nor a comment.
    fn next(&mut self) -> Result<Option<String>, Fault> {
        loop {
            let place = self.feed.place();
            let Some(mut record) = self.next_raw()? else { return Ok(None) };
            if self.format.strips_return && record.last() == Some(&b'\r') {
                record.pop();
            }
            let is_comment =
                self.format.comment.is_some() && record.first().copied() == self.format.comment;
            if record.is_empty() || is_comment {
                continue;
            }
            return match String::from_utf8(record) {
                Ok(text) => Ok(Some(text)),
                Err(error) => Err(not_utf8(place + error.utf8_error().valid_up_to() as u64)),
            };
        }
    }

    /// The bytes up to the next delimiter of records.
    fn next_raw(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        let mut scan = Scan::default();
        loop {
            let is_at_end = match scan.end(self.feed.ready(), &self.format) {
                Some(end) => {
                    if end > RECORD_BYTES_MAX {
                        return Err(over_max_record());
                    }
                    let record = self.feed.ready()[..end].to_vec();
                    self.feed.take(end + self.format.record_delimiter.len());
                    return Ok(Some(record));
                }
                None => !self.feed.more()?,
            };
            if self.feed.ready().len() > RECORD_BYTES_MAX + self.format.record_delimiter.len() {
                // It may hold the end by now, but not of a record that is short enough.
                if scan
                    .end(self.feed.ready(), &self.format)
                    .is_none_or(|end| end > RECORD_BYTES_MAX)
                {
                    return Err(over_max_record());
                }
            }
            if is_at_end {
                if scan.is_quoted {
                    return Err(unescaped_quote());
                }
                let rest = self.feed.ready().to_vec();
                self.feed.take(rest.len());
                return Ok((!rest.is_empty()).then_some(rest));
            }
        }
    }

    /// Hands on the fields of a record.
    fn split(&self, record: &str, mut take: impl FnMut(&str)) -> Result<(), Fault> {
        let delimiter = self.format.field_delimiter.as_str();
        let mut rest = record;
        let mut unquoted = String::new();
        for _ in 0..=LIST_ITEMS_MAX {
            let quote = self.format.quote.map(char::from);
            let (field, after) = match quote.filter(|quote| rest.starts_with(*quote)) {
                Some(quote) => {
                    let after = self.unquote(&rest[quote.len_utf8()..], quote, &mut unquoted)?;
                    // What follows the closing quote belongs to the field, as it is.
                    let end = after.find(delimiter).unwrap_or(after.len());
                    unquoted.push_str(&after[..end]);
                    (unquoted.as_str(), &after[end..])
                }
                None => rest.split_at(rest.find(delimiter).unwrap_or(rest.len())),
            };
            take(field);
            match after.strip_prefix(delimiter) {
                Some(next) => rest = next,
                None => return Ok(()),
            }
        }
        Err(Fault::new(
            "CSVParsingError",
            "Encountered an error parsing the CSV file: a record has too many columns. Check the \
             file and try again.",
        ))
    }

    /// Reads to the closing quote, and answers what follows it.
    fn unquote<'r>(
        &self,
        inside: &'r str,
        quote: char,
        out: &mut String,
    ) -> Result<&'r str, Fault> {
        out.clear();
        let escape = self.format.escape.map(char::from);
        let mut rest = inside;
        while let Some(at) = rest.find(|c| c == quote || Some(c) == escape) {
            out.push_str(&rest[..at]);
            let found = rest[at..].chars().next().expect("it was found there");
            let after = &rest[at + found.len_utf8()..];
            let next = after.chars().next();
            let is_escaped = Some(found) == escape
                && (next == Some(quote) || (found != quote && next == escape));
            match next.filter(|_| is_escaped) {
                Some(escaped) => {
                    out.push(escaped);
                    rest = &after[escaped.len_utf8()..];
                }
                None if found == quote => return Ok(after),
                None => {
                    out.push(found);
                    rest = after;
                }
            }
        }
        if self.format.allows_quoted_delimiter {
            return Err(unescaped_quote());
        }
        Err(Fault::new(
            "CSVEscapingRecordDelimiter",
            "A quoted record delimiter was found in the file. To allow quoted record delimiters, \
             set AllowQuotedRecordDelimiter to 'TRUE'.",
        ))
    }
}

fn unescaped_quote() -> Fault {
    Fault::new(
        "CSVUnescapedQuote",
        "A quote that was not properly escaped was found in the file. Check the file and try \
         again.",
    )
}

/// How far a record was looked through for its end.
#[derive(Default)]
struct Scan {
    at: usize,
    is_quoted: bool,
    closed_at: Option<usize>,
}

impl Scan {
    fn end(&mut self, bytes: &[u8], format: &Format) -> Option<usize> {
        let delimiter = format.record_delimiter.as_bytes();
        let quote = format.quote.filter(|_| format.allows_quoted_delimiter);
        let Some(quote) = quote else {
            return self.plain_end(bytes, delimiter);
        };
        let escape = format.escape.unwrap_or(quote);
        while self.at < bytes.len() {
            let stops = memchr::memchr3(quote, escape, delimiter[0], &bytes[self.at..]);
            let Some(stop) = stops.map(|found| self.at + found) else {
                self.at = bytes.len();
                return None;
            };
            let byte = bytes[stop];
            self.at = stop;
            if self.is_quoted && byte == escape && escape != quote {
                // Whatever it escapes is no end; it must have come.
                if stop + 1 >= bytes.len() {
                    return None;
                }
                self.at = stop + 2;
                continue;
            }
            if byte == quote {
                // A doubled quote closes and opens again.
                let is_again = self.closed_at.is_some_and(|closed| closed + 1 == stop);
                if self.is_quoted {
                    self.closed_at = Some(stop);
                }
                self.is_quoted =
                    !self.is_quoted && (is_again || self.is_field_start(bytes, format));
            } else if byte == delimiter[0] && !self.is_quoted {
                if bytes.len() < stop + delimiter.len() {
                    return None;
                }
                if bytes[stop..].starts_with(delimiter) {
                    return Some(stop);
                }
            }
            self.at = stop + 1;
        }
        None
    }

    fn plain_end(&mut self, bytes: &[u8], delimiter: &[u8]) -> Option<usize> {
        while let Some(found) = memchr::memchr(delimiter[0], &bytes[self.at..]) {
            let stop = self.at + found;
            if bytes.len() < stop + delimiter.len() {
                self.at = stop;
                return None;
            }
            if bytes[stop..].starts_with(delimiter) {
                return Some(stop);
            }
            self.at = stop + 1;
        }
        self.at = bytes.len();
        None
    }

    /// Whether a field begins here: quotes inside of a field are plain.
    fn is_field_start(&self, bytes: &[u8], format: &Format) -> bool {
        self.at == 0 || bytes[..self.at].ends_with(format.field_delimiter.as_bytes())
    }
}
