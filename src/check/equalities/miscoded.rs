//! A line under a wrong code: its code stands in no other table, and another one of the same amount is lacking.

use std::collections::BTreeSet;

use super::absent::codes;
use crate::check::table_name;
use crate::finding::{Finding, FindingCode, Stated};
use crate::layout::Templates;
use crate::model::{BlockModel, Budget, Code, Key, Line, Lines, Table};
use crate::text::squash;

/// The budget with such lines under the codes that they are meant to have, and what is to be said of them.
pub(super) fn mend(templates: &Templates, budget: &Budget) -> Option<(Budget, Vec<Finding>)> {
    let mut blocks: Vec<(usize, &Table, &BlockModel, BTreeSet<Code>)> = Vec::new();
    for (at, table) in budget.tables.iter().enumerate() {
        for block in templates
            .model
            .table(table.table.as_str())
            .iter()
            .flat_map(|meaning| &meaning.blocks)
        {
            if block.lines == Lines::Function
                && let Some(codes) = codes(table, block)
            {
                blocks.push((at, table, block, codes));
            }
        }
    }
    let mut mended: Option<Budget> = None;
    let mut findings = Vec::new();
    for (at, table, block, own) in &blocks {
        let others = || blocks.iter().filter(|(other, ..)| other != at);
        for (row, line) in table.lines.iter().enumerate() {
            let Some(code) = line
                .key
                .code()
                .filter(|code| line.block == block.id && own.contains(code))
            else {
                continue;
            };
            if others().any(|(.., codes)| codes.contains(&code)) {
                continue;
            }
            let lacking: BTreeSet<Code> = others()
                .flat_map(|(.., codes)| codes)
                .copied()
                .filter(|other| other.level() == code.level() && !own.contains(other))
                .collect();
            let meant: Vec<Code> = lacking
                .into_iter()
                .filter(|&other| {
                    is_meant(
                        templates,
                        line,
                        other,
                        others().map(|(_, table, ..)| *table),
                    )
                })
                .collect();
            if let [meant] = meant[..] {
                let mended = mended.get_or_insert_with(|| budget.clone());
                mended.tables[*at].lines[row].key = Key::Code(meant);
                let name = templates.codes.get(Lines::Function, meant);
                let finding = Finding::new(FindingCode::TablesDiffer)
                    .variant("miscoded")
                    .arg("table", table_name(templates, budget, table))
                    .arg("code", code)
                    .arg("expected", meant)
                    .arg(
                        "name",
                        name.map_or(line.name.as_str(), |entry| entry.name.as_str()),
                    );
                let shown = format!("{code} {}", line.name);
                findings.push(finding.cell(Stated::text(line.place.clone(), &shown)));
            }
        }
    }
    Some((mended?, findings))
}

/// Whether `line` is the one that others state under `code`: two of them state its amount there, or one and the name agrees.
fn is_meant<'b>(
    templates: &Templates,
    line: &Line,
    code: Code,
    others: impl Iterator<Item = &'b Table>,
) -> bool {
    let Some(most) = line
        .amounts
        .values()
        .map(|amount| amount.yuan.abs())
        .max()
        .filter(|most| !most.is_zero())
    else {
        return false;
    };
    let same = others
        .flat_map(|table| &table.lines)
        .filter(|other| {
            other.key == Key::Code(code)
                && other
                    .amounts
                    .values()
                    .any(|amount| amount.yuan.abs() == most)
        })
        .count();
    let named = templates
        .codes
        .get(Lines::Function, code)
        .is_some_and(|entry| squash(&entry.name) == squash(&line.name));
    same >= 2 || (same == 1 && named)
}
