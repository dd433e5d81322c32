//! What `templates/model.toml` says of the words around and between the lines of tables.

use serde::Deserialize;

use super::measure_words::MeasureWords;
use super::word_list::{add, last_marks};

/// The words by which reading knows what is no line of a table, and whose a budget is; all squashed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(
    missing_docs,
    reason = "each list is explained where it stands, in templates/model.toml"
)]
pub struct ReadingWords {
    pub unit: Vec<String>,
    pub department: Vec<String>,
    pub unit_alone: Vec<String>,
    pub department_alone: Vec<String>,
    pub superior: Vec<String>,
    pub behind_name: Vec<String>,
    pub name_ends: Vec<String>,
    pub name_fills: Vec<String>,
    pub any_body: Vec<String>,
    pub no_name_begins: Vec<String>,
    pub no_name_ends: Vec<String>,
    pub no_name_holds: Vec<String>,
    pub body_brackets: Vec<String>,
    pub regions: Vec<String>,
    pub places: Vec<String>,
    pub duties: Vec<String>,
    pub natures: Vec<String>,
    pub nature_leads: Vec<String>,
    pub nature_counters: Vec<String>,
    pub no_nature: Vec<String>,
    pub offices: Vec<String>,
    pub cover_titles: Vec<String>,
    pub cover_fills: Vec<String>,
    pub cover_labels: Vec<String>,
    pub public: Vec<String>,
    pub other_tables: Vec<String>,
    pub appropriated: Vec<String>,
    pub funds: Vec<String>,
    pub continued: Vec<String>,
    pub title_continued: Vec<String>,
    pub bracket_ends: Vec<String>,
    pub bracket_holds: Vec<String>,
    pub tables: Vec<String>,
    pub budgets: Vec<String>,
    pub this_budget: Vec<String>,
    pub accounts: Vec<String>,
    pub closings: Vec<String>,
    pub subtotals: Vec<String>,
    pub notes: Vec<String>,
    pub none: Vec<String>,
    pub none_of: Vec<String>,
    pub none_alone: Vec<String>,
    pub plain_none: Vec<String>,
    pub plain_none_of: Vec<String>,
    pub own_voice: Vec<String>,
    pub placeholders: Vec<String>,
    pub placeholders_within: Vec<String>,
    pub class_ends: Vec<String>,
    pub class_marks: Vec<String>,
    pub footers: Vec<String>,
    pub form_footers: Vec<String>,
    pub remarks: Vec<String>,
    pub column_numbers: Vec<String>,
    pub bare_headers: Vec<String>,
    pub executed: Vec<String>,
    pub this_year: Vec<String>,
    pub last_year: Vec<String>,
    pub counted: Vec<String>,
    pub names_follow: Vec<String>,
    pub counters: Vec<String>,
    pub count_leads: Vec<String>,
    pub and_others: Vec<String>,
    pub names_part: Vec<String>,
    pub names_join: Vec<String>,
    pub level_ends: Vec<String>,
    pub level_fills: Vec<String>,
    pub table_follows: Vec<String>,
    pub measure: MeasureWords,
    /// A character of each text that holds one of `placeholders_within`; most texts have none of them.
    #[serde(skip)]
    pub(crate) placeholder_marks: Vec<char>,
}

impl ReadingWords {
    fn lists(&mut self) -> [&mut Vec<String>; 67] {
        [
            &mut self.unit,
            &mut self.department,
            &mut self.unit_alone,
            &mut self.department_alone,
            &mut self.superior,
            &mut self.behind_name,
            &mut self.name_ends,
            &mut self.name_fills,
            &mut self.any_body,
            &mut self.no_name_begins,
            &mut self.no_name_ends,
            &mut self.no_name_holds,
            &mut self.body_brackets,
            &mut self.regions,
            &mut self.places,
            &mut self.duties,
            &mut self.natures,
            &mut self.nature_leads,
            &mut self.nature_counters,
            &mut self.no_nature,
            &mut self.offices,
            &mut self.cover_titles,
            &mut self.cover_fills,
            &mut self.cover_labels,
            &mut self.public,
            &mut self.other_tables,
            &mut self.appropriated,
            &mut self.funds,
            &mut self.continued,
            &mut self.title_continued,
            &mut self.bracket_ends,
            &mut self.bracket_holds,
            &mut self.tables,
            &mut self.budgets,
            &mut self.this_budget,
            &mut self.accounts,
            &mut self.closings,
            &mut self.subtotals,
            &mut self.notes,
            &mut self.none,
            &mut self.none_of,
            &mut self.none_alone,
            &mut self.plain_none,
            &mut self.plain_none_of,
            &mut self.own_voice,
            &mut self.placeholders,
            &mut self.placeholders_within,
            &mut self.class_ends,
            &mut self.class_marks,
            &mut self.footers,
            &mut self.form_footers,
            &mut self.remarks,
            &mut self.column_numbers,
            &mut self.bare_headers,
            &mut self.executed,
            &mut self.this_year,
            &mut self.last_year,
            &mut self.counted,
            &mut self.names_follow,
            &mut self.counters,
            &mut self.count_leads,
            &mut self.and_others,
            &mut self.names_part,
            &mut self.names_join,
            &mut self.level_ends,
            &mut self.level_fills,
            &mut self.table_follows,
        ]
    }

