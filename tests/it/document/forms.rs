//! Forms of performance goals in their variants.

use yusuan::bind::Role;
use yusuan::finding::FindingCode;
use yusuan::workbook::{Value, Workbook};

use super::{assert_shown, read_drawn, read_workbook};
use crate::drawing::sheet;

const FORM: &str = "财政项目支出绩效目标表
(2023年度)
项目名称|甲经费||项目类别|专项资金□ 经常性项目☑ 一次性项目□
主管部门|某局||实施单位|某中心
计划开始日期|2023年1月1日||计划完成日期|2023年12月31日
项目资金\\n(万元)|项目资金总额|955.89|年度资金申请总额||955.89
|其中：财政资金|950|其中：当年财政拨款||940.5
|||上年结转资金
|其他资金|5.89|其他资金||0
项目\\n绩效\\n目标|项目总目标 (2023年-2023年)|||年度总目标
|做好某事。|||做好\\n另一事。
绩效\\n指标|一级指标|二级指标|三级指标|年度指标值
|产出指标|数量指标|人员数量|9个
|||设备数量|2
||质量指标|运行情况|稳定
|效益指标|社会效益指标|可持续应用|1年以上";

const READ: &str = "
project 甲经费 <->
  form 财政项目支出绩效目标表 2023 万元
    name 甲经费
    category 专项资金□ 经常性项目☑ 一次性项目□
    department 某局
    implementer 某中心
    start 2023年1月1日
    end 2023年12月31日
    overall_period 2023年-2023年
    overall_goal 做好某事。
    yearly_goal 做好/另一事。
    total 9558900
    fiscal 9500000
    other 58900
    year_total 9558900
    year_fiscal 9405000
    year_other 0
    产出指标 > 数量指标 > 人员数量 = 9个
    产出指标 > 数量指标 > 设备数量 = 2
    产出指标 > 质量指标 > 运行情况 = 稳定
    效益指标 > 社会效益指标 > 可持续应用 = 1年以上
";

#[test]
fn the_form_of_2023() {
    let extracted = read_drawn(&[("Sheet9", FORM)]);
    assert_shown(&extracted, READ);
    let roles = extracted.ledger.counts();
    assert_eq!(roles.get(&Role::ProjectAmount), Some(&6));
    assert_eq!(roles.get(&Role::NotRead), None);
}

#[test]
fn the_later_form_in_yuan_with_other_columns() {
    let form = "某区财政项目支出绩效目标申报表
|||||||单位：元
项目名称|甲经费|||项目性质|经常性项目|项目类别|特定目标类
主管部门|某局|||实施单位|某中心
计划开始日期|44927|||计划完成日期|2023-12-31
项目资金（元）|项目资金总额||9558900|年度资金申请总额||9,558,900.00
|其中：财政资金||9558900|其中：当年财政拨款||9558900
||||上年结转资金
|其他资金|||其他资金
项目绩效目标|项目总目标|||年度总体目标
|总。|||年。
绩效指标|一级指标|二级指标||三级指标||年度/项目指标值
|成本指标|经济成本指标||预算控制率||=A1 => =100.00(%)
|产出指标|数量指标||检查次数||≥12.00(次)";
    assert_shown(
        &read_drawn(&[("Sheet9", form)]),
        "
project 甲经费 <->
  form 某区财政项目支出绩效目标申报表 - 元
    name 甲经费
    nature 经常性项目
    category 特定目标类
    department 某局
    implementer 某中心
    start 2023-01-01
    end 2023-12-31
    overall_goal 总。
    yearly_goal 年。
    total 9558900
    fiscal 9558900
    year_total 9558900
    year_fiscal 9558900
    成本指标 > 经济成本指标 > 预算控制率 = =100.00(%)
    产出指标 > 数量指标 > 检查次数 = ≥12.00(次)
",
    );
}

#[test]
fn pages_without_a_name_belong_to_the_form_before() {
    let (first, rest) = FORM.split_at(FORM.find("||质量指标").unwrap());
    let header = "绩效\\n指标|一级指标|二级指标|三级指标|年度指标值\n";
    assert_shown(&read_drawn(&[("1", first), ("2", rest)]), READ);
    assert_shown(
        &read_drawn(&[("1", first), ("2", &format!("{header}{rest}"))]),
        READ,
    );
    let titled = format!("财政项目支出绩效目标表\n(2023年度)\n{header}{rest}");
    assert_shown(&read_drawn(&[("1", first), ("2", &titled)]), READ);
    assert_shown(
        &read_drawn(&[("1", &format!("{first}\n\n{header}{rest}"))]),
        READ,
    );
}

