//! The columns of a block: the header of each, and what it holds.

use toml::Spanned;

use super::{Loader, MOST_COLUMNS};
use crate::layout::raw::{RawBlock, RawColumn, RawWords};
use crate::layout::table::{ColumnLayout, Field, KeyPart};
use crate::layout::years::{dated_key, header_key};
use crate::messages::Phrase;
use crate::model::{ColumnModel, Coordinates, Dim, Id, Lines, RowModel, WordsError, words_fault};

/// How wide a column of a sheet may be, in characters.
const WIDTHS: std::ops::RangeInclusive<f64> = 0.1..=255.0;

impl<C: Fn(String) -> String> Loader<'_, '_, C> {
    pub(super) fn columns(
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
            // A NaN is within no range.
            if !WIDTHS.contains(raw.width.get_ref()) {
                let width = Phrase::new("layout-width");
                let width = width.arg("most", "255");
                self.faults.say(raw.width.span().start, width);
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
                width: *raw.width.get_ref(),
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
        words: &Spanned<RawWords>,
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
    pub(super) fn needed(
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

fn plain_field(words: &RawWords) -> Option<Field> {
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
