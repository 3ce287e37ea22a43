//! HTTP bindings of restJson1 and restXml: labels, query strings, headers and payloads → values.

use std::borrow::Cow;
use std::collections::BTreeMap;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::HeaderMap;
use kernel::body::Body;
use kernel::value::{Name, Struct, Value};

use crate::message::Request;
use crate::model::{
    Location, Member, Operation, Protocol, Service, Shape, ShapeKind, TimestampFormat,
};
use crate::protocol::form::Pair;
use crate::protocol::malformed::Malformed;
use crate::protocol::xml::XmlDecoder;
use crate::protocol::xml_tree::Element;
use crate::protocol::{
    Side, dedup_entries, form, is_event_stream, is_streaming, json, members_of, path,
    payload_member, text, timestamp, xml_tree,
};

pub(crate) fn decode_request(
    service: &'static Service,
    operation: &'static Operation,
    protocol: Protocol,
    request: &Request<'_>,
) -> Result<Struct, Malformed> {
    let members = members_of(service, operation.input);
    let mut out = Struct::with_capacity(members.len().min(16));
    if members.is_empty() {
        return Ok(out);
    }
    let labels = path::labels(operation.uri, request.path)?;
    let labels =
        labels.ok_or_else(|| Malformed::new("The path is not one of this operation's."))?;
    let pairs = form::parse(request.query)?;
    let names = HeaderNames::of(request.headers);
    for member in members {
        let name = member.location_name.unwrap_or(member.name);
        let value = match member.location {
            Location::Uri => match labels.iter().find(|(label, _)| *label == name) {
                Some((_, value)) => Some(text::parse(service, member, name, value.clone())?),
                None => None,
            },
            Location::Querystring => from_query(service, member, members, operation, &pairs)?,
            Location::Header if !names.may_have(name) => None,
            Location::Header | Location::Headers => {
                from_headers(service, member, request.headers, Side::Server)?
            }
            Location::Body | Location::StatusCode => None,
        };
        if let Some(value) = value {
            out.push(member.name, value);
        }
    }
    let payload = payload_member(service, operation.input);
    let own = operation.input.and_then(|shape| root_of(service.shape(shape)));
    let roots = [operation.input_location_name, own];
    let body = request.body;
    let content = Content { service, protocol, members, payload, roots, body, side: Side::Server };
    content.read_into(&mut out)?;
    Ok(out)
}

/// A body and what may stand in it.
pub(crate) struct Content<'a> {
    pub(crate) service: &'static Service,
    pub(crate) protocol: Protocol,
    pub(crate) members: &'static [Member],
    pub(crate) payload: Option<&'static Member>,
    /// Names of the root element, where there is no payload member and the model gives any.
    pub(crate) roots: [Option<&'static str>; 2],
    pub(crate) body: &'a Bytes,
    pub(crate) side: Side,
}

impl Content<'_> {
    /// Sets the members that the body holds.
    pub(crate) fn read_into(&self, out: &mut Struct) -> Result<(), Malformed> {
        if let Some(member) = self.payload {
            if let Some(value) = self.payload_value(member)? {
                out.push(member.name, value);
            }
            return Ok(());
        }
        if self.members.iter().any(|member| member.location == Location::Body) {
            for (name, value) in self.body_members()? {
                out.push(name, value);
            }
        }
        Ok(())
    }

    fn body_members(&self) -> Result<Struct, Malformed> {
        if self.protocol == Protocol::RestJson1 {
            return json::decode_structure(self.service, self.members, self.body, self.side);
        }
        if self.body.iter().all(u8::is_ascii_whitespace) {
            return Ok(Struct::new());
        }
        let root = xml_tree::parse(self.body)?;
        self.check_root(&root, self.roots)?;
        self.xml().members(self.members, &root)
    }

    /// Servers refuse a document of another kind: it could say anything but what it seems to.
    fn check_root(&self, root: &Element, names: [Option<&str>; 2]) -> Result<(), Malformed> {
        let mut names = names.into_iter().flatten().peekable();
        let Some(wanted) = names.peek().copied() else { return Ok(()) };
        if self.side == Side::Client || names.any(|name| *root.name == *name) {
            return Ok(());
        }
        Err(Malformed::new(format!("The document is no {wanted}.")))
    }

    fn xml(&self) -> XmlDecoder {
        XmlDecoder { service: self.service, side: self.side, is_query: false }
    }

    fn payload_value(&self, member: &'static Member) -> Result<Option<Value>, Malformed> {
        if is_streaming(self.service, member) {
            let is_client = self.side == Side::Client;
            return Ok(is_client.then(|| Value::Body(Body::from(self.body.clone()))));
        }
        if is_event_stream(self.service, member) || self.body.is_empty() {
            return Ok(None);
        }
        match self.service.shape(member.shape).kind {
            ShapeKind::Blob { .. } => Ok(Some(Value::Blob(self.body.clone()))),
            ShapeKind::String => {
                let text = std::str::from_utf8(self.body)
                    .map_err(|_| Malformed::new("The payload is not valid UTF-8."))?;
                Ok(Some(Value::String(text.to_owned())))
            }
            _ if self.protocol == Protocol::RestJson1 => {
                let value = json::decode_payload(self.service, member, self.body, self.side)?;
                let is_absent = value == Value::Null && !json::is_document(self.service, member);
                Ok((!is_absent).then_some(value))
            }
            _ => {
                let root = xml_tree::parse(self.body)?;
                let shape = self.service.shape(member.shape);
                let name = member.location_name.or(root_of(shape)).unwrap_or(shape.name);
                // The model's name of the root where it is the member's own, which is not kept.
                self.check_root(&root, [Some(name), Some(member.name)])?;
                self.xml().value(member, &root)
            }
        }
    }
}

