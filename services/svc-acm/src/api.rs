//! Inputs, outputs, errors and enums of the implemented operations of ACM.
//!
//! Written by `cargo xtask codegen acm` from `operations.txt` and the model;
//! not to be edited.

use bytes::Bytes;
use kernel::view::List;
use kernel::view::kind::{Flag, Items, Text, Time, Whole};
use kernel::{Timestamp, builder, operations, view};

operations! {
    AddTagsToCertificate: AddTagsToCertificateInput, AddTagsToCertificateOutput;
    CreateAcmeDomainValidation: CreateAcmeDomainValidationInput, CreateAcmeDomainValidationOutput;
    CreateAcmeEndpoint: CreateAcmeEndpointInput, CreateAcmeEndpointOutput;
    CreateAcmeExternalAccountBinding: CreateAcmeExternalAccountBindingInput, CreateAcmeExternalAccountBindingOutput;
    DeleteAcmeDomainValidation: DeleteAcmeDomainValidationInput, DeleteAcmeDomainValidationOutput;
    DeleteAcmeEndpoint: DeleteAcmeEndpointInput, DeleteAcmeEndpointOutput;
    DeleteAcmeExternalAccountBinding: DeleteAcmeExternalAccountBindingInput, DeleteAcmeExternalAccountBindingOutput;
    DeleteCertificate: DeleteCertificateInput, DeleteCertificateOutput;
    DescribeAcmeAccount: DescribeAcmeAccountInput, DescribeAcmeAccountOutput;
    DescribeAcmeDomainValidation: DescribeAcmeDomainValidationInput, DescribeAcmeDomainValidationOutput;
    DescribeAcmeEndpoint: DescribeAcmeEndpointInput, DescribeAcmeEndpointOutput;
    DescribeAcmeExternalAccountBinding: DescribeAcmeExternalAccountBindingInput, DescribeAcmeExternalAccountBindingOutput;
    DescribeCertificate: DescribeCertificateInput, DescribeCertificateOutput;
    ExportCertificate: ExportCertificateInput, ExportCertificateOutput;
    GetAccountConfiguration: GetAccountConfigurationInput, GetAccountConfigurationOutput;
    GetAcmeExternalAccountBindingCredentials: GetAcmeExternalAccountBindingCredentialsInput, GetAcmeExternalAccountBindingCredentialsOutput;
    GetCertificate: GetCertificateInput, GetCertificateOutput;
    ImportCertificate: ImportCertificateInput, ImportCertificateOutput;
    ListAcmeAccounts: ListAcmeAccountsInput, ListAcmeAccountsOutput;
    ListAcmeDomainValidations: ListAcmeDomainValidationsInput, ListAcmeDomainValidationsOutput;
    ListAcmeEndpoints: ListAcmeEndpointsInput, ListAcmeEndpointsOutput;
    ListAcmeExternalAccountBindings: ListAcmeExternalAccountBindingsInput, ListAcmeExternalAccountBindingsOutput;
    ListCertificateDomainValidations: ListCertificateDomainValidationsInput, ListCertificateDomainValidationsOutput;
    ListCertificates: ListCertificatesInput, ListCertificatesOutput;
    ListTagsForCertificate: ListTagsForCertificateInput, ListTagsForCertificateOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    PutAccountConfiguration: PutAccountConfigurationInput, PutAccountConfigurationOutput;
    RemoveTagsFromCertificate: RemoveTagsFromCertificateInput, RemoveTagsFromCertificateOutput;
    RenewCertificate: RenewCertificateInput, RenewCertificateOutput;
    RequestCertificate: RequestCertificateInput, RequestCertificateOutput;
    ResendValidationEmail: ResendValidationEmailInput, ResendValidationEmailOutput;
    RevokeAcmeAccount: RevokeAcmeAccountInput, RevokeAcmeAccountOutput;
    RevokeAcmeExternalAccountBinding: RevokeAcmeExternalAccountBindingInput, RevokeAcmeExternalAccountBindingOutput;
    RevokeCertificate: RevokeCertificateInput, RevokeCertificateOutput;
    SearchCertificates: SearchCertificatesInput, SearchCertificatesOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    UpdateAcmeDomainValidation: UpdateAcmeDomainValidationInput, UpdateAcmeDomainValidationOutput;
    UpdateAcmeEndpoint: UpdateAcmeEndpointInput, UpdateAcmeEndpointOutput;
    UpdateCertificateOptions: UpdateCertificateOptionsInput, UpdateCertificateOptionsOutput;
}

view! { AddTagsToCertificateInput<'a> {
    certificate_arn "CertificateArn": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { AddTagsToCertificateOutput {
} }

view! { CreateAcmeDomainValidationInput<'a> {
    idempotency_token "IdempotencyToken": optional &'a str,
    acme_endpoint_arn "AcmeEndpointArn": required &'a str,
    domain_name "DomainName": required &'a str,
    prevalidation_options "PrevalidationOptions": required PrevalidationOptions<'a>,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { CreateAcmeDomainValidationOutput {
    acme_domain_validation_arn "AcmeDomainValidationArn": Text,
} }

view! { CreateAcmeEndpointInput<'a> {
    idempotency_token "IdempotencyToken": optional &'a str,
    authorization_behavior "AuthorizationBehavior": required &'a str,
    contact "Contact": optional &'a str,
    certificate_authority "CertificateAuthority": required CertificateAuthority<'a>,
    tags "Tags": optional List<'a, Tag<'a>>,
    certificate_tags "CertificateTags": optional List<'a, Tag<'a>>,
} }

builder! { CreateAcmeEndpointOutput {
    acme_endpoint_arn "AcmeEndpointArn": Text,
} }

view! { CreateAcmeExternalAccountBindingInput<'a> {
    idempotency_token "IdempotencyToken": optional &'a str,
    acme_endpoint_arn "AcmeEndpointArn": required &'a str,
    role_arn "RoleArn": required &'a str,
    expiration "Expiration": optional Expiration<'a>,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { CreateAcmeExternalAccountBindingOutput {
    external_account_binding "ExternalAccountBinding": AcmeExternalAccountBindingBuilder,
} }

