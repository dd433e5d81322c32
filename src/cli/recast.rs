//! `--layout-out`: the tables of another layout.

use crate::layout::Templates;
use crate::messages::{Messages, Phrase, visible};
use crate::model::Budget;
use crate::recast::{Blank, NoPlaceFor, fits, recast};
use crate::text::grouped_yuan;

/// So many of the facts without place are shown.
const MOST_FACTS: usize = 12;

/// The budget in the tables of the layout named `id`, and what is said of it; `None` where its own are those; where something has no place in them and
/// `incomplete` does not allow for it, why it is not written.
pub(super) fn in_tables_of(
    templates: &Templates,
    id: Option<&str>,
    incomplete: bool,
    path: &str,
    budget: &Budget,
    messages: &Messages,
) -> Result<Option<(Budget, String)>, String> {
    let layout = id.and_then(|id| templates.layout(id));
    let Some(layout) = layout.filter(|layout| !fits(budget, layout)) else {
        return Ok(None);
    };
    let recast = recast(templates, budget, layout);
    if !recast.no_place.is_empty() && !incomplete {
        return Err(no_place(path, &layout.id, &recast.no_place, messages));
    }
    let mut said = String::new();
    for Blank { table, columns } in &recast.blank {
        let phrase = match columns.is_empty() {
            true => Phrase::new("cli-blank-table")
                .arg("path", path)
                .arg("table", table),
            false => Phrase::new("cli-blank-columns")
                .arg("path", path)
                .arg("table", table)
                .list("columns", columns),
        };
        said.push_str(&visible(&messages.phrase(&phrase)));
        said.push('\n');
    }
    Ok(Some((recast.budget, said)))
}

/// That a file is not written because facts of it have no place, and which those are.
fn no_place(path: &str, layout: &str, facts: &[NoPlaceFor], messages: &Messages) -> String {
    let args = [
        ("path", path.into()),
        ("layout", layout.into()),
        ("count", facts.len().into()),
    ];
    let mut lines = vec![messages.with("cli-no-places", &args)];
    for fact in facts.iter().take(MOST_FACTS) {
        let place = fact.place.as_ref();
        let place = place.map_or_else(
            || fact.table.to_string(),
            |place| format!("{}!{}", place.sheet, place.cell),
        );
        let words: Vec<String> = fact.at.iter().map(|(_, own)| own.to_string()).collect();
        let yuan = grouped_yuan(fact.yuan);
        lines.push(format!("    {place} = {yuan} ({})", words.join(" ")));
    }
    if facts.len() > MOST_FACTS {
        let count = [("count", facts.len().into())];
        let more = messages.with("finding-more-cells", &count);
        lines.push(format!("    {more}"));
    }
    lines
        .iter()
        .map(|line| format!("{}\n", visible(line)))
        .collect()
}
