//! One paragraph: what each number in it says, and what it is about.

mod each;
mod number;
mod scope;
mod whole;

use std::ops::Range;

use super::lexicon::{Lexicon, Word};
use super::mention::{Basis, Direction, Mention, Says, Untied};
use super::subject::{Hit, Subject};
use super::token::{Piece, Token, tokens};
use crate::model::{Code, Model};
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

pub(super) struct Reader<'r> {
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
    let mut reader = Reader {
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

impl Reader<'_> {
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
                    self.announce(span.start);
                    self.close(span.start);
                    self.clause.start = span.end;
                    self.reason = false;
                }
            }
            Piece::Semicolon => {
                self.close(span.start);
                self.clause.start = span.end;
                self.reason = false;
            }
            Piece::Stop => {
                self.announce(span.start);
                self.close(span.start);
                self.clause.start = span.end;
                self.reason = false;
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

    /// 公务用车购置及运行费2万元，原因是…（公务用车购置费1万元，…）: whether a bracket behind other words holds parts of what is
    /// being spoken of. Of all revenue or expenditure anything may be a part.
    fn holds_parts(&self, rest: &[Token<'_>]) -> bool {
        let Some(subject) = &self.subject else {
            return false;
        };
        let [first, behind @ ..] = rest else {
            return false;
        };
        let Piece::Word(Word::Topics(topics)) = first.piece else {
            return false;
        };
        let filler = |token: &&Token<'_>| matches!(token.piece, Piece::Word(Word::Filler));
        let amount = behind.iter().find(|own| !filler(own));
        let part = |at: &usize| {
            let topic = &self.model.topics[*at];
            let same = topic.at.flow().is_some() && topic.at.flow() == subject.at.flow();
            same && topic.at != subject.at && self.model.covers(&subject.at, &topic.at)
        };
        !subject.is_of_all_money()
            && amount.is_some_and(|own| matches!(own.piece, Piece::Number(_)))
            && topics.iter().any(part)
    }

    /// Whether the amount of what stands before a colon follows: 收入预算：2026年某局100万元.
    fn goes_on(&self, rest: &[Token<'_>]) -> bool {
        let text = self.folded.text();
        let plain = |token: &&Token<'_>| match token.piece {
            // 项目支出：安排10万元 may be a part of it.
            Piece::Word(Word::Filler) => !text[token.span.clone()].contains("安排"),
            Piece::Year(year) => self.year == Some(year) && !self.clause.hits.is_empty(),
            _ => false,
        };
        let names = |hit: &Hit| matches!(hit, Hit::Function(_));
        let mut rest = rest.iter();
        let skipped = !self.clause.hits.iter().any(names) && !self.clause.behind;
        let next = match skipped {
            true => rest.find(|token| !plain(token)),
            false => rest.next(),
        };
        next.is_some_and(|next| match next.piece {
            Piece::Number(_) => true,
            Piece::Word(Word::None) => skipped,
            _ => false,
        })
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

    fn other(&mut self, span: &Range<usize>) {
        let text = &self.folded.text()[span.clone()];
        let clause = &mut self.clause;
        if clause.hits.is_empty() {
            clause.specific =
                !self.lexicon.ends_in_body(&self.folded.text()[..span.end]) && !text.is_empty();
        } else {
            clause.behind = true;
        }
        let before = &self.folded.text()[..span.start];
        clause.counted |= counts_bodies(text) || clause.hits.is_empty() && joined(before);
        clause.other = true;
        clause.among = false;
    }

    fn code(&mut self, code: Code, span: &Range<usize>) {
        if self.clause.behind {
            self.restart(span.start);
        }
        self.clause.hits.push(Hit::Function(vec![code]));
    }

    /// Topics behind unknown words are topics anew; the words before them make them special.
    fn restart(&mut self, at: usize) {
        self.clause.hits.clear();
        self.clause.behind = false;
        self.clause.specific = !self.lexicon.ends_in_body(&self.folded.text()[..at]);
    }

    fn word(&mut self, word: &Word, span: &Range<usize>) {
        let hit = match word {
            Word::Topics(topics) => Some(Hit::Topics(topics.clone())),
            Word::Function(codes) => Some(Hit::Function(codes.clone())),
            _ => None,
        };
        if let Some(hit) = hit {
            // 比上年收入预算增加: what it is compared with is the same of last year. 增加项目支出: a part of a change.
            if self.clause.direction.is_some() {
                self.clause.other = true;
                self.clause.specific = true;
            }
            let compared = self.clause.than || self.clause.share;
            if compared && self.clause.hits.is_empty() && self.subject.is_some() {
                return;
            }
            if self.clause.behind {
                self.restart(span.start);
            }
            self.clause.hits.push(hit);
            return;
        }
        // 与上年相同的项目支出: which ones are meant, and no change.
        if *word == Word::Same && self.folded.text()[span.end..].starts_with('的') {
            return self.other(span);
        }
        // 比上年多2万元; 增多5批次 is no change of money.
        let single = span.len() <= '多'.len_utf8();
        // 上年12万元，多2万元 compares with what stands before it.
        let compared = self.clause.hits.is_empty()
            && !self.clause.other
            && self.found.last().is_some_and(|own| {
                own.says == Says::Previous && own.sentence == self.sentence && own.is_tied()
            });
        if matches!(word, Word::More | Word::Less) && single && !self.clause.than && !compared {
            // （升5.2%） behind a change.
            self.clause.weak = Some(match word {
                Word::More => Direction::Up,
                _ => Direction::Down,
            });
            return;
        }
        // 本级与服务中心 are two bodies, and 用于教育支出的2万元 is an amount of it.
        let rest = &self.folded.text()[span.end..];
        let bodies = *word == Word::Than && self.joins_words(span);
        if bodies || *word == Word::Use && self.names_amount(rest) {
            return;
        }
        match word {
            Word::Up | Word::More => self.clause.direction = Some(Direction::Up),
            Word::Down | Word::Less => self.clause.direction = Some(Direction::Down),
            Word::Rate => self.clause.rate = true,
            Word::Same => self.same(span),
            Word::AboutSame | Word::Filler => {}
            Word::Than => {
                // 主要用于印刷，比上年增加2万元.
                if self.used && self.clause.hits.is_empty() && !self.clause.other {
                    self.reason = false;
                }
                self.clause.than = true;
            }
            // 依次为增加2万元、持平: a row of changes is not told apart.
            Word::Each if self.changes_follow(span.end) => {
                self.subject = None;
                self.other(span);
            }
            Word::Former | Word::Latter => self.of_two(*word == Word::Latter, span),
            Word::LastYear => self.clause.last_year = true,
            Word::ThisYear => self.clause.this_year = true,
            Word::OtherBasis => self.clause.other_basis = true,
            Word::Share => self.clause.share = true,
            Word::Reason => {
                self.reason = true;
                self.used = false;
            }
            Word::Use => {
                self.used |= !self.reason;
                self.reason = true;
            }
            Word::Among | Word::Each => {
                // 主要原因是…，其中：财政拨款收入 ends the reason.
                self.scope(span.start);
                self.reason = false;
                let start = span.end;
                self.clause = Clause {
                    start,
                    among: true,
                    ..Clause::default()
                };
            }
            Word::Scope => {
                self.scope(span.start);
                self.reason = false;
            }
            Word::To => self.clause.direction = None,
            Word::Booked => {
                // 职工工资列“教育支出”科目12万元: what it is for does not tell of what it is.
                self.clause = Clause {
                    start: span.end,
                    booked: true,
                    ..Clause::default()
                };
            }
            Word::None => self.clause.none = Some(span.clone()),
            Word::Topics(_) | Word::Function(_) => {}
        }
    }

    /// Whether 与 or 同 at `span` joins words that compare nothing.
    fn joins_words(&self, span: &Range<usize>) -> bool {
        let rest = &self.folded.text()[span.end..];
        let joins = matches!(&self.folded.text()[span.clone()], "与" | "同");
        let compared = rest.starts_with(|c: char| c == '之' || c.is_ascii_digit());
        joins && !compared && self.lexicon.first(rest).is_none()
    }

    /// Whether a topic and its amount follow: 教育支出的2万元.
    fn names_amount(&self, rest: &str) -> bool {
        let Some((length, Word::Topics(_) | Word::Function(_))) = self.lexicon.first(rest) else {
            return false;
        };
        let behind = rest[length..].strip_prefix('的');
        behind.is_some_and(|own| own.starts_with(|c: char| c.is_ascii_digit()))
    }

    /// Whether changes stand at `at`, and no amount.
    fn changes_follow(&self, at: usize) -> bool {
        let word = self.lexicon.first(&self.folded.text()[at..]);
        matches!(word, Some((_, Word::Up | Word::Down | Word::Same)))
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
        // 某局3家预算单位填报绩效目标的项目16个
        let things = || {
            let figure = subject.figure.as_ref();
            let figure = figure.and_then(|id| self.model.figure(id.as_str()));
            figure.is_some_and(|figure| !figure.money)
        };
        let counted = || clause.counted && (subject.is_of_agencies() || things());
        let told = clause.bound && subject.figure.is_some() || counted();
        if (clause.specific && !told) || clause.behind {
            return Err(Untied::NotSaid);
        }
        Ok(subject)
    }
}

/// 某局及所属参公单位, 局机关以及某中心: the bodies behind these words are counted in.
fn joined(before: &str) -> bool {
    before.ends_with(['及', '和', '与'])
}

/// Whether unknown words count bodies, which are the owner of an amount and not a part of it.
fn counts_bodies(text: &str) -> bool {
    text.match_indices(['家', '个', '所'])
        .any(|(at, _)| text[..at].ends_with(|c: char| c.is_ascii_digit()))
}
