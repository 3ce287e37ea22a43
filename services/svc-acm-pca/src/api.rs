//! Inputs, outputs, errors and enums of the implemented operations of ACM PCA.
//!
//! Written by `cargo xtask codegen acm-pca` from `operations.txt` and the model;
//! not to be edited.

use bytes::Bytes;
use kernel::view::List;
use kernel::view::kind::{Flag, Items, Text, Time, Whole};
use kernel::{builder, operations, view};

operations! {
    CreateCertificateAuthority: CreateCertificateAuthorityInput, CreateCertificateAuthorityOutput;
    CreateCertificateAuthorityAuditReport: CreateCertificateAuthorityAuditReportInput, CreateCertificateAuthorityAuditReportOutput;
    CreatePermission: CreatePermissionInput, CreatePermissionOutput;
    DeleteCertificateAuthority: DeleteCertificateAuthorityInput, DeleteCertificateAuthorityOutput;
    DeletePermission: DeletePermissionInput, DeletePermissionOutput;
    DeletePolicy: DeletePolicyInput, DeletePolicyOutput;
    DescribeCertificateAuthority: DescribeCertificateAuthorityInput, DescribeCertificateAuthorityOutput;
    DescribeCertificateAuthorityAuditReport: DescribeCertificateAuthorityAuditReportInput, DescribeCertificateAuthorityAuditReportOutput;
    GetCertificate: GetCertificateInput, GetCertificateOutput;
    GetCertificateAuthorityCertificate: GetCertificateAuthorityCertificateInput, GetCertificateAuthorityCertificateOutput;
    GetCertificateAuthorityCsr: GetCertificateAuthorityCsrInput, GetCertificateAuthorityCsrOutput;
    GetPolicy: GetPolicyInput, GetPolicyOutput;
    ImportCertificateAuthorityCertificate: ImportCertificateAuthorityCertificateInput, ImportCertificateAuthorityCertificateOutput;
    IssueCertificate: IssueCertificateInput, IssueCertificateOutput;
    ListCertificateAuthorities: ListCertificateAuthoritiesInput, ListCertificateAuthoritiesOutput;
    ListPermissions: ListPermissionsInput, ListPermissionsOutput;
    ListTags: ListTagsInput, ListTagsOutput;
    PutPolicy: PutPolicyInput, PutPolicyOutput;
    RestoreCertificateAuthority: RestoreCertificateAuthorityInput, RestoreCertificateAuthorityOutput;
    RevokeCertificate: RevokeCertificateInput, RevokeCertificateOutput;
    TagCertificateAuthority: TagCertificateAuthorityInput, TagCertificateAuthorityOutput;
    UntagCertificateAuthority: UntagCertificateAuthorityInput, UntagCertificateAuthorityOutput;
    UpdateCertificateAuthority: UpdateCertificateAuthorityInput, UpdateCertificateAuthorityOutput;
}

view! { CreateCertificateAuthorityInput<'a> {
    certificate_authority_configuration "CertificateAuthorityConfiguration": required CertificateAuthorityConfiguration<'a>,
    revocation_configuration "RevocationConfiguration": optional RevocationConfiguration<'a>,
    certificate_authority_type "CertificateAuthorityType": required &'a str,
    idempotency_token "IdempotencyToken": optional &'a str,
    key_storage_security_standard "KeyStorageSecurityStandard": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
    usage_mode "UsageMode": optional &'a str,
} }

builder! { CreateCertificateAuthorityOutput {
    certificate_authority_arn "CertificateAuthorityArn": Text,
} }

view! { CreateCertificateAuthorityAuditReportInput<'a> {
    certificate_authority_arn "CertificateAuthorityArn": required &'a str,
    s3_bucket_name "S3BucketName": required &'a str,
    audit_report_response_format "AuditReportResponseFormat": required &'a str,
} }

builder! { CreateCertificateAuthorityAuditReportOutput {
    audit_report_id "AuditReportId": Text,
    s3_key "S3Key": Text,
} }

view! { CreatePermissionInput<'a> {
    certificate_authority_arn "CertificateAuthorityArn": required &'a str,
    principal "Principal": required &'a str,
    source_account "SourceAccount": optional &'a str,
    actions "Actions": required List<'a, &'a str>,
} }

