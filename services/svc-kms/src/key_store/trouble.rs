//! What can go wrong between KMS and an external key store proxy, and what KMS answers then.
//!
//! Source: "External Key Store Proxy API Specification" (aws/aws-kms-xksproxy-api-spec), "Error
//! codes"; connection error codes: [A] CustomKeyStoresListEntry.

use kernel::ApiError;
use outbound::http::FailureKind;

use crate::api::{connection_error_code_type as code, error};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    InvalidState,
    InvalidCiphertext,
    InvalidKeyUsage,
    Authentication,
    AccessDenied,
    KeyNotFound,
    UriPath,
    Unsupported,
    DependencyTimeout,
    Throttling,
    Internal,
    Connect,
    Tls,
    Timeout,
    /// No answer of the specification, or one that says our request is none.
    Malformed,
    /// All its key managers are out of order.
    Unavailable,
}

/// What a proxy calls it (`errorName`), the trouble, and the words of KMS.
const TROUBLES: &[(&str, Trouble, &str)] = &[
    (
        "InvalidStateException",
        Trouble::InvalidState,
        "The external key associated with this KMS key in an external key store is not enabled in \
         the external key manager. Enable the external key in the external key manager and retry \
         the request.",
    ),
    (
        "InvalidCiphertextException",
        Trouble::InvalidCiphertext,
        "The external key store proxy rejected the request because the specified ciphertext or \
         encryption context is corrupted, missing, or otherwise invalid.",
    ),
    (
        "InvalidKeyUsageException",
        Trouble::InvalidKeyUsage,
        "The external key associated with this KMS key in an external key store does not support \
         the requested operation. Enable the operation on the key in your external key manager, \
         and try the request again.",
    ),
    (
        "AuthenticationFailedException",
        Trouble::Authentication,
        "The external key store proxy rejected the request because it could not authenticate AWS \
         KMS. Verify the XKS proxy authentication credentials for your external key store and \
         update if necessary.",
    ),
    (
        "AccessDeniedException",
        Trouble::AccessDenied,
        "The external key store proxy denied access to the operation. Verify that the user and \
         the external key are both authorized for this operation, and try the request again.",
    ),
    (
        "KeyNotFoundException",
        Trouble::KeyNotFound,
        "The external key associated with this KMS key in an external key store was not found in \
         its external key manager. If the external key ID associated with this KMS key is \
         incorrect, create a new KMS key with the correct external key ID.",
    ),
    (
        "InvalidUriPathException",
        Trouble::UriPath,
        "The external key store proxy rejected the request because of an invalid URI path. Verify \
         the URI path for your external key store and update if necessary.",
    ),
    (
        "UnsupportedOperationException",
        Trouble::Unsupported,
        "The external key store proxy rejected the request because it does not support the \
         requested operation. If you see this error repeatedly, report it to your external key \
         store proxy administrator.",
    ),
    (
        "DependencyTimeoutException",
        Trouble::DependencyTimeout,
        "The external key store proxy did not respond to the request in the time allotted. Retry \
         the request. If you see this error repeatedly, report it to your external key store \
         proxy administrator.",
    ),
    (
        "ThrottlingException",
        Trouble::Throttling,
        "The external key store proxy rejected the request due to a very high request rate. \
         Reduce the frequency of your calls using KMS keys in this external key store.",
    ),
    (
        "InternalException",
        Trouble::Internal,
        "The external key store proxy rejected the request because it cannot communicate with the \
         external key manager. Verify that the external key store proxy configuration is correct \
         and that the external key manager is available.",
    ),
    (
        "",
        Trouble::Connect,
        "AWS KMS cannot communicate with the external key store proxy. This might be a transient \
         network issue. If you see this error repeatedly, verify that your external key store \
         proxy is active and is connected to the network, and that its endpoint URI is correct in \
         your external key store.",
    ),
    (
        "",
        Trouble::Tls,
        "AWS KMS cannot establish a TLS connection to the external key store proxy. Verify the \
         TLS configuration, including its certificate.",
    ),
    (
        "",
        Trouble::Timeout,
        "AWS KMS rejected the request because the external key store proxy did not respond in \
         time. Retry the request. If you see this error repeatedly, report it to your external \
         key store proxy administrator.",
    ),
    (
        "ValidationException",
        Trouble::Malformed,
        "AWS KMS cannot interpret the response from the external key store proxy. If you see this \
         error repeatedly, report it to your external key store proxy administrator.",
    ),
    (
        "",
        Trouble::Unavailable,
        "All external key managers of the external key store proxy are unavailable.",
    ),
];

