//! Layouts: how one region and year prints the nine tables. Each is a TOML file in `templates/layouts/` and no code.
//!
//! A layout names titles, headers, rows and their other spellings; what a column means is in the model. Reading locates
//! tables by a layout, writing arranges them by it.

mod front;
mod load;
mod raw;
mod resolved;

pub use load::{Fault, LayoutError, Templates};
pub use resolved::{
    BlockLayout, ColumnLayout, ContentsLayout, CoverLayout, Field, Layout, RowLayout, TableLayout,
};
