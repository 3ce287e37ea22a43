//! Versions of state machines, and aliases that lead to them.

use kernel::view::List;
use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::api::{
    CreateStateMachineAliasInput, CreateStateMachineAliasOutput, DeleteStateMachineAliasInput,
    DeleteStateMachineAliasOutput, DeleteStateMachineVersionInput, DeleteStateMachineVersionOutput,
    DescribeStateMachineAliasInput, DescribeStateMachineAliasOutput, ListStateMachineAliasesInput,
    ListStateMachineAliasesOutput, ListStateMachineVersionsInput, ListStateMachineVersionsOutput,
    PublishStateMachineVersionInput, PublishStateMachineVersionOutput,
    RoutingConfigurationListItem, RoutingConfigurationListItemBuilder,
    StateMachineAliasListItemBuilder, StateMachineVersionListItemBuilder,
    UpdateStateMachineAliasInput, UpdateStateMachineAliasOutput,
};
use crate::history::page_size;
use crate::machine::{read_token, resolve_plain};
use crate::state::{ALIASES, AliasRow, MACHINES, MachineRow, VERSIONS, VersionRow, machine_arn};
use crate::{errors, limits, names};

/// What a revision that was never updated is called.
const INITIAL: &str = "INITIAL";

/// Publishes the machine's revision; the ARN of its version. What was published last and has not
/// changed since is not published again.
pub fn publish(
    ctx: &mut Ctx<'_>,
    name: &str,
    row: &mut MachineRow,
    description: Option<&str>,
) -> Result<String, ApiError> {
    let arn = |ctx: &Ctx<'_>, number: u64| format!("{}:{number}", machine_arn(ctx, name));
    let last = ctx.table(&VERSIONS).get(&(row.id, row.last_version))?;
    if let Some(last) = last
        && last.revision == row.revision
    {
        if description.is_some_and(|text| last.description.as_deref() != Some(text)) {
            return Err(errors::conflict(
                "The revision is published already, with another description",
            ));
        }
        return Ok(arn(ctx, row.last_version));
    }
    let range = Range::within(&(row.id,));
    let count = ctx.table(&VERSIONS).keys(&range).take(limits::VERSIONS_MAX).count();
    if count == limits::VERSIONS_MAX {
        return Err(errors::quota("A state machine has at most 1000 versions"));
    }
    row.last_version += 1;
    let version = VersionRow {
        revision: row.revision.clone(),
        created: ctx.now().micros(),
        description: description.map(str::to_owned),
    };
    ctx.table_mut(&VERSIONS).put(&(row.id, row.last_version), &version);
    Ok(arn(ctx, row.last_version))
}

/// The version to which an alias leads this time.
pub fn route(ctx: &mut Ctx<'_>, alias: &AliasRow) -> u64 {
    let mut draw = ctx.chance().below(100) as u32;
    for (version, weight) in &alias.routes {
        if draw < *weight {
            return *version;
        }
        draw -= weight;
    }
    alias.routes.first().map_or(0, |(version, _)| *version)
}

pub fn publish_state_machine_version(
    ctx: &mut Ctx<'_>,
    input: PublishStateMachineVersionInput<'_>,
) -> Result<PublishStateMachineVersionOutput, ApiError> {
    let arn = input.state_machine_arn();
    let mut found = resolve_plain(ctx, arn)?;
    if found.row.is_deleting {
        return Err(errors::machine_is_deleting(arn));
    }
    let current = if found.row.revision.is_empty() { INITIAL } else { &found.row.revision };
    if input.revision_id().is_some_and(|wanted| wanted != current) {
        return Err(errors::conflict("The revision is not the state machine's current one"));
    }
    let published = publish(ctx, &found.name, &mut found.row, input.description())?;
    ctx.table_mut(&MACHINES).put(&found.name, &found.row);
    let row = ctx.table(&VERSIONS).get(&(found.row.id, found.row.last_version))?;
    let created = row.map_or(0, |row| row.created);
    Ok(PublishStateMachineVersionOutput::new()
        .creation_date(Timestamp::from_micros(created))
        .state_machine_version_arn(published))
}

/// Name, machine and qualifier of an ARN that must have one.
fn qualified(ctx: &Ctx<'_>, arn: &str) -> Result<(String, MachineRow, String), ApiError> {
    let parts = names::resource(ctx, arn, &["stateMachine"])?;
    let [name, qualifier] = &parts[..] else { return Err(errors::invalid_arn(arn)) };
    let row = ctx.table(&MACHINES).get(name)?;
    let row = row.ok_or_else(|| errors::no_such_resource(arn))?;
    Ok((name.clone(), row, qualifier.clone()))
}

