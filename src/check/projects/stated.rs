//! What the description of a project says of its money.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::model::{Amount, GoalField, PartWords, Project, SectionId, Text, fen, sum};
use crate::prose::{COARSEST, ProjectPart, StatedPart, last_digit, parts};
use crate::text::{Measure, Reading, ordinal_of, read_amount};

/// The money in the section on the budget of a project.
#[derive(Debug, Default)]
pub(super) struct Money<'p> {
    /// The items. Empty where one has no amount: it may be a heading of others, so that their sum says nothing.
    pub(super) items: Vec<&'p Amount>,
    /// What the items add up to, as stated.
    pub(super) sums: Vec<Amount>,
    /// The money of the project or of its year, as stated.
    pub(super) totals: Vec<Amount>,
    /// The quarters, or halves, of a year.
    pub(super) by_time: Vec<Amount>,
    /// The sums of the items whose lines have the same kind of ordinal: of nested lists each is told once.
    pub(super) by_level: BTreeMap<String, Decimal>,
}

impl<'p> Money<'p> {
    pub(super) fn of(words: &PartWords, project: &'p Project) -> Self {
        let items = project.items.iter().map(|item| item.amount.as_ref());
        let mut own = Self {
            items: items.collect::<Option<Vec<_>>>().unwrap_or_default(),
            ..Self::default()
        };
        let mut time: Vec<Amount> = Vec::new();
        let mut quarters = 0;
        let mut last = None;
        let mut several = false;
        for text in budget(project) {
            for part in stated(words, &text.text) {
                let Some(amount) = amount(&part, text, own.measure()) else {
                    continue;
                };
                several |= last.take().is_some();
                match part.part {
                    ProjectPart::Sum => own.sums.push(amount),
                    ProjectPart::Total => own.totals.push(amount),
                    ProjectPart::Time => {
                        quarters += usize::from(part.name.contains("季度"));
                        time.push(amount);
                    }
                    ProjectPart::Item => {
                        let marks = ordinal_of(&text.text).map(|(_, marks)| marks);
                        let level = own.by_level.entry(marks.unwrap_or_default()).or_default();
                        *level = level.saturating_add(amount.yuan);
                    }
                    ProjectPart::Subtotal => last = Some(amount),
                }
            }
        }
        // A 小计 behind all the items, and no other sum, is theirs.
        let only = !several && own.sums.is_empty() && own.totals.is_empty();
        own.sums
            .extend(last.filter(|_| only && own.by_level.len() == 1));
        // Some quarters are no year.
        if quarters == 4 && time.len() == 4 || quarters == 0 && time.len() == 2 {
            own.by_time = time;
        }
        own
    }

    /// The unit of measure of its items where none stands behind their numbers.
    fn measure(&self) -> Option<Measure> {
        let first = self.items.first()?;
        match read_amount(first.stated.as_deref()?) {
            Reading::Number { value, measure } => measure.or_else(|| {
                let mut all = Measure::ALL.into_iter();
                all.find(|measure| measure.exact(value) == Some(first.yuan))
            }),
            _ => None,
        }
    }

    /// The money of the project: what its items are said to add up to, else the least total, which is that of one year.
    pub(super) fn total(&self) -> Option<&Amount> {
        let least = || self.totals.iter().min_by_key(|total| total.yuan);
        self.sums.first().or_else(least)
    }

    /// The same in yuan; where no total is stated the sum of the items.
    pub(super) fn yuan(&self) -> Option<Decimal> {
        let items = || sum(self.items.iter().map(|item| item.yuan));
        let total = self.total().map(|total| total.yuan);
        total.or_else(|| (!self.items.is_empty()).then(items))
    }

    /// The cells that say so.
    pub(super) fn cells(&self) -> Vec<&Amount> {
        match self.total() {
            Some(total) => vec![total],
            None => self.items.clone(),
        }
    }

    /// The power of ten by which the unit of measure of the form is wrong: its amounts are those of the description, ten
    /// thousand times as large or as small.
    pub(super) fn power_of_form(&self, project: &Project) -> Option<i32> {
        let (own, form) = (self.yuan()?, project.form.as_ref()?);
        let fields = [GoalField::YearTotal, GoalField::Total];
        let other = fields.iter().find_map(|field| form.amounts.get(field))?;
        let factor = Measure::TenThousand.yuan();
        let slack = Measure::TenThousand.yuan() * Decimal::new(1, 2);
        let near = |small: Decimal, large: Decimal, slack: Decimal| {
            let scaled = small.checked_mul(factor);
            !small.is_zero()
                && scaled.is_some_and(|scaled| scaled.saturating_sub(large).abs() <= slack)
        };
        if near(own, other.yuan, slack.saturating_mul(factor)) {
            return Some(4);
        }
        near(other.yuan, own, slack).then_some(-4)
    }
}

/// The paragraphs on the budget of a project.
pub(super) fn budget(project: &Project) -> impl Iterator<Item = &Text> {
    let sections = project.sections.iter();
    sections
        .filter(|section| section.section == SectionId::Budget)
        .flat_map(|section| &section.paragraphs)
}

fn stated(words: &PartWords, text: &str) -> Vec<StatedPart> {
    let found = parts(words, text, &[]);
    // 合计 955.89, in cells side by side.
    let cells: Vec<&str> = text.split_whitespace().collect();
    if found.is_empty() && cells.len() == 2 {
        return parts(words, text, &cells);
    }
    found
}

fn amount(part: &StatedPart, text: &Text, usual: Option<Measure>) -> Option<Amount> {
    let exact = part.measure.or(usual)?.exact(part.value)?;
    Some(Amount {
        measure: None,
        yuan: fen(exact),
        stated: Some(part.stated.as_str().into()),
        place: text.place.clone(),
    })
}

/// How far the sum of amounts may be off from a total: the total is rounded to its own last digit, the parts to the finest
/// that any of them has.
pub(super) fn slack(total: &Amount, parts: &[&Amount], measure: Decimal) -> Decimal {
    let digits = parts.iter().map(|part| last_digit(part, measure));
    let parts = digits.min().unwrap_or_default() * Decimal::from(parts.len());
    (parts + last_digit(total, measure).min(COARSEST)) / Decimal::TWO
}
