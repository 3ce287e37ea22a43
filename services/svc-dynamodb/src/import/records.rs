//! From the bytes of an object to items, in the shape of requests: unpacked, cut into lines, and
//! read as DynamoDB JSON, Ion or CSV.
//!
//! Source: "Amazon S3 import formats for DynamoDB", "Import format quotas and validation". A line
//! that is no item at all ends its object ("we may skip processing the remaining portion of the
//! object"); an item that the table cannot hold is refused later, by itself.

use std::io::{self, BufRead, BufReader, Read};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use flate2::read::MultiGzDecoder;
use kernel::body::{Body, Segment};
use kernel::{Struct, Value};

use crate::ion;
use crate::json;
use crate::limits;

// What lines are refused with; the words are ours.
const NO_ION: &str = "The line is no Ion struct with an Item";
const OTHER_COLUMNS: &str = "The row has another number of columns than the header";
const NO_BASE64: &str = "A binary key is not Base64";

/// A stretch of an object, cut into items.
#[derive(Debug, Default)]
pub struct Stretch {
    /// Items; in the place of a line that is none, what is wrong with it.
    pub records: Vec<Value>,
    /// Unpacked bytes that were read.
    pub bytes: u64,
    /// Where the next stretch begins, in unpacked bytes; `None` at the object's end.
    pub next: Option<u64>,
    /// The names of the columns, once they are known.
    pub header: Option<Vec<String>>,
}

/// Reads the stretch that begins at `Offset` of what was opened.
pub fn read(body: &Body, request: &Struct, opened: &Struct) -> Stretch {
    let offset = opened.int("Offset").unwrap_or_default().cast_unsigned();
    let mut out = Stretch { header: known_header(request, opened), ..Stretch::default() };
    let result = unpacked(body, request.str("InputCompressionType"), offset)
        .and_then(|lines| cut(lines, request, &mut out));
    match result {
        Ok(true) => {}
        Ok(false) => out.next = Some(offset + out.bytes),
        // The rest of the object is left. The words are ours.
        Err(error) => out.records.push(format!("The object is damaged: {error}").into()),
    }
    out
}

fn known_header(request: &Struct, opened: &Struct) -> Option<Vec<String>> {
    let options = request.structure("InputFormatOptions").and_then(|it| it.structure("Csv"));
    let given = options.and_then(|csv| csv.list("HeaderList"));
    let names = given.or_else(|| opened.list("Header"))?;
    Some(names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect())
}

/// The object's bytes, unpacked, from an offset on.
fn unpacked(body: &Body, compression: Option<&str>, offset: u64) -> io::Result<Box<dyn BufRead>> {
    if !matches!(compression, Some("GZIP" | "ZSTD")) {
        let from = offset.min(body.len());
        return Ok(Box::new(BufReader::new(Reader::new(body.slice(from, body.len())))));
    }
    let packed = Reader::new(body.clone());
    let unpacked: Box<dyn Read> = if compression == Some("GZIP") {
        Box::new(MultiGzDecoder::new(packed))
    } else {
        let mut decoder = zstd::stream::read::Decoder::new(packed)?;
        decoder.window_log_max(limits::ZSTD_WINDOW_LOG_MAX)?;
        Box::new(decoder)
    };
    let mut unpacked = BufReader::new(unpacked);
    io::copy(&mut (&mut unpacked).take(offset), &mut io::sink())?;
    Ok(Box::new(unpacked))
}

/// Cuts lines until there are enough for one round; whether the object is over.
fn cut(mut lines: Box<dyn BufRead>, request: &Struct, out: &mut Stretch) -> io::Result<bool> {
    let is_csv = request.str("InputFormat") == Some("CSV");
    let csv = is_csv.then(|| Csv::of(request));
    let is_ion = request.str("InputFormat") == Some("ION");
    while out.bytes < limits::IMPORT_BYTES_PER_ROUND && out.records.len() < limits::IMPORT_ITEMS {
        let Some(line) = next_record(&mut lines, is_csv, &mut out.bytes)? else { return Ok(true) };
        let line = line.trim_end_matches(['\n', '\r']);
        if line.trim().is_empty() {
            continue;
        }
        let item = match &csv {
            Some(csv) => match &out.header {
                None => {
                    out.header = Some(csv.fields(line));
                    continue;
                }
                Some(header) => csv.item(line, header),
            },
            None if is_ion => ion::item(line).ok_or(NO_ION),
            None => json::item_of_line(line),
        };
        match item {
            Ok(item) => out.records.push(item.into()),
            Err(fault) => {
                out.records.push(fault.into());
                // A row of a table with other columns is skipped; other formats are lost here.
                if !is_csv {
                    return Ok(true);
                }
            }
        }
    }
    Ok(false)
}

