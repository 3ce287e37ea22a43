//! Serial numbers: hexadecimal digits in ARNs and rows, pairs with colons in reports.

/// Digits without colons, in lower case and without leading zeros; `None` for other text.
pub fn normal(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|it| *it != ':').collect();
    let digits = digits.trim_start_matches('0').to_ascii_lowercase();
    let is_hex = !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_hexdigit());
    is_hex.then_some(digits)
}

pub fn text(bytes: &[u8]) -> String {
    let pairs: Vec<String> = bytes.iter().map(|it| format!("{it:02x}")).collect();
    pairs.concat()
}

pub fn bytes(digits: &str) -> Vec<u8> {
    let even = if digits.len().is_multiple_of(2) { String::new() } else { "0".to_owned() };
    let digits = even + digits;
    let (pairs, _) = digits.as_bytes().as_chunks::<2>();
    let byte = |pair: &[u8; 2]| u8::from_str_radix(&String::from_utf8_lossy(pair), 16);
    pairs.iter().filter_map(|pair| byte(pair).ok()).collect()
}

/// `0a:1b:…`
pub fn with_colons(digits: &str) -> String {
    let pairs: Vec<String> = bytes(digits).iter().map(|it| format!("{it:02x}")).collect();
    pairs.join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_written_in_several_ways() {
        assert_eq!(normal("0A:1b:FF").as_deref(), Some("a1bff"));
        assert_eq!(normal("00"), None);
        assert_eq!(normal("xyz"), None);
        assert_eq!(bytes("a1bff"), [0x0a, 0x1b, 0xff]);
        assert_eq!(with_colons("a1bff"), "0a:1b:ff");
        assert_eq!(text(&[0x41, 2]), "4102");
    }
}
