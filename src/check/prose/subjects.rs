//! Names of other bodies where the text says whose paper it is: as the owner of amounts, in the first words on duties and
//! organization, in headings, and as who carries out a project. Elsewhere other bodies may well be named.

use super::Texts;
use super::name_text::{
    behind_leads, behind_words, counted, dated, in_a_region, is_numbered, names_a_year, undated,
    within, without_number, without_region,
};
use crate::model::{Body, GoalField, ProseWords, Section, SectionId, Text};
use crate::text::{find, squash, strip_ordinal};

/// The longest name, in characters.
const LONGEST: usize = 40;

/// The names that are the paper's own.
pub(super) struct Names<'n, 't> {
    texts: &'n Texts<'t>,
    words: &'n ProseWords,
    own: &'n str,
    /// The units of a department.
    listed: Vec<String>,
    /// The words of topics, which may follow the owner of an amount.
    topics: Vec<String>,
}

impl<'n, 't> Names<'n, 't> {
    pub(super) fn new(texts: &'n Texts<'t>, own: &'n str) -> Self {
        let model = &texts.templates.model;
        let topics = model.topics.iter().flat_map(|topic| &topic.words);
        let offices = texts.budget.document.organization.offices.iter();
        let listed = texts.budget.document.section(SectionId::Organization);
        let lines = listed.iter().flat_map(|section| &section.paragraphs);
        // 下属单位分别是甲中心、乙中心: they may stand in a sentence.
        let department = texts.budget.unit.body == Body::Department;
        let lines = lines.filter_map(|text| match is_numbered(&text.text) {
            true => Some(text.text.as_str()),
            false => {
                let names = &model.prose.names.lists;
                let behind = behind_leads(&model.organization.leads, &text.text);
                let behind = behind.or_else(|| behind_words(names, &text.text));
                behind.filter(|_| department)
            }
        });
        Self {
            texts,
            words: &model.prose,
            own,
            listed: offices
                .cloned()
                .chain(lines.map(str::to_owned))
                .map(|own| squash(&own).into_owned())
                .collect(),
            topics: topics.map(|own| squash(own).into_owned()).collect(),
        }
    }

    /// The names of other bodies with the texts that they stand in.
    pub(super) fn in_texts(&self) -> Vec<(&'t Text, String)> {
        let document = &self.texts.budget.document;
        let names = &self.words.names;
        let mut all: Vec<(&Text, String)> = Vec::new();
        let headings = document.sections.iter().map(|section| &section.heading);
        for text in document.cover.iter().chain(headings) {
            all.extend(self.first(text, &names.heading));
        }
        for section in &document.sections {
            match section.section {
                SectionId::Duties => {
                    let first = section
                        .paragraphs
                        .iter()
                        .find(|text| !is_numbered(&text.text));
                    all.extend(first.and_then(|text| self.first(text, &names.duties)));
                }
                SectionId::Organization => {
                    let lines = section
                        .paragraphs
                        .iter()
                        .filter(|text| !is_numbered(&text.text));
                    all.extend(lines.filter_map(|text| {
                        self.first(text, &names.organization)
                            .or_else(|| self.set_up(text))
                    }));
                }
                SectionId::Narrative | SectionId::OtherNotes => {
                    let texts = section.paragraphs.iter();
                    all.extend(texts.filter_map(|text| self.owner(text)));
                }
                _ => {}
            }
        }
        let parts = document
            .projects
            .iter()
            .flat_map(|project| &project.sections);
        for part in parts.filter(|part| part.section == SectionId::Implementer) {
            all.extend(self.implementer(part));
        }
        all
    }

    /// The names in the forms of a department that lists its units: who carries out a project is one of them.
    pub(super) fn in_forms(&self) -> Vec<(&'t Text, String)> {
        const FEW: usize = 2;
        let department = self.texts.budget.unit.body == Body::Department;
        if !department || self.listed.len() < FEW {
            return Vec::new();
        }
        let projects = self.texts.budget.document.projects.iter();
        let forms = projects.filter_map(|project| project.form.as_ref());
        let stated = forms.filter_map(|form| form.texts.get(&GoalField::Implementer));
        let stated = stated.map(|text| (text, squash(&text.text).into_owned()));
        stated.filter(|(_, name)| self.is_other(name)).collect()
    }

