//! What the model declares equal, with numbers for its names.

use std::collections::BTreeSet;

use super::space::{Dims, Space, Target};
use crate::model::{Condition, Dim, Equal, Member};

/// Two facts that are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Demand {
    pub(crate) left: Target,
    pub(crate) right: Target,
    /// The facts that must be equal for these to be; otherwise the left one is at least the right one.
    pub(crate) when: Option<[Target; 2]>,
}

/// What an equality demands of the `facts` that are stated. What no cell states may be the sum of what is stated: either side may
/// tell that there is a fact.
pub(super) fn demands(space: &Space<'_>, equal: &Equal, facts: &BTreeSet<Target>) -> Vec<Demand> {
    let declared = Declared::new(space, equal);
    let left = facts.iter().filter(|fact| declared.applies(fact)).copied();
    let from_right = facts.iter().filter_map(|fact| declared.left_of(fact));
    let left: BTreeSet<Target> = left.chain(from_right).collect();
    let demands = left.into_iter().map(|left| Demand {
        left,
        right: declared.other(&left),
        when: declared.condition(&left),
    });
    demands.filter(|own| own.left != own.right).collect()
}

struct Declared<'m> {
    space: &'m Space<'m>,
    equal: &'m Equal,
    left: Target,
    right: Target,
    /// What both sides are narrowed by: for each dimension its members.
    each: Vec<(Dim, Vec<u32>)>,
    /// The dimensions in which a fact of a side may say something else than the side.
    free: Dims,
    when: Option<[Target; 2]>,
}

impl<'m> Declared<'m> {
    fn new(space: &'m Space<'m>, equal: &'m Equal) -> Self {
        let number = |member: &Option<Member>| match member {
            None => 0,
            Some(Member::Word(word)) => space.word(word),
            Some(Member::Code(code)) => Space::code(*code),
        };
        let each = equal.each.iter().map(|(dim, members)| {
            let members = members.iter().map(number);
            (*dim, members.collect())
        });
        let each: Vec<(Dim, Vec<u32>)> = each.collect();
        let (left, right) = (space.target(&equal.left), space.target(&equal.right));
        let mut free = each
            .iter()
            .fold(Dims::default(), |dims, (dim, _)| dims.with(*dim));
        if !equal.total {
            free = free.with(Dim::FUNCTION);
        }
        // A flow that neither side names is the same on both.
        if left.get(Dim::FLOW) == 0 && right.get(Dim::FLOW) == 0 {
            free = free.with(Dim::FLOW);
        }
        let sides = |when: &Condition| [&when.left, &when.right].map(|at| space.target(at));
        Self {
            space,
            equal,
            left,
            right,
            each,
            free,
            when: equal.when.as_ref().map(sides),
        }
    }

    /// Whether a fact is one of the left side: the side itself, narrowed by one member of each dimension and by a 科目.
    fn applies(&self, fact: &Target) -> bool {
        self.is_of(&self.left, fact)
    }

    /// Whether a fact is one of a side.
    fn is_of(&self, side: &Target, fact: &Target) -> bool {
        if !fact.differing(*side).without(self.free).is_empty()
            || self.equal.total && fact.get(Dim::FUNCTION) != side.get(Dim::FUNCTION)
        {
            return false;
        }
        self.each.iter().all(|(dim, members)| {
            let own = fact.get(*dim);
            let told = side.get(*dim);
            // What the side says itself may be narrowed, never widened.
            let narrowed = |&member: &u32| match told {
                0 => member == own,
                _ => {
                    own == told && self.widens(*dim, member, told)
                        || member == own && self.widens(*dim, told, own)
                }
            };
            members.iter().any(narrowed)
        })
    }

    /// The fact of the left side that one of the right side tells.
    fn left_of(&self, right: &Target) -> Option<Target> {
        if !self.is_of(&self.right, right) {
            return None;
        }
        let left = self.across(&self.right, &self.left, right);
        (self.applies(&left) && self.other(&left) == *right).then_some(left)
    }

    /// The other side of a fact of the left one.
    fn other(&self, left: &Target) -> Target {
        self.across(&self.left, &self.right, left)
    }

    /// The fact of the side `to` that goes with `fact` of the side `from`.
    fn across(&self, from: &Target, to: &Target, fact: &Target) -> Target {
        let mut other = *to;
        let dims = self.each.iter().map(|(dim, _)| *dim);
        for dim in dims.chain([Dim::FUNCTION, Dim::FLOW]) {
            let own = fact.get(dim);
            let told = to.get(dim);
            let narrower = own != 0 && own != from.get(dim) && self.widens(dim, told, own);
            if narrower || told == 0 && own != from.get(dim) {
                other = other.with(dim, own);
            }
        }
        other
    }

    fn widens(&self, dim: Dim, outer: u32, inner: u32) -> bool {
        self.space.widens(dim, outer, inner)
    }

    /// The facts of the condition, at the same 科目.
    fn condition(&self, left: &Target) -> Option<[Target; 2]> {
        let bare = Target::default().with(Dim::FUNCTION, left.get(Dim::FUNCTION));
        self.when.map(|sides| sides.map(|side| bare.narrowed(side)))
    }
}
