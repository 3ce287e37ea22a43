//! What the generated `api.rs` of each service is made of: typed views of inputs and typed
//! builders of outputs, both over plain [`Struct`]s.
//!
//! A view borrows its structure and converts nothing until a member is read. A builder sets
//! members of one structure; a setter takes the value or an `Option` of it, and `None` leaves the
//! member out. `cargo xtask codegen` writes the lists of members from the models.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;

use crate::body::Body;
use crate::value::{Name, Struct, Value};
use world::Timestamp;

/// The optional member of that name.
pub fn optional<'a, T: FromValue<'a>>(of: &'a Struct, name: &str) -> Option<T> {
    let value = of.get(name)?;
    let read = T::from_value(value);
    debug_assert!(
        read.is_some() || *value == Value::Null,
        "{name} is a {}: the wire has let a wrong type through",
        value.kind()
    );
    read
}

/// The required member of that name. Its absence is a bug: the wire has refused such requests.
pub fn required<'a, T: FromValue<'a>>(of: &'a Struct, name: &str) -> T {
    match optional(of, name) {
        Some(value) => value,
        None => panic!("the required {name} is absent: the wire has let it through"),
    }
}

/// What a member of a view can be read as.
pub trait FromValue<'a>: Sized {
    fn from_value(value: &'a Value) -> Option<Self>;
}

macro_rules! from_value {
    ($($type:ty: $get:path;)*) => {
        $(impl<'a> FromValue<'a> for $type {
            fn from_value(value: &'a Value) -> Option<Self> {
                $get(value)
            }
        })*
    };
}

from_value! {
    &'a str: Value::as_str;
    i64: Value::as_int;
    f64: Value::as_float;
    bool: Value::as_bool;
    Timestamp: Value::as_timestamp;
    &'a Bytes: Value::as_blob;
    &'a Struct: Value::as_struct;
    &'a Body: Value::as_body;
    &'a Value: Some;
}

/// A list of views or scalars.
pub struct List<'a, T> {
    items: &'a [Value],
    of: PhantomData<T>,
}

/// A map from strings to views or scalars, in the order of the request.
pub struct Map<'a, T> {
    entries: &'a Struct,
    of: PhantomData<T>,
}

impl<'a, T: FromValue<'a>> List<'a, T> {
    pub fn len(self) -> usize {
        self.items.len()
    }

    pub fn is_empty(self) -> bool {
        self.items.is_empty()
    }

    pub fn iter(self) -> impl ExactSizeIterator<Item = T> + DoubleEndedIterator + use<'a, T> {
        self.items.iter().map(item)
    }

    pub fn get(self, at: usize) -> Option<T> {
        self.items.get(at).map(item)
    }

    pub fn to_vec(self) -> Vec<T> {
        self.iter().collect()
    }

    pub fn values(self) -> &'a [Value] {
        self.items
    }
}

impl<'a> List<'a, &'a str> {
    pub fn contains(self, wanted: &str) -> bool {
        self.iter().any(|item| item == wanted)
    }
}

impl<'a, T: FromValue<'a>> Map<'a, T> {
    pub fn len(self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(self) -> bool {
        self.entries.is_empty()
    }

    pub fn iter(self) -> impl ExactSizeIterator<Item = (&'a str, T)> + use<'a, T> {
        self.entries.iter().map(|(name, value)| (name, item(value)))
    }

    pub fn get(self, name: &str) -> Option<T> {
        self.entries.get(name).map(item)
    }

    pub fn contains_key(self, name: &str) -> bool {
        self.entries.get(name).is_some()
    }

    pub fn as_struct(self) -> &'a Struct {
        self.entries
    }
}

fn item<'a, T: FromValue<'a>>(value: &'a Value) -> T {
    match T::from_value(value) {
        Some(item) => item,
        None => panic!("an item is a {}: the wire has let it through", value.kind()),
    }
}

macro_rules! collection {
    ($name:ident, $field:ident, $get:path, $item:ty) => {
        impl<T> Clone for $name<'_, T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $name<'_, T> {}

        impl<T> fmt::Debug for $name<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.$field.fmt(f)
            }
        }

        impl<'a, T: FromValue<'a>> FromValue<'a> for $name<'a, T> {
            fn from_value(value: &'a Value) -> Option<Self> {
                $get(value).map(|$field| $name { $field, of: PhantomData })
            }
        }
    };
}

