//! Shapes that real submissions take, drawn as text.

use yusuan::bind::read;
use yusuan::finding::{Finding, FindingCode};
use yusuan::layout::Templates;
use yusuan::model::Budget;
use yusuan::workbook::Workbook;

use crate::drawing::sheet;

fn read_sheets(drawings: &[(&str, &str)]) -> (Budget, Vec<Finding>) {
    let sheets = drawings
        .iter()
        .map(|(name, drawing)| sheet(name, drawing))
        .collect();
    let extracted = read(
        &Workbook {
            format: None,
            sheets,
            ..Workbook::default()
        },
        "a.xlsx",
        &Templates::embedded(),
        Some("putuo-2024-unit"),
    );
    (extracted.budget, extracted.findings)
}

/// The amounts of a table as `key.column=yuan`.
fn amounts(budget: &Budget, table: &str) -> Vec<String> {
    let lines = budget
        .table(table)
        .map(|table| table.lines.as_slice())
        .unwrap_or_default();
    let key = |line: &yusuan::model::Line| {
        line.key
            .code()
            .map_or_else(|| "total".to_owned(), |code| code.to_string())
    };
    lines
        .iter()
        .flat_map(|line| {
            line.amounts
                .iter()
                .map(move |(column, amount)| format!("{}.{column}={}", key(line), amount.yuan))
        })
        .collect()
}

fn codes(findings: &[Finding]) -> Vec<FindingCode> {
    findings
        .iter()
        .map(|finding| finding.code)
        .filter(|code| !matches!(code, FindingCode::MissingTable | FindingCode::NameMissing))
        .collect()
}

const HEAD: &str =
    "项目||||支出预算\n功能分类科目编码|||功能分类科目名称|合计|基本支出|项目支出\n类|款|项";

#[test]
fn a_page_without_a_unit_line_goes_on_in_the_unit_of_the_page_before() {
    let pages = format!(
        "2024年预算单位支出预算总表\n||||||单位：万元\n{HEAD}\n205|02|05|高等教育|1.5|1.5\n\n{HEAD}\n205|02|06|其他|2|2\n合计||||3.5|3.5"
    );
    let (budget, _) = read_sheets(&[("支出", &pages)]);
    assert_eq!(
        amounts(&budget, "expenditure"),
        [
            "2050205.all=15000",
            "2050205.basic=15000",
            "2050206.all=20000",
            "2050206.basic=20000",
            "total.all=35000",
            "total.basic=35000"
        ]
    );
}

#[test]
fn units_of_measure_that_contradict_or_are_unclear_are_errors() {
    for (lines, code) in [
        ("单位：万元||||||单位：元", FindingCode::UnitSuspect),
        ("单位：元/万元", FindingCode::UnitMissing),
    ] {
        let drawing =
            format!("2024年预算单位支出预算总表\n{lines}\n{HEAD}\n205|||教育支出|1|1\n合计||||1|1");
        let (_, findings) = read_sheets(&[("支出", &drawing)]);
        let found = findings
            .iter()
            .find(|finding| finding.code == code)
            .unwrap();
        assert_eq!(found.severity, yusuan::finding::Severity::Error, "{lines}");
    }
}

#[test]
fn amounts_of_another_year_are_not_taken() {
    let drawing = "2024年预算单位支出预算总表\n||||||单位：元\n项目||||2023年支出预算|||2024年支出预算\n功能分类科目编码|||功能分类科目名称|合计|基本支出|项目支出|合计|基本支出|项目支出\n类|款|项\n205|||教育支出|1|1||2|2\n合计||||1|1||2|2";
    let (budget, findings) = read_sheets(&[("支出", drawing)]);
    assert_eq!(
        amounts(&budget, "expenditure"),
        ["205.all=2", "205.basic=2", "total.all=2", "total.basic=2"]
    );
    assert!(
        codes(&findings).contains(&FindingCode::HeaderNotUnderstood)
            && codes(&findings).contains(&FindingCode::NumberNotRead)
    );
}

