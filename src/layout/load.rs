//! Loading layouts: the embedded ones and a user's own.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use toml::Spanned;

use super::front::front;
use super::load_document;
use super::raw::{RawBlock, RawChecks, RawLayout, RawTable};
use super::resolved::{
    BlockLayout, ColumnLayout, Field, Layout, RowLayout, TableLayout, header_key, label_key,
};
use super::vocabulary::Vocabulary;
use crate::finding::{FindingCode, Level, Levels};
use crate::messages::visible;
use crate::model::{BlockModel, CodeList, Id, Lines, Model, TableModel};
use crate::text::squash;

/// Everything that is data and not code: the model, the layouts and the code lists.
#[derive(Debug, Clone)]
pub struct Templates {
    /// What the tables mean.
    pub model: Model,
    /// How the tables are printed.
    pub layouts: Vec<Layout>,
    /// The known codes.
    pub codes: CodeList,
}

impl Templates {
    /// The embedded templates.
    ///
    /// # Panics
    /// Where an embedded template is not valid.
    #[must_use]
    pub fn embedded() -> Self {
        const FILES: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/layouts.rs"));
        let mut templates = Self {
            model: Model::embedded(),
            layouts: Vec::new(),
            codes: CodeList::embedded(),
        };
        for (name, text) in FILES {
            templates
                .add_layout(name, text)
                .expect("the embedded layouts are valid");
        }
        templates
    }

    /// Adds a layout; one of the same id is replaced.
    ///
    /// # Errors
    /// Where the text is no layout; all faults at once, each with its line and column.
    pub fn add_layout(&mut self, file: &str, text: &str) -> Result<(), LayoutError> {
        let layout = parse(&self.model, file, text)?;
        self.layouts.retain(|other| other.id != layout.id);
        self.layouts.push(layout);
        Ok(())
    }

    /// The layout named `id`.
    #[must_use]
    pub fn layout(&self, id: &str) -> Option<&Layout> {
        self.layouts.iter().find(|layout| layout.id == id)
    }
}

/// One fault in a layout file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// What is wrong, with the allowed names.
    pub message: String,
}

/// A layout file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct LayoutError {
    /// The file.
    pub file: String,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

/// A line for each fault, whatever the names in it hold.
impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, fault) in self.faults.iter().enumerate() {
            let end = if at + 1 == self.faults.len() {
                ""
            } else {
                "\n"
            };
            write!(
                f,
                "{}:{}:{}: {}{end}",
                visible(&self.file),
                fault.line,
                fault.column,
                visible(&fault.message)
            )?;
        }
        Ok(())
    }
}

/// Collects faults with their places.
pub(super) struct Faults<'a> {
    text: &'a str,
    found: Vec<Fault>,
}

impl Faults<'_> {
    pub(super) fn add(&mut self, byte: usize, message: String) {
        let before = self.text.get(..byte).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .map_or(0, |last| last.chars().count())
            + 1;
        self.found.push(Fault {
            line,
            column,
            message,
        });
    }

    pub(super) fn unknown<'n>(
        &mut self,
        what: &str,
        name: &Spanned<String>,
        allowed: impl Iterator<Item = &'n str>,
    ) {
        let allowed: Vec<&str> = allowed.collect();
        self.add(
            name.span().start,
            format!(
                "unknown {what} `{}`, expected one of: {}",
                name.get_ref(),
                allowed.join(", ")
            ),
        );
    }
}

fn parse(model: &Model, file: &str, text: &str) -> Result<Layout, LayoutError> {
    let mut faults = Faults {
        text,
        found: Vec::new(),
    };
    let raw: RawLayout = toml::from_str(text).map_err(|error| {
        faults.add(
            error.span().map_or(0, |span| span.start),
            error.message().to_owned(),
        );
        LayoutError {
            file: file.to_owned(),
            faults: std::mem::take(&mut faults.found),
        }
    })?;
    let mut spellings = HashMap::new();
    for (canonical, others) in &raw.spellings {
        for other in others {
            spellings.insert(header_key(other), header_key(canonical));
        }
    }
    let canonical = |key: String| spellings.get(&key).cloned().unwrap_or(key);
    let extra_columns = raw.extra_columns.iter();
    // A year in the text stays: without it 2022年预算数 would be any 预算数.
    let extra_columns = extra_columns.map(|text| squash(text).into_owned());
    let extra_columns = extra_columns.collect();
    let tables: Vec<TableLayout> = raw
        .table
        .iter()
        .filter_map(|table| resolve_table(model, table, &canonical, &mut faults))
        .collect();
    let left_out = left_out(model, &raw.checks, &mut faults);
    let levels = levels(&raw.checks, &mut faults);
    let (cover, contents) = front(&raw, &mut faults);
    let document = raw
        .document
        .map(|document| load_document::resolve(model, document, &mut faults));
    let layout = Layout {
        id: raw.id,
        version: raw.version,
        name: raw.name,
        body: raw.body,
        years: raw.years,
        preparer: raw.preparer,
        vocabulary: Vocabulary::new(&tables, &extra_columns, &spellings),
        extra_columns,
        other_titles: raw
            .other_titles
            .iter()
            .map(|text| header_key(text))
            .collect(),
        left_out,
        levels,
        cover,
        contents,
        tables,
        document,
        spellings,
    };
    if faults.found.is_empty() {
        Ok(layout)
    } else {
        Err(LayoutError {
            file: file.to_owned(),
            faults: faults.found,
        })
    }
}

