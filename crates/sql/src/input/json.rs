//! Records of JSON: values one after the other, or what lies inside of them along a path.
//!
//! Values are checked while they are read and kept without blanks; those that the path leaves out
//! are checked and forgotten.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, RecordBatchOptions, StringBuilder};
use datafusion::arrow::record_batch::RecordBatch;

use super::over_max_record;
use super::{Batches, Counts, Feed, Opened, Packing, Source, Stretch, Want, not_utf8};
use crate::dialect::ast::Step;
use crate::fault::Fault;
use crate::json;
use crate::kind::Kind;
use crate::limits::{BATCH_BYTES, BATCH_ROWS, JSON_DEPTH_MAX, RECORD_BYTES_MAX};
use crate::query::schema_of;

/// Records along `path` (what follows `S3Object[*]`) of each value.
pub fn open(
    source: Arc<dyn Source>,
    packing: Packing,
    path: &[Step],
    stretch: Option<Stretch>,
    wants: &[Want],
    counts: Arc<Counts>,
) -> Result<Opened, Fault> {
    let Stretch { from, to } = stretch.unwrap_or(Stretch { from: 0, to: u64::MAX });
    let mut feed = Feed::new(source, from.saturating_sub(1), packing, counts);
    if from > 0 {
        skip_line(&mut feed)?;
    } else {
        feed.skip_mark()?;
    }
    let kinds = vec![Kind::Any; wants.len()];
    let walk = Walk { text: Text { feed }, path: path.to_vec(), open: Vec::new(), to };
    let batches = Box::new(JsonBatches { walk, wants: wants.to_vec(), kinds: kinds.clone() });
    Ok(Opened { kinds, batches })
}

/// To the first line that begins at this place or later.
fn skip_line(feed: &mut Feed) -> Result<(), Fault> {
    loop {
        if let Some(at) = memchr::memchr(b'\n', feed.ready()) {
            feed.take(at + 1);
            return Ok(());
        }
        feed.take(feed.ready().len());
        if !feed.more()? {
            return Ok(());
        }
    }
}

struct JsonBatches {
    walk: Walk,
    wants: Vec<Want>,
    kinds: Vec<Kind>,
}

impl Batches for JsonBatches {
    fn next(&mut self) -> Result<Option<RecordBatch>, Fault> {
        let mut builders: Vec<StringBuilder> =
            self.wants.iter().map(|_| StringBuilder::new()).collect();
        let (mut rows, mut bytes) = (0, 0);
        while rows < BATCH_ROWS && bytes < BATCH_BYTES {
            let Some(record) = self.walk.next()? else { break };
            rows += 1;
            bytes += record.as_deref().map_or(0, str::len);
            for (want, builder) in self.wants.iter().zip(&mut builders) {
                let record = record.as_deref();
                builder.append_option(match want {
                    Want::Row => record,
                    Want::Path(steps) => record.and_then(|record| json::find(record, steps)),
                });
            }
        }
        if rows == 0 {
            return Ok(None);
        }
        let finish = |mut builder: StringBuilder| Arc::new(builder.finish()) as ArrayRef;
        let arrays = builders.into_iter().map(finish).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        RecordBatch::try_new_with_options(schema_of(&self.kinds), arrays, &options)
            .map(Some)
            .map_err(|error| Fault::internal(error.to_string()))
    }
}

/// Walks along a path through value after value.
struct Walk {
    text: Text,
    path: Vec<Step>,
    /// What is open, outermost first.
    open: Vec<Frame>,
    to: u64,
}

/// An object or array into which the path has led; `step` says from where on the path.
enum Frame {
    Object { step: usize, is_first: bool, has_found: bool },
    Array { step: usize, index: usize, has_found: bool },
}

/// A record, or that there is none where the path leads (MISSING).
type Record = Option<String>;

impl Walk {
    /// Wildcards and names give one record at least: MISSING where nothing is.
    fn next(&mut self) -> Result<Option<Record>, Fault> {
        loop {
            let found = match self.open.last_mut() {
                None => {
                    if self.text.after_blank()?.is_none() || self.text.feed.place() >= self.to {
                        return Ok(None);
                    }
                    self.value(0)?
                }
                Some(Frame::Object { .. }) => self.member()?,
                Some(Frame::Array { .. }) => self.element()?,
            };
            if found.is_some() {
                return Ok(found);
            }
        }
    }