    /// Adds to each list the words of `more` that it has not. The words before a name get the colon that follows them.
    pub(super) fn add(&mut self, mut more: Self) {
        let named = [&mut more.unit, &mut more.department, &mut more.superior];
        let alone = [&mut more.unit_alone, &mut more.department_alone];
        for word in named.into_iter().chain(alone).flatten() {
            *word = format!("{}:", word.trim_end_matches([':', '：']));
        }
        for (own, more) in self.lists().into_iter().zip(more.lists()) {
            add(own, more);
        }
        self.measure.add(more.measure);
        self.placeholder_marks = last_marks(&self.placeholders_within);
    }

    /// Whether a squashed text begins with one of the words.
    #[must_use]
    pub fn begins(words: &[String], text: &str) -> bool {
        words.iter().any(|word| text.starts_with(word.as_str()))
    }

    /// Whether it ends in one of them.
    #[must_use]
    pub fn ends(words: &[String], text: &str) -> bool {
        words.iter().any(|word| text.ends_with(word.as_str()))
    }

    /// Whether it holds one of them.
    #[must_use]
    pub fn holds(words: &[String], text: &str) -> bool {
        words.iter().any(|word| text.contains(word.as_str()))
    }

    /// `text` without the words and `marks` at its end, however many there are.
    #[must_use]
    pub fn trim_end<'t>(words: &[String], marks: &[char], mut text: &'t str) -> &'t str {
        loop {
            text = text.trim_end_matches(marks);
            let mut shorter = words
                .iter()
                .filter_map(|word| text.strip_suffix(word.as_str()));
            match shorter.next() {
                Some(shorter) => text = shorter,
                None => return text,
            }
        }
    }

    /// The same at its beginning.
    #[must_use]
    pub fn trim_start<'t>(words: &[String], marks: &[char], mut text: &'t str) -> &'t str {
        loop {
            text = text.trim_start_matches(marks);
            let mut shorter = words
                .iter()
                .filter_map(|word| text.strip_prefix(word.as_str()));
            match shorter.next() {
                Some(shorter) => text = shorter,
                None => return text,
            }
        }
    }

    /// Whether it is one of them.
    #[must_use]
    pub fn is(words: &[String], text: &str) -> bool {
        words.iter().any(|word| *word == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;
    use crate::text::squash;

    #[test]
    fn the_dictionary_has_words_for_each_list() {
        let mut words = ReadingWords::clone(&Model::embedded().reading);
        let ReadingWords { measure, .. } = &mut words;
        let mut measure = std::mem::take(measure);
        for list in words.lists().into_iter().chain(measure.lists()) {
            assert!(!list.is_empty());
            assert!(list.iter().all(|word| *word == squash(word)), "{list:?}");
        }
        // What is not among the lists is not added up; what follows from them need not be.
        words.placeholder_marks.clear();
        let all = |words: &dyn std::fmt::Debug| format!("{words:?}").matches('[').count();
        assert_eq!(all(&words) - all(&words.measure) - 1, words.lists().len());
        assert_eq!(all(&measure) - 1, measure.lists().len());
    }

    #[test]
    fn words_are_added_as_they_are_compared_and_once() {
        let mut words = ReadingWords::clone(&Model::embedded().reading);
        let before = words.unit.len();
        let own = |words: &[&str]| words.iter().copied().map(str::to_owned).collect();
        words.add(ReadingWords {
            unit: own(&["编制单位：", "申报学校", " 申报 学校："]),
            footers: own(&["", "制 表", "会计主管"]),
            ..ReadingWords::default()
        });
        assert_eq!(words.unit[before..], ["申报学校:"]);
        assert_eq!(words.footers.last().map(String::as_str), Some("会计主管"));
        assert!(words.footers.iter().all(|word| !word.is_empty()));
    }
}
