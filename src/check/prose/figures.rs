//! Figures that stand only in the texts: 政府采购, assets.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Texts, cell, quote};
use crate::finding::{Finding, FindingCode, Stated};
use crate::model::{Id, Text};
use crate::prose::{About, COARSEST, Mention, Says};

type FiguresSaid<'t> = BTreeMap<&'t Id, (&'t Text, &'t Mention)>;

pub(super) fn check(texts: &Texts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut said: FiguresSaid<'_> = BTreeMap::new();
    for (text, paragraph) in texts.paragraphs() {
        for mention in &paragraph.mentions {
            let About::Figure(id) = &mention.about else {
                continue;
            };
            if mention.says != Says::Amount {
                continue;
            }
            match said.get(id) {
                None => {
                    said.insert(id, (text, mention));
                }
                Some(&(first, other)) => {
                    let slack = mention.slack() + other.slack();
                    if (mention.value - other.value).abs() > slack {
                        findings.push(
                            Finding::new(FindingCode::TextArithmetic)
                                .variant("twice")
                                .arg("quote", quote(&text.text, mention))
                                .arg("stated", words(text, mention))
                                .arg("other", words(first, other))
                                .cell(stated(text, mention))
                                .cell(stated(first, other)),
                        );
                    }
                }
            }
        }
    }
    findings.extend(sums(texts, &said));
    findings.extend(reserved(&said));
    findings.extend(assets(&said));
    findings
}

fn words<'t>(text: &'t Text, mention: &Mention) -> &'t str {
    &text.text[mention.span.clone()]
}

fn stated(text: &Text, mention: &Mention) -> Stated {
    Stated {
        yuan: Some(mention.value),
        ..cell(text, words(text, mention))
    }
}

/// Money against the sum of its parts, where any part is stated.
fn sums(texts: &Texts<'_>, said: &FiguresSaid<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let figures = &texts.templates.model.figures;
    for model in figures.iter().filter(|model| model.money) {
        let Some(&(text, total)) = said.get(&model.id) else {
            continue;
        };
        let parts: Vec<(&Text, &Mention)> = figures
            .iter()
            .filter(|part| part.parent.as_ref() == Some(&model.id))
            .filter_map(|part| said.get(&part.id).copied())
            .collect();
        if parts.is_empty() {
            continue;
        }
        let sum: Decimal = parts.iter().map(|(_, part)| part.value).sum();
        // The total is rounded to its own last digit, the parts to the finest that any of them has.
        let finest = parts.iter().map(|(_, part)| part.quantum).min();
        let of_parts = finest.unwrap_or_default() * Decimal::from(parts.len());
        let slack = (of_parts + total.quantum.min(COARSEST)) / Decimal::TWO;
        if (total.value - sum).abs() <= slack {
            continue;
        }
        // A part may be told in words that were not read.
        let unread = |part: &Id| {
            let topics = texts.templates.model.topics.iter();
            let topics = topics.filter(|topic| topic.figure.as_ref() == Some(part));
            let mut told = topics.flat_map(|topic| &topic.words);
            !said.contains_key(part) && told.any(|own| text.text.contains(own.as_str()))
        };
        let mut of_it = figures
            .iter()
            .filter(|part| part.parent.as_ref() == Some(&model.id));
        if sum < total.value && of_it.any(|part| unread(&part.id)) {
            continue;
        }
        let mut finding = Finding::new(FindingCode::ProcurementDiffers)
            .arg("quote", quote(&text.text, total))
            .amount("stated", total.value)
            .amount("expected", sum)
            .amount("difference", (total.value - sum).abs())
            .cell(stated(text, total));
        finding
            .cells
            .extend(parts.iter().map(|(text, part)| stated(text, part)));
        findings.push(finding);
    }
    findings
}

/// What is reserved for small and medium enterprises is a part of 政府采购; for small and micro ones a part of that.
fn reserved(said: &FiguresSaid<'_>) -> Vec<Finding> {
    let pairs = [
        ("procurement_sme", "procurement", "reserved"),
        ("procurement_micro", "procurement_sme", "micro"),
    ];
    let mut findings = Vec::new();
    for (part, whole, variant) in pairs {
        let (Some(&(text, part)), Some(&(of, whole))) =
            (said.get(&Id::from(part)), said.get(&Id::from(whole)))
        else {
            continue;
        };
        if part.value - whole.value > part.slack() + whole.slack() {
            findings.push(
                Finding::new(FindingCode::ProcurementDiffers)
                    .variant(variant)
                    .arg("quote", quote(&text.text, part))
                    .amount("stated", part.value)
                    .amount("expected", whole.value)
                    .amount("difference", part.value - whole.value)
                    .cell(stated(text, part))
                    .cell(stated(of, whole)),
            );
        }
    }
    findings
}

/// No assets are to be bought, and goods, vehicles or equipment are.
fn assets(said: &FiguresSaid<'_>) -> Vec<Finding> {
    let Some(&(text, planned)) = said.get(&Id::from("planned_assets")) else {
        return Vec::new();
    };
    if !planned.value.is_zero() {
        return Vec::new();
    }
    let bought = ["procurement_goods", "planned_vehicles", "planned_equipment"];
    let mut found = bought.iter().filter_map(|id| said.get(&Id::from(*id)));
    let Some(&(other, mention)) = found.find(|(_, mention)| !mention.value.is_zero()) else {
        return Vec::new();
    };
    vec![
        Finding::new(FindingCode::AssetsDiffer)
            .arg("quote", quote(&text.text, planned))
            .arg("other", quote(&other.text, mention))
            .cell(stated(text, planned))
            .cell(stated(other, mention)),
    ]
}
