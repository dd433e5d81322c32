//! Where a panic ends: the only file that catches one.
//!
//! A panic is our own mistake, and no content of a file may bring the others down with it. What the work had borrowed is
//! not looked at again: it is dropped, or was only read.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What `work` gives; `None` where it panicked.
pub(crate) fn contained<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// Makes panics silent for the whole process. What is to be said of one is said where it ends.
#[cfg(feature = "cli")]
pub(crate) fn silence() {
    std::panic::set_hook(Box::new(|_| {}));
}