view! { DeleteAcmeDomainValidationInput<'a> {
    acme_domain_validation_arn "AcmeDomainValidationArn": required &'a str,
} }

builder! { DeleteAcmeDomainValidationOutput {
} }

view! { DeleteAcmeEndpointInput<'a> {
    acme_endpoint_arn "AcmeEndpointArn": required &'a str,
} }

builder! { DeleteAcmeEndpointOutput {
} }

view! { DeleteAcmeExternalAccountBindingInput<'a> {
    acme_external_account_binding_arn "AcmeExternalAccountBindingArn": required &'a str,
} }

builder! { DeleteAcmeExternalAccountBindingOutput {
} }

view! { DeleteCertificateInput<'a> {
    certificate_arn "CertificateArn": required &'a str,
} }

builder! { DeleteCertificateOutput {
} }

view! { DescribeAcmeAccountInput<'a> {
    acme_endpoint_arn "AcmeEndpointArn": required &'a str,
    account_url "AccountUrl": required &'a str,
} }

builder! { DescribeAcmeAccountOutput {
    acme_account "AcmeAccount": AcmeAccountBuilder,
} }

view! { DescribeAcmeDomainValidationInput<'a> {
    acme_domain_validation_arn "AcmeDomainValidationArn": required &'a str,
} }

builder! { DescribeAcmeDomainValidationOutput {
    acme_domain_validation "AcmeDomainValidation": AcmeDomainValidationBuilder,
} }

view! { DescribeAcmeEndpointInput<'a> {
    acme_endpoint_arn "AcmeEndpointArn": required &'a str,
} }

builder! { DescribeAcmeEndpointOutput {
    acme_endpoint "AcmeEndpoint": AcmeEndpointBuilder,
} }

view! { DescribeAcmeExternalAccountBindingInput<'a> {
    acme_external_account_binding_arn "AcmeExternalAccountBindingArn": required &'a str,
} }

builder! { DescribeAcmeExternalAccountBindingOutput {
    external_account_binding "ExternalAccountBinding": AcmeExternalAccountBindingBuilder,
} }

view! { DescribeCertificateInput<'a> {
    certificate_arn "CertificateArn": required &'a str,
} }

builder! { DescribeCertificateOutput {
    certificate "Certificate": CertificateDetailBuilder,
} }

view! { ExportCertificateInput<'a> {
    certificate_arn "CertificateArn": required &'a str,
    passphrase "Passphrase": required &'a Bytes,
} }

builder! { ExportCertificateOutput {
    certificate "Certificate": Text,
    certificate_chain "CertificateChain": Text,
    private_key "PrivateKey": Text,
} }

view! { GetAccountConfigurationInput<'a> {
} }

builder! { GetAccountConfigurationOutput {
    expiry_events "ExpiryEvents": ExpiryEventsConfigurationBuilder,
} }

view! { GetAcmeExternalAccountBindingCredentialsInput<'a> {
    acme_external_account_binding_arn "AcmeExternalAccountBindingArn": required &'a str,
} }

builder! { GetAcmeExternalAccountBindingCredentialsOutput {
    key_id "KeyId": Text,
    mac_key "MacKey": Text,
} }

view! { GetCertificateInput<'a> {
    certificate_arn "CertificateArn": required &'a str,
} }

builder! { GetCertificateOutput {
    certificate "Certificate": Text,
    certificate_chain "CertificateChain": Text,
} }

view! { ImportCertificateInput<'a> {
    certificate_arn "CertificateArn": optional &'a str,
    certificate "Certificate": required &'a Bytes,
    private_key "PrivateKey": required &'a Bytes,
    certificate_chain "CertificateChain": optional &'a Bytes,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { ImportCertificateOutput {
    certificate_arn "CertificateArn": Text,
} }

view! { ListAcmeAccountsInput<'a> {
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
    acme_endpoint_arn "AcmeEndpointArn": required &'a str,
} }

builder! { ListAcmeAccountsOutput {
    acme_accounts "AcmeAccounts": Items<AcmeAccountSummaryBuilder>,
    next_token "NextToken": Text,
} }

view! { ListAcmeDomainValidationsInput<'a> {
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
    acme_endpoint_arn "AcmeEndpointArn": required &'a str,
} }

builder! { ListAcmeDomainValidationsOutput {
    acme_domain_validations "AcmeDomainValidations": Items<AcmeDomainValidationSummaryBuilder>,
    next_token "NextToken": Text,
} }

view! { ListAcmeEndpointsInput<'a> {
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListAcmeEndpointsOutput {
    acme_endpoints "AcmeEndpoints": Items<AcmeEndpointSummaryBuilder>,
    next_token "NextToken": Text,
} }

view! { ListAcmeExternalAccountBindingsInput<'a> {
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
    acme_endpoint_arn "AcmeEndpointArn": required &'a str,
} }

builder! { ListAcmeExternalAccountBindingsOutput {
    external_account_bindings "ExternalAccountBindings": Items<AcmeExternalAccountBindingSummaryBuilder>,
    next_token "NextToken": Text,
} }

view! { ListCertificateDomainValidationsInput<'a> {
    certificate_arn "CertificateArn": required &'a str,
    next_token "NextToken": optional &'a str,
    max_items "MaxItems": optional i64,
} }

builder! { ListCertificateDomainValidationsOutput {
    domain_validation_summary_list "DomainValidationSummaryList": Items<DomainValidationSummaryBuilder>,
    next_token "NextToken": Text,
} }

view! { ListCertificatesInput<'a> {
    certificate_statuses "CertificateStatuses": optional List<'a, &'a str>,
    certificate_key_pair_origins "CertificateKeyPairOrigins": optional List<'a, &'a str>,
    includes "Includes": optional Filters<'a>,
    next_token "NextToken": optional &'a str,
    max_items "MaxItems": optional i64,
    sort_by "SortBy": optional &'a str,
    sort_order "SortOrder": optional &'a str,
} }

