//! A folded text cut into numbers, words that are known, punctuation, and what lies between.

use std::ops::Range;

use super::lexicon::{Lexicon, Word};
use super::number::{Number, code_in_parts, number, plain};
use super::ordinal::ordinal;
use crate::model::Code;

/// A piece of a folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece<'l> {
    Number(Number),
    Word(&'l Word),
    /// The level of the 科目 before it: （类）, （06款）.
    Level(u8, Option<String>),
    /// A 科目 code that stands alone.
    Code(Code),
    Year(u16),
    /// A comma, or the border of a bracket that holds a number.
    Comma,
    Bracket,
    Colon,
    Semicolon,
    Stop,
    /// A number with a unit that is larger than anything there is.
    TooLarge,
    /// Words that are not known.
    Other,
}

/// What stands between the names of a path, or around them.
pub(super) const MARKS: [char; 11] = ['-', '—', '–', '/', '·', '>', '→', '「', '」', '『', '』'];

/// A piece with its place in the folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'l> {
    pub(super) span: Range<usize>,
    pub(super) piece: Piece<'l>,
}

/// Cuts a folded text.
pub(super) fn tokens<'l>(lexicon: &'l Lexicon, text: &str) -> Vec<Token<'l>> {
    let mut all: Vec<Token<'l>> = Vec::new();
    let start = ordinal(text).map_or(0, |(_, length)| length);
    let mut at = start;
    // Brackets that hold a number are open until their other half.
    let mut open = 0_usize;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        // The point of an ordinal is none of a number: 1.2080505.
        let before = text[start..at].chars().next_back();
        let (length, piece) = match c {
            // 公共安全支出类、法院款、行政运行项
            '、' if goes_on(lexicon, before, &rest[c.len_utf8()..]) => {
                (c.len_utf8(), Piece::Word(&Word::Filler))
            }
            ',' | '、' => (c.len_utf8(), Piece::Comma),
            ':' => (1, Piece::Colon),
            ';' => (1, Piece::Semicolon),
            '。' | '!' | '?' => (c.len_utf8(), Piece::Stop),
            '(' => match bracket(lexicon, rest) {
                Some(Bracketed::Level(length, level, digits)) => {
                    (length, Piece::Level(level, digits))
                }
                Some(Bracketed::Code(length, code)) => (length, Piece::Code(code)),
                Some(Bracketed::Skip(length)) => {
                    at += length;
                    continue;
                }
                Some(Bracketed::Number) => {
                    open += 1;
                    (1, Piece::Bracket)
                }
                None => (1, Piece::Comma),
            },
            ')' if open > 0 => {
                open -= 1;
                (1, Piece::Bracket)
            }
            ')' => (1, Piece::Comma),
            _ => match known(lexicon, rest, before) {
                Some((length, piece)) => (length, piece),
                None => (c.len_utf8(), Piece::Other),
            },
        };
        let span = at..at + length;
        at = span.end;
        match all.last_mut() {
            Some(last) if last.piece == Piece::Other && piece == Piece::Other => {
                last.span.end = span.end;
            }
            _ => all.push(Token { span, piece }),
        }
    }
    all
}

/// Whether a path goes on behind `mark`: its level is told, and another 科目 follows.
pub(super) fn goes_on(lexicon: &Lexicon, mark: Option<char>, rest: &str) -> bool {
    let level = mark.is_some_and(|c| matches!(c, '类' | '款' | ')'));
    level && matches!(lexicon.first(rest), Some((_, Word::Function(_))))
}

fn known<'l>(lexicon: &'l Lexicon, rest: &str, before: Option<char>) -> Option<(usize, Piece<'l>)> {
    let signed = rest.strip_prefix('-').unwrap_or(rest);
    let in_word = before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.');
    if signed.starts_with(|c: char| c.is_ascii_digit()) {
        if in_word {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            return (digits > 0).then_some((digits, Piece::Other));
        }
        return Some(of_digits(lexicon, rest));
    }
    let marks = rest.len() - rest.trim_start_matches(MARKS).len();
    if marks > 0 {
        return Some((marks, Piece::Word(&Word::Filler)));
    }
    let (length, word) = lexicon.first(rest)?;
    Some((length, Piece::Word(word)))
}

