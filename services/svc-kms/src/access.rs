//! On which key an operation acts, under which name policies speak of it, and what they may ask.
//!
//! A key's policy must allow, whoever calls; its statement for the account's root leaves the rest
//! to IAM. A grant stands beside the policy: it is added to it as one more statement for the
//! caller, so that a deny of the policy still holds.
//!
//! Sources: Service Authorization Reference, "Actions, resources, and condition keys for AWS Key
//! Management Service"; Developer Guide, "Key policies in AWS KMS", "Grants in AWS KMS",
//! "Condition keys for AWS KMS".

use kernel::{Access, ApiError, Ctx, Principal, Struct};

use crate::envelope::Envelope;
use crate::errors;
use crate::grant;
use crate::key_policy;
use crate::locate::{self, Aliases, Named};
use crate::managed;
use crate::state::{ALIASES_OF, Key, Place, alias_arn};
use store::Range;

/// The id of a key that nobody has asked for yet.
const UNMADE: &str = "00000000-0000-0000-0000-000000000000";

/// Members of inputs that are condition keys by the same name.
const PLAIN_KEYS: &[(&str, &str)] = &[
    ("EncryptionAlgorithm", "kms:EncryptionAlgorithm"),
    ("ExpirationModel", "kms:ExpirationModel"),
    ("GranteePrincipal", "kms:GranteePrincipal"),
    ("KeyAgreementAlgorithm", "kms:KeyAgreementAlgorithm"),
    ("KeyPairSpec", "kms:DataKeyPairSpec"),
    ("MacAlgorithm", "kms:MacAlgorithm"),
    ("MessageType", "kms:MessageType"),
    ("PrimaryRegion", "kms:PrimaryRegion"),
    ("ReplicaRegion", "kms:ReplicaRegion"),
    ("RetiringPrincipal", "kms:RetiringPrincipal"),
    ("SigningAlgorithm", "kms:SigningAlgorithm"),
    ("WrappingAlgorithm", "kms:WrappingAlgorithm"),
    ("WrappingKeySpec", "kms:WrappingKeySpec"),
];

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let access = find(ctx, operation, input)?;
    let spec = access.as_ref().and_then(|it| it.keys.iter().find(|(key, _)| key == "kms:KeySpec"));
    let pair = input.str("KeyPairSpec");
    if let Some(usage) = billed_as(operation, pair, spec.map(|(_, spec)| spec.as_str())) {
        ctx.count_as(usage);
    }
    Ok(access)
}

/// What is billed as something else than requests with symmetric keys (AWS KMS pricing).
fn billed_as(operation: &str, pair: Option<&str>, spec: Option<&str>) -> Option<&'static str> {
    match (operation, pair, spec?) {
        ("GenerateDataKeyPair" | "GenerateDataKeyPairWithoutPlaintext", Some(pair), _) => {
            let is_rsa = pair.starts_with("RSA_");
            Some(if is_rsa {
                "KMS-Requests-GenerateDatakeyPair-RSA"
            } else {
                "KMS-Requests-GenerateDatakeyPair-ECC"
            })
        }
        (
            "Decrypt" | "DeriveSharedSecret" | "Encrypt" | "GetPublicKey" | "Sign" | "Verify",
            _,
            spec,
        ) if spec != "SYMMETRIC_DEFAULT" => {
            let is_small = spec == "RSA_2048";
            Some(if is_small {
                "KMS-Requests-Asymmetric-RSA_2048"
            } else {
                "KMS-Requests-Asymmetric"
            })
        }
        _ => None,
    }
}

