//! Rules of lifecycle policies: read, and held against images.
//!
//! Source: User Guide, "Lifecycle policy properties in Amazon ECR", "Automate the cleanup of images
//! by using lifecycle policies" (how rules are evaluated).

use serde_json::Value as Json;

use crate::limits::LIFECYCLE_RULES_MAX;
use crate::repository::matches;

const DAY_US: i64 = 24 * 3600 * 1_000_000;
/// "There is a maximum limit of four wildcards (*) per string".
const WILDCARDS_MAX: usize = 4;

/// Why a policy is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    Invalid(String),
    /// AWS has it, and it is not here.
    NotImplemented(&'static str),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub priority: u64,
    selection: Selection,
    count: Count,
}

#[derive(Clone, Debug, PartialEq)]
enum Selection {
    Untagged,
    Any,
    /// All of the patterns must be matched, each by some tag.
    Tagged(Vec<String>),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Count {
    ImagesMoreThan(usize),
    DaysSincePush(i64),
    /// Or since the push, of an image that was never pulled.
    DaysSincePull(i64),
}

/// What rules look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub digest: String,
    pub tags: Vec<String>,
    pub pushed_us: i64,
    pub pulled_us: Option<i64>,
    /// By an index, which must go first.
    pub is_listed: bool,
}

/// The rules of a policy, by priority.
pub fn parse(text: &str) -> Result<Vec<Rule>, Fault> {
    let document: Json = serde_json::from_str(text).map_err(|error| invalid(error.to_string()))?;
    let rules = document["rules"].as_array().ok_or_else(|| invalid("rules: a list is required"))?;
    if rules.is_empty() || rules.len() > LIFECYCLE_RULES_MAX {
        return Err(invalid(format!("rules: 1 to {LIFECYCLE_RULES_MAX} are allowed")));
    }
    let mut parsed = rules.iter().map(rule).collect::<Result<Vec<_>, _>>()?;
    parsed.sort_by_key(|rule| rule.priority);
    if parsed.windows(2).any(|pair| pair[0].priority == pair[1].priority) {
        return Err(invalid("rulePriority: each rule has one of its own"));
    }
    let count = |wanted: &Selection| parsed.iter().filter(|it| it.selection == *wanted).count();
    if count(&Selection::Untagged) > 1 {
        return Err(invalid("tagStatus: only one rule may select untagged images"));
    }
    let last_is_any = parsed.last().is_some_and(|it| it.selection == Selection::Any);
    if count(&Selection::Any) > usize::from(last_is_any) {
        return Err(invalid("tagStatus: the rule for any image has the highest rulePriority"));
    }
    Ok(parsed)
}

fn invalid(reason: impl Into<String>) -> Fault {
    Fault::Invalid(reason.into())
}

fn rule(rule: &Json) -> Result<Rule, Fault> {
    let priority = rule["rulePriority"].as_u64().filter(|it| *it >= 1);
    let priority =
        priority.ok_or_else(|| invalid("rulePriority: a positive number is required"))?;
    match rule["action"]["type"].as_str() {
        Some("expire") => {}
        Some("transition") => return Err(Fault::NotImplemented("The archive of images")),
        _ => return Err(invalid("action: the type expire or transition is required")),
    }
    let selection = &rule["selection"];
    if selection["storageClass"].as_str().is_some_and(|it| it != "standard") {
        return Err(Fault::NotImplemented("The archive of images"));
    }
    Ok(Rule { priority, selection: select(selection)?, count: count(selection)? })
}

