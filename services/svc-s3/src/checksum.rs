//! Checksums: which one a client names, whether it is right, and how parts' come together.
//!
//! Source: S3 User Guide, "Checking object integrity". The digests themselves are taken while the
//! bytes arrive (`store::digest`); nothing here reads content.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use crc_fast::CrcAlgorithm;
use kernel::body::{Body, Segment};
use kernel::{ApiError, DigestSet, Digests, Struct};
use minicbor::bytes::{ByteArray, ByteVec};

use crate::errors;
use crate::state::{Algorithm, ChecksumKind, ChecksumRow};

/// Taken of every object whose client names none.
pub const DEFAULT: Algorithm = Algorithm::Crc64nvme;

const ALL: [Algorithm; 10] = [
    Algorithm::Crc32,
    Algorithm::Crc32c,
    Algorithm::Crc64nvme,
    Algorithm::Sha1,
    Algorithm::Sha256,
    Algorithm::Sha512,
    Algorithm::Md5,
    Algorithm::Xxhash64,
    Algorithm::Xxhash3,
    Algorithm::Xxhash128,
];

impl Algorithm {
    /// As in `x-amz-checksum-algorithm`.
    pub fn name(self) -> &'static str {
        self.member().strip_prefix("Checksum").expect("all members begin so")
    }

    /// The member that carries its value, in inputs and outputs.
    pub fn member(self) -> &'static str {
        match self {
            Algorithm::Crc32 => "ChecksumCRC32",
            Algorithm::Crc32c => "ChecksumCRC32C",
            Algorithm::Crc64nvme => "ChecksumCRC64NVME",
            Algorithm::Sha1 => "ChecksumSHA1",
            Algorithm::Sha256 => "ChecksumSHA256",
            Algorithm::Sha512 => "ChecksumSHA512",
            Algorithm::Md5 => "ChecksumMD5",
            Algorithm::Xxhash64 => "ChecksumXXHASH64",
            Algorithm::Xxhash3 => "ChecksumXXHASH3",
            Algorithm::Xxhash128 => "ChecksumXXHASH128",
        }
    }

    pub fn parse(name: &str) -> Option<Algorithm> {
        ALL.into_iter().find(|algorithm| algorithm.name().eq_ignore_ascii_case(name))
    }

    /// As clients name it in `x-amz-checksum-algorithm` or `x-amz-sdk-checksum-algorithm`.
    pub fn named(name: &str) -> Result<Algorithm, ApiError> {
        Algorithm::parse(name).ok_or_else(|| {
            let names: Vec<&str> = ALL.iter().map(|algorithm| algorithm.name()).collect();
            errors::invalid_request(format!(
                "Checksum algorithm provided is unsupported. Please try again with any of the \
                 valid types: [{}]",
                names.join(", ")
            ))
        })
    }

    pub fn digest_set(self) -> DigestSet {
        let mut set = DigestSet::NONE;
        match self {
            Algorithm::Crc32 => set.crc32 = true,
            Algorithm::Crc32c => set.crc32c = true,
            Algorithm::Crc64nvme => set.crc64nvme = true,
            Algorithm::Sha1 => set.sha1 = true,
            Algorithm::Sha256 => set.sha256 = true,
            Algorithm::Sha512 => set.rare.sha512 = true,
            // It is always taken.
            Algorithm::Md5 => {}
            Algorithm::Xxhash64 => set.rare.xxhash64 = true,
            Algorithm::Xxhash3 => set.rare.xxhash3 = true,
            Algorithm::Xxhash128 => set.rare.xxhash128 = true,
        }
        set
    }

    fn len(self) -> usize {
        match self {
            Algorithm::Crc32 | Algorithm::Crc32c => 4,
            Algorithm::Crc64nvme | Algorithm::Xxhash64 | Algorithm::Xxhash3 => 8,
            Algorithm::Md5 | Algorithm::Xxhash128 => 16,
            Algorithm::Sha1 => 20,
            Algorithm::Sha256 => 32,
            Algorithm::Sha512 => 64,
        }
    }

    /// The digest as bytes, when it was taken.
    pub fn of(self, digests: &Digests) -> Option<ByteVec> {
        let rare = digests.rare.as_ref();
        let bytes = match self {
            Algorithm::Crc32 => digests.crc32?.to_be_bytes().to_vec(),
            Algorithm::Crc32c => digests.crc32c?.to_be_bytes().to_vec(),
            Algorithm::Crc64nvme => digests.crc64nvme?.to_be_bytes().to_vec(),
            Algorithm::Sha1 => digests.sha1?.to_vec(),
            Algorithm::Sha256 => digests.sha256?.to_vec(),
            Algorithm::Sha512 => rare?.sha512?.to_vec(),
            Algorithm::Md5 => digests.md5.to_vec(),
            Algorithm::Xxhash64 => rare?.xxhash64?.to_be_bytes().to_vec(),
            Algorithm::Xxhash3 => rare?.xxhash3?.to_be_bytes().to_vec(),
            Algorithm::Xxhash128 => rare?.xxhash128?.to_be_bytes().to_vec(),
        };
        Some(bytes.into())
    }

    /// Those of parts can be joined into one of the whole only where it is one of these.
    pub fn crc(self) -> Option<CrcAlgorithm> {
        match self {
            Algorithm::Crc32 => Some(CrcAlgorithm::Crc32IsoHdlc),
            Algorithm::Crc32c => Some(CrcAlgorithm::Crc32Iscsi),
            Algorithm::Crc64nvme => Some(CrcAlgorithm::Crc64Nvme),
            _ => None,
        }
    }
}

