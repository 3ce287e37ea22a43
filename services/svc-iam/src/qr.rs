//! Pictures of QR codes: the code of a virtual MFA device as authenticator apps read it.
//!
//! The symbol is made by `qrcodegen`; what is here is a PNG of one bit a pixel, not compressed: a
//! small picture needs nothing else.

use bytes::Bytes;
use qrcodegen::{QrCode, QrCodeEcc};

/// Pixels of a module, and modules of the quiet zone, which is four by ISO/IEC 18004.
const SCALE: usize = 4;
const QUIET: usize = 4;
const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
/// Bytes of a block of deflate that is stored as it is.
const STORED_MAX: usize = 0xffff;

/// `None` when the text is longer than any QR code.
pub fn png(text: &str) -> Option<Bytes> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let modules = code.size() as usize + 2 * QUIET;
    let side = modules * SCALE;
    let mut rows = Vec::new();
    for y in 0..side {
        // Each row begins with its filter: none.
        rows.push(0);
        let at = |pixel: usize| (pixel / SCALE) as i32 - QUIET as i32;
        for first in (0..side).step_by(8) {
            // Dark is 0; pixels past the edge are not looked at.
            let light = |x: usize| u8::from(x >= side || !code.get_module(at(x), at(y)));
            rows.push((0..8).fold(0, |byte, bit| byte << 1 | light(first + bit)));
        }
    }
    let side = (side as u32).to_be_bytes();
    // One bit a pixel, grey; the ways of compression, filters and interlacing are the only ones.
    let header = [&side[..], &side[..], &[1, 0, 0, 0, 0]].concat();
    let mut file = SIGNATURE.to_vec();
    chunk(&mut file, *b"IHDR", &header);
    chunk(&mut file, *b"IDAT", &stored(&rows));
    chunk(&mut file, *b"IEND", &[]);
    Some(Bytes::from(file))
}

fn chunk(file: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    file.extend((data.len() as u32).to_be_bytes());
    let begin = file.len();
    file.extend(kind);
    file.extend(data);
    let sum = crc32(&file[begin..]);
    file.extend(sum.to_be_bytes());
}

/// A zlib stream (RFC 1950) of stored blocks.
fn stored(data: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let count = data.chunks(STORED_MAX).count();
    for (at, block) in data.chunks(STORED_MAX).enumerate() {
        let length = block.len() as u16;
        stream.push(u8::from(at + 1 == count));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(block);
    }
    let (mut low, mut high) = (1u32, 0u32);
    for byte in data {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    stream.extend((high << 16 | low).to_be_bytes());
    stream
}

/// The check sum of PNG's chunks.
fn crc32(data: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            let reduced = sum >> 1;
            if sum & 1 == 1 { reduced ^ 0xedb8_8320 } else { reduced }
        })
    };
    !data.iter().fold(u32::MAX, step)
}

#[cfg(test)]
mod tests {
    use super::{QUIET, SCALE, crc32, png};

    /// "The CRC of 123456789": the check value of CRC-32.
    #[test]
    fn check_sum() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    /// A symbol has its finder pattern, seven modules wide, in the corner after the quiet zone.
    #[test]
    fn finder_pattern() {
        let file = png("otpauth://totp/ann@111111111111?secret=ABC").expect("it is short");
        let side = u32::from_be_bytes(file[16..20].try_into().expect("four bytes")) as usize;
        assert_eq!(side % SCALE, 0);
        // Signature 8, IHDR 25, IDAT's length and name 8, zlib's head 2, the block's 5.
        let rows = &file[48..];
        let width = 1 + side.div_ceil(8);
        let is_dark = |x: usize, y: usize| {
            let (x, y) = ((x + QUIET) * SCALE, (y + QUIET) * SCALE);
            rows[y * width + 1 + x / 8] >> (7 - x % 8) & 1 == 0
        };
        let row = |y: usize| (0..8).map(move |x| if is_dark(x, y) { '#' } else { '.' });
        assert_eq!(row(0).collect::<String>(), "#######.");
        assert_eq!(row(1).collect::<String>(), "#.....#.");
        assert_eq!(row(2).collect::<String>(), "#.###.#.");
        assert_eq!(row(7).collect::<String>(), "........");
        assert_eq!(png(&"x".repeat(5_000)), None);
    }
}
