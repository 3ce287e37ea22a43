//! Where the items of a Map Run come from: a listing of objects, an object that holds them, or a
//! manifest that names such objects. Read a piece at a time; the cursor says how far.
//!
//! Source: Step Functions Developer Guide, "ItemReader (Map)"; S3 User Guide, "Locating your
//! inventory list" (manifest.json).

use std::io::Read as _;

use asl::map_run::Reader;
use kernel::arn::Arn;
use kernel::body::{Body, Segment};
use kernel::{ApiError, Ask, Ctx, Struct, Value};
use serde_json::{Value as Json, json};

use crate::map_formats::{self, Csv};

/// Items of a piece, and bytes of an object that are looked at for it: our bounds.
const ITEMS_PER_PIECE: usize = 1_000;
const WINDOW: u64 = 1 << 20;
/// An object that must be read as a whole: one in which items are pointed at, whose members are the
/// items, a manifest, or what a file of an inventory unpacks to. Our bound.
const WHOLE_BYTES_MAX: u64 = 16 << 20;
/// Items of a piece of what is read as a whole each time.
const ITEMS_OF_WHOLE: usize = 20_000;

/// What was read.
#[derive(Debug)]
pub struct Piece {
    pub items: Vec<Json>,
    /// Where it goes on.
    pub next: Option<Json>,
    /// `Map.Item.Source`
    pub source: String,
}

#[derive(Debug)]
pub struct Source {
    role: Arn,
    session: String,
    bucket: String,
    parameters: Struct,
    config: Json,
    is_listing: bool,
}

impl Source {
    pub fn of(reader: &Reader, role: &str, session: String) -> Result<Source, String> {
        let parsed = |text: &str| serde_json::from_str(text).unwrap_or_else(|_| json!({}));
        let (parameters, config): (Json, Json) =
            (parsed(&reader.parameters), parsed(&reader.config));
        let bucket = parameters.get("Bucket").and_then(Json::as_str);
        let bucket = bucket.ok_or("The ItemReader names no bucket.")?.to_owned();
        let mut members = Struct::new();
        for (name, value) in parameters.as_object().into_iter().flatten() {
            match value {
                Json::String(text) => members.set(name.clone(), text.as_str()),
                Json::Number(number) => {
                    members.set(name.clone(), number.as_i64().unwrap_or_default());
                }
                Json::Bool(value) => members.set(name.clone(), *value),
                _ => return Err(format!("The parameter {name} of the ItemReader is not known.")),
            }
        }
        Ok(Source {
            role: Arn::parse(role).ok_or("The state machine has no role.")?,
            session,
            bucket,
            parameters: members,
            config,
            is_listing: reader.resource.ends_with(":listObjectsV2"),
        })
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.config.get(name).and_then(Json::as_str)
    }

    fn ask(&self, operation: &'static str) -> Ask {
        Ask::to("s3", operation).as_role(&self.role, &self.session)
    }
}

/// The piece after a cursor; or why it cannot be read.
pub fn read(ctx: &mut Ctx<'_>, source: &Source, cursor: Option<Json>) -> Result<Piece, String> {
    if source.is_listing {
        return list(ctx, source, cursor.as_ref());
    }
    let cursor = cursor.unwrap_or_else(|| json!({}));
    match source.text("InputType").unwrap_or_default() {
        "CSV" => read_csv(ctx, source, &cursor),
        "JSONL" => read_lines(ctx, source, &cursor),
        "JSON" => read_json(ctx, source, &cursor),
        "MANIFEST" => read_manifest(ctx, source, &cursor),
        other => Err(format!("Items cannot be read from {other}.")),
    }
}

fn told(error: &ApiError) -> String {
    format!("{}: {}", error.code(), error.message())
}

