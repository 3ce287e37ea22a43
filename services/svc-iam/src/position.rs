//! Where in the text of a policy a statement stands: lines and columns, counted from 1.

use crate::api::PositionBuilder;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub start: Position,
    pub end: Position,
}

impl Position {
    pub fn show(self) -> PositionBuilder {
        PositionBuilder::new().line(self.line).column(self.column)
    }
}

/// The statement of that number, counted from 0. The text is JSON that was read.
pub fn of_statement(text: &str, wanted: usize) -> Option<Place> {
    let mut scan = Scan { depth: 0, in_string: false, is_escaped: false };
    let after = statements_begin(text)?;
    let (mut found, mut start) = (0, None);
    for (at, character) in text.char_indices().skip_while(|(at, _)| *at < after) {
        let was = scan.depth;
        scan.read(character);
        if was == 0 && scan.depth == 1 {
            start = Some(at);
        }
        if was == 1 && scan.depth == 0 {
            if found == wanted {
                let start = position(text, start?);
                return Some(Place { start, end: position(text, at + 1) });
            }
            found += 1;
        }
    }
    None
}

/// Counts braces outside strings.
struct Scan {
    depth: usize,
    in_string: bool,
    is_escaped: bool,
}

impl Scan {
    fn read(&mut self, character: char) {
        if self.in_string {
            match character {
                _ if self.is_escaped => self.is_escaped = false,
                '\\' => self.is_escaped = true,
                '"' => self.in_string = false,
                _ => {}
            }
            return;
        }
        match character {
            '"' => self.in_string = true,
            '{' => self.depth += 1,
            '}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }
}

/// Where the value of the member `Statement` of the outermost object begins.
fn statements_begin(text: &str) -> Option<usize> {
    const NAME: &str = "\"Statement\"";
    let mut scan = Scan { depth: 0, in_string: false, is_escaped: false };
    for (at, character) in text.char_indices() {
        let is_name = scan.depth == 1 && !scan.in_string && text[at..].starts_with(NAME);
        if is_name && text[at + NAME.len()..].trim_start().starts_with(':') {
            return Some(at + NAME.len());
        }
        scan.read(character);
    }
    None
}

fn position(text: &str, at: usize) -> Position {
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Position { line, column }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_statement() {
        let text = "{\"Version\": \"2012-10-17\",\n \"Statement\": [{\"Sid\": \"}\"},\n  {}\n]}";
        let place = |start, end| {
            let [start, end] = [start, end].map(|(line, column)| Position { line, column });
            Some(Place { start, end })
        };
        assert_eq!(of_statement(text, 0), place((2, 16), (2, 28)));
        assert_eq!(of_statement(text, 1), place((3, 3), (3, 5)));
        assert_eq!(of_statement(text, 2), None);
        assert_eq!(of_statement("{\"Statement\":{}}", 0), place((1, 14), (1, 16)));
    }
}
