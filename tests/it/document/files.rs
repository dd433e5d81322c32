//! Whole files: the published document, the other formats, and JSON and back.

use std::fs;

use yusuan::batch::{Options, read_file};
use yusuan::bind::{Filled, arrange, fill_document, fill_tables};
use yusuan::export::{budget_from_json, budget_to_json};
use yusuan::layout::Templates;
use yusuan::model::Budget;
use yusuan::text::squash;
use yusuan::workbook::Look;

use super::shown;
use crate::{corpus, oracle};

const SUBMISSIONS: [&str; 2] = ["01-standard.xlsx", "04-totals-are-formulas.xlsx"];

fn budget(path: &std::path::Path) -> Budget {
    read_file(path, &Templates::embedded(), &Options::default())
        .budget
        .unwrap()
}

#[test]
fn the_published_document_is_read_whole() {
    for file in SUBMISSIONS {
        let path = corpus::root().join("tests/fixtures/submissions").join(file);
        let budget = budget(&path);
        let document = &budget.document;
        let counts: Vec<(usize, usize)> = document
            .projects
            .iter()
            .map(|project| {
                let form = project.form.as_ref().unwrap();
                (project.items.len(), form.indicators.len())
            })
            .collect();
        assert_eq!(counts, [(4, 6), (7, 10), (2, 20)], "{file}");
        assert_eq!(document.region, "上海市青浦区");
        assert_eq!(document.organization.count, Some(8));
        assert_eq!(document.organization.offices.len(), 8);
        let sections: Vec<&str> = document
            .sections
            .iter()
            .map(|section| section.section.name())
            .collect();
        assert_eq!(
            sections,
            [
                "contents",
                "duties",
                "organization",
                "terms",
                "narrative",
                "other_notes"
            ]
        );
        let json = budget_to_json(&budget);
        let back = budget_from_json(&Templates::embedded(), &json).unwrap();
        assert_eq!(back, budget, "{file}");
    }
}

/// Every line of the published text that is of no table is in the document, and so is every cell of its forms.
#[test]
fn every_sentence_of_the_published_text_is_in_the_document() {
    let seed = corpus::root().join("../shared/seed/000_045b80ac25c58014.txt");
    let Ok(text) = fs::read_to_string(seed) else {
        eprintln!("not checked: the published text is not there");
        return;
    };
    for file in SUBMISSIONS {
        let path = corpus::root().join("tests/fixtures/submissions").join(file);
        let budget = budget(&path);
        let said = squash(&shown(&budget.document)).into_owned();
        let tables = text.find("2023年预算单位财务收支预算总表\n\n单位").unwrap();
        let behind = text.find("\n其他相关情况说明\n").unwrap();
        let (mut lines, mut cells) = (0, 0);
        for line in text[..tables].lines().chain(text[behind..].lines()) {
            let remnant =
                line.contains("<input") || line.starts_with("- | |") || line.starts_with("|--");
            if line.trim().is_empty() || remnant {
                continue;
            }
            for cell in line
                .trim_start_matches('|')
                .trim_end_matches('|')
                .split(['\t', '|'])
            {
                let words = squash(cell).into_owned();
                let label = [
                    "项目",
                    "主管部门",
                    "实施单位",
                    "计划",
                    "年度",
                    "其中:",
                    "上年",
                    "其他资金",
                    "绩效",
                    "目标",
                    "指标",
                    "一级指标",
                    "二级指标",
                    "三级指标",
                ];
                let is_label = words.is_empty()
                    || line.contains('\t') && label.iter().any(|word| words.starts_with(word))
                    || matches!(
                        &*words,
                        "绩效" | "指标" | "项目" | "目标" | "(万元)" | "(2023年度)"
                    );
                let amount = words.parse::<f64>().is_ok() && line.contains('\t');
                if is_label || amount {
                    continue;
                }
                (lines, cells) = (
                    lines + usize::from(!line.contains('\t')),
                    cells + usize::from(line.contains('\t')),
                );
                assert!(
                    said.contains(words.trim_start_matches('-')),
                    "{file}: {cell}"
                );
            }
        }
        assert!(lines > 100 && cells > 90, "{lines} lines, {cells} cells");
    }
}

/// Other programs' formats say the same.
#[test]
#[ignore = "slow"]
fn the_same_document_in_other_formats() {
    let path = corpus::root().join("tests/fixtures/submissions/01-standard.xlsx");
    let expected = shown(&budget(&path).document);
    let folder = tempfile::tempdir().unwrap();
    for extension in ["xls", "ods"] {
        let Some(converted) = oracle::convert(&path, extension, folder.path()) else {
            return;
        };
        assert_eq!(shown(&budget(&converted).document), expected, "{extension}");
    }
}

