//! What the keys of a line say: the units, projects and the like that tell it from others.

use crate::workbook::SheetIx;
use std::collections::BTreeMap;

use super::reader::SubmissionReader;
use super::rows::RowCells;
use crate::layout::{Field, KeyPart};
use crate::model::{Code, Coordinates, Dim, Id, Lines, Member, ReadingWords};
use crate::text::{squash, year_in};

impl SubmissionReader<'_, '_> {
    /// What the key columns of a row add to its coordinates, and its texts by column.
    pub(super) fn keys(
        &mut self,
        sheet: SheetIx,
        cells: &RowCells<'_>,
    ) -> (Coordinates, BTreeMap<Id, String>) {
        let own = &self.source.sheets[sheet];
        let mut at = Coordinates::ALL;
        let mut texts = BTreeMap::new();
        let mut codes: BTreeMap<Dim, Id> = BTreeMap::new();
        let mut names: BTreeMap<Dim, Id> = BTreeMap::new();
        for &(cell, field) in cells {
            let text = own.raw(cell).trim().to_owned();
            if text.is_empty() || self.is_withheld(sheet, cells, (cell, field)) {
                continue;
            }
            match field {
                Field::Text(id) => drop(texts.insert(id.clone(), text)),
                Field::Key(dim, part) => {
                    let stated = own.code(cell).into_owned();
                    let id = match part {
                        KeyPart::Code => format!("{}_code", dim.name()),
                        KeyPart::Name => dim.name().to_string(),
                    };
                    texts.insert(Id::from(id.as_str()), text.clone());
                    let dimension = self.templates.model.dimension(*dim);
                    if dimension.is_some_and(|own| own.keys) {
                        let key = Id::from(stated.as_str());
                        match part {
                            KeyPart::Code => codes.insert(*dim, key),
                            KeyPart::Name => names.insert(*dim, key),
                        };
                    } else {
                        // The code comes first, whatever follows it.
                        let first = text.split(char::is_whitespace).next().unwrap_or_default();
                        let member = self.stated_member(*dim, &squash(first));
                        let member = member.or_else(|| self.stated_member(*dim, &stated));
                        at.set(*dim, member);
                    }
                }
                _ => {}
            }
        }
        // What a group's own line says stands in its name.
        for (dim, name) in names {
            if let Some(code) = codes.get(&dim) {
                self.known_keys.insert((dim, name), code.clone());
            } else {
                at.set(dim, Some(Member::Word(name)));
            }
        }
        for (dim, code) in codes {
            at.set(dim, Some(Member::Word(code)));
        }
        (at, texts)
    }

    /// Whether a cell of a line holds free words that are hidden. What tells a line's code or a known word is read with its
    /// amounts.
    pub(super) fn is_withheld(
        &self,
        sheet: SheetIx,
        cells: &RowCells<'_>,
        (at, field): (usize, &Field),
    ) -> bool {
        let own = &self.source.sheets[sheet];
        let free = match field {
            Field::Text(_) => true,
            Field::Key(dim, KeyPart::Name) => {
                let dimension = self.templates.model.dimension(*dim);
                dimension.is_some_and(|own| own.keys)
            }
            _ => false,
        };
        let has_amount = || {
            let mut cells = cells.iter();
            cells.any(|(at, field)| matches!(field, Field::Amount(_)) && own.is_number(*at))
        };
        free && !own.is_text_of_table(at, has_amount())
    }

    /// The member of a dimension that a squashed text names: a code, the name of one, or a word.
    pub(super) fn stated_member(&self, dim: Dim, text: &str) -> Option<Member> {
        let model = &self.templates.model;
        let dimension = model.dimension(dim)?;
        if dimension.codes.is_some() {
            let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            if let Some(code) = Code::parse(&text[..digits]) {
                return Some(Member::Code(code));
            }
            let mut named = self.templates.codes.named(Lines::List(dim), text);
            let only = named.next()?;
            return named.next().is_none().then_some(Member::Code(only));
        }
        if dim == Dim::BASIS {
            let year = year_in(text).and_then(|year| i16::try_from(year).ok());
            let own = self.source.year.and_then(|year| i16::try_from(year).ok());
            if let (Some(year), Some(own)) = (year, own) {
                let said = &self.layout.words.executed;
                let executed = ReadingWords::holds(said, text);
                let mut words = model.words_of(dim);
                let word = words.find(|id| {
                    let word = model.word(id.as_str());
                    word.is_some_and(|word| {
                        word.year == Some(year - own)
                            && ReadingWords::holds(said, &word.name) == executed
                    })
                });
                return word.cloned().map(Member::Word);
            }
        }
        let (canonical, _) = self.layout.canonical(text);
        let mut words = model.words_of(dim);
        let named = |id: &&Id| {
            let name = model.name(id.as_str()).map(squash);
            name.is_some_and(|name| *name == *text || self.layout.canonical(&name).0 == canonical)
        };
        words.find(named).cloned().map(Member::Word)
    }
}
