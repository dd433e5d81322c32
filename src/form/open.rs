//! Open lists by code: codes and amounts are typed in any rows and any order, subtotals follow the codes.
//!
//! An amount cell of a prepared line holds a formula that gives the subtotal where the line has others below it, and nothing
//! elsewhere; whoever types an amount replaces it. No cell is ever computed from itself: a subtotal adds up the column
//! `lowest`, in which a line with lines below it counts nothing without its own amount being looked at.

use super::Request;
use super::desk::{Desk, cell, down, in_row, input, look};
use super::direct::{amount, restrict};
use super::lists::Lists;
use super::skeleton::Block;
use crate::layout::Field;
use crate::model::{Key, Lines};
use crate::workbook::{Address, Allowed, HighlightLook, Look, Style, Validation, Value};

/// Codes, names and amounts to type.
pub(super) fn typed(request: &Request<'_>, lists: &Lists, desk: &mut Desk, block: &Block<'_>) {
    let (first, last) = block.rows();
    for row in first..=last {
        for (col, field) in &block.columns {
            match field {
                Field::Code | Field::CodePart(_) => {
                    if let Some(cell) = desk.cell(row, *col) {
                        cell.style = input(Look::Code);
                    }
                }
                Field::Amount(_) | Field::Name | Field::Label => {}
            }
        }
        for (position, col) in block.amounts() {
            amount(desk, block, position, col, row);
        }
    }
    let shown = u32::try_from(block.shown).unwrap_or(u32::MAX);
    if let Some(from) = first.checked_add(shown).filter(|from| *from <= last) {
        desk.sheet.hidden.rows.push((from, last));
    }
    restrict(desk, block, (first, last));
    codes(request, lists, desk, block);
}

/// Codes are those of the list: refused where it is complete, else asked about.
fn codes(request: &Request<'_>, lists: &Lists, desk: &mut Desk, block: &Block<'_>) {
    let (first, last) = block.rows();
    let list = lists.of(block.meaning.lines);
    let col_of = |wanted: &Field| {
        let mut columns = block.columns.iter();
        columns
            .find(|(_, field)| field == wanted)
            .map(|(col, _)| *col)
    };
    let part = |level: u8| col_of(&Field::CodePart(level)).map(|col| in_row(first, col));
    let two = |cell: &str| format!("IF(LEN({cell})=1,\"0\",\"\")&{cell}");
    for (col, field) in &block.columns {
        let (source, what) = match field {
            Field::CodePart(1) => (list.classes(), "类（3位）"),
            Field::CodePart(2) => {
                let Some(class) = part(1) else { continue };
                (list.below(2, &format!("\"c\"&{class}")), "款（2位）")
            }
            Field::CodePart(_) => {
                let (Some(class), Some(section)) = (part(1), part(2)) else {
                    continue;
                };
                let above = format!("\"c\"&{class}&{}", two(&section));
                (list.below(3, &above), "项（2位）")
            }
            Field::Code => (
                list.items(if block.meaning.lines == Lines::Economic {
                    2
                } else {
                    3
                }),
                "科目",
            ),
            _ => continue,
        };
        desk.sheet.validations.push(Validation {
            from: Address::new(first, *col),
            to: Address::new(last, *col),
            allowed: Allowed::OneOf(source),
            strict: request.codes_complete,
            prompt: (
                format!("编码：{what}"),
                "每行都要填全各级编码，如 208、05、05。行的先后不限；类、款小计行只填编码，金额自动计算。".to_owned(),
            ),
            complaint: (
                "科目编码".to_owned(),
                if request.codes_complete {
                    "这个编码不在本年的科目表中，请改正。"
                } else {
                    "这个编码不在随表的科目表中。随表的科目表不完整：请对照当年的政府收支分类科目，确认无误可以继续。"
                }
                .to_owned(),
            ),
        });
    }
}

