//! 三公 and 机关运行 money against the 经济分类 lines of the basic expenditure, and both classifications against each other.

use rust_decimal::Decimal;

use crate::finding::{Finding, FindingCode, Severity, Stated};
use crate::layout::Templates;
use crate::model::{Amount, Body, Budget, Code, Coordinates, Dim, Fact, Id, Lines, sum};
use crate::text::squash;

/// 三公 money this many times its 经济分类 line was filled in yuan under a heading of 万元.
const TIMES: Decimal = Decimal::ONE_THOUSAND;

/// The facts of a budget, to be asked by their coordinates.
struct FactList<'f> {
    all: Vec<&'f Fact<'f>>,
    budget: &'f Budget,
}

impl<'f> FactList<'f> {
    /// The amounts at these coordinates, in the order of the tables.
    fn at(&self, at: &Coordinates) -> Option<&'f Amount> {
        self.all
            .iter()
            // Codes are compared before names: most facts have others.
            .find(|fact| {
                (fact.at.function(), fact.at.economic()) == (at.function(), at.economic())
                    && fact.at == *at
            })
            .map(|fact| fact.amount)
    }

    /// The rounding error of an amount: half a quantum of its table.
    fn slack(&self, amount: &Amount) -> Decimal {
        let fact = self
            .all
            .iter()
            .find(|fact| std::ptr::eq(fact.amount, amount));
        let table = fact.and_then(|fact| self.budget.table(fact.table.as_str()));
        table.map_or(Decimal::ZERO, |table| table.quantum * Decimal::new(5, 1))
    }

    /// Whether the line of an amount has the name that its code has in the code list, or none. A paper that numbers its lines
    /// itself has other things under the codes.
    fn is_named(&self, templates: &Templates, amount: &Amount, code: Code) -> bool {
        let mut facts = self.all.iter();
        let fact = facts.find(|fact| std::ptr::eq(fact.amount, amount));
        let own = fact.map_or_else(Default::default, |fact| squash(&fact.line.name));
        let Some(entry) = templates.codes.get(Lines::ECONOMIC, code) else {
            return true;
        };
        let mut names = entry.other_names.iter().chain([&entry.name]);
        let alike = |name: &String| {
            let name = squash(name);
            own.contains(&*name) || name.contains(&*own)
        };
        own.is_empty() || names.any(alike)
    }

    fn exceeds(&self, amount: &Amount, other: &Amount) -> bool {
        let slack = self.slack(amount).saturating_add(self.slack(other));
        amount.yuan.saturating_sub(other.yuan) > slack
    }
}

/// Checks 三公 and 机关运行 money, and the lines of both classifications that usually agree.
/// The tables named in `other_measure` are left alone: all of their amounts are wrong.
pub(super) fn check(
    templates: &Templates,
    budget: &Budget,
    facts: &[Fact<'_>],
    other_measure: &[&Id],
) -> Vec<Finding> {
    let facts = FactList {
        all: facts
            .iter()
            .filter(|fact| !other_measure.contains(&fact.table))
            .collect(),
        budget,
    };
    let mut findings = items(templates, &facts);
    findings.extend(agency_operating(&facts));
    findings.extend(related(templates, &facts));
    findings.extend(shares(templates, &facts));
    findings
}

fn coordinates(flow: &str, source: Option<&str>, kind: Option<&str>) -> Coordinates {
    Coordinates::ALL
        .with_word(Dim::FLOW, Some(flow))
        .with_word(Dim::SOURCE, source)
        .with_word(Dim::KIND, kind)
}

/// The amount of the general budget's basic expenditure by 经济分类.
fn economic(code: Code) -> Coordinates {
    coordinates("expenditure", Some("general"), Some("basic")).with_code(Dim::ECONOMIC, Some(code))
}

fn items(templates: &Templates, facts: &FactList<'_>) -> Vec<Finding> {
    let all = facts.at(&coordinates("three_public", None, None));
    let fiscal = facts.at(&coordinates("expenditure", Some("fiscal"), None));
    if let (Some(all), Some(fiscal)) = (all, fiscal)
        && facts.exceeds(all, fiscal)
        && fiscal.yuan > Decimal::ZERO
    {
        let finding = Finding::new(FindingCode::ThreePublicAbove)
            .amount("stated", all.yuan)
            .amount("expected", fiscal.yuan);
        return vec![
            finding
                .cell(Stated::amount(all))
                .cell(Stated::amount(fiscal)),
        ];
    }
    let mut findings = Vec::new();
    for pair in &templates.model.three_public {
        let (Some(own), Some(line)) = (
            facts.at(&coordinates("three_public", None, Some(pair.kind.as_str()))),
            facts
                .at(&economic(pair.economic))
                .filter(|line| line.yuan > Decimal::ZERO)
                .filter(|line| facts.is_named(templates, line, pair.economic)),
        ) else {
            continue;
        };
        let times = line.yuan.checked_mul(TIMES);
        let finding = if times.is_some_and(|times| own.yuan >= times) {
            Finding::new(FindingCode::ThreePublicAbove).variant("item")
        } else if facts.exceeds(line, own) {
            Finding::new(FindingCode::ThreePublicBelow)
        } else {
            continue;
        };
        let name = templates.codes.get(Lines::ECONOMIC, pair.economic);
        let finding = finding
            .arg(
                "item",
                templates.model.name(pair.kind.as_str()).unwrap_or_default(),
            )
            .arg("code", pair.economic)
            .arg("name", name.map_or("", |entry| &entry.name))
            .amount("stated", own.yuan)
            .amount("expected", line.yuan);
        findings.push(finding.cell(Stated::amount(own)).cell(Stated::amount(line)));
    }
    findings
}

fn agency_operating(facts: &FactList<'_>) -> Option<Finding> {
    let own = facts
        .at(&coordinates("agency_operating", None, None))
        .filter(|own| !own.yuan.is_zero());
    let public = facts
        .all
        .iter()
        .filter(|fact| fact.table.as_str() == "basic_economic")
        .find(|fact| fact.at == coordinates("expenditure", Some("general"), Some("public")))
        .map(|fact| fact.amount);
    let unit = &facts.budget.unit;
    let nature = unit.nature.as_str();
    let as_agency = nature.contains("参照公务员") || nature.contains("参公");
    // What a department's text says may be of its units.
    let institution = unit.body == Body::Unit && nature.contains("事业单位") && !as_agency;
    let finding = |severity, variant: Option<&'static str>| {
        let finding = Finding::new(FindingCode::AgencyOperatingDiffers).severity(severity);
        variant.into_iter().fold(finding, Finding::variant)
    };
    let cells = |finding: Finding, amounts: [Option<&Amount>; 2]| {
        let stated = |at: usize| amounts[at].map_or(Decimal::ZERO, |amount| amount.yuan);
        let mut finding = finding
            .amount("stated", stated(0))
            .amount("expected", stated(1))
            .arg("type", nature);
        finding.cells = amounts.into_iter().flatten().map(Stated::amount).collect();
        finding
    };
    match (own, public) {
        (Some(own), Some(public)) if facts.exceeds(own, public) => Some(cells(
            finding(Severity::Error, None),
            [Some(own), Some(public)],
        )),
        (Some(own), _) if institution => Some(cells(
            finding(Severity::Warning, Some("institution")),
            [Some(own), public],
        )),
        (own, Some(public))
            if unit.body == Body::Unit && (as_agency || nature.contains("行政")) =>
        {
            let zero = Amount::new(Decimal::ZERO);
            let differs = facts.exceeds(public, own.unwrap_or(&zero));
            differs.then(|| {
                cells(
                    finding(Severity::Warning, Some("differs")),
                    [own, Some(public)],
                )
            })
        }
        _ => None,
    }
}

