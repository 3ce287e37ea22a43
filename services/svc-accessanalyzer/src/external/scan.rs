//! Scans: all resources of a type, a page a step, as the service-linked role.
//!
//! "IAM Access Analyzer analyzes all resource-based policies … at least once every 24 hours", new
//! and changed policies within 30 minutes; here some minutes after the change.

use std::time::Duration;

use auth::directory::{self, ROLES};
use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct};
use store::Range;

use super::collect::{self, KINDS, Resource};
use super::events;
use super::finding;
use super::reach::reach;
use super::rule;
use super::state::{
    ANALYZED, ANALYZERS, Access, AnalyzedRow, FINDINGS, FINDINGS_OF, FindingRow, PENDING,
};
use crate::api::finding_status as status;
use crate::limits::{CHANGE_SECONDS, SCAN_SECONDS};

/// `Analyzer`, `Generation`, `Kind`, `Token`, `Round`; `IsDaily`: it leaves the one of tomorrow.
pub const SCAN: &str = "ScanResources";
const SESSION: &str = "access-analyzer";
const PRINCIPAL: &str = "access-analyzer";
const ROLE: &str = "AWSServiceRoleForAccessAnalyzer";

fn role(ctx: &Ctx<'_>) -> Arn {
    let resource = format!("role/aws-service-role/{PRINCIPAL}.amazonaws.com/{ROLE}");
    Arn::global("iam", ctx.region().partition(), ctx.account(), &resource)
}

/// "When you create an external access analyzer …, a service-linked role named
/// AWSServiceRoleForAccessAnalyzer is created in your account."
pub fn ensure_role(ctx: &mut Ctx<'_>) -> Result<(), ApiError> {
    let scope = ctx.scope();
    if ROLES.at(ctx.tx(), &scope).contains(&directory::key(ROLE))? {
        return Ok(());
    }
    let ask = Ask::to("iam", "CreateServiceLinkedRole")
        .with("AWSServiceName", format!("{PRINCIPAL}.amazonaws.com"));
    ctx.call(ask).map(|_| ())
}

/// Leaves the first scans of an analyzer.
pub fn begin_all(ctx: &mut Ctx<'_>, analyzer: &str, generation: u64) {
    for kind in KINDS {
        let round = ctx.chance().u64();
        let input = input(analyzer, generation, kind, round).with("IsDaily", true);
        let ask = Ask::to("accessanalyzer", SCAN).with_input(input).as_role(&role(ctx), SESSION);
        ctx.enqueue(Job::now(ask));
    }
}

fn input(analyzer: &str, generation: u64, kind: &str, round: u64) -> Struct {
    Struct::new()
        .with("Analyzer", analyzer)
        .with("Generation", generation.cast_signed())
        .with("Kind", kind)
        .with("Round", round.cast_signed())
}

/// A resource of this type has another policy. As whoever has changed it.
pub fn note_change(ctx: &mut Ctx<'_>, kind: &'static str, wait_s: u64) -> Result<(), ApiError> {
    // Not by `ctx.table`: the door is told while another service's operation runs.
    let scope = ctx.scope();
    let first = ANALYZERS.at(ctx.tx(), &scope).first(&Range::all())?;
    let Some((analyzer, row)) = first else { return Ok(()) };
    let now = ctx.now();
    let pending = PENDING.at(ctx.tx(), &scope).get(&(analyzer.as_str(), kind))?;
    if wait_s > 0 && pending.is_some_and(|at| at > now.micros().cast_unsigned()) {
        return Ok(());
    }
    let at = now + Duration::from_secs(wait_s);
    PENDING
        .at_mut(ctx.tx_mut(), &scope)
        .put(&(analyzer.as_str(), kind), &at.micros().cast_unsigned());
    let round = ctx.chance().u64();
    let ask = Ask::to("accessanalyzer", SCAN)
        .with_input(input(&analyzer, row.generation, kind, round))
        .as_role(&role(ctx), SESSION);
    ctx.enqueue(Job::now(ask).at(at));
    Ok(())
}

/// As [`note_change`], of what the door hears.
pub fn note_change_soon(ctx: &mut Ctx<'_>, kind: &'static str) -> Result<(), ApiError> {
    note_change(ctx, kind, CHANGE_SECONDS)
}

pub fn scan(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let analyzer = input.str("Analyzer").unwrap_or_default();
    let Some(mut row) = ctx.table(&ANALYZERS).get(analyzer)? else { return Ok(Struct::new()) };
    if input.int("Generation") != Some(row.generation.cast_signed()) {
        return Ok(Struct::new());
    }
    let kind = input.str("Kind").unwrap_or_default();
    let round = input.int("Round").unwrap_or_default().cast_unsigned();
    ctx.authorize_take_on(&role(ctx), PRINCIPAL, None)?;
    let (resources, next) = collect::page(ctx, kind, input.str("Token"))?;
    for resource in resources {
        row.last_resource = Some((resource.arn.clone(), ctx.now().micros()));
        analyze(ctx, (analyzer, kind, round), resource)?;
    }
    ctx.table_mut(&ANALYZERS).put(analyzer, &row);
    let again = |ctx: &Ctx<'_>, input: Struct| {
        Ask::to("accessanalyzer", SCAN).with_input(input).as_role(&role(ctx), SESSION)
    };
    if let Some(token) = next {
        let ask = again(ctx, input.clone().with("Token", token));
        ctx.enqueue(Job::now(ask));
        return Ok(Struct::new());
    }
    resolve_gone(ctx, analyzer, kind, round)?;
    if input.bool("IsDaily") == Some(true) {
        let round = ctx.chance().u64();
        let input = self::input(analyzer, row.generation, kind, round);
        let ask = again(ctx, input.with("IsDaily", true));
        let at = ctx.now() + Duration::from_secs(SCAN_SECONDS);
        ctx.enqueue(Job::now(ask).at(at));
    }
    Ok(Struct::new())
}

