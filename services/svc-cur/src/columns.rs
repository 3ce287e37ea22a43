//! A report as a file of Parquet: its columns have the names and types of AWS's table for Athena.
//!
//! Source: User Guide, "Querying Cost and Usage Reports using Amazon Athena" (names: an underscore
//! before capitals, small letters, an underscore for everything else, none twice, none at the ends;
//! tags whose names become the same share a column), and tables that users have published (types).

use sql::table::{self, Column};

/// What is a moment in that table.
const MOMENTS: &[&str] = &[
    "bill_billing_period_start_date",
    "bill_billing_period_end_date",
    "line_item_usage_start_date",
    "line_item_usage_end_date",
];
/// What is a number there; rates are texts.
const NUMBERS: &[&str] = &[
    "line_item_usage_amount",
    "line_item_normalization_factor",
    "line_item_normalized_usage_amount",
    "line_item_unblended_cost",
    "line_item_blended_cost",
    "pricing_public_on_demand_cost",
];

#[derive(Debug)]
pub struct Columns {
    columns: Vec<(String, Column)>,
    /// For each column of the report the one here.
    places: Vec<usize>,
}

impl Columns {
    /// Of a report with these columns, as they are called in its text form.
    pub fn new(names: &[String]) -> Columns {
        let mut columns: Vec<(String, Column)> = Vec::new();
        let mut places = Vec::new();
        for name in names.iter().map(|name| column_name(name)) {
            let known = columns.iter().position(|(known, _)| *known == name);
            places.push(known.unwrap_or(columns.len()));
            if known.is_none() {
                let column = match name.as_str() {
                    name if MOMENTS.contains(&name) => Column::Moments(Vec::new()),
                    name if NUMBERS.contains(&name) => Column::Numbers(Vec::new()),
                    _ => Column::Texts(Vec::new()),
                };
                columns.push((name, column));
            }
        }
        Columns { columns, places }
    }

    /// Adds a line: its values in the order of the names.
    pub fn push<'v>(&mut self, values: impl Iterator<Item = &'v str>) {
        let mut row = vec![""; self.columns.len()];
        for (place, value) in self.places.iter().zip(values) {
            // The first of those that share a column and is there.
            if row[*place].is_empty() {
                row[*place] = value;
            }
        }
        for ((_, column), value) in self.columns.iter_mut().zip(row) {
            let value = Some(value).filter(|value| !value.is_empty());
            match column {
                Column::Texts(values) => values.push(value.map(str::to_owned)),
                Column::Numbers(values) => values.push(value.and_then(|it| it.parse().ok())),
                Column::Moments(values) => values.push(value.and_then(moment)),
                Column::Names(_) | Column::Flags(_) | Column::Integers(_) => {
                    unreachable!("a report has no such column")
                }
            }
        }
    }

    pub fn file(&self) -> Vec<u8> {
        table::parquet(&self.columns)
    }
}

/// `2030-01-01T00:00:00Z`
fn moment(text: &str) -> Option<i64> {
    text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond)
}

/// `lineItem/UsageAccountId` is `line_item_usage_account_id`.
fn column_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 8);
    for character in name.chars() {
        if character.is_ascii_uppercase() {
            out.push('_');
        }
        let is_kept = character.is_ascii_alphanumeric();
        out.push(if is_kept { character.to_ascii_lowercase() } else { '_' });
    }
    let words: Vec<&str> = out.split('_').filter(|word| !word.is_empty()).collect();
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_table_for_athena() {
        for (name, expected) in [
            ("identity/LineItemId", "identity_line_item_id"),
            ("lineItem/UsageAccountId", "line_item_usage_account_id"),
            ("product/ProductName", "product_product_name"),
            ("product/servicecode", "product_servicecode"),
            ("pricing/publicOnDemandCost", "pricing_public_on_demand_cost"),
            ("resourceTags/user:cost-Center ", "resource_tags_user_cost_center"),
        ] {
            assert_eq!(column_name(name), expected);
        }
    }

    #[test]
    fn values_have_the_types_of_their_columns() {
        let names = [
            "lineItem/UsageStartDate",
            "lineItem/UsageAmount",
            "lineItem/UnblendedRate",
            "resourceTags/user:Team",
            "resourceTags/user:team",
        ];
        let mut columns = Columns::new(&names.map(str::to_owned));
        columns.push(["2030-01-01T00:00:00Z", "2.5", "0.1", "", "a"].into_iter());
        columns.push(["", "", "", "b", "c"].into_iter());
        let text = |text: &str| Some(text.to_owned());
        let expected = [
            Column::Moments(vec![Some(1_893_456_000_000), None]),
            Column::Numbers(vec![Some(2.5), None]),
            Column::Texts(vec![text("0.1"), None]),
            Column::Texts(vec![text("a"), text("b")]),
        ];
        let found: Vec<Column> = columns.columns.into_iter().map(|(_, column)| column).collect();
        assert_eq!(found, expected);
    }
}
