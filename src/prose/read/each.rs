//! 基本支出和项目支出分别为2万元和3万元: each amount is of its own name.

use std::ops::Range;

use super::super::lexicon::Word;
use super::super::token::{Piece, Token};

/// The tokens in another order: each of the amounts behind 分别为 stands behind its name, where there is one for each.
pub(super) fn apart<'l>(text: &str, tokens: Vec<Token<'l>>) -> Vec<Token<'l>> {
    let leads = |token: &Token<'_>| matches!(token.piece, Piece::Word(Word::Each));
    if !tokens.iter().any(leads) {
        return tokens;
    }
    let mut all: Vec<Token<'l>> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        match row(text, &tokens, at) {
            Some(NamesAndAmounts {
                start,
                names,
                amounts,
            }) if leads(&tokens[at]) => {
                let from = all.len() - (at - start);
                all.truncate(from);
                let end = amounts.last().map_or(at + 1, |amount| amount.end);
                for (name, amount) in names.into_iter().zip(amounts) {
                    if all.len() > from {
                        // It begins a clause of its own.
                        let begin = tokens[name.start].span.start;
                        all.push(Token {
                            span: begin..begin,
                            piece: Piece::Comma,
                        });
                    }
                    all.extend(tokens[name].iter().cloned());
                    all.extend(tokens[amount].iter().cloned());
                }
                at = end;
            }
            _ => {
                all.push(tokens[at].clone());
                at += 1;
            }
        }
    }
    all
}

/// Names and as many amounts, by their tokens.
struct NamesAndAmounts {
    /// Where the first name begins.
    start: usize,
    names: Vec<Range<usize>>,
    amounts: Vec<Range<usize>>,
}

/// The names before the word at `at` and the amounts behind it, if there are as many.
fn row(text: &str, tokens: &[Token<'_>], at: usize) -> Option<NamesAndAmounts> {
    let of = |token: &Token<'_>| &text[token.span.clone()];
    let joins = |token: &Token<'_>| matches!(of(token), "、" | "和" | "与" | "及" | "以及");
    let ends = |token: &Token<'_>| {
        let mark = matches!(
            token.piece,
            Piece::Comma
                | Piece::Colon
                | Piece::Semicolon
                | Piece::Stop
                | Piece::Bracket
                | Piece::Number(_)
                | Piece::Word(Word::Among | Word::Scope)
        );
        mark && !joins(token)
    };
    let start = tokens[..at].iter().rposition(ends).map_or(0, |own| own + 1);
    let names: Vec<Range<usize>> = split(start..at, &|own| joins(&tokens[own]));
    let mut amounts = Vec::new();
    let mut next = at + 1;
    while let Some(Token {
        piece: Piece::Number(_),
        ..
    }) = tokens.get(next)
    {
        let begin = next;
        next += 1;
        // 2万元（比上年增加1万元）
        if tokens
            .get(next)
            .is_some_and(|own| own.piece == Piece::Bracket)
        {
            let close = tokens[next + 1..]
                .iter()
                .position(|own| own.piece == Piece::Bracket)?;
            next += close + 2;
        }
        amounts.push(begin..next);
        let goes_on = tokens
            .get(next)
            .is_some_and(|own| joins(own) || of(own) == ",");
        let number = matches!(
            tokens.get(next + 1).map(|own| &own.piece),
            Some(Piece::Number(_))
        );
        if !(goes_on && number) {
            break;
        }
        next += 1;
    }
    let whole = names.len() > 1 && names.len() == amounts.len();
    whole.then_some(NamesAndAmounts {
        start,
        names,
        amounts,
    })
}

/// The ranges between the tokens that `joins` tells; none of them is empty.
fn split(span: Range<usize>, joins: &dyn Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut from = span.start;
    for at in span.clone() {
        if joins(at) {
            all.push(from..at);
            from = at + 1;
        }
    }
    all.push(from..span.end);
    all.retain(|own| !own.is_empty());
    all
}
