//! The items of a project's budget (年度预算安排), from lines of text and from rows of cells.

use rust_decimal::Decimal;

use super::headings::without_ordinal;
use crate::text::{Measure, Reading, read_amount, squash, strip_ordinal};

/// Names of what adds up the items.
const TOTALS: [&str; 17] = [
    "预算",
    "合计",
    "总计",
    "共计",
    "小计",
    "总额",
    "总金额",
    "年度预算安排",
    "预算安排",
    "预算总额",
    "项目预算",
    "项目总预算",
    "年度预算",
    "资金总额",
    "项目资金",
    "项目经费",
    "经费预算",
];

/// An item as stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StatedItem {
    /// Its name without ordinal.
    pub(super) name: String,
    /// The number.
    pub(super) value: Decimal,
    /// The unit of measure behind the number, where one is.
    pub(super) measure: Option<Measure>,
    /// The number as stated, with its unit of measure.
    pub(super) stated: String,
    /// Which of the cells of the line holds the amount.
    pub(super) cell: usize,
}

/// The items of a line. `cells` are the texts of its cells where it has several, the ordinal apart.
pub(super) fn items(line: &str, cells: &[&str]) -> Vec<StatedItem> {
    if cells.len() > 1 {
        return in_cells(cells).into_iter().collect();
    }
    if let Some(inner) = line.trim().strip_prefix('|') {
        let cells: Vec<&str> = inner
            .trim_end_matches('|')
            .split('|')
            .map(str::trim)
            .collect();
        let cells: Vec<&str> = cells.into_iter().filter(|text| !text.is_empty()).collect();
        return in_cells(&cells)
            .map(|item| StatedItem { cell: 0, ..item })
            .into_iter()
            .collect();
    }
    in_text(line)
}

/// A name and, further right, its amount. An amount without unit of measure counts only in a cell of its own.
fn in_cells(cells: &[&str]) -> Option<StatedItem> {
    let named = cells.iter().position(|text| number(text).is_none())?;
    let (cell, (value, measure)) = cells
        .iter()
        .enumerate()
        .skip(named + 1)
        .find_map(|(at, text)| Some((at, number(text)?)))?;
    let name = bare_name(cells[named]);
    let behind = cells
        .get(cell + 1)
        .and_then(|text| Measure::parse(&squash(text)));
    let stated = match behind {
        Some(measure) => format!("{}{}", cells[cell].trim(), measure.word()),
        None => cells[cell].trim().to_owned(),
    };
    (!name.is_empty() && !is_total(&name)).then_some(StatedItem {
        name,
        value,
        measure: measure.or(behind),
        stated,
        cell,
    })
}

fn number(text: &str) -> Option<(Decimal, Option<Measure>)> {
    match read_amount(text) {
        Reading::Number { value, measure } => Some((value, measure)),
        _ => None,
    }
}

/// The items of a sentence: one before each amount. What follows 其中 are the parts of what stands before it.
fn in_text(line: &str) -> Vec<StatedItem> {
    let (head, parts) = match line.find("其中") {
        Some(at) => (&line[..at], Some(&line[at + "其中".len()..])),
        None => (line, None),
    };
    let heads = clauses(head);
    let own: Vec<StatedItem> = heads.iter().filter_map(|clause| item(clause)).collect();
    let stated: Vec<&StatedItem> = own.iter().filter(|item| !is_total(&item.name)).collect();
    // An item with an ordinal has its amount first; what it is made of is no item.
    let listed = strip_ordinal(&squash(line)).len() < squash(line).len();
    match parts {
        Some(parts) if !listed || stated.is_empty() => {
            let clauses = clauses(parts);
            let all: Vec<StatedItem> = clauses.iter().filter_map(|clause| item(clause)).collect();
            all.into_iter()
                .filter(|item| !is_total(&item.name))
                .collect()
        }
        _ if listed => stated.into_iter().take(1).cloned().collect(),
        // Of several clauses each is to be an item, lest what is said of something else is taken for one.
        _ if own.len() == heads.len() => stated.into_iter().cloned().collect(),
        _ => Vec::new(),
    }
}

