//! How many bodies and offices there are said to be, and how many are named. What is not certain is not said: a list may be
//! of other things than the number before it.

use super::{Texts, cell};
use crate::finding::{Finding, FindingCode, Stated};
use crate::model::{OrganizationWords, Text};
use crate::text::{Folded, count, is_numeral, ordinal_of, squash, without_ordinal};

/// The longest name in a list, in characters.
const LONGEST: usize = 40;
/// How many characters may stand between a number and what it counts: `3家区级预算单位`.
const BETWEEN: usize = 4;

/// A number of bodies or offices in a text.
#[derive(Debug)]
struct Counted<'t> {
    text: &'t Text,
    value: u32,
    /// The words from the number to what it counts, as written.
    words: &'t str,
}

/// The bodies that a section on organization tells of.
#[derive(Debug, Default)]
struct Bodies<'t> {
    /// How many are below the body itself: `本部以及下属2家预算单位`.
    below: Option<Counted<'t>>,
    /// How many there are in all: `共有3家预算单位`.
    whole: Option<Counted<'t>>,
    /// How many of each kind: `行政单位1家，事业单位1家`, by the position of the kind.
    kinds: Vec<(usize, Counted<'t>)>,
    /// The names that are listed line by line.
    listed: Vec<(&'t Text, String)>,
    /// Whether the body itself is one of them.
    has_own: bool,
    /// How many of them have no budget of their own, and may not be counted.
    apart: usize,
}

pub(super) fn check(texts: &Texts<'_>) -> Vec<Finding> {
    let words = &texts.templates.model.organization;
    let Some(section) = texts.budget.document.section("organization") else {
        return Vec::new();
    };
    let paragraphs = &section.paragraphs;
    let mut findings = Vec::new();
    for (at, text) in paragraphs.iter().enumerate() {
        findings.extend(offices(words, text, &paragraphs[at + 1..]));
    }
    let bodies = Bodies::of(words, paragraphs, &texts.budget.unit.name);
    findings.extend(bodies.repeated());
    let own = bodies.differ();
    // What contradicts itself tells nothing of other texts.
    if own.is_none() {
        findings.extend(bodies.elsewhere(texts));
    }
    findings.extend(own);
    findings
}

impl<'t> Bodies<'t> {
    fn of(words: &OrganizationWords, paragraphs: &'t [Text], unit: &str) -> Self {
        let mut own = Self::default();
        let mut begun = None;
        for (at, text) in paragraphs.iter().enumerate() {
            let folded = Folded::new(&text.text);
            let listed = ordinal_of(&text.text);
            // What a line of the list says of its own offices is no number of bodies.
            if listed.as_ref().is_none_or(|(number, _)| *number != 1) || at == 0 {
                own.count(words, text, &folded);
            }
            if begun.is_none()
                && let Some((1, marks)) = listed
                && (own.below.is_some() || own.whole.is_some() || !own.kinds.is_empty())
            {
                begun = Some((at, marks));
                break;
            }
        }
        if let Some((at, marks)) = begun {
            own.list(words, &paragraphs[at..], &marks, unit);
        }
        own
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
            let front = front.trim_end_matches(['有', '共', '为', '计', ':']);
            if let Some((kind, word)) = kind_at_end(words, front) {
                let from = number.start.min(front.len()) - word;
                let counted = Counted {
                    words: &text.text[folded.original(from..number.end)],
                    ..counted(number.end)
                };
                self.kinds.push((kind, counted));
                continue;
            }
            if let Some((kind, word)) = kind_in_front(words, behind) {
                self.kinds.push((kind, counted(number.end + word)));
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
            let slot = if is_below {
                &mut self.below
            } else {
                &mut self.whole
            };
            slot.get_or_insert(counted(number.end + end));
        }
    }

    /// Takes the names of a list.
    fn list(&mut self, words: &OrganizationWords, lines: &'t [Text], marks: &str, unit: &str) {
        let unit = squash(unit);
        for (line, expected) in lines.iter().zip(1..) {
            if ordinal_of(&line.text).is_none_or(|(number, own)| number != expected || own != marks)
            {
                break;
            }
            let bare = without_ordinal(&line.text);
            let name = bare.split(['。', '；', ';', '：', ':', '，', ',']).next();
            let name = squash(name.unwrap_or_default()).into_owned();
            if name.is_empty() || name.chars().count() > LONGEST {
                break;
            }
            let is_own = words.own.iter().any(|word| name.contains(word.as_str()))
                || (!unit.is_empty() && (unit.ends_with(&name) || name.ends_with(&*unit)));
            self.has_own |= is_own;
            let apart = |word: &String| bare.contains(word.as_str());
            self.apart += usize::from(words.apart.iter().any(apart));
            self.listed.push((line, name));
        }
    }

    /// The sum of the kinds.
    fn of_kinds(&self) -> Option<usize> {
        let values = self.kinds.iter().map(|(_, own)| own.value as usize);
        (self.kinds.len() > 1).then(|| values.sum())
    }

    /// How many there may be by the list, for a number that has the body itself in it or not.
    fn may_be(&self, with_own: bool) -> Vec<usize> {
        let listed = self.listed.len();
        let mut all = match (with_own, self.has_own) {
            (true, true) | (false, false) => vec![listed],
            (false, true) => vec![listed - 1],
            (true, false) => vec![listed, listed + 1],
        };
        // It may be listed under a name that is not known.
        if !with_own && !self.has_own && listed > 0 {
            all.push(listed - 1);
        }
        if self.apart > 0 {
            let less: Vec<usize> = all
                .iter()
                .flat_map(|own| (1..=self.apart).map(move |apart| own.saturating_sub(apart)))
                .collect();
            all.extend(less);
        }
        all
    }

    /// The numbers against the list, and against each other.
    fn differ(&self) -> Option<Finding> {
        let of_kinds = self.of_kinds();
        let names = || self.listed.iter().map(|(_, name)| name.as_str());
        if self.listed.is_empty() {
            let (kinds, below) = (of_kinds?, self.below.as_ref()?);
            let fits = [below.value as usize, below.value as usize + 1].contains(&kinds);
            return (!fits).then(|| {
                self.finding("kinds", &self.kinds[0].1, kinds)
                    .arg("expected", below.value)
                    .cell(cell(below.text, below.words))
            });
        }
        let off = |own: &Counted<'_>, with_own: bool| {
            !self.may_be(with_own).contains(&(own.value as usize))
        };
        let below = self.below.as_ref().filter(|own| off(own, false));
        let whole = self.whole.as_ref().filter(|own| off(own, true));
        // The body itself is an administrative one, or it is counted apart.
        let kinds = of_kinds.filter(|sum| {
            let own = self.kinds.iter().any(|(kind, _)| *kind == 0);
            !self.may_be(true).contains(sum) && (own || !self.may_be(false).contains(sum))
        });
        let wrong = below.or(whole);
        let mut finding = match (wrong, kinds) {
            (Some(own), _) => self
                .finding("bodies", own, own.value as usize)
                .arg("expected", self.listed.len())
                .list("names", names()),
            (None, Some(sum)) => self
                .finding("kinds", &self.kinds[0].1, sum)
                .arg("expected", self.listed.len()),
            (None, None) => return None,
        };
        if wrong.is_some() && kinds.is_some() {
            let (_, own) = &self.kinds[0];
            finding.cells.push(cell(own.text, own.words));
        }
        let (last, name) = self.listed.last()?;
        finding.cells.push(cell(last, name));
        Some(finding)
    }

    fn finding(&self, variant: &'static str, own: &Counted<'_>, stated: usize) -> Finding {
        let kinds = self.kinds.iter().map(|(_, own)| own.words);
        let quote = match variant {
            "kinds" => kinds.collect::<Vec<_>>().join("、"),
            _ => own.words.to_owned(),
        };
        Finding::new(FindingCode::CountDiffers)
            .variant(variant)
            .arg("quote", quote)
            .arg("stated", stated)
            .cell(cell(own.text, own.words))
    }

    /// A body that is listed twice.
    fn repeated(&self) -> Option<Finding> {
        let mut all = self.listed.iter().enumerate();
        let (at, (text, name)) =
            all.find(|(at, (_, name))| self.listed[..*at].iter().any(|(_, other)| other == name))?;
        let first = self.listed[..at].iter().find(|(_, other)| other == name)?;
        Some(repeated(text, name).cell(cell(first.0, name)))
    }

    /// What the notes say of the number of bodies: more than there are.
    fn elsewhere(&self, texts: &Texts<'t>) -> Vec<Finding> {
        let words = &texts.templates.model.organization;
        let below = self.below.as_ref().map(|own| own.value as usize + 1);
        let whole = self.whole.as_ref().map(|own| own.value as usize);
        let all = [below, whole, self.of_kinds(), Some(self.listed.len())];
        let most = all.into_iter().flatten().max().filter(|most| *most > 0);
        let notes = texts.budget.document.section("other_notes");
        let mut findings = Vec::new();
        for text in notes.iter().flat_map(|notes| &notes.paragraphs) {
            let folded = Folded::new(&text.text);
            let sets_goals = words
                .goals
                .iter()
                .any(|word| folded.text().contains(word.as_str()));
            for number in numbers(folded.text()) {
                let behind = &folded.text()[number.end..];
                let (expected, end) = match (kind_in_front(words, behind), most) {
                    (Some((kind, end)), _) => {
                        let same = self.kinds.iter().filter(|(own, _)| *own == kind);
                        let values = same.map(|(_, own)| own.value as usize);
                        match values.reduce(|a, b| a + b) {
                            Some(expected) => (expected, end),
                            None => continue,
                        }
                    }
                    (None, Some(most)) if sets_goals => match counts(&words.bodies, behind) {
                        Some(end) => (most, end),
                        None => continue,
                    },
                    _ => continue,
                };
                if number.value as usize <= expected {
                    continue;
                }
                let quote = &text.text[folded.original(number.start..number.end + end)];
                let mut finding = Finding::new(FindingCode::CountDiffers)
                    .variant("elsewhere")
                    .arg("quote", quote)
                    .arg("stated", number.value)
                    .arg("expected", expected)
                    .cell(cell(text, quote));
                let own = [&self.below, &self.whole].into_iter().flatten();
                let mut own = own.chain(self.kinds.iter().map(|(_, own)| own));
                finding
                    .cells
                    .extend(own.next().map(|own| cell(own.text, own.words)));
                findings.push(finding);
            }
        }
        findings
    }
}

