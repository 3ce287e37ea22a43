//! When cost allocation tags divide costs: from the hour at which they are made active until they
//! are made inactive, and as a backfill says for the months before.
//!
//! Source: Billing User Guide, "Activating user-defined cost allocation tags", "Backfill cost
//! allocation tags".

use std::collections::BTreeMap;
use std::ops::Range;

/// From this hour on a tag is active or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    pub hour: u32,
    pub is_active: bool,
}

/// The changes of tags, by their keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Activation {
    tags: BTreeMap<String, Vec<Change>>,
}

impl Activation {
    /// Changes are in the order of their hours.
    pub fn new(tags: BTreeMap<String, Vec<Change>>) -> Activation {
        Activation { tags }
    }

    pub fn is_active(&self, key: &str, hour: u32) -> bool {
        let changes = self.tags.get(key).map_or(&[][..], Vec::as_slice);
        let at = changes.partition_point(|change| change.hour <= hour);
        at > 0 && changes[at - 1].is_active
    }

    /// The keys that are active at some hour of these.
    pub fn keys(&self, hours: &Range<u32>) -> Vec<String> {
        let is_active = |key: &str| {
            self.cut(hours).iter().any(|part| !part.is_empty() && self.is_active(key, part.start))
        };
        self.tags.keys().filter(|key| is_active(key)).cloned().collect()
    }

    /// The parts of a period in each of which nothing changes.
    pub fn cut(&self, hours: &Range<u32>) -> Vec<Range<u32>> {
        let changes = self.tags.values().flatten().map(|change| change.hour);
        let mut starts: Vec<u32> = changes.filter(|at| hours.contains(at)).collect();
        starts.push(hours.start);
        starts.sort_unstable();
        starts.dedup();
        let ends = starts.iter().skip(1).copied().chain([hours.end]);
        starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn activation() -> Activation {
        let changes = |all: &[(u32, bool)]| {
            all.iter()
                .map(|(hour, is_active)| Change { hour: *hour, is_active: *is_active })
                .collect()
        };
        Activation::new(BTreeMap::from([
            ("team".to_owned(), changes(&[(10, true), (20, false)])),
            ("user".to_owned(), changes(&[(15, true)])),
        ]))
    }

    #[test]
    fn a_tag_divides_costs_while_it_is_active() {
        let found = activation();
        let hours = |key: &str| (0..30).filter(|hour| found.is_active(key, *hour)).collect();
        let team: Vec<u32> = hours("team");
        let user: Vec<u32> = hours("user");
        assert_eq!((team, user), ((10..20).collect(), (15..30).collect()));
        assert!(!found.is_active("colour", 15));
    }

    #[test]
    fn periods_are_cut_where_something_changes() {
        let found = activation();
        assert_eq!(found.cut(&(0..30)), [0..10, 10..15, 15..20, 20..30]);
        assert_eq!(found.cut(&(10..15)), vec![10..15]);
        assert_eq!(found.keys(&(0..11)), ["team"]);
        assert_eq!(found.keys(&(20..30)), ["user"]);
        assert!(found.keys(&(0..10)).is_empty());
    }
}
