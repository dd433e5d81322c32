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

/// What some words in the texts mean: coordinates in the tables, or a figure. A topic with neither is something that stands in
/// no table.
#[derive(Debug, Clone)]
pub struct Topic {
    /// The words, squashed.
    pub words: Vec<String>,
    /// The coordinates that they mean.
    pub at: Coordinates,
    /// Whether they mean that only where the layout prints each word of these coordinates.
    pub where_printed: bool,
    /// The figure that they name.
    pub figure: Option<Id>,
    /// The figure that must be spoken of for the words to mean this.
    pub within: Option<Id>,
    /// Whether their flow counts only where no other topic of the clause gives one.
    pub weak: bool,
    /// One of these words must stand in the clause before the number. Empty where that is not asked for.
    pub with: Vec<String>,
    /// None of these words may stand in the clause before the number.
    pub without: Vec<String>,
}

impl Topic {
    /// Whether what it names is in no table and no figure.
    #[must_use]
    pub fn is_foreign(&self) -> bool {
        self.figure.is_none() && self.at.is_all()
    }
}

/// The other words that tell what a number in the texts is. Like all words of this file they are squashed: without spaces, in one
/// form of brackets and digits. The lists are in `templates/model.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProseWords {
    /// Words that may stand between a topic and its number: 预算, 总额.
    pub filler: Vec<String>,
    /// What the body itself is called among those of a department: 本级.
    pub own_part: Vec<String>,
    /// The same behind the name of a body: 局机关.
    pub own_part_behind: Vec<String>,
    /// What leads to an amount that is told again in another unit of measure: 约.
    pub restated: Vec<String>,
    /// Words of an increase: 增加.
    pub up: Vec<String>,
    /// Words of a decrease: 减少.
    pub down: Vec<String>,
    /// Words of an increase that count only right before a number: 上浮.
    #[serde(default)]
    pub more: Vec<String>,
    /// Words of a decrease that count only right before a number: 压减.
    #[serde(default)]
    pub less: Vec<String>,
    /// An increase and the decrease that is its opposite, which are written one for the other: 增加, 减少.
    pub opposites: Vec<[String; 2]>,
    /// What may stand between a change and its number: 了.
    pub behind_change: Vec<String>,
    /// What a percentage behind a change is: 变动率.
    #[serde(default)]
    pub rate: Vec<String>,
    /// Words by which nothing changed: 持平.
    pub same: Vec<String>,
    /// Words by which next to nothing changed: 基本持平.
    pub about: Vec<String>,
    /// Words of a comparison: 比, 较.
    pub than: Vec<String>,
    /// Words for last year: 上年.
    pub last_year: Vec<String>,
    /// Words for this year: 本年.
    pub this_year: Vec<String>,
    /// What makes an amount one of a budget: 预算, 年初数.
    #[serde(default)]
    pub budget: Vec<String>,
    /// What an amount is compared with where that is not last year's budget: 执行数.
    pub other_basis: Vec<String>,
    /// Words of a share: 占.
    pub share: Vec<String>,
    /// Words from which on a reason is given: 主要原因.
    pub reason: Vec<String>,
    /// Words from which on it is told what the money is for, up to a comparison: 主要用于.
    #[serde(default, rename = "use")]
    pub uses: Vec<String>,
    /// Words that lead to parts: 其中, 包括.
    pub among: Vec<String>,
    /// What leads to one amount for each of the names before it: 分别为.
    pub each: Vec<String>,
    /// The earlier of two amounts that were given together: 前者.
    pub former: Vec<String>,
    /// The later one: 后者.
    pub latter: Vec<String>,
    /// Words that lead to a list of uses: 如下.
    pub scope: Vec<String>,
    /// Words by which there is no amount: 无, 未安排.
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
    /// What the name of a body may end in: 局, 中心.
    pub bodies: Vec<String>,
    /// What any body is called: 单位.
    pub any_body: Vec<String>,
    /// Units in which things are counted: 辆, 台.
    pub counters: Vec<String>,
    /// Words behind 与 or 同 that make it a comparison: 持平, 一致.
    pub alike: Vec<String>,
    /// How a bracket begins that speaks to the writer and was to be deleted: 请说明.
    pub hints: Vec<String>,
    /// What makes an amount a bound: 以上.
    pub bounds: Vec<String>,
    /// What last year left: 结转.
    pub carried: Vec<String>,
    /// What may stand behind the name of a 科目 and is no part of it: 科目, 类.
    pub levels: Vec<String>,
    /// The words around years.
    pub years: YearWords,
    /// What is left of the model text.
    pub left: LeftWords,
    /// The words around lists of 科目.
    pub lists: ListWords,
    /// The words of the budgets of projects.
    pub parts: PartWords,
    /// The words around the names of bodies.
    pub names: NameWords,
    /// The words of reasons.
    pub why: WhyWords,
}

/// Which year a year in a text is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearWords {
    /// Words before a year that is meant to be another: 截至.
    pub before: Vec<String>,
    /// Words of a heading that reports on last year: 决算.
    pub reports: Vec<String>,
    /// Words behind a comparison with a plan, or with what was changed within the year: 目标, 追加.
    pub plans: Vec<String>,
    /// Words of a sentence that looks ahead, or reports: 明年.
    pub elsewhere: Vec<String>,
}

/// What is left of the model text that a writer was to fill in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftWords {
    /// Words behind 增加（减少） where both are meant: 情况.
    pub both: Vec<String>,
    /// Words of a bracket that speaks to the writer: 请删.
    pub asks: Vec<String>,
    /// Units of measure before which a number is missing: 万元.
    pub units: Vec<String>,
    /// What tells the unit of a table: 单位.
    pub measures: Vec<String>,
    /// What a number follows: 预算为.
    pub amounts: Vec<String>,
}

