//! Single faults, as people make them.

use rust_decimal::Decimal;
use yusuan::model::{Budget, GoalField, SectionId, Text};

/// The kinds of faults.
pub(crate) const FAULTS: [&str; 11] = [
    "an amount",
    "a change",
    "a percentage",
    "a direction",
    "the year of a heading",
    "an item of a project",
    "no box ticked",
    "two boxes ticked",
    "a date",
    "the number of offices",
    "a part of 政府采购",
];

/// A number in a text: its bytes, what stands before it, and its unit.
struct Place {
    section: usize,
    paragraph: usize,
    start: usize,
    end: usize,
    before: String,
    percent: bool,
}

/// Puts the fault into the document at a place that `pick` chooses; whether there was one.
pub(crate) fn put(budget: &mut Budget, fault: &str, pick: usize) -> bool {
    match fault {
        "an amount" => number(budget, pick, |place| {
            !place.percent && !changes(place) && !other_year(place)
        }),
        "a change" => number(budget, pick, |place| !place.percent && changes(place)),
        "a percentage" => number(budget, pick, |place| place.percent),
        "a part of 政府采购" => number(budget, pick, |place| {
            ["货物", "工程", "服务"]
                .iter()
                .any(|own| place.before.contains(own))
                && place.before.contains("采购")
        }),
        "a direction" => direction(budget, pick),
        "the year of a heading" => {
            let year = budget.year.expect("a year");
            let section = budget
                .document
                .sections
                .iter_mut()
                .find(|own| own.section == SectionId::Narrative);
            replace(
                &mut section.expect("a narrative").heading,
                &year.to_string(),
                &(year - 1).to_string(),
            )
        }
        "an item of a project" => {
            let count = budget.document.projects.len();
            let project = &mut budget.document.projects[pick % count];
            let items = project.items.len();
            let amount = project.items[pick % items]
                .amount
                .as_mut()
                .expect("an amount");
            amount.yuan += Decimal::from(1000 * (1 + pick % 9));
            amount.stated = None;
            true
        }
        "no box ticked" => boxes(budget, pick, "☑", "□"),
        "two boxes ticked" => boxes(budget, pick, "□", "☑"),
        "a date" => {
            let year = budget.year.expect("a year");
            let count = budget.document.projects.len();
            let form = budget.document.projects[pick % count]
                .form
                .as_mut()
                .expect("a form");
            let field = if pick.is_multiple_of(2) {
                GoalField::Start
            } else {
                GoalField::End
            };
            let other = if pick.is_multiple_of(2) {
                year + 1
            } else {
                year - 1
            };
            let text = form.texts.get_mut(&field).expect("a date");
            replace(text, &year.to_string(), &other.to_string())
        }
        _ => {
            let count = 4 + u32::try_from(pick % 3).expect("small");
            budget.document.organization.count = Some(count);
            let sections = &mut budget.document.sections;
            let texts = sections.iter_mut().flat_map(|own| &mut own.paragraphs);
            let mut texts = texts.filter(|text| text.text.contains("3个内设机构"));
            let offices = texts.next().expect("every document counts its offices");
            replace(offices, "3个", &format!("{count}个"))
        }
    }
}

fn replace(text: &mut Text, from: &str, to: &str) -> bool {
    let there = text.text.contains(from);
    text.text = text.text.replacen(from, to, 1);
    there
}

fn boxes(budget: &mut Budget, pick: usize, from: &str, to: &str) -> bool {
    let count = budget.document.projects.len();
    let form = budget.document.projects[pick % count]
        .form
        .as_mut()
        .expect("a form");
    replace(
        form.texts
            .get_mut(&GoalField::Category)
            .expect("a category"),
        from,
        to,
    )
}

fn changes(place: &Place) -> bool {
    ["增加", "减少"]
        .iter()
        .any(|own| place.before.ends_with(own))
}

/// Last year's amounts are a fault of their own.
fn other_year(place: &Place) -> bool {
    let clause = place
        .before
        .rsplit(['，', '。', '；'])
        .next()
        .unwrap_or_default();
    clause.contains('比') || clause.contains('较')
}

/// The numbers with 万元, 元 or % in the narrative and the notes; figures that stand only once cannot be checked.
fn places(budget: &Budget) -> Vec<Place> {
    let mut places = Vec::new();
    for (section, own) in budget.document.sections.iter().enumerate() {
        if ![SectionId::Narrative, SectionId::OtherNotes].contains(&own.section) {
            continue;
        }
        for (paragraph, text) in own.paragraphs.iter().enumerate() {
            let text = &text.text;
            let mut at = 0;
            while let Some(start) = text[at..]
                .find(|c: char| c.is_ascii_digit())
                .map(|found| at + found)
            {
                let length =
                    text[start..].find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
                let end = length.map_or(text.len(), |length| start + length);
                at = end;
                let behind = &text[end..];
                let percent = behind.starts_with('%');
                let bound = behind.starts_with("万元以上") || behind.starts_with("万元（含）");
                if !percent && (bound || !(behind.starts_with("万元") || behind.starts_with('元')))
                {
                    continue;
                }
                places.push(Place {
                    section,
                    paragraph,
                    start,
                    end,
                    before: text[..start].to_owned(),
                    percent,
                });
            }
        }
    }
    places
}

/// Changes a digit of a number that is not 0.
fn number(budget: &mut Budget, pick: usize, which: impl Fn(&Place) -> bool) -> bool {
    let once = ["中小企业", "小型和微型", "绩效目标", "拟购置", "涉及"];
    let only_once = |place: &Place| once.iter().any(|own| place.before.contains(own));
    let all: Vec<Place> = places(budget)
        .into_iter()
        .filter(|place| which(place) && !only_once(place))
        .filter(|place| {
            let text = &budget.document.sections[place.section].paragraphs[place.paragraph].text;
            text[place.start..place.end].contains(|c: char| matches!(c, '1'..='9'))
        })
        .collect();
    if all.is_empty() {
        return false;
    }
    let place = &all[pick % all.len()];
    let text = &mut budget.document.sections[place.section].paragraphs[place.paragraph].text;
    // One of the first three digits: later ones may be within the rounding of the text.
    let digits: Vec<usize> = text[place.start..place.end]
        .bytes()
        .enumerate()
        .filter(|(_, byte)| byte.is_ascii_digit())
        .map(|(at, _)| place.start + at)
        .take(3)
        .collect();
    let at = digits[pick % digits.len()];
    let digit = text.as_bytes()[at] - b'0';
    let other = (digit + 1 + u8::try_from(pick % 8).expect("small")) % 10;
    text.replace_range(at..=at, &other.to_string());
    true
}

fn direction(budget: &mut Budget, pick: usize) -> bool {
    let pairs = [
        ("增加", "减少"),
        ("减少", "增加"),
        ("增长", "下降"),
        ("下降", "增长"),
    ];
    let mut all = Vec::new();
    for (section, own) in budget.document.sections.iter().enumerate() {
        for (paragraph, text) in own.paragraphs.iter().enumerate() {
            for (from, to) in pairs {
                for (at, _) in text.text.match_indices(from) {
                    let behind = &text.text[at + from.len()..];
                    if behind.starts_with(|c: char| c.is_ascii_digit()) {
                        all.push((section, paragraph, at, from, to));
                    }
                }
            }
        }
    }
    if all.is_empty() {
        return false;
    }
    let (section, paragraph, at, from, to) = all[pick % all.len()];
    let text = &mut budget.document.sections[section].paragraphs[paragraph].text;
    text.replace_range(at..at + from.len(), to);
    true
}
