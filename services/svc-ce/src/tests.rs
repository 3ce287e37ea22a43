//! Tests of Cost Explorer in a world in memory are cases: see `cases/`.
