//! The tables of made-up money, as a layout prints them.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use yusuan::layout::{BlockLayout, Field, Layout, Templates};
use yusuan::model::{
    Amount, BlockModel, Code, Coordinates, Id, Key, Line, Lines, Table, line_coordinates,
};
use yusuan::text::Measure;

use super::money::{FUNDS, Made, is_personnel};
use super::{Levels, Style};

struct Maker<'a> {
    templates: &'a Templates,
    style: &'a Style,
    made: &'a Made,
}

/// The tables of the layout.
pub(super) fn tables(
    templates: &Templates,
    layout: &Layout,
    style: &Style,
    made: &Made,
    year: Option<u16>,
) -> Vec<Table> {
    let maker = Maker {
        templates,
        style,
        made,
    };
    let table = |printed: &yusuan::layout::TableLayout| {
        let lines: Vec<Line> = printed
            .blocks
            .iter()
            .flat_map(|block| maker.lines(&block.meaning, block))
            .collect();
        let empty = lines.iter().all(|line| line.amounts.is_empty());
        let note = printed.empty_note.as_ref().filter(|_| empty).map(|note| {
            note.replace(
                "{year}",
                &year.map(|year| year.to_string()).unwrap_or_default(),
            )
        });
        let three_public = printed.table == *"three_public";
        Table {
            table: printed.table.clone(),
            measure: if three_public {
                Measure::TenThousand
            } else {
                style.measure
            },
            quantum: Decimal::new(if three_public { 10_000 } else { style.printed }, 2).normalize(),
            blocks: printed.meaning(),
            lines,
            missing_columns: Vec::new(),
            note_place: None,
            note,
            place: None,
        }
    };
    layout.tables.iter().map(table).collect()
}

impl Maker<'_> {
    fn lines(&self, block: &BlockModel, printed: &BlockLayout) -> Vec<Line> {
        let keys: Vec<Key> = match block.lines {
            Lines::Fixed => printed
                .rows
                .iter()
                .map(|row| Key::Row(row.row.clone()))
                .collect(),
            Lines::Class(_) => self.codes(block, Levels::Classes),
            Lines::List(_) => self.codes(block, self.style.levels),
            Lines::Single | Lines::Records => Vec::new(),
        };
        let line = |key: Key| {
            let name = match &key {
                Key::Code(code) => {
                    let of = match block.lines {
                        Lines::ECONOMIC => Lines::ECONOMIC,
                        _ => Lines::FUNCTION,
                    };
                    let entry = self.templates.codes.get(of, *code);
                    entry.map_or("", |entry| entry.name.as_str())
                }
                Key::Row(id) => block.row(id.as_str()).map_or("", |row| row.name.as_str()),
                _ => "",
            };
            let mut line = Line {
                block: block.id.clone(),
                name: name.to_owned(),
                key,
                amounts: BTreeMap::new(),
                unread: BTreeSet::new(),
                at: Coordinates::ALL,
                texts: BTreeMap::new(),
                place: None,
            };
            let at = block.at.narrowed(&line_coordinates(block, &line));
            line.amounts = self.amounts(block, printed, &at);
            line
        };
        keys.into_iter().chain([Key::Total]).map(line).collect()
    }

    /// The amounts of a line; those of 0 are blank.
    fn amounts(
        &self,
        block: &BlockModel,
        printed: &BlockLayout,
        at: &Coordinates,
    ) -> BTreeMap<Id, Amount> {
        let columns = block.columns.iter().filter(|column| {
            let own = Field::Amount(column.id.clone());
            printed.columns.iter().any(|column| column.field == own)
        });
        let amount = |column: &yusuan::model::ColumnModel| {
            let fen = match block.lines {
                Lines::Single => self.made.three_public[column.id.as_str()],
                _ => self.printed(self.sum(block.lines, &at.narrowed(&column.at))),
            };
            let yuan = Decimal::new(fen, 2).normalize();
            (fen != 0).then(|| (column.id.clone(), Amount::new(yuan)))
        };
        columns.filter_map(amount).collect()
    }

    /// `fen` at the last digit that is printed.
    fn printed(&self, fen: i64) -> i64 {
        let digit = self.style.printed;
        (fen + digit / 2) / digit * digit
    }

    /// The money at coordinates, in fen.
    fn sum(&self, lines: Lines, at: &Coordinates) -> i64 {
        let under =
            |outer: Option<Code>, code: Code| outer.is_none_or(|outer| outer.contains(code));
        let of = |outer: Option<&Id>, inner: &str| {
            self.templates.model.contains(outer, Some(&Id::from(inner)))
        };
        if lines == Lines::ECONOMIC {
            let kind = |code: &Code| {
                if is_personnel(*code) {
                    "personnel"
                } else {
                    "public"
                }
            };
            let economic = self.made.economic.iter();
            return economic
                .filter(|(code, _)| under(at.economic(), **code) && of(at.kind(), kind(code)))
                .map(|(_, fen)| fen)
                .sum();
        }
        let money = self.made.money.iter().filter(|money| {
            under(at.function(), money.function)
                && of(at.source(), money.source)
                && of(at.kind(), money.kind)
        });
        money.map(|money| money.fen).sum()
    }

    /// The codes of a block that have money, by level.
    fn codes(&self, block: &BlockModel, levels: Levels) -> Vec<Key> {
        let economic = block.lines == Lines::ECONOMIC;
        let lowest: BTreeSet<Code> = if economic {
            self.made.economic.keys().copied().collect()
        } else {
            let of = |source: &str| match block.at.source() {
                None => true,
                Some(own) if *own == *"fiscal" => FUNDS.contains(&source),
                Some(own) => *own == *source,
            };
            let money = self.made.money.iter().filter(|money| of(money.source));
            money.map(|money| money.function).collect()
        };
        let mut codes: BTreeSet<Code> = lowest
            .iter()
            .flat_map(|&code| std::iter::successors(Some(code), |code| code.parent()))
            .collect();
        match levels {
            Levels::All => {}
            Levels::Lowest => codes = lowest,
            Levels::Classes => codes.retain(|code| code.level() == 1),
        }
        codes.into_iter().map(Key::Code).collect()
    }
}