fn find(ctx: &Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    if operation == "DescribeKey"
        && let Some(name) = managed::to_be_made(ctx, input.str("KeyId").unwrap_or_default())?
    {
        return Ok(Some(to_be_made(ctx, name)));
    }
    let action = format!("kms:{operation}");
    let text = |name: &str| input.str(name).unwrap_or_default();
    let aliases = match operation {
        // These ask for each of their keys.
        "ReEncrypt" | "RetireGrant" => return Ok(None),
        "CreateKey" => {
            let access = Access::new(ctx, action, "*");
            return Ok(Some(with_request(access, input, operation)));
        }
        "ConnectCustomKeyStore"
        | "CreateCustomKeyStore"
        | "DeleteCustomKeyStore"
        | "DescribeCustomKeyStores"
        | "DisconnectCustomKeyStore"
        | "GenerateRandom"
        | "ListKeys"
        | "ListRetirableGrants"
        | "UpdateCustomKeyStore" => {
            return Ok(Some(Access::new(ctx, action, "*")));
        }
        "ListAliases" => return Ok(Some(Access::new(ctx, action, "*"))),
        "CreateAlias" | "DeleteAlias" | "UpdateAlias" => {
            let arn = alias_arn(ctx.region(), ctx.account(), text("AliasName"));
            return Ok(Some(Access::new(ctx, action, arn)));
        }
        "Decrypt" => {
            let context = input.structure("EncryptionContext");
            let asked = Asked { operation, input, context };
            return of_decryption(ctx, asked, input.str("KeyId"), "CiphertextBlob").map(Some);
        }
        "Decapsulate"
        | "DescribeKey"
        | "DeriveSharedSecret"
        | "Encapsulate"
        | "Encrypt"
        | "GenerateDataKey"
        | "GenerateDataKeyPair"
        | "GenerateDataKeyPairWithoutPlaintext"
        | "GenerateDataKeyWithoutPlaintext"
        | "GenerateMac"
        | "GetPublicKey"
        | "Sign"
        | "Verify"
        | "VerifyMac" => Aliases::Taken,
        _ => Aliases::Refused,
    };
    let named = locate::named(ctx, text("KeyId"), aliases)?;
    let asked = Asked { operation, input, context: input.structure("EncryptionContext") };
    to_key(ctx, asked, &named).map(Some)
}

/// What is to be done to a key.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// In the words of policies and grants, without the service: `ReEncryptFrom`.
    pub operation: &'a str,
    pub input: &'a Struct,
    pub context: Option<&'a Struct>,
}

/// To open a ciphertext, by the key that is named or the one that the ciphertext names.
pub fn of_decryption(
    ctx: &Ctx<'_>,
    asked: Asked<'_>,
    key: Option<&str>,
    ciphertext: &str,
) -> Result<Access, ApiError> {
    let named = if let Some(text) = key {
        locate::named(ctx, text, Aliases::Taken)?
    } else {
        let blob = asked.input.blob(ciphertext).ok_or_else(|| {
            errors::validation(format!("{ciphertext} is required in this request."))
        })?;
        let envelope = Envelope::read(blob).ok_or_else(errors::invalid_ciphertext)?;
        Named { place: place_of(ctx, &envelope), alias: None }
    };
    if key.is_none() && locate::at(ctx, &named.place)?.is_none() {
        return Err(errors::unreachable_key());
    }
    to_key(ctx, asked, &named)
}

pub fn place_of(ctx: &Ctx<'_>, envelope: &Envelope<'_>) -> Place {
    let account = envelope.header.account;
    Place { account, region: ctx.region(), id: envelope.header.key.clone() }
}

/// Access to a key, which need not exist: the operation says so.
pub fn to_key(ctx: &Ctx<'_>, asked: Asked<'_>, named: &Named) -> Result<Access, ApiError> {
    let access = Access::new(ctx, format!("kms:{}", asked.operation), named.place.arn());
    let access = access.owned_by(named.place.account);
    let access = with_request(access, asked.input, asked.operation);
    let Some(key) = locate::at(ctx, &named.place)? else { return Ok(access) };
    let mut access = with_context(with_key(access, &key), asked.context);
    if let Some(alias) = &named.alias {
        access = access.with_key("kms:RequestAlias", alias.clone());
    }
    access = with_caller(ctx, with_aliases(ctx, access, &key)?);
    if matches!(asked.operation, "CreateGrant" | "ListGrants" | "RevokeGrant") {
        let is_for_resource = if ctx.via().is_some() { "true" } else { "false" };
        access = access.with_key("kms:GrantIsForAWSResource", is_for_resource);
    }
    let policy = match grant::statement(ctx, &key, asked)? {
        None => key.row.policy.clone(),
        Some(statement) => grant::add_statement(&key.row.policy, statement),
    };
    Ok(access.with_policy(Some(policy)).requiring_policy())
}

/// To a key that AWS will manage: its policy holds before it is made, so that whoever may use the
/// service needs no permission of KMS for the first thing that it encrypts either.
fn to_be_made(ctx: &Ctx<'_>, name: &'static str) -> Access {
    let place = Place { account: ctx.account(), region: ctx.region(), id: UNMADE.to_owned() };
    let access = Access::new(ctx, "kms:DescribeKey", place.arn());
    let policy = managed::policy(&place, name);
    with_caller(ctx, access).with_policy(Some(policy)).requiring_policy()
}

fn with_caller(ctx: &Ctx<'_>, mut access: Access) -> Access {
    let caller = ctx.principal().account().or(ctx.source().map(|source| source.account));
    if let Some(account) = caller {
        access = access.with_key("kms:CallerAccount", account.as_str());
    }
    if let Some(service) = ctx.via() {
        access = access.with_key("kms:ViaService", key_policy::via_service(ctx.region(), service));
    }
    access
}

