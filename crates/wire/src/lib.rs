//! The models and the protocols: request bytes ⇄ [`kernel::value::Struct`].

pub mod archive;
pub mod model;
