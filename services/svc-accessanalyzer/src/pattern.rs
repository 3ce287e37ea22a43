//! Patterns against patterns: whether one takes all that the other takes, and whether some text is
//! taken by both.
//!
//! [`covers`] never says yes wrongly. It may miss that a pattern is covered (`?*` and `*?` are the
//! same set), and callers take a no for "perhaps not". [`meets`] is exact. Variables of policies
//! are taken for any text.

/// How many steps of comparison are left. What is asked after they are spent is answered by
/// whatever the caller finds safe; it asks [`Budget::is_spent`].
#[derive(Debug)]
pub struct Budget {
    left: u64,
}

impl Budget {
    pub fn new(left: u64) -> Budget {
        Budget { left }
    }

    pub fn spend(&mut self, steps: usize) {
        self.left = self.left.saturating_sub(steps as u64);
    }

    pub fn is_spent(&self) -> bool {
        self.left == 0
    }
}

pub fn has_wildcard(text: &str) -> bool {
    text.contains(['*', '?'])
}

/// Whether `wide` takes every text that `narrow` takes.
pub fn covers(wide: &str, narrow: &str, budget: &mut Budget) -> bool {
    if wide == "*" || wide == narrow {
        return true;
    }
    if !has_wildcard(wide) {
        return false;
    }
    budget.spend(wide.len().saturating_mul(narrow.len()).max(1));
    if budget.is_spent() {
        return false;
    }
    let (wide, narrow): (Vec<char>, Vec<char>) = (wide.chars().collect(), narrow.chars().collect());
    // As one matches a text, with `*` of the narrow one as a character that only `*` takes.
    let (mut at, mut from) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while from < narrow.len() {
        match wide.get(at) {
            Some('*') => {
                retry = Some((at + 1, from));
                at += 1;
                continue;
            }
            Some('?') if narrow[from] != '*' => {
                (at, from) = (at + 1, from + 1);
                continue;
            }
            Some(own) if *own == narrow[from] && *own != '?' => {
                (at, from) = (at + 1, from + 1);
                continue;
            }
            _ => {}
        }
        let Some((after, taken)) = retry else { return false };
        retry = Some((after, taken + 1));
        (at, from) = (after, taken + 1);
    }
    wide[at..].iter().all(|it| *it == '*')
}

/// Whether some text is taken by both.
pub fn meets(left: &str, right: &str, budget: &mut Budget) -> bool {
    if left == "*" || right == "*" || left == right {
        return true;
    }
    if !has_wildcard(left) && !has_wildcard(right) {
        return false;
    }
    budget.spend(left.len().saturating_mul(right.len()).max(1));
    if budget.is_spent() {
        return true;
    }
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    // `row[j]`: whether what is before `i` and before `j` can be made equal.
    let mut row = vec![false; right.len() + 1];
    row[0] = true;
    for j in 0..right.len() {
        row[j + 1] = row[j] && right[j] == '*';
    }
    for own in &left {
        let mut next = vec![false; right.len() + 1];
        next[0] = row[0] && *own == '*';
        for (j, other) in right.iter().enumerate() {
            next[j + 1] = match (own, other) {
                // A `*` is nothing, or takes what the other has there.
                ('*', _) | (_, '*') => row[j + 1] || next[j],
                ('?', _) | (_, '?') => row[j],
                _ => own == other && row[j],
            };
        }
        row = next;
    }
    row[right.len()]
}

const SEGMENTS: usize = 6;

/// The segments of an ARN, those that are left out as wildcards ("`arn:aws:sqs` is equivalent to
/// `arn:aws:sqs:*:*:*`"); `None` for `*` and for what is no ARN.
fn segments(text: &str) -> Option<[&str; SEGMENTS]> {
    if !text.starts_with("arn:") {
        return None;
    }
    let mut parts = text.splitn(SEGMENTS, ':');
    Some(std::array::from_fn(|_| parts.next().unwrap_or("*")))
}

/// As [`covers`], segment by segment where both are ARNs: a wildcard stays within its own.
pub fn covers_resource(wide: &str, narrow: &str, budget: &mut Budget) -> bool {
    match (segments(wide), segments(narrow)) {
        (Some(wide), Some(narrow)) => {
            wide.iter().zip(&narrow).all(|(wide, narrow)| covers(wide, narrow, budget))
        }
        _ => covers(wide, narrow, budget),
    }
}

pub fn meets_resource(left: &str, right: &str, budget: &mut Budget) -> bool {
    match (segments(left), segments(right)) {
        (Some(left), Some(right)) => {
            left.iter().zip(&right).all(|(left, right)| meets(left, right, budget))
        }
        _ => meets(left, right, budget),
    }
}

/// With `*` in the place of each variable. `${*}`, `${?}` and `${$}` are single characters.
pub fn open(text: &str) -> String {
    let mut opened = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        let Some(end) = rest[at..].find('}') else { break };
        opened.push_str(&rest[..at]);
        let is_character = matches!(&rest[at + 2..at + end], "*" | "?" | "$");
        opened.push(if is_character { '?' } else { '*' });
        rest = &rest[at + end + 1..];
    }
    opened.push_str(rest);
    opened
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget() -> Budget {
        Budget::new(1_000_000)
    }

    #[test]
    fn a_wide_pattern_covers_a_narrow_one() {
        let covers = |wide, narrow| covers(wide, narrow, &mut budget());
        assert!(covers("iam:get*", "iam:getcredentialreport"));
        assert!(covers("s3:*", "s3:get*"));
        assert!(covers("a*c*", "a*bc*"));
        assert!(covers("a?c", "abc"));
        assert!(covers("a?c", "a?c"));
        assert!(!covers("a?c", "a*c"));
        assert!(!covers("iam:get*", "iam:*report"));
        assert!(!covers("s3:get*", "s3:*"));
        assert!(!covers("abc", "a?c"));
    }

    #[test]
    fn patterns_meet_when_a_text_is_in_both() {
        let meets = |left, right| meets(left, right, &mut budget());
        assert!(meets("iam:get*", "iam:*report"));
        assert!(meets("a*", "*b"));
        assert!(meets("a?c", "ab*"));
        assert!(meets("a*", "a"));
        assert!(meets("*a*", "b?b*"));
        assert!(!meets("a*", "b*"));
        assert!(!meets("a?", "a"));
        assert!(!meets("ab*", "a"));
        assert!(!meets("s3:get*", "s3:put*"));
    }

    #[test]
    fn wildcards_of_arns_stay_within_their_segment() {
        let meets = |left, right| meets_resource(left, right, &mut budget());
        assert!(meets("arn:aws:s3:::b/*", "arn:aws:s3:::*"));
        assert!(!meets("arn:aws:s3:::b/*", "arn:aws:sqs:*:*:b"));
        let covers = |wide, narrow| covers_resource(wide, narrow, &mut budget());
        assert!(covers("arn:aws:iam::*:role/x*", "arn:aws:iam::111111111111:role/xy"));
        assert!(!covers("arn:aws:*:role/x", "arn:aws:iam::111111111111:role/x"));
    }

    #[test]
    fn variables_are_any_text() {
        assert_eq!(open("arn:aws:s3:::b/${aws:username}/*"), "arn:aws:s3:::b/*/*");
        assert_eq!(open("a${*}b${"), "a?b${");
    }
}
