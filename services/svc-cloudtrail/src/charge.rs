//! What trails cost: data events, further copies of management events, and what Insights look at.
//!
//! Source: AWS CloudTrail pricing; User Guide, "Managing CloudTrail trail costs" (usage types),
//! "Costs for Insights events". Which of several trails delivers the first copy AWS does not tell;
//! here it is the first by account, home region and name.

use kernel::{AccountId, ApiError, Ctx, Region, Scope, Struct};
use store::Range;

use crate::delivery::Place;
use crate::find::Trail;
use crate::insight::Category;
use crate::selector::{self, Facts};
use crate::state::{ANYWHERE, LOGGING, TRAILS};
use crate::watch;

/// Counts the events of a file that was delivered.
pub fn delivered(
    ctx: &Ctx<'_>,
    trail: &Trail,
    place: Place,
    piece: &Struct,
) -> Result<(), ApiError> {
    let of = |name: &str| piece.int(name).unwrap_or(0).cast_unsigned();
    let arn = trail.arn();
    ctx.meter_for("DataEventsRecorded", &arn, of("DataEvents"));
    let management = of("ManagementEvents");
    if management > 0 {
        let is_first = is_first_copy(ctx, trail, place)?;
        let usage = if is_first { "FreeEventsRecorded" } else { "PaidEventsRecorded" };
        ctx.meter_for(usage, &arn, management);
    }
    Ok(())
}

/// Whether no other trail delivers the management events of that account and region before.
fn is_first_copy(ctx: &Ctx<'_>, trail: &Trail, place: Place) -> Result<bool, ApiError> {
    for key in LOGGING.at(ctx.tx(), &ANYWHERE).keys(&Range::all()) {
        let (account, region, name) = key?;
        let (Some(account), Some(region)) = (AccountId::parse(&account), Region::parse(&region))
        else {
            continue;
        };
        if account == trail.account && region == trail.region && name == trail.row.name {
            return Ok(true);
        }
        let scope = Scope::new(account.digits(), region.as_str());
        let row = ctx.table_in(&TRAILS, scope).get(&(region.as_str(), name.as_str()))?;
        let Some(row) = row else { continue };
        let other = Trail { account, region, row };
        if other.is_in(place.region)
            && watch::covers(ctx.tx(), account, &other.row, place.account)
            && selector::takes(&other.row, MANAGEMENT)
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Any management event that changes something.
const MANAGEMENT: Facts<'static> = Facts {
    name: "",
    source: "",
    is_read: false,
    data_type: None,
    arns: &[],
    identity: None,
    event_type: "AwsApiCall",
};

/// Counts the events that Insights have looked at, each once for each kind.
pub fn analyzed(ctx: &Ctx<'_>, trail: &Trail, category: Category, events: u64) {
    let usage = match category {
        Category::Management => "InsightsEvents",
        Category::Data => "DataInsightsEvents",
    };
    ctx.meter_for(usage, &trail.arn(), events);
}
