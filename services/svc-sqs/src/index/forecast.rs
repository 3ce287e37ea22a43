//! What becomes of a queue's counts if nobody does anything from now on: messages become visible,
//! and those that have outlived their retention go. For metrics, which are levels over time.
//!
//! It changes nothing, and looks at a bounded number of messages: what it says holds until its
//! horizon.

use crate::index::{Counts, NUMBER_BITS, QueueIndex};

/// So many messages of each kind are looked at.
const LOOKED_MAX: usize = 2_000;
/// Levels are told minute by minute.
const MINUTE: i64 = 60_000_000;

/// Of the queue, in microseconds.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    pub retention: i64,
    pub fifo_delay: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    pub at: i64,
    pub counts: Counts,
    /// When the oldest message was sent.
    pub oldest: Option<i64>,
}

#[derive(Debug)]
pub struct Forecast {
    /// How it is at the beginning, and after each minute in which it has changed.
    pub points: Vec<Point>,
    /// Until when that is all; `None` for ever.
    pub horizon: Option<i64>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Expires,
    Appears,
}

impl QueueIndex {
    pub fn forecast(&self, from: i64, terms: Terms) -> Forecast {
        let ends = |sequence: u64| self.sent(sequence).saturating_add(terms.retention);
        let mut horizon = i64::MAX;
        let mut ages = self.by_age(from.saturating_sub(terms.retention));
        let mut events = Vec::new();
        for sequence in ages.by_ref().take(LOOKED_MAX) {
            events.push((ends(sequence), Event::Expires, sequence));
        }
        if let (LOOKED_MAX, Some(last)) = (events.len(), events.last()) {
            horizon = last.0;
        }
        let timers = self.timers.iter().copied().take(LOOKED_MAX);
        let shown = |sequence: u64| self.sent(sequence).saturating_add(terms.fifo_delay);
        let postponed = self.postponed.iter().map(|it| (shown(*it), *it)).take(LOOKED_MAX);
        for appearing in [timers.collect::<Vec<_>>(), postponed.collect()] {
            if let (LOOKED_MAX, Some(last)) = (appearing.len(), appearing.last()) {
                horizon = horizon.min(last.0);
            }
            let alive =
                appearing.into_iter().filter(|(at, sequence)| ends(*sequence) > from.max(*at));
            events.extend(alive.map(|(at, sequence)| (at, Event::Appears, sequence)));
        }
        events.sort_unstable();
        let points = self.play(from, terms, &events, horizon);
        Forecast { points, horizon: (horizon < i64::MAX).then_some(horizon.max(from)) }
    }

    fn play(
        &self,
        from: i64,
        terms: Terms,
        events: &[(i64, Event, u64)],
        horizon: i64,
    ) -> Vec<Point> {
        let mut counts = self.counts(from.saturating_sub(terms.retention));
        let sent = |event: Option<&(i64, Event, u64)>| event.map(|it| it.0 - terms.retention);
        let mut expiring = events.iter().filter(|it| it.1 == Event::Expires);
        let mut oldest = sent(expiring.next());
        let mut points: Vec<Point> = Vec::new();
        let mut push = |point: Point| match points.last_mut() {
            Some(last) if last.at > from && last.at / MINUTE == point.at / MINUTE => *last = point,
            _ => points.push(point),
        };
        let (past, later) = events.split_at(events.partition_point(|it| it.0 <= from));
        for (_, _, sequence) in past {
            self.appear(&mut counts, *sequence);
        }
        push(Point { at: from, counts, oldest });
        for (at, event, sequence) in later.iter().take_while(|it| it.0 <= horizon) {
            match event {
                Event::Appears => self.appear(&mut counts, *sequence),
                Event::Expires => {
                    self.expire(&mut counts, *sequence, (*at, terms));
                    oldest = sent(expiring.next());
                }
            }
            push(Point { at: *at, counts, oldest });
        }
        points
    }

    fn appear(&self, counts: &mut Counts, sequence: u64) {
        match self.hidden.get(&sequence) {
            Some(hidden) if hidden.is_in_flight => counts.in_flight -= 1,
            _ => counts.delayed -= 1,
        }
        counts.visible += 1;
    }