/// The clauses of a sentence. A comma within a number does not part them.
fn clauses(text: &str) -> Vec<&str> {
    let mut clauses = Vec::new();
    let mut from = 0;
    let mut depth = 0_u32;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match c {
            '(' | '（' | '《' | '“' => depth += 1,
            ')' | '）' | '》' | '”' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let digit = before.is_ascii_digit()
            && text[at + c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
        // Before an amount, 、 may belong to a name such as 甲、乙经费.
        let parts = match c {
            '；' | ';' | '。' => true,
            '，' | ',' => !digit,
            '、' => ends_in_amount(&text[from..at]),
            _ => false,
        };
        if depth == 0 && parts {
            clauses.push(&text[from..at]);
            from = at + c.len_utf8();
        }
        before = c;
    }
    clauses.push(&text[from..]);
    let said = |clause: &&str| squash(clause).chars().any(|c| c.is_alphanumeric());
    clauses.into_iter().filter(said).collect()
}

fn ends_in_amount(text: &str) -> bool {
    split(text).is_some()
}

/// A clause of the form `名称 873万元`, `名称：873万元`, `名称（873万元）`.
fn item(clause: &str) -> Option<StatedItem> {
    let (front, stated, value, measure) = split(clause)?;
    let name = bare_name(front);
    (name.chars().count() >= 2).then_some(StatedItem {
        name,
        value,
        measure: Some(measure),
        stated: stated.to_owned(),
        cell: 0,
    })
}

/// A clause split before the amount at its end: what stands before it, the amount as stated, its number and unit of measure.
fn split(clause: &str) -> Option<(&str, &str, Decimal, Measure)> {
    let text = clause
        .trim()
        .trim_end_matches(['。', '；', ';', '，', ',', '、', '.', '|']);
    let text = text.trim();
    let (text, bracketed) = match text.strip_suffix(['）', ')']) {
        Some(inner) => (inner, true),
        None => (text, false),
    };
    let text = text.trim_end();
    let unit = text.strip_suffix(['元', '圆'])?.trim_end();
    let unit = unit.trim_end_matches(['万', '千', '百', '亿']).trim_end();
    let digits = |c: char| {
        c.is_ascii_digit() || matches!(c, '０'..='９' | '.' | '．' | ',' | '，' | '¥' | '￥')
    };
    let front = unit.trim_end_matches(digits);
    let stated = &text[front.len()..];
    // A mark that ends the words before the number is none of the number.
    let mark = stated.len() - stated.trim_start_matches([',', '，', '.', '．']).len();
    let (front, stated) = (&text[..front.len() + mark], &stated[mark..]);
    let Reading::Number {
        value,
        measure: Some(measure),
    } = read_amount(stated)
    else {
        return None;
    };
    let front = match bracketed {
        true => front.trim_end().strip_suffix(['（', '('])?,
        false => front,
    };
    Some((front, stated, value, measure))
}

/// A name without ordinal, dashes, and the marks and words that lead to an amount.
fn bare_name(text: &str) -> String {
    const LEADS: [&str; 8] = ["共计", "合计", "预算为", "金额", "安排", "预算", "计", "为"];
    let text = text
        .trim()
        .trim_start_matches(['-', '—', '·', '•', '*', '：', ':', '，', ',', '、', '|'])
        .trim_start();
    let mut name = without_ordinal(text).trim();
    name = name.trim_end_matches([
        '：', ':', '，', ',', '-', '—', '、', '|', '…', ' ', '\u{3000}',
    ]);
    for lead in LEADS {
        // 甲项目安排60万元 is about 甲项目; 预算 alone is a name.
        if let Some(shorter) = name.strip_suffix(lead)
            && matches!(lead, "为" | "预算为" | "共计" | "合计" | "安排")
            && shorter.chars().count() >= 2
        {
            name = shorter.trim_end_matches(['：', ':', '，', ',', ' ']);
            break;
        }
    }
    name.trim().to_owned()
}

/// Whether a name is that of the sum of the items.
fn is_total(name: &str) -> bool {
    let squashed = squash(name);
    let bare = crate::text::without_year(&squashed);
    let bare = bare
        .trim_start_matches(['本', '该'])
        .trim_start_matches("项目");
    let fronts = [
        "",
        "年度",
        "本年",
        "本年度",
        "当年",
        "预算",
        "资金",
        "总",
        "经费",
        "金额",
    ];
    let total = |text: &str, word: &str| {
        text.strip_suffix(word)
            .is_some_and(|front| fronts.contains(&front))
    };
    let shorter = bare.trim_end_matches(['共', '计', '为']);
    shorter.is_empty()
        || TOTALS
            .iter()
            .any(|word| total(bare, word) || total(shorter, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Vec<String> {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let cells = if cells.len() > 1 { cells } else { Vec::new() };
        let joined = cells.join(" ");
        let line = if cells.is_empty() { line } else { &joined };
        let items = items(line, &cells).into_iter();
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
                "甲类服务60万元；乙类服务40万元",
                "甲类服务=60万元 乙类服务=40万元",
            ),
        ] {
            assert_eq!(of(line).join(" "), expected, "{line}");
        }
        for line in [
            "合计 955.89万元",
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
}