/// The next line; of CSV, with the lines that its quoted fields go on in.
fn next_record(
    lines: &mut dyn BufRead,
    is_csv: bool,
    bytes: &mut u64,
) -> io::Result<Option<String>> {
    let mut record = Vec::new();
    loop {
        let left = limits::IMPORT_RECORD_BYTES_MAX.saturating_sub(record.len() as u64);
        let count = lines.take(left).read_until(b'\n', &mut record)?;
        *bytes += count as u64;
        if count == 0 && left > 0 {
            break;
        }
        if record.len() as u64 >= limits::IMPORT_RECORD_BYTES_MAX {
            return Err(io::Error::other("a line is too long"));
        }
        let is_open = is_csv && record.split(|byte| *byte == b'"').count() % 2 == 0;
        if !is_open {
            break;
        }
    }
    if record.is_empty() {
        return Ok(None);
    }
    String::from_utf8(record).map(Some).map_err(io::Error::other)
}

/// How a CSV file is read.
struct Csv {
    delimiter: char,
    /// Types of the attributes that are keys; all others are strings.
    kinds: Vec<(String, String)>,
}

impl Csv {
    fn of(request: &Struct) -> Csv {
        let options = request.structure("InputFormatOptions").and_then(|it| it.structure("Csv"));
        let delimiter = options.and_then(|csv| csv.str("Delimiter"));
        let creation = request.structure("TableCreationParameters");
        let definitions = creation.and_then(|it| it.list("AttributeDefinitions"));
        let kinds = definitions.unwrap_or_default().iter().filter_map(|definition| {
            let definition = definition.as_struct()?;
            let name = definition.str("AttributeName")?.to_owned();
            Some((name, definition.str("AttributeType")?.to_owned()))
        });
        let delimiter = delimiter.and_then(|text| text.chars().next()).unwrap_or(',');
        Csv { delimiter, kinds: kinds.collect() }
    }

    /// The fields of a record. Within quotes, a delimiter is text and `""` is a quote.
    fn fields(&self, record: &str) -> Vec<String> {
        let mut out = Vec::new();
        let mut field = String::new();
        let mut is_quoted = false;
        let mut characters = record.chars().peekable();
        while let Some(character) = characters.next() {
            if is_quoted {
                let is_escaped = character == '"' && characters.peek() == Some(&'"');
                match character {
                    '"' if is_escaped => {
                        characters.next();
                        field.push('"');
                    }
                    '"' => is_quoted = false,
                    other => field.push(other),
                }
            } else if character == self.delimiter {
                out.push(std::mem::take(&mut field));
            } else if character == '"' && field.is_empty() {
                is_quoted = true;
            } else {
                field.push(character);
            }
        }
        out.push(field);
        out
    }

    /// "All columns other than the hash range and keys of your base table and secondary indexes are
    /// imported as DynamoDB strings."
    fn item(&self, record: &str, header: &[String]) -> Result<Struct, &'static str> {
        let fields = self.fields(record);
        if fields.len() != header.len() {
            return Err(OTHER_COLUMNS);
        }
        let mut out = Struct::with_capacity(fields.len());
        for (name, field) in header.iter().zip(fields) {
            let kind = self.kinds.iter().find(|(other, _)| other == name);
            let value = match kind.map(|(_, kind)| kind.as_str()) {
                Some("N") => Struct::new().with("N", field),
                Some("B") => {
                    let bytes = BASE64_STANDARD.decode(&field).map_err(|_| NO_BASE64)?;
                    Struct::new().with("B", Value::Blob(bytes.into()))
                }
                _ => Struct::new().with("S", field),
            };
            out.set(name.clone(), value);
        }
        Ok(out)
    }
}

/// Reads a body from its content files.
struct Reader {
    body: Body,
    segment: usize,
    at: u64,
}

