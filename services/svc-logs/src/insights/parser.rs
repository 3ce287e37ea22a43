//! From the text of a query to its commands.

use super::cursor::Cursor;
use super::functions::Function;
use super::stats::Aggregate;
use super::{Command, Expression, Named, Operator, Query, Refusal, Template};

/// Expressions nest so deep, and a query has so many commands (ours).
const DEPTH_MAX: usize = 64;
const COMMANDS_MAX: usize = 100;
/// What a compiled regular expression may take.
const COMPILED_BYTES_MAX: usize = 4 << 20;

/// Commands that are not here.
const ABSENT: [&str; 8] =
    ["diff", "anomaly", "logcompare", "filterIndex", "lookup", "join", "SOURCE", "addtotals"];

pub fn compile(text: &str) -> Result<Query, Refusal> {
    let mut parser = Parser { cursor: Cursor::new(text), depth: 0 };
    let mut commands = Vec::new();
    // A query may be empty, and may begin with a bar.
    parser.cursor.take("|");
    while !parser.cursor.is_over() {
        if commands.len() >= COMMANDS_MAX {
            return Err(parser.cursor.refuse(0, "The query has too many commands."));
        }
        commands.push(parser.command()?);
        if !parser.cursor.is_over() {
            parser.cursor.expect("|")?;
        }
    }
    Ok(Query { commands })
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    depth: usize,
}

