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
pub(super) fn sums(
    review: &Review,
    templates: &Templates,
    messages: &Messages,
) -> Vec<(Id, TableText, Places)> {
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
        let (own, places) = sums_of(review, templates, messages, &table, rows < MOST_ROWS);
        rows += own.rows.len();
        tables.push((table, own, places));
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

/// Where the sums of departments stand in a table: the row of each department and code, and the columns.
#[derive(Debug, Default)]
pub(super) struct Places {
    rows: BTreeMap<(usize, Option<Code>), usize>,
    columns: Vec<Coordinates>,
}

impl Places {
    /// The cell with the sum of a department at `row`, where it is that amount.
    pub(super) fn of(
        &self,
        table: &TableText,
        department: usize,
        row: &Row,
        yuan: Decimal,
    ) -> Option<String> {
        let at = *self
            .rows
            .get(&(department, code_of(row).map(|(_, own)| own)))?;
        let column = column_of(row);
        let column = 2 + self.columns.iter().position(|own| *own == column)?;
        let stated = match table.rows[at].pieces.get(column)? {
            Piece::Amount(own) | Piece::Formula(_, own) => *own,
            _ => None,
        };
        let number = at + ABOVE as usize + 1;
        (row.again == 0 && stated == Some(yuan))
            .then(|| format!("'{}'!{}{number}", table.name, letters(column)))
    }
}

/// What stands in one line of the sums: the amounts by column.
pub(super) type Amounts = Vec<Decimal>;

/// A unit below a code.
pub(super) struct Unit {
    name: String,
    amounts: Amounts,
    borrowed: bool,
}

pub(super) struct Tree<'t> {
    /// The amounts of each unit at its finest codes.
    units: BTreeMap<Code, Vec<Unit>>,
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
) -> (TableText, Places) {
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
    if !with_units {
        out.notes.push(messages.text("sums-folded"));
    }
    let mut heads = Vec::new();
    let mut places = BTreeMap::new();
    let mut total = vec![Decimal::ZERO; columns.len()];
    out.rows.push(TableRow::default());
    for state in &review.departments {
        let line = &review.roster.lines[state.line];
        let mut units: BTreeMap<Code, Vec<Unit>> = BTreeMap::new();
        let mut put = |name: String, cells: &Cells, factor: Decimal, borrowed: bool| {
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
                units.entry(code).or_default().push(Unit {
                    name: name.clone(),
                    amounts: amounts.collect(),
                    borrowed,
                });
            }
        };
        for (unit, _, cells, borrowed) in review.added(state) {
            let line = &review.roster.lines[unit];
            let name = format!("{} {}", line.code, line.name);
            let name = match borrowed {
                true => messages.with("row-last-year", &[("unit", name.into())]),
                false => name,
            };
            put(name, cells, Decimal::ONE, borrowed);
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
                false,
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
        let mut codes = Vec::new();
        let tops = tree.put_below(&mut out, None, 1, &mut codes);
        places.insert((state.line, None), head);
        places.extend(
            codes
                .into_iter()
                .map(|(code, row)| ((state.line, Some(code)), row)),
        );
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
    let places = Places {
        rows: places,
        columns,
    };
    (out, places)
}

impl Tree<'_> {
    /// Puts the lines below `above` and gives the rows that make it up.
    fn put_below(
        &self,
        out: &mut TableText,
        above: Option<Code>,
        level: u8,
        codes: &mut Vec<(Code, usize)>,
    ) -> Vec<usize> {
        let mut rows = Vec::new();
        if let Some(code) = above
            && let Some(units) = self.units.get(&code)
        {
            for unit in units {
                let mut pieces = vec![Piece::Code(String::new()), Piece::text(unit.name.as_str())];
                pieces.extend(unit.amounts.iter().map(|own| Piece::Amount(Some(*own))));
                rows.push(out.rows.len());
                out.rows.push(TableRow {
                    level,
                    borrowed: unit.borrowed,
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
            codes.push((code, row));
            let parts = self.put_below(out, Some(code), level + 1, codes);
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
            ..TableRow::default()
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
