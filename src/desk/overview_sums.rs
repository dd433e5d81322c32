//! The sums of the overview: department, 类, 款, 项 and unit, each the SUM of the rows right below it.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::cells::{Cells, Row};
use super::outcome::Review;
use super::said::{name, said};
use super::sheets::{ABOVE, Piece, TableRow, TableText, letters};
use crate::layout::Templates;
use crate::messages::Messages;
use crate::model::{Code, Coordinates, Dim, Id, Member};

/// The most rows of the sums; beyond them units are left out.
pub(super) const MOST_ROWS: usize = 200_000;

/// The sums of each table that lists 科目: department, 类, 款, 项, unit.
pub(super) fn sums(review: &Review, templates: &Templates, messages: &Messages) -> Vec<TableText> {
    let mut names: Vec<Id> = Vec::new();
    for table in &templates.model.tables {
        let listed = |row: &Row| {
            row.table == table.id
                && row.again == 0
                && code_of(row).is_some_and(|(_, own)| own.level() > 1)
        };
        if review.district.0.keys().any(listed) {
            names.push(table.id.clone());
        }
    }
    let mut rows = 0;
    let mut tables = Vec::new();
    for table in names {
        let own = sums_of(review, templates, messages, &table, rows < MOST_ROWS);
        rows += own.rows.len();
        tables.push(own);
    }
    tables
}

pub(super) fn code_of(row: &Row) -> Option<(Dim, Code)> {
    row.at.iter().find_map(|(dim, member)| match member {
        Member::Code(code) => Some((dim, *code)),
        Member::Word(_) => None,
    })
}

/// A row without its code: the column that it stands in.
pub(super) fn column_of(row: &Row) -> Coordinates {
    match code_of(row) {
        Some((dim, _)) => row.at.clone().with(dim, None),
        None => row.at.clone(),
    }
}

/// What stands in one line of the sums: the amounts by column.
pub(super) type Amounts = Vec<Decimal>;

pub(super) struct Tree<'t> {
    /// The amounts of each unit at its finest codes.
    units: BTreeMap<Code, Vec<(String, Amounts)>>,
    columns: usize,
    templates: &'t Templates,
    dim: Dim,
    with_units: bool,
}

