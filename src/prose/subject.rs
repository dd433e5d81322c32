//! What a part of a text is about, put together from the topics before a number and from the context.

use super::mention::{About, Untied};
use crate::model::{Code, Coordinates, Dim, Id, Member, Model, Topic};

/// What is being spoken of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Subject {
    /// Coordinates of the tables.
    pub(super) at: Coordinates,
    /// A figure; the coordinates are empty then.
    pub(super) figure: Option<Id>,
    /// Whether the source, kind and function were said in the clause itself, and not taken over.
    pub(super) said: [bool; 3],
    /// Whether what follows are its own parts, 其中 or in brackets behind its amount, and so of its 科目.
    pub(super) whole: bool,
}

/// A topic in a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Hit {
    /// One of these topics of the model.
    Topics(Vec<usize>),
    /// A 科目 with its possible codes.
    Function(Vec<Code>),
    /// The level of the 科目 before it, and its digits.
    Level(u8, Option<String>),
}

/// What a clause that names `hits` is about; `text` are its words before the number, `base` is what it is a part of, and
/// `figures` are the figures that are being spoken of.
pub(super) fn compose(
    model: &Model,
    base: &Subject,
    figures: &[&Id],
    hits: &[Hit],
    text: &str,
) -> Result<Subject, Untied> {
    let mut own = Coordinates::default();
    let mut figure: Option<Id> = None;
    let mut weak: Option<Id> = None;
    let mut codes: Option<Vec<Code>> = None;
    for hit in hits {
        match hit {
            Hit::Topics(topics) => {
                let spoken = |id: &Id| figure.as_ref() == Some(id) || figures.contains(&id);
                let topic = topics
                    .iter()
                    .map(|&at| &model.topics[at])
                    .find(|topic| applies(topic, text, &spoken, &|| is_part(model, base, topic)))
                    .ok_or(Untied::NotSaid)?;
                if topic.is_foreign() {
                    return Err(Untied::NotInTables);
                }
                if let Some(id) = &topic.figure {
                    // 货物类采购预算 is about 货物, and not about all 采购.
                    let has_parts = |own: &Id| {
                        model
                            .topics
                            .iter()
                            .any(|topic| topic.within.as_ref() == Some(own))
                    };
                    if figure.is_some() && has_parts(id) {
                        continue;
                    }
                    // 货物和服务采购预算 is none of both.
                    let parent = |own: &Id| model.figure(own.as_str())?.parent.as_ref();
                    let sibling = |own: &Id| own != id && parent(own) == parent(id);
                    if parent(id).is_some() && figure.as_ref().is_some_and(sibling) {
                        return Err(Untied::NotSaid);
                    }
                    figure = Some(id.clone());
                    own = Coordinates::default();
                    continue;
                }
                for (dim, member) in topic.at.iter() {
                    if dim == Dim::FLOW {
                        match topic.weak {
                            true => weak = topic.at.flow().cloned(),
                            false => own.set(dim, Some(member.clone())),
                        }
                        continue;
                    }
                    // 一般公共预算财政拨款 is the general budget, whatever comes first; 人员经费和公用经费 are none of both.
                    let within = |outer, inner| model.within(dim, Some(outer), Some(inner));
                    match own.get(dim) {
                        Some(own) if within(member, own) => {}
                        Some(own) if !within(own, member) => return Err(Untied::NotSaid),
                        _ => own.set(dim, Some(member.clone())),
                    }
                }
            }
            Hit::Function(found) => codes = Some(below(codes.as_deref(), base, found)),
            Hit::Level(level, digits) => {
                codes = Some(at_level(
                    codes.as_deref().unwrap_or_default(),
                    *level,
                    digits.as_deref(),
                ));
            }
        }
    }
    if let Some(id) = figure {
        return Ok(Subject {
            figure: Some(id),
            ..Subject::default()
        });
    }
    if let Some(codes) = codes {
        // Of the projects with goals, 政协会议16万元 is one, whatever 科目 has its name.
        if base.figure.is_some() {
            return Err(Untied::NotSaid);
        }
        let code = match codes[..] {
            [code] => Some(code),
            [] => return Err(Untied::NotInTables),
            _ => return Err(Untied::NotSaid),
        };
        own.set(Dim::FUNCTION, code.map(Member::Code));
    }
    if own.flow().is_none() {
        own.set(Dim::FLOW, weak.map(Member::Word));
    }
    let money = ["revenue", "expenditure"];
    if own.flow().is_none() && own.function().is_some() {
        let known = base.at.flow().cloned();
        let flow = known
            .filter(|flow| money.contains(&flow.as_str()))
            .unwrap_or_else(|| Id::from("expenditure"));
        own.set(Dim::FLOW, Some(Member::Word(flow)));
    }
    // 三公 and 机关运行 money is written without source.
    if own
        .flow()
        .as_ref()
        .is_some_and(|flow| !money.contains(&flow.as_str()))
    {
        own.set(Dim::SOURCE, None);
    }
    let said = [
        own.source().is_some(),
        own.kind().is_some(),
        own.function().is_some() || base.whole,
    ];
    let same_flow = own.flow().is_none() || own.flow() == base.at.flow();
    let at = if same_flow {
        base.at.narrowed(&own)
    } else {
        own
    };
    if at.flow().is_none() {
        return Err(Untied::NotSaid);
    }
    Ok(Subject {
        at,
        figure: None,
        said,
        whole: false,
    })
}

