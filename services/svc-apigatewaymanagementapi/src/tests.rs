//! Connections are tested with real clients, in `tests/apigatewayv2`.
