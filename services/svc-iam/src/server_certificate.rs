//! Server certificates. What AWS asks of one is asked here: it is PEM, valid now, its key fits and
//! is open, its chain is one. Nothing here serves TLS by them, so the private key is not kept.
//!
//! Source: [A] UploadServerCertificate; "Manage server certificates in IAM" (IAM User Guide).

use auth::directory;
use certificates::{ChainFault, Key, KeyFault};
use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::{
    DeleteServerCertificateInput, DeleteServerCertificateOutput, GetServerCertificateInput,
    GetServerCertificateOutput, ListServerCertificatesInput, ListServerCertificatesOutput,
    ServerCertificateBuilder, ServerCertificateMetadataBuilder, UpdateServerCertificateInput,
    UpdateServerCertificateOutput, UploadServerCertificateInput, UploadServerCertificateOutput,
    error,
};
use crate::common::{
    Page, arn, new_id, new_tags, path, show_tags, show_tags_if_any, starts_with_path, time,
};
use crate::errors;
use crate::limits::SERVER_CERTIFICATES_MAX;
use crate::state::{SERVER_CERTIFICATES, ServerCertificateRow};

pub fn upload(
    ctx: &mut Ctx<'_>,
    input: UploadServerCertificateInput<'_>,
) -> Result<UploadServerCertificateOutput, ApiError> {
    let name = input.server_certificate_name();
    check_free(ctx, name)?;
    let kept = ctx.table(&SERVER_CERTIFICATES).keys(&Range::all());
    if kept.take(SERVER_CERTIFICATES_MAX).count() >= SERVER_CERTIFICATES_MAX {
        return Err(errors::quota("ServerCertificatesPerAccount", SERVER_CERTIFICATES_MAX));
    }
    let der = one_certificate(input.certificate_body())?;
    let facts = certificates::read(&der).ok_or_else(errors::malformed_certificate)?;
    check_validity(ctx, facts.not_before, facts.not_after)?;
    check_key(input.private_key(), &facts.public)?;
    if let Some(chain) = input.certificate_chain() {
        check_chain(&der, chain)?;
    }
    let row = ServerCertificateRow {
        name: name.to_owned(),
        path: path(input.path()),
        id: new_id(ctx, "ASCA"),
        uploaded: ctx.now().micros(),
        expires: facts.not_after,
        body: input.certificate_body().trim().to_owned(),
        chain: input.certificate_chain().map(|chain| chain.trim().to_owned()),
        tags: new_tags(input.tags())?,
    };
    put(ctx, &row);
    Ok(UploadServerCertificateOutput::new()
        .server_certificate_metadata(show(ctx, &row))
        .tags(show_tags_if_any(&row.tags)))
}

fn check_free(ctx: &Ctx<'_>, name: &str) -> Result<(), ApiError> {
    if ctx.table(&SERVER_CERTIFICATES).contains(&directory::key(name))? {
        return Err(errors::server_certificate_exists(name));
    }
    Ok(())
}

/// The DER of a text with one certificate in PEM.
pub fn one_certificate(text: &str) -> Result<Vec<u8>, ApiError> {
    let blocks = certificates::blocks(text).map_err(|_| errors::malformed_certificate())?;
    match blocks.as_slice() {
        [block] if block.label == "CERTIFICATE" => Ok(block.der.clone()),
        _ => Err(errors::malformed_certificate()),
    }
}

/// "The certificate must be valid at the time of upload."
fn check_validity(ctx: &Ctx<'_>, not_before: i64, not_after: i64) -> Result<(), ApiError> {
    let now = ctx.now().secs();
    if (not_before..=not_after).contains(&now) {
        return Ok(());
    }
    Err(error::malformed_certificate_exception("Certificate is not valid at this time."))
}

fn check_key(text: &str, public: &[u8]) -> Result<(), ApiError> {
    let key = Key::from_pem(text).map_err(|fault| {
        error::malformed_certificate_exception(match fault {
            KeyFault::Encrypted => {
                "Unable to parse key; the body is encrypted. Please provide an unencrypted \
                 private key."
            }
            KeyFault::Malformed | KeyFault::Unsupported => "Invalid Private Key.",
        })
    })?;
    if key.public() == public {
        return Ok(());
    }
    Err(error::key_pair_mismatch_exception(
        "The public key of the certificate does not match the private key.",
    ))
}

