//! Which cells of which tables state each fact: alone, or as a sum of cells.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use super::absent::{Listed, codes};
use super::paper::{Block, Paper};
use crate::check::target::{Dims, Space, Target};
use crate::model::{Dim, Id, Key, Lines, line_coordinates};

/// The cells whose sum states a fact.
#[derive(Debug, Clone)]
pub(super) struct Member {
    /// The block; of a sum over the tables of funds, `None`.
    pub(super) block: Option<usize>,
    pub(super) cells: Vec<usize>,
}

/// Who states each fact. Facts that no cell states alone are looked for when they are asked for.
pub(super) struct Members<'g, 'b> {
    grids: Vec<Grid<'g, 'b>>,
    funds: Vec<Funds>,
    known: RefCell<HashMap<Target, Rc<[Member]>>>,
}

impl<'g, 'b> Members<'g, 'b> {
    /// Of the blocks of tables that `takes_part` admits.
    pub(super) fn new(
        space: &'g Space<'g>,
        paper: &'g Paper<'b>,
        takes_part: impl Fn(&Block<'_>) -> bool,
    ) -> Self {
        let own = paper.blocks.iter().enumerate();
        let own = own.filter(|(_, block)| takes_part(block));
        let grids = own.map(|(at, block)| Grid::new(space, paper, at, block));
        let grids: Vec<Grid<'_, '_>> = grids.collect();
        Self {
            funds: funds(space, &grids),
            grids,
            known: RefCell::default(),
        }
    }

    /// The facts that some cell states, and the totals of blocks.
    pub(super) fn stated(&self) -> BTreeSet<Target> {
        self.grids.iter().flat_map(Grid::stated).collect()
    }

    /// Those who state a fact: of each block, and the sum over the tables of funds.
    pub(super) fn of(&self, target: &Target) -> Rc<[Member]> {
        if let Some(known) = self.known.borrow().get(target) {
            return known.clone();
        }
        let alone = self.grids.iter().filter_map(|grid| {
            Some(Member {
                block: Some(grid.at),
                cells: grid.cells(target)?,
            })
        });
        let mut all: Vec<Member> = alone.collect();
        let over_funds = self.funds.iter();
        let over_funds = over_funds.filter(|funds| funds.parent == target.get(Dim::SOURCE));
        all.extend(over_funds.filter_map(|funds| self.over(funds, target)));
        let all: Rc<[Member]> = all.into();
        self.known.borrow_mut().insert(*target, all.clone());
        all
    }

    /// The cells of the tables of funds that state a fact of their source together.
    fn over(&self, funds: &Funds, target: &Target) -> Option<Member> {
        let mut cells = Vec::new();
        for fund in &funds.all {
            let grid = &self.grids[fund.grid];
            match grid.cells(&target.with(Dim::SOURCE, fund.source)) {
                Some(own) => cells.extend(own),
                None => {
                    let own = fund.listed.as_ref()?;
                    let nothing = match Space::code_of(target.get(Dim::FUNCTION)) {
                        Some(code) => own.states_zero(code),
                        None => own.codes().is_empty(),
                    };
                    // Nothing is stated of another flow, or of what the table is not about.
                    if !nothing || grid.base.get(Dim::FLOW) != target.get(Dim::FLOW) {
                        return None;
                    }
                }
            }
        }
        (!cells.is_empty()).then_some(Member { block: None, cells })
    }
}

/// A source with funds below it, each of which has a table of its own.
struct Funds {
    parent: u32,
    all: Vec<Fund>,
}

struct Fund {
    source: u32,
    grid: usize,
    /// The codes of its table; `None` where one of them is not known.
    listed: Option<Listed>,
}

/// The sources that are the sum of the funds' own tables, as all of them are there.
fn funds(space: &Space<'_>, grids: &[Grid<'_, '_>]) -> Vec<Funds> {
    let model = space.model();
    let of = |source: &Id| {
        grids.iter().position(|grid| {
            let meaning = grid.block.structure.block;
            meaning.lines == Lines::FUNCTION
                && meaning.groups.is_none()
                && meaning.at.source() == Some(source)
        })
    };
    let parents: BTreeSet<&Id> = model
        .equal
        .iter()
        .filter_map(|equal| equal.right.source())
        .filter(|source| model.below(source).next().is_some())
        .collect();
    let all = parents.into_iter().filter_map(|parent| {
        let funds = model.below(parent).map(|fund| {
            let grid = of(fund)?;
            let block = grids[grid].block;
            Some(Fund {
                source: space.word(fund),
                grid,
                listed: codes(block.table, block.structure.block).map(Listed::new),
            })
        });
        Some(Funds {
            parent: space.word(parent),
            all: funds.collect::<Option<_>>()?,
        })
    });
    all.collect()
}

/// A block, with what each of its lines and columns is of.
struct Grid<'g, 'b> {
    space: &'g Space<'g>,
    paper: &'g Paper<'b>,
    at: usize,
    block: &'g Block<'b>,
    base: Target,
    /// The coordinates of each line; `None` where they cannot be told, or where the line is a part beside others.
    lines: Vec<Option<Target>>,
    /// The same of each column that states something.
    columns: Vec<Option<Target>>,
    /// The dimensions in which lines and columns narrow the block's coordinates.
    line_dims: Dims,
    column_dims: Dims,
    /// The line and column of each fact that one cell states.
    exact: HashMap<Target, (usize, usize)>,
    /// The line of each coordinates, the first of several.
    by_line: HashMap<Target, usize>,
    /// The lines within coordinates that no line has.
    inside: OnceCell<HashMap<Target, Vec<usize>>>,
    /// The lines that each line lies directly below.
    above: OnceCell<Vec<Vec<usize>>>,
    /// The lines that make up what lines were asked for so far.
    picked: RefCell<HashMap<Target, Option<Vec<usize>>>>,
    picked_columns: RefCell<HashMap<Target, Option<Vec<usize>>>>,
}

impl<'g, 'b> Grid<'g, 'b> {
    fn new(space: &'g Space<'g>, paper: &'g Paper<'b>, at: usize, block: &'g Block<'b>) -> Self {
        let meaning = block.structure.block;
        let base = space.target(&meaning.at);
        // Of a code that stands twice, which line states the fact cannot be told.
        let mut own: HashMap<(&Key, &crate::model::Coordinates), usize> = HashMap::new();
        for line in &block.structure.lines {
            *own.entry((&line.key, &line.at)).or_default() += 1;
        }
        let line_at = |line: &&crate::model::Line| {
            let twice = line.key.code().is_some() && own[&(&line.key, &line.at)] > 1;
            let aside = matches!(&line.key, Key::Row(id) if meaning.row(id.as_str()).is_none_or(|row| row.of_which));
            if matches!(line.key, Key::Unknown(_)) || twice || aside {
                return None;
            }
            let at = line_coordinates(meaning, line);
            Some(base.narrowed(space.target(&at)))
        };
        let lines: Vec<Option<Target>> = block.structure.lines.iter().map(line_at).collect();
        let columns = meaning.columns.iter().enumerate().map(|(column, own)| {
            let states = block.states[column] && !own.of_which;
            states.then(|| base.narrowed(space.target(&own.at)))
        });
        let columns: Vec<Option<Target>> = columns.collect();
        let dims = |all: &[Option<Target>]| {
            let own = all.iter().flatten();
            own.fold(Dims::default(), |dims, own| dims.or(own.differing(base)))
        };
        let (line_dims, column_dims) = (dims(&lines), dims(&columns));
        let mut grid = Self {
            space,
            paper,
            at,
            block,
            base,
            line_dims,
            column_dims,
            exact: HashMap::with_capacity(lines.len() * columns.len()),
            by_line: HashMap::with_capacity(lines.len()),
            lines,
            columns,
            inside: OnceCell::new(),
            above: OnceCell::new(),
            picked: RefCell::default(),
            picked_columns: RefCell::default(),
        };
        let records = meaning.lines == Lines::Records;
        for (row, line) in grid.lines.iter().enumerate() {
            let Some(line) = line else { continue };
            grid.by_line.entry(*line).or_insert(row);
            for (column, own) in grid.columns.iter().enumerate() {
                let Some(own) = own else { continue };
                let target = grid.cell(line, own);
                if !records || grid.block.line(row).key == Key::Total {
                    grid.exact.entry(target).or_insert((row, column));
                }
            }
        }
        grid
    }