#[test]
fn forms_one_below_the_other_go_to_their_descriptions() {
    let described = "乙经费项目经费情况说明\n一、项目概述\n某事。\n甲经费项目经费情况说明\n一、项目概述\n另一事。";
    let short = |name: &str| {
        format!(
            "财政项目支出绩效目标表\n项目名称：{name}||项目类别|专项资金□\n项目资金(万元)|项目资金总额：5|||年度资金申请总额|5\n绩效指标|一级指标|二级指标|三级指标|指标值\n|产出指标|数量指标|人数|3\n填报人：张三"
        )
    };
    let forms = format!("{}\n\n{}", short("甲经费"), short("丙经费"));
    assert_shown(
        &read_drawn(&[("说明", described), ("表", &forms)]),
        "
project 乙经费 <乙经费项目经费情况说明>
  [overview] 一、项目概述
    某事。
project 甲经费 <甲经费项目经费情况说明>
  [overview] 一、项目概述
    另一事。
  form 财政项目支出绩效目标表 - 万元
    name 甲经费
    category 专项资金□
    total 50000
    year_total 50000
    产出指标 > 数量指标 > 人数 = 3
project 丙经费 <->
  form 财政项目支出绩效目标表 - 万元
    name 丙经费
    category 专项资金□
    total 50000
    year_total 50000
    产出指标 > 数量指标 > 人数 = 3
",
    );
}

#[test]
fn what_is_wrong_in_a_form_is_said() {
    let codes = |form: &str| -> Vec<FindingCode> {
        let extracted = read_drawn(&[("1", form)]);
        let of_form = extracted.findings.iter().map(|finding| finding.code);
        of_form
            .filter(|code| *code != FindingCode::NoTable)
            .collect()
    };
    assert_eq!(codes(FORM), []);
    for (from, to, code) in [
        ("|950|", "|约950|", FindingCode::NotANumber),
        ("\\n(万元)", "", FindingCode::UnitMissing),
        ("|950|", "|XX|", FindingCode::PlaceholderLeft),
        (
            "主管部门|某局|",
            "主管部门|某局|77",
            FindingCode::NumberNotRead,
        ),
        ("|5.89|", "|-5.89|", FindingCode::NegativeAmount),
    ] {
        assert_eq!(codes(&FORM.replace(from, to)), [code], "{to}");
    }
}

#[test]
fn a_blank_form_states_nothing() {
    let mut form: String = FORM.lines().take(1).collect();
    for line in FORM.lines().skip(1) {
        let cells: Vec<&str> = line.split('|').collect();
        let labels = [
            "项目", "主管", "实施", "计划", "年度", "其", "上年", "绩效", "一级", "二级", "三级",
            "(20",
        ];
        let kept = cells.iter().map(|cell| {
            let label = labels.iter().any(|label| cell.starts_with(label));
            if label { *cell } else { "" }
        });
        form += "\n";
        form += &kept.collect::<Vec<_>>().join("|");
    }
    form = form.replace(" (2023年-2023年)", " ( 年- 年)");
    assert_shown(
        &read_drawn(&[("1", &form)]),
        "
project  <->
  form 财政项目支出绩效目标表 2023 万元
",
    );
}

#[test]
fn boxes_of_web_pages_and_boxes_in_cells_of_their_own() {
    let boxes = "专项资金□ 经常性项目☑ 一次性项目□";
    for other in [
        "专项资金 <input type=\"checkbox\"/> 经常性项目 <input checked=\"checked\" type=\"checkbox\"/> 一次性项目 <input type=\"checkbox\"/>",
        "专项资金□|经常性项目☑|一次性项目□",
    ] {
        assert_shown(&read_drawn(&[("1", &FORM.replace(boxes, other))]), READ);
    }
}

#[test]
fn percentages_and_dates_in_cells_of_that_kind() {
    let mut own = sheet("1", FORM);
    let at = |own: &yusuan::workbook::Sheet, text: &str| {
        let found = own
            .cells
            .iter()
            .position(|cell| cell.value == Value::Text(text.into()));
        found.unwrap()
    };
    let value = at(&own, "稳定");
    own.cells[value].value = Value::Number(rust_decimal::Decimal::new(95, 2));
    own.percentages = vec![own.cells[value].address()];
    let start = at(&own, "2023年1月1日");
    own.cells[start].value = Value::Date("2023-01-01".into());
    let extracted = read_workbook(&Workbook {
        sheets: vec![own],
        ..Workbook::default()
    });
    let read = READ
        .replace("稳定", "95%")
        .replace("start 2023年1月1日", "start 2023-01-01");
    assert_shown(&extracted, &read);
}
