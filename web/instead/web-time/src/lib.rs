//! Stands in for `web-time`: the types of the standard library. Only where a compound file is written is its clock asked, and here
//! such files are only read.

pub use std::time::{Duration, Instant, SystemTime, SystemTimeError, UNIX_EPOCH};