fn list(ctx: &mut Ctx<'_>, source: &Source, cursor: Option<&Json>) -> Result<Piece, String> {
    let mut input = source.parameters.clone();
    input.set("MaxKeys", ITEMS_PER_PIECE as i64);
    if let Some(token) = cursor.and_then(|cursor| cursor.get("token")).and_then(Json::as_str) {
        input.set("ContinuationToken", token);
    }
    let ask = source.ask("ListObjectsV2").with_input(input);
    let answer = ctx.call(ask).map_err(|error| told(&error))?;
    let objects = answer.list("Contents").unwrap_or_default();
    // The members as the Developer Guide's example has them.
    let items = objects.iter().filter_map(Value::as_struct).map(|object| {
        json!({
            "Etag": object.str("ETag"),
            "Key": object.str("Key"),
            "LastModified": object.timestamp("LastModified").map(kernel::Timestamp::secs),
            "Size": object.int("Size"),
            "StorageClass": object.str("StorageClass").unwrap_or("STANDARD"),
        })
    });
    let next = answer.str("NextContinuationToken").map(|token| json!({"token": token}));
    Ok(Piece { items: items.collect(), next, source: format!("S3://{}", source.bucket) })
}

/// An object that is read by windows.
struct Object {
    body: Body,
    source: String,
    etag: Option<String>,
}

fn open(ctx: &mut Ctx<'_>, source: &Source, cursor: &Json) -> Result<Object, String> {
    let mut input = source.parameters.clone();
    // It must stay the object that it was.
    if let Some(etag) = cursor.get("etag").and_then(Json::as_str) {
        input.set("IfMatch", etag);
    }
    let key = input.str("Key").ok_or("The ItemReader names no key.")?.to_owned();
    let ask = source.ask("GetObject").with_input(input);
    let mut answer = ctx.call(ask).map_err(|error| told(&error))?;
    let etag = answer.str("ETag").map(str::to_owned);
    let body = match answer.remove("Body") {
        Some(Value::Body(body)) => body,
        _ => Body::default(),
    };
    Ok(Object { body, source: format!("S3://{}/{key}", source.bucket), etag })
}

fn bytes(body: &Body, from: u64, most: u64) -> Result<Vec<u8>, String> {
    let to = body.len().min(from.saturating_add(most));
    let mut all = Vec::new();
    for segment in &body.slice(from.min(to), to).segments {
        match segment {
            Segment::Inline(part) => all.extend_from_slice(part),
            Segment::File { file, offset, len } => {
                let at = all.len();
                all.resize(at + *len as usize, 0);
                file.read_at(*offset, &mut all[at..]).map_err(|error| error.to_string())?;
            }
        }
    }
    Ok(all)
}

fn whole(body: &Body) -> Result<Vec<u8>, String> {
    if body.len() > WHOLE_BYTES_MAX {
        return Err(format!("The object has more than {WHOLE_BYTES_MAX} bytes."));
    }
    bytes(body, 0, WHOLE_BYTES_MAX)
}

/// Where the cursor stands, and the bytes from there.
fn window(object: &Object, cursor: &Json) -> Result<(u64, Vec<u8>, bool), String> {
    let from = cursor.get("offset").and_then(Json::as_u64).unwrap_or(0);
    let bytes = bytes(&object.body, from, WINDOW)?;
    let is_end = from + bytes.len() as u64 >= object.body.len();
    Ok((from, bytes, is_end))
}

fn go_on(object: &Object, offset: u64, header: Option<&[String]>) -> Json {
    let mut cursor = json!({"offset": offset, "etag": object.etag});
    if let Some(header) = header {
        cursor["header"] = json!(header);
    }
    cursor
}

fn csv_of(source: &Source) -> Csv {
    Csv {
        delimiter: match source.text("CSVDelimiter").unwrap_or("COMMA") {
            "PIPE" => b'|',
            "SEMICOLON" => b';',
            "SPACE" => b' ',
            "TAB" => b'\t',
            _ => b',',
        },
    }
}

fn strings(value: Option<&Json>) -> Option<Vec<String>> {
    let items = value?.as_array()?.iter();
    Some(items.map(|item| item.as_str().unwrap_or_default().to_owned()).collect())
}

