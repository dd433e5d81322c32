//! The tables of a layout, checked against the words of the model.

use std::collections::BTreeSet;
use std::sync::Arc;

use toml::Spanned;

use super::faults::Faults;
use super::raw::{RawBlock, RawColumn, RawRow, RawTable, Words};
use super::resolved::{
    BlockLayout, ColumnLayout, Field, KeyPart, RowKind, RowLayout, TableLayout, dated_key,
    header_key, label_key,
};
use crate::messages::Phrase;
use crate::model::{
    BlockModel, ColumnModel, Coordinates, Dim, Id, Lines, Model, OPEN, RowModel, WordsError,
    words_fault,
};
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
    faults: &mut Faults<'_>,
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
    faults: &mut Faults<'_>,
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
    faults: &'l mut Faults<'f>,
    /// Whether it is known what the lines of the block are, so that it can be said which columns they need.
    lines_known: bool,
}

impl<C: Fn(String) -> String> Loader<'_, '_, C> {
    /// The coordinates of words within `outer`; what is wrong with them is said at the word.
    fn at(&mut self, outer: &Coordinates, words: &Spanned<Words>) -> Coordinates {
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
    fn words(&self, words: &Words) -> Coordinates {
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
            closed: raw.closed,
            columns,
            rows,
            ordinal,
        }
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

    #[allow(
        clippy::type_complexity,
        reason = "four results of one walk over the rows"
    )]
    fn rows(
        &mut self,
        raw: &RawBlock,
        at: &Coordinates,
    ) -> (Vec<RowLayout>, Vec<RowModel>, Coordinates, String) {
        let mut rows = Vec::new();
        let mut meanings: Vec<RowModel> = Vec::new();
        let mut list_at = Coordinates::ALL;
        let mut ordinal = String::new();
        for raw in raw.rows.iter().flatten() {
            let start = raw.span().start;
            let raw = raw.get_ref();
            let told = [
                raw.row.is_some(),
                raw.list.is_some(),
                raw.heading.is_some(),
                raw.text.is_some(),
            ];
            if told.iter().filter(|told| **told).count() != 1 {
                self.faults.say(start, Phrase::new("layout-row-is-one"));
                continue;
            }
            if raw.list.is_some() {
                if let Some(words) = &raw.at {
                    self.at(at, words);
                    list_at = self.words(words.get_ref());
                }
                ordinal = raw.ordinal.clone().unwrap_or_default();
                rows.push(row(RowKind::List, "", ""));
                continue;
            }
            if let Some(misplaced) = &raw.at {
                self.faults
                    .say(misplaced.span().start, Phrase::new("layout-at-of-list"));
            }
            if let Some(heading) = &raw.heading {
                rows.push(row(RowKind::Heading, "", heading));
                continue;
            }
            let Some(label) = raw
                .label
                .as_deref()
                .filter(|label| !label.trim().is_empty())
            else {
                self.faults.say(start, Phrase::new("layout-no-label"));
                continue;
            };
            if let Some(text) = &raw.text {
                rows.push(row(RowKind::Text, text.get_ref(), label));
                continue;
            }
            let Some(words) = &raw.row else { continue };
            if words.get_ref().0.len() == 1 && words.get_ref().0[0].1 == "all" {
                rows.push(row(RowKind::Total, "", label));
                continue;
            }
            if let Some(meaning) = self.fixed(raw, words, label, at, &meanings) {
                rows.push(row(RowKind::Line, meaning.id.as_str(), label));
                meanings.push(meaning);
            }
        }
        for row in &mut rows {
            row.key = (self.canonical)(std::mem::take(&mut row.key));
        }
        (rows, meanings, list_at, ordinal)
    }

    /// What a fixed row means; `None` where it means nothing of its own, which is said.
    fn fixed(
        &mut self,
        raw: &RawRow,
        words: &Spanned<Words>,
        label: &str,
        outer: &Coordinates,
        others: &[RowModel],
    ) -> Option<RowModel> {
        let start = words.span().start;
        if words.get_ref().0.is_empty() {
            self.faults.say(start, Phrase::new("layout-row-no-word"));
            return None;
        }
        let whole = self.at(outer, words);
        let at = self.words(words.get_ref());
        if let Some(twin) = others
            .iter()
            .find(|other| outer.narrowed(&other.at) == whole)
        {
            self.faults
                .say(start, Phrase::new("layout-same-row").arg("other", &twin.id));
        }
        let bare = words.get_ref().0.iter().map(|(_, word)| word.as_str());
        let id = bare.collect::<Vec<_>>().join(".");
        let name = self.name(words.get_ref(), label);
        Some(RowModel {
            id: Id::from(id.as_str()),
            name,
            at,
            of_which: raw.of_which,
        })
    }

    /// The name of what words mean: that of the model, where one word says it and the text as printed says no other.
    fn name(&self, words: &Words, printed: &str) -> String {
        // A name is one for all years.
        let printed = &undated(printed);
        let bare = label_key(printed);
        let printed = bare_label(printed);
        let generic = ["合计", "小计", "总计", "金额", "预算数"].contains(&bare.as_str());
        let word = words.0.last().and_then(|(_, word)| self.model.word(word));
        match word {
            // The header of all of a flow says no more than that.
            Some(word) if generic && word.dim == Dim::FLOW => String::new(),
            Some(word) if printed.is_empty() => word.name.clone(),
            Some(word) => {
                let own = squash(&word.name);
                let alike = bare.contains(&*own) || own.contains(&bare);
                match generic || words.0.len() == 1 && alike {
                    true => word.name.clone(),
                    false => printed,
                }
            }
            None => printed,
        }
    }

    fn columns(
        &mut self,
        raw: &RawBlock,
        lines: Lines,
        groups: Option<Dim>,
        outer: &Coordinates,
        rows: &[RowModel],
    ) -> (Vec<ColumnLayout>, Vec<ColumnModel>) {
        let mut columns = Vec::new();
        let mut meanings: Vec<ColumnModel> = Vec::new();
        if let Some(column) = raw.columns.get(MOST_COLUMNS) {
            self.faults.say(
                column.span().start,
                Phrase::new("layout-many-columns")
                    .arg("columns", raw.columns.len())
                    .arg("most", MOST_COLUMNS),
            );
        }
        for raw in &raw.columns {
            let start = raw.span().start;
            let raw = raw.get_ref();
            let field = match (&raw.field, &raw.key, &raw.text) {
                (Some(words), None, None) => match plain_field(words.get_ref()) {
                    Some(field) => {
                        self.allowed(words.span().start, &field, lines);
                        Some(field)
                    }
                    None => self
                        .amount(raw, words, outer, rows, &meanings)
                        .map(|meaning| {
                            let field = Field::Amount(meaning.id.clone());
                            meanings.push(meaning);
                            field
                        }),
                },
                (None, Some(key), None) => self.key(key, lines, groups),
                (None, None, Some(text)) => Some(Field::Text(Id::from(text.get_ref().as_str()))),
                _ => {
                    self.faults.say(start, Phrase::new("layout-column-is-one"));
                    None
                }
            };
            if raw.header.is_empty() {
                self.faults.say(start, Phrase::new("layout-no-header"));
            }
            let Some(field) = field else { continue };
            if columns
                .iter()
                .any(|other: &ColumnLayout| other.field == field)
            {
                self.faults.say(start, Phrase::new("layout-same-field"));
            }
            columns.push(ColumnLayout {
                field,
                header: raw.header.clone(),
                path: path(
                    raw.header.iter().map(|text| header_key(text)),
                    self.canonical,
                ),
                dated: path(
                    raw.header.iter().map(|text| dated_key(text)),
                    self.canonical,
                ),
                year: year(&raw.header),
                width: raw.width,
                optional: raw.optional,
            });
        }
        self.bases(raw, outer);
        (columns, meanings)
    }

    /// Says so where a change stands beside the amounts of another year than the one it is against, and not beside those.
    fn bases(&mut self, raw: &RawBlock, outer: &Coordinates) {
        let words = raw
            .columns
            .iter()
            .filter_map(|raw| raw.get_ref().field.as_ref());
        let words = words.filter(|words| plain_field(words.get_ref()).is_none());
        let columns: Vec<(usize, Coordinates)> = words
            .map(|words| {
                let at = outer.narrowed(&self.words(words.get_ref()));
                (words.span().start, at)
            })
            .collect();
        for (start, at) in &columns {
            let Some(word) = self.model.computed(at) else {
                continue;
            };
            let Some(base) = word.minus.as_ref().or(word.percent_of.as_ref()) else {
                continue;
            };
            let base_at = at.clone().with_word(Dim::BASIS, Some(base.as_str()));
            let of_year = |other: &Coordinates| {
                let own = other.word(Dim::BASIS)?;
                self.model.word(own.as_str())?.year?;
                let same = other.clone().with_word(Dim::BASIS, Some(base.as_str())) == base_at;
                same.then(|| own.clone())
            };
            let there: Vec<Id> = columns.iter().filter_map(|(_, at)| of_year(at)).collect();
            if let Some(other) = there.first().filter(|_| !there.contains(base)) {
                let phrase = Phrase::new("layout-other-base").arg("base", base);
                self.faults.say(*start, phrase.arg("other", other));
            }
        }
    }

    /// Says so where a block of such lines has no such field.
    fn allowed(&mut self, start: usize, field: &Field, lines: Lines) {
        let allowed: &[&str] = match lines {
            Lines::Fixed | Lines::Class(_) => &["label"],
            Lines::List(_) => &["code", "code1", "code2", "code3", "name"],
            Lines::Single | Lines::Records => &[],
        };
        let name = field_name(field);
        if self.lines_known && !allowed.contains(&name) {
            let phrase = match allowed {
                [] => Phrase::new("layout-field-words"),
                _ => Phrase::new("layout-field-other").list("allowed", allowed),
            };
            self.faults.say(start, phrase.arg("field", name));
        }
    }

    fn amount(
        &mut self,
        raw: &RawColumn,
        words: &Spanned<Words>,
        outer: &Coordinates,
        rows: &[RowModel],
        others: &[ColumnModel],
    ) -> Option<ColumnModel> {
        let start = words.span().start;
        if words.get_ref().0.is_empty() {
            self.faults.say(start, Phrase::new("layout-column-no-word"));
            return None;
        }
        let whole = self.at(outer, words);
        let at = self.words(words.get_ref());
        if let Some(twin) = others
            .iter()
            .find(|other| outer.narrowed(&other.at) == whole)
        {
            self.faults.say(
                start,
                Phrase::new("layout-same-column").arg("other", &twin.id),
            );
        }
        let bare = words.get_ref().0.iter().map(|(_, word)| word.as_str());
        let bare: Vec<&str> = bare.collect();
        for row in rows {
            let cell = outer.narrowed(&row.at);
            if let Err(error @ WordsError::Exclude { .. }) =
                self.model.coordinates(&cell, bare.iter().copied())
            {
                self.faults.say(
                    start,
                    Phrase::new("layout-in-row")
                        .arg("row", &row.id)
                        .phrase("fault", words_fault(&error)),
                );
                break;
            }
        }
        let id = raw.id.clone().unwrap_or_else(|| bare.join("."));
        let leaf = raw.header.last().map_or("", String::as_str);
        Some(ColumnModel {
            id: Id::from(id.as_str()),
            name: match at.is_all() {
                true => String::new(),
                false => self.name(words.get_ref(), leaf),
            },
            at,
            of_which: raw.of_which,
        })
    }

    fn key(&mut self, key: &Spanned<String>, lines: Lines, groups: Option<Dim>) -> Option<Field> {
        let text = key.get_ref().as_str();
        let (name, part) = match text.strip_suffix("_code") {
            Some(name) => (name, KeyPart::Code),
            None => (text, KeyPart::Name),
        };
        let found = self
            .model
            .dimensions
            .iter()
            .find(|own| *own.dim.name() == *name);
        let Some(dimension) = found else {
            let allowed = self.dims(|_| true);
            self.faults
                .unknown("layout-key", key, allowed.iter().map(String::as_str));
            return None;
        };
        let has_keys = match lines {
            Lines::Records => true,
            // Without groups each line would be a unit's own, and its codes those of all.
            Lines::List(_) => dimension.keys && groups.is_some(),
            _ => false,
        };
        if self.lines_known && !has_keys {
            self.faults
                .say(key.span().start, Phrase::new("layout-no-keys"));
        }
        Some(Field::Key(dimension.dim, part))
    }

    /// Says which columns a block of such lines lacks.
    fn needed(
        &mut self,
        start: usize,
        lines: Lines,
        groups: Option<Dim>,
        columns: &[ColumnLayout],
    ) {
        let has = |wanted: &dyn Fn(&Field) -> bool| columns.iter().any(|own| wanted(&own.field));
        let known = self.lines_known;
        let mut lacks = |name| self.faults.say(start, Phrase::new(name));
        if !has(&|field| matches!(field, Field::Amount(_))) {
            lacks("layout-no-amounts");
        }
        match lines {
            _ if !known => {}
            Lines::Fixed | Lines::Class(_) if !has(&|field| *field == Field::Label) => {
                lacks("layout-no-label-column");
            }
            Lines::List(_) if !has(&|field| matches!(field, Field::Code | Field::CodePart(1))) => {
                lacks("layout-no-code-column");
            }
            Lines::Records if !has(&|field| matches!(field, Field::Key(..))) => {
                lacks("layout-no-key-column");
            }
            _ => {}
        }
        if groups.is_some() && !has(&|field| *field == Field::Name) {
            lacks("layout-no-name-column");
        }
    }
}

