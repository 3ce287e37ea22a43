//! From a template's text to nodes.

use crate::TemplateError;
use crate::expression::{self, Cursor, Expression, Reference};
use crate::limits::{DEPTH_MAX, TEMPLATE_BYTES_MAX};

#[derive(Clone, Debug)]
pub enum Node {
    Text(String),
    /// A reference in the text, and how it is written there.
    Reference {
        reference: Reference,
        is_quiet: bool,
        source: String,
    },
    Set {
        target: Reference,
        value: Expression,
    },
    If {
        branches: Vec<(Expression, Vec<Node>)>,
        otherwise: Vec<Node>,
    },
    ForEach {
        variable: String,
        items: Expression,
        body: Vec<Node>,
    },
    Macro {
        name: String,
        parameters: Vec<String>,
        body: Vec<Node>,
    },
    /// A call of a macro, and how it is written.
    Call {
        name: String,
        arguments: Vec<Expression>,
        source: String,
    },
    /// `#define`: what is written in its place whenever it is used.
    Define {
        variable: String,
        body: Vec<Node>,
    },
    Break,
    Stop,
}

/// What ended a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Nothing,
    End,
    Else,
    ElseIf,
}

pub fn parse(template: &str) -> Result<Vec<Node>, TemplateError> {
    if template.len() > TEMPLATE_BYTES_MAX {
        return Err(TemplateError::new("The template is too long"));
    }
    parse_fragment(template, 0)
}

/// Also of the text of an interpolated string.
pub fn parse_fragment(template: &str, depth: usize) -> Result<Vec<Node>, TemplateError> {
    let mut parser = Parser { cursor: Cursor::new(template), depth };
    let (nodes, end) = parser.block()?;
    match end {
        By::Nothing => Ok(nodes),
        _ => Err(parser.cursor.error("an #end, #else or #elseif stands alone")),
    }
}

struct Parser<'t> {
    cursor: Cursor<'t>,
    depth: usize,
}

