//! Cells that a form computes and that were typed over.

use super::FormReading;
use crate::finding::{Finding, FindingCode, Severity, Stated};
use crate::form::FormKind;
use crate::form::described::{self, total_sums};
use crate::form::feeding::is_fed;
use crate::form::fixed::is_summed;
use crate::layout::Templates;
use crate::model::{Budget, Id, Key, Line, Lines, cell, line_coordinates};

impl FormReading {
    /// Amounts in cells that the form computes and that hold no formula any more.
    pub(super) fn unlocked(&self, templates: &Templates, budget: &Budget) -> Option<Finding> {
        if !self.formulas.known() {
            return None;
        }
        let mut cells: Vec<Stated> = Vec::new();
        for table in &budget.tables {
            for line in &table.lines {
                for (column, amount) in &line.amounts {
                    let computed =
                        self.is_computed(templates, &budget.layout, &table.table, line, column);
                    let typed = amount
                        .place
                        .as_ref()
                        .is_some_and(|place| !self.formulas.holds(place));
                    if computed && typed {
                        cells.push(Stated::amount(amount));
                    }
                }
            }
        }
        let first = cells.first()?;
        let mut finding = Finding::new(FindingCode::WrongForm)
            .variant("unlocked")
            .severity(Severity::Warning)
            .arg("count", cells.len())
            .arg("text", &first.text);
        finding.cells = cells;
        Some(finding)
    }

    fn is_computed(
        &self,
        templates: &Templates,
        layout: &str,
        table: &Id,
        line: &Line,
        column: &Id,
    ) -> bool {
        let printed = templates
            .layout(layout)
            .and_then(|layout| layout.table(table.as_str()));
        let printed = printed.and_then(|printed| printed.block(line.block.as_str()));
        let Some(printed) = printed else {
            return false;
        };
        let meaning = &*printed.meaning;
        if !printed.closed {
            return false;
        }
        if self.stamp.kind == FormKind::Entry && is_fed(meaning, printed) {
            return true;
        }
        let Some(position) = meaning.column(column.as_str()) else {
            return false;
        };
        let at = meaning.at.narrowed(&line_coordinates(meaning, line));
        let at = cell(&templates.model, &at, &meaning.columns[position].at);
        let measure = templates.model.measure(&at);
        let counted = measure.is_some();
        let lines = described::lines(printed);
        let structure = described::structure(&templates.model, printed, &lines);
        let computed = structure.computed(&templates.model, position).is_some();
        if computed || !structure.column_sums[position].is_empty() && !counted {
            return true;
        }
        match &line.key {
            Key::Total => match meaning.lines {
                Lines::Single => false,
                // A total of rows of which none is a part of it, as those of another year, is typed.
                Lines::Fixed => total_sums(&templates.model, meaning),
                _ => is_summed(measure),
            },
            Key::Row(_) => {
                let own = lines.iter().position(|own| own.key == line.key);
                own.is_some_and(|own| !structure.line_sums[own].is_empty())
            }
            Key::Group => true,
            _ => false,
        }
    }
}

/// Computed cells that were overwritten, less those that were said to contradict what they should be.
pub(super) fn without_contradicting(mut unlocked: Finding, said: &[Finding]) -> Option<Finding> {
    let said: Vec<&Stated> = said
        .iter()
        .filter(|own| own.code == FindingCode::WrongForm && own.variant == Some("contradicts"))
        .flat_map(|own| &own.cells)
        .collect();
    unlocked.cells.retain(|cell| !said.contains(&cell));
    let count = unlocked.cells.len();
    let text = unlocked.cells.first()?.text.clone();
    unlocked.args.clear();
    Some(unlocked.arg("count", count).arg("text", text))
}
