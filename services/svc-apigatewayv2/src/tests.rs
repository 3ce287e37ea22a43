//! Tests stand beside what they test; with real clients they are in `tests/apigatewayv2`.
