//! What is scaled, and how: rows by table.

use kernel::Table;
use minicbor::{Decode, Encode};

/// By the name of the table.
pub static SCALINGS: Table<String, ScalingRow> = Table::regional("dynamodb", "scalings");

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct ScalingRow {
    #[n(0)]
    pub targets: Vec<TargetRow>,
    /// Says which steps are still meant: one for each time that the targets were changed.
    #[n(1)]
    pub round: u64,
}

/// Read or write capacity of a table or of one of its global indexes.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TargetRow {
    #[n(0)]
    pub index: Option<String>,
    #[n(1)]
    pub is_write: bool,
    #[n(2)]
    pub least: i64,
    #[n(3)]
    pub most: i64,
    #[n(4)]
    pub policy: Option<PolicyRow>,
    #[n(5)]
    pub scaled_in: Option<i64>,
    #[n(6)]
    pub scaled_out: Option<i64>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct PolicyRow {
    #[n(0)]
    pub name: String,
    /// Of what is provisioned.
    #[n(1)]
    pub percent: f64,
    #[n(2)]
    pub in_cooldown_s: Option<i64>,
    #[n(3)]
    pub out_cooldown_s: Option<i64>,
    /// It never lowers the capacity.
    #[n(4)]
    pub is_up_only: bool,
}

store::row!(ScalingRow);

impl ScalingRow {
    pub fn target(&self, index: Option<&str>, is_write: bool) -> Option<&TargetRow> {
        self.targets.iter().find(|it| it.index.as_deref() == index && it.is_write == is_write)
    }
}
