//! A stack while something is done with it: its row, and calls as whoever may change it.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx, OpResult};
use serde_json::Value as Json;
use store::Range;

use crate::state::{BODIES, BodyRow, RESOURCES, ResourceRow, STACKS, StackRow};

/// The name of the session as which a stack's role is taken on.
const ROLE_SESSION: &str = "AWSCloudFormation";

pub struct Session<'c, 'w> {
    pub ctx: &'c mut Ctx<'w>,
    /// The unique part of the stack's id.
    pub key: String,
    pub stack: StackRow,
}

impl<'c, 'w> Session<'c, 'w> {
    pub fn open(ctx: &'c mut Ctx<'w>, key: &str) -> Result<Option<Session<'c, 'w>>, ApiError> {
        let stack = ctx.table(&STACKS).get(key)?;
        Ok(stack.map(|stack| Session { ctx, key: key.to_owned(), stack }))
    }

    pub fn save(&mut self) {
        self.ctx.table_mut(&STACKS).put(self.key.as_str(), &self.stack);
    }

    /// Makes the ask as the stack's role, where it has one; else as the caller of the operation.
    pub fn acting(&self, ask: Ask) -> Ask {
        match self.stack.role.as_deref().and_then(Arn::parse) {
            Some(role) => ask.as_role(&role, ROLE_SESSION),
            None => ask,
        }
    }

    pub fn call(&mut self, ask: Ask) -> OpResult {
        let ask = self.acting(ask);
        self.ctx.call(ask)
    }

    pub fn resource(&self, logical_id: &str) -> Result<Option<ResourceRow>, ApiError> {
        Ok(self.ctx.table(&RESOURCES).get(&(self.key.as_str(), logical_id))?)
    }

    pub fn put_resource(&mut self, logical_id: &str, row: &ResourceRow) {
        let key = (self.key.as_str(), logical_id);
        self.ctx.table_mut(&RESOURCES).put(&key, row);
    }

    pub fn delete_resource(&mut self, logical_id: &str) {
        let key = (self.key.as_str(), logical_id);
        self.ctx.table_mut(&RESOURCES).delete(&key);
    }

    /// All resources by their logical ids.
    pub fn resources(&self) -> Result<BTreeMap<String, ResourceRow>, ApiError> {
        let mut out = BTreeMap::new();
        for entry in self.ctx.table(&RESOURCES).scan(&Range::within(&(self.key.as_str(),))) {
            let ((_, id), row) = entry?;
            out.insert(id, row);
        }
        Ok(out)
    }

    pub fn body(&self, which: &str) -> Result<Option<String>, ApiError> {
        let row = self.ctx.table(&BODIES).get(&(self.key.as_str(), which))?;
        Ok(row.map(|row| row.text))
    }

    pub fn put_body(&mut self, which: &str, text: &str) {
        let key = (self.key.as_str(), which);
        self.ctx.table_mut(&BODIES).put(&key, &BodyRow { text: text.to_owned() });
    }

    pub fn delete_body(&mut self, which: &str) {
        let key = (self.key.as_str(), which);
        self.ctx.table_mut(&BODIES).delete(&key);
    }

    /// What the pseudo parameters are.
    pub fn pseudo(&self) -> BTreeMap<String, Json> {
        pseudo(self.ctx, &self.stack)
    }
}

pub fn pseudo(ctx: &Ctx<'_>, stack: &StackRow) -> BTreeMap<String, Json> {
    let region = ctx.region();
    let suffix = region.info().dns_suffix;
    let arns: Json = stack.notification_arns.iter().map(|it| Json::from(it.as_str())).collect();
    [
        ("AWS::AccountId", ctx.account().as_str().into()),
        ("AWS::NotificationARNs", arns),
        ("AWS::Partition", region.partition().into()),
        ("AWS::Region", region.as_str().into()),
        ("AWS::StackId", stack.id.as_str().into()),
        ("AWS::StackName", stack.name.as_str().into()),
        ("AWS::URLSuffix", suffix.into()),
    ]
    .map(|(name, value): (&str, Json)| (name.to_owned(), value))
    .into()
}

/// A JSON document of a row: what was written there is read again.
pub fn document(text: &str) -> serde_json::Map<String, Json> {
    serde_json::from_str(text).unwrap_or_default()
}
