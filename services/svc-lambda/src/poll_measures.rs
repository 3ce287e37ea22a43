//! Metrics of event source mappings that ask for them (`MetricsConfig`, `EventCount`).
//!
//! Source: Developer Guide, "Using CloudWatch metrics with Lambda", "Event source mapping metrics".

use kernel::Ctx;
use kernel::metrics::Metric;

use crate::event_source_settings::Settings;
use crate::event_source_state::Mapping;

/// The only group of metrics that queues and streams have.
pub const EVENT_COUNT: &str = "EventCount";

pub static POLLED: Metric = count("PolledEventCount");
pub static FILTERED_OUT: Metric = count("FilteredOutEventCount");
pub static INVOKED: Metric = count("InvokedEventCount");
pub static FAILED: Metric = count("FailedInvokeEventCount");
/// Of queues.
pub static DELETED: Metric = count("DeletedEventCount");
/// Of streams, as the next.
pub static DROPPED: Metric = count("DroppedEventCount");
pub static TOLD: Metric = count("OnFailureDestinationDeliveredEventCount");

const fn count(name: &'static str) -> Metric {
    Metric { namespace: "AWS/Lambda", name, unit: "Count" }
}

/// So many events more, if the mapping asks for it.
pub fn tell(ctx: &mut Ctx<'_>, mapping: &Mapping, metric: &'static Metric, events: usize) {
    if events > 0 && Settings::of(&mapping.row.settings).is_measured {
        ctx.metric(metric, &[("EventSourceMappingUUID", &mapping.uuid)], events as f64);
    }
}
