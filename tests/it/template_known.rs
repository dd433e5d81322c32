//! What a form knows beforehand: last year's amounts, the codes of a bureau's own list, and what makes no sum.

use std::collections::BTreeSet;
use std::fs;

use yusuan::batch::{Options, read_file};
use yusuan::finding::Severity;
use yusuan::form::{Complete, FormKind, Request, blank};
use yusuan::layout::{Field, Layout, Templates};
use yusuan::model::{Budget, Code, Dim, Key, Lines};
use yusuan::workbook::{Allowed, Cell, Sheet, Value, Workbook, save::save};

use crate::office::Session;
use crate::template::request;
use crate::template_fill::{amount, place};
use crate::template_open::{budget, of};

/// Words of a bureau: a classification of its own.
const WORDS: &str = r#"
version = 2
dimension = [
  { id = "assets", name = "资产分类", codes = "9", digits = [3, 5] },
]
"#;

/// A layout of the bureau: lists by its own classification and by unit, last year's budget in a column and in rows.
const OWN: &str = r#"
format = 2
id = "own-2026"
version = 1
name = "某局预算表"
body = "department"
years = [2026]
source = "某局"
preparer = "部门"
other_titles = []

[spellings]

[[table]]
table = "expenditure"
sheet = "资产"
title = "资产购置预算表"
other_titles = []
measure = "元"

[[table.block]]
at = ["expenditure", "project"]
lines = "assets"
closing = "合计"
closed = true
columns = [
  { field = "code", header = ["分类编码"], width = 12 },
  { field = "name", header = ["分类名称"], width = 30 },
  { field = "all", header = ["合计"], width = 16 },
  { field = "general", header = ["一般公共预算"], width = 16 },
  { field = "government_fund", header = ["政府性基金"], width = 16 },
]

[[table]]
table = "general"
sheet = "单位"
title = "分单位支出预算表"
other_titles = []
measure = "万元"

[[table.block]]
at = ["expenditure", "general"]
lines = "function"
groups = "agency"
closing = "合计"
closed = true
columns = [
  { field = "code", header = ["科目编码"], width = 12 },
  { key = "agency_code", header = ["单位代码"], width = 12 },
  { field = "name", header = ["单位名称（科目）"], width = 30 },
  { field = "last_year", header = ["{last_year}年预算数"], width = 16 },
  { field = "all", header = ["{year}年预算数"], width = 16 },
  { field = "change", header = ["增减额"], width = 16 },
]

[[table]]
table = "three_public"
sheet = "三公"
title = "“三公”经费预算表"
other_titles = []
measure = "元"

[[table.block]]
at = ["three_public"]
closed = true
columns = [
  { field = "label", header = ["项目"], width = 30 },
  { field = "all", header = ["金额"], width = 16 },
]
rows = [
  { row = "abroad", label = "一、因公出国（境）费" },
  { row = "reception", label = "二、公务接待费" },
  { row = ["last_year", "abroad"], label = "三、上年因公出国（境）费" },
  { row = ["last_year", "reception"], label = "四、上年公务接待费" },
]
"#;

fn own() -> Templates {
    let mut templates = Templates::embedded();
    templates.add_model("model.toml", WORDS).unwrap();
    templates.add_layout("own.toml", OWN).unwrap();
    templates
}

fn sheet<'w>(form: &'w Workbook, name: &str) -> &'w Sheet {
    form.sheets.iter().find(|own| own.name == name).unwrap()
}

/// The numbers of the column with a header, from above.
fn column(sheet: &Sheet, header: &str) -> Vec<String> {
    let named = |own: &&Cell| matches!(&own.value, Value::Text(text) if text == header);
    let header = sheet.cells.iter().find(named).unwrap();
    let below = sheet.cells.iter();
    let below = below.filter(|own| own.col == header.col && own.row > header.row);
    let number = |own: &Cell| match own.value {
        Value::Number(number) => Some(number.normalize().to_string()),
        _ => None,
    };
    below.filter_map(number).collect()
}

fn reread(templates: &Templates, form: &Workbook) -> (Budget, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.xlsx");
    fs::write(&path, save(form).unwrap()).unwrap();
    let outcome = read_file(&path, templates, &Options::default());
    let grave = outcome
        .findings
        .iter()
        .filter(|own| own.severity != Severity::Note);
    let grave = grave.map(|own| own.code.to_string()).collect();
    (outcome.budget.unwrap(), grave)
}

