//! The access keys that the world knows: written by STS (sessions) and IAM (users), read at every
//! request.

use std::collections::BTreeMap;

use kernel::ApiError;
use minicbor::{Decode, Encode};
use store::{Range, Scope, Store, StoreError, Table, Tx};
use world::{AccountId, Chance, Timestamp};

use crate::{key_id, session_token};

/// Keys belong to accounts, but are found before the account is known.
static ACCESS_KEYS: Table<String, AccessKey> = Table::world("auth", "access_keys");
/// What the world alone knows, by name.
static SECRETS: Table<String, Vec<u8>> = Table::world("auth", "secrets");

/// World tables do not look at the scope.
const ANYWHERE: Scope = Scope::new(*b"000000000000", "us-east-1");

const SESSION_SECRET: &str = "session tokens";

/// The path of AWS's policies for privileged tasks of roots.
pub const ROOT_TASK: &str = ":policy/root-task/";

/// As long as AWS's.
const SECRET_LEN: usize = 40;

/// A key that the world knows.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct AccessKey {
    #[n(0)]
    pub secret: String,
    #[n(1)]
    pub account: String,
    #[n(2)]
    pub kind: KeyKind,
    /// The principal's ARN and unique id.
    #[n(3)]
    pub arn: String,
    #[n(4)]
    pub unique_id: String,
    #[n(5)]
    pub created_micros: i64,
    /// Sessions only, as the next two.
    #[n(6)]
    pub expires_micros: Option<i64>,
    #[cbor(n(7), with = "minicbor::bytes")]
    pub token_digest: Option<[u8; 32]>,
    #[n(8)]
    pub session: Option<Session>,
    #[n(9)]
    #[cbor(default)]
    pub status: KeyStatus,
}

/// Whether a key may be used. One that was deleted is remembered: unknown keys are an account's
/// root, and what was taken from somebody must not become that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum KeyStatus {
    #[default]
    #[n(0)]
    Active,
    #[n(1)]
    Inactive,
    #[n(2)]
    Deleted,
}

/// Whose key it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum KeyKind {
    #[n(0)]
    Root,
    #[n(1)]
    User,
    /// From `AssumeRole` and its relatives.
    #[n(2)]
    RoleSession,
    #[n(3)]
    FederatedUser,
    /// From `GetSessionToken`.
    #[n(4)]
    UserSession,
    #[n(5)]
    RootSession,
}

/// What a session carries besides its principal, for those who evaluate policies.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Session {
    /// The role or the user that the session acts as.
    #[n(0)]
    pub issuer_arn: String,
    #[n(1)]
    pub policy: Option<String>,
    #[n(2)]
    pub policy_arns: Vec<String>,
    #[n(3)]
    pub tags: BTreeMap<String, String>,
    #[n(4)]
    pub transitive_tag_keys: Vec<String>,
    #[n(5)]
    pub source_identity: Option<String>,
    /// When its holder has shown a code of an MFA device.
    #[n(6)]
    pub mfa_micros: Option<i64>,
    /// The identity provider that has vouched for its holder.
    #[n(7)]
    pub provider: Option<String>,
    /// Further condition keys of the session, such as `saml:sub`, in lower case.
    #[n(8)]
    #[cbor(default)]
    pub keys: BTreeMap<String, String>,
    /// Whether it acts as a user or role that nobody had made through IAM when it began.
    #[n(9)]
    #[cbor(default)]
    pub is_unmade: bool,
    /// Whether its token is of the global endpoint's first version ([`crate::token_version`]).
    #[n(10)]
    #[cbor(default)]
    pub is_first_version: bool,
}

store::row!(AccessKey);

impl KeyKind {
    pub fn is_session(self) -> bool {
        !matches!(self, KeyKind::Root | KeyKind::User)
    }
}

impl AccessKey {
    /// Whether it is a privileged session (`AssumeRoot`), which a task policy scopes.
    pub fn is_assumed_root(&self) -> bool {
        let arns = self.session.as_ref().map(|session| session.policy_arns.as_slice());
        self.kind == KeyKind::RootSession
            && arns.is_some_and(|arns| arns.iter().any(|arn| arn.contains(ROOT_TASK)))
    }

    pub fn account(&self) -> Result<AccountId, ApiError> {
        // A row that was written with an account holds one.
        AccountId::parse(&self.account).ok_or_else(ApiError::internal)
    }

    pub fn expires(&self) -> Option<Timestamp> {
        self.expires_micros.map(Timestamp::from_micros)
    }
}

/// The keys as they are now, to read.
pub struct Keyring {
    tx: Tx,
}

impl Keyring {
    pub fn open(store: &Store) -> Keyring {
        Keyring { tx: store.read() }
    }

    pub fn find(&self, access_key_id: &str) -> Result<Option<AccessKey>, StoreError> {
        find(&self.tx, access_key_id)
    }

    /// Whether this world has issued the token for the key, however long ago.
    pub fn has_issued(&self, token: &str, access_key_id: &str) -> Result<bool, StoreError> {
        let secret = session_secret(&self.tx)?;
        Ok(secret.is_some_and(|it| session_token::is_issued(&it, access_key_id, token)))
    }
}

