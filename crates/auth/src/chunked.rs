//! The `aws-chunked` framing of streamed bodies.
//!
//! A body comes as `SIZE[;chunk-signature=…]\r\n DATA \r\n`, again and again, ends with a chunk
//! of size 0, and may be followed by trailing headers (with a signature of their own when the
//! chunks are signed). The decoder takes it in pieces of any size, hands the data on as it comes,
//! and keeps no more than one line. Signatures are compared at the end of each chunk: data that
//! was handed on is worth nothing until [`ChunkedDecoder::finish`] has succeeded.
//!
//! Amazon S3 API Reference, "Signature Calculations for the Authorization Header: Transferring
//! Payload in Multiple Chunks" and "… Including Trailing Headers".

use kernel::ApiError;
use sha2::{Digest as _, Sha256};

use crate::asymmetric::{self, VerifyingKey};
use crate::errors::{self, Family, Mismatch};
use crate::signing::{self, EMPTY_SHA256, SigningKey};

/// A line of the framing (a size with its signature, or a trailing header) is at most so long.
const LINE_LEN_MAX: usize = 4096;

/// Trailing headers: one checksum is usual.
const TRAILERS_MAX: usize = 16;

/// All chunks but the last must hold so many bytes (S3's `InvalidChunkSizeError`).
const CHUNK_LEN_MIN: u64 = 8 * 1024;

const TRAILER_SIGNATURE: &str = "x-amz-trailer-signature";

/// What `x-amz-content-sha256` says of the chunks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// `STREAMING-AWS4-HMAC-SHA256-PAYLOAD`
    Signed,
    /// `STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER`
    SignedWithTrailer,
    /// `STREAMING-UNSIGNED-PAYLOAD-TRAILER`
    UnsignedWithTrailer,
    /// `STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD`
    Asymmetric,
    /// `STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER`
    AsymmetricWithTrailer,
}

impl Mode {
    pub fn of(content_sha256: &str) -> Option<Mode> {
        Some(match content_sha256 {
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" => Mode::Signed,
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" => Mode::SignedWithTrailer,
            "STREAMING-UNSIGNED-PAYLOAD-TRAILER" => Mode::UnsignedWithTrailer,
            "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD" => Mode::Asymmetric,
            "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER" => Mode::AsymmetricWithTrailer,
            _ => return None,
        })
    }

    /// Whether the chunks have signatures.
    pub fn is_signed(self) -> bool {
        self != Mode::UnsignedWithTrailer
    }

    /// What begins the texts that are signed: of a chunk, of the trailing headers.
    fn algorithms(self) -> (&'static str, &'static str) {
        match self {
            Mode::Asymmetric | Mode::AsymmetricWithTrailer => {
                ("AWS4-ECDSA-P256-SHA256-PAYLOAD", "AWS4-ECDSA-P256-SHA256-TRAILER")
            }
            _ => ("AWS4-HMAC-SHA256-PAYLOAD", "AWS4-HMAC-SHA256-TRAILER"),
        }
    }

    fn has_trailer(self) -> bool {
        !matches!(self, Mode::Signed | Mode::Asymmetric)
    }
}

/// What chunk signatures are computed with.
#[derive(Clone, Debug)]
pub struct ChunkSigner {
    pub key: ChunkKey,
    /// `20130524T000000Z`.
    pub time: String,
    /// `20130524/us-east-1/s3/aws4_request`; of Signature Version 4A without a region.
    pub scope: String,
    /// The signature of the request's head: the first link of the chain.
    pub seed: String,
}

/// By what a client's signatures are verified.
#[derive(Clone, Debug)]
pub enum ChunkKey {
    /// Signature Version 4.
    Shared(SigningKey),
    /// Signature Version 4A.
    Pair(Box<VerifyingKey>),
}

impl ChunkKey {
    fn is_signature(&self, text: &str, signature: &str) -> bool {
        match self {
            ChunkKey::Shared(key) => signing::is_signature(key, text, signature),
            ChunkKey::Pair(key) => asymmetric::is_signature(key, text, signature),
        }
    }
}

/// A body in the framing: how, and what its signatures are verified with when they are.
#[derive(Clone, Debug)]
pub struct Streaming {
    pub mode: Mode,
    pub signer: Option<ChunkSigner>,
}

/// Trailing headers in the order in which they came: lower-case name, value.
pub type Trailers = Vec<(String, String)>;

/// Takes the framing off a body that comes in pieces.
#[derive(Debug)]
pub struct ChunkedDecoder {
    mode: Mode,
    decoded_len: u64,
    seen_len: u64,
    state: State,
    line: Vec<u8>,
    chunk: Chunk,
    verifier: Option<Verifier>,
    trailers: Trailers,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Size,
    Data {
        left: u64,
    },
    /// The line end after a chunk's data.
    DataEnd,
    Trailer,
    Done,
}

