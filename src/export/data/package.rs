//! A data set as a Frictionless data package: CSV files, and a `datapackage.json` that says what their columns are.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};

use super::tables::{ColumnType, DataColumn, TableShape, Tables};
use super::{DataError, DataFormat, DataRow, DataSink, DataValue, last_file};
use crate::export::facts_csv::harmless;
use crate::messages::Language;

/// CSV files in a folder.
pub(super) struct PackageSink {
    folder: PathBuf,
    tables: Arc<Tables>,
    files: Vec<csv::Writer<Hashing<BufWriter<File>>>>,
    language: Language,
}

impl PackageSink {
    pub(super) fn new(
        folder: &Path,
        tables: Arc<Tables>,
        language: Language,
    ) -> Result<Self, DataError> {
        let mut files = Vec::new();
        for table in &tables.all {
            let file = File::create_new(folder.join(file_name(table)))?;
            let mut file = csv::Writer::from_writer(Hashing::new(BufWriter::new(file)));
            file.write_record(table.columns.iter().map(|own| &own.name))?;
            files.push(file);
        }
        Ok(Self {
            folder: folder.to_owned(),
            tables,
            files,
            language,
        })
    }
}

impl DataSink for PackageSink {
    fn put(&mut self, row: &DataRow) -> Result<(), DataError> {
        self.files[row.table].write_record(row.values.iter().map(written))?;
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Vec<String>, DataError> {
        let (mut paths, mut resources) = (Vec::new(), Vec::new());
        for (table, file) in self.tables.all.iter().zip(self.files) {
            let file = file.into_inner().map_err(|error| error.into_error())?;
            let (bytes, hash) = file.finish()?;
            resources.push(resource(table, bytes, &hash, self.language));
            paths.push(file_name(table));
        }
        let package = json!({
            "profile": "data-package",
            "name": "yusuan",
            "resources": resources,
        });
        let name = last_file(DataFormat::Package, 0);
        let text = serde_json::to_string_pretty(&package).map_err(io::Error::from)? + "\n";
        std::fs::write(self.folder.join(&name), text)?;
        paths.push(name);
        Ok(paths)
    }
}

fn file_name(table: &TableShape) -> String {
    format!("{}.csv", table.id)
}

fn written(value: &DataValue) -> String {
    match value {
        DataValue::Null => String::new(),
        // A number is no formula.
        DataValue::Text(text) if is_number(text) => text.to_string(),
        DataValue::Text(text) => harmless(text),
        DataValue::Whole(number) => number.to_string(),
        DataValue::Flag(flag) => flag.to_string(),
        DataValue::Fen(fen) => {
            let sign = if *fen < 0 { "-" } else { "" };
            let fen = fen.unsigned_abs();
            format!("{sign}{}.{:02}", fen / 100, fen % 100)
        }
        DataValue::Number(number) => number.to_string(),
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_of_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    digits.starts_with(|c: char| c.is_ascii_digit()) && digits.chars().all(is_of_number)
}

/// What `datapackage.json` says of a table.
fn resource(table: &TableShape, bytes: u64, hash: &str, language: Language) -> Json {
    let field = |column: &DataColumn| {
        let kind = match column.holds {
            ColumnType::Text => "string",
            ColumnType::Whole => "integer",
            ColumnType::Flag => "boolean",
            ColumnType::Yuan | ColumnType::Number => "number",
        };
        let mut field = json!({
            "name": column.name,
            "type": kind,
            "title": column.title(language),
        });
        if column.needed {
            field["constraints"] = json!({ "required": true });
        }
        field
    };
    let fields: Vec<Json> = table.columns.iter().map(field).collect();
    let mut schema = json!({ "fields": fields, "missingValues": [""] });
    if !table.key.is_empty() {
        schema["primaryKey"] = json!(table.key);
    }
    if !table.refers.is_empty() {
        let keys = table.refers.iter().map(|own| {
            json!({
                "fields": own.columns,
                "reference": { "resource": own.table, "fields": own.columns },
            })
        });
        schema["foreignKeys"] = keys.collect();
    }
    json!({
        "profile": "tabular-data-resource",
        "name": table.id,
        "title": table.title(language),
        "path": file_name(table),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": bytes,
        "hash": format!("sha256:{hash}"),
        "schema": schema,
    })
}

/// A file that is hashed while it is written.
struct Hashing<W> {
    to: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Hashing<W> {
    fn new(to: W) -> Self {
        Self {
            to,
            hash: Sha256::new(),
            bytes: 0,
        }
    }

    /// The size and the hash in hex of what was written.
    fn finish(mut self) -> io::Result<(u64, String)> {
        self.to.flush()?;
        let hash = self.hash.finalize();
        Ok((
            self.bytes,
            hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        ))
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.to.write(bytes)?;
        self.hash.update(&bytes[..count]);
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_texts_are_written_as_they_are() {
        let text = |own: &str| written(&DataValue::Text(own.into()));
        assert_eq!(written(&DataValue::Fen(-5)), "-0.05");
        assert_eq!(written(&DataValue::Fen(7_673_006_567)), "76730065.67");
        assert_eq!(text("-1,234.50"), "-1,234.50");
        assert_eq!(text("=1+1"), "'=1+1");
        assert_eq!(text("-cmd"), "'-cmd");
    }
}
