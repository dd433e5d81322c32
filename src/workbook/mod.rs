//! A spreadsheet as plain data: sparse cells with absolute addresses, whatever the file format was.
//!
//! Knows nothing of budgets. [`open`] is the only place that knows how files are read, [`save`] the only one that
//! knows how they are written.

mod address;
mod filling;
mod formula;
mod joined;
pub mod open;
mod paper;
pub mod save;
mod sheet;
mod shown;
mod style;
mod width;
mod written;

pub use address::{Address, column_letters};
pub use filling::{Allowed, Highlight, HighlightLook, Protection, Validation};
pub use formula::recalculate;
pub use joined::{joined, outer_name};
pub use paper::{Margins, is_on_a3, paginate, room};
pub use sheet::{
    BarChart, Cell, Format, Hidden, PREVIOUS, Page, Problem, RESULTS, Scaling, Sheet, SheetIx,
    Value, Visibility, Workbook,
};
pub use shown::HiddenBy;
pub use style::{AmountFormat, Look, Mark, Style};
pub use width::{comment_size, line_count, text_width};
pub use written::{CalledWith, FormulaText, call};
