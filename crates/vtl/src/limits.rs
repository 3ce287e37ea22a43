//! Bounds of templates.

/// "Maximum number of iterations in a #foreach … #end loop in mapping templates: 1,000" (Quotas of
/// API Gateway REST APIs).
pub const ITERATIONS_MAX: usize = 1_000;
/// "The template size: 300 KB" (the same page).
pub const TEMPLATE_BYTES_MAX: usize = 300 * 1024;
/// What a template writes becomes a payload: "10 MB" (the same page).
pub const OUTPUT_BYTES_MAX: usize = 10 * 1024 * 1024;
/// Nodes and expressions that one rendering evaluates: our own bound, for loops within loops.
pub const STEPS_MAX: usize = 1_000_000;
/// Blocks, parentheses and brackets within each other: our own bound.
pub const DEPTH_MAX: usize = 64;
/// Macros within macros: our own bound.
pub const MACRO_DEPTH_MAX: usize = 20;
/// Items that a list or map of a template may come to hold: our own bound.
pub const ITEMS_MAX: usize = 100_000;
/// A text that a template puts together in a variable: our own bound.
pub const TEXT_BYTES_MAX: usize = OUTPUT_BYTES_MAX;
