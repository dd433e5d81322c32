//! The entry form: a sheet with one line a 项 and source, which feeds all tables by 功能分类. The others are typed as in the
//! direct form.

use std::collections::BTreeMap;

use super::desk::{Desk, cell, down, in_row, input, look, on};
use super::direct::typed;
use super::lists::Lists;
use super::skeleton::{Block, arranged, entry_lines};
use super::stamp::OURS;
use super::verify::{CheckLine, Difference};
use super::{Made, Request, entry_tables};
use crate::bind::NoPlace;
use crate::layout::Templates;
use crate::model::{Code, Id, Lines, Model};
use crate::workbook::{
    Address, Allowed, HighlightLook, Look, Page, Sheet, Validation, Value, Visibility,
};

/// The name of the sheet.
pub(super) const SHEET: &str = "录入";
/// The row of the headers, counted from 0.
const HEADER: u32 = 3;
const CODE: u32 = 0;
const NAME: u32 = 1;
const SOURCE: u32 = 2;
/// The column of the first kind of money.
const KINDS: u32 = 3;

/// Where everything stands on the sheet.
#[derive(Debug)]
pub(super) struct Entry {
    /// First and last line.
    pub(super) rows: (u32, u32),
    /// The columns of the keys of 类, 款 and 项.
    pub(super) keys: [u32; 3],
    /// The column of the source's parent.
    parent: u32,
    /// The column of each kind of money, sums of others included, and of all.
    kinds: BTreeMap<Id, u32>,
    all: u32,
    /// The first of three columns with the sorted keys of the lines of a source: of 类, 款 and 项.
    sorted: BTreeMap<Option<Id>, u32>,
}

impl Entry {
    /// A column of the sheet.
    pub(super) fn column(&self, col: u32) -> String {
        on(SHEET, &down(col, self.rows))
    }

    /// The sum of the lines of a source and kind, where `key` (a column of keys and an expression) selects a code.
    pub(super) fn sum(
        &self,
        model: &Model,
        source: Option<&Id>,
        kind: Option<&Id>,
        key: Option<(u32, &str)>,
    ) -> String {
        let amounts = kind
            .and_then(|kind| self.kinds.get(kind))
            .copied()
            .unwrap_or(self.all);
        let mut criteria = vec![self.column(amounts)];
        if let Some((col, key)) = key {
            criteria.extend([self.column(col), key.to_owned()]);
        }
        if let Some(source) = source {
            let col = if model.below(source).next().is_some() {
                self.parent
            } else {
                SOURCE
            };
            let name = model.name(source.as_str()).unwrap_or_default();
            criteria.extend([self.column(col), format!("\"{name}\"")]);
        }
        if criteria.len() == 1 {
            return format!("ROUND(SUM({}),2)", criteria[0]);
        }
        format!("ROUND(SUMIFS({}),2)", criteria.join(","))
    }

    /// The region of the sorted keys of a source: of all levels, or of 类 only.
    pub(super) fn sorted(&self, source: Option<&Id>, classes_only: bool) -> String {
        let first = self.sorted[&source.cloned()];
        let last = if classes_only { first } else { first + 2 };
        let (top, bottom) = (self.rows.0, self.rows.1);
        on(
            SHEET,
            &format!(
                "{}:{}",
                super::desk::fixed(top, first),
                super::desk::fixed(bottom, last)
            ),
        )
    }

    /// The names typed on the sheet, for codes that the list does not have.
    pub(super) fn name_of(&self, key: &str) -> String {
        format!(
            "IFERROR(INDEX({},MATCH({key},{},0)),\"\")",
            self.column(NAME),
            self.column(self.keys[2])
        )
    }
}

