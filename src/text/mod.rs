//! Reading of words and numbers as people type them into budget sheets.

mod count;
mod dates;
mod folded;
mod grouped;
mod normal;
mod number;
mod safe_name;
mod sha;
mod ticks;
mod word;

pub(crate) use count::{begins_section, is_ordinal_numeral};
pub use count::{count, is_numeral, ordinal_of};
pub use dates::{Date, dates};
pub use folded::Folded;
pub use grouped::{grouped, grouped_yuan};
pub(crate) use normal::{MentionedYear, is_longer, years};
pub use normal::{Squashed, squash, strip_ordinal, without_ordinal, without_year, year_in};
pub(crate) use number::is_digit;
pub use number::{LARGEST, Measure, Reading, read_amount, trailing_measure};
pub(crate) use safe_name::safe_name;
pub use sha::sha256;
pub use ticks::{ticked, with_boxes};
pub(crate) use word::{find, holds, rfind};
