//! The labels of forms of performance goals, in the spellings of all layouts, and which field stands beside or below each.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::layout::{GoalContent, GoalsLayout, IndicatorField, Templates};
use crate::model::{GoalField, ReadingWords};
use crate::text::{is_longer, squash, strip_ordinal};

/// The longest label, in characters.
const LONGEST: usize = 40;

/// What a label stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Label {
    /// The field to its right.
    Right(GoalField),
    /// The field below it, or to its right.
    Below(GoalField),
    /// A group of rows: 项目资金, 绩效指标.
    Group,
    /// The header of a column of indicators.
    Indicator(IndicatorField),
}

/// The labels that are known.
#[derive(Debug, Default)]
pub(super) struct Labels {
    known: BTreeMap<String, Vec<Label>>,
    /// What the names of levels of indicators begin with: 产出, 效益.
    levels: BTreeSet<String>,
    /// The words by which reading knows what stands around them.
    pub(super) words: Arc<ReadingWords>,
}

/// A cell that is a label.
#[derive(Debug, Clone)]
pub(super) struct FoundLabel<'v> {
    /// What it may stand for; several where the place decides.
    pub(super) labels: &'v [Label],
    /// What follows the label in the same cell, as stated.
    pub(super) inline: Option<String>,
    /// What stands behind the label in brackets, as stated.
    pub(super) bracket: Option<String>,
}

impl Labels {
    pub(super) fn new(templates: &Templates) -> Self {
        let mut labels = Self {
            words: Arc::clone(&templates.model.reading),
            ..Self::default()
        };
        let layouts = templates.layouts.iter();
        for document in layouts.filter_map(|layout| layout.document.as_ref()) {
            labels.add(&document.goals);
        }
        labels
    }

    fn add(&mut self, goals: &GoalsLayout) {
        for (at, row) in goals.rows.iter().enumerate() {
            let mut below = goals.rows.get(at + 1).into_iter().flatten();
            let own = row
                .iter()
                .any(|cell| matches!(cell.content, GoalContent::Field(_)));
            for (position, cell) in row.iter().enumerate() {
                let GoalContent::Label { keys, .. } = &cell.content else {
                    continue;
                };
                let right = row.get(position + 1).map(|cell| &cell.content);
                let label = match right {
                    Some(GoalContent::Field(field)) => Label::Right(*field),
                    _ if own || cell.rows > 1 => Label::Group,
                    // In a row of labels alone, each is above its field.
                    _ => match below.find_map(|cell| match cell.content {
                        GoalContent::Field(field) => Some(field),
                        _ => None,
                    }) {
                        Some(field) => Label::Below(field),
                        None => Label::Group,
                    },
                };
                keys.iter().for_each(|key| self.insert(key, label));
            }
        }
        let levels = goals.levels.iter();
        let levels = levels.flat_map(|level| level.keys.iter().chain(&level.second));
        let fills = &self.words.level_fills;
        let bare = levels.map(|name| ReadingWords::trim_end(fills, &[], &squash(name)).to_owned());
        self.levels.extend(bare.filter(|name| !name.is_empty()));
        self.insert(&squash(&goals.side), Label::Group);
        for column in &goals.indicators {
            for key in &column.keys {
                self.insert(key, Label::Indicator(column.field));
            }
        }
    }

    fn insert(&mut self, key: &str, label: Label) {
        if key.is_empty() {
            return;
        }
        let labels = self.known.entry(key.to_owned()).or_default();
        if !labels.contains(&label) {
            labels.push(label);
        }
    }

    /// Whether a squashed text names a level of indicators: 产出指标, 社会效益, 投入和管理目标.
    pub(super) fn is_level(&self, text: &str) -> bool {
        let bare = strip_ordinal(text);
        bare.chars().count() <= 20
            && (ReadingWords::ends(&self.words.level_ends, bare)
                || self
                    .levels
                    .iter()
                    .any(|level| bare.contains(level.as_str())))
    }

