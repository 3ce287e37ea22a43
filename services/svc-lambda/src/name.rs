//! Names and ARNs of functions as clients write them.
//!
//! "Function name: my-function, my-function:v1. Function ARN:
//! arn:aws:lambda:…:function:my-function. Partial ARN: 123456789012:function:my-function" (API
//! Reference).

use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ctx, Region};

use crate::errors;

#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::struct_field_names)] // a name has a name in it, besides what may surround it
pub struct Name {
    pub account: Option<AccountId>,
    pub region: Option<String>,
    pub name: String,
    pub qualifier: Option<String>,
}

impl Name {
    pub fn parse(text: &str) -> Name {
        let (mut account, mut region, mut rest) = (None, None, text);
        if let Some(arn) = text.strip_prefix("arn:") {
            // Partition and service.
            rest = arn.splitn(3, ':').nth(2).unwrap_or_default();
        }
        if let Some((first, more)) = rest.split_once(':')
            && Region::parse(first).is_some()
        {
            (region, rest) = (Some(first.to_owned()), more);
        }
        if let Some((first, more)) = rest.split_once(':')
            && let Some(id) = AccountId::parse(first)
        {
            (account, rest) = (Some(id), more);
        }
        rest = rest.strip_prefix("function:").unwrap_or(rest);
        let (name, qualifier) = match rest.split_once(':') {
            Some((name, qualifier)) => (name, Some(qualifier.to_owned())),
            None => (rest, None),
        };
        Name { account, region, name: name.to_owned(), qualifier }
    }

    /// The name with the qualifier that stands beside it, which must not say otherwise.
    pub fn with_qualifier(text: &str, qualifier: Option<&str>) -> Result<Name, ApiError> {
        let mut name = Name::parse(text);
        if let Some(beside) = qualifier {
            if name.qualifier.as_deref().is_some_and(|within| within != beside) {
                return Err(errors::different_qualifiers());
            }
            name.qualifier = Some(beside.to_owned());
        }
        Ok(name)
    }

    /// Refuses what lies in another region.
    pub fn check_region(&self, ctx: &Ctx<'_>) -> Result<(), ApiError> {
        match &self.region {
            Some(region) if region != ctx.region().as_str() => {
                Err(errors::other_region(region, ctx.region().as_str()))
            }
            _ => Ok(()),
        }
    }

    pub fn owner(&self, ctx: &Ctx<'_>) -> AccountId {
        self.account.unwrap_or(ctx.account())
    }

    /// With its qualifier, if it has one.
    pub fn arn(&self, ctx: &Ctx<'_>) -> String {
        let resource = match &self.qualifier {
            Some(qualifier) => format!("function:{}:{qualifier}", self.name),
            None => format!("function:{}", self.name),
        };
        Arn::regional("lambda", ctx.region(), self.owner(ctx), &resource).to_string()
    }
}

/// The ARN of a function, or of a version or alias of it.
pub fn function_arn(ctx: &Ctx<'_>, name: &str, qualifier: Option<&str>) -> String {
    let name = Name {
        account: None,
        region: None,
        name: name.to_owned(),
        qualifier: qualifier.map(str::to_owned),
    };
    name.arn(ctx)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_forms_of_a_name_are_read() {
        let name = |text: &str| {
            let it = Name::parse(text);
            (it.account.map(|id| id.to_string()), it.region, it.name, it.qualifier)
        };
        let plain = |name: &str| (None, None, name.to_owned(), None);
        assert_eq!(name("f"), plain("f"));
        assert_eq!(name("function:f"), plain("f"));
        assert_eq!(name("f:v1"), (None, None, "f".to_owned(), Some("v1".to_owned())));
        let account = Some("123456789012".to_owned());
        assert_eq!(name("123456789012:function:f"), (account.clone(), None, "f".to_owned(), None));
        assert_eq!(
            name("arn:aws:lambda:eu-west-1:123456789012:function:f:$LATEST"),
            (account, Some("eu-west-1".to_owned()), "f".to_owned(), Some("$LATEST".to_owned()))
        );
    }
}
