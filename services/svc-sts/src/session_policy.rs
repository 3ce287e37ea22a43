//! Policies that narrow a session. They are checked and kept here; the door evaluates them
//! (`auth::authorize`).

use kernel::arn::Arn;
use kernel::view::List;
use kernel::{AccountId, ApiError};
use policy::{Fault, Kind, Policy, PolicyError};

use crate::api::PolicyDescriptorType;
use crate::errors;
use crate::limits::{PACKED_CHARS_MAX, POLICY_ARNS_MAX};

/// What a request gives its session.
#[derive(Clone, Debug, Default)]
pub struct SessionPolicies {
    pub inline: Option<String>,
    pub arns: Vec<String>,
}

impl SessionPolicies {
    /// `account` is the session's: managed policies are its own or AWS's.
    pub fn check(
        account: AccountId,
        inline: Option<&str>,
        arns: Option<List<'_, PolicyDescriptorType<'_>>>,
    ) -> Result<SessionPolicies, ApiError> {
        if let Some(text) = inline {
            check_document(text)?;
        }
        let arns: Vec<&str> =
            arns.into_iter().flatten().filter_map(PolicyDescriptorType::arn).collect();
        if arns.len() > POLICY_ARNS_MAX {
            return Err(errors::too_many_policy_arns(POLICY_ARNS_MAX));
        }
        for arn in &arns {
            check_arn(account, arn)?;
        }
        let arns = arns.into_iter().map(str::to_owned).collect();
        Ok(SessionPolicies { inline: inline.map(str::to_owned), arns })
    }

    fn chars(&self) -> usize {
        let inline = self.inline.as_ref().map_or(0, |text| text.chars().count());
        inline + self.arns.iter().map(|arn| arn.chars().count()).sum::<usize>()
    }
}

/// `PackedPolicySize` of policies and tags, in percent; `None` when there are none of both.
pub fn packed_size<'t>(
    policies: &SessionPolicies,
    tags: impl IntoIterator<Item = (&'t String, &'t String)>,
) -> Result<Option<usize>, ApiError> {
    let tags = tags.into_iter();
    let tags: usize = tags.map(|(key, value)| key.chars().count() + value.chars().count()).sum();
    let percent = ((policies.chars() + tags) * 100).div_ceil(PACKED_CHARS_MAX);
    if percent > 100 {
        return Err(errors::packed_policy_too_large(percent));
    }
    Ok((percent > 0).then_some(percent))
}

/// An identity's policy: it names no principals.
fn check_document(text: &str) -> Result<(), ApiError> {
    match Policy::parse(text, Kind::Identity) {
        Ok(_) => Ok(()),
        Err(PolicyError { fault: Fault::NotJson, .. }) => {
            Err(errors::malformed_policy("The policy is not in the valid JSON format."))
        }
        Err(error) => Err(errors::malformed_policy(&error.to_string())),
    }
}

fn check_arn(account: AccountId, text: &str) -> Result<(), ApiError> {
    let is_policy = Arn::parse(text).is_some_and(|arn| {
        arn.service == "iam"
            && arn.resource.starts_with("policy/")
            && (arn.account == "aws" || arn.account == account.as_str())
    });
    if is_policy { Ok(()) } else { Err(errors::invalid_arn(text)) }
}
