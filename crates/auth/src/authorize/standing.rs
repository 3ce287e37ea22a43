//! What a user or a role may do by the directory: its own policies, those of its groups, its
//! permissions boundary, its tags.
//!
//! What was read is kept under the directory's stamp, so that a decision reads one small row.

use std::sync::Arc;

use kernel::{Ctx, Identity};
use parking_lot::Mutex;
use policy::{Kind, Policy};
use rustc_hash::FxHashMap;
use store::{Scope, StoreError, Tx};

use super::{ADMINISTRATOR, CallerPolicies, NamedPolicy};
use crate::credentials::{self, AccessKey};
use crate::directory::{self, GROUPS, Holdings, POLICIES, ROLES, Tags, USERS, managed};

/// When so many are kept, all are forgotten.
const KEPT_MAX: usize = 10_000;

/// What bears on a decision from the caller's side.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    pub identity: Vec<NamedPolicy>,
    pub boundary: Option<NamedPolicy>,
    pub tags: Tags,
    /// The unique id of the user or role.
    pub id: String,
}

impl Standing {
    /// Of those whom no policy of an identity helps.
    pub fn nothing() -> Arc<Standing> {
        Arc::default()
    }

    /// Of an account's root, and of users and roles that nobody has made through IAM.
    pub fn everything() -> Arc<Standing> {
        let name = "AdministratorAccess".to_owned();
        let policy = NamedPolicy { policy: ADMINISTRATOR.clone(), arn: None, name };
        Arc::new(Standing { identity: vec![policy], ..Standing::default() })
    }
}

/// The user or role that a principal is, or acts as.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// By their keys in the directory.
    User(String),
    Role(String),
    Root,
}

#[derive(Debug, Default)]
pub struct FromDirectory {
    kept: Mutex<FxHashMap<(Scope, Subject), Kept>>,
}

#[derive(Debug)]
struct Kept {
    stamp: u64,
    standing: Arc<Standing>,
}

impl CallerPolicies for FromDirectory {
    fn standing(
        &self,
        ctx: &Ctx<'_>,
        identity: &Identity,
        key: Option<&AccessKey>,
    ) -> Arc<Standing> {
        self.find(ctx.tx(), identity, key).unwrap_or_else(|error| {
            tracing::error!(%error, "cannot read the policies of a principal");
            Standing::nothing()
        })
    }
}

impl FromDirectory {
    fn find(
        &self,
        tx: &Tx,
        identity: &Identity,
        key: Option<&AccessKey>,
    ) -> Result<Arc<Standing>, StoreError> {
        let subject = match subject(&identity.arn, key) {
            Some(Subject::Root) => return Ok(Standing::everything()),
            Some(subject) => subject,
            None => return Ok(Standing::nothing()),
        };
        let Some(scope) = directory::scope_of(identity.account.as_str()) else {
            return Ok(Standing::nothing());
        };
        let stamp = directory::stamp(tx, &scope)?;
        let standing = match stamp {
            None => None,
            Some(stamp) => self.known(tx, scope, subject, stamp)?,
        };
        let is_issued = || match key {
            Some(key) => Ok(!key.session.as_ref().is_some_and(|session| session.is_unmade)),
            None => Ok(credentials::find(tx, &identity.access_key_id)?.is_some()),
        };
        match standing {
            Some(standing) => {
                // Another of the same name has taken its place.
                let is_other = !identity.unique_id.is_empty()
                    && identity.unique_id.split(':').next() != Some(&standing.id);
                let is_federated = identity.arn.contains(":federated-user/");
                let is_gone = is_other && !is_federated && is_issued()?;
                Ok(if is_gone { Standing::nothing() } else { standing })
            }
            None if is_issued()? => Ok(Standing::nothing()),
            // A principal that nobody has made: services name roles so.
            None => Ok(Standing::everything()),
        }
    }

    fn known(
        &self,
        tx: &Tx,
        scope: Scope,
        subject: Subject,
        stamp: u64,
    ) -> Result<Option<Arc<Standing>>, StoreError> {
        let place = (scope, subject);
        if let Some(kept) = self.kept.lock().get(&place)
            && kept.stamp == stamp
        {
            return Ok(Some(kept.standing.clone()));
        }
        let Some(standing) = load(tx, &scope, &place.1)? else { return Ok(None) };
        let standing = Arc::new(standing);
        let mut all = self.kept.lock();
        if all.len() >= KEPT_MAX {
            all.clear();
        }
        all.insert(place, Kept { stamp, standing: standing.clone() });
        Ok(Some(standing))
    }
}

