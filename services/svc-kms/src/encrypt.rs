//! Encrypt, Decrypt and ReEncrypt.
//!
//! They change nothing and run beside everything else.

use bytes::Bytes;
use kernel::view::Map;
use kernel::{ApiError, Ctx, Struct};

use crate::access::{self, Asked};
use crate::api::{
    DecryptInput, DecryptOutput, EncryptInput, EncryptOutput, ReEncryptInput, ReEncryptOutput,
    dry_run_modifier_type, encryption_algorithm_spec as algorithm, key_usage_type as usage,
};
use crate::envelope::{self, Envelope, Header};
use crate::errors;
use crate::grant;
use crate::key_store::external;
use crate::last_use;
use crate::limits;
use crate::locate::{self, Aliases};
use crate::material;
use crate::spec::{Hash, Spec};
use crate::state::Key;
use crate::vault;

/// A ciphertext, and by what it was made.
pub struct Encrypted {
    pub ciphertext: Bytes,
    /// Of symmetric keys.
    pub material_id: Option<String>,
}

/// A plaintext, and by what its ciphertext was made.
pub struct Decrypted {
    pub key: Key,
    pub plaintext: Vec<u8>,
    pub material_id: Option<String>,
}

pub fn encrypt(ctx: &mut Ctx<'_>, input: EncryptInput<'_>) -> Result<EncryptOutput, ApiError> {
    grant::check_tokens(ctx, input.grant_tokens())?;
    let key = locate::find(ctx, input.key_id(), Aliases::Taken)?;
    let name = input.encryption_algorithm().unwrap_or(algorithm::SYMMETRIC_DEFAULT);
    check(&key, "Encrypt", name)?;
    let is_dry = input.dry_run() == Some(true);
    refuse_dry_use_outside(&key, is_dry)?;
    let context = input.encryption_context();
    let by = By { key: &key, operation: "Encrypt", algorithm: name, context };
    let encrypted = by_key(ctx, by, input.plaintext())?;
    if is_dry {
        return Err(errors::dry_run());
    }
    last_use::note(ctx, &key, "Encrypt")?;
    Ok(EncryptOutput::new()
        .ciphertext_blob(encrypted.ciphertext)
        .key_id(key.arn())
        .encryption_algorithm(name))
}

fn check(key: &Key, operation: &str, algorithm: &str) -> Result<(), ApiError> {
    key.check_usable()?;
    key.check_usage(usage::ENCRYPT_DECRYPT, operation)?;
    key.check_algorithm(algorithm)
}

/// A dry run asks nobody outside.
pub fn refuse_dry_use_outside(key: &Key, is_dry: bool) -> Result<(), ApiError> {
    if is_dry && key.row.external.is_some() {
        return Err(errors::dry_run());
    }
    Ok(())
}

/// By what is encrypted.
#[derive(Clone, Copy)]
pub struct By<'b> {
    pub key: &'b Key,
    pub operation: &'b str,
    pub algorithm: &'b str,
    pub context: Option<Map<'b, &'b str>>,
}

/// Encrypts by a key that may be used for it.
pub fn by_key(ctx: &mut Ctx<'_>, by: By<'_>, plaintext: &[u8]) -> Result<Encrypted, ApiError> {
    let By { key, algorithm, context, .. } = by;
    let (row, secret) = vault::current(ctx, key)?;
    let mut generator = vault::generator(ctx)?;
    if key.row.spec() == Spec::Symmetric {
        let context = envelope::context_bytes(context)?;
        let header =
            Header { account: key.account, key: key.id.clone(), material: key.row.current };
        if key.row.external.is_some() {
            let inner =
                envelope::close_for_proxy(&header, &secret, &context, plaintext, &mut generator);
            let parts = external::encrypt(ctx, key, (by.operation, &context), &inner)?;
            let ciphertext = envelope::close_external(&header, &parts).into();
            return Ok(Encrypted { ciphertext, material_id: None });
        }
        let closed = envelope::close(&header, &secret, &context, plaintext, &mut generator);
        let material_id = Some(vault::hex(&row.id));
        return Ok(Encrypted { ciphertext: closed.into(), material_id });
    }
    refuse_context(key, context)?;
    let spec = key.row.spec();
    let most = longest(spec, algorithm).ok_or_else(ApiError::internal)?;
    if plaintext.len() > most {
        return Err(errors::validation(format!(
            "Algorithm {algorithm} and key spec {} cannot encrypt data larger than {most} bytes.",
            key.row.spec
        )));
    }
    let encrypted = material::encrypt(spec, &secret, algorithm, plaintext, &mut generator);
    let encrypted = encrypted.ok_or_else(ApiError::internal)?;
    Ok(Encrypted { ciphertext: encrypted.into(), material_id: None })
}

