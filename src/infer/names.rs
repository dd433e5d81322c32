//! What a header or label says by itself: names of the dictionary, this year's subtotals, changes against another year.

use super::{DraftColumn, DraftField, DraftWords};
use crate::model::{Dim, Model};
use crate::text::squash;

/// The words whose name is a label as compared, and whether it is that name to the letter.
pub(super) fn named(model: &Model, key: &str) -> Option<(Vec<String>, bool)> {
    if is_this_year(key) {
        return Some((vec!["this_year".to_owned()], true));
    }
    let all = [Dim::SOURCE, Dim::CARRY, Dim::KIND];
    let words = || all.into_iter().flat_map(|dim| model.words_of(dim));
    let called = |text: &str| {
        words().find(|id| {
            let name = model.name(id.as_str()).unwrap_or_default();
            !text.is_empty() && squash(name) == text
        })
    };
    let found = |text: &str| Some(vec![called(text)?.to_string()]);
    if let Some(own) = found(key) {
        return Some((own, true));
    }
    let mut spellings = vec![format!("{key}费"), format!("事业单位{key}")];
    let bare = key.replace("维护", "");
    spellings.push(format!("{bare}费"));
    spellings.push(bare);
    for (end, instead) in [
        ("费用", "费"),
        ("资金", ""),
        ("拨款", ""),
        ("收入", ""),
        ("支出", ""),
    ] {
        spellings.extend(key.strip_suffix(end).map(|own| format!("{own}{instead}")));
    }
    // 本年拨款 is not all of this year.
    let mut own = spellings.iter().filter(|own| **own != "本年");
    Some((own.find_map(|own| found(own))?, false))
}

/// Whether a label is this year's, of all of a flow: 本年收入合计, 当年支出小计, 本年支出.
fn is_this_year(key: &str) -> bool {
    let Some(rest) = key
        .strip_prefix("本年")
        .or_else(|| key.strip_prefix("当年"))
    else {
        return false;
    };
    let rest = rest.strip_prefix("预算").unwrap_or(rest);
    let flow = rest.strip_prefix("收入").or(rest.strip_prefix("支出"));
    matches!(flow, Some("" | "小计" | "合计" | "总计"))
}

/// The word of what is carried over that a header says of all below it.
pub(super) fn carried(text: &str, revenue: bool) -> Option<&'static str> {
    let text = squash(text);
    if text.contains("结转下年") {
        return Some("carried_forward");
    }
    let over = ["上年结转", "上年结余", "结转结余", "结转资金"];
    let said = over.iter().any(|word| text.contains(word));
    said.then_some(match revenue {
        true => "carried_over",
        false => "from_carried_over",
    })
}

/// Whether a header is that of a change against another year, and whether it is in percent.
pub(super) fn change(header: &[String]) -> Option<bool> {
    let leaf = squash(header.last()?).into_owned();
    let said = ["增减", "增长", "增幅", "升降"];
    let whole = squash(&header.concat()).into_owned();
    let is_change = said.iter().any(|word| whole.contains(word));
    let percent = ["%", "率", "幅", "比例", "百分"]
        .iter()
        .any(|word| leaf.contains(word));
    is_change.then_some(percent)
}

/// Says of each change against which of the other years' columns it is: the one that its header names, else the one that is there.
pub(super) fn against(columns: &mut [DraftColumn]) {
    const CHANGES: [[&str; 2]; 2] = [
        ["change", "change_percent"],
        ["change_executed", "change_executed_percent"],
    ];
    let amounts = columns.iter();
    let amounts = amounts.filter(|column| column.field == DraftField::Amount);
    let words: Vec<String> = amounts
        .flat_map(|column| column.words.words.clone().unwrap_or_default())
        .collect();
    let there = ["last_year", "last_year_executed"].map(|base| words.iter().any(|own| own == base));
    for column in columns {
        let whole = squash(&column.header.concat()).into_owned();
        let against = whole.split_once('比').map_or("", |(_, behind)| behind);
        let named = [against.contains("预算"), against.contains("执行")];
        let base = match (there, named) {
            ([true, false], _) | ([true, true], [true, false]) => 0,
            ([false, true], _) | ([true, true], [false, true]) => 1,
            _ => continue,
        };
        for word in column.words.words.iter_mut().flatten() {
            let percent = CHANGES
                .iter()
                .find_map(|own| own.iter().position(|own| *own == word.as_str()));
            if let Some(percent) = percent {
                *word = CHANGES[base][percent].to_owned();
            }
        }
    }
}

