//! Rows of text files and elements of JSON lists, taken off the front of some bytes.
//!
//! Source: RFC 4180; Step Functions Developer Guide, "ItemReader (Map)" ("How Step Functions
//! handles" rows with fewer or more columns than the header).

use serde_json::{Map, Value as Json};

#[derive(Clone, Copy, Debug)]
pub struct Csv {
    pub delimiter: u8,
}

impl Csv {
    /// The first record and how many bytes it takes; `None` where it is not whole, or nothing is
    /// left.
    pub fn record(self, bytes: &[u8], is_end: bool) -> Option<(Vec<String>, usize)> {
        if bytes.is_empty() {
            return None;
        }
        let (mut record, mut field) = (Vec::new(), Vec::new());
        let (mut is_quoted, mut at) = (false, 0);
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            match byte {
                b'"' if is_quoted && bytes.get(at) == Some(&b'"') => {
                    field.push(b'"');
                    at += 1;
                }
                b'"' if is_quoted || field.is_empty() => is_quoted = !is_quoted,
                b'\n' if !is_quoted => {
                    if field.last() == Some(&b'\r') {
                        field.pop();
                    }
                    record.push(text(field));
                    return Some((record, at));
                }
                byte if byte == self.delimiter && !is_quoted => {
                    record.push(text(std::mem::take(&mut field)));
                }
                byte => field.push(byte),
            }
        }
        is_end.then(|| {
            record.push(text(field));
            (record, at)
        })
    }
}

fn text(field: Vec<u8>) -> String {
    String::from_utf8(field)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// An item of a row: what is missing is empty, what is too many is left out.
pub fn row(header: &[String], record: Vec<String>) -> Json {
    let mut fields = record.into_iter();
    let mut item = Map::with_capacity(header.len());
    for name in header {
        item.insert(name.clone(), Json::String(fields.next().unwrap_or_default()));
    }
    Json::Object(item)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    Value {
        from: usize,
        to: usize,
    },
    /// The list is over.
    End,
    /// It goes on behind the bytes.
    Cut,
}

/// The next element of a list, behind its bracket or an element.
pub fn element(bytes: &[u8]) -> Result<Element, &'static str> {
    let is_between = |byte: &u8| byte.is_ascii_whitespace() || *byte == b',';
    let Some(from) = bytes.iter().position(|byte| !is_between(byte)) else {
        return Ok(Element::Cut);
    };
    if bytes[from] == b']' {
        return Ok(Element::End);
    }
    let (mut depth, mut is_text, mut is_escaped) = (0_usize, false, false);
    for (at, &byte) in bytes.iter().enumerate().skip(from) {
        if is_text {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' => is_text = false,
                _ => {}
            }
            if !is_text && depth == 0 {
                return Ok(Element::Value { from, to: at + 1 });
            }
            continue;
        }
        match byte {
            b'"' => is_text = true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => {
                return if byte == b']' && at > from {
                    Ok(Element::Value { from, to: at })
                } else {
                    Err("The list in the object is malformed.")
                };
            }
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Ok(Element::Value { from, to: at + 1 });
                }
            }
            b',' if depth == 0 => return Ok(Element::Value { from, to: at }),
            _ => {}
        }
    }
    Ok(Element::Cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_taken_off_the_front() {
        let csv = Csv { delimiter: b',' };
        let record = |text: &str, is_end: bool| csv.record(text.as_bytes(), is_end);
        let of = |fields: &[&str]| fields.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        assert_eq!(record("a,b\r\nc", false), Some((of(&["a", "b"]), 5)));
        let quoted = "\"x, \"\"y\"\"\nz\",2\n";
        assert_eq!(record(quoted, false), Some((of(&["x, \"y\"\nz", "2"]), quoted.len())));
        assert_eq!(record("a,b", false), None);
        assert_eq!(record("a,b", true), Some((of(&["a", "b"]), 3)));
        assert_eq!(record("", true), None);
        let header = of(&["h", "i", "j"]);
        assert_eq!(row(&header, of(&["1", "2"])).to_string(), r#"{"h":"1","i":"2","j":""}"#);
        assert_eq!(row(&header[..1], of(&["1", "2"])).to_string(), r#"{"h":"1"}"#);
    }

    #[test]
    fn elements_are_taken_off_the_front() {
        let of = |text: &str| element(text.as_bytes());
        let value = |from, to| Ok(Element::Value { from, to });
        assert_eq!(of(r#" {"a": "]}\""}, 2]"#), value(1, 14));
        assert_eq!(of(", 12, 3]"), value(2, 4));
        assert_eq!(of(", 12]"), value(2, 4));
        assert_eq!(of(r#""x\"]" ]"#), value(0, 6));
        assert_eq!(of(" ]"), Ok(Element::End));
        assert_eq!(of(", {\"a\": [1, 2"), Ok(Element::Cut));
        assert_eq!(of("12"), Ok(Element::Cut));
        assert!(of("}").is_err());
    }
}
