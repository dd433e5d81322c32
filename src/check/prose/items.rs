//! The items of the narrative: each names a line of the functional tables, and each line is named once.

use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::Decimal;

use super::{Texts, cell};
use crate::finding::{Finding, FindingCode, Stated};
use crate::model::{Code, Coordinates, Dim, Section, SectionId, Text};
use crate::prose::{Mention, Named, Nearly, Paragraph, Says};
use crate::text::{Folded, count as numeral, grouped_yuan, is_numeral};

/// Where the items stand.
const SECTION: SectionId = SectionId::Narrative;

/// The sources whose lines a list may give, the likeliest first; all money is `None`.
const SOURCES: [Option<&str>; 5] = [
    Some("fiscal"),
    Some("general"),
    None,
    Some("government_fund"),
    Some("state_capital"),
];

/// An item with its amount.
struct NarrativeItem<'t> {
    /// The paragraph of its name.
    head: &'t Text,
    /// The paragraph of its amount.
    text: &'t Text,
    amount: &'t Mention,
    named: Named,
}

/// Items that follow one another, and what stands before them: a paragraph, or the beginning of their own.
struct NarrativeList<'t> {
    intro: Option<(&'t Text, &'t str)>,
    items: Vec<NarrativeItem<'t>>,
}

pub(super) fn check(texts: &Texts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let spoken = texts.spoken.iter();
    for (section, paragraphs) in spoken.filter(|(section, _)| section.section == SECTION) {
        for list in lists(texts, section, paragraphs) {
            for item in &list.items {
                findings.extend(wrong_name(texts, item));
            }
            findings.extend(repeated(texts, &list));
            findings.extend(missing(texts, &list));
            findings.extend(count(texts, &list));
        }
    }
    findings
}

/// The lists of a section. A heading, and a paragraph that announces something else, end one.
fn lists<'t>(
    texts: &Texts<'_>,
    section: &'t Section,
    paragraphs: &'t [Paragraph],
) -> Vec<NarrativeList<'t>> {
    let mut all: Vec<NarrativeList<'t>> = Vec::new();
    let mut open = false;
    let mut before = None;
    let mut head = None;
    for (text, paragraph) in section.paragraphs.iter().zip(paragraphs) {
        if let Some(first) = paragraph.items.first() {
            let items = paragraph.items.iter();
            all.push(NarrativeList {
                intro: Some((text, &text.text[..first.start])),
                items: items
                    .filter_map(|span| within(texts, text, paragraph, span))
                    .collect(),
            });
            (open, before, head) = (false, None, None);
            continue;
        }
        let amount = paragraph
            .mentions
            .iter()
            .find(|own| own.says == Says::Amount);
        // The amount may stand in the paragraph below the name.
        let whole = 0..text.text.len();
        let named = texts
            .outline()
            .named(&text.text, whole, &paragraph.mentions);
        let named = named.map(|own| (text, own)).or_else(|| head.take());
        let Some(amount) = amount else {
            head = named;
            if head.is_none() && (paragraph.heading || text.text.ends_with([':', '：'])) {
                open = false;
            }
            before = before
                .filter(|_| head.is_some())
                .or(Some((text, text.text.as_str())));
            continue;
        };
        if let Some((head, named)) = named {
            if !open {
                all.push(NarrativeList {
                    intro: before,
                    items: Vec::new(),
                });
            }
            open = true;
            if let Some(list) = all.last_mut() {
                list.items.push(NarrativeItem {
                    head,
                    text,
                    amount,
                    named,
                });
            }
        } else if text.text.ends_with([':', '：']) {
            open = false;
        }
        before = Some((text, &text.text));
    }
    all.retain(|list| !list.items.is_empty());
    all
}

/// An item of a list within a paragraph.
fn within<'t>(
    texts: &Texts<'_>,
    text: &'t Text,
    paragraph: &'t Paragraph,
    span: &Range<usize>,
) -> Option<NarrativeItem<'t>> {
    let mut inside = paragraph.mentions.iter();
    let named = texts
        .outline()
        .named(&text.text, span.clone(), &paragraph.mentions)?;
    let amount = inside.find(|own| span.contains(&own.span.start) && own.says == Says::Amount)?;
    Some(NarrativeItem {
        head: text,
        text,
        amount,
        named,
    })
}

impl NarrativeItem<'_> {
    fn cell(&self) -> Stated {
        cell(self.text, &self.text.text[self.amount.span.clone()])
    }

    /// The lines that it may be; of several that its words allow those whose amount it states.
    fn lines(&self, texts: &Texts<'_>) -> Vec<Code> {
        match &self.named {
            Named::Lines(lines) => {
                let states = |line: &&Code| self.states(texts, **line);
                let by_amount: Vec<Code> = lines.iter().filter(states).copied().collect();
                if by_amount.is_empty() {
                    return lines.clone();
                }
                by_amount
            }
            Named::Nearly(nearly, _) => {
                let lines = nearly.iter().map(|own| own.line);
                lines.filter(|line| self.states(texts, *line)).collect()
            }
            Named::Unknown(_) => Vec::new(),
        }
    }

    /// Whether its amount is that of a line, of any source.
    fn states(&self, texts: &Texts<'_>, line: Code) -> bool {
        is_of(texts, line, self.amount.value, self.amount.slack())
    }
}

