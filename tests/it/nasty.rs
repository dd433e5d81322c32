//! Numbers that nobody writes, in every place where one is read: nothing panics, whatever is made of the file.

use std::fs;

use rayon::prelude::*;
use serde_json::Value as Json;
use yusuan::annotate::annotate;
use yusuan::batch::{Options, Stage, explain_file, read_submission, shielded};
use yusuan::export::{
    budget_to_json, explain_html, explain_json, explain_text, facts_csv, report_html,
    report_html_part, report_json, report_sarif, report_sarif_part,
};
use yusuan::finding::{FindingCode, render};
use yusuan::form::{Complete, FormKind, FormRoster, Request, blank, code_list};
use yusuan::layout::Templates;
use yusuan::messages::{Language, Messages};
use yusuan::model::Budget;
use yusuan::publish::{docx, html, publication};
use yusuan::workbook::open::{Limits, open};
use yusuan::workbook::save::save;
use yusuan::workbook::{Value, Workbook};
use yusuan::write::workbook_with_findings;

use crate::corpus::root;

/// More digits than a decimal holds, as many, too many decimals, the ends of integers, what looks like a number.
const NUMBERS: [&str; 16] = [
    "99999999999999999999999999999",
    "79228162514264337593543950335",
    "-79228162514264337593543950335",
    "999999999999999999999999999999999999999999999999999999999999",
    "0.0000000000000000000000000001",
    "999999999999999.999999999999999999999999",
    "1000000000000000",
    "9,999,999,999,999,999,999,999,999,999",
    "９９９９９９９９９９９９９９９９９９９９９９９９９９９９９",
    "7.9e28",
    "1e-999999999",
    "65535",
    "4294967295",
    "18446744073709551616",
    "0000",
    "79228162514264337593543950335%",
];

/// Nested and repeated.
const REPEATED: [(&str, usize); 7] = [
    ("1亿", 100),
    ("9万", 100),
    ("(", 300),
    ("-", 300),
    ("1,", 200),
    ("2024年", 100),
    ("占9%比上年增长", 50),
];

/// What stands at every run of digits of the texts, of the prose in front of a unit, and in every cell of an amount.
#[derive(Debug, Clone, Copy)]
enum Place {
    Texts,
    Prose,
    Amounts,
    Formulas,
}

/// Puts `nasty` in place of the numbers of a text; only of those in front of a unit where `measured`.
fn instead(text: &str, nasty: &str, measured: bool) -> String {
    const UNITS: [char; 12] = [
        '万', '亿', '元', '%', '年', '月', '日', '个', '家', '人', '辆', '台',
    ];
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let mut made = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let end = at + rest[at..].find(|c| !number(c)).unwrap_or(rest.len() - at);
        made.push_str(&rest[..at]);
        let replaced = !measured || rest[end..].starts_with(UNITS);
        made.push_str(if replaced { nasty } else { &rest[at..end] });
        rest = &rest[end..];
    }
    made + rest
}

fn spoiled(workbook: &Workbook, place: Place, nasty: &str) -> Workbook {
    // Names of print areas are given anew.
    let mut workbook = Workbook {
        sheets: workbook.sheets.clone(),
        ..Workbook::default()
    };
    for cell in workbook
        .sheets
        .iter_mut()
        .flat_map(|sheet| &mut sheet.cells)
    {
        match (&cell.value, place) {
            (Value::Text(text), Place::Texts | Place::Prose) => {
                let text = instead(text, nasty, matches!(place, Place::Prose));
                cell.value = Value::Text(text.chars().take(32_000).collect());
            }
            (Value::Number(_), Place::Amounts) => {
                cell.value = nasty
                    .parse()
                    .map_or_else(|_| Value::Text(nasty.into()), Value::Number);
                cell.formula = None;
            }
            (Value::Number(_), Place::Formulas) => {
                cell.formula = Some(format!("{nasty}*{nasty}+{nasty}"));
                cell.value = Value::Blank;
            }
            _ => {}
        }
    }
    workbook
}

