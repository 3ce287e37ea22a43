//! Evaluates the nodes of a template.

use std::rc::Rc;

use crate::expression::{Expression, Operator, Reference, Step};
use crate::limits::{
    DEPTH_MAX, ITEMS_MAX, ITERATIONS_MAX, MACRO_DEPTH_MAX, OUTPUT_BYTES_MAX, STEPS_MAX,
    TEXT_BYTES_MAX,
};
use crate::methods;
use crate::parse::Node;
use crate::value::Value;
use crate::{Scope, TemplateError};

/// Variables that are there whether or not they have a value: an absent member of theirs is
/// written as nothing, where Velocity writes an unknown reference as it stands.
const OWN: [&str; 5] = ["context", "stageVariables", "input", "util", "method"];

pub fn render(nodes: &[Node], scope: &mut Scope) -> Result<String, TemplateError> {
    let mut renderer =
        Renderer { scope, macros: Vec::new(), defined: Vec::new(), steps: 0, macro_depth: 0 };
    let mut out = String::new();
    renderer.block(nodes, &mut out)?;
    Ok(out)
}

/// How a block ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    On,
    Break,
    Stop,
}

struct Renderer<'s, 't> {
    pub scope: &'s mut Scope,
    macros: Vec<(&'t str, &'t [String], &'t [Node])>,
    defined: Vec<(&'t str, &'t [Node])>,
    steps: usize,
    macro_depth: usize,
}

impl<'t> Renderer<'_, 't> {
    fn step(&mut self) -> Result<(), TemplateError> {
        self.steps += 1;
        if self.steps > STEPS_MAX {
            return Err(TemplateError::new("The template does too much"));
        }
        Ok(())
    }

    fn block(&mut self, nodes: &'t [Node], out: &mut String) -> Result<Flow, TemplateError> {
        for node in nodes {
            self.step()?;
            let flow = self.node(node, out)?;
            if out.len() > OUTPUT_BYTES_MAX {
                return Err(TemplateError::new("The template writes too much"));
            }
            if flow != Flow::On {
                return Ok(flow);
            }
        }
        Ok(Flow::On)
    }

