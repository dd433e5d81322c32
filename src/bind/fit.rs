//! Which layout a submission is read by, and why.

use serde::Serialize;

use super::locate::Located;
use super::placement::PlacedPart;
use super::source::SourceBook;
use crate::model::Body;
use crate::workbook::Visibility;

/// How well a layout fits a submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fit {
    /// The layout's id.
    pub layout: String,
    /// The number of blocks found, each page counted.
    pub blocks: usize,
    /// [`Placement::score`](super::Placement::score): columns understood, less those missing or not understood.
    pub score: i64,
    /// Whether the layout was seen in the year that the submission states.
    pub year: bool,
    /// Whether the layout is for the kind of body (unit or department) that the submission names.
    pub body: bool,
    /// Whether it says what stands beside its tables.
    pub document: bool,
}

impl Fit {
    /// The fit of what was `located` in `source`. Hidden pages count only where no page of their table is shown.
    pub(super) fn new(located: &Located<'_>, source: &SourceBook<'_>, body: Option<Body>) -> Self {
        let year = source.year;
        let is_shown =
            |part: &PlacedPart| source.sheets[part.sheet].sheet.visibility == Visibility::Visible;
        let mut placement = located.placement.clone();
        let shown: Vec<usize> = placement
            .parts
            .iter()
            .filter(|part| is_shown(part))
            .map(|part| part.table)
            .collect();
        placement
            .parts
            .retain(|part| is_shown(part) || !shown.contains(&part.table));
        let parts = &placement.parts;
        Self {
            layout: located.layout.id.clone(),
            blocks: parts.iter().map(|part| part.blocks.len()).sum(),
            score: placement.score(),
            year: year.is_some_and(|year| located.layout.years.contains(&year)),
            body: body == Some(located.layout.body),
            document: located.layout.document.is_some(),
        }
    }

    /// What layouts are compared by: the greatest wins, of equal ones the first.
    #[must_use]
    pub fn rank(&self) -> (usize, bool, i64) {
        let bonus = i64::from(self.year) + i64::from(self.body) * 2;
        // Of texts without tables only a layout that knows texts reads something.
        let texts = self.blocks == 0 && self.document;
        (self.blocks, texts, self.score + bonus)
    }
}

/// Why one layout was taken and not the next best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Won {
    /// No other was tried.
    Only,
    /// More blocks were found by it.
    Blocks,
    /// Its headers fit better.
    Headers,
    /// Its year or its kind of body is that of the submission.
    YearOrBody,
    /// Others fit as well; it comes first.
    First,
}

impl Won {
    /// Why the one named `chosen` won among `fits`.
    pub(super) fn of(fits: &[Fit], chosen: &str) -> Self {
        let Some(winner) = fits.iter().find(|fit| fit.layout == chosen) else {
            return Self::Only;
        };
        let others = fits.iter().filter(|fit| fit.layout != chosen);
        let Some(second) = others.max_by_key(|fit| fit.rank()) else {
            return Self::Only;
        };
        if winner.blocks > second.blocks {
            Self::Blocks
        } else if winner.rank() == second.rank() {
            Self::First
        } else if winner.score > second.score {
            Self::Headers
        } else {
            Self::YearOrBody
        }
    }
}
