//! The path of a 科目 as it is written, cut into its names: 一般公共服务支出（类）财政事务（款）行政运行（项）, 208-05-05.

use super::lexicon::{Lexicon, Word};
use super::number::code_in_parts;
use super::token::{MARKS, level};
use crate::model::Code;

/// One name of a path, with what its mark or bracket says of its code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Segment {
    /// As folded; empty where a code stands alone.
    pub(super) name: String,
    /// The digits of the level or of the whole code.
    pub(super) digits: Option<String>,
    /// The level that its mark says: 类 1, 款 2, 项 3.
    pub(super) level: Option<u8>,
    /// A mark, or the end of another name, stands before it.
    pub(super) opened: bool,
    /// A mark stands behind it.
    pub(super) closed: bool,
    /// Words stand around the name that are none of it: 编列在教育支出.
    pub(super) led: bool,
}

impl Segment {
    fn is_empty(&self) -> bool {
        self.name.is_empty() && self.digits.is_none() && self.level.is_none()
    }

    /// Whether it is a code and no more.
    pub(super) fn is_bare_code(&self) -> bool {
        self.name.is_empty() && self.level.is_none() && self.digits.is_some()
    }
}

/// Cuts a path at its marks, brackets and dashes.
pub(super) fn segments(lexicon: &Lexicon, head: &str) -> Vec<Segment> {
    let mut all = Vec::new();
    segments_of(lexicon, head, &mut all);
    for segment in &mut all {
        segment.name = bare(lexicon, &segment.name);
        // 编列在教育支出: the longest known name that ends before the mark, whatever stands before it.
        if segment.closed
            && codes(lexicon, &segment.name).is_empty()
            && let Some(name) = known_end(lexicon, &segment.name)
        {
            segment.name = name.to_owned();
            segment.led = true;
        }
    }
    all.retain(|segment| !segment.is_empty());
    // 2080505教育支出-普通教育-小学教育: a code before a path is that of its last name.
    let path = all.len() > 1;
    if let Some(first) = all.first_mut()
        && path
        && first.level.is_none()
        && let Some(digits) = first.digits.take_if(|digits| {
            let named = codes(lexicon, &first.name);
            let above = |code: &Code| code.to_string().len() < digits.len();
            digits.len() >= 5 && named.iter().all(above) && !named.is_empty()
        })
    {
        all.insert(
            0,
            Segment {
                digits: Some(digits),
                ..Segment::default()
            },
        );
    }
    // A code alone tells of the whole path, wherever it stands.
    let (codes, mut names): (Vec<Segment>, Vec<Segment>) =
        all.into_iter().partition(Segment::is_bare_code);
    match names.last_mut() {
        Some(last) if last.digits.is_none() && codes.len() == 1 && last.level.is_none() => {
            last.digits = codes.into_iter().next().and_then(|own| own.digits);
            names
        }
        Some(_) => codes.into_iter().chain(names).collect(),
        None => codes,
    }
}

/// The longest known name that `text` ends in, of more than two characters; 款 and 项 may be part of it.
fn known_end<'t>(lexicon: &Lexicon, text: &'t str) -> Option<&'t str> {
    const SHORTEST: usize = 3;
    let ends = text.char_indices().map(|(at, _)| &text[at..]);
    ends.take_while(|end| end.chars().count() >= SHORTEST)
        .find(|end| !codes(lexicon, end).is_empty())
}

