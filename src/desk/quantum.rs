//! How far the amounts of a paper may be rounded.

use rust_decimal::Decimal;

use crate::model::{Table, finest_digit};

/// The decimals of papers in 万元.
const DECIMALS: u32 = 2;

/// So many whole amounts may come about by chance.
const FEW: usize = 20;

/// The quantum of the amounts of `table`, one of `tables`, and that of its zeros, which tell no digits; in yuan.
pub(super) fn quanta(tables: &[Table], table: &Table) -> (Decimal, Decimal) {
    let own = quantum(tables, table);
    (own, own.min(finest_digit(table.measure.yuan(), DECIMALS)))
}

/// The quantum of a table. The tables of a paper that are in 万元 and the like are rounded alike, and a few whole numbers of 万元 do not
/// tell that no decimals were stated.
fn quantum(tables: &[Table], table: &Table) -> Decimal {
    let unit = table.measure.yuan();
    if unit <= Decimal::ONE {
        return table.quantum;
    }
    let alike = || tables.iter().filter(|own| own.measure == table.measure);
    let finest = alike()
        .map(|own| own.quantum)
        .fold(table.quantum, Decimal::min);
    let amounts = alike().flat_map(|own| own.lines.iter().flat_map(|line| line.amounts.values()));
    match amounts.filter(|own| !own.yuan.is_zero()).nth(FEW).is_some() {
        true => finest,
        false => finest.min(finest_digit(unit, DECIMALS)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Amount, Id, Key, Line};
    use crate::text::Measure;

    #[test]
    fn few_whole_numbers_do_not_tell_how_a_paper_is_rounded() {
        let block = Id::from("all");
        let table = |measure: Measure, quantum: i64, count: usize| {
            let line = |yuan: usize| {
                let mut line = Line::new(&block, Key::Total);
                let amount = Amount::new(Decimal::from(yuan * 10_000));
                line.amounts.insert(Id::from("total"), amount);
                line
            };
            Table {
                table: Id::from("three_public"),
                measure,
                quantum: quantum.into(),
                blocks: Vec::new(),
                lines: (1..=count).map(line).collect(),
                place: None,
                note: None,
                note_place: None,
                missing_columns: Vec::new(),
            }
        };
        let told = |tables: Vec<Table>| quantum(&tables, &tables[0]);
        let of = Measure::TenThousand;
        assert_eq!(told(vec![table(of, 10_000, 5)]), Decimal::ONE_HUNDRED);
        assert_eq!(told(vec![table(of, 10_000, 40)]), 10_000.into());
        let other = table(of, 100, 40);
        assert_eq!(told(vec![table(of, 10_000, 5), other]), 100.into());
        // Whole yuan beside fen are whole yuan.
        let fen = table(Measure::Yuan, 0, 40);
        assert_eq!(told(vec![table(Measure::Yuan, 1, 5), fen]), 1.into());
    }
}
