//! SSH public keys of users. Nothing here lets anybody in by them: CodeCommit is absent.
//!
//! Source: [A] UploadSSHPublicKey, GetSSHPublicKey ("ssh-rsa or PEM", 2,048 bits at least);
//! RFC 4253, 6.6, for the encoding.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::{ApiError, Ctx};
use md5::{Digest as _, Md5};
use store::Range;

use crate::api::status_type::{ACTIVE, INACTIVE};
use crate::api::{
    DeleteSSHPublicKeyInput, DeleteSSHPublicKeyOutput, GetSSHPublicKeyInput, GetSSHPublicKeyOutput,
    ListSSHPublicKeysInput, ListSSHPublicKeysOutput, SSHPublicKeyBuilder,
    SSHPublicKeyMetadataBuilder, UpdateSSHPublicKeyInput, UpdateSSHPublicKeyOutput,
    UploadSSHPublicKeyInput, UploadSSHPublicKeyOutput, encoding_type, error,
};
use crate::common::{Page, new_id, time};
use crate::entity::find_user;
use crate::errors;
use crate::limits::{SSH_KEY_BITS_MIN, SSH_KEYS_MAX};
use crate::public_key::{self, PublicKey};
use crate::state::{SSH_KEYS, SshKeyRow};
use crate::user;

const ALGORITHM: &[u8] = b"ssh-rsa";

/// The numbers of a key.
struct Rsa<'k> {
    exponent: &'k [u8],
    modulus: &'k [u8],
}

pub fn upload(
    ctx: &mut Ctx<'_>,
    input: UploadSSHPublicKeyInput<'_>,
) -> Result<UploadSSHPublicKeyOutput, ApiError> {
    let user = find_user(ctx, input.user_name())?;
    let body = input.ssh_public_key_body().trim();
    let blob = blob(body)?;
    let key = rsa(&blob).ok_or_else(invalid)?;
    let bits = key.modulus.iter().skip_while(|byte| **byte == 0).count() * 8;
    if bits < SSH_KEY_BITS_MIN {
        return Err(invalid());
    }
    let fingerprint = fingerprint(&blob);
    let mut count = 0;
    for entry in ctx.table(&SSH_KEYS).scan(&Range::within(&(user.id.as_str(),))) {
        let (_, row) = entry?;
        count += 1;
        if row.fingerprint == fingerprint {
            return Err(error::duplicate_ssh_public_key_exception(
                "The SSH public key is already associated with the specified IAM user.",
            ));
        }
    }
    if count >= SSH_KEYS_MAX {
        return Err(errors::quota("SSHPublicKeysPerUser", SSH_KEYS_MAX));
    }
    let id = new_id(ctx, "APKA");
    let row = SshKeyRow {
        body: body.to_owned(),
        fingerprint,
        is_active: true,
        uploaded: ctx.now().micros(),
    };
    ctx.table_mut(&SSH_KEYS).put(&(user.id.as_str(), id.as_str()), &row);
    let shown = show(&user.name, &id, &row, row.body.clone());
    Ok(UploadSSHPublicKeyOutput::new().ssh_public_key(shown))
}

fn invalid() -> ApiError {
    error::invalid_public_key_exception("The public key is malformed or otherwise invalid.")
}

/// The bytes of `ssh-rsa AAAA… comment`, or of the same key in PEM.
fn blob(body: &str) -> Result<Vec<u8>, ApiError> {
    if body.starts_with("-----BEGIN") {
        return blob_of_pem(body).ok_or_else(invalid);
    }
    let mut words = body.split_ascii_whitespace();
    if words.next().map(str::as_bytes) != Some(ALGORITHM) {
        return Err(error::unrecognized_public_key_encoding_exception(
            "The public key encoding format is unsupported or unrecognized.",
        ));
    }
    STANDARD.decode(words.next().unwrap_or_default()).map_err(|_| invalid())
}

fn blob_of_pem(text: &str) -> Option<Vec<u8>> {
    let blocks = certificates::blocks(text).ok()?;
    let [block] = blocks.as_slice() else { return None };
    let key = (block.label == "PUBLIC KEY").then(|| public_key::read(&block.der)).flatten()?;
    let PublicKey::Rsa { modulus, exponent } = key else { return None };
    let mut blob = Vec::new();
    for field in [ALGORITHM, exponent, modulus] {
        blob.extend_from_slice(&u32::try_from(field.len()).ok()?.to_be_bytes());
        blob.extend_from_slice(field);
    }
    Some(blob)
}

fn rsa(blob: &[u8]) -> Option<Rsa<'_>> {
    let mut rest = blob;
    let mut next = || {
        let (len, after) = rest.split_first_chunk::<4>()?;
        let (field, after) = after.split_at_checked(u32::from_be_bytes(*len) as usize)?;
        rest = after;
        Some(field)
    };
    let (algorithm, exponent, modulus) = (next()?, next()?, next()?);
    (algorithm == ALGORITHM && rest.is_empty()).then_some(Rsa { exponent, modulus })
}

