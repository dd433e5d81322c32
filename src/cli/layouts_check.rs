//! `yusuan layouts check`: all faults of a layout, and on how many cells of samples its sums hold.

use std::fmt::Write as _;
use std::path::Path;

use super::args::LayoutsCheckArgs;
use super::{inputs, output};
use crate::batch::{Options, Outcome, read_file};
use crate::check::sums::{BlockSums, CheckedSum, Differs, SumMember, sums};
use crate::check::{Agreement, Side, agreements};
use crate::finding::{Finding, FindingCode};
use crate::layout::{Layout, LayoutError, Templates};
use crate::messages::{Arg, Messages, visible};
use crate::model::Budget;

/// The findings that say what was not read, or read by nothing but the layout's own word.
const NOT_READ: [FindingCode; 11] = [
    FindingCode::UnreadableFile,
    FindingCode::LimitExceeded,
    FindingCode::InternalError,
    FindingCode::NoTable,
    FindingCode::MissingTable,
    FindingCode::RepeatedTable,
    FindingCode::HeaderNotUnderstood,
    FindingCode::UnitMissing,
    FindingCode::NotANumber,
    FindingCode::NumberNotRead,
    FindingCode::ClassNotKnown,
];

/// Checks a layout and reads the samples by it; whether it is without faults.
pub(super) fn run(args: &LayoutsCheckArgs, messages: &Messages) -> anyhow::Result<bool> {
    let mut templates = Templates::embedded();
    let mut faulty = Vec::new();
    if let Some(folder) = &args.templates {
        faulty = inputs::add_own(&mut templates, folder, Some(&args.file))?;
    }
    if args.file.ends_with("model.toml") {
        return words(&mut templates, args, messages);
    }
    let model = output::folder(&args.file).join("model.toml");
    let known = |folder: &Path| inputs::same(&folder.join("model.toml")) == inputs::same(&model);
    if model.is_file() && !args.templates.as_deref().is_some_and(known) {
        let added = templates.add_model(&model.display().to_string(), &inputs::text(&model)?);
        faulty.extend(added.err());
    }
    let name = args.file.display().to_string();
    let added = templates.add_layout(&name, &inputs::text(&args.file)?);
    let fine = added.is_ok();
    faulty.extend(added.err());
    let mut text = said(&faulty, messages);
    if let Some(layout) = templates.layouts.last().filter(|_| fine) {
        text.push_str(&summary(&name, layout, messages));
        text.push('\n');
        if Templates::embedded().layout(&layout.id).is_some() {
            let id = visible(&layout.id);
            text.push_str(&messages.with("layouts-replaces", &[("layout", id.into())]));
            text.push('\n');
        }
        let options = Options {
            layout: Some(layout.id.clone()),
            limits: args.limits.0.clone(),
            ..Options::default()
        };
        for sample in &args.samples {
            let outcome = read_file(sample, &templates, &options);
            of_sample(&templates, &outcome, messages, &mut text);
        }
    }
    output::print(text.as_bytes())?;
    Ok(faulty.is_empty())
}

/// Checks a bureau's own words.
fn words(
    templates: &mut Templates,
    args: &LayoutsCheckArgs,
    messages: &Messages,
) -> anyhow::Result<bool> {
    let name = args.file.display().to_string();
    let added = templates.add_model(&name, &inputs::text(&args.file)?);
    let text = match &added {
        Ok(()) => messages.with("layouts-words-fine", &[("file", visible(&name).into())]) + "\n",
        Err(error) => said(std::slice::from_ref(error), messages),
    };
    output::print(text.as_bytes())?;
    Ok(added.is_ok())
}

fn said(faulty: &[LayoutError], messages: &Messages) -> String {
    let lines = faulty.iter().flat_map(|error| error.lines(messages));
    lines.fold(String::new(), |text, line| text + &line + "\n")
}

/// What a layout holds, in one line.
fn summary(name: &str, layout: &Layout, messages: &Messages) -> String {
    let blocks = || layout.tables.iter().flat_map(|table| &table.blocks);
    let columns: usize = blocks().map(|block| block.columns.len()).sum();
    let rows: usize = blocks().map(|block| block.rows.len()).sum();
    let args = [
        ("file", visible(name).into()),
        ("layout", visible(&layout.id).into()),
        ("tables", layout.tables.len().into()),
        ("blocks", blocks().count().into()),
        ("columns", columns.into()),
        ("rows", rows.into()),
    ];
    messages.with("layouts-fine", &args)
}

