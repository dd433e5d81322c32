//! Which amounts are totals of which: derived from the coordinates, once, for formulas, checks and leaves alike.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;

use super::{BlockModel, Code, Coordinates, Dim, Id, Key, Line, Lines, Member, Model};

/// The structure of one block of a stated table: the parts of each line and of each column.
#[derive(Debug, Clone)]
pub struct Structure<'a> {
    /// The block's meaning.
    pub block: &'a BlockModel,
    /// The block's lines, in order.
    pub lines: Vec<&'a Line>,
    /// For each line, the lines directly below it.
    pub line_parts: Vec<Vec<usize>>,
    /// For each column of the block, the stated columns directly below it.
    pub column_parts: Vec<Vec<usize>>,
    /// For each line, the sums that make it up, each of some of its parts: those that narrow one same dimension.
    pub line_sums: Vec<Vec<Vec<usize>>>,
    /// The same for each column.
    pub column_sums: Vec<Vec<Vec<usize>>>,
    /// For each column, whether its amounts add up over lines: percentages and numbers of things do not.
    adds_up: Vec<bool>,
    /// For each line, whether its amounts are numbers of things.
    counts: Vec<bool>,
}

/// In which way a total adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Down a column: a line over the lines below it in the coordinates.
    Lines,
    /// Along a line: a column over its parts.
    Columns,
}

/// A total and its parts, as (line, column) positions in a [`Structure`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// In which way it adds up.
    pub way: Way,
    /// The total.
    pub total: (usize, usize),
    /// Its parts, blank ones included.
    pub parts: Vec<(usize, usize)>,
}

impl<'a> Structure<'a> {
    /// The structure of the lines that belong to `block`.
    #[must_use]
    pub fn new(
        model: &Model,
        block: &'a BlockModel,
        lines: impl IntoIterator<Item = &'a Line>,
    ) -> Self {
        Self::printed(model, block, lines, |_| false)
    }

    /// The same, where the columns that `printed` names are parts of others even if no line states an amount in them.
    #[must_use]
    pub fn printed(
        model: &Model,
        block: &'a BlockModel,
        lines: impl IntoIterator<Item = &'a Line>,
        printed: impl Fn(&Id) -> bool,
    ) -> Self {
        let lines: Vec<&Line> = lines
            .into_iter()
            .filter(|line| line.block == block.id)
            .collect();
        // A column that no line states is no total, unless it is printed and was left blank as a whole.
        let states = |&column: &usize| {
            let id = &block.columns[column].id;
            lines.iter().any(|line| line.amounts.contains_key(id)) || printed(id)
        };
        let stated: Vec<usize> = (0..block.columns.len()).filter(states).collect();
        let at = block.columns.iter().enumerate().map(|(column, own)| {
            let part = stated.contains(&column) && !own.of_which;
            part.then(|| block.at.narrowed(&own.at))
        });
        let at: Vec<Option<Coordinates>> = at.collect();
        let column_parts = parts(&above_few(model, &at));
        let column_sums = sums(&at, &column_parts);
        let (line_parts, line_sums) = over_lines(model, block, &lines);
        let adds_up = block.columns.iter().map(|own| {
            let at = block.at.narrowed(&own.at);
            let computed = model.computed(&at);
            // What is counted in one line need not be what is counted in the next.
            at.get(Dim::QUANTITY).is_none() && computed.is_none_or(|word| word.percent_of.is_none())
        });
        let counts = lines.iter().map(|line| {
            let at = line_coordinates(block, line);
            block.at.narrowed(&at).get(Dim::QUANTITY).is_some()
        });
        Self {
            block,
            adds_up: adds_up.collect(),
            counts: counts.collect(),
            lines,
            line_parts,
            column_parts,
            line_sums,
            column_sums,
        }
    }

    /// The amount of `line` in `column` in yuan; `None` where the cell is blank.
    #[must_use]
    pub fn yuan(&self, (line, column): (usize, usize)) -> Option<Decimal> {
        self.lines[line]
            .amounts
            .get(&self.block.columns[column].id)
            .map(|amount| amount.yuan)
    }