pub fn delete_state_machine_version(
    ctx: &mut Ctx<'_>,
    input: DeleteStateMachineVersionInput<'_>,
) -> Result<DeleteStateMachineVersionOutput, ApiError> {
    let arn = input.state_machine_version_arn();
    let parts = names::resource(ctx, arn, &["stateMachine"])?;
    let [name, qualifier] = &parts[..] else { return Err(errors::invalid_arn(arn)) };
    let number: u64 = qualifier.parse().map_err(|_| errors::invalid_arn(arn))?;
    let Some(row) = ctx.table(&MACHINES).get(name)? else {
        return Ok(DeleteStateMachineVersionOutput::new());
    };
    let aliases = ctx.table(&ALIASES).scan(&Range::within(&(row.id,)));
    for alias in aliases {
        let (_, alias) = alias?;
        if alias.routes.iter().any(|(version, _)| *version == number) {
            return Err(errors::conflict("The version is referenced by an alias"));
        }
    }
    ctx.table_mut(&VERSIONS).delete(&(row.id, number));
    Ok(DeleteStateMachineVersionOutput::new())
}

/// The newest first.
pub fn list_state_machine_versions(
    ctx: &mut Ctx<'_>,
    input: ListStateMachineVersionsInput<'_>,
) -> Result<ListStateMachineVersionsOutput, ApiError> {
    const OPERATION: &str = "ListStateMachineVersions";
    let found = resolve_plain(ctx, input.state_machine_arn())?;
    let most = page_size(input.max_results());
    let mut range = Range::within(&(found.row.id,));
    if let Some(token) = input.next_token() {
        let number = read_token(OPERATION, token)?.parse::<u64>();
        range = range.before(&(found.row.id, number.map_err(|_| errors::invalid_token())?));
    }
    let rows = ctx.table(&VERSIONS).scan(&range.reversed()).take(most + 1);
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    let has_more = rows.len() > most;
    rows.truncate(most);
    let token = rows
        .last()
        .filter(|_| has_more)
        .map(|((_, number), _)| page::encode(OPERATION, number.to_string().as_bytes()));
    let versions = rows.iter().map(|((_, number), row)| {
        StateMachineVersionListItemBuilder::new()
            .state_machine_version_arn(format!("{}:{number}", machine_arn(ctx, &found.name)))
            .creation_date(Timestamp::from_micros(row.created))
    });
    let versions = versions.collect::<Vec<_>>();
    Ok(ListStateMachineVersionsOutput::new().state_machine_versions(versions).next_token(token))
}

/// The name and row of a machine, and versions of it with their weights.
type Routes = (String, MachineRow, Vec<(u64, u32)>);

fn routes(
    ctx: &Ctx<'_>,
    asked: List<'_, RoutingConfigurationListItem<'_>>,
) -> Result<Routes, ApiError> {
    let invalid = |message: &str| errors::validation(message, "INVALID_ROUTING_CONFIGURATION");
    let mut of = None;
    let mut routes: Vec<(u64, u32)> = Vec::new();
    for route in asked {
        let arn = route.state_machine_version_arn();
        let (name, row, qualifier) = qualified(ctx, arn)?;
        let number: u64 = qualifier.parse().map_err(|_| errors::invalid_arn(arn))?;
        if !ctx.table(&VERSIONS).contains(&(row.id, number))? {
            return Err(errors::no_such_resource(arn));
        }
        if of.as_ref().is_some_and(|(other, _)| *other != name) {
            return Err(invalid("The versions must be of the same state machine"));
        }
        if routes.iter().any(|(other, _)| *other == number) {
            return Err(invalid("The versions must be different ones"));
        }
        routes.push((number, route.weight() as u32));
        of = Some((name, row));
    }
    if routes.iter().map(|(_, weight)| weight).sum::<u32>() != 100 {
        return Err(invalid("Sum of routing configuration weights must equal 100"));
    }
    let (name, row) = of.ok_or_else(|| invalid("There is no version"))?;
    Ok((name, row, routes))
}

pub fn create_state_machine_alias(
    ctx: &mut Ctx<'_>,
    input: CreateStateMachineAliasInput<'_>,
) -> Result<CreateStateMachineAliasOutput, ApiError> {
    let (machine, row, routes) = routes(ctx, input.routing_configuration())?;
    let arn = format!("{}:{}", machine_arn(ctx, &machine), input.name());
    if row.is_deleting {
        return Err(errors::machine_is_deleting(&arn));
    }
    let key = (row.id, input.name().to_owned());
    let now = ctx.now();
    let description = input.description().map(str::to_owned);
    if let Some(old) = ctx.table(&ALIASES).get(&key)? {
        if old.routes != routes || old.description != description {
            return Err(errors::conflict("The alias exists already, and is another one"));
        }
        return Ok(CreateStateMachineAliasOutput::new()
            .state_machine_alias_arn(arn)
            .creation_date(Timestamp::from_micros(old.created)));
    }
    let range = Range::within(&(row.id,));
    let count = ctx.table(&ALIASES).keys(&range).take(limits::ALIASES_MAX).count();
    if count == limits::ALIASES_MAX {
        return Err(errors::quota("A state machine has at most 100 aliases"));
    }
    let micros = now.micros();
    let alias = AliasRow { created: micros, updated: micros, description, routes };
    ctx.table_mut(&ALIASES).put(&key, &alias);
    Ok(CreateStateMachineAliasOutput::new().state_machine_alias_arn(arn).creation_date(now))
}

