//! May this principal do this to that? What the door asks before an operation runs.
//!
//! A service says which resource a call acts on ([`AccessRules::of`]); an [`Authorizer`], which
//! the binary brings, decides. The kernel knows no policy language.
//!
//! A resource of another account is opened *by* the decision: once the principal is admitted, the
//! call runs in the account of the resource's owner, so that services find their rows there as in
//! any other call. `ctx.principal()` still says who calls.

use world::AccountId;

use crate::arn::Arn;
use crate::call::{Ask, Call, Identity, Principal, Source};
use crate::ctx::{Ctx, Frame};
use crate::door::World;
use crate::error::ApiError;
use crate::service::{Op, ServiceDef, StagePlan};
use crate::value::{Name, Struct};
use store::Scope;

/// How a service takes part in authorization.
#[derive(Clone, Copy, Debug)]
pub struct AccessRules {
    /// The resource on which a call of this operation acts. Runs before the operation, in its
    /// transaction, and changes nothing. `None` when the operation authorizes by itself, with
    /// [`Ctx::authorize`] (batches over several resources).
    ///
    /// An error refuses the call: use it for input from which no resource can be told. A resource
    /// that does not exist is no error here; the operation says so.
    pub of: fn(&mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError>,
    /// The code of the service's refusals: `AccessDenied`, `AuthorizationError`, …
    pub denied: &'static str,
}

/// What is to be done to which resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// In the words of policies: `sqs:SendMessage`.
    pub action: String,
    /// The resource's ARN, or `*` for operations that act on none.
    pub resource: String,
    /// The account to which the resource belongs.
    pub owner: AccountId,
    /// The resource's own policy document (JSON), if it has one.
    pub policy: Option<String>,
    /// The resource's policy must allow it, whoever calls (keys of KMS).
    pub is_policy_required: bool,
    /// The service's condition keys, as `("sns:Protocol", "sqs")`; repeated for several values.
    pub keys: Vec<(Name, String)>,
}

impl Access {
    /// Access to a resource without a policy of its own, in the account of the call.
    pub fn new(ctx: &Ctx<'_>, action: impl Into<String>, resource: impl Into<String>) -> Access {
        Access {
            action: action.into(),
            resource: resource.into(),
            owner: ctx.account(),
            policy: None,
            is_policy_required: false,
            keys: Vec::new(),
        }
    }

    #[must_use]
    pub fn owned_by(mut self, owner: AccountId) -> Access {
        self.owner = owner;
        self
    }

    #[must_use]
    pub fn with_policy(mut self, policy: Option<String>) -> Access {
        self.policy = policy;
        self
    }

    /// Nobody may do it unless the resource's policy allows it.
    #[must_use]
    pub fn requiring_policy(mut self) -> Access {
        self.is_policy_required = true;
        self
    }

    #[must_use]
    pub fn with_key(mut self, key: impl Into<Name>, value: impl Into<String>) -> Access {
        self.keys.push((key.into(), value.into()));
        self
    }
}

/// What a call was admitted to. A body that is taken in before its operation runs is asked about
/// once, before its first byte, as AWS does: what comes of it goes on from here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admission {
    owner: AccountId,
    resource: String,
}

impl Admission {
    pub(crate) fn enter(&self, ctx: &mut Ctx<'_>) {
        ctx.enter_account(self.owner);
        ctx.concerns(self.resource.as_str());
    }
}

/// Who wants it, and what is asked.
#[derive(Clone, Copy, Debug)]
pub struct AccessRequest<'a> {
    pub principal: &'a Principal,
    /// For whom a service principal acts.
    pub source: Option<&'a Source>,
    pub access: &'a Access,
}

/// A decision, and what led to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    pub is_allowed: bool,
    /// For people: the decision, then a line for each statement that was looked at.
    pub text: String,
    /// The same as JSON.
    pub json: String,
}

/// Decides. The words of a refusal are AWS's (`User: … is not authorized to perform: …`).
pub trait Authorizer: std::fmt::Debug + Send + Sync {
    fn authorize(&self, ctx: &Ctx<'_>, request: AccessRequest<'_>) -> Result<(), String>;

