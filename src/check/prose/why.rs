//! Reasons that go the other way than the change that they are to explain: 减少…主要原因是人员经费增加.

use std::ops::Range;

use super::wording::Wording;
use super::{Texts, cell};
use crate::finding::{Finding, FindingCode};
use crate::model::ProseWords;
use crate::prose::Direction;
use crate::text::{Folded, find, holds, rfind};

/// The longest quotation, in characters.
const LONGEST: usize = 40;

pub(super) fn check(texts: &Texts<'_>) -> Vec<Finding> {
    let words = &texts.templates.model.prose;
    let last_year = texts.budget.year.map(|year| format!("{}年", year - 1));
    let mut findings = Vec::new();
    for (text, _) in texts.paragraphs() {
        let folded = Folded::new(&text.text);
        let about = Reasons {
            words,
            wording: Wording {
                words,
                last_year: last_year.as_deref(),
            },
            text: folded.text(),
        };
        for (direction, reason) in about.contradicting() {
            let quote: String = text.text[folded.original(reason)]
                .chars()
                .take(LONGEST)
                .collect();
            let finding = Finding::new(FindingCode::ReasonContradicts)
                .arg("quote", &quote)
                .word("direction", word(direction))
                .cell(cell(text, &quote));
            findings.push(finding);
        }
    }
    findings
}

const fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "direction-up",
        Direction::Down => "direction-down",
        Direction::Same => "direction-same",
    }
}

/// The reasons of a folded paragraph.
struct Reasons<'r> {
    words: &'r ProseWords,
    wording: Wording<'r>,
    text: &'r str,
}

