//! `--layout-out`: the tables of another layout.

use crate::layout::Templates;
use crate::messages::{Messages, Phrase, visible};
use crate::model::Budget;
use crate::recast::{Blank, fits, recast};
use crate::write::WriteError;

/// The budget in the tables of the layout named `id`, and what is said of it; `None` where its own are those; where something has no place in them and
/// `incomplete` does not allow for it, why it is not written.
pub(super) fn in_tables_of(
    templates: &Templates,
    id: Option<&str>,
    incomplete: bool,
    path: &str,
    budget: &Budget,
    messages: &Messages,
) -> Result<Option<(Budget, String)>, WriteError> {
    let layout = id.and_then(|id| templates.layout(id));
    let Some(layout) = layout.filter(|layout| !fits(budget, layout)) else {
        return Ok(None);
    };
    let recast = recast(templates, budget, layout);
    if !recast.no_place.is_empty() && !incomplete {
        return Err(WriteError::NoPlaceForFacts {
            layout: layout.id.clone(),
            facts: recast.no_place,
        });
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