builder! { CreatePermissionOutput {
} }

view! { DeleteCertificateAuthorityInput<'a> {
    certificate_authority_arn "CertificateAuthorityArn": required &'a str,
    permanent_deletion_time_in_days "PermanentDeletionTimeInDays": optional i64,
} }

builder! { DeleteCertificateAuthorityOutput {
} }

view! { DeletePermissionInput<'a> {
    certificate_authority_arn "CertificateAuthorityArn": required &'a str,
    principal "Principal": required &'a str,
    source_account "SourceAccount": optional &'a str,
} }

builder! { DeletePermissionOutput {
} }

view! { DeletePolicyInput<'a> {
    resource_arn "ResourceArn": required &'a str,
} }

builder! { DeletePolicyOutput {
} }

view! { DescribeCertificateAuthorityInput<'a> {
    certificate_authority_arn "CertificateAuthorityArn": required &'a str,
} }

builder! { DescribeCertificateAuthorityOutput {
    certificate_authority "CertificateAuthority": CertificateAuthorityBuilder,
} }

view! { DescribeCertificateAuthorityAuditReportInput<'a> {
    certificate_authority_arn "CertificateAuthorityArn": required &'a str,
    audit_report_id "AuditReportId": required &'a str,
} }

builder! { DescribeCertificateAuthorityAuditReportOutput {
    audit_report_status "AuditReportStatus": Text,
    s3_bucket_name "S3BucketName": Text,
    s3_key "S3Key": Text,
    created_at "CreatedAt": Time,
} }

view! { GetCertificateInput<'a> {
    certificate_authority_arn "CertificateAuthorityArn": required &'a str,
    certificate_arn "CertificateArn": required &'a str,
} }

builder! { GetCertificateOutput {
    certificate "Certificate": Text,
    certificate_chain "CertificateChain": Text,
} }

view! { GetCertificateAuthorityCertificateInput<'a> {
    certificate_authority_arn "CertificateAuthorityArn": required &'a str,
} }

builder! { GetCertificateAuthorityCertificateOutput {
    certificate "Certificate": Text,
    certificate_chain "CertificateChain": Text,
} }

view! { GetCertificateAuthorityCsrInput<'a> {
    certificate_authority_arn "CertificateAuthorityArn": required &'a str,
} }

builder! { GetCertificateAuthorityCsrOutput {
    csr "Csr": Text,
} }

view! { GetPolicyInput<'a> {
    resource_arn "ResourceArn": required &'a str,
} }

builder! { GetPolicyOutput {
    policy "Policy": Text,
} }

view! { ImportCertificateAuthorityCertificateInput<'a> {
    certificate_authority_arn "CertificateAuthorityArn": required &'a str,
    certificate "Certificate": required &'a Bytes,
    certificate_chain "CertificateChain": optional &'a Bytes,
} }

builder! { ImportCertificateAuthorityCertificateOutput {
} }

view! { IssueCertificateInput<'a> {
    api_passthrough "ApiPassthrough": optional ApiPassthrough<'a>,
    certificate_authority_arn "CertificateAuthorityArn": required &'a str,
    csr "Csr": required &'a Bytes,
    signing_algorithm "SigningAlgorithm": required &'a str,
    template_arn "TemplateArn": optional &'a str,
    validity "Validity": required Validity<'a>,
    validity_not_before "ValidityNotBefore": optional Validity<'a>,
    idempotency_token "IdempotencyToken": optional &'a str,
} }

builder! { IssueCertificateOutput {
    certificate_arn "CertificateArn": Text,
} }

view! { ListCertificateAuthoritiesInput<'a> {
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
    resource_owner "ResourceOwner": optional &'a str,
} }

builder! { ListCertificateAuthoritiesOutput {
    next_token "NextToken": Text,
    certificate_authorities "CertificateAuthorities": Items<CertificateAuthorityBuilder>,
} }

view! { ListPermissionsInput<'a> {
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
    certificate_authority_arn "CertificateAuthorityArn": required &'a str,
} }

