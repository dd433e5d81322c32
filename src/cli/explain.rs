//! `yusuan explain`: what every cell of a file was taken for, or what a code of findings means.

use std::io::Write as _;

use anyhow::bail;

use super::args::{ExplainArgs, ExplainFormat};
use super::caught::caught;
use super::{inputs, output};
use crate::batch::names::shown;
use crate::batch::{Stage, explain_file};
use crate::export::{
    CodeText, code_html, code_json, code_text, explain_html, explain_json, explain_text,
};
use crate::finding::{FindingCode, render};
use crate::messages::{Arg, Messages, visible_styled};

/// The width of lines where standard output is no terminal, in columns.
const WIDTH: usize = 120;
/// The least width that is drawn for, in columns.
const NARROWEST: usize = 40;

/// Explains a file or a code; whether it could be done.
pub(super) fn run(args: &ExplainArgs, messages: &Messages) -> anyhow::Result<bool> {
    if args.subject.exists() {
        return file(args, messages);
    }
    let name = args.subject.to_string_lossy();
    let Some(code) = FindingCode::named(&name) else {
        let nearest = FindingCode::nearest(&name);
        let args = [("name", (&name).into()), ("nearest", nearest.into())];
        bail!(messages.with("taken-neither", &args));
    };
    if !args.sheets.is_empty() {
        bail!(messages.text("taken-sheet-of-code"));
    }
    let code = CodeText::new(code, messages);
    match args.format {
        ExplainFormat::Text => show(&code_text(&code, messages))?,
        ExplainFormat::Json => output::print(code_json(&code).as_bytes())?,
        ExplainFormat::Html => output::print(code_html(&code, messages).as_bytes())?,
    }
    Ok(true)
}

fn file(args: &ExplainArgs, messages: &Messages) -> anyhow::Result<bool> {
    let path = &args.subject;
    let name = shown(path);
    let json = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    if json || path.is_dir() {
        bail!(messages.with("taken-no-spreadsheet", &[("file", name.into())]));
    }
    let templates = inputs::templates(&args.read, messages)?;
    let options = inputs::options(&args.read)?;
    let (workbook, mut explanation) = match explain_file(path, &templates, &options) {
        Ok(explained) => explained,
        Err(finding) => {
            output::say(&render(&name, &finding, messages));
            return Ok(false);
        }
    };
    if !args.sheets.is_empty() {
        let names: Vec<&str> = workbook
            .sheets
            .iter()
            .map(|own| own.name.as_str())
            .collect();
        explanation.keep_sheets(&chosen(&args.sheets, &names, messages)?);
    }
    let text = caught(&name, Stage::Explaining, || {
        Ok(match args.format {
            ExplainFormat::Text => {
                let width = terminal_size::terminal_size();
                let width = width.map_or(WIDTH, |(width, _)| width.0.into());
                explain_text(&name, &explanation, messages, width.max(NARROWEST))
            }
            ExplainFormat::Json => explain_json(&name, &explanation),
            ExplainFormat::Html => explain_html(&name, &workbook, &explanation, messages),
        })
    })?;
    match args.format {
        ExplainFormat::Text => show(&text)?,
        ExplainFormat::Json | ExplainFormat::Html => output::print(text.as_bytes())?,
    }
    Ok(true)
}

/// The names of the sheets that are asked for, as stored. White space around a name does not count: nobody sees it.
fn chosen(wanted: &[String], names: &[&str], messages: &Messages) -> anyhow::Result<Vec<String>> {
    let mut chosen = Vec::new();
    for wanted in wanted {
        let exact = names.iter().find(|name| *name == wanted);
        let trimmed = || names.iter().find(|name| name.trim() == wanted.trim());
        match exact.or_else(trimmed) {
            Some(name) => chosen.push((*name).to_owned()),
            None => {
                let args = [("sheet", wanted.into()), ("sheets", Arg::list(names))];
                bail!(messages.with("taken-no-sheet", &args));
            }
        }
    }
    Ok(chosen)
}

/// Writes coloured text to standard output; where that is no terminal that shows colours, without them.
fn show(text: &str) -> anyhow::Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(visible_styled(text).as_bytes())?;
    out.flush()?;
    Ok(())
}