fn select(selection: &Json) -> Result<Selection, Fault> {
    let list = |name: &str| -> Vec<String> {
        let list = selection[name].as_array().into_iter().flatten();
        list.filter_map(Json::as_str).map(str::to_owned).collect()
    };
    let (patterns, prefixes) = (list("tagPatternList"), list("tagPrefixList"));
    let has_lists = !patterns.is_empty() || !prefixes.is_empty();
    match selection["tagStatus"].as_str() {
        Some("untagged") if !has_lists => Ok(Selection::Untagged),
        Some("any") if !has_lists => Ok(Selection::Any),
        Some("untagged" | "any") => {
            Err(invalid("tagPatternList, tagPrefixList: only with the tagStatus tagged"))
        }
        Some("tagged") if patterns.is_empty() == prefixes.is_empty() => {
            Err(invalid("tagPatternList or tagPrefixList is required with the tagStatus tagged"))
        }
        Some("tagged") if patterns.iter().any(|it| it.matches('*').count() > WILDCARDS_MAX) => {
            Err(invalid(format!("tagPatternList: at most {WILDCARDS_MAX} wildcards in one")))
        }
        Some("tagged") if prefixes.is_empty() => Ok(Selection::Tagged(patterns)),
        Some("tagged") => {
            Ok(Selection::Tagged(prefixes.into_iter().map(|it| format!("{it}*")).collect()))
        }
        _ => Err(invalid("tagStatus: one of tagged, untagged, any is required")),
    }
}

fn count(selection: &Json) -> Result<Count, Fault> {
    let number = selection["countNumber"].as_u64().filter(|it| *it >= 1);
    let number = number.ok_or_else(|| invalid("countNumber: a positive number is required"))?;
    let unit = selection["countUnit"].as_str();
    let is_days = unit == Some("days");
    match selection["countType"].as_str() {
        Some("imageCountMoreThan") if unit.is_none() => Ok(Count::ImagesMoreThan(number as usize)),
        Some("imageCountMoreThan") => Err(invalid("countUnit: not with imageCountMoreThan")),
        Some("sinceImagePushed") if is_days => Ok(Count::DaysSincePush(days(number))),
        Some("sinceImagePulled") if is_days => Ok(Count::DaysSincePull(days(number))),
        Some("sinceImagePushed" | "sinceImagePulled") => Err(invalid("countUnit: days")),
        Some("sinceImageTransitioned") => Err(Fault::NotImplemented("The archive of images")),
        _ => Err(invalid("countType: imageCountMoreThan, sinceImagePushed or sinceImagePulled")),
    }
}

/// In microseconds; more than time has is as good as never.
fn days(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX).saturating_mul(DAY_US)
}

impl Rule {
    fn selects(&self, image: &Candidate) -> bool {
        match &self.selection {
            Selection::Any => true,
            Selection::Untagged => image.tags.is_empty(),
            Selection::Tagged(patterns) => {
                patterns.iter().all(|pattern| image.tags.iter().any(|tag| matches(pattern, tag)))
            }
        }
    }
}