builder! { ListCertificatesOutput {
    next_token "NextToken": Text,
    certificate_summary_list "CertificateSummaryList": Items<CertificateSummaryBuilder>,
} }

view! { ListTagsForCertificateInput<'a> {
    certificate_arn "CertificateArn": required &'a str,
} }

builder! { ListTagsForCertificateOutput {
    tags "Tags": Items<TagBuilder>,
} }

view! { ListTagsForResourceInput<'a> {
    resource_arn "ResourceArn": required &'a str,
} }

builder! { ListTagsForResourceOutput {
    tags "Tags": Items<TagBuilder>,
} }

view! { PutAccountConfigurationInput<'a> {
    expiry_events "ExpiryEvents": optional ExpiryEventsConfiguration<'a>,
    idempotency_token "IdempotencyToken": required &'a str,
} }

builder! { PutAccountConfigurationOutput {
} }

view! { RemoveTagsFromCertificateInput<'a> {
    certificate_arn "CertificateArn": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { RemoveTagsFromCertificateOutput {
} }

view! { RenewCertificateInput<'a> {
    certificate_arn "CertificateArn": required &'a str,
} }

builder! { RenewCertificateOutput {
} }

view! { RequestCertificateInput<'a> {
    domain_name "DomainName": required &'a str,
    validation_method "ValidationMethod": optional &'a str,
    subject_alternative_names "SubjectAlternativeNames": optional List<'a, &'a str>,
    idempotency_token "IdempotencyToken": optional &'a str,
    domain_validation_options "DomainValidationOptions": optional List<'a, DomainValidationOption<'a>>,
    options "Options": optional CertificateOptions<'a>,
    certificate_authority_arn "CertificateAuthorityArn": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
    key_algorithm "KeyAlgorithm": optional &'a str,
    managed_by "ManagedBy": optional &'a str,
} }

builder! { RequestCertificateOutput {
    certificate_arn "CertificateArn": Text,
} }

view! { ResendValidationEmailInput<'a> {
    certificate_arn "CertificateArn": required &'a str,
    domain "Domain": required &'a str,
    validation_domain "ValidationDomain": required &'a str,
} }

builder! { ResendValidationEmailOutput {
} }

view! { RevokeAcmeAccountInput<'a> {
    acme_endpoint_arn "AcmeEndpointArn": required &'a str,
    account_url "AccountUrl": required &'a str,
} }

builder! { RevokeAcmeAccountOutput {
} }

view! { RevokeAcmeExternalAccountBindingInput<'a> {
    acme_external_account_binding_arn "AcmeExternalAccountBindingArn": required &'a str,
} }

builder! { RevokeAcmeExternalAccountBindingOutput {
} }

view! { RevokeCertificateInput<'a> {
    certificate_arn "CertificateArn": required &'a str,
    revocation_reason "RevocationReason": required &'a str,
} }

builder! { RevokeCertificateOutput {
    certificate_arn "CertificateArn": Text,
} }

view! { SearchCertificatesInput<'a> {
    filter_statement "FilterStatement": optional CertificateFilterStatement<'a>,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
    sort_by "SortBy": optional &'a str,
    sort_order "SortOrder": optional &'a str,
} }

builder! { SearchCertificatesOutput {
    results "Results": Items<CertificateSearchResultBuilder>,
    next_token "NextToken": Text,
} }

view! { TagResourceInput<'a> {
    resource_arn "ResourceArn": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagResourceOutput {
} }

view! { UntagResourceInput<'a> {
    resource_arn "ResourceArn": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { UpdateAcmeDomainValidationInput<'a> {
    acme_domain_validation_arn "AcmeDomainValidationArn": required &'a str,
    prevalidation_options "PrevalidationOptions": optional PrevalidationOptions<'a>,
} }

builder! { UpdateAcmeDomainValidationOutput {
} }

view! { UpdateAcmeEndpointInput<'a> {
    acme_endpoint_arn "AcmeEndpointArn": required &'a str,
    authorization_behavior "AuthorizationBehavior": optional &'a str,
    contact "Contact": optional &'a str,
    certificate_authority "CertificateAuthority": optional CertificateAuthority<'a>,
} }

builder! { UpdateAcmeEndpointOutput {
} }

view! { UpdateCertificateOptionsInput<'a> {
    certificate_arn "CertificateArn": required &'a str,
    options "Options": required CertificateOptions<'a>,
} }

builder! { UpdateCertificateOptionsOutput {
} }

view! { AcmCertificateMetadataFilter<'a> {
    status "Status": optional &'a str,
    renewal_status "RenewalStatus": optional &'a str,
    type_ "Type": optional &'a str,
    in_use "InUse": optional bool,
    exported "Exported": optional bool,
    export_option "ExportOption": optional &'a str,
    managed_by "ManagedBy": optional &'a str,
    validation_method "ValidationMethod": optional &'a str,
    certificate_key_pair_origin "CertificateKeyPairOrigin": optional &'a str,
    acme_endpoint_arn "AcmeEndpointArn": optional &'a str,
    acme_account_id "AcmeAccountId": optional &'a str,
} }

view! { CertificateAuthority<'a> {
    public_certificate_authority "PublicCertificateAuthority": optional PublicCertificateAuthority<'a>,
} }

view! { CertificateFilter<'a> {
    certificate_arn "CertificateArn": optional &'a str,
    x509_attribute_filter "X509AttributeFilter": optional X509AttributeFilter<'a>,
    acm_certificate_metadata_filter "AcmCertificateMetadataFilter": optional AcmCertificateMetadataFilter<'a>,
} }

view! { CertificateFilterStatement<'a> {
    and "And": optional List<'a, CertificateFilterStatement<'a>>,
    or "Or": optional List<'a, CertificateFilterStatement<'a>>,
    not "Not": optional CertificateFilterStatement<'a>,
    filter "Filter": optional CertificateFilter<'a>,
} }

view! { CertificateOptions<'a> {
    certificate_transparency_logging_preference "CertificateTransparencyLoggingPreference": optional &'a str,
    export "Export": optional &'a str,
    validation_method "ValidationMethod": optional &'a str,
} }

