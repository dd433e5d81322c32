//! The name of a unit beside the titles of its tables.

use std::collections::BTreeMap;

use super::body_names::{is_name, split_code};
use super::reader::SubmissionReader;
use super::titles::before_title;
use crate::model::ReadingWords;

/// The name that stands before the title, or behind it in brackets, of more than one table, though it does not end as names
/// do: `某区第514预算单位2023年预算单位收入预算总表`.
pub(super) fn around_titles(reader: &SubmissionReader<'_, '_>) -> Option<(String, String)> {
    let mut votes: BTreeMap<String, usize> = BTreeMap::new();
    let texts = reader.source.sheets.iter().flat_map(|sheet| &sheet.texts);
    let tables = &reader.layout.words.tables;
    for text in texts.filter(|text| ReadingWords::holds(tables, text)) {
        let Some((front, own_brackets)) = before_title(reader.layout, text) else {
            continue;
        };
        let behind = text
            .strip_suffix(')')
            .filter(|_| !own_brackets)
            .and_then(|inner| inner.rsplit_once('('))
            .map(|(_, inner)| inner);
        for name in [Some(front.as_str()), behind].into_iter().flatten() {
            let name = name.trim_matches(['(', ')', '-', ':', '_']);
            if may_be_name(&reader.layout.words, name) {
                *votes.entry(name.to_owned()).or_default() += 1;
            }
        }
    }
    let (name, count) = votes.into_iter().max_by_key(|(_, count)| *count)?;
    (count > 1 || is_name(&reader.layout.words, &name)).then(|| {
        let (code, name) = split_code(&name);
        (name, code)
    })
}

/// Whether a text beside a title may be the name of a unit: no number of a table, no place, no unit of measure.
fn may_be_name(words: &ReadingWords, text: &str) -> bool {
    let chinese = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    // 青浦区预算单位 is any unit of a place.
    let any = words.any_body.iter();
    let own = any
        .filter_map(|word| text.strip_suffix(word.as_str()))
        .next()
        .unwrap_or(text);
    (4..=50).contains(&text.chars().count())
        && own.chars().filter(|&c| chinese(c)).count() >= 3
        && !text.contains(['。', ':', ';', '、'])
        && !ReadingWords::begins(&words.no_name_begins, text)
        && !ReadingWords::ends(&words.no_name_ends, own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;

    #[test]
    fn what_stands_beside_titles_is_a_name_or_not() {
        let model = Model::embedded();
        let words = &*model.reading;
        for name in ["某区第514预算单位", "某区教育局本级", "甲乙丙丁基金"] {
            assert!(may_be_name(words, name), "{name}");
        }
        for text in [
            "上海市青浦区",
            "青浦区预算单位",
            "预算单位",
            "部门",
            "附件2",
            "公开01表",
            "2024年度",
            "上海市市级",
            "表1",
        ] {
            assert!(!may_be_name(words, text), "{text}");
        }
    }
}
