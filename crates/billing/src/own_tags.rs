//! Tags that the services of bills keep of their own resources: reports, budgets, cost categories.

use crate::tags::Tags;

/// Why tags are not taken. Each service says it in its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Keys that begin with `aws:` are AWS's.
    Reserved,
    TooMany,
}

/// Adds tags, or puts others in the place of those with the same keys.
pub fn add<'t>(
    tags: &mut Tags,
    more: impl Iterator<Item = (&'t str, &'t str)>,
    most: usize,
) -> Result<(), Refusal> {
    for (key, value) in more {
        if key.starts_with("aws:") {
            return Err(Refusal::Reserved);
        }
        tags.insert(key.to_owned(), value.to_owned());
    }
    if tags.len() > most { Err(Refusal::TooMany) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_added_and_replaced_up_to_the_most() {
        let mut tags = Tags::new();
        let some = |pairs: &'static [(&str, &str)]| pairs.iter().copied();
        assert_eq!(add(&mut tags, some(&[("a", "1"), ("a", "2")]), 1), Ok(()));
        assert_eq!(tags["a"], "2");
        assert_eq!(add(&mut tags, some(&[("aws:a", "1")]), 9), Err(Refusal::Reserved));
        assert_eq!(add(&mut tags, some(&[("b", "1")]), 1), Err(Refusal::TooMany));
    }
}
