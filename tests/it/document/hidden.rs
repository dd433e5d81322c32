//! What is not shown, and what belongs to no part of the document.

use yusuan::bind::{Extracted, Role, Wanted, read_with};
use yusuan::finding::{Finding, FindingCode};
use yusuan::layout::Templates;
use yusuan::model::{Reason, Withheld};
use yusuan::workbook::Workbook;

use super::shown;
use crate::drawing::sheet;

fn read_wanted(drawings: &[(&str, &str)], wanted: Wanted) -> Extracted {
    let sheets = drawings.iter().map(|(name, drawing)| sheet(name, drawing));
    let workbook = Workbook {
        sheets: sheets.collect(),
        ..Workbook::default()
    };
    let templates = Templates::embedded();
    read_with(
        &workbook,
        "a.xlsx",
        &templates,
        Some("qingpu-2023-unit"),
        wanted,
    )
}

fn said(extracted: &Extracted) -> Vec<&Finding> {
    let findings = extracted.findings.iter();
    findings
        .filter(|finding| finding.code == FindingCode::HiddenContent)
        .collect()
}

const TERMS: &str = "名词解释\n财政拨款收入：是某款。\n勿公开：拟裁撤科室。\n@hide-row 3";

#[test]
fn a_hidden_row_of_prose_is_content_only_where_it_is_wanted() {
    let extracted = read_wanted(&[("名词解释", TERMS)], Wanted::default());
    let text = shown(&extracted.budget.document);
    assert!(!text.contains("裁撤"), "{text}");
    let findings = said(&extracted);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].cells[0].text, "…");
    assert_eq!(extracted.ledger.roles[0][2], Some(Role::Hidden));
    let expected = Withheld {
        reason: Reason::Hidden,
        sheet: "名词解释".into(),
        range: "A3".into(),
        cells: 1,
        numbers: 0,
    };
    assert_eq!(extracted.budget.withheld, [expected]);
    let wanted = Wanted {
        hidden: true,
        unplaced: false,
    };
    let extracted = read_wanted(&[("名词解释", TERMS)], wanted);
    assert!(shown(&extracted.budget.document).contains("裁撤"));
    assert_eq!(said(&extracted).len(), 1);
    assert!(extracted.budget.withheld.is_empty());
}

#[test]
fn a_sheet_of_no_part_is_content_only_where_it_is_wanted() {
    let sheets = [
        ("名词解释", "名词解释\n财政拨款收入：是某款。"),
        ("附件", "内部备忘\n请勿外传。"),
    ];
    let extracted = read_wanted(&sheets, Wanted::default());
    assert!(!shown(&extracted.budget.document).contains("外传"));
    assert_eq!(said(&extracted).len(), 1);
    assert_eq!(extracted.budget.withheld[0].reason, Reason::Unplaced);
    let wanted = Wanted {
        hidden: false,
        unplaced: true,
    };
    let extracted = read_wanted(&sheets, wanted);
    assert!(shown(&extracted.budget.document).contains("外传"));
    assert_eq!(said(&extracted).len(), 1);
}

const TABLE: &str = "2023年预算单位支出预算总表\n||||||单位：元\n项目||||支出预算\n功能分类科目编码|||功能分类科目名称|合计|基本支出|项目支出\n类|款|项\n205|||教育支出|5|5\n合计||||5|5";

#[test]
fn the_shown_version_of_a_table_counts() {
    let old = TABLE.replace("|5|5", "|9|9") + "\n@hide-sheet";
    for sheets in [
        [("旧版", old.as_str()), ("支出", TABLE)],
        [("支出", TABLE), ("旧版", &old)],
    ] {
        let extracted = read_wanted(&sheets, Wanted::default());
        let table = extracted.budget.table("expenditure").unwrap();
        let amounts = table.lines.iter().flat_map(|line| line.amounts.values());
        let yuan: Vec<String> = amounts.map(|amount| amount.yuan.to_string()).collect();
        assert_eq!(yuan, ["5", "5", "5", "5"]);
        assert_eq!(said(&extracted).len(), 1);
        let repeated = |finding: &&Finding| finding.code == FindingCode::RepeatedTable;
        assert!(!extracted.findings.iter().any(|finding| repeated(&finding)));
    }
}

#[test]
fn a_title_repeated_behind_its_merge_is_no_second_table() {
    let behind = TABLE.replacen("预算总表\n", "预算总表|2023年预算单位支出预算总表\n", 1);
    let extracted = read_wanted(&[("支出", &(behind + "\n@merge A1:G1"))], Wanted::default());
    assert_eq!(extracted.placement.parts.len(), 1);
    assert!(said(&extracted).is_empty());
    assert_eq!(extracted.ledger.roles[0][1], Some(Role::Behind));
}
