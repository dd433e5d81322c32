//! How a layout prints what stands beside the tables: cover, sections, projects and their forms of performance goals.

use rust_decimal::Decimal;
use serde::Deserialize;

use super::drafting::Drafting;
use crate::model::{GoalField, SectionId};
use crate::text::Measure;

/// What stands beside the tables.
#[derive(Debug, Clone)]
pub struct DocumentLayout {
    /// The name of the cover's sheet.
    pub cover_sheet: String,
    /// The lines of the cover; `{region}`, `{year}` and `{unit}` stand for what the budget says.
    pub cover: Vec<String>,
    /// The sections in the order of the document. `tables` and `projects` say where those stand.
    pub sections: Vec<SectionLayout>,
    /// The description of a project.
    pub project: ProjectLayout,
    /// The form of performance goals.
    pub goals: GoalsLayout,
    /// How large a change must be to need a reason; `None` where none does.
    pub reason_threshold: Option<ReasonThreshold>,
    /// How texts are drafted from the tables; `None` where they are not.
    pub drafting: Option<Drafting>,
}

/// How large a change must be to need a reason: both limits must be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReasonThreshold {
    /// The change in percent of last year's amount.
    pub percent: Decimal,
    /// The change in yuan.
    pub amount: Decimal,
}

/// A section of the document.
#[derive(Debug, Clone)]
pub struct SectionLayout {
    /// The model's section.
    pub section: SectionId,
    /// The name of its sheet; empty for `tables` and `projects`, which have several.
    pub sheet: String,
    /// Its heading as printed; `{year}` and `{unit}` stand for what the budget says.
    pub title: String,
    /// Its line in the contents, without ordinal.
    pub contents: String,
    /// The ends of its headings as compared (squashed, without year), the printed one first.
    pub titles: Vec<String>,
    /// The headings of the parts that it must have, without ordinal.
    pub parts: Vec<String>,
    /// Whether it may be missing.
    pub optional: bool,
}

/// The description of a project.
#[derive(Debug, Clone)]
pub struct ProjectLayout {
    /// The name of its sheet; behind it comes a number.
    pub sheet: String,
    /// Its heading as printed; `{project}` stands for the name.
    pub title: String,
    /// The ends of its headings as compared, the printed one first.
    pub titles: Vec<String>,
    /// Its sections in their order.
    pub sections: Vec<ProjectSectionLayout>,
}

/// A section of the description of a project.
#[derive(Debug, Clone)]
pub struct ProjectSectionLayout {
    /// The model's section.
    pub section: SectionId,
    /// Its heading as printed, without ordinal.
    pub title: String,
    /// Its headings as compared, the printed one first.
    pub titles: Vec<String>,
}

/// The form of performance goals (绩效目标表).
#[derive(Debug, Clone)]
pub struct GoalsLayout {
    /// The name of its sheet; behind it comes a number.
    pub sheet: String,
    /// Its title as printed.
    pub title: String,
    /// Its titles as compared, the printed one first.
    pub titles: Vec<String>,
    /// The line below the title: `({year}年度)`.
    pub subtitle: String,
    /// The unit of measure of its amounts.
    pub measure: Measure,
    /// What 项目类别 may be.
    pub categories: Vec<String>,
    /// Whether 项目类别 is a box to tick behind each category, and not the category itself.
    pub boxes: bool,
    /// What 项目性质 may be; empty where the form has none.
    pub natures: Vec<String>,
    /// How dates are written: `%Y年%-m月%-d日`, `%Y-%m-%d`.
    pub date: String,
    /// The widths of its columns in characters.
    pub widths: Vec<f64>,
    /// Its rows above the indicators. A cell that spans rows stands in its first one only.
    pub rows: Vec<Vec<GoalCell>>,
    /// The label to the left of the indicators: 绩效指标.
    pub side: String,
    /// The columns of the indicators, to the right of [`side`](Self::side), which takes the first column.
    pub indicators: Vec<IndicatorColumn>,
    /// The levels of indicators that the form asks for.
    pub levels: Vec<GoalLevel>,
}

/// What a cell of the form holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GoalContent {
    /// A label as printed, and its spellings as compared, the printed one first.
    Label {
        /// As printed; `{measure}` and `{period}` stand for what the form says.
        text: String,
        /// As compared: squashed, without what stands in brackets.
        keys: Vec<String>,
    },
    /// A field to fill in.
    Field(GoalField),
    /// Nothing.
    Blank,
}

