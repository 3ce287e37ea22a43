//! Inputs, outputs, errors and enums of the implemented operations of KMS.
//!
//! Written by `cargo xtask codegen kms` from `operations.txt` and the model;
//! not to be edited.

use bytes::Bytes;
use kernel::view::kind::{Blob, Entries, Flag, Items, Text, Time, Whole};
use kernel::view::{List, Map};
use kernel::{Timestamp, builder, operations, view};

operations! {
    CancelKeyDeletion: CancelKeyDeletionInput, CancelKeyDeletionOutput;
    ConnectCustomKeyStore: ConnectCustomKeyStoreInput, ConnectCustomKeyStoreOutput;
    CreateAlias: CreateAliasInput, CreateAliasOutput;
    CreateCustomKeyStore: CreateCustomKeyStoreInput, CreateCustomKeyStoreOutput;
    CreateGrant: CreateGrantInput, CreateGrantOutput;
    CreateKey: CreateKeyInput, CreateKeyOutput;
    Decapsulate: DecapsulateInput, DecapsulateOutput;
    Decrypt: DecryptInput, DecryptOutput;
    DeleteAlias: DeleteAliasInput, DeleteAliasOutput;
    DeleteCustomKeyStore: DeleteCustomKeyStoreInput, DeleteCustomKeyStoreOutput;
    DeleteImportedKeyMaterial: DeleteImportedKeyMaterialInput, DeleteImportedKeyMaterialOutput;
    DeriveSharedSecret: DeriveSharedSecretInput, DeriveSharedSecretOutput;
    DescribeCustomKeyStores: DescribeCustomKeyStoresInput, DescribeCustomKeyStoresOutput;
    DescribeKey: DescribeKeyInput, DescribeKeyOutput;
    DisableKey: DisableKeyInput, DisableKeyOutput;
    DisableKeyRotation: DisableKeyRotationInput, DisableKeyRotationOutput;
    DisconnectCustomKeyStore: DisconnectCustomKeyStoreInput, DisconnectCustomKeyStoreOutput;
    EnableKey: EnableKeyInput, EnableKeyOutput;
    EnableKeyRotation: EnableKeyRotationInput, EnableKeyRotationOutput;
    Encapsulate: EncapsulateInput, EncapsulateOutput;
    Encrypt: EncryptInput, EncryptOutput;
    GenerateDataKey: GenerateDataKeyInput, GenerateDataKeyOutput;
    GenerateDataKeyPair: GenerateDataKeyPairInput, GenerateDataKeyPairOutput;
    GenerateDataKeyPairWithoutPlaintext: GenerateDataKeyPairWithoutPlaintextInput, GenerateDataKeyPairWithoutPlaintextOutput;
    GenerateDataKeyWithoutPlaintext: GenerateDataKeyWithoutPlaintextInput, GenerateDataKeyWithoutPlaintextOutput;
    GenerateMac: GenerateMacInput, GenerateMacOutput;
    GenerateRandom: GenerateRandomInput, GenerateRandomOutput;
    GetKeyLastUsage: GetKeyLastUsageInput, GetKeyLastUsageOutput;
    GetKeyPolicy: GetKeyPolicyInput, GetKeyPolicyOutput;
    GetKeyRotationStatus: GetKeyRotationStatusInput, GetKeyRotationStatusOutput;
    GetParametersForImport: GetParametersForImportInput, GetParametersForImportOutput;
    GetPublicKey: GetPublicKeyInput, GetPublicKeyOutput;
    ImportKeyMaterial: ImportKeyMaterialInput, ImportKeyMaterialOutput;
    ListAliases: ListAliasesInput, ListAliasesOutput;
    ListGrants: ListGrantsInput, ListGrantsOutput;
    ListKeyPolicies: ListKeyPoliciesInput, ListKeyPoliciesOutput;
    ListKeyRotations: ListKeyRotationsInput, ListKeyRotationsOutput;
    ListKeys: ListKeysInput, ListKeysOutput;
    ListResourceTags: ListResourceTagsInput, ListResourceTagsOutput;
    ListRetirableGrants: ListRetirableGrantsInput, ListRetirableGrantsOutput;
    PutKeyPolicy: PutKeyPolicyInput, PutKeyPolicyOutput;
    ReEncrypt: ReEncryptInput, ReEncryptOutput;
    ReplicateKey: ReplicateKeyInput, ReplicateKeyOutput;
    RetireGrant: RetireGrantInput, RetireGrantOutput;
    RevokeGrant: RevokeGrantInput, RevokeGrantOutput;
    RotateKeyOnDemand: RotateKeyOnDemandInput, RotateKeyOnDemandOutput;
    ScheduleKeyDeletion: ScheduleKeyDeletionInput, ScheduleKeyDeletionOutput;
    Sign: SignInput, SignOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    UpdateAlias: UpdateAliasInput, UpdateAliasOutput;
    UpdateCustomKeyStore: UpdateCustomKeyStoreInput, UpdateCustomKeyStoreOutput;
    UpdateKeyDescription: UpdateKeyDescriptionInput, UpdateKeyDescriptionOutput;
    UpdatePrimaryRegion: UpdatePrimaryRegionInput, UpdatePrimaryRegionOutput;
    Verify: VerifyInput, VerifyOutput;
    VerifyMac: VerifyMacInput, VerifyMacOutput;
}

view! { CancelKeyDeletionInput<'a> {
    key_id "KeyId": required &'a str,
} }

builder! { CancelKeyDeletionOutput {
    key_id "KeyId": Text,
} }

view! { ConnectCustomKeyStoreInput<'a> {
    custom_key_store_id "CustomKeyStoreId": required &'a str,
} }

builder! { ConnectCustomKeyStoreOutput {
} }

view! { CreateAliasInput<'a> {
    alias_name "AliasName": required &'a str,
    target_key_id "TargetKeyId": required &'a str,
} }

builder! { CreateAliasOutput {
} }

view! { CreateCustomKeyStoreInput<'a> {
    custom_key_store_name "CustomKeyStoreName": required &'a str,
    cloud_hsm_cluster_id "CloudHsmClusterId": optional &'a str,
    trust_anchor_certificate "TrustAnchorCertificate": optional &'a str,
    key_store_password "KeyStorePassword": optional &'a str,
    custom_key_store_type "CustomKeyStoreType": optional &'a str,
    xks_proxy_uri_endpoint "XksProxyUriEndpoint": optional &'a str,
    xks_proxy_uri_path "XksProxyUriPath": optional &'a str,
    xks_proxy_vpc_endpoint_service_name "XksProxyVpcEndpointServiceName": optional &'a str,
    xks_proxy_vpc_endpoint_service_owner "XksProxyVpcEndpointServiceOwner": optional &'a str,
    xks_proxy_authentication_credential "XksProxyAuthenticationCredential": optional XksProxyAuthenticationCredentialType<'a>,
    xks_proxy_connectivity "XksProxyConnectivity": optional &'a str,
} }

builder! { CreateCustomKeyStoreOutput {
    custom_key_store_id "CustomKeyStoreId": Text,
} }