    /// What a line and a column say together: of two words of one dimension the inner one.
    fn cell(&self, line: &Target, column: &Target) -> Target {
        if self.line_dims.and(self.column_dims).is_empty() {
            return line.narrowed(column.within_dims(self.column_dims, Target::default()));
        }
        let both = self.line_dims.and(self.column_dims);
        let by_column = line.narrowed(column.within_dims(self.column_dims, Target::default()));
        // Where the line's own lies within the column's, it is the inner one.
        let inner = column.within_dims(both, line.within_dims(both, Target::default()));
        let own = line.within_dims(both, Target::default());
        if self
            .space
            .covers(&inner.within_dims(both, Target::default()), &own)
        {
            line.within_dims(both, by_column)
        } else {
            by_column
        }
    }

    /// The facts that its cells state, but for those that are computed, and its totals.
    fn stated(&self) -> Vec<Target> {
        let model = self.space.model();
        let meaning = self.block.structure.block;
        let computed: Vec<bool> = meaning
            .columns
            .iter()
            .map(|own| model.computed(&meaning.at.narrowed(&own.at)).is_some())
            .collect();
        let told = |column: &usize| !computed[*column] && self.columns[*column].is_some();
        let columns: Vec<usize> = (0..computed.len()).filter(told).collect();
        let lines = self.lines.iter().flatten().chain([&self.base]);
        let cells = lines.flat_map(|line| {
            let columns = columns.iter().filter_map(|&column| self.columns[column]);
            columns.map(|column| self.cell(line, &column))
        });
        cells.collect()
    }

