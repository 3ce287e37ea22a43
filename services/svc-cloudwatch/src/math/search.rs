//! SEARCH: series by what their metrics are called.
//!
//! Source: User Guide, "Use search expressions in graphs". A search is a schema in braces
//! (namespace, and the names of dimensions), and terms: words that something in the metric has as
//! a part, or as a whole behind a property (`MetricName="x"`, `QueueName=jobs`).

use kernel::Ctx;
use store::Range;

use crate::limits;
use crate::math::eval::{Computed, Evaluator, Failure};
use crate::query;
use crate::reckoned;
use crate::series;
use crate::stat::Stat;
use crate::state::{MetricStat, SERIES};

struct Search {
    namespace: Option<String>,
    /// Exactly these dimensions, sorted.
    dimensions: Option<Vec<String>>,
    terms: Terms,
}

enum Terms {
    All(Vec<Terms>),
    Any(Vec<Terms>),
    Not(Box<Terms>),
    Term { property: Option<String>, text: String, is_exact: bool },
}

pub fn search(
    evaluator: &mut Evaluator<'_>,
    ctx: &mut Ctx<'_>,
    arguments: &[Computed],
) -> Result<Computed, Failure> {
    let (text, stat, period) = match arguments {
        [Computed::Text(text), Computed::Text(stat)] => (text, stat, 300),
        [Computed::Text(text), Computed::Text(stat), Computed::Scalar(period)] => {
            (text, stat, *period as i64)
        }
        _ => return Err("SEARCH takes a search, a statistic and a period".to_owned().into()),
    };
    if Stat::parse(stat).is_none() || !query::is_period(period) {
        return Err("SEARCH has no such statistic or period".to_owned().into());
    }
    let search = Search::parse(text)?;
    let range = match &search.namespace {
        Some(namespace) => Range::within(&(namespace.as_str(),)),
        None => Range::all(),
    };
    if let Some(namespace) = &search.namespace {
        reckoned::catch_up(ctx, namespace)?;
    }
    let mut found = Vec::new();
    let keys = ctx.table(&SERIES).keys(&range).take(limits::EXAMINED_PER_PAGE);
    for key in keys {
        let (namespace, name, text) = key.map_err(kernel::ApiError::from)?;
        let dimensions = series::dimensions_of(&text);
        if search.is_met(&namespace, &name, &dimensions) {
            let (stat, unit) = (stat.clone(), None);
            found.push(MetricStat { namespace, name, dimensions, period, stat, unit });
        }
        if found.len() == limits::SEARCHED_MAX {
            break;
        }
    }
    let mut list = Vec::new();
    for stat in found {
        let mut series = evaluator.stat(ctx, &stat)?;
        let values: Vec<&str> = stat.dimensions.iter().map(|it| it.1.as_str()).collect();
        let label = [&values.join(" "), stat.name.as_str()].join(" ");
        label.trim().clone_into(&mut series.label);
        list.push(series);
    }
    Ok(Computed::List(list))
}

impl Search {
    fn parse(text: &str) -> Result<Search, String> {
        let text = text.trim();
        let (schema, rest) = match text.strip_prefix('{') {
            Some(rest) => {
                let (schema, rest) =
                    rest.split_once('}').ok_or("The schema of the search has no end")?;
                (Some(schema), rest)
            }
            None => (None, text),
        };
        let mut parts = schema.into_iter().flat_map(|schema| schema.split(','));
        let unquoted = |part: &str| part.trim().trim_matches('"').to_owned();
        let namespace = parts.next().map(unquoted);
        let mut dimensions: Vec<String> = parts.map(unquoted).collect();
        dimensions.sort();
        let mut tokens = tokens(rest)?;
        tokens.reverse();
        let terms = parse_any(&mut tokens, 0)?;
        if !tokens.is_empty() {
            return Err("The search has a parenthesis too many".to_owned());
        }
        Ok(Search { dimensions: namespace.as_ref().map(|_| dimensions), namespace, terms })
    }

    fn is_met(&self, namespace: &str, name: &str, dimensions: &[(String, String)]) -> bool {
        let names = || dimensions.iter().map(|it| &it.0);
        self.namespace.as_deref().is_none_or(|wanted| wanted == namespace)
            && self.dimensions.as_ref().is_none_or(|wanted| wanted.iter().eq(names()))
            && self.terms.is_met(namespace, name, dimensions)
    }
}

