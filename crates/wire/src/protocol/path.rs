//! Path templates (`/{Bucket}/{Key+}`): labels of a raw path, and paths from labels.

use std::borrow::Cow;

use crate::protocol::form;
use crate::protocol::malformed::Malformed;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Segment<'t> {
    Literal(&'t str),
    Label(&'t str),
    /// Takes several segments with the slashes between them.
    Greedy(&'t str),
}

/// The names of labels with their values.
type Labels<'t, 'p> = Vec<(&'t str, Cow<'p, str>)>;

/// The template without its fixed query members.
pub(crate) fn path_part(uri: &str) -> &str {
    uri.split_once('?').map_or(uri, |(path, _)| path)
}

/// The template's fixed query members.
pub(crate) fn query_part(uri: &str) -> &str {
    uri.split_once('?').map_or("", |(_, query)| query)
}

fn segments(template: &str) -> impl Iterator<Item = Segment<'_>> {
    path_part(template).trim_start_matches('/').split('/').map(|text| {
        match text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
            Some(label) => match label.strip_suffix('+') {
                Some(label) => Segment::Greedy(label),
                None => Segment::Label(label),
            },
            None => Segment::Literal(text),
        }
    })
}

/// The labels' values in a raw path, decoded; `None` when the path has another form.
pub(crate) fn labels<'t, 'p>(
    template: &'t str,
    path: &'p str,
) -> Result<Option<Labels<'t, 'p>>, Malformed> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let template: Vec<Segment<'t>> = segments(template).collect();
    let mut parts: Vec<&'p str> = path.split('/').collect();
    let greedy = template.iter().position(|segment| matches!(segment, Segment::Greedy(_)));
    if parts.len() == template.len() + 1 && parts.last() == Some(&"") && greedy.is_none() {
        parts.pop();
    }
    let is_right_length = match greedy {
        Some(_) => parts.len() >= template.len(),
        None => parts.len() == template.len(),
    };
    if !is_right_length {
        return Ok(None);
    }
    let extra = parts.len() - template.len();
    let mut out = Vec::new();
    let mut at = 0;
    let mut offset = 0; // of the segment's first byte in `path`
    for segment in template {
        let count = if matches!(segment, Segment::Greedy(_)) { extra + 1 } else { 1 };
        let len = parts[at..at + count].iter().map(|part| part.len() + 1).sum::<usize>() - 1;
        let raw = &path[offset..offset + len];
        at += count;
        offset += len + 1;
        match segment {
            Segment::Literal(text) if text == raw => {}
            Segment::Literal(text) if form::decode(raw)? == text => {}
            Segment::Literal(_) => return Ok(None),
            Segment::Label(name) | Segment::Greedy(name) => out.push((name, form::decode(raw)?)),
        }
    }
    Ok(Some(out))
}

/// The path of a request whose labels have these values.
pub(crate) fn build<'v>(template: &str, value_of: impl Fn(&str) -> Option<Cow<'v, str>>) -> String {
    let mut out = String::new();
    for segment in segments(template) {
        out.push('/');
        match segment {
            Segment::Literal(text) => out.push_str(text),
            Segment::Label(name) => form::encode(&mut out, &value_of(name).unwrap_or_default()),
            Segment::Greedy(name) => {
                form::encode_path(&mut out, &value_of(name).unwrap_or_default());
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(template: &str, path: &str, expected: Option<&[(&str, &str)]>) {
        let found = labels(template, path).unwrap();
        let found: Option<Vec<(&str, &str)>> = found
            .as_ref()
            .map(|found| found.iter().map(|(name, value)| (*name, value.as_ref())).collect());
        assert_eq!(found.as_deref(), expected, "{template} {path}");
    }

    #[test]
    fn reads_labels() {
        check("/{Bucket}", "/b", Some(&[("Bucket", "b")]));
        check("/{Bucket}?list-type=2", "/b/", Some(&[("Bucket", "b")]));
        check("/{Bucket}/{Key+}", "/b/a//c%2Fd/", Some(&[("Bucket", "b"), ("Key", "a//c/d/")]));
        check("/{Bucket}/{Key+}", "/b//x", Some(&[("Bucket", "b"), ("Key", "/x")]));
        check("/{Bucket}/{Key+}", "/b/", Some(&[("Bucket", "b"), ("Key", "")]));
        check("/{Bucket}/{Key+}", "/b", None);
        check("/p/{arn+}/settings", "/p/arn:x/y/settings", Some(&[("arn", "arn:x/y")]));
        check("/p/{id}", "/q/1", None);
        check("/", "/", Some(&[]));
    }
}
