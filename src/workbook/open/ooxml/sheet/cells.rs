//! The cells of a sheet: what each holds, as far as the limits allow.

use super::super::super::tags::{CutOff, TagKind};
use super::super::cell::{self, CellElement, Formula, Type};
use super::super::{plain, reference};
use super::{Expected, XlsxScanner};
use crate::messages::Phrase;
use crate::workbook::{Address, Problem};

impl<'a> XlsxScanner<'a, '_> {
    /// Reads on to the end of the cell.
    pub(super) fn body(&mut self, cell: &mut CellElement<'a>) -> Result<(), CutOff> {
        while let Some(tag) = self.tags.next()? {
            if tag.kind == TagKind::End {
                if tag.name == "c" {
                    return Ok(());
                }
                continue;
            }
            let inner = self.tags.inner(&tag)?;
            match tag.name {
                "f" => {
                    let shared = tag
                        .attribute("si")
                        .filter(|_| tag.attribute("t") == Some("shared"));
                    cell.formula = Some(Formula {
                        text: inner,
                        shared,
                    });
                    if matches!(tag.attribute("t"), Some("array" | "dataTable")) {
                        self.array(tag.attribute("ref").or(cell.reference));
                    }
                }
                "v" => cell.value = Some(inner),
                "is" => cell.inline = Some(inner),
                // `extLst` and what else is new.
                _ => {}
            }
        }
        Err(CutOff)
    }

    /// Writes a cell into the plain sheet, if it holds anything and has a place.
    pub(super) fn cell(&mut self, place: Option<(u64, u64)>, cell: &CellElement<'a>) {
        let (kind, value, error) = cell::value(cell, self.book.strings);
        let formula = cell
            .formula
            .filter(|formula| !formula.text.is_empty() || formula.shared.is_some());
        if value.is_none() && formula.is_none() {
            return;
        }
        let Some((row, col)) = place else {
            let reference: String = cell
                .reference
                .unwrap_or_default()
                .chars()
                .take(40)
                .collect();
            return self.problem(Problem::Unreadable(
                Phrase::new("damage-no-such-cell").arg("cell", reference),
            ));
        };
        if let Some(problem) = self.limits.outside(row, col) {
            return self.problem(problem);
        }
        // Within the limits both fit.
        let at = Address::new(row as u32, col as u32);
        if kind == Type::Missing && self.book.strings == 0 {
            self.scan.no_strings = true;
        } else if kind == Type::Missing {
            let number: String = value.unwrap_or_default().chars().take(40).collect();
            self.problem(Problem::Unreadable(
                Phrase::new("damage-no-shared-text")
                    .arg("cell", at)
                    .arg("number", number),
            ));
        }
        if kind == Type::Missing && formula.is_none() {
            return;
        }
        let value = value.filter(|_| kind != Type::Missing);
        let formula = formula.filter(|formula| self.affordable(at, formula));
        if value.is_none() && formula.is_none() {
            return;
        }
        if let Err(problem) = self
            .allowance
            .cell(at, value.map_or(0, |value| value.len() as u64))
        {
            return self.problem(problem);
        }
        // Only digits are written as the number of a format.
        let digits = |style: &&str| style.bytes().all(|b| b.is_ascii_digit());
        let style = cell.style.filter(digits);
        let plain = || {
            let formula = match &formula {
                Some(formula) => Some(plain::formula(formula)?.to_owned()),
                None => None,
            };
            let value = plain::value(self.book, (kind, value, error), style)?;
            Some((value, formula))
        };
        let known = plain();
        if known.is_none() {
            cell::write(
                &mut self.scan.xml,
                &mut self.shared,
                at,
                style,
                (kind, value),
                formula,
            );
        }
        self.scan.cells.push(Expected {
            place: (at.row, at.col),
            error,
            value: value.is_some(),
            style: cell
                .style
                .and_then(|style| style.parse().ok())
                .unwrap_or_default(),
            known,
        });
    }

    /// Whether the file may hold one more formula. A shared one is as long in each cell as in the first, though the file
    /// keeps it once.
    fn affordable(&mut self, at: Address, formula: &Formula<'a>) -> bool {
        let known = formula.shared.and_then(|number| self.shared.get(number));
        let bytes = match known {
            Some(shared) if formula.text.is_empty() => shared.bytes,
            _ => formula.text.len() as u64,
        };
        let taken = self.allowance.formula(at, bytes);
        let affordable = taken.is_ok();
        if let Err(problem) = taken {
            self.problem(problem);
        }
        affordable
    }

    fn array(&mut self, region: Option<&str>) {
        let region = region.and_then(reference::range);
        self.scan
            .arrays
            .extend(region.and_then(|region| reference::within(region, self.limits)));
    }
}