impl ChecksumKind {
    pub fn name(self) -> &'static str {
        match self {
            ChecksumKind::FullObject => "FULL_OBJECT",
            ChecksumKind::Composite => "COMPOSITE",
        }
    }
}

/// What a client says of the checksum of a body, before or after the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim<'a> {
    pub algorithm: Algorithm,
    /// Base64; absent until a trailer brings it.
    pub value: Option<&'a str>,
}

/// Reads the checksum members of an input; `None` when the client names no checksum.
pub fn claim(input: &Struct) -> Result<Option<Claim<'_>>, ApiError> {
    let mut given = ALL.into_iter().filter_map(|algorithm| {
        let value = input.str(algorithm.member())?;
        Some(Claim { algorithm, value: Some(value) })
    });
    let claim = given.next();
    if given.next().is_some() {
        return Err(errors::invalid_request(
            "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
        ));
    }
    let named = input.str("ChecksumAlgorithm").map(Algorithm::named).transpose()?;
    match (claim, named) {
        (Some(claim), Some(named)) if claim.algorithm != named => Err(errors::invalid_request(
            "Value for x-amz-sdk-checksum-algorithm header is invalid.",
        )),
        (Some(claim), _) => Ok(Some(claim)),
        (None, Some(algorithm)) => Ok(Some(Claim { algorithm, value: None })),
        (None, None) => Ok(None),
    }
}

/// The checksum of a body that has arrived, held against what the client claims.
pub fn verify(
    claim: Option<Claim<'_>>,
    algorithm: Algorithm,
    digests: &Digests,
) -> Result<ChecksumRow, ApiError> {
    if let Some(claim) = claim {
        let Some(text) = claim.value else {
            return Err(errors::invalid_request(
                "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or \
                 x-amz-trailer headers were found.",
            ));
        };
        let claimed = decode(claim.algorithm, text)?;
        let calculated = taken(claim.algorithm, digests)?;
        if claimed != *calculated {
            return Err(errors::bad_checksum(claim.algorithm.name()));
        }
    }
    let value = taken(algorithm, digests)?;
    Ok(ChecksumRow { algorithm, kind: ChecksumKind::FullObject, value })
}

fn taken(algorithm: Algorithm, digests: &Digests) -> Result<ByteVec, ApiError> {
    algorithm.of(digests).ok_or_else(|| {
        tracing::error!(algorithm = algorithm.name(), "a digest that was planned is missing");
        ApiError::internal()
    })
}

fn decode(algorithm: Algorithm, text: &str) -> Result<Vec<u8>, ApiError> {
    let bytes = BASE64.decode(text).ok().filter(|bytes| bytes.len() == algorithm.len());
    bytes.ok_or_else(|| {
        let header = algorithm.name().to_ascii_lowercase();
        errors::invalid_request(format!("Value for x-amz-checksum-{header} header is invalid."))
    })
}

