//! `$context`, and what mappings without a template engine can say.

use serde_json::{Value as Json, json};

use crate::request::Request;

/// What a mapping can take its values from.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'r> {
    pub request: &'r Request,
    pub path_parameters: &'r [(String, String)],
    /// `$context`.
    pub context: &'r Json,
    pub variables: &'r Json,
}

/// The value of `method.request.…`, `context.…`, `stageVariables.…` or `'literal'`.
pub fn mapped(expression: &str, sources: &Sources<'_>) -> Option<String> {
    if let Some(literal) = expression.strip_prefix('\'').and_then(|it| it.strip_suffix('\'')) {
        return Some(literal.to_owned());
    }
    if let Some(path) = expression.strip_prefix("context.") {
        return member(sources.context, path);
    }
    if let Some(name) = expression.strip_prefix("stageVariables.") {
        return sources.variables.get(name).map(shown);
    }
    let rest = expression.strip_prefix("method.request.")?;
    if rest == "body" {
        return Some(String::from_utf8_lossy(&sources.request.body).into_owned());
    }
    if let Some(path) = rest.strip_prefix("body.") {
        let body: Json = serde_json::from_slice(&sources.request.body).ok()?;
        let path = if path.starts_with('$') { path.to_owned() } else { format!("$.{path}") };
        return vtl::json_path(&body, &path).as_ref().map(shown);
    }
    let (place, name) = rest.split_once('.')?;
    let request = sources.request;
    match place {
        "header" => request.header(name).map(str::to_owned),
        "querystring" => request.parameter(name).map(str::to_owned),
        "multivalueheader" => joined(&request.headers, |it| it.eq_ignore_ascii_case(name)),
        "multivaluequerystring" => joined(&request.query, |it| it == name),
        "path" => {
            let found = sources.path_parameters.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.clone())
        }
        _ => None,
    }
}

fn joined(entries: &[(String, String)], is_it: impl Fn(&str) -> bool) -> Option<String> {
    let values: Vec<&str> =
        entries.iter().filter(|(name, _)| is_it(name)).map(|(_, value)| value.as_str()).collect();
    (!values.is_empty()).then(|| values.join(","))
}

/// A member of `$context`, by its path: `identity.sourceIp`.
pub fn member(context: &Json, path: &str) -> Option<String> {
    let mut at = context;
    for name in path.split('.') {
        at = at.get(name)?;
    }
    (!at.is_null()).then(|| shown(at))
}

pub fn shown(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A text in which `$context.…`, `$stageVariables.…` and `$method.request.…` are replaced; what is
/// not there is written as `absent`. This is no template: gateway responses and the formats of
/// access logs know nothing else.
pub fn substituted(text: &str, sources: &Sources<'_>, absent: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let is_braced = after.starts_with('{');
        let name = if is_braced { &after[1..] } else { after };
        let is_part = |it: char| it.is_ascii_alphanumeric() || "._-".contains(it);
        let end = name.find(|it| !is_part(it)).unwrap_or(name.len());
        let path = name[..end].trim_end_matches('.');
        let known = ["context.", "stageVariables.", "method.request."];
        if !known.iter().any(|start| path.starts_with(start)) {
            out.push('$');
            rest = after;
            continue;
        }
        out.push_str(&mapped(path, sources).unwrap_or_else(|| absent.to_owned()));
        rest = &name[path.len()..];
        if is_braced {
            rest = rest.strip_prefix('}').unwrap_or(rest);
        }
    }
    out.push_str(rest);
    out
}

/// Where templates put what they override.
pub fn with_overrides(context: &Json) -> Json {
    let mut context = context.clone();
    context["requestOverride"] = json!({"header": {}, "path": {}, "querystring": {}});
    context["responseOverride"] = json!({"header": {}});
    context
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_filled_in() {
        let request = Request {
            headers: vec![("X-A".to_owned(), "h".to_owned())],
            body: bytes::Bytes::from_static(b"{\"a\":{\"b\":1}}"),
            ..Request::default()
        };
        let context = json!({"stage": "prod", "identity": {"sourceIp": "1.2.3.4"}, "no": null});
        let sources = Sources {
            request: &request,
            path_parameters: &[("id".to_owned(), "7".to_owned())],
            context: &context,
            variables: &json!({"v": "w"}),
        };
        let text = "$context.identity.sourceIp $context.stage. ${stageVariables.v}$5 $context.no";
        assert_eq!(substituted(text, &sources, "-"), "1.2.3.4 prod. w$5 -");
        for (expression, expected) in [
            ("'x'", Some("x")),
            ("method.request.header.x-a", Some("h")),
            ("method.request.path.id", Some("7")),
            ("method.request.body.a.b", Some("1")),
            ("method.request.querystring.q", None),
            ("stageVariables.v", Some("w")),
        ] {
            assert_eq!(mapped(expression, &sources).as_deref(), expected, "{expression}");
        }
    }
}
