//! Inputs, outputs, errors and enums of the implemented operations of ECR.
//!
//! Written by `cargo xtask codegen ecr` from `operations.txt` and the model;
//! not to be edited.

use bytes::Bytes;
use kernel::view::List;
use kernel::view::kind::{Entries, Flag, Items, Text, Time, Whole};
use kernel::{builder, operations, view};

operations! {
    BatchCheckLayerAvailability: BatchCheckLayerAvailabilityInput, BatchCheckLayerAvailabilityOutput;
    BatchDeleteImage: BatchDeleteImageInput, BatchDeleteImageOutput;
    BatchGetImage: BatchGetImageInput, BatchGetImageOutput;
    CompleteLayerUpload: CompleteLayerUploadInput, CompleteLayerUploadOutput;
    CreateRepository: CreateRepositoryInput, CreateRepositoryOutput;
    DeleteLifecyclePolicy: DeleteLifecyclePolicyInput, DeleteLifecyclePolicyOutput;
    DeleteRepository: DeleteRepositoryInput, DeleteRepositoryOutput;
    DeleteRepositoryPolicy: DeleteRepositoryPolicyInput, DeleteRepositoryPolicyOutput;
    DescribeImages: DescribeImagesInput, DescribeImagesOutput;
    DescribeRegistry: DescribeRegistryInput, DescribeRegistryOutput;
    DescribeRepositories: DescribeRepositoriesInput, DescribeRepositoriesOutput;
    GetAuthorizationToken: GetAuthorizationTokenInput, GetAuthorizationTokenOutput;
    GetDownloadUrlForLayer: GetDownloadUrlForLayerInput, GetDownloadUrlForLayerOutput;
    GetLifecyclePolicy: GetLifecyclePolicyInput, GetLifecyclePolicyOutput;
    GetLifecyclePolicyPreview: GetLifecyclePolicyPreviewInput, GetLifecyclePolicyPreviewOutput;
    GetRepositoryPolicy: GetRepositoryPolicyInput, GetRepositoryPolicyOutput;
    InitiateLayerUpload: InitiateLayerUploadInput, InitiateLayerUploadOutput;
    ListImageReferrers: ListImageReferrersInput, ListImageReferrersOutput;
    ListImages: ListImagesInput, ListImagesOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    PutImage: PutImageInput, PutImageOutput;
    PutImageTagMutability: PutImageTagMutabilityInput, PutImageTagMutabilityOutput;
    PutLifecyclePolicy: PutLifecyclePolicyInput, PutLifecyclePolicyOutput;
    SetRepositoryPolicy: SetRepositoryPolicyInput, SetRepositoryPolicyOutput;
    StartLifecyclePolicyPreview: StartLifecyclePolicyPreviewInput, StartLifecyclePolicyPreviewOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    UploadLayerPart: UploadLayerPartInput, UploadLayerPartOutput;
}

view! { BatchCheckLayerAvailabilityInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
    layer_digests "layerDigests": required List<'a, &'a str>,
} }

builder! { BatchCheckLayerAvailabilityOutput {
    layers "layers": Items<LayerBuilder>,
    failures "failures": Items<LayerFailureBuilder>,
} }

view! { BatchDeleteImageInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
    image_ids "imageIds": required List<'a, ImageIdentifier<'a>>,
} }

builder! { BatchDeleteImageOutput {
    image_ids "imageIds": Items<ImageIdentifierBuilder>,
    failures "failures": Items<ImageFailureBuilder>,
} }

view! { BatchGetImageInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
    image_ids "imageIds": required List<'a, ImageIdentifier<'a>>,
    accepted_media_types "acceptedMediaTypes": optional List<'a, &'a str>,
} }

builder! { BatchGetImageOutput {
    images "images": Items<ImageBuilder>,
    failures "failures": Items<ImageFailureBuilder>,
} }

view! { CompleteLayerUploadInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
    upload_id "uploadId": required &'a str,
    layer_digests "layerDigests": required List<'a, &'a str>,
} }

builder! { CompleteLayerUploadOutput {
    registry_id "registryId": Text,
    repository_name "repositoryName": Text,
    upload_id "uploadId": Text,
    layer_digest "layerDigest": Text,
} }

view! { CreateRepositoryInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
    tags "tags": optional List<'a, Tag<'a>>,
    image_tag_mutability "imageTagMutability": optional &'a str,
    image_tag_mutability_exclusion_filters "imageTagMutabilityExclusionFilters": optional List<'a, ImageTagMutabilityExclusionFilter<'a>>,
    image_scanning_configuration "imageScanningConfiguration": optional ImageScanningConfiguration<'a>,
    encryption_configuration "encryptionConfiguration": optional EncryptionConfiguration<'a>,
} }

