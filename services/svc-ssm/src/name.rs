//! Names of parameters, and the selectors behind them: `name:3`, `name:label`, or an ARN.
//!
//! Source: API Reference, PutParameter (Name), GetParameter; User Guide, "Requirements and
//! constraints for parameter names".

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};

use crate::errors;
use crate::limits;
use crate::public;
use crate::state::{PARAMETERS, ParameterRow, arn, names_in_arn};

/// Whether a parameter may be made under that name.
pub fn check(ctx: &Ctx<'_>, name: &str) -> Result<(), ApiError> {
    let plain = name.strip_prefix('/').unwrap_or(name);
    let first = plain.split('/').next().unwrap_or_default().to_ascii_lowercase();
    if first.starts_with("aws") {
        return Err(errors::reserved(name));
    }
    if first.starts_with("ssm") {
        return Err(errors::invalid_name("ssm"));
    }
    let is_part = |part: &str| {
        !part.is_empty() && part.chars().all(|it| it.is_ascii_alphanumeric() || "_.-".contains(it))
    };
    if !plain.split('/').all(is_part) {
        return Err(errors::invalid_name("ssm"));
    }
    if plain.contains('/') && !name.starts_with('/') {
        return Err(errors::not_qualified());
    }
    if plain.split('/').count() > limits::LEVELS_MAX {
        return Err(errors::too_deep());
    }
    if arn(ctx, name).len() > limits::ARN_BYTES_MAX {
        return Err(errors::validation(format!(
            "The parameter's ARN is longer than {} characters.",
            limits::ARN_BYTES_MAX
        )));
    }
    Ok(())
}

/// Which version of a parameter is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    Newest,
    Version(u64),
    Label(String),
}

/// A parameter and a version of it that a request names.
#[derive(Clone, Debug)]
pub struct Named {
    pub name: String,
    pub selector: Selector,
    /// `:3`, as answers repeat it.
    pub suffix: Option<String>,
}

pub fn read(ctx: &Ctx<'_>, text: &str) -> Result<Named, ApiError> {
    let text = text.trim();
    let (candidates, selector) = if text.starts_with("arn:") {
        let arn = Arn::parse(text).filter(|it| it.service == "ssm");
        let mut arn = arn.ok_or_else(errors::not_found)?;
        let is_here = arn.region() == Some(ctx.region()) && arn.account_id() == Some(ctx.account());
        if !is_here {
            return Err(errors::not_found());
        }
        let (resource, selector) = split(&arn.resource);
        arn.resource = resource;
        (names_in_arn(&arn).ok_or_else(errors::not_found)?.to_vec(), selector)
    } else {
        let (name, selector) = split(text);
        (vec![name], selector)
    };
    let mut name = candidates[0].clone();
    for candidate in candidates {
        if ctx.table(&PARAMETERS).contains(candidate.as_str())? {
            name = candidate;
            break;
        }
    }
    let parsed = match selector.as_deref() {
        None => Selector::Newest,
        Some(text) => text.parse().map_or_else(|_| Selector::Label(text.into()), Selector::Version),
    };
    Ok(Named { name, selector: parsed, suffix: selector.map(|it| format!(":{it}")) })
}

fn split(text: &str) -> (String, Option<String>) {
    match text.split_once(':') {
        None => (text.to_owned(), None),
        Some((name, selector)) => (name.to_owned(), Some(selector.to_owned())),
    }
}

impl Named {
    pub fn is_public(&self) -> bool {
        self.name.starts_with(public::PREFIX)
    }

    /// The number of the version that is meant.
    pub fn version(&self, row: &ParameterRow) -> Result<u64, ApiError> {
        match &self.selector {
            Selector::Newest => Ok(row.version),
            Selector::Version(version) => Ok(*version),
            Selector::Label(label) => {
                row.labels.get(label).copied().ok_or_else(|| errors::label_not_found(label))
            }
        }
    }
}

pub fn find(ctx: &Ctx<'_>, name: &str) -> Result<ParameterRow, ApiError> {
    ctx.table(&PARAMETERS).get(name)?.ok_or_else(errors::not_found)
}
