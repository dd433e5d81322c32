//! Codes and names of the lines of open lists.

use std::collections::BTreeSet;

use super::table_name;
use crate::finding::{Finding, FindingCode, Severity, Stated};
use crate::layout::Templates;
use crate::messages::Phrase;
use crate::model::{Budget, Code, Dim, Key, Line, Lines, Table};
use crate::text::squash;

/// Checks the codes and names of a table.
pub(super) fn check(templates: &Templates, budget: &Budget, table: &Table) -> Vec<Finding> {
    let mut findings = Vec::new();
    for block in &table.blocks {
        let lines: Vec<&Line> = table
            .lines
            .iter()
            .filter(|line| line.block == block.id)
            .collect();
        match block.lines {
            Lines::List(dim) => {
                let name = table_name(templates, budget, table);
                bad_codes(templates, block.lines, &lines, &mut findings);
                parents(name, &lines, &mut findings);
                names(templates, block.lines, name, &lines, &mut findings);
                findings.extend(nameless(name, table, &lines));
                order(name, &lines, &mut findings);
                if dim == Dim::ECONOMIC {
                    kinds(&lines, &mut findings);
                }
            }
            Lines::Class(dim) => {
                for line in lines {
                    match &line.key {
                        // A form may print all 类; one without amounts needs no code.
                        Key::Unknown(_)
                            if !line.amounts.values().any(|own| !own.yuan.is_zero()) => {}
                        Key::Unknown(class) => findings.push(
                            Finding::new(FindingCode::ClassNotKnown)
                                .arg("name", class)
                                .cell(stated(line)),
                        ),
                        Key::Code(code) => {
                            findings.extend(name_finding(templates, Lines::List(dim), *code, line))
                        }
                        Key::Row(_) | Key::Total | Key::Group | Key::Record(_) => {}
                    }
                }
            }
            Lines::Fixed | Lines::Records | Lines::Single => {}
        }
    }
    findings
}

fn stated(line: &Line) -> Stated {
    let key = match &line.key {
        Key::Code(code) => code.to_string(),
        Key::Unknown(text) if *text != line.name => text.clone(),
        Key::Unknown(_) | Key::Row(_) | Key::Total | Key::Group | Key::Record(_) => String::new(),
    };
    Stated::text(line.place.clone(), format!("{key} {}", line.name).trim())
}

fn bad_codes(templates: &Templates, lines_of: Lines, lines: &[&Line], findings: &mut Vec<Finding>) {
    for (at, line) in lines.iter().enumerate() {
        let Key::Unknown(text) = &line.key else {
            continue;
        };
        let by_name: Vec<Code> = templates
            .codes
            .named(lines_of, &squash(&line.name))
            .collect();
        let below = lines
            .get(at + 1)
            .and_then(|next| next.key.code())
            .and_then(Code::parent);
        let proposed = match by_name.as_slice() {
            [only] => Some(*only),
            _ => below.filter(|code| by_name.contains(code) || by_name.is_empty()),
        };
        let finding = Finding::new(FindingCode::BadCode).cell(stated(line));
        let finding = if text.is_empty() {
            finding.word("text", "word-empty")
        } else {
            finding.arg("text", text)
        };
        findings.push(match proposed {
            Some(code) => {
                let proposal = Phrase::new("bad-code-proposal").arg("code", code);
                finding.phrase("proposal", proposal)
            }
            None => finding.arg("proposal", ""),
        });
    }
}

fn parents(name: &str, lines: &[&Line], findings: &mut Vec<Finding>) {
    let codes: BTreeSet<Code> = lines.iter().filter_map(|line| line.key.code()).collect();
    let deepest = codes.iter().map(|code| code.level()).max().unwrap_or(0);
    // What stands where a code is expected may be the parent that seems to be missing.
    if deepest < 2 || lines.iter().any(|line| matches!(line.key, Key::Unknown(_))) {
        return;
    }
    if codes.iter().all(|code| code.level() == deepest) {
        let first = lines
            .iter()
            .find(|line| line.key.code().is_some())
            .map(|line| stated(line));
        let mut finding = Finding::new(FindingCode::ParentMissing)
            .variant("flat")
            .severity(Severity::Note)
            .arg("table", name);
        finding.cells = first.into_iter().collect();
        findings.push(finding);
        return;
    }
    let mut said: BTreeSet<Code> = BTreeSet::new();
    for line in lines {
        let Some(code) = line.key.code() else {
            continue;
        };
        let missing: Vec<Code> = std::iter::successors(code.parent(), |code| code.parent())
            .filter(|parent| !codes.contains(parent) && !said.contains(parent))
            .collect();
        if missing.is_empty() {
            continue;
        }
        said.extend(&missing);
        findings.push(
            Finding::new(FindingCode::ParentMissing)
                .arg("code", code)
                .arg("name", &line.name)
                .list("parent", missing.iter().rev())
                .cell(stated(line)),
        );
    }
}

