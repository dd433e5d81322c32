//! What a word does to the clause that it stands in.

use std::ops::Range;

use super::super::lexicon::Word;
use super::super::mention::{Direction, Says};
use super::super::subject::Hit;
use super::{Clause, ParagraphReader};
use crate::model::Code;

impl ParagraphReader<'_> {
    pub(super) fn other(&mut self, span: &Range<usize>) {
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

    pub(super) fn code(&mut self, code: Code, span: &Range<usize>) {
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

    pub(super) fn word(&mut self, word: &Word, span: &Range<usize>) {
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
            Word::LastYear => {
                // 主要用于印刷，上年预算2万元.
                self.reason &= !(self.used && span.start == self.clause.start);
                self.clause.last_year = true;
            }
            Word::ThisYear => self.clause.this_year = true,
            Word::OtherBasis => self.clause.other_basis = true,
            Word::Share => self.clause.share = true,
            Word::Reason => {
                self.reason = true;
                self.why = true;
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
                self.why = false;
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
