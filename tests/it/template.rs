//! Blank forms: made for every layout and both kinds, filled in by LibreOffice, and read back.

use std::fs;
use std::path::{Path, PathBuf};

use rust_decimal::Decimal;
use yusuan::batch::{Options, Outcome, read_file};
use yusuan::finding::{Finding, FindingCode};
use yusuan::form::{Complete, FormKind, Request, blank, can_enter};
use yusuan::layout::{Field, Layout, Templates};
use yusuan::model::{Budget, Id, Unit};
use yusuan::workbook::{Address, save::save};

use crate::office::{Session, shown};
use crate::oracle;
use crate::template_fill::{amount, assert_filled, fill, place};

pub(crate) const NAME: &str = "上海市某区某某中心";

pub(crate) fn request<'r>(
    layout: &'r Layout,
    kind: FormKind,
    previous: Option<&'r Budget>,
) -> Request<'r> {
    Request {
        layout,
        unit: Unit {
            name: NAME.to_owned(),
            code: "002003".to_owned(),
            department: "某区某局".to_owned(),
            nature: "全额拨款事业单位".to_owned(),
            body: layout.body,
        },
        units: Vec::new(),
        year: 2026,
        kind,
        rows: 30,
        projects: None,
        previous,
        complete: Complete::default(),
        password: None,
    }
}

pub(crate) fn write(templates: &Templates, request: &Request<'_>, path: &Path) {
    fs::write(path, save(&blank(templates, request).unwrap()).unwrap()).unwrap();
}

pub(crate) fn read(path: &Path) -> Outcome {
    read_file(path, &Templates::embedded(), &Options::default())
}

/// That nobody filled in a form is all that is said of it.
pub(crate) fn assert_not_filled(outcome: &Outcome, what: &str) {
    let codes: Vec<FindingCode> = outcome.findings.iter().map(|own| own.code).collect();
    let found = &outcome.findings;
    assert_eq!(codes, [FindingCode::FormNotFilled], "{what}: {found:#?}");
}

/// Every form that can be made: of each layout the tables to type into, of some a sheet that feeds them.
fn forms() -> Vec<(Templates, String, FormKind)> {
    let templates = Templates::embedded();
    let layouts = templates.layouts.iter();
    let forms = layouts.flat_map(|layout| {
        let kinds = [FormKind::Direct, FormKind::Entry].into_iter();
        let kinds = kinds.filter(|kind| *kind == FormKind::Direct || can_enter(layout).is_ok());
        kinds.map(|kind| (Templates::embedded(), layout.id.clone(), kind))
    });
    forms.collect()
}

/// Those of whole documents.
fn documents() -> impl Iterator<Item = (Templates, String, FormKind)> {
    let forms = forms().into_iter();
    forms.filter(|(templates, id, _)| crate::of_documents(templates).any(|own| own.id == *id))
}

#[test]
#[ignore = "slow"]
fn a_blank_form_reads_as_an_empty_budget() {
    let folder = tempfile::tempdir().unwrap();
    for (templates, id, kind) in forms() {
        let layout = templates.layout(&id).unwrap();
        let path = folder.path().join(format!("002003-{id}-{kind:?}.xlsx"));
        write(&templates, &request(layout, kind, None), &path);
        let outcome = read(&path);
        assert_not_filled(&outcome, &format!("{id} {kind:?}"));
        let budget = outcome.budget.unwrap();
        assert_eq!(
            (
                budget.layout.as_str(),
                budget.amounts(),
                budget.tables.len()
            ),
            (id.as_str(), 0, layout.tables.len())
        );
        let again = save(&blank(&templates, &request(layout, kind, None)).unwrap()).unwrap();
        assert!(
            fs::read(&path).unwrap() == again,
            "{id} {kind:?}: other bytes"
        );
        if let Some(faults) = oracle::audit(&path) {
            assert!(faults.is_empty(), "{id} {kind:?}: {faults:#?}");
        }
    }
}