fn at(source: Option<&str>, line: Code) -> Coordinates {
    Coordinates::default()
        .with_word(Dim::FLOW, Some("expenditure"))
        .with_word(Dim::SOURCE, source)
        .with_code(Dim::FUNCTION, Some(line))
}

/// A name or a code that is not that of the line whose others are written, and whose amount it has; or a 科目 of no table.
fn wrong_name(texts: &Texts<'_>, item: &NarrativeItem<'_>) -> Option<Finding> {
    match &item.named {
        Named::Lines(_) => None,
        Named::Nearly(all, beside) => {
            if let Some(name) = beside
                && !all.iter().any(|own| item.states(texts, own.line))
            {
                return unknown(item, name);
            }
            let certain = |own: &&Nearly| !own.expected.is_empty() && item.states(texts, own.line);
            let mut fitting = all.iter().filter(certain);
            let own = fitting.next()?;
            // Of two lines with one amount either may be meant; of a 款 and its only 项 the 项 is.
            let own = fitting.try_fold(own, |own, other| match () {
                () if own.line.contains(other.line) => Some(other),
                () if other.line.contains(own.line) => Some(own),
                () => None,
            })?;
            let code = match own.digits {
                true => FindingCode::BadCode,
                false => FindingCode::NameDiffers,
            };
            let finding = Finding::new(code)
                .variant("item")
                .arg("stated", &own.stated)
                .arg("expected", &own.expected)
                .arg("code", own.code)
                .arg("line", own.line);
            let finding = match own.digits {
                // A wrong code of a text takes no amount to another line.
                true => finding.severity(crate::finding::Severity::Warning),
                false => finding,
            };
            Some(finding.cell(cell(item.head, &own.stated)))
        }
        Named::Unknown(name) => unknown(item, name),
    }
}

/// An item of a 科目 that no table has.
fn unknown(item: &NarrativeItem<'_>, name: &str) -> Option<Finding> {
    let finding = Finding::new(FindingCode::ItemUnknown)
        .arg("name", name)
        .cell(item.cell());
    (!item.amount.value.is_zero()).then_some(finding)
}

/// A line that two items name.
fn repeated(texts: &Texts<'_>, list: &NarrativeList<'_>) -> Vec<Finding> {
    let mut by_line: BTreeMap<Code, Vec<&NarrativeItem<'_>>> = BTreeMap::new();
    for item in &list.items {
        if let [line] = item.lines(texts)[..] {
            by_line.entry(line).or_default().push(item);
        }
    }
    let copied = |(line, items): &(Code, Vec<&NarrativeItem<'_>>)| {
        // What several items state together is a line cut in parts; what none states alone is no copy.
        let sum = items.iter().map(|item| item.amount.value).sum();
        let same = |pair: &[&NarrativeItem<'_>]| pair[0].amount.value == pair[1].amount.value;
        let alone = items.iter().any(|item| item.states(texts, *line));
        items.len() > 1
            && (alone || items.windows(2).any(same))
            && !is_of(
                texts,
                *line,
                sum,
                items.iter().map(|item| item.amount.slack()).sum(),
            )
    };
    let all = by_line.into_iter().filter(copied);
    let finding = |(line, items): (Code, Vec<&NarrativeItem<'_>>)| {
        let amount = items[1].amount;
        let mut finding = Finding::new(FindingCode::ItemRepeated)
            .arg("code", line)
            .arg("count", items.len())
            .arg("amount", &items[1].text.text[amount.span.clone()]);
        // The later ones are the copies.
        finding
            .cells
            .extend(items[1..].iter().map(|item| item.cell()));
        finding.cell(items[0].cell())
    };
    all.map(finding).collect()
}

/// Whether an amount is that of a line, of any source.
fn is_of(texts: &Texts<'_>, line: Code, yuan: Decimal, slack: Decimal) -> bool {
    SOURCES.iter().any(|source| {
        let stated = texts.facts().at(&at(*source, line));
        let mut stated = stated.iter();
        stated.any(|own| (own.yuan - yuan).abs() <= slack + own.slack)
    })
}

/// The lines that no item names, where the list names nearly all of one source. The list asks for lines of the level of its
/// items.
fn missing(texts: &Texts<'_>, list: &NarrativeList<'_>) -> Option<Finding> {
    const FEW: usize = 3;
    let named: Vec<Code> = list
        .items
        .iter()
        .flat_map(|item| item.lines(texts))
        .collect();
    let level = list
        .items
        .iter()
        .filter_map(|item| item.lines(texts).first().map(|line| line.level()))
        .max()?;
    let absent = |source: &Option<&'static str>| {
        let lines = texts.facts().lines(&at(*source, named[0]), Dim::FUNCTION);
        let wanted = lines.iter().filter(|(line, stated)| {
            // An item with items below it is their heading.
            let alone = |own: &Code| {
                !named
                    .iter()
                    .any(|other| other != own && own.contains(*other))
            };
            let covers = |own: &Code| own.contains(*line) && alone(own) || line.contains(*own);
            let covered = named.iter().any(covers);
            line.level() == level && !covered && stated.yuan.abs() > list.slack() + stated.slack
        });
        let absent: Vec<(Code, Stated, Decimal)> = wanted
            .flat_map(|(line, stated)| {
                let amount = stated.amounts.first();
                amount.map(|own| (*line, Stated::amount(own.amount), stated.yuan))
            })
            .collect();
        // A line of nothing is none of this source.
        let strange = |own: &&Code| {
            let mut lines = lines.iter();
            !lines.any(|(line, stated)| line == *own && !stated.yuan.is_zero())
        };
        let strange = named.iter().filter(strange).count();
        (strange < named.len()).then_some((strange, absent))
    };
    // The source whose lines the list is of: it has those that are named, and few others.
    let by_source = SOURCES.iter().filter_map(absent);
    let (_, absent) = by_source.min_by_key(|(strange, absent)| strange + absent.len())?;
    let listed = list.items.len();
    if absent.is_empty() || absent.len() > (listed / FEW).max(1) || listed < 2 {
        return None;
    }
    let names = texts.outline().names();
    let words = absent.iter().map(|(line, _, yuan)| {
        let name = names.get(line).map_or("", String::as_str);
        format!("{line} {name} {}", grouped_yuan(*yuan))
    });
    let mut finding = Finding::new(FindingCode::ItemMissing)
        .list("lines", words)
        .arg("count", absent.len());
    let text = list.intro.map_or(list.items[0].text, |(text, _)| text);
    finding = finding.cell(cell(text, &text.text));
    finding
        .cells
        .extend(absent.into_iter().map(|(_, cell, _)| cell));
    Some(finding)
}

