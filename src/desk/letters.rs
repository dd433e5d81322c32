//! Letters to the units: what goes back, what is to be explained, who is reminded, and receipts. Their wording is in
//! `templates/letters/`.

use super::books::book;
use super::called::{severity_word, verdict_word};
use super::letter_head::LetterHead;
use super::outcome::Review;
use super::report::{findings_on, tally};
use super::sheets::{CellPiece, TableRow, TableText};
use super::told::Told;
use super::verdict::Verdict;
use crate::finding::{Finding, FindingCode, Severity};
use crate::form::file_names;
use crate::messages::{Language, Messages};
use crate::model::Unit;
use crate::publish::{Publication, PublishedParagraph, PublishedPart};
use crate::workbook::save::SaveError;

/// The most findings of a letter: nobody mends more at a time.
const MOST: usize = 300;

/// A letter to a line of the roster.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The line.
    pub line: usize,
    /// Its folder and name, without ending: `退回/022002-…/审核意见`.
    pub path: String,
    /// Whether the unit's workbook and a list of explanations go with it.
    pub with_workbook: bool,
}

impl Letter {
    /// The letter in words.
    #[must_use]
    pub fn written(
        &self,
        review: &Review,
        head: (&LetterHead, &str),
        messages: &Messages,
    ) -> Publication {
        publication(review, self.line, head, messages)
    }

    /// The folder that the letter lies in.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

const fn wording(language: Language, verdict: Option<Verdict>) -> &'static str {
    match (language, verdict) {
        (Language::Chinese, Some(Verdict::Return)) => {
            include_str!("../../templates/letters/zh/return.txt")
        }
        (Language::Chinese, Some(Verdict::Explain)) => {
            include_str!("../../templates/letters/zh/explain.txt")
        }
        (Language::Chinese, Some(_)) => include_str!("../../templates/letters/zh/receipt.txt"),
        (Language::Chinese, None) => include_str!("../../templates/letters/zh/remind.txt"),
        (Language::English, Some(Verdict::Return)) => {
            include_str!("../../templates/letters/en/return.txt")
        }
        (Language::English, Some(Verdict::Explain)) => {
            include_str!("../../templates/letters/en/explain.txt")
        }
        (Language::English, Some(_)) => include_str!("../../templates/letters/en/receipt.txt"),
        (Language::English, None) => include_str!("../../templates/letters/en/remind.txt"),
    }
}

/// A letter for each line of the roster.
#[must_use]
pub(super) fn letters(review: &Review, messages: &Messages) -> Vec<Letter> {
    let bodies = review.roster.lines.iter().map(|line| Unit {
        name: line.name.clone(),
        code: line.code.clone(),
        ..Unit::default()
    });
    let bodies: Vec<Unit> = bodies.collect();
    let names = file_names(&bodies);
    let letter = |line: usize| {
        let verdict = review.units[line].verdict;
        let name = names[line].trim_end_matches(".xlsx");
        let folder = messages.text(match verdict {
            Some(Verdict::Return) => "letter-folder-return",
            Some(Verdict::Explain) => "letter-folder-explain",
            Some(_) => "letter-folder-receipt",
            None => "letter-folder-remind",
        });
        let with_workbook = matches!(verdict, Some(Verdict::Return | Verdict::Explain));
        let path = match with_workbook {
            true => format!("{folder}/{name}/{}", messages.text("letter-name")),
            false => format!("{folder}/{name}"),
        };
        Letter {
            line,
            path,
            with_workbook,
        }
    };
    (0..review.units.len()).map(letter).collect()
}

/// What stands against a line: one finding for each fact, the gravest first.
fn standing(review: &Review, line: usize) -> Vec<&Told> {
    let mut seen = std::collections::BTreeSet::new();
    let open = findings_on(review, line)
        .filter(|own| own.finding.severity != Severity::Note && own.stands());
    let mut all: Vec<&Told> = open
        .filter(|own| seen.insert(own.key(review.id(Some(line)))))
        .collect();
    all.sort_by_key(|own| own.finding.severity);
    all
}