impl Parser<'_> {
    fn command(&mut self) -> Result<Command, Refusal> {
        if let Some(absent) = ABSENT.into_iter().find(|name| self.cursor.word(name)) {
            return Err(Refusal::Absent(absent));
        }
        match () {
            () if self.cursor.word("fields") => Ok(Command::Fields(self.named_list()?)),
            () if self.cursor.word("display") => Ok(Command::Display(self.named_list()?)),
            () if self.cursor.word("filter") => Ok(Command::Filter(self.expression()?)),
            () if self.cursor.word("stats") => self.stats(),
            () if self.cursor.word("sort") => self.sort(),
            () if self.cursor.word("limit") || self.cursor.word("head") => self.limit(),
            () if self.cursor.word("dedup") => self.dedup(),
            () if self.cursor.word("parse") => self.parse(),
            () if self.cursor.word("pattern") => Ok(Command::Pattern(self.expression()?)),
            () if self.cursor.word("unnest") => self.unnest(),
            () if self.cursor.word("unmask") => self.unmask(),
            () => Err(self.cursor.unexpected()),
        }
    }

    fn named_list(&mut self) -> Result<Vec<Named>, Refusal> {
        let mut list = vec![self.named()?];
        while self.cursor.take(",") {
            list.push(self.named()?);
        }
        Ok(list)
    }

    fn named(&mut self) -> Result<Named, Refusal> {
        self.cursor.skip();
        let start = self.cursor.at();
        let expression = self.expression()?;
        let text = self.cursor.text_from(start).to_owned();
        if self.cursor.word("as") {
            let name = self.cursor.name().ok_or_else(|| self.cursor.unexpected())?;
            return Ok(Named { expression, name });
        }
        let name = match &expression {
            Expression::Field(name) => name.clone(),
            _ => text,
        };
        Ok(Named { expression, name })
    }

    fn stats(&mut self) -> Result<Command, Refusal> {
        let shown = self.named_list()?;
        let by = if self.cursor.word("by") { self.named_list()? } else { Vec::new() };
        if let Some(wrong) = shown.iter().find(|named| !named.expression.has_aggregate()) {
            let message = format!("stats takes aggregations, which {} is not", wrong.name);
            return Err(self.cursor.refuse(0, message));
        }
        Ok(Command::Stats { shown, by })
    }

    fn sort(&mut self) -> Result<Command, Refusal> {
        let mut keys = Vec::new();
        loop {
            let expression = self.expression()?;
            let is_descending = self.cursor.word("desc");
            if !is_descending {
                self.cursor.word("asc");
            }
            keys.push((expression, is_descending));
            if !self.cursor.take(",") {
                return Ok(Command::Sort(keys));
            }
        }
    }

    fn limit(&mut self) -> Result<Command, Refusal> {
        let start = self.cursor.at();
        match self.cursor.number() {
            Some(number) if number >= 1.0 && number.fract() == 0.0 => {
                Ok(Command::Limit(number as usize))
            }
            _ => Err(self.cursor.refuse(start, "limit takes a positive whole number")),
        }
    }

    fn dedup(&mut self) -> Result<Command, Refusal> {
        let mut names = Vec::new();
        loop {
            names.push(self.cursor.name().ok_or_else(|| self.cursor.unexpected())?);
            if !self.cursor.take(",") {
                return Ok(Command::Dedup(names));
            }
        }
    }

    fn parse(&mut self) -> Result<Command, Refusal> {
        let of = match self.cursor.name() {
            Some(name) => Expression::Field(name),
            None => Expression::Field("@message".to_owned()),
        };
        if let Some(text) = self.cursor.slashed()? {
            let regex = self.regex(&text)?;
            return Ok(Command::Parse { of, with: Template::Regex(regex) });
        }
        let start = self.cursor.at();
        let Some(glob) = self.cursor.quoted()? else { return Err(self.cursor.unexpected()) };
        let parts: Vec<String> = glob.split('*').map(str::to_owned).collect();
        if !self.cursor.word("as") {
            return Err(self.cursor.unexpected());
        }
        let mut names = Vec::new();
        loop {
            names.push(self.cursor.name().ok_or_else(|| self.cursor.unexpected())?);
            if !self.cursor.take(",") {
                break;
            }
        }
        if names.len() + 1 != parts.len() {
            let message = "parse needs as many names as its pattern has asterisks";
            return Err(self.cursor.refuse(start, message));
        }
        Ok(Command::Parse { of, with: Template::Glob(parts, names) })
    }

    fn unnest(&mut self) -> Result<Command, Refusal> {
        let of = self.expression()?;
        if !self.cursor.word("into") {
            return Err(self.cursor.unexpected());
        }
        let into = self.cursor.name().ok_or_else(|| self.cursor.unexpected())?;
        Ok(Command::Unnest { of, into })
    }

    fn unmask(&mut self) -> Result<Command, Refusal> {
        let start = self.cursor.at();
        match self.cursor.name().as_deref() {
            None | Some("@message") => Ok(Command::Unmask),
            Some(_) => Err(self.cursor.refuse(start, "unmask is of @message")),
        }
    }

    fn regex(&self, text: &str) -> Result<regex::Regex, Refusal> {
        let built = regex::RegexBuilder::new(text).size_limit(COMPILED_BYTES_MAX).build();
        built.map_err(|_| self.cursor.refuse(0, format!("Invalid regular expression /{text}/")))
    }

    fn expression(&mut self) -> Result<Expression, Refusal> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(self.cursor.refuse(0, "The query nests too deep."));
        }
        let mut left = self.conjunction()?;
        while self.cursor.word("or") || self.cursor.take("||") {
            left = binary(Operator::Or, left, self.conjunction()?);
        }
        self.depth -= 1;
        Ok(left)
    }

    fn conjunction(&mut self) -> Result<Expression, Refusal> {
        let mut left = self.negation()?;
        while self.cursor.word("and") || self.cursor.take("&&") {
            left = binary(Operator::And, left, self.negation()?);
        }
        Ok(left)
    }

    fn negation(&mut self) -> Result<Expression, Refusal> {
        let mut is_negated = false;
        while self.cursor.word("not") {
            is_negated = !is_negated;
        }
        let inner = self.comparison()?;
        Ok(if is_negated { Expression::Not(Box::new(inner)) } else { inner })
    }

    fn comparison(&mut self) -> Result<Expression, Refusal> {
        const SYMBOLS: [(&str, Operator); 7] = [
            ("!=", Operator::NotEqual),
            ("<=", Operator::LessOrEqual),
            (">=", Operator::GreaterOrEqual),
            ("==", Operator::Equal),
            ("=", Operator::Equal),
            ("<", Operator::Less),
            (">", Operator::Greater),
        ];
        let left = self.sum()?;
        let start = self.cursor.at();
        let is_negated = self.cursor.word("not");
        if self.cursor.word("like") || self.cursor.take("=~") {
            let right = self.pattern()?;
            return Ok(negated(is_negated, binary(Operator::Like, left, right)));
        }
        if self.cursor.word("in") {
            let list = self.list()?;
            return Ok(negated(is_negated, Expression::In(Box::new(left), list)));
        }
        if is_negated {
            self.cursor.back_to(start);
            return Ok(left);
        }
        let found = SYMBOLS.into_iter().find(|(symbol, _)| self.cursor.take(symbol));
        match found {
            Some((_, operator)) => Ok(binary(operator, left, self.sum()?)),
            None => Ok(left),
        }
    }

    /// What follows `like`: a text or a regular expression.
    fn pattern(&mut self) -> Result<Expression, Refusal> {
        match self.cursor.slashed()? {
            Some(text) => Ok(Expression::Regex(self.regex(&text)?)),
            None => self.sum(),
        }
    }

    fn list(&mut self) -> Result<Vec<Expression>, Refusal> {
        self.cursor.expect("[")?;
        let mut list = Vec::new();
        if self.cursor.take("]") {
            return Ok(list);
        }
        loop {
            list.push(self.sum()?);
            if !self.cursor.take(",") {
                self.cursor.expect("]")?;
                return Ok(list);
            }
        }
    }

    fn sum(&mut self) -> Result<Expression, Refusal> {
        let mut left = self.product()?;
        loop {
            let operator = match () {
                () if self.cursor.take("+") => Operator::Plus,
                () if self.cursor.take("-") => Operator::Minus,
                () => return Ok(left),
            };
            left = binary(operator, left, self.product()?);
        }
    }

    fn product(&mut self) -> Result<Expression, Refusal> {
        let mut left = self.power()?;
        loop {
            let operator = match () {
                () if self.cursor.take("*") => Operator::Times,
                () if self.cursor.take("/") => Operator::Over,
                () if self.cursor.take("%") => Operator::Modulo,
                () => return Ok(left),
            };
            left = binary(operator, left, self.power()?);
        }
    }

    fn power(&mut self) -> Result<Expression, Refusal> {
        let left = self.unary()?;
        if !self.cursor.take("^") {
            return Ok(left);
        }
        Ok(binary(Operator::Power, left, self.unary()?))
    }

    fn unary(&mut self) -> Result<Expression, Refusal> {
        let mut is_negative = false;
        while self.cursor.take("-") {
            is_negative = !is_negative;
        }
        let inner = self.primary()?;
        Ok(if is_negative { Expression::Negative(Box::new(inner)) } else { inner })
    }

    fn primary(&mut self) -> Result<Expression, Refusal> {
        if self.cursor.take("(") {
            let inner = self.expression()?;
            self.cursor.expect(")")?;
            return Ok(inner);
        }
        if let Some(text) = self.cursor.quoted()? {
            return Ok(Expression::Text(text));
        }
        if let Some(number) = self.cursor.number() {
            return self.with_unit(number);
        }
        let start = self.cursor.at();
        let is_quoted = self.cursor.rest().starts_with('`');
        let Some(name) = self.cursor.name() else { return Err(self.cursor.unexpected()) };
        if !is_quoted && self.cursor.rest().trim_start().starts_with('(') {
            return self.call(&name, start);
        }
        match name.to_ascii_lowercase().as_str() {
            "true" if !is_quoted => Ok(Expression::Number(1.0)),
            "false" if !is_quoted => Ok(Expression::Number(0.0)),
            _ => Ok(Expression::Field(name)),
        }
    }

    /// A number, or a period where a unit follows at once.
    fn with_unit(&mut self, number: f64) -> Result<Expression, Refusal> {
        if !self.cursor.rest().starts_with(char::is_alphabetic) {
            return Ok(Expression::Number(number));
        }
        let start = self.cursor.at();
        let unit = self.cursor.name().unwrap_or_default();
        match super::dates::unit_ms(&unit) {
            Some(ms) => Ok(Expression::Period((number * ms as f64) as i64)),
            None => Err(self.cursor.refuse(start, format!("{unit} is not a unit of time"))),
        }
    }

    fn call(&mut self, name: &str, start: usize) -> Result<Expression, Refusal> {
        self.cursor.expect("(")?;
        let mut arguments = Vec::new();
        if self.cursor.take("*") {
            self.cursor.expect(")")?;
        } else if !self.cursor.take(")") {
            loop {
                arguments.push(match self.cursor.slashed()? {
                    Some(text) => Expression::Regex(self.regex(&text)?),
                    None => self.expression()?,
                });
                if !self.cursor.take(",") {
                    break;
                }
            }
            self.cursor.expect(")")?;
        }
        let count = arguments.len();
        if name.eq_ignore_ascii_case("unmask") {
            return match arguments.as_slice() {
                [Expression::Field(field)] if field == "@message" => Ok(Expression::Unmask),
                _ => Err(self.cursor.refuse(start, "unmask is of @message")),
            };
        }
        if let Some((aggregate, counts)) = Aggregate::named(name) {
            if !counts.contains(&count) {
                let message = format!("{name} does not take {count} arguments");
                return Err(self.cursor.refuse(start, message));
            }
            return Ok(Expression::Aggregate(aggregate, arguments));
        }
        match Function::named(name) {
            Some((function, counts)) if counts.contains(&count) => {
                Ok(Expression::Call(function, arguments))
            }
            Some(_) => {
                let message = format!("{name} does not take {count} arguments");
                Err(self.cursor.refuse(start, message))
            }
            None => Err(self.cursor.refuse(start, format!("unknown function {name}"))),
        }
    }
}

