//! Times as SAML writes them (`xs:dateTime` in UTC).

/// Microseconds since 1970; `None` for what is no time in UTC.
#[must_use]
pub fn micros(text: &str) -> Option<i64> {
    let text = text.trim();
    let is_utc = text.ends_with('Z') || text.ends_with("+00:00");
    let time: jiff::Timestamp = text.parse().ok()?;
    is_utc.then(|| time.as_microsecond())
}