fn repeated(text: &Text, name: &str) -> Finding {
    Finding::new(FindingCode::RepeatedName)
        .variant("listed")
        .arg("name", name)
        .cell(Stated::text(text.place.clone(), name))
}

/// A number with 个 or 家 behind it.
struct Number {
    value: u32,
    start: usize,
    /// Behind 个 or 家.
    end: usize,
}

fn numbers(text: &str) -> impl Iterator<Item = Number> {
    let counters = text
        .char_indices()
        .filter(|(_, c)| matches!(c, '个' | '家'));
    counters.filter_map(move |(at, c)| {
        let numeral = text[..at].char_indices().rev();
        let (start, _) = numeral.take_while(|(_, c)| is_numeral(*c)).last()?;
        Some(Number {
            value: count(&text[start..at])?,
            start,
            end: at + c.len_utf8(),
        })
    })
}

/// Where the first of `words` ends in `behind`, if it stands near enough to its beginning to be what a number counts.
fn counts(words: &[String], behind: &str) -> Option<usize> {
    let found = words.iter().filter_map(|word| {
        let at = behind.find(word.as_str())?;
        let between = &behind[..at];
        let near = between.chars().count() <= BETWEEN && !between.contains(['、', ',', '。', ':']);
        near.then_some(at + word.len())
    });
    found.min()
}

