//! The questions of a layout that is not finished: each `"?"` in it, with what may stand there.

use super::faults::LayoutFaults;
use crate::messages::Phrase;
use crate::model::{Model, OpenQuestion};
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

/// Says each question with what it is about and what may stand there. Long lists are said once, behind all else.
pub(super) fn ask(model: &Model, text: &str, open: &[OpenQuestion], faults: &mut LayoutFaults<'_>) {
    for OpenQuestion { at, key } in open {
        let about = match about(text, *at) {
            own if own.is_empty() => own,
            own => format!(" [{own}]"),
        };
        let list = |name| Phrase::new(name).arg("key", key).arg("about", &about);
        let question = match key.as_str() {
            "field" | "row" | "at" => {
                faults.list_words(model);
                list(match key.as_str() {
                    "field" => "layout-ask-column",
                    _ => "layout-ask-words",
                })
            }
            "table" => {
                let names = model.tables.iter();
                let names = names.map(|table| format!("{} {}", table.id, table.name));
                faults.list("layout-list-tables", names);
                list("layout-ask-table")
            }
            "measure" => {
                let words = Measure::ALL.map(Measure::word);
                list("layout-ask-one").list("allowed", words)
            }
            "body" => list("layout-ask-one").list("allowed", ["unit", "department"]),
            "closed" => list("layout-ask-closed"),
            "text" => list("layout-ask-text"),
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
        };
        faults.say(*at, question);
    }
}

/// What a question is about: the label or header in its line, else the title of its table.
fn about(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    let line = text.get(line..).unwrap_or_default();
    let line = line.lines().next().unwrap_or_default();
    for (key, end) in [("label = \"", "\""), ("header = [", "]")] {
        if let Some((_, rest)) = line.split_once(key)
            && let Some((own, _)) = rest.split_once(end)
        {
            return own.replace("\", \"", "-").replace('"', "");
        }
    }
    let Some(table) = before.rfind("[[table]]") else {
        return String::new();
    };
    let lines = text.get(table..).unwrap_or_default().lines();
    let mut titles = lines.filter_map(|line| line.strip_prefix("title = \"")?.split('"').next());
    titles.next().unwrap_or_default().to_owned()
}
