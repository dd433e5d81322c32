//! The bodies that a section on organization tells of: how many there are said to be, and which are named.

use super::counted::{FILLERS, LONGEST, counts, ending, marked, numbers, split};
use crate::model::{OrganizationWords, Text};
use crate::text::{Folded, squash};

/// How many bytes further on another kind may be counted.
const FAR: usize = 12;

/// The shortest name of a body in a sentence, in characters.
const SHORTEST: usize = 4;

/// A number of bodies or offices in a text.
#[derive(Debug)]
pub(super) struct Counted<'t> {
    pub(super) text: &'t Text,
    pub(super) value: u32,
    /// The words from the number to what it counts, as written.
    pub(super) words: &'t str,
}

/// The bodies that a section on organization tells of.
#[derive(Debug, Default)]
pub(super) struct Bodies<'t> {
    /// How many are below the body itself: `本部以及下属2家预算单位`.
    pub(super) below: Option<Counted<'t>>,
    /// How many there are in all: `共有3家预算单位`.
    pub(super) whole: Option<Counted<'t>>,
    /// How many of each kind: `行政单位1家，事业单位1家`, by the position of the kind.
    pub(super) kinds: Vec<(usize, Counted<'t>)>,
    /// The names that are listed line by line.
    pub(super) listed: Vec<(&'t Text, String)>,
    /// Whether the body itself is one of them.
    pub(super) has_own: bool,
    /// How many of them have no budget of their own, and may not be counted.
    pub(super) apart: usize,
    /// The kinds are those of what is below, and the body itself is none of them: 下属单位3家，其中参公单位1家、事业单位2家.
    pub(super) kinds_below: bool,
    /// The number of what is below leads the list right away: 所属单位3家，具体为：, and the body itself may be one of them.
    pub(super) may_hold_own: bool,
}

impl<'t> Bodies<'t> {
    pub(super) fn of(words: &OrganizationWords, paragraphs: &'t [Text], unit: &str) -> Self {
        let mut own = Self::default();
        let mut begun = None;
        // Where offices are counted, too, a list may be theirs.
        let mut offices = false;
        let mut leads = false;
        for (at, text) in paragraphs.iter().enumerate() {
            let folded = Folded::new(&text.text);
            let listed = marked(&text.text);
            let first = |number: Option<u32>| number.is_none_or(|number| number == 1);
            let listed = listed.filter(|(number, ..)| first(*number));
            // What a line of the list says of its own offices is no number of bodies.
            if listed.is_none() || at == 0 {
                own.count(words, text, &folded);
            }
            if let Some((_, marks, name)) = listed
                && (own.below.is_some() || own.whole.is_some() || !own.kinds.is_empty())
            {
                // A list that begins with the body itself is one of bodies, whatever stands before it.
                let first = name.split(['。', '；', ';', '：', ':', '，', ',']).next();
                let first = squash(first.unwrap_or_default());
                let of_bodies = !first.is_empty() && is_own(words, &first, &squash(unit));
                if of_bodies || leads && !offices {
                    begun = Some((at, marks));
                    break;
                }
            }
            offices |= numbers(folded.text()).any(|number| {
                let front = folded.text()[..number.start].trim_end_matches(FILLERS);
                counts(&words.offices, &folded.text()[number.end..]).is_some()
                    || ending(&words.offices, front).is_some()
            });
            let last = folded.text().trim_end_matches('。').rsplit('。').next();
            let last = last.unwrap_or_default();
            leads =
                last.ends_with(':') || words.leads.iter().any(|lead| last.contains(lead.as_str()));
        }
        if let Some((at, marks)) = begun {
            own.list(words, &paragraphs[at..], &marks, unit);
        } else {
            own.in_sentence(words, paragraphs, unit);
        }
        own
    }

    /// Takes the names behind a number of bodies, `由局机关和下属2家预算单位组成，包括局机关、甲中心、乙所；`, else those of a later sentence
    /// that leads to bodies: `纳入预算编制范围的预算单位包括：甲中心、乙所。`. Where one of them is not the name of a body, it is something
    /// else that is listed.
    fn in_sentence(&mut self, words: &OrganizationWords, paragraphs: &'t [Text], unit: &str) {
        let Some(counted) = self.below.as_ref().or(self.whole.as_ref()) else {
            return;
        };
        let text = counted.text;
        let (squashed, number) = (squash(&text.text), squash(counted.words));
        let Some(at) = squashed.find(&*number) else {
            return;
        };
        let tail = &squashed[at + number.len()..];
        let tail = tail.split(['。', ';']).next().unwrap_or_default();
        if let Some(names) = behind_lead(words, tail, false) {
            self.take(words, text, names, unit);
            return;
        }
        let behind = paragraphs
            .iter()
            .skip_while(|own| !std::ptr::eq(*own, text));
        for text in behind {
            let squashed = squash(&text.text);
            let mut sentences = squashed.split(['。', ';']);
            if let Some(names) = sentences.find_map(|own| behind_lead(words, own, true)) {
                self.take(words, text, names, unit);
                return;
            }
        }
    }

    fn take(&mut self, words: &OrganizationWords, text: &'t Text, names: Vec<&str>, unit: &str) {
        let unit = squash(unit);
        for name in names {
            self.has_own |= is_own(words, name, &unit);
            self.listed.push((text, name.to_owned()));
        }
    }

    /// Takes the numbers of bodies in a paragraph.
    fn count(&mut self, words: &OrganizationWords, text: &'t Text, folded: &Folded) {
        for number in numbers(folded.text()) {
            let (front, behind) = (&folded.text()[..number.start], &folded.text()[number.end..]);
            let counted = |end: usize| Counted {
                text,
                value: number.value,
                words: &text.text[folded.original(number.start..end)],
            };
            let front = front.trim_end_matches(FILLERS);
            // 2个事业单位共3个预算单位: the second number is of both.
            let of_all = words
                .bodies
                .iter()
                .any(|own| behind.starts_with(own.as_str()));
            // 下属事业单位1家 may be told again among the others.
            if let Some((kind, word)) = kind_at_end(words, front).filter(|_| !of_all) {
                let again = |(own, counted): &(usize, Counted<'_>)| {
                    *own == kind && !std::ptr::eq(counted.text, text)
                };
                if self.kinds.iter().any(again) {
                    self.kinds
                        .retain(|(_, counted)| std::ptr::eq(counted.text, text));
                }
                let from = number.start.min(front.len()) - word;
                self.kinds_below |= self.kinds.is_empty() && self.are_below(words, text, front);
                let counted = Counted {
                    words: &text.text[folded.original(from..number.end)],
                    ..counted(number.end)
                };
                self.kinds.push((kind, counted));
                continue;
            }
            if let Some((kind, word)) = kind_in_front(words, behind) {
                // 下属2家事业单位 are all that is below, where no other kind follows.
                let below = words.below.iter().any(|own| front.ends_with(own.as_str()));
                let others = numbers(&behind[word..])
                    .find(|other| other.start < FAR)
                    .is_some_and(|other| {
                        let behind = &behind[word + other.end..];
                        !words
                            .bodies
                            .iter()
                            .any(|own| behind.starts_with(own.as_str()))
                    });
                if below && !others && self.below.is_none() && self.kinds.is_empty() {
                    self.below = Some(counted(number.end + word));
                } else {
                    self.kinds.push((kind, counted(number.end + word)));
                }
                continue;
            }
            // 下属3家预算单位, 下属预算单位3家
            let before = ending(&words.bodies, front);
            let (end, around) = match (counts(&words.bodies, behind), before) {
                (Some(end), _) => (end, format!("{front} {}", &behind[..end])),
                (None, Some(word)) => (0, front[..front.len() - word].to_owned()),
                (None, None) => continue,
            };
            let is_below = words.below.iter().any(|word| match around.split_once(' ') {
                Some((front, behind)) => {
                    front.ends_with(word.as_str()) || behind.contains(word.as_str())
                }
                None => around.ends_with(word.as_str()),
            });
            // 下属单位4家（含本级）, 所属单位4家，具体为：: the body itself may be one of them.
            let with_own = includes(words, &folded.text()[number.end + end..]);
            let leads = behind.ends_with(':')
                && !behind.contains('。')
                && !words.own.iter().any(|own| front.contains(own.as_str()));
            if is_below && !with_own && leads {
                self.may_hold_own = true;
            }
            // 下属单位3家，其中其他单位1家 is a part of those.
            let part = !is_below
                && self.below.is_some()
                && front
                    .rsplit(['。', ';'])
                    .next()
                    .is_some_and(|own| own.contains("其中"));
            if part {
                continue;
            }
            let slot = if is_below && !with_own {
                &mut self.below
            } else {
                &mut self.whole
            };
            slot.get_or_insert(counted(number.end + end));
        }
    }

    /// Whether what `front` leads to is a part of what is below, told in the same sentence without the body itself: 下属3家，其中；
    /// 下属预算单位中.
    fn are_below(&self, words: &OrganizationWords, text: &Text, front: &str) -> bool {
        let sentence = front.rsplit(['。', ';']).next().unwrap_or_default();
        let among = sentence.match_indices('中').any(|(at, mark)| {
            let (whole, rest) = (&sentence[..at], &sentence[at + mark.len()..]);
            let whole = ending(&words.bodies, whole).map(|word| &whole[..whole.len() - word]);
            let mut below = words.below.iter();
            let below = whole.is_some_and(|own| below.any(|word| own.ends_with(word.as_str())));
            below && !words.own.iter().any(|own| rest.contains(own.as_str()))
        });
        if among {
            return true;
        }
        let Some(below) = self
            .below
            .as_ref()
            .filter(|own| std::ptr::eq(own.text, text))
        else {
            return false;
        };
        let Some((whole, _)) = sentence.rsplit_once("其中") else {
            return false;
        };
        let own = words.own.iter().any(|own| whole.contains(own.as_str()));
        !own && whole.contains(&*squash(below.words))
    }

    /// Takes the names of a list.
    fn list(&mut self, words: &OrganizationWords, lines: &'t [Text], marks: &str, unit: &str) {
        let unit = squash(unit);
        for (line, expected) in lines.iter().zip(1..) {
            let Some((number, own, bare)) = marked(&line.text) else {
                break;
            };
            if number.is_some_and(|number| number != expected) || own != marks {
                break;
            }
            let name = bare.split(['。', '；', ';', '：', ':', '，', ',']).next();
            let name = squash(name.unwrap_or_default()).into_owned();
            if name.is_empty() || name.chars().count() > LONGEST {
                break;
            }
            self.has_own |= is_own(words, &name, &unit);
            let apart = |word: &String| bare.contains(word.as_str());
            self.apart += usize::from(words.apart.iter().any(apart));
            self.listed.push((line, name));
        }
    }

    /// The sum of the kinds; of what is below one may be told alone.
    pub(super) fn of_kinds(&self) -> Option<usize> {
        let values = self.kinds.iter().map(|(_, own)| own.value as usize);
        let some = self.kinds.len() > 1 || self.kinds_below && !self.kinds.is_empty();
        some.then(|| values.sum())
    }
}

/// The names of bodies behind the first words of a sentence that lead to a list; `directly` where these are to stand behind the
/// word for bodies.
fn behind_lead<'s>(
    words: &OrganizationWords,
    sentence: &'s str,
    directly: bool,
) -> Option<Vec<&'s str>> {
    let leads = words.leads.iter().filter(|lead| lead.chars().count() > 1);
    let lead = leads.filter_map(|lead| Some((sentence.find(lead.as_str())?, lead.len())));
    let (from, length) = lead.min_by_key(|(at, length)| (*at, usize::MAX - length))?;
    let list = sentence[from + length..].trim_start_matches([':', ',']);
    let list = list.trim_end_matches("预算").trim_end_matches('的');
    let names: Vec<&str> = split(list, '、');
    // 本部门预算包括局本级、甲中心的预算: a list that begins with the body itself needs no such word.
    let is_self = |name: &&str| words.own.iter().any(|own| name.ends_with(own.as_str()));
    if directly
        && ending(&words.bodies, &sentence[..from]).is_none()
        && !names.first().is_some_and(is_self)
    {
        return None;
    }
    let is_body = |name: &&str| {
        let named = name.chars().count() >= SHORTEST && ending(&words.office_ends, name).is_some();
        (is_self(name) || named) && !name.contains([',', '和', '及'])
    };
    (names.len() > 1 && names.iter().all(is_body)).then_some(names)
}

