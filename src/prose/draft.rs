//! Texts drafted from the tables, by the sentences of the layout. What is not known is left to fill in, and never made up.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::{Decimal, RoundingStrategy};

use super::facts::Facts;
use super::vocabulary::functional;
use crate::layout::{DraftParagraph, DraftPiece, Drafting, Each, Layout, Templates};
use crate::model::{Budget, Code, Coordinates, Dim, Section, SectionId, Text};
use crate::text::squash;

/// What stands where something is not known.
const OPEN: &str = "【待填写：";

/// What stands where `what` is not known.
pub(crate) fn open(what: &str) -> String {
    format!("{OPEN}{what}】")
}

/// The sections that the layout drafts, from the tables of `budget` and of last year's budget where it is given; empty where
/// the layout drafts none.
#[must_use]
pub fn draft(templates: &Templates, budget: &Budget) -> Vec<Section> {
    let layout = templates.layout(&budget.layout);
    let Some((layout, document)) = layout.and_then(|own| Some((own, own.document.as_ref()?)))
    else {
        return Vec::new();
    };
    let Some(drafting) = &document.drafting else {
        return Vec::new();
    };
    let drafter = Drafter {
        templates,
        budget,
        drafting,
        facts: Facts::new(&templates.model, budget),
        before: budget
            .previous
            .as_deref()
            .map(|before| Facts::new(&templates.model, before)),
        names: names(budget),
    };
    let mut sections: Vec<Section> = Vec::new();
    for paragraph in &drafting.paragraphs {
        let texts = drafter.paragraph(paragraph).into_iter().map(Text::new);
        match sections
            .iter_mut()
            .find(|own| own.section == paragraph.section)
        {
            Some(section) => section.paragraphs.extend(texts),
            None => sections.push(Section {
                section: paragraph.section,
                heading: Text::new(heading(layout, paragraph.section, budget)),
                paragraphs: texts.collect(),
            }),
        }
    }
    sections
}

/// Adds to `budget` the drafts of the sections that it lacks, in the order of the layout, and the notes below its tables
/// without amounts; the sections that were added.
pub fn add_drafts(templates: &Templates, budget: &mut Budget) -> Vec<Section> {
    let mut added = draft(templates, budget);
    added.retain(|section| budget.document.section(section.section).is_none());
    let order = |section: &Section| {
        let all = &templates.model.sections;
        all.iter().position(|own| own.id == section.section)
    };
    for section in &added {
        let sections = &mut budget.document.sections;
        let at = sections.iter().position(|own| order(own) > order(section));
        sections.insert(at.unwrap_or(sections.len()), section.clone());
    }
    let year = budget.year;
    let layout = templates.layout(&budget.layout);
    for table in &mut budget.tables {
        let layout = layout.and_then(|layout| layout.table(table.table.as_str()));
        let note = layout.and_then(|layout| layout.empty_note.as_deref());
        let empty = table.lines.iter().all(|line| {
            line.unread.is_empty() && line.amounts.values().all(|amount| amount.yuan.is_zero())
        });
        if let (Some(note), true, None) = (note, empty, &table.note) {
            table.note = Some(with_year(note, year));
        }
    }
    added
}

/// What is left to fill in: the words within 【待填写：…】, each with some words before it.
#[must_use]
pub fn placeholders(section: &Section) -> Vec<String> {
    const BEFORE: usize = 16;
    let mut left = Vec::new();
    for text in &section.paragraphs {
        for (at, _) in text.text.match_indices(OPEN) {
            let before: Vec<char> = text.text[..at].chars().rev().take(BEFORE).collect();
            let end = text.text[at..]
                .find('】')
                .map_or(text.text.len(), |end| at + end + '】'.len_utf8());
            let before: String = before.into_iter().rev().collect();
            left.push(format!("{before}{}", &text.text[at..end]));
        }
    }
    left
}

fn with_year(text: &str, year: Option<u16>) -> String {
    match year {
        Some(year) => text
            .replace("{year}", &year.to_string())
            .replace("{last_year}", &year.saturating_sub(1).to_string()),
        None => text
            .replace("{year}", &format!("{OPEN}年度】"))
            .replace("{last_year}", &format!("{OPEN}上一年度】")),
    }
}

fn heading(layout: &Layout, section: SectionId, budget: &Budget) -> String {
    let title = layout
        .document
        .as_ref()
        .and_then(|document| document.section(section))
        .map_or("", |section| section.title.as_str());
    let title = match budget.year {
        Some(_) => title.to_owned(),
        None => title.replace("{year}年", ""),
    };
    with_year(&title.replace("{unit}", &budget.unit.name), budget.year)
}

/// The names of the 功能分类 科目 in the tables, else in the code list.
fn names(budget: &Budget) -> BTreeMap<Code, String> {
    let mut names = BTreeMap::new();
    for (code, line) in functional(budget).filter(|(_, line)| !line.name.is_empty()) {
        let name = squash(&line.name).replace('(', "（").replace(')', "）");
        names.entry(code).or_insert(name);
    }
    names
}

struct Drafter<'d> {
    templates: &'d Templates,
    budget: &'d Budget,
    drafting: &'d Drafting,
    facts: Facts<'d>,
    before: Option<Facts<'d>>,
    names: BTreeMap<Code, String>,
}

