//! Titles of tables, and units of measure in lines around them.

use crate::layout::{Layout, TableLayout};
use crate::model::{MeasureWords, ReadingWords};
use crate::text::{Measure, Squashed, find, holds, trailing_measure, without_year};

/// The longest title that is taken for one, in characters.
const LONGEST: usize = 70;

/// The table that the squashed text is a title of, and whether it is worded as the layout prints it.
pub(super) fn title(layout: &Layout, text: &str) -> Option<(usize, bool)> {
    titled(layout, &Title::of(&layout.words, text)?)
}

/// A text that may be a title, in the form in which titles are compared.
#[derive(Debug)]
pub(super) struct Title {
    text: Box<str>,
    /// Where what may follow a title begins in it.
    end: usize,
}

impl Title {
    /// `None` of what is no title in any layout.
    pub(super) fn of(words: &ReadingWords, text: &str) -> Option<Self> {
        let text: Box<str> = title_form(words, text)?.as_ref().into();
        Some(Self {
            end: bare(words, &text).len(),
            text,
        })
    }
}

/// The form in which titles are compared: without year, unit of measure and 续表; `None` of what is no title in any layout.
pub(super) fn title_form<'t>(words: &ReadingWords, text: &'t str) -> Option<Squashed<'t>> {
    let length = text.chars().count();
    ((4..=LONGEST).contains(&length) && !text.contains(['。', ';']))
        .then(|| without_year(in_brackets(words, text)))
}

/// The same as [`title`] for a text in the form of titles. A title may end in brackets of its own, which tell it from others;
/// else what stands in brackets at the end does not count.
pub(super) fn titled(layout: &Layout, Title { text, end }: &Title) -> Option<(usize, bool)> {
    let whole = || ending(layout, text);
    let whole = text.ends_with(')').then(whole).flatten();
    let found = whole.or_else(|| ending(layout, &text[..*end]))?;
    Some((found.table, found.exact))
}

/// What stands before the title of a table in a squashed text, such as the name of the unit, and whether brackets at its end are
/// of the title; `None` where it is no title.
pub(super) fn before_title(layout: &Layout, text: &str) -> Option<(String, bool)> {
    let form = title_form(&layout.words, text)?;
    let whole = form.ends_with(')').then(|| ending(layout, &form)).flatten();
    let own_brackets = whole.is_some();
    let (text, found) = match whole {
        Some(found) => (&*form, found),
        None => {
            let bare = bare(&layout.words, &form);
            (bare, ending(layout, bare)?)
        }
    };
    Some((text[..text.len() - found.length].to_owned(), own_brackets))
}

/// A title that a text ends in.
struct Ending {
    table: usize,
    /// How long the title is, in bytes.
    length: usize,
    /// Whether the text is worded as the layout prints it.
    exact: bool,
}

fn ending(layout: &Layout, text: &str) -> Option<Ending> {
    if !layout.vocabulary.ends_as_title(text) {
        return None;
    }
    let mut best: Option<(usize, usize, bool)> = None;
    for (at, table) in layout.tables.iter().enumerate() {
        for (rank, title) in table.titles.iter().enumerate() {
            let Some(front) = text.strip_suffix(title.as_str()) else {
                continue;
            };
            if ReadingWords::ends(&layout.words.other_tables, front)
                || best.is_some_and(|(_, length, _)| length >= title.len())
            {
                continue;
            }
            best = Some((at, title.len(), rank == 0 && front.is_empty()));
        }
    }
    let found = best.map(|(table, length, exact)| Ending {
        table,
        length,
        exact,
    });
    found.or_else(|| {
        // 一般公共预算财政拨款支出表 is 一般公共预算支出表: the money of a fund is what is appropriated of it.
        let (shorter, dropped) = without_fiscal(&layout.words, text)?;
        let found = ending(layout, &shorter)?;
        Some(Ending {
            length: found.length + dropped,
            exact: false,
            ..found
        })
    })
}

/// A title without the 财政拨款 behind the name of a fund, and how many bytes that was.
fn without_fiscal(words: &ReadingWords, text: &str) -> Option<(String, usize)> {
    let fund = words.funds.iter().find(|fund| holds(text, fund))?;
    let at = find(text, fund)? + fund.len();
    let dropped = words.appropriated.iter();
    let mut dropped = dropped.filter(|word| text[at..].starts_with(word.as_str()));
    let length = dropped.next()?.len();
    Some((format!("{}{}", &text[..at], &text[at + length..]), length))
}

