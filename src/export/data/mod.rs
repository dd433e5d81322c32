//! Data sets: the facts of many budgets with their units, files and findings as tables, in Parquet, SQLite or a package of CSV
//! files. Rows are written as they come, so that a nation needs no more memory than a district. Amounts are exact everywhere.

#[allow(
    clippy::disallowed_methods,
    reason = "a data set is written into a folder as it comes, and is never held whole"
)]
mod package;
#[cfg(feature = "data")]
#[allow(
    clippy::disallowed_methods,
    reason = "a data set is written into a folder as it comes, and is never held whole"
)]
mod parquet;
mod rows;
#[cfg(feature = "data")]
mod sqlite;
mod tables;

use std::io;
use std::path::Path;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::messages::Language;
pub use rows::{FileRow, Owner, code_rows, fact_rows, file_row, meta_row};
pub use tables::{ColumnType, DataColumn, RowOf, TableShape, Tables};

/// The version of the tables.
pub const DATA_SCHEMA: &str = "yusuan-data/1";

/// In which form a data set is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataFormat {
    /// A folder of Parquet files for each table.
    #[cfg(feature = "data")]
    Parquet,
    /// One SQLite database.
    #[cfg(feature = "data")]
    Sqlite,
    /// CSV files and a `datapackage.json` that says what their columns are.
    Package,
}

/// What stands in a row of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum DataValue {
    /// Nothing.
    Null,
    /// A text; never empty.
    Text(Arc<str>),
    /// A whole number.
    Whole(i64),
    /// Yes or no.
    Flag(bool),
    /// Money in fen.
    Fen(i64),
    /// A number with at most [`DECIMALS`] decimals.
    Number(Decimal),
}

/// The most decimals of a number that is no money.
pub const DECIMALS: u32 = 6;

/// A row of the table at that position among the [`Tables`].
#[derive(Debug, Clone, PartialEq)]
pub struct DataRow {
    /// The position of its table.
    pub table: usize,
    /// Its values, in the order of the columns.
    pub values: Vec<DataValue>,
}

/// Why a data set could not be written.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// A file could not be written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A CSV file could not be written.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// A Parquet file could not be written.
    #[cfg(feature = "data")]
    #[error(transparent)]
    Parquet(#[from] ::parquet::errors::ParquetError),
    /// The database could not be written.
    #[cfg(feature = "data")]
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
}

/// What a data set is written to.
pub trait DataSink: Send {
    /// Writes a row.
    ///
    /// # Errors
    /// Where a file cannot be written.
    fn put(&mut self, row: &DataRow) -> Result<(), DataError>;

    /// Brings all to its end, and gives the paths of the files below the folder. The last of them makes the data set whole.
    ///
    /// # Errors
    /// Where a file cannot be written.
    fn finish(self: Box<Self>) -> Result<Vec<String>, DataError>;
}

/// Begins a data set in the empty `folder`. Of several that are written into one folder, `part` tells its files apart.
///
/// # Errors
/// Where a file cannot be written.
pub fn data_sink(
    format: DataFormat,
    folder: &Path,
    tables: &Arc<Tables>,
    part: u32,
    language: Language,
) -> Result<Box<dyn DataSink>, DataError> {
    let tables = Arc::clone(tables);
    Ok(match format {
        #[cfg(feature = "data")]
        DataFormat::Parquet => Box::new(parquet::ParquetSink::new(folder, tables, part)),
        #[cfg(feature = "data")]
        DataFormat::Sqlite => Box::new(sqlite::SqliteSink::new(folder, tables)?),
        DataFormat::Package => {
            let _ = part;
            Box::new(package::PackageSink::new(folder, tables, language)?)
        }
    })
}

/// The name of the SQLite database in its folder.
pub const DATABASE: &str = "budget.sqlite";

/// The file that makes a data set whole.
#[must_use]
pub fn last_file(format: DataFormat, part: u32) -> String {
    match format {
        #[cfg(feature = "data")]
        DataFormat::Parquet => format!("meta/part-{part}.parquet"),
        #[cfg(feature = "data")]
        DataFormat::Sqlite => DATABASE.to_owned(),
        DataFormat::Package => {
            let _ = part;
            "datapackage.json".to_owned()
        }
    }
}