    /// A message goes, wherever it is by then.
    fn expire(&self, counts: &mut Counts, sequence: u64, (at, terms): (i64, Terms)) {
        match self.hidden.get(&sequence) {
            Some(hidden) if hidden.until >= at && hidden.is_in_flight => counts.in_flight -= 1,
            Some(hidden) if hidden.until >= at => counts.delayed -= 1,
            None if self.postponed.contains(&sequence) && terms.fifo_delay >= terms.retention => {
                counts.delayed -= 1;
            }
            _ => counts.visible -= 1,
        }
    }

    /// Messages sent after `cutoff`, oldest first.
    fn by_age(&self, cutoff: i64) -> impl Iterator<Item = u64> {
        let mut aged = self.aged.range((cutoff.saturating_add(1), 0)..).copied().peekable();
        let after = u64::try_from(cutoff / 1_000 + 1).unwrap_or(0) << NUMBER_BITS;
        let others = self.all.range(after..).copied();
        let mut others =
            others.filter(move |sequence| !self.aged_sent.contains_key(sequence)).peekable();
        std::iter::from_fn(move || match (aged.peek(), others.peek()) {
            (Some(old), Some(other)) if old.0 > self.sent(*other) => others.next(),
            (Some(_), _) => aged.next().map(|(_, sequence)| sequence),
            (None, _) => others.next(),
        })
    }
}

#[cfg(test)]
mod tests {
    use kernel::resident::Index as _;

    use super::*;
    use crate::index::{Change, Entry, Place};

    const SECOND: i64 = 1_000_000;
    const TERMS: Terms = Terms { retention: 600 * SECOND, fifo_delay: 0 };

    fn enter(index: &mut QueueIndex, sent_s: i64, place: Place) {
        let sequence = index.next_sequence(sent_s * SECOND, 0);
        let entry = Entry { sequence, sent: sent_s * SECOND, group: None, data_key: None };
        index.apply(&Change::Move { entry, from: None, to: Some(place) });
    }

    fn shown(forecast: &Forecast) -> Vec<(i64, usize, usize, usize, Option<i64>)> {
        let shown = forecast.points.iter().map(|point| {
            let Counts { visible, in_flight, delayed } = point.counts;
            (point.at / SECOND, visible, in_flight, delayed, point.oldest.map(|it| it / SECOND))
        });
        shown.collect()
    }

    #[test]
    fn messages_appear_and_expire_by_themselves() {
        let mut index = QueueIndex::new(false);
        enter(&mut index, 1_000, Place::Ready);
        enter(&mut index, 1_030, Place::InFlight(1_100 * SECOND));
        enter(&mut index, 1_050, Place::Delayed(1_900 * SECOND));
        let forecast = index.forecast(1_060 * SECOND, TERMS);
        assert_eq!(forecast.horizon, None);
        assert_eq!(
            shown(&forecast),
            [
                (1_060, 1, 1, 1, Some(1_000)),
                (1_100, 2, 0, 1, Some(1_000)),
                (1_600, 1, 0, 1, Some(1_030)),
                (1_650, 0, 0, 0, None),
            ]
        );
    }

    #[test]
    fn what_has_appeared_already_is_no_news() {
        let mut index = QueueIndex::new(false);
        enter(&mut index, 1_000, Place::InFlight(1_010 * SECOND));
        let forecast = index.forecast(1_060 * SECOND, TERMS);
        assert_eq!(shown(&forecast)[0], (1_060, 1, 0, 0, Some(1_000)));
        assert!(index.forecast(1_600 * SECOND, TERMS).points[0].oldest.is_none());
    }

    #[test]
    fn deep_queues_are_foreseen_as_far_as_it_costs_little() {
        let mut index = QueueIndex::new(false);
        for number in 0..3_000 {
            enter(&mut index, 1_000 + number / 10, Place::Ready);
        }
        let forecast = index.forecast(1_300 * SECOND, TERMS);
        assert_eq!(forecast.horizon, Some(1_799 * SECOND));
        assert!(forecast.points.len() < 10);
    }
}
