//! Tests of Budgets in a world in memory are cases: see `cases/`.
