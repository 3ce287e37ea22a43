//! Answers: those of API Gateway itself, and those that functions give.
//!
//! Source: Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs", "Lambda function
//! response for format 1.0" and "2.0"; the bodies of errors as users of AWS quote them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use kernel::{Struct, Value};
use serde_json::{Value as Json, json};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Bytes,
}

impl Answer {
    pub fn new(status: u16) -> Answer {
        Answer { status, ..Answer::default() }
    }

    /// `{"message":"…"}`.
    pub fn message(status: u16, message: &str) -> Answer {
        Answer {
            status,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: Bytes::from(json!({ "message": message }).to_string()),
        }
    }

    pub fn not_found() -> Answer {
        Answer::message(404, "Not Found")
    }

    pub fn forbidden() -> Answer {
        Answer::message(403, "Forbidden")
    }

    pub fn unauthorized() -> Answer {
        Answer::message(401, "Unauthorized")
    }

    pub fn internal() -> Answer {
        Answer::message(500, "Internal Server Error")
    }

    pub fn unavailable() -> Answer {
        Answer::message(503, "Service Unavailable")
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Answer {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn to_struct(&self) -> Struct {
        let mut headers = Struct::new();
        for (name, value) in &self.headers {
            match headers.get_mut(name) {
                None => headers.push(name.to_ascii_lowercase(), value.as_str()),
                Some(Value::List(values)) => values.push(value.as_str().into()),
                Some(known) => {
                    *known = vec![known.clone(), value.as_str().into()].into();
                }
            }
        }
        Struct::new()
            .with("Status", i64::from(self.status))
            .with("Headers", headers)
            .with("Body", Value::Blob(self.body.clone()))
    }

    pub fn from_struct(answer: &Struct) -> Answer {
        let mut headers = Vec::new();
        for (name, value) in answer.structure("Headers").into_iter().flat_map(Struct::iter) {
            let values = value.as_list().unwrap_or(std::slice::from_ref(value));
            for value in values.iter().filter_map(Value::as_str) {
                headers.push((name.to_owned(), value.to_owned()));
            }
        }
        let status = answer.int("Status").and_then(|it| u16::try_from(it).ok());
        Answer {
            status: status.unwrap_or(500),
            headers,
            body: answer.blob("Body").cloned().unwrap_or_default(),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// What a function's answer means. `None` where it means nothing: API Gateway then says 500.
pub fn from_function(version: &str, payload: &Bytes) -> Option<Answer> {
    let parsed: Json = serde_json::from_slice(payload).ok()?;
    let has_status = parsed.get("statusCode").is_some();
    match (parsed, version) {
        (Json::Object(answer), _) if has_status => from_object(&Json::Object(answer), version),
        (_, "1.0") => None,
        (Json::String(text), _) => Some(inferred(Bytes::from(text))),
        (_, _) => Some(inferred(payload.clone())),
    }
}

/// "If your Lambda function returns valid JSON and doesn't return a statusCode, API Gateway makes
/// the following assumptions about your response."
fn inferred(body: Bytes) -> Answer {
    Answer {
        status: 200,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body,
    }
}

fn from_object(answer: &Json, version: &str) -> Option<Answer> {
    let status = match &answer["statusCode"] {
        Json::Number(number) => number.as_u64()?,
        Json::String(text) => text.parse().ok()?,
        _ => return None,
    };
    let status = u16::try_from(status).ok().filter(|it| (100..=599).contains(it))?;
    let body = match &answer["body"] {
        Json::String(text) if answer["isBase64Encoded"] == json!(true) => {
            Bytes::from(STANDARD.decode(text).ok()?)
        }
        Json::String(text) => Bytes::from(text.clone()),
        Json::Null => Bytes::new(),
        other if version == "2.0" => Bytes::from(other.to_string()),
        _ => return None,
    };
    let mut out = Answer { status, headers: Vec::new(), body };
    for (name, value) in answer["headers"].as_object().into_iter().flatten() {
        out.headers.push((name.to_ascii_lowercase(), text(value)));
    }
    let many = answer["multiValueHeaders"].as_object().filter(|_| version == "1.0");
    for (name, values) in many.into_iter().flatten() {
        let name = name.to_ascii_lowercase();
        out.headers.retain(|(known, _)| *known != name);
        for value in values.as_array().into_iter().flatten() {
            out.headers.push((name.clone(), text(value)));
        }
    }
    let cookies = answer["cookies"].as_array().filter(|_| version == "2.0");
    for cookie in cookies.into_iter().flatten() {
        out.headers.push(("set-cookie".to_owned(), text(cookie)));
    }
    if out.header("content-type").is_none() {
        out.headers.push(("content-type".to_owned(), "text/plain; charset=utf-8".to_owned()));
    }
    Some(out)
}

fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(version: &str, text: &str) -> Option<Answer> {
        from_function(version, &Bytes::from(text.to_owned()))
    }

    #[test]
    fn an_answer_without_a_status_is_the_body_in_format_2() {
        let hello = answer("2.0", r#""Hello from Lambda!""#).unwrap();
        assert_eq!((hello.status, hello.body.as_ref()), (200, &b"Hello from Lambda!"[..]));
        assert_eq!(hello.header("content-type"), Some("application/json"));
        assert_eq!(answer("2.0", r#"{"a":1}"#).unwrap().body.as_ref(), br#"{"a":1}"#);
        assert_eq!(answer("1.0", r#"{"a":1}"#), None);
    }

    #[test]
    fn cookies_and_many_values_are_headers_of_their_own() {
        let two = answer(
            "2.0",
            r#"{"statusCode":201,"cookies":["a=1","b=2"],"body":"aGk=",
            "isBase64Encoded":true}"#,
        )
        .unwrap();
        assert_eq!((two.status, two.body.as_ref()), (201, &b"hi"[..]));
        assert_eq!(two.headers.iter().filter(|(name, _)| name == "set-cookie").count(), 2);
        let one = answer(
            "1.0",
            r#"{"statusCode":"200","headers":{"X":"a"},
            "multiValueHeaders":{"x":["b","c"]},"body":"t"}"#,
        )
        .unwrap();
        assert_eq!(one.headers.iter().filter(|(name, _)| name == "x").count(), 2);
    }

    #[test]
    fn what_is_no_answer_is_none() {
        for text in ["{", r#"{"statusCode":"x"}"#, r#"{"statusCode":99}"#] {
            assert_eq!(answer("2.0", text), None, "{text}");
        }
        assert_eq!(answer("1.0", r#"{"statusCode":200,"body":{"a":1}}"#), None);
    }

    #[test]
    fn answers_pass_as_structures() {
        let answer = Answer::message(200, "x").with("set-cookie", "a").with("set-cookie", "b");
        assert_eq!(Answer::from_struct(&answer.to_struct()), answer);
    }
}
