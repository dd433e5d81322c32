//! The whole document: as a workbook whose paragraphs are live, as .docx and as HTML.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;

use rust_decimal::Decimal;
use yusuan::batch::{Options, read_bytes, read_file};
use yusuan::finding::Finding;
use yusuan::layout::Templates;
use yusuan::model::{Budget, GoalForm, Indicator, Project, Section, Text};
use yusuan::publish::{Part, docx, html, publication};
use yusuan::text::Measure;
use yusuan::workbook::open::{Limits, open};
use yusuan::workbook::save::save;
use yusuan::workbook::{Address, Value, Workbook};
use yusuan::write::standard_workbook;

use crate::cli::{code, errors, folder, wrong_json, yusuan};
use crate::{corpus, oracle};

/// The document of a unit with the budget of the year before.
fn fixture(templates: &Templates) -> Budget {
    let path = corpus::root().join("tests/fixtures/document/qingpu-2023.json");
    let outcome = read_file(&path, templates, &Options::default());
    outcome.budget.expect("the fixture is a budget")
}

fn texts(budget: &Budget) -> Vec<&str> {
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

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn workbook_text(workbook: &Workbook) -> String {
    let cells = workbook.sheets.iter().flat_map(|sheet| &sheet.cells);
    cells
        .filter_map(|cell| match &cell.value {
            Value::Text(text) => Some(text.clone() + "\n"),
            _ => None,
        })
        .collect()
}

/// The main part of a .docx.
fn main_part(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// The words of XML or HTML, white space left out. Fails where XML is not well-formed.
fn words(xml: &str) -> String {
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
    let stated = &budget.document.section("narrative").unwrap().paragraphs;
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
        .find(|own| own.section == *"narrative");
    let text = &mut narrative.unwrap().paragraphs[5].text;
    *text = text.replace("71.70", "71.71");
    let workbook = standard_workbook(&templates, &budget, None).unwrap();
    let live = live(&workbook, "单位编制说明");
    assert!(live.contains_key(&5) && !live.contains_key(&6));
    assert!(workbook_text(&workbook).contains("科目71.71万元"));
}

#[test]
fn documents_hold_every_sentence_and_number() {
    let templates = Templates::embedded();
    let budget = fixture(&templates);
    let publication = publication(&templates, &budget, None).unwrap();
    let (docx, html) = (docx(&publication), html(&publication));
    assert_eq!(docx, yusuan::publish::docx(&publication), "the same bytes");
    for (format, words) in [("docx", words(&main_part(&docx))), ("html", words(&html))] {
        let missing: Vec<&str> = texts(&budget)
            .into_iter()
            .filter(|text| !words.contains(&squeezed(text)))
            .collect();
        assert_eq!(missing, Vec::<&str>::new(), "{format}");
        let seed = corpus::root().join("../shared/seed/000_045b80ac25c58014.txt");
        match fs::read_to_string(seed) {
            Ok(seed) => against_the_seed(format, &seed, &words),
            Err(_) => eprintln!("not checked: the published text is not there"),
        }
    }
}

/// The sentences and numbers of a published text are all there.
fn against_the_seed(format: &str, seed: &str, words: &str) {
    let boxes = seed
        .replace("<input type=\"checkbox\"/>", "□")
        .replace("<input type=\"checkbox\">", "□")
        .replace("<input checked=\"\" type=\"checkbox\"/>", "☑")
        .replace("<input type=\"checkbox\" checked>", "☑");
    let mut sentences: BTreeSet<String> = BTreeSet::new();
    let mut numbers: BTreeSet<String> = BTreeSet::new();
    let bare = |text: &str| squeezed(&text.replace(['|', ',', '，'], "").replace(':', "："));
    let words = bare(words);
    for line in boxes.lines() {
        for cell in line
            .trim_start_matches([' ', '-', '|'])
            .split(['\t', '|', '。', '；'])
        {
            let cell = bare(cell);
            if !cell.is_empty() && !cell.chars().all(|c| "-—".contains(c)) {
                sentences.insert(cell);
            }
        }
        let digits = line.replace(',', "");
        let digits = digits.split(|c: char| !c.is_ascii_digit() && c != '.');
        numbers.extend(
            digits
                .map(|own| own.trim_matches('.').to_owned())
                .filter(|own| !own.is_empty()),
        );
    }
    let own: BTreeSet<&str> = words
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .map(|own| own.trim_matches('.'))
        .collect();
    let missing: Vec<&String> = sentences
        .iter()
        .filter(|own| !words.contains(*own))
        .collect();
    // Numbers of neighbouring cells stand side by side where markup is left out.
    let lost: Vec<&String> = numbers
        .iter()
        .filter(|number| !own.contains(number.as_str()) && !words.contains(number.as_str()))
        .collect();
    eprintln!(
        "{format}: sentences {}, missing {missing:?}; numbers {}, missing {lost:?}",
        sentences.len(),
        numbers.len()
    );
    assert!(sentences.len() > 200 && numbers.len() > 100);
    assert!(missing.is_empty() && lost.is_empty());
}

#[test]
fn the_contents_of_a_docx_give_the_pages() {
    let templates = Templates::embedded();
    let mut budget = fixture(&templates);
    // Some sections and a table over several pages.
    let terms = budget
        .document
        .sections
        .iter_mut()
        .find(|own| own.section == *"terms")
        .unwrap();
    terms.paragraphs = std::iter::repeat_n(terms.paragraphs.clone(), 5)
        .flatten()
        .collect();
    let publication = publication(&templates, &budget, None).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("document.docx");
    fs::write(&path, docx(&publication)).unwrap();
    let Some(pages) = oracle::to_pdf(&path, dir.path()).and_then(|pdf| oracle::pdf_pages(&pdf))
    else {
        return;
    };
    let pages: Vec<String> = pages.iter().map(|page| squeezed(page)).collect();
    let contents = &pages[1];
    let mut checked = 0;
    for part in &publication.parts {
        let Part::Contents { entries, .. } = part else {
            continue;
        };
        for entry in entries {
            let Some(piece) = entry.piece else { continue };
            let heading = squeezed(publication.parts[piece].heading());
            let page = (2..pages.len())
                .find(|&at| pages[at].starts_with(&heading))
                .unwrap()
                + 1;
            let line = squeezed(&entry.text);
            let behind = &contents[contents.find(&line).unwrap() + line.len()..];
            let given: String = behind
                .trim_start_matches('.')
                .chars()
                .take_while(char::is_ascii_digit)
                .collect();
            assert!(
                given.starts_with(&page.to_string()),
                "{line}: page {page}, given {given}"
            );
            checked += 1;
        }
    }
    assert!(checked >= 16, "{checked}");
}

/// A budget that tries everything that markup, sheets and pages may choke on.
fn hostile(templates: &Templates) -> Budget {
    let mut budget = fixture(templates);
    let evil = "<b>&amp;</b> ]]> \"引号\" '单引号' {year} \u{1}\u{ffff}名称";
    budget.unit.name = format!("某<&>{}", "很长的名称".repeat(20));
    budget.document.cover.clear();
    let long = "本单位承担的各项工作任务".repeat(400);
    let text = |text: &str| Text::new(text);
    let other = |heading: &str| Section {
        section: "other".into(),
        heading: text(heading),
        paragraphs: vec![
            text(evil),
            text(&long),
            text("=1+1"),
            text("第一行\n第二行"),
        ],
    };
    budget.document.sections.extend([
        other("附件[1]：a/b\\c*d?e 的说明以及一个非常非常非常非常长的标题"),
        other("附件[1]：a/b\\c*d?e 的说明以及一个非常非常非常非常长的标题"),
        other("单位收支总表"),
        other("'"),
    ]);
    let indicator = |at: usize| Indicator {
        first: text(if at < 30 {
            "产出指标"
        } else {
            "效益<指标>"
        }),
        second: text("数量指标"),
        third: text(&format!("指标{at} {evil}")),
        value: text(if at.is_multiple_of(2) { "0" } else { "≥95%" }),
    };
    budget.document.projects = (0..20)
        .map(|at| Project {
            name: format!("项目{at}"),
            heading: (at % 3 > 0).then(|| text(&format!("项目{at}项目经费情况说明"))),
            sections: (at % 4 > 0)
                .then(|| other("一、项目概述"))
                .into_iter()
                .collect(),
            form: (at % 5 > 0).then(|| GoalForm {
                title: text("财政项目支出绩效目标表"),
                year: None,
                measure: Measure::Yuan,
                texts: BTreeMap::new(),
                amounts: BTreeMap::new(),
                indicators: (0..at * 3).map(indicator).collect(),
            }),
            ..Project::default()
        })
        .collect();
    budget
}

#[test]
fn hostile_texts_break_nothing() {
    let templates = Templates::embedded();
    let budget = hostile(&templates);
    let workbook = standard_workbook(&templates, &budget, None).unwrap();
    let names: BTreeSet<String> = workbook
        .sheets
        .iter()
        .map(|sheet| sheet.name.to_lowercase())
        .collect();
    assert_eq!(names.len(), workbook.sheets.len());
    assert!(names.iter().all(|name| name.encode_utf16().count() <= 31));
    let bytes = save(&workbook).unwrap();
    let publication = publication(&templates, &budget, None).unwrap();
    let (docx, html) = (docx(&publication), html(&publication));
    for words in [words(&main_part(&docx)), words(&html)] {
        assert!(words.contains("<b>&amp;</b>]]>\"引号\"'单引号'{year}名称"));
        assert!(words.contains(&"本单位承担的各项工作任务".repeat(400)));
    }
    let dir = tempfile::tempdir().unwrap();
    let (xlsx, word) = (
        dir.path().join("hostile.xlsx"),
        dir.path().join("hostile.docx"),
    );
    fs::write(&xlsx, bytes).unwrap();
    fs::write(&word, docx).unwrap();
    for path in [&xlsx, &word] {
        if let Some(mut faults) = oracle::audit(path) {
            // The standard asks for neither theme nor table of fonts.
            faults.retain(|fault| !fault.contains("A required relationship type"));
            assert_eq!(faults, Vec::<String>::new(), "{}", path.display());
        }
        if let Some(pages) =
            oracle::to_pdf(path, dir.path()).and_then(|pdf| oracle::pdf_pages(&pdf))
        {
            let all: String = pages.iter().map(|page| squeezed(page)).collect();
            assert!(all.contains("指标56"), "{}", path.display());
        }
    }
}

#[test]
fn a_budget_of_tables_alone_has_cover_contents_and_tables() {
    let templates = Templates::embedded();
    for layout in &templates.layouts {
        let budget = crate::laws::any_budget(&templates, layout, 11);
        let publication = publication(&templates, &budget, None).unwrap();
        assert_eq!(
            publication.parts.len(),
            2 + budget.tables.len(),
            "{}",
            layout.id
        );
        assert!(matches!(publication.parts[0], Part::Cover(_)));
        words(&main_part(&docx(&publication)));
        let workbook = standard_workbook(&templates, &budget, None).unwrap();
        assert_eq!(workbook.sheets.len(), publication.parts.len());
    }
}

#[test]
fn a_document_with_errors_is_not_published_silently() {
    let (_guard, folder) = folder();
    wrong_json(&folder);
    let publish = |args: &[&str]| yusuan(&folder, &[&["publish", "--lang", "en"], args].concat());
    let there = |name: &str| Path::new(&folder).join(name).exists();
    let output = publish(&["a.xlsx", "-o", "good.docx"]);
    assert_eq!(
        (code(&output), there("good.docx")),
        (0, true),
        "{}",
        errors(&output)
    );
    assert_eq!(
        code(&publish(&["a.xlsx", "-o", "good.docx"])),
        2,
        "it is there already"
    );
    assert_eq!(code(&publish(&["a.xlsx", "-o", "good.txt"])), 2);
    assert_eq!(code(&publish(&[".", "-o", "all.docx"])), 2);
    let output = publish(&["wrong.json", "-o", "wrong.html"]);
    let said = errors(&output);
    assert_eq!((code(&output), there("wrong.html")), (1, true), "{said}");
    assert!(
        said.contains("published although") && said.contains("error[children-differ]"),
        "{said}"
    );
    let output = publish(&["wrong.json", "-o", "strict.html", "--strict"]);
    let said = errors(&output);
    assert_eq!((code(&output), there("strict.html")), (1, false), "{said}");
    assert!(said.contains("not published"), "{said}");
}
