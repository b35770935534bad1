//! Writing through views: the elements change as asked, and no other byte of the buffer does.

#[path = "writes/columns.rs"]
mod columns;
#[path = "writes/gaps.rs"]
mod gaps;
#[path = "writes/values.rs"]
mod values;