    /// The label that a cell is, or begins with: `项目名称：某项目`.
    pub(super) fn find(&self, text: &str) -> Option<FoundLabel<'_>> {
        if !is_longer(text, LONGEST) {
            let squashed = squash(text);
            if squashed.is_empty() {
                return None;
            }
            if let Some((labels, bracket)) = self.whole(&squashed) {
                let bracket = bracket.then(|| in_brackets(text)).flatten();
                return Some(FoundLabel {
                    labels,
                    inline: None,
                    bracket,
                });
            }
        }
        let colons = text.char_indices().filter(|(_, c)| matches!(c, '：' | ':'));
        for (at, colon) in colons {
            let (front, tail) = (&text[..at], text[at + colon.len_utf8()..].trim());
            if front.chars().count() > 20 {
                break;
            }
            if let Some((labels, bracket)) = self.whole(&squash(front)).filter(|_| !tail.is_empty())
            {
                return Some(FoundLabel {
                    labels,
                    inline: Some(tail.to_owned()),
                    bracket: bracket.then(|| in_brackets(front)).flatten(),
                });
            }
        }
        None
    }

    /// The label that the squashed text is as a whole, and whether it has more in brackets.
    fn whole(&self, squashed: &str) -> Option<(&[Label], bool)> {
        if squashed.chars().count() > LONGEST {
            return None;
        }
        let text = strip_ordinal(squashed).trim_end_matches(':');
        if let Some(labels) = self.known.get(text) {
            return Some((labels, false));
        }
        let bare = strip_ordinal(&without_brackets(text)).to_owned();
        let labels = self.known.get(bare.trim_end_matches(':'))?;
        Some((labels, true))
    }
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::new();
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

/// What stands in the last brackets of a text, as stated.
fn in_brackets(text: &str) -> Option<String> {
    let close = text.rfind([')', '）'])?;
    let open = text[..close].rfind(['(', '（'])?;
    let width = text[open..].chars().next().map_or(1, char::len_utf8);
    let inner = text[open + width..close].trim();
    (!inner.is_empty()).then(|| inner.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Templates;

    #[test]
    fn labels_in_all_spellings() {
        let templates = Templates::embedded();
        let labels = Labels::new(&templates);
        for (text, label, inline, bracket) in [
            ("项目名称", Label::Right(GoalField::Name), None, None),
            ("项 目\n名 称：", Label::Right(GoalField::Name), None, None),
            (
                "项目名称：某项目",
                Label::Right(GoalField::Name),
                Some("某项目"),
                None,
            ),
            (
                "其中：当年财政拨款",
                Label::Right(GoalField::YearFiscal),
                None,
                None,
            ),
            (
                "其中：财政资金：5",
                Label::Right(GoalField::Fiscal),
                Some("5"),
                None,
            ),
            ("项目资金\n（元）", Label::Group, None, Some("元")),
            (
                "项目总目标 (2023年-2023年)",
                Label::Below(GoalField::OverallGoal),
                None,
                Some("2023年-2023年"),
            ),
            (
                "年度总体目标",
                Label::Below(GoalField::YearlyGoal),
                None,
                None,
            ),
            ("绩效\n指标", Label::Group, None, None),
            (
                "三级指标",
                Label::Indicator(IndicatorField::Third),
                None,
                None,
            ),
            (
                "年度/项目指标值",
                Label::Indicator(IndicatorField::Value),
                None,
                None,
            ),
        ] {
            let found = labels.find(text).unwrap();
            assert_eq!(found.labels, [label], "{text}");
            assert_eq!(found.inline.as_deref(), inline, "{text}");
            assert_eq!(found.bracket.as_deref(), bracket, "{text}");
        }
        let other = labels.find("其他资金").unwrap();
        assert_eq!(
            other.labels,
            [
                Label::Right(GoalField::Other),
                Label::Right(GoalField::YearOther)
            ]
        );
        assert!(labels.find("项目绩效良好").is_none());
    }
}