/// "The first certificate must be the one that signed the server certificate."
fn check_chain(leaf: &[u8], text: &str) -> Result<(), ApiError> {
    let blocks = certificates::blocks(text).map_err(|_| errors::malformed_certificate())?;
    if blocks.is_empty() || blocks.iter().any(|block| block.label != "CERTIFICATE") {
        return Err(errors::malformed_certificate());
    }
    let ders: Vec<Vec<u8>> = blocks.into_iter().map(|block| block.der).collect();
    match certificates::check_chain(leaf, &ders) {
        Ok(()) => Ok(()),
        Err(ChainFault::Malformed) => Err(errors::malformed_certificate()),
        Err(ChainFault::NotSigned | ChainFault::NoAuthority) => {
            // Which link breaks: the first part of the chain that is none by itself.
            let at = (1..=ders.len())
                .find(|end| certificates::check_chain(leaf, &ders[..*end]).is_err())
                .map_or(0, |end| end - 1);
            Err(error::malformed_certificate_exception(format!(
                "Unable to validate certificate chain. The certificate chain must start with the \
                 immediate signing certificate, followed by any intermediaries in order. The \
                 index within the chain of the invalid certificate is: {at}"
            )))
        }
    }
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetServerCertificateInput<'_>,
) -> Result<GetServerCertificateOutput, ApiError> {
    let row = find(ctx, input.server_certificate_name())?;
    let shown = ServerCertificateBuilder::new()
        .server_certificate_metadata(show(ctx, &row))
        .certificate_body(row.body)
        .certificate_chain(row.chain)
        .tags(show_tags(&row.tags));
    Ok(GetServerCertificateOutput::new().server_certificate(shown))
}

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListServerCertificatesInput<'_>,
) -> Result<ListServerCertificatesOutput, ApiError> {
    let page = Page::read("ListServerCertificates", input.marker(), input.max_items())?;
    let mut found = Vec::new();
    for entry in ctx.table(&SERVER_CERTIFICATES).scan(&Range::all()) {
        let (key, row) = entry?;
        if starts_with_path(&row.path, input.path_prefix()) {
            found.push((key, show(ctx, &row)));
        }
    }
    let cut = page.cut_whole(found);
    Ok(ListServerCertificatesOutput::new()
        .is_truncated(cut.is_truncated())
        .server_certificate_metadata_list(cut.items)
        .marker(cut.marker))
}

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateServerCertificateInput<'_>,
) -> Result<UpdateServerCertificateOutput, ApiError> {
    let mut row = find(ctx, input.server_certificate_name())?;
    let before = directory::key(&row.name);
    if let Some(name) = input.new_server_certificate_name() {
        if directory::key(name) != before {
            check_free(ctx, name)?;
        }
        name.clone_into(&mut row.name);
    }
    if let Some(path) = input.new_path() {
        path.clone_into(&mut row.path);
    }
    ctx.table_mut(&SERVER_CERTIFICATES).delete(&before);
    put(ctx, &row);
    Ok(UpdateServerCertificateOutput::new())
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteServerCertificateInput<'_>,
) -> Result<DeleteServerCertificateOutput, ApiError> {
    let row = find(ctx, input.server_certificate_name())?;
    ctx.table_mut(&SERVER_CERTIFICATES).delete(&directory::key(&row.name));
    Ok(DeleteServerCertificateOutput::new())
}

pub fn find(ctx: &Ctx<'_>, name: &str) -> Result<ServerCertificateRow, ApiError> {
    let row = ctx.table(&SERVER_CERTIFICATES).get(&directory::key(name))?;
    row.ok_or_else(|| errors::no_such_server_certificate(name))
}

pub fn put(ctx: &mut Ctx<'_>, row: &ServerCertificateRow) {
    ctx.table_mut(&SERVER_CERTIFICATES).put(&directory::key(&row.name), row);
}

fn show(ctx: &Ctx<'_>, row: &ServerCertificateRow) -> ServerCertificateMetadataBuilder {
    ServerCertificateMetadataBuilder::new()
        .path(&row.path)
        .server_certificate_name(&row.name)
        .server_certificate_id(&row.id)
        .arn(arn(ctx, "server-certificate", &row.path, &row.name))
        .upload_date(time(row.uploaded))
        .expiration(kernel::Timestamp::from_secs(row.expires))
}