impl Terms {
    fn is_met(&self, namespace: &str, name: &str, dimensions: &[(String, String)]) -> bool {
        match self {
            Terms::All(terms) => terms.iter().all(|it| it.is_met(namespace, name, dimensions)),
            Terms::Any(terms) => terms.iter().any(|it| it.is_met(namespace, name, dimensions)),
            Terms::Not(term) => !term.is_met(namespace, name, dimensions),
            Terms::Term { property, text, is_exact } => {
                let is_like = |value: &str| {
                    if *is_exact { value == text } else { has_words(value, text) }
                };
                match property.as_deref() {
                    Some("MetricName") => is_like(name),
                    Some("Namespace") => is_like(namespace),
                    Some(property) => {
                        dimensions.iter().any(|(name, value)| name == property && is_like(value))
                    }
                    None => {
                        let in_dimensions = || {
                            dimensions.iter().any(|(name, value)| is_like(name) || is_like(value))
                        };
                        is_like(name) || is_like(namespace) || in_dimensions()
                    }
                }
            }
        }
    }
}

/// Whether all words of `wanted` are among those of `value`, whatever their case.
fn has_words(value: &str, wanted: &str) -> bool {
    let value = words(value);
    words(wanted).iter().all(|word| value.contains(word))
}

/// Runs of letters and digits, cut where a capital follows a small letter, and each run whole.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for run in text.split(|it: char| !it.is_alphanumeric()).filter(|run| !run.is_empty()) {
        words.push(run.to_lowercase());
        let mut word = String::new();
        let mut was_small = false;
        for letter in run.chars() {
            if letter.is_uppercase() && was_small {
                words.push(std::mem::take(&mut word).to_lowercase());
            }
            was_small = !letter.is_uppercase();
            word.push(letter);
        }
        words.push(word.to_lowercase());
    }
    words
}

fn tokens(text: &str) -> Result<Vec<String>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '(' | ')' => 1,
            _ => {
                let mut is_quoted = false;
                let end = rest.find(|it: char| {
                    is_quoted ^= it == '"';
                    !is_quoted && (it.is_whitespace() || it == '(' || it == ')')
                });
                if is_quoted && end.is_none() {
                    return Err("A text of the search has no end".to_owned());
                }
                end.unwrap_or(rest.len())
            }
        };
        tokens.push(rest[..end].to_owned());
        rest = rest[end..].trim_start();
    }
    Ok(tokens)
}

fn parse_any(tokens: &mut Vec<String>, depth: usize) -> Result<Terms, String> {
    let mut any = vec![parse_all(tokens, depth)?];
    while tokens.last().is_some_and(|it| it == "OR") {
        tokens.pop();
        any.push(parse_all(tokens, depth)?);
    }
    Ok(if any.len() == 1 { any.remove(0) } else { Terms::Any(any) })
}

fn parse_all(tokens: &mut Vec<String>, depth: usize) -> Result<Terms, String> {
    if depth > limits::EXPRESSION_DEPTH_MAX {
        return Err("The search is nested too deeply".to_owned());
    }
    let mut all = Vec::new();
    while let Some(token) = tokens.pop_if(|it| it != "OR" && it != ")") {
        match token.as_str() {
            "AND" => {}
            "NOT" => {
                let rest = parse_all(tokens, depth + 1)?;
                all.push(Terms::Not(Box::new(rest)));
            }
            "(" => {
                all.push(parse_any(tokens, depth + 1)?);
                if tokens.pop().is_none_or(|it| it != ")") {
                    return Err("A parenthesis of the search has no end".to_owned());
                }
            }
            _ => all.push(term(&token)),
        }
    }
    Ok(Terms::All(all))
}

fn term(token: &str) -> Terms {
    let (property, text) = match token.split_once('=') {
        Some((property, text)) => (Some(property.trim_matches('"').to_owned()), text),
        None => (None, token),
    };
    let is_exact = text.starts_with('"');
    Terms::Term { property, text: text.trim_matches('"').to_owned(), is_exact }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(search: &str) -> bool {
        let dimensions = [("QueueName".to_owned(), "jobs-high".to_owned())];
        let search = Search::parse(search).expect("a search");
        search.is_met("AWS/SQS", "NumberOfMessagesSent", &dimensions)
    }

    #[test]
    fn a_search_is_by_schema_and_terms() {
        assert!(finds("{AWS/SQS,QueueName} MetricName=\"NumberOfMessagesSent\""));
        assert!(finds("{AWS/SQS,QueueName} messages sent"));
        assert!(finds("{AWS/SQS,QueueName} (deleted OR sent) NOT delayed"));
        assert!(finds("QueueName=jobs"));
        assert!(!finds("QueueName=\"jobs\""));
        assert!(!finds("{AWS/SQS} sent"));
        assert!(!finds("{AWS/SNS,QueueName} sent"));
        assert!(!finds("{AWS/SQS,QueueName} NOT sent"));
        assert!(Search::parse("{AWS/SQS").is_err());
        assert!(Search::parse("(a").is_err());
        assert!(Search::parse("a)").is_err());
    }
}
