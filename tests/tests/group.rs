//! Records grouped by keys, against a loop that compares each key with each group's.

#[path = "group/by_name.rs"]
mod by_name;
#[allow(dead_code)] // the kernels' tests use the rest
#[path = "kernels/columns.rs"]
mod columns;
#[path = "group/groups.rs"]
mod groups;
#[path = "group/keys.rs"]
mod keys;