#[test]
#[ignore = "slow"]
fn what_is_filled_in_is_read_and_what_is_wrong_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let results = at("results.txt");
    let mut session = Session::default();
    let mut saved: Vec<(String, FormKind, Vec<PathBuf>)> = Vec::new();
    for (templates, id, kind) in documents() {
        let layout = templates.layout(&id).unwrap();
        let stem = format!("{id}-{kind:?}");
        let path = at(&format!("{stem}.xlsx"));
        write(&templates, &request(layout, kind, None), &path);
        let files: Vec<PathBuf> = ["xlsx", "xls", "ods"]
            .map(|ending| at(&format!("{stem}-filled.{ending}")))
            .into();
        session = fill(session.open(&path), layout, kind).get("校验", "A2", &results);
        session = files
            .iter()
            .fold(session, |session, file| session.save(file));
        let economic = place(layout, "basic_economic");
        let typed = economic
            .cell("expenditure", &Field::Amount(Id::from("public")), 2)
            .unwrap();
        session = session
            .number(economic.sheet, &typed, "9")
            .get("校验", "A2", &results)
            .close();
        saved.push((id, kind, files));
    }
    if !session.run(folder.path()) {
        return;
    }
    let failed = at("session.txt.failed");
    assert!(!failed.exists(), "{}", fs::read_to_string(failed).unwrap());
    let results = shown(&results);
    assert_eq!(results.len(), 2 * saved.len());
    for ((id, kind, files), pair) in saved.iter().zip(results.chunks(2)) {
        assert_eq!(pair[0], "全部相符", "{id} {kind:?}");
        assert!(pair[1].ends_with("项不符"), "{id} {kind:?}: {}", pair[1]);
        let templates = Templates::embedded();
        for file in files {
            let what = file.file_name().unwrap().to_string_lossy().into_owned();
            assert_filled(templates.layout(id).unwrap(), &read(file), &what);
        }
    }
}

#[test]
#[ignore = "slow"]
fn rows_inserted_sorted_and_deleted_read_as_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    let templates = Templates::embedded();
    let layout = templates.layout("qingpu-2023-unit").unwrap();
    let (path, out) = (folder.path().join("a.xlsx"), folder.path().join("b.xlsx"));
    write(&templates, &request(layout, FormKind::Direct, None), &path);
    let place = place(layout, "expenditure");
    let sheet = place.sheet;
    let mut session =
        fill(Session::default().open(&path), layout, FormKind::Direct).unprotect(sheet);
    session = session.insert(sheet, place.first + 3, 30);
    let cell = |col: &str, line: u32| format!("{col}{}", place.first + line + 1);
    // Pasted values in the new rows: a whole 类 with its total.
    for (line, code, basic) in [
        (4, ["210", "", ""], "3.5"),
        (5, ["210", "11", ""], "3.5"),
        (6, ["210", "11", "02"], "3.5"),
    ] {
        for (col, part) in ["A", "B", "C"].iter().zip(code) {
            session = session.text(sheet, &cell(col, line), part);
        }
        session = session
            .text(sheet, &cell("D", line), "行政事业单位医疗")
            .number(sheet, &cell("E", line), basic)
            .number(sheet, &cell("F", line), basic);
    }
    let last = cell("G", 59);
    session = session
        .sort(sheet, &format!("{}:{last}", cell("A", 0)))
        .delete(sheet, place.first + 20, 35)
        .save(&out)
        .close();
    if !session.run(folder.path()) {
        return;
    }
    let outcome = read(&out);
    let budget = outcome.budget.unwrap();
    let yuan = |text: &str| Some(text.parse::<Decimal>().unwrap());
    for (key, column, expected) in [
        ("2080505", "basic", "100.5"),
        ("2080505", "project", "10"),
        ("2010301", "all", "7.25"),
        ("2101102", "basic", "3.5"),
        ("210", "all", "3.5"),
    ] {
        assert_eq!(
            amount(&budget, "expenditure", "expenditure", key, column),
            yuan(expected),
            "{key} {column}"
        );
    }
    assert!(
        outcome
            .findings
            .iter()
            .all(|finding| finding.code != FindingCode::NumberNotRead)
    );
}