/// How much OAEP leaves room for (RFC 8017, 7.1.1), and how much KMS encrypts by SM2PKE.
fn longest(spec: Spec, algorithm: &str) -> Option<usize> {
    match spec {
        Spec::Rsa(bits) => Some(bits / 8 - 2 * Hash::of_algorithm(algorithm)?.output_bytes() - 2),
        Spec::Sm2 => Some(limits::SM2_BYTES_MAX),
        _ => None,
    }
}

fn refuse_context(key: &Key, context: Option<Map<'_, &str>>) -> Result<(), ApiError> {
    if context.is_none_or(Map::is_empty) {
        return Ok(());
    }
    Err(errors::validation(format!(
        "{} is an asymmetric key, which takes no encryption context.",
        key.arn()
    )))
}

pub fn decrypt(ctx: &mut Ctx<'_>, input: DecryptInput<'_>) -> Result<DecryptOutput, ApiError> {
    grant::check_tokens(ctx, input.grant_tokens())?;
    if input.recipient().is_some() {
        return Err(errors::not_implemented("Recipient (attested enclaves)"));
    }
    let is_dry = input.dry_run() == Some(true);
    let modifiers = input.dry_run_modifiers();
    let ignores = modifiers.is_some_and(|it| it.contains(dry_run_modifier_type::IGNORE_CIPHERTEXT));
    if ignores {
        return Err(without_ciphertext(ctx, is_dry, input.key_id(), "Decrypt"));
    }
    let name = input.encryption_algorithm().unwrap_or(algorithm::SYMMETRIC_DEFAULT);
    let ciphertext = input.ciphertext_blob().ok_or_else(|| no_ciphertext("CiphertextBlob"))?;
    let opening = Opening {
        operation: "Decrypt",
        key: input.key_id(),
        algorithm: name,
        ciphertext,
        context: input.encryption_context(),
        is_dry,
    };
    let decrypted = open(ctx, opening)?;
    if is_dry {
        return Err(errors::dry_run());
    }
    last_use::note(ctx, &decrypted.key, "Decrypt")?;
    Ok(DecryptOutput::new()
        .plaintext(Bytes::from(decrypted.plaintext))
        .key_id(decrypted.key.arn())
        .encryption_algorithm(name)
        .key_material_id(decrypted.material_id))
}

fn no_ciphertext(member: &str) -> ApiError {
    errors::validation(format!("{member} is required in this request."))
}

/// A dry run that asks for permission alone.
fn without_ciphertext(ctx: &Ctx<'_>, is_dry: bool, key: Option<&str>, operation: &str) -> ApiError {
    let (true, Some(id)) = (is_dry, key) else {
        return errors::validation(
            "IGNORE_CIPHERTEXT is for dry runs that name the key of the ciphertext.",
        );
    };
    let checked = locate::find(ctx, id, Aliases::Taken).and_then(|key| {
        key.check_usable()?;
        key.check_usage(usage::ENCRYPT_DECRYPT, operation)
    });
    checked.err().unwrap_or_else(errors::dry_run)
}

/// A ciphertext that is to be opened.
struct Opening<'o> {
    operation: &'static str,
    key: Option<&'o str>,
    algorithm: &'o str,
    ciphertext: &'o [u8],
    context: Option<Map<'o, &'o str>>,
    is_dry: bool,
}

fn open(ctx: &mut Ctx<'_>, opening: Opening<'_>) -> Result<Decrypted, ApiError> {
    let Opening { operation, key, algorithm: name, ciphertext, context, is_dry } = opening;
    let envelope = Envelope::read(ciphertext);
    let key = if let Some(text) = key {
        locate::find(ctx, text, Aliases::Taken)?
    } else {
        let envelope = envelope.as_ref().ok_or_else(errors::invalid_ciphertext)?;
        let found = locate::at(ctx, &access::place_of(ctx, envelope))?;
        found.ok_or_else(errors::unreachable_key)?
    };
    check(&key, operation, name)?;
    if key.row.spec() != Spec::Symmetric {
        refuse_context(&key, context)?;
        let (_, secret) = vault::current(ctx, &key)?;
        let mut generator = vault::generator(ctx)?;
        let spec = key.row.spec();
        let opened = material::decrypt(spec, &secret, name, ciphertext, &mut generator);
        let plaintext = opened.ok_or_else(errors::invalid_ciphertext)?;
        return Ok(Decrypted { key, plaintext, material_id: None });
    }
    let envelope = envelope.ok_or_else(errors::invalid_ciphertext)?;
    if envelope.header.key != key.id || envelope.header.account != key.account {
        return Err(errors::incorrect_key());
    }
    let kept = vault::material(ctx, &key, envelope.header.material)?;
    let (row, secret) = kept.ok_or_else(errors::invalid_ciphertext)?;
    let context = envelope::context_bytes(context)?;
    if let Some(sealed) = envelope.external() {
        refuse_dry_use_outside(&key, is_dry)?;
        let inner = external::decrypt(ctx, &key, (operation, &context), sealed)?;
        let opened = envelope.open_decrypted(&inner, &secret, &context);
        let plaintext = opened.ok_or_else(external::not_ours)?;
        return Ok(Decrypted { key, plaintext, material_id: None });
    }
    let opened = envelope.open(&secret, &context);
    let plaintext = opened.ok_or_else(errors::invalid_ciphertext)?;
    Ok(Decrypted { key, plaintext, material_id: Some(vault::hex(&row.id)) })
}

