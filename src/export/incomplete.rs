//! Why a file is not written whose totals would be false.

use crate::finding::Stated;
use crate::messages::{Messages, visible};

/// At most so many of the cells that keep a file from being written are listed.
const MOST_CELLS: usize = 12;

/// That a file is not written because the sums of a table would lack the cells that were not read, and which those are.
///
/// # Panics
/// Never: the texts are there.
#[must_use]
pub fn incomplete_text(path: &str, lost: &[Stated], messages: &Messages) -> String {
    let args = [("path", path.into()), ("count", lost.len().into())];
    let mut lines = vec![messages.with("cli-incomplete", &args)];
    for cell in lost.iter().take(MOST_CELLS) {
        let place = cell.place.as_ref();
        let place = place.map_or_else(
            || "-".to_owned(),
            |place| format!("{}!{}", place.sheet, place.cell),
        );
        let shown: String = cell.text.chars().take(60).collect();
        lines.push(format!("    {place} = {}", shown.replace('\n', " ")));
    }
    if lost.len() > MOST_CELLS {
        let count = [("count", lost.len().into())];
        lines.push(format!(
            "    {}",
            messages.with("finding-more-cells", &count)
        ));
    }
    lines
        .iter()
        .map(|line| format!("{}\n", visible(line)))
        .collect()
}