/// A department's lines of each unit have last year's amounts beside them, each those of its own.
#[test]
fn lines_of_units_have_their_own_amounts_of_last_year() {
    let templates = Templates::embedded();
    for (id, tables) in [
        (
            "sichuan-2025-department",
            ["expenditure", "government_fund"],
        ),
        (
            "hunan-2024-department",
            [
                "expenditure_by_economic",
                "expenditure_by_government_economic",
            ],
        ),
    ] {
        let layout = templates.layout(id).unwrap();
        let last = budget(id);
        let mut next = of(layout, &last);
        (next.year, next.previous, next.rows) = (next.year + 1, Some(&last), 5);
        let form = blank(&templates, &next).unwrap();
        for table in tables {
            let printed = layout.table(table).unwrap();
            let stated = last.table(table).unwrap();
            let lines = stated.lines.iter();
            let known = lines.filter_map(|line| line.amounts.get("all"));
            let known: Vec<String> = known
                .map(|own| (own.yuan / printed.measure.yuan()).normalize().to_string())
                .collect();
            let total = &printed.blocks[0].columns;
            let total = total
                .iter()
                .find(|own| own.field == Field::Amount("all".into()));
            let header = format!("上年：{}", total.unwrap().header.last().unwrap());
            let units = stated.lines.iter().filter(|own| own.key == Key::Group);
            assert!(units.count() > 0, "{id} {table}");
            assert_eq!(
                column(sheet(&form, &printed.sheet), &header),
                known,
                "{id} {table}"
            );
        }
    }
}

/// Fills in the bureau's form.
fn filled(templates: &Templates, layout: &Layout) -> Workbook {
    let mut form = blank(templates, &request(layout, FormKind::Direct, None)).unwrap();
    let (assets, units) = (place(layout, "expenditure"), place(layout, "general"));
    let text =
        |session: Session, sheet: &str, cell: &str, text: &str| session.text(sheet, cell, text);
    let mut session = Session::default();
    let first = assets.first + 1;
    for (row, code, name, number) in [
        (first, "901", "房屋", ""),
        (first + 1, "90102", "业务用房", "12.5"),
        (first + 2, "902", "设备", "7"),
    ] {
        session = text(session, assets.sheet, &format!("A{row}"), code);
        session = text(session, assets.sheet, &format!("B{row}"), name);
        if !number.is_empty() {
            session = session.number(assets.sheet, &format!("D{row}"), number);
        }
    }
    let first = units.first + 1;
    for (row, code, name) in [(first, "002001", "本级"), (first + 11, "002002", "中心")] {
        session = text(session, units.sheet, &format!("B{row}"), code);
        session = text(session, units.sheet, &format!("C{row}"), name);
    }
    for (row, code, number) in [
        (first + 1, "2010301", "30"),
        (first + 2, "201", ""),
        (first + 3, "20103", ""),
        (first + 12, "2010301", "4"),
        (first + 13, "201", ""),
        (first + 14, "20103", ""),
    ] {
        session = text(session, units.sheet, &format!("A{row}"), code);
        if !number.is_empty() {
            session = session.number(units.sheet, &format!("E{row}"), number);
        }
    }
    let public = place(layout, "three_public");
    let row = public.first + 1;
    session = session.number(public.sheet, &format!("B{row}"), "5");
    session.type_into(&mut form);
    form
}

/// What last year's budget states stands where the form asks for it, by unit and in rows, and it alone fills in nothing.
#[test]
fn last_years_budget_is_filled_in_where_the_form_asks_for_it() {
    let templates = own();
    let layout = templates.layout("own-2026").unwrap();
    let (last, found) = reread(&templates, &filled(&templates, layout));
    assert_eq!(found, ["formula-not-recalculated"]);
    let next = Request {
        year: 2027,
        ..request(layout, FormKind::Direct, Some(&last))
    };
    let form = blank(&templates, &next).unwrap();
    let numbers = column(sheet(&form, "单位"), "2026年预算数");
    // The unit, its 类, 款 and 项; the other unit's; the total.
    assert_eq!(numbers, ["30", "30", "30", "30", "4", "4", "4", "4", "34"]);
    assert_eq!(
        column(sheet(&form, "单位"), "增减额").last().unwrap(),
        "-34"
    );
    assert_eq!(column(sheet(&form, "三公"), "金额"), ["5"]);
    // Of an older budget only codes and names are taken.
    let later = Request { year: 2028, ..next };
    let later = blank(&templates, &later).unwrap();
    let units = column(sheet(&later, "单位"), "2027年预算数");
    assert!(units.iter().all(|number| number == "0"), "{units:?}");
    assert!(column(sheet(&later, "三公"), "金额").is_empty());
    let (own, found) = reread(&templates, &form);
    assert_eq!(found, ["form-not-filled"]);
    let of = |row: &str| amount(&own, "three_public", "three_public", row, "all");
    assert_eq!(of("abroad"), None);
    assert_eq!(of("last_year.abroad"), Some(5.into()));
    assert_eq!(of("last_year.reception"), None);
}

