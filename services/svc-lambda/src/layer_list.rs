//! Lists of layers and of their versions.

use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::{
    LayerVersionsListItemBuilder, LayersListItemBuilder, ListLayerVersionsInput,
    ListLayerVersionsOutput, ListLayersInput, ListLayersOutput,
};
use crate::errors;
use crate::layer::{arn, described, next, own_name, token, versions};
use crate::limits::LIST_MAX;
use crate::state::{LAYER_HEADS, LAYERS, LayerRow};

pub fn list_layer_versions(
    ctx: &mut Ctx<'_>,
    input: ListLayerVersionsInput<'_>,
) -> Result<ListLayerVersionsOutput, ApiError> {
    const OPERATION: &str = "ListLayerVersions";
    let max = input.max_items().unwrap_or(LIST_MAX).min(LIST_MAX) as usize;
    let name = own_name(input.layer_name());
    let mut range = versions(&name);
    if let Some(position) = next(OPERATION, input.marker())? {
        let position: u64 = position.parse().map_err(|_| errors::invalid_marker())?;
        range = range.before(&(name.as_str(), position));
    }
    let (mut shown, mut last) = (Vec::new(), 0);
    let mut rows = ctx.table(&LAYERS).scan(&range);
    while shown.len() < max
        && let Some(((_, version), row)) = rows.next().transpose()?
    {
        if is_meant(&row, input.compatible_runtime(), input.compatible_architecture()) {
            let item = described(ctx, &name, version, &row);
            shown.push(LayerVersionsListItemBuilder(item));
        }
        last = version;
    }
    let has_more = rows.next().transpose()?.is_some();
    let marker = has_more.then(|| token(OPERATION, &last.to_string()));
    Ok(ListLayerVersionsOutput::new().layer_versions(shown).next_marker(marker))
}

/// Each layer with its newest version that fits.
pub fn list_layers(
    ctx: &mut Ctx<'_>,
    input: ListLayersInput<'_>,
) -> Result<ListLayersOutput, ApiError> {
    const OPERATION: &str = "ListLayers";
    let max = input.max_items().unwrap_or(LIST_MAX).min(LIST_MAX) as usize;
    let mut range = Range::all();
    if let Some(position) = next(OPERATION, input.marker())? {
        range = range.after(&position);
    }
    let (mut shown, mut last) = (Vec::new(), None);
    let mut names = ctx.table(&LAYER_HEADS).keys(&range);
    while shown.len() < max
        && let Some(name) = names.next().transpose()?
    {
        let (runtime, architecture) = (input.compatible_runtime(), input.compatible_architecture());
        for entry in ctx.table(&LAYERS).scan(&versions(&name)) {
            let ((_, version), row) = entry?;
            if is_meant(&row, runtime, architecture) {
                let newest = LayerVersionsListItemBuilder(described(ctx, &name, version, &row));
                let item = LayersListItemBuilder::new().layer_name(&name);
                let item = item.layer_arn(arn(ctx, &name, None));
                shown.push(item.latest_matching_version(newest));
                break;
            }
        }
        last = Some(name);
    }
    let has_more = names.next().transpose()?.is_some();
    let marker = last.filter(|_| has_more).map(|name| token(OPERATION, &name));
    Ok(ListLayersOutput::new().layers(shown).next_marker(marker))
}

fn is_meant(row: &LayerRow, runtime: Option<&str>, architecture: Option<&str>) -> bool {
    let has = |list: &[String], wanted: Option<&str>| {
        wanted.is_none_or(|wanted| list.iter().any(|it| it == wanted))
    };
    has(&row.runtimes, runtime) && has(&row.architectures, architecture)
}
