//! A project (项目): its description, the items of its budget, and its form of performance goals (绩效目标表).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Amount;
use super::section::{Section, Text};
use crate::text::Measure;

/// An item of a project's budget (年度预算安排): `1、公共数据运营服务经费 873万元`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its name without ordinal.
    pub name: String,
    /// Its amount; [`Amount::stated`] has the unit of measure behind the number. `None` where none is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
}

/// A field of the form of performance goals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoalField {
    /// 项目名称.
    Name,
    /// 项目性质: 经常性项目, 阶段性项目.
    Nature,
    /// 项目类别, as text or as boxes to tick: `专项资金□ 经常性项目☑ 一次性项目□`.
    Category,
    /// 主管部门.
    Department,
    /// 实施单位.
    Implementer,
    /// 计划开始日期.
    Start,
    /// 计划完成日期.
    End,
    /// 项目资金总额.
    Total,
    /// 其中：财政资金.
    Fiscal,
    /// 其他资金 of the whole project.
    Other,
    /// 年度资金申请总额.
    YearTotal,
    /// 其中：当年财政拨款.
    YearFiscal,
    /// 上年结转资金.
    CarriedOver,
    /// 其他资金 of the year.
    YearOther,
    /// The years behind 项目总目标: `2023年-2023年`.
    OverallPeriod,
    /// 项目总目标.
    OverallGoal,
    /// 年度总目标, 年度总体目标.
    YearlyGoal,
}

impl GoalField {
    /// Its name in JSON and TOML.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Nature => "nature",
            Self::Category => "category",
            Self::Department => "department",
            Self::Implementer => "implementer",
            Self::Start => "start",
            Self::End => "end",
            Self::Total => "total",
            Self::Fiscal => "fiscal",
            Self::Other => "other",
            Self::YearTotal => "year_total",
            Self::YearFiscal => "year_fiscal",
            Self::CarriedOver => "carried_over",
            Self::YearOther => "year_other",
            Self::OverallPeriod => "overall_period",
            Self::OverallGoal => "overall_goal",
            Self::YearlyGoal => "yearly_goal",
        }
    }

    /// Whether it holds an amount.
    #[must_use]
    pub const fn is_amount(self) -> bool {
        matches!(
            self,
            Self::Total
                | Self::Fiscal
                | Self::Other
                | Self::YearTotal
                | Self::YearFiscal
                | Self::CarriedOver
                | Self::YearOther
        )
    }
}

/// An indicator (绩效指标). A level that is printed once for several indicators stands at each of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// 一级指标: 产出指标.
    pub first: Text,
    /// 二级指标: 数量指标.
    pub second: Text,
    /// 三级指标, the name: 驻场人员数量.
    pub third: Text,
    /// 年度指标值: `9个`, `≥12.00(次)`, `100%`.
    pub value: Text,
}

/// The form of performance goals of one project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoalForm {
    /// Its title.
    pub title: Text,
    /// The year below or in the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// The unit of measure of its amounts; they are in yuan all the same.
    pub measure: Measure,
    /// The texts of its fields as stated. A blank field is left out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub texts: BTreeMap<GoalField, Text>,
    /// The amounts of its fields; blank and 0 differ.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub amounts: BTreeMap<GoalField, Amount>,
    /// The indicators in the order stated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<Indicator>,
}

/// A project: what is said of it in prose, and its form. Either may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Project {
    /// Its name: that of the heading, else that of the form.
    pub name: String,
    /// The heading of its description: `“一网通办”工作经费项目经费情况说明`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<Text>,
    /// The sections of its description, as `templates/model.toml` names them: overview, basis, implementer, plan, period,
    /// budget, goals.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// The items of its budget; read from the section `budget`, whose paragraphs keep the words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// Its form of performance goals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<GoalForm>,
}

impl Project {
    /// Forgets where it stood.
    pub(super) fn leave(&mut self) {
        if let Some(heading) = &mut self.heading {
            heading.place = None;
        }
        self.sections.iter_mut().for_each(Section::leave);
        for amount in self
            .items
            .iter_mut()
            .filter_map(|item| item.amount.as_mut())
        {
            *amount = Amount::new(amount.yuan.normalize());
        }
        let Some(form) = &mut self.form else {
            return;
        };
        form.title.place = None;
        form.texts.values_mut().for_each(|text| text.place = None);
        for amount in form.amounts.values_mut() {
            *amount = Amount::new(amount.yuan.normalize());
        }
        for indicator in &mut form.indicators {
            let Indicator {
                first,
                second,
                third,
                value,
            } = indicator;
            for text in [first, second, third, value] {
                text.place = None;
            }
        }
    }
}
