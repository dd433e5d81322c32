//! The tally of all files: what was read and what is wrong.

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr as _;

use crate::batch::Outcome;
use crate::bind::Role;
use crate::export::FileSummary;
use crate::finding::{Finding, Severity};
use crate::messages::{Arg, Messages, visible};
use crate::prose::Numbers;

/// What is said of one file.
#[derive(Debug)]
pub(super) struct Tallied {
    summary: FileSummary,
    /// What the cells were taken for; empty where it is one of several files, of which that is not told.
    ledger: BTreeMap<Role, usize>,
    numbers: Numbers,
}

impl Tallied {
    /// Of one of `files` files.
    pub(super) fn new(outcome: &Outcome, files: usize) -> Self {
        let ledger = (files == 1).then(|| outcome.ledger.clone());
        Self {
            summary: FileSummary::new(&outcome.report()),
            ledger: ledger.unwrap_or_default(),
            numbers: outcome.numbers,
        }
    }

    /// Counts a finding that came after the others.
    pub(super) fn add(&mut self, finding: &Finding) {
        let kind = (finding.code, finding.severity);
        *self.summary.counts.entry(kind).or_insert(0) += 1;
    }

    /// Whether nothing found is an error.
    pub(super) fn is_clean(&self) -> bool {
        self.errors() == 0
    }

    /// The number of errors.
    pub(super) fn errors(&self) -> usize {
        self.summary.count(Severity::Error)
    }
}

/// The tally: of one file two lines, of several a table and a line for all.
pub(super) fn tally(files: &[Tallied], messages: &Messages) -> String {
    let mut text = match files {
        [file] => single(file, messages),
        files => table(files, messages) + &all(files, messages),
    };
    let allowed: usize = files.iter().map(|file| file.summary.allowed).sum();
    if allowed > 0 {
        let args = [("count", allowed.into())];
        text.push_str(&(messages.with("tally-allowed", &args) + "\n"));
    }
    text
}

fn all(files: &[Tallied], messages: &Messages) -> String {
    let sum = |severity| {
        let counts = files.iter().map(|file| file.summary.count(severity));
        Arg::from(counts.sum::<usize>())
    };
    let unread = files.iter().filter(|file| !file.summary.read);
    let args = [
        ("files", files.len().into()),
        ("unread", unread.count().into()),
        ("errors", sum(Severity::Error)),
        ("warnings", sum(Severity::Warning)),
        ("notes", sum(Severity::Note)),
    ];
    messages.with("tally-all", &args) + "\n"
}

