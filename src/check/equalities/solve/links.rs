//! Which cells and equalities hang together. None of it changes while faults are found.

use crate::check::equalities::gather::{Equality, EqualityIx, WhyEqual};

/// Rows of different lengths, one behind the other.
#[derive(Debug)]
struct LinkRows<T> {
    /// Where each row starts; one more than there are rows.
    starts: Vec<usize>,
    items: Vec<T>,
}

impl<T: Copy + Default> LinkRows<T> {
    /// `pairs` gives each item with its row; those of a row keep their order.
    fn new(rows: usize, pairs: impl Iterator<Item = (usize, T)> + Clone) -> Self {
        let mut starts = vec![0; rows + 1];
        for (row, _) in pairs.clone() {
            starts[row + 1] += 1;
        }
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        let mut next = starts.clone();
        let mut items = vec![T::default(); starts[rows]];
        for (row, item) in pairs {
            items[next[row]] = item;
            next[row] += 1;
        }
        Self { starts, items }
    }

    fn row(&self, row: usize) -> &[T] {
        &self.items[self.starts[row]..self.starts[row + 1]]
    }
}

/// What each cell takes part in.
#[derive(Debug)]
pub(super) struct Links {
    equalities: LinkRows<(u32, i8)>,
    /// The totals of each cell, and whether they are those of its row.
    totals: LinkRows<(u32, bool)>,
    parts: LinkRows<u32>,
}

impl Links {
    /// The links of so many cells.
    pub(super) fn new(cells: usize, equalities: &[Equality]) -> Self {
        let signed = equalities.iter().zip(0_u32..).flat_map(|(equality, at)| {
            let left = equality.left.iter().map(move |&cell| (cell, (at, 1)));
            let right = equality.right.iter().map(move |&cell| (cell, (at, -1)));
            left.chain(right)
        });
        let sums = equalities.iter().filter(|equality| equality.why.is_sum());
        let sums = sums.flat_map(|equality| {
            let across = equality.why == WhyEqual::Columns;
            let total = equality.left.first().into_iter();
            total.flat_map(move |&total| {
                let parts = equality.right.iter();
                parts.map(move |&part| (total, part, across))
            })
        });
        Self {
            equalities: LinkRows::new(cells, signed),
            totals: LinkRows::new(
                cells,
                sums.clone()
                    .map(|(total, part, across)| (part, (number(total), across))),
            ),
            parts: LinkRows::new(cells, sums.map(|(total, part, _)| (total, number(part)))),
        }
    }

    /// The equalities that `cell` takes part in: 1 on the left side, -1 on the right one.
    pub(super) fn equalities(&self, cell: usize) -> impl Iterator<Item = (EqualityIx, i128)> {
        let own = self.equalities.row(cell).iter();
        own.map(|&(at, sign)| (EqualityIx::new(at as usize), i128::from(sign)))
    }

    /// The cells that `cell` is the sum of.
    pub(super) fn parts(&self, cell: usize) -> impl Iterator<Item = usize> {
        self.parts.row(cell).iter().map(|&part| part as usize)
    }

    /// All totals that `cell` goes into, directly or through others, or with `across` those of its row: a few, as lines and
    /// columns have few levels.
    pub(super) fn carried(&self, cell: usize, across: bool) -> Vec<usize> {
        let above = |cell: usize| {
            let all = self.totals.row(cell).iter();
            let all = all.filter(move |(_, own)| *own || !across);
            all.map(|&(total, _)| total as usize)
        };
        let mut all: Vec<usize> = above(cell).collect();
        let mut next = 0;
        while next < all.len() {
            for total in above(all[next]) {
                if !all.contains(&total) {
                    all.push(total);
                }
            }
            next += 1;
        }
        all
    }
}

fn number(cell: usize) -> u32 {
    u32::try_from(cell).expect("a file holds fewer cells than that")
}
