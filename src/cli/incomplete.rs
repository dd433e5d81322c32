//! Why a file is not written whose totals would be false.

use crate::finding::Stated;
use crate::messages::Messages;

/// At most so many of the cells that keep a file from being written are listed.
const MOST_CELLS: usize = 12;

/// That a file is not written because the sums of a table would lack the cells that were not read, and which those are.
pub(super) fn incomplete(path: &str, lost: &[Stated], messages: &Messages) -> String {
    let args = [("path", path.into()), ("count", lost.len().into())];
    let mut text = messages.with("cli-incomplete", &args) + "\n";
    for cell in lost.iter().take(MOST_CELLS) {
        let place = cell.place.as_ref();
        let place = place.map_or_else(
            || "-".to_owned(),
            |place| format!("{}!{}", place.sheet, place.cell),
        );
        let shown: String = cell.text.chars().take(60).collect();
        text.push_str(&format!("    {place} = {}\n", shown.replace('\n', " ")));
    }
    if lost.len() > MOST_CELLS {
        let count = [("count", lost.len().into())];
        text.push_str(&format!(
            "    {}\n",
            messages.with("finding-more-cells", &count)
        ));
    }
    text
}
