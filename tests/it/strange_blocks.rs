//! Blocks that belong to no part of a budget, behind and beside every part of every document: each of their numbers is said,
//! none is content, nothing else changes, and none of their words is published.

use std::collections::{BTreeMap, BTreeSet};

use yusuan::bind::read;
use yusuan::finding::FindingCode;
use yusuan::layout::Templates;
use yusuan::model::Budget;
use yusuan::publish::{html, publication};
use yusuan::workbook::{Address, Cell, Sheet, Value, Visibility, Workbook};
use yusuan::write::standard_workbook;

use crate::drawing::sheet;
use crate::publish::fixture;

/// The blocks by name, as drawn. Their words stand nowhere else.
const BLOCKS: [(&str, &str); 8] = [
    (
        "payroll",
        "岗位津贴明细\n姓名|身份证号|岗位津贴|绩效\n张某壹|31010419800101001X|6504.5|7101\n张某贰|310104198001010028|6604.5|7202\n合计||13109|14303",
    ),
    (
        "numbered payroll",
        "序号|姓名|岗位津贴\n1|张某壹|6504.5\n2|张某贰|6604.5\n合计||13109",
    ),
    (
        "supplier list",
        "供应商名单\n供应商名单|经办某|电话某|合同某\n甲壹公司|李某壹|'62221111|30011\n甲贰公司|李某贰|'62222222|30022",
    ),
    (
        "code list",
        "资产某编码|资产某名称\nA1001|办公椅壹\nA1002|办公桌贰",
    ),
    ("seven-digit numbers", "2013391\n2013392\n2013393"),
    (
        "table of another office",
        "2023年某某局收支某情况表\n项目|预算数|合计\n某局收入壹|88011|88011\n某局支出贰|88022|88022\n合计|176033|176033",
    ),
    (
        "memo",
        "内部备忘壹\n本件仅供内部传阅，明年拟裁撤科室甲壹。\n人员分流方案另行讨论，请勿外传乙贰。",
    ),
    (
        "attendance list",
        "考勤某表\n姓名|周某一|周某二|周某三\n王某壹|√|√|事假某\n王某贰|√|病假某|√",
    ),
];

/// Where a block is put.
const PLACES: [&str; 6] = [
    "one row below",
    "four rows below",
    "hidden below",
    "beside",
    "next sheet",
    "hidden next sheet",
];

/// The workbook with a block at a place of sheet `at`: the numbers of the block, by sheet and cell.
fn with_block(
    workbook: &Workbook,
    at: usize,
    place: &str,
    block: &str,
) -> (Workbook, BTreeSet<(String, Address)>) {
    let mut workbook = workbook.clone();
    let mut drawn = sheet("附件某", block);
    let own = &workbook.sheets[at];
    let last = |of: fn(&Cell) -> u32| own.cells.iter().map(of).max().unwrap_or(0);
    let merged = own.merges.iter().map(|(_, to)| to.row).max().unwrap_or(0);
    let (row, col) = match place {
        "one row below" | "hidden below" => (last(|cell| cell.row).max(merged) + 2, 0),
        "four rows below" => (last(|cell| cell.row).max(merged) + 5, 0),
        "beside" => {
            let right = own.merges.iter().map(|(_, to)| to.col).max().unwrap_or(0);
            (0, last(|cell| cell.col).max(right) + 2)
        }
        _ => (0, 0),
    };
    for cell in &mut drawn.cells {
        (cell.row, cell.col) = (cell.row + row, cell.col + col);
    }
    let on_next = place.ends_with("next sheet");
    let name = match on_next {
        true => drawn.name.clone(),
        false => own.name.clone(),
    };
    let numbers = drawn.cells.iter();
    let numbers = numbers.filter(|cell| matches!(cell.value, Value::Number(_)));
    let numbers = numbers.map(|cell| (name.clone(), cell.address())).collect();
    if on_next {
        if place.starts_with("hidden") {
            drawn.visibility = Visibility::Hidden;
        }
        workbook.sheets.insert(at + 1, drawn);
    } else {
        let own: &mut Sheet = &mut workbook.sheets[at];
        if place == "hidden below" {
            own.hidden.rows.push((row, row + 20));
        }
        own.cells.extend(drawn.cells);
        own.cells.sort_by_key(Cell::address);
    }
    (workbook, numbers)
}

