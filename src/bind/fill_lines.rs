//! The lines of a written block: the row of each, its label, code, name and texts.

use super::arrange::number;
use super::fill::{Filler, NoPlace, ordinal_word, strong};
use super::placement::PlacedBlock;
use crate::layout::{BlockLayout, Field, KeyPart, RowKind, with_year};
use crate::messages::Phrase;
use crate::model::{BlockModel, Computed, Dim, Id, Key, Line, Lines, Structure};
use crate::workbook::{Address, FormulaText, Look, Style, Value, call};

impl Filler<'_> {
    /// The row of each line of a block.
    pub(super) fn rows(
        &self,
        printed: &BlockLayout,
        structure: &Structure<'_>,
    ) -> Result<Vec<u32>, NoPlace> {
        let (first, last) = self.part.body;
        let is_listed = |line: &&Line| matches!(line.key, Key::Code(_) | Key::Unknown(_));
        let listed = structure.lines.iter().copied().filter(is_listed).count();
        let closing = if printed.closing_first { first } else { last };
        let mut next = first + u32::from(printed.closing_first);
        let mut list = None;
        let mut printed_rows = Vec::with_capacity(printed.rows.len());
        for row in &printed.rows {
            printed_rows.push((row, next));
            match row.kind {
                RowKind::List => {
                    list = Some(next);
                    next += number(listed);
                }
                _ => next += 1,
            }
        }
        let of = |wanted: &dyn Fn(&crate::layout::RowLayout) -> bool| {
            let found = printed_rows.iter().find(|(row, _)| wanted(row));
            found.map(|(_, at)| *at)
        };
        let mut next = match list {
            Some(row) => row,
            None => next,
        };
        let mut rows = Vec::with_capacity(structure.lines.len());
        for line in &structure.lines {
            rows.push(match &line.key {
                Key::Total => of(&|row| row.kind == RowKind::Total).unwrap_or(closing),
                Key::Row(id) => {
                    let own = |row: &crate::layout::RowLayout| {
                        matches!(row.kind, RowKind::Line | RowKind::Text) && row.row == *id
                    };
                    // A row that states nothing needs no place.
                    let at = of(&own).or(line.amounts.is_empty().then_some(first));
                    at.ok_or_else(|| self.no_place(Phrase::new("place-row").arg("row", id)))?
                }
                Key::Code(_) | Key::Unknown(_) | Key::Group | Key::Record(_) => {
                    if list.is_none() && !printed.rows.is_empty() {
                        let row = line.key.code().map(|code| code.to_string());
                        let row = row.unwrap_or_else(|| line.name.clone());
                        return Err(self.no_place(Phrase::new("place-row").arg("row", row)));
                    }
                    next += 1;
                    next - 1
                }
            });
        }
        Ok(rows)
    }

    /// The labels of the printed rows and of the lines.
    pub(super) fn labels(
        &mut self,
        placed: &PlacedBlock,
        printed: &BlockLayout,
        meaning: &BlockModel,
        structure: &Structure<'_>,
        rows: &[u32],
    ) {
        let (first, last) = self.part.body;
        let fields = |wanted: fn(&Field) -> bool| {
            let columns = placed
                .columns
                .iter()
                .filter(move |(_, field)| wanted(field));
            columns.map(|(col, _)| *col)
        };
        let label = fields(|field| matches!(field, Field::Label)).next();
        if let Some(col) = label {
            let is_listed = |line: &&Line| matches!(line.key, Key::Code(_) | Key::Unknown(_));
            let listed = structure.lines.iter().copied().filter(is_listed).count();
            let mut row = first;
            for printed in &printed.rows {
                if printed.kind == RowKind::List {
                    row += number(listed);
                    continue;
                }
                let inner = printed.label.starts_with(|c: char| c.is_ascii_digit());
                let style = text(Look::Name, printed.kind == RowKind::Total, u8::from(inner));
                let label = with_year(&printed.label, self.budget.year);
                self.put(row, col, Value::Text(label), style);
                row += 1;
            }
        }
        if !printed.closing.is_empty() {
            let keys: Vec<u32> = fields(|field| !matches!(field, Field::Amount(_))).collect();
            let row = if printed.closing_first { first } else { last };
            for &col in &keys {
                self.put(row, col, Value::Blank, text(Look::Closing, true, 0));
            }
            if let (Some(&from), Some(&to)) = (keys.first(), keys.last()) {
                let label = with_year(&printed.closing, self.budget.year);
                self.wide(row, from, to, label, Look::Closing);
            }
        }
        let mut ordinal = 0;
        for (at, (line, &row)) in structure.lines.iter().zip(rows).enumerate() {
            let strong = strong(structure, at);
            match &line.key {
                Key::Total => {}
                Key::Row(id) => self.row_text(placed, line, id, row),
                Key::Code(_) | Key::Unknown(_) if matches!(meaning.lines, Lines::Class(_)) => {
                    ordinal += 1;
                    let name = format!("{}{}", numbered(&printed.ordinal, ordinal), line.name);
                    let col = label.unwrap_or(0);
                    self.put(row, col, Value::Text(name), text(Look::Name, false, 0));
                }
                _ => self.keys(placed, line, row, strong),
            }
        }
    }

    /// The text of a row of texts, over the columns of amounts.
    fn row_text(&mut self, placed: &PlacedBlock, line: &Line, id: &Id, row: u32) {
        let Some(own) = line.texts.get(id) else {
            return;
        };
        let amounts = placed.columns.iter();
        let amounts = amounts.filter(|(_, field)| matches!(field, Field::Amount(_)));
        let columns: Vec<u32> = amounts.map(|(col, _)| *col).collect();
        if let (Some(&from), Some(&to)) = (columns.first(), columns.last()) {
            self.wide(row, from, to, own.clone(), Look::Note);
        }
    }

    /// The code, name, keys and texts of a line.
    fn keys(&mut self, placed: &PlacedBlock, line: &Line, row: u32, strong: bool) {
        let level = line.key.code().map_or(1, |code| code.level());
        for (col, field) in &placed.columns {
            let stated = |id: String| line.texts.get(id.as_str()).cloned();
            let key = |dim: Dim| line.at.get(dim).map(ToString::to_string);
            let (value, look) = match (field, &line.key) {
                (Field::CodePart(part), Key::Code(code)) if *part <= level => {
                    (code.part(*part).unwrap_or_default(), Look::Code)
                }
                (Field::CodePart(1), Key::Unknown(own)) => (own.clone(), Look::Code),
                (Field::Code, Key::Code(code)) => (code.to_string(), Look::Code),
                (Field::Code, Key::Unknown(own)) => (own.clone(), Look::Code),
                (Field::Name, _) => (line.name.clone(), Look::Name),
                // Of a group's codes the group's own line says whose they are.
                (Field::Key(dim, _), Key::Code(_) | Key::Unknown(_))
                    if !line.texts.contains_key(&*key_name(*dim, KeyPart::Code))
                        && !line.texts.contains_key(&*key_name(*dim, KeyPart::Name)) =>
                {
                    continue;
                }
                (Field::Key(dim, part), _) => {
                    let own = stated(key_name(*dim, *part)).or_else(|| key(*dim));
                    (own.unwrap_or_default(), Look::Name)
                }
                (Field::Text(id), _) => (stated(id.to_string()).unwrap_or_default(), Look::Name),
                _ => continue,
            };
            let indent = match field {
                Field::Name => level - 1,
                _ => 0,
            };
            let value = match value.is_empty() {
                true => Value::Blank,
                false => Value::Text(value),
            };
            self.put(row, *col, value, text(look, strong, indent));
        }
    }

    /// The formula of a computed amount, where it gives what is stated: a difference, or a percentage.
    pub(super) fn computed(
        &self,
        structure: &Structure<'_>,
        (line, column): (usize, usize),
        address: &impl Fn((usize, usize)) -> Option<Address>,
    ) -> Option<String> {
        let Computed {
            of: [own, base],
            percent,
        } = structure.computed(self.model, column)?;
        let stated = structure.yuan((line, column))?;
        let yuan = |column: usize| structure.yuan((line, column)).unwrap_or_default();
        let cell = |column: usize| address((line, column)).map(FormulaText::from);
        let (a, b) = (cell(own)?, cell(base)?);
        let change = yuan(own).checked_sub(yuan(base))?;
        if !percent {
            return (change == stated).then(|| a.minus(b).into());
        }
        let ratio = change.checked_div(yuan(base))?;
        let exact = ratio.checked_mul(rust_decimal::Decimal::ONE_HUNDRED)?;
        (crate::model::fen(exact) == stated.normalize()).then(|| {
            let percent = call("ROUND", (a.minus(&b).over(&b).times(100), 2));
            call("IF", (b.is(0), "", percent)).into()
        })
    }
}

/// The name under which a line keeps what a key column says.
pub(crate) fn key_name(dim: Dim, part: KeyPart) -> String {
    match part {
        KeyPart::Code => format!("{}_code", dim.name()),
        KeyPart::Name => dim.name().to_string(),
    }
}

/// An ordinal as a layout writes the first one: `一、`, `（一）`, `1.`; nothing where it writes none.
pub(crate) fn numbered(pattern: &str, n: usize) -> String {
    if pattern.contains('一') {
        pattern.replacen('一', &ordinal_word(n), 1)
    } else {
        pattern.replacen('1', &n.to_string(), 1)
    }
}

fn text(look: Look, strong: bool, indent: u8) -> Style {
    Style {
        look,
        strong,
        indent,
        ..Style::default()
    }
}
