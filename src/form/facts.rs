//! The equalities of a form, from the statements of its blocks: pairs of cells, and pairs of lists.

use super::block::{BlockPlace, FormBlock};
use super::described;
use crate::layout::{Layout, Templates};
use crate::model::statements::{Demand, Graph, Space, Spot, Stating, Target};
use crate::model::{Coordinates, Dim, Equal, Key, Line, Lines, Structure};

/// Cells whose sum states a fact: block, line, columns of the sheet.
pub(super) type FactCells = Vec<(usize, BlockPlace, Vec<u32>)>;
/// Lists whose lines of one code together state a fact: block, columns of the sheet.
pub(super) type Listing = Vec<(usize, Vec<u32>)>;

/// The equality that must hold for another to be demanded.
pub(super) type When<T> = Option<(T, T)>;

/// Two statements of one fact, or of facts that are equal; with a condition, the left one is at least the right one where it
/// does not hold.
#[derive(Debug, Clone)]
pub(super) struct SameFact<T> {
    pub(super) left: T,
    pub(super) right: T,
    pub(super) when: When<T>,
}

/// The pairs of cells that must be equal, and the pairs of lists whose lines must be, code by code.
pub(super) fn equalities(
    templates: &Templates,
    layout: &Layout,
    blocks: &[FormBlock<'_>],
) -> (Vec<SameFact<FactCells>>, Vec<SameFact<Listing>>) {
    let model = &templates.model;
    let space = Space::new(model);
    let lines: Vec<Vec<Line>> = blocks
        .iter()
        .map(|block| described::lines(block.printed))
        .collect();
    let structures = blocks.iter().zip(&lines);
    let structures: Vec<Structure<'_>> = structures
        .map(|(block, lines)| described::structure(model, block.printed, lines))
        .collect();
    let stating = blocks.iter().zip(&structures).enumerate();
    let stating = stating.map(|(at, (block, structure))| Stating {
        block: at,
        structure,
        closed: block.printed.closed,
        states: (0..structure.block.columns.len())
            .map(|position| block.col(position).is_some())
            .collect(),
        lacks_columns: false,
        own_lines: structure.lines.len(),
        // Each line of the sheet is about cells that state a fact: other ones are about sums of lines.
        adds_lines: false,
    });
    let form = FormFacts {
        space: &space,
        blocks,
        structures: &structures,
        graph: Graph::new(&space, stating),
    };
    let facts = form.graph.facts();
    let declared = model.equal.iter().chain(&layout.equal);
    let declared = declared.filter(|equal| !layout.left_out.contains(&equal.id));
    let declared: Vec<&Equal> = declared.collect();
    let demands = declared.iter().flat_map(|equal| {
        let mut own = form.graph.demands(equal, &facts);
        own.sort_by_cached_key(|demand| form.order(&demand.left));
        own
    });
    let (of_lists, of_cells): (Vec<Demand>, Vec<Demand>) =
        demands.partition(|demand| form.space.list_of(&demand.left).is_some());
    let of_list = |fact: &Target| form.space.list_of(fact).is_some();
    let facts = || facts.iter().copied();
    let mut cells = form.same_cells(facts().filter(|fact| !of_list(fact)));
    cells.extend(of_cells.iter().filter_map(|own| form.equal_cells(own)));
    cells.retain(|pair| pair.left != pair.right);
    let mut lists = form.same_lists(facts().filter(of_list));
    lists.extend(of_lists.iter().flat_map(|own| form.equal_lists(own)));
    (cells, lists)
}

/// The blocks of a form with what their cells state.
struct FormFacts<'f> {
    space: &'f Space<'f>,
    blocks: &'f [FormBlock<'f>],
    structures: &'f [Structure<'f>],
    graph: Graph<'f>,
}

