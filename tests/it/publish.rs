//! The whole document: as a workbook whose paragraphs are live, as .docx and as HTML.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _};

use rust_decimal::Decimal;
use yusuan::batch::{Options, read_bytes, read_file};
use yusuan::finding::Finding;
use yusuan::layout::Templates;
use yusuan::model::{Budget, SectionId, Text};
use yusuan::workbook::open::{Limits, open};
use yusuan::workbook::save::save;
use yusuan::workbook::{Address, Value, Workbook};
use yusuan::write::standard_workbook;

use crate::{corpus, oracle};

/// The document of a unit with the budget of the year before.
pub(crate) fn fixture(templates: &Templates) -> Budget {
    let path = corpus::root().join("tests/fixtures/document/qingpu-2023.json");
    let outcome = read_file(&path, templates, &Options::default());
    outcome.budget.expect("the fixture is a budget")
}

pub(crate) fn texts(budget: &Budget) -> Vec<&str> {
    let document = &budget.document;
    let mut all: Vec<&Text> = document.cover.iter().collect();
    let projects = document.projects.iter();
    let sections = document
        .sections
        .iter()
        .chain(projects.flat_map(|project| &project.sections));
    for section in sections {
        all.push(&section.heading);
        all.extend(&section.paragraphs);
    }
    for project in &document.projects {
        all.extend(&project.heading);
        if let Some(form) = &project.form {
            all.push(&form.title);
            all.extend(form.texts.values());
            for own in &form.indicators {
                all.extend([&own.first, &own.second, &own.third, &own.value]);
            }
        }
    }
    all.into_iter().map(|text| text.text.as_str()).collect()
}

pub(crate) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

pub(crate) fn workbook_text(workbook: &Workbook) -> String {
    let cells = workbook.sheets.iter().flat_map(|sheet| &sheet.cells);
    cells
        .filter_map(|cell| match &cell.value {
            Value::Text(text) => Some(text.clone() + "\n"),
            _ => None,
        })
        .collect()
}