fn fingerprint(blob: &[u8]) -> String {
    let digits: Vec<String> = Md5::digest(blob).iter().map(|byte| format!("{byte:02x}")).collect();
    digits.join(":")
}

/// `SubjectPublicKeyInfo` (RFC 5280) in PEM.
fn pem(key: &Rsa<'_>) -> String {
    fn der(tag: u8, content: &[u8]) -> Vec<u8> {
        let mut out = vec![tag];
        match content.len() {
            len @ 0..=127 => out.push(len as u8),
            len => {
                let bytes = len.to_be_bytes();
                let bytes: Vec<u8> = bytes.into_iter().skip_while(|byte| *byte == 0).collect();
                out.push(0x80 | bytes.len() as u8);
                out.extend(bytes);
            }
        }
        out.extend_from_slice(content);
        out
    }
    // The numbers of SSH are those of DER: big-endian, with a zero before a high first bit.
    let numbers = [der(2, key.modulus), der(2, key.exponent)].concat();
    let bits = [&[0], der(0x30, &numbers).as_slice()].concat();
    let algorithm = der(0x30, b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00");
    let info = der(0x30, &[algorithm, der(3, &bits)].concat());
    let text = STANDARD.encode(info);
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap_or("")).collect();
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"))
}

fn find(ctx: &Ctx<'_>, user: &str, id: &str) -> Result<SshKeyRow, ApiError> {
    let row = ctx.table(&SSH_KEYS).get(&(user, id))?;
    row.ok_or_else(|| errors::no_such("SSH Public Key", id))
}

fn status(row: &SshKeyRow) -> &'static str {
    if row.is_active { ACTIVE } else { INACTIVE }
}

fn show(user: &str, id: &str, row: &SshKeyRow, body: String) -> SSHPublicKeyBuilder {
    SSHPublicKeyBuilder::new()
        .user_name(user)
        .ssh_public_key_id(id)
        .fingerprint(&row.fingerprint)
        .ssh_public_key_body(body)
        .status(status(row))
        .upload_date(time(row.uploaded))
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetSSHPublicKeyInput<'_>,
) -> Result<GetSSHPublicKeyOutput, ApiError> {
    let user = find_user(ctx, input.user_name())?;
    let id = input.ssh_public_key_id();
    let row = find(ctx, &user.id, id)?;
    let is_pem = row.body.starts_with("-----BEGIN");
    let body = if (input.encoding() == encoding_type::PEM) == is_pem {
        row.body.clone()
    } else {
        let blob = blob(&row.body)?;
        if is_pem {
            format!("ssh-rsa {}", STANDARD.encode(&blob))
        } else {
            pem(&rsa(&blob).ok_or_else(invalid)?)
        }
    };
    Ok(GetSSHPublicKeyOutput::new().ssh_public_key(show(&user.name, id, &row, body)))
}

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListSSHPublicKeysInput<'_>,
) -> Result<ListSSHPublicKeysOutput, ApiError> {
    let page = Page::read("ListSSHPublicKeys", input.marker(), input.max_items())?;
    let owner = user::owner(ctx, input.user_name())?;
    let mut found = Vec::new();
    for entry in ctx.table(&SSH_KEYS).scan(&Range::within(&(owner.id.as_str(),))) {
        let ((_, id), row) = entry?;
        let shown = SSHPublicKeyMetadataBuilder::new()
            .user_name(owner.name())
            .ssh_public_key_id(&id)
            .status(status(&row))
            .upload_date(time(row.uploaded));
        found.push((id, shown));
    }
    let cut = page.cut_whole(found);
    Ok(ListSSHPublicKeysOutput::new()
        .is_truncated(cut.is_truncated())
        .ssh_public_keys(cut.items)
        .marker(cut.marker))
}

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateSSHPublicKeyInput<'_>,
) -> Result<UpdateSSHPublicKeyOutput, ApiError> {
    let user = find_user(ctx, input.user_name())?;
    let id = input.ssh_public_key_id();
    let mut row = find(ctx, &user.id, id)?;
    row.is_active = match input.status() {
        ACTIVE => true,
        INACTIVE => false,
        other => return Err(errors::validation(format!("Status {other} cannot be set."))),
    };
    ctx.table_mut(&SSH_KEYS).put(&(user.id.as_str(), id), &row);
    Ok(UpdateSSHPublicKeyOutput::new())
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteSSHPublicKeyInput<'_>,
) -> Result<DeleteSSHPublicKeyOutput, ApiError> {
    let user = find_user(ctx, input.user_name())?;
    let id = input.ssh_public_key_id();
    find(ctx, &user.id, id)?;
    ctx.table_mut(&SSH_KEYS).delete(&(user.id.as_str(), id));
    Ok(DeleteSSHPublicKeyOutput::new())
}
