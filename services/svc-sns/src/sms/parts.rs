//! A text message is one or several short messages: how many, and where they are cut.
//!
//! Source: "Publishing to a mobile phone": 160 characters of the GSM alphabet or 70 of UCS-2;
//! "messages are not cut off in the middle of a word, but instead on whole-word boundaries". The
//! alphabet is that of 3GPP TS 23.038.

/// Characters of one message, by alphabet.
const GSM_UNITS: usize = 160;
const UCS2_UNITS: usize = 70;

const GSM_BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
                         ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// These take two places.
const GSM_EXTENDED: &str = "\u{c}^{}\\[~]|€";

/// The parts of a text; at least one.
pub fn split(text: &str) -> Vec<String> {
    let is_gsm = text.chars().all(|it| GSM_BASIC.contains(it) || GSM_EXTENDED.contains(it));
    let (units, max): (fn(char) -> usize, _) =
        if is_gsm { (gsm_units, GSM_UNITS) } else { (char::len_utf16, UCS2_UNITS) };
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let end = fitting(rest, units, max);
        if end == rest.len() {
            parts.push(rest.to_owned());
            return parts;
        }
        // A word that is longer than a message is cut all the same.
        let at = match rest[..end].rfind(char::is_whitespace) {
            Some(space) if space > 0 && !rest[end..].starts_with(char::is_whitespace) => space,
            _ => end,
        };
        parts.push(rest[..at].to_owned());
        rest = rest[at..].trim_start_matches(' ');
    }
}

fn gsm_units(character: char) -> usize {
    if GSM_EXTENDED.contains(character) { 2 } else { 1 }
}

/// How many bytes of `text` fit into a message.
fn fitting(text: &str, units: fn(char) -> usize, max: usize) -> usize {
    let mut sum = 0;
    for (at, character) in text.char_indices() {
        sum += units(character);
        if sum > max {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::split;

    fn lengths(text: &str) -> Vec<usize> {
        split(text).iter().map(|part| part.chars().count()).collect()
    }

    #[test]
    fn short_texts_are_one_message() {
        assert_eq!(lengths(&"a".repeat(160)), [160]);
        assert_eq!(lengths(&"я".repeat(70)), [70]);
        assert_eq!(lengths(&"€".repeat(80)), [80]);
        assert_eq!(lengths(""), [0]);
    }

    #[test]
    fn long_texts_are_cut_between_words() {
        assert_eq!(lengths(&"a".repeat(161)), [160, 1]);
        assert_eq!(lengths(&"я".repeat(71)), [70, 1]);
        assert_eq!(lengths(&"€".repeat(81)), [80, 1]);
        let words = "123456789 ".repeat(20);
        let parts = split(&words);
        assert!(parts.iter().all(|part| part.chars().count() <= 160));
        assert_eq!(parts[0].len(), 159);
        assert!(parts[1].starts_with("123456789"));
        // Emoji take two places of UCS-2.
        assert_eq!(lengths(&"😀".repeat(36)), [35, 1]);
    }
}
