//! The money of a project: its items and totals, and the funding in its form.

use rust_decimal::Decimal;

use super::stated::{Money, slack};
use crate::finding::{Finding, FindingCode, Stated};
use crate::model::{Amount, GoalField, GoalForm, Project, sum};
use crate::prose::last_digit;
use crate::text::Measure;

/// The items of the year's budget, or its quarters, against the project's totals in the text and in the form.
pub(super) fn items(project: &Project, money: &Money<'_>) -> Option<Finding> {
    let form = project.form.as_ref();
    let measure = form.map_or(Decimal::ONE, |form| form.measure.yuan());
    let fields = [
        GoalField::YearTotal,
        GoalField::YearFiscal,
        GoalField::Total,
    ];
    let field = |field: &GoalField| form.and_then(|form| form.amounts.get(field));
    let of_form = fields.iter().find_map(field);
    if let (Some(power), Some(total), Some(form)) = (money.power_of_form(project), of_form, form) {
        return Some(other_measure(project, money, total, form, power));
    }
    // The money of several years may be told beside that of one. It is the form's, or it is told alone.
    let alone = money.sums.is_empty() && of_form.is_none() && money.totals.len() == 1;
    let mut totals: Vec<&Amount> = of_form.into_iter().chain(&money.sums).collect();
    totals.extend(money.totals.iter().filter(|_| alone));
    let by_time: Vec<&Amount> = money.by_time.iter().collect();
    let items = [&money.items, &by_time].into_iter();
    for parts in items.filter(|parts| !parts.is_empty()) {
        let of_time = parts.len() == by_time.len() && money.items.is_empty();
        let year = of_time && money.totals.len() == 1;
        let year = money.totals.iter().filter(|_| year && !alone);
        let all: Vec<&Amount> = totals.iter().copied().chain(year).collect();
        let sum = sum(parts.iter().map(|part| part.yuan));
        // The items of a nested list are told at each level; and all of them may be told twice.
        let sums = || {
            let nested = money.by_level.len() > 1 && !of_time;
            let levels = money.by_level.values().filter(move |_| nested).copied();
            let twice = (!of_time).then_some(sum / Decimal::TWO);
            levels.chain([sum]).chain(twice)
        };
        let off = |total: &&&Amount| {
            let slack = slack(total, parts, measure);
            sums().all(|sum| total.yuan.saturating_sub(sum).abs() > slack)
        };
        if let Some(total) = all.iter().find(off) {
            let others = all.iter().filter(|other| !std::ptr::eq(**other, *total));
            let cells: Vec<&Amount> = parts.iter().chain(others).copied().collect();
            let finding = Finding::new(FindingCode::ProjectItemsDiffer);
            let finding = match in_yuan(parts, sum, total) {
                Some(item) => finding
                    .variant("measure")
                    .arg("item", item.stated.as_deref().unwrap_or_default()),
                None => finding,
            };
            return Some(differs(finding, project, total, &cells, sum));
        }
    }
    // Where nothing is said of the items, the totals are all there is.
    let nothing = money.items.is_empty() && money.by_time.is_empty();
    let said = money.total().filter(|_| nothing)?;
    let other = of_form.filter(|other| {
        let other_fields = [GoalField::Total, GoalField::Fiscal, GoalField::YearFiscal];
        let mut all = other_fields.iter().filter_map(field).chain([*other]);
        all.all(|other| other.yuan.saturating_sub(said.yuan).abs() > slack(other, &[said], measure))
    })?;
    let finding = Finding::new(FindingCode::ProjectItemsDiffer).variant("form");
    Some(differs(finding, project, other, &[said], said.yuan))
}

/// The item in 元 by which the sum would be right if it were in 万元.
fn in_yuan<'a>(parts: &[&'a Amount], sum: Decimal, total: &Amount) -> Option<&'a Amount> {
    let more = Measure::TenThousand.yuan() - Decimal::ONE;
    let mended = |part: &&&Amount| {
        let text = part.stated.as_deref().unwrap_or_default();
        let added = part
            .yuan
            .checked_mul(more)
            .and_then(|own| sum.checked_add(own));
        text.ends_with('元')
            && !text.ends_with("万元")
            && added.is_some_and(|sum| {
                sum.saturating_sub(total.yuan).abs() <= slack(total, parts, Decimal::ONE)
            })
    };
    parts.iter().find(mended).copied()
}

/// The amounts of the form are those of the description in another unit of measure.
fn other_measure(
    project: &Project,
    money: &Money<'_>,
    total: &Amount,
    form: &GoalForm,
    power: i32,
) -> Finding {
    let fits = match power {
        4 => Measure::Yuan,
        _ => Measure::TenThousand,
    };
    let mut finding = Finding::new(FindingCode::UnitSuspect)
        .variant("form")
        .arg("project", &project.name)
        .word("stated", form.measure.word_name())
        .word("fits", fits.word_name())
        .cell(Stated::amount(total));
    let cells = money.cells().into_iter();
    finding.cells.extend(cells.map(Stated::amount));
    finding
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
