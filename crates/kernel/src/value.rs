//! The one data model between the wire and the operations.
//!
//! The wire decodes request bytes of any protocol into a [`Struct`] and encodes a `Struct` into
//! response bytes; operations see it through generated views (`api.rs` in each service).
//! Nothing here knows JSON, XML or HTTP.

use std::borrow::Cow;

use bytes::Bytes;

use crate::body::Body;
use world::Timestamp;

/// A name of a member or a key of a map. Members come from the model and are never copied.
pub type Name = Cow<'static, str>;

/// Any value that an AWS model can describe.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// A null inside a sparse list or map, or a JSON null inside a document.
    #[default]
    Null,
    Bool(bool),
    /// byte, short, integer and long.
    Int(i64),
    /// float and double; NaN and the infinities are values.
    Float(f64),
    /// string and enum; also bigInteger and bigDecimal in their decimal form.
    String(String),
    Blob(Bytes),
    Timestamp(Timestamp),
    List(Vec<Value>),
    /// structure, union and map; a document's object too.
    Struct(Struct),
    /// A streaming payload, never collected in memory when it is large.
    Body(Body),
}

/// Members of a structure or entries of a map, in the order in which they came.
///
/// Invariant: a name stands at most once (`set` replaces; decoders use `set` or have checked).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Struct {
    entries: Vec<(Name, Value)>,
}

impl Struct {
    pub const fn new() -> Struct {
        Struct { entries: Vec::new() }
    }

    pub fn with_capacity(capacity: usize) -> Struct {
        Struct { entries: Vec::with_capacity(capacity) }
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn get(&self, name: &str) -> Option<&Value> {
        self.entries.iter().find(|(n, _)| n == name).map(|(_, v)| v)
    }

    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.entries.iter_mut().find(|(n, _)| n == name).map(|(_, v)| v)
    }

    /// Sets a member, replacing an earlier value of the same name.
    pub fn set(&mut self, name: impl Into<Name>, value: impl Into<Value>) {
        let name = name.into();
        match self.get_mut(&name) {
            Some(slot) => *slot = value.into(),
            None => self.entries.push((name, value.into())),
        }
    }

    /// Appends without looking for an earlier entry: for maps whose keys are known to differ.
    pub fn push(&mut self, name: impl Into<Name>, value: impl Into<Value>) {
        self.entries.push((name.into(), value.into()));
    }

    /// Builder form of [`Struct::set`].
    #[must_use]
    pub fn with(mut self, name: impl Into<Name>, value: impl Into<Value>) -> Struct {
        self.set(name, value);
        self
    }

    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let at = self.entries.iter().position(|(n, _)| n == name)?;
        Some(self.entries.remove(at).1)
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> + Clone {
        self.entries.iter().map(|(n, v)| (n.as_ref(), v))
    }

    /// As [`Struct::iter`], with the names as they are: members' are borrowed from the model.
    pub fn entries(&self) -> &[(Name, Value)] {
        &self.entries
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Value)> {
        self.entries.iter_mut().map(|(n, v)| (&**n, v))
    }

    // The typed getters below answer `None` for an absent member and for one of another type;
    // the wire has already refused wrong types, so the second means a bug and asserts in debug.

    pub fn str(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::as_str)
    }

    pub fn int(&self, name: &str) -> Option<i64> {
        self.get(name).and_then(Value::as_int)
    }

    pub fn float(&self, name: &str) -> Option<f64> {
        self.get(name).and_then(Value::as_float)
    }

    pub fn bool(&self, name: &str) -> Option<bool> {
        self.get(name).and_then(Value::as_bool)
    }

    pub fn blob(&self, name: &str) -> Option<&Bytes> {
        self.get(name).and_then(Value::as_blob)
    }

    pub fn timestamp(&self, name: &str) -> Option<Timestamp> {
        self.get(name).and_then(Value::as_timestamp)
    }

    pub fn list(&self, name: &str) -> Option<&[Value]> {
        self.get(name).and_then(Value::as_list)
    }

    pub fn structure(&self, name: &str) -> Option<&Struct> {
        self.get(name).and_then(Value::as_struct)
    }

    pub fn body(&self, name: &str) -> Option<&Body> {
        self.get(name).and_then(Value::as_body)
    }
}

impl IntoIterator for Struct {
    type Item = (Name, Value);
    type IntoIter = std::vec::IntoIter<(Name, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<N: Into<Name>, V: Into<Value>> FromIterator<(N, V)> for Struct {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(iter: I) -> Struct {
        let mut out = Struct::new();
        for (name, value) in iter {
            out.set(name, value);
        }
        out
    }
}

macro_rules! getters {
    ($($method:ident: $variant:ident => $type:ty, |$v:ident| $get:expr;)*) => {
        $(pub fn $method(&self) -> Option<$type> {
            match self {
                Value::$variant($v) => Some($get),
                _ => None,
            }
        })*
    };
}

impl Value {
    getters! {
        as_str: String => &str, |v| v.as_str();
        as_int: Int => i64, |v| *v;
        as_bool: Bool => bool, |v| *v;
        as_blob: Blob => &Bytes, |v| v;
        as_timestamp: Timestamp => Timestamp, |v| *v;
        as_list: List => &[Value], |v| v.as_slice();
        as_struct: Struct => &Struct, |v| v;
        as_body: Body => &Body, |v| v;
    }

    /// A float; an integer is taken too, since JSON and CBOR clients write `1` for `1.0`.
    pub fn as_float(&self) -> Option<f64> {
        match self {
            Value::Float(v) => Some(*v),
            Value::Int(v) => Some(*v as f64),
            _ => None,
        }
    }

    /// What kind of value this is, in the words of the models: for error messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Int(_) => "integer",
            Value::Float(_) => "double",
            Value::String(_) => "string",
            Value::Blob(_) => "blob",
            Value::Timestamp(_) => "timestamp",
            Value::List(_) => "list",
            Value::Struct(_) => "structure",
            Value::Body(_) => "stream",
        }
    }
}

macro_rules! from {
    ($($type:ty => |$v:ident| $make:expr;)*) => {
        $(impl From<$type> for Value {
            fn from($v: $type) -> Value {
                $make
            }
        })*
    };
}

from! {
    bool => |v| Value::Bool(v);
    i32 => |v| Value::Int(i64::from(v));
    u32 => |v| Value::Int(i64::from(v));
    i64 => |v| Value::Int(v);
    f64 => |v| Value::Float(v);
    String => |v| Value::String(v);
    &str => |v| Value::String(v.to_owned());
    &String => |v| Value::String(v.clone());
    Cow<'static, str> => |v| Value::String(v.into_owned());
    Bytes => |v| Value::Blob(v);
    Timestamp => |v| Value::Timestamp(v);
    Struct => |v| Value::Struct(v);
    Body => |v| Value::Body(v);
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Value {
        Value::List(items.into_iter().map(Into::into).collect())
    }
}
