//! Whose budget it is and of which year: from the cover, the line above each table, titles, and the file's name.

use std::collections::BTreeMap;

use super::around_titles::around_titles;
use super::body_names::{ENDINGS, PREPARERS, is_name, preparer, split_code};
use super::ledger::Role;
use super::reader::Reader;
use super::source::Source;
use super::titles::title;
use crate::finding::{Finding, FindingCode};
use crate::model::{Body, Budget};
use crate::text::{find, squash, year_in};

/// Whether the sheets speak of a unit or a department.
pub(super) fn body(source: &Source<'_>) -> Option<Body> {
    source
        .sheets
        .iter()
        .flat_map(|sheet| sheet.texts_shown(true))
        .find_map(|text| preparer(text).map(|(_, _, body)| body))
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