/// What a label with a year in it is of, where it says no more: 2025年预算数.
pub(super) fn of_year(label: &str) -> Option<&'static str> {
    let (own, last) = (label.contains("{year}"), label.contains("{last_year}"));
    let kinds = ["预算数", "执行数", "预算", "执行", ""];
    let rest = squash(label).into_owned();
    let rest = rest
        .trim_start_matches("(last_year)年")
        .trim_start_matches("(year)年");
    let rest = rest.trim_start_matches('度');
    if !kinds.contains(&rest) {
        return None;
    }
    match (own, last, rest.contains("执行")) {
        (true, false, false) => Some("all"),
        (false, true, false) => Some("last_year"),
        (false, true, true) => Some("last_year_executed"),
        _ => None,
    }
}

/// A title without what says no more than that it is one of the budget of some body.
pub(super) fn bare_title(title: &str) -> String {
    let mut bare = squash(title).into_owned();
    for word in [
        "部门", "单位", "情况", "统计", "明细", "公开", "预算", "“", "”", "\"",
    ] {
        bare = bare.replace(word, "");
    }
    let told = ["一般公共", "政府性基金", "国有资本", "三公"];
    if told.iter().any(|word| bare.contains(word)) {
        bare = bare.replace("财政拨款", "");
    }
    bare
}

/// The words of what is carried over.
pub(super) const CARRIED: [&str; 5] = [
    "surplus_used",
    "carried_over",
    "carried_forward",
    "surplus_allotted",
    "to_fund",
];

/// Words of sources of money that are told by this year where something is carried over beside them.
pub(super) const SOURCES: [&str; 14] = [
    "fiscal",
    "general",
    "government_fund",
    "state_capital",
    "special_account",
    "own",
    "operating",
    "education_fees",
    "other_operating",
    "business",
    "superior_subsidy",
    "subordinate_payment",
    "other",
    "non_peer",
];

/// Says of each source that it is this year's where `carried` says that the form prints what is carried over beside it, else of
/// none.
pub(super) fn told_by_carry<'w>(all: impl Iterator<Item = &'w mut Vec<String>>, carried: bool) {
    for words in all {
        if !words.iter().any(|word| SOURCES.contains(&word.as_str())) {
            continue;
        }
        let told = words
            .iter()
            .any(|word| CARRIED.contains(&word.as_str()) || word == "from_carried_over");
        let this = words.iter().any(|word| word == "this_year");
        if carried && !told && !this {
            words.insert(0, "this_year".to_owned());
        } else if !carried {
            words.retain(|word| word != "this_year");
        }
    }
}

/// Whether words say no more than that something is carried over.
pub(super) fn is_carried(words: &DraftWords) -> bool {
    let own = words.words.as_deref().unwrap_or_default();
    matches!(own, [word] if CARRIED.contains(&word.as_str()))
}

/// The classification that a title or header names.
pub(super) fn named_in(text: &str) -> Option<Dim> {
    if text.contains("政府预算") && text.contains("经济分类") || text.contains("政府经济分类")
    {
        Some(Dim::GOVERNMENT_ECONOMIC)
    } else if text.contains("经济分类") || text.contains("经济科目") {
        Some(Dim::ECONOMIC)
    } else if text.contains("功能") {
        Some(Dim::FUNCTION)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_dictionary_are_words() {
        let model = Model::embedded();
        for (key, word, exact) in [
            ("单位资金", "own", true),
            ("人员经费", "personnel", true),
            ("当年收入小计", "this_year", true),
            ("本年支出", "this_year", true),
            ("上年结转资金", "carried_over", false),
            ("结转下年资金", "carried_forward", false),
            ("因公出国(境)费用", "abroad", false),
            ("公务用车运行维护费", "vehicle_operation", false),
            ("公务用车购置", "vehicle_purchase", false),
            ("经营支出", "business_spending", false),
        ] {
            assert_eq!(
                named(&model, key),
                Some((vec![word.to_owned()], exact)),
                "{key}"
            );
        }
        for key in ["单位预留机动经费", "某某专项收入", "", "资金", "收入"] {
            assert_eq!(named(&model, key), None, "{key}");
        }
    }

    #[test]
    fn years_alone_are_a_basis() {
        for (label, word) in [
            ("{last_year}年预算数", Some("last_year")),
            ("{last_year}年执行数", Some("last_year_executed")),
            ("{year}年度预算数", Some("all")),
            ("{year}年教育支出", None),
            ("预算数", None),
        ] {
            assert_eq!(of_year(label), word, "{label}");
        }
    }

    #[test]
    fn titles_are_compared_without_whose_they_are() {
        for (one, other) in [
            ("收入预算总表", "部门收入总表"),
            ("一般公共预算财政拨款支出预算表", "一般公共预算支出表"),
            ("政府采购预算明细表", "政府采购预算表"),
        ] {
            assert_eq!(bare_title(one), bare_title(other));
        }
        assert_ne!(bare_title("财政拨款收支总表"), bare_title("收支总表"));
    }
}
