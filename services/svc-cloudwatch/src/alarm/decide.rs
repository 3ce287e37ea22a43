//! M out of N: from the latest data to a state.
//!
//! Source: User Guide, "Configuring how CloudWatch alarms treat missing data", whose two tables
//! are the tests below. An alarm looks further back than its evaluation periods. If there are
//! enough numbers there, the latest of them decide, whatever is missing between them. If not, what
//! is missing is filled in as the alarm wants. Data that may be late must not raise a false alarm,
//! but an old breach that nothing contradicts does raise one.

/// How missing data is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::enum_variant_names)] // AWS's words
pub enum Missing {
    Missing,
    Ignore,
    Breaching,
    NotBreaching,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Ok,
    Alarm,
    InsufficientData,
    /// The state stays as it is.
    Retain,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub verdict: Verdict,
    /// The periods whose numbers have decided, latest first.
    pub decisive: Vec<usize>,
    /// How many were filled in.
    pub filled: usize,
}

impl Missing {
    pub fn parse(text: &str) -> Option<Missing> {
        Some(match text {
            "missing" => Missing::Missing,
            "ignore" => Missing::Ignore,
            "breaching" => Missing::Breaching,
            "notBreaching" => Missing::NotBreaching,
            _ => return None,
        })
    }
}

/// `points`, latest first: whether each breaches, or nothing where it is missing.
pub fn decide(points: &[Option<bool>], (m, n): (usize, usize), missing: Missing) -> Decision {
    let known = points.iter().enumerate().filter_map(|(at, it)| it.map(|it| (at, it)));
    let decisive: Vec<(usize, bool)> = known.take(n).collect();
    let breaching = decisive.iter().filter(|(_, is_breaching)| *is_breaching).count();
    let filled = n - decisive.len();
    let by_count = |breaching: usize| if breaching >= m { Verdict::Alarm } else { Verdict::Ok };
    let verdict = match (filled, missing) {
        (0, _) | (_, Missing::NotBreaching) => by_count(breaching),
        (_, Missing::Breaching) => by_count(breaching + filled),
        _ if decisive.is_empty() && missing == Missing::Missing => Verdict::InsufficientData,
        _ if decisive.is_empty() => Verdict::Retain,
        _ if breaching < decisive.len() => by_count(breaching),
        // Nothing contradicts: it is an alarm if the first of them is old enough.
        _ if missing == Missing::Ignore => Verdict::Retain,
        _ => {
            let is_old = decisive.last().is_some_and(|(at, _)| at + 1 >= m);
            if is_old { Verdict::Alarm } else { Verdict::Retain }
        }
    };
    Decision { verdict, decisive: decisive.into_iter().map(|it| it.0).collect(), filled }
}

#[cfg(test)]
mod tests {
    use super::*;

    use Missing::{Breaching, Ignore, NotBreaching};
    use Verdict::{Alarm, InsufficientData, Ok, Retain};

    /// As the guide writes them, the latest last: 0 is fine, X breaches, - is missing.
    fn check(points: &str, of: (usize, usize), expected: [Verdict; 4]) {
        let points: Vec<Option<bool>> = points
            .split(' ')
            .rev()
            .map(|point| match point {
                "-" => None,
                point => Some(point == "X"),
            })
            .collect();
        let treatments = [Missing::Missing, Ignore, Breaching, NotBreaching];
        let got = treatments.map(|missing| decide(&points, of, missing).verdict);
        assert_eq!(got, expected, "{points:?}");
    }

    #[test]
    fn three_out_of_three() {
        check("0 - X - X", (3, 3), [Ok, Ok, Ok, Ok]);
        check("- - - - 0", (3, 3), [Ok, Ok, Ok, Ok]);
        check("- - - - -", (3, 3), [InsufficientData, Retain, Alarm, Ok]);
        check("0 X X - X", (3, 3), [Alarm, Alarm, Alarm, Alarm]);
        check("- - X - -", (3, 3), [Alarm, Retain, Alarm, Ok]);
    }

    #[test]
    fn two_out_of_three() {
        check("0 - X - X", (2, 3), [Alarm, Alarm, Alarm, Alarm]);
        check("0 0 X 0 X", (2, 3), [Alarm, Alarm, Alarm, Alarm]);
        check("0 - X - -", (2, 3), [Ok, Ok, Alarm, Ok]);
        check("- - - - 0", (2, 3), [Ok, Ok, Alarm, Ok]);
        check("- - - X -", (2, 3), [Alarm, Retain, Alarm, Ok]);
    }

    #[test]
    fn a_first_breach_waits_for_more() {
        check("- - - - X", (3, 3), [Retain, Retain, Alarm, Ok]);
        check("- - X", (1, 1), [Alarm, Alarm, Alarm, Alarm]);
    }

    #[test]
    fn it_is_told_what_has_decided() {
        let points = [None, Some(true), None, Some(false)];
        let decision = decide(&points, (1, 3), NotBreaching);
        assert_eq!(decision.decisive, [1, 3]);
        assert_eq!((decision.verdict, decision.filled), (Alarm, 1));
    }
}