fn binary(operator: Operator, left: Expression, right: Expression) -> Expression {
    Expression::Binary(operator, Box::new(left), Box::new(right))
}

fn negated(is_negated: bool, inner: Expression) -> Expression {
    if is_negated { Expression::Not(Box::new(inner)) } else { inner }
}

impl Expression {
    /// Whether `unmask` is in it.
    pub(super) fn unmasks(&self) -> bool {
        match self {
            Expression::Unmask => true,
            Expression::Not(inner) | Expression::Negative(inner) => inner.unmasks(),
            Expression::In(inner, list) => inner.unmasks() || list.iter().any(Expression::unmasks),
            Expression::Binary(_, left, right) => left.unmasks() || right.unmasks(),
            Expression::Call(_, arguments) | Expression::Aggregate(_, arguments) => {
                arguments.iter().any(Expression::unmasks)
            }
            Expression::Number(_)
            | Expression::Text(_)
            | Expression::Regex(_)
            | Expression::Field(_)
            | Expression::Period(_) => false,
        }
    }

    fn has_aggregate(&self) -> bool {
        match self {
            Expression::Aggregate(..) => true,
            Expression::Not(inner) | Expression::Negative(inner) | Expression::In(inner, _) => {
                inner.has_aggregate()
            }
            Expression::Binary(_, left, right) => left.has_aggregate() || right.has_aggregate(),
            Expression::Call(_, arguments) => arguments.iter().any(Expression::has_aggregate),
            Expression::Number(_)
            | Expression::Text(_)
            | Expression::Regex(_)
            | Expression::Field(_)
            | Expression::Unmask
            | Expression::Period(_) => false,
        }
    }
}
