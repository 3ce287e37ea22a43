//! From what is written to what is meant: placeholders, reserved words, functions and operands.

use kernel::ApiError;

use super::Kind;
use super::condition::{Comparator, Condition, Operand};
use super::parser::{Raw, RawPart, RawPath, RawUpdate};
use super::path::{Path, Step, check_apart};
use super::placeholders::Placeholders;
use super::reserved::is_reserved;
use super::update::{Source, Update};
use crate::attribute::Attribute;
use crate::limits;
use crate::values;

pub struct Resolver<'p> {
    pub kind: Kind,
    pub placeholders: &'p mut Placeholders,
}

/// The functions of conditions, and how many operands they take.
const CONDITION_FUNCTIONS: [(&str, usize); 6] = [
    ("attribute_exists", 1),
    ("attribute_not_exists", 1),
    ("attribute_type", 2),
    ("begins_with", 2),
    ("contains", 2),
    ("size", 1),
];
const UPDATE_FUNCTIONS: [(&str, usize); 2] = [("if_not_exists", 2), ("list_append", 2)];
const TYPE_NAMES: [&str; 10] = ["B", "NULL", "SS", "BOOL", "L", "BS", "N", "NS", "S", "M"];

impl Resolver<'_> {
    fn fault(&self, reason: impl AsRef<str>) -> ApiError {
        self.kind.fault(reason)
    }

    fn wrong_type(&self, operator: &str, value: &Attribute) -> ApiError {
        self.fault(format!(
            "Incorrect operand type for operator or function; operator or function: {operator}, \
             operand type: {}",
            value.type_name()
        ))
    }

    pub fn path(&mut self, raw: &RawPath<'_>) -> Result<Path, ApiError> {
        let mut names = Vec::with_capacity(raw.0.len());
        for part in &raw.0 {
            names.push(match part {
                RawPart::Name(name) if is_reserved(name) => {
                    return Err(self.fault(format!(
                        "Attribute name is a reserved keyword; reserved keyword: {name}"
                    )));
                }
                RawPart::Name(name) => Step::Field((*name).to_owned()),
                RawPart::Placeholder(placeholder) => {
                    Step::Field(self.placeholders.name(self.kind, placeholder)?.to_owned())
                }
                RawPart::Index(index) => Step::Index(*index),
            });
        }
        let mut steps = names.into_iter();
        let Some(Step::Field(root)) = steps.next() else {
            unreachable!("the grammar begins a path with a name");
        };
        let path = Path { root, steps: steps.collect() };
        if path.steps.len() >= limits::NESTING_MAX {
            return Err(self.fault("The document path has too many nesting elements;"));
        }
        Ok(path)
    }

    pub fn paths(&mut self, raw: &[RawPath<'_>]) -> Result<Vec<Path>, ApiError> {
        raw.iter().map(|path| self.path(path)).collect()
    }

    fn value(&mut self, placeholder: &str) -> Result<Attribute, ApiError> {
        Ok(self.placeholders.value(self.kind, placeholder)?.clone())
    }

    // Conditions.

    pub fn condition(&mut self, raw: &Raw<'_>) -> Result<Condition, ApiError> {
        match raw {
            Raw::And(left, right) => {
                let mut all = Vec::new();
                self.flatten_and(left, &mut all)?;
                self.flatten_and(right, &mut all)?;
                Ok(Condition::And(all))
            }
            Raw::Or(left, right) => {
                Ok(Condition::Or(vec![self.condition(left)?, self.condition(right)?]))
            }
            Raw::Not(inner) => Ok(Condition::Not(Box::new(self.condition(inner)?))),
            Raw::Compare { operator, left, right } => self.compare(operator, left, right),
            Raw::Between { operand, low, high } => self.between(operand, low, high),
            Raw::In { operand, among } => self.among(operand, among),
            Raw::Call { name, operands } => self.call(name, operands),
            Raw::Path(_) | Raw::Value(_) | Raw::Sum { .. } => {
                unreachable!("the grammar wants a condition here")
            }
        }
    }

    fn flatten_and(&mut self, raw: &Raw<'_>, out: &mut Vec<Condition>) -> Result<(), ApiError> {
        if let Raw::And(left, right) = raw {
            self.flatten_and(left, out)?;
            return self.flatten_and(right, out);
        }
        out.push(self.condition(raw)?);
        Ok(())
    }

    fn operand(&mut self, raw: &Raw<'_>) -> Result<Operand, ApiError> {
        match raw {
            Raw::Path(path) => self.path(path).map(Operand::Path),
            Raw::Value(placeholder) => self.value(placeholder).map(Operand::Value),
            Raw::Call { name, operands } => {
                self.check_call(name, operands.len(), &CONDITION_FUNCTIONS)?;
                if *name != "size" {
                    return Err(self.misplaced(name));
                }
                match self.operand(&operands[0])? {
                    Operand::Path(path) => Ok(Operand::Size(path)),
                    Operand::Value(value) => match value.length() {
                        Some(length) => Ok(Operand::Value(Attribute::N((length as i64).into()))),
                        None => Err(self.wrong_type("size", &value)),
                    },
                    Operand::Size(_) => Err(self.misplaced(name)),
                }
            }
            _ => unreachable!("the grammar wants an operand here"),
        }
    }

    fn misplaced(&self, function: &str) -> ApiError {
        self.fault(format!(
            "The function is not allowed to be used this way in an expression; function: \
             {function}"
        ))
    }

    fn check_call(
        &self,
        name: &str,
        operands: usize,
        functions: &[(&str, usize)],
    ) -> Result<(), ApiError> {
        let others: &[(&str, usize)] = if functions.len() == UPDATE_FUNCTIONS.len() {
            &CONDITION_FUNCTIONS
        } else {
            &UPDATE_FUNCTIONS
        };
        let Some((_, wanted)) = functions.iter().find(|(function, _)| *function == name) else {
            if others.iter().any(|(function, _)| *function == name) {
                return Err(self.fault(format!(
                    "The function is not allowed in {}; function: {name}",
                    if self.kind == Kind::Update { "an update expression" } else { "a condition" }
                )));
            }
            return Err(self.fault(format!("Invalid function name; function: {name}")));
        };
        if operands != *wanted {
            return Err(self.fault(format!(
                "Incorrect number of operands for operator or function; operator or function: \
                 {name}, number of operands: {operands}"
            )));
        }
        Ok(())
    }

    fn compare(
        &mut self,
        operator: &str,
        left: &Raw<'_>,
        right: &Raw<'_>,
    ) -> Result<Condition, ApiError> {
        let (left, right) = (self.operand(left)?, self.operand(right)?);
        let comparator = Comparator::parse(operator).expect("the grammar knows the comparators");
        if !matches!(comparator, Comparator::Equal | Comparator::NotEqual) {
            self.check_ordered(operator, &[&left, &right])?;
        }
        self.check_distinct(operator, &left, &[&right])?;
        Ok(Condition::Compare(comparator, left, right))
    }

    fn check_ordered(&self, operator: &str, operands: &[&Operand]) -> Result<(), ApiError> {
        for operand in operands {
            if let Operand::Value(value) = operand
                && !value.is_ordered()
            {
                return Err(self.wrong_type(operator, value));
            }
        }
        Ok(())
    }

    fn check_distinct(
        &self,
        operator: &str,
        first: &Operand,
        others: &[&Operand],
    ) -> Result<(), ApiError> {
        let Operand::Path(path) = first else { return Ok(()) };
        if others.contains(&first) {
            return Err(self.fault(format!(
                "The first operand must be distinct from the remaining operands for this operator \
                 or function; operator: {operator}, first operand: {path}"
            )));
        }
        Ok(())
    }

    fn between(
        &mut self,
        operand: &Raw<'_>,
        low: &Raw<'_>,
        high: &Raw<'_>,
    ) -> Result<Condition, ApiError> {
        let operand = self.operand(operand)?;
        let (low, high) = (self.operand(low)?, self.operand(high)?);
        self.check_ordered("BETWEEN", &[&operand, &low, &high])?;
        self.check_distinct("BETWEEN", &operand, &[&low, &high])?;
        if let (Operand::Value(low), Operand::Value(high)) = (&low, &high) {
            let bounds = format!(
                "lower bound operand: AttributeValue: {}, upper bound operand: AttributeValue: {}",
                values::shown(low),
                values::shown(high)
            );
            match low.order(high) {
                None => {
                    return Err(self.fault(format!(
                        "The BETWEEN operator requires same data type for lower and upper bounds; \
                         {bounds}"
                    )));
                }
                Some(order) if order.is_gt() => {
                    return Err(self.fault(format!(
                        "The BETWEEN operator requires upper bound to be greater than or equal to \
                         lower bound; {bounds}"
                    )));
                }
                Some(_) => {}
            }
        }
        Ok(Condition::Between(operand, low, high))
    }

    fn among(&mut self, operand: &Raw<'_>, among: &[Raw<'_>]) -> Result<Condition, ApiError> {
        let operand = self.operand(operand)?;
        if among.len() > limits::IN_OPERANDS_MAX {
            return Err(self.fault(format!(
                "The IN operator is provided with too many operands; number of operands: {}",
                among.len()
            )));
        }
        let among = among.iter().map(|other| self.operand(other)).collect::<Result<Vec<_>, _>>()?;
        self.check_distinct("IN", &operand, &among.iter().collect::<Vec<_>>())?;
        Ok(Condition::In(operand, among))
    }

    fn call(&mut self, name: &str, operands: &[Raw<'_>]) -> Result<Condition, ApiError> {
        self.check_call(name, operands.len(), &CONDITION_FUNCTIONS)?;
        if name == "size" {
            return Err(self.misplaced(name));
        }
        let first = self.operand(&operands[0])?;
        let second = operands.get(1).map(|raw| self.operand(raw)).transpose()?;
        match (name, first, second) {
            ("attribute_exists", Operand::Path(path), None) => Ok(Condition::Exists(path)),
            ("attribute_not_exists", Operand::Path(path), None) => Ok(Condition::NotExists(path)),
            ("attribute_type", Operand::Path(path), Some(Operand::Value(kind))) => {
                self.type_check(path, kind)
            }
            ("begins_with", first, Some(second)) => {
                for operand in [&first, &second] {
                    if let Operand::Value(value) = operand
                        && !matches!(value, Attribute::S(_) | Attribute::B(_))
                    {
                        return Err(self.wrong_type(name, value));
                    }
                }
                self.check_distinct(name, &first, &[&second])?;
                Ok(Condition::BeginsWith(first, second))
            }
            ("contains", first, Some(second)) => {
                self.check_distinct(name, &first, &[&second])?;
                Ok(Condition::Contains(first, second))
            }
            _ => Err(self.fault(format!(
                "Operator or function requires a document path; operator or function: {name}"
            ))),
        }
    }

    fn type_check(&self, path: Path, kind: Attribute) -> Result<Condition, ApiError> {
        let Attribute::S(kind) = kind else {
            return Err(self.wrong_type("attribute_type", &kind));
        };
        if !TYPE_NAMES.contains(&kind.as_str()) {
            return Err(self.fault(format!(
                "Invalid attribute type name found; type: {kind}, valid types: {{{}}}",
                TYPE_NAMES.join(",")
            )));
        }
        Ok(Condition::Type(path, kind))
    }

    // Updates.

    pub fn update(&mut self, raw: &RawUpdate<'_>) -> Result<Update, ApiError> {
        let mut out = Update::default();
        for (path, source) in &raw.sets {
            let path = self.path(path)?;
            out.sets.push((path, self.source(source)?));
        }
        out.removes = self.paths(&raw.removes)?;
        for (path, value) in &raw.adds {
            let path = self.path(path)?;
            let value = self.value(value)?;
            if !(matches!(value, Attribute::N(_)) || value.is_set()) {
                return Err(self.not_for_action("ADD", &value));
            }
            out.adds.push((path, value));
        }
        for (path, value) in &raw.deletes {
            let path = self.path(path)?;
            let value = self.value(value)?;
            if !value.is_set() {
                return Err(self.not_for_action("DELETE", &value));
            }
            out.deletes.push((path, value));
        }
        check_apart(Kind::Update, out.paths())?;
        Ok(out)
    }

    fn not_for_action(&self, action: &str, value: &Attribute) -> ApiError {
        self.fault(format!(
            "Incorrect operand type for operator or function; operator: {action}, operand type: \
             {}, typeSet: ALLOWED_FOR_{action}_OPERAND",
            value.long_type_name()
        ))
    }

    fn source(&mut self, raw: &Raw<'_>) -> Result<Source, ApiError> {
        match raw {
            Raw::Path(path) => self.path(path).map(Source::Path),
            Raw::Value(placeholder) => self.value(placeholder).map(Source::Value),
            Raw::Sum { operator, left, right } => {
                let (left, right) = (self.source(left)?, self.source(right)?);
                for operand in [&left, &right] {
                    if let Source::Value(value) = operand
                        && !matches!(value, Attribute::N(_))
                    {
                        return Err(self.wrong_type(operator, value));
                    }
                    if matches!(operand, Source::Append(..)) {
                        return Err(self.misplaced("list_append"));
                    }
                }
                let is_plus = *operator == "+";
                Ok(Source::Sum { is_plus, left: Box::new(left), right: Box::new(right) })
            }
            Raw::Call { name, operands } => {
                self.check_call(name, operands.len(), &UPDATE_FUNCTIONS)?;
                let first = self.source(&operands[0])?;
                let second = self.source(&operands[1])?;
                if *name == "if_not_exists" {
                    let Source::Path(path) = first else {
                        return Err(self.fault(format!(
                            "Operator or function requires a document path; operator or \
                             function: {name}"
                        )));
                    };
                    return Ok(Source::IfNotExists(path, Box::new(second)));
                }
                for operand in [&first, &second] {
                    if let Source::Value(value) = operand
                        && !matches!(value, Attribute::L(_))
                    {
                        return Err(self.wrong_type(name, value));
                    }
                }
                Ok(Source::Append(Box::new(first), Box::new(second)))
            }
            _ => unreachable!("the grammar wants an operand here"),
        }
    }
}