    /// What each policy says of it. Slow: it looks at everything.
    fn explain(&self, _ctx: &Ctx<'_>, _request: AccessRequest<'_>) -> Explanation {
        Explanation::default()
    }

    /// A refusal as the caller may see it and only `sts:DecodeAuthorizationMessage` can read it.
    fn encode_refusal(
        &self,
        _ctx: &Ctx<'_>,
        _request: AccessRequest<'_>,
    ) -> Result<String, ApiError> {
        Err(ApiError::internal())
    }

    /// A resource's policy as it is to be kept: the users and roles that it names by their unique
    /// ids, so that others who come to have their names are not meant.
    fn bind_policy(&self, _ctx: &Ctx<'_>, document: &str) -> Result<String, ApiError> {
        Ok(document.to_owned())
    }

    /// The first user or role that a policy names and that cannot be meant, since IAM is used in
    /// its account and it is not there.
    fn unknown_principal(
        &self,
        _ctx: &Ctx<'_>,
        _document: &str,
    ) -> Result<Option<String>, ApiError> {
        Ok(None)
    }

    /// A kept policy as it is to be shown: with the names of those who still are.
    fn show_policy(&self, _ctx: &Ctx<'_>, document: &str) -> Result<String, ApiError> {
        Ok(document.to_owned())
    }

    /// Whether a service may act as a role: the role's trust is asked. `service` is its name here.
    fn take_on(
        &self,
        _ctx: &Ctx<'_>,
        _service: &str,
        _source: Option<&Source>,
        _role: &Identity,
    ) -> Result<(), String> {
        Ok(())
    }

    /// A principal with a name has been admitted: for records of who was here.
    fn on_admitted(&self, _ctx: &mut Ctx<'_>) {}

    /// Whether something above the account (a service control policy) may deny its root what
    /// nobody else denies. When not, the door need not ask about most calls.
    fn binds_roots(&self, _ctx: &Ctx<'_>, _account: AccountId) -> bool {
        false
    }
}

/// Admits everybody: for tests of the kernel itself.
#[derive(Debug)]
pub struct AdmitAll;

impl Authorizer for AdmitAll {
    fn authorize(&self, _: &Ctx<'_>, _: AccessRequest<'_>) -> Result<(), String> {
        Ok(())
    }
}

impl Ctx<'_> {
    /// Refuses what the call's principal may not do. For operations that act on several resources;
    /// the door has asked for all others.
    pub fn authorize(&self, access: &Access) -> Result<(), ApiError> {
        if access.policy.is_none() && self.is_unbound_root(access.owner) {
            return Ok(());
        }
        let decided = self.world.authorizer.authorize(self, self.asked(access));
        if decided.is_err() || self.explains_all() {
            self.keep_decision(access);
        }
        decided.map_err(|message| {
            let service = self.frame.service;
            let code = service.access.map_or("AccessDenied", |rules| rules.denied);
            ApiError::new(code, message).with_status(self.world.model.denied_status(service.name))
        })
    }

    /// Whether the caller is the root of this account and nothing above the account binds it: who
    /// may do anything to what has no policy of its own.
    pub fn is_unbound_root(&self, account: AccountId) -> bool {
        matches!(self.principal(), Principal::Root(root) if *root == account)
            && !self.world.authorizer.binds_roots(self, account)
    }

    /// Refuses a caller who may not hand a role to a service, by the name of its principal ("Grant
    /// a user permissions to pass a role to an AWS service").
    pub fn authorize_pass_role(&self, role: &str, service: &str) -> Result<(), ApiError> {
        let access = Access::new(self, "iam:PassRole", role);
        self.authorize(&access.with_key("iam:PassedToService", service))
    }

    /// Refuses a service to which a role does not entrust itself. The door asks by itself when a
    /// service calls as a role; this is for principals of other names than their service's
    /// (`batchoperations.s3`, without `.amazonaws.com`). `source` is `aws:SourceArn` and
    /// `aws:SourceAccount`.
    pub fn authorize_take_on(
        &self,
        role: &Arn,
        service: &str,
        source: Option<&Source>,
    ) -> Result<(), ApiError> {
        let Some(Principal::Identity(role)) = Ask::to("", "").as_role(role, service).principal
        else {
            return Err(ApiError::new("AccessDenied", "The role is of no account."));
        };
        let decided = self.world.authorizer.take_on(self, service, source, &role);
        decided.map_err(|message| ApiError::new("AccessDenied", message).with_status(403))
    }

