//! Parts (其中：) that several tables state. They make up no whole, so that nothing is derived from them; but what is said of
//! the same money twice is the same.

use std::collections::BTreeMap;

use super::gather::{Equality, equality};
use super::members::{FactMember, Members};
use super::paper::{CheckBlock, CheckPaper};
use crate::model::statements::{Space, Target};
use crate::model::{Coordinates, Key, Lines, Model, line_coordinates};

/// Each part is what other blocks say of the same money, as parts or otherwise. A blank says nothing: a part may be left out.
pub(super) fn equalities(
    space: &Space<'_>,
    paper: &CheckPaper<'_>,
    members: &Members<'_, '_>,
    takes_part: impl Fn(&CheckBlock<'_>) -> bool,
) -> Vec<Equality> {
    let mut parts: BTreeMap<Target, Vec<FactMember>> = BTreeMap::new();
    for (at, block) in paper.blocks.iter().enumerate() {
        if !takes_part(block) {
            continue;
        }
        for (cell, coordinates) in of_block(space.model(), paper, block) {
            let own = parts.entry(space.target(&coordinates)).or_default();
            own.push(FactMember {
                block: Some(at),
                cells: vec![cell],
            });
        }
    }
    let stated = |member: &&FactMember| {
        let mut cells = member.cells.iter();
        cells.any(|&cell| paper.amount(cell).is_some())
    };
    let mut all = Vec::new();
    for (target, parts) in &parts {
        let others = members.of(target);
        for (at, part) in parts.iter().enumerate() {
            let others = others.iter().filter(stated);
            for other in others.chain(&parts[at + 1..]) {
                all.extend(equality(paper, part, other));
            }
        }
    }
    all
}

/// The cells of a block that state a part beside others, each with what it states.
fn of_block(
    model: &Model,
    paper: &CheckPaper<'_>,
    block: &CheckBlock<'_>,
) -> Vec<(usize, Coordinates)> {
    let meaning = block.structure.block;
    let lines = &block.structure.lines;
    // Records and codes that stand twice state their amounts together.
    let alone = |line: usize| match lines[line].key {
        Key::Unknown(_) | Key::Record(_) => false,
        Key::Total => true,
        _ if meaning.lines == Lines::Records => false,
        _ => {
            let same = |other: &&&crate::model::Line| {
                other.key == lines[line].key && other.at == lines[line].at
            };
            lines.iter().filter(same).count() == 1
        }
    };
    let mut all = Vec::new();
    for line in (0..lines.len()).filter(|&line| alone(line)) {
        let aside = match &lines[line].key {
            Key::Row(id) => meaning.row(id.as_str()).is_some_and(|row| row.of_which),
            _ => false,
        };
        let line_at = line_coordinates(meaning, lines[line]);
        for (column, own) in meaning.columns.iter().enumerate() {
            let cell = block.cell(line, column);
            if !(aside || own.of_which)
                || paper.cells[cell].unread
                || paper.amount(cell).is_none()
                || own.at.iter().any(|(dim, _)| line_at.get(dim).is_some())
            {
                continue;
            }
            let at = meaning.at.narrowed(&line_at).narrowed(&own.at);
            if model.computed(&at).is_none() {
                all.push((cell, at));
            }
        }
    }
    all
}
