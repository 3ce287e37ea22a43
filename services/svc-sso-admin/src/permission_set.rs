//! Permission sets: what may be done, before it is said by whom and where.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{ApiError, Ctx, Timestamp};
use store::Range;

use crate::api::{
    CreatePermissionSetInput, CreatePermissionSetOutput, DeletePermissionSetInput,
    DeletePermissionSetOutput, DescribePermissionSetInput, DescribePermissionSetOutput,
    ListPermissionSetsInput, ListPermissionSetsOutput, PermissionSetBuilder,
    UpdatePermissionSetInput, UpdatePermissionSetOutput,
};
use crate::errors;
use crate::instance::Instance;
use crate::limits::{SESSION_SECONDS_MAX, SESSION_SECONDS_MIN};
use crate::listing::Page;
use crate::state::{IdRow, PROVISIONED, SET_NAMES, SETS, SetRow};
use crate::tag;

const SESSION_DEFAULT: &str = "PT1H";

/// A permission set of an instance.
#[derive(Clone, Debug)]
pub struct PermissionSet {
    pub id: String,
    pub row: SetRow,
}

impl PermissionSet {
    pub fn open(ctx: &Ctx<'_>, instance: &Instance, arn: &str) -> Result<PermissionSet, ApiError> {
        let mut parts = arn.rsplit('/');
        let id = parts.next().unwrap_or_default();
        let is_of_instance = parts.next() == Some(&instance.id);
        let row = ctx.table(&SETS).get(&(instance.id.as_str(), id))?;
        let row = row.filter(|_| is_of_instance).ok_or_else(|| errors::no_permission_set(arn))?;
        Ok(PermissionSet { id: id.to_owned(), row })
    }

    /// Keeps a change of what the accounts' roles are made of.
    pub fn change(&mut self, ctx: &mut Ctx<'_>, instance: &Instance) {
        self.row.version += 1;
        self.put(ctx, instance);
    }

    pub fn put(&self, ctx: &mut Ctx<'_>, instance: &Instance) {
        ctx.table_mut(&SETS).put(&(instance.id.as_str(), self.id.as_str()), &self.row);
    }
}

pub fn arn(ctx: &Ctx<'_>, instance: &Instance, id: &str) -> String {
    format!("arn:{}:sso:::permissionSet/{}/{id}", ctx.region().partition(), instance.id)
}

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreatePermissionSetInput<'_>,
) -> Result<CreatePermissionSetOutput, ApiError> {
    let instance = Instance::open(ctx, input.instance_arn())?;
    let name = input.name();
    let place = (instance.id.as_str(), name);
    if ctx.table(&SET_NAMES).contains(&place)? {
        return Err(errors::conflict(format!("PermissionSet with name {name} already exists.")));
    }
    let session = input.session_duration().unwrap_or(SESSION_DEFAULT);
    let id = format!("ps-{}", ctx.chance().hex(16));
    let row = SetRow {
        name: name.to_owned(),
        description: input.description().map(str::to_owned),
        session: session.to_owned(),
        session_s: seconds(session)?,
        relay_state: input.relay_state().map(str::to_owned),
        created: ctx.now().micros(),
        managed: BTreeSet::new(),
        references: BTreeSet::new(),
        inline: None,
        boundary: None,
        tags: match input.tags() {
            Some(tags) => tag::read(Some(tags))?,
            None => BTreeMap::new(),
        },
        version: 1,
    };
    ctx.table_mut(&SET_NAMES).put(&place, &IdRow { id: id.clone() });
    let set = PermissionSet { id, row };
    set.put(ctx, &instance);
    Ok(CreatePermissionSetOutput::new().permission_set(show(ctx, &instance, &set)))
}

fn show(ctx: &Ctx<'_>, instance: &Instance, set: &PermissionSet) -> PermissionSetBuilder {
    PermissionSetBuilder::new()
        .name(&set.row.name)
        .permission_set_arn(arn(ctx, instance, &set.id))
        .description(set.row.description.as_deref())
        .created_date(Timestamp::from_micros(set.row.created))
        .session_duration(&set.row.session)
        .relay_state(set.row.relay_state.as_deref())
}