#[test]
fn tables_of_another_unit_or_year_are_told_apart() {
    let table = |year: u16, unit: &str, amount: u32| {
        format!(
            "{year}年预算单位支出预算总表\n编制单位：{unit}||||||单位：元\n{HEAD}\n205|||教育支出|{amount}|{amount}\n合计||||{amount}|{amount}"
        )
    };
    let general = |year: u16, unit: &str| {
        format!(
            "{year}年预算单位一般公共预算支出功能分类预算表\n编制单位：{unit}||||||单位：元\n{}\n205|||教育支出|7|7\n合计||||7|7",
            HEAD.replace("支出预算", "一般公共预算支出")
        )
    };
    let own = table(2024, "甲区某中心", 5);
    let fund = general(2024, "甲区某中心").replace("一般公共预算", "政府性基金预算");
    let (budget, findings) = read_sheets(&[
        ("一", &own),
        ("二", &fund),
        ("三", &general(2024, "乙区某馆")),
    ]);
    assert!(
        codes(&findings).contains(&FindingCode::NameVaries),
        "{findings:?}"
    );
    // One table with another name is a slip; beside a table of the right name it is another unit's.
    assert_eq!(amounts(&budget, "general").len(), 4);
    assert_eq!(amounts(&budget, "expenditure").len(), 4);
    let right = general(2024, "甲区某中心").replace('7', "8");
    let other = general(2024, "乙区某馆");
    let (budget, findings) =
        read_sheets(&[("一", &own), ("二", &fund), ("三", &other), ("四", &right)]);
    assert!(codes(&findings).contains(&FindingCode::NameVaries));
    assert_eq!(amounts(&budget, "general")[0], "205.all=8");
    // A title left from last year is a slip; beside the table of this year it is last year's table.
    let old = general(2023, "甲区某中心");
    let (budget, findings) = read_sheets(&[("一", &own), ("二", &fund), ("三", &old)]);
    assert!(codes(&findings).contains(&FindingCode::WrongYear));
    assert_eq!(amounts(&budget, "general").len(), 4);
    let new = general(2024, "甲区某中心").replace('7', "8");
    let (budget, findings) =
        read_sheets(&[("一", &own), ("二", &fund), ("三", &old), ("四", &new)]);
    assert!(codes(&findings).contains(&FindingCode::WrongYear));
    assert_eq!(amounts(&budget, "general")[0], "205.all=8");
}

#[test]
fn of_several_rows_of_the_three_public_table_the_total_counts() {
    let head = "2024年单位“三公”经费和机关运行经费预算表\n|||||||单位：万元\n单位名称|“三公”经费预算数||||||机关运行经费预算数\n|合计|因公出国(境)费|公务接待费|公务用车购置及运行费\n||||小计|购置费|运行费";
    let (budget, _) = read_sheets(&[("三公", &format!("{head}\n甲馆|1||1\n乙馆|2||2\n合计|3||3"))]);
    assert_eq!(
        amounts(&budget, "three_public"),
        ["total.all=30000", "total.reception=30000"]
    );
    let (budget, findings) = read_sheets(&[("三公", &format!("{head}\n甲馆|1||1\n乙馆|2||2"))]);
    assert_eq!(amounts(&budget, "three_public"), Vec::<String>::new());
    assert!(codes(&findings).contains(&FindingCode::NumberNotRead));
}

#[test]
fn footnote_marks_and_two_numbers_in_a_cell_are_no_amounts() {
    for text in ["346.2①", "12\\n34"] {
        let drawing = format!(
            "2024年预算单位支出预算总表\n||||||单位：元\n{HEAD}\n205|||教育支出|{text}|5\n合计||||5|5"
        );
        let (budget, findings) = read_sheets(&[("支出", &drawing)]);
        assert_eq!(codes(&findings), [FindingCode::NotANumber]);
        assert_eq!(amounts(&budget, "expenditure")[0], "205.basic=5");
    }
}

#[test]
fn who_made_a_table_is_no_line_of_it() {
    let drawing = format!(
        "2024年预算单位支出预算总表\n||||||单位：元\n{HEAD}\n205|||教育支出|5|5\n合计||||5|5\n\n制表人：张三|||审核人：李四|||填报日期：2024年1月5日"
    );
    let (budget, findings) = read_sheets(&[("支出", &drawing)]);
    assert_eq!(codes(&findings), []);
    assert_eq!(amounts(&budget, "expenditure").len(), 4);
}

#[test]
fn a_title_may_stand_in_two_rows() {
    let drawing = format!(
        "2024年预算单位一般公共预算\n支出预算总表\n||||||单位：元\n{}\n205|||教育支出|5|5\n合计||||5|5",
        HEAD.replace("支出预算", "一般公共预算支出")
    );
    let (budget, _) = read_sheets(&[("表", &drawing)]);
    assert!(budget.table("expenditure").is_none());
    assert_eq!(amounts(&budget, "general").len(), 4);
}