pub const INVALID_PLAINTEXT: &str = "The ciphertext that the external key store proxy submitted \
                                     for decryption, or the encryption context, is corrupted, \
                                     missing, or otherwise invalid.";
pub const NOT_CONNECTED: &str = "This KMS key is in a custom key store that is not connected to \
                                 its external key store proxy. Connect the external key store and \
                                 try the request again.";

impl Trouble {
    /// By the `errorName` of an answer.
    pub fn named(name: &str) -> Trouble {
        let found = TROUBLES.iter().find(|(known, ..)| !name.is_empty() && *known == name);
        found.map_or(Trouble::Malformed, |(_, trouble, _)| *trouble)
    }

    pub fn of_failure(kind: FailureKind) -> Trouble {
        match kind {
            FailureKind::Url | FailureKind::Connect => Trouble::Connect,
            FailureKind::Timeout => Trouble::Timeout,
            FailureKind::Tls => Trouble::Tls,
            FailureKind::Protocol => Trouble::Malformed,
        }
    }

    pub fn name(self) -> String {
        format!("{self:?}")
    }

    /// The trouble of that [`Trouble::name`].
    pub fn parse(name: &str) -> Option<Trouble> {
        TROUBLES.iter().map(|(_, trouble, _)| *trouble).find(|trouble| trouble.name() == name)
    }

    fn message(self) -> &'static str {
        let found = TROUBLES.iter().find(|(_, trouble, _)| *trouble == self);
        found.expect("the table has every trouble").2
    }

    /// Of an operation that uses a key.
    pub fn of_use(self) -> ApiError {
        error::kms_invalid_state_exception(self.message())
    }

    /// Of CreateCustomKeyStore and UpdateCustomKeyStore.
    pub fn of_store(self) -> ApiError {
        let message = self.message();
        match self {
            Trouble::Authentication => {
                error::xks_proxy_incorrect_authentication_credential_exception(message)
            }
            Trouble::UriPath => error::xks_proxy_invalid_configuration_exception(message),
            Trouble::DependencyTimeout
            | Trouble::Throttling
            | Trouble::Connect
            | Trouble::Tls
            | Trouble::Timeout
            | Trouble::Unavailable => error::xks_proxy_uri_unreachable_exception(message),
            _ => error::xks_proxy_invalid_response_exception(message),
        }
    }

    /// Of CreateKey.
    pub fn of_key(self) -> ApiError {
        let message = self.message();
        match self {
            Trouble::InvalidState | Trouble::InvalidKeyUsage => {
                error::xks_key_invalid_configuration_exception(message)
            }
            Trouble::AccessDenied => error::kms_invalid_state_exception(message),
            Trouble::KeyNotFound => error::xks_key_not_found_exception(message),
            _ => error::custom_key_store_invalid_state_exception(message),
        }
    }

    /// Of a store that could not be connected.
    pub fn connection_code(self) -> &'static str {
        match self {
            Trouble::Authentication => code::INVALID_CREDENTIALS,
            Trouble::AccessDenied => code::XKS_PROXY_ACCESS_DENIED,
            Trouble::UriPath => code::XKS_PROXY_INVALID_CONFIGURATION,
            Trouble::Timeout | Trouble::DependencyTimeout => code::XKS_PROXY_TIMED_OUT,
            Trouble::Connect | Trouble::Unavailable => code::XKS_PROXY_NOT_REACHABLE,
            Trouble::Tls => code::XKS_PROXY_INVALID_TLS_CONFIGURATION,
            _ => code::XKS_PROXY_INVALID_RESPONSE,
        }
    }
}
