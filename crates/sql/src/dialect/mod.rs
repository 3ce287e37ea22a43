//! The dialect of S3 Select: from text to a tree. It knows nothing of data.
//!
//! Source: the S3 User Guide, "SQL reference for Amazon S3 Select".

pub mod ast;
mod expression;
mod lexer;
mod parser;

#[cfg(test)]
mod tests;

pub use parser::parse;