/// Whether it is to be filled in what the lines are.
fn is_open(lines: &Option<Spanned<String>>) -> bool {
    lines.as_ref().is_some_and(|lines| lines.get_ref() == OPEN)
}

fn row(kind: RowKind, id: &str, label: &str) -> RowLayout {
    RowLayout {
        kind,
        row: Id::from(id),
        label: label.to_owned(),
        key: label_key(label),
    }
}

/// A label or header without its years.
fn undated(text: &str) -> String {
    let years = [
        ("{last_year}年度", "上年"),
        ("{last_year}年", "上年"),
        ("{year}年度", ""),
        ("{year}年", ""),
    ];
    years.iter().fold(text.to_owned(), |text, (year, word)| {
        text.replace(year, word)
    })
}

/// A label without what numbers it.
fn bare_label(label: &str) -> String {
    let label = label.trim();
    let bare = label_key(label);
    let mut rest = label;
    while squash(rest).trim_end_matches(':') != bare {
        let Some(first) = rest.chars().next() else {
            return bare;
        };
        rest = &rest[first.len_utf8()..];
    }
    rest.trim().to_owned()
}

/// The texts of a header as compared: neighbours that are the same are one.
fn path(texts: impl Iterator<Item = String>, canonical: &impl Fn(String) -> String) -> Vec<String> {
    let texts = texts.map(canonical).filter(|text| !text.is_empty());
    let mut path: Vec<String> = texts.collect();
    path.dedup();
    path
}

/// How many years after the budget's own the lowest year in a header is.
fn year(header: &[String]) -> Option<i16> {
    header.iter().rev().find_map(|text| {
        let own = text.find("{year}");
        let last = text.find("{last_year}");
        match (own, last) {
            (None, None) => None,
            (Some(own), Some(last)) if last < own => Some(-1),
            (None, Some(_)) => Some(-1),
            _ => Some(0),
        }
    })
}

fn plain_field(words: &Words) -> Option<Field> {
    let [(_, word)] = words.0.as_slice() else {
        return None;
    };
    Some(match word.as_str() {
        "label" => Field::Label,
        "code" => Field::Code,
        "code1" => Field::CodePart(1),
        "code2" => Field::CodePart(2),
        "code3" => Field::CodePart(3),
        "name" => Field::Name,
        _ => return None,
    })
}

fn field_name(field: &Field) -> &'static str {
    match field {
        Field::Label => "label",
        Field::Code => "code",
        Field::CodePart(1) => "code1",
        Field::CodePart(2) => "code2",
        Field::CodePart(_) => "code3",
        Field::Name => "name",
        Field::Amount(_) | Field::Key(..) | Field::Text(_) => "",
    }
}
