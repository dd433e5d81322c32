//! What coordinates lie above others, and whether money may lie within both.

use crate::model::{Coordinates, Model};

/// All coordinates that cover `at`, itself included: in each dimension its member and those above it.
pub(super) fn outer(model: &Model, at: &Coordinates) -> Vec<Coordinates> {
    let mut all = vec![at.clone()];
    for (dim, member) in at.iter() {
        if model.dimension(dim).is_some_and(|own| !own.sums) {
            continue;
        }
        let above = std::iter::successors(model.above(member), |own| model.above(own));
        let wider: Vec<_> = above.map(Some).chain([None]).collect();
        let known = all.clone();
        for member in wider {
            let own = known.iter().cloned();
            all.extend(own.map(|at| at.with(dim, member.clone())));
        }
    }
    all
}

/// Whether some amount may lie within both.
pub(super) fn meets(model: &Model, one: &Coordinates, other: &Coordinates) -> bool {
    let told = one.iter().chain(other.iter());
    told.map(|(dim, _)| dim).all(|dim| {
        model.within(dim, one.get(dim), other.get(dim))
            || model.within(dim, other.get(dim), one.get(dim))
    })
}
