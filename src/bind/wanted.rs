//! What is read though it is not shown.

/// What is taken for content though it is not shown, or belongs to no part of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Texts and forms in hidden sheets, rows, columns and cells.
    pub hidden: bool,
    /// Sheets and paragraphs that belong to no part of the document.
    pub unplaced: bool,
}
