//! The form of performance goals: name, category, indicators.

use super::{heading_name, levels};
use crate::finding::{Finding, FindingCode, Severity, Stated};
use crate::layout::{DocumentLayout, GoalContent, GoalsLayout, ProjectLayout};
use crate::model::{GoalField, GoalForm, GoalWords, Indicator, Project, Text};
use crate::text::squash;

const TICKED: [char; 9] = ['☑', '☒', '✓', '✔', '√', '■', '✅', '●', '◉'];
const EMPTY: [char; 5] = ['□', '☐', '▢', '○', '◻'];

pub(super) fn check(
    document: &DocumentLayout,
    words: &GoalWords,
    project: &Project,
    form: &GoalForm,
) -> Vec<Finding> {
    let layout = &document.goals;
    let mut findings: Vec<Finding> = Vec::new();
    findings.extend(name(&document.project, project, form));
    findings.extend(category(layout, project, form));
    findings.extend(
        form.indicators
            .iter()
            .filter_map(|own| incomplete(project, own).or_else(|| no_measure(words, project, own))),
    );
    findings.extend(missing_levels(layout, project, form));
    findings
}

fn name(layout: &ProjectLayout, project: &Project, form: &GoalForm) -> Option<Finding> {
    let heading = heading_name(layout, project)?;
    let text = form.texts.get(&GoalField::Name)?;
    let own = squash(&text.text);
    if heading.is_empty() || *own == *heading {
        return None;
    }
    let stands = project
        .heading
        .as_ref()
        .map(|heading| Stated::text(heading.place.clone(), &heading.text));
    let mut finding = Finding::new(FindingCode::ProjectNameDiffers)
        .arg("name", &text.text)
        .arg("heading", heading)
        .cell(Stated::text(text.place.clone(), &text.text));
    finding.cells.extend(stands);
    Some(finding)
}

/// Just one category is ticked, or named.
fn category(layout: &GoalsLayout, project: &Project, form: &GoalForm) -> Option<Finding> {
    let asked = layout
        .rows
        .iter()
        .flatten()
        .any(|cell| cell.content == GoalContent::Field(GoalField::Category));
    if !asked {
        return None;
    }
    let text = form.texts.get(&GoalField::Category);
    let words = text.map_or("", |text| text.text.as_str());
    let boxes = words.contains(TICKED) || words.contains(EMPTY);
    let count = if boxes {
        words.chars().filter(|c| TICKED.contains(c)).count()
    } else {
        let named = layout
            .categories
            .iter()
            .filter(|own| words.contains(own.as_str()))
            .count();
        // A category that the layout does not list is one all the same.
        named.max(usize::from(!words.trim().is_empty()))
    };
    let finding = Finding::new(FindingCode::CategoryNotOne)
        .arg("project", &project.name)
        .arg("stated", words);
    let place = text.map_or(&form.title, |text| text).place.clone();
    let finding = match count {
        1 => return None,
        0 => finding,
        _ => finding.variant("several").arg("count", count),
    };
    Some(finding.cell(Stated::text(place, words)))
}

/// An indicator lacks its level, name or value.
fn incomplete(project: &Project, indicator: &Indicator) -> Option<Finding> {
    let Indicator {
        first,
        second,
        third,
        value,
    } = indicator;
    let blank = |text: &Text| text.text.trim().is_empty();
    let parts = [
        (first, "indicator-first"),
        (second, "indicator-second"),
        (third, "indicator-third"),
        (value, "indicator-value"),
    ];
    let (_, word) = parts.iter().find(|(text, _)| blank(text))?;
    let all = [third, value, second, first];
    let known = all.iter().find(|text| !blank(text))?;
    let place = all.iter().find_map(|text| text.place.clone());
    Some(
        Finding::new(FindingCode::IndicatorIncomplete)
            .arg("project", &project.name)
            .arg("indicator", &known.text)
            .word("part", word)
            .cell(Stated::text(known.place.clone().or(place), &known.text)),
    )
}

/// What stands as the value of an indicator is the name of a measure, and no measure: 及时率, 满意度. 提高满意度 is one.
fn no_measure(words: &GoalWords, project: &Project, indicator: &Indicator) -> Option<Finding> {
    const LONGEST: usize = 8;
    let value = squash(&indicator.value.text);
    let named = words
        .measures
        .iter()
        .any(|word| value.ends_with(word.as_str()));
    let short = value.chars().count() <= LONGEST;
    let told = words
        .degrees
        .iter()
        .any(|word| value.contains(word.as_str()))
        || value
            .chars()
            .any(|c| c.is_numeric() || "一二三四五六七八九十百千万≥≤<>=%".contains(c));
    if !named || !short || told {
        return None;
    }
    Some(
        Finding::new(FindingCode::IndicatorIncomplete)
            .variant("measure")
            .severity(Severity::Warning)
            .arg("project", &project.name)
            .arg("indicator", &indicator.third.text)
            .arg("value", &indicator.value.text)
            .cell(Stated::text(
                indicator.value.place.clone(),
                &indicator.value.text,
            )),
    )
}

/// A first level that the form asks for has no indicator.
fn missing_levels(layout: &GoalsLayout, project: &Project, form: &GoalForm) -> Option<Finding> {
    let has = |keys: &[String]| {
        form.indicators.iter().any(|own| {
            let first = squash(&own.first.text);
            keys.iter()
                .any(|key| *first == **key || first.ends_with(key.as_str()))
        })
    };
    let missing: Vec<&str> = levels(layout)
        .filter(|level| !has(&level.keys))
        .map(|level| level.first.as_str())
        .collect();
    if missing.is_empty() {
        return None;
    }
    Some(
        Finding::new(FindingCode::IndicatorLevelMissing)
            .arg("project", &project.name)
            .list("levels", missing)
            .cell(Stated::text(form.title.place.clone(), &form.title.text)),
    )
}