/// The amount of the general budget's basic expenditure by 功能分类.
fn functional(code: Code) -> Coordinates {
    coordinates("expenditure", Some("general"), Some("basic")).with_code(Dim::FUNCTION, Some(code))
}

/// Lines that are a share of another one, as 职业年金 is half of 基本养老保险.
fn shares(templates: &Templates, facts: &FactList<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for model in &templates.model.shares {
        let (Some(own), Some(whole)) = (
            facts.at(&functional(model.function)),
            facts.at(&functional(model.of)),
        ) else {
            continue;
        };
        let expected = whole.yuan * model.share;
        let difference = own.yuan.saturating_sub(expected).abs();
        let slack = facts.slack(own) + facts.slack(whole) + whole.yuan * model.within;
        if own.yuan <= Decimal::ZERO || whole.yuan <= Decimal::ZERO || difference <= slack {
            continue;
        }
        let percent = (own.yuan / whole.yuan * Decimal::ONE_HUNDRED).round_dp(1);
        findings.push(
            Finding::new(FindingCode::RelatedDiffer)
                .variant("share")
                .arg("function", model.function)
                .arg("of", model.of)
                .amount("stated", own.yuan)
                .arg("percent", percent.normalize())
                .arg("share", (model.share * Decimal::ONE_HUNDRED).normalize())
                .amount("expected", expected)
                .cell(Stated::amount(own))
                .cell(Stated::amount(whole)),
        );
    }
    findings
}

fn related(templates: &Templates, facts: &FactList<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for pair in &templates.model.related {
        let of = |codes: &[Code], at: &dyn Fn(Code) -> Coordinates| -> Vec<&Amount> {
            codes
                .iter()
                .filter_map(|&code| facts.at(&at(code)))
                .collect()
        };
        let by_economic = of(&pair.economic, &economic);
        let by_function = of(&pair.function, &functional);
        let add = |amounts: &[&Amount]| sum(amounts.iter().map(|amount| amount.yuan));
        let both = by_economic.iter().chain(&by_function);
        let slack = sum(both.map(|amount| facts.slack(amount)));
        let (stated, expected) = (add(&by_economic), add(&by_function));
        let difference = stated.saturating_sub(expected).abs();
        if stated.is_zero() || expected.is_zero() || difference <= slack {
            continue;
        }
        let mut finding = Finding::new(FindingCode::RelatedDiffer)
            .list("economic", &pair.economic)
            .list("function", &pair.function)
            .amount("stated", stated)
            .amount("expected", expected)
            .amount("difference", difference);
        finding.cells = by_economic
            .into_iter()
            .chain(by_function)
            .map(Stated::amount)
            .collect();
        findings.push(finding);
    }
    findings
}
