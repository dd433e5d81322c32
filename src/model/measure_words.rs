//! What `templates/model.toml` says of how tables state their unit of measure.

use serde::Deserialize;

use super::word_list::{add, last_marks};

/// The words around units of measure; all squashed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MeasureWords {
    /// The units: 万元, 元.
    pub units: Vec<String>,
    /// What speaks of a unit without saying which.
    pub unclear: Vec<String>,
    /// What names it: 单位.
    pub labels: Vec<String>,
    /// What makes that the name of a body: 编制.
    pub bodies: Vec<String>,
    /// What stands between its name and the unit: 为.
    pub links: Vec<String>,
    /// The same before the unit: 人民币.
    pub currencies: Vec<String>,
    /// The characters of the words before its name: 金额.
    pub fills: Vec<String>,
    /// What stands before a unit that stands alone: 金额.
    pub alone: Vec<String>,
    /// What may follow the unit right behind: 编.
    pub goes_on: Vec<String>,
    /// The last characters of the units; most texts have none of them.
    #[serde(skip)]
    pub(crate) ends: Vec<char>,
}

impl MeasureWords {
    pub(super) fn lists(&mut self) -> [&mut Vec<String>; 9] {
        [
            &mut self.units,
            &mut self.unclear,
            &mut self.labels,
            &mut self.bodies,
            &mut self.links,
            &mut self.currencies,
            &mut self.fills,
            &mut self.alone,
            &mut self.goes_on,
        ]
    }

    /// Adds to each list the words of `more` that it has not.
    pub(super) fn add(&mut self, mut more: Self) {
        for (own, more) in self.lists().into_iter().zip(more.lists()) {
            add(own, more);
        }
        self.ends = last_marks(&self.units);
    }
}
