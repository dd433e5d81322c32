//! Resolving the part of a layout that is about what stands in front of the tables and beside them.

use std::collections::BTreeSet;

use toml::Spanned;

use super::document::{
    DocumentLayout, GoalCell, GoalContent, GoalLevel, GoalsLayout, IndicatorColumn, IndicatorField,
    ProjectLayout, ProjectSectionLayout, SectionLayout,
};
use super::drafting;
use super::faults::LayoutFaults;
use super::raw::RawLayout;
use super::raw_document::{RawCell, RawDocument, RawGoals, RawProject, RawSection};
use super::resolved::{ContentsLayout, CoverLayout};
use super::years::{header_key, label_key};
use crate::messages::Phrase;
use crate::model::{Model, SectionId, SectionModel};

pub(super) fn resolve(
    model: &Model,
    raw: RawDocument,
    faults: &mut LayoutFaults<'_>,
) -> DocumentLayout {
    if let Some(drafting) = &raw.drafting {
        drafting::validate(model, drafting, faults);
    }
    DocumentLayout {
        cover_sheet: raw.cover.sheet,
        cover: raw.cover.lines,
        sections: raw
            .section
            .into_iter()
            .filter_map(|section| self::section(model, section, faults))
            .collect(),
        project: project(model, raw.project, faults),
        goals: goals(raw.goals, faults),
        reason_threshold: raw.reason_threshold,
        drafting: raw.drafting,
    }
}

/// Titles as compared, the printed one first. What stands for the year, a name or the like is left out.
fn titles(printed: &str, others: &[String]) -> Vec<String> {
    let printed = without_placeholders(&printed.replace("{year}年", ""));
    std::iter::once(&printed)
        .chain(others)
        .map(|title| header_key(title))
        .collect()
}

/// Labels as compared, the printed one first: without ordinal and what stands in brackets.
fn keys(printed: &str, others: &[String]) -> Vec<String> {
    let printed = without_placeholders(printed);
    let printed = printed.replace("()", "").replace("（）", "");
    std::iter::once(&printed)
        .chain(others)
        .map(|label| label_key(label))
        .collect()
}

fn without_placeholders(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some((before, behind)) = rest.split_once('{') {
        kept.push_str(before);
        rest = behind.split_once('}').map_or("", |(_, behind)| behind);
    }
    kept + rest
}

/// The section of a name, where it is one of `all`.
fn named(all: &[SectionModel], name: &Spanned<String>) -> Option<SectionId> {
    let mut ids = all.iter().map(|section| section.id);
    ids.find(|id| id.name() == name.get_ref())
}

fn section(model: &Model, raw: RawSection, faults: &mut LayoutFaults<'_>) -> Option<SectionLayout> {
    let Some(section) = named(&model.sections, &raw.section) else {
        let all = model.sections.iter().map(|section| section.id.name());
        faults.unknown("layout-section", &raw.section, all);
        return None;
    };
    Some(SectionLayout {
        section,
        titles: titles(&raw.title, &raw.other_titles),
        sheet: raw.sheet,
        title: raw.title,
        contents: raw.contents,
        parts: raw.parts,
        optional: raw.optional,
    })
}

fn project(model: &Model, raw: RawProject, faults: &mut LayoutFaults<'_>) -> ProjectLayout {
    let mut sections = Vec::new();
    for section in raw.sections {
        if let Some(own) = named(&model.project_sections, &section.section) {
            sections.push(ProjectSectionLayout {
                section: own,
                titles: titles(&section.title, &section.other_titles),
                title: section.title,
            });
        } else {
            let all = model
                .project_sections
                .iter()
                .map(|section| section.id.name());
            faults.unknown("layout-project-section", &section.section, all);
        }
    }
    ProjectLayout {
        titles: titles(&raw.title, &raw.other_titles),
        sheet: raw.sheet,
        title: raw.title,
        sections,
    }
}

fn goals(raw: RawGoals, faults: &mut LayoutFaults<'_>) -> GoalsLayout {
    let width = u32::try_from(raw.widths.len()).unwrap_or(u32::MAX);
    let mut spanned: Vec<(u32, u32)> = Vec::new();
    for row in &raw.rows {
        let above: u32 = spanned.iter().map(|(columns, _)| columns).sum();
        let own: u32 = row.iter().map(|cell| cell.columns).sum();
        if above + own != width
            && let Some(label) = row.iter().find_map(|cell| cell.label.as_ref())
        {
            faults.say(
                label.span().start,
                Phrase::new("layout-form-width")
                    .arg("columns", above + own)
                    .arg("width", width),
            );
        }
        for (_, rows) in &mut spanned {
            *rows -= 1;
        }
        let below = row.iter().filter(|cell| cell.rows > 1);
        spanned.extend(below.map(|cell| (cell.columns, cell.rows - 1)));
        spanned.retain(|(_, rows)| *rows > 0);
    }
    for row in &raw.rows {
        for cell in row {
            if let (Some(label), Some(_)) = (&cell.label, cell.field) {
                faults.say(label.span().start, Phrase::new("layout-form-cell"));
            }
        }
    }
    let third = raw
        .indicators
        .iter()
        .map(|column| column.field)
        .collect::<Vec<_>>();
    let all = [
        IndicatorField::First,
        IndicatorField::Second,
        IndicatorField::Third,
        IndicatorField::Value,
    ];
    if third != all {
        faults.say(0, Phrase::new("layout-indicators"));
    }
    GoalsLayout {
        sheet: raw.sheet,
        titles: titles(&raw.title, &raw.other_titles),
        title: raw.title,
        subtitle: raw.subtitle,
        measure: raw.measure,
        categories: raw.categories,
        boxes: raw.boxes,
        natures: raw.natures,
        date: raw.date,
        widths: raw.widths,
        rows: raw
            .rows
            .into_iter()
            .map(|row| row.into_iter().map(cell).collect())
            .collect(),
        side: raw.side,
        indicators: raw
            .indicators
            .into_iter()
            .map(|column| IndicatorColumn {
                field: column.field,
                keys: keys(&column.header, &column.spellings),
                header: column.header,
                columns: column.columns,
            })
            .collect(),
        levels: raw
            .levels
            .into_iter()
            .map(|level| GoalLevel {
                keys: keys(&level.first, &level.spellings),
                first: level.first,
                second: level.second,
                optional: level.optional,
            })
            .collect(),
    }
}

