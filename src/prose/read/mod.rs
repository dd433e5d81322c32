//! One paragraph: what each number in it says, and what it is about.

mod ahead;
mod each;
mod number;
mod scope;
mod whole;
mod word;

use std::ops::Range;

pub(super) use self::whole::restated;
use super::lexicon::{Lexicon, Word};
use super::mention::{Basis, Direction, Mention, Says, Untied};
use super::subject::{Hit, Subject};
use super::token::{Piece, Token, tokens};
use crate::model::Model;
use crate::text::Folded;

/// What a paragraph leaves to the next one.
#[derive(Debug, Clone, Default)]
pub(super) struct Left {
    /// What the end of the paragraph announces: `财政拨款支出主要内容如下：`, `其中：`.
    pub(super) announced: Option<Subject>,
    /// What the last number was about.
    pub(super) subject: Option<Subject>,
    /// The bytes of its numbers that are too large for anything.
    pub(super) too_large: Vec<Range<usize>>,
}

/// What is known of a clause so far.
#[derive(Debug, Default)]
struct Clause {
    /// Where it begins in the folded text.
    start: usize,
    hits: Vec<Hit>,
    /// Unknown words stand right before the first topic, and they are not the name of a body.
    specific: bool,
    /// Unknown words stand behind the last topic.
    behind: bool,
    /// Unknown words stand in it at all.
    other: bool,
    than: bool,
    last_year: bool,
    /// A year stands in it, and not behind 比.
    year: Option<u16>,
    /// A year stands behind 比.
    than_year: Option<u16>,
    /// 本年, 当年.
    this_year: bool,
    other_basis: bool,
    direction: Option<Direction>,
    /// A direction that holds for a percentage alone.
    weak: Option<Direction>,
    share: bool,
    /// 变动率: of the change before it.
    rate: bool,
    /// The word 无, and whether it comes before all topics.
    none: Option<Range<usize>>,
    among: bool,
    /// It says under which 科目 the amount before it stands: 列“教育支出”（类）科目.
    booked: bool,
    /// A bound stands in it: 50万元以上.
    bound: bool,
    /// Bodies are counted in it: 下属1家机关和2家参公单位.
    counted: bool,
}

/// What was spoken of before a bracket.
#[derive(Debug)]
struct Outside {
    base: Subject,
    subject: Option<Subject>,
    year: Option<u16>,
}

pub(super) struct ParagraphReader<'r> {
    pub(super) model: &'r Model,
    pub(super) lexicon: &'r Lexicon,
    pub(super) year: Option<u16>,
    folded: &'r Folded,
    /// What the parts of the sentence are parts of.
    base: Subject,
    /// The same, what was spoken of, and the year, before the bracket that is open.
    outside: Option<Outside>,
    /// What the paragraph is a part of: its heading, or what was announced before.
    frame: Subject,
    subject: Option<Subject>,
    /// It was spoken of in this paragraph, or is the item that this paragraph goes on with.
    here: bool,
    /// It was named, and its amount is not told yet.
    announced: bool,
    /// Something of it was compared in this sentence.
    compared: bool,
    clause: Clause,
    reason: bool,
    /// The parts of the bodies of a department are told one by one in this sentence.
    apart: bool,
    /// A reason was told in this sentence, and nothing else since.
    why: bool,
    /// The reason that is being told is a use.
    used: bool,
    /// The last number is the money of a project.
    of_project: bool,
    sentence: usize,
    sentence_year: Option<u16>,
    last_change: Option<(usize, Direction)>,
    /// What the last comparison of this subject was with.
    basis: Basis,
    found: Vec<Mention>,
    too_large: Vec<Range<usize>>,
}

/// Reads a paragraph; `frame` is what it is a part of, `before` what the last number before it was about.
pub(super) fn read(
    model: &Model,
    lexicon: &Lexicon,
    year: Option<u16>,
    folded: &Folded,
    frame: &Subject,
    before: Option<&Subject>,
) -> (Vec<Mention>, Left) {
    let all = each::apart(folded.text(), tokens(lexicon, folded.text()));
    let mut reader = ParagraphReader {
        model,
        lexicon,
        year,
        folded,
        base: frame.clone(),
        outside: None,
        frame: frame.clone(),
        subject: before.cloned(),
        here: before.is_some_and(|before| before.at.function().is_some()),
        announced: false,
        compared: false,
        clause: Clause::default(),
        reason: false,
        apart: false,
        why: false,
        used: false,
        of_project: false,
        sentence: 0,
        sentence_year: None,
        last_change: None,
        basis: Basis::default(),
        found: Vec::new(),
        too_large: Vec::new(),
    };
    for (at, token) in all.iter().enumerate() {
        reader.take(token, &all[at + 1..]);
    }
    let announces = matches!(all.last().map(|last| &last.piece), Some(Piece::Colon))
        || reader.clause.among
        || all
            .iter()
            .rev()
            .take(2)
            .any(|token| matches!(token.piece, Piece::Word(Word::Scope)));
    let end = folded.text().len();
    reader.announce(end);
    reader.close(end);
    whole::again(model, &mut reader.found);
    let left = Left {
        announced: announces.then(|| reader.base.clone()),
        subject: reader.subject,
        too_large: reader.too_large,
    };
    (reader.found, left)
}

