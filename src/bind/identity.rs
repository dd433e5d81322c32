//! Whose budget it is and of which year: from the cover, the line above each table, titles, and the file's name.

use std::collections::BTreeMap;

use super::around_titles::around_titles;
use super::extract::Reader;
use super::ledger::Role;
use super::source::{Source, SourceSheet};
use super::titles::{measure_in, title};
use crate::finding::{Finding, FindingCode};
use crate::model::{Body, Budget};
use crate::text::{find, squash, year_in};

/// Words before the name of a unit or department.
const PREPARERS: &[(&str, Body)] = &[
    ("编制单位:", Body::Unit),
    ("填报单位:", Body::Unit),
    ("预算单位:", Body::Unit),
    ("单位名称:", Body::Unit),
    ("预算单位名称:", Body::Unit),
    ("编报单位:", Body::Unit),
    ("公开单位:", Body::Unit),
    ("报送单位:", Body::Unit),
    ("制表单位:", Body::Unit),
    ("编制部门:", Body::Department),
    ("预算主管部门:", Body::Department),
    ("部门名称:", Body::Department),
    ("填报部门:", Body::Department),
    ("预算部门:", Body::Department),
    ("公开部门:", Body::Department),
    ("报送部门:", Body::Department),
    ("编报部门:", Body::Department),
];
/// How the names of public bodies end; used where nothing but a file name or a title tells the name.
pub(super) const ENDINGS: &[&str] = &[
    "局",
    "委员会",
    "委",
    "中心",
    "院",
    "馆",
    "所",
    "处",
    "站",
    "队",
    "校",
    "学",
    "园",
    "办",
    "办公室",
    "街道",
    "街道办事处",
    "镇",
    "会",
    "庭",
    "团",
    "署",
    "社",
    "台",
    "室",
    "部",
    "公司",
    "场",
    "基地",
];

