//! The questions of a layout that is not finished: each `"?"` in it, with what may stand there.

use super::faults::Faults;
use crate::messages::Phrase;
use crate::model::{Model, Open};
use crate::text::Measure;

/// TOML that stands in for a field of a layout that is missing, wrong or to be filled in, where something must be there for the
/// rest to be read.
pub(super) fn stand_in(field: &str) -> Option<&'static str> {
    Some(match field {
        "format" | "version" => "2",
        "width" => "1.0",
        "closed" | "optional" | "of_which" | "untitled" => "true",
        "body" => "\"unit\"",
        "measure" => "\"元\"",
        "years" | "at" | "columns" | "other_titles" => "[]",
        "header" => "[\"?\"]",
        "id" | "name" | "source" | "preparer" | "title" => "\"?\"",
        _ => return None,
    })
}

/// Says each question with what may stand there.
pub(super) fn ask(model: &Model, open: &[Open], faults: &mut Faults<'_>) {
    for Open { at, key } in open {
        let list = |name| Phrase::new(name).arg("key", key);
        faults.say(
            *at,
            match key.as_str() {
                "field" | "row" | "at" => {
                    list("layout-ask-words").list("allowed", model.all_words())
                }
                "table" => {
                    let names = model.tables.iter();
                    let names = names.map(|table| format!("{} {}", table.id, table.name));
                    list("layout-ask-table").list("allowed", names)
                }
                "measure" => {
                    let words = Measure::ALL.map(Measure::word);
                    list("layout-ask-one").list("allowed", words)
                }
                "body" => list("layout-ask-one").list("allowed", ["unit", "department"]),
                "closed" => list("layout-ask-closed"),
                "lines" | "list" => {
                    let dims = model.dimensions.iter().filter(|own| own.codes.is_some());
                    let dims = dims.map(|own| format!("{} {}", own.dim.name(), own.name));
                    list("layout-ask-one").list("allowed", dims)
                }
                "key" => {
                    let dims = model.dimensions.iter();
                    let dims = dims.map(|own| format!("{} {}", own.dim.name(), own.name));
                    list("layout-ask-one").list("allowed", dims)
                }
                _ => list("layout-ask"),
            },
        );
    }
}
