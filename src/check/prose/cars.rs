//! Vehicles: their number against their kinds, and those to be bought against the money for them.

use rust_decimal::Decimal;

use super::{Texts, cell};
use crate::finding::{Finding, FindingCode, Stated};
use crate::model::{Coordinates, Dim, OrganizationWords, Text};
use crate::prose::{About, Says};
use crate::text::Folded;

/// What may stand between vehicles and their number: 公务用车共3台.
const FILLERS: [char; 4] = ['有', '共', '为', '计'];

/// So many kinds are all that there are; 其中：新能源车2辆 is one of them.
const ALL_KINDS: usize = 3;

/// A number of vehicles in a text.
#[derive(Debug)]
struct Cars {
    value: u32,
    /// The bytes of the number with 辆, in the folded text.
    span: std::ops::Range<usize>,
    /// The words before it, from the mark before.
    name: String,
}

pub(super) fn check(texts: &Texts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut planned: Option<(&Text, String, u32, bool)> = None;
    let organization = &texts.templates.model.organization;
    let special = &organization.special_cars;
    for (text, _) in texts.paragraphs() {
        let folded = Folded::new(&text.text);
        let mut from = 0;
        for part in folded.text().split_inclusive(['。', ';']) {
            let start = from;
            from += part.len();
            let mut all = cars(part);
            // 3辆（含新能源1辆），比上年减少1辆
            let not_kinds = &organization.not_kinds;
            let first = all.first().map(|own| own.span.start);
            all.retain(|own| {
                let other = not_kinds
                    .iter()
                    .any(|word| own.name.contains(word.as_str()));
                Some(own.span.start) == first || !(other || is_in_brackets(part, own.span.start))
            });
            let Some((total, kinds)) = all.split_first() else {
                continue;
            };
            let original = |span: &std::ops::Range<usize>| {
                &text.text[folded.original(start + span.start..start + span.end)]
            };
            let kinds = within(organization, part, total, kinds);
            findings.extend(sum(organization, text, total, kinds, &original));
            let to_buy = organization.to_buy.iter();
            let mut to_buy = to_buy.filter(|word| total.name.contains(word.as_str()));
            if to_buy.next().is_some() && planned.is_none() {
                let own = kinds.iter().filter(|own| own.value > 0);
                let other =
                    |own: &Cars| special.iter().any(|word| own.name.contains(word.as_str()));
                let mut own = own.peekable();
                let only_special = own.peek().is_some() && own.all(other);
                let words = original(&total.span).to_owned();
                planned = Some((text, words, total.value, only_special));
            }
        }
    }
    if let Some((text, words, value, special)) = planned
        && let Some((money, money_cell)) = money(texts)
    {
        let variant = match (value, money.is_zero()) {
            (0, false) => "no-car",
            (1.., true) if !special => "no-money",
            _ => return findings,
        };
        let mut finding = Finding::new(FindingCode::AssetsDiffer)
            .variant(variant)
            .arg("quote", &words)
            .amount("yuan", money)
            .cell(cell(text, &words));
        finding.cells.extend(money_cell);
        findings.push(finding);
    }
    findings
}

/// The kinds behind 其中 or its like.
fn within<'c>(
    words: &OrganizationWords,
    part: &str,
    total: &Cars,
    kinds: &'c [Cars],
) -> &'c [Cars] {
    let Some(first) = kinds.first() else {
        return &[];
    };
    let between = &part[total.span.end..first.span.start];
    let mut among = words.among_cars.iter();
    match among.any(|word| between.contains(word.as_str())) {
        true => kinds,
        false => &[],
    }
}

/// The number of vehicles against the sum of their kinds. Where but few kinds are named, they may be a part of all.
fn sum<'t>(
    words: &OrganizationWords,
    text: &'t Text,
    total: &Cars,
    kinds: &[Cars],
    original: &dyn Fn(&std::ops::Range<usize>) -> &'t str,
) -> Option<Finding> {
    let sum = kinds
        .iter()
        .fold(0_u32, |sum, own| sum.saturating_add(own.value));
    let official = kinds.len() > 1
        && kinds.iter().all(|own| {
            words
                .cars
                .iter()
                .any(|word| own.name.contains(word.as_str()))
        });
    let all = official || kinds.len() >= ALL_KINDS;
    let differs = sum > total.value || (all && sum != total.value);
    if kinds.is_empty() || !differs {
        return None;
    }
    let words = original(&total.span);
    let quote = format!("{}{}", total.name, words);
    let difference = Decimal::from(i64::from(sum) - i64::from(total.value)).abs();
    let mut finding = Finding::new(FindingCode::CountDiffers)
        .variant("parts")
        .arg("quote", quote)
        .arg("stated", total.value)
        .arg("expected", sum)
        .arg("difference", difference)
        .cell(cell(text, words));
    let said = kinds.iter().filter(|own| own.value > 0);
    finding
        .cells
        .extend(said.map(|own| cell(text, original(&own.span))));
    Some(finding)
}

/// The numbers with 辆, or 台 behind 车, in a part of a folded text.
fn cars(part: &str) -> Vec<Cars> {
    let marks = [',', '、', ':', '。', ';'];
    let found = part.match_indices(['辆', '台']).filter_map(|(at, unit)| {
        let digits = part[..at].chars().rev().take_while(char::is_ascii_digit);
        let start = at - digits.count();
        let value = part[start..at].parse().ok()?;
        let name = part[..start].rsplit(marks).next().unwrap_or_default();
        // 台 counts equipment, too: 车载设备2台.
        let of_cars = name.trim_end_matches(FILLERS).ends_with(['车', '辆']);
        if unit == "台" && !of_cars {
            return None;
        }
        Some(Cars {
            value,
            span: start..at + unit.len(),
            name: name.to_owned(),
        })
    });
    found.collect()
}

fn is_in_brackets(part: &str, at: usize) -> bool {
    let open = part[..at].rfind('(');
    open.is_some_and(|open| !part[open..at].contains(')'))
}

/// The money to buy vehicles with: of the tables, else of the texts.
fn money<'t>(texts: &Texts<'t>) -> Option<(Decimal, Option<Stated>)> {
    let at = Coordinates::ALL
        .with_word(Dim::FLOW, Some("three_public"))
        .with_word(Dim::KIND, Some("vehicle_purchase"));
    let stated = texts.facts().at(&at).into_iter().next();
    if let Some(stated) = stated {
        let amount = stated.amounts.first();
        return Some((stated.yuan, amount.map(|own| Stated::amount(own.amount))));
    }
    let mut said = texts.paragraphs().flat_map(|(text, paragraph)| {
        paragraph
            .mentions
            .iter()
            .map(move |mention| (text, mention))
    });
    let (text, mention) = said.find(|(_, mention)| {
        mention.says == Says::Amount
            && matches!(&mention.about, About::Fact(all) if all.first() == Some(&at))
    })?;
    let words = &text.text[mention.span.clone()];
    Some((mention.value, Some(cell(text, words))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equipment_is_no_car() {
        let found = |part: &str| -> Vec<u32> { cars(part).iter().map(|own| own.value).collect() };
        assert_eq!(found("共有车辆3辆,其中:其他用车3台"), [3, 3]);
        assert_eq!(found("公务用车共2台"), [2]);
        assert_eq!(found("购置车载设备2台、电脑5台(套)"), [] as [u32; 0]);
    }
}
