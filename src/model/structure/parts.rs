//! What lies directly below what, and which sums that gives.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt as _};

use super::{is_of_which, line_coordinates};
use crate::model::statements::{Space, Target};
use crate::model::{BlockModel, Code, Key, Line, Lines};

/// For each item, the sums that make it up, each of positions of items.
pub(super) type PartSums = Vec<Vec<Vec<usize>>>;

/// The parts of each line, and the sums that make it up.
pub(super) fn over_lines(
    space: &Space<'_>,
    block: &BlockModel,
    lines: &[&Line],
) -> (Vec<Vec<usize>>, PartSums) {
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
    let at: Vec<Option<Target>> = lines
        .iter()
        .map(|line| {
            let part = !matches!(line.key, Key::Unknown(_)) && !is_of_which(block, line);
            part.then(|| space.target(&block.at.narrowed(&line_coordinates(block, line))))
        })
        .collect();
    let mut above = above_many(space, &at);
    // Which lines one of an unknown code lies below cannot be told.
    for (line, own) in lines.iter().enumerate() {
        if matches!(own.key, Key::Unknown(_)) {
            above[line].extend(total);
        }
    }
    let parts = parts(&above);
    let sums = sums(space, &at, &parts);
    (parts, sums)
}

/// For each item, the items that it lies directly below; each pair is looked at.
pub(super) fn above_few(space: &Space<'_>, at: &[Option<Target>]) -> Vec<Vec<usize>> {
    let items = || at.iter().enumerate();
    let covering = |inner: &Target| -> Vec<(usize, Target)> {
        let outer = items().filter_map(|(item, at)| Some((item, (*at)?)));
        outer
            .filter(|(_, at)| at != inner && space.covers(at, inner))
            .collect()
    };
    at.iter()
        .map(|own| own.map_or_else(Vec::new, |own| nearest(space, &covering(&own))))
        .collect()
}

/// The same for many items: what lies above each is looked up. Of items with the same coordinates the first stands for all.
fn above_many(space: &Space<'_>, at: &[Option<Target>]) -> Vec<Vec<usize>> {
    let mut first: HashMap<Target, usize> = HashMap::with_capacity(at.len());
    for (item, at) in at.iter().enumerate() {
        if let Some(at) = at {
            first.entry(*at).or_insert(item);
        }
    }
    let covering = |inner: &Target| -> Vec<(usize, Target)> {
        let outer = space.outer(inner).into_iter().skip(1);
        outer
            .filter_map(|outer| Some((*first.get(&outer)?, outer)))
            .collect()
    };
    at.iter()
        .map(|own| own.map_or_else(Vec::new, |own| nearest(space, &covering(&own))))
        .collect()
}

/// Of items that all cover one, those that lie directly above it.
fn nearest(space: &Space<'_>, covering: &[(usize, Target)]) -> Vec<usize> {
    let between = |outer: &Target| {
        let mut others = covering.iter();
        others.any(|(_, inner)| inner != outer && space.covers(outer, inner))
    };
    let nearest = covering.iter().filter(|(_, outer)| !between(outer));
    let mut nearest: Vec<usize> = nearest.map(|(item, _)| *item).collect();
    nearest.sort_unstable();
    nearest
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
pub(super) fn sums(space: &Space<'_>, at: &[Option<Target>], parts: &[Vec<usize>]) -> PartSums {
    let of = |(item, parts): (usize, &Vec<usize>)| -> Vec<Vec<usize>> {
        let (Some(whole), false) = (at[item], parts.is_empty()) else {
            return Vec::new();
        };
        // What says nothing of itself, as a line of an unknown code, may be of any dimension.
        let told = parts.iter().filter_map(|&part| at[part]);
        if !whole.narrowed_by_all(told).is_empty() {
            return vec![parts.clone()];
        }
        let mut all: Vec<Vec<usize>> = Vec::new();
        for dim in space.dims() {
            let narrows = |part: &&usize| {
                let own = at[**part];
                own.is_some_and(|own| own.get(dim) != whole.get(dim))
            };
            let own: Vec<usize> = parts.iter().filter(narrows).copied().collect();
            if !own.is_empty() && !all.contains(&own) {
                all.push(own);
            }
        }
        all
    };
    parts.iter().enumerate().map(of).collect()
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
