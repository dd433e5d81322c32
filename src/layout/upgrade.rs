//! From a layout of format 1 to one of format 2. Format 1 named the blocks, columns and rows of nine tables, whose meaning was
//! elsewhere (`templates/format-1.toml`); in format 2 the layout itself says it in words. What is not about meaning stays as it
//! is written, comments included.

use serde::Deserialize;
use toml::Spanned;
use toml_edit::{Array, DocumentMut, InlineTable, Item, Key, Table, Value};

use super::faults::{LayoutError, LayoutFaults};
use crate::messages::Phrase;
use crate::model::{Model, lenient};

/// How the names of a list's 类 were numbered in all layouts of format 1.
const ORDINAL: &str = "一、";
/// Columns that are no amounts.
const PLAIN: [&str; 6] = ["label", "code", "code1", "code2", "code3", "name"];

/// The meaning of the nine tables.
#[derive(Debug, Deserialize)]
struct OldMeaning {
    table: Vec<TableMeaning>,
}

#[derive(Debug, Deserialize)]
struct TableMeaning {
    id: String,
    block: Vec<BlockMeaning>,
}

#[derive(Debug, Deserialize)]
struct BlockMeaning {
    id: String,
    lines: String,
    at: OldWords,
    columns: Vec<OldName>,
    #[serde(default)]
    rows: Vec<OldName>,
}

#[derive(Debug, Deserialize)]
struct OldName {
    id: String,
    #[serde(flatten)]
    at: OldWords,
}

/// Coordinates in the three dimensions that blocks, columns and rows were told by.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct OldWords {
    flow: Option<String>,
    source: Option<String>,
    kind: Option<String>,
}

impl OldWords {
    fn list(&self) -> Vec<&str> {
        let all = [&self.flow, &self.source, &self.kind];
        all.into_iter().flatten().map(String::as_str).collect()
    }
}

/// What of a layout of format 1 names a meaning.
#[derive(Debug, Deserialize)]
struct Old {
    table: Vec<OldTable>,
}

#[derive(Debug, Deserialize)]
struct OldTable {
    table: Spanned<String>,
    block: Vec<OldBlock>,
}

#[derive(Debug, Deserialize)]
struct OldBlock {
    block: Spanned<String>,
    columns: Vec<OldColumn>,
    #[serde(default)]
    rows: Vec<OldRow>,
}

#[derive(Debug, Deserialize)]
struct OldColumn {
    field: Spanned<String>,
}

#[derive(Debug, Deserialize)]
struct OldRow {
    row: Spanned<String>,
}

/// The layout `text` in format 2.
///
/// # Errors
/// Where it is no layout of format 1; all faults at once.
///
/// # Panics
/// Where the embedded meaning of the nine tables is not valid: that fault is ours.
pub fn upgrade(file: &str, text: &str) -> Result<String, LayoutError> {
    let meaning: OldMeaning = toml::from_str(include_str!("../../templates/format-1.toml"))
        .expect("templates/format-1.toml is valid");
    let mut faults = LayoutFaults::new(text);
    let read = lenient::<Old>(text, |_| None);
    for (at, message) in read.faults {
        faults.add(at, &message);
    }
    let mut blocks = Vec::new();
    for table in read.value.iter().flat_map(|old| &old.table) {
        for block in &table.block {
            blocks.push(known(&meaning, table, block, &mut faults));
        }
    }
    let edited = text.parse::<DocumentMut>();
    let Ok(mut document) = edited else {
        return Err(faults.error(file));
    };
    if document.contains_key("format") {
        faults = LayoutFaults::new(text);
        faults.say(0, Phrase::new("layout-not-format-1"));
    }
    if !faults.is_empty() {
        return Err(faults.error(file));
    }
    let mut blocks = blocks.into_iter().flatten();
    let mut whole = true;
    for block in written_blocks(&mut document) {
        whole &= blocks.next().and_then(|own| rewrite(block, own)).is_some();
    }
    if !whole || blocks.next().is_some() {
        faults.say(0, Phrase::new("layout-other-form"));
        return Err(faults.error(file));
    }
    leave_shared_spellings(&mut document);
    Ok(with_format(&document.to_string()))
}

/// Takes out the spellings that stand in the dictionary, for all layouts.
fn leave_shared_spellings(document: &mut DocumentMut) {
    let model = Model::embedded();
    let Some(own) = document.get_mut("spellings").and_then(Item::as_table_mut) else {
        return;
    };
    own.retain(|canonical, others| {
        let canonical: &str = canonical;
        let others = others.as_array().into_iter().flatten();
        let all: Vec<&str> = others
            .filter_map(Value::as_str)
            .chain([canonical])
            .collect();
        !model.spellings.iter().any(|(shared, spellings)| {
            let holds = |text: &str| shared == text || spellings.iter().any(|own| own == text);
            all.iter().copied().all(holds)
        })
    });
}

