//! Names of 科目 from an older list in texts whose tables have the new ones.

use std::collections::BTreeMap;

use super::{Texts, cell};
use crate::finding::{Finding, FindingCode, Severity};
use crate::model::{Code, Key, Lines};
use crate::text::{Folded, squash};

pub(super) fn check(texts: &Texts<'_>) -> Vec<Finding> {
    let printed = printed(texts);
    let codes = &texts.templates.codes;
    let levels = &texts.templates.model.prose.levels;
    // The names that were, of the codes that the tables have, unless a table has them still.
    let mut older: Vec<(String, Code, &str)> = Vec::new();
    for (code, entry) in codes.all(Lines::FUNCTION) {
        let Some(names) = printed.get(&code) else {
            continue;
        };
        for own in &entry.other_names {
            let own = squash(own).into_owned();
            if !printed.values().flatten().any(|name| *name == own) {
                let name = names.first().map_or("", |name| name.as_str());
                if !name.contains(own.as_str()) {
                    older.push((own, code, &entry.name));
                }
            }
        }
    }
    let mut findings = Vec::new();
    for (text, _) in texts.paragraphs() {
        let folded = Folded::new(&text.text);
        let found = older.iter().find_map(|(own, code, name)| {
            let mut places = folded.text().match_indices(own.as_str());
            let (at, _) = places.find(|(at, _)| {
                let before = &text.text[..folded.original(*at..at + own.len()).start];
                let quoted = before.ends_with(['“', '"', '「', '《', '‘']);
                quoted || stands_alone(levels, folded.text(), *at, own.len())
            })?;
            Some((at..at + own.len(), code, name))
        });
        if let Some((span, code, expected)) = found {
            let name = &text.text[folded.original(span)];
            findings.push(
                Finding::new(FindingCode::NameDiffers)
                    .variant("text")
                    .severity(Severity::Warning)
                    .arg("code", code)
                    .arg("expected", expected)
                    .arg("name", name)
                    .cell(cell(text, name)),
            );
        }
    }
    findings
}

/// The squashed names that the tables print, by code.
fn printed(texts: &Texts<'_>) -> BTreeMap<Code, Vec<String>> {
    let mut all: BTreeMap<Code, Vec<String>> = BTreeMap::new();
    for line in texts.budget.tables.iter().flat_map(|table| &table.lines) {
        if let Key::Code(code) = &line.key {
            all.entry(*code)
                .or_default()
                .push(squash(&line.name).into_owned());
        }
    }
    all
}

/// Whether a name is no part of a longer word, nor of a sentence: 用于医疗卫生支出 is about what the money is for.
fn stands_alone(levels: &[String], text: &str, at: usize, length: usize) -> bool {
    let word = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let behind = &text[at + length..];
    let level = levels.iter().any(|own| behind.starts_with(own.as_str()));
    let before = text[..at].chars().next_back();
    // 归属医疗卫生支出类: the mark of its level makes it a name, whatever leads to it.
    let marked = behind.starts_with(['类', '款']) && !text[..at].ends_with("其他");
    marked || !before.is_some_and(word) && (level || !behind.starts_with(word))
}
