//! Live Tail.

use kernel::Ctx;

use crate::state::Group;

pub fn after_put(_: &mut Ctx<'_>, _: &Group) {}