collection!(List, items, Value::as_list, T);
collection!(Map, entries, Value::as_struct, (&'a str, T));

impl<'a, T: FromValue<'a> + 'a> IntoIterator for List<'a, T> {
    type Item = T;
    type IntoIter = std::iter::Map<std::slice::Iter<'a, Value>, fn(&'a Value) -> T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter().map(item)
    }
}

/// What the setter of a member of kind `K` takes: a value, or an `Option` of one.
pub trait IntoMember<K> {
    /// `None` leaves the member out.
    fn into_member(self) -> Option<Value>;
}

impl<K, T: IntoMember<K>> IntoMember<K> for Option<T> {
    fn into_member(self) -> Option<Value> {
        self.and_then(T::into_member)
    }
}

/// Kinds of members of builders. Nested structures are of the kind of their own builder.
pub mod kind {
    use super::PhantomData;

    /// string and enum
    #[derive(Debug)]
    pub struct Text;
    /// byte, short, integer and long
    #[derive(Debug)]
    pub struct Whole;
    /// float and double
    #[derive(Debug)]
    pub struct Real;
    #[derive(Debug)]
    pub struct Flag;
    #[derive(Debug)]
    pub struct Time;
    #[derive(Debug)]
    pub struct Blob;
    /// a streaming payload
    #[derive(Debug)]
    pub struct Stream;
    /// a document, or anything else that has no kind of its own
    #[derive(Debug)]
    pub struct Any;
    #[derive(Debug)]
    pub struct Items<K>(PhantomData<K>);
    #[derive(Debug)]
    pub struct Entries<K>(PhantomData<K>);
}

macro_rules! into_member {
    ($($type:ty => $kind:ident, |$value:ident| $make:expr;)*) => {
        $(impl IntoMember<kind::$kind> for $type {
            fn into_member(self) -> Option<Value> {
                let $value = self;
                Some($make)
            }
        })*
    };
}

into_member! {
    &str => Text, |v| Value::String(v.to_owned());
    &String => Text, |v| Value::String(v.clone());
    String => Text, |v| Value::String(v);
    Cow<'_, str> => Text, |v| Value::String(v.into_owned());
    i64 => Whole, |v| Value::Int(v);
    i32 => Whole, |v| Value::Int(v.into());
    u32 => Whole, |v| Value::Int(v.into());
    u16 => Whole, |v| Value::Int(v.into());
    u64 => Whole, |v| Value::Int(v as i64);
    usize => Whole, |v| Value::Int(v as i64);
    f64 => Real, |v| Value::Float(v);
    bool => Flag, |v| Value::Bool(v);
    Timestamp => Time, |v| Value::Timestamp(v);
    Bytes => Blob, |v| Value::Blob(v);
    &Bytes => Blob, |v| Value::Blob(v.clone());
    Body => Stream, |v| Value::Body(v);
    Value => Any, |v| v;
    &Value => Any, |v| v.clone();
}

impl<K, T: IntoMember<K>> IntoMember<kind::Items<K>> for Vec<T> {
    fn into_member(self) -> Option<Value> {
        Some(Value::List(self.into_iter().filter_map(T::into_member).collect()))
    }
}

impl<K, T: IntoMember<K>, const N: usize> IntoMember<kind::Items<K>> for [T; N] {
    fn into_member(self) -> Option<Value> {
        Some(Value::List(self.into_iter().filter_map(T::into_member).collect()))
    }
}

impl<'a, K, T: FromValue<'a>> IntoMember<kind::Items<K>> for List<'a, T> {
    fn into_member(self) -> Option<Value> {
        Some(Value::List(self.items.to_vec()))
    }
}

impl<K, N: Into<Name>, T: IntoMember<K>> IntoMember<kind::Entries<K>> for Vec<(N, T)> {
    fn into_member(self) -> Option<Value> {
        let entries = self.into_iter();
        let entries = entries.filter_map(|(name, value)| Some((name, value.into_member()?)));
        Some(Value::Struct(entries.collect()))
    }
}

impl<K, T: IntoMember<K>> IntoMember<kind::Entries<K>> for BTreeMap<String, T> {
    fn into_member(self) -> Option<Value> {
        self.into_iter().collect::<Vec<_>>().into_member()
    }
}

impl<K> IntoMember<kind::Entries<K>> for Struct {
    fn into_member(self) -> Option<Value> {
        Some(Value::Struct(self))
    }
}

impl<K> IntoMember<kind::Entries<K>> for &Struct {
    fn into_member(self) -> Option<Value> {
        Some(Value::Struct(self.clone()))
    }
}

impl<'a, K, T: FromValue<'a>> IntoMember<kind::Entries<K>> for Map<'a, T> {
    fn into_member(self) -> Option<Value> {
        Some(Value::Struct(self.entries.clone()))
    }
}

