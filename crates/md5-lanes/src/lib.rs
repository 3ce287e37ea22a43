//! MD5 of several messages at once.
//!
//! One MD5 is a chain of steps that each wait for the one before, so a processor is mostly idle
//! over it. Messages that have nothing to do with each other fit side by side into the lanes of a
//! vector: sixteen with AVX-512, eight with AVX2, four elsewhere. A [`State`] is a message under
//! way; a [`Task`] appends bytes to one. [`advance`] takes many of them and fills the lanes.
//!
//! The steps are written once, over arrays of words ([`lanes`]), and compiled for each kind of
//! processor; what the machine has is asked at run time. [`Service`] is the thread that collects
//! the pieces of streams under way.

// Two calls of functions that need a processor's feature, once it is known to be there.
#![allow(unsafe_code)]
// What is not inlined is not compiled for the caller's processor.
#![allow(clippy::inline_always)]
// RFC 1321 calls them so.
#![allow(clippy::many_single_char_names)]

mod lanes;
mod service;
mod state;

pub use lanes::advance;
pub use service::{Service, Stream};
pub use state::{BLOCK, State, Task};

#[cfg(test)]
mod tests;