fn document() -> Json {
    let path = root().join("tests/fixtures/document/qingpu-2023.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The faults of all that can be made of a file.
fn faults(templates: &Templates, name: &str, bytes: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let messages = Messages::new(Language::Chinese);
    let options = Options {
        keep: true,
        ..Options::default()
    };
    let (outcome, source) = read_submission(&path, templates, &options);
    let mut faults = Vec::new();
    let failed = outcome.findings.iter();
    let failed = failed.filter(|finding| finding.code == FindingCode::InternalError);
    faults.extend(failed.map(|finding| format!("{:?}", finding.variant)));
    let mut attempt = |what: &str, work: &dyn Fn()| {
        if shielded(Stage::Writing, work).is_err() {
            faults.push(what.to_owned());
        }
    };
    attempt("report", &|| {
        let report = outcome.report();
        for finding in &outcome.findings {
            let _ = render(&outcome.path, finding, &messages);
        }
        let _ = report_json(std::slice::from_ref(&report), templates, &messages);
        let _ = report_sarif(&[report_sarif_part(&report, &messages)], &messages);
        let cells = source.workbook.as_ref().zip(Some(&source.ledger));
        let _ = report_html(
            &[report_html_part(&report, cells, 20, &messages)],
            &messages,
        );
    });
    if let Some(workbook) = &source.workbook {
        attempt("annotate", &|| {
            let _ = annotate(&source.bytes, workbook, &outcome.findings, &messages);
        });
        attempt("explain", &|| {
            let (workbook, explained) = explain_file(&path, templates, &options).unwrap();
            let _ = explain_text(name, &explained, &messages, 100);
            let _ = explain_json(name, &explained);
            let _ = explain_html(name, &workbook, &explained, &messages);
        });
        attempt("roster and codes", &|| {
            let _ = FormRoster::read(workbook);
            let _ = code_list(workbook);
        });
    }
    if let Some(budget) = &outcome.budget {
        attempt("write", &|| {
            let findings = &outcome.findings;
            let _ = workbook_with_findings(templates, budget, None, findings, &messages);
            let _ = budget_to_json(budget);
            let _ = facts_csv(&templates.model, [(name, budget)]);
        });
        attempt("publish", &|| {
            if let Ok(publication) = publication(templates, budget, None) {
                let _ = docx(&publication);
                let _ = html(&publication);
            }
        });
        attempt("form", &|| form(templates, budget));
    }
    faults
        .iter()
        .map(|fault| format!("{name}: {fault}"))
        .collect()
}

fn form(templates: &Templates, previous: &Budget) {
    let Some(layout) = templates.layout(&previous.layout) else {
        return;
    };
    let request = Request {
        layout,
        unit: previous.unit.clone(),
        units: Vec::new(),
        year: previous.year.unwrap_or(2024).saturating_add(1),
        kind: FormKind::Entry,
        rows: 5,
        projects: None,
        previous: Some(previous),
        complete: Complete::default(),
        password: None,
    };
    if let Ok(workbook) = blank(templates, &request) {
        let _ = save(&workbook);
    }
}

fn assert_none(all: Vec<(String, Vec<u8>)>) {
    let templates = Templates::embedded();
    let faults: Vec<String> = all
        .par_iter()
        .flat_map_iter(|(name, bytes)| faults(&templates, name, bytes))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
#[ignore = "slow"]
fn no_number_in_a_workbook_makes_anything_panic() {
    let budget = serde_json::from_value(document()).unwrap();
    let templates = Templates::embedded();
    let bytes = yusuan::write::workbook_bytes(&templates, &budget, None).unwrap();
    let workbook = open(bytes, "xlsx", &Limits::default()).unwrap();
    let mut all = Vec::new();
    let mut add = |name: String, place, nasty: &str| {
        all.push((name, save(&spoiled(&workbook, place, nasty)).unwrap()));
    };
    for (at, nasty) in NUMBERS.iter().enumerate() {
        for place in [Place::Texts, Place::Prose, Place::Amounts] {
            add(format!("{place:?}-{at}.xlsx"), place, nasty);
        }
    }
    for (at, (nasty, count)) in REPEATED.iter().enumerate() {
        add(
            format!("repeated-{at}.xlsx"),
            Place::Prose,
            &nasty.repeat(*count),
        );
    }
    for (at, nasty) in NUMBERS[..3].iter().enumerate() {
        add(format!("formulas-{at}.xlsx"), Place::Formulas, nasty);
    }
    let nested = format!("{}1{}", "(".repeat(4_000), ")".repeat(4_000));
    add("nested.xlsx".into(), Place::Formulas, &nested);
    add(
        "signs.xlsx".into(),
        Place::Formulas,
        &format!("{}1", "-".repeat(8_000)),
    );
    assert!(all.len() >= 50, "{}", all.len());
    assert_none(all);
}

/// Where in the JSON of a budget numbers stand.
const POINTERS: [&str; 12] = [
    "/year",
    "/tables/0/quantum",
    "/tables/0/measure",
    "/tables/0/lines/0/amounts/amount/yuan",
    "/tables/1/lines/0/amounts/all/yuan",
    "/tables/1/lines/0/key/code",
    "/tables/1/lines/0/cell",
    "/document/figures/procurement/value",
    "/document/organization/count",
    "/document/projects/0/items/0/amount/yuan",
    "/document/projects/0/form/amounts/total/yuan",
    "/unit/code",
];

#[test]
#[ignore = "slow"]
fn no_number_in_json_makes_anything_panic() {
    let mut all = Vec::new();
    let document = document();
    for (at, nasty) in NUMBERS.iter().enumerate() {
        for pointer in POINTERS {
            let mut own = document.clone();
            let Some(place) = own.pointer_mut(pointer) else {
                continue;
            };
            *place = match place {
                Json::Number(_) => serde_json::from_str(nasty).unwrap_or_default(),
                _ => Json::from(*nasty),
            };
            let name = format!("{at}{}.json", pointer.replace('/', "-"));
            all.push((name, own.to_string().into_bytes()));
        }
    }
    for (at, yuan) in [
        "1000000000000000",
        "-999999999999999.99",
        "0.000001",
        "79228162514264337593543950335",
    ]
    .iter()
    .enumerate()
    {
        let mut own = document.clone();
        everywhere(&mut own, yuan);
        all.push((
            format!("everywhere-{at}.json"),
            own.to_string().into_bytes(),
        ));
    }
    let deep = (0..200).fold(String::new(), |deep, _| {
        deep + r#"{"schema":"x","previous":"#
    });
    all.push(("deep.json".into(), deep.into_bytes()));
    all.push(("lists.json".into(), "[".repeat(100_000).into_bytes()));
    assert!(all.len() >= 60, "{}", all.len());
    assert_none(all);
}

/// Makes every amount of a budget `yuan`.
fn everywhere(json: &mut Json, yuan: &str) {
    match json {
        Json::Object(fields) => {
            for (name, value) in fields {
                if matches!(name.as_str(), "yuan" | "value") && value.is_string() {
                    *value = yuan.into();
                } else {
                    everywhere(value, yuan);
                }
            }
        }
        Json::Array(all) => all.iter_mut().for_each(|own| everywhere(own, yuan)),
        _ => {}
    }
}

#[test]
fn an_amount_of_json_that_no_budget_has_is_refused_with_its_place() {
    let templates = Templates::embedded();
    let mut own = document();
    everywhere(&mut own, "79228162514264337593543950335");
    let outcome = yusuan::batch::read_bytes(
        "a.json".into(),
        own.to_string().into_bytes(),
        &templates,
        &Options::default(),
    );
    let text = render(
        "a.json",
        &outcome.findings[0],
        &Messages::new(Language::English),
    );
    assert!(text.contains("79228162514264337593543950335 is more than 1000000000000000, the largest amount at line 1 column"), "{text}");
}

#[test]
fn no_number_in_a_list_or_layout_makes_anything_panic() {
    let layout =
        fs::read_to_string(root().join("templates/layouts/qingpu-2023-unit.toml")).unwrap();
    let templates = Templates::embedded();
    for nasty in NUMBERS {
        let rows = [
            format!("单位代码,单位名称,年度\n{nasty},某中心,{nasty}\n005,{nasty},{nasty}\n"),
            format!("科目编码,科目名称\n{nasty},教育支出\n205{nasty},{nasty}\n205,{nasty}\n"),
        ];
        for text in rows {
            let workbook = open(text.into_bytes(), "csv", &Limits::default()).unwrap();
            let read = shielded(Stage::Reading, || {
                let _ = FormRoster::read(&workbook);
                let _ = code_list(&workbook);
            });
            assert!(read.is_ok(), "{nasty}");
        }
        let text = instead(&layout, nasty, false);
        let read = shielded(Stage::Reading, || {
            templates.clone().add_layout("a.toml", &text)
        });
        assert!(read.is_ok(), "{nasty}");
    }
    let deep = format!("a = {}", "[".repeat(50_000));
    assert!(templates.clone().add_layout("a.toml", &deep).is_err());
}

#[test]
fn a_number_of_a_text_that_nothing_has_is_said_to_be_unread() {
    let file = root().join("tests/hostile/prose-number-overflow.xlsx");
    let outcome = yusuan::batch::read_file(&file, &Templates::embedded(), &Options::default());
    let found = outcome
        .findings
        .iter()
        .filter(|own| own.code == FindingCode::NumberNotRead && own.variant == Some("too-large"));
    assert!(found.count() > 0, "{:?}", outcome.findings);
}