view! { CreateGrantInput<'a> {
    key_id "KeyId": required &'a str,
    grantee_principal "GranteePrincipal": optional &'a str,
    retiring_principal "RetiringPrincipal": optional &'a str,
    operations "Operations": required List<'a, &'a str>,
    constraints "Constraints": optional GrantConstraints<'a>,
    grant_tokens "GrantTokens": optional List<'a, &'a str>,
    name "Name": optional &'a str,
    dry_run "DryRun": optional bool,
    grantee_service_principal "GranteeServicePrincipal": optional &'a str,
    retiring_service_principal "RetiringServicePrincipal": optional &'a str,
} }

builder! { CreateGrantOutput {
    grant_token "GrantToken": Text,
    grant_id "GrantId": Text,
} }

view! { CreateKeyInput<'a> {
    policy "Policy": optional &'a str,
    description "Description": optional &'a str,
    key_usage "KeyUsage": optional &'a str,
    customer_master_key_spec "CustomerMasterKeySpec": optional &'a str,
    key_spec "KeySpec": optional &'a str,
    origin "Origin": optional &'a str,
    custom_key_store_id "CustomKeyStoreId": optional &'a str,
    bypass_policy_lockout_safety_check "BypassPolicyLockoutSafetyCheck": optional bool,
    tags "Tags": optional List<'a, Tag<'a>>,
    multi_region "MultiRegion": optional bool,
    xks_key_id "XksKeyId": optional &'a str,
} }

builder! { CreateKeyOutput {
    key_metadata "KeyMetadata": KeyMetadataBuilder,
} }

view! { DecapsulateInput<'a> {
    key_id "KeyId": required &'a str,
    shared_secret_ciphertext_blob "SharedSecretCiphertextBlob": required &'a Bytes,
    encapsulation_algorithm "EncapsulationAlgorithm": required &'a str,
    grant_tokens "GrantTokens": optional List<'a, &'a str>,
    dry_run "DryRun": optional bool,
} }

builder! { DecapsulateOutput {
    key_id "KeyId": Text,
    shared_secret "SharedSecret": Blob,
    encapsulation_algorithm "EncapsulationAlgorithm": Text,
} }

view! { DecryptInput<'a> {
    ciphertext_blob "CiphertextBlob": optional &'a Bytes,
    encryption_context "EncryptionContext": optional Map<'a, &'a str>,
    grant_tokens "GrantTokens": optional List<'a, &'a str>,
    key_id "KeyId": optional &'a str,
    encryption_algorithm "EncryptionAlgorithm": optional &'a str,
    recipient "Recipient": optional RecipientInfo<'a>,
    dry_run "DryRun": optional bool,
    dry_run_modifiers "DryRunModifiers": optional List<'a, &'a str>,
} }

builder! { DecryptOutput {
    key_id "KeyId": Text,
    plaintext "Plaintext": Blob,
    encryption_algorithm "EncryptionAlgorithm": Text,
    ciphertext_for_recipient "CiphertextForRecipient": Blob,
    key_material_id "KeyMaterialId": Text,
} }

view! { DeleteAliasInput<'a> {
    alias_name "AliasName": required &'a str,
} }

builder! { DeleteAliasOutput {
} }

view! { DeleteCustomKeyStoreInput<'a> {
    custom_key_store_id "CustomKeyStoreId": required &'a str,
} }

builder! { DeleteCustomKeyStoreOutput {
} }

view! { DeleteImportedKeyMaterialInput<'a> {
    key_id "KeyId": required &'a str,
    key_material_id "KeyMaterialId": optional &'a str,
} }

builder! { DeleteImportedKeyMaterialOutput {
    key_id "KeyId": Text,
    key_material_id "KeyMaterialId": Text,
} }

view! { DeriveSharedSecretInput<'a> {
    key_id "KeyId": required &'a str,
    key_agreement_algorithm "KeyAgreementAlgorithm": required &'a str,
    public_key "PublicKey": required &'a Bytes,
    grant_tokens "GrantTokens": optional List<'a, &'a str>,
    dry_run "DryRun": optional bool,
    recipient "Recipient": optional RecipientInfo<'a>,
} }

builder! { DeriveSharedSecretOutput {
    key_id "KeyId": Text,
    shared_secret "SharedSecret": Blob,
    ciphertext_for_recipient "CiphertextForRecipient": Blob,
    key_agreement_algorithm "KeyAgreementAlgorithm": Text,
    key_origin "KeyOrigin": Text,
} }

view! { DescribeCustomKeyStoresInput<'a> {
    custom_key_store_id "CustomKeyStoreId": optional &'a str,
    custom_key_store_name "CustomKeyStoreName": optional &'a str,
    limit "Limit": optional i64,
    marker "Marker": optional &'a str,
} }

builder! { DescribeCustomKeyStoresOutput {
    custom_key_stores "CustomKeyStores": Items<CustomKeyStoresListEntryBuilder>,
    next_marker "NextMarker": Text,
    truncated "Truncated": Flag,
} }

view! { DescribeKeyInput<'a> {
    key_id "KeyId": required &'a str,
    grant_tokens "GrantTokens": optional List<'a, &'a str>,
} }

builder! { DescribeKeyOutput {
    key_metadata "KeyMetadata": KeyMetadataBuilder,
} }

view! { DisableKeyInput<'a> {
    key_id "KeyId": required &'a str,
} }

builder! { DisableKeyOutput {
} }

view! { DisableKeyRotationInput<'a> {
    key_id "KeyId": required &'a str,
} }

builder! { DisableKeyRotationOutput {
} }

view! { DisconnectCustomKeyStoreInput<'a> {
    custom_key_store_id "CustomKeyStoreId": required &'a str,
} }

builder! { DisconnectCustomKeyStoreOutput {
} }

view! { EnableKeyInput<'a> {
    key_id "KeyId": required &'a str,
} }

builder! { EnableKeyOutput {
} }

view! { EnableKeyRotationInput<'a> {
    key_id "KeyId": required &'a str,
    rotation_period_in_days "RotationPeriodInDays": optional i64,
} }

builder! { EnableKeyRotationOutput {
} }

view! { EncapsulateInput<'a> {
    key_id "KeyId": required &'a str,
    encapsulation_algorithm "EncapsulationAlgorithm": required &'a str,
    grant_tokens "GrantTokens": optional List<'a, &'a str>,
    dry_run "DryRun": optional bool,
} }

builder! { EncapsulateOutput {
    key_id "KeyId": Text,
    shared_secret "SharedSecret": Blob,
    shared_secret_ciphertext_blob "SharedSecretCiphertextBlob": Blob,
    encapsulation_algorithm "EncapsulationAlgorithm": Text,
} }

view! { EncryptInput<'a> {
    key_id "KeyId": required &'a str,
    plaintext "Plaintext": required &'a Bytes,
    encryption_context "EncryptionContext": optional Map<'a, &'a str>,
    grant_tokens "GrantTokens": optional List<'a, &'a str>,
    encryption_algorithm "EncryptionAlgorithm": optional &'a str,
    dry_run "DryRun": optional bool,
} }

