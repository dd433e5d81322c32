//! The lines of the sheet 录入, and what may be typed into them.

use super::Request;
use super::desk::{Desk, cell, down, input, look};
use super::dimensions::{CODE, NAME, SOURCE};
use super::entered::Entered;
use super::entry_sums::EntrySheet;
use super::lists::CodeLists;
use crate::model::{Lines, Model};
use crate::workbook::{Address, Allowed, Look, Validation, Value};

/// The status of a line whose code has no name.
pub(super) const NAMELESS: u8 = 6;
/// The status of a line with amounts that no table takes.
pub(super) const UNTAKEN: u8 = 8;

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
    carries: &str,
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
    let all = format!("{}:{}", at(first), at(total - 1));
    let money = (entry.dims.first_money()..total).map(at);
    super::amounts::sum(desk, row, total, &money.collect::<Vec<_>>(), false);
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
            "IF(LEN({k})=8,IFERROR(VALUE({digits})*(TEXT(VALUE({digits}),\"0000000\")={digits}),0),0)",
            k = at(k3),
            digits = format!("MID({},2,7)", at(k3))
        ),
        Value::Number(digits.unwrap_or(0).into()),
        aside,
    );
    let ready = format!(
        "IF(AND({}>0,{}<>\"\",COUNT({all})>0),1,0)",
        at(number),
        at(SOURCE)
    );
    desk.formula(row, usable, ready, Value::Number(0.into()), aside);
    let texts: Vec<String> = (first..total)
        .map(|col| format!("ISTEXT({})", at(col)))
        .collect();
    let (mut carry, mut twins) = (String::new(), String::new());
    if let (Some(typed), Some(counts)) = (typed_carry, entry.carry) {
        let own = at(typed);
        carry = format!(",AND({own}<>\"\",COUNTIF({carries},{own})=0)");
        twins = format!(",{},{}", down(counts, entry.rows), at(counts));
    }
    if let Some([unit, _]) = entry.units {
        // What is of its own unit need not say so.
        twins.push_str(&format!(",{},{}", down(unit, entry.rows), at(unit)));
    }
    let (from, to) = entry.dims.spending();
    for (dim, col) in entry.dims.code_columns() {
        let [_, key] = entry.codes[&dim];
        let (typed, key) = (at(col), at(key));
        carry.push_str(&format!(
            ",AND({typed}=\"\",COUNT({}:{})>0),AND({typed}<>\"\",IFERROR((LEN({key})<>6)+(TEXT(VALUE(MID({key},2,9)),\"00000\")<>MID({key},2,9)),1)>0)",
            at(from),
            at(to)
        ));
        twins.push_str(&format!(
            ",{},{key}",
            down(entry.codes[&dim][1], entry.rows)
        ));
    }
    let vain: Vec<String> = entry
        .untaken
        .iter()
        .map(|(column, asked)| {
            let amount = at(entry.columns[column]);
            let taken = asked.iter().map(|asked| {
                let told = entry.criteria(model, asked).into_iter();
                let told: Vec<String> = told
                    .map(|(col, name)| format!("{}=\"{name}\"", at(col)))
                    .collect();
                format!("AND({})", told.join(","))
            });
            let taken: Vec<String> = taken.collect();
            match taken.is_empty() {
                true => format!("N({amount})<>0"),
                false => format!("AND(N({amount})<>0,NOT(OR({})))", taken.join(",")),
            }
        })
        .collect();
    let vain = match vain.is_empty() {
        true => String::new(),
        false => format!("IF(OR({}),{UNTAKEN},", vain.join(",")),
    };
    let vain_end = if vain.is_empty() { "" } else { ")" };
    let wrong = format!(
        "IF({own}=\"\",IF({blank}<{width},1,0),IF({n}=0,IF(({blank}={width})*(ABS(LEN({k})-5)=1),0,2),\
         IF(OR(AND({s}=\"\",COUNT({all})>0){carry}),3,IF(OR({texts}),4,\
         IF(COUNTIFS({keys},{k},{sources},{s}{twins})>1,5,IF(COUNTIF({known},{k})=0,IF({name}=\"\",6,{vain}7{vain_end}),{vain}0{vain_end}))))))",
        n = at(number),
        s = at(SOURCE),
        k = at(k3),
        texts = texts.join(","),
        blank = format!("COUNTBLANK({all})"),
        name = at(NAME),
        width = total - first,
        keys = down(k3, entry.rows),
        sources = down(SOURCE, entry.rows),
        known = list.keys(),
    );
    desk.formula(row, status, wrong, Value::Number(0.into()), aside);
    let choose = match (typed_carry, entry.dims.codes.is_empty()) {
        (Some(_), true) => "请从列表选择资金来源和结转情况",
        (None, true) => "请选择资金来源",
        (_, false) => "请选择资金来源，支出填5位的款级经济分类编码",
    };
    let hint = format!(
        "CHOOSE({}+1,\"\",\"有金额，没有科目\",\"请填7位的项级科目编码\",\"{choose}\",\"金额不是数字\",\
         \"同一科目、同一来源有两行，将合并\",\"编码不在科目表中，请核对并填写名称\",\"编码不在科目表中，请核对\",\"有金额不进入任何表，请核对资金来源\")",
        at(status)
    );
    desk.formula(row, hints, hint, Value::Blank, aside);
    let name = known.map_or("", |own| own.name.as_str());
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

/// What may be typed: codes, sources and the like of their lists, numbers.
pub(super) fn rules(
    request: &Request<'_>,
    lists: &CodeLists,
    desk: &mut Desk,
    entry: &EntrySheet,
    [sources, carries]: &[String; 2],
    units: Option<&str>,
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
        Allowed::OneOf(lists.of(Lines::FUNCTION).items(3)),
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
        Allowed::OneOf(sources.clone()),
        true,
        ("资金来源", "从列表选择这笔钱的来源。"),
        ("资金来源", "请从列表选择资金来源。"),
    );
    if let Some(col) = entry.dims.carry() {
        rule(
            (col, col),
            Allowed::OneOf(carries.clone()),
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
            Allowed::OneOf(units.to_owned()),
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
            Allowed::OneOf(list.items(list.lowest())),
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
        Allowed::If(format!("AND(ISNUMBER({top}),ROUND({top},2)={top})")),
        true,
        (&title, &prompt),
        ("金额有误", &complaint),
    );
}