builder! { CreateRepositoryOutput {
    repository "repository": RepositoryBuilder,
} }

view! { DeleteLifecyclePolicyInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
} }

builder! { DeleteLifecyclePolicyOutput {
    registry_id "registryId": Text,
    repository_name "repositoryName": Text,
    lifecycle_policy_text "lifecyclePolicyText": Text,
    last_evaluated_at "lastEvaluatedAt": Time,
} }

view! { DeleteRepositoryInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
    force "force": optional bool,
} }

builder! { DeleteRepositoryOutput {
    repository "repository": RepositoryBuilder,
} }

view! { DeleteRepositoryPolicyInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
} }

builder! { DeleteRepositoryPolicyOutput {
    registry_id "registryId": Text,
    repository_name "repositoryName": Text,
    policy_text "policyText": Text,
} }

view! { DescribeImagesInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
    image_ids "imageIds": optional List<'a, ImageIdentifier<'a>>,
    next_token "nextToken": optional &'a str,
    max_results "maxResults": optional i64,
    filter "filter": optional DescribeImagesFilter<'a>,
} }

builder! { DescribeImagesOutput {
    image_details "imageDetails": Items<ImageDetailBuilder>,
    next_token "nextToken": Text,
} }

view! { DescribeRegistryInput<'a> {
} }

builder! { DescribeRegistryOutput {
    registry_id "registryId": Text,
    replication_configuration "replicationConfiguration": ReplicationConfigurationBuilder,
} }

view! { DescribeRepositoriesInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_names "repositoryNames": optional List<'a, &'a str>,
    next_token "nextToken": optional &'a str,
    max_results "maxResults": optional i64,
} }

builder! { DescribeRepositoriesOutput {
    repositories "repositories": Items<RepositoryBuilder>,
    next_token "nextToken": Text,
} }

view! { GetAuthorizationTokenInput<'a> {
    registry_ids "registryIds": optional List<'a, &'a str>,
} }

builder! { GetAuthorizationTokenOutput {
    authorization_data "authorizationData": Items<AuthorizationDataBuilder>,
} }

view! { GetDownloadUrlForLayerInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
    layer_digest "layerDigest": required &'a str,
} }

builder! { GetDownloadUrlForLayerOutput {
    download_url "downloadUrl": Text,
    layer_digest "layerDigest": Text,
} }

view! { GetLifecyclePolicyInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
} }

builder! { GetLifecyclePolicyOutput {
    registry_id "registryId": Text,
    repository_name "repositoryName": Text,
    lifecycle_policy_text "lifecyclePolicyText": Text,
    last_evaluated_at "lastEvaluatedAt": Time,
} }

view! { GetLifecyclePolicyPreviewInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
    image_ids "imageIds": optional List<'a, ImageIdentifier<'a>>,
    next_token "nextToken": optional &'a str,
    max_results "maxResults": optional i64,
    filter "filter": optional LifecyclePolicyPreviewFilter<'a>,
} }

builder! { GetLifecyclePolicyPreviewOutput {
    registry_id "registryId": Text,
    repository_name "repositoryName": Text,
    lifecycle_policy_text "lifecyclePolicyText": Text,
    status "status": Text,
    next_token "nextToken": Text,
    preview_results "previewResults": Items<LifecyclePolicyPreviewResultBuilder>,
    summary "summary": LifecyclePolicyPreviewSummaryBuilder,
} }

view! { GetRepositoryPolicyInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
} }

builder! { GetRepositoryPolicyOutput {
    registry_id "registryId": Text,
    repository_name "repositoryName": Text,
    policy_text "policyText": Text,
} }

view! { InitiateLayerUploadInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
} }

builder! { InitiateLayerUploadOutput {
    upload_id "uploadId": Text,
    part_size "partSize": Whole,
} }

view! { ListImageReferrersInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
    subject_id "subjectId": required SubjectIdentifier<'a>,
    filter "filter": optional ListImageReferrersFilter<'a>,
    next_token "nextToken": optional &'a str,
    max_results "maxResults": optional i64,
} }

builder! { ListImageReferrersOutput {
    referrers "referrers": Items<ImageReferrerBuilder>,
    next_token "nextToken": Text,
} }

view! { ListImagesInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
    next_token "nextToken": optional &'a str,
    max_results "maxResults": optional i64,
    filter "filter": optional ListImagesFilter<'a>,
} }

builder! { ListImagesOutput {
    image_ids "imageIds": Items<ImageIdentifierBuilder>,
    next_token "nextToken": Text,
} }

view! { ListTagsForResourceInput<'a> {
    resource_arn "resourceArn": required &'a str,
} }

builder! { ListTagsForResourceOutput {
    tags "tags": Items<TagBuilder>,
} }

view! { PutImageInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
    image_manifest "imageManifest": required &'a str,
    image_manifest_media_type "imageManifestMediaType": optional &'a str,
    image_tag "imageTag": optional &'a str,
    image_digest "imageDigest": optional &'a str,
} }

builder! { PutImageOutput {
    image "image": ImageBuilder,
} }

view! { PutImageTagMutabilityInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
    image_tag_mutability "imageTagMutability": required &'a str,
    image_tag_mutability_exclusion_filters "imageTagMutabilityExclusionFilters": optional List<'a, ImageTagMutabilityExclusionFilter<'a>>,
} }

builder! { PutImageTagMutabilityOutput {
    registry_id "registryId": Text,
    repository_name "repositoryName": Text,
    image_tag_mutability "imageTagMutability": Text,
    image_tag_mutability_exclusion_filters "imageTagMutabilityExclusionFilters": Items<ImageTagMutabilityExclusionFilterBuilder>,
} }

view! { PutLifecyclePolicyInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
    lifecycle_policy_text "lifecyclePolicyText": required &'a str,
} }

builder! { PutLifecyclePolicyOutput {
    registry_id "registryId": Text,
    repository_name "repositoryName": Text,
    lifecycle_policy_text "lifecyclePolicyText": Text,
} }

view! { SetRepositoryPolicyInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
    policy_text "policyText": required &'a str,
    force "force": optional bool,
} }

builder! { SetRepositoryPolicyOutput {
    registry_id "registryId": Text,
    repository_name "repositoryName": Text,
    policy_text "policyText": Text,
} }

view! { StartLifecyclePolicyPreviewInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
    lifecycle_policy_text "lifecyclePolicyText": optional &'a str,
} }

builder! { StartLifecyclePolicyPreviewOutput {
    registry_id "registryId": Text,
    repository_name "repositoryName": Text,
    lifecycle_policy_text "lifecyclePolicyText": Text,
    status "status": Text,
} }

view! { TagResourceInput<'a> {
    resource_arn "resourceArn": required &'a str,
    tags "tags": required List<'a, Tag<'a>>,
} }

builder! { TagResourceOutput {
} }

view! { UntagResourceInput<'a> {
    resource_arn "resourceArn": required &'a str,
    tag_keys "tagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { UploadLayerPartInput<'a> {
    registry_id "registryId": optional &'a str,
    repository_name "repositoryName": required &'a str,
    upload_id "uploadId": required &'a str,
    part_first_byte "partFirstByte": required i64,
    part_last_byte "partLastByte": required i64,
    layer_part_blob "layerPartBlob": required &'a Bytes,
} }

builder! { UploadLayerPartOutput {
    registry_id "registryId": Text,
    repository_name "repositoryName": Text,
    upload_id "uploadId": Text,
    last_byte_received "lastByteReceived": Whole,
} }

view! { DescribeImagesFilter<'a> {
    tag_status "tagStatus": optional &'a str,
    image_status "imageStatus": optional &'a str,
} }

view! { EncryptionConfiguration<'a> {
    encryption_type "encryptionType": required &'a str,
    kms_key "kmsKey": optional &'a str,
} }

view! { ImageIdentifier<'a> {
    image_digest "imageDigest": optional &'a str,
    image_tag "imageTag": optional &'a str,
} }

view! { ImageScanningConfiguration<'a> {
    scan_on_push "scanOnPush": optional bool,
} }

view! { ImageTagMutabilityExclusionFilter<'a> {
    filter_type "filterType": required &'a str,
    filter "filter": required &'a str,
} }

view! { LifecyclePolicyPreviewFilter<'a> {
    tag_status "tagStatus": optional &'a str,
} }

view! { ListImageReferrersFilter<'a> {
    artifact_types "artifactTypes": optional List<'a, &'a str>,
    artifact_status "artifactStatus": optional &'a str,
} }

