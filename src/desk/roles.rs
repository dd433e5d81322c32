//! What each file of an inbox is to the batch: whose it is, of which year, and which one of a line counts.

use std::collections::BTreeMap;

use super::decided::Decided;
use super::filing::{FileRole, Filed, Filing};
use super::identity::{Matcher, Whose};
use super::inputs::{Input, is_unreadable};
use super::last_year::LastYear;
use super::ledger::FileKind;
use super::parts::{InboxReader, gather};
use super::roster::Roster;
use super::told::Told;
use super::versions::{Version, mark, newest};
use crate::finding::{Finding, FindingCode};

/// The year that most files state.
#[must_use]
pub(super) fn usual_year(inputs: &[Input]) -> Option<u16> {
    let mut votes: BTreeMap<u16, usize> = BTreeMap::new();
    for year in inputs.iter().filter_map(|own| own.head.as_ref()?.year) {
        *votes.entry(year).or_default() += 1;
    }
    let most = votes.into_iter().max_by_key(|&(year, count)| (count, year));
    most.map(|(year, _)| year)
}

/// What each of the files is.
#[must_use]
pub(super) fn file(
    roster: &Roster,
    year: Option<u16>,
    last_year: &[LastYear],
    inputs: Vec<Input>,
    reader: InboxReader<'_>,
) -> Filing {
    let heads = inputs.iter().filter_map(|own| own.head.as_ref());
    let matcher = Matcher::of_batch(roster, heads);
    let decided = Decided::new(roster, &inputs, &matcher, reader.inbox);
    let mut filing = Filing::default();
    for input in inputs {
        let (filed, said) = first_look((&matcher, &decided), roster, year, last_year, input);
        if let Some(finding) = said {
            let told = Told::new(filed.line, &filed.input.lying.path, finding);
            filing.told.push(told);
        }
        filing.files.push(filed);
    }
    let mut of_line: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, filed) in filing.files.iter().enumerate() {
        if let (FileRole::Counted, Some(line)) = (filed.role, filed.line) {
            of_line.entry(line).or_default().push(at);
        }
    }
    for (line, files) in of_line {
        let is_decided = |at: &usize| decided.line(&filing.files[*at].input.lying.path).is_some();
        let files = match files.len() > 1 && !files.iter().any(is_decided) {
            true => gather(&mut filing, reader, line, files),
            false => files,
        };
        if !files.is_empty() {
            choose(roster, &mut filing, &decided, line, files);
        }
    }
    let told = decided.told(&filing);
    filing.told.extend(told);
    // Parts of what does not count do not count either.
    for at in 0..filing.files.len() {
        let (FileRole::Part, Some(of)) = (filing.files[at].role, filing.files[at].of) else {
            continue;
        };
        let whole = &filing.files[of];
        if whole.role != FileRole::Counted {
            (filing.files[at].role, filing.files[at].of) = (whole.role, whole.of);
        }
    }
    // What was meant for another line yields to the file that is that unit's.
    for at in 0..filing.files.len() {
        let filed = &filing.files[at];
        if filed.role == FileRole::OtherUnit {
            let content = filed.of;
            let counted = content.and_then(|line| filing.versions.get(&line)?.first().copied());
            filing.files[at].of = counted;
        }
    }
    filing
}

