//! Public documents: .docx and .html hold all that the budget states, whatever its texts are.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use yusuan::layout::Templates;
use yusuan::model::{Budget, GoalForm, Indicator, Project, Section, SectionId, Text};
use yusuan::publish::{PublishedPart, docx, html, publication};
use yusuan::text::Measure;
use yusuan::workbook::save::save;
use yusuan::write::standard_workbook;

use crate::cli::{code, errors, folder, wrong_json, yusuan};
use crate::publish::{fixture, main_part, squeezed, texts, words};
use crate::{corpus, oracle};

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
#[ignore = "slow"]
fn the_contents_of_a_docx_give_the_pages() {
    let templates = Templates::embedded();
    let mut budget = fixture(&templates);
    // Some sections and a table over several pages.
    let terms = budget
        .document
        .sections
        .iter_mut()
        .find(|own| own.section == SectionId::Terms)
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
        let PublishedPart::Contents { entries, .. } = part else {
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
        section: SectionId::Other,
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
#[ignore = "slow"]
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
    for layout in crate::of_documents(&templates) {
        let budget = crate::any_budget::any_budget(layout, 11);
        let publication = publication(&templates, &budget, None).unwrap();
        assert_eq!(
            publication.parts.len(),
            2 + budget.tables.len(),
            "{}",
            layout.id
        );
        assert!(matches!(publication.parts[0], PublishedPart::Cover(_)));
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