fn read_csv(ctx: &mut Ctx<'_>, source: &Source, cursor: &Json) -> Result<Piece, String> {
    let object = open(ctx, source, cursor)?;
    let (from, bytes, is_end) = window(&object, cursor)?;
    let csv = csv_of(source);
    let mut at = 0;
    let header = match strings(cursor.get("header")) {
        Some(header) => Some(header),
        None if source.text("CSVHeaderLocation") == Some("GIVEN") => {
            strings(source.config.get("CSVHeaders"))
        }
        None => {
            let first = csv.record(&bytes, is_end);
            first.map(|(record, len)| {
                at = len;
                record
            })
        }
    };
    let Some(header) = header else {
        return Err("The object has no header.".to_owned());
    };
    let (mut items, mut is_over) = (Vec::new(), false);
    while items.len() < ITEMS_PER_PIECE {
        let Some((record, len)) = csv.record(&bytes[at..], is_end) else {
            is_over = is_end;
            break;
        };
        at += len;
        if record.len() > 1 || !record[0].is_empty() {
            items.push(map_formats::row(&header, record));
        }
    }
    if !is_over && at == 0 {
        return Err("A row is longer than a row may be.".to_owned());
    }
    let next = (!is_over).then(|| go_on(&object, from + at as u64, Some(&header)));
    Ok(Piece { items, next, source: object.source })
}

fn read_lines(ctx: &mut Ctx<'_>, source: &Source, cursor: &Json) -> Result<Piece, String> {
    let object = open(ctx, source, cursor)?;
    let (from, bytes, is_end) = window(&object, cursor)?;
    let (mut items, mut at, mut is_over) = (Vec::new(), 0, false);
    while items.len() < ITEMS_PER_PIECE {
        let rest = &bytes[at..];
        let end = rest.iter().position(|byte| *byte == b'\n');
        let line = match end {
            Some(end) => &rest[..end],
            None if is_end => {
                is_over = true;
                rest
            }
            None => break,
        };
        at += end.map_or(line.len(), |end| end + 1);
        if !line.trim_ascii().is_empty() {
            let item = serde_json::from_slice(line);
            items.push(item.map_err(|error| format!("A line is no JSON: {error}"))?);
        }
        if is_over {
            break;
        }
    }
    if !is_over && at == 0 {
        return Err("A line is longer than a line may be.".to_owned());
    }
    let next = (!is_over).then(|| go_on(&object, from + at as u64, None));
    Ok(Piece { items, next, source: object.source })
}

fn read_json(ctx: &mut Ctx<'_>, source: &Source, cursor: &Json) -> Result<Piece, String> {
    let object = open(ctx, source, cursor)?;
    let (from, bytes, is_end) = window(&object, cursor)?;
    let mut at = 0;
    if from == 0 {
        let first = bytes.iter().position(|byte| !byte.is_ascii_whitespace());
        let opens = first.is_some_and(|at| bytes[at] == b'[');
        if !opens || source.text("ItemsPointer").is_some() {
            return read_pointed(&object, source, cursor);
        }
        at = first.unwrap_or(0) + 1;
    } else if cursor.get("item").is_some() {
        return read_pointed(&object, source, cursor);
    }
    let (mut items, mut is_over) = (Vec::new(), false);
    while items.len() < ITEMS_PER_PIECE {
        match map_formats::element(&bytes[at..]).map_err(str::to_owned)? {
            map_formats::Element::Value { from: start, to } => {
                let item = serde_json::from_slice(&bytes[at + start..at + to]);
                items.push(item.map_err(|error| format!("The object is no JSON: {error}"))?);
                at += to;
            }
            map_formats::Element::End => {
                is_over = true;
                break;
            }
            map_formats::Element::Cut if is_end => {
                return Err("The list in the object does not end.".to_owned());
            }
            map_formats::Element::Cut => break,
        }
    }
    if !is_over && items.is_empty() {
        return Err("An item is larger than an item may be.".to_owned());
    }
    let next = (!is_over).then(|| go_on(&object, from + at as u64, None));
    Ok(Piece { items, next, source: object.source })
}