fn analyze(
    ctx: &mut Ctx<'_>,
    (analyzer, kind, round): (&str, &str, u64),
    resource: Resource,
) -> Result<(), ApiError> {
    let account = ctx.account();
    let found = match &resource.policy {
        Ok(Some(policy)) => reach(policy, account.as_str()).map_err(|_| "INTERNAL_ERROR"),
        Ok(None) => Ok(Vec::new()),
        Err(_) => Err("ACCESS_DENIED"),
    };
    let (accesses, error) = match found {
        Ok(accesses) => (accesses, None),
        Err(code) => (vec![Access::default()], Some(code.to_owned())),
    };
    let now = ctx.now().micros();
    let key = (analyzer, kind, resource.arn.as_str());
    let old = ctx.table(&ANALYZED).get(&key)?;
    let created = old.as_ref().map_or(now, |old| old.created);
    let is_changed = settle(ctx, (analyzer, kind, &resource.arn), accesses, error)?;
    let updated = old.map(|old| old.updated).filter(|_| !is_changed).unwrap_or(now);
    let row = AnalyzedRow { created, analyzed: now, updated, round };
    ctx.table_mut(&ANALYZED).put(&key, &row);
    Ok(())
}

/// Holds what is found of a resource against its findings. Whether that changes any.
fn settle(
    ctx: &mut Ctx<'_>,
    (analyzer, kind, resource): (&str, &str, &str),
    accesses: Vec<Access>,
    error: Option<String>,
) -> Result<bool, ApiError> {
    let now = ctx.now().micros();
    let mut known = findings_of(ctx, analyzer, resource)?;
    let mut is_changed = false;
    for access in accesses {
        let is_same = |row: &FindingRow| {
            row.error == error
                && row.access.principal == access.principal
                && row.access.conditions == access.conditions
        };
        let at = known.iter().position(|(_, row)| is_same(row));
        let (id, mut row) = if let Some(at) = at {
            known.swap_remove(at)
        } else {
            let id = ctx.chance().uuid();
            ctx.table_mut(&FINDINGS_OF).put(&(analyzer, resource, id.as_str()), &());
            (id, begun(ctx, kind, resource, error.clone()))
        };
        let is_news = row.access != access || row.status == status::RESOLVED;
        row.analyzed = now;
        row.access = access;
        if row.status == status::RESOLVED {
            status::ACTIVE.clone_into(&mut row.status);
            if rule::archives(ctx, analyzer, &id, &row)? {
                status::ARCHIVED.clone_into(&mut row.status);
            }
        }
        if is_news {
            row.updated = now;
            is_changed = true;
        }
        ctx.table_mut(&FINDINGS).put(&(analyzer, id.as_str()), &row);
        if is_news {
            events::tell(ctx, analyzer, &id, &row);
        }
    }
    for (id, row) in known {
        is_changed |= drop(ctx, analyzer, (&id, row));
    }
    Ok(is_changed)
}

/// A finding that is yet to be found.
fn begun(ctx: &Ctx<'_>, kind: &str, resource: &str, error: Option<String>) -> FindingRow {
    let now = ctx.now().micros();
    FindingRow {
        resource: resource.to_owned(),
        kind: kind.to_owned(),
        access: Access::default(),
        created: now,
        analyzed: now,
        updated: now,
        status: status::RESOLVED.to_owned(),
        error,
    }
}

/// A finding that is not found any more. "The error finding will be removed completely instead of
/// changing to a resolved finding."
fn drop(ctx: &mut Ctx<'_>, analyzer: &str, (id, row): (&str, FindingRow)) -> bool {
    if row.error.is_some() {
        ctx.table_mut(&FINDINGS).delete(&(analyzer, id));
        ctx.table_mut(&FINDINGS_OF).delete(&(analyzer, row.resource.as_str(), id));
        return true;
    }
    let is_open = row.status != status::RESOLVED;
    finding::set_status(ctx, analyzer, id, row, status::RESOLVED);
    is_open
}

pub fn findings_of(
    ctx: &Ctx<'_>,
    analyzer: &str,
    resource: &str,
) -> Result<Vec<(String, FindingRow)>, ApiError> {
    let mut found = Vec::new();
    for key in ctx.table(&FINDINGS_OF).keys(&Range::within(&(analyzer, resource))) {
        let id = key?.2;
        if let Some(row) = ctx.table(&FINDINGS).get(&(analyzer, id.as_str()))? {
            found.push((id, row));
        }
    }
    Ok(found)
}

/// What the scan has not seen is gone.
fn resolve_gone(ctx: &mut Ctx<'_>, analyzer: &str, kind: &str, round: u64) -> Result<(), ApiError> {
    let rows = ctx.table(&ANALYZED).scan(&Range::within(&(analyzer, kind)));
    let gone = rows.filter_map(|entry| match entry {
        Ok((key, row)) => (row.round != round).then_some(Ok(key.2)),
        Err(error) => Some(Err(error)),
    });
    for resource in gone.collect::<Result<Vec<_>, _>>()? {
        for finding in findings_of(ctx, analyzer, &resource)? {
            drop(ctx, analyzer, (&finding.0, finding.1));
        }
        ctx.table_mut(&ANALYZED).delete(&(analyzer, kind, resource.as_str()));
    }
    Ok(())
}
