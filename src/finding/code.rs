//! The codes of findings, each named after the fault, and how grave a finding is.

use serde::{Deserialize, Serialize};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Must be mended.
    Error,
    /// Should be looked at.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word in messages.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// What kind of fault a finding is of. `yusuan explain CODE` tells more of each, with an example.
///
/// In their order, the codes of a single file come first and those of a batch behind them, from [`Self::NotSubmitted`] on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingCode {
    /// The file cannot be read: empty, encrypted, damaged, cut off, a picture named .xls, …; each has its own message.
    UnreadableFile,
    /// A limit on size is exceeded; the option that raises it is named.
    LimitExceeded,
    /// yusuan itself failed over this file, which is no fault of the file; what it was doing is said, and the other files are
    /// handled as usual.
    InternalError,
    /// No table of any layout was found.
    NoTable,
    /// The file has more tables that no layout knows than tables of the nearest one: a paper of another region, or no budget.
    /// Said once, in place of a list of missing tables; nothing is read.
    NoLayoutFits,
    /// Several layouts fit alike and give the amounts different meanings.
    LayoutTie,
    /// A table of the layout is missing.
    MissingTable,
    /// A table stands twice with different amounts (a note where the amounts are the same).
    RepeatedTable,
    /// A table's title was found but a column of the layout was not, or a column with numbers is not in the layout.
    HeaderNotUnderstood,
    /// The table does not state its unit of measure; that of the layout is taken.
    UnitMissing,
    /// The same facts differ by just 1,000 or 10,000 between two tables, or between a form of goals and its description.
    UnitSuspect,
    /// A cell for an amount holds a text that is no number.
    NotANumber,
    /// A cell for an amount holds `#REF!` or the like.
    ErrorValue,
    /// A formula has no stored result; it was computed again (an error where it cannot be).
    FormulaWithoutValue,
    /// Stored results are not what their formulas give; the computed ones were read.
    FormulaNotRecalculated,
    /// Amounts are stored as text, and were read as numbers (an error in our own forms).
    TextNumber,
    /// The number format shows amounts scaled; they were read as seen (a warning where it shows percentages).
    NumberFormat,
    /// A number belongs to no known row and column, and was not read.
    NumberNotRead,
    /// Amounts of a table stand in hidden rows, columns, cells or sheets; they were read.
    HiddenAmount,
    /// Something is hidden, stands behind a merged cell, or belongs to no part of the document; it was not read as content.
    HiddenContent,
    /// An amount is finer than a fen, and was rounded.
    TooManyDigits,
    /// A budgeted amount is negative.
    NegativeAmount,
    /// The name of a 类 has no code in the file or the code list; the line is kept.
    ClassNotKnown,
    /// A placeholder such as XX was not filled in.
    PlaceholderLeft,
    /// A form made for another unit, year or layout; a warning where computed cells were overwritten.
    WrongForm,
    /// A form that nobody filled in, or lines of its sheet 录入 without code or source.
    FormNotFilled,
    /// The name of the unit was not found.
    NameMissing,
    /// The title of a table states another year than the others; where the table also stands with the right year, this one is
    /// not read.
    WrongYear,
    /// A table names another unit than the others; it is not read (a warning where that is a slip, and the table is read).
    NameVaries,
    /// The budget year was not found.
    YearMissing,
    /// A code does not have 3, 5 or 7 digits (经济分类: 3 or 5).
    BadCode,
    /// A code is not in the shipped list, which is partial.
    UnknownCode,
    /// A name is not that of its code (a note for older names and other punctuation).
    NameDiffers,
    /// A 项 or 款 stands without the line above it (a note where the table lists only the lowest level).
    ParentMissing,
    /// A code stands twice in a table (a note for an equal row repeated after a page break).
    RepeatedCode,
    /// Wages stand in the column of public money, or goods and services in that of personnel money.
    KindSuspect,
    /// Codes do not ascend.
    OutOfOrder,
    /// A total in a row is not the sum of its columns: 合计 and 基本支出 + 项目支出.
    PartsDiffer,
    /// A 类 or 款 is not the sum of the lines below it.
    ChildrenDiffer,
    /// A closing line (合计, 收入总计) is not the sum of the top lines.
    TotalDiffers,
    /// 增减额 is not this year's amount less last year's, or 增减% not what they give.
    ChangeDiffers,
    /// A part (其中：) is more than the whole that it is of.
    PartExceeds,
    /// A total differs from its parts by no more than rounding explains.
    Rounding,
    /// A table mixes whole yuan with fen, and equalities fail by no more than half a yuan for each whole-yuan amount: said once
    /// for the table, and no error.
    MixedPrecision,
    /// Two tables state the same fact differently, or facts that must be equal, such as revenue and expenditure by code.
    TablesDiffer,
    /// Revenue is not expenditure within one table.
    NotBalanced,
    /// 机关运行经费 exceeds 公用经费 of the basic expenditure; a warning where it merely differs, or stands in a plain 事业单位.
    AgencyOperatingDiffers,
    /// A 三公 item is smaller than the 经济分类 line that is a part of it.
    ThreePublicBelow,
    /// 三公 exceeds all fiscal expenditure, or is 1,000 times its lines: filled in yuan where 万元 is asked for.
    ThreePublicAbove,
    /// Lines of both classifications that usually agree do not.
    RelatedDiffer,
    /// A table without amounts lacks the note that says so, or one with amounts has it.
    EmptyTableNote,
    /// An amount in the text is not that of the tables.
    TextAmountDiffers,
    /// A change, percentage or share in the text is miscalculated, or one thing has two amounts.
    TextArithmetic,
    /// 增加, 减少 or 持平 in the text goes the wrong way.
    TextDirection,
    /// A unit's paper says 本部门, or a department's 本单位.
    WrongBody,
    /// A number in the text is not that of what is listed.
    CountDiffers,
    /// No fixed assets or vehicles are to be bought, but there is money for them, or the other way round.
    AssetsDiffer,
    /// The items of the narrative leave out a line of the tables.
    ItemMissing,
    /// Two items of the narrative name one 科目.
    ItemRepeated,
    /// An item of the narrative names a 科目 that no table has.
    ItemUnknown,
    /// A large change has no reason.
    ReasonMissing,
    /// A reason goes the other way than the change: less because of more.
    ReasonContradicts,
    /// A sentence is not finished, a mark stands twice, or one lacks its other half.
    UnfinishedSentence,
    /// The total of 政府采购 and its parts disagree.
    ProcurementDiffers,
    /// A required section or part is missing.
    SectionMissing,
    /// The items of a project do not add up to its money.
    ProjectItemsDiffer,
    /// The fields of 项目资金 in a form disagree.
    FundingDiffers,
    /// The dates of a project are wrong.
    ProjectDates,
    /// A date that no calendar has, such as 2月30日.
    BadDate,
    /// The form's project name is not that of the heading.
    ProjectNameDiffers,
    /// Two forms, projects, bodies or offices have one name.
    RepeatedName,
    /// No category of a project is ticked, or more than one.
    CategoryNotOne,
    /// An indicator lacks its level, name or value.
    IndicatorIncomplete,
    /// A form has no indicator of a first level.
    IndicatorLevelMissing,
    /// Projects exceed what tables or text say.
    ProjectsExceed,
    /// The budget given by `--previous` is another unit's or not of the year before, and was not compared with (a note where a
    /// folder has none of the unit).
    PreviousNotUsed,
    /// Nothing of a roster line counts: nothing came, nothing can be read, or it is of another year or unit.
    NotSubmitted,
    /// A file is named after one unit and holds the budget of another; it counts for neither.
    OtherUnit,
    /// A file is the budget of another year; where it is last year's file byte by byte, that is said.
    OtherYear,
    /// The content names a unit that is no line of the roster.
    NotInRoster,
    /// The content fits several lines of the roster or none, or its code and name are of two.
    UnitUnclear,
    /// A .rar, .7z or the like was not opened; it may hold submissions.
    ArchiveNotRead,
    /// Which of several files of a line is the newest cannot be told: names and times of saving contradict each other, or
    /// neither tells.
    VersionUnclear,
    /// The own paper of a department differs from the sum of its units after eliminations.
    DepartmentDiffers,
    /// Units are missing, so the own paper of their department is not judged.
    DepartmentIncomplete,
    /// The receiver or the payer has less at that 科目 than is to be eliminated.
    EliminationNotFound,
    /// An item of a unit's expenditure changed against last year by more than a percentage and an amount (`reason_threshold` of
    /// the layout, or `--change`).
    ChangeLarge,
    /// A unit has no budget of last year, or one of last year is no more in the roster.
    PreviousMissing,
    /// The amount that an explanation is of is another one now.
    ExplanationVoid,
    /// There is no finding that an explanation is of.
    ExplanationUnused,
    /// The file was last saved after the date due, by the clock of the submitter.
    Late,
}
