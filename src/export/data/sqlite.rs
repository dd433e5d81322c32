//! A data set as one SQLite database. SQLite has no decimals, and adds up what is no whole number in binary: money is therefore in
//! whole fen (`amount_fen`), other numbers are text, and a view of each table with money (`facts_yuan`) shows it in yuan, as text.

use std::path::Path;
use std::sync::Arc;

use rusqlite::types::{ToSqlOutput, Value as SqlValue, ValueRef};
use rusqlite::{Connection, ToSql};

use super::tables::{ColumnType, DataColumn, TableShape, Tables};
use super::{DATABASE, DataError, DataRow, DataSink, DataValue};

/// The columns by which rows are looked up.
const INDEXES: &[(&str, &str)] = &[
    ("facts", "unit_id"),
    ("facts", "function"),
    ("facts", "path"),
    ("units", "unit_id"),
    ("files", "path"),
    ("findings", "unit_id"),
    ("findings", "code"),
];

/// An SQLite database.
pub(super) struct SqliteSink {
    database: Connection,
    inserts: Vec<String>,
    tables: Arc<Tables>,
}

impl SqliteSink {
    pub(super) fn new(folder: &Path, tables: Arc<Tables>) -> Result<Self, DataError> {
        let database = Connection::open(folder.join(DATABASE))?;
        // The file gets its name when it is whole: a journal would only be for one that is not.
        database.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE; PRAGMA encoding = 'UTF-8'; BEGIN",
        )?;
        for table in &tables.all {
            database.execute_batch(&created(table))?;
        }
        let inserts = tables.all.iter().map(|table| {
            let places = vec!["?"; table.columns.len()].join(", ");
            format!("INSERT INTO {} VALUES ({places})", quoted(&table.id))
        });
        Ok(Self {
            database,
            inserts: inserts.collect(),
            tables,
        })
    }
}

impl DataSink for SqliteSink {
    fn put(&mut self, row: &DataRow) -> Result<(), DataError> {
        let mut insert = self.database.prepare_cached(&self.inserts[row.table])?;
        insert.execute(rusqlite::params_from_iter(&row.values))?;
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Vec<String>, DataError> {
        let has = |table: &str| self.tables.all.iter().any(|own| own.id == table);
        for (table, column) in INDEXES.iter().filter(|(table, _)| has(table)) {
            let sql = format!("CREATE INDEX {table}_by_{column} ON {table} ({column})");
            self.database.execute_batch(&sql)?;
        }
        self.database.execute_batch("COMMIT")?;
        self.database.close().map_err(|(_, error)| error)?;
        Ok(vec![DATABASE.to_owned()])
    }
}

impl ToSql for DataValue {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Whole(number) | Self::Fen(number) => {
                ToSqlOutput::Owned(SqlValue::Integer(*number))
            }
            Self::Flag(flag) => ToSqlOutput::Owned(SqlValue::Integer(i64::from(*flag))),
            Self::Number(number) => ToSqlOutput::Owned(SqlValue::Text(number.to_string())),
        })
    }
}

/// The table, and its view in yuan where it holds money.
fn created(table: &TableShape) -> String {
    let columns = table.columns.iter().map(|column| {
        let holds = match column.holds {
            ColumnType::Text | ColumnType::Number => "TEXT",
            ColumnType::Whole | ColumnType::Flag | ColumnType::Yuan => "INTEGER",
        };
        let needed = if column.needed { " NOT NULL" } else { "" };
        format!("{} {holds}{needed}", quoted(&stored(column)))
    });
    let columns: Vec<String> = columns.collect();
    let name = quoted(&table.id);
    let mut sql = format!("CREATE TABLE {name} ({});", columns.join(", "));
    let is_money = |own: &DataColumn| own.holds == ColumnType::Yuan;
    if table.columns.iter().any(is_money) {
        let shown = table.columns.iter().map(|column| {
            let own = quoted(&stored(column));
            match is_money(column) {
                true => format!(
                    "CASE WHEN {own} < 0 THEN '-' ELSE '' END || (abs({own}) / 100) || '.' || substr('0' || (abs({own}) % 100), -2) AS {}",
                    quoted(&column.name)
                ),
                false => own,
            }
        });
        let shown: Vec<String> = shown.collect();
        let view = quoted(&format!("{}_yuan", table.id));
        sql.push_str(&format!(
            " CREATE VIEW {view} AS SELECT {} FROM {name};",
            shown.join(", ")
        ));
    }
    sql
}

/// The name of a column in the database.
fn stored(column: &DataColumn) -> String {
    match column.holds {
        ColumnType::Yuan => format!("{}_fen", column.name),
        _ => column.name.clone(),
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