builder! { EncryptOutput {
    ciphertext_blob "CiphertextBlob": Blob,
    key_id "KeyId": Text,
    encryption_algorithm "EncryptionAlgorithm": Text,
} }

view! { GenerateDataKeyInput<'a> {
    key_id "KeyId": required &'a str,
    encryption_context "EncryptionContext": optional Map<'a, &'a str>,
    number_of_bytes "NumberOfBytes": optional i64,
    key_spec "KeySpec": optional &'a str,
    grant_tokens "GrantTokens": optional List<'a, &'a str>,
    recipient "Recipient": optional RecipientInfo<'a>,
    dry_run "DryRun": optional bool,
} }

builder! { GenerateDataKeyOutput {
    ciphertext_blob "CiphertextBlob": Blob,
    plaintext "Plaintext": Blob,
    key_id "KeyId": Text,
    ciphertext_for_recipient "CiphertextForRecipient": Blob,
    key_material_id "KeyMaterialId": Text,
} }

view! { GenerateDataKeyPairInput<'a> {
    encryption_context "EncryptionContext": optional Map<'a, &'a str>,
    key_id "KeyId": required &'a str,
    key_pair_spec "KeyPairSpec": required &'a str,
    grant_tokens "GrantTokens": optional List<'a, &'a str>,
    recipient "Recipient": optional RecipientInfo<'a>,
    dry_run "DryRun": optional bool,
} }

builder! { GenerateDataKeyPairOutput {
    private_key_ciphertext_blob "PrivateKeyCiphertextBlob": Blob,
    private_key_plaintext "PrivateKeyPlaintext": Blob,
    public_key "PublicKey": Blob,
    key_id "KeyId": Text,
    key_pair_spec "KeyPairSpec": Text,
    ciphertext_for_recipient "CiphertextForRecipient": Blob,
    key_material_id "KeyMaterialId": Text,
} }

view! { GenerateDataKeyPairWithoutPlaintextInput<'a> {
    encryption_context "EncryptionContext": optional Map<'a, &'a str>,
    key_id "KeyId": required &'a str,
    key_pair_spec "KeyPairSpec": required &'a str,
    grant_tokens "GrantTokens": optional List<'a, &'a str>,
    dry_run "DryRun": optional bool,
} }

builder! { GenerateDataKeyPairWithoutPlaintextOutput {
    private_key_ciphertext_blob "PrivateKeyCiphertextBlob": Blob,
    public_key "PublicKey": Blob,
    key_id "KeyId": Text,
    key_pair_spec "KeyPairSpec": Text,
    key_material_id "KeyMaterialId": Text,
} }

view! { GenerateDataKeyWithoutPlaintextInput<'a> {
    key_id "KeyId": required &'a str,
    encryption_context "EncryptionContext": optional Map<'a, &'a str>,
    key_spec "KeySpec": optional &'a str,
    number_of_bytes "NumberOfBytes": optional i64,
    grant_tokens "GrantTokens": optional List<'a, &'a str>,
    dry_run "DryRun": optional bool,
} }

builder! { GenerateDataKeyWithoutPlaintextOutput {
    ciphertext_blob "CiphertextBlob": Blob,
    key_id "KeyId": Text,
    key_material_id "KeyMaterialId": Text,
} }

view! { GenerateMacInput<'a> {
    message "Message": required &'a Bytes,
    key_id "KeyId": required &'a str,
    mac_algorithm "MacAlgorithm": required &'a str,
    grant_tokens "GrantTokens": optional List<'a, &'a str>,
    dry_run "DryRun": optional bool,
} }

builder! { GenerateMacOutput {
    mac "Mac": Blob,
    mac_algorithm "MacAlgorithm": Text,
    key_id "KeyId": Text,
} }

view! { GenerateRandomInput<'a> {
    number_of_bytes "NumberOfBytes": optional i64,
    custom_key_store_id "CustomKeyStoreId": optional &'a str,
    recipient "Recipient": optional RecipientInfo<'a>,
} }

builder! { GenerateRandomOutput {
    plaintext "Plaintext": Blob,
    ciphertext_for_recipient "CiphertextForRecipient": Blob,
} }

view! { GetKeyLastUsageInput<'a> {
    key_id "KeyId": required &'a str,
} }

builder! { GetKeyLastUsageOutput {
    key_id "KeyId": Text,
    key_last_usage "KeyLastUsage": KeyLastUsageDataBuilder,
    tracking_start_date "TrackingStartDate": Time,
    key_creation_date "KeyCreationDate": Time,
} }

view! { GetKeyPolicyInput<'a> {
    key_id "KeyId": required &'a str,
    policy_name "PolicyName": optional &'a str,
} }

builder! { GetKeyPolicyOutput {
    policy "Policy": Text,
    policy_name "PolicyName": Text,
} }

view! { GetKeyRotationStatusInput<'a> {
    key_id "KeyId": required &'a str,
} }

builder! { GetKeyRotationStatusOutput {
    key_rotation_enabled "KeyRotationEnabled": Flag,
    key_id "KeyId": Text,
    rotation_period_in_days "RotationPeriodInDays": Whole,
    next_rotation_date "NextRotationDate": Time,
    on_demand_rotation_start_date "OnDemandRotationStartDate": Time,
} }

view! { GetParametersForImportInput<'a> {
    key_id "KeyId": required &'a str,
    wrapping_algorithm "WrappingAlgorithm": required &'a str,
    wrapping_key_spec "WrappingKeySpec": required &'a str,
} }

builder! { GetParametersForImportOutput {
    key_id "KeyId": Text,
    import_token "ImportToken": Blob,
    public_key "PublicKey": Blob,
    parameters_valid_to "ParametersValidTo": Time,
} }

view! { GetPublicKeyInput<'a> {
    key_id "KeyId": required &'a str,
    grant_tokens "GrantTokens": optional List<'a, &'a str>,
} }

builder! { GetPublicKeyOutput {
    key_id "KeyId": Text,
    public_key "PublicKey": Blob,
    customer_master_key_spec "CustomerMasterKeySpec": Text,
    key_spec "KeySpec": Text,
    key_usage "KeyUsage": Text,
    encryption_algorithms "EncryptionAlgorithms": Items<Text>,
    signing_algorithms "SigningAlgorithms": Items<Text>,
    key_agreement_algorithms "KeyAgreementAlgorithms": Items<Text>,
    encapsulation_algorithms "EncapsulationAlgorithms": Items<Text>,
} }

view! { ImportKeyMaterialInput<'a> {
    key_id "KeyId": required &'a str,
    import_token "ImportToken": required &'a Bytes,
    encrypted_key_material "EncryptedKeyMaterial": required &'a Bytes,
    valid_to "ValidTo": optional Timestamp,
    expiration_model "ExpirationModel": optional &'a str,
    import_type "ImportType": optional &'a str,
    key_material_description "KeyMaterialDescription": optional &'a str,
    key_material_id "KeyMaterialId": optional &'a str,
} }