view! { CommonNameFilter<'a> {
    value "Value": required &'a str,
    comparison_operator "ComparisonOperator": required &'a str,
} }

view! { DnsNameFilter<'a> {
    value "Value": required &'a str,
    comparison_operator "ComparisonOperator": required &'a str,
} }

view! { DnsPrevalidationOptions<'a> {
    domain_scope "DomainScope": optional DomainScope<'a>,
    hosted_zone_id "HostedZoneId": optional &'a str,
} }

view! { DomainScope<'a> {
    exact_domain "ExactDomain": optional &'a str,
    subdomains "Subdomains": optional &'a str,
    wildcards "Wildcards": optional &'a str,
} }

view! { DomainValidationOption<'a> {
    domain_name "DomainName": required &'a str,
    validation_domain "ValidationDomain": required &'a str,
} }

view! { Expiration<'a> {
    value "Value": required i64,
    type_ "Type": required &'a str,
} }

view! { ExpiryEventsConfiguration<'a> {
    days_before_expiry "DaysBeforeExpiry": optional i64,
} }

view! { Filters<'a> {
    extended_key_usage "extendedKeyUsage": optional List<'a, &'a str>,
    key_usage "keyUsage": optional List<'a, &'a str>,
    key_types "keyTypes": optional List<'a, &'a str>,
    export_option "exportOption": optional &'a str,
    managed_by "managedBy": optional &'a str,
} }

view! { PrevalidationOptions<'a> {
    dns_prevalidation "DnsPrevalidation": optional DnsPrevalidationOptions<'a>,
} }

view! { PublicCertificateAuthority<'a> {
    allowed_key_algorithms "AllowedKeyAlgorithms": optional List<'a, &'a str>,
} }

view! { SubjectAlternativeNameFilter<'a> {
    dns_name "DnsName": optional DnsNameFilter<'a>,
} }

view! { SubjectFilter<'a> {
    common_name "CommonName": optional CommonNameFilter<'a>,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": optional &'a str,
} }

view! { TimestampRange<'a> {
    start "Start": optional Timestamp,
    end "End": optional Timestamp,
} }

view! { X509AttributeFilter<'a> {
    subject "Subject": optional SubjectFilter<'a>,
    subject_alternative_name "SubjectAlternativeName": optional SubjectAlternativeNameFilter<'a>,
    extended_key_usage "ExtendedKeyUsage": optional &'a str,
    key_usage "KeyUsage": optional &'a str,
    key_algorithm "KeyAlgorithm": optional &'a str,
    serial_number "SerialNumber": optional &'a str,
    not_after "NotAfter": optional TimestampRange<'a>,
    not_before "NotBefore": optional TimestampRange<'a>,
} }

builder! { AcmCertificateMetadataBuilder {
    created_at "CreatedAt": Time,
    exported "Exported": Flag,
    imported_at "ImportedAt": Time,
    in_use "InUse": Flag,
    issued_at "IssuedAt": Time,
    renewal_eligibility "RenewalEligibility": Text,
    revoked_at "RevokedAt": Time,
    status "Status": Text,
    renewal_status "RenewalStatus": Text,
    type_ "Type": Text,
    export_option "ExportOption": Text,
    managed_by "ManagedBy": Text,
    validation_method "ValidationMethod": Text,
    certificate_key_pair_origin "CertificateKeyPairOrigin": Text,
    acme_endpoint_arn "AcmeEndpointArn": Text,
    acme_account_id "AcmeAccountId": Text,
} }

builder! { AcmeAccountBuilder {
    account_url "AccountUrl": Text,
    public_key_thumbprint "PublicKeyThumbprint": Text,
    status "Status": Text,
    created_at "CreatedAt": Time,
    acme_external_account_binding_arn "AcmeExternalAccountBindingArn": Text,
    contacts "Contacts": Items<Text>,
} }

builder! { AcmeAccountSummaryBuilder {
    account_url "AccountUrl": Text,
    public_key_thumbprint "PublicKeyThumbprint": Text,
    status "Status": Text,
    created_at "CreatedAt": Time,
    acme_external_account_binding_arn "AcmeExternalAccountBindingArn": Text,
    contacts "Contacts": Items<Text>,
} }

builder! { AcmeDomainValidationBuilder {
    acme_domain_validation_arn "AcmeDomainValidationArn": Text,
    acme_endpoint_arn "AcmeEndpointArn": Text,
    domain_name "DomainName": Text,
    prevalidation_type "PrevalidationType": Text,
    prevalidation_details "PrevalidationDetails": PrevalidationDetailsBuilder,
    status "Status": Text,
    failure_details "FailureDetails": FailureDetailsBuilder,
    created_at "CreatedAt": Time,
    updated_at "UpdatedAt": Time,
} }

builder! { AcmeDomainValidationSummaryBuilder {
    acme_domain_validation_arn "AcmeDomainValidationArn": Text,
    acme_endpoint_arn "AcmeEndpointArn": Text,
    domain_name "DomainName": Text,
    prevalidation_type "PrevalidationType": Text,
    prevalidation_details "PrevalidationDetails": PrevalidationDetailsBuilder,
    status "Status": Text,
    failure_details "FailureDetails": FailureDetailsBuilder,
    created_at "CreatedAt": Time,
    updated_at "UpdatedAt": Time,
} }

builder! { AcmeEndpointBuilder {
    acme_endpoint_arn "AcmeEndpointArn": Text,
    endpoint_url "EndpointUrl": Text,
    status "Status": Text,
    failure_reason "FailureReason": Text,
    authorization_behavior "AuthorizationBehavior": Text,
    contact "Contact": Text,
    certificate_authority "CertificateAuthority": CertificateAuthorityBuilder,
    certificate_tags "CertificateTags": Items<TagBuilder>,
    created_at "CreatedAt": Time,
    updated_at "UpdatedAt": Time,
} }

