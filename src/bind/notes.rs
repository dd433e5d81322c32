//! Texts between and below the lines of a table that are no lines of it.

use crate::model::ReadingWords;

/// Whether the squashed text begins as a note.
pub(super) fn begins_note(words: &ReadingWords, text: &str) -> bool {
    ReadingWords::begins(&words.notes, text)
}

/// Whether the squashed text is a note on a table, and no other text that happens to stand there.
pub(super) fn is_table_note(words: &ReadingWords, text: &str) -> bool {
    let none = || ReadingWords::holds(&words.none, text);
    begins_note(words, text)
        || ReadingWords::is(&words.none_alone, text)
        || none() && ReadingWords::holds(&words.none_of, text)
}

/// Whether the squashed text below a table is no line of it.
pub(super) fn is_note(words: &ReadingWords, text: &str) -> bool {
    let none = || ReadingWords::holds(&words.plain_none, text);
    begins_note(words, text)
        || ReadingWords::is(&words.none_alone, text)
        || text.contains('。')
        || none() && ReadingWords::holds(&words.plain_none_of, text)
}
