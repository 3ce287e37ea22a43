//! Which operation of a service a method, path, query and headers mean.
//!
//! Routes with the same path template stand together in a [`Pattern`]; of the patterns that match
//! a path the most specific wins, and of its routes the one whose fixed query members and
//! required query and header members the request has.

use std::borrow::Cow;

use http::HeaderMap;
use percent_encoding::percent_decode_str;

use crate::model::{Location, Member, Operation, Service, Shape};

/// The routes of a service that speaks a REST protocol.
#[derive(Debug)]
pub struct RouteTable {
    /// The most specific first: of two that match a path, the earlier one wins.
    patterns: Vec<Pattern>,
}

/// What of a request decides its route.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    pub method: &'a str,
    /// Raw, still percent-encoded.
    pub path: &'a str,
    /// Raw, without the question mark.
    pub query: &'a str,
    pub headers: &'a HeaderMap,
}

/// A matching route.
#[derive(Clone, Copy, Debug)]
pub struct Found<'t> {
    pub operation: &'static Operation,
    /// Compares as [`Segment`]s do: less is more specific.
    pub specificity: &'t [Segment],
    /// Whether the request has all that distinguishes the route from its neighbours.
    pub is_complete: bool,
    /// Whether path and template both end in a slash, or neither.
    pub is_same_end: bool,
}

#[derive(Debug)]
struct Pattern {
    segments: Vec<Segment>,
    routes: Vec<Route>,
}

/// A part of a path template. In order of specificity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Segment {
    Literal(&'static str),
    Label,
    /// One part of a path or more.
    GreedyLabel,
    /// Ends every template, so that the longer of two is the more specific.
    End,
}

#[derive(Debug)]
struct Route {
    operation: &'static Operation,
    /// Query members that stand in the template.
    fixed: Vec<(&'static str, Option<&'static str>)>,
    /// Required members of the input that stand in the query or in headers.
    query_required: Vec<&'static str>,
    headers_required: Vec<&'static str>,
    ends_in_slash: bool,
}

impl RouteTable {
    pub fn new(service: &'static Service) -> RouteTable {
        let mut patterns: Vec<Pattern> = Vec::new();
        for operation in service.operations {
            let path = operation.uri.split('?').next().unwrap_or_default();
            let segments = parts(path).into_iter().map(segment).chain([Segment::End]);
            let segments: Vec<Segment> = segments.collect();
            let route = Route::new(service, operation);
            match patterns.iter_mut().find(|pattern| pattern.segments == segments) {
                Some(pattern) => pattern.routes.push(route),
                None => patterns.push(Pattern { segments, routes: vec![route] }),
            }
        }
        patterns.sort_by(|a, b| a.segments.cmp(&b.segments));
        RouteTable { patterns }
    }

    /// The best route for a request; none when no template with its method matches its path.
    pub fn find(&self, head: Head<'_>) -> Option<Found<'_>> {
        let parts = parts(head.path);
        self.patterns.iter().find_map(|pattern| {
            if !matches(&pattern.segments, &parts) {
                return None;
            }
            let routes =
                pattern.routes.iter().filter(|route| route.operation.method == head.method);
            let scored = routes.filter_map(|route| Some((route.score(head)?, route)));
            let (score, route) =
                scored.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
            Some(Found {
                operation: route.operation,
                specificity: &pattern.segments,
                is_complete: score.missing.0 == 0,
                is_same_end: score.is_same_end,
            })
        })
    }
}

/// How well a route fits. Greater is better; fields are in order of weight.
#[derive(PartialEq, PartialOrd)]
struct Score {
    fixed: usize,
    missing: std::cmp::Reverse<usize>,
    present: usize,
    is_same_end: bool,
    is_current: bool,
}

impl Route {
    fn new(service: &'static Service, operation: &'static Operation) -> Route {
        let (path, query) = operation.uri.split_once('?').unwrap_or((operation.uri, ""));
        let fixed = query.split('&').filter(|member| !member.is_empty());
        let fixed = fixed.map(|member| match member.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (member, None),
        });
        let input = operation.input.map(|input| service.shape(input));
        let members = input.map_or(&[][..], Shape::members);
        let required = |location| {
            let members = members
                .iter()
                .filter(move |member| member.is_required && member.location == location);
            members.map(Member::wire_name).collect()
        };
        Route {
            operation,
            fixed: fixed.collect(),
            query_required: required(Location::Querystring),
            headers_required: required(Location::Header),
            ends_in_slash: path.ends_with('/'),
        }
    }

    /// None when the request lacks a query member of the template.
    fn score(&self, head: Head<'_>) -> Option<Score> {
        if head.query.is_empty() && !self.fixed.is_empty() {
            return None;
        }
        for (name, value) in &self.fixed {
            let given = query_member(head.query, name)?;
            if value.is_some_and(|value| value != given) {
                return None;
            }
        }
        let in_query = |name: &&&str| query_member(head.query, name).is_some();
        let in_headers = |name: &&&str| head.headers.contains_key(**name);
        let present = self.query_required.iter().filter(in_query).count()
            + self.headers_required.iter().filter(in_headers).count();
        let required = self.query_required.len() + self.headers_required.len();
        Some(Score {
            fixed: self.fixed.len(),
            missing: std::cmp::Reverse(required - present),
            present,
            is_same_end: self.ends_in_slash == head.path.ends_with('/'),
            is_current: !self.operation.is_deprecated,
        })
    }
}

