//! Sections of text in the shapes that they are handed in.

use yusuan::bind::Role;
use yusuan::finding::FindingCode;

use super::{assert_shown, read_drawn};

#[test]
fn a_paragraph_a_row_or_many_in_a_cell_or_behind_ordinals() {
    let expected = "
[duties] 某中心（单位）主要职能
  主要职能包括：
  1. 甲。
  2. 乙  丙。
";
    for drawing in [
        "某中心（单位）主要职能\n主要职能包括：\n1. 甲。\n2. 乙  丙。",
        "\n|某中心（单位）主要职能\n\n|  主要职能包括：\\n    1. 甲。\\n\\n  2. 乙  丙。\\n",
        "某中心（单位）主要职能\\n主要职能包括：\\n1. 甲。\n2. 乙  丙。",
    ] {
        assert_shown(&read_drawn(&[("Sheet7", drawing)]), expected);
    }
    let ordinals = "某中心（单位）主要职能\n|主要职能包括：\n（1）|甲。\n2|乙  丙。";
    let expected = expected.replace("1. ", "（1）").replace("2. ", "2 ");
    assert_shown(&read_drawn(&[("Sheet7", ordinals)]), &expected);
}

#[test]
fn headings_in_all_wordings_and_several_sections_on_a_sheet() {
    let drawing = "名 词 解 释\n一、收入名词\n财政拨款收入：是某款。\n\n2023年单位预算编制说明\n2023年，本单位收入预算8万元。\n其他相关情况说明：\n一、“三公”经费预算情况说明\n2023年“三公”经费预算数为3万元。\n五、国有资产占有使用情况说明\n截至上年末，共有车辆0辆。";
    assert_shown(
        &read_drawn(&[("Sheet1", drawing)]),
        "
[terms] 名 词 解 释
  一、收入名词
  财政拨款收入：是某款。
[narrative] 2023年单位预算编制说明
  2023年，本单位收入预算8万元。
[other_notes] 其他相关情况说明：
  一、“三公”经费预算情况说明
  2023年“三公”经费预算数为3万元。
  五、国有资产占有使用情况说明
  截至上年末，共有车辆0辆。
",
    );
}

#[test]
fn a_sheet_may_be_headed_by_its_name_or_go_on_with_the_sheet_before() {
    assert_shown(
        &read_drawn(&[
            ("名词解释", "财政拨款收入：是某款。"),
            ("Sheet2", "（二）事业收入：指某款，等等。"),
            ("填表说明", "填表说明\n请按实填写。"),
        ]),
        "
[terms] 名词解释
  财政拨款收入：是某款。
  （二）事业收入：指某款，等等。
",
    );
}

#[test]
fn a_whole_document_on_one_sheet() {
    let drawing = "上海市甲区2023年区级单位预算\n预算单位：甲区某中心\n目 录\n一、单位主要职能|1\n二、名词解释|2\n三、单位预算表|3\n甲区某中心（单位）主要职能\n承担某工作。\n名词解释\n财政拨款收入：是某款。\n2023年预算单位支出预算总表\n||||||单位：元\n项目||||支出预算\n功能分类科目编码|||功能分类科目名称|合计|基本支出|项目支出\n类|款|项\n205|||教育支出|5|5\n合计||||5|5\n注：无。\n其他相关情况说明\n2023年本单位无机关运行经费。";
    let extracted = read_drawn(&[("Sheet1", drawing)]);
    assert_shown(
        &extracted,
        "
region 上海市甲区
cover 上海市甲区2023年区级单位预算
cover 预算单位：甲区某中心
[contents] 目 录
  一、单位主要职能
  二、名词解释
  三、单位预算表
[duties] 甲区某中心（单位）主要职能
  承担某工作。
[terms] 名词解释
  财政拨款收入：是某款。
[other_notes] 其他相关情况说明
  2023年本单位无机关运行经费。
",
    );
    assert_eq!(extracted.budget.amounts(), 4);
    let unread = |finding: &&yusuan::finding::Finding| finding.code == FindingCode::NumberNotRead;
    assert!(!extracted.findings.iter().any(|finding| unread(&finding)));
}

#[test]
fn offices_are_counted_and_named() {
    assert_shown(
        &read_drawn(&[(
            "机构",
            "某中心机构设置\n某中心设二个内设机构：\n1. 办公室\n2. 管理科",
        )]),
        "
[organization] 某中心机构设置
  某中心设二个内设机构：
  1. 办公室
  2. 管理科
offices 2: 办公室/管理科
",
    );
}

#[test]
fn numbers_of_an_unknown_table_are_not_taken_for_text() {
    let drawing = "名词解释\n某款：是某款。\n政府采购明细\n品目|金额\n电脑|500\n桌子|300";
    let extracted = read_drawn(&[("Sheet1", drawing)]);
    let roles = extracted.ledger.counts();
    assert_eq!(roles.get(&Role::NotRead), Some(&2));
    let found = extracted
        .findings
        .iter()
        .find(|finding| finding.code == FindingCode::NumberNotRead)
        .unwrap();
    assert_eq!(found.cells.len(), 2);
}

#[test]
fn placeholders_are_said_once_a_sheet() {
    let drawing = "其他相关情况说明\n2023年“三公”经费预算数为XXX万元。\n（一）因公出国（境）费XX万元，主要原因是……。";
    let extracted = read_drawn(&[("说明", drawing)]);
    let left = extracted
        .findings
        .iter()
        .filter(|finding| finding.code == FindingCode::PlaceholderLeft);
    assert_eq!(
        left.map(|finding| finding.cells.len()).collect::<Vec<_>>(),
        [2]
    );
    assert_eq!(extracted.budget.document.sections[0].paragraphs.len(), 2);
}