impl Drafter<'_> {
    fn paragraph(&self, paragraph: &DraftParagraph) -> Vec<String> {
        let Some(each) = paragraph.each else {
            return vec![self.pieces(paragraph, None)];
        };
        let level = match each {
            Each::Class => 1,
            Each::Section => 2,
            Each::Item => 3,
        };
        let whole = paragraph
            .pieces
            .first()
            .map(DraftPiece::at)
            .unwrap_or_default();
        let codes: BTreeSet<Code> = self
            .names
            .keys()
            .filter(|code| code.level() == level)
            .copied()
            .collect();
        let stated = codes.into_iter().filter(|code| {
            let at = whole.clone().with_code(Dim::FUNCTION, Some(*code));
            self.yuan(&self.facts, &at)
                .is_some_and(|yuan| !yuan.is_zero())
        });
        stated
            .enumerate()
            .map(|(at, code)| self.pieces(paragraph, Some((at + 1, code))))
            .collect()
    }

    fn yuan(&self, facts: &Facts<'_>, at: &Coordinates) -> Option<Decimal> {
        facts.at(at).into_iter().next().map(|stated| stated.yuan)
    }

    fn pieces(&self, paragraph: &DraftParagraph, code: Option<(usize, Code)>) -> String {
        let pieces = paragraph.pieces.iter().map(|piece| self.piece(piece, code));
        pieces.collect()
    }

    fn piece(&self, piece: &DraftPiece, code: Option<(usize, Code)>) -> String {
        let at = piece
            .at()
            .with_code(Dim::FUNCTION, code.map(|(_, code)| code));
        let asks = at.flow().is_some();
        let own = if asks {
            self.yuan(&self.facts, &at)
        } else {
            let figure = piece
                .figure
                .as_ref()
                .and_then(|id| self.budget.document.figures.get(id));
            figure.map(|figure| figure.value)
        };
        let nothing = own.is_some_and(|own| own.is_zero());
        if nothing && piece.skip_zero {
            return String::new();
        }
        let text = match &piece.zero {
            Some(zero) if nothing => zero,
            _ => &piece.text,
        };
        let mut text = with_year(text, self.budget.year);
        if let Some((ordinal, code)) = code {
            text = text
                .replace("{ordinal}", &ordinal.to_string())
                .replace("{name}", self.name(code))
                .replace("{path}", &self.path(code));
        }
        let amount = match (own, &piece.figure) {
            (Some(own), None) => self.money(own),
            (Some(own), Some(id)) => {
                let money = self
                    .templates
                    .model
                    .figure(id.as_str())
                    .is_some_and(|own| own.money);
                if money {
                    self.money(own)
                } else {
                    own.normalize().to_string()
                }
            }
            (None, Some(id)) => {
                let name = self
                    .templates
                    .model
                    .figure(id.as_str())
                    .map_or("", |own| own.name.as_str());
                open(name)
            }
            (None, None) => open("金额"),
        };
        text = text.replace("{amount}", &amount);
        if text.contains("{change}") {
            text = text.replace("{change}", &self.change(own, &at));
        }
        text
    }

    fn name(&self, code: Code) -> &str {
        self.names.get(&code).map_or("", String::as_str)
    }

    /// 教育支出（类）普通教育（款）小学教育（项）.
    fn path(&self, code: Code) -> String {
        let mut above: Vec<Code> =
            std::iter::successors(Some(code), |code| code.parent()).collect();
        above.reverse();
        let words = above.iter().zip(["类", "款", "项"]);
        words
            .map(|(code, word)| format!("{}（{word}）", self.name(*code)))
            .collect()
    }

    fn rounded(&self, yuan: Decimal) -> Decimal {
        let half_up = RoundingStrategy::MidpointAwayFromZero;
        let mut number = (yuan / self.drafting.measure.yuan())
            .round_dp_with_strategy(self.drafting.decimals, half_up);
        if number.is_zero() {
            return Decimal::ZERO;
        }
        number.rescale(self.drafting.decimals);
        number
    }

    fn money(&self, yuan: Decimal) -> String {
        format!("{}{}", self.rounded(yuan), self.drafting.measure.word())
    }

    /// The change against last year's budget, in the words of the layout.
    fn change(&self, own: Option<Decimal>, at: &Coordinates) -> String {
        let drafting = self.drafting;
        let before = self
            .before
            .as_ref()
            .and_then(|before| self.yuan(before, at));
        let (Some(own), Some(before)) = (own, before) else {
            return with_year(&drafting.unknown, self.budget.year);
        };
        let difference = own - before;
        let words = if self.rounded(difference).is_zero() {
            &drafting.same
        } else if before.is_zero() {
            &drafting.from_nothing
        } else if difference > Decimal::ZERO {
            &drafting.up
        } else {
            &drafting.down
        };
        let percent = if before.is_zero() {
            Decimal::ZERO
        } else {
            let half_up = RoundingStrategy::MidpointAwayFromZero;
            let mut percent = (difference.abs() / before * Decimal::ONE_HUNDRED)
                .round_dp_with_strategy(2, half_up);
            percent.rescale(2);
            percent
        };
        with_year(words, self.budget.year)
            .replace("{difference}", &self.money(difference.abs()))
            .replace("{percent}", &format!("{percent}%"))
    }
}