builder! { AcmeEndpointSummaryBuilder {
    acme_endpoint_arn "AcmeEndpointArn": Text,
    endpoint_url "EndpointUrl": Text,
    status "Status": Text,
    failure_reason "FailureReason": Text,
    authorization_behavior "AuthorizationBehavior": Text,
    contact "Contact": Text,
    certificate_authority "CertificateAuthority": CertificateAuthorityBuilder,
    certificate_tags "CertificateTags": Items<TagBuilder>,
    created_at "CreatedAt": Time,
    updated_at "UpdatedAt": Time,
} }

builder! { AcmeExternalAccountBindingBuilder {
    acme_external_account_binding_arn "AcmeExternalAccountBindingArn": Text,
    acme_endpoint_arn "AcmeEndpointArn": Text,
    role_arn "RoleArn": Text,
    expires_at "ExpiresAt": Time,
    revoked_at "RevokedAt": Time,
    last_used_at "LastUsedAt": Time,
    created_at "CreatedAt": Time,
    updated_at "UpdatedAt": Time,
} }

builder! { AcmeExternalAccountBindingSummaryBuilder {
    acme_external_account_binding_arn "AcmeExternalAccountBindingArn": Text,
    acme_endpoint_arn "AcmeEndpointArn": Text,
    role_arn "RoleArn": Text,
    expires_at "ExpiresAt": Time,
    revoked_at "RevokedAt": Time,
    last_used_at "LastUsedAt": Time,
    created_at "CreatedAt": Time,
    updated_at "UpdatedAt": Time,
} }

builder! { CertificateAuthorityBuilder {
    public_certificate_authority "PublicCertificateAuthority": PublicCertificateAuthorityBuilder,
} }

builder! { CertificateDetailBuilder {
    certificate_arn "CertificateArn": Text,
    domain_name "DomainName": Text,
    subject_alternative_names "SubjectAlternativeNames": Items<Text>,
    managed_by "ManagedBy": Text,
    domain_validation_options "DomainValidationOptions": Items<DomainValidationBuilder>,
    serial "Serial": Text,
    subject "Subject": Text,
    issuer "Issuer": Text,
    created_at "CreatedAt": Time,
    issued_at "IssuedAt": Time,
    imported_at "ImportedAt": Time,
    status "Status": Text,
    revoked_at "RevokedAt": Time,
    revocation_reason "RevocationReason": Text,
    not_before "NotBefore": Time,
    not_after "NotAfter": Time,
    key_algorithm "KeyAlgorithm": Text,
    signature_algorithm "SignatureAlgorithm": Text,
    in_use_by "InUseBy": Items<Text>,
    failure_reason "FailureReason": Text,
    type_ "Type": Text,
    renewal_summary "RenewalSummary": RenewalSummaryBuilder,
    key_usages "KeyUsages": Items<KeyUsageBuilder>,
    extended_key_usages "ExtendedKeyUsages": Items<ExtendedKeyUsageBuilder>,
    certificate_authority_arn "CertificateAuthorityArn": Text,
    renewal_eligibility "RenewalEligibility": Text,
    options "Options": CertificateOptionsBuilder,
    update_summary "UpdateSummary": UpdateSummaryBuilder,
    certificate_key_pair_origin "CertificateKeyPairOrigin": Text,
    acme_endpoint_arn "AcmeEndpointArn": Text,
    acme_account_id "AcmeAccountId": Text,
} }

builder! { CertificateMetadataBuilder {
    acm_certificate_metadata "AcmCertificateMetadata": AcmCertificateMetadataBuilder,
} }

builder! { CertificateOptionsBuilder {
    certificate_transparency_logging_preference "CertificateTransparencyLoggingPreference": Text,
    export "Export": Text,
    validation_method "ValidationMethod": Text,
} }

builder! { CertificateSearchResultBuilder {
    certificate_arn "CertificateArn": Text,
    x509_attributes "X509Attributes": X509AttributesBuilder,
    certificate_metadata "CertificateMetadata": CertificateMetadataBuilder,
} }

builder! { CertificateSummaryBuilder {
    certificate_arn "CertificateArn": Text,
    domain_name "DomainName": Text,
    subject_alternative_name_summaries "SubjectAlternativeNameSummaries": Items<Text>,
    has_additional_subject_alternative_names "HasAdditionalSubjectAlternativeNames": Flag,
    status "Status": Text,
    type_ "Type": Text,
    key_algorithm "KeyAlgorithm": Text,
    key_usages "KeyUsages": Items<Text>,
    extended_key_usages "ExtendedKeyUsages": Items<Text>,
    export_option "ExportOption": Text,
    in_use "InUse": Flag,
    exported "Exported": Flag,
    renewal_eligibility "RenewalEligibility": Text,
    not_before "NotBefore": Time,
    not_after "NotAfter": Time,
    created_at "CreatedAt": Time,
    issued_at "IssuedAt": Time,
    imported_at "ImportedAt": Time,
    revoked_at "RevokedAt": Time,
    managed_by "ManagedBy": Text,
    certificate_key_pair_origin "CertificateKeyPairOrigin": Text,
} }

builder! { CustomAttributeBuilder {
    object_identifier "ObjectIdentifier": Text,
    value "Value": Text,
} }

builder! { DistinguishedNameBuilder {
    common_name "CommonName": Text,
    domain_components "DomainComponents": Items<Text>,
    country "Country": Text,
    custom_attributes "CustomAttributes": Items<CustomAttributeBuilder>,
    distinguished_name_qualifier "DistinguishedNameQualifier": Text,
    generation_qualifier "GenerationQualifier": Text,
    given_name "GivenName": Text,
    initials "Initials": Text,
    locality "Locality": Text,
    organization "Organization": Text,
    organizational_unit "OrganizationalUnit": Text,
    pseudonym "Pseudonym": Text,
    serial_number "SerialNumber": Text,
    state "State": Text,
    surname "Surname": Text,
    title "Title": Text,
} }

builder! { DnsPrevalidationDetailsBuilder {
    domain_scope "DomainScope": DomainScopeBuilder,
    hosted_zone_id "HostedZoneId": Text,
    resource_record "ResourceRecord": ResourceRecordBuilder,
} }

