//! What a number, or a word that stands for one, states.

use std::ops::Range;

use rust_decimal::Decimal;

use super::super::lexicon::Word;
use super::super::mention::{About, Basis, Direction, Mention, Quantity, Says, Untied};
use super::super::number::Number;
use super::super::subject::Subject;
use super::{Clause, ParagraphReader};

/// What the words 持平 and 无 state.
const ZERO: Number = Number {
    digits: 0..0,
    value: Decimal::ZERO,
    quantum: Decimal::ZERO,
    quantity: Quantity::Word,
    bound: false,
    per: false,
};

impl ParagraphReader<'_> {
    pub(super) fn same(&mut self, span: &Range<usize>) {
        // 接待批次与上年持平 is no amount.
        let about = if self.clause.other {
            Err(Untied::NotSaid)
        } else {
            self.about(span.start, true)
        };
        // 持平 with nothing before it says nothing.
        if let Ok(subject) = about {
            self.push(
                &ZERO,
                span.clone(),
                Says::Change(Direction::Same),
                Ok(subject),
            );
        }
    }

    pub(super) fn none(&mut self, word: Range<usize>, span: Range<usize>) {
        let Ok(subject) = self.composed(span) else {
            return;
        };
        self.push(&ZERO, word, Says::Amount, Ok(subject));
    }

    /// 上年无执行数: last year's amount of what is being spoken of was nothing.
    pub(super) fn nothing_before(&mut self, span: Range<usize>) {
        let Some(word) = self.clause.none.clone() else {
            return;
        };
        let clause = &self.clause;
        let before = clause.last_year || clause.year.is_some_and(|year| self.is_last(year));
        let plain = self.here && !clause.other && !clause.than && clause.direction.is_none();
        if before && plain && self.subject.is_some() {
            let subject = self.about(span.end, true);
            self.push(&ZERO, word, Says::Previous, subject);
        }
    }

    /// 后者较前者增加2万元, of last year's amount and this year's: the two years are compared. Of any others nothing is known.
    pub(super) fn of_two(&mut self, latter: bool, span: &Range<usize>) {
        if self.clause.than {
            return;
        }
        let here = self
            .found
            .iter()
            .filter(|own| own.sentence == self.sentence);
        let says: Vec<Says> = here.map(|own| own.says).collect();
        let (last, this) = (Says::Previous, Says::Amount);
        let order = if latter { [last, this] } else { [this, last] };
        if !says.ends_with(&order) {
            self.other(span);
        }
    }

    fn is_last(&self, year: u16) -> bool {
        self.year.is_some_and(|own| year + 1 == own)
    }

    /// Whether the words speak of a budget: 2026年预算安排, 年初预算数.
    fn names_budget(&self, span: &Range<usize>) -> bool {
        let text = &self.folded.text()[span.clone()];
        let budget = &self.model.prose.budget;
        budget.iter().any(|own| text.contains(own.as_str()))
    }

    /// Whether an amount without a topic is told again of what is being spoken of: 2025年执行数为12万元，2026年预算安排15万元.
    fn told_again(&self, span: &Range<usize>) -> bool {
        let end = span.start;
        let clause = &self.clause;
        let of_year = match clause.year {
            Some(year) => Some(year) == self.year || self.is_last(year),
            None => clause.this_year || clause.last_year,
        };
        let plain = clause.hits.is_empty() && !clause.other && !clause.among;
        let text = &self.folded.text()[clause.start.min(end)..end];
        let budget = clause.other_basis || self.names_budget(&(clause.start.min(end)..end));
        // 预算数达到71.02万元 behind a comparison; 预算安排30万元 there may be a part of it.
        let again = self.compared && !text.contains("安排");
        // 由市级补助12万元; 12万元用于培训; 12万元的培训: who pays a part of it, or what for. 由2024年执行数12万元 is what it was.
        let before = clause.last_year || clause.year.is_some_and(|year| self.is_last(year));
        let behind = &self.folded.text()[span.end..];
        // 机关运行经费：本级10万元 leaves out who else has some.
        let part = self.lexicon.names_own_part(text)
            || !before && text.contains(['由', '从'])
            || behind.starts_with('的')
            || matches!(self.lexicon.first(behind), Some((_, Word::Use)));
        plain && !part && self.here && (self.announced || budget && (of_year || again))
    }

    /// What a change or last year's amount is compared with: as its clause says, else as the comparison before it.
    fn basis(&self, says: Says, end: usize) -> Basis {
        let clause = &self.clause;
        if clause.other_basis {
            return Basis::Other;
        }
        let compares = clause.than || clause.last_year || says == Says::Previous;
        if compares && self.names_budget(&(clause.start.min(end)..end)) {
            return Basis::Budget;
        }
        match says {
            Says::Change(_) | Says::Rate(_) => self.basis,
            Says::Amount | Says::Previous | Says::Share => Basis::Budget,
        }
    }

    pub(super) fn number(&mut self, number: &Number, span: Range<usize>) {
        if number.bound {
            self.clause.bound = true;
            return;
        }
        let clause = &self.clause;
        let percent = number.quantity == Quantity::Percent;
        let told = clause.direction.or(clause.weak.filter(|_| percent));
        let of_year = clause.year.or(self.sentence_year);
        let last = clause.last_year && !clause.than;
        let says = match (number.quantity, told) {
            _ if clause.share => Says::Share,
            (Quantity::Percent, Some(direction)) => Says::Rate(direction),
            (Quantity::Percent, None) => {
                // 增加10万元（5%）
                let previous = self.last_change.filter(|(end, _)| {
                    let between = &self.folded.text()[*end..span.start];
                    between
                        .chars()
                        .all(|c| matches!(c, '(' | ',' | ':' | '约' | '即'))
                });
                let previous = previous.or(self.last_change.filter(|_| self.clause.rate));
                previous.map_or(Says::Share, |(_, direction)| Says::Rate(direction))
            }
            (_, Some(direction)) => Says::Change(direction),
            (_, None) if clause.than || last => Says::Previous,
            _ => Says::Amount,
        };
        let percent_of_nothing =
            number.quantity == Quantity::Percent && says == Says::Share && !clause.share;
        // A change, a rate or last year's amount goes on with what was spoken of; an amount says what it is of. Unknown words
        // before it may say that it is of something else.
        let continues = match says {
            Says::Change(_) | Says::Rate(_) | Says::Previous | Says::Share => !clause.other,
            Says::Amount => self.told_again(&span),
        };
        // 基本支出多2万元, with what it is compared in another sentence.
        let more = clause.weak.is_some() && !percent && told.is_none() && !self.reason;
        let mut about = self.about(span.start, continues);
        if percent_of_nothing || number.per || more {
            about = Err(Untied::NotSaid);
        }
        let mut says = says;
        let figure = about.as_ref().is_ok_and(|subject| subject.figure.is_some());
        // What there is of things is counted at the end of last year.
        if let (Some(year), Some(of), false) = (self.year, of_year, figure)
            && of != year
            && says == Says::Amount
        {
            if of + 1 == year {
                says = Says::Previous;
            } else if about.is_ok() {
                about = Err(Untied::OtherYear);
            }
        }
        if let (Some(year), Some(than)) = (self.year, self.clause.than_year)
            && than + 1 != year
            && about.is_ok()
        {
            about = Err(Untied::OtherYear);
        }
        // A thing is no money and money is no thing.
        if let Ok(subject) = &about {
            let money = subject.figure.as_ref().is_none_or(|id| {
                self.model
                    .figure(id.as_str())
                    .is_some_and(|figure| figure.money)
            });
            let fits = match number.quantity {
                Quantity::Money(_) => money,
                Quantity::Things => !money,
                Quantity::Percent | Quantity::Word => true,
            };
            if !fits {
                about = Err(Untied::NotSaid);
            }
        }
        self.push(number, span, says, about);
    }

    fn push(
        &mut self,
        number: &Number,
        span: Range<usize>,
        says: Says,
        about: Result<Subject, Untied>,
    ) {
        let tied = about.is_ok();
        if let Ok(subject) = &about {
            self.subject = Some(subject.clone());
            self.here = true;
            match says {
                Says::Amount => self.announced = false,
                Says::Previous | Says::Change(_) | Says::Rate(_) => self.compared = true,
                // 教育支出占5%，预算安排12万元: its amount is still to be told.
                Says::Share => {
                    let mut here = self
                        .found
                        .iter()
                        .filter(|own| own.sentence == self.sentence);
                    let told = here.any(|own| own.says == Says::Amount);
                    self.announced |= !told && subject.at.function().is_some();
                }
            }
        } else if says == Says::Amount && number.quantity != Quantity::Percent && !self.reason {
            // What goes on behind an amount of something unknown goes on with that.
            self.subject = None;
        }
        let digits = if number.quantity == Quantity::Word {
            span.clone()
        } else {
            span.start + number.digits.start..span.start + number.digits.end
        };
        if let Says::Change(direction) = says {
            self.last_change = Some((span.end, direction)).filter(|_| tied);
        }
        let mut before = &self.folded.text()[..span.start];
        while let Some(shorter) = self.lexicon.without_filler(before) {
            before = shorter;
        }
        self.of_project = before.ends_with("项目");
        let basis = self.basis(says, span.start);
        match says {
            Says::Amount if !self.clause.hits.is_empty() => self.basis = Basis::Budget,
            Says::Previous | Says::Change(_) | Says::Rate(_) => self.basis = basis,
            Says::Amount | Says::Share => {}
        }
        let clause = &self.clause;
        self.found.push(Mention {
            span: self.folded.original(span.clone()),
            number: self.folded.original(digits),
            value: number.value,
            quantum: number.quantum,
            quantity: number.quantity,
            says,
            basis,
            about: about.map_or_else(About::Nothing, |subject| subject.about()),
            year: clause.year.or(clause.than_year).or(self.sentence_year),
            sentence: self.sentence,
        });
        let (than, last_year, than_year, other_basis) = (
            clause.than,
            clause.last_year,
            clause.than_year,
            clause.other_basis,
        );
        // 比2022年预算5962.18万元增加2250.11万元: the comparison holds for both.
        let compares = says == Says::Previous && than;
        self.clause = Clause {
            start: span.end,
            than: compares && than,
            last_year: compares && last_year,
            than_year: than_year.filter(|_| compares),
            other_basis: compares && other_basis,
            ..Clause::default()
        };
    }
}