/// The chunk that is being read, or was read last.
#[derive(Debug, Default)]
struct Chunk {
    len: u64,
    signature: Option<String>,
}

impl ChunkedDecoder {
    /// `decoded_len` is the header `x-amz-decoded-content-length`, which must be there.
    pub fn new(
        streaming: Streaming,
        decoded_len: Option<&str>,
    ) -> Result<ChunkedDecoder, ApiError> {
        let Streaming { mode, signer } = streaming;
        let decoded_len = decoded_len.and_then(|text| text.trim().parse().ok());
        let decoded_len = decoded_len.ok_or_else(missing_length)?;
        Ok(ChunkedDecoder {
            mode,
            decoded_len,
            seen_len: 0,
            state: State::Size,
            line: Vec::new(),
            chunk: Chunk { len: CHUNK_LEN_MIN, signature: None },
            verifier: signer.filter(|_| mode.is_signed()).map(|signer| Verifier::new(signer, mode)),
            trailers: Trailers::new(),
        })
    }

    /// Takes the next piece of the body and hands its data to `out`, whose refusal ends it.
    pub fn push(
        &mut self,
        mut piece: &[u8],
        out: &mut impl FnMut(&[u8]) -> Result<(), ApiError>,
    ) -> Result<(), ApiError> {
        while !piece.is_empty() {
            match self.state {
                State::Data { left } => piece = self.take_data(piece, left, out)?,
                // Whatever follows the end is the line end that some clients send.
                State::Done => return self.check_epilogue(piece),
                State::Size | State::DataEnd | State::Trailer => {
                    let Some(rest) = self.take_line(piece)? else { return Ok(()) };
                    piece = rest;
                    let line = std::mem::take(&mut self.line);
                    self.on_line(&line)?;
                    self.line = line;
                    self.line.clear();
                }
            }
        }
        Ok(())
    }

    /// The body has ended: checks that it is whole and gives its trailing headers.
    pub fn finish(mut self) -> Result<Trailers, ApiError> {
        if self.state == State::Trailer {
            // The last line may lack its end.
            let line = std::mem::take(&mut self.line);
            if !line.is_empty() {
                self.on_line(&line)?;
            }
            if self.state == State::Trailer {
                self.end_trailers()?;
            }
        }
        if self.state != State::Done || self.seen_len != self.decoded_len {
            return Err(incomplete_body());
        }
        Ok(self.trailers)
    }

    fn take_data<'p>(
        &mut self,
        piece: &'p [u8],
        left: u64,
        out: &mut impl FnMut(&[u8]) -> Result<(), ApiError>,
    ) -> Result<&'p [u8], ApiError> {
        let len = usize::try_from(left).unwrap_or(usize::MAX).min(piece.len());
        let (data, rest) = piece.split_at(len);
        if let Some(verifier) = &mut self.verifier {
            verifier.hash.update(data);
        }
        out(data)?;
        let left = left - len as u64;
        self.state = if left > 0 { State::Data { left } } else { State::DataEnd };
        if left == 0 {
            self.verify_chunk()?;
        }
        Ok(rest)
    }

    /// Moves a line into `self.line` and answers what follows it; `None` when the line goes on.
    fn take_line<'p>(&mut self, piece: &'p [u8]) -> Result<Option<&'p [u8]>, ApiError> {
        let end = piece.iter().position(|byte| *byte == b'\n');
        let (head, rest) = piece.split_at(end.unwrap_or(piece.len()));
        if self.line.len() + head.len() > LINE_LEN_MAX {
            return Err(self.malformed());
        }
        self.line.extend_from_slice(head);
        Ok(end.map(|_| &rest[1..]))
    }

    fn on_line(&mut self, line: &[u8]) -> Result<(), ApiError> {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match self.state {
            State::Size => self.on_size(line),
            State::DataEnd if line.is_empty() => {
                self.state = State::Size;
                Ok(())
            }
            State::DataEnd => Err(incomplete_body()),
            State::Trailer => self.on_trailer(line),
            State::Data { .. } | State::Done => unreachable!("these states read no lines"),
        }
    }

    fn on_size(&mut self, line: &[u8]) -> Result<(), ApiError> {
        let line = std::str::from_utf8(line).map_err(|_| incomplete_body())?;
        let (size, extensions) = line.split_once(';').unwrap_or((line, ""));
        let len = parse_size(size.trim()).ok_or_else(incomplete_body)?;
        let signature = extensions.trim().strip_prefix("chunk-signature=").map(str::to_owned);
        if len > 0 && self.chunk.len < CHUNK_LEN_MIN {
            return Err(chunk_too_small(self.chunk.len));
        }
        self.seen_len = self.seen_len.saturating_add(len);
        if self.seen_len > self.decoded_len {
            return Err(incomplete_body());
        }
        self.chunk = Chunk { len, signature };
        self.state = if len == 0 { State::Trailer } else { State::Data { left: len } };
        if len == 0 {
            self.verify_chunk()?;
        }
        Ok(())
    }

    fn on_trailer(&mut self, line: &[u8]) -> Result<(), ApiError> {
        if line.is_empty() {
            return self.end_trailers();
        }
        if !self.mode.has_trailer() || self.trailers.len() >= TRAILERS_MAX {
            return Err(malformed_trailer());
        }
        let line = std::str::from_utf8(line).map_err(|_| malformed_trailer())?;
        let (name, value) = line.split_once(':').ok_or_else(malformed_trailer)?;
        let name = name.trim().to_ascii_lowercase();
        if name.is_empty() {
            return Err(malformed_trailer());
        }
        self.trailers.push((name, value.trim().to_owned()));
        Ok(())
    }

    /// The trailing headers are complete: their signature is compared and taken out of them.
    fn end_trailers(&mut self) -> Result<(), ApiError> {
        self.state = State::Done;
        let at = self.trailers.iter().position(|(name, _)| name == TRAILER_SIGNATURE);
        let signature = at.map(|at| self.trailers.remove(at).1);
        if !self.mode.has_trailer() {
            return Ok(());
        }
        let Some(verifier) = &mut self.verifier else { return Ok(()) };
        verifier.check_trailers(&self.trailers, signature.as_deref().unwrap_or_default())
    }

    fn verify_chunk(&mut self) -> Result<(), ApiError> {
        let Some(verifier) = &mut self.verifier else { return Ok(()) };
        verifier.check_chunk(self.chunk.signature.as_deref().unwrap_or_default())
    }

    fn check_epilogue(&self, piece: &[u8]) -> Result<(), ApiError> {
        if piece.iter().all(|byte| matches!(byte, b'\r' | b'\n')) {
            return Ok(());
        }
        Err(if self.mode.has_trailer() { malformed_trailer() } else { incomplete_body() })
    }

    fn malformed(&self) -> ApiError {
        if self.state == State::Trailer { malformed_trailer() } else { incomplete_body() }
    }
}

