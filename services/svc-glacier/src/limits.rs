//! Limits, each with its source. DG: Amazon S3 Glacier Developer Guide (for vaults); API: its
//! API Reference.

pub const MIB: u64 = 1024 * 1024;
/// DG, "Uploading an archive in a single operation": 4 GB.
pub const ARCHIVE_BYTES_MAX: u64 = 4 * 1024 * MIB;
/// DG, "Uploading large archives in parts": parts of 1 MB to 4 GB, up to 10,000.
pub const PART_BYTES_MAX: u64 = 4 * 1024 * MIB;
pub const PARTS_MAX: usize = 10_000;
/// DG, "Quick facts": 10,000 parts of 4 GB.
pub const DESCRIPTION_LEN_MAX: usize = 1_024;
/// DG, "Creating a vault": 1 to 255 characters of letters, digits, `_`, `-` and `.`.
pub const VAULT_NAME_LEN_MAX: usize = 255;
/// DG, "Working with vaults": 1,000 in an account's region.
pub const VAULTS_MAX: usize = 1_000;
/// DG, "Tagging": 50 tags a vault, keys of 128 and values of 256 characters (API, AddTagsToVault).
pub const TAGS_MAX: usize = 50;
pub const TAG_KEY_LEN_MAX: usize = 128;
pub const TAG_VALUE_LEN_MAX: usize = 256;
/// API, ListVaults: pages of 10 unless asked; the others: 50.
pub const VAULTS_PAGE: usize = 10;
pub const PAGE: usize = 50;
/// DG, "Retrieving archives": Expedited 1–5 minutes, Standard 3–5 hours, Bulk 5–12 hours.
pub const EXPEDITED_S: (u64, u64) = (60, 5 * 60);
pub const STANDARD_S: (u64, u64) = (3 * 3600, 5 * 3600);
pub const BULK_S: (u64, u64) = (5 * 3600, 12 * 3600);
/// API, GetJobOutput: for 24 hours after completion.
pub const OUTPUT_KEPT_S: u64 = 24 * 3600;
/// DG, "Vault inventory": about every 24 hours, where something has changed.
pub const INVENTORY_S: u64 = 24 * 3600;
/// Entries that one step of an inventory counts: keeps the writer's turns short (ours).
pub const INVENTORY_BATCH: usize = 1_000;
/// Entries of one inventory retrieval; a marker tells where the next one begins (ours).
pub const INVENTORY_ENTRIES_MAX: usize = 10_000;
/// API, InitiateVaultLock: the lock expires after 24 hours in progress.
pub const LOCK_S: i64 = 24 * 3600;
/// DG, "Vault access policies": 20 KB. [U] for lock policies.
pub const POLICY_BYTES_MAX: usize = 20 * 1024;
/// API, PurchaseProvisionedCapacity: two units an account (LimitExceededException).
pub const CAPACITY_MAX: usize = 2;
/// DG, "Data retrieval policies", Free Tier Only: 10 GB a month.
pub const FREE_BYTES_A_MONTH: u64 = 10 * 1024 * MIB;
/// DG, "Multipart upload": an upload that is not used for 24 hours may be removed. We wait a week.
pub const UPLOAD_KEPT_S: u64 = 7 * 24 * 3600;
