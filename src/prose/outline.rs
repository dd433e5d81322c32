//! The paragraphs of a section: which are headings, and what each is a part of.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::economic::Economic;
use super::lexicon::Lexicon;
use super::mention::Mention;
use super::ordinal::{BULLET, ordinal};
use super::path::{Named, named};
use super::read::{read, restated};
use super::subject::Subject;
use super::token::{Piece, tokens};
use crate::layout::Templates;
use crate::model::{Budget, Code, Model, Section};
use crate::text::Folded;

/// A paragraph with what its numbers say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The mentions in the order of the text.
    pub mentions: Vec<Mention>,
    /// The bytes of each number with its unit that is larger than anything there is, and was not read.
    pub too_large: Vec<Range<usize>>,
    /// Whether it is a heading: it has an ordinal, is short and says nothing.
    pub heading: bool,
    /// The bytes of the items of a list of 科目 within it; none where it holds no list.
    pub items: Vec<Range<usize>>,
}

/// Reads the texts of a budget.
#[derive(Debug, Clone)]
pub struct Outline<'t> {
    model: &'t Model,
    words: Arc<GatheredWords>,
}

/// The words by which the texts of a budget are read. They are gathered where the first text is, once for all that read the texts
/// of the same budget; those of another budget are others.
#[derive(Debug, Clone, Default)]
pub struct OutlineWords(OnceLock<Arc<GatheredWords>>);

#[derive(Debug)]
struct GatheredWords {
    lexicon: Lexicon,
    economic: Economic,
    year: Option<u16>,
}

impl OutlineWords {
    fn of(&self, templates: &Templates, budget: &Budget) -> Arc<GatheredWords> {
        let gather = || {
            Arc::new(GatheredWords {
                lexicon: Lexicon::new(templates, budget),
                economic: Economic::new(&templates.model, budget),
                year: budget.year,
            })
        };
        Arc::clone(self.0.get_or_init(gather))
    }
}

impl<'t> Outline<'t> {
    /// For the texts of `budget`, which lends the names of its 科目, its own name and its year.
    #[must_use]
    pub fn new(templates: &'t Templates, budget: &Budget) -> Self {
        Self::with(templates, budget, &OutlineWords::default())
    }

    /// The same with the words of `budget`, which serve again.
    #[must_use]
    pub fn with(templates: &'t Templates, budget: &Budget, words: &OutlineWords) -> Self {
        Self {
            model: &templates.model,
            words: words.of(templates, budget),
        }
    }

    /// What the numbers of a section's paragraphs say, one [`Paragraph`] each, in their order.
    #[must_use]
    pub fn section(&self, section: &Section) -> Vec<Paragraph> {
        let texts = section.paragraphs.iter().map(|text| text.text.as_str());
        self.paragraphs(texts)
    }

    /// The same for texts of any kind.
    pub fn paragraphs<'p>(&self, texts: impl Iterator<Item = &'p str>) -> Vec<Paragraph> {
        let mut state = OutlineState::default();
        texts
            .map(|text| {
                let items = items(self.model, &self.words.lexicon, text);
                let Some(first) = items.first() else {
                    return self.paragraph(&mut state, text);
                };
                // A list within a paragraph is read as if each of its items stood alone.
                let mut whole = self.paragraph(&mut state, &text[..first.start]);
                for item in &items {
                    let own = self.paragraph(&mut state, &text[item.clone()]);
                    let sentences = whole.mentions.last().map_or(0, |own| own.sentence + 1);
                    let moved = |span: Range<usize>| span.start + item.start..span.end + item.start;
                    let mentions = own.mentions.into_iter().map(|own| Mention {
                        span: moved(own.span),
                        number: moved(own.number),
                        sentence: own.sentence + sentences,
                        ..own
                    });
                    whole.mentions.extend(mentions);
                    whole.too_large.extend(own.too_large.into_iter().map(moved));
                }
                whole.heading = false;
                whole.items = items;
                whole
            })
            .collect()
    }

    fn paragraph(&self, state: &mut OutlineState, text: &str) -> Paragraph {
        let OutlineState {
            above,
            announced,
            just_announced,
            before,
        } = state;
        let folded = Folded::new(text);
        let level = ordinal(folded.text()).map(|(level, _)| level);
        let heading = level.is_some_and(|own| own < BULLET) && is_heading(folded.text());
        if heading && let Some(level) = level {
            above.retain(|(own, _)| *own < level);
            *announced = None;
        }
        // A paragraph that begins anew is no part of the list that was announced.
        let begins = ["20", "本", "我"]
            .iter()
            .any(|own| folded.text().starts_with(own));
        if begins && level.is_none() && !*just_announced {
            *announced = None;
        }
        let frame = announced
            .clone()
            .or_else(|| above.last().map(|(_, subject)| subject.clone()))
            .unwrap_or_default();
        // What has an ordinal begins anew.
        let goes_on = before
            .as_ref()
            .filter(|_| level.is_none_or(|own| own == BULLET));
        let (mut mentions, left) = read(
            self.model,
            &self.words.lexicon,
            self.words.year,
            &folded,
            &frame,
            goes_on,
        );
        restated(&self.model.prose.restated, text, &mut mentions);
        self.words
            .economic
            .tie(&self.words.lexicon, text, &mut mentions);
        *just_announced = left.announced.is_some() && !heading;
        if heading && let Some(level) = level {
            let subject = self.heading(&folded, &frame);
            above.push((level, subject));
            *before = None;
        } else {
            *before = left.subject;
            if left.announced.is_some() {
                *announced = left.announced;
            }
        }
        Paragraph {
            mentions,
            too_large: left.too_large,
            heading,
            items: Vec::new(),
        }
    }

    /// The 科目 that the part `span` of a text with an ordinal names before its first amount, or at all where it has none: an
    /// item of a list of 科目. `mentions` are those of the whole text.
    #[must_use]
    pub fn named(&self, text: &str, span: Range<usize>, mentions: &[Mention]) -> Option<Named> {
        let text = &text[span.clone()];
        let folded = Folded::new(text);
        let mut inside = mentions.iter().filter_map(|own| {
            let start = own.span.start.checked_sub(span.start)?;
            (own.span.end <= span.end).then(|| start..own.span.end - span.start)
        });
        let two = [inside.next(), inside.next()];
        let span = |at: usize| two[at].clone();
        let end = text.len();
        let first = span(0).unwrap_or(end..end);
        let behind = span(1).map_or(end, |own| own.start);
        let at = |original: usize| {
            let reached = |at: &usize| folded.original(*at..*at + 1).start >= original;
            let mut all = folded.text().char_indices().map(|(at, _)| at);
            all.find(reached).unwrap_or(folded.text().len())
        };
        let behind = at(first.end)..at(behind);
        named(&self.words.lexicon, folded.text(), at(first.start), behind)
    }

    /// The names of the lines of the functional tables.
    #[must_use]
    pub fn names(&self) -> &BTreeMap<Code, String> {
        self.words.lexicon.lines()
    }

    /// What a heading is about: its words are read as an announcement.
    fn heading(&self, folded: &Folded, frame: &Subject) -> Subject {
        let announcing = Folded::new(&format!("{}:", folded.text()));
        let (_, left) = read(
            self.model,
            &self.words.lexicon,
            self.words.year,
            &announcing,
            frame,
            None,
        );
        left.announced.unwrap_or_else(|| frame.clone())
    }
}

