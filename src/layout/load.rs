//! Loading layouts: the embedded ones and a user's own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt as _};
use toml::Spanned;

use super::faults::{LayoutError, LayoutFaults};
use super::load_document;
use super::load_tables::tables;
use super::questions::{self, stand_in};
use super::raw::{RawChecks, RawLayout, RawTable};
use super::resolved::Layout;
use super::table::TableLayout;
use super::vocabulary::Vocabulary;
use super::years::{header_key, label_key};
use crate::finding::{FindingCode, Level, Levels};
use crate::messages::Phrase;
use crate::model::{CodeList, Equal, Id, Model, RawEqual, lenient};
use crate::text::squash;

/// The layouts that come with the program: their files' names and texts.
pub(super) const SHIPPED: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/layouts.rs"));

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
        let mut model = Model::embedded();
        let layouts = SHIPPED.iter().map(|(name, text)| {
            let layout = parse(&mut model, name, text);
            Layout {
                shipped: true,
                ..layout.expect("the embedded layouts are valid")
            }
        });
        Self {
            layouts: layouts.collect(),
            model,
            codes: CodeList::embedded(),
        }
    }

    /// Adds a layout. It replaces a shipped one of the same id, and an earlier reading of the same file.
    ///
    /// # Errors
    /// Where the text is no layout, or another file has one of the same id; all faults at once, each with its line and column.
    pub fn add_layout(&mut self, file: &str, text: &str) -> Result<(), LayoutError> {
        let mut model = self.model.clone();
        let layout = parse(&mut model, file, text)?;
        let mut others = self.layouts.iter().filter(|other| other.id == layout.id);
        if let Some(other) = others.find(|other| !other.shipped && other.file != file) {
            let mut faults = LayoutFaults::new(text);
            let at = text.find("\nid").map_or(0, |at| at + 1);
            let twice = Phrase::new("layout-id-twice").arg("layout", &layout.id);
            faults.say(at, twice.arg("file", &other.file));
            return Err(faults.error(file));
        }
        self.model = model;
        self.layouts.retain(|other| other.id != layout.id);
        self.layouts.push(layout);
        Ok(())
    }

    /// Adds what a bureau's own `model.toml` declares to the words of all layouts.
    ///
    /// # Errors
    /// Where it is not of that form, or declares a name anew as something else; all faults at once.
    pub fn add_model(&mut self, file: &str, text: &str) -> Result<(), LayoutError> {
        let mut model = self.model.clone();
        if let Err(found) = model.extend(file, text) {
            let mut faults = LayoutFaults::new(text);
            for (at, message) in found {
                faults.say(at, message);
            }
            return Err(faults.error(file));
        }
        self.model = model;
        for layout in &mut self.layouts {
            layout.words = Arc::clone(&self.model.reading);
        }
        Ok(())
    }

    /// The layout named `id`.
    #[must_use]
    pub fn layout(&self, id: &str) -> Option<&Layout> {
        self.layouts.iter().find(|layout| layout.id == id)
    }
}

/// The layout in `text`; the words that it declares are added to `model`.
fn parse(model: &mut Model, file: &str, text: &str) -> Result<Layout, LayoutError> {
    let mut faults = LayoutFaults::new(text);
    let read = lenient::<RawLayout>(text, stand_in);
    let own = read.value.as_ref().is_some_and(|raw| raw.format == 2);
    if (!own || !read.faults.is_empty())
        && let Some(message) = other_format(text)
    {
        faults.say(0, message);
        return Err(faults.error(file));
    }
    for (at, message) in read.faults {
        faults.add(at, &message);
    }
    let Some(raw) = read.value else {
        questions::ask(model, text, &read.open, &mut faults);
        return Err(faults.error(file));
    };
    faults.leave(read.holes);
    for (at, message) in declared(model, file, &raw) {
        faults.say(at, message);
    }
    questions::ask(model, text, &read.open, &mut faults);
    let spellings = spellings(model, &raw.spellings, &printed(&raw.table));
    let canonical = |key: String| spellings.get(&key).cloned().unwrap_or(key);
    let extra_columns = raw.extra_columns.iter();
    // A year in the text stays: without it 2022年预算数 would be any 预算数.
    let extra_columns = extra_columns.map(|text| squash(text).into_owned());
    let extra_columns = extra_columns.collect();
    let tables = tables(
        model,
        &raw.table,
        raw.cover.is_some(),
        &canonical,
        &mut faults,
    );
    let equal = own_equalities(model, &raw.equal, &mut faults);
    let left_out = left_out(model, &raw.checks, &mut faults);
    let levels = levels(&raw.checks, &mut faults);
    let (cover, contents) = load_document::front(&raw, &mut faults);
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
        closings: closings(&tables, &spellings),
        left_out,
        equal,
        levels,
        cover,
        contents,
        tables,
        document,
        spellings,
        words: Arc::clone(&model.reading),
        text: Arc::from(text),
        file: file.to_owned(),
        shipped: false,
    };
    if faults.is_empty() {
        Ok(layout)
    } else {
        Err(faults.error(file))
    }
}