/// The name that a structure itself gives to its document's root element.
fn root_of(shape: &Shape) -> Option<&'static str> {
    match shape.kind {
        ShapeKind::Structure { location_name, .. } => location_name,
        _ => None,
    }
}

fn from_query(
    service: &'static Service,
    member: &'static Member,
    members: &'static [Member],
    operation: &Operation,
    pairs: &[Pair<'_>],
) -> Result<Option<Value>, Malformed> {
    let name = member.location_name.unwrap_or(member.name);
    let values = || pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone());
    match &service.shape(member.shape).kind {
        ShapeKind::List { member: item, .. } => {
            let items: Result<Vec<Value>, Malformed> =
                values().map(|value| text::parse(service, item, name, value)).collect();
            let items = items?;
            Ok((!items.is_empty()).then_some(Value::List(items)))
        }
        ShapeKind::Map { value: item, .. } => {
            let rest = unbound(members, operation, pairs);
            query_map(service, item, &rest)
        }
        kind => {
            let Some(value) = values().next_back() else { return Ok(None) };
            if value.is_empty() && !matches!(kind, ShapeKind::String) {
                return Ok(None); // `?max-keys=` asks for nothing
            }
            text::parse(service, member, name, value).map(Some)
        }
    }
}

/// The parameters that neither another member nor the path template claims.
fn unbound<'p>(
    members: &'static [Member],
    operation: &Operation,
    pairs: &'p [Pair<'p>],
) -> Vec<&'p Pair<'p>> {
    let fixed: Vec<&str> = path::query_part(operation.uri)
        .split('&')
        .map(|pair| pair.split_once('=').map_or(pair, |(name, _)| name))
        .collect();
    let is_bound = |name: &str| {
        fixed.contains(&name)
            || members.iter().any(|member| {
                member.location == Location::Querystring && member.location_name == Some(name)
            })
    };
    pairs.iter().filter(|(name, _)| !is_bound(name)).collect()
}

fn query_map(
    service: &'static Service,
    item: &'static Member,
    pairs: &[&Pair<'_>],
) -> Result<Option<Value>, Malformed> {
    if pairs.is_empty() {
        return Ok(None);
    }
    let ShapeKind::List { member: inner, .. } = &service.shape(item.shape).kind else {
        let mut entries: Vec<(Name, Value)> = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            let value = text::parse(service, item, key, value.clone())?;
            entries.push((Cow::Owned(key.to_string()), value));
        }
        return Ok(Some(Value::Struct(dedup_entries(entries))));
    };
    let mut lists: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for (key, value) in pairs {
        let value = text::parse(service, inner, key, value.clone())?;
        lists.entry(key.as_ref()).or_default().push(value);
    }
    let mut out = Struct::with_capacity(lists.len());
    for (key, items) in lists {
        out.push(Cow::Owned(key.to_owned()), Value::List(items));
    }
    Ok(Some(Value::Struct(out)))
}

/// Of the names of a request's headers a few bits each: tells without a look-up that nearly all of
/// an operation's headers are absent.
struct HeaderNames([u64; 4]);

impl HeaderNames {
    fn of(headers: &HeaderMap) -> HeaderNames {
        let mut set = [0; 4];
        for name in headers.keys() {
            let (word, bit) = HeaderNames::place(name.as_str());
            set[word] |= bit;
        }
        HeaderNames(set)
    }

    fn may_have(&self, name: &str) -> bool {
        let (word, bit) = HeaderNames::place(name);
        self.0[word] & bit != 0
    }

