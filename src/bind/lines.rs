//! The lines of a part: row by row, block by block, each amount with its cell.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::cells::{self, CellAmount, Kind, Shown};
use super::extract::Reader;
use super::ledger::Role;
use super::leftovers::SUBTOTALS;
use super::placement::{Part, PlacedBlock};
use super::rows::{Carried, RowCells, RowKey, Told, coded, is_note, labelled, record};
use crate::finding::{Finding, FindingCode, Stated};
use crate::layout::{BlockLayout, Field, KeyPart};
use crate::model::{
    Amount, Code, Coordinates, Dim, Id, Key, Line, Lines, Member, Model, Text, cell,
    line_coordinates,
};
use crate::text::{Measure, squash, year_in};
use crate::workbook::HiddenBy;

/// A line as read, with what its amounts were stated in.
#[derive(Debug)]
pub(super) struct ReadLine {
    pub(super) line: Line,
    /// The sheet that it stands on.
    pub(super) sheet: usize,
    /// Whether a label beside the line calls it the total.
    pub(super) labelled_total: bool,
    /// The cells of the line, for a line that turns out to repeat another.
    pub(super) cells: Vec<usize>,
}

/// The lines of a part.
#[derive(Debug)]
pub(super) struct ReadPart<'p> {
    pub(super) part: &'p Part,
    pub(super) measure: Measure,
    pub(super) lines: Vec<ReadLine>,
    pub(super) decimals: u32,
    pub(super) note: Option<Text>,
    pub(super) text_numbers: Vec<Stated>,
    pub(super) hidden: Vec<Stated>,
    pub(super) hidden_by: BTreeSet<HiddenBy>,
    pub(super) too_many_digits: Vec<Stated>,
    pub(super) placeholders: Vec<Stated>,
    /// Amounts that a number format shows as others than are stored.
    pub(super) scaled: Vec<Stated>,
    /// Amounts that a number format shows as others than are stored, against the unit of measure.
    pub(super) contradicting: Vec<Stated>,
    pub(super) percentages: Vec<Stated>,
    pub(super) dates: Vec<Stated>,
}

/// What a number of a table is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NumberOf<'m> {
    /// Money.
    Money,
    /// The change of an amount of money, which may well be negative.
    Change,
    /// Things or hundredths, in that unit.
    Things(&'m str),
}

impl<'m> NumberOf<'m> {
    fn new(model: &'m Model, at: &Coordinates) -> Self {
        match (model.measure(at), model.computed(at)) {
            (Some(unit), _) => Self::Things(unit),
            (None, Some(_)) => Self::Change,
            (None, None) => Self::Money,
        }
    }
}