impl NarrativeList<'_> {
    /// What is not worth an item: less than the last digit of the amounts shows.
    fn slack(&self) -> Decimal {
        let digits = self.items.iter().map(|item| item.amount.quantum);
        digits.max().unwrap_or_default()
    }
}

/// 共15项，主要内容如下 against the items.
fn count(texts: &Texts<'_>, list: &NarrativeList<'_>) -> Option<Finding> {
    let words = &texts.templates.model.prose.lists;
    let (intro, lead) = list.intro?;
    let sentence = lead.trim_end_matches([':', '：', '。']);
    let sentence = sentence.rsplit('。').next()?;
    let holds = |words: &[String]| words.iter().any(|own| sentence.contains(own.as_str()));
    let announces = holds(&words.announce);
    let leads = lead.ends_with([':', '：']) && holds(&words.items);
    // 一、教育支出12万元，具体为：（1）小学教育10万元；（2）初中教育2万元: items of items may be meant.
    let nested = list.items.iter().any(|item| {
        let folded = Folded::new(&item.head.text);
        ["(1)", "(2)"].iter().all(|own| folded.text().contains(own))
    });
    if !(announces || leads) || nested {
        return None;
    }
    let (at, digits) = sentence.char_indices().find_map(|(at, c)| {
        let starts = is_numeral(c)
            && !sentence[..at].ends_with(|c: char| is_numeral(c) || matches!(c, '.' | '第'));
        let digits: String = sentence[at..]
            .chars()
            .take_while(|c| is_numeral(*c))
            .collect();
        let behind = &sentence[at + digits.len()..];
        let counts = words
            .counters
            .iter()
            .any(|own| behind.starts_with(own.as_str()));
        // 一项 is a way to speak.
        (starts && counts && digits.chars().count() < 3 && digits != "一").then_some((at, digits))
    })?;
    let stated = numeral(&digits)? as usize;
    let behind = sentence[at + digits.len()..].chars().next()?;
    // Of 类 with their 项 below them either may be counted.
    let lines = list.items.iter();
    let lines = lines.filter_map(|item| item.lines(texts).first().copied());
    let levels: Vec<_> = lines.map(|line| line.level()).collect();
    let counted = |own: usize| {
        let mut all = levels.iter();
        own == list.items.len()
            || all.any(|level| levels.iter().filter(|other| *other == level).count() == own)
    };
    (!counted(stated)).then(|| {
        Finding::new(FindingCode::CountDiffers)
            .variant("items")
            .arg("stated", stated)
            .arg("expected", list.items.len())
            .cell(cell(intro, &format!("{digits}{behind}")))
    })
}
