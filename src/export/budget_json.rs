//! A budget as JSON, and back.

use std::sync::Arc;

use crate::layout::{TableLayout, Templates};
use crate::messages::Phrase;
use crate::model::{BlockModel, Budget, Code, Coordinates, Key, Member, Model, SCHEMA, Table};

/// The first version of the form, in which tables do not say what their blocks mean.
const FIRST_SCHEMA: &str = "yusuan-budget/1";

/// Why a text is no budget.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// Not JSON, or not of the form of a budget.
    #[error("not a budget in JSON: {0}")]
    Form(#[from] serde_json::Error),
    /// A budget of another version.
    #[error("the schema is `{0}`, expected `{SCHEMA}`")]
    Schema(String),
    /// The same table twice.
    #[error("table `{0}` stands twice")]
    Repeated(String),
    /// A table, block, row or column that the model does not have.
    #[error("the model has no {0}")]
    Unknown(Phrase),
}

impl JsonError {
    /// The error, to be put into words.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Form(error) => Phrase::new("json-form").arg("error", error),
            Self::Schema(found) => Phrase::new("json-schema")
                .arg("found", found)
                .arg("expected", SCHEMA),
            Self::Repeated(table) => Phrase::new("json-repeated").arg("table", table),
            Self::Unknown(what) => Phrase::new("json-unknown").phrase("what", what.clone()),
        }
    }
}

/// The budget as JSON, one line, without line end.
///
/// # Panics
/// Never: a budget always has a JSON form.
#[must_use]
pub fn budget_to_json(budget: &Budget) -> String {
    serde_json::to_string(budget).expect("a budget has a JSON form")
}

/// The budget of a JSON text.
///
/// # Errors
/// Where the text is no budget of this version, or names what the model does not have.
pub fn budget_from_json(templates: &Templates, text: &str) -> Result<Budget, JsonError> {
    #[derive(serde::Deserialize)]
    struct SchemaVersion {
        schema: String,
    }
    let text = text.trim_start_matches('\u{feff}');
    let version: SchemaVersion = serde_json::from_str(text)?;
    if version.schema != SCHEMA && version.schema != FIRST_SCHEMA {
        return Err(JsonError::Schema(version.schema));
    }
    let mut budget: Budget = serde_json::from_str(text)?;
    settle(templates, &mut budget)?;
    Ok(budget)
}

/// Gives a budget and last year's the meaning of their blocks, and checks that their lines are of those.
fn settle(templates: &Templates, budget: &mut Budget) -> Result<(), JsonError> {
    budget.schema = SCHEMA.to_owned();
    if let Some(previous) = &mut budget.previous {
        settle(templates, previous)?;
    }
    let layout = budget.layout.clone();
    for table in &mut budget.tables {
        if table.blocks.is_empty() {
            table.blocks = known_blocks(templates, &layout, table).unwrap_or_default();
        }
        for block in &mut table.blocks {
            resolve_block(&templates.model, Arc::make_mut(block));
        }
        for line in &mut table.lines {
            line.at = resolved(&templates.model, &line.at);
        }
    }
    let budget = &*budget;
    for (at, table) in budget.tables.iter().enumerate() {
        if budget.tables[..at]
            .iter()
            .any(|other| other.table == table.table)
        {
            return Err(JsonError::Repeated(table.table.to_string()));
        }
        let of_table = |name| Phrase::new(name).arg("table", &table.table);
        if templates.model.table(table.table.as_str()).is_none() && table.blocks.is_empty() {
            return Err(JsonError::Unknown(of_table("json-table")));
        }
        for line in &table.lines {
            let block = table.block(line.block.as_str()).ok_or_else(|| {
                JsonError::Unknown(of_table("json-block").arg("block", &line.block))
            })?;
            if let crate::model::Key::Row(row) = &line.key
                && block.row(row.as_str()).is_none()
                && !line.texts.contains_key(row)
            {
                return Err(JsonError::Unknown(of_table("json-row").arg("row", row)));
            }
            if let Some(column) = line
                .amounts
                .keys()
                .find(|column| block.column(column.as_str()).is_none())
            {
                let what = of_table("json-column").arg("column", column);
                return Err(JsonError::Unknown(what));
            }
        }
    }
    Ok(())
}

/// What the blocks of a table mean that does not say so itself: by its own layout, else by the first that has all of its lines
/// and columns.
fn known_blocks(
    templates: &Templates,
    layout: &str,
    table: &Table,
) -> Option<Vec<Arc<BlockModel>>> {
    let own = templates.layouts.iter().filter(|own| own.id == layout);
    let others = templates.layouts.iter().filter(|own| own.id != layout);
    let printed = own
        .chain(others)
        .filter_map(|own| own.table(table.table.as_str()));
    let mut printed = printed.peekable();
    let first = printed.peek().map(|printed| printed.meaning());
    let fits = |printed: &&TableLayout| {
        table.lines.iter().all(|line| {
            let block = printed.block(line.block.as_str());
            block.is_some_and(|block| {
                let row = match &line.key {
                    Key::Row(row) => block.meaning.row(row.as_str()).is_some(),
                    _ => true,
                };
                let mut columns = line.amounts.keys().chain(&line.unread);
                row && columns.all(|column| block.meaning.column(column.as_str()).is_some())
            })
        })
    };
    let fitting = printed.find(fits).map(|printed| printed.meaning());
    fitting.or_else(|| union(templates, table)).or(first)
}

/// The blocks of a table as all layouts together print it: a budget of the first version may have columns of several.
fn union(templates: &Templates, table: &Table) -> Option<Vec<Arc<BlockModel>>> {
    let layouts = templates.layouts.iter();
    let mut printed = layouts.filter_map(|own| own.table(table.table.as_str()));
    let mut blocks: Vec<BlockModel> = printed
        .next()?
        .meaning()
        .iter()
        .map(|block| (**block).clone())
        .collect();
    for other in printed {
        for block in &other.blocks {
            let Some(own) = blocks.iter_mut().find(|own| {
                own.id == block.block
                    && own.at == block.meaning.at
                    && own.lines == block.meaning.lines
            }) else {
                continue;
            };
            for column in &block.meaning.columns {
                if own.column(column.id.as_str()).is_none() {
                    own.columns.push(column.clone());
                }
            }
            for row in &block.meaning.rows {
                if own.row(row.id.as_str()).is_none() {
                    own.rows.push(row.clone());
                }
            }
        }
    }
    Some(blocks.into_iter().map(Arc::new).collect())
}

fn resolve_block(model: &Model, block: &mut BlockModel) {
    block.at = resolved(model, &block.at);
    block.list_at = resolved(model, &block.list_at);
    for column in &mut block.columns {
        column.at = resolved(model, &column.at);
    }
    for row in &mut block.rows {
        row.at = resolved(model, &row.at);
    }
}

/// The same coordinates with codes in the dimensions that have them.
fn resolved(model: &Model, at: &Coordinates) -> Coordinates {
    let mut resolved = at.clone();
    for (dim, member) in at.iter() {
        let coded = model.dimension(dim).is_some_and(|own| own.codes.is_some());
        if let (true, Some(code)) = (coded, Code::parse(&member.to_string())) {
            resolved.set(dim, Some(Member::Code(code)));
        }
    }
    resolved
}
