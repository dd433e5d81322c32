//! Coordinates with numbers for their names: each fact is compared with many others, and names letter by letter.

use std::cell::RefCell;

use foldhash::HashMap;

use super::EACH;
use crate::model::numbers::WordNumbers;
use crate::model::{Code, Coordinates, Dim, Id, Member, Model};

/// The most dimensions that facts are told apart by.
const SLOTS: usize = 16;
/// From here on numbers are those of keys that rows state.
const KEYS: u32 = 1 << 24;
/// From here on numbers are those of codes.
const CODES: u32 = 1 << 31;

/// The dimensions in the order in which facts are compared; further ones come behind.
const ORDER: [Dim; 12] = [
    Dim::FLOW,
    Dim::SOURCE,
    Dim::KIND,
    Dim::FUNCTION,
    Dim::ECONOMIC,
    Dim::CARRY,
    Dim::GOVERNMENT_ECONOMIC,
    Dim::BASIS,
    Dim::QUANTITY,
    Dim::AGENCY,
    Dim::PROJECT,
    Dim::ITEM,
];

/// Where each of them stands in that order, by its position among the dimensions.
const POSITIONS: [usize; ORDER.len()] = {
    let mut all = [0; ORDER.len()];
    let mut at = 0;
    while at < ORDER.len() {
        all[ORDER[at].index()] = at;
        at += 1;
    }
    all
};

fn slot(dim: Dim) -> usize {
    let own = POSITIONS.get(dim.index()).copied();
    own.unwrap_or_else(|| dim.index()).min(SLOTS - 1)
}

/// The coordinates of a fact. They are ordered as their names are; 0 is "all", as it comes before every name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Target([u32; SLOTS]);

impl Target {
    /// The number of its member in dimension `dim`; 0 is "all".
    pub(crate) fn get(&self, dim: Dim) -> u32 {
        self.0[slot(dim)]
    }

    /// The same with another member in dimension `dim`.
    pub(crate) fn with(mut self, dim: Dim, member: u32) -> Self {
        self.0[slot(dim)] = member;
        self
    }

    /// These coordinates, narrowed by those that `inner` gives.
    pub(crate) fn narrowed(mut self, inner: Self) -> Self {
        for (own, inner) in self.0.iter_mut().zip(inner.0) {
            if inner != 0 {
                *own = inner;
            }
        }
        self
    }

    /// What these coordinates say in the dimensions of `dims`, and `others` in the rest.
    pub(crate) fn within_dims(self, dims: Dims, others: Self) -> Self {
        let mut target = others;
        for at in 0..SLOTS {
            if dims.0 & (1 << at) != 0 {
                target.0[at] = self.0[at];
            }
        }
        target
    }

    /// The dimensions that all of `parts` narrow; all dimensions where there are none.
    pub(crate) fn narrowed_by_all(self, parts: impl Iterator<Item = Self>) -> Dims {
        parts.fold(Dims::ALL, |dims, part| dims.and(part.differing(self)))
    }

    /// The dimensions in which the two differ.
    pub(crate) fn differing(self, other: Self) -> Dims {
        let mut dims = 0;
        for at in 0..SLOTS {
            dims |= u16::from(self.0[at] != other.0[at]) << at;
        }
        Dims(dims)
    }
}

/// A set of dimensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Dims(u16);

impl Dims {
    const ALL: Self = Self(u16::MAX);

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) const fn is_one(self) -> bool {
        self.0.is_power_of_two()
    }

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The same with dimension `dim`.
    pub(crate) fn with(self, dim: Dim) -> Self {
        Self(self.0 | 1 << slot(dim))
    }

    /// Their slots.
    fn slots(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let at = rest.trailing_zeros() as usize;
            (rest != 0).then(|| {
                rest &= rest - 1;
                at
            })
        })
    }
}

/// The numbers of all names: of the words of a model, and of the keys that were met.
#[derive(Debug)]
pub(crate) struct Space<'m> {
    model: &'m Model,
    words: &'m WordNumbers,
    keys: RefCell<HashMap<Id, u32>>,
    /// The dimensions whose members add up.
    sums: Dims,
}

impl<'m> Space<'m> {
    pub(crate) fn new(model: &'m Model) -> Self {
        let mut sums = Dims::ALL;
        for own in model.dimensions.iter().filter(|own| !own.sums) {
            sums = sums.without(Dims::default().with(own.dim));
        }
        Self {
            model,
            words: model.numbers(),
            keys: RefCell::default(),
            sums,
        }
    }

