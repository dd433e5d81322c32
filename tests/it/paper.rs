//! Standardized workbooks on paper, as LibreOffice prints them: every amount on its page, under its header.

use std::collections::BTreeMap;
use std::fs;

use rust_decimal::Decimal;
use yusuan::batch::{Options, read_bytes};
use yusuan::layout::{Layout, Templates};
use yusuan::model::{Amount, Budget, Code, Key, Line};
use yusuan::workbook::save::save;
use yusuan::workbook::{AmountFormat, Cell, Look, Sheet, Style, Value, Workbook};
use yusuan::write::standard_workbook;

use crate::any_budget::any_budget;
use crate::oracle;

fn standard(templates: &Templates, layout: &Layout, budget: &Budget) -> Workbook {
    standard_workbook(templates, budget, Some(&layout.id)).unwrap()
}

/// A budget whose table of expenditure has `rows` lines with long names.
fn long_budget(layout: &Layout, rows: usize) -> Budget {
    let mut budget = any_budget(layout, 3);
    let table = budget
        .tables
        .iter_mut()
        .find(|table| table.table == *"expenditure")
        .unwrap();
    let block = table.lines[0].block.clone();
    table.lines.clear();
    let line = |at: usize| {
        let code = match at {
            0 => "208".to_owned(),
            at if at % 50 == 1 => format!("208{:02}", at / 50 + 1),
            at => format!("208{:02}{:02}", (at - 1) / 50 + 1, (at - 1) % 50),
        };
        let long = "（含财政部门统一核定的各项补助、奖励和离退休人员管理机构的其他支出）";
        let amounts = [("all", 3), ("basic", 2), ("project", 1)].map(|(id, part)| {
            let yuan = Decimal::from(1_000_000 + at) * Decimal::from(part);
            (id.into(), Amount::new(yuan))
        });
        Line {
            block: block.clone(),
            key: Key::Code(Code::parse(&code).unwrap()),
            name: format!("科目{at}{}", if at.is_multiple_of(7) { long } else { "" }),
            amounts: amounts.into_iter().collect(),
            unread: Default::default(),
            at: Default::default(),
            texts: Default::default(),
            place: None,
        }
    };
    table.lines.extend((0..rows).map(line));
    budget
}

/// A budget in hundreds of billions, some of them negative.
fn huge_budget(layout: &Layout) -> Budget {
    let mut budget = any_budget(layout, 5);
    let lines = budget.tables.iter_mut().flat_map(|table| &mut table.lines);
    for (at, amount) in (0_i64..).zip(lines.flat_map(|line| line.amounts.values_mut())) {
        let sign = if at % 9 == 0 { -1 } else { 1 };
        amount.yuan = Decimal::new(sign * (12_345_678_901_234 + at), 2);
    }
    budget
}

/// An amount as it is printed; nothing for a zero.
fn printed(cell: &Cell) -> Option<String> {
    let Value::Number(number) = &cell.value else {
        return None;
    };
    if cell.style.look != Look::Amount || number.is_zero() {
        return None;
    }
    let most = match cell.style.amount {
        AmountFormat::Two => 2,
        AmountFormat::TwoToSix => 6,
        AmountFormat::AsStated => return Some(number.normalize().to_string()),
    };
    let text = number.abs().round_dp(most).normalize().to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if number.is_sign_negative() { "-" } else { "" };
    Some(format!("{sign}{grouped}.{part:0<2}"))
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// What is missing or wrong on the pages of a sheet.
fn faults(sheet: &Sheet, pages: &[String], first: usize, all: usize) -> Vec<String> {
    let mut faults = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        let text = squeezed(page);
        let number = first + at;
        let foot = format!("第{number}页共{all}页");
        if text.contains(&foot) == sheet.page.unnumbered {
            faults.push(format!("page {number}: {foot}"));
        }
        if text.contains("###") {
            faults.push(format!("page {number}: ###"));
        }
        let on_page = |row: u32| sheet.page.breaks.iter().filter(|&&own| own <= row).count() == at;
        let repeated = |row: u32| matches!(sheet.page.repeat_rows, Some((from, to)) if from <= row && row <= to);
        let mut expected: BTreeMap<String, usize> = BTreeMap::new();
        for cell in sheet
            .cells
            .iter()
            .filter(|cell| on_page(cell.row) || repeated(cell.row))
        {
            if let Some(amount) = printed(cell) {
                *expected.entry(amount).or_default() += 1;
            }
            if let Value::Text(own) = &cell.value
                && matches!(
                    cell.style.look,
                    Look::Title | Look::CoverLine | Look::Entry | Look::Closing
                )
                && !text.contains(&squeezed(own))
            {
                faults.push(format!("page {number}: {own}"));
            }
        }
        for (amount, count) in expected {
            let found = page
                .split_whitespace()
                .filter(|word| *word == amount)
                .count();
            if found != count {
                faults.push(format!(
                    "page {number}: {amount} {found} times, not {count}"
                ));
            }
        }
    }
    faults
}

