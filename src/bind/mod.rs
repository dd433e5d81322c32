//! Between a spreadsheet and the canonical budget: where each field of each line stands.
//!
//! Reading *locates* a [`Placement`] from titles and headers and extracts a budget along it; writing *arranges* one from
//! the layout and fills it. Neither knows files, and neither fails: what is not understood becomes a finding.

mod around_titles;
mod arrange;
mod body_names;
mod cells;
mod document;
mod document_fill;
mod explain;
mod explain_document;
mod explanation;
mod extent;
mod extract;
mod read_part;
mod reader;
mod versions;
mod wanted;
mod written;

mod fill;
mod fill_lines;
mod filled;
mod fit;
mod formulas;
mod frame;
mod front;
mod grid;
mod header_paths;
mod headers;
mod hidden;
mod identity;
mod ledger;
mod leftovers;
mod line_amounts;
mod line_keys;
mod lines;
mod locate;
mod lost;
mod merge;
mod named_units;
mod numbers;
mod on_sheet;
mod pages;
mod placement;
mod quotes;
mod replaced;
mod rows;
mod source;
mod starts;
mod strangers;
mod subtotals;
mod surroundings;
mod titles;
mod unexplained;
mod unfit;

pub use arrange::arrange;
pub use document_fill::{
    ContentsEntry, DocumentPiece, contents, cover, fill_document, goals_sheet, heading,
    is_subheading, outline,
};
pub(crate) use document_fill::{GOALS_TOP, formula_literals};
pub use explain::explain;
pub use explanation::{
    AmountTaken, CellTaken, ColumnLeft, ColumnTaken, DocumentPart, Explanation, LeftBecause,
    LineTaken, Matched, Meaning, MeasureTaken, NumberTaken, Quote, SaidInDocument, SheetTaken,
    Strange, StrangeKind, TableTaken,
};
pub use extract::{Extracted, read, read_with};

pub(crate) use fill::ordinal_word;
pub use fill::{NoPlace, fill, fill_tables};
pub(crate) use fill_lines::key_name;
pub use filled::{AmountCells, Filled};
pub use fit::{Fit, Won};
pub(crate) use grid::{HeaderPath, HeldCell, SheetGrid, header_key, title_key};
pub use ledger::{Ledger, Role};
pub use locate::{Located, locate};
pub use lost::{lost, lost_lines};
pub use named_units::named_units;
pub use placement::{PlacedBlock, PlacedPart, Placement};
pub use wanted::Wanted;