builder! { ListPermissionsOutput {
    next_token "NextToken": Text,
    permissions "Permissions": Items<PermissionBuilder>,
} }

view! { ListTagsInput<'a> {
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
    certificate_authority_arn "CertificateAuthorityArn": required &'a str,
} }

builder! { ListTagsOutput {
    next_token "NextToken": Text,
    tags "Tags": Items<TagBuilder>,
} }

view! { PutPolicyInput<'a> {
    resource_arn "ResourceArn": required &'a str,
    policy "Policy": required &'a str,
} }

builder! { PutPolicyOutput {
} }

view! { RestoreCertificateAuthorityInput<'a> {
    certificate_authority_arn "CertificateAuthorityArn": required &'a str,
} }

builder! { RestoreCertificateAuthorityOutput {
} }

view! { RevokeCertificateInput<'a> {
    certificate_authority_arn "CertificateAuthorityArn": required &'a str,
    certificate_serial "CertificateSerial": required &'a str,
    revocation_reason "RevocationReason": required &'a str,
} }

builder! { RevokeCertificateOutput {
} }

view! { TagCertificateAuthorityInput<'a> {
    certificate_authority_arn "CertificateAuthorityArn": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagCertificateAuthorityOutput {
} }

view! { UntagCertificateAuthorityInput<'a> {
    certificate_authority_arn "CertificateAuthorityArn": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { UntagCertificateAuthorityOutput {
} }

view! { UpdateCertificateAuthorityInput<'a> {
    certificate_authority_arn "CertificateAuthorityArn": required &'a str,
    revocation_configuration "RevocationConfiguration": optional RevocationConfiguration<'a>,
    status "Status": optional &'a str,
} }

builder! { UpdateCertificateAuthorityOutput {
} }

view! { ASN1Subject<'a> {
    country "Country": optional &'a str,
    organization "Organization": optional &'a str,
    organizational_unit "OrganizationalUnit": optional &'a str,
    distinguished_name_qualifier "DistinguishedNameQualifier": optional &'a str,
    state "State": optional &'a str,
    common_name "CommonName": optional &'a str,
    serial_number "SerialNumber": optional &'a str,
    locality "Locality": optional &'a str,
    title "Title": optional &'a str,
    surname "Surname": optional &'a str,
    given_name "GivenName": optional &'a str,
    initials "Initials": optional &'a str,
    pseudonym "Pseudonym": optional &'a str,
    generation_qualifier "GenerationQualifier": optional &'a str,
    custom_attributes "CustomAttributes": optional List<'a, CustomAttribute<'a>>,
} }

view! { AccessDescription<'a> {
    access_method "AccessMethod": required AccessMethod<'a>,
    access_location "AccessLocation": required GeneralName<'a>,
} }

view! { AccessMethod<'a> {
    custom_object_identifier "CustomObjectIdentifier": optional &'a str,
    access_method_type "AccessMethodType": optional &'a str,
} }

view! { ApiPassthrough<'a> {
    extensions "Extensions": optional Extensions<'a>,
    subject "Subject": optional ASN1Subject<'a>,
} }

view! { CertificateAuthorityConfiguration<'a> {
    key_algorithm "KeyAlgorithm": required &'a str,
    signing_algorithm "SigningAlgorithm": required &'a str,
    subject "Subject": required ASN1Subject<'a>,
    csr_extensions "CsrExtensions": optional CsrExtensions<'a>,
} }

view! { CrlConfiguration<'a> {
    enabled "Enabled": required bool,
    expiration_in_days "ExpirationInDays": optional i64,
    custom_cname "CustomCname": optional &'a str,
    s3_bucket_name "S3BucketName": optional &'a str,
    s3_object_acl "S3ObjectAcl": optional &'a str,
    crl_distribution_point_extension_configuration "CrlDistributionPointExtensionConfiguration": optional CrlDistributionPointExtensionConfiguration<'a>,
    crl_type "CrlType": optional &'a str,
    custom_path "CustomPath": optional &'a str,
} }

view! { CrlDistributionPointExtensionConfiguration<'a> {
    omit_extension "OmitExtension": required bool,
} }