    /// Why the call's principal may do this, or may not.
    pub fn explain(&self, access: &Access) -> Explanation {
        self.world.authorizer.explain(self, self.asked(access))
    }

    /// What services that do not tell the reason answer in its place (`Encoded authorization
    /// failure message`, EC2).
    pub fn encode_refusal(&self, access: &Access) -> Result<String, ApiError> {
        self.world.authorizer.encode_refusal(self, self.asked(access))
    }

    /// See [`Authorizer::bind_policy`].
    pub fn bind_policy(&self, document: &str) -> Result<String, ApiError> {
        self.world.authorizer.bind_policy(self, document)
    }

    /// See [`Authorizer::unknown_principal`].
    pub fn unknown_principal(&self, document: &str) -> Result<Option<String>, ApiError> {
        self.world.authorizer.unknown_principal(self, document)
    }

    /// See [`Authorizer::show_policy`].
    pub fn show_policy(&self, document: &str) -> Result<String, ApiError> {
        self.world.authorizer.show_policy(self, document)
    }

    fn asked<'a>(&'a self, access: &'a Access) -> AccessRequest<'a> {
        let source = self.frame.source.as_ref();
        AccessRequest { principal: &self.frame.principal, source, access }
    }

    /// Goes on in the account of the owner of what the call acts on. For services whose
    /// [`AccessRules::of`] authorizes by itself, once they have; the door does it for all others.
    pub fn enter_account(&mut self, owner: AccountId) {
        if owner != self.frame.account {
            self.frame.account = owner;
            self.frame.scope = Scope::new(owner.digits(), self.frame.region.as_str());
        }
    }
}

impl World {
    /// Asks an operation with a streaming body whether it takes one, and how.
    pub fn stage_plan(&self, call: &Call) -> Result<Option<StagePlan>, ApiError> {
        let (service, op) = self.find(&call.service, &call.operation)?;
        let Some(stage) = op.stage else { return Ok(None) };
        let plan = self.read(Frame::of(service, call), |ctx| {
            let admission = World::admit(ctx, service, op, call)?;
            let plan = stage(ctx, &call.input)?;
            Ok(StagePlan { admission, ..plan })
        });
        plan.map(Some).map_err(|error| self.refused(call, error))
    }

    /// Asks the service what the call acts on and whether its principal may; a call to a resource
    /// of another account goes on in that account. A service's own steps are nobody's to refuse.
    pub(crate) fn admit(
        ctx: &mut Ctx<'_>,
        service: &'static ServiceDef,
        op: &'static Op,
        call: &Call,
    ) -> Result<Option<Admission>, ApiError> {
        if service.is_step(op) {
            return Ok(None);
        }
        let has_name = matches!(call.principal, Principal::Identity(_));
        let access = match service.access {
            Some(rules) => (rules.of)(ctx, op.name, &call.input)?,
            None if has_name || matches!(call.principal, Principal::Root(_)) => {
                Some(Access::new(ctx, format!("{}:{}", service.name, op.name), "*"))
            }
            None => None,
        };
        let admission = match access {
            Some(access) => {
                ctx.authorize(&access)?;
                let admission = Admission { owner: access.owner, resource: access.resource };
                admission.enter(ctx);
                Some(admission)
            }
            None => None,
        };
        if has_name {
            ctx.world.authorizer.on_admitted(ctx);
        }
        Ok(admission)
    }

    /// Whether the service whose operation runs may act as the role that it names.
    pub(crate) fn check_take_on(ctx: &Ctx<'_>, call: &Call) -> Result<(), ApiError> {
        let Principal::Identity(role) = &call.principal else { return Ok(()) };
        let is_taken_on = role.is_session
            && role.access_key_id.is_empty()
            && ctx.frame.principal != call.principal;
        if !is_taken_on {
            return Ok(());
        }
        let (service, source) = (ctx.frame.service.name, ctx.frame.source.as_ref());
        ctx.world
            .authorizer
            .take_on(ctx, service, source, role)
            .map_err(|message| ApiError::new("AccessDenied", message).with_status(403))
    }
}