fn names(
    templates: &Templates,
    lines_of: Lines,
    table: &str,
    lines: &[&Line],
    findings: &mut Vec<Finding>,
) {
    let mut unknown: Vec<&Line> = Vec::new();
    for line in lines {
        let Some(code) = line.key.code() else {
            continue;
        };
        if !line.name.is_empty() && templates.codes.get(lines_of, code).is_none() {
            unknown.push(line);
        }
        findings.extend(name_finding(templates, lines_of, code, line));
    }
    match unknown.as_slice() {
        [] => {}
        [line] => findings.push(
            Finding::new(FindingCode::UnknownCode)
                .maybe("code", line.key.code())
                .arg("name", &line.name)
                .cell(stated(line)),
        ),
        many => {
            let mut finding = Finding::new(FindingCode::UnknownCode)
                .variant("many")
                .arg("table", table)
                .arg("count", many.len())
                .list("codes", first_codes(many));
            finding.cells = many.iter().map(|line| stated(line)).collect();
            findings.push(finding);
        }
    }
}

/// The codes of the first lines.
fn first_codes(lines: &[&Line]) -> Vec<String> {
    let codes = lines.iter().filter_map(|line| line.key.code());
    let mut codes: Vec<String> = codes.take(12).map(|code| code.to_string()).collect();
    codes.extend((lines.len() > 12).then(|| "…".to_owned()));
    codes
}

/// Codes without names: the paper prints both.
fn nameless(name: &str, table: &Table, lines: &[&Line]) -> Option<Finding> {
    let coded = lines.iter().filter(|line| line.key.code().is_some());
    let coded: Vec<&Line> = coded.copied().collect();
    let nameless = coded.iter().filter(|line| line.name.is_empty());
    let lines: Vec<&Line> = nameless.copied().collect();
    // Where the column of the names is missing, that is said already.
    let column_missing = lines.len() == coded.len() && !table.missing_columns.is_empty();
    if lines.is_empty() || column_missing {
        return None;
    }
    let mut finding = Finding::new(FindingCode::NameDiffers)
        .variant("missing")
        .arg("table", name)
        .arg("count", lines.len())
        .list("codes", first_codes(&lines));
    finding.cells = lines.iter().map(|line| stated(line)).collect();
    Some(finding)
}

/// A name that is not the code's: an older name or another spelling is a note.
fn name_finding(
    templates: &Templates,
    lines_of: Lines,
    code: Code,
    line: &Line,
) -> Option<Finding> {
    let entry = templates.codes.get(lines_of, code)?;
    if line.name == entry.name {
        return None;
    }
    let (own, expected) = (squash(&line.name), squash(&entry.name));
    if own.is_empty() || own == expected {
        return None;
    }
    let letters = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
    };
    let finding = Finding::new(FindingCode::NameDiffers)
        .arg("code", code)
        .arg("expected", &entry.name)
        .arg("name", &line.name)
        .cell(stated(line));
    if entry.other_names.iter().any(|other| squash(other) == own) {
        // An alternative wording of the same edition is no fault; only names of older editions are listed with years.
        return (lines_of != Lines::ECONOMIC)
            .then(|| finding.variant("older").severity(Severity::Note));
    }
    if letters(&own) == letters(&expected) {
        return Some(finding.variant("spelling").severity(Severity::Note));
    }
    Some(finding)
}

fn order(name: &str, lines: &[&Line], findings: &mut Vec<Finding>) {
    let coded: Vec<(Code, &Line)> = lines
        .iter()
        .filter_map(|line| Some((line.key.code()?, *line)))
        .collect();
    // Each unit has a list of its own.
    let follows = |pair: &&[(Code, &Line)]| pair[1].1.at == pair[0].1.at && pair[1].0 < pair[0].0;
    if let Some(pair) = coded.windows(2).find(follows) {
        let finding = Finding::new(FindingCode::OutOfOrder)
            .arg("table", name)
            .arg("code", pair[1].0)
            .arg("before", pair[0].0);
        findings.push(finding.cell(stated(pair[1].1)).cell(stated(pair[0].1)));
    }
}

/// 301 and 303 are personnel money, 302 and 310 are not; 30239 (交通补贴) is often paid to people.
fn kinds(lines: &[&Line], findings: &mut Vec<Finding>) {
    let codes = lines.iter().filter_map(|line| line.key.code());
    let broken_down: BTreeSet<Code> = codes
        .flat_map(|code| std::iter::successors(code.parent(), |code| code.parent()))
        .collect();
    for line in lines {
        let Some(code) = line.key.code() else {
            continue;
        };
        let (column, kind) = match code.class().to_string().as_str() {
            "301" | "303" => ("public", "公用经费"),
            "302" | "310" => ("personnel", "人员经费"),
            _ => continue,
        };
        let Some(amount) = line
            .amounts
            .get(column)
            .filter(|amount| !amount.yuan.is_zero() && !broken_down.contains(&code))
        else {
            continue;
        };
        let severity = if code.to_string() == "30239" {
            Severity::Note
        } else {
            Severity::Warning
        };
        findings.push(
            Finding::new(FindingCode::KindSuspect)
                .severity(severity)
                .arg("code", code)
                .arg("name", &line.name)
                .arg("kind", kind)
                .cell(Stated::amount(amount)),
        );
    }
}
