//! A line under a wrong code: its code stands in no other table, and another one of the same amount is lacking.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

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
        for block in &table.blocks {
            if block.lines == Lines::FUNCTION
                && block.groups.is_none()
                && let Some(codes) = codes(table, block)
            {
                blocks.push((at, table, block, codes));
            }
        }
    }
    // How many blocks list each code: what only one lists may be miscoded there.
    let mut listed: BTreeMap<Code, usize> = BTreeMap::new();
    for (.., codes) in &blocks {
        for &code in codes {
            *listed.entry(code).or_default() += 1;
        }
    }
    let mut mended: Option<Budget> = None;
    let mut findings = Vec::new();
    for (at, (table_at, table, block, own)) in blocks.iter().enumerate() {
        let own_lines = table.lines.iter().enumerate().filter_map(|(row, line)| {
            let code = line.key.code().filter(|code| own.contains(code))?;
            (line.block == block.id && listed[&code] == 1).then_some((row, line, code))
        });
        let mut lacking: Option<Lacking> = None;
        for (row, line, code) in own_lines {
            let lacking = lacking.get_or_insert_with(|| {
                let others = blocks.iter().enumerate().filter(|(other, _)| *other != at);
                let others = others.map(|(_, (_, table, _, codes))| (*table, codes));
                Lacking::new(templates, own, others)
            });
            if let Some(meant) = lacking.meant(line, code.level()) {
                let mended = mended.get_or_insert_with(|| budget.clone());
                mended.tables[*table_at].lines[row].key = Key::Code(meant);
                let name = templates.codes.get(Lines::FUNCTION, meant);
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

/// The lines that other tables have under codes that a table lacks.
#[derive(Default)]
struct Lacking {
    /// In how many of them each amount stands, by code.
    stated: BTreeMap<(Decimal, Code), usize>,
    /// The first two codes of a level under which an amount stands twice or more: of two, which one is meant cannot be told.
    twice: BTreeMap<(Decimal, u8), Vec<Code>>,
    /// The codes of each name.
    named: BTreeMap<String, Vec<Code>>,
}

impl Lacking {
    fn new<'b>(
        templates: &Templates,
        own: &BTreeSet<Code>,
        others: impl Iterator<Item = (&'b Table, &'b BTreeSet<Code>)> + Clone,
    ) -> Self {
        let codes: BTreeSet<Code> = others
            .clone()
            .flat_map(|(_, codes)| codes.difference(own))
            .copied()
            .collect();
        let mut lacking = Self::default();
        for &code in &codes {
            if let Some(entry) = templates.codes.get(Lines::FUNCTION, code) {
                let name = squash(&entry.name).into_owned();
                lacking.named.entry(name).or_default().push(code);
            }
        }
        for line in others.flat_map(|(table, _)| &table.lines) {
            let Some(code) = line.key.code().filter(|code| codes.contains(code)) else {
                continue;
            };
            let amounts: BTreeSet<Decimal> = line
                .amounts
                .values()
                .map(|amount| amount.yuan.abs())
                .collect();
            for amount in amounts {
                *lacking.stated.entry((amount, code)).or_default() += 1;
            }
        }
        for (&(amount, code), &count) in &lacking.stated {
            let twice = lacking.twice.entry((amount, code.level())).or_default();
            if count > 1 && twice.len() < 2 {
                twice.push(code);
            }
        }
        lacking
    }

    /// The code that `line` is meant to have, if it is one alone: two lines of others state its amount there, or one and the
    /// name agrees.
    fn meant(&self, line: &Line, level: u8) -> Option<Code> {
        let amounts = line.amounts.values().map(|amount| amount.yuan.abs());
        let most = amounts.max().filter(|most| !most.is_zero())?;
        let twice = self.twice.get(&(most, level))?;
        let named = self.named.get(squash(&line.name).as_ref());
        let named = named
            .into_iter()
            .flatten()
            .copied()
            .filter(|&code| code.level() == level && self.stated.contains_key(&(most, code)));
        let meant: BTreeSet<Code> = twice.iter().copied().chain(named).collect();
        meant.first().copied().filter(|_| meant.len() == 1)
    }
}
