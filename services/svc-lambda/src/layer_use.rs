//! The layers of a function: found by their ARNs, with what their policies allow.

use kernel::arn::Arn;
use kernel::{Access, ApiError, Ctx, Scope};

use crate::errors;
use crate::limits::LAYERS_MAX;
use crate::policy;
use crate::state::{LAYER_POLICIES, LAYERS, LayerRow, LayerUse};

/// `arn:aws:lambda:REGION:ACCOUNT:layer:NAME:VERSION`
pub struct LayerVersion {
    pub scope: Scope,
    pub owner: kernel::AccountId,
    pub name: String,
    pub version: u64,
}

impl LayerVersion {
    pub fn parse(text: &str) -> Option<LayerVersion> {
        let arn = Arn::parse(text)?;
        let (name, version) = arn.resource.strip_prefix("layer:")?.split_once(':')?;
        let (owner, region) = (arn.account_id()?, arn.region()?);
        Some(LayerVersion {
            scope: Scope::new(owner.digits(), region.as_str()),
            owner,
            name: name.to_owned(),
            version: version.parse().ok()?,
        })
    }

    pub fn key(&self) -> (String, u64) {
        (self.name.clone(), self.version)
    }
}

pub fn find_all<'a>(
    ctx: &Ctx<'_>,
    arns: impl ExactSizeIterator<Item = &'a str>,
) -> Result<Vec<LayerUse>, ApiError> {
    if arns.len() > LAYERS_MAX {
        return Err(errors::too_many_layers());
    }
    arns.map(|arn| Ok(LayerUse { arn: arn.to_owned(), code: find(ctx, arn)?.code })).collect()
}

/// A layer's version that the caller may use.
fn find(ctx: &Ctx<'_>, arn: &str) -> Result<LayerRow, ApiError> {
    let absent = || errors::layer_not_found(arn);
    let layer = LayerVersion::parse(arn).ok_or_else(absent)?;
    if layer.scope.region() != ctx.region().as_str() {
        return Err(absent());
    }
    let policy = ctx.table_in(&LAYER_POLICIES, layer.scope).get(&layer.key())?;
    let policy = policy.map(|row| policy::document(&row));
    let access = Access::new(ctx, "lambda:GetLayerVersion", arn).owned_by(layer.owner);
    ctx.authorize(&access.with_policy(policy))?;
    ctx.table_in(&LAYERS, layer.scope).get(&layer.key())?.ok_or_else(absent)
}