builder! { DnsValidationChallengeBuilder {
    resource_record "ResourceRecord": ResourceRecordBuilder,
} }

builder! { DomainScopeBuilder {
    exact_domain "ExactDomain": Text,
    subdomains "Subdomains": Text,
    wildcards "Wildcards": Text,
} }

builder! { DomainValidationBuilder {
    domain_name "DomainName": Text,
    validation_emails "ValidationEmails": Items<Text>,
    validation_domain "ValidationDomain": Text,
    validation_status "ValidationStatus": Text,
    resource_record "ResourceRecord": ResourceRecordBuilder,
    http_redirect "HttpRedirect": HttpRedirectBuilder,
    validation_method "ValidationMethod": Text,
} }

builder! { DomainValidationMethodUpdateSummaryBuilder {
    from "From": Text,
    to "To": Text,
} }

builder! { DomainValidationSummaryBuilder {
    domain_name "DomainName": Text,
    active_validation_configuration "ActiveValidationConfiguration": ValidationConfigurationBuilder,
    requested_validation_configuration "RequestedValidationConfiguration": ValidationConfigurationBuilder,
} }

builder! { EmailValidationChallengeBuilder {
    validation_emails "ValidationEmails": Items<Text>,
    validation_domain "ValidationDomain": Text,
} }

builder! { ExpiryEventsConfigurationBuilder {
    days_before_expiry "DaysBeforeExpiry": Whole,
} }

builder! { ExtendedKeyUsageBuilder {
    name "Name": Text,
    oid "OID": Text,
} }

builder! { FailureDetailsBuilder {
    reason "Reason": Text,
    message "Message": Text,
} }

builder! { GeneralNameBuilder {
    directory_name "DirectoryName": DistinguishedNameBuilder,
    dns_name "DnsName": Text,
    ip_address "IpAddress": Text,
    other_name "OtherName": OtherNameBuilder,
    registered_id "RegisteredId": Text,
    rfc822_name "Rfc822Name": Text,
    uniform_resource_identifier "UniformResourceIdentifier": Text,
} }

builder! { HttpRedirectBuilder {
    redirect_from "RedirectFrom": Text,
    redirect_to "RedirectTo": Text,
} }

builder! { KeyUsageBuilder {
    name "Name": Text,
} }

builder! { OtherNameBuilder {
    object_identifier "ObjectIdentifier": Text,
    value "Value": Text,
} }

builder! { PrevalidationDetailsBuilder {
    dns_prevalidation "DnsPrevalidation": DnsPrevalidationDetailsBuilder,
} }

builder! { PublicCertificateAuthorityBuilder {
    allowed_key_algorithms "AllowedKeyAlgorithms": Items<Text>,
} }

builder! { RenewalSummaryBuilder {
    renewal_status "RenewalStatus": Text,
    domain_validation_options "DomainValidationOptions": Items<DomainValidationBuilder>,
    renewal_status_reason "RenewalStatusReason": Text,
    updated_at "UpdatedAt": Time,
} }

