//! What the lines of a block are: rows by label, a list by code, records, or one line.

use super::known::{KnownLayouts, Twin, words};
use super::names::named_in;
use super::tables::{FoundTable, closes_list};
use super::{DraftBlock, DraftColumn, DraftField, DraftLines};
use crate::bind::HeldCell;
use crate::layout::{KeyPart, Templates};
use crate::model::{Code, Dim, Id, Lines};

/// What a block is told by.
pub(super) struct BlockWords<'a> {
    pub(super) found: &'a FoundTable<'a>,
    pub(super) known: &'a KnownLayouts<'a>,
    pub(super) templates: &'a Templates,
    /// Known tables of the same title.
    pub(super) twins: &'a [Twin<'a>],
    /// Those of the same name.
    pub(super) alike: &'a [Twin<'a>],
    pub(super) year: Option<u16>,
}

impl BlockWords<'_> {
    /// The block with these columns.
    pub(super) fn block(&self, columns: Vec<DraftColumn>) -> DraftBlock {
        let at = |wanted: &dyn Fn(&DraftField) -> bool| {
            let own = columns.iter().find(|column| wanted(&column.field));
            own.map(|column| column.col)
        };
        let label = at(&|field| *field == DraftField::Label);
        let code = at(&|field| matches!(field, DraftField::Code | DraftField::CodePart(1)));
        let mut block = DraftBlock {
            at: None,
            lines: DraftLines::Records,
            lines_likely: false,
            groups: None,
            closing: None,
            closing_first: false,
            columns,
            rows: Vec::new(),
        };
        total_alone(&mut block.columns);
        if let Some(col) = label {
            block.lines = DraftLines::Rows;
            self.rows(&mut block, col);
        } else {
            if let Some((label, first)) = closing(self.found, &block.columns) {
                block.closing = Some(label);
                block.closing_first = first;
            }
            let listed = code.map(|col| {
                let stated = classification(self.found, col, &block.columns);
                let dim = stated.or_else(|| self.listed_alike());
                (dim, stated.is_none() && dim.is_some())
            });
            block.lines = match listed {
                Some((dim, likely)) => {
                    block.lines_likely = likely;
                    DraftLines::Codes(dim)
                }
                None if is_single(self.found, &block.columns) => DraftLines::Single,
                None => DraftLines::Records,
            };
        }
        if let DraftLines::Codes(dim) = block.lines {
            let keys = block.columns.iter().map(|column| match column.field {
                DraftField::Key(dim, _) => Some(dim),
                _ => None,
            });
            let model = &self.templates.model;
            let named = |dim: &Dim| model.dimension(*dim).is_some_and(|own| own.keys);
            block.groups = keys.flatten().find(named);
            if block.groups.is_some() && self.tells_each(&block.columns) {
                as_records(&mut block, dim);
            }
        }
        let twins = if self.twins.is_empty() {
            self.alike
        } else {
            self.twins
        };
        block.at = same_block(&block, twins);
        block
    }

    /// Whether each line by code tells itself whose it is: in columns for the unit's name, or as no line is without a code.
    fn tells_each(&self, columns: &[DraftColumn]) -> bool {
        let key = |column: &DraftColumn| matches!(column.field, DraftField::Key(_, KeyPart::Name));
        if columns.iter().any(key) {
            return true;
        }
        let coded = |column: &&DraftColumn| {
            matches!(column.field, DraftField::Code | DraftField::CodePart(_))
        };
        let codes: Vec<u32> = columns.iter().filter(coded).map(|own| own.col).collect();
        let lines = self.found.body.iter();
        let mut lines = lines.filter(|row| {
            let closes = row.iter().any(|cell| closes_list(&cell.text));
            row.iter().any(|cell| cell.number) && !closes
        });
        let has_code = |row: &Vec<HeldCell>| row.iter().any(|cell| codes.contains(&cell.col));
        let mut any = false;
        lines.all(|row| {
            any = true;
            has_code(row)
        }) && any
    }

    /// The classification by which known tables of the same name list their lines, where all do by one.
    fn listed_alike(&self) -> Option<Dim> {
        let blocks = self.alike.iter().flat_map(|(_, table)| &table.blocks);
        let mut dims = blocks.map(|block| match block.meaning.lines {
            Lines::List(dim) => Some(dim),
            _ => None,
        });
        let first = dims.next()??;
        dims.all(|dim| dim == Some(first)).then_some(first)
    }
}