    /// The cells that state `want`; `None` where the block does not, or where one of them could not be read.
    fn cells(&self, want: &Target) -> Option<Vec<usize>> {
        if !self.space.covers(&self.base, want) {
            return None;
        }
        if let Some(&(row, column)) = self.exact.get(want) {
            let cell = self.block.cell(row, column);
            return (!self.paper.cells[cell].unread).then(|| vec![cell]);
        }
        let own = self.line_dims.or(self.column_dims);
        // What is narrower than all lines and columns is not told.
        if !want.differing(self.base).without(own).is_empty()
            || !self.line_dims.and(self.column_dims).is_empty()
        {
            return None;
        }
        let columns = self.columns(want.within_dims(self.column_dims, self.base))?;
        if columns.len() > 1 && !self.block.table.missing_columns.is_empty() {
            return None;
        }
        let rows = self.rows(want.within_dims(self.line_dims, self.base))?;
        let cells: Vec<usize> = rows
            .iter()
            .flat_map(|&row| columns.iter().map(move |&column| (row, column)))
            .map(|(row, column)| self.block.cell(row, column))
            .collect();
        let read = cells.iter().all(|&cell| !self.paper.cells[cell].unread);
        (read && !cells.is_empty()).then_some(cells)
    }

    /// The columns that make up `want`.
    fn columns(&self, want: Target) -> Option<Vec<usize>> {
        if let Some(known) = self.picked_columns.borrow().get(&want) {
            return known.clone();
        }
        let exact = self.columns.iter().position(|own| *own == Some(want));
        let picked = match exact {
            Some(column) => Some(vec![column]),
            None if !self.block.closed => None,
            None => {
                let parts = &self.block.structure.column_parts;
                let lowest = |column: &usize| parts[*column].is_empty();
                let stated = (0..self.columns.len()).filter(|&own| self.columns[own].is_some());
                let stated: Vec<usize> = stated.collect();
                let at = |column: usize| self.columns[column].unwrap_or(self.base);
                let told = stated
                    .iter()
                    .filter(|column| lowest(column))
                    .all(|&column| {
                        self.space.covers(&want, &at(column))
                            || self.space.apart(&want, &at(column))
                    });
                let inside = stated.iter().copied();
                let inside = inside.filter(|&column| self.space.covers(&want, &at(column)));
                let inside: Vec<usize> = inside.collect();
                let top: Vec<usize> = inside
                    .iter()
                    .copied()
                    .filter(|&column| {
                        !inside.iter().any(|&other| {
                            at(other) != at(column) && self.space.covers(&at(other), &at(column))
                        })
                    })
                    .collect();
                let narrowed = top.iter().map(|&column| at(column));
                (told && shares(want, narrowed)).then_some(top)
            }
        };
        self.picked_columns
            .borrow_mut()
            .insert(want, picked.clone());
        picked
    }

