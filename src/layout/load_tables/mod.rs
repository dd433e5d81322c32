//! The tables of a layout, checked against the words of the model.

mod columns;
mod rows;

use std::collections::BTreeSet;
use std::sync::Arc;

use toml::Spanned;

use rows::undated;

use super::faults::LayoutFaults;
use super::raw::{RawBlock, RawTable, RawWords};
use super::table::{BlockLayout, RowKind, TableLayout};
use super::years::header_key;
use crate::messages::Phrase;
use crate::model::{BlockModel, Coordinates, Dim, Id, Lines, Model, OPEN, WordsError, words_fault};
use crate::text::squash;

/// The most tables of a layout.
const MOST_TABLES: usize = 32;
/// The most columns of a block.
const MOST_COLUMNS: usize = 63;

/// The tables of a layout that has a cover or, as `covered` says, has none.
pub(super) fn tables(
    model: &Model,
    raw: &[RawTable],
    covered: bool,
    canonical: &impl Fn(String) -> String,
    faults: &mut LayoutFaults<'_>,
) -> Vec<TableLayout> {
    if let Some(table) = raw.get(MOST_TABLES) {
        faults.say(
            table.table.span().start,
            Phrase::new("layout-many-tables")
                .arg("tables", raw.len())
                .arg("most", MOST_TABLES),
        );
    }
    // Where nothing else tells the year, titles do.
    let dated = raw.iter().any(|table| table.title.contains("{year}"));
    let mut seen = BTreeSet::new();
    let mut sheets = BTreeSet::new();
    let mut all = Vec::new();
    for table in raw {
        let name = table.table.get_ref();
        if model.table(name).is_none() {
            let known = model.tables.iter().map(|table| table.id.as_str());
            faults.unknown("layout-table", &table.table, known);
        }
        if !seen.insert(name.as_str()) {
            let at = table.table.span().start;
            faults.say(at, Phrase::new("layout-table-twice").arg("table", name));
        }
        if !sheets.insert(table.sheet.get_ref().as_str()) {
            let at = table.sheet.span().start;
            let name = table.sheet.get_ref();
            faults.say(at, Phrase::new("layout-sheet-twice").arg("sheet", name));
        }
        let mut table = resolve_table(model, table, canonical, faults);
        if !dated && !covered {
            table.title = format!("{{year}}年{}", table.title);
        }
        all.push(table);
    }
    // Those that are too many were looked at for their faults only.
    all.truncate(MOST_TABLES);
    all
}

fn resolve_table(
    model: &Model,
    raw: &RawTable,
    canonical: &impl Fn(String) -> String,
    faults: &mut LayoutFaults<'_>,
) -> TableLayout {
    let printed = raw.title.replace("{year}年度", "").replace("{year}年", "");
    let titles = [&printed].into_iter().chain(&raw.other_titles);
    let titles = titles.map(|title| header_key(title)).collect();
    let mut blocks: Vec<BlockLayout> = Vec::new();
    for block in &raw.block {
        let others = blocks.iter().map(|block| block.block.clone()).collect();
        blocks.push(
            Loader {
                model,
                canonical,
                faults,
                lines_known: true,
            }
            .block(block, &others),
        );
    }
    TableLayout {
        table: Id::from(raw.table.get_ref().as_str()),
        sheet: raw.sheet.get_ref().clone(),
        title: raw.title.clone(),
        name: undated(&raw.title),
        titles,
        measure: raw.measure,
        empty_note: raw.empty_note.clone(),
        optional: raw.optional,
        untitled: raw.untitled,
        blank_words: raw
            .blank_words
            .iter()
            .map(|word| squash(word).into_owned())
            .collect(),
        blocks,
    }
}

/// Resolves the parts of a block.
struct Loader<'l, 'f, C> {
    model: &'l Model,
    canonical: &'l C,
    faults: &'l mut LayoutFaults<'f>,
    /// Whether it is known what the lines of the block are, so that it can be said which columns they need.
    lines_known: bool,
}

impl<C: Fn(String) -> String> Loader<'_, '_, C> {
    /// The coordinates of words within `outer`; what is wrong with them is said at the word.
    fn at(&mut self, outer: &Coordinates, words: &Spanned<RawWords>) -> Coordinates {
        let mut at = outer.clone();
        let mut told = Coordinates::ALL;
        if words.get_ref().0.is_empty() && !outer.is_all() {
            self.faults
                .say(words.span().start, Phrase::new("layout-no-word"));
        }
        for (byte, word) in &words.get_ref().0 {
            let byte = byte.unwrap_or(words.span().start);
            // What two words of one entry say may not exclude each other either.
            match self.model.coordinates(&told, [word.as_str()]) {
                Ok(own) => told = own,
                Err(error) => {
                    self.said(byte, &error);
                    continue;
                }
            }
            match self.model.coordinates(&at, [word.as_str()]) {
                Ok(own) => at = own,
                Err(error) => self.said(byte, &error),
            }
        }
        at
    }

    fn said(&mut self, byte: usize, error: &WordsError) {
        let message = match error {
            WordsError::Unknown(unknown) => {
                self.faults.list_words(self.model);
                Phrase::new("layout-unknown-word").arg("word", &unknown.0)
            }
            WordsError::Exclude { .. } => words_fault(error),
        };
        self.faults.say(byte, message);
    }

    /// What words say by themselves.
    fn words(&self, words: &RawWords) -> Coordinates {
        let words = words.0.iter().map(|(_, word)| word.as_str());
        let at = self.model.coordinates(&Coordinates::ALL, words);
        at.unwrap_or_default()
    }

