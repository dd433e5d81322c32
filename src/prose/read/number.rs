//! What a number, or a word that stands for one, states.

use std::ops::Range;

use rust_decimal::Decimal;

use super::super::mention::{About, Basis, Direction, Mention, Quantity, Says, Untied};
use super::super::subject::Subject;
use super::super::token::Number;
use super::{Clause, Reader};

/// What the words 持平 and 无 state.
const ZERO: Number = Number {
    digits: 0..0,
    value: Decimal::ZERO,
    quantum: Decimal::ZERO,
    quantity: Quantity::Word,
    bound: false,
    per: false,
};

impl Reader<'_> {
    pub(super) fn same(&mut self, span: &Range<usize>) {
        let compared = self.clause.than || self.clause.last_year;
        let about = if self.clause.other && !compared {
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

    pub(super) fn number(&mut self, number: &Number, span: Range<usize>) {
        if number.bound {
            self.clause.bound = true;
            return;
        }
        let clause = &self.clause;
        let told = clause.direction;
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
            Says::Amount => false,
        };
        let mut about = self.about(span.start, continues);
        if percent_of_nothing || number.per {
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
        let clause = &self.clause;
        self.found.push(Mention {
            span: self.folded.original(span.clone()),
            number: self.folded.original(digits),
            value: number.value,
            quantum: number.quantum,
            quantity: number.quantity,
            says,
            basis: if clause.other_basis {
                Basis::Other
            } else {
                Basis::Budget
            },
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
