//! What `templates/model.toml` says of the words around and between the lines of tables.

use serde::Deserialize;

use crate::text::squash;

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
    pub regions: Vec<String>,
    pub places: Vec<String>,
    pub duties: Vec<String>,
    pub natures: Vec<String>,
    pub nature_leads: Vec<String>,
    pub no_nature: Vec<String>,
    pub offices: Vec<String>,
    pub cover_titles: Vec<String>,
    pub cover_labels: Vec<String>,
    pub public: Vec<String>,
    pub other_tables: Vec<String>,
    pub appropriated: Vec<String>,
    pub funds: Vec<String>,
    pub continued: Vec<String>,
    pub closings: Vec<String>,
    pub subtotals: Vec<String>,
    pub notes: Vec<String>,
    pub none: Vec<String>,
    pub none_of: Vec<String>,
    pub none_alone: Vec<String>,
    pub plain_none: Vec<String>,
    pub plain_none_of: Vec<String>,
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
    pub table_follows: Vec<String>,
}

impl ReadingWords {
    fn lists(&mut self) -> [&mut Vec<String>; 44] {
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
            &mut self.regions,
            &mut self.places,
            &mut self.duties,
            &mut self.natures,
            &mut self.nature_leads,
            &mut self.no_nature,
            &mut self.offices,
            &mut self.cover_titles,
            &mut self.cover_labels,
            &mut self.public,
            &mut self.other_tables,
            &mut self.appropriated,
            &mut self.funds,
            &mut self.continued,
            &mut self.closings,
            &mut self.subtotals,
            &mut self.notes,
            &mut self.none,
            &mut self.none_of,
            &mut self.none_alone,
            &mut self.plain_none,
            &mut self.plain_none_of,
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
            for word in more.drain(..).map(|word| squash(&word).into_owned()) {
                if !word.is_empty() && !own.contains(&word) {
                    own.push(word);
                }
            }
        }
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

    #[test]
    fn the_dictionary_has_words_for_each_list() {
        let mut words = ReadingWords::clone(&Model::embedded().reading);
        for list in words.lists() {
            assert!(!list.is_empty());
            assert!(list.iter().all(|word| *word == squash(word)), "{list:?}");
        }
        // What is not among the lists is not added up.
        let all = format!("{words:?}").matches('[').count();
        assert_eq!(all, words.lists().len());
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
