//! Which calls a change of a resource needs, in the order of the table. The same properties give
//! the same calls, so that a place in the list is kept and gone on from.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

use super::convert;
use super::expression::within;
use super::table::{CallLine, Kind, Verb};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Create,
    Update,
    Delete,
}

/// A call to be made.
#[derive(Debug)]
pub struct Planned {
    pub call: &'static CallLine,
    /// The item of the list for which it is made.
    pub item: Option<Json>,
}

type Properties = Map<String, Json>;

/// All calls of a phase; of an update, from `before` to `now`.
pub fn calls(
    kind: &'static Kind,
    phase: Phase,
    before: Option<&Properties>,
    now: &Properties,
) -> Vec<Planned> {
    let empty = Properties::new();
    let change = Change { phase, before: before.unwrap_or(&empty), now };
    let mut out = Vec::new();
    for call in &kind.calls {
        change.plan(kind, call, &mut out);
    }
    // Answers and waits follow what they are about.
    out.sort_by_key(|planned| match planned.call.verb {
        Verb::Read => 1,
        _ => 0,
    });
    out
}

struct Change<'c> {
    phase: Phase,
    before: &'c Properties,
    now: &'c Properties,
}

impl Change<'_> {
    fn plan(&self, kind: &Kind, call: &'static CallLine, out: &mut Vec<Planned>) {
        let once = |is_due: bool, out: &mut Vec<Planned>| {
            if is_due {
                out.push(Planned { call, item: None });
            }
        };
        let (is_create, is_update) = (self.phase == Phase::Create, self.phase == Phase::Update);
        let is_delete = self.phase == Phase::Delete;
        match call.verb {
            Verb::Absent => once(is_create, out),
            Verb::Create => once(is_create && self.has(call), out),
            Verb::Update | Verb::Renew => {
                once(is_update && self.changed(kind, call) && self.is_there(call), out);
            }
            Verb::Also => {
                let is_there = self.has(call);
                let is_reset = !call.reset.is_empty();
                let is_update = is_update && self.changed(kind, call) && (is_there || is_reset);
                once(is_create && is_there || is_update, out);
            }
            Verb::Put => once(is_create || is_update && self.changed(kind, call), out),
            Verb::Read | Verb::Wait => once(is_create || is_update, out),
            Verb::Delete => once(is_delete && self.has(call), out),
            Verb::Unset => {
                let of = call.of.as_deref().unwrap_or_default();
                let is_gone = at(self.before, of).is_some() && at(self.now, of).is_none();
                once(is_update && is_gone, out);
            }
            Verb::True | Verb::False => {
                let wanted = Json::Bool(call.verb == Verb::True);
                let of = call.of.as_deref().unwrap_or_default();
                let is_so = at(self.now, of) == Some(&wanted);
                let was_so = at(self.before, of) == Some(&wanted);
                once(is_so && (is_create || is_update && !was_so), out);
            }
            Verb::Grown | Verb::Shrunk => {
                let number = |of: &Properties| {
                    let of = at(of, call.of.as_deref().unwrap_or_default());
                    of.and_then(Json::as_i64).unwrap_or(call.from)
                };
                let before = if is_create { call.from } else { number(self.before) };
                let now = number(self.now);
                let is_due = if call.verb == Verb::Grown { now > before } else { now < before };
                once(is_due && !is_delete, out);
            }
            Verb::Tag => {
                once(is_update && self.changed(kind, call) && self.has(call), out);
            }
            Verb::Untag => once(is_update && self.has_lost_tags(call), out),
            Verb::Each | Verb::Added | Verb::Changed | Verb::Gone | Verb::GoneAlways => {
                let items = self.items(call);
                out.extend(items.into_iter().map(|item| Planned { call, item: Some(item) }));
            }
        }
    }

    /// Whether the property in brackets is there, if there is one.
    fn has(&self, call: &CallLine) -> bool {
        call.of.as_deref().is_none_or(|of| at(self.now, of).is_some())
    }

    /// As `has`, or what takes its place is.
    fn is_there(&self, call: &CallLine) -> bool {
        self.has(call) || !call.reset.is_empty()
    }

    /// Whether something that causes the call has changed; what names the resource cannot have.
    fn changed(&self, kind: &Kind, call: &CallLine) -> bool {
        let differ = changed(self.before, self.now);
        differ.iter().any(|name| call.concerns(name) && !kind.replaced_by.contains(*name))
    }

    fn has_lost_tags(&self, call: &CallLine) -> bool {
        let of = call.of.as_deref().unwrap_or_default();
        let keys = |of: Option<&Json>| match of.map(convert::map) {
            Some(Json::Object(entries)) => entries.keys().cloned().collect::<BTreeSet<_>>(),
            _ => BTreeSet::new(),
        };
        !keys(at(self.before, of)).is_subset(&keys(at(self.now, of)))
    }

    fn items(&self, call: &CallLine) -> Vec<Json> {
        let of = call.of.as_deref().unwrap_or_default();
        let list = |of: Option<&Json>| of.and_then(Json::as_array).cloned().unwrap_or_default();
        let (before, now) = (list(at(self.before, of)), list(at(self.now, of)));
        let same = |one: &Json, other: &Json| match &call.key {
            Some(key) => one.get(key) == other.get(key),
            None => one == other,
        };
        let is_new = |item: &Json| !before.iter().any(|other| same(item, other));
        let is_other = |item: &Json| !is_new(item) && !before.contains(item);
        let is_gone = |item: &Json| !now.iter().any(|other| same(item, other));
        let forced = call.also_of.iter().any(|name| self.before.get(name) != self.now.get(name));
        match (call.verb, self.phase) {
            (Verb::Each, Phase::Create) | (Verb::GoneAlways, Phase::Delete) => now,
            (Verb::Each, Phase::Update) if forced => now,
            (Verb::Each, Phase::Update) => {
                now.clone().into_iter().filter(|item| is_new(item) || is_other(item)).collect()
            }
            (Verb::Added, Phase::Update) => {
                now.clone().into_iter().filter(|item| is_new(item)).collect()
            }
            (Verb::Changed, Phase::Update) => {
                now.clone().into_iter().filter(|item| is_other(item)).collect()
            }
            (Verb::Gone | Verb::GoneAlways, Phase::Update) => {
                before.clone().into_iter().filter(|item| is_gone(item)).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The names of the properties that differ.
pub fn changed<'p>(before: &'p Properties, now: &'p Properties) -> Vec<&'p str> {
    let all: BTreeSet<&str> = before.keys().chain(now.keys()).map(String::as_str).collect();
    all.into_iter().filter(|name| before.get(*name) != now.get(*name)).collect()
}

/// What of an update no call would bring about: it is refused rather than forgotten.
pub fn unsupported(kind: &Kind, before: &Properties, now: &Properties) -> Option<String> {
    for name in changed(before, now) {
        if kind.kept.contains(name) {
            continue;
        }
        let concerned = |call: &&CallLine| {
            !matches!(
                call.verb,
                Verb::Absent | Verb::Create | Verb::Delete | Verb::Read | Verb::Wait
            ) && call.concerns(name)
        };
        let calls: Vec<_> = kind.calls.iter().filter(concerned).collect();
        if calls.is_empty() {
            return Some(format!("Changing {name} of {}", kind.name));
        }
        let resets = |call: &&CallLine| match call.verb {
            Verb::Put
            | Verb::Renew
            | Verb::Unset
            | Verb::Untag
            | Verb::Shrunk
            | Verb::Gone
            | Verb::GoneAlways => true,
            _ => call.reset.contains(name),
        };
        if !now.contains_key(name) && !calls.iter().any(resets) {
            return Some(format!("Removing {name} of {}", kind.name));
        }
        let items = |of: &Properties| of.get(name).and_then(Json::as_array).map_or(0, Vec::len);
        let is_list = calls.iter().any(|call| call.verb == Verb::Each);
        if is_list && items(now) < items(before) && !calls.iter().any(resets) {
            return Some(format!("Removing items of {name} of {}", kind.name));
        }
    }
    None
}

/// A property, or what is within it (`Integration.IntegrationResponses`).
pub fn at<'p>(properties: &'p Properties, path: &str) -> Option<&'p Json> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let rest: Vec<String> =
        rest.split('.').filter(|it| !it.is_empty()).map(str::to_owned).collect();
    within(properties.get(first)?, &rest)
}