builder! { ImportKeyMaterialOutput {
    key_id "KeyId": Text,
    key_material_id "KeyMaterialId": Text,
} }

view! { ListAliasesInput<'a> {
    key_id "KeyId": optional &'a str,
    limit "Limit": optional i64,
    marker "Marker": optional &'a str,
} }

builder! { ListAliasesOutput {
    aliases "Aliases": Items<AliasListEntryBuilder>,
    next_marker "NextMarker": Text,
    truncated "Truncated": Flag,
} }

view! { ListGrantsInput<'a> {
    limit "Limit": optional i64,
    marker "Marker": optional &'a str,
    key_id "KeyId": required &'a str,
    grant_id "GrantId": optional &'a str,
    grantee_principal "GranteePrincipal": optional &'a str,
    grantee_service_principal "GranteeServicePrincipal": optional &'a str,
} }

builder! { ListGrantsOutput {
    grants "Grants": Items<GrantListEntryBuilder>,
    next_marker "NextMarker": Text,
    truncated "Truncated": Flag,
} }

view! { ListKeyPoliciesInput<'a> {
    key_id "KeyId": required &'a str,
    limit "Limit": optional i64,
    marker "Marker": optional &'a str,
} }

builder! { ListKeyPoliciesOutput {
    policy_names "PolicyNames": Items<Text>,
    next_marker "NextMarker": Text,
    truncated "Truncated": Flag,
} }

view! { ListKeyRotationsInput<'a> {
    key_id "KeyId": required &'a str,
    include_key_material "IncludeKeyMaterial": optional &'a str,
    limit "Limit": optional i64,
    marker "Marker": optional &'a str,
} }

builder! { ListKeyRotationsOutput {
    rotations "Rotations": Items<RotationsListEntryBuilder>,
    next_marker "NextMarker": Text,
    truncated "Truncated": Flag,
} }

view! { ListKeysInput<'a> {
    limit "Limit": optional i64,
    marker "Marker": optional &'a str,
    resource_owners "ResourceOwners": optional List<'a, &'a str>,
} }

builder! { ListKeysOutput {
    keys "Keys": Items<KeyListEntryBuilder>,
    next_marker "NextMarker": Text,
    truncated "Truncated": Flag,
} }

view! { ListResourceTagsInput<'a> {
    key_id "KeyId": required &'a str,
    limit "Limit": optional i64,
    marker "Marker": optional &'a str,
} }

builder! { ListResourceTagsOutput {
    tags "Tags": Items<TagBuilder>,
    next_marker "NextMarker": Text,
    truncated "Truncated": Flag,
} }

view! { ListRetirableGrantsInput<'a> {
    limit "Limit": optional i64,
    marker "Marker": optional &'a str,
    retiring_principal "RetiringPrincipal": optional &'a str,
    retiring_service_principal "RetiringServicePrincipal": optional &'a str,
} }

builder! { ListRetirableGrantsOutput {
    grants "Grants": Items<GrantListEntryBuilder>,
    next_marker "NextMarker": Text,
    truncated "Truncated": Flag,
} }

view! { PutKeyPolicyInput<'a> {
    key_id "KeyId": required &'a str,
    policy_name "PolicyName": optional &'a str,
    policy "Policy": required &'a str,
    bypass_policy_lockout_safety_check "BypassPolicyLockoutSafetyCheck": optional bool,
} }

builder! { PutKeyPolicyOutput {
} }

view! { ReEncryptInput<'a> {
    ciphertext_blob "CiphertextBlob": optional &'a Bytes,
    source_encryption_context "SourceEncryptionContext": optional Map<'a, &'a str>,
    source_key_id "SourceKeyId": optional &'a str,
    destination_key_id "DestinationKeyId": required &'a str,
    destination_encryption_context "DestinationEncryptionContext": optional Map<'a, &'a str>,
    source_encryption_algorithm "SourceEncryptionAlgorithm": optional &'a str,
    destination_encryption_algorithm "DestinationEncryptionAlgorithm": optional &'a str,
    grant_tokens "GrantTokens": optional List<'a, &'a str>,
    dry_run "DryRun": optional bool,
    dry_run_modifiers "DryRunModifiers": optional List<'a, &'a str>,
} }

builder! { ReEncryptOutput {
    ciphertext_blob "CiphertextBlob": Blob,
    source_key_id "SourceKeyId": Text,
    key_id "KeyId": Text,
    source_encryption_algorithm "SourceEncryptionAlgorithm": Text,
    destination_encryption_algorithm "DestinationEncryptionAlgorithm": Text,
    source_key_material_id "SourceKeyMaterialId": Text,
    destination_key_material_id "DestinationKeyMaterialId": Text,
} }

view! { ReplicateKeyInput<'a> {
    key_id "KeyId": required &'a str,
    replica_region "ReplicaRegion": required &'a str,
    policy "Policy": optional &'a str,
    bypass_policy_lockout_safety_check "BypassPolicyLockoutSafetyCheck": optional bool,
    description "Description": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { ReplicateKeyOutput {
    replica_key_metadata "ReplicaKeyMetadata": KeyMetadataBuilder,
    replica_policy "ReplicaPolicy": Text,
    replica_tags "ReplicaTags": Items<TagBuilder>,
} }

view! { RetireGrantInput<'a> {
    grant_token "GrantToken": optional &'a str,
    key_id "KeyId": optional &'a str,
    grant_id "GrantId": optional &'a str,
    dry_run "DryRun": optional bool,
} }

builder! { RetireGrantOutput {
} }

view! { RevokeGrantInput<'a> {
    key_id "KeyId": required &'a str,
    grant_id "GrantId": required &'a str,
    dry_run "DryRun": optional bool,
} }

builder! { RevokeGrantOutput {
} }

view! { RotateKeyOnDemandInput<'a> {
    key_id "KeyId": required &'a str,
} }

builder! { RotateKeyOnDemandOutput {
    key_id "KeyId": Text,
} }

view! { ScheduleKeyDeletionInput<'a> {
    key_id "KeyId": required &'a str,
    pending_window_in_days "PendingWindowInDays": optional i64,
} }

builder! { ScheduleKeyDeletionOutput {
    key_id "KeyId": Text,
    deletion_date "DeletionDate": Time,
    key_state "KeyState": Text,
    pending_window_in_days "PendingWindowInDays": Whole,
} }

view! { SignInput<'a> {
    key_id "KeyId": required &'a str,
    message "Message": required &'a Bytes,
    message_type "MessageType": optional &'a str,
    grant_tokens "GrantTokens": optional List<'a, &'a str>,
    signing_algorithm "SigningAlgorithm": required &'a str,
    dry_run "DryRun": optional bool,
} }

builder! { SignOutput {
    key_id "KeyId": Text,
    signature "Signature": Blob,
    signing_algorithm "SigningAlgorithm": Text,
} }

view! { TagResourceInput<'a> {
    key_id "KeyId": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagResourceOutput {
} }

