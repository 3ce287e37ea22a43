//! Walking a listing: prefix, delimiter, markers and pages, the same for objects, versions and
//! uploads.
//!
//! A walk seeks past a common prefix instead of reading what lies under it, so the cost of a page
//! grows with what it shows, not with what it passes over.

use kernel::ApiError;
use store::StoreError;

/// After so many entries under a common prefix the walk seeks; before, reading on is cheaper.
const READ_ON_MAX: usize = 8;

/// Where a walk begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    Beginning,
    /// After all that the key has.
    AfterKey(String),
    /// After everything that starts so.
    AfterPrefix(String),
    /// Within a key that has several entries: after the one of this sequence.
    AfterEntry(String, u64),
}

/// What is asked of a walk.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub prefix: &'a str,
    /// Empty for none.
    pub delimiter: &'a str,
    pub max: usize,
}

#[derive(Debug)]
pub enum Entry<T> {
    Item(String, T),
    CommonPrefix(String),
}

#[derive(Debug)]
pub struct Page<T> {
    pub entries: Vec<Entry<T>>,
    pub is_truncated: bool,
}

/// What a walk reads from: `(key, entry)` in order, from a start.
pub type Source<'s, T> = Box<dyn Iterator<Item = Result<(String, T), StoreError>> + 's>;

/// Reads one page. `open` answers the entries whose keys start with `asked.prefix`.
pub fn walk<'s, T>(
    open: impl Fn(&Start) -> Source<'s, T>,
    start: Start,
    asked: Asked<'_>,
) -> Result<Page<T>, ApiError> {
    let mut page = Page { entries: Vec::new(), is_truncated: false };
    if asked.max == 0 {
        return Ok(page);
    }
    let mut passed = match &start {
        Start::AfterPrefix(prefix) => Some(prefix.clone()),
        Start::AfterKey(key) => common_prefix(key, asked).map(str::to_owned),
        Start::AfterEntry(..) | Start::Beginning => None,
    };
    let mut source = open(&match &passed {
        Some(prefix) => Start::AfterPrefix(prefix.clone()),
        None => start,
    });
    let mut read_on = 0;
    // Bounded by the page's length: each turn adds to it, reads on a little, or ends.
    while let Some(entry) = source.next() {
        let (key, item) = entry?;
        if let Some(prefix) = &passed
            && key.starts_with(prefix.as_str())
        {
            read_on += 1;
            if read_on > READ_ON_MAX {
                source = open(&Start::AfterPrefix(prefix.clone()));
                read_on = 0;
            }
            continue;
        }
        if page.entries.len() == asked.max {
            page.is_truncated = true;
            break;
        }
        if let Some(prefix) = common_prefix(&key, asked) {
            passed = Some(prefix.to_owned());
            read_on = 0;
            page.entries.push(Entry::CommonPrefix(prefix.to_owned()));
        } else {
            page.entries.push(Entry::Item(key, item));
        }
    }
    Ok(page)
}

/// The key up to and with the first delimiter after the prefix.
fn common_prefix<'k>(key: &'k str, asked: Asked<'_>) -> Option<&'k str> {
    if asked.delimiter.is_empty() {
        return None;
    }
    let rest = key.strip_prefix(asked.prefix)?;
    let at = rest.find(asked.delimiter)?;
    Some(&key[..asked.prefix.len() + at + asked.delimiter.len()])
}
