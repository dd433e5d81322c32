//! What `templates/model.toml` says of words in the texts.

use serde::Deserialize;

use super::{Coordinates, Id};

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTopic {
    pub(super) words: Vec<String>,
    /// The words of the model that it names, where a layout prints them; else it is of no table.
    #[serde(default)]
    pub(super) at: Vec<String>,
    pub(super) flow: Option<Id>,
    pub(super) source: Option<Id>,
    pub(super) kind: Option<Id>,
    pub(super) figure: Option<Id>,
    pub(super) within: Option<Id>,
    #[serde(default)]
    pub(super) weak: bool,
    #[serde(default)]
    pub(super) with: Vec<String>,
    #[serde(default)]
    pub(super) without: Vec<String>,
}

/// What words in the texts are about: coordinates of the tables, or a figure. One that is neither is in no table.
#[derive(Debug, Clone)]
pub struct Topic {
    /// The words, squashed.
    pub words: Vec<String>,
    /// The coordinates that they tell.
    pub at: Coordinates,
    /// Whether they tell that only where the layout prints each of its words.
    pub where_printed: bool,
    /// The figure that they name.
    pub figure: Option<Id>,
    /// The figure that must be spoken of for the words to mean this.
    pub within: Option<Id>,
    /// Whether the flow counts only where no other topic of the clause tells it.
    pub weak: bool,
    /// The words of which the clause must have one before the number; none where it is empty.
    pub with: Vec<String>,
    /// The words of which the clause must have none before the number.
    pub without: Vec<String>,
}

impl Topic {
    /// Whether what it names is in no table and no figure.
    #[must_use]
    pub fn is_foreign(&self) -> bool {
        self.figure.is_none() && self.at.is_all()
    }
}

/// The other words that tell what a number in the texts is; all squashed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(
    missing_docs,
    reason = "each list is explained where it stands, in templates/model.toml"
)]
pub struct ProseWords {
    pub filler: Vec<String>,
    pub up: Vec<String>,
    pub down: Vec<String>,
    /// The same words right before a number only.
    #[serde(default)]
    pub more: Vec<String>,
    #[serde(default)]
    pub less: Vec<String>,
    /// What a percentage behind a change is: 变动率.
    #[serde(default)]
    pub rate: Vec<String>,
    pub same: Vec<String>,
    pub about: Vec<String>,
    pub than: Vec<String>,
    pub last_year: Vec<String>,
    pub this_year: Vec<String>,
    /// What makes an amount one of a budget: 预算, 年初数.
    #[serde(default)]
    pub budget: Vec<String>,
    pub other_basis: Vec<String>,
    pub share: Vec<String>,
    pub reason: Vec<String>,
    #[serde(default, rename = "use")]
    pub uses: Vec<String>,
    pub among: Vec<String>,
    /// What leads to one amount for each of the names before it: 分别为.
    pub each: Vec<String>,
    /// The earlier and the later of two amounts that were told together.
    pub former: Vec<String>,
    pub latter: Vec<String>,
    pub scope: Vec<String>,
    pub none: Vec<String>,
    /// What an amount becomes: 提高到12万元.
    #[serde(default)]
    pub to: Vec<String>,
    /// What the 科目 of the amount before it follows: 列, 列入.
    #[serde(default)]
    pub booked: Vec<String>,
    /// What the rest of a list is called: 其他支出.
    #[serde(default)]
    pub rest: Vec<String>,
    pub bodies: Vec<String>,
    pub counters: Vec<String>,
    pub alike: Vec<String>,
    pub hints: Vec<String>,
    pub names: NameWords,
    pub why: WhyWords,
}

/// What stands behind a name that a text is about; all squashed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(
    missing_docs,
    reason = "each list is explained where it stands, in templates/model.toml"
)]
pub struct NameWords {
    pub below: Vec<String>,
    pub owner: Vec<String>,
    pub duties: Vec<String>,
    pub organization: Vec<String>,
    pub heading: Vec<String>,
    pub charge: Vec<String>,
    pub part: Vec<String>,
    pub before: Vec<String>,
}

/// What the words of a reason say of the money; all squashed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(
    missing_docs,
    reason = "each list is explained where it stands, in templates/model.toml"
)]
pub struct WhyWords {
    pub because: Vec<String>,
    pub clause: Vec<String>,
    pub more: Vec<String>,
    pub less: Vec<String>,
    pub saving: Vec<String>,
    pub things: Vec<String>,
    pub money: Vec<String>,
    pub doubt: Vec<String>,
    pub maybe: Vec<String>,
    pub concede: Vec<String>,
    pub turn: Vec<String>,
}

/// How a section on organization, and the notes, tell of bodies, offices and vehicles; all squashed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(
    missing_docs,
    reason = "each list is explained where it stands, in templates/model.toml"
)]
pub struct OrganizationWords {
    pub own: Vec<String>,
    pub below: Vec<String>,
    pub bodies: Vec<String>,
    pub kinds: Vec<Vec<String>>,
    pub apart: Vec<String>,
    pub offices: Vec<String>,
    pub leads: Vec<String>,
    pub also: Vec<String>,
    pub office_ends: Vec<String>,
    pub goals: Vec<String>,
    pub parts: Vec<String>,
    pub to_buy: Vec<String>,
    pub special_cars: Vec<String>,
    pub not_kinds: Vec<String>,
}

/// What the values of indicators may be; all squashed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoalWords {
    /// The names of measures, which are no measures themselves.
    pub measures: Vec<String>,
    /// Words by which a value says something all the same.
    pub degrees: Vec<String>,
}
