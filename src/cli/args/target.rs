//! What `convert` and `review --data` write.

use std::path::Path;

use clap::ValueEnum;

use super::ConvertTo;
use crate::export::data::DataFormat;

/// What `convert` writes: a result for each input, or one data set of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ConvertTarget {
    Xlsx,
    Json,
    Csv,
    #[cfg(feature = "data")]
    Parquet,
    #[cfg(feature = "data")]
    Sqlite,
    Package,
}

impl ConvertTarget {
    /// The data set that it is.
    pub(in crate::cli) const fn data(self) -> Result<DataFormat, ConvertTo> {
        match self {
            Self::Xlsx => Err(ConvertTo::Xlsx),
            Self::Json => Err(ConvertTo::Json),
            Self::Csv => Err(ConvertTo::Csv),
            #[cfg(feature = "data")]
            Self::Parquet => Ok(DataFormat::Parquet),
            #[cfg(feature = "data")]
            Self::Sqlite => Ok(DataFormat::Sqlite),
            Self::Package => Ok(DataFormat::Package),
        }
    }

    pub(in crate::cli) const fn of(format: DataFormat) -> Self {
        match format {
            #[cfg(feature = "data")]
            DataFormat::Parquet => Self::Parquet,
            #[cfg(feature = "data")]
            DataFormat::Sqlite => Self::Sqlite,
            DataFormat::Package => Self::Package,
        }
    }

    /// The word of the option.
    pub(in crate::cli) const fn word(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::Csv => "csv",
            #[cfg(feature = "data")]
            Self::Parquet => "parquet",
            #[cfg(feature = "data")]
            Self::Sqlite => "sqlite",
            Self::Package => "package",
        }
    }

    /// The data set of one file that a path names by its ending.
    pub(in crate::cli) fn named(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_string_lossy().to_lowercase();
        #[cfg(feature = "data")]
        if matches!(&*ending, "sqlite" | "sqlite3" | "db") {
            return Some(Self::Sqlite);
        }
        let _ = ending;
        None
    }
}

pub(super) fn data_format(word: &str) -> Result<DataFormat, DataFormatError> {
    let all = ConvertTarget::value_variants().iter();
    let mut data = all.filter_map(|own| Some((own.word(), own.data().ok()?)));
    let found = data.find(|(own, _)| *own == word);
    found.map(|(_, format)| format).ok_or(DataFormatError)
}

/// It is no format of a data set.
#[derive(Debug, thiserror::Error)]
#[error("parquet, sqlite, package")]
pub(in crate::cli) struct DataFormatError;