/// Dates and percentages of spreadsheet programs, in each format.
#[test]
#[ignore = "slow"]
fn dates_and_percentages_of_spreadsheet_programs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.fods");
    let cell = |attributes: &str, text: &str| {
        format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>")
    };
    let word = |text: &str| cell("office:value-type=\"string\"", text);
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let date = "table:style-name=\"d\" office:value-type=\"date\" office:date-value=\"2023-01-01\"";
    let percent = "table:style-name=\"p\" office:value-type=\"percentage\" office:value=\"0.95\"";
    let rows = [
        row(&[word("财政项目支出绩效目标表")]),
        row(&[
            word("项目名称"),
            word("甲经费"),
            word("项目类别"),
            word("专项资金□"),
        ]),
        row(&[
            word("计划开始日期"),
            cell(date, "2023年1月1日"),
            word("计划完成日期"),
            word("2023-12-31"),
        ]),
        row(&[
            word("一级指标"),
            word("二级指标"),
            word("三级指标"),
            word("年度指标值"),
        ]),
        row(&[
            word("产出指标"),
            word("质量指标"),
            word("合格率"),
            cell(percent, "95%"),
        ]),
    ];
    let styles = "<office:automatic-styles><number:percentage-style style:name=\"N1\"><number:number number:decimal-places=\"0\" number:min-integer-digits=\"1\"/><number:text>%</number:text></number:percentage-style><number:date-style style:name=\"N2\"><number:year number:style=\"long\"/><number:text>年</number:text><number:month/><number:text>月</number:text><number:day/><number:text>日</number:text></number:date-style><style:style style:name=\"p\" style:family=\"table-cell\" style:data-style-name=\"N1\"/><style:style style:name=\"d\" style:family=\"table-cell\" style:data-style-name=\"N2\"/></office:automatic-styles>";
    let names = ["office", "table", "text", "style", "number"];
    let spaces: String = names
        .iter()
        .map(|name| {
            let space = if *name == "number" { "datastyle" } else { name };
            format!(" xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{space}:1.0\"")
        })
        .collect();
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document{spaces} office:version=\"1.3\" office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">{styles}<office:body><office:spreadsheet><table:table table:name=\"表\">{}</table:table></office:spreadsheet></office:body></office:document>",
        rows.concat()
    );
    fs::write(&path, document).unwrap();
    for extension in ["xlsx", "xls", "ods"] {
        let Some(converted) = oracle::convert(&path, extension, folder.path()) else {
            return;
        };
        let document = budget(&converted).document;
        let shown = shown(&document);
        assert!(shown.contains("start 2023-01-01"), "{extension}: {shown}");
        assert!(shown.contains("合格率 = 95%"), "{extension}: {shown}");
    }
}

/// The document in a file of separated text, lines quoted and cells of its own.
#[test]
fn separated_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    fs::write(
        &path,
        "某中心（单位）主要职能,,\n\"主要职能包括：\n1. 甲。\",,\n甲经费项目经费情况说明,,\n六、年度预算安排,,\n1、设备,23.2万元,\n",
    )
    .unwrap();
    assert_eq!(
        shown(&budget(&path).document),
        "[duties] 某中心（单位）主要职能\n  主要职能包括：\n  1. 甲。\nproject 甲经费 <甲经费项目经费情况说明>\n  [budget] 六、年度预算安排\n    1、设备 23.2万元\n  item 设备 = 232000 (23.2万元)\n"
    );
}

/// What was filled may go to another thread.
const _: fn() = || {
    const fn is_send<T: Send>() {}
    is_send::<Filled>();
};

/// The paragraphs of a copy of the budget take their amounts from the tables that were filled from the budget itself.
#[test]
fn an_equal_budget_keeps_its_live_paragraphs() {
    let templates = Templates::embedded();
    let path = corpus::root()
        .join("tests/fixtures/submissions")
        .join(SUBMISSIONS[0]);
    let budget = budget(&path);
    let layout = templates.layout(&budget.layout).unwrap();
    let placement = arrange(layout, &budget);
    let document = |of: &Budget| {
        let tables = fill_tables(&templates.model, layout, &placement, &budget).unwrap();
        fill_document(&templates, layout, of, tables).unwrap()
    };
    let own = document(&budget);
    let cells = own.sheets.iter().flat_map(|sheet| &sheet.cells);
    let paragraphs = cells.filter(|cell| cell.style.look == Look::Paragraph);
    let live = paragraphs.filter(|cell| cell.formula.is_some()).count();
    assert!(live > 5, "{live}");
    assert!(document(&budget.clone()) == own);
}