impl ParagraphReader<'_> {
    fn take(&mut self, token: &Token<'_>, rest: &[Token<'_>]) {
        let Token { span, piece } = token;
        match piece {
            Piece::Number(number) => self.number(number, span.clone()),
            Piece::Word(word) => self.word(word, span),
            Piece::Level(level, digits) => {
                self.clause.hits.push(Hit::Level(*level, digits.clone()))
            }
            Piece::Code(code) => self.code(*code, span),
            Piece::Year(year) => {
                if self.clause.than {
                    self.clause.than_year = Some(*year);
                } else {
                    self.clause.year = Some(*year);
                    self.sentence_year = Some(*year);
                }
            }
            Piece::Comma if self.joins(span) => {}
            Piece::Comma => {
                // 住房保障支出中的住房改革支出，2025年预算12万元
                if self.found.is_empty() {
                    self.announce(span.start);
                }
                self.close(span.start);
                self.clause.start = span.end;
            }
            Piece::Bracket => {
                let parts = self.outside.is_none() && self.holds_parts(rest);
                self.bracket();
                if parts {
                    self.reason = false;
                    self.clause = Clause {
                        start: span.end,
                        ..Clause::default()
                    };
                    return;
                }
                // What a bracket says goes on with what stands before it.
                let clause = std::mem::take(&mut self.clause);
                self.clause = Clause {
                    start: clause.start,
                    hits: clause.hits,
                    specific: clause.specific,
                    behind: clause.behind,
                    other: clause.other,
                    ..Clause::default()
                };
            }
            Piece::Colon => {
                // 收入预算：100万元 goes on; anything else that ends in a colon is about what follows.
                if !self.goes_on(rest) {
                    // 包括： has told already what its parts are parts of.
                    if !self.clause.among {
                        self.scope(span.start);
                    }
                    // 主要原因：合同价降低
                    let leads = self.leads_to_reason(span.start);
                    self.announce(span.start);
                    self.close(span.start);
                    self.clause.start = span.end;
                    self.reason = leads || self.goes_on_with_reasons(span.end);
                }
            }
            Piece::Semicolon => {
                let told = self.reason && self.tells_another(rest);
                self.close(span.start);
                self.clause.start = span.end;
                self.reason = told || self.goes_on_with_reasons(span.end);
            }
            Piece::Stop => {
                self.announce(span.start);
                self.close(span.start);
                self.clause.start = span.end;
                self.reason = false;
                self.why = false;
                self.apart = false;
                self.sentence += 1;
                self.sentence_year = None;
                self.base = self.frame.clone();
                self.outside = None;
                self.compared = false;
                self.last_change = None;
            }
            Piece::TooLarge => {
                self.too_large.push(self.folded.original(span.clone()));
                self.other(span);
            }
            Piece::Other => self.other(span),
        }
    }

    /// 人员经费、公用经费300万元: what follows 、 has the amount together with what stands before it.
    fn joins(&self, span: &Range<usize>) -> bool {
        let clause = &self.clause;
        let named = !clause.hits.is_empty() && !clause.behind && !self.reason;
        let text = self.folded.text();
        let goes_on = match &text[span.clone()] {
            "、" => true,
            // 即财政拨款支出预算，为12万元
            "," => ["为", "是", "合计", "共计"].iter().any(|own| {
                let rest = text[span.end..].strip_prefix(own);
                rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            }),
            _ => false,
        };
        named && clause.none.is_none() && goes_on
    }

    /// The end of a clause: 财政拨款支出预算中 announces what its parts are parts of; 无…预算 states 0.
    fn close(&mut self, end: usize) {
        let start = self.clause.start.min(end);
        let text = &self.folded.text()[start..end];
        if self.clause.hits.is_empty() && !self.reason {
            self.nothing_before(start..end);
        }
        if self.clause.booked {
            self.book(start..end);
        }
        if !self.clause.hits.is_empty() && !self.reason {
            let announces = text.ends_with('中') || text.ends_with("方面") || text.ends_with("内");
            let counted = || {
                let subject = self.composed(start..end);
                self.clause.counted && subject.is_ok_and(|own| own.is_of_agencies())
            };
            if let Some(word) = self.clause.none.clone()
                && (!self.clause.specific || counted())
                && !self.clause.behind
            {
                self.none(word, start..end);
            } else if announces {
                self.clause.behind = false;
                self.scope(end);
            } else if self.clause.than && !self.clause.specific && !self.clause.behind {
                self.compare_next(start..end);
            }
        }
        self.clause = Clause {
            start: end,
            ..Clause::default()
        };
    }

    /// What the number or word at the end of the clause is about.
    fn about(&mut self, end: usize, continues: bool) -> Result<Subject, Untied> {
        if self.reason {
            return Err(Untied::Reason);
        }
        let clause = &self.clause;
        if clause.hits.is_empty() {
            let subject = self.subject.clone().filter(|_| continues);
            return subject.ok_or(Untied::NotSaid);
        }
        let subject = self.composed(clause.start.min(end)..end)?;
        // 单位价值50万元以上 says which equipment is meant; other unknown words may say that it is something else.
        // 某局3家预算单位填报绩效目标的项目16个: of the projects with goals those of all bodies are told together.
        let goals = || {
            subject
                .figure
                .as_ref()
                .is_some_and(|id| *id == *"goal_projects")
        };
        let counted = || clause.counted && (subject.is_of_agencies() || goals());
        // 本级收入预算100万元，下属单位收入预算50万元: a department's own is a part, but of what agencies run on, where none has
        // been told before.
        let about = || subject.about();
        let mut before = self.found.iter();
        let told = before.any(|own| own.says == Says::Amount && own.about == about());
        if !subject.is_of_agencies() || told {
            let text = &self.folded.text()[clause.start.min(end)..end];
            let other = self.apart && clause.other;
            if self.lexicon.names_own_part(text) || other {
                self.apart = true;
                return Err(Untied::NotSaid);
            }
        }
        let told = clause.bound && subject.figure.is_some() || counted();
        if (clause.specific && !told) || clause.behind {
            return Err(Untied::NotSaid);
        }
        Ok(subject)
    }
}
