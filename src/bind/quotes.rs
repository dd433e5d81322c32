//! What stands in cells, for explanations.

use super::explanation::Quote;
use super::header_paths::Path;
use super::placement::PlacedPart;
use super::source::SourceBook;
use crate::workbook::{Address, SheetIx};

/// A cell of `source` with its text.
pub(super) fn quote(source: &SourceBook<'_>, sheet: SheetIx, cell: Address) -> Quote {
    let own = &source.sheets[sheet];
    Quote {
        place: crate::model::Place {
            sheet: own.name.clone(),
            cell,
        },
        text: own.at(cell).map(|at| own.raw(at)).unwrap_or_default(),
    }
}

/// The header cells of a path.
pub(super) fn header(
    source: &SourceBook<'_>,
    part: &PlacedPart,
    path: Option<&Path>,
) -> Vec<Quote> {
    let cells = path.map(|path| path.cells.as_slice()).unwrap_or_default();
    cells
        .iter()
        .map(|&cell| quote(source, part.sheet, cell))
        .collect()
}