builder! { ResourceRecordBuilder {
    name "Name": Text,
    type_ "Type": Text,
    value "Value": Text,
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { UpdateSummaryBuilder {
    status "Status": Text,
    type_ "Type": Text,
    domain_validation_method_update_summary "DomainValidationMethodUpdateSummary": DomainValidationMethodUpdateSummaryBuilder,
    requested_at "RequestedAt": Time,
    updated_at "UpdatedAt": Time,
} }

builder! { ValidationChallengeBuilder {
    email_validation_challenge "EmailValidationChallenge": EmailValidationChallengeBuilder,
    dns_validation_challenge "DnsValidationChallenge": DnsValidationChallengeBuilder,
} }

builder! { ValidationConfigurationBuilder {
    validation_method "ValidationMethod": Text,
    validation_challenge "ValidationChallenge": ValidationChallengeBuilder,
    validation_status "ValidationStatus": Text,
} }

builder! { X509AttributesBuilder {
    issuer "Issuer": DistinguishedNameBuilder,
    subject "Subject": DistinguishedNameBuilder,
    subject_alternative_names "SubjectAlternativeNames": Items<GeneralNameBuilder>,
    extended_key_usages "ExtendedKeyUsages": Items<Text>,
    key_algorithm "KeyAlgorithm": Text,
    key_usages "KeyUsages": Items<Text>,
    serial_number "SerialNumber": Text,
    not_after "NotAfter": Time,
    not_before "NotBefore": Time,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        access_denied_exception "AccessDeniedException" 400;
        conflict_exception "ConflictException" 400;
        internal_server_exception "InternalServerException" 500;
        invalid_args_exception "InvalidArgsException" 400;
        invalid_arn_exception "InvalidArnException" 400;
        invalid_domain_validation_options_exception "InvalidDomainValidationOptionsException" 400;
        invalid_parameter_exception "InvalidParameterException" 400;
        invalid_state_exception "InvalidStateException" 400;
        invalid_tag_exception "InvalidTagException" 400;
        limit_exceeded_exception "LimitExceededException" 400;
        request_in_progress_exception "RequestInProgressException" 400;
        resource_in_use_exception "ResourceInUseException" 400;
        resource_not_found_exception "ResourceNotFoundException" 400;
        service_quota_exceeded_exception "ServiceQuotaExceededException" 400;
        tag_policy_exception "TagPolicyException" 400;
        throttling_exception "ThrottlingException" 400;
        too_many_tags_exception "TooManyTagsException" 400;
        validation_exception "ValidationException" 400;
    }
}

pub mod acme_account_status {
    pub const VALID: &str = "VALID";
    pub const DEACTIVATED: &str = "DEACTIVATED";
    pub const REVOKED: &str = "REVOKED";
}

pub mod acme_authorization_behavior {
    pub const PRE_APPROVED: &str = "PRE_APPROVED";
}

pub mod acme_contact {
    pub const REQUIRED: &str = "REQUIRED";
    pub const NOT_REQUIRED: &str = "NOT_REQUIRED";
}

pub mod acme_domain_validation_failure_reason {
    pub const ACCESS_DENIED: &str = "ACCESS_DENIED";
    pub const DOMAIN_MISMATCH: &str = "DOMAIN_MISMATCH";
    pub const DOMAIN_NOT_ALLOWED: &str = "DOMAIN_NOT_ALLOWED";
    pub const ENDPOINT_NOT_ACTIVE: &str = "ENDPOINT_NOT_ACTIVE";
    pub const HOSTED_ZONE_NOT_FOUND: &str = "HOSTED_ZONE_NOT_FOUND";
    pub const INTERNAL_FAILURE: &str = "INTERNAL_FAILURE";
    pub const INVALID_CHANGE_BATCH: &str = "INVALID_CHANGE_BATCH";
    pub const INVALID_PUBLIC_DOMAIN: &str = "INVALID_PUBLIC_DOMAIN";
    pub const TIMED_OUT: &str = "TIMED_OUT";
}

pub mod acme_domain_validation_status {
    pub const VALIDATING: &str = "VALIDATING";
    pub const VALID: &str = "VALID";
    pub const INVALID: &str = "INVALID";
    pub const DELETING: &str = "DELETING";
}

pub mod acme_endpoint_status {
    pub const CREATING: &str = "CREATING";
    pub const ACTIVE: &str = "ACTIVE";
    pub const DELETING: &str = "DELETING";
    pub const FAILED: &str = "FAILED";
}

pub mod certificate_export {
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLED: &str = "DISABLED";
}

pub mod certificate_key_pair_origin {
    pub const AWS_MANAGED: &str = "AWS_MANAGED";
    pub const ACME: &str = "ACME";
    pub const CUSTOMER_PROVIDED: &str = "CUSTOMER_PROVIDED";
}

pub mod certificate_managed_by {
    pub const CLOUDFRONT: &str = "CLOUDFRONT";
}

pub mod certificate_status {
    pub const PENDING_VALIDATION: &str = "PENDING_VALIDATION";
    pub const ISSUED: &str = "ISSUED";
    pub const INACTIVE: &str = "INACTIVE";
    pub const EXPIRED: &str = "EXPIRED";
    pub const VALIDATION_TIMED_OUT: &str = "VALIDATION_TIMED_OUT";
    pub const REVOKED: &str = "REVOKED";
    pub const FAILED: &str = "FAILED";
}

pub mod certificate_transparency_logging_preference {
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLED: &str = "DISABLED";
}

pub mod certificate_type {
    pub const IMPORTED: &str = "IMPORTED";
    pub const AMAZON_ISSUED: &str = "AMAZON_ISSUED";
    pub const PRIVATE: &str = "PRIVATE";
}

pub mod comparison_operator {
    pub const CONTAINS: &str = "CONTAINS";
    pub const EQUALS: &str = "EQUALS";
}

pub mod domain_scope_option {
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLED: &str = "DISABLED";
}

pub mod domain_status {
    pub const PENDING_VALIDATION: &str = "PENDING_VALIDATION";
    pub const SUCCESS: &str = "SUCCESS";
    pub const FAILED: &str = "FAILED";
}

pub mod extended_key_usage_name {
    pub const TLS_WEB_SERVER_AUTHENTICATION: &str = "TLS_WEB_SERVER_AUTHENTICATION";
    pub const TLS_WEB_CLIENT_AUTHENTICATION: &str = "TLS_WEB_CLIENT_AUTHENTICATION";
    pub const CODE_SIGNING: &str = "CODE_SIGNING";
    pub const EMAIL_PROTECTION: &str = "EMAIL_PROTECTION";
    pub const TIME_STAMPING: &str = "TIME_STAMPING";
    pub const OCSP_SIGNING: &str = "OCSP_SIGNING";
    pub const IPSEC_END_SYSTEM: &str = "IPSEC_END_SYSTEM";
    pub const IPSEC_TUNNEL: &str = "IPSEC_TUNNEL";
    pub const IPSEC_USER: &str = "IPSEC_USER";
    pub const ANY: &str = "ANY";
    pub const NONE: &str = "NONE";
    pub const CUSTOM: &str = "CUSTOM";
}

pub mod failure_reason {
    pub const NO_AVAILABLE_CONTACTS: &str = "NO_AVAILABLE_CONTACTS";
    pub const ADDITIONAL_VERIFICATION_REQUIRED: &str = "ADDITIONAL_VERIFICATION_REQUIRED";
    pub const DOMAIN_NOT_ALLOWED: &str = "DOMAIN_NOT_ALLOWED";
    pub const INVALID_PUBLIC_DOMAIN: &str = "INVALID_PUBLIC_DOMAIN";
    pub const DOMAIN_VALIDATION_DENIED: &str = "DOMAIN_VALIDATION_DENIED";
    pub const CAA_ERROR: &str = "CAA_ERROR";
    pub const PCA_LIMIT_EXCEEDED: &str = "PCA_LIMIT_EXCEEDED";
    pub const PCA_INVALID_ARN: &str = "PCA_INVALID_ARN";
    pub const PCA_INVALID_STATE: &str = "PCA_INVALID_STATE";
    pub const PCA_REQUEST_FAILED: &str = "PCA_REQUEST_FAILED";
    pub const PCA_NAME_CONSTRAINTS_VALIDATION: &str = "PCA_NAME_CONSTRAINTS_VALIDATION";
    pub const PCA_RESOURCE_NOT_FOUND: &str = "PCA_RESOURCE_NOT_FOUND";
    pub const PCA_INVALID_ARGS: &str = "PCA_INVALID_ARGS";
    pub const PCA_INVALID_DURATION: &str = "PCA_INVALID_DURATION";
    pub const PCA_ACCESS_DENIED: &str = "PCA_ACCESS_DENIED";
    pub const SLR_NOT_FOUND: &str = "SLR_NOT_FOUND";
    pub const OTHER: &str = "OTHER";
}

pub mod key_algorithm {
    pub const RSA_1024: &str = "RSA_1024";
    pub const RSA_2048: &str = "RSA_2048";
    pub const RSA_3072: &str = "RSA_3072";
    pub const RSA_4096: &str = "RSA_4096";
    pub const EC_PRIME256V1: &str = "EC_prime256v1";
    pub const EC_SECP384R1: &str = "EC_secp384r1";
    pub const EC_SECP521R1: &str = "EC_secp521r1";
}

pub mod key_usage_name {
    pub const DIGITAL_SIGNATURE: &str = "DIGITAL_SIGNATURE";
    pub const NON_REPUDIATION: &str = "NON_REPUDIATION";
    pub const KEY_ENCIPHERMENT: &str = "KEY_ENCIPHERMENT";
    pub const DATA_ENCIPHERMENT: &str = "DATA_ENCIPHERMENT";
    pub const KEY_AGREEMENT: &str = "KEY_AGREEMENT";
    pub const CERTIFICATE_SIGNING: &str = "CERTIFICATE_SIGNING";
    pub const CRL_SIGNING: &str = "CRL_SIGNING";
    pub const ENCIPHER_ONLY: &str = "ENCIPHER_ONLY";
    pub const DECIPHER_ONLY: &str = "DECIPHER_ONLY";
    pub const ANY: &str = "ANY";
    pub const CUSTOM: &str = "CUSTOM";
}

pub mod prevalidation_type {
    pub const DNS_PREVALIDATION: &str = "DNS_PREVALIDATION";
}

pub mod public_key_algorithm {
    pub const RSA_2048: &str = "RSA_2048";
    pub const EC_PRIME256V1: &str = "EC_prime256v1";
    pub const EC_SECP384R1: &str = "EC_secp384r1";
}

pub mod record_type {
    pub const CNAME: &str = "CNAME";
}

pub mod renewal_eligibility {
    pub const ELIGIBLE: &str = "ELIGIBLE";
    pub const INELIGIBLE: &str = "INELIGIBLE";
}

pub mod renewal_status {
    pub const PENDING_AUTO_RENEWAL: &str = "PENDING_AUTO_RENEWAL";
    pub const PENDING_VALIDATION: &str = "PENDING_VALIDATION";
    pub const SUCCESS: &str = "SUCCESS";
    pub const FAILED: &str = "FAILED";
}

pub mod revocation_reason {
    pub const UNSPECIFIED: &str = "UNSPECIFIED";
    pub const KEY_COMPROMISE: &str = "KEY_COMPROMISE";
    pub const CA_COMPROMISE: &str = "CA_COMPROMISE";
    pub const AFFILIATION_CHANGED: &str = "AFFILIATION_CHANGED";
    pub const SUPERCEDED: &str = "SUPERCEDED";
    pub const SUPERSEDED: &str = "SUPERSEDED";
    pub const CESSATION_OF_OPERATION: &str = "CESSATION_OF_OPERATION";
    pub const CERTIFICATE_HOLD: &str = "CERTIFICATE_HOLD";
    pub const REMOVE_FROM_CRL: &str = "REMOVE_FROM_CRL";
    pub const PRIVILEGE_WITHDRAWN: &str = "PRIVILEGE_WITHDRAWN";
    pub const A_A_COMPROMISE: &str = "A_A_COMPROMISE";
}

pub mod search_certificates_sort_by {
    pub const CREATED_AT: &str = "CREATED_AT";
    pub const NOT_AFTER: &str = "NOT_AFTER";
    pub const STATUS: &str = "STATUS";
    pub const RENEWAL_STATUS: &str = "RENEWAL_STATUS";
    pub const EXPORTED: &str = "EXPORTED";
    pub const IN_USE: &str = "IN_USE";
    pub const NOT_BEFORE: &str = "NOT_BEFORE";
    pub const KEY_ALGORITHM: &str = "KEY_ALGORITHM";
    pub const TYPE: &str = "TYPE";
    pub const CERTIFICATE_ARN: &str = "CERTIFICATE_ARN";
    pub const COMMON_NAME: &str = "COMMON_NAME";
    pub const REVOKED_AT: &str = "REVOKED_AT";
    pub const RENEWAL_ELIGIBILITY: &str = "RENEWAL_ELIGIBILITY";
    pub const ISSUED_AT: &str = "ISSUED_AT";
    pub const MANAGED_BY: &str = "MANAGED_BY";
    pub const EXPORT_OPTION: &str = "EXPORT_OPTION";
    pub const VALIDATION_METHOD: &str = "VALIDATION_METHOD";
    pub const IMPORTED_AT: &str = "IMPORTED_AT";
    pub const ACME_ENDPOINT_ARN: &str = "ACME_ENDPOINT_ARN";
    pub const ACME_ACCOUNT_ID: &str = "ACME_ACCOUNT_ID";
    pub const CERTIFICATE_KEY_PAIR_ORIGIN: &str = "CERTIFICATE_KEY_PAIR_ORIGIN";
}

pub mod search_certificates_sort_order {
    pub const ASCENDING: &str = "ASCENDING";
    pub const DESCENDING: &str = "DESCENDING";
}

pub mod sort_by {
    pub const CREATED_AT: &str = "CREATED_AT";
}

pub mod sort_order {
    pub const ASCENDING: &str = "ASCENDING";
    pub const DESCENDING: &str = "DESCENDING";
}

pub mod time_type {
    pub const MINUTES: &str = "MINUTES";
    pub const HOURS: &str = "HOURS";
    pub const DAYS: &str = "DAYS";
}

pub mod update_status {
    pub const PENDING_DOMAIN_VALIDATION: &str = "PENDING_DOMAIN_VALIDATION";
    pub const SUCCESS: &str = "SUCCESS";
    pub const FAILED: &str = "FAILED";
}

pub mod update_type {
    pub const DOMAIN_VALIDATION_METHOD: &str = "DOMAIN_VALIDATION_METHOD";
}

pub mod validation_method {
    pub const EMAIL: &str = "EMAIL";
    pub const DNS: &str = "DNS";
    pub const HTTP: &str = "HTTP";
}