pub fn find(tx: &Tx, access_key_id: &str) -> Result<Option<AccessKey>, StoreError> {
    ACCESS_KEYS.at(tx, &ANYWHERE).get(access_key_id)
}

pub fn put(tx: &mut Tx, access_key_id: &str, key: &AccessKey) {
    ACCESS_KEYS.at_mut(tx, &ANYWHERE).put(access_key_id, key);
}

pub fn delete(tx: &mut Tx, access_key_id: &str) {
    ACCESS_KEYS.at_mut(tx, &ANYWHERE).delete(access_key_id);
}

/// Deletes the keys of an account, or of all.
pub fn forget(tx: &mut Tx, account: Option<AccountId>) -> Result<(), StoreError> {
    let mut doomed = Vec::new();
    for entry in ACCESS_KEYS.at(tx, &ANYWHERE).scan(&Range::all()) {
        let (id, key) = entry?;
        if account.is_none_or(|account| key.account == account.as_str()) {
            doomed.push(id);
        }
    }
    for id in doomed {
        delete(tx, &id);
    }
    Ok(())
}

/// A session to be issued.
#[derive(Debug)]
pub struct NewSession {
    pub account: AccountId,
    pub kind: KeyKind,
    pub arn: String,
    pub unique_id: String,
    pub created: Timestamp,
    pub expires: Timestamp,
    /// In characters.
    pub token_len_min: usize,
    pub session: Session,
}

/// What a client gets of it.
#[derive(Clone, Debug)]
pub struct Credentials {
    pub access_key_id: String,
    pub secret_access_key: String,
    pub session_token: String,
    pub expires: Timestamp,
}

/// Writes a new session's key.
pub fn issue(tx: &mut Tx, chance: &mut Chance, new: NewSession) -> Result<Credentials, StoreError> {
    assert!(new.kind.is_session(), "only sessions are issued with a token");
    let token_secret = session_secret_or_new(tx, chance)?;
    let access_key_id = draw_id(tx, chance, key_id::SESSION, new.account)?;
    let wish = session_token::Wish {
        access_key_id: &access_key_id,
        expires: new.expires,
        len_min: new.token_len_min,
        is_first_version: new.session.is_first_version,
    };
    let session_token = session_token::issue(&token_secret, wish, chance);
    let secret_access_key = draw_secret(chance);
    let key = AccessKey {
        secret: secret_access_key.clone(),
        account: new.account.to_string(),
        kind: new.kind,
        arn: new.arn,
        unique_id: new.unique_id,
        created_micros: new.created.micros(),
        expires_micros: Some(new.expires.micros()),
        token_digest: Some(session_token::digest(&session_token)),
        session: Some(new.session),
        status: KeyStatus::Active,
    };
    put(tx, &access_key_id, &key);
    Ok(Credentials { access_key_id, secret_access_key, session_token, expires: new.expires })
}

/// A long-term key to be made, of a user or a root.
#[derive(Debug)]
pub struct NewKey {
    pub account: AccountId,
    pub kind: KeyKind,
    pub arn: String,
    pub unique_id: String,
    pub created: Timestamp,
}

/// Writes a new long-term key; answers its id and the key.
pub fn make(
    tx: &mut Tx,
    chance: &mut Chance,
    new: NewKey,
) -> Result<(String, AccessKey), StoreError> {
    assert!(!new.kind.is_session(), "sessions are issued with a token");
    let id = draw_id(tx, chance, key_id::LONG_TERM, new.account)?;
    let key = AccessKey {
        secret: draw_secret(chance),
        account: new.account.to_string(),
        kind: new.kind,
        arn: new.arn,
        unique_id: new.unique_id,
        created_micros: new.created.micros(),
        expires_micros: None,
        token_digest: None,
        session: None,
        status: KeyStatus::Active,
    };
    put(tx, &id, &key);
    Ok((id, key))
}

/// An id that no key has.
pub fn draw_id(
    tx: &Tx,
    chance: &mut Chance,
    kind: &str,
    account: AccountId,
) -> Result<String, StoreError> {
    const ATTEMPTS_MAX: usize = 64;
    for _ in 0..ATTEMPTS_MAX {
        let id = key_id::draw(kind, account, chance);
        if !ACCESS_KEYS.at(tx, &ANYWHERE).contains(id.as_str())? {
            return Ok(id);
        }
    }
    panic!("{ATTEMPTS_MAX} draws of 39 bits were all taken: chance is broken");
}

/// A secret key: 40 characters of base 64, as AWS's.
pub fn draw_secret(chance: &mut Chance) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    (0..SECRET_LEN).map(|_| DIGITS[chance.below(64) as usize] as char).collect()
}

fn session_secret(tx: &Tx) -> Result<Option<session_token::Secret>, StoreError> {
    let secret = SECRETS.at(tx, &ANYWHERE).get(SESSION_SECRET)?;
    Ok(secret.and_then(|bytes| bytes.try_into().ok()))
}

fn session_secret_or_new(
    tx: &mut Tx,
    chance: &mut Chance,
) -> Result<session_token::Secret, StoreError> {
    if let Some(secret) = session_secret(tx)? {
        return Ok(secret);
    }
    let secret: session_token::Secret = chance.bytes();
    SECRETS.at_mut(tx, &ANYWHERE).put(SESSION_SECRET, &secret.to_vec());
    Ok(secret)
}