fn publication(
    review: &Review,
    line: usize,
    (head, date): (&LetterHead, &str),
    messages: &Messages,
) -> Publication {
    let unit = &review.units[line];
    let own = &review.roster.lines[line];
    let counted = unit.counted.map(|at| &review.filing.files[at].input);
    let (errors, warnings, _, explained) = tally(review, line);
    let tested = counted.map(|own| own.proof.total()).unwrap_or_default();
    let reason = findings_on(review, line)
        .find(|own| own.finding.code == FindingCode::NotSubmitted)
        .filter(|own| own.finding.variant.is_some());
    let reason = reason.map_or_else(String::new, |own| own.finding.words(messages).1);
    let year = review.year.map(|own| own.to_string());
    let year = year.unwrap_or_else(|| messages.text("letter-year"));
    let joined = |who: &str, phone: &str| [who, phone].join(" ").trim().to_owned();
    // Both are written as 2026-01-14, or as whoever wrote the roster pleased.
    let is_over = [&*own.due, date].iter().all(|day| day.len() == 10) && own.due.as_str() < date;
    let (due, overdue) = match is_over {
        true => (String::new(), own.due.clone()),
        false => (own.due.clone(), String::new()),
    };
    let values = [
        ("{unit}", own.name.clone()),
        ("{code}", own.code.clone()),
        ("{year}", year.clone()),
        (
            "{file}",
            counted.map_or_else(String::new, |own| own.lying.file_name().to_owned()),
        ),
        (
            "{sha256}",
            counted.map_or_else(String::new, |own| own.lying.sha256.clone()),
        ),
        ("{errors}", errors.to_string()),
        ("{warnings}", warnings.to_string()),
        ("{explained}", explained.to_string()),
        ("{checks}", tested.made.to_string()),
        ("{held}", (tested.held + tested.rounded).to_string()),
        ("{due}", due),
        ("{overdue}", overdue),
        ("{contact}", joined(&own.contact, &own.phone)),
        ("{reason}", reason),
        ("{office}", head.office.clone()),
        (
            "{number}",
            head.number
                .replace("{code}", own.id())
                .replace("{year}", &year),
        ),
        ("{asked}", joined(&head.contact, &head.phone)),
        ("{address}", head.address.clone()),
        ("{date}", date.to_owned()),
    ];
    let mut lines = wording(messages.language(), unit.verdict).lines();
    let title = lines.next().unwrap_or_default().to_owned();
    let mut has_table = false;
    let mut paragraphs = Vec::new();
    for text in lines {
        // A line whose value nobody knows is left out.
        let empty = values
            .iter()
            .any(|(name, value)| value.is_empty() && text.contains(name) && *name != "{reason}");
        if text == "{findings}" {
            has_table = true;
        } else if !empty {
            let filled = values.iter().fold(text.to_owned(), |text, (name, value)| {
                text.replace(name, value)
            });
            paragraphs.push(PublishedParagraph {
                text: filled,
                heading: false,
            });
        }
    }
    let mut parts = vec![PublishedPart::Prose {
        heading: title.clone(),
        paragraphs,
    }];
    if has_table {
        parts.push(table(review, line, messages).part());
    }
    Publication { title, parts }
}

fn table(review: &Review, line: usize, messages: &Messages) -> TableText<'static> {
    let widths = [5.0, 6.0, 14.0, 7.0, 28.0, 14.0, 14.0, 12.0, 14.0];
    let mut table = TableText::new(messages, "letter-findings", "letter-headers", &widths);
    for (at, told) in standing(review, line).into_iter().take(MOST).enumerate() {
        let (message, help) = told.finding.words(messages);
        // Which file counts is for the bureau to write down, and for the unit to say.
        let help = match told.finding.code {
            FindingCode::VersionUnclear => messages.text("letter-version-unclear"),
            _ => help,
        };
        let place = told.finding.place();
        let pieces = vec![
            CellPiece::count(at + 1),
            CellPiece::Code(messages.text(severity_word(told.finding.severity))),
            CellPiece::text(place.map_or("", |(sheet, _)| sheet)),
            CellPiece::Code(
                place
                    .and_then(|(_, cell)| cell)
                    .map_or_else(String::new, |own| own.to_string()),
            ),
            CellPiece::Text(message),
            CellPiece::Amount(told.stated()),
            CellPiece::Amount(told.expected()),
            CellPiece::Amount(told.difference()),
            CellPiece::Text(help),
        ];
        table.rows.push(TableRow::new(pieces));
    }
    table
}

/// The findings of a line that are marked in its own workbook: those that stand.
#[must_use]
pub(super) fn to_mark(review: &Review, line: usize) -> Vec<Finding> {
    let own = findings_on(review, line).filter(|own| own.stands() && !own.file.is_empty());
    own.map(|own| own.finding.clone()).collect()
}