impl FormFacts<'_> {
    /// Facts in the order of their names, those of lists by what the list is of.
    fn order(&self, fact: &Target) -> (Coordinates, Option<Dim>) {
        (self.space.coordinates(fact), self.space.list_of(fact))
    }

    /// Those that state a fact, each with `place` of its lines.
    fn stating<P: PartialEq>(
        &self,
        fact: &Target,
        place: impl Fn(&FormBlock<'_>, &Key) -> Option<P>,
    ) -> Vec<Vec<(usize, P, Vec<u32>)>> {
        let lines = |spots: &[Spot]| {
            let lines = spots.chunk_by(|a, b| (a.block, a.line) == (b.block, b.line));
            let line = |spots: &[Spot]| {
                let Spot { block, line, .. } = *spots.first()?;
                let own = &self.blocks[block];
                let key = &self.structures[block].lines[line].key;
                let cols = spots.iter().map(|spot| own.col(spot.column));
                Some((block, place(own, key)?, cols.collect::<Option<_>>()?))
            };
            lines.map(line).collect::<Option<Vec<_>>>()
        };
        let all = self.graph.of(fact).into_iter();
        all.filter_map(|own| lines(&own.spots)).collect()
    }

    fn cells(&self, fact: &Target) -> Vec<FactCells> {
        self.stating(fact, |block, key| {
            let row = block.row_of(key)?;
            Some(match key {
                Key::Total => BlockPlace::Closing,
                _ => BlockPlace::Row(row),
            })
        })
    }

    fn lists(&self, fact: &Target) -> Vec<Listing> {
        let all = self.stating(fact, |block, _| block.keys).into_iter();
        let bare = |(at, _, cols)| (at, cols);
        all.map(|own| own.into_iter().map(bare).collect()).collect()
    }

    /// The pairs of those who state the same fact: the first that `leads`, else the first, with each other one; the other one is
    /// the left side where they are `turned`.
    fn pairs<T: Clone + PartialEq>(
        &self,
        facts: impl Iterator<Item = Target>,
        of: impl Fn(&Target) -> Vec<T>,
        leads: impl Fn(&T) -> bool,
        turned: impl Fn(&T, &T) -> bool,
    ) -> Vec<SameFact<T>> {
        let mut facts: Vec<Target> = facts.collect();
        facts.sort_by_cached_key(|fact| self.order(fact));
        let mut pairs = Vec::new();
        for all in facts.iter().map(of) {
            let first = all.iter().find(|own| leads(own)).or(all.first());
            let Some(first) = first else { continue };
            for other in all.iter().filter(|other| *other != first) {
                let (left, right) = match turned(first, other) {
                    true => (other.clone(), first.clone()),
                    false => (first.clone(), other.clone()),
                };
                let when = None;
                pairs.push(SameFact { left, right, when });
            }
        }
        pairs
    }

    fn same_cells(&self, facts: impl Iterator<Item = Target>) -> Vec<SameFact<FactCells>> {
        self.pairs(facts, |fact| self.cells(fact), |_| true, |_, _| false)
    }

    /// The left side of a pair is a single list, and of 类 by name where only one side is.
    fn same_lists(&self, facts: impl Iterator<Item = Target>) -> Vec<SameFact<Listing>> {
        let turned = |first: &Listing, other: &Listing| {
            first.len() > 1 || self.by_name(other) && !self.by_name(first)
        };
        let leads = |list: &Listing| !self.by_name(list);
        self.pairs(facts, |fact| self.lists(fact), leads, turned)
    }

    fn equal_cells(&self, demand: &Demand) -> Option<SameFact<FactCells>> {
        let first = |fact: &Target| self.cells(fact).into_iter().next();
        with_condition(demand, &first, &first)
    }

    fn equal_lists(&self, demand: &Demand) -> Vec<SameFact<Listing>> {
        let first = |fact: &Target, named: bool| {
            let mut lists = self.lists(fact).into_iter();
            lists.find(|list| self.by_name(list) == named)
        };
        let pair = |named: bool| {
            let pair = with_condition(demand, &|fact| first(fact, named), &|fact| {
                first(fact, false)
            });
            pair.filter(|pair| pair.left.len() == 1)
        };
        [false, true].into_iter().filter_map(pair).collect()
    }

    /// Whether the lines of a list are 类 by name.
    fn by_name(&self, list: &Listing) -> bool {
        matches!(self.blocks[list[0].0].meaning.lines, Lines::Class(_))
    }
}

/// What is demanded of those who state both sides, unless its condition cannot be judged.
fn with_condition<T>(
    demand: &Demand,
    of: &impl Fn(&Target) -> Option<T>,
    of_condition: &impl Fn(&Target) -> Option<T>,
) -> Option<SameFact<T>> {
    let when = match &demand.when {
        None => None,
        Some([left, right]) => Some((of_condition(left)?, of_condition(right)?)),
    };
    Some(SameFact {
        left: of(&demand.left)?,
        right: of(&demand.right)?,
        when,
    })
}
