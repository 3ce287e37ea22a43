//! May this principal do this to that? The door's [`Authorizer`], by the language of [`policy`].
//!
//! The resource's policy comes from the service, the caller's side from [`CallerPolicies`]
//! ([`standing`] reads it from the directory), a session's own policies from its key
//! ([`crate::credentials::Session`]). [`keys`] are the condition keys that every request has;
//! [`documents`] keeps policies that were read; [`uses`] records who was here; [`explanation`] and
//! [`message`] tell why, to those who may know.

mod documents;
mod explanation;
mod keys;
pub mod message;
pub mod standing;
#[cfg(test)]
mod tests;
mod uses;

use std::borrow::Cow;
use std::fmt::Debug;
use std::sync::{Arc, LazyLock};

use kernel::access::{Access, AccessRequest, Authorizer};
use kernel::{ApiError, Ctx, Explanation, Identity, Principal, Source};
use policy::{Attached, Kind, Policies as Bearing, Policy, PrincipalKind, Request, ResourceRule};
use sha2::{Digest as _, Sha256};
use store::Scope;
use world::AccountId;

use crate::credentials::{self, AccessKey, KeyKind};
use crate::directory::{self, ROLES};
use crate::organization::{self, Controls};
use crate::{principals, signing, tag_policy};
use documents::Documents;
use keys::Context;
use standing::{FromDirectory, Standing};

/// Decides by policies.
#[derive(Debug)]
pub struct Policies {
    callers: Box<dyn CallerPolicies>,
    documents: Documents,
    controls: organization::Kept,
}

/// What a user or a role may do by its own policies. `key` is the session by whose credentials it
/// calls.
pub trait CallerPolicies: Debug + Send + Sync {
    fn standing(
        &self,
        ctx: &Ctx<'_>,
        identity: &Identity,
        key: Option<&AccessKey>,
    ) -> Arc<Standing>;
}

/// A policy of a user, group or role.
#[derive(Clone, Debug)]
pub struct NamedPolicy {
    pub policy: Arc<Policy>,
    /// Of a managed policy; inline ones have none.
    pub arn: Option<String>,
    pub name: String,
}

/// How the names of service-linked roles begin.
const LINKED_ROLE: &str = "AWSServiceRoleFor";

static ADMINISTRATOR: LazyLock<Arc<Policy>> = LazyLock::new(|| {
    let text =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    Arc::new(Policy::parse(text, Kind::Identity).expect("the text above is a policy"))
});

impl Policies {
    pub fn new(callers: Box<dyn CallerPolicies>) -> Policies {
        Policies {
            callers,
            documents: Documents::default(),
            controls: organization::Kept::default(),
        }
    }
}

impl Default for Policies {
    fn default() -> Policies {
        Policies::new(Box::new(FromDirectory::default()))
    }
}

impl Authorizer for Policies {
    fn authorize(&self, ctx: &Ctx<'_>, asked: AccessRequest<'_>) -> Result<(), String> {
        let decided = self.ask(ctx, asked, |request, bearing| {
            let Some(bearing) = bearing else {
                return Err(policy::decision::plain_refusal(request));
            };
            match policy::evaluate(request, bearing).refusal(request) {
                None => Ok(()),
                Some(message) => Err(message),
            }
        });
        decided.and_then(|()| self.check_tags(ctx, asked.access))
    }

    fn explain(&self, ctx: &Ctx<'_>, asked: AccessRequest<'_>) -> Explanation {
        let told = self.ask(ctx, asked, explanation::explain);
        if told.is_allowed {
            return match self.check_tags(ctx, asked.access) {
                Ok(()) => told,
                Err(message) => explanation::against_tags(told, &message),
            };
        }
        match self.encode_refusal(ctx, asked) {
            Ok(message) => explanation::with_encoded(told, &message),
            Err(_) => told,
        }
    }

    fn encode_refusal(&self, ctx: &Ctx<'_>, asked: AccessRequest<'_>) -> Result<String, ApiError> {
        let told = self.ask(ctx, asked, |request, bearing| {
            message::tell(request, bearing, &asked.access.keys)
        });
        message::encode(ctx, asked.principal, &told)
    }

    fn bind_policy(&self, ctx: &Ctx<'_>, document: &str) -> Result<String, ApiError> {
        Ok(principals::bind(ctx.tx(), document)?.into_owned())
    }

