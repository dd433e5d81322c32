//! What lies directly below what, and which sums that gives.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{is_of_which, line_coordinates};
use crate::model::{BlockModel, Code, Coordinates, Dim, Key, Line, Lines, Model};

/// For each item, the sums that make it up, each of positions of items.
pub(super) type Sums = Vec<Vec<Vec<usize>>>;

/// The parts of each line, and the sums that make it up.
pub(super) fn over_lines(
    model: &Model,
    block: &BlockModel,
    lines: &[&Line],
) -> (Vec<Vec<usize>>, Sums) {
    let total = lines.iter().position(|line| line.key == Key::Total);
    let by_code_alone = block.groups.is_none()
        && block.rows.is_empty()
        && matches!(block.lines, Lines::List(_) | Lines::Class(_));
    if by_code_alone {
        let codes = first_lines(lines);
        let mut parts = vec![Vec::new(); lines.len()];
        for (line, own) in lines.iter().enumerate() {
            let above = own.key.code().and_then(|code| {
                let mut above = std::iter::successors(code.parent(), |code| code.parent());
                above.find_map(|above| codes.get(&above).copied())
            });
            let above = above.or(total.filter(|_| own.key != Key::Total));
            if let Some(above) = above.filter(|&above| above != line) {
                parts[above].push(line);
            }
        }
        let sums = parts.iter().map(|parts| match parts.is_empty() {
            true => Vec::new(),
            false => vec![parts.clone()],
        });
        let sums = sums.collect();
        return (parts, sums);
    }
    if block.lines == Lines::Records {
        let mut parts = vec![Vec::new(); lines.len()];
        let mut sums = vec![Vec::new(); lines.len()];
        if let Some(total) = total {
            let records = (0..lines.len()).filter(|&line| line != total);
            parts[total] = records.collect();
            sums[total] = vec![parts[total].clone()];
        }
        return (parts, sums);
    }
    let at: Vec<Option<Coordinates>> = lines
        .iter()
        .map(|line| {
            let part = !matches!(line.key, Key::Unknown(_)) && !is_of_which(block, line);
            part.then(|| block.at.narrowed(&line_coordinates(block, line)))
        })
        .collect();
    let mut above = above_many(model, &at);
    // Which lines one of an unknown code lies below cannot be told.
    for (line, own) in lines.iter().enumerate() {
        if matches!(own.key, Key::Unknown(_)) {
            above[line].extend(total);
        }
    }
    let parts = parts(&above);
    let sums = sums(&at, &parts);
    (parts, sums)
}

/// For each item, the items that it lies directly below; each pair is looked at.
pub(super) fn above_few(model: &Model, at: &[Option<Coordinates>]) -> Vec<Vec<usize>> {
    let covers = |outer: usize, inner: usize| match (&at[outer], &at[inner]) {
        (Some(outer), Some(inner)) => outer != inner && model.covers(outer, inner),
        _ => false,
    };
    (0..at.len())
        .map(|inner| {
            let above: Vec<usize> = (0..at.len())
                .filter(|&outer| covers(outer, inner))
                .collect();
            let nearest = |outer: &usize| !above.iter().any(|&between| covers(*outer, between));
            above.iter().copied().filter(nearest).collect()
        })
        .collect()
}

/// The same for many items: what lies above each is looked up. Of items with the same coordinates the first stands for all.
fn above_many(model: &Model, at: &[Option<Coordinates>]) -> Vec<Vec<usize>> {
    let mut first: HashMap<&Coordinates, usize> = HashMap::with_capacity(at.len());
    for (item, at) in at.iter().enumerate() {
        if let Some(at) = at {
            first.entry(at).or_insert(item);
        }
    }
    at.iter()
        .map(|own| {
            let Some(own) = own else {
                return Vec::new();
            };
            let above = outer(model, own);
            let found: Vec<(usize, &Coordinates)> = above
                .iter()
                .filter(|above| *above != own)
                .filter_map(|above| Some((*first.get(above)?, above)))
                .collect();
            let between = |outer: &Coordinates| {
                found
                    .iter()
                    .any(|(_, inner)| *inner != outer && model.covers(outer, inner))
            };
            let mut nearest: Vec<usize> = found
                .iter()
                .filter(|(_, outer)| !between(outer))
                .map(|(item, _)| *item)
                .collect();
            nearest.sort_unstable();
            nearest
        })
        .collect()
}

/// All coordinates that cover `at`, itself included: in each dimension its member and those above it.
fn outer(model: &Model, at: &Coordinates) -> Vec<Coordinates> {
    let mut all = vec![Coordinates::ALL];
    for (dim, member) in at.iter() {
        let mut chain = vec![Some(member.clone())];
        if model.dimension(dim).is_none_or(|own| own.sums) {
            while let Some(above) = chain
                .last()
                .and_then(Option::as_ref)
                .and_then(|last| model.above(last))
            {
                chain.push(Some(above));
            }
            chain.push(None);
        }
        all = all
            .iter()
            .flat_map(|own| {
                let members = chain.iter();
                members.map(move |member| own.clone().with(dim, member.clone()))
            })
            .collect();
    }
    all
}

/// For each item, the items directly below it, from those that each lies below.
pub(super) fn parts(above: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut parts = vec![Vec::new(); above.len()];
    for (item, above) in above.iter().enumerate() {
        for &above in above {
            parts[above].push(item);
        }
    }
    parts
}

/// For each item, the sums that make it up. Parts that narrow one same dimension are one sum; where no dimension is narrowed by
/// all, those that narrow each are one.
pub(super) fn sums(at: &[Option<Coordinates>], parts: &[Vec<usize>]) -> Sums {
    let of = |item: usize, parts: &Vec<usize>| -> Vec<Vec<usize>> {
        let Some(outer) = &at[item] else {
            return Vec::new();
        };
        if parts.is_empty() {
            return Vec::new();
        }
        let narrowed: Vec<Vec<Dim>> = parts
            .iter()
            .map(|&part| {
                let at = at[part].as_ref().map(Coordinates::iter);
                let own = at.into_iter().flatten();
                let own = own.filter(|(dim, member)| outer.get(*dim) != Some(*member));
                own.map(|(dim, _)| dim).collect()
            })
            .collect();
        let dims: BTreeSet<Dim> = narrowed.iter().flatten().copied().collect();
        let shared = |dim: &Dim| {
            // What says nothing of itself, as a line of an unknown code, may be of any.
            narrowed
                .iter()
                .all(|own| own.is_empty() || own.contains(dim))
        };
        if dims.is_empty() || dims.iter().any(shared) {
            return vec![parts.clone()];
        }
        let mut all: Vec<Vec<usize>> = Vec::new();
        for dim in &dims {
            let own = parts.iter().zip(&narrowed);
            let own = own.filter(|(_, narrowed)| narrowed.contains(dim));
            let own: Vec<usize> = own.map(|(part, _)| *part).collect();
            if !all.contains(&own) {
                all.push(own);
            }
        }
        all
    };
    let all = parts.iter().enumerate();
    all.map(|(item, parts)| of(item, parts)).collect()
}

/// The first line of each code.
fn first_lines(lines: &[&Line]) -> BTreeMap<Code, usize> {
    let mut first = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(code) = line.key.code() {
            first.entry(code).or_insert(at);
        }
    }
    first
}
