//! The words of a budget's texts: those of the model, and the names of its 科目.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashMapExt as _};

use super::vocabulary::{functions, lines, own_names, topics, units};
use crate::layout::Templates;
use crate::model::{Body, Budget, Code};
use crate::text::squash;

/// What a word is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Word {
    /// Topics of the model, by their position. Which of them is meant depends on the words around.
    Topics(Vec<usize>),
    /// A 功能分类 科目 that may have these codes.
    Function(Vec<Code>),
    Up,
    Down,
    /// 多 and the like, which are words like others but before a number.
    More,
    Less,
    Rate,
    Same,
    /// 基本持平: neither a change nor none.
    AboutSame,
    Than,
    LastYear,
    ThisYear,
    OtherBasis,
    Share,
    Reason,
    Use,
    Among,
    Each,
    Former,
    Latter,
    Scope,
    None,
    To,
    Booked,
    Filler,
}

/// The words of a budget's texts with what they are.
#[derive(Debug, Clone)]
pub(super) struct Lexicon {
    words: HashMap<String, Word>,
    /// The bytes of the words with a first character, the longest first.
    lengths: HashMap<char, Vec<usize>>,
    codes: BTreeSet<Code>,
    /// The names of 科目 with their codes.
    functions: HashMap<String, Vec<Code>>,
    /// The names and codes of the lines of the functional tables, and of the 科目 above them; a name that is not known is empty.
    lines: BTreeMap<Code, String>,
    filler: Vec<String>,
    counters: Vec<String>,
    bounds: Vec<String>,
    bodies: Vec<String>,
    department: bool,
    /// What the body itself is called among those of a department.
    own_part: Vec<String>,
    /// The same right behind the name of a body.
    own_part_behind: Vec<String>,
    /// The full name of the body itself.
    name: String,
    /// What any body is called: 单位.
    any_body: Vec<String>,
    /// The units of a department by their names, whose amounts are parts of its own.
    units: Vec<String>,
}

impl Lexicon {
    pub(super) fn new(templates: &Templates, budget: &Budget) -> Self {
        let model = &templates.model;
        let mut known = BTreeSet::new();
        let lines = lines(templates, budget);
        let functions = functions(templates, budget, &lines);
        let mut all: HashMap<String, Word> = HashMap::with_capacity(2 * functions.len());
        known.extend(functions.values().flatten().copied());
        let named = functions.iter();
        all.extend(named.map(|(name, codes)| (name.clone(), Word::Function(codes.clone()))));
        let prose = &model.prose;
        let lists = [
            (&prose.filler, Word::Filler),
            (&prose.this_year, Word::ThisYear),
            (&prose.more, Word::More),
            (&prose.less, Word::Less),
            (&prose.up, Word::Up),
            (&prose.down, Word::Down),
            (&prose.rate, Word::Rate),
            (&prose.same, Word::Same),
            (&prose.about, Word::AboutSame),
            (&prose.than, Word::Than),
            (&prose.last_year, Word::LastYear),
            (&prose.other_basis, Word::OtherBasis),
            (&prose.share, Word::Share),
            (&prose.reason, Word::Reason),
            (&prose.uses, Word::Use),
            (&prose.among, Word::Among),
            (&prose.each, Word::Each),
            (&prose.former, Word::Former),
            (&prose.latter, Word::Latter),
            (&prose.scope, Word::Scope),
            (&prose.none, Word::None),
            (&prose.to, Word::To),
            (&prose.booked, Word::Booked),
        ];
        for (words, word) in lists {
            for own in words {
                all.insert(squash(own).into_owned(), word.clone());
            }
        }
        let topics = topics(model, budget).into_iter();
        all.extend(topics.map(|(own, topics)| (own, Word::Topics(topics))));
        for own in own_names(&squash(&budget.unit.name)) {
            all.entry(own).or_insert(Word::Filler);
        }
        let mut bodies = prose.bodies.clone();
        if !budget.unit.name.is_empty() {
            // Its last words are its name, too.
            let name = squash(&budget.unit.name);
            let last = name.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
            bodies.push(name[last..].to_owned());
        }
        let mut lengths: HashMap<char, Vec<usize>> = HashMap::new();
        // In any order: each list of lengths is sorted.
        all.keys().for_each(|own| {
            if let Some(first) = own.chars().next() {
                let known = lengths.entry(first).or_default();
                if let Err(at) = known.binary_search_by(|other| own.len().cmp(other)) {
                    known.insert(at, own.len());
                }
            }
        });
        Self {
            words: all,
            lengths,
            codes: known,
            functions,
            lines,
            filler: [&prose.filler, &prose.this_year, &prose.last_year]
                .into_iter()
                .flatten()
                .cloned()
                .collect(),
            counters: prose.counters.clone(),
            bounds: prose.bounds.clone(),
            bodies,
            department: budget.unit.body == Body::Department,
            own_part: prose.own_part.clone(),
            own_part_behind: prose.own_part_behind.clone(),
            name: squash(&budget.unit.name).into_owned(),
            any_body: prose.any_body.clone(),
            units: units(budget),
        }
    }

