//! What an .ods file does not show: hidden rows and columns.

/// Adds the hidden rows or columns from `from` up to, but not with, `to`.
pub(super) fn hide(ranges: &mut Vec<(u32, u32)>, hidden: bool, from: u64, to: u64) {
    if !hidden || from >= to {
        return;
    }
    // Within the limits both fit.
    let (from, last) = (from as u32, (to - 1) as u32);
    match ranges.last_mut() {
        Some((_, before)) if before.checked_add(1) == Some(from) => *before = last,
        _ => ranges.push((from, last)),
    }
}