#[test]
#[ignore = "slow"]
fn mistakes_do_not_pass_for_right() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (form, results) = (at("form.xlsx"), at("results.txt"));
    let templates = Templates::embedded();
    let layout = templates.layout("qingpu-2023-unit").unwrap();
    let request = request(layout, FormKind::Direct, None);
    write(&templates, &request, &form);
    let (summary, list) = (place(layout, "summary"), place(layout, "expenditure"));
    let three_public = place(layout, "three_public");
    let amount = |column: &str| Field::Amount(Id::from(column));
    let basic = list.cell("expenditure", &amount("basic"), 20).unwrap();
    let code = |line: u32| {
        let field = Field::CodePart(1);
        list.cell("expenditure", &field, line).unwrap()
    };
    let project = summary.cell("expenditure", &amount("project"), 8).unwrap();
    let name = summary.cell("expenditure", &Field::Label, 8).unwrap();
    let reception = three_public.cell("amounts", &amount("reception"), 0);
    // The row of 合计, where a row is inserted at the end of the list.
    let end = list.first + u32::try_from(request.rows).unwrap();
    let sheet = list.sheet;
    let mistakes: [(&str, &dyn Fn(Session) -> Session); 7] = [
        ("an error", &|on| on.formula(sheet, &basic, "=1/0")),
        ("a code with a point", &|on| {
            on.text(sheet, &code(20), "1.5")
        }),
        ("a wildcard", &|on| on.text(sheet, &code(20), "20*")),
        ("a text for an amount", &|on| {
            on.text(summary.sheet, &project, "x")
        }),
        ("an unknown 类", &|on| {
            on.text(summary.sheet, &name, "某某支出")
        }),
        ("a text in 三公", &|on| {
            on.text(three_public.sheet, reception.as_ref().unwrap(), "5")
        }),
        ("a row without formulas at the end", &|on| {
            let on = on.unprotect(sheet).insert(sheet, end, 1);
            on.text(sheet, &code(end - list.first), "299")
        }),
    ];
    let session = mistakes
        .iter()
        .fold(Session::default(), |session, (_, make)| {
            let session = fill(session.open(&form), layout, FormKind::Direct);
            make(session).get("校验", "A2", &results).close()
        });
    if !session.run(folder.path()) {
        return;
    }
    let failed = at("session.txt.failed");
    assert!(!failed.exists(), "{}", fs::read_to_string(failed).unwrap());
    let results = shown(&results);
    assert_eq!(results.len(), mistakes.len());
    for ((what, _), result) in mistakes.iter().zip(results) {
        assert!(result.ends_with("项不符"), "{what}: {result}");
    }
}

#[test]
#[ignore = "slow"]
fn a_unit_is_known_by_whatever_code_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let templates = Templates::embedded();
    let layout = templates.layout("qingpu-2023-unit").unwrap();
    for code in [
        "1",
        "01",
        "A01",
        "ABC",
        "12-3",
        "002003",
        "12345678901234567890",
    ] {
        let path = folder.path().join("form.xlsx");
        let mut request = request(layout, FormKind::Direct, None);
        code.clone_into(&mut request.unit.code);
        write(&templates, &request, &path);
        let outcome = read(&path);
        let unit = outcome.budget.unwrap().unit;
        assert_eq!((&*unit.code, &*unit.name), (code, NAME));
        let wrong = |finding: &Finding| finding.code == FindingCode::WrongForm;
        assert!(!outcome.findings.iter().any(wrong), "{code}");
    }
}

#[test]
fn a_form_for_another_unit_or_year_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let templates = Templates::embedded();
    let layout = templates.layout("putuo-2024-unit").unwrap();
    let named = folder.path().join("002004-某区另一中心.xlsx");
    write(&templates, &request(layout, FormKind::Direct, None), &named);
    let codes = |outcome: &Outcome| {
        outcome
            .findings
            .iter()
            .map(|finding| (finding.code, finding.variant))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        codes(&read(&named)),
        [
            (FindingCode::WrongForm, Some("unit")),
            (FindingCode::FormNotFilled, None)
        ]
    );
    let options = Options {
        layout: Some("qingpu-2023-unit".to_owned()),
        ..Options::default()
    };
    let outcome = read_file(&named, &templates, &options);
    assert!(codes(&outcome).contains(&(FindingCode::WrongForm, Some("layout"))));
}

#[test]
fn last_years_lines_are_filled_in_beside_their_amounts() {
    let templates = Templates::embedded();
    let mut previous = read(Path::new("examples/qingpu-2023.xlsx")).budget.unwrap();
    // Amounts of an older one are not taken.
    previous.year = Some(2025);
    let layout = templates.layout("qingpu-2023-unit").unwrap();
    for kind in [FormKind::Direct, FormKind::Entry] {
        let made = blank(&templates, &request(layout, kind, Some(&previous))).unwrap();
        let sheet = made
            .sheets
            .iter()
            .find(|sheet| sheet.name == "单位一般公共预算拨款基本支出明细表")
            .unwrap();
        let (_, last) = sheet.page.print_to.unwrap();
        let beside = sheet.cells.iter().filter(|cell| cell.col > last).filter(|cell| matches!(&cell.value, yusuan::workbook::Value::Number(number) if *number > Decimal::ONE_HUNDRED));
        assert!(beside.count() > 20, "{kind:?}");
        assert!(sheet.get(Address::new(5, 0)).is_some());
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        fs::write(&path, save(&made).unwrap()).unwrap();
        let outcome = read(&path);
        assert_not_filled(&outcome, &format!("{kind:?}"));
        assert_eq!(outcome.budget.unwrap().amounts(), 0);
    }
}
