//! Bounds of what is read and evaluated. They lie above what any service allows: a service's own
//! limits (SQS 8,192 bytes, S3 20 KB, KMS 32 KB, IAM 2,048 to 10,240 characters) are its own to
//! check.

/// The longest document, in bytes.
pub const DOCUMENT_BYTES_MAX: usize = 65_536;
/// Statements of a policy.
pub const STATEMENTS_MAX: usize = 1_000;
/// How deep JSON may nest. The deepest policy needs six: document, statements, statement,
/// conditions, keys, values.
pub const DEPTH_MAX: usize = 8;