    /// Whether the amounts of a line are numbers of things.
    #[must_use]
    pub fn counted(&self, line: usize) -> bool {
        self.counts[line]
    }

    /// The totals of the block that are broken down: first those over lines, then those over columns. A group none of
    /// whose parts states any amount is no breakdown, and one with a cell that could not be read cannot be judged.
    pub fn totals(&self) -> impl Iterator<Item = Total> {
        let columns = 0..self.block.columns.len();
        let stated = |parts: &&Vec<usize>| {
            parts
                .iter()
                .any(|&part| !self.lines[part].amounts.is_empty())
        };
        let over_lines = (0..self.lines.len()).flat_map(move |line| {
            let sums = self.line_sums[line].iter().filter(stated);
            sums.map(move |parts| (line, parts))
        });
        let over_lines = over_lines.flat_map(move |(line, parts)| {
            let columns = 0..self.block.columns.len();
            let columns = columns.filter(|&column| self.adds_up[column]);
            columns.map(move |column| Total {
                way: Way::Lines,
                total: (line, column),
                parts: parts.iter().map(|&part| (part, column)).collect(),
            })
        });
        let over_columns = columns
            .flat_map(|column| {
                let sums = self.column_sums[column].iter();
                sums.map(move |parts| (column, parts))
            })
            .flat_map(move |(column, parts)| {
                let lines = (0..self.lines.len()).filter(|&line| !self.counts[line]);
                lines.map(move |line| Total {
                    way: Way::Columns,
                    total: (line, column),
                    parts: parts.iter().map(|&part| (line, part)).collect(),
                })
            });
        let read = |&(line, column): &(usize, usize)| {
            !self.lines[line]
                .unread
                .contains(&self.block.columns[column].id)
        };
        let all = over_lines
            .chain(over_columns)
            .filter(move |total| read(&total.total) && total.parts.iter().all(read));
        all.filter(|total| {
            self.yuan(total.total).is_some()
                || total.parts.iter().any(|&part| self.yuan(part).is_some())
        })
    }

    /// The sum of the stated parts in yuan, the largest that can be said where it is more; `None` where no part is stated.
    #[must_use]
    pub fn sum(&self, parts: &[(usize, usize)]) -> Option<Decimal> {
        parts
            .iter()
            .filter_map(|&part| self.yuan(part))
            .reduce(Decimal::saturating_add)
    }

    /// How far a total over parts may be off by rounding alone: half a quantum for it and for each stated part.
    #[must_use]
    pub fn slack(&self, total: &Total, quantum: Decimal) -> Decimal {
        let stated = total
            .parts
            .iter()
            .filter(|&&part| self.yuan(part).is_some())
            .count()
            + 1;
        (quantum * Decimal::new(5, 1)).saturating_mul(Decimal::from(stated))
    }

    /// For each line and column, whether no other non-zero amount of the block lies below it in the coordinates. Of two sums of
    /// one total only the first has leaves, and what is a part beside others (其中：) is none.
    ///
    /// # Panics
    /// Where the block has more than 64 columns, which no block has.
    #[must_use]
    pub fn leaves(&self) -> Vec<Vec<bool>> {
        let count = self.block.columns.len();
        assert!(count <= 64, "a set of columns fits into 64 bits");
        let columns: Vec<u64> = (0..count)
            .map(|column| self.columns_below(column))
            .collect();
        let aside = aside(&self.column_parts, &self.column_sums, |column| {
            self.block.columns[column].of_which
        });
        let lines_aside = aside_lines(self);
        let stated: Vec<u64> = self.lines.iter().map(|line| self.stated(line)).collect();
        // Lines below come before or after in any order, so the sets are filled from the leaves up.
        let mut below: Vec<Option<u64>> = vec![None; self.lines.len()];
        (0..self.lines.len())
            .map(|line| {
                let under = self.stated_below(line, &stated, &mut below);
                let is_leaf = |column: usize| {
                    under & (1 << column) == 0
                        && (stated[line] | under) & columns[column] == 0
                        && !aside[column]
                        && !lines_aside[line]
                };
                (0..count).map(is_leaf).collect()
            })
            .collect()
    }