impl Reader<'_, '_> {
    pub(super) fn part<'p>(
        &mut self,
        part: &'p Part,
        classes: &[(String, Code)],
        carried: &mut Carried,
    ) -> ReadPart<'p> {
        let measure = part.measure.unwrap_or(self.table(part).measure);
        let mut read = ReadPart {
            part,
            measure,
            lines: Vec::new(),
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
        let told = Told {
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
            RowKey::Words(words) => {
                if amount_cells.iter().any(|&at| sheet.is_number(at)) {
                    key_cells
                        .iter()
                        .for_each(|&at| self.ledger.set(part.sheet, at, Role::Label));
                    // Of what is hidden only lines of the table are read.
                    if matches!(lines, Lines::List(_))
                        && key_cells.iter().all(|&at| sheet.hidden[at].is_none())
                        && !SUBTOTALS.contains(&&*squash(&words))
                        && !is_note(&squash(&words))
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

    /// What the key columns of a row add to its coordinates, and its texts by column.
    fn keys(&mut self, sheet: usize, cells: &RowCells<'_>) -> (Coordinates, BTreeMap<Id, String>) {
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
    fn is_withheld(
        &self,
        sheet: usize,
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
    fn stated_member(&self, dim: Dim, text: &str) -> Option<Member> {
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
                let executed = text.contains("执行") || text.contains("决算");
                let mut words = model.words_of(dim);
                let word = words.find(|id| {
                    let word = model.word(id.as_str());
                    word.is_some_and(|word| {
                        word.year == Some(year - own) && word.name.contains("执行") == executed
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

    /// An amount of money or another number.
    fn amount(&mut self, read: &mut ReadPart<'_>, at: usize, of: NumberOf<'_>) -> Option<Amount> {
        let part = read.part;
        let sheet = &self.source.sheets[part.sheet];
        if self
            .table(part)
            .blank_words
            .iter()
            .any(|word| *word == sheet.texts[at])
        {
            self.ledger.set(part.sheet, at, Role::Other);
            return None;
        }
        if let NumberOf::Things(unit) = of {
            return self.number(read, at, unit);
        }
        let own = part.column_measures.get(&sheet.sheet.cells[at].col);
        let measure = own.copied().unwrap_or(read.measure);
        match cells::amount(self.source, part.sheet, at, measure) {
            CellAmount::Blank => {
                self.ledger.set(part.sheet, at, Role::Other);
                None
            }
            CellAmount::Stated {
                amount,
                decimals,
                measure,
                kind,
                shown,
            } => {
                let exact = (amount.yuan, amount.stated.clone());
                let shift = (measure.yuan() / read.measure.yuan()).normalize();
                // Decimals count in the part's unit of measure: 3.50万元 in a table in 元 states tens of yuan.
                let shifted = (Decimal::new(1, decimals.min(20)) * shift)
                    .normalize()
                    .scale();
                read.decimals = read
                    .decimals
                    .max(if shift.is_integer() && shift == Decimal::ONE {
                        decimals
                    } else {
                        shifted
                    });
                let stated = Stated::amount(&amount);
                if kind == Kind::Text {
                    read.text_numbers.push(stated.clone());
                }
                match shown {
                    Shown::Plain => {}
                    Shown::Scaled => read.scaled.push(stated.clone()),
                    Shown::Contradicting => read.contradicting.push(stated.clone()),
                    Shown::Percentage => read.percentages.push(stated.clone()),
                }
                if let Some(by) = sheet.hidden[at] {
                    read.hidden.push(stated.clone());
                    read.hidden_by.insert(by);
                }
                if cells::has_more_than_fen(sheet.sheet, at, measure, shown) {
                    read.too_many_digits.push(stated.clone());
                }
                let negative = exact.0.is_sign_negative() && !exact.0.is_zero();
                if negative && of != NumberOf::Change {
                    self.findings.push(
                        Finding::new(FindingCode::NegativeAmount)
                            .amount("yuan", exact.0)
                            .cell(stated),
                    );
                }
                Some(amount)
            }
            CellAmount::Placeholder => {
                self.placeholder(read, at);
                None
            }
            CellAmount::Words => {
                self.ledger.set(part.sheet, at, Role::Fault);
                let stated = Stated::text(Some(sheet.place(at)), &sheet.raw(at));
                self.findings.push(
                    Finding::new(FindingCode::NotANumber)
                        .arg("text", sheet.raw(at))
                        .cell(stated),
                );
                None
            }
            CellAmount::Date => {
                self.ledger.set(part.sheet, at, Role::Fault);
                let stated = Stated::text(Some(sheet.place(at)), &sheet.raw(at));
                read.dates.push(stated);
                None
            }
            CellAmount::Fault(finding) => {
                self.ledger.set(part.sheet, at, Role::Fault);
                self.findings.push(*finding);
                None
            }
        }
    }

    /// A number of things or a percentage, as it is shown.
    fn number(&mut self, read: &mut ReadPart<'_>, at: usize, unit: &str) -> Option<Amount> {
        let sheet = read.part.sheet;
        let own = &self.source.sheets[sheet];
        match cells::number(self.source, sheet, at, unit) {
            CellAmount::Stated { amount, .. } => {
                if let Some(by) = own.hidden[at] {
                    read.hidden.push(Stated::amount(&amount));
                    read.hidden_by.insert(by);
                }
                Some(amount)
            }
            CellAmount::Blank | CellAmount::Placeholder => {
                self.ledger.set(sheet, at, Role::Other);
                None
            }
            CellAmount::Fault(finding) => {
                self.ledger.set(sheet, at, Role::Fault);
                self.findings.push(*finding);
                None
            }
            CellAmount::Words | CellAmount::Date => {
                self.ledger.set(sheet, at, Role::Fault);
                let stated = Stated::text(Some(own.place(at)), &own.raw(at));
                let finding = Finding::new(FindingCode::NotANumber).arg("text", own.raw(at));
                self.findings.push(finding.cell(stated));
                None
            }
        }
    }
}
