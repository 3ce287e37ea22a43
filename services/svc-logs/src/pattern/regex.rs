//! The regular expressions of patterns, of which AWS takes few things: letters and digits, some
//! symbols, and operators without groups.

use super::Refusal;

/// Source: "Supported regular expressions (regex) syntax": symbols, then operators. Whitespace is
/// not listed there and taken.
const SYMBOLS: &str = ":_#=@/;,- \t";
const OPERATORS: &str = "^$?[]{}|\\*+.";
/// What a compiled expression may take.
const COMPILED_BYTES_MAX: usize = 1 << 20;

pub fn compile(text: &str) -> Result<::regex::Regex, Refusal> {
    let mut is_escaped = false;
    for it in text.chars() {
        let is_known = it.is_ascii_alphanumeric() || SYMBOLS.contains(it) || OPERATORS.contains(it);
        let is_taken = is_known || (is_escaped && it.is_ascii());
        if !is_taken {
            // [U]
            return Err(format!("Invalid character '{it}' in regular expression '{text}'."));
        }
        is_escaped = it == '\\' && !is_escaped;
    }
    ::regex::RegexBuilder::new(text)
        .size_limit(COMPILED_BYTES_MAX)
        .build()
        // [U]
        .map_err(|_| format!("Invalid regular expression '{text}'."))
}