    fn unknown_principal(&self, ctx: &Ctx<'_>, document: &str) -> Result<Option<String>, ApiError> {
        Ok(principals::unknown(ctx.tx(), document, None)?)
    }

    fn show_policy(&self, ctx: &Ctx<'_>, document: &str) -> Result<String, ApiError> {
        Ok(principals::shown(ctx.tx(), document)?.into_owned())
    }

    /// Where IAM was never used, any role is any service's to take on; elsewhere there must be one.
    fn take_on(
        &self,
        ctx: &Ctx<'_>,
        service: &str,
        source: Option<&Source>,
        identity: &Identity,
    ) -> Result<(), String> {
        let Some(name) = role_name_of_session(&identity.arn) else { return Ok(()) };
        let Some(scope) = directory::scope_of(identity.account.as_str()) else { return Ok(()) };
        let row = match ROLES.at(ctx.tx(), &scope).get(&directory::key(name)) {
            Ok(Some(row)) => row,
            Ok(None) if !is_managed(ctx, &scope) => return Ok(()),
            Ok(None) => return Err(format!("The role {name} does not exist.")),
            Err(error) => {
                tracing::error!(%error, "cannot read a role");
                return Err("The role cannot be read.".to_owned());
            }
        };
        let partition = ctx.region().partition();
        let account = identity.account;
        let arn = directory::arn(partition, account.as_str(), "role", &row.path, &row.name);
        let mut access = Access {
            action: "sts:AssumeRole".to_owned(),
            resource: arn,
            owner: account,
            policy: Some(row.trust),
            is_policy_required: true,
            keys: Vec::new(),
        };
        // Trust policies of the Data Firehose Developer Guide ("Allow Firehose to assume an IAM
        // role") have the account as the external id, so that no other account's streams take the
        // role on.
        if service == "firehose" {
            access = access.with_key("sts:ExternalId", account.as_str());
        }
        // Services are named as in the models; some have other names as principals.
        let service = if service == "stepfunctions" { "states" } else { service };
        let principal = Principal::Service(format!("{service}.amazonaws.com").into());
        self.authorize(ctx, AccessRequest { principal: &principal, source, access: &access })
    }

    fn binds_roots(&self, ctx: &Ctx<'_>, account: AccountId) -> bool {
        organization::is_bound(ctx.tx(), account.as_str()).unwrap_or(true)
    }

    fn on_admitted(&self, ctx: &mut Ctx<'_>) {
        uses::record(ctx);
    }
}

/// The unique id of whom the directory knows: a service that has taken on a role does not tell
/// which one has the name now.
fn name_by_directory(principal: &mut policy::Principal<'_>, standing: &Standing) {
    let known = principal.unique_id.split(':').next().unwrap_or_default();
    if standing.id.is_empty() || known == standing.id {
        return;
    }
    match principal.kind {
        PrincipalKind::User => principal.unique_id = standing.id.clone().into(),
        PrincipalKind::RoleSession => {
            let session = principal.arn.rsplit('/').next().unwrap_or_default();
            principal.unique_id = format!("{}:{session}", standing.id).into();
        }
        _ => {}
    }
}

/// Whether IAM was ever used in an account.
fn is_managed(ctx: &Ctx<'_>, account: &Scope) -> bool {
    directory::stamp(ctx.tx(), account).is_ok_and(|stamp| stamp.is_some())
}

/// Trust policies of roles and policies of KMS keys must allow ("Policy evaluation logic").
fn resource_rule(access: &Access) -> ResourceRule {
    if access.is_policy_required { ResourceRule::MustAllow } else { ResourceRule::Adds }
}