/// How a list of 科目 is announced.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListWords {
    /// Words of its announcement: 如下.
    pub announce: Vec<String>,
    /// What its items are counted in: 项.
    pub counters: Vec<String>,
    /// What its items are called: 科目.
    pub items: Vec<String>,
}

/// The words of a project's budget.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartWords {
    /// What the names of totals are made of: 预算, 年度.
    pub totals: Vec<String>,
    /// Of these, what adds up all that stands before it: 合计.
    pub sums: Vec<String>,
    /// What adds up some of it: 小计.
    pub subtotals: Vec<String>,
    /// What ends the words before a change: 较上年增加.
    pub changes: Vec<String>,
    /// Parts of a year: 季度.
    pub times: Vec<String>,
    /// What leads to the parts of an amount: 其中.
    pub among: Vec<String>,
    /// What begins what an item is made of: 含.
    pub nested: Vec<String>,
    /// What stands between a name and its amount: 安排.
    pub leads: Vec<String>,
}

/// The words that stand behind or before the name of a body that a text speaks of; all squashed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameWords {
    /// What may still belong to the body: 本级, 所属单位.
    pub below: Vec<String>,
    /// Words behind the owner of amounts and numbers: 现有, 拥有.
    pub owner: Vec<String>,
    /// Words behind the name of a body whose duties are told: 负责, 承担.
    pub duties: Vec<String>,
    /// Words behind the name of a body whose offices are told: 内设, 下设.
    pub organization: Vec<String>,
    /// The same behind a clause that it rests on: 根据批复，某中心内设….
    pub set_up: Vec<String>,
    /// Words behind a name in a heading: 主要职能.
    pub heading: Vec<String>,
    /// Words around the name of who carries out a project: 由, 实施单位.
    pub charge: Vec<String>,
    /// Words for a part of the body that carries out a project: 相关, 内设.
    pub part: Vec<String>,
    /// What leads to the names of the units of a department: 单位有.
    pub lists: Vec<String>,
    /// Words that make the body behind them another one, which asks, pays or is met: 根据, 会同.
    pub before: Vec<String>,
}

/// What the words of a reason say about the money; all squashed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhyWords {
    /// Words of a reason: 因为.
    pub because: Vec<String>,
    /// The same at the beginning of a clause: ，系.
    pub clause: Vec<String>,
    /// There is more of a thing: 增加.
    pub more: Vec<String>,
    /// There is less of a thing: 减少.
    pub less: Vec<String>,
    /// Why less is spent: 压减.
    pub saving: Vec<String>,
    /// What there may be more or less of: 人员, 任务.
    pub things: Vec<String>,
    /// Those of the things that are the money itself: 经费.
    pub money: Vec<String>,
    /// With one of these it is not certain which way a reason goes: 不再, 上级.
    pub doubt: Vec<String>,
    /// The same, except in a clause about the money itself: 一次性, 退休.
    pub maybe: Vec<String>,
    /// Words that are a reason for a large change beside `because`: 由于.
    pub given: Vec<String>,
    /// Words that hold one of these and are no reason: 因公.
    pub given_not: Vec<String>,
    /// How a bracket begins that tells what is counted in: 不含.
    pub scope: Vec<String>,
    /// What stands before the reason itself: 在于.
    pub leads: Vec<String>,
    /// How a list of reasons begins: 一是.
    pub lists: Vec<String>,
    /// Where a reason ends: 所致.
    pub ends: Vec<String>,
    /// What tells of something else than a reason behind 持平: 用于.
    pub other: Vec<String>,
    /// What begins a concession before the reason proper: 虽.
    pub concede: Vec<String>,
    /// Where the reason proper begins behind it: ，但.
    pub turn: Vec<String>,
}

/// How a section on organization, and the notes, speak of bodies, offices and vehicles; all squashed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganizationWords {
    /// The body itself among those of a department: 本级.
    pub own: Vec<String>,
    /// What is below it: 下属.
    pub below: Vec<String>,
    /// What a department consists of: 预算单位.
    pub bodies: Vec<String>,
    /// The kinds of bodies, each with its words. The first kind is that of the body itself.
    pub kinds: Vec<Vec<String>>,
    /// Words of a body that is listed and may not be counted: 非独立核算.
    pub apart: Vec<String>,
    /// What a body has inside: 内设机构.
    pub offices: Vec<String>,
    /// What leads to the names: 分别为.
    pub leads: Vec<String>,
    /// Where others begin that are not counted: 另.
    pub also: Vec<String>,
    /// What the name of an office ends in: 科, 室.
    pub office_ends: Vec<String>,
    /// A sentence with one of these tells how many bodies set goals: 绩效目标.
    pub goals: Vec<String>,
    /// The parts of the notes, by what they are about: 三公.
    pub parts: Vec<String>,
    /// Words for vehicles that are to be bought: 购置.
    pub to_buy: Vec<String>,
    /// Vehicles that are bought with other money than that of 三公: 执法执勤.
    pub special_cars: Vec<String>,
    /// What the names of the official kinds of vehicles hold: 用车.
    pub cars: Vec<String>,
    /// What leads from the number of vehicles to their kinds: 其中.
    pub among_cars: Vec<String>,
    /// What is said of vehicles beside their kinds: 报废.
    pub not_kinds: Vec<String>,
}

/// What the values of indicators may be; all squashed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoalWords {
    /// Names of measures, such as 率, which say nothing as a value.
    pub measures: Vec<String>,
    /// Words by which a value without a number says something: 提高.
    pub degrees: Vec<String>,
}
