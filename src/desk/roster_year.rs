//! The year that a roster is of, as its title tells: 关于2025年编制2026年部门预算的单位名册 is of 2026.

use super::words::{of, words};
use crate::text::{MentionedYear, squash, years};

/// The year of the budgets that a roster with these titles asks for; `None` where they state none plainly.
pub(super) fn roster_year(titles: &[String]) -> Option<u16> {
    let titles: Vec<_> = titles.iter().map(|title| squash(title)).collect();
    let of_budget = titles.iter().find_map(|title| year_of_budget(title));
    of_budget.or_else(|| titles.iter().find_map(|title| only_year(title)))
}

/// The year that stands nearest in front of the word budget.
fn year_of_budget(title: &str) -> Option<u16> {
    let words = of(&words().names, "budget");
    let ends = words.filter_map(|word| title.find(word));
    ends.filter_map(|end| plain_years(&title[..end]).pop())
        .map(|own| own.year)
        .next()
}

/// The year of a title with one year. Of several those that 年 follows are meant.
fn only_year(title: &str) -> Option<u16> {
    let mut years = plain_years(title);
    if years.iter().any(|own| own.marked) {
        years.retain(|own| own.marked);
    }
    let first = years.first()?.year;
    years.iter().all(|own| own.year == first).then_some(first)
}

/// The years in a title, but those of days and months, on which somebody wrote or changed it, and those of periods.
fn plain_years(title: &str) -> Vec<MentionedYear> {
    let plain = |own: &MentionedYear| {
        let (before, behind) = (&title[..own.at], &title[own.at + 4..]);
        let behind = behind.strip_prefix('年').unwrap_or(behind);
        let number = behind.trim_start_matches(['-', '.', '/', '至', '~', '—']);
        let digits = number
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(number.len());
        let is_date = match number.len() == behind.len() {
            true => number[digits..].starts_with('月') && digits > 0,
            false => digits > 0,
        };
        !is_date && !before.ends_with(['-', '至', '~', '—'])
    };
    years(title).filter(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_of_a_date_is_no_year_of_a_budget() {
        for (titles, expected) in [
            (&["2026年名册"][..], Some(2026)),
            (
                &["临江区部门预算编报单位名册", "制表日期：2025年12月1日"],
                None,
            ),
            (&["制表日期：2025-12-01", "2026年度名册"], Some(2026)),
            (&["部门预算名册（2025年12月修订）"], None),
            (&["2026年部门预算名册（2025年12月修订）"], Some(2026)),
            (&["关于2025年编制2026年部门预算的单位名册"], Some(2026)),
            (&["关于编制部门预算的通知（2026年度）"], Some(2026)),
            (&["２０２６年度单位预算名册"], Some(2026)),
            (&["2026部门预算名册"], Some(2026)),
            (&["名册（2025-2027年中期规划）2026年度"], Some(2026)),
            (&["2025年底前报送，2026年执行"], None),
            (&["名册"], None),
        ] {
            let titles: Vec<String> = titles.iter().map(|own| (*own).to_owned()).collect();
            assert_eq!(roster_year(&titles), expected, "{titles:?}");
        }
    }
}