/// A view of a structure: one line per member, `method "Name": required|optional type`.
#[macro_export]
macro_rules! view {
    ($name:ident<$a:lifetime> { $($method:ident $wire:literal: $need:ident $type:ty,)* }) => {
        #[derive(Clone, Copy, Debug)]
        pub struct $name<$a>(pub &$a $crate::value::Struct);

        impl<$a> $name<$a> {
            $($crate::view! { @member $a $method $wire $need $type })*
        }

        impl<$a> From<&$a $crate::value::Struct> for $name<$a> {
            fn from(it: &$a $crate::value::Struct) -> Self {
                $name(it)
            }
        }

        impl<$a> $crate::view::FromValue<$a> for $name<$a> {
            fn from_value(value: &$a $crate::value::Value) -> Option<Self> {
                value.as_struct().map($name)
            }
        }
    };
    (@member $a:lifetime $method:ident $wire:literal required $type:ty) => {
        pub fn $method(self) -> $type {
            $crate::view::required(self.0, $wire)
        }
    };
    (@member $a:lifetime $method:ident $wire:literal optional $type:ty) => {
        pub fn $method(self) -> Option<$type> {
            $crate::view::optional(self.0, $wire)
        }
    };
}

/// A builder of a structure: one line per member, `method "Name": kind`.
#[macro_export]
macro_rules! builder {
    ($name:ident { $($method:ident $wire:literal: $kind:ty,)* }) => {
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name(pub $crate::value::Struct);

        // AWS's members are called `IsTruncated` and the like.
        #[allow(clippy::wrong_self_convention)]
        impl $name {
            pub fn new() -> Self {
                Self::default()
            }

            $(#[must_use]
            pub fn $method(mut self, value: impl $crate::view::IntoMember<$kind>) -> Self {
                if let Some(value) = $crate::view::IntoMember::into_member(value) {
                    self.0.set($wire, value);
                }
                self
            })*
        }

        impl From<$name> for $crate::value::Struct {
            fn from(it: $name) -> Self {
                it.0
            }
        }

        impl From<$name> for $crate::value::Value {
            fn from(it: $name) -> Self {
                $crate::value::Value::Struct(it.0)
            }
        }

        impl $crate::view::IntoMember<$name> for $name {
            fn into_member(self) -> Option<$crate::value::Value> {
                Some($crate::value::Value::Struct(self.0))
            }
        }
    };
}

/// The marker types of operations, each tied to its input and output.
#[macro_export]
macro_rules! operations {
    ($($name:ident: $input:ident, $output:ident;)*) => {
        $(#[derive(Debug)]
        pub struct $name;

        impl $crate::service::Operation for $name {
            const NAME: &'static str = stringify!($name);
            type Input<'a> = $input<'a>;
            type Output = $output;
        })*
    };
}

/// Constructors of the errors that the model lists: `method "Code" status`.
#[macro_export]
macro_rules! errors {
    ($($method:ident $code:literal $status:literal;)*) => {
        $(pub fn $method(message: impl Into<String>) -> $crate::error::ApiError {
            $crate::error::ApiError::new($code, message).with_status($status)
        })*
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::view! { TagView<'a> {
        key "Key": required &'a str,
        value "Value": optional &'a str,
    } }

    crate::view! { Input<'a> {
        count "Count": optional i64,
        tags "Tags": required List<'a, TagView<'a>>,
        labels "Labels": optional Map<'a, &'a str>,
    } }

    crate::builder! { Tag {
        key "Key": kind::Text,
        value "Value": kind::Text,
    } }

    crate::builder! { Output {
        tags "Tags": kind::Items<Tag>,
        labels "Labels": kind::Entries<kind::Text>,
    } }

    #[test]
    fn a_view_reads_what_a_builder_wrote() {
        let tags =
            vec![Tag::new().key("a").value(Some("1")), Tag::new().key("b").value(None::<&str>)];
        let built = Struct::from(Output::new().tags(tags).labels(vec![("x", "y")]));
        let view = Input(&built);
        assert_eq!(view.count(), None);
        let read: Vec<_> = view.tags().iter().map(|tag| (tag.key(), tag.value())).collect();
        assert_eq!(read, [("a", Some("1")), ("b", None)]);
        assert_eq!(view.labels().and_then(|labels| labels.get("x")), Some("y"));
    }

    #[test]
    #[should_panic(expected = "Key is absent")]
    fn an_absent_required_member_is_a_bug() {
        TagView(&Struct::new()).key();
    }
}