/// Whose policies an ARN's holder acts by; a federated user acts by those of its issuer.
pub fn subject(arn: &str, key: Option<&AccessKey>) -> Option<Subject> {
    let resource = arn.splitn(6, ':').nth(5)?;
    let last = |text: &str| directory::key(text.rsplit('/').next().unwrap_or(text));
    let (kind, rest) = resource.split_once('/').unwrap_or((resource, ""));
    match kind {
        "root" => Some(Subject::Root),
        "user" => Some(Subject::User(last(rest))),
        "role" => Some(Subject::Role(last(rest))),
        "assumed-role" => Some(Subject::Role(directory::key(rest.split('/').next()?))),
        "federated-user" => subject(&key?.session.as_ref()?.issuer_arn, None),
        _ => None,
    }
}

/// `None` when there is no such user or role.
pub fn load(tx: &Tx, scope: &Scope, subject: &Subject) -> Result<Option<Standing>, StoreError> {
    let mut standing = Standing::default();
    let holdings = match subject {
        Subject::Root => return Ok(None),
        Subject::User(name) => {
            let Some(user) = USERS.at(tx, scope).get(name)? else { return Ok(None) };
            for group in &user.groups {
                if let Some(group) = GROUPS.at(tx, scope).get(group)? {
                    add(tx, &mut standing.identity, &group.holdings)?;
                }
            }
            standing.id = user.id;
            standing.tags = user.tags;
            user.holdings
        }
        Subject::Role(name) => {
            let Some(role) = ROLES.at(tx, scope).get(name)? else { return Ok(None) };
            standing.id = role.id;
            standing.tags = role.tags;
            role.holdings
        }
    };
    add(tx, &mut standing.identity, &holdings)?;
    if let Some(arn) = &holdings.boundary {
        standing.boundary = managed_policy(tx, arn).or_else(|| {
            // Nothing is within a boundary that cannot be read.
            let nothing = Policy { version: policy::Version::V2012, id: None, statements: vec![] };
            let policy = Arc::new(nothing);
            Some(NamedPolicy { policy, arn: Some(arn.clone()), name: arn.clone() })
        });
    }
    Ok(Some(standing))
}

fn add(tx: &Tx, list: &mut Vec<NamedPolicy>, holdings: &Holdings) -> Result<(), StoreError> {
    for (name, document) in &holdings.inline {
        if let Some(policy) = parse(document) {
            list.push(NamedPolicy { policy, arn: None, name: name.clone() });
        }
    }
    list.extend(holdings.attached.iter().filter_map(|arn| managed_policy(tx, arn)));
    Ok(())
}

fn managed_policy(tx: &Tx, arn: &str) -> Option<NamedPolicy> {
    let policy = parse(&managed_document(tx, arn)?)?;
    Some(NamedPolicy { policy, arn: Some(arn.to_owned()), name: arn.to_owned() })
}

/// The document of a managed policy's default version, of a customer or of AWS.
pub fn managed_document(tx: &Tx, arn: &str) -> Option<String> {
    if let Some(policy) = managed::find(arn) {
        return Some(policy.document.clone());
    }
    let scope = directory::scope_of(arn.split(':').nth(4)?)?;
    let row = POLICIES.at(tx, &scope).get(&directory::key(directory::name_of(arn)?));
    let row = row.unwrap_or_else(|error| {
        tracing::error!(%error, "cannot read a managed policy");
        None
    })?;
    Some(row.default_document().to_owned())
}

fn parse(document: &str) -> Option<Arc<Policy>> {
    match Policy::parse(document, Kind::Accepted) {
        Ok(policy) => Some(Arc::new(policy)),
        Err(error) => {
            tracing::warn!(%error, "a policy cannot be read");
            None
        }
    }
}

/// The policies of a group alone; `None` when there is no such group.
pub fn load_group(tx: &Tx, scope: &Scope, name: &str) -> Result<Option<Standing>, StoreError> {
    let Some(group) = GROUPS.at(tx, scope).get(name)? else { return Ok(None) };
    let mut standing = Standing { id: group.id, ..Standing::default() };
    add(tx, &mut standing.identity, &group.holdings)?;
    Ok(Some(standing))
}
