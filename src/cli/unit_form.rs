//! The form of one unit.

use anyhow::{anyhow, bail};

use super::args::{LevelArgs, ReadArgs, TemplateArgs};
use super::kept::Kept;
use crate::form::{Complete, Kind, NoEntry, Request, blank, can_enter};
use crate::layout::Templates;
use crate::messages::Phrase;
use crate::model::{Budget, Unit};
use crate::workbook::save::save;

/// The empty lines of a list where nothing is known of last year.
const ROWS: usize = 200;

/// The empty lines of a list beside those of last year.
const ROWS_BESIDE_KNOWN: usize = 10;

/// The files that are read.
pub(super) fn kept(args: &TemplateArgs) -> Kept {
    let read = ReadArgs {
        codes: args.codes.clone(),
        ..read_args(args)
    };
    Kept::default()
        .and_read(&read)
        .and(&args.roster)
        .and(&args.from)
}

/// How last year's budget is read. The list of codes is for the form only.
pub(super) fn read_args(args: &TemplateArgs) -> ReadArgs {
    ReadArgs {
        layout: args.layout.clone(),
        templates: args.templates.clone(),
        codes: None,
        limits: args.limits.clone(),
        levels: LevelArgs::default(),
    }
}

/// The form of a unit, with the units below it, as the bytes of its file.
///
/// # Errors
/// Where no layout or year is known, or last year's budget has no place in the layout.
pub(super) fn form(
    args: &TemplateArgs,
    (templates, complete): (&Templates, &Complete),
    (unit, units): (Unit, Vec<Unit>),
    previous: Option<&Budget>,
) -> anyhow::Result<Vec<u8>> {
    let name = unit.name.clone();
    let not_made = |reason: Phrase| {
        anyhow!(
            Phrase::new("form-not-made")
                .arg("unit", &name)
                .phrase("reason", reason)
        )
    };
    let layout = args
        .layout
        .as_deref()
        .or_else(|| previous.map(|budget| budget.layout.as_str()));
    let layout = layout.and_then(|id| templates.layout(id)).ok_or_else(|| {
        let known = templates.layouts.iter().map(|layout| layout.id.as_str());
        not_made(Phrase::new("form-no-layout").list("known", known))
    })?;
    if args.entry
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
        bail!(not_made(said.arg("layout", &layout.id)));
    }
    let next = previous
        .and_then(|budget| budget.year)
        .map(|year| year.saturating_add(1));
    let year = args
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
        kind: if args.entry {
            Kind::Entry
        } else {
            Kind::Direct
        },
        rows: args.rows.map_or(rows, usize::from),
        projects: args.projects.map(usize::from),
        previous,
        complete: complete.clone(),
        password: args.password.clone(),
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