view! { UntagResourceInput<'a> {
    key_id "KeyId": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { UpdateAliasInput<'a> {
    alias_name "AliasName": required &'a str,
    target_key_id "TargetKeyId": required &'a str,
} }

builder! { UpdateAliasOutput {
} }

view! { UpdateCustomKeyStoreInput<'a> {
    custom_key_store_id "CustomKeyStoreId": required &'a str,
    new_custom_key_store_name "NewCustomKeyStoreName": optional &'a str,
    key_store_password "KeyStorePassword": optional &'a str,
    cloud_hsm_cluster_id "CloudHsmClusterId": optional &'a str,
    xks_proxy_uri_endpoint "XksProxyUriEndpoint": optional &'a str,
    xks_proxy_uri_path "XksProxyUriPath": optional &'a str,
    xks_proxy_vpc_endpoint_service_name "XksProxyVpcEndpointServiceName": optional &'a str,
    xks_proxy_vpc_endpoint_service_owner "XksProxyVpcEndpointServiceOwner": optional &'a str,
    xks_proxy_authentication_credential "XksProxyAuthenticationCredential": optional XksProxyAuthenticationCredentialType<'a>,
    xks_proxy_connectivity "XksProxyConnectivity": optional &'a str,
} }

builder! { UpdateCustomKeyStoreOutput {
} }

view! { UpdateKeyDescriptionInput<'a> {
    key_id "KeyId": required &'a str,
    description "Description": required &'a str,
} }

builder! { UpdateKeyDescriptionOutput {
} }

view! { UpdatePrimaryRegionInput<'a> {
    key_id "KeyId": required &'a str,
    primary_region "PrimaryRegion": required &'a str,
} }

builder! { UpdatePrimaryRegionOutput {
} }

view! { VerifyInput<'a> {
    key_id "KeyId": required &'a str,
    message "Message": required &'a Bytes,
    message_type "MessageType": optional &'a str,
    signature "Signature": required &'a Bytes,
    signing_algorithm "SigningAlgorithm": required &'a str,
    grant_tokens "GrantTokens": optional List<'a, &'a str>,
    dry_run "DryRun": optional bool,
} }

builder! { VerifyOutput {
    key_id "KeyId": Text,
    signature_valid "SignatureValid": Flag,
    signing_algorithm "SigningAlgorithm": Text,
} }

view! { VerifyMacInput<'a> {
    message "Message": required &'a Bytes,
    key_id "KeyId": required &'a str,
    mac_algorithm "MacAlgorithm": required &'a str,
    mac "Mac": required &'a Bytes,
    grant_tokens "GrantTokens": optional List<'a, &'a str>,
    dry_run "DryRun": optional bool,
} }

builder! { VerifyMacOutput {
    key_id "KeyId": Text,
    mac_valid "MacValid": Flag,
    mac_algorithm "MacAlgorithm": Text,
} }

view! { GrantConstraints<'a> {
    encryption_context_subset "EncryptionContextSubset": optional Map<'a, &'a str>,
    encryption_context_equals "EncryptionContextEquals": optional Map<'a, &'a str>,
    source_arn "SourceArn": optional &'a str,
} }

view! { RecipientInfo<'a> {
    key_encryption_algorithm "KeyEncryptionAlgorithm": optional &'a str,
    attestation_document "AttestationDocument": optional &'a Bytes,
} }

view! { Tag<'a> {
    tag_key "TagKey": required &'a str,
    tag_value "TagValue": required &'a str,
} }

view! { XksProxyAuthenticationCredentialType<'a> {
    access_key_id "AccessKeyId": required &'a str,
    raw_secret_access_key "RawSecretAccessKey": required &'a str,
} }

builder! { AliasListEntryBuilder {
    alias_name "AliasName": Text,
    alias_arn "AliasArn": Text,
    target_key_id "TargetKeyId": Text,
    creation_date "CreationDate": Time,
    last_updated_date "LastUpdatedDate": Time,
} }

builder! { CustomKeyStoresListEntryBuilder {
    custom_key_store_id "CustomKeyStoreId": Text,
    custom_key_store_name "CustomKeyStoreName": Text,
    cloud_hsm_cluster_id "CloudHsmClusterId": Text,
    trust_anchor_certificate "TrustAnchorCertificate": Text,
    connection_state "ConnectionState": Text,
    connection_error_code "ConnectionErrorCode": Text,
    creation_date "CreationDate": Time,
    custom_key_store_type "CustomKeyStoreType": Text,
    xks_proxy_configuration "XksProxyConfiguration": XksProxyConfigurationTypeBuilder,
} }

builder! { GrantConstraintsBuilder {
    encryption_context_subset "EncryptionContextSubset": Entries<Text>,
    encryption_context_equals "EncryptionContextEquals": Entries<Text>,
    source_arn "SourceArn": Text,
} }

builder! { GrantListEntryBuilder {
    key_id "KeyId": Text,
    grant_id "GrantId": Text,
    name "Name": Text,
    creation_date "CreationDate": Time,
    grantee_principal "GranteePrincipal": Text,
    retiring_principal "RetiringPrincipal": Text,
    issuing_account "IssuingAccount": Text,
    operations "Operations": Items<Text>,
    constraints "Constraints": GrantConstraintsBuilder,
    grantee_service_principal "GranteeServicePrincipal": Text,
    retiring_service_principal "RetiringServicePrincipal": Text,
} }

builder! { KeyLastUsageDataBuilder {
    operation "Operation": Text,
    timestamp "Timestamp": Time,
    cloud_trail_event_id "CloudTrailEventId": Text,
    kms_request_id "KmsRequestId": Text,
} }

builder! { KeyListEntryBuilder {
    key_id "KeyId": Text,
    key_arn "KeyArn": Text,
} }

builder! { KeyMetadataBuilder {
    aws_account_id "AWSAccountId": Text,
    key_id "KeyId": Text,
    arn "Arn": Text,
    creation_date "CreationDate": Time,
    enabled "Enabled": Flag,
    description "Description": Text,
    key_usage "KeyUsage": Text,
    key_state "KeyState": Text,
    deletion_date "DeletionDate": Time,
    valid_to "ValidTo": Time,
    origin "Origin": Text,
    custom_key_store_id "CustomKeyStoreId": Text,
    cloud_hsm_cluster_id "CloudHsmClusterId": Text,
    expiration_model "ExpirationModel": Text,
    key_manager "KeyManager": Text,
    customer_master_key_spec "CustomerMasterKeySpec": Text,
    key_spec "KeySpec": Text,
    encryption_algorithms "EncryptionAlgorithms": Items<Text>,
    signing_algorithms "SigningAlgorithms": Items<Text>,
    key_agreement_algorithms "KeyAgreementAlgorithms": Items<Text>,
    encapsulation_algorithms "EncapsulationAlgorithms": Items<Text>,
    multi_region "MultiRegion": Flag,
    multi_region_configuration "MultiRegionConfiguration": MultiRegionConfigurationBuilder,
    pending_deletion_window_in_days "PendingDeletionWindowInDays": Whole,
    mac_algorithms "MacAlgorithms": Items<Text>,
    xks_key_configuration "XksKeyConfiguration": XksKeyConfigurationTypeBuilder,
    current_key_material_id "CurrentKeyMaterialId": Text,
} }

