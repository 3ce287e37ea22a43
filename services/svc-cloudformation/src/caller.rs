//! Who has asked for an operation: its steps act as them, whoever sets them going.

use std::sync::Arc;

use kernel::{AccountId, Identity, Principal, Struct};
use minicbor::{Decode, Encode};

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct CallerRow {
    /// `root`, `identity`, `service`; empty for nobody.
    #[n(0)]
    pub kind: String,
    #[n(1)]
    pub account: String,
    /// ARN of an identity, name of a service.
    #[n(2)]
    pub arn: String,
    #[n(3)]
    pub unique_id: String,
    #[n(4)]
    pub access_key_id: String,
    #[n(5)]
    pub is_session: bool,
}

impl CallerRow {
    pub fn of(principal: &Principal) -> CallerRow {
        let kind = |kind: &str| CallerRow { kind: kind.to_owned(), ..CallerRow::default() };
        match principal {
            Principal::Anonymous => CallerRow::default(),
            Principal::Root(account) => CallerRow { account: account.to_string(), ..kind("root") },
            Principal::Service(name) => CallerRow { arn: name.to_string(), ..kind("service") },
            Principal::Identity(identity) => CallerRow {
                account: identity.account.to_string(),
                arn: identity.arn.clone(),
                unique_id: identity.unique_id.clone(),
                access_key_id: identity.access_key_id.clone(),
                is_session: identity.is_session,
                ..kind("identity")
            },
        }
    }

    pub fn principal(&self) -> Principal {
        let account = AccountId::parse(&self.account).unwrap_or(AccountId::DEFAULT);
        match self.kind.as_str() {
            "root" => Principal::Root(account),
            "service" => Principal::Service(self.arn.clone().into()),
            "identity" => Principal::Identity(Arc::new(Identity {
                account,
                arn: self.arn.clone(),
                unique_id: self.unique_id.clone(),
                access_key_id: self.access_key_id.clone(),
                is_session: self.is_session,
            })),
            _ => Principal::Anonymous,
        }
    }

    /// For a plan of work.
    pub fn plan(&self) -> Struct {
        Struct::new()
            .with("Kind", self.kind.as_str())
            .with("Account", self.account.as_str())
            .with("Arn", self.arn.as_str())
            .with("UniqueId", self.unique_id.as_str())
            .with("AccessKeyId", self.access_key_id.as_str())
            .with("IsSession", self.is_session)
    }

    pub fn of_plan(plan: &Struct) -> CallerRow {
        let text = |name: &str| plan.str(name).unwrap_or_default().to_owned();
        CallerRow {
            kind: text("Kind"),
            account: text("Account"),
            arn: text("Arn"),
            unique_id: text("UniqueId"),
            access_key_id: text("AccessKeyId"),
            is_session: plan.bool("IsSession").unwrap_or_default(),
        }
    }
}
