//! The equalities of a budget: sums within tables, facts that are stated more than once, and those that the model declares.

use std::collections::BTreeSet;
use std::ops::Index;

use super::members::{FactMember as Stating, Members};
use super::paper::{CheckPaper, HALF_YUAN};
use crate::model::statements::{Demand, Target};
use crate::model::{Equal, Way};

/// Why two sides are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum WhyEqual {
    /// A line is the sum of the lines below it.
    Lines,
    /// A column is the sum of its parts.
    Columns,
    /// Two tables state the same fact, or facts that the model declares equal.
    Tables,
    /// Revenue is expenditure within one table.
    Balance,
    /// A change is this year's amount less that of another year.
    Computed,
    /// A part (其中：) is not more than its whole.
    Part,
}

/// Two sums of cells that are equal, or of which the left one is at least the right one.
#[derive(Debug, Clone)]
pub(super) struct Equality {
    pub(super) why: WhyEqual,
    pub(super) left: Vec<usize>,
    pub(super) right: Vec<usize>,
    pub(super) at_least: bool,
    /// Left less right, in half fen; `i128::MAX` where that is too large to be counted.
    pub(super) rest: i128,
    /// How large the rest may be by rounding alone.
    pub(super) slack: i128,
    /// The same where whole yuan in tables with fen are taken as rounded.
    whole_slack: i128,
    /// Whether all amounts in it are such.
    all_whole: bool,
    /// Whether they are taken as rounded.
    rounded: bool,
}

/// The position of an equality among all of a budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct EqualityIx(usize);

impl EqualityIx {
    /// The equality at this position.
    pub(super) const fn new(position: usize) -> Self {
        Self(position)
    }

    /// The position.
    pub(super) const fn index(self) -> usize {
        self.0
    }
}

impl Index<EqualityIx> for [Equality] {
    type Output = Equality;

    fn index(&self, equality: EqualityIx) -> &Equality {
        &self[equality.0]
    }
}

impl WhyEqual {
    /// Whether it is a sum within a table.
    pub(super) const fn is_sum(self) -> bool {
        matches!(self, Self::Lines | Self::Columns)
    }
}

impl Equality {
    pub(super) fn new(
        paper: &CheckPaper<'_>,
        why: WhyEqual,
        left: Vec<usize>,
        right: Vec<usize>,
    ) -> Self {
        let sum = |cells: &[usize]| {
            let values = cells.iter().map(|&cell| paper.cells[cell].value);
            values.into_iter().try_fold(0_i128, i128::checked_add)
        };
        let rest = sum(&left).and_then(|left| left.checked_sub(sum(&right)?));
        let cells = || left.iter().chain(&right).map(|&cell| paper.cells[cell]);
        let slack = cells().map(|cell| cell.slack).sum();
        let whole_slack = cells().map(|cell| if cell.whole { HALF_YUAN } else { cell.slack });
        let whole_slack = whole_slack.sum();
        let all_whole = cells().all(|cell| cell.whole || cell.value == 0);
        Self {
            why,
            left,
            right,
            at_least: false,
            rest: rest.unwrap_or(i128::MAX),
            slack,
            whole_slack,
            all_whole,
            rounded: false,
        }
    }

    /// Takes whole yuan in tables with fen as rounded, but for what looks like a slip.
    pub(super) fn take_as_rounded(&mut self) {
        let slip = !self.holds(0) && self.allows_within(self.whole_slack, self.rest);
        if !self.rounded && (!slip || self.leaves_fen()) {
            self.rounded = true;
            std::mem::swap(&mut self.slack, &mut self.whole_slack);
        }
    }

    /// Whether it holds where whole yuan in tables with fen are taken as rounded.
    pub(super) fn holds_in_whole_yuan(&self) -> bool {
        let slack = self.slack.max(self.whole_slack);
        self.leaves_fen() && self.allows_within(slack, self.rest)
    }

    /// Whether rounding can leave what is left: beside fen it leaves fen. Where it is just whole yuan, a digit has slipped.
    const fn leaves_fen(&self) -> bool {
        self.all_whole || self.rest % (2 * HALF_YUAN) != 0
    }

    /// Whether it holds only because whole yuan are taken as rounded.
    pub(super) fn is_mixed(&self) -> bool {
        self.rounded && self.holds(0) && !self.allows_within(self.whole_slack, self.rest)
    }

    /// Whether it holds when `change` is added to its rest.
    pub(super) fn holds(&self, change: i128) -> bool {
        self.allows(self.rest.saturating_add(change))
    }

    /// Whether it holds with that rest. What is too large to be counted never does.
    pub(super) fn allows(&self, rest: i128) -> bool {
        self.allows_within(self.slack, rest)
    }

