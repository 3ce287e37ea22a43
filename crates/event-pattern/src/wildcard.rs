//! Wildcard expressions: `*` stands for any characters, `\*` and `\\` for themselves.
//!
//! An expression is its parts between the stars. The first stands at the beginning, the last at the
//! end, and each other one at its first occurrence after the one before: that is enough, and takes
//! time in proportion to the text.

/// The reference engine keeps all that an expression may be in the middle of at once; this many
/// places it may be in, at most. AWS does not publish its figure; ours is the one at which the
/// reference's README finds it fifty times slower than without wildcards.
pub const COMPLEXITY_MAX: usize = 50;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wildcard {
    /// One more than there are stars.
    parts: Vec<String>,
}

impl Wildcard {
    /// An error says where, counting bytes from an opening quote as the reference does.
    pub fn parse(text: &str) -> Result<Wildcard, String> {
        let mut parts = vec![String::new()];
        let mut characters = text.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            let next = characters.peek().map(|(_, next)| *next);
            match (character, next) {
                ('*', Some('*')) => {
                    return Err(format!("Consecutive wildcard characters at pos {}", at + 1));
                }
                ('*', _) => parts.push(String::new()),
                ('\\', Some(escaped @ ('*' | '\\'))) => {
                    characters.next();
                    push(&mut parts, escaped);
                }
                ('\\', _) => return Err(format!("Invalid escape character at pos {}", at + 1)),
                (plain, _) => push(&mut parts, plain),
            }
        }
        Ok(Wildcard { parts })
    }

    pub fn matches(&self, text: &str) -> bool {
        let [first, middle @ .., last] = self.parts.as_slice() else {
            return self.parts.first().is_some_and(|whole| whole == text);
        };
        let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
        for part in middle {
            let Some((_, after)) = rest.split_once(part.as_str()) else { return false };
            rest = after;
        }
        rest.ends_with(last.as_str())
    }

    fn stars(&self) -> usize {
        self.parts.len() - 1
    }
}

fn push(parts: &mut [String], character: char) {
    parts.last_mut().expect("there is always a part").push(character);
}

/// In how many places the expressions of one field may be at once, for the worst text: after each
/// star, and in the middle of each part of which a beginning has just been seen.
pub fn complexity(expressions: &[&Wildcard]) -> usize {
    let stars: usize = expressions.iter().map(|it| it.stars()).sum();
    if stars > COMPLEXITY_MAX {
        return stars;
    }
    let all = expressions.iter().flat_map(|it| it.parts.iter().skip(1));
    let parts: Vec<Beginnings<'_>> = all.map(|part| Beginnings::of(part.as_bytes())).collect();
    let mut worst = 0;
    for text in &parts {
        let mut counts = vec![0; text.part.len()];
        for part in &parts {
            part.count_in(text.part, &mut counts);
        }
        worst = worst.max(counts.into_iter().max().unwrap_or(0));
    }
    stars + worst
}

/// The beginnings of a part that end it too (the failure function of Knuth, Morris and Pratt).
struct Beginnings<'p> {
    part: &'p [u8],
    /// Of the first n bytes: the longest shorter beginning that ends them.
    fallback: Vec<usize>,
    /// How many beginnings, not counting the empty one, end the first n bytes.
    count: Vec<usize>,
}

impl<'p> Beginnings<'p> {
    fn of(part: &'p [u8]) -> Beginnings<'p> {
        let mut it = Beginnings { part, fallback: vec![0; 2], count: vec![0, 1] };
        for len in 2..=part.len() {
            let fallback = it.step(it.fallback[len - 1], part[len - 1]);
            it.fallback.push(fallback);
            it.count.push(it.count[fallback] + 1);
        }
        it
    }

    /// The longest beginning after one more byte.
    fn step(&self, mut len: usize, byte: u8) -> usize {
        loop {
            if self.part.get(len) == Some(&byte) {
                return len + 1;
            }
            if len == 0 {
                return 0;
            }
            len = self.fallback[len];
        }
    }

    /// Adds to `counts` how many beginnings of this part end `text` after each byte.
    fn count_in(&self, text: &[u8], counts: &mut [usize]) {
        if self.part.is_empty() {
            return;
        }
        let mut len = 0;
        for (byte, count) in text.iter().zip(counts) {
            len = self.step(len, *byte);
            *count += self.count[len];
        }
    }
}