builder! { MultiRegionConfigurationBuilder {
    multi_region_key_type "MultiRegionKeyType": Text,
    primary_key "PrimaryKey": MultiRegionKeyBuilder,
    replica_keys "ReplicaKeys": Items<MultiRegionKeyBuilder>,
} }

builder! { MultiRegionKeyBuilder {
    arn "Arn": Text,
    region "Region": Text,
} }

builder! { RotationsListEntryBuilder {
    key_id "KeyId": Text,
    key_material_id "KeyMaterialId": Text,
    key_material_description "KeyMaterialDescription": Text,
    import_state "ImportState": Text,
    key_material_state "KeyMaterialState": Text,
    expiration_model "ExpirationModel": Text,
    valid_to "ValidTo": Time,
    rotation_date "RotationDate": Time,
    rotation_type "RotationType": Text,
} }

builder! { TagBuilder {
    tag_key "TagKey": Text,
    tag_value "TagValue": Text,
} }

builder! { XksKeyConfigurationTypeBuilder {
    id "Id": Text,
} }

builder! { XksProxyConfigurationTypeBuilder {
    connectivity "Connectivity": Text,
    access_key_id "AccessKeyId": Text,
    uri_endpoint "UriEndpoint": Text,
    uri_path "UriPath": Text,
    vpc_endpoint_service_name "VpcEndpointServiceName": Text,
    vpc_endpoint_service_owner "VpcEndpointServiceOwner": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        already_exists_exception "AlreadyExistsException" 400;
        cloud_hsm_cluster_in_use_exception "CloudHsmClusterInUseException" 400;
        cloud_hsm_cluster_invalid_configuration_exception "CloudHsmClusterInvalidConfigurationException" 400;
        cloud_hsm_cluster_not_active_exception "CloudHsmClusterNotActiveException" 400;
        cloud_hsm_cluster_not_found_exception "CloudHsmClusterNotFoundException" 400;
        cloud_hsm_cluster_not_related_exception "CloudHsmClusterNotRelatedException" 400;
        conflict_exception "ConflictException" 400;
        custom_key_store_has_cm_ks_exception "CustomKeyStoreHasCMKsException" 400;
        custom_key_store_invalid_state_exception "CustomKeyStoreInvalidStateException" 400;
        custom_key_store_name_in_use_exception "CustomKeyStoreNameInUseException" 400;
        custom_key_store_not_found_exception "CustomKeyStoreNotFoundException" 400;
        dependency_timeout_exception "DependencyTimeoutException" 500;
        disabled_exception "DisabledException" 400;
        dry_run_operation_exception "DryRunOperationException" 400;
        expired_import_token_exception "ExpiredImportTokenException" 400;
        incorrect_key_exception "IncorrectKeyException" 400;
        incorrect_key_material_exception "IncorrectKeyMaterialException" 400;
        incorrect_trust_anchor_exception "IncorrectTrustAnchorException" 400;
        invalid_alias_name_exception "InvalidAliasNameException" 400;
        invalid_arn_exception "InvalidArnException" 400;
        invalid_ciphertext_exception "InvalidCiphertextException" 400;
        invalid_grant_id_exception "InvalidGrantIdException" 400;
        invalid_grant_token_exception "InvalidGrantTokenException" 400;
        invalid_import_token_exception "InvalidImportTokenException" 400;
        invalid_key_usage_exception "InvalidKeyUsageException" 400;
        invalid_marker_exception "InvalidMarkerException" 400;
        kms_internal_exception "KMSInternalException" 500;
        kms_invalid_mac_exception "KMSInvalidMacException" 400;
        kms_invalid_signature_exception "KMSInvalidSignatureException" 400;
        kms_invalid_state_exception "KMSInvalidStateException" 400;
        key_unavailable_exception "KeyUnavailableException" 500;
        limit_exceeded_exception "LimitExceededException" 400;
        malformed_policy_document_exception "MalformedPolicyDocumentException" 400;
        not_found_exception "NotFoundException" 400;
        tag_exception "TagException" 400;
        unsupported_operation_exception "UnsupportedOperationException" 400;
        xks_key_already_in_use_exception "XksKeyAlreadyInUseException" 400;
        xks_key_invalid_configuration_exception "XksKeyInvalidConfigurationException" 400;
        xks_key_not_found_exception "XksKeyNotFoundException" 400;
        xks_proxy_incorrect_authentication_credential_exception "XksProxyIncorrectAuthenticationCredentialException" 400;
        xks_proxy_invalid_configuration_exception "XksProxyInvalidConfigurationException" 400;
        xks_proxy_invalid_response_exception "XksProxyInvalidResponseException" 400;
        xks_proxy_uri_endpoint_in_use_exception "XksProxyUriEndpointInUseException" 400;
        xks_proxy_uri_in_use_exception "XksProxyUriInUseException" 400;
        xks_proxy_uri_unreachable_exception "XksProxyUriUnreachableException" 400;
        xks_proxy_vpc_endpoint_service_in_use_exception "XksProxyVpcEndpointServiceInUseException" 400;
        xks_proxy_vpc_endpoint_service_invalid_configuration_exception "XksProxyVpcEndpointServiceInvalidConfigurationException" 400;
        xks_proxy_vpc_endpoint_service_not_found_exception "XksProxyVpcEndpointServiceNotFoundException" 400;
    }
}

pub mod algorithm_spec {
    pub const RSAES_PKCS1_V1_5: &str = "RSAES_PKCS1_V1_5";
    pub const RSAES_OAEP_SHA_1: &str = "RSAES_OAEP_SHA_1";
    pub const RSAES_OAEP_SHA_256: &str = "RSAES_OAEP_SHA_256";
    pub const RSA_AES_KEY_WRAP_SHA_1: &str = "RSA_AES_KEY_WRAP_SHA_1";
    pub const RSA_AES_KEY_WRAP_SHA_256: &str = "RSA_AES_KEY_WRAP_SHA_256";
    pub const SM2PKE: &str = "SM2PKE";
}

