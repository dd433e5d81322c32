//! The document of a blank form: texts and projects are filled in by LibreOffice and read back.

use std::fs;
use std::path::{Path, PathBuf};

use rust_decimal::Decimal;
use yusuan::batch::Outcome;
use yusuan::finding::{FindingCode, Severity};
use yusuan::form::{FormKind, Request, blank};
use yusuan::layout::{GoalContent, IndicatorField, Layout, Templates};
use yusuan::model::{Document, GoalField, SectionId};
use yusuan::workbook::{Address, save::save};

use crate::office::Session;
use crate::template::{NAME, assert_not_filled, read, request, write};

/// The cell of a field of the form of performance goals, whose cells begin below title and year.
fn goal_cell(layout: &Layout, field: GoalField) -> Option<String> {
    let goals = &layout.document.as_ref().unwrap().goals;
    let slots = goals.slots();
    let slot = slots
        .iter()
        .find(|slot| *slot.content == GoalContent::Field(field))?;
    Some(Address::new(slot.row + 2, slot.col).to_string())
}

/// The cell of an indicator: `line` counts from 0 below the header.
fn indicator_cell(layout: &Layout, field: IndicatorField, line: usize) -> String {
    let goals = &layout.document.as_ref().unwrap().goals;
    let at = goals.indicators.iter().position(|own| own.field == field);
    let (col, _) = goals.indicator_columns()[at.unwrap()];
    let row = u32::try_from(2 + goals.rows.len() + 1 + line).unwrap();
    Address::new(row, col).to_string()
}

/// What is typed into the fields of the form.
fn entries(layout: &Layout) -> Vec<(GoalField, &'static str)> {
    let goals = &layout.document.as_ref().unwrap().goals;
    let boxes = "专项资金□ 经常性项目☑ 一次性项目□";
    let (category, start, end) = if goals.boxes {
        (boxes, "2026年1月1日", "2026年12月31日")
    } else {
        ("特定目标类", "2026-01-01", "2026-12-31")
    };
    let mut entries = vec![
        (GoalField::Name, "窗口设备更新"),
        (GoalField::Category, category),
        (GoalField::Start, start),
        (GoalField::End, end),
        (GoalField::OverallGoal, "设备更新后，窗口服务不中断。"),
        (GoalField::YearlyGoal, "年内完成采购、安装和验收。"),
    ];
    if !goals.natures.is_empty() {
        entries.push((GoalField::Nature, "阶段性项目"));
    }
    entries
}

const AMOUNTS: [(GoalField, &str); 4] = [
    (GoalField::Total, "33.25"),
    (GoalField::Fiscal, "33.25"),
    (GoalField::YearTotal, "33.25"),
    (GoalField::YearFiscal, "33.25"),
];
/// Line, name and value of indicators.
const INDICATORS: [(usize, &str, &str); 3] = [
    (0, "更新设备数量", "12台"),
    (1, "更新窗口数量", "≥5个"),
    (4, "验收合格率", "100%"),
];
const ITEMS: [(u32, &str, &str); 2] = [(28, "自助设备", "23.2"), (30, "安装调试", "10.05")];
const DUTIES: [(&str, &str); 2] = [
    ("A2", "负责窗口的日常管理。"),
    ("A5", "承办上级交办的其他事项。"),
];
const OVERVIEW: &str = "窗口设备使用多年，需要更新，保障窗口服务。";

fn fill(mut session: Session, layout: &Layout) -> Session {
    let printed = layout.document.as_ref().unwrap();
    let goals = &format!("{}1", printed.goals.sheet);
    let project = &format!("{}1", printed.project.sheet);
    let duties = &printed.section(SectionId::Duties).unwrap().sheet;
    for (cell, text) in DUTIES {
        session = session.text(duties, cell, text);
    }
    for (field, text) in entries(layout) {
        session = session.text(goals, &goal_cell(layout, field).unwrap(), text);
    }
    for (field, number) in AMOUNTS {
        session = session.number(goals, &goal_cell(layout, field).unwrap(), number);
    }
    for (line, third, value) in INDICATORS {
        let cell = |field| indicator_cell(layout, field, line);
        session = session
            .text(goals, &cell(IndicatorField::Third), third)
            .text(goals, &cell(IndicatorField::Value), value);
    }
    session = session.text(project, "A3", OVERVIEW);
    for (row, name, number) in ITEMS {
        session = session.text(project, &format!("A{row}"), name).number(
            project,
            &format!("B{row}"),
            number,
        );
    }
    session
}

