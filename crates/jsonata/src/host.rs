//! What evaluations get from outside: the time, chance, and their caller's functions.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use jsonata_core::evaluator::{Context, Evaluator, EvaluatorError};
use jsonata_core::parser;
use jsonata_core::value::JValue;
use serde_json::Value;

use crate::{Function, SIZE_MAX, STEPS_MAX, TOO_LARGE, guard, to_json};

/// When an evaluation takes place, and what its chance is drawn from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Since 1970.
    pub milliseconds: i64,
    pub seed: u64,
}

impl Moment {
    /// The next draw (SplitMix64, by Steele, Lea and Flood).
    pub fn draw(&mut self) -> u64 {
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.seed;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, but not including, 1.
    pub fn fraction(&mut self) -> f64 {
        (self.draw() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

type Answer = Result<JValue, EvaluatorError>;

pub fn register(
    evaluator: &mut Evaluator,
    functions: &[(&'static str, Function)],
    moment: &Moment,
) -> Result<(), EvaluatorError> {
    let milliseconds = moment.milliseconds;
    let shared = Rc::new(RefCell::new(moment.clone()));
    evaluator.register_fn_override("millis", move |_: &[JValue]| {
        Ok(JValue::Number(milliseconds as f64))
    })?;
    evaluator.register_fn_override("now", move |args: &[JValue]| now(milliseconds, args))?;
    evaluator.register_fn_override("pad", pad)?;
    evaluator.register_fn_override(guard::CHECK, |args: &[JValue]| match args.first() {
        Some(value) if guard::is_bounded(value) => Ok(value.clone()),
        Some(_) => Err(failed(&too_large())),
        None => Ok(JValue::Undefined),
    })?;
    let steps = Cell::new(0_u64);
    evaluator.register_fn_override(guard::STEP, move |_: &[JValue]| {
        steps.set(steps.get() + 1);
        if steps.get() > STEPS_MAX {
            return Err(failed("D1012: The expression takes too many steps."));
        }
        Ok(JValue::Undefined)
    })?;
    let chance = shared.clone();
    evaluator.register_fn_override("shuffle", move |args: &[JValue]| {
        Ok(shuffle(args, &mut chance.borrow_mut()))
    })?;
    let chance = shared.clone();
    evaluator.register_fn_override("random", move |_: &[JValue]| {
        Ok(JValue::Number(chance.borrow_mut().fraction()))
    })?;
    for &(name, function) in functions {
        let moment = shared.clone();
        evaluator.register_fn_override(name, move |args: &[JValue]| {
            call(function, args, &mut moment.borrow_mut())
        })?;
    }
    Ok(())
}

fn call(function: Function, args: &[JValue], moment: &mut Moment) -> Answer {
    let mut values = Vec::with_capacity(args.len());
    for arg in args {
        let value = to_json(arg).map_err(|error| failed(&error.to_string()))?;
        values.push(value.unwrap_or(Value::Null));
    }
    match function(&values, moment) {
        Ok(Some(value)) => Ok(JValue::from(value)),
        Ok(None) => Ok(JValue::Undefined),
        Err(message) => Err(failed(&message)),
    }
}

fn too_large() -> String {
    format!("D3000: {TOO_LARGE}")
}

fn failed(message: &str) -> EvaluatorError {
    EvaluatorError::EvaluationError(message.to_owned())
}

/// `$now(picture, timezone)` is `$fromMillis($millis(), picture, timezone)`.
fn now(milliseconds: i64, args: &[JValue]) -> Answer {
    let mut context = Context::new();
    context.bind("at".to_owned(), JValue::Number(milliseconds as f64));
    let mut text = "$fromMillis($at".to_owned();
    for (at, arg) in args.iter().take(2).enumerate() {
        context.bind(format!("a{at}"), arg.clone());
        text.push_str(", $a");
        text.push_str(&at.to_string());
    }
    text.push(')');
    let ast = parser::parse(&text).map_err(|error| failed(&error.to_string()))?;
    Evaluator::with_context(context).evaluate(&ast, &JValue::Undefined)
}

/// `$pad(text, width, char)`, of a width that is bounded.
fn pad(args: &[JValue]) -> Answer {
    let Some(text) = args.first().and_then(JValue::as_str) else {
        return match args.first() {
            None | Some(JValue::Undefined) => Ok(JValue::Undefined),
            Some(_) => Err(failed("T0410: Argument 1 of function \"pad\" is no string")),
        };
    };
    let Some(width) = args.get(1).and_then(JValue::as_f64) else {
        return Err(failed("T0410: Argument 2 of function \"pad\" is no number"));
    };
    let fill = match args.get(2) {
        None | Some(JValue::Undefined) => " ",
        Some(fill) => fill
            .as_str()
            .ok_or_else(|| failed("T0410: Argument 3 of function \"pad\" is no string"))?,
    };
    let wanted = width.abs().trunc();
    if wanted > SIZE_MAX as f64 {
        return Err(failed(&too_large()));
    }
    let missing = (wanted as usize).saturating_sub(text.chars().count());
    let fill = if fill.is_empty() { " " } else { fill };
    let filling: String = fill.chars().cycle().take(missing).collect();
    let padded = if width < 0.0 { format!("{filling}{text}") } else { format!("{text}{filling}") };
    Ok(JValue::string(padded))
}

/// Fisher and Yates.
fn shuffle(args: &[JValue], moment: &mut Moment) -> JValue {
    let Some(items) = args.first().and_then(JValue::as_array) else {
        return args.first().cloned().unwrap_or(JValue::Undefined);
    };
    let mut items = items.clone();
    for last in (1..items.len()).rev() {
        let other = (moment.draw() % (last as u64 + 1)) as usize;
        items.swap(last, other);
    }
    JValue::array(items)
}