    fn block(&mut self, raw: &Spanned<RawBlock>, others: &BTreeSet<Id>) -> BlockLayout {
        let start = raw.span().start;
        let raw = raw.get_ref();
        let at = match raw.at.get_ref().0.is_empty() {
            true => Coordinates::ALL,
            false => self.at(&Coordinates::ALL, &raw.at),
        };
        let told = self.faults.count();
        let lines = self.lines(raw, start);
        self.lines_known = self.faults.count() == told && !is_open(&raw.lines);
        let groups = raw
            .groups
            .as_ref()
            .and_then(|name| self.groups(name, lines));
        let (rows, meaning_rows, list_at, ordinal) = self.rows(raw, &at);
        let (columns, meaning_columns) = self.columns(raw, lines, groups, &at, &meaning_rows);
        self.needed(start, lines, groups, &columns);
        let mut closing = raw.closing.clone();
        let mut rows = rows;
        // A total row that stands last is the closing line; a list alone is no row of its own.
        if rows.last().is_some_and(|row| row.kind == RowKind::Total) {
            if !closing.is_empty() {
                self.faults.say(start, Phrase::new("layout-two-closings"));
            }
            closing = rows.pop().map(|row| row.label).unwrap_or_default();
        }
        if let [only] = rows.as_slice()
            && only.kind == RowKind::List
        {
            rows.clear();
        }
        let closing_first = self.closing_first(raw);
        let id = match &raw.id {
            Some(id) => Id::from(id.as_str()),
            None => {
                let flow = at.flow().map_or("amounts", Id::as_str);
                let mut names = (1..).map(|n| match n {
                    1 => Id::from(flow),
                    n => Id::from(format!("{flow}{n}").as_str()),
                });
                names
                    .find(|id| !others.contains(id))
                    .unwrap_or_else(|| Id::from(flow))
            }
        };
        if raw.id.is_some() && others.contains(&id) {
            self.faults
                .say(start, Phrase::new("layout-block-twice").arg("block", &id));
        }
        let meaning = BlockModel {
            id: id.clone(),
            lines,
            groups,
            at,
            list_at,
            closed: raw.closed,
            columns: meaning_columns,
            rows: meaning_rows,
        };
        BlockLayout {
            meaning: Arc::new(meaning),
            block: id,
            closing,
            closing_first,
            closed: raw.closed,
            columns,
            rows,
            ordinal,
        }
    }

    /// Whether the total stands above the lines. Among printed rows its place is that of its row.
    fn closing_first(&mut self, raw: &RawBlock) -> bool {
        let own = raw.closing_first.as_ref();
        let Some(first) = own.filter(|own| *own.get_ref()) else {
            return false;
        };
        if raw.closing.is_empty() || raw.rows.is_some() {
            let start = first.span().start;
            self.faults.say(start, Phrase::new("layout-closing-first"));
        }
        true
    }

    /// The names of dimensions that `wanted` admits.
    fn dims(&self, wanted: impl Fn(&crate::model::Dimension) -> bool) -> Vec<String> {
        let all = self.model.dimensions.iter().filter(|own| wanted(own));
        all.map(|own| own.dim.name().to_string()).collect()
    }

    fn coded(&mut self, name: &Spanned<String>, others: &[&str]) -> Option<Dim> {
        let found = self
            .model
            .dimensions
            .iter()
            .find(|own| own.codes.is_some() && *own.dim.name() == **name.get_ref());
        if found.is_none() {
            let mut allowed = self.dims(|own| own.codes.is_some());
            allowed.extend(others.iter().map(|other| (*other).to_owned()));
            self.faults
                .unknown("layout-list", name, allowed.iter().map(String::as_str));
        }
        found.map(|own| own.dim)
    }

    fn lines(&mut self, raw: &RawBlock, start: usize) -> Lines {
        match (&raw.lines, &raw.rows) {
            (Some(lines), None) => match lines.get_ref().as_str() {
                "records" => Lines::Records,
                "single" => Lines::Single,
                _ => self
                    .coded(lines, &["records", "single"])
                    .map_or(Lines::Single, Lines::List),
            },
            (None, Some(rows)) => {
                let mut lists = rows.iter().filter_map(|row| row.get_ref().list.as_ref());
                let list = lists.next();
                if let Some(second) = lists.next() {
                    self.faults
                        .say(second.span().start, Phrase::new("layout-two-lists"));
                }
                match list.and_then(|name| self.coded(name, &[])) {
                    Some(dim) => Lines::Class(dim),
                    None => Lines::Fixed,
                }
            }
            _ => {
                self.faults.say(start, Phrase::new("layout-lines-or-rows"));
                Lines::Single
            }
        }
    }

    fn groups(&mut self, name: &Spanned<String>, lines: Lines) -> Option<Dim> {
        let found = self
            .model
            .dimensions
            .iter()
            .find(|own| own.keys && *own.dim.name() == **name.get_ref());
        let Some(found) = found else {
            let allowed = self.dims(|own| own.keys);
            self.faults
                .unknown("layout-group", name, allowed.iter().map(String::as_str));
            return None;
        };
        if !matches!(lines, Lines::List(_)) {
            self.faults
                .say(name.span().start, Phrase::new("layout-groups-of-list"));
        }
        Some(found.dim)
    }
}

/// Whether it is to be filled in what the lines are.
fn is_open(lines: &Option<Spanned<String>>) -> bool {
    lines.as_ref().is_some_and(|lines| lines.get_ref() == OPEN)
}
