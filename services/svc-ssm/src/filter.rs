//! Filters of DescribeParameters and GetParametersByPath.
//!
//! Source: API Reference, ParameterStringFilter, ParametersFilter.

use kernel::ApiError;
use kernel::view::List;

use crate::api::{ParameterStringFilter, ParametersFilter, error};
use crate::errors;
use crate::state::ParameterRow;

const EQUALS: &str = "Equals";
const BEGINS_WITH: &str = "BeginsWith";
const CONTAINS: &str = "Contains";
const RECURSIVE: &str = "Recursive";
const ONE_LEVEL: &str = "OneLevel";

#[derive(Clone, Debug)]
pub struct Filter {
    key: String,
    option: String,
    values: Vec<String>,
}

pub fn read_for_path(
    filters: Option<List<'_, ParameterStringFilter<'_>>>,
) -> Result<Vec<Filter>, ApiError> {
    let filters = read_all(filters)?;
    for filter in &filters {
        match (filter.key.as_str(), filter.option.as_str()) {
            ("Type" | "KeyId", EQUALS | BEGINS_WITH) | ("Label", EQUALS) => {}
            ("Type" | "KeyId" | "Label", option) => return Err(errors::filter_option(option)),
            (key, _) => return Err(errors::filter_key(key)),
        }
        if filter.key == "Label" && filter.values.len() != 1 {
            return Err(error::invalid_filter_value("A filter by Label has one value."));
        }
    }
    Ok(filters)
}

pub fn read_for_list(
    filters: Option<List<'_, ParameterStringFilter<'_>>>,
    older: Option<List<'_, ParametersFilter<'_>>>,
) -> Result<Vec<Filter>, ApiError> {
    let mut all = read_all(filters)?;
    for filter in &all {
        match (filter.key.as_str(), filter.option.as_str()) {
            ("Name", EQUALS | BEGINS_WITH | CONTAINS)
            | ("Path", RECURSIVE | ONE_LEVEL)
            | ("Type" | "KeyId" | "Tier" | "DataType", EQUALS | BEGINS_WITH) => {}
            (key, EQUALS | BEGINS_WITH) if key.starts_with("tag:") => {}
            ("Name" | "Path" | "Type" | "KeyId" | "Tier" | "DataType", option) => {
                return Err(errors::filter_option(option));
            }
            (key, option) if key.starts_with("tag:") => return Err(errors::filter_option(option)),
            (key, _) => return Err(errors::filter_key(key)),
        }
    }
    for filter in older.into_iter().flatten() {
        // The older form: names by how they begin, all else by equality.
        let option = if filter.key() == "Name" { BEGINS_WITH } else { EQUALS };
        all.push(Filter {
            key: filter.key().to_owned(),
            option: option.to_owned(),
            values: filter.values().iter().map(str::to_owned).collect(),
        });
    }
    Ok(all)
}

fn read_all(filters: Option<List<'_, ParameterStringFilter<'_>>>) -> Result<Vec<Filter>, ApiError> {
    let mut all: Vec<Filter> = Vec::new();
    for filter in filters.into_iter().flatten() {
        let key = filter.key();
        if all.iter().any(|it| it.key == key) {
            return Err(errors::filter_key(key));
        }
        let default = if key == "Path" { ONE_LEVEL } else { EQUALS };
        let values = filter.values().map_or_else(Vec::new, List::to_vec);
        all.push(Filter {
            key: key.to_owned(),
            option: filter.option().unwrap_or(default).to_owned(),
            values: values.into_iter().map(str::to_owned).collect(),
        });
    }
    Ok(all)
}

/// The label by which the version is chosen.
pub fn label(filters: &[Filter]) -> Option<&str> {
    let filter = filters.iter().find(|filter| filter.key == "Label")?;
    filter.values.first().map(String::as_str)
}

impl Filter {
    pub fn matches(&self, name: &str, row: &ParameterRow) -> bool {
        match self.key.as_str() {
            "Name" => self.has(name),
            "Path" => self.values.iter().any(|path| {
                let prefix = format!("{}/", path.trim_end_matches('/'));
                let rest = name.strip_prefix(&prefix);
                rest.is_some_and(|rest| self.option == RECURSIVE || !rest.contains('/'))
            }),
            "Type" => self.has(&row.kind),
            "KeyId" => row.key_id.as_deref().is_some_and(|key| self.has(key)),
            "Tier" => self.has(&row.tier),
            "DataType" => self.has(&row.data_type),
            "Label" => self.values.iter().any(|label| row.labels.contains_key(label)),
            key => {
                let tag = key.strip_prefix("tag:").unwrap_or(key);
                // Without values: whatever the tag's value is.
                row.tags.get(tag).is_some_and(|it| self.values.is_empty() || self.has(it))
            }
        }
    }

    fn has(&self, text: &str) -> bool {
        self.values.iter().any(|value| match self.option.as_str() {
            BEGINS_WITH => text.starts_with(value.as_str()),
            CONTAINS => text.contains(value.as_str()),
            _ => text == value,
        })
    }
}
