//! Rust names for AWS's names.

const KEYWORDS: [&str; 38] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "fn", "for", "if", "impl", "in", "let", "loop",
    "match", "mod", "move", "mut", "pub", "ref", "return", "static", "struct", "trait", "true",
    "type", "use", "where", "while",
];

/// `MD5OfMessageBody` is `md5_of_message_body`, `ETag` is `e_tag`, `type` is `type_`.
pub fn snake(name: &str) -> String {
    let mut out = words(name).to_lowercase();
    if KEYWORDS.contains(&out.as_str()) || matches!(out.as_str(), "self" | "super" | "yield") {
        out.push('_');
    }
    out
}

/// `VisibilityTimeout` is `VISIBILITY_TIMEOUT`, `aws:kms` is `AWS_KMS`, `s3:Put:*` is `S3_PUT_ALL`.
pub fn constant(value: &str) -> String {
    let out = words(&value.replace('*', "_All")).to_uppercase();
    match out.chars().next() {
        Some(first) if !first.is_ascii_digit() => out,
        _ => format!("_{out}"),
    }
}

/// Words joined by `_`: they end where an upper-case letter follows a lower-case one, before the
/// last capital of a run that a lower-case letter follows, and at anything else than letters and
/// digits. Digits belong to the word before them.
fn words(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::new();
    let mut was_lower = false;
    for (at, &c) in chars.iter().enumerate() {
        if !c.is_ascii_alphanumeric() {
            was_lower = false;
            if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
            continue;
        }
        let before_lower = chars.get(at + 1).is_some_and(char::is_ascii_lowercase);
        let starts_word = c.is_ascii_uppercase() && (was_lower || before_lower);
        if starts_word && !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        out.push(c);
        was_lower = c.is_ascii_lowercase() || (was_lower && c.is_ascii_digit());
    }
    out.trim_end_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_as_words() {
        for (name, expected) in [
            ("MD5OfMessageBody", "md5_of_message_body"),
            ("ETag", "e_tag"),
            ("ContentMD5", "content_md5"),
            ("ChecksumCRC64NVME", "checksum_crc64nvme"),
            ("SSECustomerKey", "sse_customer_key"),
            ("queueUrls", "queue_urls"),
            ("Type", "type_"),
            ("BatchEntryIdsNotDistinct", "batch_entry_ids_not_distinct"),
        ] {
            assert_eq!(snake(name), expected);
        }
        for (value, expected) in [
            ("aws:kms", "AWS_KMS"),
            ("s3:ObjectCreated:*", "S3_OBJECT_CREATED_ALL"),
            ("AES256", "AES256"),
            ("2021-01", "_2021_01"),
        ] {
            assert_eq!(constant(value), expected);
        }
    }
}
