//! Clauses that end in an amount: `名称 873万元`, `名称：873万元`, `名称（873万元）`.

use rust_decimal::Decimal;

use crate::model::PartWords;
use crate::text::{Measure, Reading, read_amount, squash, without_ordinal};

/// The clauses of a sentence. A comma within a number does not part them.
pub(super) fn clauses(text: &str) -> Vec<&str> {
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
            // 跟师带教，467.36万元: the amount is that of the name before it.
            '，' | ',' => !digit && !is_amount(&text[at + c.len_utf8()..]),
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

/// Whether a text begins with an amount that ends its clause.
fn is_amount(text: &str) -> bool {
    let end = text.find(['，', '；', ';', '。', '、']);
    let clause = text[..end.unwrap_or(text.len())].trim();
    clause.starts_with(|c: char| c.is_ascii_digit())
        && split(clause).is_some_and(|own| own.0.is_empty())
}

fn ends_in_amount(text: &str) -> bool {
    split(text).is_some()
}

/// A clause split before the amount at its end: what stands before it, the amount as stated, its number and unit of measure.
pub(super) fn split(clause: &str) -> Option<(&str, &str, Decimal, Measure)> {
    let text = clause
        .trim()
        .trim_end_matches(['。', '；', ';', '，', ',', '、', '.', '|']);
    let text = without_bracket(text.trim());
    let (text, bracketed) = match text.strip_suffix(['）', ')']) {
        // 其中：甲60万元、乙40万元）: the bracket is that of the parts.
        Some(inner) => (inner, inner.contains(['（', '('])),
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

/// A clause without what a bracket behind its amount says of it: 线路租用14万元（含维护2万元）.
fn without_bracket(clause: &str) -> &str {
    if !clause.ends_with(['）', ')']) {
        return clause;
    }
    let mut depth = 0_u32;
    for (at, c) in clause.char_indices().rev() {
        match c {
            '）' | ')' => depth += 1,
            '（' | '(' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            let before = clause[..at].trim_end();
            return match before.ends_with(['元', '圆']) {
                true => before,
                false => clause,
            };
        }
    }
    clause
}

/// A name without ordinal, dashes, and the marks and words that lead to an amount.
pub(super) fn bare_name(words: &PartWords, text: &str) -> String {
    let text = text
        .trim()
        .trim_start_matches(['-', '—', '·', '•', '*', '：', ':', '，', ',', '、', '|'])
        .trim_start();
    let mut name = without_ordinal(text).trim();
    name = name.trim_end_matches([
        '：', ':', '，', ',', '-', '—', '、', '|', '…', ' ', '\u{3000}',
    ]);
    for lead in &words.leads {
        // 甲项目安排60万元 is about 甲项目; 预算 alone is a name.
        if let Some(shorter) = name.strip_suffix(lead.as_str())
            && shorter.chars().count() >= 2
        {
            name = shorter.trim_end_matches(['：', ':', '，', ',', ' ']);
            break;
        }
    }
    name.trim().to_owned()
}