/// Where the bracket at the beginning of `text` is closed; brackets may stand in it.
fn matching(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => open += 1,
            ')' => open = open.checked_sub(1)?,
            _ => continue,
        }
        if open == 0 {
            return Some(at);
        }
    }
    // One that is not closed ends with the first that is.
    text.find(')')
}

/// What a bracket holds.
enum Bracketed {
    Level(usize, u8, Option<String>),
    /// The code of the name before or behind it.
    Code(usize, Code),
    /// Nothing that matters: 含, 不含车辆, 境.
    Skip(usize),
    /// A number that matters.
    Number,
}

fn bracket(lexicon: &Lexicon, rest: &str) -> Option<Bracketed> {
    let end = matching(rest)?;
    let inner = &rest[1..end];
    let digits: String = inner.chars().take_while(char::is_ascii_digit).collect();
    let level = level(&inner[digits.len()..]);
    if let Some(level) = level {
        let digits = Some(digits).filter(|digits| !digits.is_empty());
        return Some(Bracketed::Level(end + 1, level, digits));
    }
    if inner.len() == digits.len()
        && let Some(code) = Code::parse(inner).filter(|code| code.level() > 1 && lexicon.has(*code))
    {
        return Some(Bracketed::Code(end + 1, code));
    }
    let mut at = 0;
    let mut holds_number = false;
    while at < inner.len() {
        let part = &inner[at..];
        if part.starts_with(|c: char| c.is_ascii_digit()) {
            let (length, piece) = of_digits(lexicon, part);
            holds_number |= matches!(piece, Piece::Number(_));
            at += length.max(1);
        } else {
            at += part.chars().next().map_or(1, char::len_utf8);
        }
    }
    Some(if holds_number {
        Bracketed::Number
    } else {
        Bracketed::Skip(end + 1)
    })
}

/// The level of a 科目 that a mark tells.
pub(super) fn level(mark: &str) -> Option<u8> {
    match mark {
        "类" => Some(1),
        "款" => Some(2),
        "项" => Some(3),
        _ => None,
    }
}

/// The number that `rest` begins with, a year, a code, or digits that are none of these.
fn of_digits<'l>(lexicon: &Lexicon, rest: &str) -> (usize, Piece<'l>) {
    if let Some((length, digits)) = code_in_parts(rest)
        && let Some(code) = Code::parse(&digits).filter(|code| lexicon.has(*code))
    {
        return (length, Piece::Code(code));
    }
    let sign = usize::from(rest.starts_with('-'));
    let Some((digits, _)) = plain(&rest[sign..]) else {
        return (sign.max(1), Piece::Other);
    };
    let length = sign + digits;
    let behind = &rest[length..];
    if behind.starts_with('年') && digits == 4 && rest.starts_with("20") {
        let mut end = length + '年'.len_utf8();
        if rest[end..].starts_with('度') {
            end += '度'.len_utf8();
        }
        // 2023年1月1日 is a day.
        let month = rest[end..].starts_with(|c: char| c.is_ascii_digit())
            && rest[end..]
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .starts_with('月');
        if !month && let Ok(year) = rest[..4].parse() {
            return (end, Piece::Year(year));
        }
    }
    if let Some((length, number)) = number(lexicon, rest) {
        return (length, number.map_or(Piece::TooLarge, Piece::Number));
    }
    let code = Code::parse(&rest[sign..length]).filter(|code| sign == 0 && lexicon.has(*code));
    match code {
        // Three digits are too common to be a 科目 by themselves; its name follows.
        Some(code) if code.level() == 1 => (length, Piece::Word(&Word::Filler)),
        Some(code) => (length, Piece::Code(code)),
        None => (length, Piece::Other),
    }
}
