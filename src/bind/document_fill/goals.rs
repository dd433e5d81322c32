//! The form of performance goals as a sheet.

use super::prose::HIGHEST;
use crate::bind::arrange::number;
use crate::bind::fill::NoPlace;
use crate::bind::formulas::as_stated;
use crate::layout::{GoalContent, GoalSlot, GoalsLayout, IndicatorField, Layout};
use crate::messages::Phrase;
use crate::model::{Amount, GoalField, GoalForm, Indicator};
use crate::text::Measure;
use crate::workbook::{
    Address, AmountFormat, Cell, Look, Page, Sheet, Style, Value, line_count, paginate,
};

/// The first row of the form's cells: below title and year.
pub(crate) const TOP: u32 = 2;
/// Width from which on a form is printed landscape, in characters.
const WIDE: f64 = 118.0;
/// Points of one line, and around lines.
const LINE: f64 = 15.0;
const AROUND: f64 = 7.0;

struct GoalsSheet<'f> {
    layout: &'f GoalsLayout,
    form: &'f GoalForm,
    sheet: Sheet,
}

/// The sheet of a form, in the places that `layout` gives its cells.
///
/// # Errors
/// Where the layout has no place for a field that the form states.
pub fn goals_sheet(
    name: String,
    layout: &Layout,
    goals: &GoalsLayout,
    form: &GoalForm,
) -> Result<Sheet, NoPlace> {
    let slots = goals.slots();
    let has = |field: &GoalField| {
        *field == GoalField::OverallPeriod
            || slots
                .iter()
                .any(|slot| *slot.content == GoalContent::Field(*field))
    };
    let stated = form.texts.keys().chain(form.amounts.keys());
    if let Some(field) = stated.into_iter().find(|field| !has(field)) {
        return Err(NoPlace {
            layout: layout.id.clone(),
            table: goals.title.clone(),
            what: Phrase::new("place-goal").arg("field", word(*field)),
        });
    }
    let mut form = GoalsSheet {
        layout: goals,
        form,
        sheet: Sheet {
            name,
            widths: goals.widths.clone(),
            page: Page {
                portrait: goals.widths.iter().sum::<f64>() <= WIDE,
                ..Page::default()
            },
            ..Sheet::default()
        },
    };
    form.title();
    slots.iter().for_each(|slot| form.slot(slot, &slots));
    form.indicators();
    form.sheet.cells.sort_by_key(Cell::address);
    form.heights();
    let last = form.sheet.heights.last().map_or(0, |(row, _)| *row);
    form.sheet.page.print_to = Some((last, number(goals.widths.len()).saturating_sub(1)));
    paginate(&mut form.sheet);
    Ok(form.sheet)
}

/// The word of a field for messages: as the forms print it.
const fn word(field: GoalField) -> &'static str {
    match field {
        GoalField::Name => "项目名称",
        GoalField::Nature => "项目性质",
        GoalField::Category => "项目类别",
        GoalField::Department => "主管部门",
        GoalField::Implementer => "实施单位",
        GoalField::Start => "计划开始日期",
        GoalField::End => "计划完成日期",
        GoalField::Total => "项目资金总额",
        GoalField::Fiscal => "财政资金",
        GoalField::Other => "其他资金",
        GoalField::YearTotal => "年度资金申请总额",
        GoalField::YearFiscal => "当年财政拨款",
        GoalField::CarriedOver => "上年结转资金",
        GoalField::YearOther => "其他资金（年度）",
        GoalField::OverallPeriod => "项目周期",
        GoalField::OverallGoal => "项目总目标",
        GoalField::YearlyGoal => "年度总目标",
    }
}