#[test]
fn a_damaged_header_does_not_bind_to_the_block_beside_it() {
    let table = "2024年预算单位财务收支预算总表\n||||||单位：元\nHEAD\n项目|预算数|项目|预算数\n|||合计|基本支出||项目支出\n||||人员经费|公用经费\n一、财政拨款收入|9|一、教育支出|9|4|3|2\n收入总计|9|支出总计|9|4|3|2";
    let (budget, findings) = read_sheets(&[("收支", &table.replace("HEAD", "本年收入||本年支出"))]);
    assert_eq!(
        (amounts(&budget, "summary").len(), codes(&findings)),
        (10, vec![])
    );
    let (budget, findings) = read_sheets(&[("收支", &table.replace("HEAD", "本年收入"))]);
    assert_eq!(
        amounts(&budget, "summary")
            .iter()
            .filter(|amount| amount.contains(".all"))
            .count(),
        0
    );
    assert!(codes(&findings).contains(&FindingCode::HeaderNotUnderstood));
}

/// A row among records that adds up those above it is none of them; where it does not add up, that is said of the row.
#[test]
fn rows_that_add_up_records_are_no_records() {
    let drawing = |sums: [&str; 2]| {
        let [first, second] = sums;
        format!(
            "本级项目支出预算表\n单位：元\n预算单位|项目类别|支出项目类别|专项资金目录|项目编码|项目名称|支出功能分类|政府预算经济分类|部门预算经济分类|是否政府采购|是否新增资产配置|是否有政府购买服务|资金性质|资金来源|预算金额\n\
             甲校|||||维修|2050202|50502|30213||||||100\n甲校|||||培训|2050202|50502|30216||||||50\n小计||||||||||||||{first}\n\
             乙校|||||设备|2050203|50502|30201||||||70\n乙校小计||||||||||||||{second}\n"
        )
    };
    let read = |sums: [&str; 2]| {
        let workbook = Workbook {
            sheets: vec![sheet("明细", &drawing(sums))],
            ..Workbook::default()
        };
        let templates = Templates::embedded();
        let read = read(
            &workbook,
            "a.xlsx",
            &templates,
            Some("platform-2024-projects"),
        );
        let table = &read.budget.tables[0];
        let amounts: Vec<String> = table
            .lines
            .iter()
            .flat_map(|line| line.amounts.values().map(|own| own.yuan.to_string()))
            .collect();
        (amounts, read.findings)
    };
    let (amounts, findings) = read(["150", "70"]);
    assert_eq!(amounts, ["100", "50", "70"]);
    let differs = |own: &Finding| own.code == FindingCode::TotalDiffers;
    let unread = |own: &Finding| own.code == FindingCode::NumberNotRead;
    let said = |own: &Finding| differs(own) || unread(own);
    assert!(!findings.iter().any(said), "{findings:#?}");
    let (amounts, findings) = read(["160", "70"]);
    assert_eq!(amounts, ["100", "50", "70"]);
    let said: Vec<&Finding> = findings.iter().filter(|own| said(own)).collect();
    let [said] = said[..] else {
        panic!("{findings:#?}")
    };
    assert_eq!(said.place().unwrap().1.unwrap().to_string(), "O6");
}

#[test]
fn a_note_with_a_year_is_no_code_and_a_strange_code_keeps_its_amount() {
    for note in [
        "注：本单位2024年无此项预算。",
        "备注：2024年未安排。",
        "注：2024年无相关支出",
    ] {
        let drawing = format!("2024年预算单位支出预算总表\n||||||单位：元\n{HEAD}\n{note}");
        let (budget, findings) = read_sheets(&[("支出", &drawing)]);
        assert_eq!(codes(&findings), [], "{note}");
        let table = budget.table("expenditure").unwrap();
        assert!(table.lines.is_empty(), "{note}");
        assert!(table.note.is_some(), "{note}");
    }
    let drawing = format!(
        "2024年预算单位支出预算总表\n||||||单位：元\n{HEAD}\n205|02|05。|高等教育|7|7\n合计||||7|7"
    );
    let (budget, _) = read_sheets(&[("支出", &drawing)]);
    let all = budget.table("expenditure").unwrap().lines.iter();
    let kept = all.filter(|line| line.name == "高等教育" && line.amounts.len() == 2);
    assert_eq!(kept.count(), 1);
}
