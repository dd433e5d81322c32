//! The form of one unit.

use anyhow::anyhow;

use super::args::{LevelArgs, ReadArgs, TemplateArgs};
use super::kept::KeptFiles;
use crate::form::{Complete, WantedForms, form_bytes};
use crate::layout::Templates;
use crate::model::{Budget, Unit};

/// The files that are read.
pub(super) fn kept(args: &TemplateArgs) -> KeptFiles {
    let read = ReadArgs {
        codes: args.codes.clone(),
        ..read_args(args)
    };
    KeptFiles::default()
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
    complete: (&Templates, &Complete),
    units: (Unit, Vec<Unit>),
    previous: Option<&Budget>,
) -> anyhow::Result<Vec<u8>> {
    let wanted = WantedForms {
        layout: args.layout.clone(),
        year: args.year,
        entry: args.entry,
        rows: args.rows,
        projects: args.projects,
        password: args.password.clone(),
    };
    form_bytes(&wanted, complete, units, previous).map_err(|reason| anyhow!(reason))
}
