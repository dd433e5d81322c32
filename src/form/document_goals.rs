//! The form of performance goals, open for filling in.

use std::collections::BTreeMap;

use super::Request;
use super::desk::{Desk, input};
use super::document_rules::{amount, date, one_of, told};
use crate::bind::GOALS_TOP;
use crate::layout::{GoalContent, GoalSlot, GoalsLayout, IndicatorField};
use crate::model::{GoalField, GoalForm, Indicator, Text};
use crate::workbook::{Address, AmountFormat, Look, Sheet, Style};

/// The lines prepared for each second level of indicators.
const LINES: usize = 3;
/// The least heights of the rows of goals, and of other rows that are filled in, in points.
const GOAL_HEIGHT: f64 = 120.0;
const HEIGHT: f64 = 26.0;

/// A form with what is known before anybody fills it in.
pub(super) fn prepared(request: &Request<'_>, goals: &GoalsLayout) -> GoalForm {
    let mut texts = BTreeMap::new();
    let unit = &request.unit;
    let mut known = vec![
        (GoalField::Department, unit.department.clone()),
        (GoalField::Implementer, unit.name.clone()),
    ];
    if goals.boxes {
        let boxes = goals.categories.iter().map(|own| format!("{own}□"));
        known.push((GoalField::Category, boxes.collect::<Vec<_>>().join(" ")));
    }
    for (field, text) in known {
        let has = |slot: &GoalSlot<'_>| *slot.content == GoalContent::Field(field);
        if !text.is_empty() && goals.slots().iter().any(has) {
            texts.insert(field, Text::new(text));
        }
    }
    let second = |level: &crate::layout::GoalLevel| match level.second.as_slice() {
        [] => vec![String::new()],
        own => own.to_vec(),
    };
    let lines = goals.levels.iter().flat_map(|level| {
        let first = Text::new(&level.first);
        let line = move |second: String| Indicator {
            first: first.clone(),
            second: Text::new(second),
            third: Text::default(),
            value: Text::default(),
        };
        second(level).into_iter().map(line)
    });
    GoalForm {
        title: Text::new(&goals.title),
        year: Some(request.year),
        measure: goals.measure,
        texts,
        amounts: BTreeMap::new(),
        indicators: lines
            .flat_map(|line| std::iter::repeat_n(line, LINES))
            .collect(),
    }
}

/// The cell of a field, where the form has it.
pub(super) fn cell_of(goals: &GoalsLayout, field: GoalField) -> Option<Address> {
    let slots = goals.slots();
    let slot = slots
        .iter()
        .find(|slot| *slot.content == GoalContent::Field(field))?;
    Some(Address::new(GOALS_TOP + slot.row, slot.col))
}

/// Opens the cells of a form's sheet.
pub(super) fn open(request: &Request<'_>, goals: &GoalsLayout, mut sheet: Sheet) -> Desk {
    let last = u32::try_from(goals.widths.len()).expect("a form has few columns") - 1;
    let mut tall: BTreeMap<u32, f64> = BTreeMap::new();
    let slots = goals.slots();
    let indicators = indicator_rows(goals);
    for slot in &slots {
        let row = GOALS_TOP + slot.row;
        match slot.content {
            GoalContent::Field(GoalField::OverallGoal | GoalField::YearlyGoal) => {
                tall.insert(row, GOAL_HEIGHT);
            }
            _ => {
                tall.entry(row).or_insert(HEIGHT);
            }
        }
    }
    tall.extend((indicators.0..=indicators.1).map(|row| (row, HEIGHT)));
    for (row, height) in &mut sheet.heights {
        *height = tall.get(row).map_or(*height, |least| height.max(*least));
    }
    sheet.page.breaks.clear();
    let mut desk = Desk::new(sheet, last);
    for slot in &slots {
        field(request, goals, &mut desk, slot, &slots);
    }
    lines(goals, &mut desk, indicators);
    desk
}

/// The first and last row of the indicators below their header.
fn indicator_rows(goals: &GoalsLayout) -> (u32, u32) {
    let number = |n: usize| u32::try_from(n).expect("a form has few rows");
    let lines: usize = goals.levels.iter().map(|own| own.second.len().max(1)).sum();
    let first = GOALS_TOP + number(goals.rows.len()) + 1;
    (first, first + number(lines * LINES).max(1) - 1)
}

/// Opens the cells of a region.
fn opened(desk: &mut Desk, (from, to): (Address, Address), style: Style) {
    for row in from.row..=to.row {
        for col in from.col..=to.col {
            if let Some(cell) = desk.cell(row, col) {
                cell.style = style;
            }
        }
    }
}

fn field(
    request: &Request<'_>,
    goals: &GoalsLayout,
    desk: &mut Desk,
    slot: &GoalSlot<'_>,
    slots: &[GoalSlot<'_>],
) {
    let from = Address::new(GOALS_TOP + slot.row, slot.col);
    let to = Address::new(from.row + slot.rows - 1, from.col + slot.columns - 1);
    let only = (from, from);
    let (look, rule) = match slot.content {
        GoalContent::Blank => return,
        GoalContent::Label { text, .. } => {
            let goal = GoalContent::Field(GoalField::OverallGoal);
            let above = |other: &GoalSlot<'_>| {
                *other.content == goal && (other.row, other.col) == (slot.row + slot.rows, slot.col)
            };
            if !text.contains("{period}") && !slots.iter().any(above) {
                return;
            }
            let words = format!(
                "要写明项目周期的，在文字后面加括号，如“({}年-{}年)”；其余文字不要改。",
                request.year,
                request.year.saturating_add(1)
            );
            (Look::Header, Some(told(only, "项目周期", words)))
        }
        GoalContent::Field(own) if own.is_amount() => {
            (Look::Amount, Some(amount(only, goals.measure)))
        }
        GoalContent::Field(GoalField::Start | GoalField::End) => {
            (Look::Code, date(only, &goals.date, request.year))
        }
        GoalContent::Field(GoalField::Category) if goals.boxes => {
            let words = "在选中的一类后面，把 □ 换成 ☑，其余保留 □。".to_owned();
            (Look::Name, Some(told(only, "项目类别", words)))
        }
        GoalContent::Field(GoalField::Category) => {
            (Look::Name, one_of(only, "项目类别", &goals.categories))
        }
        GoalContent::Field(GoalField::Nature) => {
            (Look::Name, one_of(only, "项目性质", &goals.natures))
        }
        GoalContent::Field(_) => (Look::Name, None),
    };
    let style = Style {
        amount: AmountFormat::AsStated,
        ..input(look)
    };
    opened(desk, (from, to), style);
    desk.sheet.validations.extend(rule);
}

/// The lines of indicators. First levels are the layout's; what a unit measures itself by is open.
fn lines(goals: &GoalsLayout, desk: &mut Desk, (first, last): (u32, u32)) {
    let columns = goals.indicators.iter().zip(goals.indicator_columns());
    for (column, (col, columns)) in columns {
        let look = match column.field {
            IndicatorField::First => continue,
            IndicatorField::Second | IndicatorField::Third => Look::Name,
            // Text, so that 100% stays what was typed.
            IndicatorField::Value => Look::Code,
        };
        let to = Address::new(last, col + columns - 1);
        opened(desk, (Address::new(first, col), to), input(look));
    }
}
