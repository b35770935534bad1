//! What sorting needs of memory: elements as numbers, numbers as elements, and elements moved in an order.

mod code;
mod gather;
pub(crate) mod keys;
mod leaves;
mod numbers;
pub(crate) mod search;