/// The columns beside an open list that make its subtotals and say what is wrong with a line.
pub(super) fn helpers(lists: &Lists, desk: &mut Desk, block: &mut Block<'_>) {
    let (first, last) = block.rows();
    let printed = to_print(desk, block);
    let hints = desk.beside(block.header, "填报提示", 34.0);
    let [status, keys, class, section, levels, above, off] = [(); 7].map(|()| desk.helper());
    let leaves: Vec<(u32, u32, u32)> = block
        .leaves()
        .iter()
        .map(|&(_, col)| (col, desk.helper(), desk.helper()))
        .collect();
    let most = if block.meaning.lines == Lines::Economic {
        2
    } else {
        3
    };
    let rows = (first, last);
    let list = lists.of(block.meaning.lines);
    let aside = look(Look::Aside);
    for row in first..=last {
        let at = |col: u32| cell(row, col);
        let code = line_code(block, row);
        let (k, l, c) = (at(keys), at(levels), at(above));
        let text = |text: Option<String>| text.map_or(Value::Blank, Value::Text);
        let number = |number: usize| Value::Number(number.into());
        desk.formula(
            row,
            keys,
            key(block, row),
            text(code.map(|code| format!("c{code}"))),
            aside,
        );
        let level = format!(
            "IF({k}=\"\",0,IF(ISERROR(VALUE(MID({k},2,9))),-1,IF(LEN({k})=4,1,IF(LEN({k})=6,2,IF(LEN({k})={},3,-1)))))",
            if most == 3 { "8" } else { "99" }
        );
        desk.formula(
            row,
            levels,
            level,
            number(code.map_or(0, |code| code.level().into())),
            aside,
        );
        let start = |digits: usize| {
            code.map(|code| code.to_string())
                .filter(|code| code.len() >= digits)
                .map(|code| format!("c{}", &code[..digits]))
        };
        desk.formula(
            row,
            class,
            format!("IF({l}>0,LEFT({k},4),\"\")"),
            text(start(3)),
            aside,
        );
        desk.formula(
            row,
            section,
            format!("IF({l}>1,LEFT({k},6),\"\")"),
            text(start(5)),
            aside,
        );
        let (classes, sections) = (down(class, rows), down(section, rows));
        let has_below = if most == 2 {
            format!("IF({l}=1,IF(COUNTIF({classes},{k})>1,1,0),0)")
        } else {
            format!(
                "IF({l}=1,IF(COUNTIF({classes},{k})>1,1,0),IF({l}=2,IF(COUNTIF({sections},{k})>1,1,0),0))"
            )
        };
        let parent = code.is_some_and(|code| has_lines_below(block, code));
        desk.formula(row, above, has_below, number(parent.into()), aside);
        for &(col, lowest, subtotal) in &leaves {
            let amount = at(col);
            desk.formula(
                row,
                lowest,
                format!("IF({c}=1,0,N({amount}))"),
                number(0),
                aside,
            );
            let below = down(lowest, rows);
            desk.formula(
                row,
                subtotal,
                format!("IF({c}=1,ROUND(IF({l}=1,SUMIF({classes},{k},{below}),SUMIF({sections},{k},{below})),2),0)"),
                number(0),
                aside,
            );
            let p = at(subtotal);
            desk.formula(
                row,
                col,
                format!("IF({p}=0,\"\",{p})"),
                Value::Blank,
                input(Look::Amount),
            );
        }
        let differences: Vec<String> = leaves
            .iter()
            .map(|&(col, _, subtotal)| format!("ABS(N({})-{})", at(col), at(subtotal)))
            .collect();
        desk.formula(
            row,
            off,
            format!("IF({c}=1,ROUND({},2),0)", differences.join("+")),
            number(0),
            aside,
        );
        let amounts: Vec<u32> = leaves.iter().map(|(col, ..)| *col).collect();
        let wrong = wrong(
            row,
            &amounts,
            [keys, class, section, levels, off],
            rows,
            &list.keys(),
        );
        desk.formula(row, status, wrong, number(0), aside);
        desk.formula(row, hints, hint(&at(status), most), Value::Blank, aside);
        let used = format!("IF(AND({k}=\"\",{}=0),\"\",\"是\")", at(status));
        let value = text(code.map(|_| "是".to_owned()));
        desk.formula(row, printed, used, value, aside);
        name(list, desk, block, row, &k);
    }
    if let Some(row) = block.closing() {
        for &(col, lowest, _) in &leaves {
            let formula = format!(
                "IF(COUNT({})=0,\"\",ROUND(SUM({}),2))",
                down(col, rows),
                down(lowest, rows)
            );
            let style = Style {
                strong: true,
                ..look(Look::Amount)
            };
            desk.formula(row, col, formula, Value::Blank, style);
        }
        for (position, col) in block.amounts() {
            if !block.parts(position).is_empty() {
                amount(desk, block, position, col, row);
            }
        }
    }
    let right = block.columns.last().map_or(0, |(col, _)| *col);
    let s = in_row(first, status);
    desk.highlight(
        (first, 0),
        (last, right),
        format!("AND({s}>0,{s}<7)"),
        HighlightLook::Wrong,
    );
    desk.highlight(
        (first, 0),
        (last, right),
        format!("{s}=7"),
        HighlightLook::Doubtful,
    );
    block.keys = Some(keys);
    block.levels = Some(levels);
    block.status = Some(status);
    block.subtotals = Some((
        off,
        leaves
            .iter()
            .map(|&(col, _, subtotal)| (col, subtotal))
            .collect(),
    ));
}