impl Reasons<'_> {
    /// The changes whose reason goes another way, with the bytes of the reason.
    fn contradicting(&self) -> Vec<(Direction, Range<usize>)> {
        let text = self.text;
        let mut all = Vec::new();
        let mut from = 0;
        while let Some((at, behind)) = self.because(from) {
            let end = self.end(behind);
            // 用途：印刷。说明：人员增加: what is explained stands before.
            let labelled = text[at..behind].starts_with('。') && text[at..behind].ends_with(':');
            let at = at + if labelled { '。'.len_utf8() } else { 0 };
            // What is said of the change: in the same sentence, else in the one before.
            let sentence = after_last(&text[from..at], &['。', ';', '!', '?']) + from;
            let change = self
                .change(&text[sentence..at], at == sentence)
                .or_else(|| {
                    let bare = text[sentence..at].chars().count() <= 2;
                    bare.then(|| self.change_before(&text[from..sentence]))?
                });
            // 因人员减少，比上年减少5万元: the reason stands first.
            let first = (change.is_none() && at + 1 >= sentence)
                .then(|| self.compared(behind..end))
                .flatten();
            let (change, end) = match first {
                Some((change, reason)) => (Some(change), reason),
                None => (change, end),
            };
            // 增加的主要是人员经费，项目支出有所减少: what the change is made of.
            let made_of =
                text[sentence..at].ends_with(['的', '分']) && !text[at..behind].contains('因');
            let more = self.wording.says(&text[behind..end]).filter(|_| !made_of);
            if let (Some(change), Some(says)) = (change, more)
                && says.contradicts(change)
            {
                all.push((change, behind..end));
            }
            from = end.max(behind);
        }
        all.extend(self.behind_level());
        all.extend(self.in_brackets());
        all
    }

    /// The change that the last sentence tells. A sentence without numbers may stand between: 资金用于印刷。
    fn change_before(&self, text: &str) -> Option<Direction> {
        const MARKS: [char; 4] = ['。', ';', '!', '?'];
        let mut before = text.trim_end_matches(MARKS);
        for _ in 0..2 {
            let start = after_last(before, &MARKS);
            let told = self.change(&before[start..], true);
            let plain = before[start..].chars().all(|c| !c.is_ascii_digit());
            if told.is_some() || !plain {
                return told;
            }
            before = before[..start].trim_end_matches(MARKS);
        }
        None
    }

    /// The change that is told behind a reason in the same sentence, and where the reason ends.
    fn compared(&self, span: Range<usize>) -> Option<(Direction, usize)> {
        let text = &self.text[span.clone()];
        let than = |clause: &str| {
            self.words
                .than
                .iter()
                .any(|own| clause.starts_with(own.as_str()))
        };
        let tells = |clause: &str| clause.contains(|c: char| c.is_ascii_digit()) || than(clause);
        let mut commas = text.match_indices(',').map(|(at, _)| at);
        let at = commas.find(|at| tells(text[at + 1..].split(',').next().unwrap_or_default()))?;
        let change = self.change(&text[at + 1..], true)?;
        Some((change, span.start + at))
    }

    /// 比上年减少5万元（压减支出）: what stands in brackets behind a change.
    fn in_brackets(&self) -> Vec<(Direction, Range<usize>)> {
        let text = self.text;
        let opens = text.match_indices('(').map(|(at, _)| at + 1);
        let found = opens.filter_map(|from| {
            let end = from + text[from..].find([')', '('])?;
            let before = &text[..from - 1];
            let inner = &text[from..end];
            // (不含…) tells what was counted, and not why.
            let scope = self
                .words
                .why
                .scope
                .iter()
                .any(|own| inner.starts_with(own.as_str()));
            let told = before.ends_with(['元', '%']) && text[end..].starts_with(')') && !scope;
            let plain = !inner.contains(|c: char| c.is_ascii_digit())
                && !self.words.why.because.iter().any(|own| holds(inner, own));
            let start = after_last(before, &['。', ';', ':', ',', '、', '(']);
            let change = self.change(&before[start..], true)?;
            let contradicts = || {
                self.wording
                    .says(inner)
                    .is_some_and(|own| own.contradicts(change))
            };
            (told && plain && contradicts()).then_some((change, from..end))
        });
        found.collect()
    }

    /// 与上年持平，工作量增加: what stands behind the last words on a level amount explains it, without words that lead to it.
    fn behind_level(&self) -> Option<(Direction, Range<usize>)> {
        let mut start = 0;
        self.text.split_inclusive('。').find_map(|sentence| {
            let at = start;
            start += sentence.len();
            let level = self.words.same.iter().chain(&self.words.alike);
            // 与上年相比 is not level yet.
            let level = level.filter(|own| !own.ends_with(['比', '较']));
            let level = level.filter_map(|own| Some(rfind(sentence, own)? + own.len()));
            let level = level.max()?;
            let rest = sentence[level..].strip_prefix(',')?.trim_end_matches('。');
            let says = self.wording.says(rest)?;
            let mut other = self.words.why.other.iter();
            let other = other.any(|own| rest.contains(own.as_str()));
            let because = self
                .words
                .why
                .because
                .iter()
                .any(|own| holds(sentence, own));
            // 接待标准与上年相同，批次增加: what is level is no money.
            let clause = &sentence[after_last(&sentence[..level], &[',', ';', ':'])..level];
            let than = self.words.than.iter();
            let than = than.filter_map(|own| find(clause, own)).min();
            let (what, _) = clause.split_at(than.unwrap_or(0));
            let money = &self.words.why.money;
            let of_money = what.is_empty() || money.iter().any(|own| what.ends_with(own.as_str()));
            let bare = !rest.contains(|c: char| c.is_ascii_digit() || c == ';' || c == ':');
            let behind = at + level + 1;
            (bare && of_money && !other && !because && says.contradicts(Direction::Same))
                .then(|| (Direction::Same, behind..behind + rest.len()))
        })
    }

    /// The next words that lead to a reason, and where it begins.
    fn because(&self, from: usize) -> Option<(usize, usize)> {
        let why = &self.words.why;
        let found = why.because.iter().chain(&why.clause).filter_map(|own| {
            let at = from + find(&self.text[from..], own)?;
            // 因公出国 is no reason.
            (!self.text[at + own.len()..].starts_with('公')).then_some((at, at + own.len()))
        });
        // 因人员减少，… at the beginning of the text
        let first = why.clause.iter().filter(|_| from == 0).filter_map(|own| {
            let bare = own.trim_start_matches([',', ';', ':', '。', '(']);
            let behind = self.text.strip_prefix(bare)?;
            (!behind.starts_with('公')).then_some((0, bare.len()))
        });
        let found = found.chain(first);
        let (at, end) = found.min_by_key(|(at, end)| (*at, usize::MAX - end))?;
        let mut rest = &self.text[end..];
        let lead = |rest| {
            why.leads
                .iter()
                .find_map(|own| str::strip_prefix(rest, own.as_str()))
        };
        while let Some(behind) = lead(rest) {
            rest = behind;
        }
        Some((at, self.text.len() - rest.len()))
    }

    /// Where a reason that begins at `at` ends: at the end of its sentence, or at what the money is for.
    fn end(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        // 一是…；二是…
        let why = &self.words.why;
        let stops: &[char] = if why.lists.iter().any(|own| rest.starts_with(own.as_str())) {
            &['。']
        } else {
            &['。', ';', '!', '?']
        };
        let stop = rest.find(stops).unwrap_or(rest.len());
        let inner = why.ends.iter();
        let inner = inner
            .filter_map(|own| rest[..stop].find(own.as_str()))
            .min();
        let Some(inner) = inner else {
            return at + stop;
        };
        at + rest[..inner].rfind(',').unwrap_or(inner)
    }

    /// Which way the words before a reason say that something changed, where they say one way only.
    fn change(&self, text: &str, whole: bool) -> Option<Direction> {
        let text = &text[rfind(text, "其中").unwrap_or(0)..];
        // 增减幅度为4.7% is neither more nor less.
        let mut rates = self.words.rate.iter().filter(|own| holds(text, own));
        let bare = rates.next().map(|first| {
            rates.fold(text.replace(first.as_str(), ""), |text, own| {
                text.replace(own.as_str(), "")
            })
        });
        let text = bare.as_deref().unwrap_or(text);
        let holds = |words: &[String]| words.iter().any(|own| holds(text, own));
        let ends = |words: &[String]| {
            let text = text.trim_end_matches(['的', ',', '(']);
            !whole && words.iter().any(|own| text.ends_with(own.as_str()))
        };
        // 本年度增加338.3万元 compares, too.
        let counted = |own: &String| {
            text.match_indices(own.as_str()).any(|(at, own)| {
                let behind = &text[at + own.len()..];
                let rest =
                    behind.trim_start_matches(|c: char| c.is_ascii_digit() || ".,".contains(c));
                rest.len() < behind.len() && rest.starts_with(['万', '元', '亿', '%'])
            })
        };
        // 5万元，2025年预算5万元，没有调整
        let level = || {
            let clause = text
                .trim_end_matches('。')
                .rsplit(',')
                .next()
                .unwrap_or_default();
            let year = self
                .wording
                .last_year
                .is_some_and(|year| text.contains(year));
            year && self.words.same.iter().any(|own| own == clause)
        };
        let mut moves = self.words.up.iter().chain(&self.words.down);
        let than = holds(&self.words.than) || level();
        let compared = than || moves.any(counted);
        let words = [
            (&self.words.up, &self.words.more, Direction::Up),
            (&self.words.down, &self.words.less, Direction::Down),
            (&self.words.same, &self.words.same, Direction::Same),
        ];
        // 比上年多2万元, 比上年扩大
        let weak = |own: &[String]| {
            let long = |own: &&String| own.chars().count() > 1;
            let ending = || {
                own.iter()
                    .filter(long)
                    .any(|own| text.ends_with(own.as_str()))
            };
            than && (own.iter().any(counted) || !whole && ending())
        };
        let mut said = words
            .into_iter()
            .filter(|(own, weaker, direction)| match direction {
                // 与上年相同的项目 tells which ones.
                Direction::Same => own.iter().any(|own| {
                    let mut all = text.match_indices(own.as_str());
                    all.any(|(at, own)| !text[at + own.len()..].starts_with('的'))
                }),
                _ => holds(own) || weak(weaker),
            } && (compared || ends(own)))
            .map(|(.., direction)| direction);
        let direction = said.next()?;
        let about = holds(&self.words.about);
        (said.next().is_none() && !about).then_some(direction)
    }
}

/// Where the text behind the last of the marks begins.
fn after_last(text: &str, marks: &[char]) -> usize {
    text.rfind(marks).map_or(0, |at| {
        at + text[at..].chars().next().map_or(0, char::len_utf8)
    })
}
