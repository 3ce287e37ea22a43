//! Labels of versions.
//!
//! Source: API Reference, LabelParameterVersion, UnlabelParameterVersion.

use kernel::{ApiError, Ctx};

use crate::api::{
    LabelParameterVersionInput, LabelParameterVersionOutput, UnlabelParameterVersionInput,
    UnlabelParameterVersionOutput, error,
};
use crate::errors;
use crate::event;
use crate::limits;
use crate::name;
use crate::state::{PARAMETERS, VERSIONS};

pub fn label_parameter_version(
    ctx: &mut Ctx<'_>,
    input: LabelParameterVersionInput<'_>,
) -> Result<LabelParameterVersionOutput, ApiError> {
    let named = name::read(ctx, input.name())?;
    let mut row = name::find(ctx, &named.name)?;
    let number = input.parameter_version().map_or(row.version, |it| it as u64);
    check_version(ctx, &named.name, number)?;
    let (valid, invalid): (Vec<&str>, Vec<&str>) =
        input.labels().iter().partition(|label| is_label(label));
    for label in valid {
        row.labels.insert(label.to_owned(), number);
    }
    let count = row.labels.values().filter(|version| **version == number).count();
    if count > limits::LABELS_PER_VERSION_MAX {
        return Err(error::parameter_version_label_limit_exceeded(format!(
            "A parameter version can have a maximum of {} labels. Move one or more labels to \
             another version and try again.",
            limits::LABELS_PER_VERSION_MAX
        )));
    }
    ctx.table_mut(&PARAMETERS).put(named.name.as_str(), &row);
    event::changed(ctx, &named.name, &row, "LabelParameterVersion", None);
    Ok(LabelParameterVersionOutput::new().invalid_labels(invalid).parameter_version(number))
}

pub fn unlabel_parameter_version(
    ctx: &mut Ctx<'_>,
    input: UnlabelParameterVersionInput<'_>,
) -> Result<UnlabelParameterVersionOutput, ApiError> {
    let named = name::read(ctx, input.name())?;
    let mut row = name::find(ctx, &named.name)?;
    let number = input.parameter_version() as u64;
    check_version(ctx, &named.name, number)?;
    let (mut removed, mut invalid) = (Vec::new(), Vec::new());
    for label in input.labels() {
        let is_there = row.labels.get(label) == Some(&number);
        if is_there {
            row.labels.remove(label);
        }
        if is_there { &mut removed } else { &mut invalid }.push(label);
    }
    ctx.table_mut(&PARAMETERS).put(named.name.as_str(), &row);
    Ok(UnlabelParameterVersionOutput::new().removed_labels(removed).invalid_labels(invalid))
}

fn check_version(ctx: &Ctx<'_>, name: &str, number: u64) -> Result<(), ApiError> {
    if ctx.table(&VERSIONS).contains(&(name.to_owned(), number))? {
        return Ok(());
    }
    Err(errors::version_not_found(number))
}

/// "Labels can contain letters, numbers, periods, hyphens, or underscores. They can't begin with a
/// number, aws or ssm."
fn is_label(label: &str) -> bool {
    let lower = label.to_ascii_lowercase();
    label.len() <= limits::LABEL_CHARACTERS_MAX
        && label.chars().all(|it| it.is_ascii_alphanumeric() || "._-".contains(it))
        && !label.starts_with(|it: char| it.is_ascii_digit())
        && !lower.starts_with("aws")
        && !lower.starts_with("ssm")
}
