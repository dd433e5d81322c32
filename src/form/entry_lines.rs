//! The lines of the sheet 录入, and what may be typed into them.

use super::Request;
use super::amounts::{is_money_in, sum};
use super::desk::{Desk, cell, down, input, look};
use super::dimensions::{CODE, NAME, SOURCE};
use super::entered::Entered;
use super::entry_sums::{EntrySheet, bare_code};
use super::lists::CodeLists;
use crate::model::{Lines, Model};
use crate::workbook::{Address, Allowed, FormulaText, Look, Validation, Value, call};

/// The status of a line whose code has no name.
pub(super) const NAMELESS: u32 = 6;
/// The status of a line with amounts that no table takes.
pub(super) const UNTAKEN: u32 = 8;

/// The columns beside a line that more than itself look at.
#[derive(Debug, Clone, Copy)]
pub(super) struct EntryHelpers {
    /// The number of its code.
    pub(super) number: u32,
    /// What is wrong with it, 0 for nothing.
    pub(super) status: u32,
    /// Whether it feeds the tables.
    pub(super) usable: u32,
    /// The words for its status.
    pub(super) hints: u32,
}

/// A line to type into, with last year's code and source where they are known. `carries` are the words to choose from for what
/// comes from this year or an earlier one.
pub(super) fn line(
    lists: &CodeLists,
    model: &Model,
    desk: &mut Desk,
    entry: &EntrySheet,
    (row, known): (u32, Option<&Entered>),
    EntryHelpers {
        number,
        status,
        usable,
        hints,
    }: EntryHelpers,
    carries: &FormulaText,
) {
    let list = lists.of(Lines::FUNCTION);
    let aside = look(Look::Aside);
    let at = |col: u32| cell(row, col);
    let (first, total) = (entry.dims.first(), entry.dims.total());
    let code = known.map(|own| own.code.to_string());
    let item = known.map_or(String::new(), |own| format!("{} {}", own.code, own.name));
    desk.text(row, CODE, &item, input(Look::Name));
    let source = known.map_or("", |own| own.source.as_str());
    desk.text(row, SOURCE, source, input(Look::Name));
    let typed_carry = entry.dims.carry();
    if let Some(col) = typed_carry {
        let carry = known.and_then(|own| model.name(own.carry.as_ref()?.as_str()));
        desk.text(row, col, carry.unwrap_or_default(), input(Look::Name));
    }
    if let Some(col) = entry.dims.unit() {
        let unit = known.and_then(|own| own.unit.as_deref());
        desk.text(row, col, unit.unwrap_or_default(), input(Look::Name));
    }
    for (_, col) in entry.dims.code_columns() {
        desk.put(row, col, Value::Blank, input(Look::Name));
    }
    for col in first..total {
        desk.put(row, col, Value::Blank, input(Look::Amount));
    }
    let all = at(first).to(&at(total - 1));
    let count = call("COUNT", &all);
    let money = (entry.dims.first_money()..total).map(at);
    sum(desk, row, total, &money.collect::<Vec<_>>(), false);
    let own = at(CODE);
    let blank = own.is("");
    let [k1, k2, k3] = entry.keys;
    let start = |digits: usize| {
        code.as_ref()
            .and_then(|code| code.get(..digits))
            .map_or(Value::Blank, |code| Value::Text(format!("c{code}")))
    };
    desk.formula(
        row,
        k3,
        call(
            "IF",
            (&blank, "", FormulaText::from("c").then(bare_code(&own))),
        ),
        start(7),
        aside,
    );
    let k = at(k3);
    desk.formula(row, k1, call("LEFT", (&k, 4)), start(3), aside);
    desk.formula(row, k2, call("LEFT", (&k, 6)), start(5), aside);
    let length = call("LEN", &k);
    let digits = code.as_ref().and_then(|code| code.parse::<u32>().ok());
    let typed = call("MID", (&k, 2, 7));
    let value = call("VALUE", &typed);
    let is_number = call("TEXT", (&value, "0000000")).is(typed);
    let value = call("IFERROR", (value.times(is_number), 0));
    desk.formula(
        row,
        number,
        call("IF", (length.is(8), value, 0)),
        Value::Number(digits.unwrap_or(0).into()),
        aside,
    );
    let (n, s) = (at(number), at(SOURCE));
    let ready = call("AND", (n.above(0), s.is_not(""), count.above(0)));
    let ready = call("IF", (ready, 1, 0));
    desk.formula(row, usable, ready, Value::Number(0.into()), aside);
    let texts: Vec<FormulaText> = (first..total).map(|col| call("ISTEXT", at(col))).collect();
    let lines = |col: u32| down(col, entry.rows);
    // What a line must say and does not, and what tells it from others.
    let mut unsaid = vec![call("AND", (s.is(""), count.above(0)))];
    let mut twins = vec![lines(k3), k.clone(), lines(SOURCE), s];
    if let (Some(typed), Some(counts)) = (typed_carry, entry.carry) {
        let own = at(typed);
        let offered = call("COUNTIF", (carries, &own));
        unsaid.push(call("AND", (own.is_not(""), offered.is(0))));
        twins.extend([lines(counts), at(counts)]);
    }
    if let Some([unit, _]) = entry.units {
        // What is of its own unit need not say so.
        twins.extend([lines(unit), at(unit)]);
    }
    let (from, to) = entry.dims.spending();
    for (dim, col) in entry.dims.code_columns() {
        let [_, key] = entry.codes[&dim];
        let (typed, key) = (at(col), at(key));
        let spent = call("COUNT", at(from).to(&at(to)));
        let digits = call("MID", (&key, 2, 9));
        let is_number = call("TEXT", (call("VALUE", &digits), "00000"));
        let wrong = call("LEN", &key).is_not(6).plus(is_number.is_not(digits));
        let wrong = call("IFERROR", (wrong, 1)).above(0);
        unsaid.push(call("AND", (typed.is(""), spent.above(0))));
        unsaid.push(call("AND", (typed.is_not(""), wrong)));
        twins.extend([lines(entry.codes[&dim][1]), key]);
    }
    let vain = entry.untaken.iter().map(|(column, asked)| {
        let amount = call("N", at(entry.columns[column])).is_not(0);
        let taken = asked.iter().map(|asked| {
            let told = entry.criteria(model, asked).into_iter();
            let told = told.map(|(col, name)| at(col).is(&name));
            call("AND", told.collect::<Vec<_>>())
        });
        let taken: Vec<FormulaText> = taken.collect();
        match taken.is_empty() {
            true => amount,
            false => call("AND", (amount, call("NOT", call("OR", taken)))),
        }
    });
    let vain: Vec<FormulaText> = vain.collect();
    let unless_in_vain = |status: u32| match vain.is_empty() {
        true => FormulaText::from(status),
        false => call("IF", (call("OR", vain.clone()), UNTAKEN, status)),
    };
    let blanks = call("COUNTBLANK", &all);
    let width = total - first;
    let above = call("ABS", length.minus(5)).is(1);
    let nothing = blanks.is(width).times(above);
    let unlisted = call("COUNTIF", (list.keys(), &k)).is(0);
    let of_unlisted = call("IF", (at(NAME).is(""), NAMELESS, unless_in_vain(7)));
    let right = call("IF", (unlisted, of_unlisted, unless_in_vain(0)));
    let wrong = call("IF", (call("COUNTIFS", twins).above(1), 5, right));
    let wrong = call("IF", (call("OR", texts), 4, wrong));
    let wrong = call("IF", (call("OR", unsaid), 3, wrong));
    let bare = call("IF", (nothing, 0, 2));
    let wrong = call("IF", (n.is(0), bare, wrong));
    let without_code = call("IF", (blanks.below(width), 1, 0));
    let wrong = call("IF", (&blank, without_code, wrong));
    desk.formula(row, status, wrong, Value::Number(0.into()), aside);
    let choose = match (typed_carry, entry.dims.codes.is_empty()) {
        (Some(_), true) => "请从列表选择资金来源和结转情况",
        (None, true) => "请选择资金来源",
        (_, false) => "请选择资金来源，支出填5位的款级经济分类编码",
    };
    let hints_of = [
        "",
        "有金额，没有科目",
        "请填7位的项级科目编码",
        choose,
        "金额不是数字",
        "同一科目、同一来源有两行，将合并",
        "编码不在科目表中，请核对并填写名称",
        "编码不在科目表中，请核对",
        "有金额不进入任何表，请核对资金来源",
    ];
    let hints_of = hints_of.map(FormulaText::from);
    let hint = std::iter::once(at(status).plus(1)).chain(hints_of);
    let hint = call("CHOOSE", hint.collect::<Vec<_>>());
    desk.formula(row, hints, hint, Value::Blank, aside);
    let name = known.map_or("", |own| own.name.as_str());
    let space = call("FIND", (" ", &own));
    let after = call("TRIM", call("MID", (&own, space.plus(1), 99)));
    let after = call("IF", (call("ISNUMBER", space), after, ""));
    let formula = call("IF", (blank, "", list.name_of(&k, after)));
    let value = if name.is_empty() {
        Value::Blank
    } else {
        Value::Text(name.to_owned())
    };
    desk.formula(row, NAME, formula, value, input(Look::Name));
}

