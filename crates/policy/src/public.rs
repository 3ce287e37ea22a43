//! What keeps a statement for everybody from being public.
//!
//! Source: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage", there "The
//! meaning of 'public'"; `PublicAccessBlockConfiguration` in the API reference.

/// Condition keys, in lower case, that do when they are held against fixed values.
pub const FIXING_KEYS: &[&str] = &[
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:sourceip",
    "aws:vpcsourceip",
    "aws:sourcearn",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:sourceowner",
    "aws:sourceaccount",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:userid",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "s3:dataaccesspointarn",
    "s3:dataaccesspointaccount",
];
