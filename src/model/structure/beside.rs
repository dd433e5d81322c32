//! Columns that are computed from others, and parts (其中：) that stand beside a whole.

use super::{Structure, line_coordinates};
use crate::model::{Coordinates, Dim, Key, Lines, Model};

/// What a computed column is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Computed {
    /// The column of this year and that of the basis it is compared with.
    pub of: [usize; 2],
    /// Whether it is the difference in percent of the basis.
    pub percent: bool,
}

impl Structure<'_> {
    /// What a column is computed from.
    #[must_use]
    pub fn computed(&self, model: &Model, column: usize) -> Option<Computed> {
        let at = self.column_at(column);
        let word = model.computed(&at)?;
        let base = word.minus.as_ref().or(word.percent_of.as_ref())?;
        let own = at.clone().with(Dim::BASIS, None);
        let base = at.with_word(Dim::BASIS, Some(base.as_str()));
        let columns = 0..self.block.columns.len();
        let of = |wanted: &Coordinates| columns.clone().find(|&own| self.column_at(own) == *wanted);
        Some(Computed {
            of: [of(&own)?, of(&base)?],
            percent: word.percent_of.is_some(),
        })
    }

    /// The columns that are parts beside others, each with the column of its whole: the narrowest that covers it.
    #[must_use]
    pub fn columns_beside(&self, model: &Model) -> Vec<(usize, usize)> {
        let columns = 0..self.block.columns.len();
        let of_which = |column: &usize| self.block.columns[*column].of_which;
        let own = |column: usize| (column, self.column_at(column));
        let whole = |part: usize| {
            let others = columns.clone().filter(|other| !of_which(other)).map(own);
            Some((part, least(model, &self.column_at(part), others)?))
        };
        let parts = columns.clone().filter(of_which);
        let parts = parts.filter(|&part| !self.may_exceed(model, part));
        parts.filter_map(whole).collect()
    }

    /// The lines that are parts beside others, each with the line of its whole.
    #[must_use]
    pub fn lines_beside(&self, model: &Model) -> Vec<(usize, usize)> {
        let at = |line: usize| {
            let own = line_coordinates(self.block, self.lines[line]);
            (line, self.block.at.narrowed(&own))
        };
        let row = |line: usize| match &self.lines[line].key {
            Key::Row(id) => self.block.row(id.as_str()),
            _ => None,
        };
        let of_which = |line: &usize| row(*line).is_some_and(|row| row.of_which);
        let is_whole = |line: &usize| match self.lines[*line].key {
            Key::Row(_) => row(*line).is_some_and(|row| !row.of_which),
            Key::Unknown(_) => false,
            _ => self.block.lines != Lines::Records,
        };
        let lines = 0..self.lines.len();
        let whole = |part: usize| {
            let others = lines.clone().filter(is_whole).map(at);
            Some((part, least(model, &at(part).1, others)?))
        };
        lines.clone().filter(of_which).filter_map(whole).collect()
    }

    /// Whether a part may be more than its whole in this column, as in one of changes: a part may change by more than the
    /// whole.
    #[must_use]
    pub fn may_exceed(&self, model: &Model, column: usize) -> bool {
        model.computed(&self.column_at(column)).is_some()
    }

    fn column_at(&self, column: usize) -> Coordinates {
        self.block.at.narrowed(&self.block.columns[column].at)
    }
}

/// The narrowest of `others` that covers `part`.
fn least(
    model: &Model,
    part: &Coordinates,
    others: impl Iterator<Item = (usize, Coordinates)>,
) -> Option<usize> {
    let covering = others.filter(|(_, at)| model.covers(at, part) && at != part);
    let covering: Vec<(usize, Coordinates)> = covering.collect();
    let narrowest = covering.iter().find(|(own, at)| {
        let mut others = covering.iter().filter(|(other, _)| other != own);
        others.all(|(_, other)| !model.covers(at, other) || at == other)
    });
    narrowest.map(|(own, _)| *own)
}
