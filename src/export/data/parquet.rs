//! A data set as Parquet files: `facts/year=2026/part-0.parquet`, `units/part-0.parquet`, … Any engine takes the folder of a table
//! for one table.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::{ByteArray, FixedLenByteArray};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};

use super::tables::{ColumnType, DataColumn, TableShape, Tables};
use super::{DECIMALS, DataError, DataRow, DataSink, DataValue, last_file};

/// The most rows of a row group, and the most rows that are held.
const ROWS: usize = 200_000;
/// The most bytes of texts that are held.
const BYTES: usize = 48 << 20;
/// How many values are handed over at a time.
const AT_ONCE: usize = 4096;
/// The digits of money, and of other numbers.
const DIGITS: (i32, i32) = (18, 38);
/// What engines take for a null in the name of a folder.
const NO_YEAR: &str = "__HIVE_DEFAULT_PARTITION__";

/// A folder of Parquet files.
pub(super) struct ParquetSink {
    folder: PathBuf,
    tables: Arc<Tables>,
    part: u32,
    parts: BTreeMap<(usize, String), ParquetPart>,
    rows: usize,
    bytes: usize,
}

impl ParquetSink {
    pub(super) fn new(folder: &Path, tables: Arc<Tables>, part: u32) -> Self {
        Self {
            folder: folder.to_owned(),
            tables,
            part,
            parts: BTreeMap::new(),
            rows: 0,
            bytes: 0,
        }
    }

    /// The path of the file below the folder; `year` is empty where the table is not parted.
    fn path(&self, table: &TableShape, year: &str) -> String {
        match year.is_empty() {
            true => format!("{}/part-{}.parquet", table.id, self.part),
            false => format!("{}/year={year}/part-{}.parquet", table.id, self.part),
        }
    }

    fn part(&mut self, table: usize, year: &str) -> Result<&mut ParquetPart, DataError> {
        let key = (table, year.to_owned());
        if !self.parts.contains_key(&key) {
            let shape = &self.tables.all[table];
            let path = self.path(shape, year);
            let part = ParquetPart::new(&self.folder.join(&path), path, shape)?;
            self.parts.insert(key.clone(), part);
        }
        Ok(self.parts.get_mut(&key).expect("it was just put there"))
    }

    /// Writes the rows of the fullest file, so that no more are held than fit.
    fn spill(&mut self) -> Result<(), DataError> {
        let fullest = self.parts.values_mut().max_by_key(|own| own.rows);
        if let Some(part) = fullest {
            self.rows -= part.rows;
            self.bytes -= part.bytes;
            part.flush()?;
        }
        Ok(())
    }
}

impl DataSink for ParquetSink {
    fn put(&mut self, row: &DataRow) -> Result<(), DataError> {
        let by_year = self.tables.all[row.table].by_year;
        // The year is told by the folder.
        let (year, values) = match (by_year, row.values.split_first()) {
            (true, Some((DataValue::Whole(year), rest))) => (year.to_string(), rest),
            (true, Some((_, rest))) => (NO_YEAR.to_owned(), rest),
            _ => (String::new(), &row.values[..]),
        };
        let part = self.part(row.table, &year)?;
        let grown = part.put(values);
        self.rows += 1;
        self.bytes += grown;
        if self.rows >= ROWS || self.bytes >= BYTES {
            self.spill()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Vec<String>, DataError> {
        // A table without rows is a table all the same, else a query over it fails.
        for table in 0..self.tables.all.len() {
            if !self.parts.keys().any(|(own, _)| *own == table) {
                let year = match self.tables.all[table].by_year {
                    true => NO_YEAR,
                    false => "",
                };
                self.part(table, year)?;
            }
        }
        let mut paths = Vec::new();
        for part in std::mem::take(&mut self.parts).into_values() {
            paths.push(part.path.clone());
            part.close()?;
        }
        let last = last_file(super::DataFormat::Parquet, self.part);
        paths.sort_by_key(|own| *own == last);
        Ok(paths)
    }
}

/// One Parquet file and the rows that wait for it.
struct ParquetPart {
    path: String,
    writer: SerializedFileWriter<File>,
    columns: Vec<Waiting>,
    rows: usize,
    bytes: usize,
}

impl ParquetPart {
    fn new(full: &Path, path: String, table: &TableShape) -> Result<Self, DataError> {
        if let Some(folder) = full.parent() {
            fs::create_dir_all(folder)?;
        }
        let columns = &table.columns[usize::from(table.by_year)..];
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(
                concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned(),
            )
            .set_max_row_group_row_count(None)
            .build();
        let writer = SerializedFileWriter::new(
            File::create_new(full)?,
            schema(&table.id, columns)?,
            Arc::new(properties),
        )?;
        Ok(Self {
            path,
            writer,
            columns: columns.iter().map(|own| Waiting::new(own.holds)).collect(),
            rows: 0,
            bytes: 0,
        })
    }

    /// Takes a row; how many bytes of texts are held more.
    fn put(&mut self, values: &[DataValue]) -> usize {
        let columns = self.columns.iter_mut().zip(values);
        let grown = columns.map(|(column, value)| column.put(value)).sum();
        self.rows += 1;
        self.bytes += grown;
        grown
    }

    /// Writes what waits as a row group.
    fn flush(&mut self) -> Result<(), DataError> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        for waiting in &mut self.columns {
            let column = group.next_column()?;
            let mut column = column.expect("the schema has a column for each");
            waiting.write(column.untyped())?;
            column.close()?;
        }
        group.close()?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }

    fn close(mut self) -> Result<(), DataError> {
        self.flush()?;
        self.writer.close()?;
        Ok(())
    }
}

fn schema(table: &str, columns: &[DataColumn]) -> Result<TypePtr, ParquetError> {
    let field = |column: &DataColumn| {
        let repetition = match column.needed {
            true => Repetition::REQUIRED,
            false => Repetition::OPTIONAL,
        };
        let physical = match column.holds {
            ColumnType::Text => Physical::BYTE_ARRAY,
            ColumnType::Whole | ColumnType::Yuan => Physical::INT64,
            ColumnType::Flag => Physical::BOOLEAN,
            ColumnType::Number => Physical::FIXED_LEN_BYTE_ARRAY,
        };
        let field =
            Type::primitive_type_builder(&column.name, physical).with_repetition(repetition);
        let decimal = |precision, scale| LogicalType::decimal(scale, precision);
        let scale = i32::try_from(DECIMALS).unwrap_or_default();
        let field = match column.holds {
            ColumnType::Text => field
                .with_logical_type(Some(LogicalType::String))
                .with_converted_type(ConvertedType::UTF8),
            ColumnType::Yuan => field
                .with_logical_type(Some(decimal(DIGITS.0, 2)))
                .with_converted_type(ConvertedType::DECIMAL)
                .with_precision(DIGITS.0)
                .with_scale(2),
            ColumnType::Number => field
                .with_logical_type(Some(decimal(DIGITS.1, scale)))
                .with_converted_type(ConvertedType::DECIMAL)
                .with_precision(DIGITS.1)
                .with_scale(scale)
                .with_length(16),
            ColumnType::Whole | ColumnType::Flag => field,
        };
        field.build().map(Arc::new)
    };
    let fields = columns.iter().map(field).collect::<Result<Vec<_>, _>>()?;
    Type::group_type_builder(table)
        .with_fields(fields)
        .build()
        .map(Arc::new)
}

/// The values of a column that wait to be written. A text that comes again is held once.
struct Waiting {
    /// Whether a row has a value.
    is_there: Vec<i16>,
    values: Values,
}

enum Values {
    Text {
        seen: HashMap<Arc<str>, u32>,
        texts: Vec<ByteArray>,
        rows: Vec<u32>,
    },
    Whole(Vec<i64>),
    Flag(Vec<bool>),
    Number(Vec<i128>),
}

impl Waiting {
    fn new(holds: ColumnType) -> Self {
        let values = match holds {
            ColumnType::Text => Values::Text {
                seen: HashMap::new(),
                texts: Vec::new(),
                rows: Vec::new(),
            },
            ColumnType::Whole | ColumnType::Yuan => Values::Whole(Vec::new()),
            ColumnType::Flag => Values::Flag(Vec::new()),
            ColumnType::Number => Values::Number(Vec::new()),
        };
        Self {
            is_there: Vec::new(),
            values,
        }
    }

