//! The statements of a budget or of a form: which cells state which facts, alone or as sums, and which facts are equal. Derived
//! once, from the coordinates of blocks, lines and columns: checks hold amounts against each other by it, forms write formulas.

mod declared;
mod graph;
mod grid;
mod listed;
mod pick;
mod space;
mod spot;

pub(crate) use declared::Demand;
pub(crate) use graph::Graph;
pub(crate) use listed::ListedCodes;
pub(crate) use space::{Space, Target};
pub(crate) use spot::{Spot, Statement, Stating};

use super::{Coordinates, Dim, Id, Key, Line, Member};

/// The member of a dimension of codes that stands for each code of a list.
const EACH: &str = "*";

/// The line that stands for the lines of a list which is not filled yet: it states, at each code, what the list is of.
pub(crate) fn each(block: &Id, list_at: &Coordinates, dim: Dim) -> Line {
    Line {
        at: list_at.clone().with(dim, Some(Member::Word(EACH.into()))),
        ..Line::new(block, Key::Record(0))
    }
}
