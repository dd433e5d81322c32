//! The lines of a section or project so far.

/// The lines of a section or project so far, on this sheet.
#[derive(Debug, Default)]
pub(super) struct LineRun {
    /// The last row, and whether it is a heading.
    pub(super) last: Option<(u32, bool)>,
    /// Whether the last row was one of a table within the text, or leads to one.
    pub(super) tabular: bool,
    pub(super) leads: bool,
}

impl LineRun {
    /// The last row is the heading of what follows.
    pub(super) fn begin(&mut self) {
        self.last = self.last.map(|(row, _)| (row, true));
    }
}