/// The sums of a sample, and what of it was not read.
fn of_sample(templates: &Templates, outcome: &Outcome, messages: &Messages, text: &mut String) {
    let amounts = outcome.budget.as_ref().map_or(0, |own| own.amounts());
    let args = [
        ("file", visible(&outcome.path).into()),
        ("amounts", amounts.into()),
    ];
    let mut say = |line: &str| {
        text.push_str(&visible(line));
        text.push('\n');
    };
    say("");
    say(&messages.with("layouts-sample", &args));
    let blocks = outcome.budget.as_ref().map(|own| sums(templates, own));
    for block in blocks.iter().flatten() {
        say(&("  ".to_owned() + &of_block(block, messages)));
        for sum in &block.sums {
            say(&("    ".to_owned() + &of_sum(sum, messages)));
        }
    }
    let budget = outcome.budget.as_ref();
    let between = budget.map(|own| (own, agreements(templates, own)));
    if let Some((budget, between)) = between.filter(|(_, own)| !own.is_empty()) {
        say(&("  ".to_owned() + &messages.text("layouts-between")));
        for own in &between {
            say(&("    ".to_owned() + &of_tables(templates, budget, own, messages)));
        }
    }
    let not_read = outcome.findings.iter();
    let not_read = not_read.filter(|finding| NOT_READ.contains(&finding.code));
    let lines: Vec<String> = not_read.map(|own| line(own, messages)).collect();
    if lines.is_empty() {
        say(&("  ".to_owned() + &messages.text("layouts-all-read")));
    } else {
        say(&("  ".to_owned() + &messages.text("layouts-not-read")));
        lines.iter().for_each(|line| say(&format!("    {line}")));
    }
}

fn of_block(block: &BlockSums, messages: &Messages) -> String {
    let args = [
        ("table", Arg::from(&block.table)),
        ("title", (&block.title).into()),
        ("block", (&block.block).into()),
        ("lines", block.lines.into()),
        ("amounts", block.amounts.into()),
    ];
    let name = match block.closed {
        true => "layouts-block",
        false => "layouts-block-open",
    };
    messages.with(name, &args)
}

fn of_sum(sum: &CheckedSum, messages: &Messages) -> String {
    let parts: Vec<String> = sum.parts.iter().map(|own| member(own, messages)).collect();
    let mut line = format!(
        "{}/{}  {} = {}",
        sum.holds,
        sum.cells,
        member(&sum.total, messages),
        parts.join(" + ")
    );
    // A line of its own would be lost among the sums.
    if let Some(first) = &sum.first {
        let _ = write!(line, "  {}", differs("layouts-differs", first, messages));
    }
    line
}

fn differs(name: &'static str, first: &Differs, messages: &Messages) -> String {
    let place = first.place.as_ref();
    let place = place.map_or_else(String::new, |own| format!("{}!{}", own.sheet, own.cell));
    let args = [
        ("place", place.into()),
        ("total", Arg::Amount(first.total)),
        ("sum", Arg::Amount(first.sum)),
    ];
    messages.with(name, &args)
}

/// What is compared between tables, and on how many amounts it holds.
fn of_tables(
    templates: &Templates,
    budget: &Budget,
    own: &Agreement,
    messages: &Messages,
) -> String {
    let layout = templates.layout(&budget.layout);
    let tables = |side: &Side| {
        let titles = side.tables.iter().map(|id| {
            let printed = layout.and_then(|layout| layout.table(id.as_str()));
            printed.map_or_else(|| id.to_string(), |own| own.title_for(None))
        });
        titles.collect::<Vec<_>>().join(" + ")
    };
    let words = |side: &Side| match side.words.is_empty() {
        true => "all".to_owned(),
        false => side.words.join(" "),
    };
    let sign = if own.at_least { "≥" } else { "=" };
    let (left, right) = (words(&own.left), words(&own.right));
    let first = if left == right {
        tables(&own.left)
    } else {
        format!("{} ({left})", tables(&own.left))
    };
    let mut line = format!(
        "{}/{}  {first} {sign} {} ({right})",
        own.holds,
        own.cells,
        tables(&own.right)
    );
    if let Some(first) = &own.first {
        let _ = write!(line, "  {}", differs("layouts-not-equal", first, messages));
    }
    line
}

fn member(member: &SumMember, messages: &Messages) -> String {
    match member {
        SumMember::Named { name, id } => format!("{} ({id})", name.trim()),
        SumMember::Closing(label) if label.is_empty() => messages.text("layouts-total"),
        SumMember::Closing(label) => format!("{} (all)", label.trim()),
        SumMember::Level(1) => messages.text("layouts-class"),
        SumMember::Level(2) => messages.text("layouts-section"),
        SumMember::Level(_) => messages.text("layouts-item"),
        SumMember::Groups => messages.text("layouts-groups"),
        SumMember::Records => messages.text("layouts-records"),
        SumMember::Unknown => messages.text("layouts-unknown"),
    }
}

/// A finding in one line: where, and what.
fn line(finding: &Finding, messages: &Messages) -> String {
    let place = match finding.place() {
        Some((sheet, Some(cell))) => format!("{sheet}!{cell}: "),
        Some((sheet, None)) => format!("{sheet}: "),
        None => String::new(),
    };
    format!("{place}[{}] {}", finding.code, finding.words(messages).0)
}
