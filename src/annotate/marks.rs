//! Which cells are marked: how, and with what comment.

use std::collections::BTreeMap;

use crate::finding::{Finding, Severity, Stated};
use crate::messages::{Arg, Messages};
use crate::workbook::{Address, Mark, Sheet, SheetIx, Workbook};

/// The beginning of what this program writes into a comment. The rest of the comment from there on is its own too.
pub(super) const COMMENT: &str = "[yusuan]";

/// Of a finding with more cells than this, only so many get a comment.
const MOST_COMMENTS: usize = 30;
/// The most cells of a workbook that are marked. The list of findings says of each how many cells it is about.
const MOST_MARKED: usize = 20_000;
/// The most findings that the comment on one cell spells out.
const MOST_FINDINGS: usize = 6;
/// The most cells that are named as taking part.
const MOST_CELLS: usize = 6;
/// The most characters of what a cell holds that are shown.
const MOST_TEXT: usize = 120;

/// How a cell is marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marked {
    /// The gravest mark.
    pub(super) mark: Mark,
    /// The comment, which begins with [`COMMENT`].
    pub(super) comment: Option<String>,
}

/// The marked cells of each sheet of `workbook`. A cell within a merged region stands for the
/// region, so its first cell is marked. What a finding says of sheets that are not there is left out.
pub(super) fn marks(
    workbook: &Workbook,
    findings: &[Finding],
    messages: &Messages,
) -> BTreeMap<SheetIx, BTreeMap<Address, Marked>> {
    let mut marks: BTreeMap<SheetIx, BTreeMap<Address, MarkedFindings<'_>>> = BTreeMap::new();
    let mut count = 0;
    for finding in findings {
        for (order, cell) in finding.cells.iter().enumerate() {
            let Some(place) = &cell.place else { continue };
            let Some(sheet) = sheet_at(workbook, &place.sheet) else {
                continue;
            };
            let at = shown(&workbook.sheets[sheet], place.cell);
            let mark = mark(finding.severity, order == 0);
            let own = marks.entry(sheet).or_default();
            if count >= MOST_MARKED && !own.contains_key(&at) {
                continue;
            }
            let entry = own.entry(at).or_insert_with(|| {
                count += 1;
                MarkedFindings {
                    mark,
                    findings: Vec::new(),
                }
            });
            entry.mark = entry.mark.min(mark);
            // A finding may name one cell twice; it comes before the next finding does.
            let known = |(own, _): &(&Finding, _)| std::ptr::eq(*own, finding);
            if order < MOST_COMMENTS && !entry.findings.last().is_some_and(known) {
                entry.findings.push((finding, cell));
            }
        }
    }
    let spell = |entry: MarkedFindings<'_>| Marked {
        mark: entry.mark,
        comment: comment(&entry.findings, messages),
    };
    marks
        .into_iter()
        .map(|(sheet, cells)| {
            let cells = cells.into_iter().map(|(at, entry)| (at, spell(entry)));
            (sheet, cells.collect())
        })
        .collect()
}

struct MarkedFindings<'f> {
    mark: Mark,
    findings: Vec<(&'f Finding, &'f Stated)>,
}

/// The sheet of the submission called `name`.
pub(super) fn sheet_at(workbook: &Workbook, name: &str) -> Option<SheetIx> {
    workbook.position(|sheet| sheet.name == name && !sheet.is_results())
}

/// The cell that shows what the cell at `at` is part of: the first one of a merged region, else itself.
pub(super) fn shown(sheet: &Sheet, at: Address) -> Address {
    let within = |from: u32, at: u32, to: u32| from <= at && at <= to;
    sheet
        .merges
        .iter()
        .find(|(from, to)| within(from.row, at.row, to.row) && within(from.col, at.col, to.col))
        .map_or(at, |&(from, _)| from)
}

/// The mark of a finding's first cell, or of another of its cells.
pub(super) const fn mark(severity: Severity, first: bool) -> Mark {
    match (severity, first) {
        (Severity::Error, true) => Mark::Error,
        (Severity::Error, false) => Mark::PartOfError,
        (Severity::Warning, true) => Mark::Warning,
        (Severity::Warning, false) => Mark::PartOfWarning,
        (Severity::Note, true) => Mark::Note,
        (Severity::Note, false) => Mark::PartOfNote,
    }
}

/// The severity in the words of a report.
pub(super) fn severity(severity: Severity, messages: &Messages) -> String {
    messages.text(match severity {
        Severity::Error => "annotate-error",
        Severity::Warning => "annotate-warning",
        Severity::Note => "annotate-note",
    })
}

fn comment(findings: &[(&Finding, &Stated)], messages: &Messages) -> Option<String> {
    if findings.is_empty() {
        return None;
    }
    let mut lines = vec![COMMENT.to_owned()];
    let mut findings: Vec<_> = findings.to_vec();
    findings.sort_by_key(|(finding, _)| finding.severity);
    for (finding, cell) in findings.iter().take(MOST_FINDINGS) {
        let (message, help) = finding.words(messages);
        lines.push(messages.with(
            "annotate-comment",
            &[
                ("severity", severity(finding.severity, messages).into()),
                ("code", finding.code.into()),
                ("message", message.into()),
            ],
        ));
        lines.extend(stated(cell, messages));
        let see = others(finding, cell, messages);
        if !see.is_empty() {
            lines.push(messages.with("annotate-comment-see", &[("places", see.into())]));
        }
        lines.push(messages.with("annotate-comment-help", &[("help", help.into())]));
    }
    if let Some(more @ 1..) = findings.len().checked_sub(MOST_FINDINGS) {
        let sheet = messages.text("annotate-sheet");
        let args: [(&'static str, Arg); 2] = [("count", more.into()), ("sheet", sheet.into())];
        lines.push(messages.with("annotate-comment-more", &args));
    }
    Some(lines.join("\n"))
}

fn stated(cell: &Stated, messages: &Messages) -> Option<String> {
    let text = short(&cell.text);
    let yuan = cell.yuan.filter(|yuan| yuan.to_string() != text);
    match yuan {
        _ if text.is_empty() => None,
        None => Some(messages.with("annotate-comment-stated", &[("text", text.into())])),
        Some(yuan) => {
            let args = [("text", text.into()), ("yuan", yuan.into())];
            Some(messages.with("annotate-comment-yuan", &args))
        }
    }
}

/// The other cells of a finding, on one line: those of the same sheet by address only.
fn others(finding: &Finding, cell: &Stated, messages: &Messages) -> String {
    let Some(own) = &cell.place else {
        return String::new();
    };
    let places: Vec<String> = finding
        .cells
        .iter()
        .filter_map(|other| other.place.as_ref())
        .filter(|place| *place != own)
        .take(MOST_CELLS + 1)
        .map(|place| {
            if place.sheet == own.sheet {
                place.cell.to_string()
            } else {
                format!("{}!{}", place.sheet, place.cell)
            }
        })
        .collect();
    let mut text = places[..places.len().min(MOST_CELLS)].join(", ");
    if places.len() > MOST_CELLS {
        let count = finding.cells.len().into();
        text.push_str(", ");
        text.push_str(&messages.with("annotate-more-cells", &[("count", count)]));
    }
    text
}

/// A cell's text, cut where it is long.
pub(super) fn short(text: &str) -> String {
    match text.char_indices().nth(MOST_TEXT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
