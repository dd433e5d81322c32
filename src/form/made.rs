//! From what is asked for to the bytes of a form's file.

use super::{Complete, FormKind, NoEntry, Request, blank, can_enter};
use crate::layout::Templates;
use crate::messages::Phrase;
use crate::model::{Budget, Unit};
use crate::workbook::save::save;

/// The empty lines of a list where nothing is known of last year.
const ROWS: usize = 200;
/// The empty lines of a list beside those of last year.
const ROWS_BESIDE_KNOWN: usize = 10;

/// What is asked for of forms, as far as it is the same for all.
#[derive(Debug, Clone, Default)]
pub struct WantedForms {
    /// The layout, else that of last year's budget.
    pub layout: Option<String>,
    /// The budget year, else the one after last year's budget.
    pub year: Option<u16>,
    /// Whether each number is typed once, in the sheet 录入.
    pub entry: bool,
    /// The empty lines of each list.
    pub rows: Option<u16>,
    /// The number of projects.
    pub projects: Option<u16>,
    /// What the sheets are protected by.
    pub password: Option<String>,
}

/// The form of a unit, with the units below it, as the bytes of its file.
///
/// # Errors
/// Where no layout or year is known, or last year's budget has no place in the layout.
pub fn form_bytes(
    wanted: &WantedForms,
    (templates, complete): (&Templates, &Complete),
    (unit, units): (Unit, Vec<Unit>),
    previous: Option<&Budget>,
) -> Result<Vec<u8>, Phrase> {
    let name = unit.name.clone();
    let not_made = |reason: Phrase| {
        Phrase::new("form-not-made")
            .arg("unit", &name)
            .phrase("reason", reason)
    };
    let layout = wanted
        .layout
        .as_deref()
        .or_else(|| previous.map(|budget| budget.layout.as_str()));
    let layout = layout.and_then(|id| templates.layout(id)).ok_or_else(|| {
        let known = templates.layouts.iter().map(|layout| layout.id.as_str());
        not_made(Phrase::new("form-no-layout").list("known", known))
    })?;
    if wanted.entry
        && let Err(reason) = can_enter(layout)
    {
        let name = |dim| {
            let own = templates.model.dimension(dim);
            own.map(|own| own.name.clone()).unwrap_or_default()
        };
        let said = match reason {
            NoEntry::Lines => Phrase::new("form-no-entry-lines"),
            NoEntry::Tells(dim) => Phrase::new("form-no-entry").arg("dimension", name(dim)),
        };
        return Err(not_made(said.arg("layout", &layout.id)));
    }
    let next = previous
        .and_then(|budget| budget.year)
        .map(|year| year.saturating_add(1));
    let year = wanted
        .year
        .or(next)
        .ok_or_else(|| not_made(Phrase::new("form-no-year")))?;
    let rows = if previous.is_some() {
        ROWS_BESIDE_KNOWN
    } else {
        ROWS
    };
    let request = Request {
        layout,
        unit,
        units,
        year,
        kind: if wanted.entry {
            FormKind::Entry
        } else {
            FormKind::Direct
        },
        rows: wanted.rows.map_or(rows, usize::from),
        projects: wanted.projects.map(usize::from),
        previous,
        complete: complete.clone(),
        password: wanted.password.clone(),
    };
    let workbook = blank(templates, &request).map_err(|none| {
        not_made(
            Phrase::new("cli-no-place")
                .arg("layout", &none.layout)
                .arg("table", &none.table)
                .phrase("what", none.what.clone()),
        )
    })?;
    save(&workbook).map_err(|error| not_made(Phrase::new("damage-quoted").arg("error", error)))
}
