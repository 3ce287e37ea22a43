//! CloudTrail Lake: stores of events, and SQL over them.
//!
//! - [`store`] makes and changes event data stores, [`find`] finds them, [`ingest`] keeps and reads
//!   their events; the recorder hands them over in the commit of the call itself.
//! - [`query`] starts and shows queries, [`run`] is the step that runs them (on crate `sql`),
//!   [`deliver`] puts results into a bucket and signs them, [`samples`] has statements to begin
//!   with.
//! - [`import`] copies the log files of a trail into a store.
//! - [`channel`] takes events from outside of AWS, [`dashboard`] runs the queries of its widgets.
//! - [`policy`] keeps the resource policies of all of them.
//! - [`event_configuration`] says how large a store's events are and what they tell of their
//!   context; [`enrich`] adds it, from [`request_context`] and [`resource_tags`].
//! - [`charge`] puts what is taken in and read on the bill.

pub mod channel;
pub mod charge;
pub mod dashboard;
pub mod dashboard_refresh;
pub mod deliver;
pub mod enrich;
pub mod event_configuration;
pub mod find;
pub mod import;
pub mod import_step;
pub mod ingest;
pub mod policy;
pub mod query;
mod request_context;
mod resource_tags;
pub mod run;
pub mod samples;
pub mod state;
pub mod store;
