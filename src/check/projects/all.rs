//! All projects together: against 项目支出, and against what the notes say of their number and money.

use rust_decimal::Decimal;

use super::described::Described;
use super::notes::{self, Goals};
use super::place;
use crate::finding::{Finding, FindingCode, Stated};
use crate::layout::Templates;
use crate::model::{Amount, Budget, Coordinates, Dim, GoalField, sum};
use crate::prose::{COARSEST, Facts};

/// All projects against 项目支出, and against what the texts say of their number and money.
pub(super) fn check(
    templates: &Templates,
    budget: &Budget,
    facts: &Facts<'_>,
    projects: &[Described<'_>],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(above_tables(facts, projects));
    let said = notes::goals(budget, &templates.model.organization);
    findings.extend(goals(facts, &said, projects));
    findings.extend(notes::check(budget, projects));
    findings
}

/// 项目支出 of one source, or of all.
fn spent<'f>(facts: &Facts<'f>, source: Option<&str>) -> Option<crate::prose::StatedFact<'f>> {
    let at = Coordinates::ALL
        .with_word(Dim::FLOW, Some("expenditure"))
        .with_word(Dim::SOURCE, source)
        .with_word(Dim::KIND, Some("project"));
    facts.at(&at).into_iter().next()
}

/// The fiscal money of the forms against fiscal 项目支出; the money of all projects against all of it.
fn above_tables(facts: &Facts<'_>, projects: &[Described<'_>]) -> Option<Finding> {
    let fields = [GoalField::YearFiscal, GoalField::YearTotal];
    let forms = projects.iter().filter_map(|own| own.of_form(&fields));
    let fiscal: Vec<&Amount> = forms.collect();
    let of_forms = sum(fiscal.iter().map(|amount| amount.yuan));
    let stated = spent(facts, Some("fiscal")).or_else(|| spent(facts, None));
    if let Some(stated) = stated.filter(|_| !fiscal.is_empty()) {
        let slack = slack(projects).saturating_add(stated.slack);
        if of_forms.saturating_sub(stated.yuan) > slack {
            let own = stated.amounts.iter().map(|own| own.amount);
            let own = own.chain(fiscal);
            return Some(exceed(None, of_forms, stated.yuan, own));
        }
    }
    let stated = spent(facts, None)?;
    let described: Vec<(Decimal, Vec<&Amount>)> =
        projects.iter().filter_map(Described::of_year).collect();
    let all = sum(described.iter().map(|(yuan, _)| *yuan));
    let slack = slack(projects).saturating_add(stated.slack);
    if described.is_empty() || all.saturating_sub(stated.yuan) <= slack {
        return None;
    }
    // The largest is the likeliest to be wrong.
    let mut cells = described;
    cells.sort_by_key(|(yuan, _)| std::cmp::Reverse(*yuan));
    let cells = cells.into_iter().flat_map(|(_, cells)| cells);
    let own = cells.chain(stated.amounts.iter().map(|own| own.amount));
    Some(exceed(Some("described"), all, stated.yuan, own))
}

/// Half the last digit of the projects and of their sum; 0.01万元 is as coarse as they are.
fn slack(projects: &[Described<'_>]) -> Decimal {
    COARSEST / Decimal::TEN * Decimal::from(projects.len() + 1) / Decimal::TWO
}

fn exceed<'a>(
    variant: Option<&'static str>,
    stated: Decimal,
    expected: Decimal,
    cells: impl Iterator<Item = &'a Amount>,
) -> Finding {
    let finding = Finding::new(FindingCode::ProjectsExceed)
        .amount("stated", stated)
        .amount("expected", expected)
        .amount("difference", stated.saturating_sub(expected));
    let mut finding = variant.into_iter().fold(finding, Finding::variant);
    finding.cells = cells.map(Stated::amount).collect();
    finding
}

/// The number and the money of the projects with goals, as the notes state them.
fn goals(facts: &Facts<'_>, said: &Goals, projects: &[Described<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let with_goals: Vec<&Described<'_>> = projects.iter().filter(|own| own.has_goals()).collect();
    let count = Decimal::from(with_goals.len());
    if let Some((value, cell)) = &said.projects
        && *value < count
    {
        let mut finding = Finding::new(FindingCode::ProjectsExceed)
            .variant("count")
            .amount("stated", *value)
            .arg("expected", count)
            .cell(cell.clone());
        let names = with_goals
            .iter()
            .map(|own| Stated::text(place(own.project), &own.project.name));
        finding.cells.extend(names);
        findings.push(finding);
    }
    let Some((value, cell)) = &said.money else {
        return findings;
    };
    if let Some(stated) = spent(facts, None)
        && value.saturating_sub(stated.yuan) > slack(&[]).saturating_add(stated.slack)
    {
        let mut finding = Finding::new(FindingCode::ProjectsExceed)
            .variant("goals")
            .amount("stated", *value)
            .amount("expected", stated.yuan)
            .amount("difference", value.saturating_sub(stated.yuan))
            .cell(cell.clone());
        let cells = stated.amounts.iter().map(|own| own.amount);
        finding.cells.extend(cells.map(Stated::amount));
        findings.push(finding);
    }
    let of_year: Vec<(Decimal, Vec<&Amount>)> =
        with_goals.iter().filter_map(|own| own.of_year()).collect();
    let sum = sum(of_year.iter().map(|(yuan, _)| *yuan));
    if sum.saturating_sub(*value) > slack(projects) + slack(&[]) {
        let mut finding = Finding::new(FindingCode::ProjectsExceed)
            .variant("amount")
            .amount("stated", *value)
            .amount("expected", sum)
            .cell(cell.clone());
        let cells = of_year.into_iter().flat_map(|(_, cells)| cells);
        finding.cells.extend(cells.map(Stated::amount));
        findings.push(finding);
    }
    findings
}

impl Described<'_> {
    /// All that is told of its money, that of the year first.
    pub(super) fn known(&self) -> Vec<&Amount> {
        let fields = [
            GoalField::YearTotal,
            GoalField::YearFiscal,
            GoalField::Total,
            GoalField::Fiscal,
        ];
        let money = &self.money;
        let mut known: Vec<&Amount> = money.sums.iter().chain(&money.totals).collect();
        let form = self.form();
        known.extend(fields.iter().filter_map(|field| form?.amounts.get(field)));
        known
    }
}
