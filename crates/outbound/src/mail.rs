//! One mail, handed to a mail server over SMTP.

use std::time::{Duration, SystemTime};

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{
    Certificate, CertificateStore, Tls, TlsParameters, TlsParametersBuilder,
};
use lettre::{Message, SmtpTransport, Transport as _};

/// Longest wait for each of the server's replies.
const REPLY_TIMEOUT: Duration = Duration::from_secs(20);

/// The mail server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpSettings {
    pub host: String,
    pub port: u16,
    /// Name and password, when the server asks for them.
    pub credentials: Option<(String, String)>,
    pub tls: SmtpTls,
    /// See [`crate::CA_BUNDLE`].
    pub ca_bundle: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpTls {
    /// In the clear: a server on this machine or in a trusted network.
    None,
    /// Begun in the clear, then encrypted, or not sent.
    StartTls,
    /// Encrypted from the first byte.
    Implicit,
}

impl SmtpTls {
    pub fn parse(text: &str) -> Option<SmtpTls> {
        match text {
            "none" => Some(SmtpTls::None),
            "starttls" => Some(SmtpTls::StartTls),
            "implicit" => Some(SmtpTls::Implicit),
            _ => None,
        }
    }

    /// What is usual at a port.
    pub fn at(port: u16) -> SmtpTls {
        match port {
            465 => SmtpTls::Implicit,
            587 => SmtpTls::StartTls,
            _ => SmtpTls::None,
        }
    }
}

/// A mail of plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mail {
    /// `name@host` or `Words <name@host>`, as is `to`.
    pub from: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    /// Further headers.
    pub headers: Vec<(String, String)>,
    /// The date that it bears; the machine's own without one.
    pub date: Option<SystemTime>,
}

/// Why a mail was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Trying again cannot help: the server refuses the mail, or it is none.
    pub is_permanent: bool,
    pub message: String,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Refused {}

/// Hands the mail over. Blocks.
pub fn send(settings: &SmtpSettings, mail: &Mail) -> Result<(), Refused> {
    let message = message(mail)?;
    transport(settings)?.send(&message).map(drop).map_err(|error| Refused {
        is_permanent: error.is_permanent() || error.is_client(),
        message: error.to_string(),
    })
}

fn transport(settings: &SmtpSettings) -> Result<SmtpTransport, Refused> {
    let tls = match settings.tls {
        SmtpTls::None => Tls::None,
        SmtpTls::StartTls => Tls::Required(parameters(settings)?),
        SmtpTls::Implicit => Tls::Wrapper(parameters(settings)?),
    };
    let mut builder = SmtpTransport::builder_dangerous(&settings.host)
        .port(settings.port)
        .tls(tls)
        .timeout(Some(REPLY_TIMEOUT));
    if let Some((user, password)) = &settings.credentials {
        builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
    }
    Ok(builder.build())
}

fn parameters(settings: &SmtpSettings) -> Result<TlsParameters, Refused> {
    let refuse = |error: lettre::transport::smtp::Error| permanent(error.to_string());
    let mut builder = TlsParametersBuilder::new(settings.host.clone());
    if let Some(pem) = &settings.ca_bundle {
        builder = builder
            .certificate_store(CertificateStore::None)
            .add_root_certificate(Certificate::from_pem(pem.as_bytes()).map_err(refuse)?);
    }
    builder.build_rustls().map_err(refuse)
}

fn message(mail: &Mail) -> Result<Message, Refused> {
    let mailbox = |text: &str| -> Result<Mailbox, Refused> {
        text.parse().map_err(|error| permanent(format!("{text} is no mail address: {error}")))
    };
    let mut builder: MessageBuilder = Message::builder()
        .from(mailbox(&mail.from)?)
        .to(mailbox(&mail.to)?)
        .subject(one_line(&mail.subject));
    if let Some(date) = mail.date {
        builder = builder.date(date);
    }
    for (name, value) in &mail.headers {
        let name = HeaderName::new_from_ascii(name.clone())
            .map_err(|_| permanent(format!("{name} is no header")))?;
        builder = builder.raw_header(HeaderValue::new(name, one_line(value)));
    }
    builder
        .header(ContentType::TEXT_PLAIN)
        .body(mail.text.clone())
        .map_err(|error| permanent(error.to_string()))
}

/// A line break in a header would begin another one.
fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

fn permanent(message: String) -> Refused {
    Refused { is_permanent: true, message }
}