    /// How many bytes of texts are held more.
    fn put(&mut self, value: &DataValue) -> usize {
        self.is_there.push(i16::from(*value != DataValue::Null));
        match (&mut self.values, value) {
            (Values::Text { seen, texts, rows }, DataValue::Text(text)) => {
                if let Some(at) = seen.get(text) {
                    rows.push(*at);
                    return 0;
                }
                let at = u32::try_from(texts.len()).expect("fewer rows are held");
                texts.push(ByteArray::from(text.as_bytes().to_vec()));
                seen.insert(Arc::clone(text), at);
                rows.push(at);
                // The text itself twice, and what holds it.
                return 2 * text.len() + 96;
            }
            (Values::Whole(all), DataValue::Whole(own) | DataValue::Fen(own)) => all.push(*own),
            (Values::Flag(all), DataValue::Flag(own)) => all.push(*own),
            (Values::Number(all), DataValue::Number(own)) => {
                let mut own = *own;
                own.rescale(DECIMALS);
                all.push(own.mantissa());
            }
            (_, DataValue::Null) => {}
            _ => unreachable!("rows are made by the columns of their table"),
        }
        0
    }

    /// Writes the values into a column, and holds them no more.
    fn write(&mut self, column: &mut ColumnWriter<'_>) -> Result<(), ParquetError> {
        let mut from = 0;
        let (is_there, values) = (&self.is_there, &self.values);
        for there in is_there.chunks(AT_ONCE) {
            let count = there.iter().filter(|own| **own == 1).count();
            let own = from..from + count;
            from = own.end;
            match (&mut *column, values) {
                (ColumnWriter::ByteArrayColumnWriter(to), Values::Text { texts, rows, .. }) => {
                    let texts = rows[own].iter().map(|at| texts[*at as usize].clone());
                    to.write_batch(&texts.collect::<Vec<_>>(), Some(there), None)
                }
                (ColumnWriter::Int64ColumnWriter(to), Values::Whole(all)) => {
                    to.write_batch(&all[own], Some(there), None)
                }
                (ColumnWriter::BoolColumnWriter(to), Values::Flag(all)) => {
                    to.write_batch(&all[own], Some(there), None)
                }
                (ColumnWriter::FixedLenByteArrayColumnWriter(to), Values::Number(all)) => {
                    let bytes = all[own].iter().map(|own| own.to_be_bytes().to_vec());
                    let bytes: Vec<FixedLenByteArray> =
                        bytes.map(|own| ByteArray::from(own).into()).collect();
                    to.write_batch(&bytes, Some(there), None)
                }
                _ => unreachable!("the schema is that of the columns"),
            }?;
        }
        self.is_there.clear();
        match &mut self.values {
            Values::Text { seen, texts, rows } => {
                seen.clear();
                texts.clear();
                rows.clear();
            }
            Values::Whole(all) => all.clear(),
            Values::Flag(all) => all.clear(),
            Values::Number(all) => all.clear(),
        }
        Ok(())
    }
}
