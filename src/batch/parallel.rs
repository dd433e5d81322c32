//! Work on several things at a time, where the program may have several threads.

/// Makes something of each of `all`, in their order. They are begun in their order too.
#[cfg(feature = "cli")]
pub(crate) fn map<T: Send, R: Send>(all: Vec<T>, each: impl Fn(T) -> R + Sync) -> Vec<R> {
    use rayon::iter::{ParallelBridge as _, ParallelIterator as _};

    // Halves of the list, as other ways share it out, would end the first of the second half long before its turn.
    let made = all.into_iter().enumerate().par_bridge();
    let mut made: Vec<(usize, R)> = made.map(|(at, own)| (at, each(own))).collect();
    made.sort_unstable_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, made)| made).collect()
}

/// Makes something of each of `all`, in their order.
#[cfg(not(feature = "cli"))]
pub(crate) fn map<T, R>(all: Vec<T>, each: impl Fn(T) -> R) -> Vec<R> {
    all.into_iter().map(each).collect()
}
