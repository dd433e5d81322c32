//! Money that one unit passes to another, counted once: it is taken off the receiver's revenue and expenditure.

use rust_decimal::Decimal;

use super::cells::{AmountRow, Cells};
use super::lists::Elimination;
use super::words::plain;
use crate::model::{Code, Coordinates, Dim, Id, Member, Model};

/// What an elimination takes away, of which leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The leaves of the receiver.
    pub rows: Vec<AmountRow>,
    /// The 科目 of the payer, as the list has it.
    pub payer_function: Option<Code>,
    /// The amount.
    pub yuan: Decimal,
}

/// What is eliminated: receiver, payer, by their positions, and what is taken away.
pub type EliminatedRow = (usize, usize, Taken);

/// Why an elimination does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// The receiver has no such revenue or expenditure of that amount.
    Receiver,
    /// The payer has no such expenditure of that amount.
    Payer,
    /// The amount is none.
    Amount,
    /// No source of revenue is called so.
    Source,
    /// No kind of expenditure is called so; or none is named, and the receiver's expenditure is told by kinds.
    Kind,
    /// The code of the receiver is not of one of the units.
    UnknownReceiver,
    /// The code of the payer is not of one of the units.
    UnknownPayer,
}

/// What an elimination takes off the receiver; of receiver and payer their positions and amounts. `before` is what others take away: a
/// row that stands twice in the list needs the money twice.
///
/// # Errors
/// Where the receiver or the payer has less than is to be taken away, or the receiver tells it by finer 科目 alone.
pub fn taken(
    model: &Model,
    own: &Elimination,
    (to, receiver): (usize, &Cells),
    (from, payer): (usize, &Cells),
    before: &[EliminatedRow],
) -> Result<Taken, Misfit> {
    let of_row = |row: &AmountRow| -> Decimal {
        let same = before
            .iter()
            .filter(|(own, _, taken)| *own == to && taken.rows.contains(row));
        same.map(|(.., taken)| taken.yuan).sum()
    };
    let of_payer = before
        .iter()
        .filter(|(_, payer, taken)| *payer == from && taken.payer_function == own.payer_function);
    let of_payer: Decimal = of_payer.map(|(.., taken)| taken.yuan).sum();
    let word = |dim: Dim, name: &str| -> Option<Id> {
        let name = plain(name);
        let is_named = |id: &&Id| model.name(id.as_str()).map(plain).as_ref() == Some(&name);
        model.words_of(dim).find(is_named).cloned()
    };
    let amount = own.amount.filter(|own| *own > Decimal::ZERO);
    let amount = amount.ok_or(Misfit::Amount)?;
    let source = word(Dim::SOURCE, &own.source).ok_or(Misfit::Source)?;
    let kind = match own.kind.is_empty() {
        true => None,
        false => Some(word(Dim::KIND, &own.kind).ok_or(Misfit::Kind)?),
    };
    let code = |at: Coordinates| at.with_code(Dim::FUNCTION, own.function);
    let of = |flow: &str| {
        let at = Coordinates::ALL.with_word(Dim::FLOW, Some(flow));
        let source = Member::Word(source.clone());
        code(at).with(Dim::SOURCE, Some(source))
    };
    let none = match kind {
        Some(_) => Misfit::Receiver,
        None => Misfit::Kind,
    };
    let kind = kind.map(Member::Word);
    let mut rows = Vec::new();
    for (at, none) in [
        (of("revenue"), Misfit::Receiver),
        (of("expenditure").with(Dim::KIND, kind), none),
    ] {
        // One leaf of each table: the money lies within it, whether or not it tells source or kind.
        let mut tables: Vec<&Id> = Vec::new();
        let leaves = || receiver.leaves.iter().filter(|leaf| leaf.row.again == 0);
        for leaf in leaves() {
            let own = &leaf.row;
            if tables.contains(&&own.table) || !model.covers(&own.at, &at) {
                continue;
            }
            if leaf.yuan < amount.saturating_add(of_row(own)) {
                return Err(Misfit::Receiver);
            }
            tables.push(&own.table);
            rows.push(own.clone());
        }
        // A table that tells the money by finer 科目 or kinds would keep it: nothing is taken away by halves.
        let finer = |own: &AmountRow| {
            let as_told = |dim| own.at.get(dim).cloned();
            let with = |at: &Coordinates, function, kind| {
                let at = at.clone().with(Dim::FUNCTION, function);
                at.with(Dim::KIND, kind)
            };
            let (function, kind) = (as_told(Dim::FUNCTION), as_told(Dim::KIND));
            let below = with(&at, function, kind);
            let above = with(
                &own.at,
                at.get(Dim::FUNCTION).cloned(),
                at.get(Dim::KIND).cloned(),
            );
            model.covers(&at, &below) && !model.covers(&below, &at) && model.covers(&above, &at)
        };
        let kept = leaves().any(|leaf| !tables.contains(&&leaf.row.table) && finer(&leaf.row));
        if tables.is_empty() || kept {
            return Err(none);
        }
    }
    let paid = Coordinates::ALL
        .with_word(Dim::FLOW, Some("expenditure"))
        .with_code(Dim::FUNCTION, own.payer_function);
    let most = payer.printed.iter().filter(|(row, _)| {
        let at = row.at.clone();
        at == paid || at.clone().with(Dim::KIND, None) == paid
    });
    if most
        .map(|(_, printed)| printed.yuan)
        .max()
        .unwrap_or_default()
        < amount.saturating_add(of_payer)
    {
        return Err(Misfit::Payer);
    }
    Ok(Taken {
        rows,
        payer_function: own.payer_function,
        yuan: amount,
    })
}
