//! Server-side encryption with keys that customers bring (SSE-C).
//!
//! A content is sealed on the way to the disk and opened on the way back (`store::seal`); the key
//! is in the requests only. Of an object's key a fingerprint is kept, by which the right one is
//! recognised. Sealed segments are always whole content files.
//!
//! Source: S3 User Guide, "Using server-side encryption with customer-provided keys (SSE-C)",
//! "Blocking or unblocking SSE-C for a general purpose bucket".

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use kernel::{ApiError, Ctx, DigestSet, Digests, Struct};
use minicbor::bytes::ByteArray;
use store::SealKey;

use crate::bucket::Bucket;
use crate::checksum::base64;
use crate::errors;
use crate::state::{MoreRow, ObjectRow, SealedRow};

const ALGORITHM: &str = "AES256";

/// A key as a request carries it.
#[derive(Clone, Debug)]
pub struct CustomerKey {
    secret: [u8; 32],
    /// In base64, as answers repeat it.
    md5: String,
}

impl CustomerKey {
    pub fn seal(&self) -> SealKey {
        SealKey::new(self.secret)
    }
}

/// The key of what is written, or read.
pub fn read(input: &Struct) -> Result<Option<CustomerKey>, ApiError> {
    let [algorithm, key, md5] = ["SSECustomerAlgorithm", "SSECustomerKey", "SSECustomerKeyMD5"];
    read_members(input.str(algorithm), input.str(key), input.str(md5))
}

/// The key of what is copied.
pub fn read_source(input: &Struct) -> Result<Option<CustomerKey>, ApiError> {
    let algorithm = input.str("CopySourceSSECustomerAlgorithm");
    let key = input.str("CopySourceSSECustomerKey");
    read_members(algorithm, key, input.str("CopySourceSSECustomerKeyMD5"))
}

fn read_members(
    algorithm: Option<&str>,
    key: Option<&str>,
    md5: Option<&str>,
) -> Result<Option<CustomerKey>, ApiError> {
    if algorithm.is_none() && key.is_none() && md5.is_none() {
        return Ok(None);
    }
    let lacks = |what: &str| {
        let message = format!(
            "Requests specifying Server Side Encryption with Customer provided keys must provide \
             {what}."
        );
        errors::invalid_argument("x-amz-server-side-encryption", "null", &message)
    };
    let algorithm = algorithm.ok_or_else(|| lacks("a valid encryption algorithm"))?;
    if algorithm != ALGORITHM {
        return Err(errors::invalid_encryption_algorithm());
    }
    let key = key.ok_or_else(|| lacks("an appropriate secret key"))?;
    let md5 = md5.ok_or_else(|| lacks("the client calculated MD5 of the secret key"))?;
    let wrong = |message: &str| {
        errors::invalid_argument("x-amz-server-side-encryption-customer-key", "", message)
    };
    let secret: Option<[u8; 32]> = BASE64.decode(key).ok().and_then(|it| it.try_into().ok());
    let secret =
        secret.ok_or_else(|| wrong("The secret key was invalid for the specified algorithm."))?;
    if base64(&Digests::of(&secret, DigestSet::NONE).md5) != md5 {
        return Err(wrong(
            "The calculated MD5 hash of the key did not match the hash that was provided.",
        ));
    }
    Ok(Some(CustomerKey { secret, md5: md5.to_owned() }))
}

/// Whether an object may be written so.
pub fn check_write(
    bucket: &Bucket,
    input: &Struct,
    key: Option<&CustomerKey>,
) -> Result<(), ApiError> {
    if key.is_none() {
        return Ok(());
    }
    if input.str("ServerSideEncryption").is_some() {
        return Err(errors::invalid_argument(
            "x-amz-server-side-encryption",
            "",
            "Server Side Encryption with Customer provided key is incompatible with the \
             encryption method specified",
        ));
    }
    if bucket.blocks_customer_keys() {
        return Err(errors::access_denied());
    }
    Ok(())
}

/// What is kept of the key with an object, or an upload.
pub fn remember(ctx: &mut Ctx, key: &CustomerKey) -> SealedRow {
    let salt: [u8; 16] = ctx.chance().bytes();
    let fingerprint = key.seal().fingerprint(&salt);
    SealedRow { salt: salt.into(), fingerprint: fingerprint.into() }
}

/// As [`remember`], into what an object has besides.
pub fn remember_in(
    ctx: &mut Ctx,
    key: Option<&CustomerKey>,
    more: Option<Box<MoreRow>>,
) -> Option<Box<MoreRow>> {
    let Some(key) = key else { return more };
    let mut more = more.unwrap_or_default();
    more.sealed = Some(remember(ctx, key));
    Some(more)
}

impl SealedRow {
    fn is_of(&self, key: &CustomerKey) -> bool {
        key.seal().fingerprint(self.salt.as_ref()) == *self.fingerprint
    }
}

impl ObjectRow {
    pub fn sealed(&self) -> Option<&SealedRow> {
        self.more.as_ref().and_then(|more| more.sealed.as_ref())
    }
}

/// Whether the request brings what is needed to read the object.
pub fn check_read(object: &ObjectRow, key: Option<&CustomerKey>) -> Result<(), ApiError> {
    match (object.sealed(), key) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err(errors::invalid_request(
            "The encryption parameters are not applicable to this object.",
        )),
        (Some(_), None) => Err(errors::invalid_request(
            "The object was stored using a form of Server Side Encryption. The correct \
             parameters must be provided to retrieve the object.",
        )),
        (Some(sealed), Some(key)) if sealed.is_of(key) => Ok(()),
        (Some(_), Some(_)) => Err(errors::access_denied()),
    }
}

/// Whether a part is encrypted as its upload.
pub fn check_part(upload: Option<&SealedRow>, key: Option<&CustomerKey>) -> Result<(), ApiError> {
    match (upload, key) {
        (None, None) => Ok(()),
        (Some(sealed), Some(key)) if sealed.is_of(key) => Ok(()),
        (Some(_), None) => Err(errors::invalid_request(
            "The multipart upload initiate requested encryption. Subsequent part requests must \
             include the appropriate encryption parameters.",
        )),
        (Some(_), Some(_)) => Err(errors::invalid_request(
            "The provided encryption parameters did not match the ones used originally.",
        )),
        (None, Some(_)) => Err(errors::invalid_request(
            "The multipart upload initiate did not request encryption. Please resend the request \
             without sending encryption parameters.",
        )),
    }
}

/// What an ETag shows in the place of the MD5, which would tell what is inside.
pub fn e_tag_md5(md5: [u8; 16], key: Option<&SealKey>) -> ByteArray<16> {
    match key {
        None => ByteArray::from(md5),
        Some(key) => {
            let fingerprint = key.fingerprint(&md5);
            let head: [u8; 16] = fingerprint[..16].try_into().expect("32 bytes have 16");
            ByteArray::from(head)
        }
    }
}

/// Tells how something is encrypted.
pub fn show(key: Option<&CustomerKey>, output: &mut Struct) {
    match key {
        None => output.set("ServerSideEncryption", ALGORITHM),
        Some(key) => {
            output.set("SSECustomerAlgorithm", ALGORITHM);
            output.set("SSECustomerKeyMD5", &key.md5);
        }
    }
}
