//! JSONata.
