//! `Principal` and `NotPrincipal`: whom a statement means.
//!
//! Sources: "AWS JSON policy elements: Principal" and "NotPrincipal"; "Policy evaluation logic",
//! for how directly a principal is meant.

use crate::document::Choice;
use crate::request::{Principal, PrincipalKind};

/// An entry of `Principal`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrincipalPattern {
    /// `*`: everybody, anonymous callers and services included.
    Everyone,
    /// All of an account, by its number or its root's ARN.
    Account(String),
    /// A user, a role, or a session.
    Arn(String),
    /// `AIDA…`, `AROA…`: what AWS shows for a user or role that is no more.
    UniqueId(String),
    Service(String),
    /// An identity provider, or `*` for any.
    Federated(String),
    CanonicalUser(String),
}

/// How directly an allowing statement names the caller, which decides what may still limit it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// The caller's account is named: its own administrator decides whether the caller may.
    Account,
    /// The role of the caller's session is named: boundaries and session policies still limit it.
    Issuer,
    /// The caller itself, or everybody: nothing but an explicit deny limits it.
    Direct,
}

impl PrincipalPattern {
    /// Whether it means the principal, and how directly.
    pub fn grade(&self, principal: &Principal<'_>) -> Option<Grade> {
        let direct = |is_it: bool| is_it.then_some(Grade::Direct);
        match self {
            PrincipalPattern::Everyone => Some(Grade::Direct),
            PrincipalPattern::Account(account) if principal.is_of_account(account) => {
                let is_root = principal.kind == PrincipalKind::Root;
                Some(if is_root { Grade::Direct } else { Grade::Account })
            }
            PrincipalPattern::Account(_) => None,
            PrincipalPattern::Arn(arn) => {
                if principal.has_identity() && principal.arn == *arn {
                    return Some(Grade::Direct);
                }
                let issuer = principal.issuer_arn.as_ref();
                issuer.is_some_and(|issuer| is_same_issuer(issuer, arn)).then_some(Grade::Issuer)
            }
            PrincipalPattern::UniqueId(id) => {
                let (own, session) = match principal.unique_id.split_once(':') {
                    Some((issuer, _)) => (issuer, true),
                    None => (principal.unique_id.as_ref(), false),
                };
                let grade = if session { Grade::Issuer } else { Grade::Direct };
                (own == id).then_some(grade)
            }
            PrincipalPattern::Service(name) => {
                direct(principal.kind == PrincipalKind::Service && principal.arn == *name)
            }
            PrincipalPattern::Federated(provider) => {
                let own = principal.provider.as_deref();
                direct(own.is_some_and(|own| provider == "*" || own == provider))
            }
            PrincipalPattern::CanonicalUser(id) => {
                // An account by another name.
                let name = principal.canonical_user.filter(|_| principal.has_identity());
                let is_it = name.is_some_and(|name| name(&principal.account) == *id);
                let is_root = principal.kind == PrincipalKind::Root;
                is_it.then_some(if is_root { Grade::Direct } else { Grade::Account })
            }
        }
    }

    /// The account of which it names a user, role or session.
    fn names_within(&self, account: &str) -> bool {
        match self {
            PrincipalPattern::Arn(arn) => arn.split(':').nth(4) == Some(account),
            _ => false,
        }
    }
}

/// How directly a statement means the principal; `None` when it does not.
pub fn grade(choice: &Choice<PrincipalPattern>, principal: &Principal<'_>) -> Option<Grade> {
    if choice.is_exclusion {
        return (!is_excepted(&choice.list, principal)).then_some(Grade::Direct);
    }
    choice.list.iter().filter_map(|pattern| pattern.grade(principal)).max()
}

/// Whether `NotPrincipal` excepts the principal. AWS looks at the account, then the role, then
/// the session, and excepts nobody of whom one of these is missing from the list; an account of
/// which nobody in particular is listed is excepted with all its principals.
fn is_excepted(list: &[PrincipalPattern], principal: &Principal<'_>) -> bool {
    let grades: Vec<Grade> = list.iter().filter_map(|it| it.grade(principal)).collect();
    if list.contains(&PrincipalPattern::Everyone) {
        return true;
    }
    if !principal.has_identity() {
        return !grades.is_empty();
    }
    let has = |grade: Grade| grades.contains(&grade);
    let names_account = list.iter().any(
        |it| matches!(it, PrincipalPattern::Account(account) if principal.is_of_account(account)),
    );
    if principal.kind == PrincipalKind::Root {
        return has(Grade::Direct);
    }
    let names_somebody = list.iter().any(|it| it.names_within(&principal.account));
    if !names_somebody {
        return !grades.is_empty();
    }
    let names_role = principal.kind != PrincipalKind::RoleSession || has(Grade::Issuer);
    // A list that names the role alone means all its sessions.
    let names_self = has(Grade::Direct) || has(Grade::Issuer) && !names_session(list, principal);
    names_account && names_role && names_self
}

/// Whether the list names a session of the principal's role.
fn names_session(list: &[PrincipalPattern], principal: &Principal<'_>) -> bool {
    let Some((role, _)) = principal.arn.rsplit_once('/') else { return false };
    list.iter().any(|it| {
        matches!(it, PrincipalPattern::Arn(arn)
            if arn.rsplit_once('/').is_some_and(|(other, _)| other == role))
    })
}

/// Whether an ARN names the role (or user) of a session. The name alone counts beside the
/// account: it is unique there, whatever the path, and a session does not tell the path.
fn is_same_issuer(issuer: &str, named: &str) -> bool {
    fn parts(arn: &str) -> Option<(&str, &str, &str)> {
        let mut segments = arn.splitn(6, ':');
        let account = segments.nth(4)?;
        let (kind, name) = segments.next()?.split_once('/')?;
        Some((account, kind, name.rsplit('/').next()?))
    }
    parts(issuer).is_some_and(|issuer| {
        matches!(issuer.1, "role" | "user") && parts(named).is_some_and(|named| named == issuer)
    })
}