/// Whether a topic is a part of what is being spoken of: 购置费 of 公务用车购置及运行费. Of all money anything may be.
fn is_part(model: &Model, base: &Subject, topic: &Topic) -> bool {
    let kind = base.at.kind().is_some() && topic.at.kind().is_some();
    kind && base.at.flow() == topic.at.flow() && model.covers(&base.at, &topic.at)
}

fn applies(
    topic: &Topic,
    text: &str,
    spoken: &dyn Fn(&Id) -> bool,
    is_part: &dyn Fn() -> bool,
) -> bool {
    let with = || topic.with.iter().any(|own| text.contains(own.as_str()));
    topic.within.as_ref().is_none_or(spoken)
        && (topic.with.is_empty() || with() || is_part())
        && !topic.without.iter().any(|own| text.contains(own.as_str()))
}

/// Of the codes that a name may have those below the 科目 that stands before it, else before the list, else all; the highest
/// of a chain whose names are the same.
fn below(before: Option<&[Code]>, base: &Subject, found: &[Code]) -> Vec<Code> {
    let under = |above: &[Code]| -> Vec<Code> {
        let inside = |code: &&Code| {
            above
                .iter()
                .any(|above| above.contains(**code) && *above != **code)
        };
        let under: Vec<Code> = found.iter().filter(inside).copied().collect();
        // A code with its own name behind it.
        let same = || {
            found
                .iter()
                .filter(|code| above.contains(code))
                .copied()
                .collect()
        };
        if under.is_empty() { same() } else { under }
    };
    let narrowed = match before {
        // 类-款-项 with one name: each the child of the one before it.
        Some(before) => under(before),
        None => base
            .at
            .function()
            .map_or_else(Vec::new, |code| under(&[code])),
    };
    let codes = if narrowed.is_empty() && before.is_none_or(<[Code]>::is_empty) {
        found.to_vec()
    } else if narrowed.is_empty() {
        return Vec::new();
    } else {
        narrowed
    };
    // 其他一般公共服务支出 is a 款 and its only 项: which of both does not matter, where nothing else tells.
    let top: Vec<Code> = codes
        .iter()
        .filter(|code| {
            !codes
                .iter()
                .any(|other| other != *code && other.contains(**code))
        })
        .copied()
        .collect();
    top
}

/// Of the codes those of a level; digits behind the name are the code itself, or its last part.
fn at_level(codes: &[Code], level: u8, digits: Option<&str>) -> Vec<Code> {
    let at_level = |code: &Code| code.level() == level;
    let told = |code: &Code| {
        digits.is_none_or(|digits| {
            code.to_string() == digits || code.part(level).is_some_and(|part| part == digits)
        })
    };
    let kept: Vec<Code> = codes
        .iter()
        .filter(|code| at_level(code) && told(code))
        .copied()
        .collect();
    if kept.is_empty() && digits.is_none() {
        // The mark may be wrong where the name is not.
        return codes.to_vec();
    }
    kept
}

impl Subject {
    /// Whether it is the money on which agencies run, which several bodies may have together.
    pub(super) fn is_of_agencies(&self) -> bool {
        self.at
            .flow()
            .is_some_and(|flow| *flow == *"agency_operating")
    }

    /// Whether it is revenue or expenditure, of which anything may be a part.
    pub(super) fn is_of_all_money(&self) -> bool {
        self.at
            .flow()
            .is_some_and(|flow| *flow == *"revenue" || *flow == *"expenditure")
    }

    /// What a mention with this subject is about: first what the words tell, then what they may tell where source, kind or
    /// 科目 were taken over from the context.
    pub(super) fn about(&self) -> About {
        if let Some(figure) = &self.figure {
            return About::Figure(figure.clone());
        }
        let mut all = vec![self.at.clone()];
        let mut add = |at: Coordinates| {
            if !all.contains(&at) {
                all.push(at);
            }
        };
        let [source, kind, function] = self.said;
        let money = |flow: &Id| *flow == *"revenue" || *flow == *"expenditure";
        let sources: Vec<Option<Id>> = if source || !self.at.flow().is_some_and(money) {
            vec![self.at.source().cloned()]
        } else {
            let own = self.at.source().cloned();
            vec![
                own,
                None,
                Some(Id::from("fiscal")),
                Some(Id::from("general")),
            ]
        };
        let kinds = if kind || self.at.kind().is_none() {
            vec![self.at.kind().cloned()]
        } else {
            vec![self.at.kind().cloned(), None]
        };
        let functions = if function || self.at.function().is_none() {
            vec![self.at.function()]
        } else {
            vec![self.at.function(), None]
        };
        for function in &functions {
            for kind in &kinds {
                for source in &sources {
                    add(self
                        .at
                        .clone()
                        .with(Dim::SOURCE, source.clone().map(Member::Word))
                        .with(Dim::KIND, kind.clone().map(Member::Word))
                        .with_code(Dim::FUNCTION, *function));
                }
            }
        }
        About::Fact(all)
    }
}
