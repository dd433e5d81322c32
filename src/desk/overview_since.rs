//! What changed since the last run and since the last hand-in, and by what the overview was made, as tables of the overview.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::called::{status_word, verdict_word};
use super::changes::Change;
use super::outcome::Review;
use super::said::said;
use super::sheets::{CellPiece, MOST_LISTED, TableRow, TableText};
use super::verdict::{Status, Verdict};
use crate::check::Tested;
use crate::finding::{Finding, FindingCode};
use crate::layout::Templates;
use crate::messages::Messages;

/// 本次变化: units, files and findings since the last run, amounts of corrections, and sums.
pub(super) fn since(
    review: &Review,
    templates: &Templates,
    json: &Map<String, Value>,
    messages: &Messages,
) -> TableText<'static> {
    let widths = [18.0, 10.0, 28.0, 40.0, 12.0, 26.0, 24.0, 30.0, 30.0, 18.0];
    let mut table = TableText::new(messages, "sheet-since", "headers-since", &widths);
    let since = &json["since"];
    let list = |own: &Value| own.as_array().cloned().unwrap_or_default();
    let name = |code: &str| {
        let found = review.roster.lines.iter().find(|own| own.id() == code);
        found.map_or_else(String::new, |own| own.name.clone())
    };
    let mut rows: Vec<TableRow> = Vec::new();
    let line = |kind: &'static str, [code, what]: [String; 2], was: CellPiece, is: CellPiece| {
        let mut pieces = vec![
            CellPiece::text(messages.text(kind)),
            CellPiece::Code(code.clone()),
            CellPiece::Text(name(&code)),
            CellPiece::Text(what),
        ];
        pieces.extend([
            CellPiece::text(""),
            CellPiece::text(""),
            CellPiece::text(""),
        ]);
        pieces.extend([was, is, CellPiece::text("")]);
        TableRow::new(pieces)
    };
    let text = |own: &Value| own.as_str().unwrap_or_default().to_owned();
    for own in list(&since["units"]) {
        let code = text(&own["code"]);
        let mut both = |kind: &'static str, what: &str, word: &dyn Fn(&str) -> String| {
            let (was, is) = (text(&own[what][0]), text(&own[what][1]));
            if was != is {
                let (was, is) = (CellPiece::Text(word(&was)), CellPiece::Text(word(&is)));
                rows.push(line(kind, [code.clone(), String::new()], was, is));
            }
        };
        both("since-status", "status", &|tag| {
            let status = Status::ALL.into_iter().find(|own| own.tag() == tag);
            status.map_or_else(String::new, |own| messages.text(status_word(own)))
        });
        both("since-verdict", "verdict", &|tag| {
            let verdict = Verdict::ALL.into_iter().find(|own| own.tag() == tag);
            messages.text(verdict_word(verdict))
        });
        both("since-counted", "counted", &|path| path.to_owned());
    }
    for key in list(&since["findings"]["new"]).iter().map(text) {
        let (code, what) = of_key(&key, templates, messages);
        rows.push(line(
            "since-new",
            [code, what],
            CellPiece::text(""),
            CellPiece::text(""),
        ));
    }
    for key in list(&since["findings"]["gone"]).iter().map(text) {
        let (code, what) = of_key(&key, templates, messages);
        rows.push(line(
            "since-gone",
            [code, what],
            CellPiece::text(""),
            CellPiece::text(""),
        ));
    }
    for path in list(&since["files"]).iter().map(text) {
        let filed = review
            .filing
            .files
            .iter()
            .find(|own| own.input.lying.path == path);
        let code = filed.map_or("", |own| review.id(own.line)).to_owned();
        rows.push(line(
            "since-file",
            [code, path],
            CellPiece::text(""),
            CellPiece::text(""),
        ));
    }
    for own in &review.revisions {
        let now = &review.filing.files[own.to].input.lying.path;
        let (was, is) = (CellPiece::Text(own.from.clone()), CellPiece::text(now));
        let code = review.id(Some(own.line)).to_owned();
        rows.push(line("since-revised", [code, String::new()], was, is));
        for key in own.new.iter().chain(&own.gone) {
            let kind = match own.new.contains(key) {
                true => "since-revised-new",
                false => "since-revised-gone",
            };
            let (code, what) = of_key(key, templates, messages);
            rows.push(line(
                kind,
                [code, what],
                CellPiece::text(""),
                CellPiece::text(""),
            ));
        }
        let line = &review.roster.lines[own.line];
        for change in &own.changed {
            rows.push(amount(templates, &line.code, &line.name, change, messages));
        }
    }
    for own in list(&since["sums"]).iter().take(MOST_LISTED) {
        let department = text(&own["department"]);
        let title = match department == "*" {
            true => messages.text("row-all"),
            false => name(&department),
        };
        let dims = ["function", "economic"].iter().map(|dim| text(&own[*dim]));
        let words = ["flow", "source", "kind"]
            .iter()
            .map(|dim| text(&own[*dim]));
        let words = words.filter(|own| !own.is_empty()).map(|id| {
            let known = templates.model.name(&id);
            known.map_or_else(|| id.clone(), str::to_owned)
        });
        let known = templates.model.table(&text(&own["table"]));
        let number = |what: &str| own[what].as_str().and_then(|own| own.parse().ok());
        let pieces = vec![
            CellPiece::text(messages.text("since-sum")),
            CellPiece::Code(department.replace('*', "")),
            CellPiece::Text(title),
            CellPiece::text(known.map_or("", |own| own.name.as_str())),
            CellPiece::Code(dims.collect::<String>()),
            CellPiece::text(""),
            CellPiece::Text(words.collect::<Vec<_>>().join("·")),
            CellPiece::Amount(number("previous")),
            CellPiece::Amount(number("current")),
            CellPiece::Formula(
                "I{r}-H{r}".to_owned(),
                number("current")
                    .zip(number("previous"))
                    .map(|(is, was): (rust_decimal::Decimal, rust_decimal::Decimal)| is - was),
            ),
        ];
        rows.push(TableRow::new(pieces));
    }
    let more = list(&since["sums"]).len().saturating_sub(MOST_LISTED);
    table.leave_out(messages, more + rows.len().saturating_sub(MOST_LISTED));
    rows.truncate(MOST_LISTED);
    table.rows = rows;
    table
}

