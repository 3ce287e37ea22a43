//! PEM (RFC 7468): texts between BEGIN and END lines.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const LINE_LEN: usize = 64;

/// One text: its label and what it encodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub label: String,
    pub der: Vec<u8>,
    /// Lines such as `Proc-Type` stand before the text: a key enciphered the old way.
    pub has_headers: bool,
}

/// What is no PEM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PemFault;

/// All texts of a file, in its order. Lines between them are remarks.
pub fn blocks(text: &str) -> Result<Vec<Block>, PemFault> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("-----BEGIN ") {
        rest = &rest[at + "-----BEGIN ".len()..];
        let (label, after) = rest.split_once("-----").ok_or(PemFault)?;
        let end = format!("-----END {label}-----");
        let (body, after) = after.split_once(&end).ok_or(PemFault)?;
        let is_header = |line: &&str| line.contains(':');
        let has_headers = body.lines().any(|line| is_header(&line));
        let body: String = body
            .lines()
            .filter(|line| !is_header(line))
            .flat_map(|line| line.chars().filter(|it| !it.is_whitespace()))
            .collect();
        let der = STANDARD.decode(body).map_err(|_| PemFault)?;
        found.push(Block { label: label.to_owned(), der, has_headers });
        rest = after;
    }
    Ok(found)
}

/// A text in lines of 64 characters, without a line's end after the last.
pub fn encode(label: &str, der: &[u8]) -> String {
    let body = STANDARD.encode(der);
    let mut out = format!("-----BEGIN {label}-----\n");
    for chunk in body.as_bytes().chunks(LINE_LEN) {
        out.extend(chunk.iter().map(|it| char::from(*it)));
        out.push('\n');
    }
    out.push_str("-----END ");
    out.push_str(label);
    out.push_str("-----");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_read_back_between_remarks() {
        let text = format!("a remark\n{}\r\nmore\n{}", encode("A", &[7; 100]), encode("B B", &[]));
        let read = blocks(&text).expect("it is PEM");
        assert_eq!(read[0], Block { label: "A".into(), der: vec![7; 100], has_headers: false });
        assert_eq!(read[1].label, "B B");
        assert_eq!(blocks("-----BEGIN A-----\nabc"), Err(PemFault));
        assert_eq!(blocks("-----BEGIN A-----\n*\n-----END A-----"), Err(PemFault));
        assert_eq!(blocks("no text"), Ok(Vec::new()));
    }
}
