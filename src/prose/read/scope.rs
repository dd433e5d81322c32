//! What the clauses of a paragraph are parts of, and what they announce.

use std::ops::Range;

use super::super::mention::{About, Says, Untied};
use super::super::subject::{Hit, Subject, compose};
use super::{Outside, ParagraphReader};
use crate::model::Id;

impl ParagraphReader<'_> {
    /// 200万元（基本支出150万元，项目支出50万元）: what stands in the bracket is a part of what stands before it.
    pub(super) fn bracket(&mut self) {
        match self.outside.take() {
            Some(outside) => {
                self.base = outside.base;
                self.subject = outside.subject;
                self.sentence_year = outside.year;
            }
            None => {
                self.outside = Some(Outside {
                    base: self.base.clone(),
                    subject: self.subject.clone(),
                    year: self.sentence_year,
                });
                if self.clause.hits.is_empty() && !self.clause.other {
                    self.parts_of_subject();
                }
            }
        }
    }

    pub(super) fn parts_of_subject(&mut self) {
        if let Some(subject) = &self.subject {
            self.base = Subject {
                whole: subject.at.function().is_some(),
                ..subject.clone()
            };
        }
    }

    /// What follows are parts of what the clause is about, else of what was spoken of last.
    pub(super) fn scope(&mut self, end: usize) {
        if self.clause.hits.is_empty() {
            if !self.clause.other {
                self.parts_of_subject();
            }
        } else if let Ok(subject) = self.composed(self.clause.start.min(end)..end) {
            self.base = subject;
        }
    }

    /// A clause that names a 科目 and no amount says what the next one is about: 行政运行（项）：2024年执行数…
    pub(super) fn announce(&mut self, end: usize) {
        let names = |hit: &Hit| matches!(hit, Hit::Function(_));
        let told = self.clause.none.is_some();
        let subject = || self.composed(self.clause.start.min(end)..end).ok();
        if !self.reason && self.clause.hits.iter().any(names) && !told {
            self.subject = subject().filter(|_| !self.clause.behind);
        } else if let Some(subject) = self.is_label().then(subject).flatten()
            && !subject.is_of_all_money()
        {
            self.subject = Some(subject);
        } else {
            return;
        }
        self.here = true;
        self.announced = self.subject.is_some();
    }

    /// 财政拨款收入与2023年相比，增加3万元: what a clause without a number is about is compared in the next one.
    pub(super) fn compare_next(&mut self, span: Range<usize>) {
        let start = self.folded.original(span.clone()).start;
        let here = self.found.last().is_none_or(|own| own.span.end <= start);
        if let Ok(subject) = self.composed(span)
            && here
        {
            self.subject = Some(subject);
            self.here = true;
        }
    }

    /// （二）公务接待费。2026年预算安排3万元: whether the clause is the label of its paragraph, and no more.
    fn is_label(&self) -> bool {
        let clause = &self.clause;
        let compares = clause.than || clause.direction.is_some() || clause.none.is_some();
        let plain = !clause.specific && !clause.behind && !clause.other;
        self.found.is_empty() && !self.reason && !clause.hits.is_empty() && plain && !compares
    }

    /// 安排教职工工资12万元，列“教育支出”（类）科目: the amount is of that 科目. Of a project it may be a part.
    pub(super) fn book(&mut self, span: Range<usize>) {
        let Ok(subject) = self.composed(span) else {
            return;
        };
        let named = subject.at.function().is_some();
        let last = self
            .found
            .last_mut()
            .filter(|own| own.sentence == self.sentence);
        if let Some(last) = last
            && named
            && last.says == Says::Amount
            && !self.of_project
            && last.about == About::Nothing(Untied::NotSaid)
        {
            last.about = subject.about();
            self.subject = Some(subject);
            self.here = true;
        }
    }

    /// What the topics of the clause are about.
    pub(super) fn composed(&self, span: Range<usize>) -> Result<Subject, Untied> {
        let clause = &self.clause;
        let text = &self.folded.text()[span];
        let spoken = [&self.base, &self.frame];
        let mut figures: Vec<&Id> = spoken
            .iter()
            .filter_map(|subject| subject.figure.as_ref())
            .collect();
        figures.extend(
            self.subject
                .as_ref()
                .and_then(|subject| subject.figure.as_ref()),
        );
        compose(self.model, &self.base, &figures, &clause.hits, text)
    }
}