fn left_out(model: &Model, raw: &RawChecks, faults: &mut Faults<'_>) -> BTreeSet<Id> {
    let known = |name: &&Spanned<String>| {
        model
            .equal
            .iter()
            .any(|equal| equal.id == *name.get_ref().as_str())
    };
    for name in raw.leave_out.iter().filter(|name| !known(name)) {
        let all = model.equal.iter().map(|equal| equal.id.as_str());
        faults.unknown("equality", name, all);
    }
    raw.leave_out
        .iter()
        .map(|name| Id::from(name.get_ref().as_str()))
        .collect()
}

fn levels(raw: &RawChecks, faults: &mut Faults<'_>) -> Levels {
    let mut levels = Levels::default();
    let lists = [
        (&raw.allow, Level::Allow),
        (&raw.warn, Level::Warn),
        (&raw.deny, Level::Deny),
    ];
    for (names, level) in lists {
        for name in names {
            match FindingCode::named(name.get_ref()) {
                Some(code) if levels.set(code, level) => {}
                Some(_) => faults.add(
                    name.span().start,
                    format!("`{}` cannot be allowed", name.get_ref()),
                ),
                None => {
                    let all = FindingCode::ALL.iter().map(|(_, name, _)| *name);
                    faults.unknown("finding code", name, all);
                }
            }
        }
    }
    levels
}

fn resolve_table(
    model: &Model,
    raw: &RawTable,
    canonical: &impl Fn(String) -> String,
    faults: &mut Faults<'_>,
) -> Option<TableLayout> {
    let Some(meaning) = model.table(raw.table.get_ref()) else {
        faults.unknown(
            "table",
            &raw.table,
            model.tables.iter().map(|table| table.id.as_str()),
        );
        return None;
    };
    let printed = raw.title.replace("{year}年", "");
    let titles = [&printed]
        .into_iter()
        .chain(&raw.other_titles)
        .map(|title| header_key(title))
        .collect();
    Some(TableLayout {
        table: meaning.id.clone(),
        sheet: raw.sheet.clone(),
        title: raw.title.clone(),
        titles,
        measure: raw.measure,
        empty_note: raw.empty_note.clone(),
        optional: raw.optional,
        blocks: raw
            .block
            .iter()
            .filter_map(|block| resolve_block(meaning, block, canonical, faults))
            .collect(),
    })
}

fn resolve_block(
    table: &TableModel,
    raw: &RawBlock,
    canonical: &impl Fn(String) -> String,
    faults: &mut Faults<'_>,
) -> Option<BlockLayout> {
    let Some(meaning) = table.block(raw.block.get_ref()) else {
        faults.unknown(
            "block",
            &raw.block,
            table.blocks.iter().map(|block| block.id.as_str()),
        );
        return None;
    };
    let mut columns = Vec::new();
    for column in &raw.columns {
        let Some(field) = field(meaning, column.field.get_ref()) else {
            let amounts = meaning.columns.iter().map(|column| column.id.as_str());
            faults.unknown(
                "field",
                &column.field,
                words(meaning.lines).iter().copied().chain(amounts),
            );
            continue;
        };
        if column.header.is_empty() {
            faults.add(
                column.field.span().start,
                "a column needs a header of at least one text".to_owned(),
            );
        }
        let path = column
            .header
            .iter()
            .map(|text| canonical(header_key(text)))
            .collect();
        columns.push(ColumnLayout {
            field,
            header: column.header.clone(),
            path,
            width: column.width,
        });
    }
    let mut rows = Vec::new();
    for row in &raw.rows {
        match meaning.row(row.row.get_ref()) {
            Some(found) => rows.push(RowLayout {
                row: found.id.clone(),
                label: row.label.clone(),
                key: canonical(label_key(&row.label)),
            }),
            None => faults.unknown(
                "row",
                &row.row,
                meaning.rows.iter().map(|row| row.id.as_str()),
            ),
        }
    }
    Some(BlockLayout {
        block: meaning.id.clone(),
        closing: raw.closing.clone(),
        closed: raw.closed,
        columns,
        rows,
    })
}

/// The fields besides amounts that a block of this kind has.
fn words(lines: Lines) -> &'static [&'static str] {
    match lines {
        Lines::Fixed | Lines::Class => &["label"],
        Lines::Function | Lines::Economic => &["code", "code1", "code2", "code3", "name"],
        Lines::Single => &[],
    }
}

fn field(block: &BlockModel, name: &str) -> Option<Field> {
    if !words(block.lines).contains(&name) {
        return block.column(name).map(|_| Field::Amount(Id::from(name)));
    }
    Some(match name {
        "label" => Field::Label,
        "code" => Field::Code,
        "code1" => Field::CodePart(1),
        "code2" => Field::CodePart(2),
        "code3" => Field::CodePart(3),
        _ => Field::Name,
    })
}