    /// From the length and three letters, whose case does not count.
    fn place(name: &str) -> (usize, u64) {
        let name = name.as_bytes();
        let letter = |at: usize| usize::from(name.get(at).copied().unwrap_or_default() | 0x20);
        let mix = name.len() * 5
            + letter(name.len() / 2) * 3
            + letter(name.len().saturating_sub(1)) * 11
            + letter(name.len().saturating_sub(4));
        (mix / 64 % 4, 1 << (mix % 64))
    }
}

/// A member that stands in one header, or in all headers with a prefix.
pub(crate) fn from_headers(
    service: &'static Service,
    member: &'static Member,
    headers: &HeaderMap,
    side: Side,
) -> Result<Option<Value>, Malformed> {
    let name = member.location_name.unwrap_or(member.name);
    if member.location == Location::Headers {
        return Ok(prefixed(headers, name));
    }
    let shape = service.shape(member.shape);
    if let ShapeKind::List { member: item, .. } = &shape.kind {
        let all: Vec<Cow<'_, str>> =
            headers.get_all(member.header_name()).iter().map(text_of).collect();
        if all.is_empty() {
            return Ok(None);
        }
        let is_http_date = matches!(service.shape(item.shape).kind, ShapeKind::Timestamp)
            && timestamp::format_of(service, item, TimestampFormat::Rfc822)
                == TimestampFormat::Rfc822;
        let mut items = Vec::new();
        for part in split_list(&all.join(", "), is_http_date) {
            items.push(text::parse(service, item, name, Cow::Owned(part))?);
        }
        return Ok((!items.is_empty() || side == Side::Server).then_some(Value::List(items)));
    }
    let Some(value) = headers.get(member.header_name()) else { return Ok(None) };
    let value = text_of(value);
    if member.is_json_value {
        let decoded = BASE64_STANDARD.decode(value.as_bytes()).ok();
        let decoded = decoded.and_then(|bytes| String::from_utf8(bytes).ok());
        return match decoded {
            Some(text) => Ok(Some(Value::String(text))),
            None => Err(Malformed::parameter(
                name,
                &value,
                &ShapeKind::Blob { is_streaming: false, requires_length: false },
            )),
        };
    }
    if value.is_empty() && !matches!(shape.kind, ShapeKind::String) {
        return Ok(None);
    }
    let parsed = text::parse(service, member, name, value);
    // RFC 9110, 13.1.3: a recipient ignores a condition whose date is no date.
    if parsed.is_err() && matches!(name, "If-Modified-Since" | "If-Unmodified-Since") {
        return Ok(None);
    }
    parsed.map(Some)
}

/// A map of all headers whose name begins with the prefix; an empty prefix takes all.
fn prefixed(headers: &HeaderMap, prefix: &str) -> Option<Value> {
    let prefix = prefix.to_ascii_lowercase();
    let mut out = Struct::new();
    for name in headers.keys() {
        let Some(rest) = name.as_str().strip_prefix(prefix.as_str()) else { continue };
        let values: Vec<Cow<'_, str>> = headers.get_all(name).iter().map(text_of).collect();
        out.push(Cow::Owned(rest.to_owned()), Value::String(values.join(",")));
    }
    (!out.is_empty()).then_some(Value::Struct(out))
}

/// Header values are UTF-8 from AWS's clients; anything else is read as Latin-1.
fn text_of(value: &http::HeaderValue) -> Cow<'_, str> {
    match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => Cow::Borrowed(text.trim()),
        Err(_) => Cow::Owned(value.as_bytes().iter().map(|byte| char::from(*byte)).collect()),
    }
}

/// Items between commas, quoted where they hold a comma; HTTP dates hold one each.
fn split_list(text: &str, is_http_date: bool) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        if let Some(quoted) = rest.strip_prefix('"') {
            let (item, after) = unquote(quoted);
            out.push(item);
            let after = after.find(',').map_or("", |at| &after[at + 1..]);
            rest = after.trim_start();
            continue;
        }
        let mut end = rest.find(',').unwrap_or(rest.len());
        if is_http_date && end < rest.len() {
            end = rest[end + 1..].find(',').map_or(rest.len(), |at| end + 1 + at);
        }
        out.push(rest[..end].trim_end().to_owned());
        rest = rest.get(end + 1..).unwrap_or("").trim_start();
    }
    out
}

/// The text up to the closing quote, and what follows it.
fn unquote(text: &str) -> (String, &str) {
    let mut out = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (out, &text[at + 1..]),
            '\\' => out.extend(chars.next().map(|(_, c)| c)),
            c => out.push(c),
        }
    }
    (out, "")
}
