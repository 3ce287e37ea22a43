//! Tests of EventBridge's pure parts, and of what cases cannot say.

mod deliveries;
mod http;
mod index;
mod inputs;
mod names;
