//! The lines of a block of another layout.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::stated::StatedFacts;
use super::unplaced;
use crate::layout::{BlockLayout, Field, KeyPart, RowKind, Templates};
use crate::model::{
    Code, Coordinates, Dim, Id, Key, Line, Lines, Member, Structure, cell, fen, line_coordinates,
};

/// The lines of a block with what is stated of them. A listed line of which nothing is stated is left out.
pub(super) fn lines(
    templates: &Templates,
    stated: &StatedFacts<'_>,
    printed: &BlockLayout,
) -> Vec<Line> {
    let caster = Caster {
        templates,
        stated,
        printed,
    };
    let mut lines = caster.listed();
    let total = printed.rows.iter().any(|row| row.kind == RowKind::Total);
    if total || !printed.closing.is_empty() || printed.meaning.lines == Lines::Single {
        lines.push(caster.line(Key::Total, String::new(), Coordinates::ALL));
    }
    caster.compute(&mut lines);
    lines
}

struct Caster<'c> {
    templates: &'c Templates,
    stated: &'c StatedFacts<'c>,
    printed: &'c BlockLayout,
}

impl Caster<'_> {
    fn listed(&self) -> Vec<Line> {
        let meaning = &self.printed.meaning;
        match meaning.lines {
            Lines::Single => Vec::new(),
            Lines::List(dim) => match meaning.groups {
                None => self.codes(dim, &Coordinates::ALL, false),
                Some(group) => self.groups(dim, group),
            },
            Lines::Records => self.records(),
            Lines::Fixed | Lines::Class(_) => self.rows(),
        }
    }

    /// The fixed rows, and the list among them.
    fn rows(&self) -> Vec<Line> {
        let meaning = &self.printed.meaning;
        let classes = |lines: &mut Vec<Line>| {
            if let Lines::Class(dim) = meaning.lines {
                lines.extend(self.codes(dim, &meaning.list_at, true));
            }
        };
        let mut lines = Vec::new();
        if self.printed.rows.is_empty() {
            classes(&mut lines);
        }
        for row in &self.printed.rows {
            match row.kind {
                RowKind::Line => {
                    let name = meaning.row(row.row.as_str()).map(|own| own.name.clone());
                    let key = Key::Row(row.row.clone());
                    lines.push(self.line(key, name.unwrap_or_default(), Coordinates::ALL));
                }
                RowKind::List => classes(&mut lines),
                RowKind::Total | RowKind::Heading | RowKind::Text => {}
            }
        }
        lines
    }

    /// The lines by code within `at`, of which something is stated.
    fn codes(&self, dim: Dim, at: &Coordinates, classes_only: bool) -> Vec<Line> {
        let meaning = &self.printed.meaning;
        let own: BTreeSet<Code> = meaning
            .rows
            .iter()
            .filter_map(|row| row.at.code(dim))
            .collect();
        let within = meaning.at.narrowed(at);
        let members = self.stated.members(self.templates, &within, dim);
        let codes = members.into_iter().filter_map(|member| match member {
            Member::Code(code) => Some(code),
            Member::Word(_) => None,
        });
        // What a list by name adds to its coordinates its block says.
        let key_at = match classes_only {
            true => Coordinates::ALL,
            false => at.clone(),
        };
        codes
            .filter(|code| (!classes_only || code.level() == 1) && !own.contains(code))
            .map(|code| {
                let name = self.stated.name(self.templates, dim, code);
                self.line(Key::Code(code), name, key_at.clone())
            })
            .filter(states_something)
            .collect()
    }

    /// For each unit its own line, and the codes that are its.
    fn groups(&self, dim: Dim, group: Dim) -> Vec<Line> {
        let within = &self.printed.meaning.at;
        let members = self.stated.members(self.templates, within, group);
        let mut lines = Vec::new();
        for member in members {
            let at = Coordinates::ALL.with(group, Some(member.clone()));
            let mut own = self.line(Key::Group, self.key_name(group, &member), at.clone());
            own.texts = self.key_texts(group, &member);
            if states_something(&own) {
                lines.push(own);
                lines.extend(self.codes(dim, &at, false));
            }
        }
        lines
    }

    /// A record for each combination of keys that the records of the budget have.
    fn records(&self) -> Vec<Line> {
        let meaning = &self.printed.meaning;
        let dims: BTreeSet<Dim> = self
            .printed
            .columns
            .iter()
            .filter_map(|column| match column.field {
                Field::Key(dim, _) => Some(dim),
                _ => None,
            })
            .collect();
        let model = &self.templates.model;
        let mut all: BTreeMap<Coordinates, &Line> = BTreeMap::new();
        for fact in self.stated.records() {
            if !model.covers(&meaning.at, &fact.at) {
                continue;
            }
            let mut at = Coordinates::ALL;
            for dim in &dims {
                at.set(*dim, fact.at.get(*dim).cloned());
            }
            // A record that lacks a key is none of these.
            if at.iter().count() == dims.len() {
                all.entry(at).or_insert(fact.line);
            }
        }
        let mut number = 0;
        let records = all.into_iter().map(|(at, first)| {
            number += 1;
            let mut line = self.line(Key::Record(number), String::new(), at);
            for column in &self.printed.columns {
                if let Field::Text(id) = &column.field
                    && let Some(text) = first.texts.get(id)
                {
                    line.texts.insert(id.clone(), text.clone());
                }
            }
            for (dim, member) in line.at.clone().iter() {
                line.texts.extend(self.key_texts(dim, member));
            }
            line
        });
        records.filter(states_something).collect()
    }

    /// The name of a key: what stands beside its code somewhere, else itself.
    fn key_name(&self, dim: Dim, member: &Member) -> String {
        let id = dim.name();
        let named = self.stated.keyed().find_map(|line| {
            if line.at.get(dim) != Some(member) {
                return None;
            }
            let own = (line.key == Key::Group && !line.name.is_empty()).then(|| line.name.clone());
            own.or_else(|| line.texts.get(&*id).cloned())
        });
        named.unwrap_or_else(|| member.to_string())
    }

    /// What the key columns of a dimension say of a member.
    fn key_texts(&self, dim: Dim, member: &Member) -> BTreeMap<Id, String> {
        let mut texts = BTreeMap::new();
        for column in &self.printed.columns {
            match column.field {
                Field::Key(own, KeyPart::Code) if own == dim => {
                    let id = format!("{}_code", dim.name());
                    texts.insert(Id::from(id.as_str()), member.to_string());
                }
                Field::Key(own, KeyPart::Name) if own == dim => {
                    let text = match member {
                        Member::Code(code) => {
                            let name = self.stated.name(self.templates, dim, *code);
                            format!("{code} {name}").trim_end().to_owned()
                        }
                        Member::Word(word) => {
                            let name = self.templates.model.name(word.as_str());
                            let known = name.map(str::to_owned);
                            known.unwrap_or_else(|| self.key_name(dim, member))
                        }
                    };
                    texts.insert(Id::from(&*dim.name()), text);
                }
                _ => {}
            }
        }
        texts
    }

    /// A line with what is stated of its cells, but for computed ones.
    fn line(&self, key: Key, name: String, at: Coordinates) -> Line {
        let meaning = &self.printed.meaning;
        let model = &self.templates.model;
        let mut line = Line {
            name,
            at,
            ..Line::new(&self.printed.block, key)
        };
        let line_at = meaning.at.narrowed(&line_coordinates(meaning, &line));
        for column in &meaning.columns {
            let at = cell(model, &line_at, &column.at);
            if model.computed(&at).is_some() {
                continue;
            }
            if let Some(yuan) = self.stated.amount(&at).filter(|yuan| !yuan.is_zero()) {
                let amount = unplaced(yuan, model.measure(&at));
                line.amounts.insert(column.id.clone(), amount);
            }
        }
        line
    }

    /// Computes changes and percentages from what stands beside them.
    fn compute(&self, lines: &mut [Line]) {
        let meaning = &self.printed.meaning;
        let structure = Structure::new(&self.templates.model, meaning, std::iter::empty());
        for column in 0..meaning.columns.len() {
            let Some(computed) = structure.computed(&self.templates.model, column) else {
                continue;
            };
            let ([own, base], percent) = (computed.of, computed.percent);
            let id = |column: usize| &meaning.columns[column].id;
            for line in lines.iter_mut() {
                let yuan = |column: usize| line.amounts.get(id(column)).map(|own| own.yuan);
                let (now, before) = (yuan(own), yuan(base));
                // Of two blanks there is no change to speak of.
                if now.is_none() && before.is_none() || before.is_none() && percent {
                    continue;
                }
                let (now, before) = (now.unwrap_or_default(), before.unwrap_or_default());
                let change = now.saturating_sub(before);
                let value = match percent {
                    false => Some(change),
                    true => change
                        .checked_div(before)
                        .and_then(|ratio| ratio.checked_mul(Decimal::ONE_HUNDRED))
                        .map(fen),
                };
                if let Some(value) = value {
                    let measure = percent.then_some("%");
                    line.amounts
                        .insert(id(column).clone(), unplaced(value, measure));
                }
            }
        }
    }
}

fn states_something(line: &Line) -> bool {
    line.amounts.values().any(|amount| !amount.yuan.is_zero())
}