pub(super) fn sums_of(
    review: &Review,
    templates: &Templates,
    messages: &Messages,
    table: &Id,
    with_units: bool,
) -> TableText {
    let title = templates
        .model
        .table(table.as_str())
        .map_or_else(|| table.to_string(), |own| own.name.clone());
    let mut columns: Vec<Coordinates> = Vec::new();
    let mut dim = Dim::FUNCTION;
    for row in review
        .district
        .0
        .keys()
        .filter(|row| row.table == *table && row.again == 0)
    {
        let Some((own, _)) = code_of(row) else {
            continue;
        };
        dim = own;
        let column = column_of(row);
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    columns.sort_by_key(|own| (own.iter().count(), own.clone()));
    let mut widths = vec![12.0, 34.0];
    widths.extend(columns.iter().map(|_| 18.0));
    let mut headers = vec![messages.text("header-code"), messages.text("header-name")];
    headers.extend(columns.iter().map(|own| {
        let at = Row {
            table: table.clone(),
            again: 0,
            at: own.clone(),
        };
        let what = said(templates, &at).what;
        let parts: Vec<&str> = what.split('·').skip(1).collect();
        match parts.is_empty() {
            true => messages.text("header-all"),
            false => parts.join("·"),
        }
    }));
    let mut out = TableText {
        name: format!("{}-{title}", messages.text("sheet-sums")),
        title: messages.with("title-sums", &[("table", title.into())]),
        headers,
        widths,
        ..TableText::default()
    };
    let mut heads = Vec::new();
    let mut total = vec![Decimal::ZERO; columns.len()];
    out.rows.push(TableRow::default());
    for state in &review.departments {
        let line = &review.roster.lines[state.line];
        let mut units: BTreeMap<Code, Vec<(String, Amounts)>> = BTreeMap::new();
        let mut put = |name: String, cells: &Cells, factor: Decimal| {
            let codes: BTreeSet<Code> = cells
                .leaves
                .iter()
                .filter(|leaf| leaf.row.table == *table && leaf.row.again == 0)
                .filter_map(|leaf| code_of(&leaf.row).map(|(_, own)| own))
                .collect();
            for code in codes {
                let amounts = columns.iter().map(|column| {
                    let own = cells.leaves.iter().filter(|leaf| {
                        leaf.row.table == *table
                            && leaf.row.again == 0
                            && code_of(&leaf.row).map(|(_, own)| own) == Some(code)
                            && templates.model.covers(column, &column_of(&leaf.row))
                    });
                    own.map(|leaf| leaf.yuan).sum::<Decimal>() * factor
                });
                units
                    .entry(code)
                    .or_default()
                    .push((name.clone(), amounts.collect()));
            }
        };
        for unit in &state.counted {
            let Some(at) = review.units[*unit].counted else {
                continue;
            };
            let name = &review.roster.lines[*unit];
            put(
                format!("{} {}", name.code, name.name),
                &review.filing.files[at].input.year.cells,
                Decimal::ONE,
            );
        }
        for (receiver, taken) in &state.taken {
            let cells = Cells {
                leaves: taken
                    .rows
                    .iter()
                    .map(|row| super::cells::Leaf {
                        row: row.clone(),
                        yuan: taken.yuan,
                        slack: Decimal::ZERO,
                    })
                    .collect(),
                ..Cells::default()
            };
            let receiver = review.roster.lines[*receiver].name.as_str();
            put(
                messages.with("row-eliminated", &[("unit", receiver.into())]),
                &cells,
                Decimal::NEGATIVE_ONE,
            );
        }
        let tree = Tree {
            units,
            columns: columns.len(),
            templates,
            dim,
            with_units,
        };
        let head = out.rows.len();
        out.rows.push(TableRow::default());
        let tops = tree.put_below(&mut out, None, 1);
        let name = match state.missing.len() {
            0 => line.name.clone(),
            count => messages.with(
                "row-missing",
                &[("unit", line.name.as_str().into()), ("count", count.into())],
            ),
        };
        let own = tree.sum_row(&mut out, head, &tops, (line.code.clone(), name), 0);
        for (all, own) in total.iter_mut().zip(own) {
            *all += own;
        }
        heads.push(head);
    }
    let tree = Tree {
        units: BTreeMap::new(),
        columns: columns.len(),
        templates,
        dim,
        with_units,
    };
    let name = messages.text("row-all");
    tree.sum_row(&mut out, 0, &heads, (String::new(), name), 0);
    out
}

impl Tree<'_> {
    /// Puts the lines below `above` and gives the rows that make it up.
    fn put_below(&self, out: &mut TableText, above: Option<Code>, level: u8) -> Vec<usize> {
        let mut rows = Vec::new();
        if let Some(code) = above
            && let Some(units) = self.units.get(&code)
        {
            for (name, amounts) in units {
                let mut pieces = vec![Piece::Code(String::new()), Piece::text(name.as_str())];
                pieces.extend(amounts.iter().map(|own| Piece::Amount(Some(*own))));
                rows.push(out.rows.len());
                out.rows.push(TableRow {
                    level,
                    ..TableRow::new(pieces)
                });
            }
        }
        let below: BTreeSet<Code> = self
            .units
            .keys()
            .filter_map(|own| {
                let chain = std::iter::successors(Some(*own), |code| code.parent());
                let chain: Vec<Code> = chain.collect();
                match above {
                    None => chain.last().copied(),
                    Some(above) => {
                        let at = chain.iter().position(|code| *code == above)?;
                        at.checked_sub(1).map(|at| chain[at])
                    }
                }
            })
            .collect();
        for code in below {
            let row = out.rows.len();
            out.rows.push(TableRow::default());
            let parts = self.put_below(out, Some(code), level + 1);
            self.sum_row(
                out,
                row,
                &parts,
                (code.to_string(), name(self.templates, self.dim, code)),
                level,
            );
            if !self.with_units && code.level() == 3 {
                out.rows.truncate(row + 1);
            }
            rows.push(row);
        }
        rows
    }

    /// Makes the row at `at` the sum of those at `parts`.
    fn sum_row(
        &self,
        out: &mut TableText,
        at: usize,
        parts: &[usize],
        (code, name): (String, String),
        level: u8,
    ) -> Amounts {
        let mut sums = Vec::with_capacity(self.columns);
        let mut pieces = vec![Piece::Code(code), Piece::Text(name)];
        for column in 0..self.columns {
            let yuan = |row: &usize| match out.rows[*row].pieces.get(column + 2) {
                Some(Piece::Amount(Some(own)) | Piece::Formula(_, Some(own))) => *own,
                _ => Decimal::ZERO,
            };
            let sum: Decimal = parts.iter().map(yuan).sum();
            let folded = !self.with_units && parts.iter().all(|row| *row > at) && level >= 3;
            pieces.push(match parts.is_empty() || folded {
                true => Piece::Amount(Some(sum)),
                false => Piece::Formula(formula(&letters(column + 2), parts), Some(sum)),
            });
            sums.push(sum);
        }
        out.rows[at] = TableRow {
            pieces,
            level,
            strong: level < 2,
            wrong: false,
        };
        sums
    }
}

/// SUM over rows: those beside one another as a range.
pub(super) fn formula(column: &str, rows: &[usize]) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for row in rows {
        match ranges.last_mut() {
            Some((_, to)) if *to + 1 == *row => *to = *row,
            _ => ranges.push((*row, *row)),
        }
    }
    let number = |row: usize| row + ABOVE as usize + 1;
    let ranges: Vec<String> = ranges
        .into_iter()
        .map(|(from, to)| match from == to {
            true => format!("{column}{}", number(from)),
            false => format!("{column}{}:{column}{}", number(from), number(to)),
        })
        .collect();
    // A function takes at most 255 arguments.
    let sums: Vec<String> = ranges
        .chunks(200)
        .map(|own| format!("SUM({})", own.join(",")))
        .collect();
    sums.join("+")
}