    fn member(&mut self) -> Result<Option<Record>, Fault> {
        let Some(Frame::Object { step, is_first, has_found }) = self.open.last_mut() else {
            unreachable!("next() has looked");
        };
        let (step, had_found) = (*step, *has_found);
        if !self.text.goes_on(b'}', std::mem::take(is_first))? {
            self.open.pop();
            return Ok((!had_found).then_some(None));
        }
        let key = self.text.key()?;
        let is_it = match &self.path[step] {
            Step::Members => true,
            Step::Key(name) => !had_found && name.matches(&json::text(&key)),
            Step::Index(_) | Step::Elements => false,
        };
        if !is_it {
            self.text.skip()?;
            return Ok(None);
        }
        *has_found = true;
        self.value(step + 1)
    }

    fn element(&mut self) -> Result<Option<Record>, Fault> {
        let Some(Frame::Array { step, index, has_found }) = self.open.last_mut() else {
            unreachable!("next() has looked");
        };
        let (step, had_found, at) = (*step, *has_found, *index);
        if !self.text.goes_on(b']', at == 0)? {
            self.open.pop();
            return Ok((!had_found).then_some(None));
        }
        *index += 1;
        let is_it = match &self.path[step] {
            Step::Elements => true,
            Step::Index(wanted) => *wanted == at,
            Step::Key(_) | Step::Members => false,
        };
        if !is_it {
            self.text.skip()?;
            return Ok(None);
        }
        *has_found = true;
        self.value(step + 1)
    }

    /// The value that begins here, with the path from `step` on still to go.
    fn value(&mut self, step: usize) -> Result<Option<Record>, Fault> {
        let Some(first) = self.text.after_blank()? else { return Err(self.text.broken()) };
        let Some(wanted) = self.path.get(step) else {
            return Ok(Some(Some(self.text.value()?)));
        };
        match (wanted, first) {
            (Step::Key(_) | Step::Members, b'{') => {
                self.text.feed.take(1);
                self.open.push(Frame::Object { step, is_first: true, has_found: false });
                Ok(None)
            }
            (Step::Index(_) | Step::Elements, b'[') => {
                self.text.feed.take(1);
                self.open.push(Frame::Array { step, index: 0, has_found: false });
                Ok(None)
            }
            _ => {
                self.text.skip()?;
                Ok(Some(None))
            }
        }
    }
}

/// Reads tokens.
struct Text {
    feed: Feed,
}

impl Text {
    fn peek(&mut self) -> Result<Option<u8>, Fault> {
        while self.feed.ready().is_empty() {
            if !self.feed.more()? {
                return Ok(None);
            }
        }
        Ok(self.feed.ready().first().copied())
    }

