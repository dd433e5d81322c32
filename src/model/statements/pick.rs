//! Which lines and columns of a block make up a fact that none of them states alone.

use foldhash::{HashMap, HashMapExt as _};

use super::grid::BlockGrid;
use super::space::Target;
use crate::model::{Key, Line, Lines};

impl BlockGrid<'_> {
    /// The columns that make up `want`.
    pub(super) fn columns(&self, want: Target) -> Option<Vec<usize>> {
        if let Some(known) = self.picked_columns.borrow().get(&want) {
            return known.clone();
        }
        let exact = self.columns.iter().position(|own| *own == Some(want));
        let picked = match exact {
            Some(column) => Some(vec![column]),
            None if !self.own.closed => None,
            None => {
                let parts = &self.own.structure.column_parts;
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
                let dims = want.narrowed_by_all(top.iter().map(|&column| at(column)));
                (told && !top.is_empty() && !dims.is_empty()).then_some(top)
            }
        };
        self.picked_columns
            .borrow_mut()
            .insert(want, picked.clone());
        picked
    }

    /// The lines that make up `want`.
    pub(super) fn rows(&self, want: Target) -> Option<Vec<usize>> {
        if let Some(known) = self.picked.borrow().get(&want) {
            return known.clone();
        }
        let picked = self.pick(want);
        self.picked.borrow_mut().insert(want, picked.clone());
        picked
    }

    fn pick(&self, want: Target) -> Option<Vec<usize>> {
        let structure = self.own.structure;
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
        let unknown = |line: &&Line| matches!(line.key, Key::Unknown(_));
        if !self.own.adds_lines
            || !self.own.closed && !by_code
            || structure.lines.iter().any(unknown)
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
        if want == self.base && !self.own.closed {
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
        let dims = want.narrowed_by_all(top.iter().filter_map(|&row| self.lines[row]));
        (!top.is_empty() && !dims.is_empty()).then_some(top)
    }

    /// Whether each of the lowest lines lies within `want` or apart from it: one that reaches across holds some of it.
    fn told(&self, want: &Target) -> bool {
        let structure = self.own.structure;
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