/// The regions that cells may be chosen from.
fn offered(sheet: &Sheet) -> BTreeSet<String> {
    let all = sheet.validations.iter();
    all.filter_map(|own| match &own.allowed {
        Allowed::OneOf(list) => Some(list.clone()),
        Allowed::If(_) => None,
    })
    .collect()
}

/// Lines by a bureau's own classification are offered its codes, where a list of them is known, and no others.
#[test]
fn a_bureaus_own_classification_has_its_own_codes() {
    let mut templates = own();
    let layout = templates.layout("own-2026").unwrap().clone();
    let form = filled(&templates, &layout);
    let (budget, found) = reread(&templates, &form);
    assert_eq!(found, ["formula-not-recalculated"]);
    let of = |key: &str| amount(&budget, "expenditure", "expenditure", key, "general");
    assert_eq!(of("901"), Some("12.5".parse().unwrap()));
    assert_eq!(of("total"), Some("19.5".parse().unwrap()));
    assert!(offered(sheet(&form, "资产")).is_empty());

    let codes = [("901", "房屋"), ("90102", "业务用房")];
    let codes = codes.map(|(code, name)| (Code::parse(code).unwrap(), name.to_owned()));
    let dim = Dim::named("assets").unwrap();
    templates.codes.replace(Lines::List(dim), codes);
    let mut asked = request(&layout, FormKind::Direct, None);
    asked.complete = Complete([dim].into());
    let form = blank(&templates, &asked).unwrap();
    let lists = offered(sheet(&form, "资产"));
    assert_eq!(lists.len(), 1);
    let range = lists
        .first()
        .unwrap()
        .rsplit_once('!')
        .unwrap()
        .1
        .replace('$', "");
    let first = range.split(':').next().unwrap();
    let named = |own: &&Cell| own.address().to_string() == first;
    let known = sheet(&form, "科目").cells.iter().find(named).unwrap();
    assert_eq!(known.value, Value::Text("90102 业务用房".to_owned()));
    let strict = sheet(&form, "资产").validations.iter();
    assert!(
        strict
            .filter(|own| matches!(own.allowed, Allowed::OneOf(_)))
            .all(|own| own.strict)
    );
}

/// Numbers of different things make no sum, money beside them does; vehicles of all units do.
#[test]
fn numbers_of_different_things_are_not_added_up() {
    let templates = Templates::embedded();
    for id in ["qingdao-2025-unit", "sichuan-2025-department"] {
        let layout = templates.layout(id).unwrap();
        let form = blank(&templates, &request(layout, FormKind::Direct, None)).unwrap();
        let place = place(layout, "procurement");
        let own = sheet(&form, place.sheet);
        let closing = own.cells.iter();
        let closing = closing.filter(|own| own.value == Value::Text("合计".to_owned()));
        let closing = closing.map(|own| own.row).max().unwrap();
        let formula = |column: &str| {
            let field = Field::Amount(column.into());
            let (col, ..) = place
                .columns
                .iter()
                .find(|(.., own)| *own == field)
                .unwrap();
            let cell = own
                .cells
                .iter()
                .find(|own| (own.row, own.col) == (closing, *col));
            cell.and_then(|own| own.formula.clone())
        };
        assert_eq!(formula("bought"), None, "{id}");
        assert!(formula("all").is_some(), "{id}");
        let verify = sheet(&form, "校验");
        let about = verify.cells.iter().filter(|own| {
            matches!(&own.value, Value::Text(text) if text.contains("数量") && text.contains("＝其中"))
        });
        assert_eq!(about.count(), 0, "{id}");
    }
}
