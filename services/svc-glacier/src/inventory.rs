//! Inventories of vaults: taken about once a day where something has changed, and written out for
//! jobs that ask for one.
//!
//! An inventory is a moment: an archive is in it that was there then, also if it has been deleted
//! since, until the next one is taken. Source: Developer Guide, "Vault inventory", "Inventory job
//! output"; API Reference, GetJobOutput (the body of inventories).

use std::time::Duration;

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct};
use serde_json::{Value as Json, json};
use store::Range;

use crate::limits::{INVENTORY_BATCH, INVENTORY_ENTRIES_MAX, INVENTORY_S};
use crate::state::{ARCHIVES, ArchiveRow, InventoryRow, VAULTS};
use crate::tree_hash::hex;
use crate::vault::{Vault, text, time};

/// Counts a stretch of a vault's archives.
pub const TAKE: &str = "TakeInventory";

/// Something was added or removed.
pub fn note_change(ctx: &mut Ctx, mut vault: Vault) {
    if vault.row.is_inventory_due {
        return;
    }
    vault.row.is_inventory_due = true;
    let ask = Ask::to("glacier", TAKE)
        .with("vaultName", vault.name.as_str())
        .with("Vault", vault.row.id.to_string());
    let due = ctx.now() + Duration::from_secs(INVENTORY_S);
    ctx.enqueue(Job::now(ask).at(due));
    vault.save(ctx);
}

/// Input: `vaultName`, `Vault`; and while it goes on: `Since`, `After`, `Archives`, `Bytes`.
pub fn take(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let name = text(input, "vaultName");
    let Some(row) = ctx.table(&VAULTS).get(name)? else { return Ok(Struct::new()) };
    let mut vault = Vault { name: name.to_owned(), row };
    if vault.row.id.to_string() != text(input, "Vault") {
        return Ok(Struct::new());
    }
    let since = input.int("Since").unwrap_or_else(|| ctx.now().micros());
    let mut archives = input.int("Archives").unwrap_or(0);
    let mut bytes = input.int("Bytes").unwrap_or(0);
    let mut range = Range::within(&(name,));
    if let Some(after) = input.str("After") {
        range = range.after(&(name, after));
    } else {
        // What changes from now on is for the next one.
        vault.row.is_inventory_due = false;
    }
    let rows = ctx.table(&ARCHIVES).scan(&range).take(INVENTORY_BATCH);
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    for ((_, id), row) in &rows {
        if is_in(row, since) {
            archives += 1;
            bytes += row.size as i64;
        } else if row.deleted_us.is_some_and(|at| at <= vault.row.inventory_us.unwrap_or(since)) {
            ctx.table_mut(&ARCHIVES).delete(&(name, id.as_str()));
        }
    }
    if let Some(((_, last), _)) = rows.last().filter(|_| rows.len() == INVENTORY_BATCH) {
        let next = input.clone().with("Since", since).with("After", last.as_str());
        let next = next.with("Archives", archives).with("Bytes", bytes);
        ctx.enqueue(Job::now(Ask::to("glacier", TAKE).with_input(next)));
    } else {
        vault.row.archives = archives as u64;
        vault.row.bytes = bytes as u64;
        vault.row.inventory_us = Some(since);
    }
    vault.save(ctx);
    Ok(Struct::new())
}

fn is_in(row: &ArchiveRow, moment: i64) -> bool {
    row.created_us <= moment && row.deleted_us.is_none_or(|at| at > moment)
}

/// A page of the last inventory as a job wants it: its text, and the archive with which it ends
/// where there are more.
pub fn write(
    ctx: &Ctx,
    vault: &Vault,
    asked: &InventoryRow,
) -> Result<(String, Option<String>), ApiError> {
    let moment = vault.row.inventory_us.unwrap_or(0);
    let most = asked.limit.map_or(INVENTORY_ENTRIES_MAX, |limit| {
        usize::try_from(limit).unwrap_or(usize::MAX).min(INVENTORY_ENTRIES_MAX)
    });
    let name = vault.name.as_str();
    let mut range = Range::within(&(name,));
    if let Some(after) = &asked.after {
        range = range.after(&(name, after.as_str()));
    }
    let mut entries: Vec<(String, ArchiveRow)> = Vec::new();
    let mut has_more = false;
    for entry in ctx.table(&ARCHIVES).scan(&range) {
        let ((_, id), row) = entry?;
        let is_between = asked.from_us.is_none_or(|from| row.created_us >= from)
            && asked.to_us.is_none_or(|to| row.created_us < to);
        if !is_in(&row, moment) || !is_between {
            continue;
        }
        if entries.len() == most {
            has_more = true;
            break;
        }
        entries.push((id, row));
    }
    let text = if asked.is_csv { csv(&entries) } else { as_json(ctx, vault, moment, &entries) };
    let last = entries.pop().map(|(id, _)| id);
    Ok((text, last.filter(|_| has_more)))
}

fn as_json(ctx: &Ctx, vault: &Vault, moment: i64, entries: &[(String, ArchiveRow)]) -> String {
    let entry = |(id, row): &(String, ArchiveRow)| {
        json!({
            "ArchiveId": id,
            "ArchiveDescription": row.description,
            "CreationDate": time(row.created_us),
            "Size": row.size,
            "SHA256TreeHash": hex(row.hash.as_ref()),
        })
    };
    json!({
        "VaultARN": vault.arn(ctx),
        "InventoryDate": time(moment),
        "ArchiveList": entries.iter().map(entry).collect::<Vec<Json>>(),
    })
    .to_string()
}

/// "ArchiveId, ArchiveDescription, CreationDate, Size, SHA256TreeHash"; descriptions are quoted.
fn csv(entries: &[(String, ArchiveRow)]) -> String {
    let mut text = "ArchiveId,ArchiveDescription,CreationDate,Size,SHA256TreeHash\r\n".to_owned();
    for (id, row) in entries {
        let description = row.description.replace('"', "\"\"");
        let hash = hex(row.hash.as_ref());
        let created = time(row.created_us);
        let size = row.size;
        text.extend([format!("{id},\"{description}\",{created},{size},{hash}\r\n")]);
    }
    text
}