    pub(crate) const fn model(&self) -> &'m Model {
        self.model
    }

    /// The dimensions in their order.
    pub(crate) fn dims(&self) -> Vec<Dim> {
        let dims = self.model.dimensions.iter().map(|own| own.dim);
        let mut dims: Vec<Dim> = dims.collect();
        dims.sort();
        dims
    }

    /// The number of a word or key.
    pub(crate) fn word(&self, word: &Id) -> u32 {
        if let Some(number) = self.words.get(word) {
            return number;
        }
        let mut keys = self.keys.borrow_mut();
        let next = KEYS + u32::try_from(keys.len()).unwrap_or(KEYS);
        *keys.entry(word.clone()).or_insert(next)
    }

    /// The number of a code. Numbers are in the order of the codes.
    pub(crate) fn code(code: Code) -> u32 {
        CODES | code.rank()
    }

    pub(crate) fn target(&self, at: &Coordinates) -> Target {
        let mut target = Target::default();
        for (dim, member) in at.iter() {
            target.0[slot(dim)] = match member {
                Member::Word(word) => self.word(word),
                Member::Code(code) => Self::code(*code),
            };
        }
        target
    }

    /// Coordinates in words; of the lines of a list, what they are of beside their code.
    pub(crate) fn coordinates(&self, target: &Target) -> Coordinates {
        let mut at = Coordinates::ALL;
        for dim in self.dims() {
            let number = target.get(dim);
            let member = match Self::code_of(number) {
                Some(code) => Some(Member::Code(code)),
                None => self.name(number).map(Member::Word),
            };
            if member.as_ref() != Some(&Member::Word(EACH.into())) {
                at.set(dim, member);
            }
        }
        at
    }

    fn name(&self, number: u32) -> Option<Id> {
        let of = |(word, own): (&Id, &u32)| (*own == number).then(|| word.clone());
        let word = self.words.iter().find_map(of);
        word.or_else(|| self.keys.borrow().iter().find_map(of))
    }

    /// The dimension of the codes of a list, where a fact is of each of them.
    pub(crate) fn list_of(&self, target: &Target) -> Option<Dim> {
        let each = *self.keys.borrow().get(EACH)?;
        self.dims().into_iter().find(|dim| target.get(*dim) == each)
    }

    /// The code that a number is of.
    pub(crate) fn code_of(number: u32) -> Option<Code> {
        (number & CODES != 0)
            .then(|| Code::ranked(number & !CODES))
            .flatten()
    }

    fn above(&self, number: u32) -> u32 {
        match Self::code_of(number) {
            Some(code) => code.parent().map_or(0, Self::code),
            None if number >= KEYS => 0,
            None => self.words.above(number),
        }
    }

    fn within(&self, at: usize, outer: u32, inner: u32) -> bool {
        let sums = self.sums.0 & (1 << at) != 0;
        if outer == inner || outer == 0 && sums {
            return true;
        }
        if inner == 0 || !sums {
            return false;
        }
        let mut above = self.above(inner);
        while above != 0 {
            if above == outer {
                return true;
            }
            above = self.above(above);
        }
        false
    }

    /// Whether the member `inner` of dimension `dim` lies at or below `outer`.
    pub(super) fn widens(&self, dim: Dim, outer: u32, inner: u32) -> bool {
        self.within(slot(dim), outer, inner)
    }

    /// Whether `inner` lies at or below `outer` in every dimension.
    pub(crate) fn covers(&self, outer: &Target, inner: &Target) -> bool {
        let mut narrower = outer.differing(*inner).without(self.wide(outer)).slots();
        narrower.all(|at| self.within(at, outer.0[at], inner.0[at]))
    }

    /// The dimensions in which `at` is "all", where that covers every member.
    fn wide(&self, at: &Target) -> Dims {
        self.sums.without(at.differing(Target::default()))
    }

    /// What a line and a column of a block at `base` say together: of two words of one dimension the inner one, as
    /// [`cell`](crate::model::cell) has it.
    pub(crate) fn cell(&self, base: &Target, line: &Target, column: &Target) -> Target {
        let mut cell = *line;
        for at in column.differing(*base).slots() {
            if !self.within(at, column.0[at], line.0[at]) {
                cell.0[at] = column.0[at];
            }
        }
        cell
    }

    /// Whether no amount lies within both.
    pub(crate) fn apart(&self, one: &Target, other: &Target) -> bool {
        let wide = self.wide(one).or(self.wide(other));
        let mut differing = one.differing(*other).without(wide).slots();
        differing.any(|at| {
            !self.within(at, one.0[at], other.0[at]) && !self.within(at, other.0[at], one.0[at])
        })
    }

    /// All coordinates that cover `at`, itself first.
    pub(crate) fn outer(&self, at: &Target) -> Vec<Target> {
        let mut all = vec![*at];
        let narrow = at.differing(Target::default()).and(self.sums);
        for slot in narrow.slots() {
            let mut above = at.0[slot];
            let known = all.len();
            while above != 0 {
                above = self.above(above);
                for own in 0..known {
                    let mut wider = all[own];
                    wider.0[slot] = above;
                    all.push(wider);
                }
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Templates;
    use crate::model::cell;

    /// Whatever the layouts print: numbers say of a cell what words say.
    #[test]
    fn cells_are_the_same_in_numbers_and_in_words() {
        let templates = Templates::embedded();
        let space = Space::new(&templates.model);
        let tables = templates.layouts.iter().flat_map(|layout| &layout.tables);
        for block in tables.flat_map(|table| &table.blocks) {
            let meaning = &block.meaning;
            let base = space.target(&meaning.at);
            let rows = meaning.rows.iter().map(|row| &row.at);
            for row in rows.chain([&meaning.list_at, &Coordinates::ALL]) {
                let line = meaning.at.narrowed(row);
                for column in &meaning.columns {
                    let own = base.narrowed(space.target(&column.at));
                    let told = space.cell(&base, &space.target(&line), &own);
                    let words = cell(&templates.model, &line, &column.at);
                    assert_eq!(space.coordinates(&told), words);
                }
            }
        }
    }
}
