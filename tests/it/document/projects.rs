//! Descriptions of projects and their items.

use yusuan::finding::FindingCode;

use super::{assert_shown, read_drawn};

#[test]
fn projects_on_one_sheet_or_in_one_cell() {
    let expected = "
project “甲”经费 <“甲”经费项目经费情况说明>
  [overview] 一、项目概述
    某事。
  [budget] 六、年度预算安排
    - 1、设备 23.2万元
    - 2、服务 46.8万元
    合计 70万元
  item 设备 = 232000 (23.2万元)
  item 服务 = 468000 (46.8万元)
project 乙经费 <乙经费项目经费情况说明>
  [implementer] 三、实施主体：
    由某中心负责。
  [budget] 六、年度预算安排
    年度预算安排100万元，其中：A类 60万元；B类 40万元。
  item A类 = 600000 (60万元)
  item B类 = 400000 (40万元)
";
    let first = "“甲”经费项目经费情况说明\n一、项目概述\n某事。\n六、年度预算安排\n- 1、设备 23.2万元\n- 2、服务 46.8万元\n合计 70万元";
    let second = "乙经费项目经费情况说明\n三、实施主体：由某中心负责。\n六、年度预算安排\n年度预算安排100万元，其中：A类 60万元；B类 40万元。";
    assert_shown(
        &read_drawn(&[("x", &format!("{first}\n\n{second}"))]),
        expected,
    );
    assert_shown(&read_drawn(&[("1", first), ("2", second)]), expected);
    let cell = |text: &str| {
        text.replacen('\n', "\u{1}", 1)
            .replace('\n', "\\n")
            .replace('\u{1}', "\n")
    };
    assert_shown(
        &read_drawn(&[("1", &cell(first)), ("2", &cell(second))]),
        expected,
    );
}

#[test]
fn names_and_amounts_in_two_columns() {
    let drawing = "甲经费项目经费情况说明\n六、年度预算安排\n序号|内容|金额（万元）|备注\n1|设备|23.2|三台\n2|服务|46.8\n|合计|70";
    let extracted = read_drawn(&[("1", drawing)]);
    assert_shown(
        &extracted,
        "
project 甲经费 <甲经费项目经费情况说明>
  [budget] 六、年度预算安排
    序号 内容 金额（万元）备注
    1 设备 23.2 三台
    2 服务 46.8
    合计 70
  item 设备 = 232000 (23.2)
  item 服务 = 468000 (46.8)
",
    );
    let codes: Vec<FindingCode> = extracted
        .findings
        .iter()
        .map(|finding| finding.code)
        .collect();
    assert!(!codes.contains(&FindingCode::UnitMissing), "{codes:?}");
    let unstated = drawing.replace("金额（万元）", "金额");
    let extracted = read_drawn(&[("1", &unstated)]);
    let missing = extracted
        .findings
        .iter()
        .filter(|finding| finding.code == FindingCode::UnitMissing);
    assert_eq!(missing.count(), 1);
    assert_eq!(extracted.budget.document.projects[0].items.len(), 2);
}

#[test]
fn a_project_headed_by_its_name_alone() {
    let drawing =
        "项目经费情况说明\n甲经费\n一、项目概述\n某事。\n五、实施周期\n2023年1月1日-2023年12月31日";
    assert_shown(
        &read_drawn(&[("1", drawing), ("2", "乙经费\n一、项目概述\n另一事。")]),
        "
[projects] 项目经费情况说明
project 甲经费 <甲经费>
  [overview] 一、项目概述
    某事。
  [period] 五、实施周期
    2023年1月1日-2023年12月31日
project 乙经费 <乙经费>
  [overview] 一、项目概述
    另一事。
",
    );
}
