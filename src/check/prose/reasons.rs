//! Large changes without a reason.

use rust_decimal::Decimal;

use super::{Texts, cell, quote};
use crate::finding::{Finding, FindingCode};
use crate::model::Text;
use crate::prose::{Direction, Mention, Paragraph, Quantity, Says};

/// In each part of a section: a change above the layout's threshold, and no reason in that part.
pub(super) fn check(texts: &Texts<'_>) -> Vec<Finding> {
    let Some(threshold) = texts.layout.reason_threshold else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for (section, paragraphs) in &texts.spoken {
        let all: Vec<(&Text, &Paragraph)> = section.paragraphs.iter().zip(paragraphs).collect();
        // A reason may stand in another paragraph of the same part.
        for part in all.chunk_by(|_, (_, next)| !next.heading) {
            let reasons = part.iter().any(|(text, _)| {
                // 因公出国 is no reason.
                let why = &texts.templates.model.prose.why;
                let mut text = text.text.clone();
                for own in &why.given_not {
                    text = text.replace(own.as_str(), "");
                }
                let mut words = why.because.iter().chain(&why.given);
                words.any(|own| text.contains(own.as_str()))
            });
            if reasons {
                continue;
            }
            let large = part.iter().flat_map(|(text, paragraph)| {
                let pairs = paragraph.mentions.windows(2);
                let changes = pairs.filter_map(|pair| change(&pair[0], &pair[1]));
                changes.map(move |(mention, base)| (*text, mention, base))
            });
            let largest = large
                .filter(|(_, mention, base)| {
                    let percent = mention.value / base.max(&Decimal::ONE) * Decimal::ONE_HUNDRED;
                    mention.value >= threshold.amount && percent >= threshold.percent
                })
                .max_by_key(|(_, mention, _)| mention.value)
                .filter(|(text, mention, _)| !is_explained(&text.text[mention.span.end..]));
            if let Some((text, mention, _)) = largest {
                let words = &text.text[mention.span.clone()];
                let finding = Finding::new(FindingCode::ReasonMissing)
                    .arg("quote", quote(&text.text, mention))
                    .arg("stated", words)
                    .cell(cell(text, words));
                findings.push(finding);
            }
        }
    }
    findings
}

/// Whether words without a number follow a change: 增加22万元），一辆旧车报废更新 gives a reason without saying so.
fn is_explained(behind: &str) -> bool {
    const SHORTEST: usize = 4;
    const MARKS: [char; 12] = [
        '。', '，', '；', '：', '（', '）', ',', ';', ':', '(', ')', '\n',
    ];
    // 增长29.4% goes on with the change; any other number is of something else.
    let clauses = behind.split(MARKS).map(str::trim);
    let mut clauses = clauses.filter(|clause| !clause.contains('%'));
    let clause = clauses.find(|clause| clause.chars().count() >= SHORTEST);
    clause.is_some_and(|clause| !clause.contains(|c: char| c.is_numeric()))
}

/// A change and the amount of last year that it changes.
fn change<'m>(first: &Mention, second: &'m Mention) -> Option<(&'m Mention, Decimal)> {
    let direction = match second.says {
        Says::Change(direction) => direction,
        _ => return None,
    };
    let money = |mention: &Mention| matches!(mention.quantity, Quantity::Money(_));
    if !money(first) || !money(second) || !second.is_tied() {
        return None;
    }
    let base = match (first.says, direction) {
        (Says::Previous, _) => first.value,
        (Says::Amount, Direction::Down) => first.value + second.value,
        (Says::Amount, _) => first.value - second.value,
        _ => return None,
    };
    Some((second, base))
}
