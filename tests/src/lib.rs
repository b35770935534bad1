//! Tests of the workspace; see `tests/`.
