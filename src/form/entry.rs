//! The entry form: a sheet with one line a 项, source and what else its tables tell, which feeds all tables by 功能分类. The others are typed as in the
//! direct form.

use std::collections::{BTreeMap, BTreeSet};

use super::block::{FormBlock, RangeNames};
use super::check_line::{CheckDifference, CheckLine};
use super::desk::{Desk, down, in_row, look, number};
use super::dimensions::{
    CODE, Dimensions, HEADER, HEADERS, NAME, SHEET, TOTAL, called, carry_header, header,
};
use super::direct::typed;
use super::entered::{entered, entry_lines, last_year};
use super::entry_lines::{EntryHelpers, NAMELESS, UNTAKEN, line, rules};
use super::entry_sums::{EntrySheet, Pool, asked};
use super::feeding::{is_fed, measure};
use super::lists::CodeLists;
use super::of_last_year::StatedLastYear;
use super::skeleton::arranged;
use super::stamp::OURS;
use super::{MadeTables, Request, entry_tables};
use crate::bind::NoPlace;
use crate::layout::{Layout, Templates};
use crate::model::{Dim, Id, Lines, Model};
use crate::workbook::{Address, FormulaText, HighlightLook, Look, Page, Sheet, Visibility, call};

/// The widths of the columns of codes with their names: the least, the most, what a cell needs beside its text, and what is
/// less without the code, in characters.
const NARROWEST: f64 = 34.0;
const WIDEST: f64 = 64.0;
const MARGIN: f64 = 4.0;
const CODE_WIDTH: f64 = 6.0;
/// The sheets of an entry form.
pub(super) fn tables<'f>(
    templates: &'f Templates,
    request: &Request<'f>,
    lists: &CodeLists,
) -> Result<MadeTables<'f>, NoPlace> {
    let model = &templates.model;
    let (mut desks, mut blocks) = arranged(templates, request)?;
    let (desk, entry, lines) = sheet(templates, request, lists, &blocks);
    let mut names = RangeNames::default();
    names.add(entry.named());
    let last = StatedLastYear::new(model, request);
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
    Ok(MadeTables {
        before: vec![desk.finish(request.password.as_deref())],
        desks,
        blocks,
        lines,
        names,
    })
}

