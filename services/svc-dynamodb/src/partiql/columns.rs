//! What a SELECT shows of an item: the values at its paths, each under the end of its path. So
//! `info.rating` is shown as `rating`, and `info.actors[0]` as `actors[0]`.
//!
//! Source: PyDynamoDB, a client that finds its columns by these names, tested against AWS's own
//! DynamoDB and DynamoDB local. Of two columns of one name the later is shown, which is not
//! verified.

use std::fmt::Write as _;

use kernel::{ApiError, Value};

use crate::attribute::Item;
use crate::expression::path::Step;
use crate::expression::{Path, Projection};
use crate::values;

pub struct Columns(Vec<Path>);

impl Columns {
    pub fn new(paths: Vec<Path>) -> Columns {
        Columns(paths)
    }

    /// The attributes that are read for them.
    pub fn projection(&self) -> Projection {
        Projection::new(self.0.iter().map(|path| Path::top(path.root.as_str())).collect())
    }

    pub fn of(&self, item: &Item) -> Item {
        let mut out = Item::new();
        for path in &self.0 {
            if let Some(value) = path.find(item) {
                out.insert(name(path), value.clone());
            }
        }
        out
    }

    /// The same of items as answers carry them, of which the projection has been read.
    pub fn of_all(&self, items: &mut [Value]) -> Result<(), ApiError> {
        if self.0.iter().all(Path::is_top) {
            return Ok(());
        }
        for shown in items {
            let Some(item) = shown.as_struct() else { continue };
            let item = self.of(&values::read_item(item)?);
            *shown = values::write_item(item).into();
        }
        Ok(())
    }
}

fn name(path: &Path) -> String {
    let mut out = path.root.clone();
    for step in &path.steps {
        match step {
            Step::Field(name) => out.clone_from(name),
            Step::Index(index) => {
                let _ = write!(out, "[{index}]");
            }
        }
    }
    out
}
