//! What may be typed into the sheets of a form's document.

use super::desk::cell;
use crate::text::Measure;
use crate::workbook::{Address, Allowed, FormulaText, Validation, call};

/// The longest formula of a rule, and the longest list within one, in characters.
const LONGEST: usize = 255;

/// A rule of the cells from `from` to `to`; both texts are shown in full by every program.
fn rule(
    (from, to): (Address, Address),
    allowed: Allowed,
    prompt: (&str, String),
    complaint: &str,
) -> Validation {
    Validation {
        from,
        to,
        allowed,
        strict: true,
        prompt: (prompt.0.to_owned(), prompt.1),
        complaint: (format!("{}有误", prompt.0), complaint.to_owned()),
    }
}

/// Amounts: numbers of at most two decimals, none below 0.
pub(super) fn amount(cells: (Address, Address), measure: Measure) -> Validation {
    let (top, word) = (FormulaText::from(cells.0), measure.word());
    let rounded = call("ROUND", (&top, 2)).is(&top);
    let formula = call("AND", (call("ISNUMBER", &top), top.at_least(0), rounded));
    rule(
        cells,
        Allowed::If(formula.into()),
        (
            "金额",
            format!("只填数字，单位{word}，最多两位小数；没有的不填。"),
        ),
        &format!("这里只能填不小于 0 的数字，单位{word}，最多两位小数；不要填“{word}”字。"),
    )
}

/// One of the words of the layout; `None` where they cannot be offered as a list.
pub(super) fn one_of(
    cells: (Address, Address),
    what: &str,
    words: &[String],
) -> Option<Validation> {
    let list = words.join(",");
    let listed = words.iter().all(|word| !word.contains([',', '"']));
    if words.is_empty() || !listed || list.chars().count() > LONGEST {
        return None;
    }
    Some(rule(
        cells,
        Allowed::OneOf(FormulaText::from(&list).into()),
        (what, "请从列表中选择。".to_owned()),
        "请从列表中选择。",
    ))
}

/// Any text, with words about it while the cell is chosen.
pub(super) fn told(cells: (Address, Address), what: &str, words: String) -> Validation {
    let formula = call("LEN", FormulaText::from(cells.0)).at_most(32767);
    rule(
        cells,
        Allowed::If(formula.into()),
        (what, words),
        "文字过长，请分段填写。",
    )
}

/// Dates as `pattern` writes them (`%Y年%-m月%-d日`), or real ones; `None` where the pattern has another order.
pub(super) fn date(cells: (Address, Address), pattern: &str, year: u16) -> Option<Validation> {
    let formula = date_formula(&cell(cells.0.row, cells.0.col), pattern)?;
    let example = pattern.replace("%Y", &year.to_string());
    let example = example.replace("%-m", "1").replace("%m", "01");
    let example = example.replace("%-d", "1").replace("%d", "01");
    Some(rule(
        cells,
        Allowed::If(formula.into()),
        ("日期", format!("写成“{example}”的样子。")),
        &format!("这不是一个日期。请写成“{example}”的样子。"),
    ))
}

fn date_formula(at: &FormulaText, pattern: &str) -> Option<FormulaText> {
    let rest = pattern.strip_prefix("%Y")?;
    let month = rest.find('%')?;
    let (before, rest) = rest.split_at(month);
    let rest = rest.strip_prefix("%-m").or(rest.strip_prefix("%m"))?;
    let (between, rest) = rest.split_at(rest.find('%')?);
    let end = rest.strip_prefix("%-d").or(rest.strip_prefix("%d"))?;
    let plain = |text: &str| !text.contains(['%', '"']);
    if before.is_empty() || between.is_empty() || ![before, between, end].into_iter().all(plain) {
        return None;
    }
    let length = |text: &str| text.chars().count();
    // Year, month and day with hyphens are a date to every program, in every language.
    let mut plain = at.clone();
    for (own, hyphen) in [(before, "-"), (between, "-"), (end, "")] {
        if !own.is_empty() && own != hyphen {
            plain = call("SUBSTITUTE", (plain, own, hyphen));
        }
    }
    let first = length(before);
    let mut parts = vec![
        call("MID", (at, 5, first)).is(before),
        call("FIND", (between, at, 5 + first)).above(0),
    ];
    if !end.is_empty() {
        parts.push(call("RIGHT", (at, length(end))).is(end));
    }
    parts.push(call("DATEVALUE", plain).above(0));
    // The days of the years from 2000 to 2099.
    let day = call("AND", (at.above(36525), at.below(73051)));
    let formula = call("IF", (call("ISNUMBER", at), day, call("AND", parts)));
    (formula.as_str().chars().count() <= LONGEST).then_some(formula)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Templates;

    #[test]
    fn the_dates_of_every_layout_are_checked() {
        for layout in &Templates::embedded().layouts {
            let Some(document) = &layout.document else {
                continue;
            };
            let goals = &document.goals;
            let formula = date_formula(&FormulaText::name("AB123"), &goals.date);
            assert!(formula.is_some(), "{}: {}", layout.id, goals.date);
        }
        let cell = FormulaText::name("A1");
        assert_eq!(date_formula(&cell, "%d.%m.%Y"), None);
        assert_eq!(date_formula(&cell, "%Y%m%d"), None);
    }

    #[test]
    fn words_that_no_list_can_hold_are_not_offered() {
        let cells = (Address::new(0, 0), Address::new(0, 0));
        assert!(one_of(cells, "项目性质", &["甲".to_owned(), "乙".to_owned()]).is_some());
        assert!(one_of(cells, "项目性质", &["甲,乙".to_owned()]).is_none());
        assert!(one_of(cells, "项目性质", &["长".repeat(256)]).is_none());
    }
}