fn find_alias(ctx: &Ctx<'_>, arn: &str) -> Result<(String, (u64, String), AliasRow), ApiError> {
    let (machine, row, name) = qualified(ctx, arn)?;
    let key = (row.id, name);
    let alias = ctx.table(&ALIASES).get(&key)?;
    let alias = alias.ok_or_else(|| errors::no_such_resource(arn))?;
    Ok((machine, key, alias))
}

pub fn update_state_machine_alias(
    ctx: &mut Ctx<'_>,
    input: UpdateStateMachineAliasInput<'_>,
) -> Result<UpdateStateMachineAliasOutput, ApiError> {
    let (machine, key, mut alias) = find_alias(ctx, input.state_machine_alias_arn())?;
    if let Some(asked) = input.routing_configuration() {
        let (of, _, routes) = routes(ctx, asked)?;
        if of != machine {
            return Err(errors::validation(
                "The versions must be of the alias's state machine",
                "INVALID_ROUTING_CONFIGURATION",
            ));
        }
        alias.routes = routes;
    }
    if let Some(description) = input.description() {
        alias.description = Some(description.to_owned());
    }
    let now = ctx.now();
    alias.updated = now.micros();
    ctx.table_mut(&ALIASES).put(&key, &alias);
    Ok(UpdateStateMachineAliasOutput::new().update_date(now))
}

pub fn describe_state_machine_alias(
    ctx: &mut Ctx<'_>,
    input: DescribeStateMachineAliasInput<'_>,
) -> Result<DescribeStateMachineAliasOutput, ApiError> {
    let arn = input.state_machine_alias_arn();
    let (machine, (_, name), alias) = find_alias(ctx, arn)?;
    let routes = alias.routes.iter().map(|(version, weight)| {
        RoutingConfigurationListItemBuilder::new()
            .state_machine_version_arn(format!("{}:{version}", machine_arn(ctx, &machine)))
            .weight(*weight)
    });
    let routes = routes.collect::<Vec<_>>();
    Ok(DescribeStateMachineAliasOutput::new()
        .state_machine_alias_arn(arn)
        .name(name)
        .description(alias.description)
        .routing_configuration(routes)
        .creation_date(Timestamp::from_micros(alias.created))
        .update_date(Timestamp::from_micros(alias.updated)))
}

pub fn delete_state_machine_alias(
    ctx: &mut Ctx<'_>,
    input: DeleteStateMachineAliasInput<'_>,
) -> Result<DeleteStateMachineAliasOutput, ApiError> {
    let (_, key, _) = find_alias(ctx, input.state_machine_alias_arn())?;
    ctx.table_mut(&ALIASES).delete(&key);
    Ok(DeleteStateMachineAliasOutput::new())
}

pub fn list_state_machine_aliases(
    ctx: &mut Ctx<'_>,
    input: ListStateMachineAliasesInput<'_>,
) -> Result<ListStateMachineAliasesOutput, ApiError> {
    const OPERATION: &str = "ListStateMachineAliases";
    let parts = names::resource(ctx, input.state_machine_arn(), &["stateMachine"])?;
    let version = match &parts[..] {
        [_] => None,
        [_, version] => {
            let arn = input.state_machine_arn();
            Some(version.parse::<u64>().map_err(|_| errors::invalid_arn(arn))?)
        }
        _ => return Err(errors::invalid_arn(input.state_machine_arn())),
    };
    let row = ctx.table(&MACHINES).get(&parts[0])?;
    let row = row.ok_or_else(|| errors::no_such_machine(input.state_machine_arn()))?;
    let most = page_size(input.max_results());
    let mut range = Range::within(&(row.id,));
    if let Some(token) = input.next_token() {
        range = range.after(&(row.id, read_token(OPERATION, token)?));
    }
    let rows = ctx.table(&ALIASES).scan(&range).collect::<Result<Vec<_>, _>>()?;
    let mut rows: Vec<_> = rows
        .into_iter()
        .filter(|(_, alias)| {
            version.is_none_or(|wanted| alias.routes.iter().any(|(it, _)| *it == wanted))
        })
        .collect();
    let has_more = rows.len() > most;
    rows.truncate(most);
    let token = rows
        .last()
        .filter(|_| has_more)
        .map(|((_, name), _)| page::encode(OPERATION, name.as_bytes()));
    let aliases = rows.iter().map(|((_, name), alias)| {
        StateMachineAliasListItemBuilder::new()
            .state_machine_alias_arn(format!("{}:{name}", machine_arn(ctx, &parts[0])))
            .creation_date(Timestamp::from_micros(alias.created))
    });
    let aliases = aliases.collect::<Vec<_>>();
    Ok(ListStateMachineAliasesOutput::new().state_machine_aliases(aliases).next_token(token))
}