/// The year that the sheets state: that of the cover or of most titles, else of any short text.
pub(super) fn year(sheets: &[SourceSheet<'_>]) -> Option<u16> {
    stated_year(sheets, true).or_else(|| stated_year(sheets, false))
}

fn stated_year(sheets: &[SourceSheet<'_>], shown: bool) -> Option<u16> {
    let mut votes: BTreeMap<u16, usize> = BTreeMap::new();
    for text in sheets.iter().flat_map(|sheet| sheet.texts_shown(shown)) {
        if !text.contains('年') {
            continue;
        }
        let length = text.chars().count();
        if !(6..=60).contains(&length) {
            continue;
        }
        let weight = match text.as_ref() {
            text if text.contains("预算")
                && (text.ends_with('表') || text.ends_with("预算") || text.ends_with(')')) =>
            {
                8
            }
            text if text.contains("预算") || text.contains("本表") => 1,
            // The title of a table, though it does not say of what.
            text if text.starts_with("20") && text.ends_with('表') && !text.contains("决算") => {
                1
            }
            _ => continue,
        };
        if let Some(year) = year_in(text) {
            *votes.entry(year).or_default() += weight;
        }
    }
    votes
        .into_iter()
        .max_by_key(|&(year, count)| (count, year))
        .map(|(year, _)| year)
}

/// Whether the sheets speak of a unit or a department.
pub(super) fn body(source: &Source<'_>) -> Option<Body> {
    source
        .sheets
        .iter()
        .flat_map(|sheet| sheet.texts_shown(true))
        .find_map(|text| preparer(text).map(|(_, _, body)| body))
}

/// The name that a squashed text gives behind 编制单位 or the like: code, name, unit or department.
pub(super) fn preparer(text: &str) -> Option<(String, String, Body)> {
    // Each of the words ends in a colon, which few texts have.
    let behind = text.match_indices(':').find_map(|(colon, _)| {
        let (front, behind) = text.split_at(colon + 1);
        let word = PREPARERS.iter().filter(|(word, _)| front.ends_with(word));
        let (_, body) = word.max_by_key(|(word, _)| word.len())?;
        Some((behind, *body))
    });
    // Alone in front, unless a unit of measure is meant.
    let bare = || {
        let words = [("部门:", Body::Department), ("单位:", Body::Unit)];
        let (behind, body) = words
            .iter()
            .find_map(|(word, body)| Some((text.strip_prefix(word)?, *body)))?;
        let name = measure_in(text).is_none() && behind.chars().count() >= 3;
        name.then_some((behind, body))
    };
    let (behind, body) = behind.or_else(bare)?;
    if text.chars().count() > 120 {
        return None;
    }
    let tail = behind;
    let end = [
        "金额单位",
        "单位:",
        "计量单位",
        "主管部门:",
        "编制日期",
        "日期:",
        "填报人",
        "负责人",
    ]
    .iter()
    .filter_map(|stop| find(tail, stop))
    .min()
    .unwrap_or(tail.len());
    let tail = tail[..end].trim_end_matches(['(', ',', ';']);
    let (code, name) = split_code(tail);
    Some((code, name, body))
}

/// A code of the finance system in front of a name: `[002003]名称`, `002003-名称`, `(002)名称`.
pub(super) fn split_code(text: &str) -> (String, String) {
    let open = text.trim_start_matches('(');
    let digits = open.len() - open.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if matches!(digits, 3..=12) {
        let rest = open[digits..].trim_start_matches([')', '-', '_', '.', ':']);
        if !rest.starts_with('年') {
            return (open[..digits].to_owned(), rest.to_owned());
        }
    }
    (String::new(), text.to_owned())
}

/// Whether a text is a name that ends as those of public bodies do.
pub(super) fn is_name(text: &str) -> bool {
    let length = text.chars().count();
    (4..=50).contains(&length)
        && ENDINGS.iter().any(|ending| text.ends_with(ending))
        && !text.contains(['。', ':', ';'])
}

/// Finds unit and year and says what is missing.
pub(super) fn identify(reader: &mut Reader<'_, '_>, budget: &mut Budget, file: &str) {
    budget.unit.body = reader.layout.body;
    budget.year = reader.source.year;
    let mut department = String::new();
    // What is hidden tells whose budget it is only where nothing that is shown does.
    let mut shown = reader
        .source
        .sheets
        .iter()
        .flat_map(|sheet| sheet.texts_shown(true));
    let any_shown = shown.any(|text| preparer(text).is_some_and(|(_, name, _)| !name.is_empty()));
    let mut votes: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (at, sheet) in reader.source.sheets.iter().enumerate() {
        for (cell, text) in sheet.texts.iter().enumerate() {
            // Both words end in a colon.
            if !text.contains(':') || sheet.hidden[cell].is_some() && any_shown {
                continue;
            }
            if let Some(found) =
                find(text, "主管部门:").filter(|&found| !text[..found].ends_with("预算"))
            {
                let tail = &text[found + "主管部门:".len()..];
                let end = PREPARERS
                    .iter()
                    .filter_map(|(word, _)| tail.find(word))
                    .min()
                    .unwrap_or(tail.len());
                tail[..end].clone_into(&mut department);
            }
            let Some((code, name, _)) = preparer(text) else {
                continue;
            };
            reader.ledger.suppose(at, cell, Role::Preparer);
            if !name.is_empty() && !name.contains("XX") {
                *votes.entry((name, code)).or_default() += 1;
            }
        }
    }
    // What is printed above and below the sheets counts as well.
    let printed = reader
        .source
        .sheets
        .iter()
        .flat_map(|sheet| &sheet.sheet.printed);
    for (code, name, _) in printed.filter_map(|text| preparer(&squash(text))) {
        if !name.is_empty() && !name.contains("XX") {
            *votes.entry((name, code)).or_default() += 1;
        }
    }
    budget.unit.department = department;
    budget.unit.nature = nature(reader.source).unwrap_or_default();
    let voted = votes
        .into_iter()
        .max_by_key(|((_, code), count)| (*count, !code.is_empty()))
        .map(|(unit, _)| unit);
    let found = voted
        .or_else(|| from_titles(reader))
        .or_else(|| around_titles(reader))
        .or_else(|| from_file(file));
    if let Some((name, code)) = found {
        (budget.unit.name, budget.unit.code) = (name, code);
    }
    if budget.unit.code.is_empty()
        && let Some((name, code)) = from_file(file)
        && (name == budget.unit.name || budget.unit.name.is_empty())
    {
        budget.unit.code = code;
    }
    if budget.tables.is_empty() {
        return;
    }
    if budget.unit.name.is_empty() {
        reader.findings.push(Finding::new(FindingCode::NameMissing));
    }
    if budget.year.is_none() && year_in(&squash(file)).is_none() {
        reader.findings.push(Finding::new(FindingCode::YearMissing));
    }
}

/// What kind of body it says to be, in a sentence such as “…为正处级全额拨款事业单位。” Definitions of terms say 指, not 为.
fn nature(source: &Source<'_>) -> Option<String> {
    const KINDS: &[&str] = &["事业单位", "行政单位", "行政机关"];
    let sentences = source
        .sheets
        .iter()
        .flat_map(|sheet| sheet.texts_shown(true))
        .flat_map(|text| {
            let sentence = text.split(['。', ';', ',', '\n']);
            sentence.filter(|part| KINDS.iter().any(|kind| part.ends_with(kind)))
        });
    sentences
        .filter_map(|sentence| {
            let (_, said) = ["为", "属于", "单位性质:", "是"]
                .iter()
                .find_map(|word| sentence.split_once(word))?;
            let said = said.trim_start_matches(['一', '个', '家']);
            // 机关事业单位 and the like are names of lists, not of one body.
            ((4..=24).contains(&said.chars().count())
                && !said.contains("机关事业")
                && !said.contains("指"))
            .then(|| said.to_owned())
        })
        .next()
}

/// The name in front of a table's title, or of 主要职能, or behind the year on the cover.
fn from_titles(reader: &Reader<'_, '_>) -> Option<(String, String)> {
    let texts = || {
        reader
            .source
            .sheets
            .iter()
            .flat_map(|sheet| sheet.texts_shown(true))
            .filter(|text| text.chars().count() <= 70)
    };
    let in_title = texts()
        .filter(|text| title(reader.layout, text).is_some())
        .find_map(|text| {
            let front = match text.find("20").filter(|&at| at > 0) {
                Some(at) => &text[..at],
                None => {
                    let year = year_in(text)?;
                    let behind = text
                        .split_once(&format!("{year}年"))
                        .map(|(_, behind)| behind.trim_start_matches('度'))?;
                    let end = ENDINGS
                        .iter()
                        .filter_map(|ending| behind.find(ending).map(|at| at + ending.len()))
                        .filter(|&end| is_name(&behind[..end]) && !behind[..end].contains("预算"))
                        .max()?;
                    &behind[..end]
                }
            };
            is_name(front).then(|| (front.to_owned(), String::new()))
        });
    in_title.or_else(|| {
        texts().find_map(|text| {
            let front = text.strip_suffix("主要职能")?;
            let front = front
                .strip_suffix("(单位)")
                .or_else(|| front.strip_suffix("(部门)"))
                .unwrap_or(front);
            is_name(front).then(|| (front.to_owned(), String::new()))
        })
    })
}

/// The name in a file name as finance systems write it: `002003-上海市普陀区社会福利院-人代会报表制作.xlsx`.
fn from_file(file: &str) -> Option<(String, String)> {
    let stem = file
        .rsplit(['/', '\\'])
        .next()?
        .rsplit_once('.')
        .map_or(file, |(stem, _)| stem);
    let stem = squash(stem);
    let (code, rest) = split_code(&stem);
    let name = rest
        .split(['-', '_', '(', ')', '+', '—'])
        .map(|part| crate::text::without_year(part).into_owned())
        .find(|part| is_name(part) && !part.is_ascii())?;
    Some((name, code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_codes() {
        let found = |text: &str| preparer(&squash(text)).map(|(code, name, _)| (code, name));
        assert_eq!(
            found("编制单位：[002003] 某区某中心　　单位：元"),
            Some(("002003".into(), "某区某中心".into()))
        );
        assert_eq!(
            found("预算主管部门：某区某局"),
            Some((String::new(), "某区某局".into()))
        );
        assert_eq!(found("编制单位："), Some((String::new(), String::new())));
        assert_eq!(found("单位：元"), None);
        assert_eq!(
            from_file("002003-上海市普陀区社会福利院-人代会报表制作.xlsx"),
            Some(("上海市普陀区社会福利院".into(), "002003".into()))
        );
        assert_eq!(
            from_file("上海市普陀区人民政府万里街道办事处.xlsx")
                .map(|(name, _)| name)
                .as_deref(),
            Some("上海市普陀区人民政府万里街道办事处")
        );
        for file in [
            "07-another-unit.xlsx",
            "2024年预算表（查询表+草案表）.xls",
            "a.csv",
        ] {
            assert_eq!(from_file(file), None, "{file}");
        }
    }
}
