//! The lines of a part: row by row, block by block, each amount with its cell.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::is_note;
use super::ledger::Role;
use super::line_amounts::NumberOf;
use super::placement::{PlacedBlock, PlacedPart};
use super::read_part::{ReadLine, ReadPart};
use super::reader::SubmissionReader;
use super::rows::{BlockTold, Carried, RowCells, RowKey, coded, labelled, record};
use crate::layout::{BlockLayout, Field, KeyPart};
use crate::model::{
    Code, Coordinates, Dim, Id, Key, Line, Lines, Member, ReadingWords, cell, line_coordinates,
};
use crate::text::squash;

impl SubmissionReader<'_, '_> {
    pub(super) fn part<'p>(
        &mut self,
        part: &'p PlacedPart,
        classes: &[(String, Code)],
        carried: &mut Carried,
    ) -> ReadPart<'p> {
        let measure = part.measure.unwrap_or(self.table(part).measure);
        let mut read = ReadPart {
            part,
            measure,
            lines: Vec::new(),
            subtotals: Vec::new(),
            decimals: 0,
            note: None,
            text_numbers: Vec::new(),
            hidden: Vec::new(),
            hidden_by: BTreeSet::new(),
            too_many_digits: Vec::new(),
            placeholders: Vec::new(),
            scaled: Vec::new(),
            contradicting: Vec::new(),
            percentages: Vec::new(),
            dates: Vec::new(),
        };
        let sheet = &self.source.sheets[part.sheet];
        let body = sheet.sheet.between(part.body.0, part.body.1);
        let mut rows: Vec<u32> = sheet.sheet.cells[body]
            .iter()
            .map(|cell| cell.row)
            .collect();
        rows.dedup();
        for (position, row) in rows.iter().enumerate() {
            let following = rows.get(position + 1).is_some();
            if position == 0 && following && self.numbers_columns(part, *row) {
                continue;
            }
            if self.is_footer(part, *row) {
                continue;
            }
            for block in &part.blocks {
                self.row(&mut read, block, *row, classes, carried);
            }
            self.beside(&mut read, *row);
        }
        self.judge_subtotals(&read);
        self.one_of_single(&mut read);
        self.merged_amounts(part);
        read
    }

    fn row(
        &mut self,
        read: &mut ReadPart<'_>,
        placed: &PlacedBlock,
        row: u32,
        classes: &[(String, Code)],
        carried: &mut Carried,
    ) {
        let part = read.part;
        let sheet = &self.source.sheets[part.sheet];
        let cells: RowCells<'_> = sheet
            .row(row)
            .filter_map(|at| {
                placed
                    .columns
                    .iter()
                    .find(|(col, _)| *col == sheet.sheet.cells[at].col)
                    .map(|(_, field)| (at, field))
            })
            .collect();
        if cells.is_empty() {
            return;
        }
        let layout = &self.layout.tables[part.table].blocks[placed.block];
        let lines = self.lines(part, placed.block);
        let told = BlockTold {
            layout: self.layout,
            block: layout,
            number: placed.block,
            codes: &self.templates.codes,
            classes,
        };
        let key = match lines {
            Lines::Fixed | Lines::Class(_) => labelled(&told, sheet, &cells, carried),
            Lines::List(_) => coded(self.layout, &layout.meaning, sheet, &cells, carried),
            Lines::Records => record(&told, sheet, &cells, carried),
            Lines::Single => RowKey::Line(Key::Total, String::new()),
        };
        let key = match key {
            RowKey::Nothing if lines != Lines::Single => {
                self.closing_beside(part, &cells).unwrap_or(RowKey::Nothing)
            }
            key => key,
        };
        let key_cells: Vec<usize> = cells
            .iter()
            .filter(|(_, field)| !matches!(field, Field::Amount(_)))
            .map(|&(at, _)| at)
            .collect();
        let amount_cells: Vec<usize> = cells
            .iter()
            .filter(|(_, field)| matches!(field, Field::Amount(_)))
            .map(|&(at, _)| at)
            .collect();
        match key {
            RowKey::Heading => {
                key_cells
                    .iter()
                    .for_each(|&at| self.ledger.set(part.sheet, at, Role::Label));
                self.not_read(read, &amount_cells, None);
            }
            RowKey::Text(id) => self.text_row(read, layout, id, &cells),
            RowKey::Group(name) => {
                let (at, _) = self.keys(part.sheet, &cells);
                let dim = layout.meaning.groups.unwrap_or(Dim::AGENCY);
                let own = at.get(dim).cloned();
                let own = own.unwrap_or_else(|| Member::Word(Id::from(&*squash(&name))));
                if let (Some(Member::Word(code)), false) = (at.get(dim), name.is_empty()) {
                    let name = Id::from(&*squash(&name));
                    self.known_keys.insert((dim, name), code.clone());
                }
                carried.group = Coordinates::ALL.with(dim, Some(own));
                let group = carried.group.clone();
                self.line(read, layout, Key::Group, name, &cells, group);
            }
            RowKey::Line(key, name) => {
                if lines == Lines::Single
                    && amount_cells
                        .iter()
                        .all(|&at| !sheet.is_number(at) && sheet.texts[at].chars().count() > 4)
                {
                    return self.note(read, &amount_cells);
                }
                let before = read.lines.len();
                let group = match key {
                    Key::Total => Coordinates::ALL,
                    _ => carried.group.clone(),
                };
                self.line(read, layout, key, name, &cells, group);
                if lines == Lines::Single && self.closing_beside(part, &cells).is_some() {
                    read.lines[before..]
                        .iter_mut()
                        .for_each(|line| line.labelled_total = true);
                }
            }
            RowKey::Nothing => self.not_read(read, &amount_cells, None),
            RowKey::Unnamed => {
                key_cells
                    .iter()
                    .for_each(|&at| self.ledger.set(part.sheet, at, Role::Label));
                self.not_read(read, &amount_cells, None);
            }
            RowKey::Placeholder => {
                for &at in key_cells
                    .iter()
                    .chain(amount_cells.iter().filter(|&&at| !sheet.is_number(at)))
                {
                    self.placeholder(read, at);
                }
                self.not_read(read, &amount_cells, None);
            }
            RowKey::Subtotal(label) => {
                for &at in &key_cells {
                    self.ledger.set(part.sheet, at, Role::Label);
                }
                let known = !read.subtotals.is_empty() || carried.records == read.lines.len();
                self.subtotal(read, layout, &cells, known, label);
            }
            RowKey::Words(words) => {
                if amount_cells.iter().any(|&at| sheet.is_number(at)) {
                    key_cells
                        .iter()
                        .for_each(|&at| self.ledger.set(part.sheet, at, Role::Label));
                    // Of what is hidden only lines of the table are read.
                    if matches!(lines, Lines::List(_))
                        && key_cells.iter().all(|&at| sheet.hidden[at].is_none())
                        && !ReadingWords::is(&self.layout.words.subtotals, &squash(&words))
                        && !is_note(&self.layout.words, &squash(&words))
                    {
                        // A line with a name and no code: kept, so that its amounts are.
                        let group = carried.group.clone();
                        let key = Key::Unknown(String::new());
                        return self.line(read, layout, key, words, &cells, group);
                    }
                    self.not_read(read, &amount_cells, Some(&words));
                } else {
                    self.note(read, &key_cells);
                    self.note(read, &amount_cells);
                }
            }
        }
    }

    fn line(
        &mut self,
        read: &mut ReadPart<'_>,
        layout: &BlockLayout,
        key: Key,
        name: String,
        cells: &RowCells<'_>,
        group: Coordinates,
    ) {
        let part = read.part;
        let sheet = &self.source.sheets[part.sheet];
        let meaning = &layout.meaning;
        let closing = key == Key::Total && meaning.lines != Lines::Single;
        let (own, texts) = match closing {
            true => (Coordinates::ALL, BTreeMap::new()),
            false => self.keys(part.sheet, cells),
        };
        let name = self.row_name(layout, &key).unwrap_or(name);
        let mut line = Line {
            block: layout.block.clone(),
            key,
            name,
            amounts: BTreeMap::new(),
            unread: BTreeSet::new(),
            at: group.narrowed(&own),
            texts,
            place: None,
        };
        let line_at = meaning.at.narrowed(&line_coordinates(meaning, &line));
        for &(at, field) in cells {
            if !closing && self.is_withheld(part.sheet, cells, (at, field)) {
                continue;
            }
            let role = match field {
                Field::Amount(column) => {
                    let of = meaning.columns.iter().find(|own| own.id == *column);
                    let model = &self.templates.model;
                    let of = of.map(|own| cell(model, &line_at, &own.at));
                    let number = of.map_or(NumberOf::Money, |of| NumberOf::new(model, &of));
                    if let Some(amount) = self.amount(read, at, number) {
                        let role = if closing { Role::Total } else { Role::Amount };
                        self.ledger.set(part.sheet, at, role);
                        line.amounts.insert(column.clone(), amount);
                    } else if self.ledger.get(part.sheet, at) == Some(Role::Fault) {
                        line.unread.insert(column.clone());
                    }
                    continue;
                }
                Field::Label => Role::Label,
                Field::Name if !closing => Role::Name,
                Field::Code | Field::CodePart(_) | Field::Key(_, KeyPart::Code) if !closing => {
                    Role::Code
                }
                Field::Key(..) | Field::Text(_) if !closing => Role::Name,
                _ => Role::Label,
            };
            self.ledger.set(part.sheet, at, role);
        }
        // A line by code stands where its code does, though a unit's may stand before it.
        let coded = |(_, field): &&(usize, &Field)| {
            line.key.code().is_some() && matches!(field, Field::Code | Field::CodePart(_))
        };
        let keyed = cells
            .iter()
            .find(coded)
            .or_else(|| {
                let mut cells = cells.iter();
                cells.find(|(_, field)| !matches!(field, Field::Amount(_)))
            })
            .or(cells.first());
        line.place = keyed.map(|&(at, _)| sheet.place(at));
        if cells
            .iter()
            .all(|(_, field)| matches!(field, Field::Amount(_)))
            && line.amounts.is_empty()
            && line.unread.is_empty()
        {
            return;
        }
        let cells = cells.iter().map(|&(at, _)| at).collect();
        read.lines.push(ReadLine {
            sheet: part.sheet,
            labelled_total: false,
            line,
            cells,
        });
    }

    /// A text of the form: what stands beside its label.
    fn text_row(
        &mut self,
        read: &mut ReadPart<'_>,
        layout: &BlockLayout,
        id: Id,
        cells: &RowCells<'_>,
    ) {
        let sheet = &self.source.sheets[read.part.sheet];
        let mut texts: Vec<String> = Vec::new();
        for &(at, field) in cells {
            let role = match field {
                Field::Label => Role::Label,
                _ if !sheet.is_content(at) => continue,
                _ => {
                    let text = sheet.raw(at).trim().to_owned();
                    if !text.is_empty() {
                        texts.push(text);
                    }
                    Role::Note
                }
            };
            self.ledger.set(read.part.sheet, at, role);
        }
        let place = cells.first().map(|&(at, _)| sheet.place(at));
        read.lines.push(ReadLine {
            sheet: read.part.sheet,
            labelled_total: false,
            line: Line {
                block: layout.block.clone(),
                key: Key::Row(id.clone()),
                name: String::new(),
                amounts: BTreeMap::new(),
                unread: BTreeSet::new(),
                at: Coordinates::ALL,
                texts: BTreeMap::from([(id, texts.join("\n"))]),
                place,
            },
            cells: cells.iter().map(|&(at, _)| at).collect(),
        });
    }

    fn row_name(&self, layout: &BlockLayout, key: &Key) -> Option<String> {
        let Key::Row(row) = key else { return None };
        let row = layout.meaning.row(row.as_str())?;
        Some(row.name.clone())
    }
}
