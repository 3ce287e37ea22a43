//! Facts against bounds, and an architecture against what was expected of it.

use crate::definition::{Alternative, Bound, Expectation, Lab, WORKS};
use crate::ledger::{Fact, Ledger, Measure};
use crate::read::{Language, Words};

/// An expectation that does not hold, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Failed {
    pub id: String,
    pub reason: Words,
}

#[derive(Clone, Debug)]
pub struct Verdict {
    pub failed: Vec<Failed>,
    /// Why the run is not as the definition says; `None` when it is.
    pub surprise: Option<String>,
}

impl Verdict {
    pub fn meets_requirement(&self) -> bool {
        self.failed.is_empty()
    }
}

pub fn judge(lab: &Lab, alternative: &Alternative, ledger: &Ledger) -> Verdict {
    let mut failed = Vec::new();
    if let Some(reason) = &ledger.broken {
        // What was not run to its end is not measured.
        let reason = Words { en: reason.clone(), ko: reason.clone() };
        failed.push(Failed { id: WORKS.to_owned(), reason });
    } else {
        failed.extend(lab.expect.iter().filter_map(|it| check(it, ledger.facts.get(&it.fact))));
    }
    let is_measured = |it: &&Expectation| ledger.facts.contains_key(&it.fact);
    let unmeasured = lab.expect.iter().find(|it| !is_measured(it) && ledger.broken.is_none());
    let surprise = match unmeasured {
        Some(it) => Some(format!("nothing was measured as {}", it.fact)),
        None => surprise(alternative, &failed),
    };
    Verdict { failed, surprise }
}

fn check(expectation: &Expectation, fact: Option<&Fact>) -> Option<Failed> {
    let holds = fact.is_some_and(|fact| match (&expectation.bound, &fact.value) {
        (Bound::Between { least, most }, Measure::Number(value)) => {
            least.is_none_or(|least| *value >= least) && most.is_none_or(|most| *value <= most)
        }
        (Bound::Is(wanted), Measure::Text(value)) => wanted == value,
        (Bound::Is(wanted), Measure::Number(value)) => *wanted == number(*value),
        (Bound::Between { .. }, Measure::Text(_)) => false,
    });
    if holds {
        return None;
    }
    let reason = match fact {
        Some(fact) => Words {
            en: sentence(expectation, fact, Language::English),
            ko: sentence(expectation, fact, Language::Korean),
        },
        None => Words {
            en: format!("nothing was measured as {}", expectation.fact),
            ko: format!("{} 값이 측정되지 않았습니다", expectation.fact),
        },
    };
    Some(Failed { id: expectation.id.clone(), reason })
}

fn sentence(expectation: &Expectation, fact: &Fact, language: Language) -> String {
    let text = expectation.fails.of(language);
    let bound = match &expectation.bound {
        Bound::Between { most: Some(most), .. } => number(*most),
        Bound::Between { least, .. } => number(least.unwrap_or_default()),
        Bound::Is(text) => text.clone(),
    };
    let text = text.replace("{value}", &show(&fact.value)).replace("{bound}", &bound);
    let example = if fact.example.is_empty() { "-" } else { &fact.example };
    text.replace("{example}", example)
}

fn surprise(alternative: &Alternative, failed: &[Failed]) -> Option<String> {
    let has_failed = |id: &String| failed.iter().any(|it| it.id == *id);
    let missing = alternative.because.iter().find(|id| !has_failed(id));
    if let Some(missing) = missing {
        return Some(format!("it should fail `{missing}`, and does not"));
    }
    let is_stated =
        |id: &String| alternative.because.contains(id) || alternative.perhaps.contains(id);
    let stray = failed.iter().find(|it| !is_stated(&it.id))?;
    Some(format!("it fails `{}`, which it should not", stray.id))
}

pub fn show(value: &Measure) -> String {
    match value {
        Measure::Number(value) => number(*value),
        Measure::Text(text) => text.clone(),
    }
}

/// Numbers for people: whole ones as they are, others with three significant digits.
pub fn number(value: f64) -> String {
    if (value - value.round()).abs() < 1e-9 && value.abs() < 1e15 {
        return format!("{}", value.round() as i64);
    }
    let magnitude = value.abs().log10().floor() as i32;
    if magnitude < -3 {
        return format!("{value:.2e}");
    }
    format!("{value:.*}", (2 - magnitude).max(0) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(number(600.0), "600");
        assert_eq!(number(0.5), "0.500");
        assert_eq!(number(12.345), "12.3");
        assert_eq!(number(1_234.56), "1235");
        assert_eq!(number(0.000_049_6), "4.96e-5");
    }
}
