//! Words in the short texts of cells. `str::find` prepares a search before it begins, which takes longer than reading such a
//! text through.

use memchr::memmem;

/// Whether `text` holds `word`.
pub(crate) fn holds(text: &str, word: &str) -> bool {
    find(text, word).is_some()
}

/// The byte at which `word` first begins in `text`.
pub(crate) fn find(text: &str, word: &str) -> Option<usize> {
    memmem::find(text.as_bytes(), word.as_bytes())
}

/// The byte at which `word` last begins in `text`.
pub(crate) fn rfind(text: &str, word: &str) -> Option<usize> {
    memmem::rfind(text.as_bytes(), word.as_bytes())
}
