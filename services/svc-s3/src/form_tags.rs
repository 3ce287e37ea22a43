//! The `tagging` field of an upload by form: a document in XML inside of a text, as AWS has it.
//!
//! It has one shape and 20 KB at most, so it is read here by hand; what else S3 takes in XML, the
//! wire reads by the model. Source: S3 API Reference, "POST Object" (tagging).

use crate::tags::Tags;

/// The tags of the document; `None` when it is not one of that shape.
pub fn read(document: &str) -> Option<Tags> {
    let mut reader = Reader { rest: document };
    reader.skip_declaration()?;
    reader.open("Tagging")?;
    reader.open("TagSet")?;
    let mut tags = Tags::new();
    while reader.open("Tag").is_some() {
        let (mut key, mut value) = (None, None);
        while reader.close("Tag").is_none() {
            let (member, name) =
                if reader.is_next("Key") { (&mut key, "Key") } else { (&mut value, "Value") };
            *member = Some(reader.leaf(name)?);
        }
        tags.push((key?, value?));
    }
    reader.close("TagSet")?;
    reader.close("Tagging")?;
    reader.rest.trim().is_empty().then_some(tags)
}

/// As they stand in `x-amz-tagging`.
pub fn header(tags: &Tags) -> String {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs = tags.iter().map(|(key, value)| format!("{}={}", encode(key), encode(value)));
    pairs.collect::<Vec<_>>().join("&")
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// Takes `start` when it comes next, but for white space.
    fn take(&mut self, start: &str) -> Option<()> {
        self.rest = self.rest.trim_start().strip_prefix(start)?;
        Some(())
    }

    /// What comes before `end`, which is taken too.
    fn until(&mut self, end: &str) -> Option<&'a str> {
        let (before, rest) = self.rest.split_once(end)?;
        self.rest = rest;
        Some(before)
    }

    fn skip_declaration(&mut self) -> Option<()> {
        match self.take("<?xml") {
            Some(()) => self.until("?>").map(|_| ()),
            None => Some(()),
        }
    }

    /// An opening tag, with attributes (the namespace) or without. Nothing is taken when another
    /// comes.
    fn open(&mut self, name: &str) -> Option<()> {
        let mut ahead = Reader { rest: self.rest };
        ahead.take("<")?;
        let tag = ahead.until(">")?;
        let attributes = tag.strip_prefix(name)?;
        let is_it = attributes.is_empty() || attributes.starts_with(char::is_whitespace);
        (is_it && !attributes.ends_with('/')).then_some(())?;
        self.rest = ahead.rest;
        Some(())
    }

    fn close(&mut self, name: &str) -> Option<()> {
        let mut ahead = Reader { rest: self.rest };
        ahead.take("</")?;
        (ahead.until(">")?.trim_end() == name).then_some(())?;
        self.rest = ahead.rest;
        Some(())
    }

    fn is_next(&self, name: &str) -> bool {
        let tag = self.rest.trim_start().strip_prefix('<');
        tag.and_then(|tag| tag.strip_prefix(name)).is_some()
    }

    /// The text of an element.
    fn leaf(&mut self, name: &str) -> Option<String> {
        if self.take(&format!("<{name}/>")).is_some() {
            return Some(String::new());
        }
        self.open(name)?;
        let text = unescape(self.until("</")?)?;
        (self.until(">")?.trim_end() == name).then_some(text)
    }
}

fn unescape(text: &str) -> Option<String> {
    if text.contains('<') {
        return None;
    }
    let mut pieces = text.split('&');
    let mut plain = pieces.next()?.to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once(';')?;
        plain.push(match name {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            _ => {
                let number = name.strip_prefix('#')?;
                let code = match number.strip_prefix('x') {
                    Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                    None => number.parse().ok()?,
                };
                char::from_u32(code)?
            }
        });
        plain.push_str(rest);
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(pairs: &[(&str, &str)]) -> Option<Tags> {
        let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        Some(pairs.iter().map(owned).collect())
    }

    #[test]
    fn documents_of_that_shape_are_read() {
        let document = "<?xml version=\"1.0\"?>\n<Tagging xmlns=\"http://s3/doc/\">\n \
                        <TagSet><Tag><Key>a</Key><Value>1 &amp; 2</Value></Tag>\n <Tag>\
                        <Value/><Key>b&#x3d;</Key></Tag></TagSet></Tagging>\n";
        assert_eq!(read(document), tags(&[("a", "1 & 2"), ("b=", "")]));
        assert_eq!(read("<Tagging><TagSet></TagSet></Tagging>"), tags(&[]));
        assert_eq!(header(&read(document).unwrap()), "a=1%20%26%202&b%3D=");
    }

    #[test]
    fn other_documents_are_refused() {
        for document in [
            "",
            "a=b",
            "<Tagging>",
            "<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>",
            "<Tagging><TagSet><Tag><Key>a</Value></Key><Value>b</Value></Tag></TagSet></Tagging>",
            "<Tagging><TagSet><Tag><Key>a</Key><Value>&nope;</Value></Tag></TagSet></Tagging>",
            "<Tagging><TagSet></TagSet></Tagging>more",
            "<Tagging><TagSet><Tag><Key><Value>b</Value></Key></Tag></TagSet></Tagging>",
        ] {
            assert_eq!(read(document), None, "{document}");
        }
    }
}