/// A cell of the form.
#[derive(Debug, Clone)]
pub struct GoalCell {
    /// What it holds.
    pub content: GoalContent,
    /// How many columns it takes.
    pub columns: u32,
    /// How many rows it takes.
    pub rows: u32,
}

/// Where a cell of the form stands, counted from 0 within the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GoalSlot<'l> {
    /// Its first row.
    pub row: u32,
    /// Its first column.
    pub col: u32,
    /// How many rows it takes.
    pub rows: u32,
    /// How many columns it takes.
    pub columns: u32,
    /// What it holds.
    pub content: &'l GoalContent,
}

/// What a column of the indicators holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndicatorField {
    /// 一级指标.
    First,
    /// 二级指标.
    Second,
    /// 三级指标.
    Third,
    /// 年度指标值.
    Value,
}

/// A column of the indicators.
#[derive(Debug, Clone)]
pub struct IndicatorColumn {
    /// What it holds.
    pub field: IndicatorField,
    /// Its header as printed.
    pub header: String,
    /// Its headers as compared, the printed one first.
    pub keys: Vec<String>,
    /// How many columns of the form it takes.
    pub columns: u32,
}

/// A first level of indicators (一级指标) with its second levels.
#[derive(Debug, Clone)]
pub struct GoalLevel {
    /// Its name as printed.
    pub first: String,
    /// Its names as compared, the printed one first.
    pub keys: Vec<String>,
    /// The names of its second levels (二级指标), for blank forms.
    pub second: Vec<String>,
    /// Whether a form may lack it.
    pub optional: bool,
}

impl GoalsLayout {
    /// The cells above the indicators with their places. Each begins in the first column that no cell of a row above reaches
    /// into.
    #[must_use]
    pub fn slots(&self) -> Vec<GoalSlot<'_>> {
        let mut taken: Vec<u32> = vec![0; self.widths.len()];
        let mut slots = Vec::new();
        for (row, cells) in (0..).zip(&self.rows) {
            let mut cells = cells.iter();
            let mut at = 0;
            while at < taken.len() {
                if taken[at] > 0 {
                    at += 1;
                    continue;
                }
                let Some(cell) = cells.next() else { break };
                let (to, rows) = (at + index(cell.columns.max(1)), cell.rows.max(1));
                slots.push(GoalSlot {
                    row,
                    col: u32::try_from(at).unwrap_or(u32::MAX),
                    rows,
                    columns: cell.columns.max(1),
                    content: &cell.content,
                });
                let end = to.min(taken.len());
                taken[at..end].fill(rows);
                at = to;
            }
            taken
                .iter_mut()
                .for_each(|rows| *rows = rows.saturating_sub(1));
        }
        slots
    }

    /// The first column and the number of columns of each column of the indicators.
    #[must_use]
    pub fn indicator_columns(&self) -> Vec<(u32, u32)> {
        let mut col = 1;
        let place = |column: &IndicatorColumn| {
            col += column.columns;
            (col - column.columns, column.columns)
        };
        self.indicators.iter().map(place).collect()
    }
}

fn index(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX / 2)
}

impl DocumentLayout {
    /// The section of this name.
    #[must_use]
    pub fn section(&self, id: SectionId) -> Option<&SectionLayout> {
        self.sections.iter().find(|section| section.section == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Templates;

    #[test]
    fn every_cell_of_a_form_is_in_one_slot() {
        for layout in &Templates::embedded().layouts {
            let Some(document) = &layout.document else {
                continue;
            };
            let goals = &document.goals;
            let mut seen = std::collections::BTreeSet::new();
            for slot in goals.slots() {
                for row in slot.row..slot.row + slot.rows {
                    for col in slot.col..slot.col + slot.columns {
                        assert!(seen.insert((row, col)), "{}: {row},{col}", layout.id);
                    }
                }
            }
            assert_eq!(
                seen.len(),
                goals.rows.len() * goals.widths.len(),
                "{}",
                layout.id
            );
            let (col, columns) = goals.indicator_columns()[3];
            assert_eq!(index(col + columns), goals.widths.len(), "{}", layout.id);
        }
    }
}