/// Whether the squashed text is the first half of another table's title.
pub(super) fn names_other_table(layout: &Layout, text: &str) -> bool {
    text.chars().count() < LONGEST && ReadingWords::ends(&layout.words.other_tables, text)
}

/// Whether the squashed text is the title of a sheet that holds amounts but none of the tables.
pub(super) fn other_title(layout: &Layout, text: &str) -> bool {
    if text.chars().count() > LONGEST {
        return false;
    }
    let text = without_year(bare(&layout.words, text));
    let titles = &layout.other_titles;
    titles.iter().any(|title| text.ends_with(title.as_str()))
}

/// The name of the table in the words of the layout, for messages.
pub(super) fn table_name(table: &TableLayout) -> &str {
    &table.name
}

/// A title without what may follow it: 续表, brackets, a unit of measure.
fn bare<'t>(words: &ReadingWords, mut text: &'t str) -> &'t str {
    loop {
        let before = text.len();
        text = in_brackets(words, text);
        if let Some(at) = text
            .strip_suffix(')')
            .and_then(|inner| inner.rfind('('))
            .filter(|&at| at > 0)
        {
            text = &text[..at];
        }
        if text.len() == before {
            return text;
        }
    }
}

/// A title with its brackets, without a unit of measure or 续表 behind it.
fn in_brackets<'t>(words: &ReadingWords, mut text: &'t str) -> &'t str {
    let measure = &words.measure;
    loop {
        let before = text.len();
        if text.contains(':')
            && let Some(at) = label_of_measure(measure, text)
            && at > 0
            && measure_in(measure, &text[at..]).is_some()
        {
            text = ReadingWords::trim_end(&measure.fills, &[], &text[..at]);
        }
        let mut continued = words.title_continued.iter();
        text = continued
            .find_map(|word| text.strip_suffix(word.as_str()))
            .unwrap_or(text);
        if text.len() == before {
            return text;
        }
    }
}

/// The unit of measure that a squashed text states: `单位:万元`, `金额单位:人民币元`, `(万元)`, `万元` alone, also before
/// and behind other words. Two units at once (`元/万元`) are none.
pub(super) fn measure_in(words: &MeasureWords, text: &str) -> Option<Measure> {
    // All units of measure end so, and few texts hold one.
    if !text.contains(words.ends.as_slice()) {
        return None;
    }
    let labels = words.labels.iter();
    for (at, word) in labels.flat_map(|word| text.rmatch_indices(word.as_str())) {
        let tail = ReadingWords::trim_start(&words.links, &[], &text[at + word.len()..]);
        let mut currencies = words.currencies.iter();
        let tail = currencies
            .find_map(|word| tail.strip_prefix(word.as_str()))
            .unwrap_or(tail);
        let tail = tail.trim_start_matches([')', ':']);
        let named = ReadingWords::ends(&words.bodies, &text[..at]);
        if !named && ReadingWords::begins(&words.units, tail) {
            return leading_measure(words, tail);
        }
    }
    let bracketed = text
        .strip_suffix(')')
        .and_then(|inner| Some(&inner[inner.rfind('(')? + 1..]));
    let alone = bracketed.unwrap_or(text);
    let alone = words.alone.iter().fold(alone, |text, word| {
        text.strip_prefix(word.as_str()).unwrap_or(text)
    });
    let mut labels = words.labels.iter();
    let alone = labels
        .find_map(|word| alone.strip_suffix(word.as_str()))
        .unwrap_or(alone);
    let (front, measure) = trailing_measure(alone)?;
    front.is_empty().then_some(measure)
}

/// The unit of measure that a text begins with, if no name and no other unit goes on from it.
fn leading_measure(words: &MeasureWords, text: &str) -> Option<Measure> {
    // 圆 is 元 as it stands on notes and cheques.
    let text = text.replace('圆', "元");
    let mut units = words.units.iter();
    let measure = units.find(|word| text.starts_with(word.as_str()))?;
    let rest = &text[measure.len()..];
    let goes_on = ReadingWords::begins(&words.goes_on, rest);
    let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    let other_unit = rest.trim_start_matches(['/', '(', '、', ',']);
    let ambiguous = ReadingWords::begins(&words.units, other_unit);
    ((goes_on || ends) && !ambiguous)
        .then(|| Measure::parse(measure))
        .flatten()
}

/// Where the last label of a unit of measure begins that a colon follows.
fn label_of_measure(words: &MeasureWords, text: &str) -> Option<usize> {
    let labels = words.labels.iter();
    let found = labels.filter_map(|label| {
        let mut ends = text.rmatch_indices(':').map(|(colon, _)| &text[..colon]);
        ends.find_map(|front| front.strip_suffix(label.as_str()))
            .map(str::len)
    });
    found.max()
}