    /// The name that a text begins with, where one of the words follows it.
    fn first(&self, text: &'t Text, behind: &[String]) -> Option<(&'t Text, String)> {
        let squashed = squash(&text.text);
        let sentence = squashed.split(['。', ';']).next()?;
        let name = self.subject(sentence, &|rest| {
            // 某局主管的事业单位 is another body.
            let follows = |own: &String| {
                let rest = rest.strip_prefix(own.as_str());
                rest.is_some_and(|rest| !rest.starts_with('的'))
            };
            dated(rest) || behind.iter().any(follows)
        })?;
        Some((text, name))
    }

    /// 根据批复，某中心内设6个部门; 从预算单位构成看，某中心为独立核算的预算单位: the name before what a body consists of or is, behind
    /// what it rests on.
    fn set_up(&self, text: &'t Text) -> Option<(&'t Text, String)> {
        let squashed = squash(&text.text);
        let mut clauses = squashed.split(['。', ';']).next()?.split(',').skip(1);
        let sets_up = |rest: &str| {
            let mut own = self.words.names.set_up.iter();
            own.any(|own| rest.starts_with(own.as_str()))
        };
        clauses.find_map(|clause| Some((text, self.subject(clause, &sets_up)?)))
    }

    /// The name of the owner of amounts or numbers, at the beginning of a sentence or clause and before a reason.
    fn owner(&self, text: &'t Text) -> Option<(&'t Text, String)> {
        let squashed = squash(&text.text);
        let owns = |rest: &str| {
            // 某中心（事业单位）无机关运行经费
            let inner = rest.strip_prefix('(').and_then(|own| own.split_once(')'));
            let rest = inner.map_or(rest, |own| own.1);
            let own = [&self.topics, &self.words.none, &self.words.names.owner];
            let mut own = own.into_iter().flatten();
            // 某局机关（1家）和执法队（1家）
            let count = counted(rest.trim_start_matches('('));
            dated(rest) || count || own.any(|own| rest.starts_with(own.as_str()))
        };
        squashed.split(['。', ';']).find_map(|sentence| {
            let why = &self.words.why.because;
            let reason = why.iter().filter_map(|own| find(sentence, own)).min();
            let told = &sentence[..reason.unwrap_or(sentence.len())];
            if let Some(name) = self.in_bracket(told) {
                return Some((text, name));
            }
            let mut clauses = told.split([',', ':']);
            clauses.find_map(|clause| Some((text, self.subject(clause, &owns)?)))
        })
    }

    /// 我校（岩溪县石桥镇中心小学）2025年收入预算: the name in the bracket behind 我校.
    fn in_bracket(&self, sentence: &str) -> Option<String> {
        const FAR: usize = 3;
        let rest = sentence.strip_prefix(['我', '本'])?;
        let (short, behind) = rest.split_once('(')?;
        let (name, _) = behind.split_once(')')?;
        let own = short.chars().count() <= FAR && self.is_other(name);
        own.then(|| name.to_owned())
    }

    /// Who carries out a project: a text that is a name and no more. Of several one may be another body.
    fn implementer(&self, section: &'t Section) -> Option<(&'t Text, String)> {
        let lines = section.paragraphs.iter().flat_map(|text| {
            let squashed = squash(&text.text).into_owned();
            let clauses = squashed.split([',', ';', '。']).map(str::to_owned);
            let clauses: Vec<String> = clauses.filter(|clause| !clause.is_empty()).collect();
            clauses.into_iter().map(move |clause| (text, clause))
        });
        let lines: Vec<(&Text, String)> = lines.collect();
        let charge = &self.words.names.charge;
        let trim = |line: &str| {
            let mut name = strip_ordinal(line).to_owned();
            loop {
                let front = charge
                    .iter()
                    .filter_map(|own| name.strip_prefix(own.as_str()));
                let back = charge
                    .iter()
                    .filter_map(|own| name.strip_suffix(own.as_str()));
                match front.chain(back).map(str::to_owned).min_by_key(String::len) {
                    Some(less) => name = less,
                    None => return name,
                }
            }
        };
        let names: Vec<(&Text, String)> = lines
            .iter()
            .map(|(text, line)| (*text, trim(line)))
            .collect();
        let several = lines.iter().any(|(_, line)| {
            ['、', '与'].iter().any(|own| line.contains(*own))
                || ["会同", "一道"].iter().any(|own| line.contains(own))
        });
        // 我局 and 本单位 are the paper's own, too.
        let short = |name: &str| name.chars().count() < 5 || self.is_own(name);
        if several || names.first().is_none_or(|(_, name)| short(name)) {
            return None;
        }
        let part = |rest: &str| {
            let part = &self.words.names.part;
            part.iter().any(|own| rest.starts_with(own.as_str()))
        };
        names.into_iter().find_map(|(text, name)| {
            let whole = || self.is_other(&name).then(|| name.clone());
            let name = self.subject(&name, &part).or_else(whole)?;
            Some((text, name))
        })
    }