/// The bytes of the longest of `words` that a text ends in.
fn ending(words: &[String], text: &str) -> Option<usize> {
    let found = words.iter().filter(|word| text.ends_with(word.as_str()));
    found.map(String::len).max()
}

/// The kind that a text ends in, and the bytes of its word.
fn kind_at_end(words: &OrganizationWords, text: &str) -> Option<(usize, usize)> {
    longest(words, &|word| text.ends_with(word))
}

/// The kind that a text begins with, and the bytes of its word.
fn kind_in_front(words: &OrganizationWords, text: &str) -> Option<(usize, usize)> {
    longest(words, &|word| text.starts_with(word))
}

fn longest(words: &OrganizationWords, fits: &dyn Fn(&str) -> bool) -> Option<(usize, usize)> {
    let all = words.kinds.iter().enumerate();
    let all = all.flat_map(|(kind, words)| words.iter().map(move |word| (kind, word.len(), word)));
    let fitting = all.filter(|(_, _, word)| fits(word));
    fitting
        .max_by_key(|(_, length, _)| *length)
        .map(|(kind, length, _)| (kind, length))
}

/// `设8个内设机构，即…` against the names that follow, in each sentence of a paragraph or in the lines below it.
fn offices(words: &OrganizationWords, text: &Text, below: &[Text]) -> Vec<Finding> {
    let folded = Folded::new(&text.text);
    let mut findings = Vec::new();
    let mut from = 0;
    for sentence in folded.text().split_inclusive(['。', ';']) {
        let start = from;
        from += sentence.len();
        let all: Vec<Number> = numbers(sentence).collect();
        let counted = all.iter().find_map(|number| {
            if let Some(end) = counts(&words.offices, &sentence[number.end..]) {
                return Some((number, number.end + end));
            }
            // 内设科室6个
            let front = sentence[..number.start].trim_end_matches(['有', '共', '为', '计', ':']);
            ending(&words.offices, front).map(|_| (number, number.end))
        });
        let Some((number, end)) = counted else {
            continue;
        };
        let behind = &sentence[end..];
        let last = behind.trim_end().ends_with(':');
        let (mut names, may_be) = named(words, behind);
        let may_be = match may_be {
            Some(may_be) => may_be,
            None if last => {
                names = listed(words, below);
                vec![names.len()]
            }
            None => continue,
        };
        // Another number before the names may be of what they are names of.
        let first = names.first().and_then(|name| behind.find(name.as_str()));
        let first = end + first.unwrap_or(behind.len());
        let more = all
            .iter()
            .any(|other| (number.end..first).contains(&other.start));
        if names.is_empty() || more {
            continue;
        }
        let twice = names
            .iter()
            .enumerate()
            .find(|(at, name)| names[..*at].contains(name));
        if let Some((_, name)) = twice {
            findings.push(repeated(text, name));
        }
        if may_be.contains(&(number.value as usize)) {
            continue;
        }
        let quote = &text.text[folded.original(start + number.start..start + end)];
        findings.push(
            Finding::new(FindingCode::CountDiffers)
                .arg("stated", number.value)
                .arg("expected", names.len())
                .list("names", &names)
                .cell(cell(text, quote)),
        );
    }
    findings
}

