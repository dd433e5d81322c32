//! The name and the usual severity of each code.

use std::fmt;

use serde::{Serialize, Serializer};

use super::code::{FindingCode, Severity};

impl FindingCode {
    /// Every code with its name and its usual severity, in the order in which they are explained.
    pub const ALL: &'static [(Self, &'static str, Severity)] = &[
        (Self::UnreadableFile, "unreadable-file", Severity::Error),
        (Self::LimitExceeded, "limit-exceeded", Severity::Error),
        (Self::InternalError, "internal-error", Severity::Error),
        (Self::NoTable, "no-table", Severity::Error),
        (Self::NoLayoutFits, "no-layout-fits", Severity::Error),
        (Self::LayoutTie, "layout-tie", Severity::Note),
        (Self::MissingTable, "missing-table", Severity::Error),
        (Self::RepeatedTable, "repeated-table", Severity::Error),
        (
            Self::HeaderNotUnderstood,
            "header-not-understood",
            Severity::Error,
        ),
        (Self::UnitMissing, "unit-missing", Severity::Warning),
        (Self::UnitSuspect, "unit-suspect", Severity::Error),
        (Self::NotANumber, "not-a-number", Severity::Error),
        (Self::ErrorValue, "error-value", Severity::Error),
        (
            Self::FormulaWithoutValue,
            "formula-without-value",
            Severity::Warning,
        ),
        (
            Self::FormulaNotRecalculated,
            "formula-not-recalculated",
            Severity::Warning,
        ),
        (Self::TextNumber, "text-number", Severity::Note),
        (Self::NumberFormat, "number-format", Severity::Note),
        (Self::NumberNotRead, "number-not-read", Severity::Warning),
        (Self::HiddenAmount, "hidden-amount", Severity::Warning),
        (Self::HiddenContent, "hidden-content", Severity::Warning),
        (Self::TooManyDigits, "too-many-digits", Severity::Warning),
        (Self::NegativeAmount, "negative-amount", Severity::Warning),
        (Self::ClassNotKnown, "class-not-known", Severity::Error),
        (Self::PlaceholderLeft, "placeholder-left", Severity::Error),
        (Self::WrongForm, "wrong-form", Severity::Error),
        (Self::FormNotFilled, "form-not-filled", Severity::Error),
        (Self::NameMissing, "name-missing", Severity::Note),
        (Self::YearMissing, "year-missing", Severity::Note),
        (Self::WrongYear, "wrong-year", Severity::Error),
        (Self::NameVaries, "name-varies", Severity::Error),
        (Self::BadCode, "bad-code", Severity::Error),
        (Self::UnknownCode, "unknown-code", Severity::Note),
        (Self::NameDiffers, "name-differs", Severity::Warning),
        (Self::ParentMissing, "parent-missing", Severity::Error),
        (Self::RepeatedCode, "repeated-code", Severity::Error),
        (Self::KindSuspect, "kind-suspect", Severity::Warning),
        (Self::OutOfOrder, "out-of-order", Severity::Note),
        (Self::PartsDiffer, "parts-differ", Severity::Error),
        (Self::ChildrenDiffer, "children-differ", Severity::Error),
        (Self::TotalDiffers, "total-differs", Severity::Error),
        (Self::ChangeDiffers, "change-differs", Severity::Error),
        (Self::PartExceeds, "part-exceeds", Severity::Error),
        (Self::Rounding, "rounding", Severity::Note),
        (Self::MixedPrecision, "mixed-precision", Severity::Warning),
        (Self::TablesDiffer, "tables-differ", Severity::Error),
        (Self::NotBalanced, "not-balanced", Severity::Error),
        (
            Self::AgencyOperatingDiffers,
            "agency-operating-differs",
            Severity::Error,
        ),
        (
            Self::ThreePublicBelow,
            "three-public-below",
            Severity::Warning,
        ),
        (
            Self::ThreePublicAbove,
            "three-public-above",
            Severity::Warning,
        ),
        (Self::RelatedDiffer, "related-differ", Severity::Note),
        (Self::EmptyTableNote, "empty-table-note", Severity::Warning),
        (
            Self::TextAmountDiffers,
            "text-amount-differs",
            Severity::Error,
        ),
        (Self::TextArithmetic, "text-arithmetic", Severity::Error),
        (Self::TextDirection, "text-direction", Severity::Error),
        (Self::WrongBody, "wrong-body", Severity::Warning),
        (Self::CountDiffers, "count-differs", Severity::Warning),
        (Self::AssetsDiffer, "assets-differ", Severity::Warning),
        (Self::ItemMissing, "item-missing", Severity::Warning),
        (Self::ItemRepeated, "item-repeated", Severity::Warning),
        (Self::ItemUnknown, "item-unknown", Severity::Warning),
        (Self::ReasonMissing, "reason-missing", Severity::Warning),
        (
            Self::ReasonContradicts,
            "reason-contradicts",
            Severity::Warning,
        ),
        (
            Self::UnfinishedSentence,
            "unfinished-sentence",
            Severity::Warning,
        ),
        (
            Self::ProcurementDiffers,
            "procurement-differs",
            Severity::Error,
        ),
        (Self::SectionMissing, "section-missing", Severity::Error),
        (
            Self::ProjectItemsDiffer,
            "project-items-differ",
            Severity::Error,
        ),
        (Self::FundingDiffers, "funding-differs", Severity::Error),
        (Self::ProjectDates, "project-dates", Severity::Warning),
        (Self::BadDate, "bad-date", Severity::Warning),
        (
            Self::ProjectNameDiffers,
            "project-name-differs",
            Severity::Warning,
        ),
        (Self::RepeatedName, "repeated-name", Severity::Warning),
        (Self::CategoryNotOne, "category-not-one", Severity::Error),
        (
            Self::IndicatorIncomplete,
            "indicator-incomplete",
            Severity::Error,
        ),
        (
            Self::IndicatorLevelMissing,
            "indicator-level-missing",
            Severity::Warning,
        ),
        (Self::ProjectsExceed, "projects-exceed", Severity::Warning),
        (
            Self::PreviousNotUsed,
            "previous-not-used",
            Severity::Warning,
        ),
        (Self::NotSubmitted, "not-submitted", Severity::Error),
        (Self::OtherUnit, "other-unit", Severity::Error),
        (Self::OtherYear, "other-year", Severity::Error),
        (Self::NotInRoster, "not-in-roster", Severity::Error),
        (Self::UnitUnclear, "unit-unclear", Severity::Error),
        (Self::ArchiveNotRead, "archive-not-read", Severity::Error),
        (Self::VersionUnclear, "version-unclear", Severity::Warning),
        (
            Self::DepartmentDiffers,
            "department-differs",
            Severity::Error,
        ),
        (
            Self::DepartmentIncomplete,
            "department-incomplete",
            Severity::Note,
        ),
        (
            Self::EliminationNotFound,
            "elimination-not-found",
            Severity::Error,
        ),
        (Self::ChangeLarge, "change-large", Severity::Warning),
        (Self::PreviousMissing, "previous-missing", Severity::Note),
        (Self::ExplanationVoid, "explanation-void", Severity::Warning),
        (
            Self::ExplanationUnused,
            "explanation-unused",
            Severity::Note,
        ),
        (Self::Late, "late", Severity::Note),
    ];

    fn row(self) -> (&'static str, Severity) {
        let (_, name, severity) = Self::ALL
            .iter()
            .find(|(code, _, _)| *code == self)
            .expect("every code is in ALL");
        (name, *severity)
    }

    /// The code's name: `total-differs`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// The code of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let row = Self::ALL.iter().find(|(_, own, _)| *own == name);
        row.map(|(code, _, _)| *code)
    }

    /// The code whose name is most like `name`.
    #[must_use]
    pub fn nearest(name: &str) -> &'static str {
        let likeness = |own: &str| strsim::jaro_winkler(own, name);
        let names = Self::ALL.iter().map(|(_, own, _)| *own);
        names
            .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
            .unwrap_or_default()
    }

    /// Whether it says that a file, or a part of it, was not read.
    #[must_use]
    pub const fn is_about_reading_a_file(self) -> bool {
        matches!(
            self,
            Self::UnreadableFile
                | Self::LimitExceeded
                | Self::InternalError
                | Self::NoTable
                | Self::NoLayoutFits
        )
    }

    /// Whether it is said only of a batch that is held against a roster, and never of a file alone.
    #[must_use]
    pub fn is_of_batch(self) -> bool {
        self >= Self::NotSubmitted
    }

    /// The usual severity; a single finding may be less grave.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.row().1
    }
}

impl fmt::Display for FindingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for FindingCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
