//! Last year's budgets, and which of them is that of a submission.

use crate::finding::{Finding, FindingCode, Severity};
use crate::model::{Budget, Unit};
use crate::text::squash;

/// Last year's budgets: of one file, or of all files of a folder.
#[derive(Debug, Clone)]
pub struct Previous {
    /// Each with the path of its file.
    budgets: Vec<(String, Budget)>,
    /// Whether one file was named: it is meant for every submission that does not contradict it.
    named: bool,
}

impl Previous {
    /// The budget of a file that was named.
    #[must_use]
    pub fn named(path: String, budget: Budget) -> Self {
        Self {
            budgets: vec![(path, budget)],
            named: true,
        }
    }

    /// The budgets of a folder, with the paths of their files.
    #[must_use]
    pub const fn folder(budgets: Vec<(String, Budget)>) -> Self {
        Self {
            budgets,
            named: false,
        }
    }

    /// Last year's budget of the unit of `budget`; the finding says why there is none, or why that one is not taken.
    pub(super) fn of(&self, budget: &Budget) -> Result<&Budget, Finding> {
        let mut of_unit = self.budgets.iter().filter(|(_, own)| {
            is_same(&own.unit, &budget.unit) || self.named && !is_other(&own.unit, &budget.unit)
        });
        let fitting = of_unit.clone().find(|(_, own)| is_year_before(own, budget));
        if let Some((_, fitting)) = fitting {
            return Ok(fitting);
        }
        let finding = Finding::new(FindingCode::PreviousNotUsed)
            .maybe(
                "unit",
                Some(&budget.unit.name).filter(|name| !name.is_empty()),
            )
            .maybe("year", budget.year);
        Err(match (of_unit.next(), self.budgets.first()) {
            (Some((path, own)), _) => finding
                .variant("year")
                .arg("path", path)
                .maybe("other", own.year),
            (None, Some((path, own))) if self.named => {
                finding.arg("path", path).arg("other", &own.unit.name)
            }
            _ => finding.variant("none").severity(Severity::Note),
        })
    }
}

/// Whether both say that they are of one unit: by code, else by name.
fn is_same(one: &Unit, other: &Unit) -> bool {
    if !one.code.is_empty() && !other.code.is_empty() {
        return one.code == other.code;
    }
    let (one, other) = (squash(&one.name), squash(&other.name));
    !one.is_empty() && !other.is_empty() && is_one_name(&one, &other)
}

/// Whether they are known to be of different units.
fn is_other(one: &Unit, other: &Unit) -> bool {
    let by_code = !one.code.is_empty() && !other.code.is_empty();
    let by_name = !one.name.is_empty() && !other.name.is_empty();
    (by_code || by_name) && !is_same(one, other)
}

/// 青浦区某中心 and 上海市青浦区某中心 are one: a region may stand in front.
fn is_one_name(one: &str, other: &str) -> bool {
    let (long, short) = if one.len() >= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    long.strip_suffix(short).is_some_and(|front| {
        front.is_empty() || front.ends_with(['省', '市', '区', '县', '州', '旗'])
    })
}

/// Whether `own` is of the year before that of `budget`, as far as the years are known.
fn is_year_before(own: &Budget, budget: &Budget) -> bool {
    own.year
        .zip(budget.year)
        .is_none_or(|(own, year)| own.checked_add(1) == Some(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(name: &str, code: &str, year: Option<u16>) -> Budget {
        let mut budget = Budget::new("qingpu-2023-unit");
        budget.unit.name = name.to_owned();
        budget.unit.code = code.to_owned();
        budget.year = year;
        budget
    }

    #[test]
    fn another_unit_or_another_year_is_refused() {
        let own = budget("上海市青浦区某中心", "", Some(2023));
        for (last, named, expected) in [
            (budget("上海市青浦区某中心", "", Some(2022)), true, Ok(())),
            (budget("青浦区某中心", "", None), false, Ok(())),
            (budget("", "", Some(2022)), true, Ok(())),
            (budget("", "", Some(2022)), false, Err(Some("none"))),
            (
                budget("上海市青浦区某中心", "", Some(2023)),
                true,
                Err(Some("year")),
            ),
            (budget("青浦区另一中心", "", Some(2022)), true, Err(None)),
            (budget("某中心", "", Some(2022)), true, Ok(())),
            (
                budget("青浦区另一中心", "", Some(2022)),
                false,
                Err(Some("none")),
            ),
        ] {
            let said = last.unit.name.clone();
            let previous = Previous {
                budgets: vec![("last.xlsx".to_owned(), last)],
                named,
            };
            let got = previous
                .of(&own)
                .map(drop)
                .map_err(|finding| finding.variant);
            assert_eq!(got, expected, "{said}, named {named}");
        }
    }

    #[test]
    fn a_code_counts_before_a_name() {
        let own = budget("某中心", "002003", Some(2023));
        let previous = Previous::folder(vec![
            ("a".to_owned(), budget("某中心", "002001", Some(2022))),
            ("b".to_owned(), budget("改名前的某所", "002003", Some(2022))),
        ]);
        let found = previous.of(&own).map(|own| own.unit.code.clone());
        assert_eq!(found, Ok("002003".to_owned()));
    }
}