/// What a file is by itself. One that may count is called counted until the versions are known; of one that is another
/// unit's, `of` is that unit's line until then.
fn first_look(
    (matcher, decided): (&Matcher<'_>, &Decided),
    roster: &Roster,
    year: Option<u16>,
    last_year: &[LastYear],
    input: Input,
) -> (Filed, Option<Finding>) {
    let path = input.lying.path.clone();
    let name = |line: usize| {
        let line = &roster.lines[line];
        format!("{} {}", line.code, line.name).trim().to_owned()
    };
    let mut filed = Filed {
        role: FileRole::Ignored,
        line: None,
        of: None,
        why: None,
        input,
    };
    let simple = match filed.input.lying.kind {
        FileKind::System => Some(FileRole::Ignored),
        FileKind::Archive if filed.input.lying.fault.is_none() => Some(FileRole::Archive),
        FileKind::Archive | FileKind::ClosedArchive => Some(FileRole::ArchiveNotRead),
        FileKind::Other => Some(FileRole::Attachment),
        FileKind::Spreadsheet if !filed.input.units.is_empty() => Some(FileRole::SeveralUnits),
        FileKind::Spreadsheet if is_unreadable(&filed.input) => Some(FileRole::Unreadable),
        FileKind::Spreadsheet if filed.input.explanations.is_some() => Some(FileRole::Explanations),
        FileKind::Spreadsheet if filed.input.head.is_none() => Some(FileRole::NoTable),
        FileKind::Spreadsheet | FileKind::Folder => None,
    };
    if let Some(role) = simple {
        filed.role = role;
        let told = matches!(
            role,
            FileRole::Attachment
                | FileRole::ArchiveNotRead
                | FileRole::Unreadable
                | FileRole::NoTable
        );
        filed.line = matcher.by_path(&path).filter(|_| told);
        let finding =
            (role == FileRole::ArchiveNotRead && filed.input.told.is_empty()).then(|| {
                Finding::new(FindingCode::ArchiveNotRead).arg("ending", filed.input.lying.ending())
            });
        return (filed, finding);
    }
    let unit = filed.input.unit();
    let Some(head) = &filed.input.head else {
        return (filed, None);
    };
    let (stated, layout) = (head.year, &head.layout);
    let other_year = stated.filter(|own| year.is_some_and(|year| *own != year));
    let whose = match decided.line(&path) {
        Some(line) => Whose::Line(line),
        None => matcher.whose(&unit, layout, &path),
    };
    let said = [unit.code.as_str(), unit.name.as_str()].join(" ");
    let said = said.trim();
    match whose {
        Whose::Line(line) if other_year.is_none() => {
            filed.role = FileRole::Counted;
            filed.line = Some(line);
            (filed, None)
        }
        Whose::Line(line) | Whose::Other { content: line, .. } if other_year.is_some() => {
            filed.role = FileRole::OtherYear;
            filed.line = Some(line);
            let same = last_year
                .iter()
                .find(|own| own.sha256 == filed.input.lying.sha256);
            let finding = Finding::new(FindingCode::OtherYear)
                .maybe("other", other_year)
                .maybe("year", year);
            let finding = match same {
                Some(own) => finding.variant("same").arg("path", &own.path),
                None => finding,
            };
            filed.why = same.map(|own| own.path.clone());
            (filed, Some(finding))
        }
        Whose::Line(line) => {
            filed.line = Some(line);
            (filed, None)
        }
        Whose::Other { content, named } => {
            filed.role = FileRole::OtherUnit;
            filed.line = Some(named);
            filed.of = Some(content);
            filed.why = Some(name(content));
            let finding = Finding::new(FindingCode::OtherUnit)
                .arg("named", name(named))
                .arg("content", name(content));
            (filed, Some(finding))
        }
        Whose::NotInRoster => {
            filed.role = FileRole::NotInRoster;
            filed.why = Some(said.to_owned());
            let finding = Finding::new(FindingCode::NotInRoster).arg("unit", said);
            (filed, Some(finding))
        }
        Whose::Unclear(lines) => {
            filed.role = FileRole::Unclear;
            let finding = Finding::new(FindingCode::UnitUnclear);
            let finding = match lines.is_empty() {
                true => finding.variant("none"),
                false => finding
                    .arg("unit", said)
                    .list("lines", lines.iter().map(|line| name(*line))),
            };
            (filed, Some(finding))
        }
    }
}

/// Which of the files of a line counts, and why the others do not.
fn choose(
    roster: &Roster,
    filing: &mut Filing,
    decided: &Decided,
    line: usize,
    mut files: Vec<usize>,
) {
    let is_decided =
        |filing: &Filing, at: usize| decided.line(&filing.files[at].input.lying.path) == Some(line);
    // Of files of one content the first stands for all, but the one that the reviewer named.
    files.sort_by(|one, other| {
        let order = |at: usize| filing.files[at].input.lying.order();
        let named = |at: usize| !is_decided(filing, at);
        (named(*one), order(*one)).cmp(&(named(*other), order(*other)))
    });
    let mut versions: Vec<(usize, Vec<usize>)> = Vec::new();
    for at in files {
        let own = &filing.files[at].input;
        let alike = versions.iter().position(|(first, _)| {
            let first = &filing.files[*first].input;
            first.lying.sha256 == own.lying.sha256 || first.statement == own.statement
        });
        match alike {
            None => versions.push((at, vec![at])),
            Some(found) => {
                let first = versions[found].0;
                let same = filing.files[first].input.lying.sha256 == own.lying.sha256;
                versions[found].1.push(at);
                let filed = &mut filing.files[at];
                filed.role = if same {
                    FileRole::Duplicate
                } else {
                    FileRole::SameData
                };
                filed.of = Some(first);
            }
        }
    }
    let described: Vec<Version<'_>> = versions
        .iter()
        .map(|(first, all)| {
            let own = &filing.files[*first].input.lying;
            let marks = all
                .iter()
                .map(|at| mark(filing.files[*at].input.lying.file_name()));
            Version {
                path: &own.path,
                mark: marks.max().unwrap_or_default(),
                saved: own.saved.as_deref(),
                decided: is_decided(filing, *first),
            }
        })
        .collect();
    let (order, clear) = newest(&described);
    let order: Vec<usize> = order.into_iter().map(|at| versions[at].0).collect();
    let counted = order[0];
    for &at in &order[1..] {
        filing.files[at].role = FileRole::Superseded;
        filing.files[at].of = Some(counted);
    }
    let lying = &filing.files[counted].input.lying;
    if !clear {
        let finding = Finding::new(FindingCode::VersionUnclear)
            .arg("counted", &lying.path)
            .arg("other", &filing.files[order[1]].input.lying.path);
        filing
            .told
            .push(Told::new(Some(line), &lying.path, finding));
    }
    let due = &roster.lines[line].due;
    let late = lying
        .saved
        .as_deref()
        .filter(|saved| due.len() == 10 && saved.get(..10).is_some_and(|day| day > due.as_str()));
    if let Some(saved) = late {
        let finding = Finding::new(FindingCode::Late)
            .arg("saved", saved.replace('T', " "))
            .arg("due", due);
        filing
            .told
            .push(Told::new(Some(line), &lying.path, finding));
    }
    filing.versions.insert(line, order);
}