/// A line a file: numbers first, so that they stand below each other whatever the width of the names.
fn table(files: &[Tallied], messages: &Messages) -> String {
    const NUMBERS: usize = 4;
    let headers = [
        "tally-errors",
        "tally-warnings",
        "tally-notes",
        "tally-amounts",
        "tally-head-file",
        "tally-head-unit",
    ];
    let headers = headers.map(|header| messages.text(header));
    let row = |file: &Tallied| {
        let summary = &file.summary;
        [
            summary.count(Severity::Error).to_string(),
            summary.count(Severity::Warning).to_string(),
            summary.count(Severity::Note).to_string(),
            summary.amounts.to_string(),
            visible(&summary.path).into_owned(),
            visible(&summary.whose(messages)).into_owned(),
        ]
    };
    // Made twice, as there may be many.
    let rows = || std::iter::once(headers.clone()).chain(files.iter().map(row));
    let mut widths = [0; 5];
    for row in rows() {
        for (width, cell) in widths.iter_mut().zip(&row) {
            *width = cell.width().max(*width);
        }
    }
    let mut text = String::new();
    for row in rows() {
        let mut line = String::new();
        for (col, cell) in row.iter().enumerate() {
            let room = widths.get(col).map_or(0, |width| width - cell.width());
            let blank = " ".repeat(room);
            line.push_str(&if col < NUMBERS {
                blank + cell + "  "
            } else {
                cell.clone() + &blank + "  "
            });
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn single(file: &Tallied, messages: &Messages) -> String {
    let summary = &file.summary;
    let read = summary.layout.is_some();
    let known = |value: Arg| if read { value } else { Arg::from("-") };
    let unit = match summary.unit.as_str() {
        "" => Arg::Word("tally-no-unit"),
        name => name.into(),
    };
    let year = summary
        .year
        .map_or(Arg::Word("tally-no-year"), |year| year.into());
    let args = [
        ("file", (&summary.path).into()),
        (
            "layout",
            summary.layout.as_ref().map_or("-".into(), Arg::from),
        ),
        ("unit", known(unit)),
        ("year", known(year)),
        ("amounts", summary.amounts.into()),
        ("errors", summary.count(Severity::Error).into()),
        ("warnings", summary.count(Severity::Warning).into()),
        ("notes", summary.count(Severity::Note).into()),
    ];
    let mut text = visible(&messages.with("tally-file", &args)).into_owned() + "\n";
    let cells: Vec<String> = file
        .ledger
        .iter()
        .map(|(role, count)| format!("{} {count}", messages.text(word(*role))))
        .collect();
    if !cells.is_empty() {
        let cells = cells.join(&messages.text("tally-separator"));
        let cells = messages.with("tally-cells", &[("cells", cells.into())]);
        text.push_str(&format!("    {cells}\n"));
    }
    let Numbers { all, tied } = file.numbers;
    if all > 0 {
        let args = [
            ("tied", tied.into()),
            ("all", all.into()),
            ("percent", (tied * 100 / all).into()),
        ];
        text.push_str(&format!("    {}\n", messages.with("tally-numbers", &args)));
    }
    text
}

/// The name of the word for what a cell was taken for.
const fn word(role: Role) -> &'static str {
    match role {
        Role::Title => "role-title",
        Role::Measure => "role-measure",
        Role::Preparer => "role-preparer",
        Role::Header => "role-header",
        Role::Serial => "role-serial",
        Role::Code => "role-code",
        Role::Name => "role-name",
        Role::Label => "role-label",
        Role::Amount => "role-amount",
        Role::Total => "role-total",
        Role::Repeated => "role-repeated",
        Role::Fault => "role-fault",
        Role::Note => "role-note",
        Role::Cover => "role-cover",
        Role::Heading => "role-heading",
        Role::Paragraph => "role-paragraph",
        Role::FormLabel => "role-form-label",
        Role::FormEntry => "role-form-entry",
        Role::ProjectAmount => "role-project-amount",
        Role::Indicator => "role-indicator",
        Role::Text => "role-text",
        Role::Placeholder => "role-placeholder",
        Role::OtherForm => "role-other-form",
        Role::Other => "role-other",
        Role::NotRead => "role-not-read",
        Role::Hidden => "role-hidden",
        Role::Behind => "role-behind",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::Language;

    #[test]
    fn the_table_is_aligned_whatever_the_width_of_the_names() {
        let file = |path: &str, unit: &str, amounts| Tallied {
            summary: FileSummary {
                path: path.into(),
                read: !unit.is_empty(),
                layout: (!unit.is_empty()).then(|| "qingpu-2023-unit".into()),
                unit: unit.into(),
                year: None,
                amounts,
                counts: BTreeMap::new(),
                allowed: 0,
            },
            ledger: BTreeMap::new(),
            numbers: Numbers::default(),
        };
        let files = [
            file("in/预算.xlsx", "某某中心", 12_345),
            file("in/a.xls", "", 0),
        ];
        let messages = Messages::new(Language::Chinese);
        assert_eq!(
            tally(&files, &messages),
            "错误  警告  提示  读入金额  文件          单位、年度、表样\n   \
             0     0     0     12345  in/预算.xlsx  某某中心 · qingpu-2023-unit\n   \
             0     0     0         0  in/a.xls      不能读取\n\
             共 2 个文件，不能读取 1 个：错误 0，警告 0，提示 0\n"
        );
    }
}