view! { CsrExtensions<'a> {
    key_usage "KeyUsage": optional KeyUsage<'a>,
    subject_information_access "SubjectInformationAccess": optional List<'a, AccessDescription<'a>>,
} }

view! { CustomAttribute<'a> {
    object_identifier "ObjectIdentifier": required &'a str,
    value "Value": required &'a str,
} }

view! { CustomExtension<'a> {
    object_identifier "ObjectIdentifier": required &'a str,
    value "Value": required &'a str,
    critical "Critical": optional bool,
} }

view! { EdiPartyName<'a> {
    party_name "PartyName": required &'a str,
    name_assigner "NameAssigner": optional &'a str,
} }

view! { ExtendedKeyUsage<'a> {
    extended_key_usage_type "ExtendedKeyUsageType": optional &'a str,
    extended_key_usage_object_identifier "ExtendedKeyUsageObjectIdentifier": optional &'a str,
} }

view! { Extensions<'a> {
    certificate_policies "CertificatePolicies": optional List<'a, PolicyInformation<'a>>,
    extended_key_usage "ExtendedKeyUsage": optional List<'a, ExtendedKeyUsage<'a>>,
    key_usage "KeyUsage": optional KeyUsage<'a>,
    subject_alternative_names "SubjectAlternativeNames": optional List<'a, GeneralName<'a>>,
    custom_extensions "CustomExtensions": optional List<'a, CustomExtension<'a>>,
} }

view! { GeneralName<'a> {
    other_name "OtherName": optional OtherName<'a>,
    rfc822_name "Rfc822Name": optional &'a str,
    dns_name "DnsName": optional &'a str,
    directory_name "DirectoryName": optional ASN1Subject<'a>,
    edi_party_name "EdiPartyName": optional EdiPartyName<'a>,
    uniform_resource_identifier "UniformResourceIdentifier": optional &'a str,
    ip_address "IpAddress": optional &'a str,
    registered_id "RegisteredId": optional &'a str,
} }

view! { KeyUsage<'a> {
    digital_signature "DigitalSignature": optional bool,
    non_repudiation "NonRepudiation": optional bool,
    key_encipherment "KeyEncipherment": optional bool,
    data_encipherment "DataEncipherment": optional bool,
    key_agreement "KeyAgreement": optional bool,
    key_cert_sign "KeyCertSign": optional bool,
    crl_sign "CRLSign": optional bool,
    encipher_only "EncipherOnly": optional bool,
    decipher_only "DecipherOnly": optional bool,
} }

view! { OcspConfiguration<'a> {
    enabled "Enabled": required bool,
    ocsp_custom_cname "OcspCustomCname": optional &'a str,
} }

view! { OtherName<'a> {
    type_id "TypeId": required &'a str,
    value "Value": required &'a str,
} }

view! { PolicyInformation<'a> {
    cert_policy_id "CertPolicyId": required &'a str,
    policy_qualifiers "PolicyQualifiers": optional List<'a, PolicyQualifierInfo<'a>>,
} }

view! { PolicyQualifierInfo<'a> {
    policy_qualifier_id "PolicyQualifierId": required &'a str,
    qualifier "Qualifier": required Qualifier<'a>,
} }

view! { Qualifier<'a> {
    cps_uri "CpsUri": required &'a str,
} }

view! { RevocationConfiguration<'a> {
    crl_configuration "CrlConfiguration": optional CrlConfiguration<'a>,
    ocsp_configuration "OcspConfiguration": optional OcspConfiguration<'a>,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": optional &'a str,
} }

view! { Validity<'a> {
    value "Value": required i64,
    type_ "Type": required &'a str,
} }

builder! { ASN1SubjectBuilder {
    country "Country": Text,
    organization "Organization": Text,
    organizational_unit "OrganizationalUnit": Text,
    distinguished_name_qualifier "DistinguishedNameQualifier": Text,
    state "State": Text,
    common_name "CommonName": Text,
    serial_number "SerialNumber": Text,
    locality "Locality": Text,
    title "Title": Text,
    surname "Surname": Text,
    given_name "GivenName": Text,
    initials "Initials": Text,
    pseudonym "Pseudonym": Text,
    generation_qualifier "GenerationQualifier": Text,
    custom_attributes "CustomAttributes": Items<CustomAttributeBuilder>,
} }