fn segments_of(lexicon: &Lexicon, head: &str, all: &mut Vec<Segment>) {
    let mut own = Segment::default();
    let mut rest = head;
    let close = |own: &mut Segment, all: &mut Vec<Segment>| {
        let opened = own.closed || own.opened && own.is_empty();
        let done = std::mem::take(own);
        own.opened = opened;
        if !done.is_empty() {
            all.push(done);
        }
    };
    while let Some(c) = rest.chars().next() {
        // 教育支出普通教育小学教育: each known name that another follows stands alone.
        let word = |text: &str| match lexicon.first(text) {
            Some((length, Word::Function(_))) => Some(length),
            _ => None,
        };
        if own.name.is_empty()
            && let Some(length) = word(rest).filter(|length| word(&rest[*length..]).is_some())
        {
            own.name.push_str(&rest[..length]);
            own.closed = true;
            rest = &rest[length..];
            close(&mut own, all);
            continue;
        }
        let bracket = (c == '(').then(|| closing(rest)).flatten();
        let bracket = bracket.map(|end| (&rest[1..end], end));
        if let Some((inner, end)) = bracket {
            let digits: String = inner.chars().take_while(char::is_ascii_digit).collect();
            let level = level(&inner[digits.len()..]);
            let code = inner.len() == digits.len() && [2, 3, 5, 7].contains(&digits.len());
            if level.is_some() || code {
                own.level = level;
                own.digits = Some(digits)
                    .filter(|digits| !digits.is_empty())
                    .or(own.digits);
                own.closed = true;
                // (2080505) before the name belongs to it.
                if level.is_some() || !own.name.is_empty() {
                    close(&mut own, all);
                }
            } else {
                // 行政运行（一般公共服务支出-财政事务）, 行政运行（科目2010601，归属…）: what is above it stands behind it.
                let mut above = Vec::new();
                let told = |own: &Segment| {
                    own.level.is_some()
                        || own.digits.is_some()
                        || !codes(lexicon, &own.name).is_empty()
                };
                for part in inner.split([',', ';', ':']) {
                    let mut found = Vec::new();
                    segments_of(lexicon, part, &mut found);
                    let found: Vec<Segment> = found
                        .into_iter()
                        .map(|own| Segment {
                            closed: true,
                            ..without_words(own)
                        })
                        .collect();
                    let path = part.contains(MARKS) || {
                        let ended = |own: &Segment| known_end(lexicon, &own.name).is_some();
                        found.iter().any(|own| told(own) || ended(own))
                    };
                    above.extend(path.then_some(found).into_iter().flatten());
                }
                if above.is_empty() {
                    own.name.push_str(&rest[..=end]);
                } else {
                    own.closed = true;
                    let line = std::mem::take(&mut own);
                    all.extend(above);
                    own = line;
                }
            }
            rest = &rest[end + 1..];
            continue;
        }
        // 科目201-03-01（行政运行）
        let code = c.is_ascii_digit() && code_in_parts(rest).is_some();
        if code && lexicon.is_filler(&own.name) {
            own.name.clear();
        }
        if c.is_ascii_digit() && own.name.is_empty() {
            let plain = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let whole = code_in_parts(rest);
            let (length, digits) = whole.unwrap_or_else(|| (plain, rest[..plain].to_owned()));
            own.digits = Some(digits);
            rest = &rest[length..];
            let mark = rest
                .chars()
                .next()
                .map(String::from)
                .and_then(|c| level(&c));
            if let Some(mark) = mark {
                own.level = Some(mark);
                rest = &rest["类".len()..];
            }
            continue;
        }
        rest = &rest[c.len_utf8()..];
        match c {
            _ if c == '、' || MARKS.contains(&c) => {
                own.closed = true;
                close(&mut own, all);
            }
            '下' | '中' if rest.starts_with('的') && !own.name.is_empty() => {
                rest = &rest['的'.len_utf8()..];
                own.closed = true;
                close(&mut own, all);
            }
            '类' | '款' | '项' if is_mark(lexicon, &own.name, rest) => {
                own.level = level(&c.to_string());
                own.closed = true;
                close(&mut own, all);
            }
            _ => own.name.push(c),
        }
    }
    close(&mut own, all);
}

/// Where the bracket that `text` begins with closes: (其他政府办公厅(室)及相关机构事务支出).
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_u32;
    text.char_indices().find_map(|(at, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0).then_some(at)
    })
}

/// 科目编码2010601 within a bracket: of words before digits only the digits count.
fn without_words(segment: Segment) -> Segment {
    let words = |c: char| !c.is_ascii_digit();
    let code = segment.name.trim_start_matches(words);
    let alone = [3, 5, 7].contains(&code.len()) && !code.contains(words);
    match alone && segment.digits.is_none() {
        true => Segment {
            digits: Some(code.to_owned()),
            name: String::new(),
            ..segment
        },
        false => segment,
    }
}

/// Whether 类, 款 or 项 behind `name` is the mark of its level, and no part of the name.
fn is_mark(lexicon: &Lexicon, name: &str, rest: &str) -> bool {
    let begins =
        || rest.starts_with('、') || matches!(lexicon.first(rest), Some((_, Word::Function(_))));
    // 教育项目
    let word = rest.starts_with(['目', '别', '型']);
    let known = || !codes(lexicon, name).is_empty() || known_end(lexicon, name).is_some();
    !name.is_empty() && !word && (known() || begins())
}

/// A name without the words around it that say nothing: 支出预算, 科目.
fn bare(lexicon: &Lexicon, name: &str) -> String {
    let mut name = name.trim_start_matches('的');
    while codes(lexicon, name).is_empty() {
        let Some(shorter) = lexicon.without_filler(name) else {
            break;
        };
        name = shorter;
    }
    name.to_owned()
}

/// The codes that a name may have, with or without 支出 at its end.
pub(super) fn codes(lexicon: &Lexicon, name: &str) -> Vec<Code> {
    let found = lexicon.named(name);
    if !found.is_empty() || name.is_empty() {
        return found.to_vec();
    }
    lexicon.named(&format!("{name}支出")).to_vec()
}