#[test]
#[ignore = "slow"]
fn every_amount_is_on_its_page_under_its_title() {
    let templates = Templates::embedded();
    let folder = tempfile::tempdir().unwrap();
    let mut workbooks = Vec::new();
    for layout in crate::of_documents(&templates) {
        let of = |budget: &Budget| standard(&templates, layout, budget);
        workbooks.push(of(&any_budget(layout, 21)));
        workbooks.push(of(&long_budget(layout, 300)));
        workbooks.push(of(&huge_budget(layout)));
    }
    let paths: Vec<_> = (0..workbooks.len())
        .map(|at| folder.path().join(format!("{at}.xlsx")))
        .collect();
    for (workbook, path) in workbooks.iter().zip(&paths) {
        fs::write(path, save(workbook).unwrap()).unwrap();
        if let Some(faults) = oracle::audit(path) {
            assert_eq!(faults, Vec::<String>::new(), "{}", path.display());
        }
    }
    let borrowed: Vec<_> = paths.iter().map(std::path::PathBuf::as_path).collect();
    let Some(pdfs) = oracle::print(&borrowed, folder.path()) else {
        return;
    };
    for (workbook, pdf) in workbooks.iter().zip(&pdfs) {
        let Some(pages) = oracle::pdf_pages(pdf) else {
            return;
        };
        let counts: Vec<usize> = workbook
            .sheets
            .iter()
            .map(|sheet| sheet.page.breaks.len() + 1)
            .collect();
        assert_eq!(pages.len(), counts.iter().sum::<usize>(), "{counts:?}");
        let mut begins = 0;
        let mut found = Vec::new();
        for (sheet, count) in workbook.sheets.iter().zip(counts) {
            let own = &pages[begins..begins + count];
            found.extend(faults(sheet, own, begins + 1, pages.len()));
            begins += count;
        }
        assert_eq!(found, Vec::<String>::new());
    }
}

#[test]
fn the_contents_give_the_pages_of_the_tables() {
    let templates = Templates::embedded();
    for layout in crate::of_documents(&templates) {
        let workbook = standard(&templates, layout, &long_budget(layout, 300));
        let names: Vec<&str> = workbook.sheets.iter().map(|sheet| &*sheet.name).collect();
        let tables = layout.tables.iter().map(|table| &*table.sheet);
        let expected: Vec<&str> = ["封面", "目录"].into_iter().chain(tables).collect();
        assert_eq!(names, expected);
        assert!(workbook.sheets[4].page.breaks.len() > 8);
        let mut page = 1;
        let mut entries = workbook.sheets[1].cells[1..].chunks(2);
        for (at, sheet) in workbook.sheets.iter().enumerate() {
            if at >= 2 {
                let [title, number] = entries.next().unwrap() else {
                    panic!("an entry is a title and a page")
                };
                assert_eq!(
                    title.link.as_deref(),
                    Some(&*format!("'{}'!A1", sheet.name))
                );
                assert_eq!(number.value, Value::Text(page.to_string()));
            }
            page += sheet.page.breaks.len() + 1;
        }
    }
}

#[test]
fn the_title_page_names_a_region_only_where_the_unit_does() {
    let templates = Templates::embedded();
    for layout in crate::of_documents(&templates) {
        let region = &layout.cover.as_ref().unwrap().region;
        let mut budget = any_budget(layout, 9);
        budget.unit.department.clear();
        let title = |budget: &Budget| {
            let workbook = standard(&templates, layout, budget);
            match &workbook.sheets[0].cells[0].value {
                Value::Text(title) => title.clone(),
                other => panic!("{other:?}"),
            }
        };
        budget.unit.name = format!("{region}某某中心");
        budget.year = Some(2025);
        assert!(title(&budget).starts_with(&format!("{region}2025年")));
        budget.unit.name = "外省某某中心".into();
        assert!(title(&budget).starts_with("2025年"));
        budget.year = None;
        assert!(!title(&budget).contains(['年', '{']));
    }
}

#[test]
#[ignore = "slow"]
fn the_title_page_is_no_content_but_names_unit_and_year() {
    let templates = Templates::embedded();
    for layout in crate::of_documents(&templates) {
        let mut budget = any_budget(layout, 13);
        budget.unit.code.clear();
        budget.unit.department.clear();
        let mut workbook = standard(&templates, layout, &budget);
        for sheet in &mut workbook.sheets {
            sheet.cells.retain(|cell| cell.style.look != Look::LineLeft);
        }
        let bytes = save(&workbook).unwrap();
        let outcome = read_bytes("a.xlsx".into(), bytes, &templates, &Options::default());
        let read = outcome.budget.unwrap();
        assert_eq!(
            (&read.unit.name, read.year),
            (&budget.unit.name, budget.year)
        );
        assert_eq!(read.statement().tables.len(), layout.tables.len());
        let cells = outcome.findings.iter().flat_map(|finding| &finding.cells);
        for cell in cells {
            let sheet = cell.place.as_ref().map(|place| place.sheet.to_string());
            assert!(
                !matches!(sheet.as_deref(), Some("封面" | "目录")),
                "{cell:?}"
            );
        }
    }
}

#[test]
fn lines_fold_under_their_class_and_section() {
    let templates = Templates::embedded();
    let layout = crate::of_documents(&templates).next().unwrap();
    let workbook = standard(&templates, layout, &long_budget(layout, 120));
    let sheet = &workbook.sheets[4];
    let body = sheet.page.freeze_rows;
    let outer = (body + 1, body + 119);
    assert_eq!(sheet.groups[0], outer);
    assert_eq!(sheet.groups[1], (body + 2, body + 50));
    assert_eq!(sheet.groups.len(), 4);
    assert!(
        sheet.groups[1..]
            .iter()
            .all(|(from, to)| outer.0 < *from && *to <= outer.1)
    );
}

#[test]
fn a_long_code_is_wrapped_and_a_long_name_makes_its_row_taller() {
    let templates = Templates::embedded();
    let layout = crate::of_documents(&templates).next().unwrap();
    let workbook = standard(&templates, layout, &long_budget(layout, 20));
    let sheet = &workbook.sheets[4];
    let height = |row: u32| sheet.heights.iter().find(|(own, _)| *own == row).unwrap().1;
    let body = sheet.page.freeze_rows;
    assert!(height(body + 7) > height(body + 8));
    let plain = Style::default();
    assert!(sheet.cells.iter().all(|cell| cell.style != plain));
}