/// The names of offices behind a number of them, and how many there may be; `None` where that is not certain.
fn named(words: &OrganizationWords, behind: &str) -> (Vec<String>, Option<Vec<usize>>) {
    let unsure = (Vec::new(), None);
    // 6个科室（综合科、产权管理科）
    let bracketed = behind.strip_prefix('(').map(|inner| {
        let end = inner.rfind(')').unwrap_or(inner.len());
        format!(":{}", &inner[..end])
    });
    let behind = bracketed.as_deref().unwrap_or(behind);
    let tail = behind.trim_start_matches(',');
    let lead = words
        .leads
        .iter()
        .filter_map(|lead| Some((tail.find(lead.as_str())?, lead.len())))
        .filter(|(at, _)| tail[..*at].chars().count() <= 2 * BETWEEN)
        .min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length)));
    let Some((at, length)) = lead else {
        return unsure;
    };
    let list = tail[at + length..].trim_start_matches([':', ',']);
    let list = list.trim_end_matches(['。', ';', ')']);
    let pieces = split(list, '、');
    // A comma ends a list that is parted by 、; what follows is said of something else, or it goes on.
    let mut names: Vec<String> = Vec::new();
    let mut more = 0;
    let parted = pieces.len() > 1;
    for piece in pieces {
        let mut clauses = split(piece, ',').into_iter();
        if more > 0 {
            more += clauses.count();
            continue;
        }
        let first = clauses.next().unwrap_or_default();
        names.push(first.to_owned());
        if parted {
            more = clauses.filter(|own| is_office(words, own)).count();
        } else {
            names.extend(clauses.map(str::to_owned));
        }
    }
    let rest = names.last().map_or("", |last| {
        let at = list.find(last.as_str()).unwrap_or_default();
        &list[at + last.len()..]
    });
    let also = words.also.iter().any(|word| rest.contains(word.as_str()));
    names.retain(|name| !name.is_empty());
    if names.iter().any(|name| name.ends_with('等')) {
        return unsure;
    }
    // 甲科、乙科和丙科: two are joined.
    let mut all: Vec<String> = Vec::new();
    for name in names {
        match name
            .split_once("以及")
            .or_else(|| name.split_once(['和', '及']))
        {
            Some((one, other)) if is_office(words, one) && is_office(words, other) => {
                all.extend([one.to_owned(), other.to_owned()]);
            }
            _ => all.push(name),
        }
    }
    if all.is_empty() || !all.iter().all(|name| is_office(words, name)) {
        return unsure;
    }
    let mut may_be = vec![all.len()];
    if more > 0 && !also {
        may_be.extend(all.len() + 1..=all.len() + more);
    }
    (all, Some(may_be))
}

/// The offices in lines with ordinals; none where one of the lines is none.
fn listed(words: &OrganizationWords, lines: &[Text]) -> Vec<String> {
    let mut names = Vec::new();
    for (line, expected) in lines.iter().zip(1..) {
        if ordinal_of(&line.text).is_none_or(|(number, _)| number != expected) {
            break;
        }
        let bare = squash(without_ordinal(&line.text)).into_owned();
        let name = bare.split(['。', ';', ':', ',']).next().unwrap_or_default();
        if !is_office(words, name) {
            return Vec::new();
        }
        names.push(name.to_owned());
    }
    names
}

/// The pieces between marks that stand in no brackets.
fn split(text: &str, mark: char) -> Vec<&str> {
    let (mut pieces, mut from, mut depth) = (Vec::new(), 0, 0_u32);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if c == mark && depth == 0 => {
                pieces.push(&text[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(&text[from..]);
    pieces
}

fn is_office(words: &OrganizationWords, name: &str) -> bool {
    let bare = name.split('(').next().unwrap_or_default().trim();
    let length = bare.chars().count();
    (2..=LONGEST / 2).contains(&length)
        && words
            .office_ends
            .iter()
            .any(|end| bare.ends_with(end.as_str()))
}
