//! Items in all wordings.

use super::*;
use crate::layout::Templates;

fn of(line: &str) -> Vec<String> {
    let templates = Templates::embedded();
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let cells = if cells.len() > 1 { cells } else { Vec::new() };
    let joined = cells.join(" ");
    let line = if cells.is_empty() { line } else { &joined };
    let mut items = parts(&templates.model.prose.parts, line, &cells);
    items.retain(|own| own.part == ProjectPart::Item);
    let items = items.into_iter();
    items
        .map(|item| format!("{}={}", item.name, item.stated))
        .collect()
}

#[test]
fn items_in_all_wordings() {
    for (line, expected) in [
        (
            "- 1、公共数据运营服务经费 873万元",
            "公共数据运营服务经费=873万元",
        ),
        ("2、设备 23.2万元。", "设备=23.2万元"),
        (
            "（三）“AI + 通办” 服务：1,234.5元；",
            "“AI + 通办” 服务=1,234.5元",
        ),
        ("甲项目（46.73万元）", "甲项目=46.73万元"),
        ("1. 设备购置23.2万元，用于购买电脑。", "设备购置=23.2万元"),
        (
            "1、设备23.2万元，其中：电脑10万元，打印机13.2万元。",
            "设备=23.2万元",
        ),
        (
            "公共数据运营服务经费|873万元",
            "公共数据运营服务经费=873万元",
        ),
        (
            "公共数据运营服务经费|873|万元",
            "公共数据运营服务经费=873万元",
        ),
        ("设备|23.2|备注", "设备=23.2"),
        (
            "年度预算安排100万元，其中：甲、乙经费60万元；丙费用 40万元。",
            "甲、乙经费=60万元 丙费用=40万元",
        ),
        (
            "2023年度预算安排100万元，其中甲60万元不变，乙类设备为40万元",
            "乙类设备=40万元",
        ),
        (
            "预算100万元，其中：甲费60万元（较上年增加2万元）；乙费40万元，其中丙费4万元。",
            "甲费=60万元 乙费=40万元",
        ),
        (
            "预算100万元，其中：甲费60万元（含税6万元），乙费40万元（丙30万元、丁10万元）。",
            "甲费=60万元 乙费=40万元",
        ),
        (
            "预算100万元，其中：甲费60万元，含税6万元，乙费40万元，比上年多10万元。",
            "甲费=60万元 乙费=40万元",
        ),
        (
            "预算100万元（其中：甲费60万元、乙费40万元），比上年增加5万元。",
            "甲费=60万元 乙费=40万元",
        ),
        (
            "甲费60万元，乙费40万元，共100万元，列2025年预算。",
            "甲费=60万元 乙费=40万元",
        ),
        (
            "甲类服务60万元；乙类服务40万元",
            "甲类服务=60万元 乙类服务=40万元",
        ),
    ] {
        assert_eq!(of(line).join(" "), expected, "{line}");
    }
    for line in [
        "合计 955.89万元",
        "全年合计，955.89万元。",
        "合计|955.89",
        "2023年度预算安排873万元。",
        "项目总预算：100万元",
        "本项目预算100万元，由财政拨款安排。",
        "（具体见表格）",
        "项目内容|金额（万元）",
        "1、设备 XX万元",
        "网络租费",
    ] {
        assert_eq!(of(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn totals_and_parts_of_the_year() {
    let templates = Templates::embedded();
    let of = |line: &str| -> String {
        let said = parts(&templates.model.prose.parts, line, &[]).into_iter();
        let said: Vec<String> = said
            .map(|own| format!("{:?} {}", own.part, own.stated))
            .collect();
        said.join(", ")
    };
    for (line, expected) in [
        ("合计 255.70万元", "Sum 255.70万元"),
        ("本项目2025年度预算资金共计98.9万元", "Total 98.9万元"),
        (
            "2025年度项目总预算98.90万元，其中体验店补助44.91万元，带徒补助53.99万元，合计98.90万元。",
            "Sum 98.90万元, Item 44.91万元, Item 53.99万元, Sum 98.90万元",
        ),
        (
            "项目总投资500万元，2025年安排100万元，包括：甲类服务60万元、乙类服务40万元。",
            "Sum 100万元, Item 60万元, Item 40万元",
        ),
        (
            "本年预算77.2万元。第一季度用款计划50万元，第二季度用款计划27.2万元。",
            "Total 77.2万元, Time 50万元, Time 27.2万元",
        ),
        (
            "2025年安排168.20万元（运行维护73.71万元、标准气体94.49万元）。",
            "Sum 168.20万元, Item 73.71万元, Item 94.49万元",
        ),
        (
            "本年度预算605.5万元，按季度用款：第一季度300万元，第二季度305.5万元。",
            "Total 605.5万元, Time 300万元, Time 305.5万元",
        ),
        (
            "2024年度预算安排44万元，其中：第一季度11万元，第二季度11万元，第三季度11万元，第四季度11万元。",
            "Total 44万元, Time 11万元, Time 11万元, Time 11万元, Time 11万元",
        ),
        ("1、设备10台，合计50万元", ""),
        ("2、小计 50万元", "Subtotal 50万元"),
        ("一、2025年预算100万元", "Total 100万元"),
        ("2025年度预算安排873万元，由财政拨款安排。", "Total 873万元"),
        ("购置服务器2台，合计50万元。", ""),
    ] {
        assert_eq!(of(line), expected, "{line}");
    }
}