impl GoalsSheet<'_> {
    /// Writes a cell over rows and columns, all of them with borders.
    fn put(&mut self, at: Address, rows: u32, columns: u32, value: Value, style: Style) {
        let to = Address::new(at.row + rows - 1, at.col + columns - 1);
        for row in at.row..=to.row {
            for col in at.col..=to.col {
                let first = (row, col) == (at.row, at.col);
                self.sheet.cells.push(Cell {
                    row,
                    col,
                    value: if first { value.clone() } else { Value::Blank },
                    style,
                    ..Cell::default()
                });
            }
        }
        if to != at {
            self.sheet.merges.push((at, to));
        }
    }

    fn title(&mut self) {
        let columns = number(self.layout.widths.len());
        let title = Value::Text(self.form.title.text.clone());
        self.put(Address::new(0, 0), 1, columns, title, look(Look::Title));
        if let Some(year) = self.form.year {
            let year = self.layout.subtitle.replace("{year}", &year.to_string());
            let year = Value::Text(year);
            self.put(Address::new(1, 0), 1, columns, year, look(Look::Subtitle));
        }
    }

    fn slot(&mut self, slot: &GoalSlot<'_>, slots: &[GoalSlot<'_>]) {
        let at = Address::new(TOP + slot.row, slot.col);
        let (value, style) = match slot.content {
            GoalContent::Blank => (Value::Blank, look(Look::Name)),
            GoalContent::Label { text, .. } => {
                let goal = GoalContent::Field(GoalField::OverallGoal);
                let above = |other: &&GoalSlot<'_>| {
                    *other.content == goal
                        && (other.row, other.col) == (slot.row + slot.rows, slot.col)
                };
                let of_goal = slots.iter().any(|other| above(&other));
                (Value::Text(self.label(text, of_goal)), look(Look::Header))
            }
            GoalContent::Field(field) => match self.form.amounts.get(field) {
                Some(amount) => {
                    let style = Style {
                        amount: AmountFormat::AsStated,
                        ..look(Look::Amount)
                    };
                    (Value::Number(shown(amount, self.form.measure)), style)
                }
                None => (
                    text(self.form.texts.get(field).map(|text| &*text.text)),
                    look(Look::Name),
                ),
            },
        };
        self.put(at, slot.rows, slot.columns, value, style);
    }

    /// A label with the unit of measure and the years of the project in it.
    fn label(&self, text: &str, of_goal: bool) -> String {
        let text = text.replace("{measure}", self.form.measure.word());
        let period = self.form.texts.get(&GoalField::OverallPeriod);
        match period {
            Some(period) if text.contains("{period}") => text.replace("{period}", &period.text),
            Some(period) if of_goal => format!("{text} ({})", period.text),
            _ => {
                let text = text.replace("({period})", "").replace("（{period}）", "");
                text.replace("{period}", "").trim_end().to_owned()
            }
        }
    }

    fn indicators(&mut self) {
        let top = TOP + number(self.layout.rows.len());
        let indicators = &self.form.indicators;
        let side = Value::Text(self.layout.side.clone());
        let rows = number(indicators.len()) + 1;
        self.put(Address::new(top, 0), rows, 1, side, look(Look::Header));
        for (column, (col, columns)) in self
            .layout
            .indicators
            .iter()
            .zip(self.layout.indicator_columns())
        {
            let header = Value::Text(column.header.clone());
            self.put(
                Address::new(top, col),
                1,
                columns,
                header,
                look(Look::Header),
            );
            let mut at = 0;
            while at < indicators.len() {
                let same = same(&indicators[at..], column.field);
                let words = words(&indicators[at], column.field);
                let row = top + 1 + number(at);
                let style = look(Look::Name);
                self.put(
                    Address::new(row, col),
                    number(same),
                    columns,
                    text(Some(words)),
                    style,
                );
                at += same;
            }
        }
    }

    /// Heights in which every text is shown. What a cell over several rows needs beyond them is given to its last row.
    fn heights(&mut self) {
        let merges: std::collections::BTreeMap<Address, Address> =
            self.sheet.merges.iter().copied().collect();
        let rows = self.sheet.cells.last().map_or(0, |cell| cell.row) + 1;
        let mut heights: Vec<f64> = (0..rows).map(|_| LINE + AROUND).collect();
        let mut needs: Vec<(usize, usize, f64)> = Vec::new();
        for cell in &self.sheet.cells {
            let Value::Text(text) = &cell.value else {
                continue;
            };
            let to = merges
                .get(&cell.address())
                .copied()
                .unwrap_or(cell.address());
            let width: f64 = self.sheet.widths[index(cell.col)..=index(to.col)]
                .iter()
                .sum();
            let need = if cell.style.look == Look::Title {
                26.0 * f64::from(number(line_count(text, width * 11.0 / 18.0 - 3.0))) + 12.0
            } else {
                LINE * f64::from(number(line_count(text, width - 3.0))) + AROUND
            };
            needs.push((index(cell.row), index(to.row), need));
        }
        needs.sort_by_key(|(from, to, _)| (to - from, *from));
        for (from, to, need) in needs {
            let lacking = need - heights[from..=to].iter().sum::<f64>();
            if lacking > 0.0 {
                let each = lacking / f64::from(number(to - from + 1));
                heights[from..=to]
                    .iter_mut()
                    .for_each(|height| *height += each);
            }
        }
        self.sheet.heights = (0..)
            .zip(heights)
            .map(|(row, height)| (row, height.min(HIGHEST)))
            .collect();
    }
}

fn look(look: Look) -> Style {
    Style {
        look,
        ..Style::default()
    }
}

fn text(text: Option<&str>) -> Value {
    match text {
        Some(text) if !text.is_empty() => Value::Text(text.to_owned()),
        _ => Value::Blank,
    }
}

/// The amount in the unit of measure of the form.
fn shown(amount: &Amount, measure: Measure) -> rust_decimal::Decimal {
    let shown = (amount.yuan / measure.yuan()).normalize();
    as_stated(shown, amount, measure, measure)
}

fn words(indicator: &Indicator, field: IndicatorField) -> &str {
    match field {
        IndicatorField::First => &indicator.first.text,
        IndicatorField::Second => &indicator.second.text,
        IndicatorField::Third => &indicator.third.text,
        IndicatorField::Value => &indicator.value.text,
    }
}

/// How many of `indicators` from the first on share its level, which is then printed once.
fn same(indicators: &[Indicator], field: IndicatorField) -> usize {
    let first = &indicators[0];
    let alike = |other: &&Indicator| match field {
        IndicatorField::First => other.first.text == first.first.text,
        IndicatorField::Second => {
            (&other.first.text, &other.second.text) == (&first.first.text, &first.second.text)
        }
        IndicatorField::Third | IndicatorField::Value => false,
    };
    indicators[1..].iter().take_while(alike).count() + 1
}

fn index(n: u32) -> usize {
    usize::try_from(n).expect("a form has few rows and columns")
}
