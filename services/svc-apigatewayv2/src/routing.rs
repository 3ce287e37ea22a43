//! Which route of an HTTP API a request takes.
//!
//! Source: Developer Guide, "Create routes for HTTP APIs", "Routing API requests": a full match of
//! route and method; then a match with a greedy path variable; then `$default`. Of several, the one
//! that says more: literal segments before variables, a method before ANY.

use kernel::Struct;

use crate::route::DEFAULT;

/// A route that a request takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    pub id: String,
    pub parameters: Vec<(String, String)>,
}

/// How well a route matches; the greatest takes the request.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    is_full: bool,
    /// Of each segment: literal (2), variable (1), greedy (0).
    segments: Vec<u8>,
    has_method: bool,
}

/// Of the routes of a snapshot.
pub fn find(routes: &Struct, method: &str, path: &str) -> Option<Taken> {
    let mut best: Option<(Fit, Taken)> = None;
    let mut default = None;
    for (id, route) in routes.iter() {
        let key = route.as_struct().and_then(|it| it.str("RouteKey")).unwrap_or_default();
        if key == DEFAULT {
            default = Some(Taken { id: id.to_owned(), parameters: Vec::new() });
            continue;
        }
        let Some((wanted, pattern)) = key.split_once(' ') else { continue };
        if wanted != "ANY" && wanted != method {
            continue;
        }
        let Some((mut fit, parameters)) = fit(pattern, path) else { continue };
        fit.has_method = wanted != "ANY";
        if best.as_ref().is_none_or(|(known, _)| fit > *known) {
            best = Some((fit, Taken { id: id.to_owned(), parameters }));
        }
    }
    best.map(|(_, taken)| taken).or(default)
}

fn fit(pattern: &str, path: &str) -> Option<(Fit, Vec<(String, String)>)> {
    let mut fit = Fit { is_full: true, segments: Vec::new(), has_method: false };
    let mut parameters = Vec::new();
    let mut rest = Some(path.strip_prefix('/').unwrap_or(path));
    for wanted in pattern[1..].split('/') {
        let left = rest?;
        let (segment, after) = match left.split_once('/') {
            Some((segment, after)) => (segment, Some(after)),
            None => (left, None),
        };
        let variable = wanted.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
        match variable.map(|name| (name, name.strip_suffix('+'))) {
            Some((_, Some(name))) => {
                if left.is_empty() {
                    return None;
                }
                parameters.push((name.to_owned(), left.to_owned()));
                fit.segments.push(0);
                fit.is_full = false;
                return Some((fit, parameters));
            }
            Some((name, None)) if !segment.is_empty() => {
                parameters.push((name.to_owned(), segment.to_owned()));
                fit.segments.push(1);
            }
            None if wanted == segment => fit.segments.push(2),
            _ => return None,
        }
        rest = after;
    }
    match rest {
        None | Some("") => Some((fit, parameters)),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(keys: &[&str], method: &str, path: &str) -> Option<(String, Vec<(String, String)>)> {
        let routes: Struct = keys
            .iter()
            .map(|key| ((*key).to_owned(), Struct::new().with("RouteKey", *key)))
            .collect();
        find(&routes, method, path).map(|it| (it.id, it.parameters))
    }

    fn key(keys: &[&str], method: &str, path: &str) -> Option<String> {
        taken(keys, method, path).map(|(key, _)| key)
    }

    /// The table of the Developer Guide.
    #[test]
    fn routes_are_chosen_as_documented() {
        let keys = [
            "GET /pets/dog/1",
            "GET /pets/dog/{id}",
            "GET /pets/{proxy+}",
            "ANY /{proxy+}",
            "$default",
        ];
        for (request, wanted) in [
            (("GET", "/pets/dog/1"), "GET /pets/dog/1"),
            (("GET", "/pets/dog/2"), "GET /pets/dog/{id}"),
            (("GET", "/pets/cat/1"), "GET /pets/{proxy+}"),
            (("POST", "/test/5"), "ANY /{proxy+}"),
            (("GET", "/"), "$default"),
        ] {
            assert_eq!(key(&keys, request.0, request.1).as_deref(), Some(wanted), "{request:?}");
        }
    }

    #[test]
    fn methods_win_over_any_and_full_matches_over_greedy_ones() {
        let keys = ["ANY /a", "GET /a", "GET /{all+}", "ANY /a/{b}"];
        assert_eq!(key(&keys, "GET", "/a").as_deref(), Some("GET /a"));
        assert_eq!(key(&keys, "PUT", "/a").as_deref(), Some("ANY /a"));
        assert_eq!(key(&keys, "GET", "/a/b").as_deref(), Some("ANY /a/{b}"));
        assert_eq!(key(&keys, "PUT", "/x"), None);
    }

    #[test]
    fn variables_are_whole_segments() {
        let (_, parameters) = taken(&["GET /a/{b}/{c+}"], "GET", "/a/1/2/3").unwrap();
        let expected = [("b".to_owned(), "1".to_owned()), ("c".to_owned(), "2/3".to_owned())];
        assert_eq!(parameters, expected);
    }
}
