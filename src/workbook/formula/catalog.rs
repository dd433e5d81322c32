//! The functions that are known.

use super::operators::ScalarFunction;
use super::{scalars, texts};

/// How a function is computed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Function {
    /// From single values, and of an array from each of them.
    Scalar(ScalarFunction),
    /// In a way of its own.
    Special(Special),
}

/// A function that does not take single values only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Special {
    If,
    IfError,
    IfNa,
    Ifs,
    Choose,
    And,
    Or,
    Sum,
    Product,
    Count,
    CountA,
    CountBlank,
    Max,
    Min,
    Average,
    Small,
    Large,
    Subtotal,
    SumProduct,
    SumIf,
    SumIfs,
    CountIf,
    CountIfs,
    AverageIf,
    AverageIfs,
    Index,
    Match,
    VLookup,
    HLookup,
    Row,
    Rows,
    Column,
    Columns,
    Concat,
    TextJoin,
    IsBlank,
    IsError,
    IsErr,
    IsNa,
}

/// The function called `name`, in capitals; `None` for one that is not known.
pub(super) fn function(name: &str) -> Option<Function> {
    let special = match name {
        "IF" => Special::If,
        "IFERROR" => Special::IfError,
        "IFNA" => Special::IfNa,
        "IFS" => Special::Ifs,
        "CHOOSE" => Special::Choose,
        "AND" => Special::And,
        "OR" => Special::Or,
        "SUM" => Special::Sum,
        "PRODUCT" => Special::Product,
        "COUNT" => Special::Count,
        "COUNTA" => Special::CountA,
        "COUNTBLANK" => Special::CountBlank,
        "MAX" => Special::Max,
        "MIN" => Special::Min,
        "AVERAGE" => Special::Average,
        "SMALL" => Special::Small,
        "LARGE" => Special::Large,
        "SUBTOTAL" => Special::Subtotal,
        "SUMPRODUCT" => Special::SumProduct,
        "SUMIF" => Special::SumIf,
        "SUMIFS" => Special::SumIfs,
        "COUNTIF" => Special::CountIf,
        "COUNTIFS" => Special::CountIfs,
        "AVERAGEIF" => Special::AverageIf,
        "AVERAGEIFS" => Special::AverageIfs,
        "INDEX" => Special::Index,
        "MATCH" => Special::Match,
        "VLOOKUP" => Special::VLookup,
        "HLOOKUP" => Special::HLookup,
        "ROW" => Special::Row,
        "ROWS" => Special::Rows,
        "COLUMN" => Special::Column,
        "COLUMNS" => Special::Columns,
        "CONCAT" | "CONCATENATE" => Special::Concat,
        "TEXTJOIN" => Special::TextJoin,
        "ISBLANK" => Special::IsBlank,
        "ISERROR" => Special::IsError,
        "ISERR" => Special::IsErr,
        "ISNA" => Special::IsNa,
        _ => {
            return scalars::named(name)
                .or_else(|| texts::named(name))
                .map(Function::Scalar);
        }
    };
    Some(Function::Special(special))
}
