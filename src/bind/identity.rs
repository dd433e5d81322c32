//! Whose budget it is and of which year: from the cover, the line above each table, titles, and the file's name.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::around_titles::around_titles;
use super::body_names::{is_name, preparer, split_code};
use super::ledger::Role;
use super::reader::SubmissionReader;
use super::source::SourceBook;
use super::titles::title;
use crate::finding::{Finding, FindingCode};
use crate::model::{Body, Budget, ReadingWords};
use crate::text::{find, squash, year_in};

/// Whether the sheets speak of a unit or a department.
pub(super) fn body(words: &ReadingWords, source: &SourceBook<'_>) -> Option<Body> {
    source
        .sheets
        .iter()
        .flat_map(|sheet| sheet.texts_shown(true))
        .find_map(|text| preparer(words, text).map(|(_, _, body)| body))
}

/// Finds unit and year and says what is missing.
pub(super) fn identify(reader: &mut SubmissionReader<'_, '_>, budget: &mut Budget, file: &str) {
    let words = &*reader.layout.words;
    budget.unit.body = reader.layout.body;
    budget.year = reader.source.year;
    let mut department = String::new();
    // What is hidden tells whose budget it is only where nothing that is shown does.
    let mut shown = reader
        .source
        .sheets
        .iter()
        .flat_map(|sheet| sheet.texts_shown(true));
    let any_shown =
        shown.any(|text| preparer(words, text).is_some_and(|(_, name, _)| !name.is_empty()));
    // How often each name stands, and before how many others it was met first.
    let mut votes: BTreeMap<(String, String), (usize, usize)> = BTreeMap::new();
    let mut vote = |unit: (String, String)| {
        let met = votes.len();
        votes.entry(unit).or_insert((0, met)).0 += 1;
    };
    for (at, sheet) in reader.source.numbered() {
        for (cell, text) in sheet.texts.iter().enumerate() {
            // Both words end in a colon.
            if !text.contains(':') || sheet.hidden[cell].is_some() && any_shown {
                continue;
            }
            if let Some(behind) = superior(words, text) {
                let named = words.unit.iter().chain(&words.department);
                let end = named.filter_map(|word| behind.find(word.as_str())).min();
                behind[..end.unwrap_or(behind.len())].clone_into(&mut department);
            }
            let Some((code, name, _)) = preparer(words, text) else {
                continue;
            };
            reader.ledger.suppose(at, cell, Role::Preparer);
            if !name.is_empty() && !name.contains("XX") {
                vote((name, code));
            }
        }
    }
    // What is printed above and below the sheets counts as well.
    let printed = reader
        .source
        .sheets
        .iter()
        .flat_map(|sheet| &sheet.sheet.printed);
    for (code, name, _) in printed.filter_map(|text| preparer(words, &squash(text))) {
        if !name.is_empty() && !name.contains("XX") {
            vote((name, code));
        }
    }
    budget.unit.department = department;
    budget.unit.nature = nature(words, reader.source).unwrap_or_default();
    let voted = votes
        .into_iter()
        .max_by_key(|((_, code), (count, met))| (*count, !code.is_empty(), Reverse(*met)))
        .map(|(unit, _)| unit);
    let found = voted
        .or_else(|| from_titles(reader))
        .or_else(|| around_titles(reader))
        .or_else(|| from_file(words, file));
    if let Some((name, code)) = found {
        (budget.unit.name, budget.unit.code) = (name, code);
    }
    if budget.unit.code.is_empty()
        && let Some((name, code)) = from_file(words, file)
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

/// What stands behind 主管部门, which is no 预算主管部门: that names whose budget it is.
fn superior<'t>(words: &ReadingWords, text: &'t str) -> Option<&'t str> {
    words.superior.iter().find_map(|word| {
        let found = find(text, word)?;
        let mut longer = words
            .department
            .iter()
            .filter(|own| own.ends_with(word.as_str()));
        let front = &text[..found + word.len()];
        let other = longer.any(|own| own != word && front.ends_with(own.as_str()));
        (!other).then(|| &text[found + word.len()..])
    })
}

/// What kind of body it says to be, in a sentence such as “…为正处级全额拨款事业单位。” Definitions of terms say 指, not 为.
fn nature(words: &ReadingWords, source: &SourceBook<'_>) -> Option<String> {
    let sentences = source
        .sheets
        .iter()
        .flat_map(|sheet| sheet.texts_shown(true))
        .flat_map(|text| {
            let sentence = text.split(['。', ';', ',', '\n']);
            sentence.filter(|part| ReadingWords::ends(&words.natures, part))
        });
    sentences
        .filter_map(|sentence| {
            let (_, said) = words
                .nature_leads
                .iter()
                .find_map(|word| sentence.split_once(word.as_str()))?;
            let said = ReadingWords::trim_start(&words.nature_counters, &[], said);
            // 机关事业单位 and the like are names of lists, not of one body.
            ((4..=24).contains(&said.chars().count())
                && !ReadingWords::holds(&words.no_nature, said))
            .then(|| said.to_owned())
        })
        .next()
}

/// The name in front of a table's title, or of 主要职能, or behind the year on the cover.
fn from_titles(reader: &SubmissionReader<'_, '_>) -> Option<(String, String)> {
    let words = &*reader.layout.words;
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
                    let ends = words.name_ends.iter();
                    let end = ends
                        .filter_map(|ending| {
                            let at = behind.find(ending.as_str())?;
                            Some(at + ending.len())
                        })
                        .filter(|&end| {
                            let name = &behind[..end];
                            is_name(words, name) && !ReadingWords::holds(&words.budgets, name)
                        })
                        .max()?;
                    &behind[..end]
                }
            };
            is_name(words, front).then(|| (front.to_owned(), String::new()))
        });
    in_title.or_else(|| {
        texts().find_map(|text| {
            let duties = words.duties.iter();
            let mut fronts = duties.filter_map(|word| text.strip_suffix(word.as_str()));
            let front = fronts.next()?;
            let mut brackets = words.body_brackets.iter();
            let front = brackets
                .find_map(|word| front.strip_suffix(word.as_str()))
                .unwrap_or(front);
            is_name(words, front).then(|| (front.to_owned(), String::new()))
        })
    })
}

/// The name in a file name as finance systems write it: `002003-上海市普陀区社会福利院-人代会报表制作.xlsx`.
fn from_file(words: &ReadingWords, file: &str) -> Option<(String, String)> {
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
        .find(|part| is_name(words, part) && !part.is_ascii())?;
    Some((name, code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;

    #[test]
    fn names_and_codes() {
        let model = Model::embedded();
        let words = &*model.reading;
        let found = |text: &str| preparer(words, &squash(text)).map(|(code, name, _)| (code, name));
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
            from_file(words, "002003-上海市普陀区社会福利院-人代会报表制作.xlsx"),
            Some(("上海市普陀区社会福利院".into(), "002003".into()))
        );
        assert_eq!(
            from_file(words, "上海市普陀区人民政府万里街道办事处.xlsx")
                .map(|(name, _)| name)
                .as_deref(),
            Some("上海市普陀区人民政府万里街道办事处")
        );
        for file in [
            "07-another-unit.xlsx",
            "2024年预算表（查询表+草案表）.xls",
            "a.csv",
        ] {
            assert_eq!(from_file(words, file), None, "{file}");
        }
    }
}