    fn allows_within(&self, slack: i128, rest: i128) -> bool {
        rest >= -slack && rest < i128::MAX && (self.at_least || rest <= slack)
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = usize> {
        self.left.iter().chain(&self.right).copied()
    }
}

/// The sums within the tables.
pub(super) fn sums(paper: &CheckPaper<'_>) -> Vec<Equality> {
    let mut all = Vec::new();
    for block in paper.blocks.iter().filter(|block| block.closed) {
        for total in block.structure.totals() {
            let judged = match total.way {
                Way::Lines => !block.bad_codes,
                // Parts whose column was not found are missing from every sum.
                Way::Columns => block.table.missing_columns.is_empty(),
            };
            if judged {
                let why = match total.way {
                    Way::Lines => WhyEqual::Lines,
                    Way::Columns => WhyEqual::Columns,
                };
                let cell = |&(line, column): &(usize, usize)| block.cell(line, column);
                let parts = total.parts.iter().map(cell).collect();
                all.push(Equality::new(paper, why, vec![cell(&total.total)], parts));
            }
        }
    }
    all
}

/// The equalities between tables, and between the blocks of one table.
pub(super) fn between(
    paper: &CheckPaper<'_>,
    members: &Members<'_, '_>,
    declared: &[&Equal],
) -> Vec<Equality> {
    let mut all = Vec::new();
    let facts = members.graph.facts();
    for fact in &facts {
        let stating = members.of(fact);
        for (at, member) in stating.iter().enumerate() {
            for other in &stating[at + 1..] {
                all.extend(equality(paper, member, other));
            }
        }
    }
    for equal in declared {
        for demand in members.graph.demands(equal, &facts) {
            all.extend(demanded(paper, members, &demand));
        }
    }
    all
}

/// That two statements are equal, where they are not of one block.
pub(super) fn equality(
    paper: &CheckPaper<'_>,
    left: &Stating,
    right: &Stating,
) -> Option<Equality> {
    let blocks = left.block.zip(right.block);
    let apart = match blocks {
        Some((own, other)) => own != other,
        // The tables of funds are blocks themselves.
        None => !share(&left.cells, &right.cells),
    };
    if !apart {
        return None;
    }
    let table = |member: &Stating| member.block.map(|block| paper.blocks[block].at);
    let why = if table(left).is_some() && table(left) == table(right) {
        WhyEqual::Balance
    } else {
        WhyEqual::Tables
    };
    Some(Equality::new(
        paper,
        why,
        left.cells.clone(),
        right.cells.clone(),
    ))
}

/// Whether two sums have a cell in common.
fn share(left: &[usize], right: &[usize]) -> bool {
    let own: BTreeSet<&usize> = left.iter().collect();
    right.iter().any(|cell| own.contains(cell))
}

/// The equalities that are demanded, as cells state both sides.
fn demanded(paper: &CheckPaper<'_>, members: &Members<'_, '_>, demand: &Demand) -> Vec<Equality> {
    let others = members.of(&demand.right);
    if others.is_empty() {
        return Vec::new();
    }
    let at_least = match &demand.when {
        None => false,
        Some(condition) => match holds(paper, members, condition) {
            Some(equal) => !equal,
            None => return Vec::new(),
        },
    };
    let own = members.of(&demand.left);
    let pairs = own
        .iter()
        .flat_map(|member| others.iter().map(move |other| (member, other)));
    pairs
        .filter_map(|(member, other)| equality(paper, member, other))
        .map(|equality| Equality {
            at_least,
            ..equality
        })
        .collect()
}

/// Whether the facts of a condition are equal; `None` where the cells that tell contradict each other.
fn holds(
    paper: &CheckPaper<'_>,
    members: &Members<'_, '_>,
    [left, right]: &[Target; 2],
) -> Option<bool> {
    let (left, right) = (members.of(left), members.of(right));
    let mut held = None;
    for (member, other) in left
        .iter()
        .flat_map(|member| right.iter().map(move |other| (member, other)))
    {
        let Some(equality) = plain(paper, member, other) else {
            continue;
        };
        if held.is_some_and(|held| held != equality.holds(0)) {
            return None;
        }
        held = Some(equality.holds(0));
        // The parts beside the right side must say the same.
        if let Some(rest) = beside(paper, member, other)
            && rest != equality.holds(0)
        {
            return None;
        }
    }
    held
}

fn plain(paper: &CheckPaper<'_>, left: &Stating, right: &Stating) -> Option<Equality> {
    (left.cells != right.cells).then(|| {
        Equality::new(
            paper,
            WhyEqual::Tables,
            left.cells.clone(),
            right.cells.clone(),
        )
    })
}

/// Where both stand in one line: whether the other parts of the left cell are nothing.
fn beside(paper: &CheckPaper<'_>, left: &Stating, right: &Stating) -> Option<bool> {
    let ([left], [right]) = (left.cells.as_slice(), right.cells.as_slice()) else {
        return None;
    };
    let (outer, inner) = (paper.cells[*left], paper.cells[*right]);
    if outer.block != inner.block || outer.line != inner.line {
        return None;
    }
    let block = &paper.blocks[outer.block];
    let parts = &block.structure.column_parts[outer.column];
    let nothing = parts
        .iter()
        .filter(|&&part| part != inner.column)
        .all(|&part| paper.cells[block.cell(outer.line, part)].value == 0);
    parts.contains(&inner.column).then_some(nothing)
}
