//! One block, with the facts that its cells state.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;

use foldhash::{HashMap, HashMapExt as _};

use super::space::{Dims, Space, Target};
use super::spot::{Spot, Stating};
use crate::model::{Coordinates, Dim, Key, Line, Lines, line_coordinates};

/// A block, with what each of its lines and columns is of.
pub(super) struct BlockGrid<'s> {
    pub(super) space: &'s Space<'s>,
    pub(super) own: Stating<'s>,
    pub(super) base: Target,
    /// The coordinates of each line; `None` where they cannot be told, or where the line is a part beside others.
    pub(super) lines: Vec<Option<Target>>,
    /// The same of each column that states something.
    pub(super) columns: Vec<Option<Target>>,
    /// The dimensions in which lines and columns narrow the block's coordinates.
    pub(super) line_dims: Dims,
    column_dims: Dims,
    /// The line and column of each fact that one cell states.
    exact: HashMap<Target, (usize, usize)>,
    /// The line of each coordinates, the first of several.
    pub(super) by_line: HashMap<Target, usize>,
    /// The lines within coordinates that no line has.
    pub(super) inside: OnceCell<HashMap<Target, Vec<usize>>>,
    /// The lines that each line lies directly below.
    pub(super) above: OnceCell<Vec<Vec<usize>>>,
    /// The lines that make up what lines were asked for so far.
    pub(super) picked: RefCell<HashMap<Target, Option<Vec<usize>>>>,
    pub(super) picked_columns: RefCell<HashMap<Target, Option<Vec<usize>>>>,
}

impl<'s> BlockGrid<'s> {
    pub(super) fn new(space: &'s Space<'s>, own: Stating<'s>) -> Self {
        let structure = own.structure;
        let meaning = structure.block;
        let base = space.target(&meaning.at);
        // Of a code that stands twice, which line states the fact cannot be told.
        let mut times: HashMap<(&Key, &Coordinates), usize> = HashMap::new();
        for line in &structure.lines {
            *times.entry((&line.key, &line.at)).or_default() += 1;
        }
        let line_at = |line: &&Line| {
            let twice = line.key.code().is_some() && times[&(&line.key, &line.at)] > 1;
            let aside = matches!(&line.key, Key::Row(id) if meaning.row(id.as_str()).is_none_or(|row| row.of_which));
            if matches!(line.key, Key::Unknown(_)) || twice || aside {
                return None;
            }
            let at = line_coordinates(meaning, line);
            Some(base.narrowed(space.target(&at)))
        };
        let lines: Vec<Option<Target>> = structure.lines.iter().map(line_at).collect();
        let columns = meaning.columns.iter().enumerate().map(|(column, said)| {
            let states = own.states[column] && !said.of_which;
            states.then(|| base.narrowed(space.target(&said.at)))
        });
        let columns: Vec<Option<Target>> = columns.collect();
        let dims = |all: &[Option<Target>]| {
            let own = all.iter().flatten();
            own.fold(Dims::default(), |dims, own| dims.or(own.differing(base)))
        };
        let (line_dims, column_dims) = (dims(&lines), dims(&columns));
        let mut grid = Self {
            space,
            own,
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
                let target = space.cell(&base, line, own);
                if !records || structure.lines[row].key == Key::Total {
                    grid.exact.entry(target).or_insert((row, column));
                }
            }
        }
        grid
    }

    /// The facts that its cells state, but for those that are computed, and its totals.
    pub(super) fn facts(&self) -> Vec<Target> {
        let model = self.space.model();
        let meaning = self.own.structure.block;
        let computed: Vec<bool> = meaning
            .columns
            .iter()
            .map(|own| model.computed(&meaning.at.narrowed(&own.at)).is_some())
            .collect();
        let told = |column: &usize| !computed[*column] && self.columns[*column].is_some();
        let columns: Vec<usize> = (0..computed.len()).filter(told).collect();
        let sums = self.sums_of_records();
        let lines = self.lines.iter().flatten().chain([&self.base]);
        let cells = lines.chain(&sums).flat_map(|line| {
            let columns = columns.iter().filter_map(|&column| self.columns[column]);
            columns.map(|column| self.space.cell(&self.base, line, &column))
        });
        cells.collect()
    }

    /// What records of one code, or of one unit, state together: other tables may say it in one line.
    fn sums_of_records(&self) -> BTreeSet<Target> {
        let mut all = BTreeSet::new();
        if self.own.structure.block.lines != Lines::Records {
            return all;
        }
        let model = self.space.model();
        let dims = model.dimensions.iter();
        let told = dims.filter(|own| own.codes.is_some() || own.dim == Dim::AGENCY);
        let told: Vec<Dim> = told.map(|own| own.dim).collect();
        for line in self.lines.iter().flatten() {
            let narrow = |at: Target, dim: &Dim| at.with(*dim, line.get(*dim));
            let singles = told.iter().map(|dim| narrow(self.base, dim));
            all.extend(singles.chain([told.iter().fold(self.base, narrow)]));
        }
        all.remove(&self.base);
        all
    }

    /// The cells that state `want`; `None` where the block does not.
    pub(super) fn spots(&self, want: &Target) -> Option<Vec<Spot>> {
        if !self.space.covers(&self.base, want) {
            return None;
        }
        if let Some(&(row, column)) = self.exact.get(want) {
            return Some(vec![self.spot(row, column)]);
        }
        let own = self.line_dims.or(self.column_dims);
        // What is narrower than all lines and columns is not told.
        if !want.differing(self.base).without(own).is_empty()
            || !self.line_dims.and(self.column_dims).is_empty()
        {
            return None;
        }
        let columns = self.columns(want.within_dims(self.column_dims, self.base))?;
        if columns.len() > 1 && self.own.lacks_columns {
            return None;
        }
        let rows = self.rows(want.within_dims(self.line_dims, self.base))?;
        let spots: Vec<Spot> = rows
            .iter()
            .flat_map(|&row| columns.iter().map(move |&column| self.spot(row, column)))
            .collect();
        (!spots.is_empty()).then_some(spots)
    }

    const fn spot(&self, line: usize, column: usize) -> Spot {
        Spot {
            block: self.own.block,
            line,
            column,
        }
    }
}
