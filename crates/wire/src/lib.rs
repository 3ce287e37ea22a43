//! The models and the protocols: request bytes ⇄ [`kernel::value::Struct`].

pub mod archive;
mod bind;
#[cfg(test)]
mod conformance;
pub mod error;
pub mod fuzz;
pub mod identify;
pub mod message;
pub mod model;
pub mod model_check;
pub mod protocol;
pub mod relay;
pub mod route;
pub mod validate;
