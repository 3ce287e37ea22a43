//! The language of IAM policies: parse, evaluate, explain. Pure; knows no service and no state.
