//! A block of a form as a layout prints it, without any code or amount yet: what its cells state follows from these lines.

use super::prepared::among_rows;
use crate::layout::BlockLayout;
use crate::model::statements::each;
use crate::model::{Key, Line, Lines, Model, Structure};

/// The printed rows, one line for all those of a list, and the total.
pub(super) fn lines(printed: &BlockLayout) -> Vec<Line> {
    let meaning = &printed.meaning;
    let dim = meaning.lines.codes();
    let listed = dim.map(|dim| each(&printed.block, &meaning.list_at, dim));
    let mut lines: Vec<Line> = listed.into_iter().collect();
    if !printed.rows.is_empty() {
        lines = among_rows(printed, lines);
    }
    if !printed.closing.is_empty() || meaning.lines == Lines::Single {
        lines.push(Line::new(&printed.block, Key::Total));
    }
    lines
}

/// What adds up to what in a block of which all columns are printed that its layout has.
pub(super) fn structure<'s>(
    model: &Model,
    printed: &'s BlockLayout,
    lines: &'s [Line],
) -> Structure<'s> {
    Structure::printed(model, &printed.meaning, lines, |id| printed.prints(id))
}
