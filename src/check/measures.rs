//! A wrong unit of measure: the same facts, a thousand or ten thousand times as large in one table as in the others.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::table_name;
use crate::finding::{Finding, FindingCode, Stated};
use crate::layout::Templates;
use crate::model::statements::Space;
use crate::model::{Amount, Budget, Fact, Id, Key, Model, Structure, Table};

/// The powers of ten between units of measure: 元 and 千元, 元 and 万元, 千元 and 万元; 0 where they agree.
const POWERS: [i32; 7] = [0, 3, 4, 1, -3, -4, -1];
/// The same factor must hold for at least this many facts, unless it is that of the totals of tables that add up.
const LEAST: usize = 2;
/// A factor of ten is also a slip of one digit, which totals may carry on.
const LEAST_OF_TEN: usize = 4;

/// At most so many amounts of one fact are taken from a table: a code that stands a thousand times tells nothing new.
const MOST_REPEATED: usize = 8;

/// The facts that two tables state, by the power of ten that the first is larger by; `None` where they just differ.
type Votes<'f> = BTreeMap<Option<i32>, Vec<(&'f Amount, &'f Amount)>>;

/// Finds tables whose unit of measure is wrong against the other tables that state the same facts, and names them.
pub(super) fn check<'b>(
    templates: &Templates,
    budget: &'b Budget,
    facts: &[Fact<'_>],
) -> (Vec<Finding>, Vec<&'b Id>) {
    let votes = votes(&templates.model, budget, facts);
    let mut findings = Vec::new();
    let mut suspects = Vec::new();
    for (at, power) in powers(templates, budget, &votes) {
        let other = votes
            .iter()
            .filter(|((a, b), _)| *a == at || *b == at)
            .filter_map(|((a, b), votes)| {
                let (other, sign) = if *a == at { (*b, 1) } else { (*a, -1) };
                Some((other, sign, votes.get(&Some(power * sign))?))
            })
            .max_by_key(|(_, _, pairs)| pairs.len());
        let Some((other, sign, pairs)) = other else {
            continue;
        };
        let name = |at: usize| table_name(templates, budget, &budget.tables[at]);
        let mut finding = Finding::new(FindingCode::UnitSuspect)
            .arg("table", name(at))
            .arg("other", name(other))
            .arg("count", pairs.len())
            .arg("factor", 10_u32.pow(power.unsigned_abs()));
        for (a, b) in pairs {
            let (own, others) = if sign == 1 { (a, b) } else { (b, a) };
            finding
                .cells
                .extend([Stated::amount(own), Stated::amount(others)]);
        }
        findings.push(finding);
        suspects.push(&budget.tables[at].table);
    }
    (findings, suspects)
}

/// What each pair of tables says of their units of measure.
fn votes<'f>(
    model: &Model,
    budget: &Budget,
    facts: &'f [Fact<'f>],
) -> BTreeMap<(usize, usize), Votes<'f>> {
    let spent = model.equal.iter().find(|equal| equal.when.is_none());
    let space = Space::new(model);
    let right = spent.map(|equal| space.target(&equal.right));
    let same = |fact: &Fact<'_>| {
        let flow = spent.filter(|equal| {
            let mut each = equal.each.iter();
            equal.left.flow() == fact.at.flow()
                && each.all(|(dim, members)| members.contains(&fact.at.get(*dim).cloned()))
        });
        let own = space.target(&fact.at);
        flow.and(right).map_or(own, |right| own.narrowed(right))
    };
    let position = |id: &Id| budget.tables.iter().position(|table| table.table == *id);
    let mut stated: BTreeMap<_, Vec<(usize, &Amount)>> = BTreeMap::new();
    for fact in facts
        .iter()
        .filter(|fact| !fact.amount.yuan.is_zero() && !matches!(fact.line.key, Key::Unknown(_)))
    {
        if let Some(table) = position(fact.table) {
            let all = stated.entry(same(fact)).or_default();
            if all.iter().filter(|(own, _)| *own == table).count() < MOST_REPEATED {
                all.push((table, fact.amount));
            }
        }
    }
    let mut votes: BTreeMap<(usize, usize), Votes<'f>> = BTreeMap::new();
    for all in stated.values() {
        for (at, &(a, own)) in all.iter().enumerate() {
            for &(b, other) in all[at + 1..].iter().filter(|(b, _)| *b != a) {
                let power = POWERS.into_iter().find(|&power| {
                    differ_by(power, (own, &budget.tables[a]), (other, &budget.tables[b]))
                });
                let (pair, power, amounts) = if a < b {
                    ((a, b), power, (own, other))
                } else {
                    ((b, a), power.map(|power| -power), (other, own))
                };
                votes
                    .entry(pair)
                    .or_default()
                    .entry(power)
                    .or_default()
                    .push(amounts);
            }
        }
    }
    votes
}