builder! { AccessDescriptionBuilder {
    access_method "AccessMethod": AccessMethodBuilder,
    access_location "AccessLocation": GeneralNameBuilder,
} }

builder! { AccessMethodBuilder {
    custom_object_identifier "CustomObjectIdentifier": Text,
    access_method_type "AccessMethodType": Text,
} }

builder! { CertificateAuthorityBuilder {
    arn "Arn": Text,
    owner_account "OwnerAccount": Text,
    created_at "CreatedAt": Time,
    last_state_change_at "LastStateChangeAt": Time,
    type_ "Type": Text,
    serial "Serial": Text,
    status "Status": Text,
    not_before "NotBefore": Time,
    not_after "NotAfter": Time,
    failure_reason "FailureReason": Text,
    certificate_authority_configuration "CertificateAuthorityConfiguration": CertificateAuthorityConfigurationBuilder,
    revocation_configuration "RevocationConfiguration": RevocationConfigurationBuilder,
    restorable_until "RestorableUntil": Time,
    key_storage_security_standard "KeyStorageSecurityStandard": Text,
    usage_mode "UsageMode": Text,
} }

builder! { CertificateAuthorityConfigurationBuilder {
    key_algorithm "KeyAlgorithm": Text,
    signing_algorithm "SigningAlgorithm": Text,
    subject "Subject": ASN1SubjectBuilder,
    csr_extensions "CsrExtensions": CsrExtensionsBuilder,
} }

builder! { CrlConfigurationBuilder {
    enabled "Enabled": Flag,
    expiration_in_days "ExpirationInDays": Whole,
    custom_cname "CustomCname": Text,
    s3_bucket_name "S3BucketName": Text,
    s3_object_acl "S3ObjectAcl": Text,
    crl_distribution_point_extension_configuration "CrlDistributionPointExtensionConfiguration": CrlDistributionPointExtensionConfigurationBuilder,
    crl_type "CrlType": Text,
    custom_path "CustomPath": Text,
} }

builder! { CrlDistributionPointExtensionConfigurationBuilder {
    omit_extension "OmitExtension": Flag,
} }

builder! { CsrExtensionsBuilder {
    key_usage "KeyUsage": KeyUsageBuilder,
    subject_information_access "SubjectInformationAccess": Items<AccessDescriptionBuilder>,
} }

builder! { CustomAttributeBuilder {
    object_identifier "ObjectIdentifier": Text,
    value "Value": Text,
} }

builder! { EdiPartyNameBuilder {
    party_name "PartyName": Text,
    name_assigner "NameAssigner": Text,
} }

builder! { GeneralNameBuilder {
    other_name "OtherName": OtherNameBuilder,
    rfc822_name "Rfc822Name": Text,
    dns_name "DnsName": Text,
    directory_name "DirectoryName": ASN1SubjectBuilder,
    edi_party_name "EdiPartyName": EdiPartyNameBuilder,
    uniform_resource_identifier "UniformResourceIdentifier": Text,
    ip_address "IpAddress": Text,
    registered_id "RegisteredId": Text,
} }

builder! { KeyUsageBuilder {
    digital_signature "DigitalSignature": Flag,
    non_repudiation "NonRepudiation": Flag,
    key_encipherment "KeyEncipherment": Flag,
    data_encipherment "DataEncipherment": Flag,
    key_agreement "KeyAgreement": Flag,
    key_cert_sign "KeyCertSign": Flag,
    crl_sign "CRLSign": Flag,
    encipher_only "EncipherOnly": Flag,
    decipher_only "DecipherOnly": Flag,
} }

builder! { OcspConfigurationBuilder {
    enabled "Enabled": Flag,
    ocsp_custom_cname "OcspCustomCname": Text,
} }

builder! { OtherNameBuilder {
    type_id "TypeId": Text,
    value "Value": Text,
} }

builder! { PermissionBuilder {
    certificate_authority_arn "CertificateAuthorityArn": Text,
    created_at "CreatedAt": Time,
    principal "Principal": Text,
    source_account "SourceAccount": Text,
    actions "Actions": Items<Text>,
    policy "Policy": Text,
} }

