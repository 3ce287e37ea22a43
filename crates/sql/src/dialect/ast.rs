//! The tree of a statement.

/// `SELECT list FROM S3Object[*].path alias WHERE condition LIMIT n`
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    pub list: SelectList,
    pub from: From,
    pub condition: Option<Expression>,
    pub limit: Option<u64>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum SelectList {
    Everything,
    Items(Vec<Item>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub expression: Expression,
    pub alias: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct From {
    /// What follows `S3Object`; JSON only, but for a lone `[*]`.
    pub path: Vec<Step>,
    pub alias: Option<Name>,
}

/// A step from a value into what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    Key(Name),
    Index(usize),
    /// `[*]`
    Elements,
    /// `.*`
    Members,
}

/// An identifier; between double quotes, upper and lower case differ.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    pub text: String,
    pub is_quoted: bool,
}

impl Name {
    pub fn matches(&self, other: &str) -> bool {
        if self.is_quoted { self.text == other } else { self.text.eq_ignore_ascii_case(other) }
    }

    /// The number of a positional column: `_1` is 1.
    pub fn position(&self) -> Option<usize> {
        let digits = self.text.strip_prefix('_')?;
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        // A number that is too long is a column that nothing has.
        is_number.then(|| digits.parse().unwrap_or(usize::MAX))
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    Null,
    Missing,
    Bool(bool),
    /// Digits, perhaps with a fraction and an exponent, as they were written.
    Number(String),
    Text(String),
    /// A timestamp between back quotes.
    Time(String),
    /// `*` inside `COUNT(*)`.
    Star,
    /// `s.a[0]`: identifiers and steps.
    Path(Vec<Step>),
    Negative(Box<Expression>),
    Not(Box<Expression>),
    Arithmetic(Arithmetic, Box<Expression>, Box<Expression>),
    Compare(Comparison, Box<Expression>, Box<Expression>),
    /// Operands of a chain of `AND`s, `OR`s or `||`s.
    All(Vec<Expression>),
    Any(Vec<Expression>),
    Concat(Vec<Expression>),
    In(Box<Expression>, Vec<Expression>),
    Between(Box<Expression>, Box<Expression>, Box<Expression>),
    Like {
        text: Box<Expression>,
        pattern: Box<Expression>,
        escape: Option<Box<Expression>>,
    },
    Is(Box<Expression>, Test),
    /// `CASE operand WHEN … THEN … ELSE … END`
    Case {
        operand: Option<Box<Expression>>,
        branches: Vec<(Expression, Expression)>,
        otherwise: Option<Box<Expression>>,
    },
    Cast(Box<Expression>, Type),
    Aggregate(Aggregate, Box<Expression>),
    /// A function by its name in upper case. Parts of dates are [`Expression::Text`].
    Call(String, Vec<Expression>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    Differs,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What `IS` asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    Null,
    Missing,
    True,
    False,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    Bool,
    Int,
    Float,
    Text,
    Time,
    /// Precision and scale, where they are given.
    Decimal(Option<(u8, u8)>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    Count,
    Sum,
    Average,
    Min,
    Max,
}

impl Expression {
    /// What stands directly inside.
    pub fn children(&self) -> Vec<&Expression> {
        match self {
            Expression::Null
            | Expression::Missing
            | Expression::Bool(_)
            | Expression::Number(_)
            | Expression::Text(_)
            | Expression::Time(_)
            | Expression::Star
            | Expression::Path(_) => Vec::new(),
            Expression::Negative(inner)
            | Expression::Not(inner)
            | Expression::Is(inner, _)
            | Expression::Cast(inner, _)
            | Expression::Aggregate(_, inner) => vec![inner],
            Expression::Arithmetic(_, left, right) | Expression::Compare(_, left, right) => {
                vec![left, right]
            }
            Expression::All(many)
            | Expression::Any(many)
            | Expression::Concat(many)
            | Expression::Call(_, many) => many.iter().collect(),
            Expression::In(value, choices) => {
                std::iter::once(value.as_ref()).chain(choices).collect()
            }
            Expression::Between(value, low, high) => vec![value, low, high],
            Expression::Like { text, pattern, escape } => {
                [text, pattern].into_iter().chain(escape).map(AsRef::as_ref).collect()
            }
            Expression::Case { operand, branches, otherwise } => operand
                .iter()
                .chain(otherwise)
                .map(AsRef::as_ref)
                .chain(branches.iter().flat_map(|(condition, value)| [condition, value]))
                .collect(),
        }
    }

    /// How deep it is nested.
    pub fn depth(&self) -> usize {
        1 + self.children().into_iter().map(Expression::depth).max().unwrap_or(0)
    }

    pub fn has_aggregate(&self) -> bool {
        matches!(self, Expression::Aggregate(..))
            || self.children().into_iter().any(Expression::has_aggregate)
    }

    /// Whether it may fail of a row, so that it must not see rows that come to nothing before it.
    pub fn may_fail(&self) -> bool {
        matches!(self, Expression::Cast(..) | Expression::Call(..) | Expression::Arithmetic(..))
            || self.children().into_iter().any(Expression::may_fail)
    }

    /// The paths inside.
    pub fn paths<'e>(&'e self, out: &mut Vec<&'e [Step]>) {
        if let Expression::Path(steps) = self {
            out.push(steps);
        }
        for child in self.children() {
            child.paths(out);
        }
    }
}

impl Statement {
    /// All expressions of the statement.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        let items = match &self.list {
            SelectList::Everything => &[],
            SelectList::Items(items) => items.as_slice(),
        };
        items.iter().map(|item| &item.expression).chain(&self.condition)
    }
}