impl Policies {
    /// Gathers what bears on a request. `then` gets no policies where nobody may do it: in a closed
    /// account, and where the resource's policy cannot be read, since nobody can say what it
    /// denies. The owner's root can replace that one.
    fn ask<T>(
        &self,
        ctx: &Ctx<'_>,
        asked: AccessRequest<'_>,
        then: impl FnOnce(&Request<'_>, Option<&Bearing<'_>>) -> T,
    ) -> T {
        let session = session_of(ctx, asked.principal);
        let standing = match asked.principal {
            Principal::Identity(identity) => self.callers.standing(ctx, identity, session.as_ref()),
            Principal::Root(_) | Principal::Anonymous | Principal::Service(_) => {
                Standing::nothing()
            }
        };
        let mut principal = principal_of(ctx, asked.principal, session.as_ref());
        name_by_directory(&mut principal, &standing);
        let keys = Context {
            ctx,
            asked: &asked,
            principal: &principal,
            session: session.as_ref(),
            tags: &standing.tags,
        };
        let request = Request {
            principal: &principal,
            action: &asked.access.action,
            resource: &asked.access.resource,
            owner: asked.access.owner.as_str(),
            keys: &keys,
        };
        let resource = match asked.access.policy.as_deref().map(|text| self.documents.read(text)) {
            None => None,
            Some(Some(policy)) => Some(policy),
            Some(None) if *asked.principal == Principal::Root(asked.access.owner) => None,
            Some(None) => return then(&request, None),
        };
        let narrowed = self.session_policies(ctx, asked.principal, session.as_ref());
        let resource: Vec<_> = resource.as_deref().map(of_resource).into_iter().collect();
        let own: Vec<_> = standing.identity.iter().map(attach).collect();
        let narrowed: Option<Vec<_>> =
            narrowed.as_ref().map(|set| set.iter().map(attach).collect());
        let callers = self.controls_of_caller(ctx, asked.principal);
        let owners = self.controls_of(ctx, asked.access.owner);
        if callers.is_closed || owners.is_closed {
            return then(&request, None);
        }
        let service_control = levels(&callers.service);
        let resource_control = levels(&owners.resource);
        let bearing = Bearing {
            service_control: &slices(&service_control),
            resource_control: &slices(&resource_control),
            resource: &resource,
            resource_rule: resource_rule(asked.access),
            identity: &own,
            boundary: standing.boundary.as_ref().map(attach),
            session: narrowed.as_deref(),
            ..Bearing::default()
        };
        then(&request, Some(&bearing))
    }

    /// Tag policies bind who may do it otherwise, by the account of the resource. The words are
    /// those of EC2, as users of AWS quote them.
    fn check_tags(&self, ctx: &Ctx<'_>, access: &Access) -> Result<(), String> {
        if !tag_policy::gives_tags(access) {
            return Ok(());
        }
        let controls = self.controls_of(ctx, access.owner);
        match tag_policy::violated(&controls.tag_rules, access) {
            None => Ok(()),
            Some(key) => Err(format!(
                "The tag policy does not allow the specified value for the following tag key: \
                 '{key}'."
            )),
        }
    }

    /// Service control policies bind an account's root, users and roles, but not the roles that are
    /// linked to services ("SCP effects on permissions").
    fn controls_of_caller(&self, ctx: &Ctx<'_>, principal: &Principal) -> Arc<Controls> {
        if let Principal::Identity(identity) = principal
            && role_name_of_session(&identity.arn).is_some_and(|it| it.starts_with(LINKED_ROLE))
        {
            return Arc::default();
        }
        principal.account().map_or_else(Arc::default, |account| self.controls_of(ctx, account))
    }

    fn controls_of(&self, ctx: &Ctx<'_>, account: AccountId) -> Arc<Controls> {
        self.controls.of(ctx.tx(), account.as_str()).unwrap_or_else(|error| {
            tracing::error!(%error, "cannot read control policies");
            // A level without policies allows nothing.
            Arc::new(Controls {
                service: vec![Vec::new()],
                resource: vec![Vec::new()],
                is_closed: true,
                tag_rules: Vec::new(),
            })
        })
    }

    /// The policies that a session was given, which narrow what its user or role may do; `None`
    /// when nothing does.
    fn session_policies(
        &self,
        ctx: &Ctx<'_>,
        principal: &Principal,
        key: Option<&AccessKey>,
    ) -> Option<Vec<NamedPolicy>> {
        let Principal::Identity(identity) = principal else { return None };
        let is_issued = identity.is_session && !identity.access_key_id.is_empty();
        let key = match key {
            Some(key) => key,
            // The session has ended, and with it what is known of its policies.
            None if is_issued => return Some(Vec::new()),
            None => return None,
        };
        let session = key.session.as_ref()?;
        let is_narrowed = session.policy.is_some() || !session.policy_arns.is_empty();
        if !is_narrowed && key.kind != KeyKind::FederatedUser {
            return None;
        }
        // Task policies only deny: what a root's session may do, the root may.
        let root = key.is_assumed_root().then(|| Standing::everything().identity.clone());
        let inline = session.policy.as_deref().and_then(|text| self.documents.read(text));
        let name = "session policy".to_owned();
        let inline = inline.map(|policy| NamedPolicy { policy, arn: None, name });
        let managed = session.policy_arns.iter().filter_map(|arn| {
            let document = standing::managed_document(ctx.tx(), arn)?;
            let policy = self.documents.read(&document)?;
            Some(NamedPolicy { policy, arn: Some(arn.clone()), name: arn.clone() })
        });
        Some(root.into_iter().flatten().chain(inline).chain(managed).collect())
    }
}