/// The code of the unit and the fault in words, of a key: `021002:change-large:2070104`.
fn of_key(key: &str, templates: &Templates, messages: &Messages) -> (String, String) {
    let mut parts = key.rsplitn(3, ':');
    let (fact, code, unit) = (parts.next(), parts.next(), parts.next());
    let code = code.unwrap_or_default();
    let known = FindingCode::named(code).and_then(|own| Finding::new(own).name(messages));
    let words = known.unwrap_or_else(|| code.to_owned());
    let fact = fact.unwrap_or_default();
    let table = templates.model.table(fact);
    let what = format!("{words} {}", table.map_or(fact, |own| own.name.as_str()));
    (unit.unwrap_or_default().to_owned(), what.trim().to_owned())
}

fn amount(
    templates: &Templates,
    code: &str,
    name: &str,
    change: &Change,
    messages: &Messages,
) -> TableRow {
    let place = said(templates, &change.row);
    TableRow::new(vec![
        CellPiece::text(messages.text("since-amount")),
        CellPiece::Code(code.to_owned()),
        CellPiece::text(name),
        CellPiece::Text(place.table),
        CellPiece::Code(place.code),
        CellPiece::Text(place.name),
        CellPiece::Text(place.what),
        CellPiece::Amount(change.previous),
        CellPiece::Amount(change.current),
        CellPiece::Formula("I{r}-H{r}".to_owned(), change.change()),
    ])
}

/// 说明: by what the overview was made, and how much was tested.
pub(super) fn made_by(
    review: &Review,
    json: &Map<String, Value>,
    messages: &Messages,
) -> TableText<'static> {
    let widths = [40.0, 76.0, 12.0, 12.0, 12.0, 12.0];
    let mut table = TableText::new(messages, "sheet-made-by", "headers-made-by", &widths);
    let text = |own: &Value| own.as_str().map_or_else(|| own.to_string(), str::to_owned);
    let mut put = |name: String, value: String| {
        let pieces = vec![CellPiece::Text(name), CellPiece::Text(value)];
        table.rows.push(TableRow::new(pieces));
    };
    let tool = &json["tool"];
    put(
        messages.text("made-by-tool"),
        format!("{} {}", text(&tool["name"]), text(&tool["version"])),
    );
    if let Some(year) = review.year {
        put(messages.text("made-by-year"), year.to_string());
    }
    put(messages.text("made-by-date"), text(&json["date"]));
    put(messages.text("made-by-options"), text(&json["options"]));
    let (percent, yuan) = review.change;
    put(
        messages.text("limit-percent"),
        percent.normalize().to_string(),
    );
    put(messages.text("limit-yuan"), yuan.normalize().to_string());
    for own in json["made_of"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(_, own)| own)
    {
        put(text(&own["path"]), text(&own["sha256"]));
    }
    for own in json["codes"].as_array().into_iter().flatten() {
        let args = [
            ("list", text(&own["list"]).into()),
            ("count", text(&own["codes"]).into()),
        ];
        put(messages.with("made-by-codes", &args), text(&own["sha256"]));
    }
    let mut codes: BTreeMap<FindingCode, Tested> = BTreeMap::new();
    for at in review.units.iter().filter_map(|own| own.counted) {
        for ((_, code), own) in &review.filing.files[at].input.proof.0 {
            let sum = codes.entry(*code).or_default();
            *sum = *sum + *own;
        }
    }
    for (code, own) in codes {
        let name = Finding::new(code).name(messages);
        table.rows.push(TableRow::new(vec![
            CellPiece::Text(messages.text("made-by-checks")),
            CellPiece::Text(name.unwrap_or_else(|| code.name().to_owned())),
            CellPiece::count(own.made),
            CellPiece::count(own.held),
            CellPiece::count(own.rounded),
            CellPiece::count(own.failed),
        ]));
    }
    table.notes.push(messages.text("note-made-by"));
    table
}