/// The list of explanations that a unit is to fill in, with a row for each finding that may be explained; `None` where there is none.
///
/// # Errors
/// Where it cannot be made.
pub(super) fn to_explain(
    review: &Review,
    line: usize,
    messages: &Messages,
) -> Result<Option<Vec<u8>>, SaveError> {
    let own = &review.roster.lines[line];
    let rows: Vec<TableRow> = standing(review, line)
        .into_iter()
        .filter(|told| told.is_explainable())
        .map(|told| {
            let function = told.function.or(told.economic);
            let (message, _) = told.finding.words(messages);
            TableRow::new(vec![
                CellPiece::Code(own.code.clone()),
                CellPiece::text(own.name.as_str()),
                CellPiece::text(told.finding.code.name()),
                CellPiece::Code(function.map_or_else(String::new, |own| own.to_string())),
                CellPiece::Amount(told.amount),
                CellPiece::text(""),
                CellPiece::text(""),
                CellPiece::text(""),
                CellPiece::text(""),
                CellPiece::text(""),
                CellPiece::text(""),
                CellPiece::Text(message),
            ])
        })
        .collect();
    if rows.is_empty() {
        return Ok(None);
    }
    list(rows, messages).map(Some)
}

/// The explanations that were handed in, for the reviewer to decide; `None` where there are none.
///
/// # Errors
/// Where it cannot be made.
pub(super) fn to_decide(
    review: &Review,
    messages: &Messages,
) -> Result<Option<Vec<u8>>, SaveError> {
    if review.handed_in.is_empty() {
        return Ok(None);
    }
    let decided = review.explanations.iter().map(|(own, ..)| (None, own));
    let open = review.handed_in.iter().map(|(at, own)| (Some(*at), own));
    let rows = decided.chain(open).map(|(at, own)| {
        let from = at.map_or("", |at| review.filing.files[at].input.lying.path.as_str());
        let decision = match own.accepted {
            _ if at.is_some() => String::new(),
            Some(true) => messages.text("answer-accepted"),
            Some(false) => messages.text("answer-refused"),
            None => String::new(),
        };
        // Who decides is written by the reviewer, not by who explains.
        let by_reviewer = |text: &String| match at {
            Some(_) => String::new(),
            None => text.clone(),
        };
        TableRow::new(vec![
            CellPiece::Code(own.unit_code.clone()),
            CellPiece::text(own.unit_name.as_str()),
            CellPiece::text(own.code.as_str()),
            CellPiece::Code(own.function.map_or_else(String::new, |own| own.to_string())),
            CellPiece::Amount(own.amount),
            CellPiece::text(own.text.as_str()),
            CellPiece::text(own.by.as_str()),
            CellPiece::Code(own.date.clone()),
            CellPiece::Text(decision),
            CellPiece::Text(by_reviewer(&own.reviewer)),
            CellPiece::Code(by_reviewer(&own.decided)),
            CellPiece::text(from),
        ])
    });
    list(rows.collect(), messages).map(Some)
}

fn list(rows: Vec<TableRow>, messages: &Messages) -> Result<Vec<u8>, SaveError> {
    let widths = [
        12.0, 28.0, 22.0, 12.0, 18.0, 50.0, 12.0, 12.0, 12.0, 12.0, 12.0, 50.0,
    ];
    let mut table = TableText::new(
        messages,
        "sheet-explanations",
        "headers-to-explain",
        &widths,
    );
    table.rows = rows;
    book(&[table])
}

/// What each letter is and to whom it goes, for a mail program, as separated text.
#[must_use]
pub(super) fn letters_csv(review: &Review, letters: &[Letter], messages: &Messages) -> String {
    let mut out = String::from("\u{feff}");
    let field = |text: &str| {
        let safe = match text.starts_with(['=', '+', '-', '@']) {
            true => format!("'{text}"),
            false => text.to_owned(),
        };
        format!("\"{}\"", safe.replace('"', "\"\""))
    };
    let mut put = |fields: [&str; 7]| {
        let fields: Vec<String> = fields.iter().map(|own| field(own)).collect();
        out.push_str(&fields.join(","));
        out.push_str("\r\n");
    };
    put([
        "code", "name", "contact", "phone", "due", "verdict", "letter",
    ]);
    for own in letters {
        let line = &review.roster.lines[own.line];
        let verdict = messages.text(verdict_word(review.units[own.line].verdict));
        let path = format!("{}.docx", own.path);
        put([
            &line.code,
            &line.name,
            &line.contact,
            &line.phone,
            &line.due,
            &verdict,
            &path,
        ]);
    }
    out
}
