//! How likely a stated amount is a slip for another one.

use rust_decimal::Decimal;

use super::paper::{CheckPaper, halves, yuan};

/// How likely the amount in `cell` is a slip for the one that is `change` half fen more: higher is likelier.
pub(super) fn plausibility(paper: &CheckPaper<'_>, cell: usize, change: i128) -> u32 {
    let stated = paper.cells[cell].value;
    let meant = stated + change;
    // A budget has no negative amounts but by mistake.
    if meant < 0 {
        return 0;
    }
    if paper.is_absent(cell) || (stated == 0 && paper.amount(cell).is_none()) {
        return if neighbours(paper, cell).any(|amount| amount == meant) {
            3
        } else {
            2
        };
    }
    if stated == -meant {
        return 9;
    }
    let quantum = halves(paper.block(cell).table.quantum).max(1);
    let (own, other) = (digits(stated, quantum), digits(meant, quantum));
    if own.trim_end_matches('0') == other.trim_end_matches('0') {
        return 9;
    }
    if swapped(&own, &other) {
        return 8;
    }
    if one_edit(&own, &other) {
        return 7;
    }
    if neighbours(paper, cell).any(|amount| amount == stated) {
        return 6;
    }
    if stated == 0 || meant == 0 {
        return 4;
    }
    // A round difference is a slip in the head, or a part that was added later.
    let difference = yuan(change.abs());
    if difference >= Decimal::from(100) && (difference / Decimal::from(100)).fract().is_zero() {
        return 3;
    }
    1
}

/// The amount in the digits of its table, without sign.
fn digits(halves: i128, quantum: i128) -> String {
    (halves / quantum).unsigned_abs().to_string()
}

fn swapped(own: &str, other: &str) -> bool {
    let (own, other) = (own.as_bytes(), other.as_bytes());
    let differ: Vec<usize> = (0..own.len().min(other.len()))
        .filter(|&at| own[at] != other[at])
        .collect();
    own.len() == other.len()
        && matches!(differ[..], [a, b] if b == a + 1 && own[a] == other[b] && own[b] == other[a])
}

/// Whether one digit was mistyped, left out or typed twice.
fn one_edit(own: &str, other: &str) -> bool {
    let (long, short) = if own.len() >= other.len() {
        (own, other)
    } else {
        (other, own)
    };
    let (long, short) = (long.as_bytes(), short.as_bytes());
    let same = long.iter().zip(short).take_while(|(a, b)| a == b).count();
    match long.len() - short.len() {
        0 => long[same..].get(1..) == short[same..].get(1..),
        1 => long[same + 1..] == short[same..],
        _ => false,
    }
}

/// The cells above and below a cell, and those beside it in its line.
pub(super) fn beside(paper: &CheckPaper<'_>, cell: usize) -> impl Iterator<Item = usize> {
    let own = paper.cells[cell];
    let block = paper.block(cell);
    let (lines, columns) = (
        block.structure.lines.len(),
        block.structure.block.columns.len(),
    );
    let up_and_down = [
        own.line.checked_sub(1),
        Some(own.line + 1).filter(|&line| line < lines),
    ]
    .into_iter()
    .flatten()
    .map(move |line| block.cell(line, own.column));
    let sideways = (0..columns)
        .filter(move |&column| column != own.column)
        .map(move |column| block.cell(own.line, column));
    up_and_down.chain(sideways)
}

/// The amounts beside and above and below a cell.
fn neighbours(paper: &CheckPaper<'_>, cell: usize) -> impl Iterator<Item = i128> {
    beside(paper, cell)
        .map(|cell| paper.cells[cell].value)
        .filter(|value| *value != 0)
}
