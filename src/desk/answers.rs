//! Explanations held against the findings of a batch.

use std::collections::BTreeSet;

use super::lists::FindingExplanation;
use super::names::same_name;
use super::roster::{Roster, RosterLevel};
use super::told::{Answer, Told};
use crate::finding::{Finding, FindingCode};

/// What came of each explanation, in their order; findings that are covered by one say so, and those on explanations are added.
pub(super) fn answer(
    roster: &Roster,
    explanations: &[FindingExplanation],
    told: &mut Vec<Told>,
) -> Vec<(Option<usize>, Answer)> {
    let mut answers = Vec::with_capacity(explanations.len());
    for own in explanations {
        let line = line(roster, own);
        answers.push((line, judge(told, line, own)));
    }
    // Of several rows about one finding the last decides, for the department's own paper too.
    let mut seen = BTreeSet::new();
    for (own, (line, found)) in explanations.iter().zip(&answers).rev() {
        let is_last = seen.insert((*line, &own.code, own.function, own.amount));
        if is_last && *found == Answer::Accepted {
            cover_department(roster, told, *line, own);
        }
    }
    let of_all = explanations.iter().zip(&answers);
    let mut more: Vec<Told> = of_all
        .filter_map(|(own, (line, found))| said(told, (*line)?, own, *found))
        .collect();
    told.append(&mut more);
    answers
}

pub(super) fn line(roster: &Roster, own: &FindingExplanation) -> Option<usize> {
    let by_code = match own.unit_code.is_empty() {
        true => None,
        false => roster.of_code(&own.unit_code),
    };
    by_code.or_else(|| {
        let alike = |at: &usize| {
            let name = &own.unit_name;
            own.unit_code.is_empty() && !name.is_empty() && same_name(&roster.lines[*at].name, name)
        };
        let mut alike = (0..roster.lines.len()).filter(alike);
        let first = alike.next()?;
        alike.next().is_none().then_some(first)
    })
}

/// What is decided, whether or not there is a finding.
fn decided(own: &FindingExplanation) -> Answer {
    match own.accepted {
        // An acceptance that nobody stands for is none yet.
        Some(true) if own.reviewer.is_empty() => Answer::Open,
        Some(true) => Answer::Accepted,
        Some(false) => Answer::Refused,
        None => Answer::Open,
    }
}

fn judge(told: &mut [Told], line: Option<usize>, own: &FindingExplanation) -> Answer {
    let is_of =
        |told: &Told| line.is_some() && told.line == line && told.finding.code.name() == own.code;
    let exact = |told: &Told| is_of(told) && told.function.or(told.economic) == own.function;
    let mut any = false;
    let mut found = None;
    for finding in told.iter().filter(|told| exact(told)) {
        any = true;
        if same_amount(finding, own) {
            found = Some(match finding.is_explainable() {
                true => decided(own),
                false => Answer::Refused,
            });
        }
    }
    let Some(answer) = found else {
        return if any { Answer::Void } else { Answer::Unused };
    };
    for finding in told.iter_mut().filter(|told| is_of(told)) {
        let over = is_over(finding, own);
        if finding.is_explainable() && over && same_amount(finding, own) {
            finding.answer = Some(answer);
        }
    }
    answer
}

/// Whether the finding is of the 科目 that was explained or of one above it.
fn is_over(finding: &Told, own: &FindingExplanation) -> bool {
    match (finding.function.or(finding.economic), own.function) {
        (Some(above), Some(own)) => above.contains(own),
        (None, _) => true,
        (Some(_), None) => false,
    }
}

fn same_amount(finding: &Told, own: &FindingExplanation) -> bool {
    match (finding.amount, own.amount) {
        (Some(is), Some(was)) => is == was || finding.difference().is_some() && is == was.abs(),
        (None, _) => true,
        (Some(_), None) => false,
    }
}

/// The same amount at the same 科目 in the own paper of the unit's department is explained with it.
fn cover_department(
    roster: &Roster,
    told: &mut [Told],
    line: Option<usize>,
    own: &FindingExplanation,
) {
    let Some(head) = line.and_then(|line| roster.lines[line].department) else {
        return;
    };
    if line == Some(head) || roster.lines[head].level != RosterLevel::Department {
        return;
    }
    let covered = told.iter_mut().filter(|told| {
        told.line == Some(head)
            && told.finding.code.name() == own.code
            && told.is_explainable()
            && told.answer.is_none()
    });
    for finding in covered {
        let stated = finding.amount.is_some() && own.function.is_some();
        if stated && is_over(finding, own) && same_amount(finding, own) {
            finding.answer = Some(Answer::Accepted);
        }
    }
}

/// What is to be said of an explanation that holds no longer.
fn said(told: &[Told], line: usize, own: &FindingExplanation, answer: Answer) -> Option<Told> {
    let code = match answer {
        Answer::Void => FindingCode::ExplanationVoid,
        Answer::Unused => FindingCode::ExplanationUnused,
        _ => return None,
    };
    let finding = Finding::new(code)
        .arg("code", &own.code)
        .maybe("function", own.function);
    let is = told.iter().find(|told| {
        let same = told.function.or(told.economic) == own.function;
        told.line == Some(line) && told.finding.code.name() == own.code && same
    });
    // What was explained anew and accepted is no more open.
    if answer == Answer::Void && is.is_some_and(|is| is.answer == Some(Answer::Accepted)) {
        return None;
    }
    let amount = |finding: Finding, name, yuan: Option<_>| match yuan {
        Some(yuan) => finding.amount(name, yuan),
        None => finding.word(name, "word-none"),
    };
    let finding = match answer {
        Answer::Void => {
            let finding = amount(finding, "explained", own.amount);
            amount(finding, "now", is.and_then(|told| told.amount))
        }
        _ => finding,
    };
    let mut said = Told::new(Some(line), "", finding);
    said.function = own.function;
    Some(said)
}
