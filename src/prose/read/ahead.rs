//! What follows a mark: whether it goes on with what was told before it.

use super::super::lexicon::Word;
use super::super::ordinal::{BULLET, ordinal};
use super::super::subject::Hit;
use super::super::token::{Piece, Token};
use super::ParagraphReader;

impl ParagraphReader<'_> {
    /// 主要原因：一是人员增加；二是…: whether another of several reasons follows.
    pub(super) fn goes_on_with_reasons(&self, at: usize) -> bool {
        let behind = &self.folded.text()[at..];
        self.why && ordinal(behind).is_some_and(|(level, _)| level < BULLET)
    }

    /// Whether the word before the colon at `at` leads to a reason.
    pub(super) fn leads_to_reason(&self, at: usize) -> bool {
        let before = &self.folded.text()[..at];
        let mut words = self.model.prose.reason.iter();
        self.why && words.any(|own| before.ends_with(own.as_str()))
    }

    /// 原因是合同价降低，减支3万元；新增档案整理，增支1万元: whether words that name nothing of the tables, and another change, go on
    /// behind a semicolon with the reason before it.
    pub(super) fn tells_another(&self, rest: &[Token<'_>]) -> bool {
        let end = |token: &&Token<'_>| !matches!(token.piece, Piece::Semicolon | Piece::Stop);
        let clause = || rest.iter().take_while(end);
        let names = |token: &Token<'_>| {
            matches!(
                token.piece,
                Piece::Word(
                    Word::Topics(_)
                        | Word::Function(_)
                        | Word::Among
                        | Word::Scope
                        | Word::Reason
                        | Word::Use
                ) | Piece::Code(_)
                    | Piece::Level(..)
                    | Piece::Year(_)
            )
        };
        let begins = rest
            .first()
            .is_some_and(|first| matches!(first.piece, Piece::Other));
        self.why && begins && !clause().any(names)
    }

    /// 公务用车购置及运行费2万元，原因是…（公务用车购置费1万元，…）: whether a bracket behind other words holds parts of what is
    /// being spoken of. Of all revenue or expenditure anything may be a part.
    pub(super) fn holds_parts(&self, rest: &[Token<'_>]) -> bool {
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
    pub(super) fn goes_on(&self, rest: &[Token<'_>]) -> bool {
        let text = self.folded.text();
        let plain = |token: &&Token<'_>| match token.piece {
            // 项目支出：安排10万元 may be a part of it, and 机关运行经费：本级10万元 is one.
            Piece::Word(Word::Filler) => {
                let filler = &text[token.span.clone()];
                !filler.contains("安排") && !self.lexicon.names_own_part(filler)
            }
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
}