    fn node(&mut self, node: &'t Node, out: &mut String) -> Result<Flow, TemplateError> {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Reference { reference, is_quiet, source } => {
                return self.written(reference, *is_quiet, source, out);
            }
            Node::Set { target, value } => {
                let value = self.value(value)?;
                self.assign(target, value)?;
            }
            Node::If { branches, otherwise } => {
                for (condition, body) in branches {
                    if self.value(condition)?.is_true() {
                        return self.block(body, out);
                    }
                }
                return self.block(otherwise, out);
            }
            Node::ForEach { variable, items, body } => {
                return self.for_each(variable, items, body, out);
            }
            Node::Macro { name, parameters, body } => self.macros.push((name, parameters, body)),
            Node::Define { variable, body } => self.defined.push((variable, body)),
            Node::Call { name, arguments, source } => {
                return self.call_macro(name, arguments, source, out);
            }
            Node::Break => return Ok(Flow::Break),
            Node::Stop => return Ok(Flow::Stop),
        }
        Ok(Flow::On)
    }

    fn written(
        &mut self,
        reference: &'t Reference,
        is_quiet: bool,
        source: &str,
        out: &mut String,
    ) -> Result<Flow, TemplateError> {
        let defined = self.defined.iter().rev().find(|(name, _)| *name == reference.name);
        if let (Some((_, body)), true) = (defined.copied(), reference.steps.is_empty()) {
            return self.nested(|renderer| renderer.block(body, out));
        }
        let value = self.reference(reference)?;
        if !value.is_null() {
            value.write(out, 0);
        } else if !is_quiet && !OWN.contains(&reference.name.as_str()) {
            out.push_str(source);
        }
        Ok(Flow::On)
    }

    fn nested<T>(
        &mut self,
        run: impl FnOnce(&mut Self) -> Result<T, TemplateError>,
    ) -> Result<T, TemplateError> {
        self.macro_depth += 1;
        if self.macro_depth > MACRO_DEPTH_MAX {
            return Err(TemplateError::new("Macros are nested too deeply"));
        }
        let result = run(self);
        self.macro_depth -= 1;
        result
    }

    fn call_macro(
        &mut self,
        name: &str,
        arguments: &'t [Expression],
        source: &str,
        out: &mut String,
    ) -> Result<Flow, TemplateError> {
        let known = self.macros.iter().rev().find(|(known, _, _)| *known == name).copied();
        let Some((_, parameters, body)) = known else {
            out.push_str(source);
            return Ok(Flow::On);
        };
        let mut values = Vec::new();
        for argument in arguments {
            values.push(self.value(argument)?);
        }
        let mut kept = Vec::new();
        for (at, parameter) in parameters.iter().enumerate() {
            kept.push((parameter, self.scope.find(parameter).cloned()));
            self.scope.set(parameter, values.get(at).cloned().unwrap_or(Value::Null));
        }
        let flow = self.nested(|renderer| renderer.block(body, out))?;
        for (parameter, value) in kept {
            self.restore(parameter, value);
        }
        Ok(if flow == Flow::Stop { Flow::Stop } else { Flow::On })
    }

    fn restore(&mut self, name: &str, value: Option<Value>) {
        match value {
            Some(value) => self.scope.set(name, value),
            None => self.scope.remove(name),
        }
    }

    fn for_each(
        &mut self,
        variable: &str,
        items: &'t Expression,
        body: &'t [Node],
        out: &mut String,
    ) -> Result<Flow, TemplateError> {
        let items = match self.value(items)? {
            Value::List(items) => items.borrow().clone(),
            Value::Map(entries) => entries.borrow().iter().map(|(_, it)| it.clone()).collect(),
            _ => Vec::new(),
        };
        let names = [variable, "foreach", "velocityCount", "velocityHasNext"];
        let kept: Vec<_> = names.map(|name| self.scope.find(name).cloned()).into();
        let count = items.len();
        let mut flow = Flow::On;
        for (at, item) in items.into_iter().enumerate().take(ITERATIONS_MAX) {
            let has_next = at + 1 < count;
            self.scope.set(variable, item);
            self.scope.set("foreach", place(at, count, kept[1].clone()));
            self.scope.set("velocityCount", Value::Int(at as i64 + 1));
            self.scope.set("velocityHasNext", Value::Bool(has_next));
            flow = self.block(body, out)?;
            if flow != Flow::On {
                break;
            }
        }
        for (name, value) in names.into_iter().zip(kept) {
            self.restore(name, value);
        }
        Ok(if flow == Flow::Stop { Flow::Stop } else { Flow::On })
    }

    fn assign(&mut self, target: &'t Reference, value: Value) -> Result<(), TemplateError> {
        // "If the right hand side evaluates to null, the value is not assigned."
        if value.is_null() {
            return Ok(());
        }
        let Some((last, before)) = target.steps.split_last() else {
            self.scope.set(&target.name, value);
            return Ok(());
        };
        let mut holder = self.root(&target.name);
        for step in before {
            holder = self.take_step(holder, step)?;
        }
        let key = match last {
            Step::Property(name) => Value::text(name.as_str()),
            Step::Index(index) => self.value(index)?,
            Step::Method(..) => return Err(TemplateError::new("A method cannot be set")),
        };
        match (&holder, &key) {
            (Value::Map(entries), key) => {
                methods::put(&mut entries.borrow_mut(), &key.to_text(), value)?;
            }
            (Value::List(items), Value::Int(at)) => {
                let mut items = items.borrow_mut();
                let at = usize::try_from(*at).ok().filter(|at| *at < items.len());
                if let Some(at) = at {
                    items[at] = value;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn root(&self, name: &str) -> Value {
        match name {
            "input" => Value::Input,
            "util" => Value::Util,
            _ => self.scope.find(name).cloned().unwrap_or(Value::Null),
        }
    }

    fn reference(&mut self, reference: &'t Reference) -> Result<Value, TemplateError> {
        let mut value = self.root(&reference.name);
        for step in &reference.steps {
            value = self.take_step(value, step)?;
        }
        Ok(value)
    }

    fn take_step(&mut self, of: Value, step: &'t Step) -> Result<Value, TemplateError> {
        self.step()?;
        match step {
            Step::Property(name) => Ok(methods::property(self.scope, &of, name)),
            Step::Method(name, arguments) => {
                let mut values = Vec::new();
                for argument in arguments {
                    values.push(self.value(argument)?);
                }
                methods::call(self.scope, &of, name, &values)
            }
            Step::Index(index) => {
                let index = self.value(index)?;
                Ok(methods::index(&of, &index))
            }
        }
    }

    fn value(&mut self, expression: &'t Expression) -> Result<Value, TemplateError> {
        self.step()?;
        Ok(match expression {
            Expression::Null => Value::Null,
            Expression::Bool(flag) => Value::Bool(*flag),
            Expression::Int(int) => Value::Int(*int),
            Expression::Float(float) => Value::Float(*float),
            Expression::Text(text) => Value::text(text.as_str()),
            Expression::Interpolated(nodes) => {
                let mut out = String::new();
                self.nested(|renderer| renderer.block(nodes, &mut out))?;
                Value::text(out)
            }
            Expression::Reference(reference) => self.reference(reference)?,
            Expression::List(items) => {
                let mut values = Vec::new();
                for item in items {
                    values.push(self.value(item)?);
                }
                Value::list(values)
            }
            Expression::Range(from, to) => range(&self.value(from)?, &self.value(to)?)?,
            Expression::Map(entries) => {
                let mut values = Vec::new();
                for (key, value) in entries {
                    let key = self.value(key)?.to_text();
                    let value = self.value(value)?;
                    methods::put(&mut values, &key, value)?;
                }
                Value::map(values)
            }
            Expression::Not(inner) => Value::Bool(!self.value(inner)?.is_true()),
            Expression::Negative(inner) => match self.value(inner)? {
                Value::Int(int) => Value::Int(int.wrapping_neg()),
                Value::Float(float) => Value::Float(-float),
                _ => Value::Null,
            },
            Expression::Binary(operator, left, right) => self.binary(*operator, left, right)?,
        })
    }

    fn binary(
        &mut self,
        operator: Operator,
        left: &'t Expression,
        right: &'t Expression,
    ) -> Result<Value, TemplateError> {
        let left = self.value(left)?;
        match operator {
            Operator::Or if left.is_true() => return Ok(Value::Bool(true)),
            Operator::And if !left.is_true() => return Ok(Value::Bool(false)),
            _ => {}
        }
        let right = self.value(right)?;
        Ok(match operator {
            Operator::Or | Operator::And => Value::Bool(right.is_true()),
            Operator::Equal => Value::Bool(left.equals(&right)),
            Operator::NotEqual => Value::Bool(!left.equals(&right)),
            Operator::Less => compare(&left, &right, std::cmp::Ordering::is_lt),
            Operator::LessOrEqual => compare(&left, &right, std::cmp::Ordering::is_le),
            Operator::Greater => compare(&left, &right, std::cmp::Ordering::is_gt),
            Operator::GreaterOrEqual => compare(&left, &right, std::cmp::Ordering::is_ge),
            _ => arithmetic(operator, &left, &right)?,
        })
    }
}

fn place(at: usize, count: usize, parent: Option<Value>) -> Value {
    let mut entries = vec![
        ("index".to_owned(), Value::Int(at as i64)),
        ("count".to_owned(), Value::Int(at as i64 + 1)),
        ("hasNext".to_owned(), Value::Bool(at + 1 < count)),
        ("first".to_owned(), Value::Bool(at == 0)),
        ("last".to_owned(), Value::Bool(at + 1 == count)),
    ];
    if let Some(parent) = parent {
        entries.push(("parent".to_owned(), parent));
    }
    Value::map(entries)
}

fn range(from: &Value, to: &Value) -> Result<Value, TemplateError> {
    let (Value::Int(from), Value::Int(to)) = (from, to) else { return Ok(Value::Null) };
    if from.abs_diff(*to) >= ITEMS_MAX as u64 {
        return Err(TemplateError::new("A range is too long"));
    }
    let mut items: Vec<Value> = (*from.min(to)..=*from.max(to)).map(Value::Int).collect();
    if from > to {
        items.reverse();
    }
    Ok(Value::list(items))
}

/// What is no number cannot be compared.
fn compare(left: &Value, right: &Value, is_so: fn(std::cmp::Ordering) -> bool) -> Value {
    match (left.as_float(), right.as_float()) {
        (Some(left), Some(right)) => Value::Bool(left.partial_cmp(&right).is_some_and(is_so)),
        _ => Value::Bool(false),
    }
}

fn arithmetic(operator: Operator, left: &Value, right: &Value) -> Result<Value, TemplateError> {
    if let (Value::Int(left), Value::Int(right)) = (left, right) {
        return Ok(match operator {
            Operator::Add => Value::Int(left.wrapping_add(*right)),
            Operator::Subtract => Value::Int(left.wrapping_sub(*right)),
            Operator::Multiply => Value::Int(left.wrapping_mul(*right)),
            Operator::Divide => left.checked_div(*right).map_or(Value::Null, Value::Int),
            _ => left.checked_rem(*right).map_or(Value::Null, Value::Int),
        });
    }
    if let (Some(left), Some(right)) = (left.as_float(), right.as_float()) {
        return Ok(match operator {
            Operator::Add => Value::Float(left + right),
            Operator::Subtract => Value::Float(left - right),
            Operator::Multiply => Value::Float(left * right),
            Operator::Divide if right == 0.0 => Value::Null,
            Operator::Divide => Value::Float(left / right),
            _ => Value::Float(left % right),
        });
    }
    let is_text = matches!(left, Value::Text(_)) || matches!(right, Value::Text(_));
    if operator == Operator::Add && is_text {
        let mut joined = left.to_text();
        right.write(&mut joined, DEPTH_MAX / 2);
        if joined.len() > TEXT_BYTES_MAX {
            return Err(TemplateError::new("A text is too long"));
        }
        return Ok(Value::Text(Rc::from(joined)));
    }
    Ok(Value::Null)
}
