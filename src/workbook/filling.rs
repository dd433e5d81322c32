//! What a sheet asks of those who fill it in: which cells are open, what may stand in them, and what is coloured by rule.

use super::Address;

/// That only open cells can be changed until somebody takes the protection off.
///
/// Rows can be shown and hidden all the same, and filters used.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Protection {
    /// The password that takes it off. It keeps slips away, not people: programs store no more than a short hash.
    pub password: Option<String>,
}

/// What may stand in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Allowed {
    /// What makes the formula true, written without `=` for the top left cell of the region.
    If(String),
    /// One of the values of the region that the formula gives; a list is offered.
    OneOf(String),
}

/// A rule on what is typed into a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validation {
    /// Top left cell of the region.
    pub from: Address,
    /// Bottom right cell of the region.
    pub to: Address,
    /// What may stand there.
    pub allowed: Allowed,
    /// Whether anything else is refused; otherwise the program asks whether it is meant.
    pub strict: bool,
    /// Title and text shown while a cell is chosen: at most 32 and 255 characters.
    pub prompt: (String, String),
    /// Title and text shown when something else was typed: at most 32 and 255 characters.
    pub complaint: (String, String),
}

/// How a highlighted cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HighlightLook {
    /// Contradicts something.
    Wrong,
    /// Worth a look.
    Doubtful,
    /// Agrees.
    Right,
    /// Has a thin border: for rows that are in use.
    Bordered,
    /// Bold, with a thin border.
    Strong,
}

/// A region that is highlighted while a formula is true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// Top left cell of the region.
    pub from: Address,
    /// Bottom right cell of the region.
    pub to: Address,
    /// The formula without `=`, for the top left cell of the region.
    pub formula: String,
    /// How the cells look while it is true.
    pub look: HighlightLook,
}
