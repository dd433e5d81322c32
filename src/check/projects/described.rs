//! A project with what its texts and its form say of it.

use rust_decimal::Decimal;

use super::stated::Money;
use crate::model::{Amount, GoalField, GoalForm, PartWords, Project, SectionId};

/// A project with what its description and its form say.
pub(super) struct Described<'p> {
    pub(super) project: &'p Project,
    pub(super) money: Money<'p>,
    /// Whether the unit of measure of its form is wrong.
    pub(super) form_is_off: bool,
}

impl<'p> Described<'p> {
    pub(super) fn new(words: &PartWords, project: &'p Project) -> Self {
        let money = Money::of(words, project);
        Self {
            project,
            form_is_off: money.power_of_form(project).is_some(),
            money,
        }
    }

    pub(super) fn form(&self) -> Option<&'p GoalForm> {
        self.project.form.as_ref().filter(|_| !self.form_is_off)
    }

    /// The money of the year in the form.
    pub(super) fn of_form(&self, fields: &[GoalField]) -> Option<&'p Amount> {
        let form = self.form()?;
        fields.iter().find_map(|field| form.amounts.get(field))
    }

    /// The money of the year with the cells that state it.
    pub(super) fn of_year(&self) -> Option<(Decimal, Vec<&Amount>)> {
        let form = self.of_form(&[GoalField::YearFiscal, GoalField::YearTotal]);
        form.map(|amount| (amount.yuan, vec![amount]))
            .or_else(|| Some((self.money.yuan()?, self.money.cells())))
    }

    /// Whether it has performance goals, in a form or in its description.
    pub(super) fn has_goals(&self) -> bool {
        let mut sections = self.project.sections.iter();
        self.project.form.is_some()
            || sections.any(|own| own.section == SectionId::Goals && !own.paragraphs.is_empty())
    }
}