/// The meaning of a block; what is not known is said.
fn known<'m>(
    meaning: &'m OldMeaning,
    table: &OldTable,
    block: &OldBlock,
    faults: &mut LayoutFaults<'_>,
) -> Option<&'m BlockMeaning> {
    let name = table.table.get_ref();
    let Some(own) = meaning.table.iter().find(|own| own.id == *name) else {
        let all = meaning.table.iter().map(|own| own.id.as_str());
        faults.unknown("layout-table", &table.table, all);
        return None;
    };
    let name = block.block.get_ref();
    let Some(own) = own.block.iter().find(|own| own.id == *name) else {
        let all = own.block.iter().map(|own| own.id.as_str());
        faults.unknown("layout-block", &block.block, all);
        return None;
    };
    for OldColumn { field } in &block.columns {
        let ids = || own.columns.iter().map(|own| own.id.as_str());
        let name = field.get_ref().as_str();
        if !PLAIN.contains(&name) && !ids().any(|id| id == name) {
            faults.unknown("layout-field", field, PLAIN.into_iter().chain(ids()));
        }
    }
    for OldRow { row } in &block.rows {
        let ids = || own.rows.iter().map(|own| own.id.as_str());
        if !ids().any(|id| id == row.get_ref()) {
            faults.unknown("layout-row", row, ids());
        }
    }
    Some(own)
}

/// The blocks of a layout in the order in which they are written.
fn written_blocks(document: &mut DocumentMut) -> impl Iterator<Item = &mut Table> {
    let tables = document
        .get_mut("table")
        .and_then(Item::as_array_of_tables_mut);
    let tables = tables.into_iter().flat_map(|tables| tables.iter_mut());
    let blocks = tables.filter_map(|table| table.get_mut("block")?.as_array_of_tables_mut());
    blocks.flat_map(|blocks| blocks.iter_mut())
}

/// Writes the meaning of a block into it. `None` where its columns or rows are written as tables of their own.
fn rewrite(block: &mut Table, meaning: &BlockMeaning) -> Option<()> {
    let columns = block.get_mut("columns")?.as_array_mut()?;
    for column in columns.iter_mut() {
        let column = column.as_inline_table_mut()?;
        let id = column.get("field")?.as_str()?.to_owned();
        if let Some(own) = meaning.columns.iter().find(|own| own.id == id)
            && !PLAIN.contains(&id.as_str())
        {
            let words = own.at.list();
            put(column, "field", &words, Some(&id));
        }
    }
    if let Some(rows) = block.get_mut("rows") {
        for row in rows.as_array_mut()?.iter_mut() {
            let row = row.as_inline_table_mut()?;
            let id = row.get("row")?.as_str()?.to_owned();
            let own = meaning.rows.iter().find(|own| own.id == id)?;
            put(row, "row", &own.at.list(), None);
        }
    }
    let keys: Vec<String> = block.iter().map(|(key, _)| key.to_owned()).collect();
    let entries: Vec<(Key, Item)> = keys
        .iter()
        .filter_map(|key| block.remove_entry(key))
        .collect();
    for (key, item) in entries {
        if key.get() != "block" {
            block.insert_formatted(&key, item);
            continue;
        }
        let mut at = Value::Array(meaning.at.list().into_iter().collect());
        if let Some(old) = item.as_value() {
            *at.decor_mut() = old.decor().clone();
        }
        block.insert_formatted(&named(&key, "at"), Item::Value(at));
        if matches!(meaning.lines.as_str(), "function" | "economic" | "single") {
            block["lines"] = toml_edit::value(meaning.lines.as_str());
        }
    }
    match meaning.lines.as_str() {
        "class" => {
            let mut list = InlineTable::new();
            list.insert("list", "function".into());
            list.insert("ordinal", ORDINAL.into());
            block["rows"] = toml_edit::value(Array::from_iter([list]));
        }
        // Rows that are not listed are none: a block of fixed rows has at least the list.
        "fixed" if !block.contains_key("rows") => return None,
        _ => {}
    }
    Some(())
}

/// Replaces the name at `key` by words, and keeps it as `id` where they are no longer the same. Of a row the words are the name.
fn put(table: &mut InlineTable, key: &str, words: &[&str], id: Option<&str>) {
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    let entries: Vec<(Key, Item)> = keys
        .iter()
        .filter_map(|key| table.remove_entry(key))
        .map(|(key, value)| (key, Item::Value(value)))
        .collect();
    for (own, item) in entries {
        let Ok(value) = item.into_value() else {
            continue;
        };
        if own.get() != key {
            table.insert_formatted(&own, value);
            continue;
        }
        let mut said: Value = match words {
            [] => "all".into(),
            [word] => (*word).into(),
            words => Value::Array(words.iter().copied().collect()),
        };
        *said.decor_mut() = value.decor().clone();
        table.insert_formatted(&own, said);
        let bare = match words {
            [] => "all".to_owned(),
            words => words.join("."),
        };
        if let Some(id) = id.filter(|id| *id != bare) {
            let mut kept: Value = id.into();
            *kept.decor_mut() = value.decor().clone();
            table.insert_formatted(&named(&own, "id"), kept);
        }
    }
}

/// A key of that name in the place of `old`, with the comments around it.
fn named(old: &Key, name: &str) -> Key {
    Key::new(name)
        .with_leaf_decor(old.leaf_decor().clone())
        .with_dotted_decor(old.dotted_decor().clone())
}

/// The text with its format in front of its first key.
fn with_format(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 16);
    let mut open = true;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches('\u{feff}').trim();
        if open && !bare.is_empty() && !bare.starts_with('#') {
            written.push_str("format = 2\n");
            open = false;
        }
        written.push_str(line);
    }
    written
}
