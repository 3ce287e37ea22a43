//! Tags of vaults.
//!
//! Source: API Reference, AddTagsToVault, RemoveTagsFromVault, ListTagsForVault.

use kernel::{ApiError, Ctx, Struct};

use crate::api::{
    AddTagsToVaultInput, AddTagsToVaultOutput, ListTagsForVaultInput, ListTagsForVaultOutput,
    RemoveTagsFromVaultInput, RemoveTagsFromVaultOutput,
};
use crate::errors;
use crate::limits::{TAG_KEY_LEN_MAX, TAG_VALUE_LEN_MAX, TAGS_MAX};
use crate::vault;

pub fn add_tags_to_vault(
    ctx: &mut Ctx,
    input: AddTagsToVaultInput<'_>,
) -> Result<AddTagsToVaultOutput, ApiError> {
    let mut vault = vault::find(ctx, input.0)?;
    let given = input.0.structure("Tags").ok_or_else(|| errors::missing("Tags are required."))?;
    for (name, value) in given.iter() {
        let value = value.as_str().unwrap_or("");
        let is_valid = !name.is_empty()
            && name.chars().count() <= TAG_KEY_LEN_MAX
            && value.chars().count() <= TAG_VALUE_LEN_MAX
            && !name.starts_with("aws:");
        if !is_valid {
            return Err(errors::invalid(format!("Invalid tag: {name}")));
        }
        let tags = &mut vault.row.tags;
        match tags.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => value.clone_into(known),
            None => tags.push((name.to_owned(), value.to_owned())),
        }
    }
    if vault.row.tags.len() > TAGS_MAX {
        return Err(errors::limit_exceeded(format!("A vault has at most {TAGS_MAX} tags.")));
    }
    vault.save(ctx);
    Ok(AddTagsToVaultOutput(Struct::new()))
}

pub fn remove_tags_from_vault(
    ctx: &mut Ctx,
    input: RemoveTagsFromVaultInput<'_>,
) -> Result<RemoveTagsFromVaultOutput, ApiError> {
    let mut vault = vault::find(ctx, input.0)?;
    let gone = input.0.list("TagKeys").unwrap_or_default();
    vault.row.tags.retain(|(name, _)| gone.iter().all(|it| it.as_str() != Some(name)));
    vault.save(ctx);
    Ok(RemoveTagsFromVaultOutput(Struct::new()))
}

pub fn list_tags_for_vault(
    ctx: &mut Ctx,
    input: ListTagsForVaultInput<'_>,
) -> Result<ListTagsForVaultOutput, ApiError> {
    let vault = vault::find(ctx, input.0)?;
    let pairs = vault.row.tags.iter().map(|(name, value)| (name.clone(), value.as_str()));
    let tags: Struct = pairs.collect();
    Ok(ListTagsForVaultOutput(Struct::new().with("Tags", tags)))
}
