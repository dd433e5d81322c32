//! `yusuan layouts`: the layouts that there are, their files, and help for who writes one.

use std::path::Path;

use anyhow::{anyhow, bail};
use unicode_width::UnicodeWidthStr as _;

use super::args::{
    LayoutsArgs, LayoutsCommand, LayoutsInferArgs, LayoutsListArgs, LayoutsShowArgs,
    LayoutsUpgradeArgs,
};
use super::caught::caught;
use super::{inputs, layouts_check, output};
use crate::batch::{Stage, open_file};
use crate::finding::render;
use crate::infer;
use crate::layout::{self, LayoutHead, Templates};
use crate::messages::{Messages, Phrase, visible};
use crate::model::Body;

/// Runs the command that was called.
pub(super) fn run(args: &LayoutsArgs, messages: &Messages) -> anyhow::Result<bool> {
    match &args.command {
        LayoutsCommand::List(args) => list(args, messages),
        LayoutsCommand::Show(args) => show(args),
        LayoutsCommand::Check(args) => layouts_check::run(args, messages),
        LayoutsCommand::Upgrade(args) => upgrade(args, messages),
        LayoutsCommand::Infer(args) => draft(args, messages),
    }
}

fn templates(folder: Option<&Path>) -> anyhow::Result<Templates> {
    let mut templates = Templates::embedded();
    if let Some(folder) = folder {
        let faulty = inputs::add_own(&mut templates, folder, None)?;
        if let Some(error) = faulty.into_iter().next() {
            return Err(anyhow!(error));
        }
    }
    Ok(templates)
}

/// One line for each layout: id, name, whose budgets, years.
fn list(args: &LayoutsListArgs, messages: &Messages) -> anyhow::Result<bool> {
    let mut layouts = match &args.templates {
        None => LayoutHead::shipped(),
        Some(folder) => {
            let all = templates(Some(folder))?.layouts;
            all.iter().map(LayoutHead::from).collect()
        }
    };
    layouts.sort_by(|one, other| one.id.cmp(&other.id));
    let rows: Vec<[String; 4]> = layouts.iter().map(|own| row(own, messages)).collect();
    let widths = [0, 1, 2].map(|at| rows.iter().map(|row| row[at].width()).max().unwrap_or(0));
    let mut text = String::new();
    for row in &rows {
        for (cell, width) in row.iter().zip(widths) {
            text.push_str(cell);
            text.extend(std::iter::repeat_n(
                ' ',
                width.saturating_sub(cell.width()) + 2,
            ));
        }
        text.push_str(&row[3]);
        text.push('\n');
    }
    output::print(text.as_bytes())?;
    Ok(true)
}

fn row(layout: &LayoutHead, messages: &Messages) -> [String; 4] {
    let body = match layout.body {
        Body::Unit => "layouts-unit",
        Body::Department => "layouts-department",
    };
    [
        visible(&layout.id).into_owned(),
        visible(&layout.name).into_owned(),
        messages.text(body),
        years(&layout.years),
    ]
}

/// Years in a row as the first and the last.
fn years(years: &[u16]) -> String {
    let mut sorted = years.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut runs: Vec<(u16, u16)> = Vec::new();
    for year in sorted {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(year) => *last = year,
            _ => runs.push((year, year)),
        }
    }
    let words = runs.iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    });
    words.collect::<Vec<_>>().join(",")
}

/// The file of a layout, to be copied.
fn show(args: &LayoutsShowArgs) -> anyhow::Result<bool> {
    let templates = templates(args.templates.as_deref())?;
    inputs::require_layout(&templates, &args.id)?;
    let text = templates.layout(&args.id).map_or("", |own| &own.text);
    output::print(text.as_bytes())?;
    Ok(true)
}

/// Writes a layout of format 1 in format 2; whether it is one.
fn upgrade(args: &LayoutsUpgradeArgs, messages: &Messages) -> anyhow::Result<bool> {
    let name = args.file.display().to_string();
    match layout::upgrade(&name, &inputs::text(&args.file)?) {
        Ok(upgraded) => written(args.output.as_deref(), &upgraded, args.force),
        Err(error) => {
            output::complain(&anyhow!(error), messages);
            Ok(false)
        }
    }
}

/// Drafts a layout from a form; whether a table was found in it.
fn draft(args: &LayoutsInferArgs, messages: &Messages) -> anyhow::Result<bool> {
    let templates = templates(args.templates.as_deref())?;
    let name = args.form.display().to_string();
    let workbook = match open_file(&args.form, &args.limits.0) {
        Ok(workbook) => workbook,
        Err(finding) => {
            output::say(&render(&name, &finding, messages));
            return Ok(false);
        }
    };
    let drafted = caught(&name, Stage::Reading, || {
        Ok(infer::draft(&workbook, &templates))
    })?;
    if drafted.tables.is_empty() {
        let words = messages.with("layouts-no-table", &[("file", name.into())]);
        output::say(&format!("{}\n", visible(&words)));
        return Ok(false);
    }
    let source = args.form.file_name().unwrap_or_default().to_string_lossy();
    let text = infer::toml(&drafted, &source, messages);
    written(args.output.as_deref(), &text, args.force)?;
    let blocks = || drafted.tables.iter().flat_map(|table| &table.blocks);
    let columns: usize = blocks().map(|block| block.columns.len()).sum();
    let rows: usize = blocks().map(|block| block.rows.len()).sum();
    let args = [
        ("file", name.into()),
        ("tables", drafted.tables.len().into()),
        ("columns", columns.into()),
        ("rows", rows.into()),
        ("count", infer::questions(&text).into()),
    ];
    let words = messages.with("layouts-drafted", &args);
    output::say(&format!("{}\n", visible(&words)));
    Ok(true)
}

/// Writes a layout to a file or, without one, to standard output.
pub(super) fn written(output: Option<&Path>, text: &str, force: bool) -> anyhow::Result<bool> {
    match output.filter(|path| path.as_os_str() != "-") {
        None => output::print(text.as_bytes())?,
        Some(path) if path.exists() && !force => {
            bail!(Phrase::new("cli-exists").arg("path", path.display()))
        }
        Some(path) => output::write(path, text.as_bytes(), force)?,
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_in_a_row_are_a_range() {
        assert_eq!(years(&[2023]), "2023");
        assert_eq!(years(&[2026, 2024, 2025, 2022]), "2022,2024-2026");
        assert_eq!(years(&[]), "");
    }
}