impl Parser<'_> {
    /// The nodes up to what ends the block, which is consumed.
    fn block(&mut self) -> Result<(Vec<Node>, By), TemplateError> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(self.cursor.error("blocks are nested too deeply"));
        }
        let mut nodes = Vec::new();
        let mut text = String::new();
        let end = loop {
            let Some(next) = self.cursor.peek() else { break By::Nothing };
            match next {
                '#' => {
                    if let Some(end) = self.hash(&mut text, &mut nodes)? {
                        break end;
                    }
                }
                '$' => match self.reference()? {
                    Some(node) => {
                        flush(&mut text, &mut nodes);
                        nodes.push(node);
                    }
                    None => text.push(self.cursor.take()),
                },
                '\\' => self.backslash(&mut text),
                _ => text.push(self.cursor.take()),
            }
        };
        flush(&mut text, &mut nodes);
        self.depth -= 1;
        Ok((nodes, end))
    }

    /// `\$` and `\#` are the sign itself.
    fn backslash(&mut self, text: &mut String) {
        self.cursor.take();
        match self.cursor.peek() {
            Some(sign @ ('$' | '#')) => {
                self.cursor.take();
                text.push(sign);
            }
            _ => text.push('\\'),
        }
    }

    fn hash(
        &mut self,
        text: &mut String,
        nodes: &mut Vec<Node>,
    ) -> Result<Option<By>, TemplateError> {
        if self.cursor.skip("##") {
            while self.cursor.peek().is_some_and(|it| it != '\n') {
                self.cursor.take();
            }
            self.cursor.skip("\n");
            return Ok(None);
        }
        if self.cursor.skip("#*") {
            while self.cursor.peek().is_some() && !self.cursor.skip("*#") {
                self.cursor.take();
            }
            return Ok(None);
        }
        if self.cursor.skip("#[[") {
            while self.cursor.peek().is_some() && !self.cursor.skip("]]#") {
                text.push(self.cursor.take());
            }
            return Ok(None);
        }
        let start = self.cursor.at();
        let Some(name) = self.directive_name() else {
            text.push(self.cursor.take());
            return Ok(None);
        };
        flush(text, nodes);
        match name.as_str() {
            "end" => {
                self.gobble();
                return Ok(Some(By::End));
            }
            "else" => {
                self.gobble();
                return Ok(Some(By::Else));
            }
            "elseif" => return Ok(Some(By::ElseIf)),
            "set" => nodes.push(self.set()?),
            "if" => nodes.push(self.conditional()?),
            "foreach" => nodes.push(self.for_each()?),
            "macro" => nodes.push(self.macro_()?),
            "define" => nodes.push(self.define()?),
            "break" => nodes.push(Node::Break),
            "stop" | "return" => nodes.push(Node::Stop),
            _ => match self.call(name, start)? {
                Some(node) => nodes.push(node),
                None => text.push_str(self.cursor.since(start)),
            },
        }
        Ok(None)
    }

    /// `#name` or `#{name}`.
    fn directive_name(&mut self) -> Option<String> {
        let start = self.cursor.at();
        self.cursor.take();
        let is_braced = self.cursor.skip("{");
        let name = self.cursor.identifier();
        if name.is_empty() || (is_braced && !self.cursor.skip("}")) {
            self.cursor.rewind(start);
            return None;
        }
        Some(name)
    }

    /// What is left of a directive's line when nothing else stands there.
    fn gobble(&mut self) {
        let start = self.cursor.at();
        self.cursor.blanks();
        self.cursor.skip("\r");
        if !self.cursor.skip("\n") {
            self.cursor.rewind(start);
        }
    }

    fn open(&mut self) -> Result<(), TemplateError> {
        self.cursor.blanks();
        self.cursor.expect("(")?;
        self.cursor.white();
        Ok(())
    }

    fn close(&mut self) -> Result<(), TemplateError> {
        self.cursor.white();
        self.cursor.expect(")")?;
        self.gobble();
        Ok(())
    }

    fn set(&mut self) -> Result<Node, TemplateError> {
        self.open()?;
        let target = expression::reference(&mut self.cursor, self.depth)?;
        self.cursor.white();
        self.cursor.expect("=")?;
        let value = expression::expression(&mut self.cursor, self.depth)?;
        self.close()?;
        Ok(Node::Set { target, value })
    }

    fn conditional(&mut self) -> Result<Node, TemplateError> {
        let mut branches = Vec::new();
        loop {
            self.open()?;
            let condition = expression::expression(&mut self.cursor, self.depth)?;
            self.close()?;
            let (body, end) = self.block()?;
            branches.push((condition, body));
            match end {
                By::ElseIf => {}
                By::End => return Ok(Node::If { branches, otherwise: Vec::new() }),
                By::Else => {
                    let (otherwise, end) = self.block()?;
                    self.must_end(end)?;
                    return Ok(Node::If { branches, otherwise });
                }
                By::Nothing => return Err(self.cursor.error("an #if has no #end")),
            }
        }
    }

    fn must_end(&self, end: By) -> Result<(), TemplateError> {
        if end == By::End { Ok(()) } else { Err(self.cursor.error("a block has no #end")) }
    }

    fn for_each(&mut self) -> Result<Node, TemplateError> {
        self.open()?;
        let variable = self.variable()?;
        self.cursor.white();
        self.cursor.expect("in")?;
        let items = expression::expression(&mut self.cursor, self.depth)?;
        self.close()?;
        let (body, end) = self.block()?;
        self.must_end(end)?;
        Ok(Node::ForEach { variable, items, body })
    }

    fn variable(&mut self) -> Result<String, TemplateError> {
        self.cursor.white();
        self.cursor.expect("$")?;
        let is_braced = self.cursor.skip("{");
        let name = self.cursor.identifier();
        if is_braced {
            self.cursor.expect("}")?;
        }
        if name.is_empty() {
            return Err(self.cursor.error("a variable is expected"));
        }
        Ok(name)
    }

    fn macro_(&mut self) -> Result<Node, TemplateError> {
        self.open()?;
        let name = self.cursor.identifier();
        let mut parameters = Vec::new();
        loop {
            self.cursor.white();
            if self.cursor.peek() != Some('$') {
                break;
            }
            parameters.push(self.variable()?);
            self.cursor.white();
            self.cursor.skip(",");
        }
        self.close()?;
        let (body, end) = self.block()?;
        self.must_end(end)?;
        Ok(Node::Macro { name, parameters, body })
    }

    fn define(&mut self) -> Result<Node, TemplateError> {
        self.open()?;
        let variable = self.variable()?;
        self.close()?;
        let (body, end) = self.block()?;
        self.must_end(end)?;
        Ok(Node::Define { variable, body })
    }

    /// `#name(…)`; a `#name` that no parentheses follow is text.
    fn call(&mut self, name: String, start: usize) -> Result<Option<Node>, TemplateError> {
        if !self.cursor.skip("(") {
            return Ok(None);
        }
        let mut arguments = Vec::new();
        loop {
            self.cursor.white();
            if self.cursor.skip(")") {
                break;
            }
            arguments.push(expression::expression(&mut self.cursor, self.depth)?);
            self.cursor.white();
            self.cursor.skip(",");
        }
        let source = self.cursor.since(start).to_owned();
        Ok(Some(Node::Call { name, arguments, source }))
    }

    /// A `$` that begins no reference is text.
    fn reference(&mut self) -> Result<Option<Node>, TemplateError> {
        let start = self.cursor.at();
        let found = expression::reference_in_text(&mut self.cursor, self.depth)?;
        let Some((reference, is_quiet)) = found else {
            self.cursor.rewind(start);
            return Ok(None);
        };
        let source = self.cursor.since(start).to_owned();
        Ok(Some(Node::Reference { reference, is_quiet, source }))
    }
}

fn flush(text: &mut String, nodes: &mut Vec<Node>) {
    if !text.is_empty() {
        nodes.push(Node::Text(std::mem::take(text)));
    }
}
