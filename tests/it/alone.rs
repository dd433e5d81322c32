//! Sentences that are wrong by themselves, whatever the tables state: a name, a year, a reason, an old name, a leftover. And those
//! that are nearly so, and right.

use yusuan::check::check;
use yusuan::finding::FindingCode;
use yusuan::layout::Templates;
use yusuan::model::{Body, Budget, Section, SectionId, Text};

const CODES: [FindingCode; 5] = [
    FindingCode::NameVaries,
    FindingCode::WrongYear,
    FindingCode::ReasonContradicts,
    FindingCode::NameDiffers,
    FindingCode::PlaceholderLeft,
];

#[test]
fn sentences_that_are_wrong_by_themselves() {
    let expected = include_str!("../fixtures/prose/alone.txt");
    let templates = Templates::embedded();
    let budget: Budget = serde_json::from_str(include_str!("../fixtures/prose/unit.json")).unwrap();
    let mut found = String::new();
    for line in expected.lines() {
        if line.starts_with("    ") {
            continue;
        }
        found.push_str(line);
        found.push('\n');
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let section = line.strip_prefix('@').and_then(|rest| rest.split_once(' '));
        let (section, text) = section.unwrap_or(("narrative", line));
        for said in said(&templates, &budget, section, text) {
            found.push_str(&format!("    {said}\n"));
        }
    }
    if std::env::var_os("YUSUAN_ACCEPT").is_some() {
        let path = crate::corpus::root().join("tests/fixtures/prose/alone.txt");
        std::fs::write(path, &found).unwrap();
    }
    assert_eq!(found, expected);
}

/// The codes and the words that they name, of the budget with this one text.
fn said(templates: &Templates, budget: &Budget, id: &str, text: &str) -> Vec<String> {
    let mut budget = budget.clone();
    let document = &mut budget.document;
    document.cover.clear();
    document.sections.clear();
    document.figures.clear();
    let section = Section {
        section: serde_json::from_value(id.into()).unwrap(),
        heading: Text::default(),
        paragraphs: vec![Text::new(text)],
    };
    if id == "implementer" {
        document.projects.truncate(1);
        document.projects[0].form = None;
        document.projects[0].sections = vec![section];
        // A paper of projects alone is not read as texts.
        document.sections.push(Section {
            section: SectionId::Terms,
            heading: Text::default(),
            paragraphs: Vec::new(),
        });
    } else {
        document.projects.clear();
        document.sections.push(section);
    }
    let findings = check(templates, &budget).into_iter();
    let own = findings.filter(|finding| CODES.contains(&finding.code));
    own.map(|finding| format!("{} {}", finding.code.name(), finding.cells[0].text))
        .collect()
}

/// What may be said of the amounts, items and reasons of a text.
const OF_AMOUNTS: [FindingCode; 9] = [
    FindingCode::TextAmountDiffers,
    FindingCode::TextArithmetic,
    FindingCode::TextDirection,
    FindingCode::ItemMissing,
    FindingCode::ItemUnknown,
    FindingCode::ItemRepeated,
    FindingCode::ReasonContradicts,
    FindingCode::NameDiffers,
    FindingCode::BadCode,
];

#[test]
fn nothing_is_said_of_paragraphs_that_are_right() {
    let templates = Templates::embedded();
    let budget: Budget = serde_json::from_str(include_str!("../fixtures/prose/unit.json")).unwrap();
    let mut groups = 0;
    let mut accused = Vec::new();
    for group in include_str!("../fixtures/prose/right.txt").split("\n\n") {
        let mut budget = budget.clone();
        let lines = group.lines().filter(|line| !line.starts_with('#'));
        let (settings, texts): (Vec<&str>, Vec<&str>) =
            lines.partition(|line| line.starts_with('@'));
        if texts.is_empty() {
            continue;
        }
        groups += 1;
        let document = &mut budget.document;
        document.sections.clear();
        document.figures.clear();
        document.projects.clear();
        if settings == ["@department"] {
            budget.unit.body = Body::Department;
            let units = ["青浦区政务服务大厅", "青浦区自助服务中心"];
            document.organization.offices = units.map(str::to_owned).to_vec();
        }
        document.sections.push(Section {
            section: SectionId::Narrative,
            heading: Text::default(),
            paragraphs: texts.into_iter().map(Text::new).collect(),
        });
        let findings = check(&templates, &budget).into_iter();
        let said = findings.filter(|finding| OF_AMOUNTS.contains(&finding.code));
        accused.extend(said.map(|finding| {
            let words = finding.cells.first().map(|own| own.text.clone());
            format!("{} {words:?} in {group}", finding.code.name())
        }));
    }
    assert_eq!(accused, Vec::<String>::new());
    assert!(groups > 50);
}
