//! What the words of a reason say of the money: that there is more, less, or that it is saved.

use crate::model::ProseWords;
use crate::prose::Direction;
use crate::text::{find, holds};

/// How reasons are told.
pub(super) struct Wording<'r> {
    pub(super) words: &'r ProseWords,
    /// What last year is called: 2022年.
    pub(super) last_year: Option<&'r str>,
}

impl Wording<'_> {
    /// What a reason says of the money; nothing where it is not sure.
    pub(super) fn says(&self, reason: &str) -> Option<ReasonClauses> {
        let why = &self.words.why;
        let holds = |text: &str, words: &[String]| words.iter().any(|own| holds(text, own));
        let reason = self.without_concession(reason)?;
        if self.speaks_of_the_past(reason) || holds(reason, &why.doubt) {
            return None;
        }
        let mut says = ReasonClauses::default();
        let mut maybe = false;
        for clause in reason.split([',', '、', ';', ':']) {
            let more = self.moves(clause, &why.more);
            let less = self.moves(clause, &why.less);
            let of_money = more.is_some_and(|own| own.money) || less.is_some_and(|own| own.money);
            says.of_money |= of_money;
            if holds(clause, &why.maybe) && !of_money {
                maybe = true;
                continue;
            }
            let saving = holds(clause, &why.saving);
            // 严格控制经费增长 is no growth; 垃圾压缩站的经费增加 is.
            if saving && more.is_some() {
                return None;
            }
            says.saving |= saving;
            says.more |= more.is_some_and(|own| own.thing || own.alone);
            says.less |= less.is_some_and(|own| own.thing) && !saving;
            says.some_less |= less.is_some_and(|own| own.alone);
        }
        // Of 人员退休，基本支出减少 the clause on the money itself is sure.
        (!maybe || says.of_money).then_some(says)
    }

    /// What is conceded explains nothing: of 虽…，但… what stands behind 但; nothing where no such word follows.
    fn without_concession<'t>(&self, reason: &'t str) -> Option<&'t str> {
        let why = &self.words.why;
        let concedes = why.concede.iter().any(|own| reason.contains(own.as_str()));
        let turns = why.turn.iter();
        let turns = turns.filter_map(|own| Some(reason.find(own.as_str())? + own.len()));
        match turns.max() {
            Some(at) if concedes => Some(&reason[at..]),
            // 人员增加，但项目支出减少 tells both.
            Some(_) => None,
            None => (!concedes && !reason.contains('但')).then_some(reason),
        }
    }

    /// Whether something in a clause goes the way of `words`, and what.
    fn moves(&self, clause: &str, words: &[String]) -> Option<Moves> {
        let why = &self.words.why;
        let at = words.iter().filter_map(|own| find(clause, own)).min()?;
        // 公务员增加, 增加20万元
        let bare = clause.trim_end_matches(|c: char| c.is_ascii_digit() || ".,万元".contains(c));
        Some(Moves {
            alone: words.iter().any(|own| bare.ends_with(own.as_str())),
            thing: why.things.iter().any(|own| holds(clause, own)),
            money: why.money.iter().any(|own| {
                let before = clause[..at].trim_end_matches(['的', '相', '应', '有', '所', '均']);
                before.ends_with(own.as_str())
            }),
        })
    }

    /// Whether the words speak of last year, and do not compare with it.
    fn speaks_of_the_past(&self, reason: &str) -> bool {
        let words = self.words.last_year.iter().map(String::as_str);
        words.chain(self.last_year).any(|own| {
            reason.match_indices(own).any(|(at, _)| {
                let before = &reason[..at];
                !self
                    .words
                    .than
                    .iter()
                    .any(|than| before.ends_with(than.as_str()))
            })
        })
    }
}

/// How something moves in a clause.
#[derive(Clone, Copy)]
struct Moves {
    /// It is one of the things that cost money.
    thing: bool,
    /// It is the money itself.
    money: bool,
    /// Nothing else is told behind it.
    alone: bool,
}

/// What the clauses of a reason say.
#[derive(Default)]
pub(super) struct ReasonClauses {
    pub(super) more: bool,
    pub(super) less: bool,
    saving: bool,
    /// There is less of something that is not known.
    some_less: bool,
    /// Some clause is on the money itself.
    of_money: bool,
}

impl ReasonClauses {
    /// Whether none of this explains such a change. To save is why nothing grew, too.
    pub(super) const fn contradicts(&self, change: Direction) -> bool {
        match change {
            Direction::Up => (self.less || self.saving) && !self.more,
            Direction::Down => self.more && !self.less && !self.some_less && !self.saving,
            Direction::Same => {
                self.more != self.less && !(self.more && self.some_less) && !self.saving
            }
        }
    }
}
