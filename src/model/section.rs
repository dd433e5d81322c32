//! Texts of a published budget, and the sections that hold them.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Place;

/// A text as stated: a paragraph of prose, or the entry of a form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// The text without white space around it. A paragraph holds no line break, since each line is a paragraph of its own;
    /// the entry of a form, such as a goal, may.
    pub text: String,
    /// Where it stands. Several paragraphs may stand in one cell.
    #[serde(default, flatten, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

impl Text {
    /// A text that was not read from a cell.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            place: None,
        }
    }
}

/// Which section of the document, or of the description of a project, as `templates/model.toml` names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionId {
    /// 目录.
    Contents,
    /// 主要职能.
    Duties,
    /// 机构设置.
    Organization,
    /// 名词解释.
    Terms,
    /// 预算编制说明.
    Narrative,
    /// 预算表: where the tables stand.
    Tables,
    /// 其他相关情况说明.
    OtherNotes,
    /// 项目经费情况说明: where the projects stand.
    Projects,
    /// 项目概述, of a project like all that follow.
    Overview,
    /// 立项依据.
    Basis,
    /// 实施主体.
    Implementer,
    /// 实施方案.
    Plan,
    /// 实施周期.
    Period,
    /// 年度预算安排.
    Budget,
    /// 绩效目标.
    Goals,
    /// A text that belongs to none of them.
    Other,
}

impl SectionId {
    /// Its name in JSON and TOML.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Contents => "contents",
            Self::Duties => "duties",
            Self::Organization => "organization",
            Self::Terms => "terms",
            Self::Narrative => "narrative",
            Self::Tables => "tables",
            Self::OtherNotes => "other_notes",
            Self::Projects => "projects",
            Self::Overview => "overview",
            Self::Basis => "basis",
            Self::Implementer => "implementer",
            Self::Plan => "plan",
            Self::Period => "period",
            Self::Budget => "budget",
            Self::Goals => "goals",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for SectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A section of the document, or of the description of a project, as stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Which one it is.
    pub section: SectionId,
    /// The heading with its ordinal.
    pub heading: Text,
    /// The paragraphs below it, with their ordinals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paragraphs: Vec<Text>,
}
