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

pub mod channel;
pub mod dashboard;
pub mod dashboard_refresh;
pub mod deliver;
pub mod find;
pub mod import;
pub mod import_step;
pub mod ingest;
pub mod policy;
pub mod query;
pub mod run;
pub mod samples;
pub mod state;
pub mod store;