fn segment(part: &'static str) -> Segment {
    match part.strip_prefix('{').and_then(|label| label.strip_suffix('}')) {
        Some(label) if label.ends_with('+') => Segment::GreedyLabel,
        Some(_) => Segment::Label,
        None => Segment::Literal(part),
    }
}

/// The parts of a path between slashes; a slash at the end adds none.
fn parts(path: &str) -> Vec<&str> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let mut parts: Vec<&str> = path.split('/').collect();
    if parts.last() == Some(&"") {
        parts.pop();
    }
    parts
}

fn matches(segments: &[Segment], parts: &[&str]) -> bool {
    let Some((segment, segments_left)) = segments.split_first() else { return false };
    let Some((part, parts_left)) = parts.split_first() else { return *segment == Segment::End };
    match segment {
        Segment::Literal(literal) => {
            is_literal(literal, part) && matches(segments_left, parts_left)
        }
        Segment::Label => !part.is_empty() && matches(segments_left, parts_left),
        // No template has two greedy labels: what follows the label takes the end of the path.
        Segment::GreedyLabel => {
            let after = segments_left.len() - 1;
            parts.len() > after && matches(segments_left, &parts[parts.len() - after..])
        }
        Segment::End => false,
    }
}

fn is_literal(literal: &str, part: &str) -> bool {
    literal == part || (part.contains('%') && percent_decode_str(part).eq(literal.bytes()))
}

/// The raw value of the first query member of that name; empty when it has none.
pub fn query_member<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').find_map(|member| {
        let (given, value) = member.split_once('=').unwrap_or((member, ""));
        is_literal(name, given).then_some(value)
    })
}

/// As [`query_member`], decoded.
pub fn query_text<'a>(query: &'a str, name: &str) -> Option<Cow<'a, str>> {
    query_member(query, name).map(|value| percent_decode_str(value).decode_utf8_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::service_entry;

    fn route(service: &str, method: &str, uri: &str, headers: &[(&'static str, &str)]) -> String {
        let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
        let headers = headers.iter().map(|(name, value)| {
            (http::HeaderName::from_static(name), value.parse().expect("a header's value"))
        });
        let headers: HeaderMap = headers.collect();
        let table = RouteTable::new(service_entry(service).expect("a service").model());
        let found = table.find(Head { method, path, query, headers: &headers });
        found.map_or("none".to_owned(), |found| found.operation.name.to_owned())
    }

    #[test]
    fn s3_operations_differ_by_query_and_headers() {
        for (method, uri, expected) in [
            ("GET", "/", "ListBuckets"),
            ("GET", "/b", "ListObjects"),
            ("GET", "/b/", "ListObjects"),
            ("GET", "/b/?list-type=2&prefix=a", "ListObjectsV2"),
            ("GET", "/b?versions", "ListObjectVersions"),
            ("GET", "/b?uploads=", "ListMultipartUploads"),
            ("GET", "/b?lifecycle", "GetBucketLifecycleConfiguration"),
            ("GET", "/b?analytics", "ListBucketAnalyticsConfigurations"),
            ("GET", "/b?analytics&id=1", "GetBucketAnalyticsConfiguration"),
            ("GET", "/b/k", "GetObject"),
            ("GET", "/b//", "GetObject"),
            ("GET", "/b/a/b/c%20d", "GetObject"),
            ("GET", "/b/k?uploadId=u", "ListParts"),
            ("GET", "/b/k?tagging", "GetObjectTagging"),
            ("HEAD", "/b/k", "HeadObject"),
            ("PUT", "/b", "CreateBucket"),
            ("PUT", "/b/k", "PutObject"),
            ("PUT", "/b/k?partNumber=1&uploadId=u", "UploadPart"),
            ("POST", "/b/k?uploads", "CreateMultipartUpload"),
            ("POST", "/b/k?uploadId=u", "CompleteMultipartUpload"),
            ("DELETE", "/b/k?uploadId=u", "AbortMultipartUpload"),
            ("DELETE", "/b/k", "DeleteObject"),
            ("POST", "/b?delete", "DeleteObjects"),
            ("PATCH", "/b/k", "none"),
        ] {
            assert_eq!(route("s3", method, uri, &[]), expected, "{method} {uri}");
        }
        let copy = [("x-amz-copy-source", "a/b")];
        assert_eq!(route("s3", "PUT", "/b/k", &copy), "CopyObject");
        assert_eq!(route("s3", "PUT", "/b/k?partNumber=1&uploadId=u", &copy), "UploadPartCopy");
    }

    #[test]
    fn literals_win_over_labels_and_slashes_at_the_end_do_not_matter() {
        for uri in ["/2015-03-31/functions", "/2015-03-31/functions/"] {
            assert_eq!(route("lambda", "GET", uri, &[]), "ListFunctions");
        }
        let uri = "/portals/arn:aws:workspaces-web:us-east-1:1:portal/p/userSettings";
        let uri = format!("{uri}?userSettingsArn=a");
        assert_eq!(route("workspaces-web", "PUT", &uri, &[]), "AssociateUserSettings");
    }
}