builder! { RevocationConfigurationBuilder {
    crl_configuration "CrlConfiguration": CrlConfigurationBuilder,
    ocsp_configuration "OcspConfiguration": OcspConfigurationBuilder,
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        certificate_mismatch_exception "CertificateMismatchException" 400;
        concurrent_modification_exception "ConcurrentModificationException" 400;
        invalid_args_exception "InvalidArgsException" 400;
        invalid_arn_exception "InvalidArnException" 400;
        invalid_next_token_exception "InvalidNextTokenException" 400;
        invalid_policy_exception "InvalidPolicyException" 400;
        invalid_request_exception "InvalidRequestException" 400;
        invalid_state_exception "InvalidStateException" 400;
        invalid_tag_exception "InvalidTagException" 400;
        limit_exceeded_exception "LimitExceededException" 400;
        lockout_prevented_exception "LockoutPreventedException" 400;
        malformed_csr_exception "MalformedCSRException" 400;
        malformed_certificate_exception "MalformedCertificateException" 400;
        permission_already_exists_exception "PermissionAlreadyExistsException" 400;
        request_already_processed_exception "RequestAlreadyProcessedException" 400;
        request_failed_exception "RequestFailedException" 400;
        request_in_progress_exception "RequestInProgressException" 400;
        resource_not_found_exception "ResourceNotFoundException" 400;
        too_many_tags_exception "TooManyTagsException" 400;
    }
}

pub mod access_method_type {
    pub const CA_REPOSITORY: &str = "CA_REPOSITORY";
    pub const RESOURCE_PKI_MANIFEST: &str = "RESOURCE_PKI_MANIFEST";
    pub const RESOURCE_PKI_NOTIFY: &str = "RESOURCE_PKI_NOTIFY";
}

pub mod action_type {
    pub const ISSUE_CERTIFICATE: &str = "IssueCertificate";
    pub const GET_CERTIFICATE: &str = "GetCertificate";
    pub const LIST_PERMISSIONS: &str = "ListPermissions";
}

pub mod audit_report_response_format {
    pub const JSON: &str = "JSON";
    pub const CSV: &str = "CSV";
}

pub mod audit_report_status {
    pub const CREATING: &str = "CREATING";
    pub const SUCCESS: &str = "SUCCESS";
    pub const FAILED: &str = "FAILED";
}

pub mod certificate_authority_status {
    pub const CREATING: &str = "CREATING";
    pub const PENDING_CERTIFICATE: &str = "PENDING_CERTIFICATE";
    pub const ACTIVE: &str = "ACTIVE";
    pub const DELETED: &str = "DELETED";
    pub const DISABLED: &str = "DISABLED";
    pub const EXPIRED: &str = "EXPIRED";
    pub const FAILED: &str = "FAILED";
}

pub mod certificate_authority_type {
    pub const ROOT: &str = "ROOT";
    pub const SUBORDINATE: &str = "SUBORDINATE";
}

pub mod certificate_authority_usage_mode {
    pub const GENERAL_PURPOSE: &str = "GENERAL_PURPOSE";
    pub const SHORT_LIVED_CERTIFICATE: &str = "SHORT_LIVED_CERTIFICATE";
}

pub mod crl_type {
    pub const COMPLETE: &str = "COMPLETE";
    pub const PARTITIONED: &str = "PARTITIONED";
}

pub mod extended_key_usage_type {
    pub const SERVER_AUTH: &str = "SERVER_AUTH";
    pub const CLIENT_AUTH: &str = "CLIENT_AUTH";
    pub const CODE_SIGNING: &str = "CODE_SIGNING";
    pub const EMAIL_PROTECTION: &str = "EMAIL_PROTECTION";
    pub const TIME_STAMPING: &str = "TIME_STAMPING";
    pub const OCSP_SIGNING: &str = "OCSP_SIGNING";
    pub const SMART_CARD_LOGIN: &str = "SMART_CARD_LOGIN";
    pub const DOCUMENT_SIGNING: &str = "DOCUMENT_SIGNING";
    pub const CERTIFICATE_TRANSPARENCY: &str = "CERTIFICATE_TRANSPARENCY";
}