    /// The columns in which a line states an amount other than zero, as bits.
    fn stated(&self, line: &Line) -> u64 {
        let columns = self.block.columns.iter().enumerate();
        columns
            .filter(|(_, column)| {
                let amount = line.amounts.get(&column.id);
                amount.is_some_and(|amount| !amount.yuan.is_zero())
            })
            .fold(0, |bits, (at, _)| bits | 1 << at)
    }

    /// The columns in which any line below `line` states an amount other than zero, as bits.
    fn stated_below(&self, line: usize, stated: &[u64], below: &mut [Option<u64>]) -> u64 {
        if let Some(bits) = below[line] {
            return bits;
        }
        // A fault in the layout may not lead round.
        below[line] = Some(0);
        let parts = self.line_parts[line].iter();
        let bits = parts.fold(0, |bits, &part| {
            bits | stated[part] | self.stated_below(part, stated, below)
        });
        below[line] = Some(bits);
        bits
    }

    /// The columns below `column`, as bits.
    fn columns_below(&self, column: usize) -> u64 {
        let parts = self.column_parts[column].iter();
        parts.fold(0, |bits, &part| bits | 1 << part | self.columns_below(part))
    }
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

/// Which items break down again what others do: those of no first sum, and those below them.
fn aside(
    parts: &[Vec<usize>],
    sums: &[Vec<Vec<usize>>],
    of_which: impl Fn(usize) -> bool,
) -> Vec<bool> {
    let mut aside: Vec<bool> = (0..parts.len()).map(of_which).collect();
    let first: BTreeSet<usize> = sums
        .iter()
        .filter_map(|sums| sums.first())
        .flatten()
        .copied()
        .collect();
    let again = sums.iter().flat_map(|sums| sums.iter().skip(1)).flatten();
    let mut open: Vec<usize> = again
        .copied()
        .filter(|part| !first.contains(part))
        .collect();
    while let Some(item) = open.pop() {
        if !std::mem::replace(&mut aside[item], true) {
            open.extend(parts[item].iter().filter(|part| !first.contains(part)));
        }
    }
    aside
}

fn aside_lines(structure: &Structure<'_>) -> Vec<bool> {
    aside(&structure.line_parts, &structure.line_sums, |line| {
        is_of_which(structure.block, structure.lines[line])
    })
}

/// Whether a line is a part (其中：) that does not make up the whole with others, or a text.
fn is_of_which(block: &BlockModel, line: &Line) -> bool {
    let Key::Row(id) = &line.key else {
        return false;
    };
    block.row(id.as_str()).is_none_or(|row| row.of_which)
}

/// What a line adds to the coordinates of its block. A line whose 类 or code is not known adds nothing but its own.
#[must_use]
pub fn line_coordinates(block: &BlockModel, line: &Line) -> Coordinates {
    let key = match &line.key {
        Key::Code(code) => {
            let dim = block.lines.codes().unwrap_or(Dim::FUNCTION);
            let at = match block.lines {
                Lines::Class(_) => block.list_at.clone(),
                _ => Coordinates::ALL,
            };
            at.with(dim, Some(Member::Code(*code)))
        }
        Key::Row(id) => block
            .row(id.as_str())
            .map(|row| row.at.clone())
            .unwrap_or_default(),
        Key::Unknown(_) | Key::Total | Key::Group | Key::Record(_) => Coordinates::ALL,
    };
    match line.at.is_all() {
        true => key,
        false => key.narrowed(&line.at),
    }
}

/// The parts of each line, and the sums that make it up.
fn over_lines(
    model: &Model,
    block: &BlockModel,
    lines: &[&Line],
) -> (Vec<Vec<usize>>, Vec<Vec<Vec<usize>>>) {
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
fn above_few(model: &Model, at: &[Option<Coordinates>]) -> Vec<Vec<usize>> {
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
fn parts(above: &[Vec<usize>]) -> Vec<Vec<usize>> {
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
fn sums(at: &[Option<Coordinates>], parts: &[Vec<usize>]) -> Vec<Vec<Vec<usize>>> {
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