/// The chain of signatures.
#[derive(Debug)]
struct Verifier {
    signer: ChunkSigner,
    mode: Mode,
    previous: String,
    hash: Sha256,
}

impl Verifier {
    fn new(signer: ChunkSigner, mode: Mode) -> Verifier {
        let previous = signer.seed.clone();
        Verifier { signer, mode, previous, hash: Sha256::new() }
    }

    fn check_chunk(&mut self, signature: &str) -> Result<(), ApiError> {
        let hash = signing::hex(&self.hash.finalize_reset());
        let (algorithm, _) = self.mode.algorithms();
        self.check(algorithm, &format!("{EMPTY_SHA256}\n{hash}"), signature)
    }

    fn check_trailers(
        &mut self,
        trailers: &[(String, String)],
        signature: &str,
    ) -> Result<(), ApiError> {
        let mut hash = Sha256::new();
        for (name, value) in trailers {
            hash.update(format!("{name}:{value}\n"));
        }
        let (_, algorithm) = self.mode.algorithms();
        self.check(algorithm, &signing::hex(&hash.finalize()), signature)
    }

    fn check(&mut self, algorithm: &str, hashes: &str, signature: &str) -> Result<(), ApiError> {
        let ChunkSigner { key, time, scope, .. } = &self.signer;
        let text = format!("{algorithm}\n{time}\n{scope}\n{}\n{hashes}", self.previous);
        let signature = match key {
            ChunkKey::Shared(_) => signature,
            ChunkKey::Pair(_) => asymmetric::without_padding(signature),
        };
        if !key.is_signature(&text, signature) {
            let mismatch = Mismatch {
                access_key_id: "",
                provided: signature,
                string_to_sign: &text,
                canonical_request: b"",
            };
            return Err(errors::signature_does_not_match(Family::S3, &mismatch));
        }
        signature.clone_into(&mut self.previous);
        Ok(())
    }
}

/// Hexadecimal digits and nothing else: `u64::from_str_radix` would take a sign.
fn parse_size(text: &str) -> Option<u64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u64::from_str_radix(text, 16).ok()
}

fn missing_length() -> ApiError {
    ApiError::new("MissingContentLength", "You must provide the Content-Length HTTP header.")
        .with_status(411)
}

fn incomplete_body() -> ApiError {
    ApiError::new(
        "IncompleteBody",
        "You did not provide the number of bytes specified by the Content-Length HTTP header",
    )
}

fn malformed_trailer() -> ApiError {
    ApiError::new(
        "MalformedTrailerError",
        "The request contained trailing data that was not well-formed or did not conform to our \
         published schema.",
    )
}

fn chunk_too_small(len: u64) -> ApiError {
    ApiError::new(
        "InvalidChunkSizeError",
        "Only the last chunk is allowed to have a size less than 8192 bytes",
    )
    .with_status(403)
    .with_member("BadChunkSize", len.to_string())
}