pub mod failure_reason {
    pub const REQUEST_TIMED_OUT: &str = "REQUEST_TIMED_OUT";
    pub const UNSUPPORTED_ALGORITHM: &str = "UNSUPPORTED_ALGORITHM";
    pub const OTHER: &str = "OTHER";
}

pub mod key_algorithm {
    pub const RSA_2048: &str = "RSA_2048";
    pub const RSA_3072: &str = "RSA_3072";
    pub const RSA_4096: &str = "RSA_4096";
    pub const EC_PRIME256V1: &str = "EC_prime256v1";
    pub const EC_SECP384R1: &str = "EC_secp384r1";
    pub const EC_SECP521R1: &str = "EC_secp521r1";
    pub const ML_DSA_44: &str = "ML_DSA_44";
    pub const ML_DSA_65: &str = "ML_DSA_65";
    pub const ML_DSA_87: &str = "ML_DSA_87";
    pub const SM2: &str = "SM2";
}

pub mod key_storage_security_standard {
    pub const FIPS_140_2_LEVEL_2_OR_HIGHER: &str = "FIPS_140_2_LEVEL_2_OR_HIGHER";
    pub const FIPS_140_2_LEVEL_3_OR_HIGHER: &str = "FIPS_140_2_LEVEL_3_OR_HIGHER";
    pub const CCPC_LEVEL_1_OR_HIGHER: &str = "CCPC_LEVEL_1_OR_HIGHER";
}

pub mod policy_qualifier_id {
    pub const CPS: &str = "CPS";
}

pub mod resource_owner {
    pub const SELF: &str = "SELF";
    pub const OTHER_ACCOUNTS: &str = "OTHER_ACCOUNTS";
}

pub mod revocation_reason {
    pub const UNSPECIFIED: &str = "UNSPECIFIED";
    pub const KEY_COMPROMISE: &str = "KEY_COMPROMISE";
    pub const CERTIFICATE_AUTHORITY_COMPROMISE: &str = "CERTIFICATE_AUTHORITY_COMPROMISE";
    pub const AFFILIATION_CHANGED: &str = "AFFILIATION_CHANGED";
    pub const SUPERSEDED: &str = "SUPERSEDED";
    pub const CESSATION_OF_OPERATION: &str = "CESSATION_OF_OPERATION";
    pub const PRIVILEGE_WITHDRAWN: &str = "PRIVILEGE_WITHDRAWN";
    pub const A_A_COMPROMISE: &str = "A_A_COMPROMISE";
}

pub mod s3_object_acl {
    pub const PUBLIC_READ: &str = "PUBLIC_READ";
    pub const BUCKET_OWNER_FULL_CONTROL: &str = "BUCKET_OWNER_FULL_CONTROL";
}

pub mod signing_algorithm {
    pub const SHA256WITHECDSA: &str = "SHA256WITHECDSA";
    pub const SHA384WITHECDSA: &str = "SHA384WITHECDSA";
    pub const SHA512WITHECDSA: &str = "SHA512WITHECDSA";
    pub const SHA256WITHRSA: &str = "SHA256WITHRSA";
    pub const SHA384WITHRSA: &str = "SHA384WITHRSA";
    pub const SHA512WITHRSA: &str = "SHA512WITHRSA";
    pub const SHA256WITHRSA_PSS: &str = "SHA256WITHRSA_PSS";
    pub const SHA384WITHRSA_PSS: &str = "SHA384WITHRSA_PSS";
    pub const SHA512WITHRSA_PSS: &str = "SHA512WITHRSA_PSS";
    pub const SM3WITHSM2: &str = "SM3WITHSM2";
    pub const ML_DSA_44: &str = "ML_DSA_44";
    pub const ML_DSA_65: &str = "ML_DSA_65";
    pub const ML_DSA_87: &str = "ML_DSA_87";
}

pub mod validity_period_type {
    pub const END_DATE: &str = "END_DATE";
    pub const ABSOLUTE: &str = "ABSOLUTE";
    pub const DAYS: &str = "DAYS";
    pub const MONTHS: &str = "MONTHS";
    pub const YEARS: &str = "YEARS";
}