/// The main part of a .docx.
pub(crate) fn main_part(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// The words of XML or HTML, white space left out. Fails where XML is not well-formed.
pub(crate) fn words(xml: &str) -> String {
    if xml.starts_with("<?xml") {
        let mut reader = quick_xml::Reader::from_str(xml);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    }
    let mut words = String::new();
    for piece in xml.split('<') {
        let (_, text) = piece.split_once('>').unwrap_or_default();
        words.push_str(text);
    }
    let words = words
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    squeezed(&words.replace("&#39;", "'").replace("&amp;", "&"))
}

#[test]
fn the_workbook_holds_all_texts_in_the_order_of_the_document() {
    let templates = Templates::embedded();
    let budget = fixture(&templates);
    let workbook = standard_workbook(&templates, &budget, None).unwrap();
    let names: Vec<&str> = workbook
        .sheets
        .iter()
        .map(|sheet| sheet.name.as_str())
        .collect();
    assert_eq!(
        names[..7],
        [
            "封面",
            "目录",
            "单位职能",
            "单位机构设置",
            "名词解释",
            "单位编制说明",
            "单位收支总表"
        ]
    );
    assert_eq!(
        names[14..18],
        [
            "单位“三公”经费和机关运行费预算表",
            "其他相关情况说明",
            "项目经费情况说明1",
            "绩效目标表1"
        ]
    );
    let bytes = save(&workbook).unwrap();
    assert_eq!(
        bytes,
        save(&standard_workbook(&templates, &budget, None).unwrap()).unwrap()
    );
    let read = open(bytes, "xlsx", &Limits::default()).unwrap();
    let read = workbook_text(&read);
    let missing: Vec<&str> = texts(&budget)
        .into_iter()
        .filter(|text| !read.contains(*text))
        .collect();
    // The years of a project stand within a label.
    assert_eq!(missing, Vec::<&str>::new());
}

/// What the document of a budget states, without where it stood.
fn statement(budget: &Budget) -> String {
    serde_json::to_string_pretty(&budget.document.statement()).unwrap()
}

#[test]
fn what_was_written_is_read_back() {
    let templates = Templates::embedded();
    let path = corpus::root().join("tests/fixtures/submissions/01-standard.xlsx");
    let outcome = read_file(&path, &templates, &Options::default());
    let codes = |findings: &[Finding]| findings.iter().map(|own| own.code).collect::<Vec<_>>();
    let said = codes(&outcome.findings);
    let submitted = outcome.budget.unwrap();
    assert_eq!(submitted.document.projects.len(), 3);
    let mut compared = submitted.clone();
    compared.previous = fixture(&templates).previous;
    for budget in [submitted, compared] {
        let bytes = save(&standard_workbook(&templates, &budget, None).unwrap()).unwrap();
        let name = "written.xlsx".to_owned();
        let read = read_bytes(name, bytes, &templates, &Options::default());
        let findings = codes(&read.findings);
        let read = read.budget.unwrap();
        let (before, after) = (statement(&budget), statement(&read));
        let differing: Vec<(&str, &str)> = before
            .lines()
            .zip(after.lines())
            .filter(|(a, b)| a != b)
            .take(5)
            .collect();
        assert_eq!(before, after, "{differing:#?}");
        assert_eq!(findings, said);
        assert_eq!(budget.statement().tables, read.statement().tables);
    }
}

/// The paragraphs of a sheet that are formulas, by row.
fn live(workbook: &Workbook, name: &str) -> BTreeMap<u32, String> {
    let sheet = workbook
        .sheets
        .iter()
        .find(|sheet| sheet.name == name)
        .unwrap();
    let cells = sheet.cells.iter().filter(|cell| cell.formula.is_some());
    cells
        .map(|cell| match &cell.value {
            Value::Text(text) => (cell.row, text.clone()),
            other => panic!("{other:?}"),
        })
        .collect()
}

#[test]
#[ignore = "slow"]
fn numbers_of_paragraphs_follow_the_tables() {
    let templates = Templates::embedded();
    let budget = fixture(&templates);
    let workbook = standard_workbook(&templates, &budget, None).unwrap();
    let before = live(&workbook, "单位编制说明");
    assert_eq!(
        before.keys().copied().collect::<Vec<_>>(),
        [1, 2, 3, 4, 5, 6]
    );
    assert_eq!(live(&workbook, "其他相关情况说明").len(), 2);
    let stated = &budget
        .document
        .section(SectionId::Narrative)
        .unwrap()
        .paragraphs;
    assert!(
        before
            .values()
            .zip(stated)
            .all(|(live, stated)| *live == stated.text)
    );

    // One amount changes, all else stays as it was written.
    let mut changed = workbook.clone();
    let sheet = changed
        .sheets
        .iter_mut()
        .find(|sheet| sheet.name == "单位收支总表")
        .unwrap();
    let at = Address::new(7, 1);
    let cell = sheet
        .cells
        .iter_mut()
        .find(|cell| cell.address() == at)
        .unwrap();
    assert_eq!(
        cell.value,
        Value::Number(Decimal::from(82_122_874)),
        "general budget"
    );
    assert!(cell.formula.is_none());
    cell.value = Value::Number(Decimal::from(42_122_874));

    let dir = tempfile::tempdir().unwrap();
    let (as_is, other) = (dir.path().join("as-is.xlsx"), dir.path().join("other.xlsx"));
    fs::write(&as_is, save(&workbook).unwrap()).unwrap();
    fs::write(&other, save(&changed).unwrap()).unwrap();
    let out = dir.path().join("out");
    let Some(written) = oracle::recalculate(&[&as_is, &other], &out) else {
        return;
    };
    let (Some(old), Some(new)) = (
        oracle::openpyxl_dump(&as_is),
        oracle::openpyxl_dump(&written[0]),
    ) else {
        return;
    };
    assert_eq!(oracle::changes(&old, &new), Vec::<String>::new());
    let new = oracle::openpyxl_dump(&written[1]).unwrap();
    let paragraph = new
        .iter()
        .find(|cell| cell.sheet == "单位编制说明" && cell.at == "A2")
        .and_then(|cell| cell.value.as_str())
        .unwrap();
    assert_eq!(
        paragraph,
        "2023年，本单位收入预算4212.29万元，比上年预算减少1749.89万元，主要原因是增加了信息基础设施科的项目，其中：\
         财政拨款收入4212.29万元，比上年预算减少1749.89万元，主要原因是增加了信息基础设施科的项目。"
    );
}

#[test]
fn a_number_that_the_tables_contradict_stays_as_stated() {
    let templates = Templates::embedded();
    let mut budget = fixture(&templates);
    let narrative = budget
        .document
        .sections
        .iter_mut()
        .find(|own| own.section == SectionId::Narrative);
    let text = &mut narrative.unwrap().paragraphs[5].text;
    *text = text.replace("71.70", "71.71");
    let workbook = standard_workbook(&templates, &budget, None).unwrap();
    let live = live(&workbook, "单位编制说明");
    assert!(live.contains_key(&5) && !live.contains_key(&6));
    assert!(workbook_text(&workbook).contains("科目71.71万元"));
}
