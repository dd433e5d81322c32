//! The money of projects: items, funding, and all of them against the tables and texts.

use rust_decimal::Decimal;

use super::place;
use crate::finding::{Finding, FindingCode, Stated};
use crate::layout::Templates;
use crate::model::{Amount, Budget, Coordinates, Dim, Figure, GoalField, GoalForm, Project, sum};
use crate::prose::{COARSEST, Facts, last_digit};

/// The items of the year's budget against the project's total.
pub(super) fn items(project: &Project) -> Option<Finding> {
    let amounts: Vec<&Amount> = project
        .items
        .iter()
        .filter_map(|item| item.amount.as_ref())
        .collect();
    // An item without amount may be a heading of others, so that the sum says nothing.
    if amounts.is_empty() || amounts.len() < project.items.len() {
        return None;
    }
    let form = project.form.as_ref()?;
    let fields = [
        GoalField::YearTotal,
        GoalField::YearFiscal,
        GoalField::Total,
    ];
    let total = fields.iter().find_map(|field| form.amounts.get(field))?;
    let sum = sum(amounts.iter().map(|amount| amount.yuan));
    let measure = form.measure.yuan();
    // The total is rounded to its own last digit, the items to the finest that any of them has.
    let finest = amounts
        .iter()
        .map(|amount| last_digit(amount, measure))
        .min();
    let parts = finest.unwrap_or_default() * Decimal::from(amounts.len());
    let slack = (parts + last_digit(total, measure).min(COARSEST)) / Decimal::TWO;
    if total.yuan.saturating_sub(sum).abs() <= slack {
        return None;
    }
    let finding = Finding::new(FindingCode::ProjectItemsDiffer);
    Some(differs(finding, project, total, &amounts, sum))
}

/// A total of the form, and its parts.
const TOTALS: [(GoalField, &[GoalField], &str); 2] = [
    (
        GoalField::Total,
        &[GoalField::Fiscal, GoalField::Other],
        "total",
    ),
    (
        GoalField::YearTotal,
        &[
            GoalField::YearFiscal,
            GoalField::CarriedOver,
            GoalField::YearOther,
        ],
        "year",
    ),
];

/// The funding in a form: totals and parts, and the year's part of the whole.
pub(super) fn funding(project: &Project, form: &GoalForm) -> Vec<Finding> {
    let measure = form.measure.yuan();
    let get = |field: &GoalField| form.amounts.get(field);
    let mut findings = Vec::new();
    for (total, parts, variant) in TOTALS {
        let Some(total) = get(&total) else { continue };
        let parts: Vec<&Amount> = parts.iter().filter_map(get).collect();
        if parts.is_empty() {
            continue;
        }
        let sum = sum(parts.iter().map(|part| part.yuan));
        let digits = parts
            .iter()
            .chain([&total])
            .map(|amount| last_digit(amount, measure));
        let slack =
            digits.min().unwrap_or(Decimal::ONE) * Decimal::from(parts.len() + 1) / Decimal::TWO;
        // One part alone is no sum, and not rounded.
        let slack = if parts.len() == 1 {
            Decimal::ZERO
        } else {
            slack
        };
        if total.yuan.saturating_sub(sum).abs() > slack {
            let finding = match variant {
                "total" => Finding::new(FindingCode::FundingDiffers),
                _ => Finding::new(FindingCode::FundingDiffers).variant(variant),
            };
            findings.push(differs(finding, project, total, &parts, sum));
        }
    }
    if let (Some(year), Some(fiscal), true) = (
        get(&GoalField::YearFiscal),
        get(&GoalField::Fiscal),
        findings.is_empty(),
    ) && year.yuan > fiscal.yuan
    {
        let finding = Finding::new(FindingCode::FundingDiffers).variant("above");
        findings.push(differs(finding, project, year, &[fiscal], fiscal.yuan));
    }
    findings
}

fn differs(
    finding: Finding,
    project: &Project,
    total: &Amount,
    parts: &[&Amount],
    sum: Decimal,
) -> Finding {
    let mut finding = finding
        .arg("project", &project.name)
        .amount("stated", total.yuan)
        .amount("expected", sum)
        .amount("difference", total.yuan.saturating_sub(sum).abs())
        .cell(Stated::amount(total));
    finding
        .cells
        .extend(parts.iter().map(|amount| Stated::amount(amount)));
    finding
}

/// All projects against 项目支出, and against what the texts say of their number and money.
pub(super) fn all(templates: &Templates, budget: &Budget) -> Vec<Finding> {
    let forms: Vec<(&Project, &GoalForm)> = budget
        .document
        .projects
        .iter()
        .filter_map(|project| Some((project, project.form.as_ref()?)))
        .collect();
    if forms.is_empty() {
        return Vec::new();
    }
    let fiscal: Vec<&Amount> = forms
        .iter()
        .filter_map(|(_, form)| {
            let fields = [GoalField::YearFiscal, GoalField::YearTotal];
            fields.iter().find_map(|field| form.amounts.get(field))
        })
        .collect();
    let sum = sum(fiscal.iter().map(|amount| amount.yuan));
    let digit = forms
        .iter()
        .map(|(_, form)| form.measure.yuan() * Decimal::new(1, 2))
        .max()
        .unwrap_or_default();
    let slack = digit * Decimal::from(fiscal.len() + 1) / Decimal::TWO;
    let mut findings = Vec::new();
    let facts = Facts::new(&templates.model, budget);
    let at = |source: Option<&str>| {
        Coordinates::ALL
            .with_word(Dim::FLOW, Some("expenditure"))
            .with_word(Dim::SOURCE, source)
            .with_word(Dim::KIND, Some("project"))
    };
    let stated = [Some("fiscal"), None]
        .into_iter()
        .find_map(|source| facts.at(&at(source)).into_iter().next());
    if let Some(stated) = stated
        && sum.saturating_sub(stated.yuan) > slack.saturating_add(stated.slack)
    {
        let mut finding = Finding::new(FindingCode::ProjectsExceed)
            .amount("stated", sum)
            .amount("expected", stated.yuan)
            .amount("difference", sum.saturating_sub(stated.yuan));
        let own = stated.amounts.iter().chain(&fiscal);
        finding.cells = own.map(|amount| Stated::amount(amount)).collect();
        findings.push(finding);
    }
    let said = |figure: &Figure| {
        Stated::text(
            figure.place.clone(),
            figure.stated.as_deref().unwrap_or_default(),
        )
    };
    let figure = |id: &str| budget.document.figures.get(id);
    let count = Decimal::from(forms.len());
    if let Some(figure) = figure("goal_projects")
        && figure.value < count
    {
        findings.push(
            Finding::new(FindingCode::ProjectsExceed)
                .variant("count")
                .amount("stated", figure.value)
                .arg("expected", count)
                .cell(said(figure))
                .cell(Stated::text(place(forms[0].0), &forms[0].0.name)),
        );
    }
    if let Some(figure) = figure("goal_amount")
        && sum.saturating_sub(figure.value) > slack + digit
    {
        let mut finding = Finding::new(FindingCode::ProjectsExceed)
            .variant("amount")
            .amount("stated", figure.value)
            .amount("expected", sum)
            .cell(said(figure));
        finding
            .cells
            .extend(fiscal.iter().map(|amount| Stated::amount(amount)));
        findings.push(finding);
    }
    findings
}
