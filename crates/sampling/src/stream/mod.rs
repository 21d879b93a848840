//! What samples are made from: the words of a stream's blocks, and those of redraws.

pub(crate) mod block;
pub(crate) mod philox;
pub(crate) mod redraws;
pub(crate) mod words;
pub(crate) mod xoshiro;