/// What the paragraphs before leave to the next one.
#[derive(Default)]
struct OutlineState {
    /// What the headings above are about, with their levels.
    above: Vec<(u8, Subject)>,
    announced: Option<Subject>,
    just_announced: bool,
    before: Option<Subject>,
}

/// The bytes of the items of a list of 科目 within a text: 一是行政运行2万元；二是住房公积金1万元. Each begins with an ordinal of the
/// same kind, and most of them name a 科目 before their first amount.
fn items(model: &Model, lexicon: &Lexicon, text: &str) -> Vec<Range<usize>> {
    const MARKS: [char; 5] = ['；', ';', '。', '：', ':'];
    if !text.contains(MARKS) {
        return Vec::new();
    }
    let folded = Folded::new(text);
    let whole = folded.text();
    let marks = whole.match_indices([';', '。', ':', ',']);
    let begins = marks.map(|(at, mark)| at + mark.len());
    let mut all: Vec<(usize, u8)> = Vec::new();
    for at in std::iter::once(0).chain(begins) {
        let Some((level, _)) = ordinal(&whole[at..]) else {
            continue;
        };
        if all.first().is_none_or(|(_, first)| *first == level) {
            all.push((at, level));
        }
    }
    if all.len() < 2 {
        return Vec::new();
    }
    // 主要原因：一是住房公积金增加；二是…: what stands behind a reason explains it.
    let lead = &whole[..all[0].0];
    let because = &model.prose.why.because;
    if because.iter().any(|own| lead.contains(own.as_str())) {
        return Vec::new();
    }
    let ends = all[1..].iter().map(|(at, _)| *at).chain([whole.len()]);
    let spans: Vec<Range<usize>> = all
        .iter()
        .zip(ends)
        .map(|((at, _), end)| *at..end)
        .collect();
    let names = |span: &&Range<usize>| {
        let own = &whole[(*span).clone()];
        amount(lexicon, own)
            .is_some_and(|at| named(lexicon, own, at, own.len()..own.len()).is_some())
    };
    let named = spans.iter().filter(names).count();
    let listed = named > 1 && 2 * named > spans.len();
    let original = |span: &Range<usize>| folded.original(span.clone());
    let spans = spans.iter().filter(|_| listed);
    spans.map(original).collect()
}

/// Where the first amount of a folded text begins.
fn amount(lexicon: &Lexicon, text: &str) -> Option<usize> {
    let mut all = tokens(lexicon, text).into_iter();
    let first = all.find(|token| matches!(token.piece, Piece::Number(_)))?;
    Some(first.span.start)
}

/// Whether a text with an ordinal is a heading.
fn is_heading(text: &str) -> bool {
    const LONGEST: usize = 40;
    text.chars().count() <= LONGEST
        && !text.contains(['。', ';', ','])
        && !text.ends_with(':')
        && !text.contains("万元")
        && !text.contains("元")
}
