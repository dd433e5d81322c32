//! What the notes say of projects: how many have goals, what money they take, and what single ones do.

use rust_decimal::Decimal;

use super::described::Described;
use crate::finding::{Finding, FindingCode, Stated};
use crate::model::{Amount, Budget, Figure, OrganizationWords, SectionId, Text, finest_digit};
use crate::text::{Folded, Reading, read_amount, squash};

/// A project's name must be at least so long, in characters, to be looked for in other texts.
const SHORTEST: usize = 4;

/// How many characters before a number may tell that it counts 项目.
const FAR: usize = 12;

/// The projects with goals, as the notes tell of them.
#[derive(Debug, Default)]
pub(super) struct Goals {
    /// How many there are, and where it is said.
    pub(super) projects: Option<(Decimal, Stated)>,
    /// Their money in yuan.
    pub(super) money: Option<(Decimal, Stated)>,
}

/// What the notes say of the projects with goals: in the words that are known, else in a sentence on 绩效目标 the number of 项目
/// and the amount behind it.
pub(super) fn goals(budget: &Budget, words: &OrganizationWords) -> Goals {
    let figure = |id: &str| {
        let figure: &Figure = budget.document.figures.get(id)?;
        let words = figure.stated.as_deref().unwrap_or_default();
        Some((figure.value, Stated::text(figure.place.clone(), words)))
    };
    let known = Goals {
        projects: figure("goal_projects"),
        money: figure("goal_amount"),
    };
    if known.projects.is_some() && known.money.is_some() {
        return known;
    }
    let notes = budget.document.section(SectionId::OtherNotes);
    let texts = notes.iter().flat_map(|notes| &notes.paragraphs);
    let said = texts
        .filter_map(|text| in_sentence(text, words))
        .next()
        .unwrap_or_default();
    Goals {
        projects: known.projects.or(said.projects),
        money: known.money.or(said.money),
    }
}

fn in_sentence(text: &Text, words: &OrganizationWords) -> Option<Goals> {
    let squashed = squash(&text.text);
    let mut sentences = squashed.split(['。', ';']);
    let sentence = sentences.find(|own| {
        let told = words.goals.iter().any(|word| own.contains(word.as_str()));
        told && count_of_projects(own).is_some()
    })?;
    let (count, end) = count_of_projects(sentence)?;
    let money = amount_in(&sentence[end..]);
    let cell = |words: &str| Stated::text(text.place.clone(), words);
    Some(Goals {
        projects: Some((Decimal::from(count), cell(&format!("{count}个")))),
        money: money.map(|(yuan, words)| (yuan, cell(words))),
    })
}

/// The number in `5个项目`, `项目支出16个`, `项目绩效目标编报3个`, and where it ends.
fn count_of_projects(sentence: &str) -> Option<(u32, usize)> {
    sentence.match_indices('个').find_map(|(at, unit)| {
        let digits = sentence[..at].chars().rev();
        let start = at - digits.take_while(char::is_ascii_digit).count();
        let count = sentence[start..at].parse().ok()?;
        let front = sentence[..start].trim_end_matches(['共', '为', '有', '计', '支', '出', ':']);
        let end = at + unit.len();
        let near: String = sentence[end..].chars().take(4).collect();
        // 项目绩效目标编报5个, and not 项目单位5个.
        let last: String = front.chars().rev().take(FAR).collect();
        let before = last.contains("目项") && !front.ends_with("单位") && !near.contains("单位");
        let counts = before || (near.contains("项目") && !near.contains("单位"));
        counts.then_some((count, end))
    })
}

/// The first amount of money in a text, and its words.
fn amount_in(text: &str) -> Option<(Decimal, &str)> {
    let starts = text.char_indices().filter(|(at, c)| {
        c.is_ascii_digit()
            && !text[..*at].ends_with(|c: char| c.is_ascii_digit() || c == '.' || c == ',')
    });
    starts
        .map(|(at, _)| &text[at..])
        .find_map(leading_amount)
        .map(|(yuan, _, words)| (yuan, words))
}

/// A project's name, and right behind it an amount.
pub(super) fn check(budget: &Budget, projects: &[Described<'_>]) -> Vec<Finding> {
    let notes = budget.document.section(SectionId::OtherNotes);
    let mut findings = Vec::new();
    for text in notes.iter().flat_map(|notes| &notes.paragraphs) {
        let folded = Folded::new(&text.text);
        // 会议费3万元 elsewhere is no project.
        if !folded.text().contains("项目") {
            continue;
        }
        for own in projects {
            let name = squash(&own.project.name);
            if name.chars().count() < SHORTEST {
                continue;
            }
            let Some((at, _)) = folded.text().match_indices(&*name).next() else {
                continue;
            };
            let Some((yuan, digit, words)) = amount_behind(&folded.text()[at + name.len()..])
            else {
                continue;
            };
            let known = own.known();
            let near = |amount: &&Amount| {
                amount.yuan.saturating_sub(yuan).abs() <= digit.max(Decimal::ONE_HUNDRED)
            };
            if known.is_empty() || known.iter().any(near) {
                continue;
            }
            let expected = known[0].yuan;
            let mut finding = Finding::new(FindingCode::ProjectItemsDiffer)
                .variant("notes")
                .arg("project", &own.project.name)
                .amount("stated", yuan)
                .amount("expected", expected)
                .amount("difference", yuan.saturating_sub(expected).abs())
                .cell(Stated {
                    yuan: Some(yuan),
                    ..Stated::text(text.place.clone(), words)
                });
            finding.cells.extend(known.into_iter().map(Stated::amount));
            findings.push(finding);
        }
    }
    findings
}

/// The amount that a text begins with, but for words that lead to it: its yuan, half its last digit, its words.
fn amount_behind(text: &str) -> Option<(Decimal, Decimal, &str)> {
    const LEADS: [&str; 13] = [
        "项目", "预算", "经费", "资金", "安排", "金额", "支出", "共", "计", "为", ":", "(", "”",
    ];
    let mut rest = text;
    while let Some(lead) = LEADS.iter().find(|lead| rest.starts_with(**lead)) {
        rest = &rest[lead.len()..];
    }
    leading_amount(rest)
}

fn leading_amount(text: &str) -> Option<(Decimal, Decimal, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.')))?;
    let unit = ["亿元", "万元", "元"]
        .into_iter()
        .find(|unit| text[end..].starts_with(unit))?;
    let words = &text[..end + unit.len()];
    let Reading::Number {
        value,
        measure: Some(measure),
    } = read_amount(words)
    else {
        return None;
    };
    let digit = finest_digit(measure.yuan(), value.scale());
    Some((measure.exact(value)?, digit / Decimal::TWO, words))
}
