//! Vaults.
//!
//! Source: API Reference, CreateVault, DescribeVault, ListVaults, DeleteVault; Developer Guide,
//! "Working with vaults".

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Struct, Timestamp};
use store::Range;

use crate::api::{
    CreateVaultInput, CreateVaultOutput, DeleteVaultInput, DeleteVaultOutput, DescribeVaultInput,
    DescribeVaultOutput, ListVaultsInput, ListVaultsOutput,
};
use crate::errors;
use crate::limits::{VAULT_NAME_LEN_MAX, VAULTS_MAX, VAULTS_PAGE};
use crate::listing;
use crate::multipart;
use crate::state::{ARCHIVES, VAULTS, VaultRow};

/// A vault that exists.
#[derive(Clone, Debug)]
pub struct Vault {
    pub name: String,
    pub row: VaultRow,
}

impl Vault {
    pub fn arn(&self, ctx: &Ctx) -> String {
        arn(ctx, &self.name)
    }

    pub fn save(&self, ctx: &mut Ctx) {
        ctx.table_mut(&VAULTS).put(self.name.as_str(), &self.row);
    }

    /// `/account/vaults/name`, and what follows.
    pub fn location(&self, ctx: &Ctx, rest: &str) -> String {
        format!("/{}/vaults/{}{rest}", ctx.account(), self.name)
    }
}

pub fn arn(ctx: &Ctx, name: &str) -> String {
    Arn::regional("glacier", ctx.region(), ctx.account(), &format!("vaults/{name}")).to_string()
}

pub fn text<'a>(input: &'a Struct, name: &str) -> &'a str {
    input.str(name).unwrap_or("")
}

/// Times as the API writes them.
pub fn time(micros: i64) -> String {
    Timestamp::from_micros(micros).iso8601_millis()
}

pub fn check_name(name: &str) -> Result<(), ApiError> {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    if name.is_empty() || name.len() > VAULT_NAME_LEN_MAX || !name.bytes().all(is_allowed) {
        return Err(errors::invalid(format!("Invalid vault name: {name}")));
    }
    Ok(())
}

pub fn find(ctx: &Ctx, input: &Struct) -> Result<Vault, ApiError> {
    let name = text(input, "vaultName");
    check_name(name)?;
    let row = ctx.table(&VAULTS).get(name)?.ok_or_else(|| errors::no_vault(&arn(ctx, name)))?;
    Ok(Vault { name: name.to_owned(), row })
}

pub fn create_vault(
    ctx: &mut Ctx,
    input: CreateVaultInput<'_>,
) -> Result<CreateVaultOutput, ApiError> {
    let name = text(input.0, "vaultName");
    check_name(name)?;
    let location = format!("/{}/vaults/{name}", ctx.account());
    if !ctx.table(&VAULTS).contains(name)? {
        if ctx.table(&VAULTS).keys(&Range::all()).take(VAULTS_MAX).count() == VAULTS_MAX {
            return Err(errors::limit_exceeded(format!(
                "The account has {VAULTS_MAX} vaults in this region, which is the limit."
            )));
        }
        let row = VaultRow {
            created_us: ctx.now().micros(),
            id: ctx.chance().u64(),
            ..VaultRow::default()
        };
        ctx.table_mut(&VAULTS).put(name, &row);
    }
    Ok(CreateVaultOutput(Struct::new().with("location", location)))
}

fn show(ctx: &Ctx, vault: &Vault) -> Struct {
    let row = &vault.row;
    let mut shown = Struct::new()
        .with("VaultARN", vault.arn(ctx))
        .with("VaultName", vault.name.as_str())
        .with("CreationDate", time(row.created_us))
        .with("NumberOfArchives", row.archives as i64)
        .with("SizeInBytes", row.bytes as i64);
    if let Some(taken) = row.inventory_us {
        shown.set("LastInventoryDate", time(taken));
    }
    shown
}

pub fn describe_vault(
    ctx: &mut Ctx,
    input: DescribeVaultInput<'_>,
) -> Result<DescribeVaultOutput, ApiError> {
    let vault = find(ctx, input.0)?;
    Ok(DescribeVaultOutput(show(ctx, &vault)))
}

pub fn list_vaults(
    ctx: &mut Ctx,
    input: ListVaultsInput<'_>,
) -> Result<ListVaultsOutput, ApiError> {
    let limit = listing::limit(input.0, VAULTS_PAGE)?;
    let own = arn(ctx, "");
    let mut range = Range::all();
    if let Some(marker) = input.0.str("marker") {
        // A marker is the ARN with which the page begins.
        let name = marker.strip_prefix(&own).ok_or_else(|| listing::invalid_marker(marker))?;
        range = range.from(name);
    }
    let rows = ctx.table(&VAULTS).scan(&range).take(limit + 1);
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    let next = (rows.len() > limit).then(|| rows.pop()).flatten();
    let shown = rows.into_iter().map(|(name, row)| show(ctx, &Vault { name, row }));
    let mut output = Struct::new().with("VaultList", shown.collect::<Vec<_>>());
    if let Some((name, _)) = next {
        output.set("Marker", format!("{own}{name}"));
    }
    Ok(ListVaultsOutput(output))
}

pub fn delete_vault(
    ctx: &mut Ctx,
    input: DeleteVaultInput<'_>,
) -> Result<DeleteVaultOutput, ApiError> {
    let name = text(input.0, "vaultName");
    check_name(name)?;
    // "This operation is idempotent."
    let Some(row) = ctx.table(&VAULTS).get(name)? else {
        return Ok(DeleteVaultOutput(Struct::new()));
    };
    let vault = Vault { name: name.to_owned(), row };
    if vault.row.archives > 0 || vault.row.is_inventory_due {
        return Err(errors::not_empty(&vault.arn(ctx)));
    }
    // What was deleted before the last inventory.
    ctx.table_mut(&ARCHIVES).delete_range(&Range::within(&(name,)))?;
    ctx.table_mut(&VAULTS).delete(name);
    multipart::enqueue_sweep(ctx, name);
    Ok(DeleteVaultOutput(Struct::new()))
}