fn closings(tables: &[TableLayout], spellings: &HashMap<String, String>) -> BTreeSet<String> {
    let blocks = tables.iter().flat_map(|table| &table.blocks);
    let labels = blocks.filter(|block| !block.closing.is_empty());
    let keys = labels.map(|block| label_key(&block.closing));
    keys.map(|key| spellings.get(&key).cloned().unwrap_or(key))
        .collect()
}

/// Adds the words and names of tables that only this layout has.
fn declared(model: &mut Model, file: &str, raw: &RawLayout) -> Vec<(usize, Phrase)> {
    let faults = model.add_words(file, &raw.members);
    model.add_tables(&raw.tables);
    faults
}

/// The equalities that hold in this layout alone.
fn own_equalities(
    model: &Model,
    raw: &[Spanned<RawEqual>],
    faults: &mut LayoutFaults<'_>,
) -> Vec<Equal> {
    let mut all = Vec::new();
    for raw in raw {
        let at = raw.span().start;
        match raw.get_ref().clone().resolve(model) {
            Ok(equal) if model.equal.iter().any(|own| own.id == equal.id) => {
                faults.say(
                    at,
                    Phrase::new("layout-equality-twice").arg("name", &equal.id),
                );
            }
            Ok(equal) => all.push(equal),
            Err(message) => faults.say(at, message),
        }
    }
    all
}

/// Every other spelling of a text as the layout prints it: its own, then those that all layouts share. Of two spellings that
/// the layout prints side by side, in the headers of a table or in the rows of a block, each means something else.
fn spellings(
    model: &Model,
    own: &BTreeMap<String, Vec<String>>,
    printed: &[BTreeSet<String>],
) -> HashMap<String, String> {
    let mut all = HashMap::new();
    for (canonical, others) in own {
        for other in others {
            all.insert(header_key(other), header_key(canonical));
        }
    }
    for (canonical, others) in &model.spellings {
        let canonical = header_key(canonical);
        let others: Vec<String> = others.iter().map(|other| header_key(other)).collect();
        let apart = |printed: &BTreeSet<String>| {
            let group = others.iter().chain([&canonical]);
            group.filter(|own| printed.contains(*own)).count() > 1
        };
        if printed.iter().any(apart) {
            continue;
        }
        let canonical = all.get(&canonical).unwrap_or(&canonical).clone();
        for other in others.into_iter().filter(|other| *other != canonical) {
            all.entry(other).or_insert_with(|| canonical.clone());
        }
    }
    all
}

/// The texts that a layout prints side by side: the headers of each table, and the labels of each block.
fn printed(tables: &[RawTable]) -> Vec<BTreeSet<String>> {
    let mut all = Vec::new();
    for table in tables {
        let mut headers = BTreeSet::new();
        for block in &table.block {
            let block = block.get_ref();
            let columns = block.columns.iter();
            headers.extend(
                columns
                    .flat_map(|own| &own.get_ref().header)
                    .map(|own| header_key(own)),
            );
            let rows = block.rows.iter().flatten().map(Spanned::get_ref);
            let labels = rows.flat_map(|row| [&row.label, &row.heading].into_iter().flatten());
            let labels = labels.chain([&block.closing]);
            all.push(labels.map(|own| label_key(own)).collect());
        }
        all.push(headers);
    }
    all
}

/// What is said of a layout in another version of the language.
fn other_format(text: &str) -> Option<Phrase> {
    #[derive(serde::Deserialize)]
    struct LayoutFormat {
        format: Option<u32>,
        id: Option<serde::de::IgnoredAny>,
        table: Option<serde::de::IgnoredAny>,
    }
    // A fault of the text is said by who reads it whole.
    let found: LayoutFormat = toml::from_str(text).ok()?;
    match found.format {
        Some(2) => None,
        Some(other) => Some(Phrase::new("layout-format").arg("format", other)),
        // Of neither format.
        None if found.id.is_none() || found.table.is_none() => None,
        None => Some(Phrase::new("layout-format-1")),
    }
}

fn left_out(model: &Model, raw: &RawChecks, faults: &mut LayoutFaults<'_>) -> BTreeSet<Id> {
    let known = |name: &&Spanned<String>| {
        model
            .equal
            .iter()
            .any(|equal| equal.id == *name.get_ref().as_str())
    };
    for name in raw.leave_out.iter().filter(|name| !known(name)) {
        let all = model.equal.iter().map(|equal| equal.id.as_str());
        faults.unknown("layout-equality", name, all);
    }
    raw.leave_out
        .iter()
        .map(|name| Id::from(name.get_ref().as_str()))
        .collect()
}

fn levels(raw: &RawChecks, faults: &mut LayoutFaults<'_>) -> Levels {
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
                Some(_) => faults.say(
                    name.span().start,
                    Phrase::new("layout-not-allowed").arg("name", name.get_ref()),
                ),
                None => {
                    let all = FindingCode::ALL.iter().map(|(_, name, _)| *name);
                    faults.unknown("layout-finding-code", name, all);
                }
            }
        }
    }
    for (name, year) in &raw.deny_from {
        match FindingCode::named(name) {
            Some(code) => levels.deny_from(code, *year.get_ref()),
            None => faults.say(
                year.span().start,
                Phrase::new("layout-finding-code")
                    .arg("name", name)
                    .arg("nearest", FindingCode::nearest(name)),
            ),
        }
    }
    levels
}