    /// The name of another body that a clause begins with, where `behind` holds for what follows it.
    fn subject(&self, clause: &str, behind: &dyn Fn(&str) -> bool) -> Option<String> {
        let clause = self.this_year(undated(without_number(strip_ordinal(clause))));
        // What a name begins with the clause begins with.
        if !in_a_region(clause) {
            return None;
        }
        let ends: Vec<usize> = clause
            .char_indices()
            .map(|(at, _)| at)
            .chain([clause.len()])
            .take(LONGEST)
            .collect();
        ends.into_iter().rev().find_map(|end| {
            let (name, rest) = clause.split_at(end);
            if !self.is_other(name) {
                return None;
            }
            let below = || {
                let below = self.words.names.below.iter();
                let mut below = below.filter_map(|own| rest.strip_prefix(own.as_str()));
                below.any(|rest| behind(rest.trim_start_matches('的')))
            };
            let follows = || behind(rest) || below() || rest.strip_prefix('的').is_some_and(behind);
            (follows() && !self.cuts_a_topic(clause, end)).then(|| name.to_owned())
        })
    }

    /// A text without 本年 in front, and the year in brackets behind it: 本年(2025年).
    fn this_year<'c>(&self, text: &'c str) -> &'c str {
        let own = self.words.this_year.iter();
        let Some(rest) = own
            .filter_map(|own| text.strip_prefix(own.as_str()))
            .min_by_key(|rest| rest.len())
        else {
            return text;
        };
        let inner = rest.strip_prefix('(').and_then(|own| own.split_once(')'));
        inner
            .filter(|(own, _)| dated(own))
            .map_or(rest, |own| own.1)
    }

    /// 望湖区政府采购预算 is no 望湖区政府: a topic goes over the end of the name.
    fn cuts_a_topic(&self, clause: &str, end: usize) -> bool {
        let name = &clause[..end];
        let starts = name.char_indices().rev().take(6);
        starts.map(|(at, _)| at).any(|at| {
            let mut topics = self.topics.iter();
            topics.any(|own| at + own.len() > end && clause[at..].starts_with(own.as_str()))
        })
    }

    /// Whether a text is the full name of a body that is neither the paper's nor one of the department's.
    fn is_other(&self, name: &str) -> bool {
        let ends = self
            .words
            .bodies
            .iter()
            .any(|own| name.ends_with(own.as_str()));
        // Nearly all texts end otherwise.
        if !ends {
            return false;
        }
        let length = name.chars().count();
        // 按照上海市青浦区财政局…: what is asked by another body, and not the paper's.
        let led = self.words.names.before.iter().any(|own| {
            // 另在望湖区…: so do a few words and one of these.
            let starts = name.char_indices().take(3).map(|(at, _)| &name[at..]);
            let mut behind = starts.filter_map(|text| text.strip_prefix(own.as_str()));
            behind.any(in_a_region)
        });
        // 主要用于某局: what is told is what the money is for.
        let told = [&self.words.uses, &self.words.reason, &self.words.among];
        let led = led
            || told
                .into_iter()
                .flatten()
                .any(|own| name.starts_with(own.as_str()));
        // …区级部门 is no name.
        let general = ["部门", "单位", "系统"]
            .iter()
            .any(|own| name.ends_with(own));
        !led && !general
            && !names_a_year(name)
            && (5..=LONGEST).contains(&length)
            && in_a_region(name)
            // 各街道办事处 are many.
            && !name.contains([',', '。', ':', '、', '《', '》', '各'])
            && !self.is_own(name)
    }

    fn is_own(&self, name: &str) -> bool {
        let listed = || {
            let department = self.texts.budget.unit.body == Body::Department;
            let short = without_region(name);
            department && self.listed.iter().any(|own| own.contains(short))
        };
        within(name, self.own) || within(self.own, name) || listed()
    }
}