view! { ListImagesFilter<'a> {
    tag_status "tagStatus": optional &'a str,
    image_status "imageStatus": optional &'a str,
} }

view! { SubjectIdentifier<'a> {
    image_digest "imageDigest": required &'a str,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": required &'a str,
} }

builder! { AuthorizationDataBuilder {
    authorization_token "authorizationToken": Text,
    expires_at "expiresAt": Time,
    proxy_endpoint "proxyEndpoint": Text,
} }

builder! { DeleteReplicationBuilder {
    enabled "enabled": Flag,
} }

builder! { EncryptionConfigurationBuilder {
    encryption_type "encryptionType": Text,
    kms_key "kmsKey": Text,
} }

builder! { ImageBuilder {
    registry_id "registryId": Text,
    repository_name "repositoryName": Text,
    image_id "imageId": ImageIdentifierBuilder,
    image_manifest "imageManifest": Text,
    image_manifest_media_type "imageManifestMediaType": Text,
} }

builder! { ImageDetailBuilder {
    registry_id "registryId": Text,
    repository_name "repositoryName": Text,
    image_digest "imageDigest": Text,
    image_tags "imageTags": Items<Text>,
    image_size_in_bytes "imageSizeInBytes": Whole,
    image_pushed_at "imagePushedAt": Time,
    image_scan_status "imageScanStatus": ImageScanStatusBuilder,
    image_scan_findings_summary "imageScanFindingsSummary": ImageScanFindingsSummaryBuilder,
    image_manifest_media_type "imageManifestMediaType": Text,
    artifact_media_type "artifactMediaType": Text,
    last_recorded_pull_time "lastRecordedPullTime": Time,
    subject_manifest_digest "subjectManifestDigest": Text,
    image_status "imageStatus": Text,
    last_archived_at "lastArchivedAt": Time,
    last_activated_at "lastActivatedAt": Time,
} }

builder! { ImageFailureBuilder {
    image_id "imageId": ImageIdentifierBuilder,
    failure_code "failureCode": Text,
    failure_reason "failureReason": Text,
} }

builder! { ImageIdentifierBuilder {
    image_digest "imageDigest": Text,
    image_tag "imageTag": Text,
} }

builder! { ImageReferrerBuilder {
    digest "digest": Text,
    media_type "mediaType": Text,
    artifact_type "artifactType": Text,
    size "size": Whole,
    annotations "annotations": Entries<Text>,
    artifact_status "artifactStatus": Text,
} }

builder! { ImageScanFindingsSummaryBuilder {
    image_scan_completed_at "imageScanCompletedAt": Time,
    vulnerability_source_updated_at "vulnerabilitySourceUpdatedAt": Time,
    finding_severity_counts "findingSeverityCounts": Entries<Whole>,
} }

builder! { ImageScanStatusBuilder {
    status "status": Text,
    description "description": Text,
} }

builder! { ImageScanningConfigurationBuilder {
    scan_on_push "scanOnPush": Flag,
} }

builder! { ImageTagMutabilityExclusionFilterBuilder {
    filter_type "filterType": Text,
    filter "filter": Text,
} }

builder! { LayerBuilder {
    layer_digest "layerDigest": Text,
    layer_availability "layerAvailability": Text,
    layer_size "layerSize": Whole,
    media_type "mediaType": Text,
} }

builder! { LayerFailureBuilder {
    layer_digest "layerDigest": Text,
    failure_code "failureCode": Text,
    failure_reason "failureReason": Text,
} }

builder! { LifecyclePolicyPreviewResultBuilder {
    image_tags "imageTags": Items<Text>,
    image_digest "imageDigest": Text,
    image_pushed_at "imagePushedAt": Time,
    action "action": LifecyclePolicyRuleActionBuilder,
    applied_rule_priority "appliedRulePriority": Whole,
    storage_class "storageClass": Text,
} }

builder! { LifecyclePolicyPreviewSummaryBuilder {
    expiring_image_total_count "expiringImageTotalCount": Whole,
    transitioning_image_total_counts "transitioningImageTotalCounts": Items<TransitioningImageTotalCountBuilder>,
} }

builder! { LifecyclePolicyRuleActionBuilder {
    type_ "type": Text,
    target_storage_class "targetStorageClass": Text,
} }

builder! { ReplicationConfigurationBuilder {
    rules "rules": Items<ReplicationRuleBuilder>,
} }

builder! { ReplicationDestinationBuilder {
    region "region": Text,
    registry_id "registryId": Text,
} }

