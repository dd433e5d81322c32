//! The styles that papers come in.

use yusuan::text::Measure;

/// The layout of the default style.
pub(crate) const LAYOUT: &str = "qingpu-2023-unit";

/// Which lines the lists by code have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Levels {
    /// 类, 款 and 项, with sub-totals.
    All,
    /// Only the lowest level.
    Lowest,
    /// Only 类.
    Classes,
}

/// What a unit has beside fiscal money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Own {
    /// Nothing.
    None,
    /// Some own money in some 项.
    Some,
    /// Most of its staff is paid from 事业收入, as in a hospital.
    Staff,
}

/// How papers state a budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) layout: &'static str,
    /// The unit of measure of the tables in yuan; 三公 is in 万元 always.
    pub(crate) measure: Measure,
    /// The last digit of the money itself, in fen.
    pub(crate) exact: i64,
    /// The last digit that is printed, in fen. Where it is more than `exact`, each cell is rounded by itself.
    pub(crate) printed: i64,
    pub(crate) levels: Levels,
    pub(crate) own: Own,
    /// Whether 政府性基金 and 国有资本经营 pay something.
    pub(crate) funds: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self::of(LAYOUT)
    }
}

impl Style {
    /// Yuan and fen, all levels, own money and funds.
    const fn of(layout: &'static str) -> Self {
        Self {
            layout,
            measure: Measure::Yuan,
            exact: 1,
            printed: 1,
            levels: Levels::All,
            own: Own::Some,
            funds: true,
        }
    }

    /// The styles of one layout.
    pub(crate) fn of_layout(layout: &'static str) -> Vec<Self> {
        let plain = Self::of(layout);
        let poor = Self {
            own: Own::None,
            funds: false,
            ..plain
        };
        let whole = Self {
            exact: 100,
            printed: 100,
            ..plain
        };
        let rounded = Self {
            printed: 100,
            ..plain
        };
        let ten_thousand = Self {
            measure: Measure::TenThousand,
            printed: 10_000,
            ..plain
        };
        vec![
            plain,
            poor,
            whole,
            Self {
                exact: 100,
                printed: 100,
                ..poor
            },
            rounded,
            Self {
                printed: 100,
                ..poor
            },
            ten_thousand,
            Self {
                own: Own::None,
                funds: false,
                ..ten_thousand
            },
            Self {
                own: Own::Staff,
                funds: false,
                ..plain
            },
            Self {
                own: Own::Staff,
                ..rounded
            },
            Self {
                levels: Levels::Lowest,
                ..whole
            },
            Self {
                levels: Levels::Classes,
                ..poor
            },
        ]
    }

    /// The styles of all layouts.
    pub(crate) fn all() -> Vec<Self> {
        [
            "qingpu-2023-unit",
            "putuo-2024-unit",
            "putuo-2023-department",
        ]
        .into_iter()
        .flat_map(Self::of_layout)
        .collect()
    }
}