/// Holds the `Content-MD5` header against the body's.
pub fn verify_md5(content_md5: Option<&str>, digests: &Digests) -> Result<(), ApiError> {
    let Some(text) = content_md5 else { return Ok(()) };
    let claimed = BASE64.decode(text).ok().filter(|bytes| bytes.len() == digests.md5.len());
    let claimed = claimed.ok_or_else(|| errors::invalid_digest(text))?;
    if claimed != digests.md5 {
        return Err(errors::bad_md5(text, BASE64.encode(digests.md5)));
    }
    Ok(())
}

/// The digests of a request body. The gateway has taken them on the way in; a body that another
/// service hands over in memory has none yet.
pub fn digests_of(body: Option<&Body>, set: DigestSet) -> Result<Digests, ApiError> {
    if let Some(digests) = body.and_then(|body| body.digests.as_ref()) {
        return Ok((**digests).clone());
    }
    let mut bytes = Vec::new();
    for segment in body.map(|body| body.segments.as_slice()).unwrap_or_default() {
        match segment {
            Segment::Inline(piece) => bytes.extend_from_slice(piece),
            Segment::File { .. } => {
                tracing::error!("a staged content file came without its digests");
                return Err(ApiError::internal());
            }
        }
    }
    Ok(Digests::of(&bytes, set))
}

/// A part in the order of its object.
#[derive(Clone, Copy, Debug)]
pub struct PartDigest<'a> {
    pub size: u64,
    pub md5: &'a ByteArray<16>,
    pub checksum: &'a [u8],
}

/// The MD5 of the parts' MD5s: what the ETag of a multipart object shows.
pub fn joined_md5<'a>(parts: impl Iterator<Item = PartDigest<'a>>) -> ByteArray<16> {
    let all: Vec<u8> = parts.flat_map(|part| part.md5.as_ref().to_vec()).collect();
    Digests::of(&all, DigestSet::NONE).md5.into()
}

/// The checksum of an object from those of its parts.
pub fn joined<'a>(
    algorithm: Algorithm,
    kind: ChecksumKind,
    parts: impl Iterator<Item = PartDigest<'a>>,
) -> ChecksumRow {
    let value = match (kind, algorithm.crc()) {
        (ChecksumKind::FullObject, Some(crc)) => {
            let mut joined = 0;
            let mut len = 0;
            for part in parts {
                let next = number(part.checksum);
                // The algorithm has no value for "nothing yet": the first part begins.
                joined = if len == 0 {
                    next
                } else {
                    crc_fast::checksum_combine(crc, joined, next, part.size)
                };
                len += part.size;
            }
            joined.to_be_bytes()[8 - algorithm.len()..].to_vec()
        }
        (ChecksumKind::FullObject, None) => {
            unreachable!("hashes of parts are never joined into one of the whole")
        }
        (ChecksumKind::Composite, _) => {
            let all: Vec<u8> = parts.flat_map(|part| part.checksum.to_vec()).collect();
            let digests = Digests::of(&all, algorithm.digest_set());
            algorithm.of(&digests).expect("just asked for").into()
        }
    };
    ChecksumRow { algorithm, kind, value: value.into() }
}

fn number(big_endian: &[u8]) -> u64 {
    big_endian.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

impl ChecksumRow {
    /// As it stands in headers: composite ones tell the number of parts.
    pub fn text(&self, parts_count: u16) -> String {
        let value = BASE64.encode(&*self.value);
        match self.kind {
            ChecksumKind::FullObject => value,
            ChecksumKind::Composite => format!("{value}-{parts_count}"),
        }
    }

    /// Puts value and kind into an output that has members for them.
    pub fn show(&self, parts_count: u16, output: &mut Struct) {
        output.set(self.algorithm.member(), self.text(parts_count));
        output.set("ChecksumType", self.kind.name());
    }

    /// Whether a value that a client expects of the finished object is this one.
    pub fn is_claimed(&self, claimed: &str, parts_count: u16) -> bool {
        claimed == self.text(parts_count) || claimed == BASE64.encode(&*self.value)
    }
}

/// The ETag of an MD5: quoted, with the number of parts when there were parts.
pub fn e_tag(md5: &ByteArray<16>, parts_count: u16) -> String {
    let hex = hex(md5.as_ref());
    if parts_count == 0 { format!("\"{hex}\"") } else { format!("\"{hex}-{parts_count}\"") }
}

pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| DIGITS[usize::from(nibble)] as char;
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

pub fn base64(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}
