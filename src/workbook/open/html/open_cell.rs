//! A cell that is being read.

use super::grid::Spot;
use super::style::Css;
use super::text::Text;

/// A cell that is being read.
pub(super) struct OpenCell {
    pub(super) spot: Spot,
    pub(super) text: Text,
    pub(super) css: Css,
    /// `x:num`: the stored number; empty where the text is it.
    pub(super) number: Option<String>,
    pub(super) formula: Option<String>,
    /// Its text was placed already, or a table stands in its place.
    pub(super) placed: bool,
}