/// The sheet itself, where everything stands on it, and its lines of the sheet 校验.
fn sheet(
    templates: &Templates,
    request: &Request<'_>,
    lists: &CodeLists,
    blocks: &[FormBlock<'_>],
) -> (Desk, EntrySheet, Vec<CheckLine>) {
    let model = &templates.model;
    let dims = Dimensions::new(model, request.layout);
    let total = dims.total();
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
    let rows = (first, first + number(entry_lines(templates, request)) - 1);
    let measure = measure(request.layout);
    heads(&mut desk, model, request, lists, &dims, measure.word());
    let hints = desk.beside(HEADER, "填报提示", 34.0);
    if request.amounts_of().is_some() {
        last_year(&mut desk, &known, first);
    }
    let keys = [(); 3].map(|()| desk.helper());
    let beside = EntryHelpers {
        number: desk.helper(),
        status: desk.helper(),
        usable: desk.helper(),
        hints,
    };
    let choices = [&dims.sources, &dims.carries].map(|own| choices(&mut desk, model, own));
    let whose = called(&request.unit);
    let offered = units(&mut desk, &dims, request);
    let own = (request.layout, dims);
    let entry = EntrySheet::new(&mut desk, model, own, (rows, keys, measure), blocks);
    for row in rows.0..=rows.1 {
        let known = known.get((row - first) as usize);
        line(
            lists,
            model,
            &mut desk,
            &entry,
            (row, known),
            beside,
            &choices[1],
        );
        let own = (beside.number, beside.usable);
        entry.helpers(model, &mut desk, &whose, row, own);
    }
    rules(
        request,
        lists,
        &mut desk,
        &entry,
        &choices,
        offered.as_ref(),
    );
    let s = in_row(first, beside.status);
    let whole = ((first, 0), (rows.1, total));
    let mut colour =
        |when: FormulaText, look: HighlightLook| desk.highlight(whole.0, whole.1, when, look);
    colour(call("AND", (s.above(0), s.below(5))), HighlightLook::Wrong);
    colour(s.above(4), HighlightLook::Doubtful);
    let shown = first + number(known.len().max(12) + 8);
    if shown <= rows.1 {
        desk.sheet.hidden.rows.push((shown, rows.1));
    }
    desk.sheet.page = Page {
        freeze_rows: HEADER + 1,
        repeat_rows: Some((HEADER, HEADER)),
        print_to: Some((rows.1, total)),
        ..Page::default()
    };
    let range = down(beside.status, rows).on(SHEET);
    let count = |what: &str, flags: FormulaText| CheckLine {
        what: format!("录入 {what}"),
        left: 0.into(),
        right: 0.into(),
        difference: CheckDifference::Count {
            number: call("SUMPRODUCT", &flags),
            wrong: flags,
            rows: range.clone(),
            first,
        },
        leads_to: (SHEET.to_owned(), Address::new(first, 0)),
        cells: Vec::new(),
    };
    let of_status = |status: u32| FormulaText::from(1).times(range.is(status));
    let mut lines = vec![
        count("填写有误的行数", range.above(0).times(range.below(5))),
        count("有编码没有名称的行数", of_status(NAMELESS)),
    ];
    if !entry.untaken.is_empty() {
        lines.push(count("有金额不进入任何表的行数", of_status(UNTAKEN)));
    }
    (desk, entry, lines)
}

/// The title of the sheet, whose it is, and its headers.
fn heads(
    desk: &mut Desk,
    model: &Model,
    request: &Request<'_>,
    lists: &CodeLists,
    dims: &Dimensions,
    measure: &str,
) {
    let total = dims.total();
    let title = format!("录入{OURS}");
    desk.text(0, 0, &title, super::desk::strong(Look::Plain));
    let unit = format!(
        "{}：{}　　单位：{measure}",
        request.layout.preparer, request.unit.name
    );
    desk.text(1, 0, &unit, look(Look::LineLeft));
    let mut also = String::new();
    if dims.carry().is_some() {
        also.push_str("、一种本年或结转情况");
    }
    if dims.unit().is_some() {
        also.push_str("、一个单位");
    }
    if !dims.codes.is_empty() {
        also.push_str("、一个经济分类款级科目");
    }
    let what = format!("一个项级科目、一种资金来源{also}填一行；各表由本表自动生成。");
    desk.text(2, 0, &what, look(Look::Aside));
    let name = |id: &Id| model.name(id.as_str()).unwrap_or_default().to_owned();
    let mut headers = HEADERS.map(str::to_owned).to_vec();
    headers.extend(dims.carry().map(|_| carry_header(model)));
    headers.extend(dims.unit().map(|_| header(model, Dim::AGENCY)));
    headers.extend(dims.codes.iter().map(|dim| header(model, *dim)));
    headers.extend(dims.columns().iter().map(name));
    headers.push(TOTAL.to_owned());
    // A code with its name as the list offers it, on one line.
    let widest = lists.of(Lines::FUNCTION).widest(3) + MARGIN;
    let wide = widest.clamp(NARROWEST, WIDEST);
    for (col, header) in (0..).zip(&headers) {
        desk.text(HEADER, col, header, look(Look::Header));
        let width = match col {
            CODE => wide,
            _ if Some(col) == dims.unit() => 30.0,
            NAME => wide - CODE_WIDTH,
            _ if col < dims.first() => 20.0,
            _ => 17.0,
        };
        desk.width(col, width);
    }
    let ends = (Address::new(1, 0), Address::new(1, total));
    desk.sheet.merges.push(ends);
    desk.sheet.heights.extend([(0, 20.0), (1, 20.0)]);
}

/// The units to choose from, in a column beside the table; `None` where the sheet has none.
fn units(desk: &mut Desk, dims: &Dimensions, request: &Request<'_>) -> Option<FormulaText> {
    dims.unit()?;
    let own = std::iter::once(&request.unit).chain(&request.units);
    let mut all: Vec<String> = Vec::new();
    for unit in own.map(called) {
        if !all.contains(&unit) {
            all.push(unit);
        }
    }
    let col = desk.helper();
    for (row, unit) in (HEADER..).zip(&all) {
        desk.text(row, col, unit, look(Look::Aside));
    }
    Some(down(col, (HEADER, HEADER + number(all.len()) - 1)))
}

/// The names of words to choose from, in a column beside the table.
fn choices(desk: &mut Desk, model: &Model, words: &[Id]) -> FormulaText {
    let col = desk.helper();
    let rows = (HEADER, HEADER + number(words.len().max(1)) - 1);
    for (row, word) in (HEADER..).zip(words) {
        let name = model.name(word.as_str()).unwrap_or_default();
        desk.text(row, col, name, look(Look::Aside));
    }
    down(col, rows)
}

impl EntrySheet {
    /// Where everything will stand that the fed blocks add up.
    fn new(
        desk: &mut Desk,
        model: &Model,
        (layout, dims): (&Layout, Dimensions),
        (rows, keys, measure): ((u32, u32), [u32; 3], crate::text::Measure),
        blocks: &[FormBlock<'_>],
    ) -> Self {
        let fed = || {
            let mut blocks = blocks.iter();
            std::iter::from_fn(move || blocks.by_ref().find(|own| is_fed(own.meaning, own.printed)))
        };
        let asked = asked(model, layout, &dims);
        let columns: BTreeMap<Id, u32> = dims.columns().into_iter().zip(dims.first()..).collect();
        let untaken = dims.untaken(model, &asked);
        let sets: BTreeSet<Vec<Id>> = asked.into_iter().map(|own| own.columns).collect();
        let sets = sets.into_iter().filter(|own| own.len() > 1);
        let sets: BTreeMap<Vec<Id>, u32> = sets.map(|own| (own, desk.helper())).collect();
        let groups = dims.groups.iter().cloned();
        let groups: BTreeMap<Id, u32> = groups.map(|own| (own, desk.helper())).collect();
        let carry = dims.carry().map(|_| desk.helper());
        let units = dims.unit().map(|_| [(); 2].map(|()| desk.helper()));
        let codes = dims.codes.iter();
        let codes = codes.map(|dim| (*dim, [(); 2].map(|()| desk.helper())));
        let codes: BTreeMap<Dim, [u32; 2]> = codes.collect();
        let mut sorted: BTreeMap<Pool, u32> = BTreeMap::new();
        for block in fed().filter(|block| block.meaning.lines != Lines::Fixed) {
            let pool = Pool::of(model, &dims, block.meaning, block.printed);
            sorted.entry(pool).or_insert_with(|| {
                let own = if block.meaning.groups.is_some() { 4 } else { 3 };
                let first = desk.helper();
                (1..own).for_each(|_| {
                    desk.helper();
                });
                first
            });
        }
        Self {
            dims,
            measure,
            rows,
            keys,
            carry,
            units,
            codes,
            groups,
            columns,
            sets,
            sorted,
            untaken,
        }
    }
}