pub mod connection_error_code_type {
    pub const INVALID_CREDENTIALS: &str = "INVALID_CREDENTIALS";
    pub const CLUSTER_NOT_FOUND: &str = "CLUSTER_NOT_FOUND";
    pub const NETWORK_ERRORS: &str = "NETWORK_ERRORS";
    pub const INTERNAL_ERROR: &str = "INTERNAL_ERROR";
    pub const INSUFFICIENT_CLOUDHSM_HSMS: &str = "INSUFFICIENT_CLOUDHSM_HSMS";
    pub const USER_LOCKED_OUT: &str = "USER_LOCKED_OUT";
    pub const USER_NOT_FOUND: &str = "USER_NOT_FOUND";
    pub const USER_LOGGED_IN: &str = "USER_LOGGED_IN";
    pub const SUBNET_NOT_FOUND: &str = "SUBNET_NOT_FOUND";
    pub const INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET: &str = "INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET";
    pub const XKS_PROXY_ACCESS_DENIED: &str = "XKS_PROXY_ACCESS_DENIED";
    pub const XKS_PROXY_NOT_REACHABLE: &str = "XKS_PROXY_NOT_REACHABLE";
    pub const XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND: &str = "XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND";
    pub const XKS_PROXY_INVALID_RESPONSE: &str = "XKS_PROXY_INVALID_RESPONSE";
    pub const XKS_PROXY_INVALID_CONFIGURATION: &str = "XKS_PROXY_INVALID_CONFIGURATION";
    pub const XKS_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION: &str =
        "XKS_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION";
    pub const XKS_PROXY_TIMED_OUT: &str = "XKS_PROXY_TIMED_OUT";
    pub const XKS_PROXY_INVALID_TLS_CONFIGURATION: &str = "XKS_PROXY_INVALID_TLS_CONFIGURATION";
}

pub mod connection_state_type {
    pub const CONNECTED: &str = "CONNECTED";
    pub const CONNECTING: &str = "CONNECTING";
    pub const FAILED: &str = "FAILED";
    pub const DISCONNECTED: &str = "DISCONNECTED";
    pub const DISCONNECTING: &str = "DISCONNECTING";
}

pub mod custom_key_store_type {
    pub const AWS_CLOUDHSM: &str = "AWS_CLOUDHSM";
    pub const EXTERNAL_KEY_STORE: &str = "EXTERNAL_KEY_STORE";
}

pub mod customer_master_key_spec {
    pub const RSA_2048: &str = "RSA_2048";
    pub const RSA_3072: &str = "RSA_3072";
    pub const RSA_4096: &str = "RSA_4096";
    pub const ECC_NIST_P256: &str = "ECC_NIST_P256";
    pub const ECC_NIST_P384: &str = "ECC_NIST_P384";
    pub const ECC_NIST_P521: &str = "ECC_NIST_P521";
    pub const ECC_SECG_P256K1: &str = "ECC_SECG_P256K1";
    pub const SYMMETRIC_DEFAULT: &str = "SYMMETRIC_DEFAULT";
    pub const HMAC_224: &str = "HMAC_224";
    pub const HMAC_256: &str = "HMAC_256";
    pub const HMAC_384: &str = "HMAC_384";
    pub const HMAC_512: &str = "HMAC_512";
    pub const SM2: &str = "SM2";
}

pub mod data_key_pair_spec {
    pub const RSA_2048: &str = "RSA_2048";
    pub const RSA_3072: &str = "RSA_3072";
    pub const RSA_4096: &str = "RSA_4096";
    pub const ECC_NIST_P256: &str = "ECC_NIST_P256";
    pub const ECC_NIST_P384: &str = "ECC_NIST_P384";
    pub const ECC_NIST_P521: &str = "ECC_NIST_P521";
    pub const ECC_SECG_P256K1: &str = "ECC_SECG_P256K1";
    pub const SM2: &str = "SM2";
    pub const ECC_NIST_EDWARDS25519: &str = "ECC_NIST_EDWARDS25519";
    pub const ML_KEM_512: &str = "ML_KEM_512";
    pub const ML_KEM_768: &str = "ML_KEM_768";
    pub const ML_KEM_1024: &str = "ML_KEM_1024";
}

pub mod data_key_spec {
    pub const AES_256: &str = "AES_256";
    pub const AES_128: &str = "AES_128";
}

pub mod dry_run_modifier_type {
    pub const IGNORE_CIPHERTEXT: &str = "IGNORE_CIPHERTEXT";
}

pub mod encapsulation_algorithm_spec {
    pub const ML_KEM: &str = "ML_KEM";
}

pub mod encryption_algorithm_spec {
    pub const SYMMETRIC_DEFAULT: &str = "SYMMETRIC_DEFAULT";
    pub const RSAES_OAEP_SHA_1: &str = "RSAES_OAEP_SHA_1";
    pub const RSAES_OAEP_SHA_256: &str = "RSAES_OAEP_SHA_256";
    pub const SM2PKE: &str = "SM2PKE";
}

pub mod expiration_model_type {
    pub const KEY_MATERIAL_EXPIRES: &str = "KEY_MATERIAL_EXPIRES";
    pub const KEY_MATERIAL_DOES_NOT_EXPIRE: &str = "KEY_MATERIAL_DOES_NOT_EXPIRE";
}

pub mod grant_operation {
    pub const DECRYPT: &str = "Decrypt";
    pub const ENCRYPT: &str = "Encrypt";
    pub const GENERATE_DATA_KEY: &str = "GenerateDataKey";
    pub const GENERATE_DATA_KEY_WITHOUT_PLAINTEXT: &str = "GenerateDataKeyWithoutPlaintext";
    pub const RE_ENCRYPT_FROM: &str = "ReEncryptFrom";
    pub const RE_ENCRYPT_TO: &str = "ReEncryptTo";
    pub const SIGN: &str = "Sign";
    pub const VERIFY: &str = "Verify";
    pub const GET_PUBLIC_KEY: &str = "GetPublicKey";
    pub const CREATE_GRANT: &str = "CreateGrant";
    pub const RETIRE_GRANT: &str = "RetireGrant";
    pub const DESCRIBE_KEY: &str = "DescribeKey";
    pub const GENERATE_DATA_KEY_PAIR: &str = "GenerateDataKeyPair";
    pub const GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT: &str =
        "GenerateDataKeyPairWithoutPlaintext";
    pub const GENERATE_MAC: &str = "GenerateMac";
    pub const VERIFY_MAC: &str = "VerifyMac";
    pub const DERIVE_SHARED_SECRET: &str = "DeriveSharedSecret";
    pub const ENCAPSULATE: &str = "Encapsulate";
    pub const DECAPSULATE: &str = "Decapsulate";
}

pub mod import_state {
    pub const IMPORTED: &str = "IMPORTED";
    pub const PENDING_IMPORT: &str = "PENDING_IMPORT";
}

pub mod import_type {
    pub const NEW_KEY_MATERIAL: &str = "NEW_KEY_MATERIAL";
    pub const EXISTING_KEY_MATERIAL: &str = "EXISTING_KEY_MATERIAL";
}

pub mod include_key_material {
    pub const ALL_KEY_MATERIAL: &str = "ALL_KEY_MATERIAL";
    pub const ROTATIONS_ONLY: &str = "ROTATIONS_ONLY";
}

pub mod key_agreement_algorithm_spec {
    pub const ECDH: &str = "ECDH";
}

pub mod key_encryption_mechanism {
    pub const RSAES_OAEP_SHA_256: &str = "RSAES_OAEP_SHA_256";
}

