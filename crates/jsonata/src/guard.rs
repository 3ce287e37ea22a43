//! What makes texts longer is watched: `&`, `$join`, `$replace` and `$string`; and calls of
//! functions that an expression defines are counted, since recursion has no end of its own.
//!
//! The engine bounds depth, time and the items of sequences, but not the length of a text, which
//! doubles with every `$a & $a`. So the parsed expression is rewritten: what goes into these and
//! what comes out goes through [`CHECK`], which hands on what is not too large.

use jsonata_core::ast::{AstNode, BinaryOp, PathStep, Stage};
use jsonata_core::value::JValue;

use crate::SIZE_MAX;

/// The function that refuses what is too large; no expression can name it.
pub const CHECK: &str = " bounded";
/// The function that counts steps; no expression can name it.
pub const STEP: &str = " step";
const WRITING: [&str; 3] = ["join", "replace", "string"];

/// Whether the JSON of a value is, by and large, no longer than it may be. Takes time in proportion
/// to the bound at most, however often parts of the value are shared.
pub fn is_bounded(value: &JValue) -> bool {
    let mut left = SIZE_MAX;
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        let size = match value {
            JValue::String(text) => text.len(),
            JValue::Object(members) => members.iter().map(|(name, _)| name.len() + 4).sum(),
            _ => 1,
        };
        if size > left {
            return false;
        }
        left -= size;
        match value {
            JValue::Array(items) if items.len() > left => return false,
            JValue::Array(items) => waiting.extend(items.iter()),
            JValue::Object(members) => waiting.extend(members.values()),
            _ => {}
        }
    }
    true
}

/// Puts the checks into an expression.
pub fn watch(node: &mut AstNode) {
    match node {
        AstNode::Path { steps } => steps.iter_mut().for_each(watch_step),
        // What stands behind `~>` gets its first argument from before it: it stays a call.
        AstNode::Binary { op: BinaryOp::ChainPipe, lhs, rhs } => {
            watch(lhs);
            match &mut **rhs {
                AstNode::Function { args, .. } => args.iter_mut().for_each(watch),
                other => watch(other),
            }
            check(lhs);
            check(node);
            return;
        }
        AstNode::Binary { lhs, rhs, .. } => {
            watch(lhs);
            watch(rhs);
        }
        AstNode::Unary { operand, .. } => watch(operand),
        AstNode::Function { args, .. } => args.iter_mut().for_each(watch),
        AstNode::Call { procedure, args } => {
            watch(procedure);
            args.iter_mut().for_each(watch);
        }
        AstNode::Lambda { body, .. } => {
            watch(body);
            count(body);
        }
        AstNode::Array(items) | AstNode::Block(items) | AstNode::ArrayGroup(items) => {
            items.iter_mut().for_each(watch);
        }
        AstNode::Object(pairs) => watch_pairs(pairs),
        AstNode::ObjectTransform { input, pattern } => {
            watch(input);
            watch_pairs(pattern);
        }
        AstNode::Conditional { condition, then_branch, else_branch } => {
            watch(condition);
            watch(then_branch);
            if let Some(else_branch) = else_branch {
                watch(else_branch);
            }
        }
        AstNode::FunctionApplication(inner) => watch(inner),
        AstNode::Sort { input, terms } => {
            watch(input);
            for (term, _) in terms {
                watch(term);
            }
        }
        AstNode::Transform { location, update, delete } => {
            let parts = [Some(location), Some(update), delete.as_mut()];
            parts.into_iter().flatten().for_each(|part| watch(part));
        }
        _ => {}
    }
    match node {
        AstNode::Binary { op: BinaryOp::Concatenate, lhs, rhs } => {
            check(lhs);
            check(rhs);
            check(node);
        }
        AstNode::Function { name, args, .. } if WRITING.contains(&name.as_str()) => {
            args.iter_mut().for_each(check);
            check(node);
        }
        _ => {}
    }
}

/// A call of a function is a step. What stands last in a block is still a tail call.
fn count(body: &mut AstNode) {
    let inner = std::mem::replace(body, AstNode::Undefined);
    let step = AstNode::Function { name: STEP.to_owned(), args: Vec::new(), is_builtin: false };
    *body = AstNode::Block(vec![step, inner]);
}

fn check(node: &mut AstNode) {
    if matches!(node, AstNode::Placeholder | AstNode::String(_) | AstNode::Regex { .. }) {
        return;
    }
    let inner = std::mem::replace(node, AstNode::Undefined);
    *node = AstNode::Function { name: CHECK.to_owned(), args: vec![inner], is_builtin: false };
}

fn watch_step(step: &mut PathStep) {
    watch(&mut step.node);
    for stage in &mut step.stages {
        if let Stage::Filter(filter) = stage {
            watch(filter);
        }
    }
}

fn watch_pairs(pairs: &mut [(AstNode, AstNode)]) {
    for (key, value) in pairs {
        watch(key);
        watch(value);
    }
}
