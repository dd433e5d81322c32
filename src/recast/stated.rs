//! What the tables of a budget state, to be asked by coordinates.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;

use crate::check::Statements;
use crate::layout::Templates;
use crate::model::{Budget, Code, Coordinates, Dim, Fact, Key, Line, Member, facts};

/// The facts of a budget, each cell alone and as sums.
pub(super) struct StatedFacts<'s> {
    budget: &'s Budget,
    facts: &'s [Fact<'s>],
    exact: HashMap<&'s Coordinates, Decimal>,
    statements: &'s dyn Fn(&Coordinates) -> Option<Decimal>,
    /// The names of codes as the tables have them.
    names: HashMap<(Dim, Code), &'s str>,
}

impl StatedFacts<'_> {
    /// Gives what `budget` states to `ask`.
    pub(super) fn of(templates: &Templates, budget: &Budget, ask: impl FnOnce(&StatedFacts<'_>)) {
        let model = &templates.model;
        let facts = facts(model, budget);
        let mut exact = HashMap::new();
        let mut records: BTreeMap<&Coordinates, Decimal> = BTreeMap::new();
        for fact in &facts {
            if matches!(fact.line.key, Key::Unknown(_)) {
                continue;
            }
            // Records of the same coordinates are one fact together.
            if matches!(fact.line.key, Key::Record(_)) {
                let sum = records.entry(&fact.at).or_default();
                *sum = sum.saturating_add(fact.amount.yuan);
            } else {
                exact.entry(&fact.at).or_insert(fact.amount.yuan);
            }
        }
        for (at, sum) in records {
            exact.entry(at).or_insert(sum);
        }
        let mut names = HashMap::new();
        for (block, line) in lines_of(budget) {
            if let (Some(dim), Some(code)) = (block.lines.codes(), line.key.code())
                && !line.name.is_empty()
            {
                names.entry((dim, code)).or_insert(line.name.as_str());
            }
        }
        Statements::of(templates, budget, |statements| {
            let sum = |at: &Coordinates| statements.sum(at);
            ask(&StatedFacts {
                budget,
                facts: &facts,
                exact: exact.clone(),
                statements: &sum,
                names: names.clone(),
            });
        });
    }

    pub(super) const fn budget(&self) -> &Budget {
        self.budget
    }

    /// What is stated of `at`: in one cell, else as a sum of cells.
    pub(super) fn amount(&self, at: &Coordinates) -> Option<Decimal> {
        self.exact
            .get(at)
            .copied()
            .or_else(|| (self.statements)(at))
    }

    /// The members of a dimension that facts within `at` have, with those above them.
    pub(super) fn members(
        &self,
        templates: &Templates,
        at: &Coordinates,
        dim: Dim,
    ) -> BTreeSet<Member> {
        let model = &templates.model;
        let mut all = BTreeSet::new();
        for fact in self.facts {
            let Some(member) = fact.at.get(dim) else {
                continue;
            };
            // A line may be narrower in other dimensions: its sum is what is asked for.
            let compatible = at.iter().all(|(own, outer)| {
                own == dim || {
                    let inner = fact.at.get(own);
                    model.within(own, Some(outer), inner) || model.within(own, inner, Some(outer))
                }
            });
            if compatible {
                let mut above = Some(member.clone());
                while let Some(member) = above {
                    above = model.above(&member);
                    all.insert(member);
                }
            }
        }
        all
    }

    /// The name of a code as the tables have it, else as the list has it.
    pub(super) fn name(&self, templates: &Templates, dim: Dim, code: Code) -> String {
        let listed = || {
            let entry = templates.codes.get(crate::model::Lines::List(dim), code)?;
            Some(entry.name.clone())
        };
        let own = self.names.get(&(dim, code)).map(|name| (*name).to_owned());
        own.or_else(listed).unwrap_or_default()
    }

    /// The lines that say which keys belong together: records, and lines of groups.
    pub(super) fn keyed(&self) -> impl Iterator<Item = &Line> {
        lines_of(self.budget)
            .map(|(_, line)| line)
            .filter(|line| !line.at.is_all())
    }

    /// The coordinates of all facts of records.
    pub(super) fn records(&self) -> impl Iterator<Item = &Fact<'_>> {
        self.facts
            .iter()
            .filter(|fact| matches!(fact.line.key, Key::Record(_)))
    }
}

fn lines_of(budget: &Budget) -> impl Iterator<Item = (&crate::model::BlockModel, &Line)> {
    budget.tables.iter().flat_map(|table| {
        let lines = table.lines.iter();
        lines.filter_map(move |line| Some((table.block(line.block.as_str())?, line)))
    })
}