fn texts(document: &Document, id: SectionId) -> Vec<String> {
    let paragraphs = document.section(id).map(|own| own.paragraphs.iter());
    let paragraphs = paragraphs.into_iter().flatten();
    paragraphs.map(|text| text.text.clone()).collect()
}

fn assert_filled(layout: &Layout, outcome: &Outcome, what: &str) {
    let noise: Vec<_> = outcome
        .findings
        .iter()
        .filter(|finding| {
            matches!(
                finding.code,
                FindingCode::PlaceholderLeft
                    | FindingCode::NumberNotRead
                    | FindingCode::NotANumber
                    | FindingCode::UnitMissing
                    | FindingCode::WrongForm
            )
        })
        .collect();
    assert!(noise.is_empty(), "{what}: {noise:#?}");
    let document = &outcome.budget.as_ref().unwrap().document;
    let goals = &layout.document.as_ref().unwrap().goals;
    let sections: Vec<SectionId> = document
        .sections
        .iter()
        .map(|section| section.section)
        .collect();
    assert_eq!(sections, [SectionId::Duties], "{what}");
    assert_eq!(
        texts(document, SectionId::Duties),
        DUTIES.map(|(_, text)| text),
        "{what}"
    );
    assert!(!document.cover.is_empty(), "{what}");
    let [project] = document.projects.as_slice() else {
        panic!("{what}: {:#?}", document.projects);
    };
    assert_eq!(project.name, "窗口设备更新", "{what}");
    let heading = project.heading.as_ref().unwrap();
    assert_eq!(heading.text, "窗口设备更新项目经费情况说明", "{what}");
    assert_eq!(project.sections.len(), 7, "{what}");
    let overview: Vec<&str> = project.sections[0]
        .paragraphs
        .iter()
        .map(|text| text.text.as_str())
        .collect();
    assert_eq!(overview, [OVERVIEW], "{what}");
    let yuan = |text: &str| text.parse::<Decimal>().unwrap() * goals.measure.yuan();
    let items: Vec<(&str, Decimal)> = project
        .items
        .iter()
        .map(|item| (item.name.as_str(), item.amount.as_ref().unwrap().yuan))
        .collect();
    assert_eq!(
        items,
        ITEMS.map(|(_, name, number)| (name, yuan(number))),
        "{what}"
    );
    let form = project.form.as_ref().unwrap();
    assert_eq!(
        (form.year, form.measure),
        (Some(2026), goals.measure),
        "{what}"
    );
    for (field, text) in entries(layout) {
        let found = form.texts.get(&field).map(|own| own.text.as_str());
        assert_eq!(found, Some(text), "{what}: {field:?}");
    }
    assert_eq!(form.texts[&GoalField::Implementer].text, NAME, "{what}");
    let amounts: Vec<(GoalField, Decimal)> = form
        .amounts
        .iter()
        .map(|(field, amount)| (*field, amount.yuan))
        .collect();
    let typed = AMOUNTS.map(|(field, number)| (field, yuan(number)));
    assert_eq!(amounts, typed, "{what}");
    let levels: Vec<(&str, &str)> = goals
        .levels
        .iter()
        .flat_map(|level| {
            let seconds = level.second.iter().map(String::as_str);
            let seconds = if level.second.is_empty() {
                vec![""]
            } else {
                seconds.collect()
            };
            seconds
                .into_iter()
                .map(|second| (level.first.as_str(), second))
        })
        .collect();
    let indicators: Vec<[&str; 4]> = form
        .indicators
        .iter()
        .map(|own| [&own.first, &own.second, &own.third, &own.value].map(|text| &*text.text))
        .collect();
    let expected = INDICATORS.map(|(line, third, value)| {
        let (first, second) = levels[line / 3];
        [first, second, third, value]
    });
    assert_eq!(indicators, expected, "{what}");
}

#[test]
#[ignore = "slow"]
fn texts_and_projects_are_read_as_they_were_typed() {
    let folder = tempfile::tempdir().unwrap();
    let templates = Templates::embedded();
    let mut session = Session::default();
    let mut saved: Vec<(&str, PathBuf)> = Vec::new();
    for (id, kind) in [
        ("qingpu-2023-unit", FormKind::Direct),
        ("putuo-2024-unit", FormKind::Entry),
    ] {
        let layout = templates.layout(id).unwrap();
        let path = folder.path().join(format!("{id}.xlsx"));
        write(&templates, &request(layout, kind, None), &path);
        session = fill(session.open(&path), layout);
        for ending in ["xlsx", "xls", "ods"] {
            let path = folder.path().join(format!("{id}-filled.{ending}"));
            session = session.save(&path);
            saved.push((id, path));
        }
        session = session.close();
    }
    if !session.run(folder.path()) {
        return;
    }
    let failed = folder.path().join("session.txt.failed");
    assert!(!failed.exists(), "{}", fs::read_to_string(failed).unwrap());
    for (id, path) in saved {
        let what = path.file_name().unwrap().to_string_lossy().into_owned();
        assert_filled(templates.layout(id).unwrap(), &read(&path), &what);
    }
}

