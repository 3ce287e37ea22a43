//! A request to an API, as it came through the gateway.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use kernel::{Ctx, Struct, Value};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value as Json, json};

/// Types of content that are text to a function; others come in Base64. So do forms.
const TEXT_TYPES: [&str; 4] =
    ["application/json", "application/xml", "application/javascript", "application/graphql"];

#[derive(Clone, Debug, Default)]
pub struct Request {
    pub method: String,
    pub protocol: String,
    pub host: String,
    /// Decoded, with the name of a stage where it is in it.
    pub path: String,
    /// As it came.
    pub query: String,
    /// Names in lower case; one entry a value.
    pub headers: Vec<(String, String)>,
    pub body: Bytes,
}

impl Request {
    pub fn read(input: &Struct) -> Request {
        let text = |name: &str| input.str(name).unwrap_or_default().to_owned();
        let mut headers = Vec::new();
        for (name, value) in input.structure("Headers").into_iter().flat_map(Struct::iter) {
            let values = value.as_list().unwrap_or(std::slice::from_ref(value));
            for value in values.iter().filter_map(Value::as_str) {
                headers.push((name.to_owned(), value.to_owned()));
            }
        }
        Request {
            method: text("Method"),
            protocol: text("Protocol"),
            host: text("Host"),
            path: match input.str("DecodedPath") {
                Some(path) => path.to_owned(),
                None => decoded_path(&text("Path")),
            },
            query: text("Query"),
            headers,
            body: input.blob("Body").cloned().unwrap_or_default(),
        }
    }

    /// As [`Request::read`] reads it: a request passes from a transaction to its work so.
    pub fn to_struct(&self) -> Struct {
        let mut headers = Struct::new();
        for (name, value) in &self.headers {
            match headers.get_mut(name) {
                Some(Value::List(values)) => values.push(value.as_str().into()),
                _ => headers.push(name.clone(), vec![Value::from(value.as_str())]),
            }
        }
        Struct::new()
            .with("Method", self.method.as_str())
            .with("Protocol", self.protocol.as_str())
            .with("Host", self.host.as_str())
            .with("DecodedPath", self.path.as_str())
            .with("Query", self.query.as_str())
            .with("Headers", headers)
            .with("Body", Value::Blob(self.body.clone()))
    }

    /// The values of a header, joined by commas.
    pub fn header(&self, name: &str) -> Option<String> {
        let values = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        let values: Vec<&str> = values.map(|(_, value)| value.as_str()).collect();
        (!values.is_empty()).then(|| values.join(","))
    }

    /// The parameters of the query string, decoded, in their order.
    pub fn parameters(&self) -> Vec<(String, String)> {
        pairs(&self.query)
    }

    /// The values of a parameter, joined by commas.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let all = self.parameters();
        let values = all.iter().filter(|(known, _)| known == name);
        let values: Vec<&str> = values.map(|(_, value)| value.as_str()).collect();
        (!values.is_empty()).then(|| values.join(","))
    }

    pub fn head_bytes(&self) -> usize {
        let headers = self.headers.iter().map(|(name, value)| name.len() + value.len());
        self.method.len() + self.path.len() + self.query.len() + headers.sum::<usize>()
    }

    /// The body as an event has it, and whether that is Base64.
    pub fn body(&self) -> (Json, bool) {
        if self.body.is_empty() {
            return (Json::Null, false);
        }
        let kind = self.header("content-type").unwrap_or_default();
        match std::str::from_utf8(&self.body) {
            Ok(text) if is_text(&kind) => (json!(text), false),
            _ => (json!(STANDARD.encode(&self.body)), true),
        }
    }

    pub fn cookies(&self) -> Vec<String> {
        let cookies = self.headers.iter().filter(|(name, _)| name == "cookie");
        let cookies = cookies.flat_map(|(_, value)| value.split(';'));
        cookies.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
    }
}

/// Without a type, what is text is taken as text.
fn is_text(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind.is_empty()
        || kind.starts_with("text/")
        || TEXT_TYPES.contains(&kind.as_str())
        || kind.ends_with("+json")
        || kind.ends_with("+xml")
}

pub fn decoded_path(path: &str) -> String {
    percent_decode_str(path).decode_utf8_lossy().into_owned()
}

pub fn pairs(query: &str) -> Vec<(String, String)> {
    let decoded =
        |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let parts = query.split('&').filter(|it| !it.is_empty());
    let parts = parts.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    parts.map(|(name, value)| (decoded(name), decoded(value))).collect()
}

/// Pairs as an object in which what is named twice is joined by a comma.
pub fn joined(pairs: &[(String, String)]) -> Map<String, Json> {
    let mut all = Map::new();
    for (name, value) in pairs {
        let value = match all.get(name).and_then(Json::as_str) {
            Some(known) => format!("{known},{value}"),
            None => value.clone(),
        };
        all.insert(name.clone(), json!(value));
    }
    all
}

/// As [`joined`], with the last value of each.
pub fn last(pairs: &[(String, String)]) -> Map<String, Json> {
    pairs.iter().map(|(name, value)| (name.clone(), json!(value))).collect()
}

/// As [`joined`], with all values of each.
pub fn all(pairs: &[(String, String)]) -> Map<String, Json> {
    let mut out: Map<String, Json> = Map::new();
    for (name, value) in pairs {
        let entry = out.entry(name.clone()).or_insert_with(|| json!([]));
        if let Json::Array(values) = entry {
            values.push(json!(value));
        }
    }
    out
}

/// An id as API Gateway's requests have: sixteen characters of Base64.
pub fn new_id(ctx: &mut Ctx<'_>) -> String {
    STANDARD.encode(ctx.chance().bytes::<11>()).replace('+', "-").replace('/', "_")
}

/// Headers that load balancers and this server add.
pub fn add_forwarded(request: &mut Request, source_ip: &str, endpoint: &str, trace: &str) {
    let port = endpoint.rsplit_once(':').map_or("80", |(_, port)| port);
    let is_port = port.bytes().all(|it| it.is_ascii_digit());
    let for_ = match request.header("x-forwarded-for") {
        Some(known) => format!("{known}, {source_ip}"),
        None => source_ip.to_owned(),
    };
    let added = [
        ("x-forwarded-for", for_),
        ("x-forwarded-port", if is_port { port } else { "80" }.to_owned()),
        ("x-forwarded-proto", "http".to_owned()),
    ];
    for (name, value) in added {
        request.headers.retain(|(known, _)| known != name);
        request.headers.push((name.to_owned(), value));
    }
    if request.header("x-amzn-trace-id").is_none() {
        request.headers.push(("x-amzn-trace-id".to_owned(), trace.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded_and_joined() {
        let pairs = pairs("a=1&b=x%20y&a=2&c");
        assert_eq!(Json::Object(joined(&pairs)), json!({"a": "1,2", "b": "x y", "c": ""}));
        assert_eq!(Json::Object(all(&pairs))["a"], json!(["1", "2"]));
        assert_eq!(Json::Object(last(&pairs))["a"], json!("2"));
    }

    #[test]
    fn forms_and_bytes_come_in_base64() {
        let mut request = Request { body: Bytes::from_static(b"a=1"), ..Request::default() };
        assert_eq!(request.body(), (json!("a=1"), false));
        request.headers.push(("content-type".into(), "application/x-www-form-urlencoded".into()));
        assert_eq!(request.body(), (json!("YT0x"), true));
    }
}