impl Reader {
    fn new(body: Body) -> Reader {
        Reader { body, segment: 0, at: 0 }
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(segment) = self.body.segments.get(self.segment) {
            let left = segment.len() - self.at;
            if left == 0 {
                (self.segment, self.at) = (self.segment + 1, 0);
                continue;
            }
            let count = left.min(buffer.len() as u64) as usize;
            match segment {
                Segment::Inline(bytes) => {
                    let from = self.at as usize;
                    buffer[..count].copy_from_slice(&bytes[from..from + count]);
                }
                Segment::File { file, offset, .. } => {
                    let read = file.read_at(offset + self.at, &mut buffer[..count]);
                    read.map_err(io::Error::other)?;
                }
            }
            self.at += count as u64;
            return Ok(count);
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn request(format: &str, compression: &str) -> Struct {
        let key = Struct::new().with("AttributeName", "n").with("AttributeType", "N");
        let creation = Struct::new().with("AttributeDefinitions", Value::List(vec![key.into()]));
        Struct::new()
            .with("InputFormat", format)
            .with("InputCompressionType", compression)
            .with("TableCreationParameters", creation)
    }

    fn all(bytes: &[u8], request: &Struct) -> Stretch {
        read(&Body::from(bytes::Bytes::copy_from_slice(bytes)), request, &Struct::new())
    }

    fn shown(stretch: &Stretch, at: usize, name: &str) -> String {
        let item = stretch.records[at].as_struct().unwrap();
        let value = item.structure(name).unwrap();
        let (kind, value) = value.iter().next().unwrap();
        format!("{kind}:{}", value.as_str().unwrap_or_default())
    }

    fn counts(stretch: &Stretch) -> (usize, usize) {
        let items = stretch.records.iter().filter(|record| record.as_struct().is_some()).count();
        (items, stretch.records.len() - items)
    }

    #[test]
    fn columns_and_quotes() {
        let text = "n,title,by\r\n1,\"a, b\nc \"\"d\"\"\",x\n\n2,,y\n3,too,many,columns\n";
        let read = all(text.as_bytes(), &request("CSV", "NONE"));
        assert_eq!((counts(&read), read.next), ((2, 1), None));
        assert_eq!(shown(&read, 0, "title"), "S:a, b\nc \"d\"");
        assert_eq!(shown(&read, 1, "n"), "N:2");
        assert_eq!(shown(&read, 1, "title"), "S:");
        assert_eq!(read.bytes, text.len() as u64);
    }

    #[test]
    fn a_line_that_is_no_item_ends_the_object() {
        let text = "{\"Item\":{\"n\":{\"N\":\"1\"}}}\nnonsense\n{\"Item\":{\"n\":{\"N\":\"2\"}}}\n";
        let read = all(text.as_bytes(), &request("DYNAMODB_JSON", "NONE"));
        assert_eq!((counts(&read), read.next), ((1, 1), None));
    }

    /// Stretches of packed objects join to the whole, wherever they are cut.
    #[test]
    fn rounds_join() {
        let line = |number| format!("{{\"Item\":{{\"n\":{{\"N\":\"{number}\"}}}}}}\n");
        let text: String = (0..limits::IMPORT_ITEMS * 2 + 7).map(line).collect();
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(text.as_bytes()).unwrap();
        let gzip = gzip.finish().unwrap();
        let zstd = zstd::encode_all(text.as_bytes(), 1).unwrap();
        for (compression, packed) in
            [("NONE", text.clone().into_bytes()), ("GZIP", gzip), ("ZSTD", zstd)]
        {
            let body = Body::from(bytes::Bytes::from(packed));
            let request = request("DYNAMODB_JSON", compression);
            let (mut items, mut bytes, mut offset, mut rounds) = (0, 0, Some(0), 0);
            while let Some(from) = offset {
                let opened = Struct::new().with("Offset", u64::cast_signed(from));
                let stretch = read(&body, &request, &opened);
                assert_eq!(counts(&stretch).1, 0, "{compression}");
                (items, bytes) = (items + stretch.records.len(), bytes + stretch.bytes);
                (offset, rounds) = (stretch.next, rounds + 1);
            }
            assert_eq!((items, rounds), (limits::IMPORT_ITEMS * 2 + 7, 3), "{compression}");
            assert_eq!(bytes, text.len() as u64);
        }
    }

    #[test]
    fn what_is_packed_otherwise_is_damaged() {
        for compression in ["GZIP", "ZSTD"] {
            let read = all(b"{\"Item\":{}}\n", &request("DYNAMODB_JSON", compression));
            assert_eq!((counts(&read), read.next), ((0, 1), None));
        }
    }
}