/// The column that tells the lines in use, by which the others are filtered out before printing.
fn to_print(desk: &mut Desk, block: &Block<'_>) -> u32 {
    let col = desk.beside(block.header, "打印", 7.0);
    let region = (
        Address::new(block.header, col),
        Address::new(block.rows().1, col),
    );
    // A sheet has one filter.
    desk.sheet.page.filter.get_or_insert(region);
    col
}

fn line_code(block: &Block<'_>, row: u32) -> Option<crate::model::Code> {
    let line = block.lines.iter().find(|(own, ..)| *own == row);
    line.and_then(|(_, key, _)| key.code())
}

fn has_lines_below(block: &Block<'_>, code: crate::model::Code) -> bool {
    block.lines.iter().any(|(_, key, _)| match key {
        Key::Code(other) => *other != code && code.contains(*other),
        _ => false,
    })
}

/// The key of a line: a letter, so that no program takes it for a number, and the digits of its code.
fn key(block: &Block<'_>, row: u32) -> String {
    let cols: Vec<(u32, &Field)> = block
        .columns
        .iter()
        .filter(|(_, field)| matches!(field, Field::Code | Field::CodePart(_)))
        .map(|(col, field)| (*col, field))
        .collect();
    let cells: Vec<String> = cols.iter().map(|(col, _)| cell(row, *col)).collect();
    let parts: Vec<String> = cols
        .iter()
        .zip(&cells)
        .map(|((_, field), cell)| match field {
            Field::CodePart(1) => format!("TRIM({cell})"),
            Field::CodePart(_) => format!("IF(LEN(TRIM({cell}))=1,\"0\",\"\")&TRIM({cell})"),
            _ => format!("TRIM(LEFT({cell},IFERROR(FIND(\" \",{cell})-1,LEN({cell}))))"),
        })
        .collect();
    format!(
        "IF(TRIM({})=\"\",\"\",\"c\"&{})",
        cells.join("&"),
        parts.join("&")
    )
}

/// The number of what is wrong with a line, 0 for nothing.
fn wrong(
    row: u32,
    amounts: &[u32],
    [keys, class, section, levels, off]: [u32; 5],
    rows: (u32, u32),
    known: &str,
) -> String {
    let at = |col: u32| cell(row, col);
    let (k, l) = (at(keys), at(levels));
    let cells: Vec<String> = amounts.iter().map(|&col| at(col)).collect();
    let all = down(keys, rows);
    let texts: Vec<String> = cells
        .iter()
        .map(|cell| format!("AND(ISTEXT({cell}),{cell}<>\"\")"))
        .collect();
    format!(
        "IF({k}=\"\",IF(COUNT({cells})>0,5,0),IF({l}<0,1,IF(COUNTIF({all},{k})>1,2,\
         IF(OR(AND({l}>1,COUNTIF({all},{class})=0),AND({l}>2,COUNTIF({all},{section})=0)),3,\
         IF({off}>0.005,4,IF(OR({texts}),6,IF(COUNTIF({known},{k})=0,7,0)))))))",
        cells = cells.join(","),
        class = at(class),
        section = at(section),
        off = at(off),
        texts = texts.join(","),
    )
}

fn hint(status: &str, most: u8) -> String {
    let digits = if most == 2 {
        "3位或5位"
    } else {
        "3位、5位或7位"
    };
    format!(
        "CHOOSE({status}+1,\"\",\"编码应为{digits}数字\",\"编码重复\",\"缺少上级科目的小计行\",\
         \"小计与下级各行之和不符\",\"有金额，没有编码\",\"金额不是数字\",\"编码不在科目表中，请核对\")"
    )
}

/// The name of a code, unless another is typed.
fn name(list: &super::lists::Listed, desk: &mut Desk, block: &Block<'_>, row: u32, key: &str) {
    let Some(col) = block.name_col() else { return };
    let line = block.lines.iter().find(|(own, ..)| *own == row);
    let (code, name) = line.map_or((None, ""), |(_, key, name)| (key.code(), name.as_str()));
    let indent = code.map_or(0, |code| code.level() - 1);
    let style = Style {
        indent,
        ..input(Look::Name)
    };
    let listed = code.is_none_or(|code| list.holds(code));
    if !listed {
        desk.text(row, col, name, style);
        return;
    }
    let formula = format!("IF({key}=\"\",\"\",{})", list.name_of(key, "\"\""));
    let value = if name.is_empty() {
        Value::Blank
    } else {
        Value::Text(name.to_owned())
    };
    desk.formula(row, col, formula, value, style);
}
