//! [`Value`]s in the store: CBOR, for inputs of jobs and other values that a service keeps whole.
//!
//! Streaming bodies are never kept this way; they live in content files.

use bytes::Bytes;
use minicbor::data::{IanaTag, Type};
use minicbor::decode::Error as DecodeError;
use minicbor::encode::{Error as EncodeError, Write};
use minicbor::{Decode, Decoder, Encode, Encoder};
use world::Timestamp;

use crate::value::{Struct, Value};

/// Deeper values are refused by the wire already; this guards the reader of a damaged store.
const DEPTH_MAX: u32 = 256;

impl<C> Encode<C> for Value {
    fn encode<W: Write>(
        &self,
        e: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        match self {
            Value::Null => e.null()?,
            Value::Bool(v) => e.bool(*v)?,
            Value::Int(v) => e.i64(*v)?,
            Value::Float(v) => e.f64(*v)?,
            Value::String(v) => e.str(v)?,
            Value::Blob(v) => e.bytes(v)?,
            Value::Timestamp(v) => e.tag(IanaTag::Timestamp)?.i64(v.micros())?,
            Value::List(items) => {
                e.array(items.len() as u64)?;
                return items.iter().try_for_each(|item| item.encode(e, ctx));
            }
            Value::Struct(v) => return v.encode(e, ctx),
            Value::Body(_) => {
                return Err(EncodeError::message("a streaming body cannot be stored"));
            }
        };
        Ok(())
    }
}

impl<C> Encode<C> for Struct {
    fn encode<W: Write>(
        &self,
        e: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        e.map(self.len() as u64)?;
        for (name, value) in self.iter() {
            e.str(name)?;
            value.encode(e, ctx)?;
        }
        Ok(())
    }
}

impl<'b, C> Decode<'b, C> for Value {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Value, DecodeError> {
        decode_value(d, 0)
    }
}

impl<'b, C> Decode<'b, C> for Struct {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Struct, DecodeError> {
        decode_struct(d, 0)
    }
}

fn decode_value(d: &mut Decoder<'_>, depth: u32) -> Result<Value, DecodeError> {
    if depth > DEPTH_MAX {
        return Err(DecodeError::message("nested too deep"));
    }
    Ok(match d.datatype()? {
        Type::Null => {
            d.null()?;
            Value::Null
        }
        Type::Bool => Value::Bool(d.bool()?),
        Type::F64 => Value::Float(d.f64()?),
        Type::String => Value::String(d.str()?.to_owned()),
        Type::Bytes => Value::Blob(Bytes::copy_from_slice(d.bytes()?)),
        Type::Tag => {
            d.tag()?;
            Value::Timestamp(Timestamp::from_micros(d.i64()?))
        }
        Type::Array => {
            let len = d.array()?.ok_or_else(|| DecodeError::message("indefinite list"))?;
            let items = (0..len).map(|_| decode_value(d, depth + 1));
            Value::List(items.collect::<Result<_, _>>()?)
        }
        Type::Map => Value::Struct(decode_struct(d, depth)?),
        _ => Value::Int(d.i64()?),
    })
}

fn decode_struct(d: &mut Decoder<'_>, depth: u32) -> Result<Struct, DecodeError> {
    let len = d.map()?.ok_or_else(|| DecodeError::message("indefinite map"))?;
    let mut out = Struct::new();
    for _ in 0..len {
        let name = d.str()?.to_owned();
        out.push(name, decode_value(d, depth + 1)?);
    }
    Ok(out)
}
