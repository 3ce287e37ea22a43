//! Compressed request bodies, inflated within a limit.

use std::io::Read;

use bytes::Bytes;
use http::header::CONTENT_ENCODING;
use http::{HeaderMap, HeaderValue};

use crate::message::header;
use crate::protocol::malformed::{MAX_INFLATED_BYTES, Malformed};

pub(crate) const MAGIC: [u8; 2] = [0x1F, 0x8B];

pub(crate) fn inflate(body: &[u8]) -> Result<Bytes, Malformed> {
    let mut out = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(body).take(MAX_INFLATED_BYTES + 1);
    reader
        .read_to_end(&mut out)
        .map_err(|_| Malformed::new("The request body is not valid gzip data."))?;
    if out.len() as u64 > MAX_INFLATED_BYTES {
        return Err(Malformed::new("The request body is too large after decompression."));
    }
    Ok(Bytes::from(out))
}

/// The headers as they were before the client compressed the body.
pub(crate) fn without_last_coding(headers: &HeaderMap) -> HeaderMap {
    let mut out = headers.clone();
    let rest = header(headers, "content-encoding").and_then(|codings| codings.rsplit_once(','));
    match rest.and_then(|(rest, _)| HeaderValue::from_str(rest.trim_end()).ok()) {
        Some(rest) => drop(out.insert(CONTENT_ENCODING, rest)),
        None => drop(out.remove(CONTENT_ENCODING)),
    }
    out
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn compress(data: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn inflates_within_the_limit() {
        assert_eq!(inflate(&compress(b"{}")).unwrap(), "{}");
        assert!(inflate(&[0x1F, 0x8B, 0, 1]).is_err());
    }

    #[test]
    fn refuses_a_bomb() {
        let bomb = compress(&vec![0; MAX_INFLATED_BYTES as usize + 1]);
        assert!(bomb.len() < 1_000_000);
        assert!(inflate(&bomb).is_err());
    }
}