/// The sheets of an entry form.
pub(super) fn tables<'f>(
    templates: &'f Templates,
    request: &Request<'f>,
    lists: &Lists,
) -> Result<Made<'f>, NoPlace> {
    let model = &templates.model;
    let (mut desks, mut blocks) = arranged(templates, request)?;
    let (desk, entry, lines) = sheet(templates, request, lists, &blocks);
    for block in &mut blocks {
        let fed = matches!(
            block.meaning.lines,
            Lines::Fixed | Lines::Class | Lines::Function
        );
        if fed && block.printed.closed {
            entry_tables::feed(model, lists, &entry, &mut desks, block);
        } else {
            typed(templates, request, lists, &mut desks, block);
        }
    }
    super::direct::notes(&mut desks, &blocks);
    Ok(Made {
        before: vec![desk.finish(request.password.as_deref())],
        desks,
        blocks,
        lines,
    })
}

/// The kinds and sources of money that the fed tables print, the lowest ones in the order of the tables.
fn lowest<'b>(model: &'b Model, ids: impl Iterator<Item = &'b Id>) -> Vec<Id> {
    let mut all: Vec<Id> = Vec::new();
    let mut add = |id: &Id| {
        if !all.contains(id) {
            all.push(id.clone());
        }
    };
    for id in ids {
        let below: Vec<&Id> = model.below(id).collect();
        if below.is_empty() {
            add(id);
        } else {
            below.into_iter().for_each(&mut add);
        }
    }
    all
}