builder! { ReplicationRuleBuilder {
    destinations "destinations": Items<ReplicationDestinationBuilder>,
    repository_filters "repositoryFilters": Items<RepositoryFilterBuilder>,
    delete_replication "deleteReplication": DeleteReplicationBuilder,
} }

builder! { RepositoryBuilder {
    repository_arn "repositoryArn": Text,
    registry_id "registryId": Text,
    repository_name "repositoryName": Text,
    repository_uri "repositoryUri": Text,
    created_at "createdAt": Time,
    image_tag_mutability "imageTagMutability": Text,
    image_tag_mutability_exclusion_filters "imageTagMutabilityExclusionFilters": Items<ImageTagMutabilityExclusionFilterBuilder>,
    image_scanning_configuration "imageScanningConfiguration": ImageScanningConfigurationBuilder,
    encryption_configuration "encryptionConfiguration": EncryptionConfigurationBuilder,
} }

builder! { RepositoryFilterBuilder {
    filter "filter": Text,
    filter_type "filterType": Text,
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { TransitioningImageTotalCountBuilder {
    target_storage_class "targetStorageClass": Text,
    image_total_count "imageTotalCount": Whole,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        empty_upload_exception "EmptyUploadException" 400;
        image_already_exists_exception "ImageAlreadyExistsException" 400;
        image_digest_does_not_match_exception "ImageDigestDoesNotMatchException" 400;
        image_not_found_exception "ImageNotFoundException" 400;
        image_tag_already_exists_exception "ImageTagAlreadyExistsException" 400;
        invalid_layer_exception "InvalidLayerException" 400;
        invalid_layer_part_exception "InvalidLayerPartException" 400;
        invalid_parameter_exception "InvalidParameterException" 400;
        invalid_tag_parameter_exception "InvalidTagParameterException" 400;
        kms_exception "KmsException" 400;
        layer_already_exists_exception "LayerAlreadyExistsException" 400;
        layer_inaccessible_exception "LayerInaccessibleException" 400;
        layer_part_too_small_exception "LayerPartTooSmallException" 400;
        layers_not_found_exception "LayersNotFoundException" 400;
        lifecycle_policy_not_found_exception "LifecyclePolicyNotFoundException" 400;
        lifecycle_policy_preview_in_progress_exception "LifecyclePolicyPreviewInProgressException" 400;
        lifecycle_policy_preview_not_found_exception "LifecyclePolicyPreviewNotFoundException" 400;
        limit_exceeded_exception "LimitExceededException" 400;
        referenced_images_not_found_exception "ReferencedImagesNotFoundException" 400;
        repository_already_exists_exception "RepositoryAlreadyExistsException" 400;
        repository_not_empty_exception "RepositoryNotEmptyException" 400;
        repository_not_found_exception "RepositoryNotFoundException" 400;
        repository_policy_not_found_exception "RepositoryPolicyNotFoundException" 400;
        server_exception "ServerException" 500;
        too_many_tags_exception "TooManyTagsException" 400;
        unable_to_get_upstream_image_exception "UnableToGetUpstreamImageException" 400;
        unable_to_get_upstream_layer_exception "UnableToGetUpstreamLayerException" 400;
        unable_to_list_upstream_image_referrers_exception "UnableToListUpstreamImageReferrersException" 400;
        upload_not_found_exception "UploadNotFoundException" 400;
        validation_exception "ValidationException" 400;
    }
}

pub mod artifact_status {
    pub const ACTIVE: &str = "ACTIVE";
    pub const ARCHIVED: &str = "ARCHIVED";
    pub const ACTIVATING: &str = "ACTIVATING";
}

pub mod artifact_status_filter {
    pub const ACTIVE: &str = "ACTIVE";
    pub const ARCHIVED: &str = "ARCHIVED";
    pub const ACTIVATING: &str = "ACTIVATING";
    pub const ANY: &str = "ANY";
}

pub mod encryption_type {
    pub const AES256: &str = "AES256";
    pub const KMS: &str = "KMS";
    pub const KMS_DSSE: &str = "KMS_DSSE";
}

pub mod finding_severity {
    pub const INFORMATIONAL: &str = "INFORMATIONAL";
    pub const LOW: &str = "LOW";
    pub const MEDIUM: &str = "MEDIUM";
    pub const HIGH: &str = "HIGH";
    pub const CRITICAL: &str = "CRITICAL";
    pub const UNDEFINED: &str = "UNDEFINED";
}

pub mod image_action_type {
    pub const EXPIRE: &str = "EXPIRE";
    pub const TRANSITION: &str = "TRANSITION";
}

pub mod image_failure_code {
    pub const INVALID_IMAGE_DIGEST: &str = "InvalidImageDigest";
    pub const INVALID_IMAGE_TAG: &str = "InvalidImageTag";
    pub const IMAGE_TAG_DOES_NOT_MATCH_DIGEST: &str = "ImageTagDoesNotMatchDigest";
    pub const IMAGE_NOT_FOUND: &str = "ImageNotFound";
    pub const MISSING_DIGEST_AND_TAG: &str = "MissingDigestAndTag";
    pub const IMAGE_REFERENCED_BY_MANIFEST_LIST: &str = "ImageReferencedByManifestList";
    pub const KMS_ERROR: &str = "KmsError";
    pub const UPSTREAM_ACCESS_DENIED: &str = "UpstreamAccessDenied";
    pub const UPSTREAM_TOO_MANY_REQUESTS: &str = "UpstreamTooManyRequests";
    pub const UPSTREAM_UNAVAILABLE: &str = "UpstreamUnavailable";
    pub const IMAGE_INACCESSIBLE: &str = "ImageInaccessible";
}

pub mod image_status {
    pub const ACTIVE: &str = "ACTIVE";
    pub const ARCHIVED: &str = "ARCHIVED";
    pub const ACTIVATING: &str = "ACTIVATING";
}

pub mod image_status_filter {
    pub const ACTIVE: &str = "ACTIVE";
    pub const ARCHIVED: &str = "ARCHIVED";
    pub const ACTIVATING: &str = "ACTIVATING";
    pub const ANY: &str = "ANY";
}

pub mod image_tag_mutability {
    pub const MUTABLE: &str = "MUTABLE";
    pub const IMMUTABLE: &str = "IMMUTABLE";
    pub const IMMUTABLE_WITH_EXCLUSION: &str = "IMMUTABLE_WITH_EXCLUSION";
    pub const MUTABLE_WITH_EXCLUSION: &str = "MUTABLE_WITH_EXCLUSION";
}

pub mod image_tag_mutability_exclusion_filter_type {
    pub const WILDCARD: &str = "WILDCARD";
}

pub mod layer_availability {
    pub const AVAILABLE: &str = "AVAILABLE";
    pub const UNAVAILABLE: &str = "UNAVAILABLE";
    pub const ARCHIVED: &str = "ARCHIVED";
}

pub mod layer_failure_code {
    pub const INVALID_LAYER_DIGEST: &str = "InvalidLayerDigest";
    pub const MISSING_LAYER_DIGEST: &str = "MissingLayerDigest";
}

pub mod lifecycle_policy_preview_status {
    pub const IN_PROGRESS: &str = "IN_PROGRESS";
    pub const COMPLETE: &str = "COMPLETE";
    pub const EXPIRED: &str = "EXPIRED";
    pub const FAILED: &str = "FAILED";
}

pub mod lifecycle_policy_storage_class {
    pub const ARCHIVE: &str = "ARCHIVE";
    pub const STANDARD: &str = "STANDARD";
}

pub mod lifecycle_policy_target_storage_class {
    pub const ARCHIVE: &str = "ARCHIVE";
}

pub mod repository_filter_type {
    pub const PREFIX_MATCH: &str = "PREFIX_MATCH";
}

pub mod scan_status {
    pub const IN_PROGRESS: &str = "IN_PROGRESS";
    pub const COMPLETE: &str = "COMPLETE";
    pub const FAILED: &str = "FAILED";
    pub const UNSUPPORTED_IMAGE: &str = "UNSUPPORTED_IMAGE";
    pub const ACTIVE: &str = "ACTIVE";
    pub const PENDING: &str = "PENDING";
    pub const SCAN_ELIGIBILITY_EXPIRED: &str = "SCAN_ELIGIBILITY_EXPIRED";
    pub const FINDINGS_UNAVAILABLE: &str = "FINDINGS_UNAVAILABLE";
    pub const LIMIT_EXCEEDED: &str = "LIMIT_EXCEEDED";
    pub const IMAGE_ARCHIVED: &str = "IMAGE_ARCHIVED";
    pub const IMAGE_SIZE_EXCEEDED: &str = "IMAGE_SIZE_EXCEEDED";
}

pub mod tag_status {
    pub const TAGGED: &str = "TAGGED";
    pub const UNTAGGED: &str = "UNTAGGED";
    pub const ANY: &str = "ANY";
}