fn with_key(mut access: Access, key: &Key) -> Access {
    let row = &key.row;
    let is_multi_region = if row.set.is_some() { "true" } else { "false" };
    access = access
        .with_key("kms:KeySpec", row.spec.clone())
        .with_key("kms:KeyUsage", row.usage.clone())
        .with_key("kms:KeyOrigin", row.origin())
        .with_key("kms:MultiRegion", is_multi_region);
    if let Some(set) = &row.set {
        let is_primary = set.primary == key.region.as_str();
        let kind = if is_primary { "PRIMARY" } else { "REPLICA" };
        access = access.with_key("kms:MultiRegionKeyType", kind);
    }
    for (tag, value) in &row.tags {
        access = access.with_key(format!("aws:ResourceTag/{tag}"), value.clone());
    }
    access
}

fn with_aliases(ctx: &Ctx<'_>, mut access: Access, key: &Key) -> Result<Access, ApiError> {
    for row in ctx.table_in(&ALIASES_OF, key.scope()).keys(&Range::within(&(key.id.clone(),))) {
        access = access.with_key("kms:ResourceAliases", row?.1);
    }
    Ok(access)
}

fn with_context(mut access: Access, context: Option<&Struct>) -> Access {
    for (key, value) in context.into_iter().flat_map(Struct::iter) {
        access = access
            .with_key(format!("kms:EncryptionContext:{key}"), value.as_str().unwrap_or_default())
            .with_key("kms:EncryptionContextKeys", key);
    }
    access
}

/// What the request itself says.
fn with_request(mut access: Access, input: &Struct, operation: &str) -> Access {
    for (member, key) in PLAIN_KEYS {
        if let Some(value) = input.str(member) {
            access = access.with_key(*key, value);
        }
    }
    for (member, key) in [
        ("PendingWindowInDays", "kms:ScheduleKeyDeletionPendingWindowInDays"),
        ("RotationPeriodInDays", "kms:RotationPeriodInDays"),
    ] {
        if let Some(value) = input.int(member) {
            access = access.with_key(key, value.to_string());
        }
    }
    if let Some(until) = input.timestamp("ValidTo") {
        access = access.with_key("kms:ValidTo", until.iso8601());
    }
    if matches!(operation, "CreateKey" | "PutKeyPolicy" | "ReplicateKey") {
        let bypasses = input.bool("BypassPolicyLockoutSafetyCheck") == Some(true);
        let bypasses = if bypasses { "true" } else { "false" };
        access = access.with_key("kms:BypassPolicyLockoutSafetyCheck", bypasses);
    }
    if operation == "CreateKey" {
        let spec = input.str("KeySpec").or(input.str("CustomerMasterKeySpec"));
        let is_multi_region = input.bool("MultiRegion") == Some(true);
        access = access
            .with_key("kms:KeySpec", spec.unwrap_or("SYMMETRIC_DEFAULT"))
            .with_key("kms:KeyUsage", input.str("KeyUsage").unwrap_or("ENCRYPT_DECRYPT"))
            .with_key("kms:KeyOrigin", input.str("Origin").unwrap_or("AWS_KMS"))
            .with_key("kms:MultiRegion", if is_multi_region { "true" } else { "false" });
    }
    for operation in input.list("Operations").unwrap_or_default() {
        access = access.with_key("kms:GrantOperations", operation.as_str().unwrap_or_default());
    }
    for (kind, _) in input.structure("Constraints").into_iter().flat_map(Struct::iter) {
        access = access.with_key("kms:GrantConstraintType", kind.to_owned());
    }
    with_tags(access, input)
}

fn with_tags(mut access: Access, input: &Struct) -> Access {
    for tag in input.list("Tags").unwrap_or_default().iter().filter_map(|it| it.as_struct()) {
        let key = tag.str("TagKey").unwrap_or_default();
        let value = tag.str("TagValue").unwrap_or_default();
        access =
            access.with_key("aws:TagKeys", key).with_key(format!("aws:RequestTag/{key}"), value);
    }
    for key in input.list("TagKeys").unwrap_or_default() {
        access = access.with_key("aws:TagKeys", key.as_str().unwrap_or_default());
    }
    access
}

/// The caller's name in policies.
pub fn caller_arn(ctx: &Ctx<'_>) -> Option<String> {
    match ctx.principal() {
        Principal::Root(account) => {
            Some(format!("arn:{}:iam::{account}:root", ctx.region().partition()))
        }
        Principal::Identity(identity) => Some(identity.arn.clone()),
        Principal::Service(name) => Some(name.to_string()),
        Principal::Anonymous => None,
    }
}