/// What may be typed: codes, sources and the like of their lists, numbers.
pub(super) fn rules(
    request: &Request<'_>,
    lists: &CodeLists,
    desk: &mut Desk,
    entry: &EntrySheet,
    [sources, carries]: &[FormulaText; 2],
    units: Option<&FormulaText>,
) {
    let rows = entry.rows;
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
    let complete = request.complete.of(Lines::FUNCTION);
    rule(
        (CODE, CODE),
        Allowed::OneOf(lists.of(Lines::FUNCTION).items(3).into()),
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
        Allowed::OneOf(sources.to_string()),
        true,
        ("资金来源", "从列表选择这笔钱的来源。"),
        ("资金来源", "请从列表选择资金来源。"),
    );
    if let Some(col) = entry.dims.carry() {
        rule(
            (col, col),
            Allowed::OneOf(carries.to_string()),
            true,
            (
                "本年或结转",
                "从列表选择这笔钱是本年的，还是以前年度留下的；不选为本年。",
            ),
            ("本年或结转", "请从列表选择。"),
        );
    }
    if let (Some(col), Some(units)) = (entry.dims.unit(), units) {
        rule(
            (col, col),
            Allowed::OneOf(units.to_string()),
            false,
            (
                "单位",
                "从列表选择，或填写编码和名称，中间空一格，如 101001 某单位；不填为本单位。",
            ),
            (
                "单位",
                "与列表不同。编码、名称确认无误可以继续；同一单位各行要写得一样。",
            ),
        );
    }
    for (dim, col) in entry.dims.code_columns() {
        let Some(list) = lists.of_dim(dim).filter(|own| !own.is_empty()) else {
            continue;
        };
        let complete = request.complete.of(Lines::List(dim));
        rule(
            (col, col),
            Allowed::OneOf(list.items(list.lowest()).into()),
            complete,
            (
                "经济分类",
                "从列表选择，或填写 5 位的款级科目编码。结转下年的钱不填。",
            ),
            (
                "经济分类",
                if complete {
                    "这个科目不在本年的科目表中，请从列表选择。"
                } else {
                    "与列表不同。随表的科目表不完整：对照当年的政府收支分类科目确认无误可以继续。"
                },
            ),
        );
    }
    let (first, last) = (entry.dims.first(), entry.dims.total() - 1);
    let top = cell(rows.0, first);
    let word = entry.measure.word();
    let title = format!("金额（{word}）");
    let prompt = format!("只填数字，单位{word}，最多两位小数。没有金额的不填。");
    let complaint =
        format!("这里只能填数字，单位{word}，最多两位小数；不要填文字、空格或“{word}”字。");
    rule(
        (first, last),
        Allowed::If(is_money_in(&top).into()),
        true,
        (&title, &prompt),
        ("金额有误", &complaint),
    );
}