fn sheet(
    templates: &Templates,
    request: &Request<'_>,
    lists: &Lists,
    blocks: &[Block<'_>],
) -> (Desk, Entry, Vec<CheckLine>) {
    let model = &templates.model;
    let fed = || {
        blocks.iter().filter(|block| {
            matches!(
                block.meaning.lines,
                Lines::Fixed | Lines::Class | Lines::Function
            )
        })
    };
    let printed = |block: &Block<'_>| -> Vec<(Option<Id>, Option<Id>)> {
        let columns = block.amounts();
        let columns = columns
            .iter()
            .map(|(position, _)| block.meaning.columns[*position].at.clone());
        let rows = block.meaning.rows.iter().map(|row| row.at.clone());
        columns
            .chain(rows)
            .chain([block.meaning.at.clone()])
            .map(|at| (at.source, at.kind))
            .collect()
    };
    let all: Vec<(Option<Id>, Option<Id>)> = fed().flat_map(printed).collect();
    let printed_rows = |id: &Id| {
        fed().any(|block| {
            block.printed.rows.iter().any(|row| row.row == *id)
                || block.meaning.lines != Lines::Fixed
        })
    };
    let sources = lowest(
        model,
        all.iter()
            .filter_map(|(source, _)| source.as_ref())
            .filter(|id| printed_rows(id)),
    );
    let kinds = lowest(model, all.iter().filter_map(|(_, kind)| kind.as_ref()));
    let sums: Vec<&Id> = all
        .iter()
        .filter_map(|(_, kind)| kind.as_ref())
        .filter(|kind| model.below(kind).next().is_some())
        .collect();
    let total = KINDS + u32::try_from(kinds.len()).unwrap_or(0);
    let mut desk = Desk::new(
        Sheet {
            name: SHEET.to_owned(),
            visibility: Visibility::Visible,
            ..Sheet::default()
        },
        total,
    );
    let known = super::skeleton::entered(templates, request);
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
    let mut headers = vec![
        "功能分类科目（项）".to_owned(),
        "科目名称".to_owned(),
        "资金来源".to_owned(),
    ];
    headers.extend(kinds.iter().map(name));
    headers.push("合计".to_owned());
    for (col, header) in (0..).zip(&headers) {
        desk.text(HEADER, col, header, look(Look::Header));
        desk.width(
            col,
            [18.0, 40.0, 20.0]
                .get(col as usize)
                .copied()
                .unwrap_or(17.0),
        );
    }
    let hints = desk.beside(HEADER, "填报提示", 34.0);
    last_year(&mut desk, &known, first);
    let [k1, k2, k3, number, parent, status, usable] = [(); 7].map(|()| desk.helper());
    let mut columns: BTreeMap<Id, u32> = (KINDS..)
        .zip(&kinds)
        .map(|(col, id)| (id.clone(), col))
        .collect();
    let mut below: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for sum in sums {
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
        let source = block.meaning.at.source.clone();
        sorted.entry(source).or_insert_with(|| {
            let first = desk.helper();
            let _ = (desk.helper(), desk.helper());
            first
        });
    }
    let source_list = source_names(&mut desk, &sources, &name);
    let entry = Entry {
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
            model,
            lists,
            &mut desk,
            &entry,
            row,
            known,
            total,
            (number, status, usable, hints),
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
                    let by = if model.below(source).next().is_some() {
                        parent
                    } else {
                        SOURCE
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
    let flags = format!("({range}>0)*({range}<5)");
    let lines = vec![CheckLine {
        what: "录入 填写有误的行数".to_owned(),
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
    }];
    (desk, entry, lines)
}

fn parent_of<'m>(model: &'m Model, source: &Id) -> Option<&'m Id> {
    let tables = model.tables.iter().flat_map(|table| &table.blocks);
    let mut ids = tables.flat_map(|block| {
        block
            .rows
            .iter()
            .map(|row| &row.at)
            .chain(block.columns.iter().map(|column| &column.at))
    });
    ids.find_map(|at| {
        at.source
            .as_ref()
            .filter(|id| model.below(id).any(|own| own == source))
    })
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

/// A line that was entered last year: code, name, source, and its amounts by kind.
pub(super) type Entered = (Code, String, String, Vec<(String, rust_decimal::Decimal)>);

/// Last year's amounts, by the kinds that the tables tell.
fn last_year(desk: &mut Desk, known: &[Entered], first: u32) {
    let mut kinds: Vec<&String> = Vec::new();
    for (kind, _) in known.iter().flat_map(|(.., amounts)| amounts) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    for kind in kinds {
        let col = desk.beside(HEADER, &format!("上年：{kind}"), 16.0);
        for (row, (.., amounts)) in (first..).zip(known) {
            if let Some((_, yuan)) = amounts.iter().find(|(own, _)| own == kind) {
                desk.put(row, col, Value::Number(*yuan), look(Look::AsideAmount));
            }
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "the columns of one line")]
fn line(
    _model: &Model,
    lists: &Lists,
    desk: &mut Desk,
    entry: &Entry,
    row: u32,
    known: Option<&Entered>,
    total: u32,
    (number, status, usable, hints): (u32, u32, u32, u32),
) {
    let list = lists.of(Lines::Function);
    let aside = look(Look::Aside);
    let at = |col: u32| cell(row, col);
    let code = known.map(|(code, ..)| code.to_string());
    let item = known.map_or(String::new(), |(code, name, ..)| format!("{code} {name}"));
    desk.text(row, CODE, &item, input(Look::Name));
    let source = known.map_or("", |(_, _, source, _)| source.as_str());
    desk.text(row, SOURCE, source, input(Look::Name));
    for col in KINDS..total {
        desk.put(row, col, Value::Blank, input(Look::Amount));
    }
    let amounts: Vec<String> = (KINDS..total).map(at).collect();
    let amounts = amounts.join(",");
    super::direct::sum(
        desk,
        row,
        total,
        &(KINDS..total).map(at).collect::<Vec<_>>(),
        false,
    );
    let own = at(CODE);
    let bare = format!("TRIM(LEFT({own},IFERROR(FIND(\" \",{own})-1,LEN({own}))))");
    let [k1, k2, k3] = entry.keys;
    let start = |digits: usize| {
        code.as_ref()
            .and_then(|code| code.get(..digits))
            .map_or(Value::Blank, |code| Value::Text(format!("c{code}")))
    };
    desk.formula(
        row,
        k3,
        format!("IF({own}=\"\",\"\",\"c\"&{bare})"),
        start(7),
        aside,
    );
    desk.formula(row, k1, format!("LEFT({},4)", at(k3)), start(3), aside);
    desk.formula(row, k2, format!("LEFT({},6)", at(k3)), start(5), aside);
    let digits = code.as_ref().and_then(|code| code.parse::<u32>().ok());
    desk.formula(
        row,
        number,
        format!(
            "IF(LEN({k})=8,IFERROR(VALUE(MID({k},2,7)),0),0)",
            k = at(k3)
        ),
        Value::Number(digits.unwrap_or(0).into()),
        aside,
    );
    let ready = format!(
        "IF(AND({}>0,{}<>\"\",COUNT({amounts})>0),1,0)",
        at(number),
        at(SOURCE)
    );
    desk.formula(row, usable, ready, Value::Number(0.into()), aside);
    let texts: Vec<String> = (KINDS..total)
        .map(|col| format!("ISTEXT({})", at(col)))
        .collect();
    let wrong = format!(
        "IF({own}=\"\",IF(COUNT({amounts})>0,1,0),IF({n}=0,2,IF(AND({s}=\"\",COUNT({amounts})>0),3,IF(OR({texts}),4,\
         IF(COUNTIFS({keys},{k},{sources},{s})>1,5,IF(COUNTIF({known},{k})=0,6,0))))))",
        n = at(number),
        s = at(SOURCE),
        k = at(k3),
        texts = texts.join(","),
        keys = down(k3, entry.rows),
        sources = down(SOURCE, entry.rows),
        known = list.keys(),
    );
    desk.formula(row, status, wrong, Value::Number(0.into()), aside);
    let hint = format!(
        "CHOOSE({}+1,\"\",\"有金额，没有科目\",\"请填7位的项级科目编码\",\"请选择资金来源\",\"金额不是数字\",\
         \"同一科目、同一来源有两行，将合并\",\"编码不在科目表中，请核对\")",
        at(status)
    );
    desk.formula(row, hints, hint, Value::Blank, aside);
    let name = known.map_or("", |(_, name, ..)| name.as_str());
    let after =
        format!("IF(ISNUMBER(FIND(\" \",{own})),TRIM(MID({own},FIND(\" \",{own})+1,99)),\"\")");
    let formula = format!("IF({own}=\"\",\"\",{})", list.name_of(&at(k3), &after));
    let value = if name.is_empty() {
        Value::Blank
    } else {
        Value::Text(name.to_owned())
    };
    desk.formula(row, NAME, formula, value, input(Look::Name));
}

fn rules(
    request: &Request<'_>,
    lists: &Lists,
    desk: &mut Desk,
    rows: (u32, u32),
    total: u32,
    sources: &str,
) {
    let mut rule = |cols: (u32, u32),
                    allowed: Allowed,
                    strict: bool,
                    prompt: (&str, &str),
                    complaint: (&str, &str)| {
        desk.sheet.validations.push(Validation {
            from: Address::new(rows.0, cols.0),
            to: Address::new(rows.1, cols.1),
            allowed,
            strict,
            prompt: (prompt.0.to_owned(), prompt.1.to_owned()),
            complaint: (complaint.0.to_owned(), complaint.1.to_owned()),
        });
    };
    let complete = request.codes_complete;
    rule(
        (CODE, CODE),
        Allowed::OneOf(lists.of(Lines::Function).items(3)),
        complete,
        (
            "科目",
            "从列表选择，或填写 7 位的项级科目编码，如 2080505。",
        ),
        (
            "科目编码",
            if complete {
                "这个科目不在本年的科目表中，请从列表选择。"
            } else {
                "与列表不同。随表的科目表不完整：如果是 7 位的项级编码，对照当年的政府收支分类科目确认无误可以继续。"
            },
        ),
    );
    rule(
        (SOURCE, SOURCE),
        Allowed::OneOf(sources.to_owned()),
        true,
        ("资金来源", "从列表选择这笔钱的来源。"),
        ("资金来源", "请从列表选择资金来源。"),
    );
    let top = cell(rows.0, KINDS);
    rule(
        (KINDS, total - 1),
        Allowed::If(format!("AND(ISNUMBER({top}),ROUND({top},2)={top})")),
        true,
        (
            "金额（元）",
            "只填数字，单位元，最多两位小数。没有金额的不填。",
        ),
        (
            "金额有误",
            "这里只能填数字，单位元，最多两位小数；不要填文字、空格或“元”字。",
        ),
    );
}