/// Items to which a pointer leads, or the members of an object.
fn read_pointed(object: &Object, source: &Source, cursor: &Json) -> Result<Piece, String> {
    let bytes = whole(&object.body)?;
    let json: Json = serde_json::from_slice(&bytes)
        .map_err(|error| format!("The object is no JSON: {error}"))?;
    let pointer = source.text("ItemsPointer").unwrap_or_default();
    let found = json
        .pointer(pointer)
        .ok_or_else(|| format!("The pointer '{pointer}' leads to nothing in the object."))?;
    let from = cursor.get("item").and_then(Json::as_u64).unwrap_or(0) as usize;
    let (total, items): (usize, Vec<Json>) = match found {
        Json::Array(all) => {
            (all.len(), all.iter().skip(from).take(ITEMS_OF_WHOLE).cloned().collect())
        }
        Json::Object(members) => {
            let shown = members.iter().skip(from).take(ITEMS_OF_WHOLE);
            let shown = shown.map(|(key, value)| json!({"Key": key, "Value": value}));
            (members.len(), shown.collect())
        }
        _ => return Err("The items are neither a list nor an object.".to_owned()),
    };
    let last = from + items.len();
    let next = (last < total).then(|| json!({"item": last, "offset": 1, "etag": object.etag}));
    Ok(Piece { items, next, source: object.source.clone() })
}

/// The rows of an inventory's files, a file after the other.
fn read_manifest(ctx: &mut Ctx<'_>, source: &Source, cursor: &Json) -> Result<Piece, String> {
    let manifest = open(ctx, source, &json!({"etag": cursor.get("etag")}))?;
    let parsed: Json = serde_json::from_slice(&whole(&manifest.body)?)
        .map_err(|error| format!("The manifest is no JSON: {error}"))?;
    let text = |name: &str| parsed.get(name).and_then(Json::as_str);
    if text("fileFormat").is_some_and(|format| format != "CSV") {
        return Err("Only inventories in CSV can be read.".to_owned());
    }
    let header: Vec<String> =
        text("fileSchema").unwrap_or_default().split(',').map(|it| it.trim().to_owned()).collect();
    let bucket = text("destinationBucket").map(|arn| arn.rsplit(':').next().unwrap_or(arn));
    let bucket = bucket.unwrap_or(&source.bucket).to_owned();
    let files = parsed.get("files").and_then(Json::as_array).cloned().unwrap_or_default();
    let file = cursor.get("file").and_then(Json::as_u64).unwrap_or(0);
    let from = cursor.get("offset").and_then(Json::as_u64).unwrap_or(0) as usize;
    let named = files.get(file as usize).and_then(|it| it.get("key")).and_then(Json::as_str);
    let Some(key) = named else {
        return Ok(Piece { items: Vec::new(), next: None, source: manifest.source });
    };
    let ask = source.ask("GetObject").with("Bucket", bucket.as_str()).with("Key", key);
    let answer = ctx.call(ask).map_err(|error| told(&error))?;
    let packed = answer.body("Body").map(whole).transpose()?.unwrap_or_default();
    let rows = if packed.starts_with(&[0x1f, 0x8b]) { unpacked(&packed)? } else { packed };
    let csv = Csv { delimiter: b',' };
    let (mut items, mut at) = (Vec::new(), from);
    while items.len() < ITEMS_OF_WHOLE {
        let Some((record, len)) = csv.record(rows.get(at..).unwrap_or_default(), true) else {
            break;
        };
        at += len;
        items.push(map_formats::row(&header, record));
    }
    let next = if at < rows.len() {
        Some(json!({"file": file, "offset": at, "etag": manifest.etag}))
    } else if file as usize + 1 < files.len() {
        Some(json!({"file": file + 1, "offset": 0, "etag": manifest.etag}))
    } else {
        None
    };
    Ok(Piece { items, next, source: format!("S3://{bucket}/{key}") })
}

fn unpacked(packed: &[u8]) -> Result<Vec<u8>, String> {
    let mut rows = Vec::new();
    let reader = flate2::read::MultiGzDecoder::new(packed);
    let read = reader.take(WHOLE_BYTES_MAX + 1).read_to_end(&mut rows);
    read.map_err(|error| format!("A file of the inventory cannot be unpacked: {error}"))?;
    if rows.len() as u64 > WHOLE_BYTES_MAX {
        return Err(format!("A file of the inventory has more than {WHOLE_BYTES_MAX} bytes."));
    }
    Ok(rows)
}