/// Which images go, with the priority of the rule that takes each; `images` come in any order.
///
/// "An image is expired by exactly one or zero rules", and "an image that matches the tagging
/// requirements of a rule cannot be expired by a rule with a lower priority"; but rules "can still
/// identify" images of higher ones when they count.
pub fn choose(rules: &[Rule], images: &[Candidate], now_us: i64) -> Vec<(usize, u64)> {
    let mut newest_first: Vec<usize> = (0..images.len()).collect();
    newest_first.sort_by_key(|at| std::cmp::Reverse((images[*at].pushed_us, &images[*at].digest)));
    let mut is_claimed = vec![false; images.len()];
    let mut chosen = Vec::new();
    for rule in rules {
        let selected: Vec<usize> =
            newest_first.iter().copied().filter(|at| rule.selects(&images[*at])).collect();
        for (rank, at) in selected.iter().enumerate() {
            let image = &images[*at];
            let is_over = match rule.count {
                Count::ImagesMoreThan(most) => rank >= most,
                Count::DaysSincePush(age) => now_us.saturating_sub(image.pushed_us) > age,
                Count::DaysSincePull(age) => {
                    now_us.saturating_sub(image.pulled_us.unwrap_or(image.pushed_us)) > age
                }
            };
            if is_over && !is_claimed[*at] && !image.is_listed {
                chosen.push((*at, rule.priority));
            }
        }
        for at in selected {
            is_claimed[at] = true;
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn policy(rules: &[(u64, Json)]) -> Vec<Rule> {
        let rules: Vec<Json> = rules
            .iter()
            .map(|(priority, selection)| {
                json!({
                    "rulePriority": priority, "selection": selection,
                    "action": {"type": "expire"},
                })
            })
            .collect();
        parse(&json!({"rules": rules}).to_string()).expect("the policy is valid")
    }

    fn image(digest: &str, tags: &[&str], day: i64) -> Candidate {
        Candidate {
            digest: digest.to_owned(),
            tags: tags.iter().map(|it| (*it).to_owned()).collect(),
            pushed_us: day * DAY_US,
            pulled_us: None,
            is_listed: false,
        }
    }

    fn chosen(rules: &[Rule], images: &[Candidate], day: i64) -> Vec<(String, u64)> {
        let chosen = choose(rules, images, day * DAY_US);
        chosen.into_iter().map(|(at, priority)| (images[at].digest.clone(), priority)).collect()
    }

    /// The examples of "How a lifecycle policy works": A tagged beta-1 and prod-1, B beta-2 and
    /// prod-2, C beta-3, each pushed a day later.
    #[test]
    fn the_examples_of_the_user_guide() {
        let images = [
            image("A", &["beta-1", "prod-1"], 1),
            image("B", &["beta-2", "prod-2"], 2),
            image("C", &["beta-3"], 3),
        ];
        let more_than_one = |prefix: &str| {
            json!({"tagStatus": "tagged", "tagPrefixList": [prefix],
                                  "countType": "imageCountMoreThan", "countNumber": 1})
        };
        let rules = policy(&[(1, more_than_one("prod")), (2, more_than_one("beta"))]);
        assert_eq!(chosen(&rules, &images, 4), [("A".to_owned(), 1)]);
        let rules = policy(&[(1, more_than_one("beta")), (2, more_than_one("prod"))]);
        assert_eq!(chosen(&rules, &images, 4), [("B".to_owned(), 1), ("A".to_owned(), 1)]);
        let both = json!({"tagStatus": "tagged", "tagPrefixList": ["beta", "prod"],
                          "countType": "imageCountMoreThan", "countNumber": 1});
        assert_eq!(chosen(&policy(&[(1, both)]), &images, 4), [("A".to_owned(), 1)]);
    }

    #[test]
    fn ages_are_judged_by_pushes_and_pulls() {
        let mut images = [image("A", &[], 1), image("B", &[], 3), image("C", &["x"], 1)];
        let old = json!({"tagStatus": "untagged", "countType": "sinceImagePushed",
                         "countUnit": "days", "countNumber": 2});
        assert_eq!(chosen(&policy(&[(1, old.clone())]), &images, 3), []);
        assert_eq!(chosen(&policy(&[(1, old.clone())]), &images, 4), [("A".to_owned(), 1)]);
        images[0].is_listed = true;
        assert_eq!(chosen(&policy(&[(1, old)]), &images, 4), []);
        let unused = json!({"tagStatus": "any", "countType": "sinceImagePulled",
                            "countUnit": "days", "countNumber": 2});
        images[2].pulled_us = Some(3 * DAY_US);
        assert_eq!(
            chosen(&policy(&[(1, unused)]), &images, 6),
            [("B".to_owned(), 1), ("C".to_owned(), 1)]
        );
    }

    #[test]
    fn what_is_no_policy_is_refused() {
        let rule = |selection: Json| {
            json!({"rules": [{"rulePriority": 1, "selection": selection,
                              "action": {"type": "expire"}}]})
            .to_string()
        };
        let any = json!({"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 1});
        parse(&rule(any.clone())).expect("this one is valid");
        for (name, value) in [
            ("tagStatus", json!("some")),
            ("tagStatus", json!("tagged")),
            ("tagPrefixList", json!(["a"])),
            ("countNumber", json!(0)),
            ("countUnit", json!("days")),
            ("countType", json!("sinceImagePushed")),
        ] {
            let mut selection = any.clone();
            selection[name] = value;
            parse(&rule(selection)).expect_err(name);
        }
        parse("{}").expect_err("no rules");
        let transition = rule(any).replace("\"expire\"", "\"transition\"");
        assert!(matches!(parse(&transition), Err(Fault::NotImplemented(_))));
    }
}
