//! Durations as ISO 8601 writes them: `PT5M`, `PT1H30M`, `P1DT2H`.

use std::time::Duration;

/// Days, hours, minutes and seconds in whole numbers; `None` for anything else.
pub fn parse(text: &str) -> Option<Duration> {
    let rest = text.strip_prefix('P')?;
    let (date, time) = match rest.split_once('T') {
        Some((_, "")) => return None,
        Some((date, time)) => (date, time),
        None => (rest, ""),
    };
    if date.is_empty() && time.is_empty() {
        return None;
    }
    let seconds = sum(date, &[('D', 86_400)])?.checked_add(sum(time, &TIME_UNITS)?)?;
    Some(Duration::from_secs(seconds))
}

const TIME_UNITS: [(char, u64); 3] = [('H', 3_600), ('M', 60), ('S', 1)];

/// Each unit at most once and in this order.
fn sum(text: &str, units: &[(char, u64)]) -> Option<u64> {
    let (mut rest, mut total) = (text, 0u64);
    for (letter, seconds) in units {
        let Some((number, after)) = rest.split_once(*letter) else { continue };
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        total = total.checked_add(number.parse::<u64>().ok()?.checked_mul(*seconds)?)?;
        rest = after;
    }
    rest.is_empty().then_some(total)
}
