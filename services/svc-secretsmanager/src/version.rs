//! Versions of a secret and their staging labels.
//!
//! A label is on one version at most. Whoever gets AWSCURRENT leaves AWSPREVIOUS to the one that
//! had it. A version without labels is deprecated and goes when there are too many.
//!
//! Source: User Guide, "What's in a Secrets Manager secret?", "Version".

use kernel::{ApiError, Ctx};
use store::Range;

use crate::cipher::{self, Clear};
use crate::errors;
use crate::limits;
use crate::state::{CURRENT, PREVIOUS, Secret, VERSION_IDS, VERSIONS, VersionRow};

pub fn find(
    ctx: &Ctx<'_>,
    secret: &Secret,
    id: &str,
) -> Result<Option<(u64, VersionRow)>, ApiError> {
    let number = ctx.table_in(&VERSION_IDS, secret.scope()).get(&(secret.row.id, id.to_owned()))?;
    let Some(number) = number else { return Ok(None) };
    let row = ctx.table_in(&VERSIONS, secret.scope()).get(&(secret.row.id, number))?;
    Ok(row.map(|row| (number, row)))
}

/// All versions, oldest first.
pub fn all(ctx: &Ctx<'_>, secret: &Secret) -> Result<Vec<(u64, VersionRow)>, ApiError> {
    let range = Range::within(&(secret.row.id,));
    let rows = ctx.table_in(&VERSIONS, secret.scope()).scan(&range);
    rows.map(|pair| pair.map(|((_, number), row)| (number, row)).map_err(ApiError::from)).collect()
}

/// Adds a version, unless one of that id has the same value already.
pub fn add(
    ctx: &mut Ctx<'_>,
    secret: &mut Secret,
    id: &str,
    clear: &Clear,
    stages: &[&str],
) -> Result<(), ApiError> {
    if let Some((_, old)) = find(ctx, secret, id)? {
        if cipher::open(ctx, secret, &old)? == *clear {
            return Ok(());
        }
        return Err(errors::version_exists());
    }
    let row = cipher::seal(ctx, secret, id, clear)?;
    let number = secret.row.next_version;
    secret.row.next_version += 1;
    put(ctx, secret, number, &row);
    for stage in stages {
        attach(secret, stage, id);
    }
    if number == 0 {
        attach(secret, CURRENT, id);
    }
    secret.row.changed = ctx.now().micros();
    forget_old(ctx, secret)
}

pub fn put(ctx: &mut Ctx<'_>, secret: &Secret, number: u64, row: &VersionRow) {
    let (scope, id) = (secret.scope(), secret.row.id);
    ctx.table_mut_in(&VERSIONS, scope).put(&(id, number), row);
    ctx.table_mut_in(&VERSION_IDS, scope).put(&(id, row.id.clone()), &number);
}

pub fn remove(ctx: &mut Ctx<'_>, secret: &Secret, number: u64, version: &str) {
    let (scope, id) = (secret.scope(), secret.row.id);
    ctx.table_mut_in(&VERSIONS, scope).delete(&(id, number));
    ctx.table_mut_in(&VERSION_IDS, scope).delete(&(id, version.to_owned()));
}

/// Puts a label on a version.
pub fn attach(secret: &mut Secret, stage: &str, version: &str) {
    let before = secret.row.stages.insert(stage.to_owned(), version.to_owned());
    if let Some(before) = before
        && stage == CURRENT
        && before != version
    {
        secret.row.stages.insert(PREVIOUS.to_owned(), before);
        return;
    }
    // What is current again is not the previous one as well.
    if stage == CURRENT && secret.row.stages.get(PREVIOUS).is_some_and(|id| id == version) {
        secret.row.stages.remove(PREVIOUS);
    }
}

/// Removes versions without labels when there are too many, the oldest first.
fn forget_old(ctx: &mut Ctx<'_>, secret: &Secret) -> Result<(), ApiError> {
    let versions = all(ctx, secret)?;
    let excess = versions.len().saturating_sub(limits::VERSIONS_MAX);
    let oldest = ctx.now().micros() - limits::VERSION_HOURS_MIN * 60 * 60 * 1_000_000;
    let outdated = versions
        .iter()
        .filter(|(_, row)| row.created < oldest && secret.stages_of(&row.id).is_empty())
        .take(excess);
    let mut removed = 0;
    for (number, row) in outdated {
        remove(ctx, secret, *number, &row.id);
        removed += 1;
    }
    if versions.len() - removed > limits::YOUNG_VERSIONS_MAX {
        return Err(errors::limit(format!(
            "The secret has {} versions that are too young to be removed.",
            limits::YOUNG_VERSIONS_MAX
        )));
    }
    Ok(())
}