/// Whether the first amount is 10 to the power of `power` times the second, within the rounding of both.
fn differ_by(
    power: i32,
    (own, table): (&Amount, &Table),
    (other, second): (&Amount, &Table),
) -> bool {
    if power < 0 {
        return differ_by(-power, (other, second), (own, table));
    }
    let factor = Decimal::from(10_u32.pow(power.unsigned_abs()));
    let half = Decimal::new(5, 1);
    let slack =
        (table.quantum * half).saturating_add((second.quantum * half).saturating_mul(factor));
    let Some(expected) = other.yuan.checked_mul(factor) else {
        return false;
    };
    // Rounding must not explain a difference that is as large as the amount.
    own.yuan.saturating_sub(expected).abs() <= slack
        && slack.saturating_mul(Decimal::TEN) < own.yuan.abs()
}

/// Whether so many facts of one factor tell of a unit of measure.
fn enough(power: i32, pairs: &[(&Amount, &Amount)], add_up: impl Fn() -> bool) -> bool {
    let least = match power.abs() {
        0 => return true,
        1 => LEAST_OF_TEN,
        _ => LEAST,
    };
    let digits = |amount: &Amount| {
        amount
            .yuan
            .normalize()
            .mantissa()
            .unsigned_abs()
            .to_string()
    };
    let exact = |(own, _): &(&Amount, &Amount)| digits(own).trim_end_matches('0').len() >= 4;
    pairs.len() >= least || (power.abs() > 1 && pairs.iter().all(exact) && add_up())
}

/// Whether the closing lines of a table are the sums of its lines.
fn adds_up(templates: &Templates, table: &Table) -> bool {
    table.blocks.iter().all(|block| {
        let structure = Structure::new(&templates.model, block, &table.lines);
        let mut totals = structure
            .totals()
            .filter(|total| structure.lines[total.total.0].key == Key::Total);
        totals.all(|total| {
            let stated = structure.yuan(total.total).unwrap_or_default();
            let sum = structure.sum(&total.parts).unwrap_or_default();
            stated.saturating_sub(sum).abs() <= structure.slack(&total, table.quantum)
        })
    })
}

/// The tables whose unit of measure is not that of most tables they can be compared with, and the power of ten.
fn powers(
    templates: &Templates,
    budget: &Budget,
    votes: &BTreeMap<(usize, usize), Votes<'_>>,
) -> Vec<(usize, i32)> {
    let mut edges: Vec<(usize, usize, usize, i32)> = Vec::new();
    for (&(a, b), votes) in votes {
        let all: usize = votes.values().map(Vec::len).sum();
        let best = votes
            .iter()
            .filter_map(|(power, pairs)| Some(((*power)?, pairs)))
            .max_by_key(|(_, pairs)| pairs.len());
        if let Some((power, pairs)) = best
            && pairs.len() * 2 > all
            && enough(power, pairs, || {
                adds_up(templates, &budget.tables[a]) && adds_up(templates, &budget.tables[b])
            })
        {
            edges.push((pairs.len(), a, b, power));
        }
    }
    // The pairs that agree on most facts tell first.
    edges.sort_by_key(|&(count, a, b, _)| (std::cmp::Reverse(count), a, b));
    let mut group: Vec<(usize, i32)> = (0..budget.tables.len()).map(|at| (at, 0)).collect();
    for (_, a, b, power) in edges {
        let ((first, own), (second, other)) = (group[a], group[b]);
        if first != second {
            for member in group.iter_mut().filter(|member| member.0 == second) {
                *member = (first, member.1 + own - power - other);
            }
        }
    }
    let mut suspects = Vec::new();
    for root in 0..budget.tables.len() {
        let members: Vec<(usize, i32)> = group
            .iter()
            .enumerate()
            .filter(|(_, member)| member.0 == root)
            .map(|(at, member)| (at, member.1))
            .collect();
        let mut count: BTreeMap<i32, usize> = BTreeMap::new();
        for (_, power) in &members {
            *count.entry(*power).or_default() += 1;
        }
        // Of two that are as many, the larger amounts are taken for right: 万元 without their unit look small.
        let usual = count
            .iter()
            .max_by_key(|(power, count)| (**count, **power))
            .map(|(power, _)| *power);
        let wrong = members
            .iter()
            .filter(|(_, power)| usual.is_some_and(|usual| *power != usual));
        suspects.extend(wrong.map(|(at, power)| (*at, power - usual.unwrap_or_default())));
    }
    suspects
}