fn cell(raw: RawCell) -> GoalCell {
    let content = match (raw.label, raw.field) {
        (Some(label), _) => {
            let text = label.into_inner();
            GoalContent::Label {
                keys: keys(&text, &raw.spellings),
                text,
            }
        }
        (None, Some(field)) => GoalContent::Field(field),
        (None, None) => GoalContent::Blank,
    };
    GoalCell {
        content,
        columns: raw.columns,
        rows: raw.rows,
    }
}

/// The title page and the table of contents of a layout.
pub(super) fn front(
    raw: &RawLayout,
    faults: &mut LayoutFaults<'_>,
) -> (Option<CoverLayout>, Option<ContentsLayout>) {
    let cover = raw.cover.as_ref();
    let contents = raw.contents.as_ref();
    let mut taken: BTreeSet<&str> = raw
        .table
        .iter()
        .map(|table| table.sheet.get_ref().as_str())
        .collect();
    let sheets = cover.map(|cover| &cover.sheet);
    for sheet in sheets.into_iter().chain(contents.map(|own| &own.sheet)) {
        if !taken.insert(sheet.get_ref()) {
            faults.say(
                sheet.span().start,
                Phrase::new("layout-sheet-twice").arg("sheet", sheet.get_ref()),
            );
        }
    }
    if let Some(cover) = cover {
        let mut holds = |text: &Spanned<String>, word: &str| {
            if !text.get_ref().contains(word) {
                faults.say(
                    text.span().start,
                    Phrase::new("layout-text-lacks").arg("word", word),
                );
            }
        };
        holds(&cover.title, "{year}年");
        holds(&cover.title_elsewhere, "{year}年");
        holds(&cover.unit, "{unit}");
    }
    let cover = cover.map(|cover| CoverLayout {
        sheet: cover.sheet.get_ref().clone(),
        region: cover.region.clone(),
        title: cover.title.get_ref().clone(),
        title_elsewhere: cover.title_elsewhere.get_ref().clone(),
        unit: cover.unit.get_ref().clone(),
    });
    let contents = contents.map(|contents| ContentsLayout {
        sheet: contents.sheet.get_ref().clone(),
        title: contents.title.clone(),
    });
    (cover, contents)
}

#[cfg(test)]
mod tests {
    use crate::layout::{GoalContent, Templates};

    fn faults(change: impl Fn(&str) -> String) -> Vec<String> {
        let text = include_str!("../../templates/layouts/qingpu-2023-unit.toml");
        let changed = change(text);
        assert_ne!(text, changed, "the change changes something");
        Templates::embedded()
            .add_layout("own.toml", &changed)
            .map_or_else(
                |error| {
                    error
                        .faults
                        .into_iter()
                        .map(|fault| fault.message.to_string())
                        .collect()
                },
                |()| Vec::new(),
            )
    }

    #[test]
    fn labels_are_compared_without_ordinals_brackets_and_placeholders() {
        let templates = Templates::embedded();
        for layout in &templates.layouts {
            let Some(document) = &layout.document else {
                continue;
            };
            let goals = &document.goals;
            let keys: Vec<&str> = goals
                .rows
                .iter()
                .flatten()
                .filter_map(|cell| match &cell.content {
                    GoalContent::Label { keys, .. } => Some(keys[0].as_str()),
                    _ => None,
                })
                .collect();
            for key in ["项目资金", "财政资金", "项目总目标"] {
                assert!(keys.contains(&key), "{}: {key} in {keys:?}", layout.id);
            }
        }
    }

    #[test]
    fn faults_name_what_is_wrong() {
        assert_eq!(
            faults(|text| text.replace("section = \"duties\"", "section = \"tasks\"")),
            [
                "unknown section `tasks`, expected one of: contents, duties, organization, terms, narrative, tables, \
              other_notes, projects"
            ]
        );
        assert_eq!(
            faults(|text| text.replace(
                "{ field = \"category\", columns = 2 }",
                "{ field = \"category\" }"
            )),
            ["this row takes 5 columns, the form has 6 `widths`"]
        );
        assert_eq!(
            faults(|text| text.replace("{ field = \"first\"", "{ field = \"second\"")),
            ["`indicators` needs the fields first, second, third, value in this order"]
        );
    }
}