    fn after_blank(&mut self) -> Result<Option<u8>, Fault> {
        while let Some(byte) = self.peek()? {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Ok(Some(byte));
            }
            self.feed.take(1);
        }
        Ok(None)
    }

    fn broken(&self) -> Fault {
        Fault::new(
            "JSONParsingError",
            format!(
                "Encountered an error parsing the JSON file near byte {}. Check the file and try \
                 again.",
                self.feed.place()
            ),
        )
    }

    fn expect(&mut self, byte: u8) -> Result<(), Fault> {
        if self.after_blank()? != Some(byte) {
            return Err(self.broken());
        }
        self.feed.take(1);
        Ok(())
    }

    /// Whether another member or element comes; takes the comma or the end.
    fn goes_on(&mut self, end: u8, is_first: bool) -> Result<bool, Fault> {
        match self.after_blank()? {
            Some(byte) if byte == end => {
                self.feed.take(1);
                Ok(false)
            }
            Some(b',') if !is_first => {
                self.feed.take(1);
                Ok(true)
            }
            Some(_) if is_first => Ok(true),
            _ => Err(self.broken()),
        }
    }

    /// A key in its quotes, and the colon.
    fn key(&mut self) -> Result<String, Fault> {
        let mut out = Sink { kept: Some(Vec::new()) };
        if self.after_blank()? != Some(b'"') {
            return Err(self.broken());
        }
        self.string(&mut out)?;
        self.expect(b':')?;
        self.kept(out)
    }

    fn value(&mut self) -> Result<String, Fault> {
        let mut out = Sink { kept: Some(Vec::new()) };
        self.read(&mut out)?;
        self.kept(out)
    }

    fn skip(&mut self) -> Result<(), Fault> {
        self.read(&mut Sink { kept: None })
    }

    fn kept(&self, out: Sink) -> Result<String, Fault> {
        let kept = out.kept.expect("it was made to keep");
        String::from_utf8(kept).map_err(|_| not_utf8(self.feed.place()))
    }

    /// A value with all that it holds, without blanks.
    fn read(&mut self, out: &mut Sink) -> Result<(), Fault> {
        let mut ends: Vec<u8> = Vec::new();
        loop {
            match self.after_blank()? {
                Some(open @ (b'{' | b'[')) => {
                    if ends.len() == JSON_DEPTH_MAX {
                        return Err(self.broken());
                    }
                    self.feed.take(1);
                    out.push(open)?;
                    let end = if open == b'{' { b'}' } else { b']' };
                    if self.after_blank()? != Some(end) {
                        ends.push(end);
                        self.key_of(end, out)?;
                        continue;
                    }
                    self.feed.take(1);
                    out.push(end)?;
                }
                Some(b'"') => self.string(out)?,
                Some(_) => self.word(out)?,
                None => return Err(self.broken()),
            }
            loop {
                let Some(&end) = ends.last() else { return Ok(()) };
                let goes_on = self.goes_on(end, false)?;
                out.push(if goes_on { b',' } else { end })?;
                if goes_on {
                    self.key_of(end, out)?;
                    break;
                }
                ends.pop();
            }
        }
    }

    /// The key of a member, where what is open is an object.
    fn key_of(&mut self, end: u8, out: &mut Sink) -> Result<(), Fault> {
        if end == b']' {
            return Ok(());
        }
        if self.after_blank()? != Some(b'"') {
            return Err(self.broken());
        }
        self.string(out)?;
        self.expect(b':')?;
        out.push(b':')
    }

    fn string(&mut self, out: &mut Sink) -> Result<(), Fault> {
        self.feed.take(1);
        out.push(b'"')?;
        loop {
            if self.peek()?.is_none() {
                return Err(self.broken());
            }
            let ready = self.feed.ready();
            let is_plain = |byte: &u8| !matches!(byte, b'"' | b'\\' | 0..0x20);
            let len = ready.iter().position(|byte| !is_plain(byte)).unwrap_or(ready.len());
            out.extend(&ready[..len])?;
            let stop = ready.get(len).copied();
            self.feed.take(len + usize::from(stop.is_some()));
            match stop {
                None => {}
                Some(b'"') => return out.push(b'"'),
                Some(b'\\') => self.escape(out)?,
                Some(_) => return Err(self.broken()),
            }
        }
    }

    fn escape(&mut self, out: &mut Sink) -> Result<(), Fault> {
        let Some(kind) = self.peek()? else { return Err(self.broken()) };
        if !matches!(kind, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' | b'u') {
            return Err(self.broken());
        }
        self.feed.take(1);
        out.extend(&[b'\\', kind])?;
        for _ in 0..if kind == b'u' { 4 } else { 0 } {
            match self.peek()? {
                Some(digit) if digit.is_ascii_hexdigit() => out.push(digit)?,
                _ => return Err(self.broken()),
            }
            self.feed.take(1);
        }
        Ok(())
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self, out: &mut Sink) -> Result<(), Fault> {
        /// Longer numbers are none.
        const WORD_BYTES_MAX: usize = 512;
        let mut word = Vec::new();
        while let Some(byte) = self.peek()? {
            if !matches!(byte, b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'+' | b'-' | b'.')
                || word.len() == WORD_BYTES_MAX
            {
                break;
            }
            word.push(byte);
            self.feed.take(1);
        }
        if !matches!(word.as_slice(), b"true" | b"false" | b"null") && !is_number(&word) {
            return Err(self.broken());
        }
        out.extend(&word)
    }
}

/// As JSON writes numbers.
fn is_number(word: &[u8]) -> bool {
    let digits = |text: &mut &[u8]| {
        let len = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
        *text = &text[len..];
        len
    };
    let mut rest = word.strip_prefix(b"-").unwrap_or(word);
    let begins_with_zero = rest.first() == Some(&b'0');
    let whole = digits(&mut rest);
    if whole == 0 || (begins_with_zero && whole > 1) {
        return false;
    }
    if let Some(mut fraction) = rest.strip_prefix(b".") {
        if digits(&mut fraction) == 0 {
            return false;
        }
        rest = fraction;
    }
    if let Some(exponent) = rest.strip_prefix(b"e").or(rest.strip_prefix(b"E")) {
        let sign = exponent.strip_prefix(b"-").or(exponent.strip_prefix(b"+"));
        rest = sign.unwrap_or(exponent);
        if digits(&mut rest) == 0 {
            return false;
        }
    }
    rest.is_empty()
}

/// Where what is read goes to; nowhere, when it is skipped.
struct Sink {
    kept: Option<Vec<u8>>,
}

impl Sink {
    fn push(&mut self, byte: u8) -> Result<(), Fault> {
        self.extend(&[byte])
    }

    fn extend(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let Some(kept) = &mut self.kept else { return Ok(()) };
        if kept.len() + bytes.len() > RECORD_BYTES_MAX {
            return Err(over_max_record());
        }
        kept.extend_from_slice(bytes);
        Ok(())
    }
}