fn levels(levels: &[Vec<NamedPolicy>]) -> Vec<Vec<Attached<'_>>> {
    levels.iter().map(|level| level.iter().map(attach).collect()).collect()
}

fn slices<'s, 'p>(levels: &'s [Vec<Attached<'p>>]) -> Vec<&'s [Attached<'p>]> {
    levels.iter().map(Vec::as_slice).collect()
}

fn attach(policy: &NamedPolicy) -> Attached<'_> {
    Attached { policy: &policy.policy, arn: policy.arn.as_deref(), name: &policy.name }
}

fn of_resource(policy: &Policy) -> Attached<'_> {
    Attached { policy, arn: None, name: "resource-based policy" }
}

/// What the world keeps of the session by whose credentials the call came.
fn session_of(ctx: &Ctx<'_>, principal: &Principal) -> Option<AccessKey> {
    let Principal::Identity(identity) = principal else { return None };
    if !identity.is_session || identity.access_key_id.is_empty() {
        return None;
    }
    credentials::find(ctx.tx(), &identity.access_key_id).unwrap_or_else(|error| {
        tracing::error!(%error, "cannot read a session");
        None
    })
}

fn principal_of<'p>(
    ctx: &Ctx<'_>,
    principal: &'p Principal,
    session: Option<&'p AccessKey>,
) -> policy::Principal<'p> {
    match principal {
        Principal::Anonymous => policy::Principal::anonymous(),
        Principal::Service(name) => policy::Principal::service(name),
        Principal::Root(account) => {
            let arn = root_arn(ctx, *account);
            policy::Principal {
                canonical_user: Some(canonical_user_id),
                ..policy::Principal::new(PrincipalKind::Root, account.as_str(), arn)
            }
        }
        Principal::Identity(identity) => {
            let kind = kind_of(identity);
            let issuer = session.and_then(|key| key.session.as_ref());
            let issuer_arn = match kind {
                PrincipalKind::RoleSession | PrincipalKind::FederatedUser => issuer
                    .map(|session| Cow::Borrowed(session.issuer_arn.as_str()))
                    .or_else(|| role_of_session(&identity.arn).map(Cow::Owned)),
                _ => None,
            };
            policy::Principal {
                unique_id: Cow::Borrowed(&identity.unique_id),
                issuer_arn,
                provider: issuer.and_then(|session| session.provider.as_deref()).map(Cow::Borrowed),
                canonical_user: Some(canonical_user_id),
                ..policy::Principal::new(kind, identity.account.as_str(), identity.arn.as_str())
            }
        }
    }
}

/// The 64 digits by which S3 names an account as an owner, and policies as a `CanonicalUser`.
pub fn canonical_user_id(account: &str) -> String {
    signing::hex(&Sha256::digest(format!("canonical user {account}")))
}

fn root_arn(ctx: &Ctx<'_>, account: AccountId) -> String {
    format!("arn:{}:iam::{account}:root", ctx.region().partition())
}

fn kind_of(identity: &Identity) -> PrincipalKind {
    let resource = identity.arn.splitn(6, ':').nth(5).unwrap_or_default();
    match resource.split('/').next() {
        Some("root") => PrincipalKind::Root,
        Some("assumed-role") => PrincipalKind::RoleSession,
        Some("federated-user") => PrincipalKind::FederatedUser,
        _ => PrincipalKind::User,
    }
}

/// The role of a session whose key is not known, without the path that its ARN does not tell.
fn role_of_session(arn: &str) -> Option<String> {
    let mut segments = arn.splitn(6, ':');
    let partition = segments.nth(1)?;
    let account = segments.nth(2)?;
    let name = role_name_of_session(arn)?;
    Some(format!("arn:{partition}:iam::{account}:role/{name}"))
}

fn role_name_of_session(arn: &str) -> Option<&str> {
    arn.splitn(6, ':').nth(5)?.strip_prefix("assumed-role/")?.split('/').next()
}