pub fn re_encrypt(
    ctx: &mut Ctx<'_>,
    input: ReEncryptInput<'_>,
) -> Result<ReEncryptOutput, ApiError> {
    grant::check_tokens(ctx, input.grant_tokens())?;
    let is_dry = input.dry_run() == Some(true);
    let modifiers = input.dry_run_modifiers();
    let ignores = modifiers.is_some_and(|it| it.contains(dry_run_modifier_type::IGNORE_CIPHERTEXT));
    let source = authorize_both(ctx, input, ignores)?;
    if ignores {
        return Err(without_ciphertext(ctx, is_dry, input.source_key_id(), "ReEncrypt"));
    }
    let source_algorithm =
        input.source_encryption_algorithm().unwrap_or(algorithm::SYMMETRIC_DEFAULT);
    let ciphertext = input.ciphertext_blob().ok_or_else(|| no_ciphertext("CiphertextBlob"))?;
    let opening = Opening {
        operation: "ReEncrypt",
        key: source,
        algorithm: source_algorithm,
        ciphertext,
        context: input.source_encryption_context(),
        is_dry,
    };
    let decrypted = open(ctx, opening)?;
    let key = locate::find(ctx, input.destination_key_id(), Aliases::Taken)?;
    let name = input.destination_encryption_algorithm().unwrap_or(algorithm::SYMMETRIC_DEFAULT);
    check(&key, "ReEncrypt", name)?;
    refuse_dry_use_outside(&key, is_dry)?;
    let context = input.destination_encryption_context();
    let by = By { key: &key, operation: "ReEncrypt", algorithm: name, context };
    let encrypted = by_key(ctx, by, &decrypted.plaintext)?;
    if is_dry {
        return Err(errors::dry_run());
    }
    last_use::note(ctx, &decrypted.key, "ReEncrypt")?;
    last_use::note(ctx, &key, "ReEncrypt")?;
    Ok(ReEncryptOutput::new()
        .ciphertext_blob(encrypted.ciphertext)
        .source_key_id(decrypted.key.arn())
        .key_id(key.arn())
        .source_encryption_algorithm(source_algorithm)
        .destination_encryption_algorithm(name)
        .source_key_material_id(decrypted.material_id)
        .destination_key_material_id(encrypted.material_id))
}

/// The caller needs `kms:ReEncryptFrom` on the one key and `kms:ReEncryptTo` on the other.
fn authorize_both<'a>(
    ctx: &Ctx<'_>,
    input: ReEncryptInput<'a>,
    ignores_ciphertext: bool,
) -> Result<Option<&'a str>, ApiError> {
    let destination = locate::named(ctx, input.destination_key_id(), Aliases::Taken)?;
    let context = |map: Option<Map<'a, &'a str>>| map.map(Map::as_struct);
    let from = Asked {
        operation: "ReEncryptFrom",
        input: input.0,
        context: context(input.source_encryption_context()),
    };
    let to = Asked {
        operation: "ReEncryptTo",
        input: input.0,
        context: context(input.destination_encryption_context()),
    };
    let source = input.source_key_id();
    let nothing = Struct::new();
    let from = if ignores_ciphertext && source.is_none() {
        Asked { input: &nothing, ..from }
    } else {
        from
    };
    let from = access::of_decryption(ctx, from, source, "CiphertextBlob")?;
    let to = access::to_key(ctx, to, &destination)?;
    let is_same = if from.resource == to.resource { "true" } else { "false" };
    for access in [from, to] {
        ctx.authorize(&access.with_key("kms:ReEncryptOnSameKey", is_same))?;
    }
    Ok(source)
}
