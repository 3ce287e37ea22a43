//! What each operation is called in policies, and on what it acts.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon
//! S3"; S3 User Guide, "Required permissions for Amazon S3 API operations".

use kernel::Struct;

use crate::acl;
use crate::state_settings::Permission;

/// On what an operation acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// On none: it lists what the account has.
    Account(&'static str),
    /// On a bucket that is yet to be made.
    NewBucket(Vec<&'static str>),
    Bucket(Vec<&'static str>),
    Object(Vec<&'static str>),
    /// On several objects of a bucket, each of which it asks for by itself.
    Batch,
}

const BUCKET_OPERATIONS: [(&str, &str); 73] = [
    ("DeleteBucket", "s3:DeleteBucket"),
    ("DeleteBucketAnalyticsConfiguration", "s3:PutAnalyticsConfiguration"),
    ("DeleteBucketCors", "s3:PutBucketCORS"),
    ("DeleteBucketEncryption", "s3:PutEncryptionConfiguration"),
    ("DeleteBucketIntelligentTieringConfiguration", "s3:PutIntelligentTieringConfiguration"),
    ("DeleteBucketInventoryConfiguration", "s3:PutInventoryConfiguration"),
    ("DeleteBucketLifecycle", "s3:PutLifecycleConfiguration"),
    ("DeleteBucketMetricsConfiguration", "s3:PutMetricsConfiguration"),
    ("DeleteBucketOwnershipControls", "s3:PutBucketOwnershipControls"),
    ("DeleteBucketPolicy", "s3:DeleteBucketPolicy"),
    ("DeleteBucketReplication", "s3:PutReplicationConfiguration"),
    ("DeleteBucketTagging", "s3:PutBucketTagging"),
    ("DeleteBucketWebsite", "s3:DeleteBucketWebsite"),
    ("DeletePublicAccessBlock", "s3:PutBucketPublicAccessBlock"),
    ("GetBucketAbac", "s3:GetBucketABAC"),
    ("GetBucketAccelerateConfiguration", "s3:GetAccelerateConfiguration"),
    ("GetBucketAcl", "s3:GetBucketAcl"),
    ("GetBucketAnalyticsConfiguration", "s3:GetAnalyticsConfiguration"),
    ("GetBucketCors", "s3:GetBucketCORS"),
    ("GetBucketEncryption", "s3:GetEncryptionConfiguration"),
    ("GetBucketIntelligentTieringConfiguration", "s3:GetIntelligentTieringConfiguration"),
    ("GetBucketInventoryConfiguration", "s3:GetInventoryConfiguration"),
    ("GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration"),
    ("GetBucketLocation", "s3:GetBucketLocation"),
    ("GetBucketLogging", "s3:GetBucketLogging"),
    ("GetBucketMetricsConfiguration", "s3:GetMetricsConfiguration"),
    ("GetBucketNotificationConfiguration", "s3:GetBucketNotification"),
    ("GetBucketOwnershipControls", "s3:GetBucketOwnershipControls"),
    ("GetBucketPolicy", "s3:GetBucketPolicy"),
    ("GetBucketPolicyStatus", "s3:GetBucketPolicyStatus"),
    ("GetBucketReplication", "s3:GetReplicationConfiguration"),
    ("GetBucketRequestPayment", "s3:GetBucketRequestPayment"),
    ("GetBucketTagging", "s3:GetBucketTagging"),
    ("GetBucketVersioning", "s3:GetBucketVersioning"),
    ("GetBucketWebsite", "s3:GetBucketWebsite"),
    ("GetObjectLockConfiguration", "s3:GetBucketObjectLockConfiguration"),
    ("GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock"),
    ("HeadBucket", "s3:ListBucket"),
    ("ListBucketAnalyticsConfigurations", "s3:GetAnalyticsConfiguration"),
    ("ListBucketIntelligentTieringConfigurations", "s3:GetIntelligentTieringConfiguration"),
    ("ListBucketInventoryConfigurations", "s3:GetInventoryConfiguration"),
    ("ListBucketMetricsConfigurations", "s3:GetMetricsConfiguration"),
    ("ListMultipartUploads", "s3:ListBucketMultipartUploads"),
    ("ListObjectVersions", "s3:ListBucketVersions"),
    ("ListObjects", "s3:ListBucket"),
    ("ListObjectsV2", "s3:ListBucket"),
    ("PutBucketAbac", "s3:PutBucketABAC"),
    ("PutBucketAccelerateConfiguration", "s3:PutAccelerateConfiguration"),
    ("PutBucketAcl", "s3:PutBucketAcl"),
    ("PutBucketAnalyticsConfiguration", "s3:PutAnalyticsConfiguration"),
    ("PutBucketCors", "s3:PutBucketCORS"),
    ("PutBucketEncryption", "s3:PutEncryptionConfiguration"),
    ("PutBucketIntelligentTieringConfiguration", "s3:PutIntelligentTieringConfiguration"),
    ("PutBucketInventoryConfiguration", "s3:PutInventoryConfiguration"),
    ("PutBucketLifecycleConfiguration", "s3:PutLifecycleConfiguration"),
    ("PutBucketLogging", "s3:PutBucketLogging"),
    ("PutBucketMetricsConfiguration", "s3:PutMetricsConfiguration"),
    ("PutBucketNotificationConfiguration", "s3:PutBucketNotification"),
    ("PutBucketOwnershipControls", "s3:PutBucketOwnershipControls"),
    ("PutBucketPolicy", "s3:PutBucketPolicy"),
    ("PutBucketReplication", "s3:PutReplicationConfiguration"),
    ("PutBucketRequestPayment", "s3:PutBucketRequestPayment"),
    ("PutBucketTagging", "s3:PutBucketTagging"),
    ("PutBucketVersioning", "s3:PutBucketVersioning"),
    ("PutBucketWebsite", "s3:PutBucketWebsite"),
    ("PutObjectLockConfiguration", "s3:PutBucketObjectLockConfiguration"),
    ("PutPublicAccessBlock", "s3:PutBucketPublicAccessBlock"),
    // Only to be named in policies.
    ("", "s3:CreateBucket"),
    ("", "s3:GetBucketPublicAccessBlock"),
    ("", "s3:PutInventoryConfiguration"),
    ("", "s3:CreateBucketMetadataTableConfiguration"),
    ("", "s3:DeleteBucketMetadataTableConfiguration"),
    ("", "s3:GetBucketMetadataTableConfiguration"),
];

/// Operation, action, and the action when a version is named.
const OBJECT_OPERATIONS: [(&str, &str, &str); 36] = [
    ("AbortMultipartUpload", "s3:AbortMultipartUpload", ""),
    ("CompleteMultipartUpload", "s3:PutObject", ""),
    ("CopyObject", "s3:PutObject", ""),
    ("CreateMultipartUpload", "s3:PutObject", ""),
    ("DeleteObject", "s3:DeleteObject", "s3:DeleteObjectVersion"),
    ("DeleteObjectAnnotation", "s3:DeleteObjectAnnotation", ""),
    ("DeleteObjectTagging", "s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging"),
    ("GetObject", "s3:GetObject", "s3:GetObjectVersion"),
    ("GetObjectAcl", "s3:GetObjectAcl", "s3:GetObjectVersionAcl"),
    ("GetObjectAnnotation", "s3:GetObjectAnnotation", ""),
    ("GetObjectAttributes", "s3:GetObjectAttributes", "s3:GetObjectVersionAttributes"),
    ("GetObjectLegalHold", "s3:GetObjectLegalHold", "s3:GetObjectLegalHold"),
    ("GetObjectRetention", "s3:GetObjectRetention", "s3:GetObjectRetention"),
    ("GetObjectTagging", "s3:GetObjectTagging", "s3:GetObjectVersionTagging"),
    ("GetObjectTorrent", "s3:GetObjectTorrent", "s3:GetObjectVersionTorrent"),
    ("HeadObject", "s3:GetObject", "s3:GetObjectVersion"),
    ("ListObjectAnnotations", "s3:ListObjectAnnotations", ""),
    ("ListParts", "s3:ListMultipartUploadParts", ""),
    ("PutObject", "s3:PutObject", ""),
    ("PutObjectAcl", "s3:PutObjectAcl", "s3:PutObjectVersionAcl"),
    ("PutObjectAnnotation", "s3:PutObjectAnnotation", ""),
    ("PutObjectLegalHold", "s3:PutObjectLegalHold", "s3:PutObjectLegalHold"),
    ("PutObjectRetention", "s3:PutObjectRetention", "s3:PutObjectRetention"),
    ("PutObjectTagging", "s3:PutObjectTagging", "s3:PutObjectVersionTagging"),
    ("RestoreObject", "s3:RestoreObject", "s3:RestoreObject"),
    ("SelectObjectContent", "s3:GetObject", ""),
    ("UpdateObjectEncryption", "s3:UpdateObjectEncryption", ""),
    ("UploadPart", "s3:PutObject", ""),
    ("UploadPartCopy", "s3:PutObject", ""),
    // Only to be named in policies.
    ("", "s3:BypassGovernanceRetention", ""),
    ("", "s3:GetObjectVersionForReplication", ""),
    ("", "s3:InitiateReplication", ""),
    ("", "s3:ObjectOwnerOverrideToBucketOwner", ""),
    ("", "s3:ReplicateDelete", ""),
    ("", "s3:ReplicateObject", ""),
    ("", "s3:ReplicateTags", ""),
];

/// What an operation acts on; `None` when the table does not know the operation.
pub fn of(operation: &str, input: &Struct) -> Option<Target> {
    match operation {
        "ListBuckets" => return Some(Target::Account("s3:ListAllMyBuckets")),
        "DeleteObjects" => return Some(Target::Batch),
        "CreateBucket" => return Some(Target::NewBucket(to_create_bucket(input))),
        _ => {}
    }
    let of_objects = OBJECT_OPERATIONS.iter().find(|(name, ..)| *name == operation);
    let Some((_, plain, versioned)) = of_objects else {
        let (_, action) = BUCKET_OPERATIONS.iter().find(|(name, _)| *name == operation)?;
        return Some(Target::Bucket(vec![action]));
    };
    let names_version = input.str("VersionId").is_some() && !versioned.is_empty();
    let mut actions = vec![if names_version { *versioned } else { *plain }];
    if matches!(operation, "PutObject" | "CopyObject" | "CreateMultipartUpload") {
        actions.extend(besides(input));
    }
    if operation == "GetObjectAttributes" {
        actions.push(if names_version { "s3:GetObjectVersion" } else { "s3:GetObject" });
    }
    Some(Target::Object(actions))
}

/// What else one must be allowed who makes an object with more than a name and content.
fn besides(input: &Struct) -> impl Iterator<Item = &'static str> {
    let has = |member: &str| input.get(member).is_some();
    // To give the bucket's owner what is in its bucket, the permission to put it there is enough.
    // User Guide, "Grant cross-account permissions to upload objects while ensuring that the bucket
    // owner has full control".
    let gives_owner_only = input.str("ACL") == Some("bucket-owner-full-control");
    [
        (has("Tagging"), "s3:PutObjectTagging"),
        (acl::is_given(input) && !gives_owner_only, "s3:PutObjectAcl"),
        (has("ObjectLockMode") || has("ObjectLockRetainUntilDate"), "s3:PutObjectRetention"),
        (has("ObjectLockLegalHoldStatus"), "s3:PutObjectLegalHold"),
    ]
    .into_iter()
    .filter_map(|(is_needed, action)| is_needed.then_some(action))
}

fn to_create_bucket(input: &Struct) -> Vec<&'static str> {
    let mut actions = vec!["s3:CreateBucket"];
    if acl::is_given(input) {
        actions.push("s3:PutBucketAcl");
    }
    if input.bool("ObjectLockEnabledForBucket") == Some(true) {
        actions.extend(["s3:PutBucketObjectLockConfiguration", "s3:PutBucketVersioning"]);
    }
    if input.str("ObjectOwnership").is_some() {
        actions.push("s3:PutBucketOwnershipControls");
    }
    actions
}

/// Which permission of an access control list means an action.
///
/// Source: User Guide, "Mapping of ACL permissions and access policy permissions".
pub fn acl_permission(action: &str) -> Option<AclMeans> {
    let (is_objects, permission) = match action {
        "s3:ListBucket" | "s3:ListBucketVersions" | "s3:ListBucketMultipartUploads" => {
            (false, Permission::Read)
        }
        "s3:PutObject" | "s3:DeleteObject" | "s3:DeleteObjectVersion" => (false, Permission::Write),
        "s3:GetBucketAcl" => (false, Permission::ReadAcp),
        "s3:PutBucketAcl" => (false, Permission::WriteAcp),
        "s3:GetObject" | "s3:GetObjectVersion" | "s3:GetObjectTorrent" => (true, Permission::Read),
        "s3:GetObjectAcl" | "s3:GetObjectVersionAcl" => (true, Permission::ReadAcp),
        "s3:PutObjectAcl" | "s3:PutObjectVersionAcl" => (true, Permission::WriteAcp),
        _ => return None,
    };
    Some(AclMeans { is_objects, permission })
}

/// Where to look for a permission.
#[derive(Clone, Copy, Debug)]
pub struct AclMeans {
    /// In the object's list, not the bucket's.
    pub is_objects: bool,
    pub permission: Permission,
}

/// What the actions are for that a pattern means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds {
    pub of_buckets: bool,
    pub of_objects: bool,
}

