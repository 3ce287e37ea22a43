//! What goes wrong with a query, in the words of S3's list of errors.

use std::fmt;

use datafusion::error::DataFusionError;

/// A refusal: a code that S3 lists for SelectObjectContent, and what to tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub code: &'static str,
    pub message: String,
}

impl Fault {
    pub fn new(code: &'static str, message: impl Into<String>) -> Fault {
        Fault { code, message: message.into() }
    }

    pub fn internal(message: impl Into<String>) -> Fault {
        Fault::new("InternalError", message)
    }

    pub fn cast_failed() -> Fault {
        Fault::new(
            "CastFailed",
            "Attempt to convert from one data type to another using CAST failed in the SQL \
             expression.",
        )
    }

    pub fn overflow() -> Fault {
        Fault::new("IntegerOverflow", "An integer overflow or underflow occurred.")
    }

    pub fn divided_by_zero() -> Fault {
        Fault::new("EvaluatorDivisionByZero", "A number was divided by zero.")
    }

    /// What a function of the plan has refused comes back through the engine.
    pub fn of_engine(error: DataFusionError) -> Fault {
        match error.find_root() {
            DataFusionError::External(inner) => match inner.downcast_ref::<Fault>() {
                Some(fault) => fault.clone(),
                None => Fault::internal(inner.to_string()),
            },
            DataFusionError::ArrowError(inner, _) if is_overflow(&inner.to_string()) => {
                Fault::overflow()
            }
            DataFusionError::ArrowError(inner, _)
                if inner.to_string().contains("ivide by zero") =>
            {
                Fault::divided_by_zero()
            }
            DataFusionError::Plan(text) => Fault::new("UnsupportedSqlStructure", text.clone()),
            other => Fault::internal(other.to_string()),
        }
    }
}

fn is_overflow(text: &str) -> bool {
    ["verflow", "Can't cast value", "out of range"].iter().any(|sign| text.contains(sign))
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Fault {}

impl From<Fault> for DataFusionError {
    fn from(fault: Fault) -> DataFusionError {
        DataFusionError::External(Box::new(fault))
    }
}
