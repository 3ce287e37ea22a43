//! The function of an event source mapping: where it is, as whom it reads, how long it may take.

use event_sources::Reader;
use kernel::{ApiError, Ctx};

use crate::errors;
use crate::name::Name;
use crate::state::{ALIASES, FUNCTIONS, VERSIONS};

#[derive(Clone, Debug)]
pub struct Function {
    /// With the qualifier by which it was named.
    pub arn: String,
    name: String,
    role: String,
    pub timeout_s: i64,
}

impl Function {
    /// By any of the forms of its name.
    pub fn named(ctx: &Ctx<'_>, text: &str) -> Result<Function, ApiError> {
        let name = Name::parse(text);
        name.check_region(ctx)?;
        let arn = name.arn(ctx);
        let missing = || errors::function_not_found(&arn);
        if name.owner(ctx) != ctx.account() {
            return Err(missing());
        }
        let row = ctx.table(&FUNCTIONS).get(&name.name)?.ok_or_else(missing)?;
        let number = match name.qualifier.as_deref() {
            None | Some("$LATEST") => None,
            Some(qualifier) => {
                if let Ok(number) = qualifier.parse::<u64>() {
                    Some(number)
                } else {
                    let key = (name.name.as_str(), qualifier);
                    ctx.table(&ALIASES).get(&key)?.ok_or_else(missing)?.version
                }
            }
        };
        let version = match number {
            None => row.latest,
            Some(number) => {
                let key = (name.name.as_str(), number);
                ctx.table(&VERSIONS).get(&key)?.ok_or_else(missing)?
            }
        };
        let timeout_s = i64::from(version.timeout_s);
        Ok(Function { arn: arn.clone(), name: name.name, role: version.role, timeout_s })
    }

    /// The function's own role reads its sources.
    pub fn reader(&self) -> Reader {
        Reader { role: self.role.clone(), session: self.name.clone() }
    }
}

/// The ARN of a function by any of the forms of its name, whether it is there or not.
pub fn arn_of(ctx: &Ctx<'_>, text: &str) -> Result<String, ApiError> {
    let name = Name::parse(text);
    name.check_region(ctx)?;
    Ok(name.arn(ctx))
}