#[test]
#[ignore = "slow"]
fn what_nobody_wrote_on_is_no_content() {
    let folder = tempfile::tempdir().unwrap();
    let templates = Templates::embedded();
    let path = folder.path().join("a.xlsx");
    for layout in crate::of_documents(&templates) {
        for kind in [FormKind::Direct, FormKind::Entry] {
            for projects in [0, 5] {
                let request = Request {
                    projects: Some(projects),
                    ..request(layout, kind, None)
                };
                write(&templates, &request, &path);
                let outcome = read(&path);
                let what = format!("{} {kind:?} {projects}", layout.id);
                assert_not_filled(&outcome, &what);
                assert!(outcome.budget.unwrap().document.is_empty(), "{what}");
                let made = blank(&templates, &request).unwrap();
                let goals = &layout.document.as_ref().unwrap().goals.sheet;
                let forms = made
                    .sheets
                    .iter()
                    .filter(|own| own.name.starts_with(&**goals));
                assert_eq!(forms.count(), projects, "{what}");
                for sheet in &made.sheets {
                    for rule in &sheet.validations {
                        let (prompt, complaint) = (&rule.prompt, &rule.complaint);
                        for (title, text) in [prompt, complaint] {
                            let fits = title.chars().count() <= 32 && text.chars().count() <= 255;
                            assert!(fits, "{what}: {text}");
                        }
                    }
                }
            }
        }
    }
}

/// The texts of last year count as they stand once anything is filled in, but for those that speak of last year's amounts.
#[test]
fn texts_of_last_year_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let templates = Templates::embedded();
    let layout = templates.layout("qingpu-2023-unit").unwrap();
    let mut previous = read(Path::new("examples/qingpu-2023.xlsx")).budget.unwrap();
    let section = |id: SectionId, text: &str| yusuan::model::Section {
        section: id,
        heading: yusuan::model::Text::new(id.name()),
        paragraphs: vec![yusuan::model::Text::new(text)],
    };
    previous.document = Document {
        sections: vec![
            section(SectionId::Duties, "负责窗口的日常管理。"),
            section(SectionId::Terms, "某词：就是某物。"),
            section(SectionId::Narrative, "2023年，本单位收入预算100万元。"),
        ],
        ..Document::default()
    };
    let made = blank(
        &templates,
        &request(layout, FormKind::Direct, Some(&previous)),
    )
    .unwrap();
    let path = folder.path().join("a.xlsx");
    fs::write(&path, save(&made).unwrap()).unwrap();
    let outcome = read(&path);
    assert_not_filled(&outcome, "last year's texts");
    assert!(outcome.budget.unwrap().document.is_empty());

    let mut filled = made;
    let sheet = filled
        .sheets
        .iter_mut()
        .find(|sheet| sheet.name == "其他相关情况说明")
        .unwrap();
    let draft = sheet.cells.iter_mut().find(|cell| cell.row == 1).unwrap();
    draft.value = yusuan::workbook::Value::Text("一、情况说明".to_owned());
    fs::write(&path, save(&filled).unwrap()).unwrap();
    let outcome = read(&path);
    let left = |finding: &&yusuan::finding::Finding| finding.code == FindingCode::PlaceholderLeft;
    assert!(outcome.findings.iter().any(|finding| left(&finding)));
    assert!(
        outcome
            .findings
            .iter()
            .all(|finding| finding.severity != Severity::Error
                || finding.code == FindingCode::PlaceholderLeft
                || finding.code == FindingCode::FormNotFilled
                || finding.code == FindingCode::SectionMissing),
        "{:#?}",
        outcome.findings
    );
    let document = outcome.budget.unwrap().document;
    assert!(!document.cover.is_empty());
    assert_eq!(
        texts(&document, SectionId::Duties),
        ["负责窗口的日常管理。"]
    );
    assert_eq!(texts(&document, SectionId::Terms), ["某词：就是某物。"]);
    assert!(document.section(SectionId::Narrative).is_none());
    assert!(document.section(SectionId::OtherNotes).is_some());
}
