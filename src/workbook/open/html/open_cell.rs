//! A cell that is being read.

use super::grid::CellSpan;
use super::style::Css;
use super::text::HtmlText;

/// A cell that is being read.
pub(super) struct OpenCell {
    pub(super) spot: CellSpan,
    pub(super) text: HtmlText,
    pub(super) css: Css,
    /// `x:num`: the stored number; empty where the text is it.
    pub(super) number: Option<String>,
    pub(super) formula: Option<String>,
    /// Its text was placed already, or a table stands in its place.
    pub(super) placed: bool,
}