pub mod key_last_usage_tracking_operation {
    pub const DECRYPT: &str = "Decrypt";
    pub const DERIVE_SHARED_SECRET: &str = "DeriveSharedSecret";
    pub const ENCRYPT: &str = "Encrypt";
    pub const GENERATE_DATA_KEY: &str = "GenerateDataKey";
    pub const GENERATE_DATA_KEY_PAIR: &str = "GenerateDataKeyPair";
    pub const GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT: &str =
        "GenerateDataKeyPairWithoutPlaintext";
    pub const GENERATE_DATA_KEY_WITHOUT_PLAINTEXT: &str = "GenerateDataKeyWithoutPlaintext";
    pub const GENERATE_MAC: &str = "GenerateMac";
    pub const RE_ENCRYPT: &str = "ReEncrypt";
    pub const SIGN: &str = "Sign";
    pub const VERIFY: &str = "Verify";
    pub const VERIFY_MAC: &str = "VerifyMac";
    pub const ENCAPSULATE: &str = "Encapsulate";
    pub const DECAPSULATE: &str = "Decapsulate";
}

pub mod key_manager_type {
    pub const AWS: &str = "AWS";
    pub const CUSTOMER: &str = "CUSTOMER";
}

pub mod key_material_state {
    pub const NON_CURRENT: &str = "NON_CURRENT";
    pub const CURRENT: &str = "CURRENT";
    pub const PENDING_ROTATION: &str = "PENDING_ROTATION";
    pub const PENDING_MULTI_REGION_IMPORT_AND_ROTATION: &str =
        "PENDING_MULTI_REGION_IMPORT_AND_ROTATION";
}

pub mod key_spec {
    pub const RSA_2048: &str = "RSA_2048";
    pub const RSA_3072: &str = "RSA_3072";
    pub const RSA_4096: &str = "RSA_4096";
    pub const ECC_NIST_P256: &str = "ECC_NIST_P256";
    pub const ECC_NIST_P384: &str = "ECC_NIST_P384";
    pub const ECC_NIST_P521: &str = "ECC_NIST_P521";
    pub const ECC_SECG_P256K1: &str = "ECC_SECG_P256K1";
    pub const SYMMETRIC_DEFAULT: &str = "SYMMETRIC_DEFAULT";
    pub const HMAC_224: &str = "HMAC_224";
    pub const HMAC_256: &str = "HMAC_256";
    pub const HMAC_384: &str = "HMAC_384";
    pub const HMAC_512: &str = "HMAC_512";
    pub const SM2: &str = "SM2";
    pub const ML_DSA_44: &str = "ML_DSA_44";
    pub const ML_DSA_65: &str = "ML_DSA_65";
    pub const ML_DSA_87: &str = "ML_DSA_87";
    pub const ECC_NIST_EDWARDS25519: &str = "ECC_NIST_EDWARDS25519";
    pub const ML_KEM_512: &str = "ML_KEM_512";
    pub const ML_KEM_768: &str = "ML_KEM_768";
    pub const ML_KEM_1024: &str = "ML_KEM_1024";
}

pub mod key_state {
    pub const CREATING: &str = "Creating";
    pub const ENABLED: &str = "Enabled";
    pub const DISABLED: &str = "Disabled";
    pub const PENDING_DELETION: &str = "PendingDeletion";
    pub const PENDING_IMPORT: &str = "PendingImport";
    pub const PENDING_REPLICA_DELETION: &str = "PendingReplicaDeletion";
    pub const UNAVAILABLE: &str = "Unavailable";
    pub const UPDATING: &str = "Updating";
}

pub mod key_usage_type {
    pub const SIGN_VERIFY: &str = "SIGN_VERIFY";
    pub const ENCRYPT_DECRYPT: &str = "ENCRYPT_DECRYPT";
    pub const GENERATE_VERIFY_MAC: &str = "GENERATE_VERIFY_MAC";
    pub const KEY_AGREEMENT: &str = "KEY_AGREEMENT";
    pub const ENCAPSULATE_DECAPSULATE: &str = "ENCAPSULATE_DECAPSULATE";
}

pub mod mac_algorithm_spec {
    pub const HMAC_SHA_224: &str = "HMAC_SHA_224";
    pub const HMAC_SHA_256: &str = "HMAC_SHA_256";
    pub const HMAC_SHA_384: &str = "HMAC_SHA_384";
    pub const HMAC_SHA_512: &str = "HMAC_SHA_512";
}

pub mod message_type {
    pub const RAW: &str = "RAW";
    pub const DIGEST: &str = "DIGEST";
    pub const EXTERNAL_MU: &str = "EXTERNAL_MU";
}

pub mod multi_region_key_type {
    pub const PRIMARY: &str = "PRIMARY";
    pub const REPLICA: &str = "REPLICA";
}

pub mod origin_type {
    pub const AWS_KMS: &str = "AWS_KMS";
    pub const EXTERNAL: &str = "EXTERNAL";
    pub const AWS_CLOUDHSM: &str = "AWS_CLOUDHSM";
    pub const EXTERNAL_KEY_STORE: &str = "EXTERNAL_KEY_STORE";
}

pub mod resource_owner_type {
    pub const SELF: &str = "SELF";
    pub const OTHER_ACCOUNTS_VIA_RAM: &str = "OTHER_ACCOUNTS_VIA_RAM";
}

pub mod rotation_type {
    pub const AUTOMATIC: &str = "AUTOMATIC";
    pub const ON_DEMAND: &str = "ON_DEMAND";
}

pub mod signing_algorithm_spec {
    pub const RSASSA_PSS_SHA_256: &str = "RSASSA_PSS_SHA_256";
    pub const RSASSA_PSS_SHA_384: &str = "RSASSA_PSS_SHA_384";
    pub const RSASSA_PSS_SHA_512: &str = "RSASSA_PSS_SHA_512";
    pub const RSASSA_PKCS1_V1_5_SHA_256: &str = "RSASSA_PKCS1_V1_5_SHA_256";
    pub const RSASSA_PKCS1_V1_5_SHA_384: &str = "RSASSA_PKCS1_V1_5_SHA_384";
    pub const RSASSA_PKCS1_V1_5_SHA_512: &str = "RSASSA_PKCS1_V1_5_SHA_512";
    pub const ECDSA_SHA_256: &str = "ECDSA_SHA_256";
    pub const ECDSA_SHA_384: &str = "ECDSA_SHA_384";
    pub const ECDSA_SHA_512: &str = "ECDSA_SHA_512";
    pub const SM2DSA: &str = "SM2DSA";
    pub const ML_DSA_SHAKE_256: &str = "ML_DSA_SHAKE_256";
    pub const ED25519_SHA_512: &str = "ED25519_SHA_512";
    pub const ED25519_PH_SHA_512: &str = "ED25519_PH_SHA_512";
}

pub mod wrapping_key_spec {
    pub const RSA_2048: &str = "RSA_2048";
    pub const RSA_3072: &str = "RSA_3072";
    pub const RSA_4096: &str = "RSA_4096";
    pub const SM2: &str = "SM2";
}

pub mod xks_proxy_connectivity_type {
    pub const PUBLIC_ENDPOINT: &str = "PUBLIC_ENDPOINT";
    pub const VPC_ENDPOINT_SERVICE: &str = "VPC_ENDPOINT_SERVICE";
}
