//! A block of a form as a layout prints it, without any code or amount yet: what its cells state follows from these lines.

use crate::layout::{BlockLayout, RowKind};
use crate::model::statements::each;
use crate::model::{BlockModel, Key, Line, Lines, Model, Structure};

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

/// Whether the total of printed rows is the sum of some of them.
pub(super) fn total_sums(model: &Model, meaning: &BlockModel) -> bool {
    let mut rows = meaning.rows.iter().filter(|row| !row.of_which);
    rows.any(|row| model.covers(&meaning.at, &meaning.at.narrowed(&row.at)))
}

pub(super) fn line(printed: &BlockLayout, key: Key, name: &str) -> Line {
    Line {
        name: name.to_owned(),
        ..Line::new(&printed.block, key)
    }
}

/// The printed rows in their order, those of the list where it stands.
pub(super) fn among_rows(printed: &BlockLayout, listed: Vec<Line>) -> Vec<Line> {
    let mut listed = Some(listed);
    let mut lines = Vec::new();
    for row in &printed.rows {
        match row.kind {
            RowKind::Line => {
                let name = printed.meaning.row(row.row.as_str());
                let name = name.map_or("", |own| own.name.as_str());
                lines.push(line(printed, Key::Row(row.row.clone()), name));
            }
            RowKind::Total => lines.push(line(printed, Key::Total, "")),
            RowKind::List => lines.extend(listed.take().unwrap_or_default()),
            RowKind::Heading | RowKind::Text => {}
        }
    }
    lines
}
