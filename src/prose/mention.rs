//! What a number in a text says.

use std::ops::Range;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use crate::model::{Coordinates, Id};
use crate::text::Measure;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Money in this unit of measure.
    Money(Measure),
    /// Hundredths.
    Percent,
    /// Things: 辆, 台（套）, 个, 家.
    Things,
    /// A word instead of a number: 持平, 无.
    Word,
}

/// Which way something changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 增加, 增长.
    Up,
    /// 减少, 下降.
    Down,
    /// 持平.
    Same,
}

/// What a mention says of what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Says {
    /// The amount or number of this year.
    Amount,
    /// The amount of last year.
    Previous,
    /// By how much it changed; 0 and [`Direction::Same`] for 持平.
    Change(Direction),
    /// By how many percent it changed.
    Rate(Direction),
    /// How many percent of the whole it is.
    Share,
}

/// What something is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Basis {
    /// Last year's budget.
    #[default]
    Budget,
    /// Something that is in no budget: 执行数, 决算数.
    Other,
}

/// Why a number is tied to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Untied {
    /// It is not said, or in words that are not known, what it is of.
    NotSaid,
    /// What it is of stands in no table and is no figure.
    NotInTables,
    /// It stands in a reason or a use: 主要原因是新增人员经费12万元.
    Reason,
    /// It is of another year.
    OtherYear,
}

/// What a mention is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A fact of the tables. Of several coordinates the first are those that the words tell; the others are those that they
    /// may tell where something is taken over from the context. There is at least one.
    Fact(Vec<Coordinates>),
    /// A figure that stands only in the texts.
    Figure(Id),
    /// Nothing that is known.
    Nothing(Untied),
}

/// A number in a text with its unit, or a word that stands for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The bytes of the number with its unit in the text.
    pub span: Range<usize>,
    /// The bytes of the number alone; those of the word where it is one.
    pub number: Range<usize>,
    /// Money in yuan, hundredths as a number of percent, or the number of things. Always as written: a decrease is positive.
    pub value: Decimal,
    /// The value of the last digit as written, in the same unit; 8212.29万元 has 100.
    pub quantum: Decimal,
    /// What it counts.
    pub quantity: Quantity,
    /// What it says.
    pub says: Says,
    /// What a change or last year's amount is compared with.
    pub basis: Basis,
    /// What it is about.
    pub about: About,
    /// The year that the sentence is said to be about, where it is not this year's or last year's budget, or where a year
    /// stands there at all.
    pub year: Option<u16>,
    /// The number of the sentence in its text, counted from 0.
    pub sentence: usize,
}

/// How many of the numbers of the texts were understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Numbers {
    /// The numbers in the sections about the budget.
    pub all: usize,
    /// Those that are tied to a fact of the tables or to a figure.
    pub tied: usize,
}

impl Numbers {
    /// Counts the numbers among `mentions`; words that stand for one are none.
    pub fn count<'m>(mentions: impl Iterator<Item = &'m Mention>) -> Self {
        mentions
            .filter(|own| own.quantity != Quantity::Word)
            .fold(Self::default(), |sum, own| Self {
                all: sum.all + 1,
                tied: sum.tied + usize::from(own.is_tied()),
            })
    }
}

impl Mention {
    /// Whether it is tied to a fact or a figure.
    #[must_use]
    pub fn is_tied(&self) -> bool {
        !matches!(self.about, About::Nothing(_))
    }

    /// The coordinates that its words tell.
    #[must_use]
    pub fn at(&self) -> Option<&Coordinates> {
        match &self.about {
            About::Fact(at) => at.first(),
            _ => None,
        }
    }

    /// Half of the last digit: how far the exact value may be off.
    #[must_use]
    pub fn slack(&self) -> Decimal {
        self.quantum * Decimal::new(5, 1)
    }

    /// Whether `exact`, in the unit of [`value`](Self::value), is what it states: they differ by no more than half the last
    /// digit. Both ways to round a half are right.
    #[must_use]
    pub fn states(&self, exact: Decimal) -> bool {
        (self.value - exact).abs() <= self.slack()
    }

    /// Which way what it tells of changed.
    #[must_use]
    pub const fn direction(&self) -> Option<Direction> {
        match self.says {
            Says::Change(direction) | Says::Rate(direction) => Some(direction),
            _ => None,
        }
    }

    /// The value with the sign of its direction; a decrease is negative.
    #[must_use]
    pub fn signed(&self) -> Decimal {
        match self.direction() {
            Some(Direction::Down) => -self.value,
            Some(Direction::Same) => Decimal::ZERO,
            _ => self.value,
        }
    }

    /// `exact`, in the unit of [`value`](Self::value), as it would be written here: in the same unit of measure, with as many
    /// decimals.
    #[must_use]
    pub fn written(&self, exact: Decimal) -> String {
        let (unit, word) = match self.quantity {
            Quantity::Money(measure) => (measure.yuan(), measure.word()),
            Quantity::Percent => (Decimal::ONE, "%"),
            Quantity::Things => (Decimal::ONE, ""),
            Quantity::Word => (Decimal::from(10_000), "万元"),
        };
        let digit = (self.quantum / unit).normalize();
        let decimals = match self.quantity {
            Quantity::Word => 2,
            _ => digit.scale(),
        };
        let half_up = RoundingStrategy::MidpointAwayFromZero;
        let mut rounded = (exact / unit).round_dp_with_strategy(decimals, half_up);
        rounded.rescale(decimals);
        format!("{rounded}{word}")
    }
}
