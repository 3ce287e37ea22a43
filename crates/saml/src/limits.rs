//! Bounds on what a document may cost. All are our own.

/// [A] `CreateSAMLProvider`: metadata has at most 10,000,000 characters.
pub const DOCUMENT_BYTES_MAX: usize = 10_000_000;
pub const DEPTH_MAX: usize = 64;
pub const ELEMENTS_MAX: usize = 50_000;
pub const ATTRIBUTES_MAX: usize = 64;
/// Namespaces in scope at one element.
pub const NAMESPACES_MAX: usize = 64;
/// Certificates of a provider that are tried.
pub const CERTIFICATES_MAX: usize = 16;
/// Prefixes of an `InclusiveNamespaces` list.
pub const PREFIXES_MAX: usize = 32;
