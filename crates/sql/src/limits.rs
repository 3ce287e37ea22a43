//! How much of everything. Figures of AWS's are from the S3 User Guide, "Filtering and retrieving
//! data using Amazon S3 Select" (Requirements and limits), quoted from memory: unverified, the page
//! could not be read when this was written.

/// "The maximum length of a SQL expression is 256 KB."
pub const EXPRESSION_BYTES_MAX: usize = 256 * 1024;
/// "The maximum length of a record in the input or result is 1 MB."
pub const RECORD_BYTES_MAX: usize = 1024 * 1024;
/// "The maximum uncompressed row group size is 512 MB" of Parquet.
pub const ROW_GROUP_BYTES_MAX: i64 = 512 * 1024 * 1024;

// Ours: what bounds memory and stacks.

/// Expressions inside expressions; steps of a path.
pub const DEPTH_MAX: usize = 48;
/// All of a tree, with the chains of its operators.
pub const TREE_DEPTH_MAX: usize = 64;
/// Items of a SELECT list and columns of a record.
pub const LIST_ITEMS_MAX: usize = 4_096;
/// Values inside values of JSON.
pub const JSON_DEPTH_MAX: usize = 128;
/// Records that go through the plan together,
pub const BATCH_ROWS: usize = 1_024;
/// and their bytes, at which a batch ends early.
pub const BATCH_BYTES: usize = 1024 * 1024;
/// Bytes read from an object at a time.
pub const READ_BYTES: usize = 128 * 1024;
/// Bytes of an object after which a query says that it is still at it.
pub const BREATH_BYTES: u64 = 4 * 1024 * 1024;
/// Bytes of a result that are handed on together. Our choice.
pub const CHUNK_BYTES: usize = 128 * 1024;
/// Rows that the joins of a query over events make in all, and the memory that its sorts, groups
/// and joins take. Our choice.
pub const JOINED_ROWS_MAX: u64 = 20_000_000;
pub const QUERY_MEMORY_BYTES: usize = 512 * 1024 * 1024;
/// The footer of a Parquet file.
pub const PARQUET_FOOTER_BYTES_MAX: usize = 64 * 1024 * 1024;
