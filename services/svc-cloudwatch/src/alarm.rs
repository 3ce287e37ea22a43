//! Alarms: what they are called, and their parts.
//!
//! [`put`] makes them, [`evaluate`] looks at metrics and decides by [`decide`], [`change`] moves
//! one from a state to another and tells of it in the words of [`notice`] and [`reason`]; [`rule`]
//! is the language of composite alarms.

pub mod act;
pub mod change;
pub mod decide;
pub mod describe;
pub mod evaluate;
pub mod history;
pub mod manage;
pub mod notice;
pub mod put;
pub mod reason;
pub mod rule;

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};

use crate::errors;
use crate::state::{ALARMS, AlarmKind, AlarmRow};

pub const RESOURCE: &str = "alarm:";

pub fn arn(ctx: &Ctx<'_>, name: &str) -> String {
    ctx.arn(&format!("{RESOURCE}{name}")).to_string()
}

/// The name of the alarm of an ARN, or the text itself, which is a name.
pub fn name_of(text: &str) -> &str {
    let is_arn = text.starts_with("arn:");
    let resource = text.splitn(6, ':').nth(5).filter(|_| is_arn);
    resource.and_then(|it| it.strip_prefix(RESOURCE)).unwrap_or(text)
}

pub fn find(ctx: &Ctx<'_>, name: &str) -> Result<AlarmRow, ApiError> {
    let found = ctx.table(&ALARMS).get(name)?;
    found.ok_or_else(|| errors::no_such_alarm(name))
}

/// The alarm of an ARN, if it is one of here.
pub fn by_arn(ctx: &Ctx<'_>, text: &str) -> Option<String> {
    let name = Arn::parse(text)?.resource.strip_prefix(RESOURCE)?.to_owned();
    (arn(ctx, &name) == text).then_some(name)
}

impl AlarmRow {
    pub fn is_composite(&self) -> bool {
        matches!(self.kind, AlarmKind::Composite(_))
    }

    pub fn actions_of(&self, state: &str) -> &[String] {
        match state {
            state::OK => &self.ok_actions,
            state::ALARM => &self.alarm_actions,
            _ => &self.insufficient_data_actions,
        }
    }
}

pub use crate::api::state_value as state;
