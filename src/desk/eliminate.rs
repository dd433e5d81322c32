//! Money that one unit passes to another, counted once: it is taken off the receiver's revenue and expenditure.

use rust_decimal::Decimal;

use super::cells::{AmountRow, Cells};
use super::lists::Elimination;
use super::words::plain;
use crate::model::{Coordinates, Dim, Id, Member, Model};

/// What an elimination takes away, of which leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The leaves of the receiver.
    pub rows: Vec<AmountRow>,
    /// The amount.
    pub yuan: Decimal,
}

/// Why an elimination does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// The receiver has no such revenue or expenditure of that amount.
    Receiver,
    /// The payer has no such expenditure of that amount.
    Payer,
    /// The amount is none.
    Amount,
}

/// What an elimination takes off the receiver.
///
/// # Errors
/// Where the receiver or the payer has less than is to be taken away.
pub fn taken(
    model: &Model,
    own: &Elimination,
    receiver: &Cells,
    payer: &Cells,
) -> Result<Taken, Misfit> {
    let word = |dim: Dim, name: &str| -> Option<Id> {
        let name = plain(name);
        let is_named = |id: &&Id| model.name(id.as_str()).map(plain).as_ref() == Some(&name);
        model.words_of(dim).find(is_named).cloned()
    };
    let amount = own.amount.filter(|own| *own > Decimal::ZERO);
    let amount = amount.ok_or(Misfit::Amount)?;
    let source = word(Dim::SOURCE, &own.source).ok_or(Misfit::Receiver)?;
    let kind = match own.kind.is_empty() {
        true => None,
        false => Some(word(Dim::KIND, &own.kind).ok_or(Misfit::Receiver)?),
    };
    let code = |at: Coordinates| at.with_code(Dim::FUNCTION, own.function);
    let of = |flow: &str| {
        let at = Coordinates::ALL.with_word(Dim::FLOW, Some(flow));
        let source = Member::Word(source.clone());
        code(at).with(Dim::SOURCE, Some(source))
    };
    let kind = kind.map(Member::Word);
    let mut rows = Vec::new();
    for at in [of("revenue"), of("expenditure").with(Dim::KIND, kind)] {
        // One leaf of each table: the money lies within it, whether or not it tells source or kind.
        let mut tables: Vec<&Id> = Vec::new();
        for leaf in &receiver.leaves {
            let own = &leaf.row;
            if own.again > 0 || tables.contains(&&own.table) || !model.covers(&own.at, &at) {
                continue;
            }
            if leaf.yuan < amount {
                return Err(Misfit::Receiver);
            }
            tables.push(&own.table);
            rows.push(own.clone());
        }
        if tables.is_empty() {
            return Err(Misfit::Receiver);
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
        < amount
    {
        return Err(Misfit::Payer);
    }
    Ok(Taken { rows, yuan: amount })
}