/// Seconds of a duration such as `PT8H30M` or `P1D`, within what sessions may last.
pub fn seconds(text: &str) -> Result<i64, ApiError> {
    let refuse = || {
        errors::validation(format!(
            "SessionDuration {text} must be between 1 and 12 hours, as an ISO 8601 duration."
        ))
    };
    let rest = text.strip_prefix('P').ok_or_else(refuse)?;
    let (days, times) = rest.split_once('T').unwrap_or((rest, ""));
    let units = |text: &str, units: &[(char, i64)]| -> Option<i64> {
        let (mut total, mut number) = (0_i64, String::new());
        for character in text.chars() {
            if character.is_ascii_digit() {
                number.push(character);
                continue;
            }
            let (_, unit) = units.iter().find(|(letter, _)| *letter == character)?;
            total = total.checked_add(number.parse::<i64>().ok()?.checked_mul(*unit)?)?;
            number.clear();
        }
        number.is_empty().then_some(total)
    };
    let days = units(days, &[('D', 86_400)]).ok_or_else(refuse)?;
    let times = units(times, &[('H', 3_600), ('M', 60), ('S', 1)]).ok_or_else(refuse)?;
    let total = days.checked_add(times).ok_or_else(refuse)?;
    if (SESSION_SECONDS_MIN..=SESSION_SECONDS_MAX).contains(&total) {
        Ok(total)
    } else {
        Err(refuse())
    }
}

pub fn describe(
    ctx: &mut Ctx<'_>,
    input: DescribePermissionSetInput<'_>,
) -> Result<DescribePermissionSetOutput, ApiError> {
    let instance = Instance::open(ctx, input.instance_arn())?;
    let set = PermissionSet::open(ctx, &instance, input.permission_set_arn())?;
    Ok(DescribePermissionSetOutput::new().permission_set(show(ctx, &instance, &set)))
}

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListPermissionSetsInput<'_>,
) -> Result<ListPermissionSetsOutput, ApiError> {
    let instance = Instance::open(ctx, input.instance_arn())?;
    let page = Page::read("ListPermissionSets", input.next_token(), input.max_results())?;
    let mut found = Vec::new();
    for key in ctx.table(&SETS).keys(&Range::within(&(instance.id.as_str(),))) {
        let (_, id) = key?;
        let arn = arn(ctx, &instance, &id);
        found.push((id, arn));
    }
    let (items, token) = page.cut(found);
    Ok(ListPermissionSetsOutput::new().permission_sets(items).next_token(token))
}

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdatePermissionSetInput<'_>,
) -> Result<UpdatePermissionSetOutput, ApiError> {
    let instance = Instance::open(ctx, input.instance_arn())?;
    let mut set = PermissionSet::open(ctx, &instance, input.permission_set_arn())?;
    if let Some(description) = input.description() {
        set.row.description = Some(description.to_owned());
    }
    if let Some(session) = input.session_duration() {
        set.row.session_s = seconds(session)?;
        session.clone_into(&mut set.row.session);
    }
    if let Some(state) = input.relay_state() {
        set.row.relay_state = Some(state.to_owned());
    }
    set.change(ctx, &instance);
    Ok(UpdatePermissionSetOutput::new())
}

/// Only one that is nowhere provisioned can go.
pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeletePermissionSetInput<'_>,
) -> Result<DeletePermissionSetOutput, ApiError> {
    let instance = Instance::open(ctx, input.instance_arn())?;
    let set = PermissionSet::open(ctx, &instance, input.permission_set_arn())?;
    let place = (instance.id.as_str(), set.id.as_str());
    if !ctx.table(&PROVISIONED).is_empty(&Range::within(&place))? {
        return Err(errors::conflict(
            "The permission set is provisioned to accounts: delete its assignments first.",
        ));
    }
    ctx.table_mut(&SETS).delete(&place);
    ctx.table_mut(&SET_NAMES).delete(&(instance.id.as_str(), set.row.name.as_str()));
    Ok(DeletePermissionSetOutput::new())
}