    /// The lines that make up `want`.
    fn rows(&self, want: Target) -> Option<Vec<usize>> {
        if let Some(known) = self.picked.borrow().get(&want) {
            return known.clone();
        }
        let picked = self.pick(want);
        self.picked.borrow_mut().insert(want, picked.clone());
        picked
    }

    fn pick(&self, want: Target) -> Option<Vec<usize>> {
        let structure = &self.block.structure;
        let records = structure.block.lines == Lines::Records;
        let index = self.inside.get_or_init(|| {
            let mut inside: HashMap<Target, Vec<usize>> = HashMap::new();
            for (row, own) in self.lines.iter().enumerate() {
                let Some(own) = own else { continue };
                for outer in self.space.outer(own) {
                    inside.entry(outer).or_default().push(row);
                }
            }
            inside
        });
        let inside = index.get(&want)?;
        let is = |row: &&usize| self.lines[**row] == Some(want);
        let is_total = |row: &usize| structure.lines[*row].key == Key::Total;
        if records {
            if let Some(total) = inside.iter().find(|row| is(row) && is_total(row)) {
                return Some(vec![*total]);
            }
        } else if let Some(row) = inside.iter().find(is) {
            return Some(vec![*row]);
        }
        let by_code = matches!(structure.block.lines, Lines::List(_) | Lines::Class(_));
        let unknown = |line: &&crate::model::Line| matches!(line.key, Key::Unknown(_));
        if !self.block.closed && !by_code
            || self.block.bad_codes
            || by_code && structure.lines.iter().any(unknown)
            || !self.told(&want)
        {
            return None;
        }
        if records {
            let rows: Vec<usize> = inside
                .iter()
                .copied()
                .filter(|row| !is_total(row))
                .collect();
            return (!rows.is_empty()).then_some(rows);
        }
        // The total of a block that is not closed is not the sum of its lines.
        if want == self.base && !self.block.closed {
            return None;
        }
        let above = self.above.get_or_init(|| {
            let mut above = vec![Vec::new(); structure.lines.len()];
            for (line, parts) in structure.line_parts.iter().enumerate() {
                parts.iter().for_each(|&part| above[part].push(line));
            }
            above
        });
        let within = |row: usize| {
            let at = self.lines[row];
            at.is_some_and(|at| self.space.covers(&want, &at))
        };
        let top = inside.iter().copied();
        let top: Vec<usize> = top
            .filter(|&row| !above[row].iter().any(|&above| within(above)))
            .collect();
        let narrowed = top.iter().filter_map(|&row| self.lines[row]);
        shares(want, narrowed).then_some(top)
    }

    /// Whether each of the lowest lines lies within `want` or apart from it: one that reaches across holds some of it.
    fn told(&self, want: &Target) -> bool {
        let structure = &self.block.structure;
        if self.line_dims.is_one() {
            let mut outer = self.space.outer(want).into_iter().skip(1);
            return outer.all(|outer| {
                let line = self.by_line.get(&outer);
                line.is_none_or(|&row| {
                    !structure.line_parts[row].is_empty() || structure.lines[row].key == Key::Total
                })
            });
        }
        let mut lowest = (0..structure.lines.len()).filter(|&row| {
            structure.line_parts[row].is_empty() && structure.lines[row].key != Key::Total
        });
        lowest.all(|row| {
            let Some(own) = &self.lines[row] else {
                return true;
            };
            self.space.covers(want, own) || self.space.apart(want, own)
        })
    }
}

/// Whether all of `parts` narrow one same dimension of `want`.
fn shares(want: Target, parts: impl Iterator<Item = Target>) -> bool {
    let mut dims = Dims::ALL;
    let mut any = false;
    for part in parts {
        dims = dims.and(part.differing(want));
        any = true;
    }
    any && !dims.is_empty()
}