/// `s3:Get*` means actions of both kinds.
pub fn kinds_meant(pattern: &str) -> Kinds {
    let pattern = pattern.to_ascii_lowercase();
    let buckets = BUCKET_OPERATIONS.iter().map(|(_, action)| *action);
    let objects = OBJECT_OPERATIONS.iter().flat_map(|(_, plain, versioned)| [*plain, *versioned]);
    let is_meant = |action: &str| {
        !action.is_empty() && fits(pattern.as_bytes(), action.to_ascii_lowercase().as_bytes())
    };
    Kinds {
        of_buckets: buckets.into_iter().any(is_meant),
        of_objects: objects.into_iter().any(is_meant),
    }
}

/// `*` stands for anything, `?` for one character.
fn fits(pattern: &[u8], text: &[u8]) -> bool {
    // Greedy with one point to come back to: linear in practice, never exponential.
    let (mut at, mut read) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while read < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(byte) if *byte == b'?' || *byte == text[read] => {
                at += 1;
                read += 1;
            }
            _ => {
                let Some((star_at, star_read)) = star else { return false };
                star = Some((star_at, star_read + 1));
                at = star_at + 1;
                read = star_read + 1;
            }
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_an_action() {
        for op in crate::SERVICE.operations {
            assert!(of(op.name, &Struct::new()).is_some(), "{}", op.name);
        }
    }

    #[test]
    fn patterns_mean_actions_of_their_kinds() {
        let kinds = |of_buckets, of_objects| Kinds { of_buckets, of_objects };
        assert_eq!(kinds_meant("s3:*"), kinds(true, true));
        assert_eq!(kinds_meant("*"), kinds(true, true));
        assert_eq!(kinds_meant("s3:ListBucket"), kinds(true, false));
        assert_eq!(kinds_meant("S3:getobject"), kinds(false, true));
        assert_eq!(kinds_meant("s3:GetObject?cl"), kinds(false, true));
        assert_eq!(kinds_meant("s3:PaintObject"), kinds(false, false));
        assert_eq!(kinds_meant("sqs:SendMessage"), kinds(false, false));
    }

    #[test]
    fn what_is_made_with_more_needs_more() {
        let input = Struct::new().with("Tagging", "a=b").with("ACL", "private");
        let actions = vec!["s3:PutObject", "s3:PutObjectTagging", "s3:PutObjectAcl"];
        assert_eq!(of("PutObject", &input), Some(Target::Object(actions)));
        let version = Struct::new().with("VersionId", "v");
        assert_eq!(
            of("DeleteObject", &version),
            Some(Target::Object(vec!["s3:DeleteObjectVersion"]))
        );
    }
}