/// Whether the squashed text is the label of a closing line.
pub(super) fn is_closing(layout: &Layout, text: &str) -> bool {
    let text = layout.canonical(text.trim_end_matches(':')).0;
    ReadingWords::is(&layout.words.closings, text) || layout.closings.contains(text)
}

/// The form in which header texts are compared, without the unit of measure that it states in brackets, and without year.
pub(super) fn header_form(text: &str, measure: Option<Measure>) -> Squashed<'_> {
    let text = match measure {
        Some(_) => text.rfind('(').map_or(text, |at| &text[..at]),
        None => text,
    };
    without_year(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Templates;
    use crate::text::squash;

    #[test]
    fn titles_in_all_wordings() {
        let templates = Templates::embedded();
        let layout = templates.layout("qingpu-2023-unit").expect("embedded");
        let table = |text: &str| {
            title(layout, &squash(text)).map(|(at, _)| layout.tables[at].table.to_string())
        };
        for (text, expected) in [
            ("2023年预算单位财务收支预算总表", Some("summary")),
            (
                "２ ０ ２ ３ 年 预 算 单 位 收 入 预 算 总 表",
                Some("revenue"),
            ),
            (
                "上海市某某中心2024年支出预算总表（单位：万元）",
                Some("expenditure"),
            ),
            ("表4 财政拨款收支预算总表（续）", Some("fiscal")),
            (
                "附表5：2025年度一般公共预算支出功能分类预算表",
                Some("general"),
            ),
            ("单位“三公”经费和机关运行经费预算表", Some("three_public")),
            ("2023年财政拨款支出预算总表", None),
            ("各部门的支出预算总表见后。", None),
            ("单位职能", None),
        ] {
            assert_eq!(table(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn brackets_tell_titles_apart_where_the_layout_has_them() {
        let mut templates = Templates::embedded();
        let text = include_str!("../../templates/layouts/putuo-2024-unit.toml")
            .replace(
                "\"收支预算总表\"",
                "\"收支预算总表（公开01表）\", \"部门收支表（一）\"",
            )
            .replace("putuo-2024-unit", "edited");
        templates.add_layout("edited.toml", &text).unwrap();
        let layout = templates.layout("edited").unwrap();
        let table = |text: &str| {
            title(layout, &squash(text)).map(|(at, _)| layout.tables[at].table.to_string())
        };
        for (text, expected) in [
            ("2024年收支预算总表（公开01表）", Some("summary")),
            ("2024年部门收支表（一）（单位：万元）", Some("summary")),
            ("部门收支表（一）续表", Some("summary")),
            ("部门收支表（二）", None),
            ("支出预算总表（公开03表）", Some("expenditure")),
        ] {
            assert_eq!(table(text).as_deref(), expected, "{text}");
        }
        let before = |text: &str| before_title(layout, &squash(text)).map(|(front, _)| front);
        assert_eq!(before("甲2024年支出预算总表（三）").as_deref(), Some("甲"));
        assert_eq!(before("2024年乙支出预算总表").as_deref(), Some("乙"));
    }

    #[test]
    fn units_of_measure_in_all_wordings() {
        let templates = Templates::embedded();
        let words = &templates.model.reading.measure;
        for (text, expected) in [
            ("单位：元", Some(Measure::Yuan)),
            ("单位:万元", Some(Measure::TenThousand)),
            ("金额单位：人民币千元", Some(Measure::Thousand)),
            ("（单位：万元）", Some(Measure::TenThousand)),
            ("编制单位：某某中心   单位：元", Some(Measure::Yuan)),
            ("某某表（万元）", Some(Measure::TenThousand)),
            (
                "单位：万元   编制单位：某某中心",
                Some(Measure::TenThousand),
            ),
            ("单位：万元（保留两位小数）", Some(Measure::TenThousand)),
            ("万元", Some(Measure::TenThousand)),
            ("金额：万元", Some(Measure::TenThousand)),
            ("单位：万圆", Some(Measure::TenThousand)),
            ("单位：万元、人", Some(Measure::TenThousand)),
            ("单位：元/万元", None),
            ("单位：元（万元）", None),
            ("编制单位：元达某某中心", None),
            ("编制单位：某某中心", None),
            ("预算单位", None),
            ("单位：某某", None),
        ] {
            assert_eq!(measure_in(words, &squash(text)), expected, "{text}");
        }
    }
}