/// The only column of all of a block is its total, whatever header it stands below.
fn total_alone(columns: &mut [DraftColumn]) {
    let all = |column: &DraftColumn| column.words.words.as_deref() == Some(&["all".to_owned()]);
    if columns.iter().any(all) {
        return;
    }
    let asked = |column: &&mut DraftColumn| {
        let total = column.words.ask.as_ref();
        column.words.words.is_none() && total.is_some_and(|ask| ask.is("infer-total-of"))
    };
    let mut open: Vec<&mut DraftColumn> = columns.iter_mut().filter(asked).collect();
    if let [only] = open.as_mut_slice() {
        only.words.words = Some(vec!["all".to_owned()]);
    }
}

/// A list by code of which each line tells whose it is: any rows, with the code as a key and its name as a text.
fn as_records(block: &mut DraftBlock, dim: Option<Dim>) {
    let whole = |column: &DraftColumn| column.field != DraftField::CodePart(1);
    let Some(dim) = dim.filter(|_| block.columns.iter().all(whole)) else {
        return;
    };
    block.lines = DraftLines::Records;
    block.groups = None;
    for column in &mut block.columns {
        match column.field {
            DraftField::Code => column.field = DraftField::Key(dim, KeyPart::Name),
            DraftField::Name => {
                column.field =
                    DraftField::Text(Some(Id::from(format!("{}_name", dim.name()).as_str())));
            }
            _ => {}
        }
    }
}

/// The classification of a column of codes: by their first digit, else by the words of its header and the title.
fn classification(found: &FoundTable<'_>, col: u32, columns: &[DraftColumn]) -> Option<Dim> {
    let cells = found.body.iter();
    let cells = cells.filter_map(|row| row.iter().find(|cell| cell.col == col));
    let codes = cells.filter(|cell| Code::parse(&cell.text).is_some());
    let mut counts = [
        (Dim::FUNCTION, '2', 0),
        (Dim::ECONOMIC, '3', 0),
        (Dim::GOVERNMENT_ECONOMIC, '5', 0),
    ];
    for cell in codes {
        for (_, digit, count) in &mut counts {
            *count += usize::from(cell.text.starts_with(*digit));
        }
    }
    let most = counts.iter().max_by_key(|(_, _, count)| *count);
    let by_digit = most
        .filter(|(_, _, count)| *count > 0)
        .map(|(dim, _, _)| *dim);
    by_digit.or_else(|| {
        let header = columns.iter().filter(|column| column.col == col);
        let header: String = header.flat_map(|column| column.header.clone()).collect();
        named_in(&header).or_else(|| named_in(&found.title))
    })
}

/// The label of the closing line of a block without labels: the last of closing words that begin a row of it. And whether that
/// row is the first one and others follow.
fn closing(found: &FoundTable<'_>, columns: &[DraftColumn]) -> Option<(String, bool)> {
    let within = |cell: &&HeldCell| columns.iter().any(|column| column.col == cell.col);
    let rows = found.body.iter().zip(&found.rows);
    let of_block = rows.filter(|(cells, _)| cells.iter().any(|cell| within(&cell)));
    let of_block: Vec<_> = of_block.collect();
    let closes = |(cells, row): &(&Vec<HeldCell>, &u32)| {
        let text = cells.iter().filter(within).find(|cell| !cell.number)?;
        closes_list(&text.text).then(|| found.grid.written(**row, text.col))
    };
    let (at, label) = of_block
        .iter()
        .enumerate()
        .rev()
        .find_map(|(at, row)| Some((at, closes(row)?)))?;
    Some((label, at == 0 && of_block.len() > 1))
}

/// Whether the amounts of a block stand in one line.
fn is_single(found: &FoundTable<'_>, columns: &[DraftColumn]) -> bool {
    let within = |cell: &HeldCell| cell.number && columns.iter().any(|own| own.col == cell.col);
    let lines = found.body.iter().filter(|row| row.iter().any(within));
    let amounts = columns.iter().all(|own| own.field == DraftField::Amount);
    amounts && lines.count() <= 1
}

/// What all amounts of the block are in a known layout whose table has the same title and a block with the same first header.
fn same_block(block: &DraftBlock, twins: &[Twin<'_>]) -> Option<(String, Vec<String>)> {
    let first = block.columns.first()?;
    let reading = &twins.first()?.0.words;
    let keys: Vec<String> = first
        .header
        .iter()
        .map(|own| crate::bind::header_key(reading, own))
        .collect();
    twins.iter().find_map(|(layout, table)| {
        let canonical = keys.iter().map(|key| layout.canonical(key).0);
        let mut path: Vec<&str> = canonical.collect();
        path.dedup();
        let mut blocks = table.blocks.iter();
        let own = blocks.find(|own| own.columns.first().is_some_and(|own| own.path == path))?;
        Some((layout.id.clone(), words(&own.meaning.at)))
    })
}
