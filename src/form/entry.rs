//! The entry form: a sheet with one line a 项 and source, which feeds all tables by 功能分类. The others are typed as in the
//! direct form.

use std::collections::BTreeMap;

use super::desk::{Desk, cell, down, in_row, look, on};
use super::dimensions::{Dimensions, is_by_function, is_fed};
use super::direct::typed;
use super::entered::{entered, entry_lines, last_year};
use super::entry_lines::{Beside, line, rules};
use super::entry_sums::Entry;
use super::lists::Lists;
use super::names::Names;
use super::of_last_year::LastYear;
use super::skeleton::{Block, arranged};
use super::stamp::OURS;
use super::verify::{CheckLine, Difference};
use super::{Made, Request, entry_tables};
use crate::bind::NoPlace;
use crate::layout::Templates;
use crate::model::{Id, Lines, Model};
use crate::workbook::{Address, HighlightLook, Look, Page, Sheet, Value, Visibility};

/// The name of the sheet.
pub(super) const SHEET: &str = "录入";
/// Its headers in front of the kinds of money: code, name, source.
pub(super) const HEADERS: [&str; 3] = ["功能分类科目（项）", "科目名称", "资金来源"];
/// Its header behind them: of their sum.
pub(super) const TOTAL: &str = "合计";
/// The row of the headers, counted from 0.
pub(super) const HEADER: u32 = 3;
pub(super) const CODE: u32 = 0;
pub(super) const NAME: u32 = 1;
pub(super) const SOURCE: u32 = 2;
/// The status of a line whose code has no name.
const NAMELESS: u8 = 6;
/// The widths of the columns of codes with their names: the least, the most, what a cell needs beside its text, and what is
/// less without the code, in characters.
const NARROWEST: f64 = 34.0;
const WIDEST: f64 = 64.0;
const MARGIN: f64 = 4.0;
const CODE_WIDTH: f64 = 6.0;
/// The column of the first kind of money.
pub(super) const KINDS: u32 = 3;

/// The sheets of an entry form.
pub(super) fn tables<'f>(
    templates: &'f Templates,
    request: &Request<'f>,
    lists: &Lists,
) -> Result<Made<'f>, NoPlace> {
    let model = &templates.model;
    let (mut desks, mut blocks) = arranged(templates, request)?;
    let (desk, entry, lines) = sheet(templates, request, lists, &blocks);
    let mut names = Names::default();
    names.add(entry.named());
    let last = LastYear::new(model, request);
    for block in &mut blocks {
        if is_fed(block.meaning, block.printed) {
            entry_tables::feed(model, lists, &entry, &mut desks, block);
        } else {
            typed(
                templates, request, lists, &last, &mut names, &mut desks, block,
            );
        }
    }
    super::direct::notes(&mut desks, &blocks);
    Ok(Made {
        before: vec![desk.finish(request.password.as_deref())],
        desks,
        blocks,
        lines,
        names,
    })
}

