//! `yusuan template`: blank workbooks for units to fill in.

use std::path::PathBuf;

use anyhow::bail;

use super::args::TemplateArgs;
use super::caught::caught;
use super::results::Results;
use super::unit_form::{form, kept, read_args};
use super::{codes, inputs, output};
use crate::batch::{Options, Stage};
use crate::form::{Complete, file_names};
use crate::layout::Templates;
use crate::messages::{Messages, Phrase};
use crate::model::Unit;

/// Makes one form, or one for each unit of a roster.
pub(super) fn run(args: &TemplateArgs, messages: &Messages) -> anyhow::Result<bool> {
    let read = read_args(args);
    let mut templates = inputs::templates(&read, messages)?;
    let complete = match &args.codes {
        Some(path) => codes::replace(path, &mut templates, &args.limits.0, messages)?,
        None => Complete::default(),
    };
    let options = Options {
        layout: None,
        ..inputs::options(&read)?
    };
    match &args.roster {
        Some(path) => super::roster::forms(args, path, (&templates, &complete), &options, messages),
        None => of_unit(args, (&templates, &complete), &options),
    }
}

fn of_unit(
    args: &TemplateArgs,
    (templates, complete): (&Templates, &Complete),
    options: &Options,
) -> anyhow::Result<bool> {
    let previous = match &args.from {
        None => None,
        Some(path) if path.is_dir() => {
            bail!(Phrase::new("form-from-needs-file").arg("path", path.display()))
        }
        Some(path) => Some(super::previous::read(path, templates, options)?),
    };
    let last = previous.as_ref().map(|budget| &budget.unit);
    let given = |own: &Option<String>, other: fn(&Unit) -> &String| {
        own.clone()
            .or_else(|| last.map(|unit| other(unit).clone()))
            .unwrap_or_default()
    };
    let unit = Unit {
        name: given(&args.unit, |unit| &unit.name).trim().to_owned(),
        code: given(&args.code, |unit| &unit.code).trim().to_owned(),
        department: given(&args.department, |unit| &unit.department)
            .trim()
            .to_owned(),
        nature: given(&args.r#type, |unit| &unit.nature).trim().to_owned(),
        ..Unit::default()
    };
    if unit.name.is_empty() {
        bail!(Phrase::new("form-no-unit"));
    }
    let name = file_names([&unit]).pop().unwrap_or_default();
    let path = match &args.output {
        Some(path) if path.is_dir() => path.join(name),
        Some(path) => path.clone(),
        None => PathBuf::from(name),
    };
    let is_workbook = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
    if !is_workbook && path.as_os_str() != "-" {
        bail!(Phrase::new("form-not-xlsx").arg("path", path.display()));
    }
    if path.as_os_str() != "-" {
        let paths = std::slice::from_ref(&path);
        Results::single(args.force).require_free(paths, &kept(args))?;
    }
    let name = unit.name.clone();
    let bytes = caught(name, Stage::Writing, || {
        let units = (unit, Vec::new());
        form(args, (templates, complete), units, previous.as_ref())
    })?;
    if path.as_os_str() == "-" {
        output::print(&bytes)?;
    } else {
        output::write(&path, &bytes, args.force)?;
    }
    Ok(true)
}
