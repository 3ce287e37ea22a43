//! Anomaly detection: what is usual for a metric, and how far it may be from that.
//!
//! [`detectors`] are what users make to say how a model is to be learnt; [`model`] learns one;
//! [`band`] is the function of metric math that shows it, and that alarms compare with.

pub mod band;
pub mod detectors;
pub mod model;