/// What is stated, wherever it stands.
fn statement(budget: &Budget) -> String {
    let mut budget = budget.statement();
    budget.document.figures.clear();
    format!("{budget:?}")
}

fn published(templates: &Templates, budget: &Budget) -> String {
    let publication = publication(templates, budget, None).unwrap();
    html(&publication)
}

/// What is wrong with how a block was taken.
fn faults(
    templates: &Templates,
    layout: &str,
    base: &str,
    workbook: &Workbook,
    numbers: &BTreeSet<(String, Address)>,
    words: &[&str],
) -> Vec<String> {
    let extracted = read(workbook, "a.xlsx", templates, Some(layout));
    let mut faults = Vec::new();
    let said: BTreeSet<(String, Address)> = extracted
        .findings
        .iter()
        .filter(|finding| {
            matches!(
                finding.code,
                FindingCode::NumberNotRead | FindingCode::HiddenContent
            )
        })
        .flat_map(|finding| &finding.cells)
        .filter_map(|cell| cell.place.as_ref())
        .map(|place| (place.sheet.to_string(), place.cell))
        .collect();
    let unsaid = numbers.difference(&said).count();
    if unsaid > 0 {
        faults.push(format!("{unsaid} of {} numbers swallowed", numbers.len()));
    }
    if statement(&extracted.budget) != base {
        faults.push("the budget is another".to_owned());
    }
    let text = published(templates, &extracted.budget);
    let words: Vec<&&str> = words.iter().filter(|word| text.contains(**word)).collect();
    if !words.is_empty() {
        faults.push(format!("published: {words:?}"));
    }
    faults
}

/// The words of a block that are long enough to be known again.
fn words(block: &str) -> Vec<&str> {
    let cells = block.lines().flat_map(|line| line.split('|'));
    let cells = cells.map(|cell| cell.trim_start_matches('\''));
    cells
        .filter(|cell| cell.chars().count() >= 3 && cell.chars().any(|c| "某壹贰".contains(c)))
        .collect()
}

/// Each place takes each block on some sheet of each layout, and every sheet takes every place.
#[test]
#[ignore = "slow"]
fn foreign_blocks_are_said_wherever_they_stand() {
    let templates = Templates::embedded();
    let budget = fixture(&templates);
    let mut matrix: BTreeMap<(usize, usize), (usize, usize)> = BTreeMap::new();
    let mut all = Vec::new();
    for layout in crate::of_documents(&templates) {
        let Ok(workbook) = standard_workbook(&templates, &budget, Some(&layout.id)) else {
            continue;
        };
        let read_back = read(&workbook, "a.xlsx", &templates, Some(&layout.id));
        let base = statement(&read_back.budget);
        for at in 0..workbook.sheets.len() {
            // Our own sheet of last year's amounts is none of the document.
            if workbook.sheets[at].visibility != Visibility::Visible {
                continue;
            }
            for (number, place) in PLACES.iter().enumerate() {
                let block = (at + number * 3) % BLOCKS.len();
                let (name, drawn) = BLOCKS[block];
                let (with, numbers) = with_block(&workbook, at, place, drawn);
                let found = faults(
                    &templates,
                    &layout.id,
                    &base,
                    &with,
                    &numbers,
                    &words(drawn),
                );
                let (said, tried) = matrix.entry((block, number)).or_default();
                *tried += 1;
                *said += usize::from(found.is_empty());
                let sheet = &workbook.sheets[at].name;
                all.extend(
                    found
                        .iter()
                        .map(|fault| format!("{}: {sheet}: {name}, {place}: {fault}", layout.id)),
                );
            }
        }
    }
    let mut drawn = format!("{:26}{}\n", "said of tried", PLACES.join(" | "));
    for (block, (name, _)) in BLOCKS.iter().enumerate() {
        let cell = |place: usize| {
            let (said, tried) = matrix.get(&(block, place)).copied().unwrap_or_default();
            format!("{said:>3}/{tried:<3}")
        };
        let cells: Vec<String> = (0..PLACES.len()).map(cell).collect();
        drawn.push_str(&format!("{name:26}{}\n", cells.join("  ")));
    }
    println!("{drawn}");
    assert!(all.is_empty(), "{drawn}{}", all.join("\n"));
}