/// Whether a bracket behind a number of bodies says that the body itself is one of them: （含本级）.
fn includes(words: &OrganizationWords, behind: &str) -> bool {
    let inner = behind.strip_prefix('(').and_then(|own| own.split_once(')'));
    let begins = |text: &str| {
        ["含", "包含", "包括"]
            .iter()
            .any(|own| text.starts_with(own))
    };
    inner.is_some_and(|(inner, _)| {
        begins(inner) && words.own.iter().any(|own| inner.contains(own.as_str()))
    })
}

/// Whether a name in a list of bodies is that of the body itself.
fn is_own(words: &OrganizationWords, name: &str, unit: &str) -> bool {
    // 某县机关后勤服务中心 is another body than the agency itself.
    let (bare, bracket) = name.split_once('(').unwrap_or((name, ""));
    let own = |word: &String| bare.ends_with(word.as_str()) || bracket.contains(word.as_str());
    words.own.iter().any(own)
        || (!unit.is_empty() && (unit.ends_with(name) || name.ends_with(unit)))
}

/// The kind that a text ends in, and the bytes of its word.
pub(super) fn kind_at_end(words: &OrganizationWords, text: &str) -> Option<(usize, usize)> {
    longest(words, &|word| text.ends_with(word))
}

/// The kind that a text begins with, and the bytes of its word.
pub(super) fn kind_in_front(words: &OrganizationWords, text: &str) -> Option<(usize, usize)> {
    // 事业编制 is no body.
    longest(words, &|word| {
        text.strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with('编'))
    })
}

fn longest(words: &OrganizationWords, fits: &dyn Fn(&str) -> bool) -> Option<(usize, usize)> {
    let all = words.kinds.iter().enumerate();
    let all = all.flat_map(|(kind, words)| words.iter().map(move |word| (kind, word.len(), word)));
    let fitting = all.filter(|(_, _, word)| fits(word));
    fitting
        .max_by_key(|(_, length, _)| *length)
        .map(|(kind, length, _)| (kind, length))
}