fn sheet(
    templates: &Templates,
    request: &Request<'_>,
    lists: &Lists,
    blocks: &[Block<'_>],
) -> (Desk, Entry, Vec<CheckLine>) {
    let model = &templates.model;
    let fed = || {
        blocks
            .iter()
            .filter(|block| is_by_function(block.meaning.lines))
    };
    let Dimensions {
        sources,
        kinds,
        sums,
    } = Dimensions::new(model, request.layout);
    let total = KINDS + u32::try_from(kinds.len()).unwrap_or(0);
    let mut desk = Desk::new(
        Sheet {
            name: SHEET.to_owned(),
            visibility: Visibility::Visible,
            ..Sheet::default()
        },
        total,
    );
    let known = entered(templates, request);
    let first = HEADER + 1;
    let count = u32::try_from(entry_lines(templates, request)).unwrap_or(1);
    let rows = (first, first + count - 1);
    desk.text(
        0,
        0,
        &format!("录入{OURS}"),
        super::desk::strong(Look::Plain),
    );
    let unit = format!(
        "{}：{}　　单位：元",
        request.layout.preparer, request.unit.name
    );
    desk.text(1, 0, &unit, look(Look::LineLeft));
    desk.text(
        2,
        0,
        "一个项级科目、一种资金来源填一行；各表由本表自动生成。",
        look(Look::Aside),
    );
    let name = |id: &Id| model.name(id.as_str()).unwrap_or_default().to_owned();
    let mut headers = HEADERS.map(str::to_owned).to_vec();
    headers.extend(kinds.iter().map(name));
    headers.push(TOTAL.to_owned());
    // A code with its name as the list offers it, on one line.
    let widest = lists.of(Lines::FUNCTION).widest(3) + MARGIN;
    let wide = widest.clamp(NARROWEST, WIDEST);
    for (col, header) in (0..).zip(&headers) {
        desk.text(HEADER, col, header, look(Look::Header));
        let width = match col {
            CODE => wide,
            NAME => wide - CODE_WIDTH,
            SOURCE => 20.0,
            _ => 17.0,
        };
        desk.width(col, width);
    }
    desk.sheet
        .merges
        .push((Address::new(1, 0), Address::new(1, total)));
    desk.sheet.heights.extend([(0, 20.0), (1, 20.0)]);
    let hints = desk.beside(HEADER, "填报提示", 34.0);
    last_year(&mut desk, &known, first);
    let [k1, k2, k3, number, parent, status, usable] = [(); 7].map(|()| desk.helper());
    let mut columns: BTreeMap<Id, u32> = (KINDS..)
        .zip(&kinds)
        .map(|(col, id)| (id.clone(), col))
        .collect();
    let mut below: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for sum in &sums {
        if columns.contains_key(sum) {
            continue;
        }
        let parts: Vec<u32> = model
            .below(sum)
            .filter_map(|part| columns.get(part).copied())
            .collect();
        let col = desk.helper();
        columns.insert(sum.clone(), col);
        below.insert(col, parts);
    }
    let all_col = desk.helper();
    below.insert(all_col, (KINDS..total).collect());
    let mut sorted = BTreeMap::new();
    for block in fed().filter(|block| block.meaning.lines != Lines::Fixed) {
        let source = block.meaning.at.source().cloned();
        sorted.entry(source).or_insert_with(|| {
            let first = desk.helper();
            let _ = (desk.helper(), desk.helper());
            first
        });
    }
    let source_list = source_names(&mut desk, &sources, &name);
    let entry = Entry {
        sources: sources.clone(),
        rows,
        keys: [k1, k2, k3],
        parent,
        kinds: columns,
        all: all_col,
        sorted,
    };
    for row in rows.0..=rows.1 {
        let known = known.get((row - first) as usize);
        line(
            lists,
            &mut desk,
            &entry,
            row,
            known,
            total,
            Beside {
                number,
                status,
                usable,
                hints,
            },
        );
        for (&col, parts) in &below {
            let cells: Vec<String> = parts.iter().map(|&col| cell(row, col)).collect();
            desk.formula(
                row,
                col,
                format!("SUM({})", cells.join(",")),
                Value::Number(0.into()),
                look(Look::Aside),
            );
        }
        for (source, &col) in &entry.sorted {
            let belongs = match source {
                None => format!("{}=1", cell(row, usable)),
                Some(source) => {
                    let by = if sources.contains(source) {
                        SOURCE
                    } else {
                        parent
                    };
                    format!(
                        "AND({}=1,{}=\"{}\")",
                        cell(row, usable),
                        cell(row, by),
                        name(source)
                    )
                }
            };
            let n = cell(row, number);
            let keys = [
                format!("INT({n}/10000)*100000+1"),
                format!("INT({n}/100)*1000+2"),
                format!("{n}*10+3"),
            ];
            for (col, key) in (col..).zip(keys) {
                desk.formula(
                    row,
                    col,
                    format!("IF({belongs},{key},\"\")"),
                    Value::Blank,
                    look(Look::Aside),
                );
            }
        }
        let parents: Vec<(String, String)> = sources
            .iter()
            .filter_map(|source| Some((name(source), name(parent_of(model, source)?))))
            .collect();
        let by_name = parents
            .iter()
            .rev()
            .fold("\"\"".to_owned(), |rest, (own, above)| {
                format!("IF({}=\"{own}\",\"{above}\",{rest})", cell(row, SOURCE))
            });
        desk.formula(row, parent, by_name, Value::Blank, look(Look::Aside));
    }
    rules(request, lists, &mut desk, rows, total, &source_list);
    let s = in_row(first, status);
    desk.highlight(
        (first, 0),
        (rows.1, total),
        format!("AND({s}>0,{s}<5)"),
        HighlightLook::Wrong,
    );
    desk.highlight(
        (first, 0),
        (rows.1, total),
        format!("{s}>4"),
        HighlightLook::Doubtful,
    );
    let shown = first + u32::try_from(known.len().max(12) + 8).unwrap_or(20);
    if shown <= rows.1 {
        desk.sheet.hidden.rows.push((shown, rows.1));
    }
    desk.sheet.page = Page {
        freeze_rows: HEADER + 1,
        repeat_rows: Some((HEADER, HEADER)),
        print_to: Some((rows.1, total)),
        ..Page::default()
    };
    let range = on(SHEET, &down(status, rows));
    let count = |what: &str, flags: &str| CheckLine {
        what: format!("录入 {what}"),
        left: String::new(),
        right: String::new(),
        difference: Difference::Count {
            number: format!("SUMPRODUCT({flags})"),
            position: format!(
                "IF({{count}}=0,0,SUMPRODUCT(MIN(ROW({range})+10000000*(1-{flags})))-{first})"
            ),
            first,
        },
        leads_to: (SHEET.to_owned(), Address::new(first, 0)),
        cells: Vec::new(),
    };
    let lines = vec![
        count("填写有误的行数", &format!("({range}>0)*({range}<5)")),
        count("有编码没有名称的行数", &format!("1*({range}={NAMELESS})")),
    ];
    (desk, entry, lines)
}

fn parent_of<'m>(model: &'m Model, source: &Id) -> Option<&'m Id> {
    model.word(source.as_str())?.parent.as_ref()
}

/// The names of the sources, to choose from, in a column beside the table.
fn source_names(desk: &mut Desk, sources: &[Id], name: &impl Fn(&Id) -> String) -> String {
    let col = desk.helper();
    let rows = (
        HEADER,
        HEADER + u32::try_from(sources.len().max(1)).unwrap_or(1) - 1,
    );
    for (row, source) in (HEADER..).zip(sources) {
        desk.text(row, col, &name(source), look(Look::Aside));
    }
    down(col, rows)
}