    /// The longest word that `text` begins with.
    pub(super) fn first<'l>(&'l self, text: &str) -> Option<(usize, &'l Word)> {
        let lengths = self.lengths.get(&text.chars().next()?)?;
        let mut words = lengths.iter().filter_map(|length| {
            let own = text.get(..*length)?;
            Some((own, self.words.get(own)?))
        });
        let (own, word) = words.find(|(own, word)| {
            let weak = matches!(word, Word::More | Word::Less);
            !weak || text[own.len()..].starts_with(|c: char| c.is_ascii_digit())
        })?;
        // The bracket behind a short name belongs to the mark of its level.
        Some((own.trim_end_matches('(').len(), word))
    }

    /// Whether a folded text of a department names the body itself apart from those below it: 局本级, 局机关. 区本级 is a level of
    /// government, and 本部门, 机关运行经费 and 机关事业单位 are other words.
    pub(super) fn names_own_part(&self, text: &str) -> bool {
        const LEVELS: [char; 7] = ['省', '市', '区', '县', '州', '旗', '级'];
        let found = |words: &[String], fits: &dyn Fn(&str) -> bool| {
            words.iter().any(|own| {
                let longer = |at: usize| {
                    let word = self.first(&text[at..]);
                    word.is_some_and(|(length, _)| length > own.len())
                };
                let mut all = text.match_indices(own.as_str());
                all.any(|(at, _)| fits(&text[..at]) && !longer(at))
            })
        };
        self.department
            && (found(&self.own_part, &|before| !before.ends_with(LEVELS))
                || found(&self.own_part_behind, &|before| self.ends_in_body(before)))
    }

    /// The codes that a 科目 of this folded name may have.
    pub(super) fn named(&self, name: &str) -> &[Code] {
        self.functions.get(name).map_or(&[], Vec::as_slice)
    }

    /// The names of the lines of the functional tables, and of the 科目 above them; one that is not known is empty.
    pub(super) const fn lines(&self) -> &BTreeMap<Code, String> {
        &self.lines
    }

    /// What follows the word at the beginning of `text` that says under which 科目 an amount stands.
    pub(super) fn booked<'t>(&self, text: &'t str) -> Option<&'t str> {
        match self.first(text)? {
            (length, Word::Booked) => text.get(length..),
            _ => None,
        }
    }

    /// `text` without a word at its end that says nothing by itself.
    pub(super) fn without_filler<'t>(&self, text: &'t str) -> Option<&'t str> {
        let ends = self
            .filler
            .iter()
            .filter_map(|own| text.strip_suffix(own.as_str()));
        ends.min_by_key(|left| left.len())
            .filter(|left| !left.is_empty())
    }

    /// Whether a word says nothing by itself.
    pub(super) fn is_filler(&self, word: &str) -> bool {
        self.filler.iter().any(|own| own == word)
    }

    /// Whether a 科目 with this code is known.
    pub(super) fn has(&self, code: Code) -> bool {
        self.codes.contains(&code)
    }

    /// The unit for things that `text` begins with.
    pub(super) fn counter(&self, text: &str) -> Option<usize> {
        let found = self
            .counters
            .iter()
            .find(|own| text.starts_with(own.as_str()));
        found.map(String::len)
    }

    /// Whether `text`, behind an amount, makes it a bound.
    pub(super) fn bounds(&self, text: &str) -> bool {
        let mut all = self.bounds.iter();
        all.any(|own| text.starts_with(own.as_str()))
    }

    /// Whether `text` ends in the name of a body, and not in that of one unit of a department. 区绿化管理所 is one of 区绿化局,
    /// whatever its section on organization calls it.
    pub(super) fn ends_in_body(&self, text: &str) -> bool {
        let ends = |names: &[String]| names.iter().any(|own| text.ends_with(own.as_str()));
        let mut last = text.chars().rev();
        let other = self.department
            && !ends(&self.any_body)
            && last.next().is_some_and(|last| !self.name.contains(last))
            && !matches!(last.next(), Some('我' | '本' | '全'));
        ends(&self.bodies) && !other && !ends(&self.units)
    }
}
