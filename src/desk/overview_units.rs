//! The lines of the roster, the files and the explanations as tables of the overview.

use rust_decimal::Decimal;

use super::called::{answer_word, level_word, role_word, status_word, verdict_word};
use super::outcome::Review;
use super::report::tally;
use super::roster::RosterLevel;
use super::sheets::{CellPiece, Made, TableRow, TableText};
use super::verdict::{Status, Verdict};
use crate::messages::Messages;

pub(super) fn state_of_units<'r>(review: &'r Review, messages: &'r Messages) -> TableText<'r> {
    let widths = [
        10.0, 30.0, 8.0, 10.0, 16.0, 44.0, 8.0, 16.0, 8.0, 8.0, 8.0, 8.0, 18.0, 18.0, 18.0, 14.0,
        18.0, 17.0, 10.0, 12.0, 14.0, 12.0,
    ];
    let mut table = TableText::new(messages, "sheet-units", "headers-units", &widths);
    table.top = counted(review, messages);
    let row = |at: usize| {
        let unit = &review.units[at];
        let line = &review.roster.lines[at];
        let counted = unit.counted.map(|at| &review.filing.files[at].input);
        let (errors, warnings, _, explained) = tally(review, at);
        let own = &unit.figures;
        let tested = counted.map(|own| own.proof.total()).unwrap_or_default();
        let (spent, before) = (own.expenditure, unit.figures_before.expenditure);
        let both = spent.zip(before);
        let live = |formula: &str, value: Option<Decimal>| match both {
            Some(_) => CellPiece::Formula(formula.to_owned(), value),
            None => CellPiece::Amount(None),
        };
        let percent = both.and_then(|(new, old)| {
            let own = (new - old)
                .checked_div(old)?
                .checked_mul(Decimal::ONE_HUNDRED)?;
            Some(
                own.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero),
            )
        });
        let pieces = vec![
            CellPiece::Code(line.code.clone()),
            CellPiece::text(line.name.as_str()),
            CellPiece::Code(messages.text(level_word(line.level))),
            CellPiece::Code(messages.text(status_word(unit.status))),
            CellPiece::Code(messages.text(verdict_word(unit.verdict))),
            CellPiece::text(counted.map_or("", |own| own.lying.path.as_str())),
            CellPiece::count(unit.versions),
            CellPiece::count(errors),
            CellPiece::count(warnings),
            CellPiece::count(explained),
            CellPiece::count(tested.made),
            CellPiece::count(tested.failed),
            CellPiece::Amount(own.revenue),
            CellPiece::Amount(spent),
            CellPiece::Amount(own.fiscal),
            CellPiece::Amount(own.three_public),
            CellPiece::Amount(before),
            live("N{r}-Q{r}", both.map(|(new, old)| new - old)),
            live("IF(Q{r}=0,\"\",ROUND((N{r}-Q{r})/Q{r}*100,2))", percent),
            CellPiece::text(line.contact.as_str()),
            CellPiece::text(line.phone.as_str()),
            CellPiece::Code(line.due.clone()),
        ];
        TableRow {
            strong: line.level == RosterLevel::Department,
            ..TableRow::new(pieces)
        }
    };
    table.made = Some(Made::new(review.units.len(), row));
    table
}

/// How many lines are in which state, counted over the rows below.
fn counted(review: &Review, messages: &Messages) -> Vec<TableRow> {
    let mut labels = vec![CellPiece::Code(messages.text("page-lines"))];
    let all = "COUNTA(B{first}:B{last})".to_owned();
    let mut counts = vec![CellPiece::Counted(all, review.units.len())];
    let mut put = |column: char, word: String, count: usize| {
        let formula = format!("COUNTIFS({column}{{first}}:{column}{{last}},\"{word}\")");
        counts.push(CellPiece::Counted(formula, count));
        labels.push(CellPiece::Code(word));
    };
    for status in Status::ALL {
        let count = review.with_status(status);
        put('D', messages.text(status_word(status)), count);
    }
    for verdict in Verdict::ALL {
        let count = review.with_verdict(verdict);
        put('E', messages.text(verdict_word(Some(verdict))), count);
    }
    [labels, counts].map(TableRow::new).into()
}

pub(super) fn explanations(review: &Review, messages: &Messages) -> TableText<'static> {
    let widths = [10.0, 28.0, 22.0, 12.0, 16.0, 50.0, 12.0, 12.0, 12.0, 12.0];
    let mut table = TableText::new(
        messages,
        "sheet-explanations",
        "headers-explanations",
        &widths,
    );
    for (own, line, answer) in &review.explanations {
        let name = line.map_or(own.unit_name.as_str(), |line| {
            review.roster.lines[line].name.as_str()
        });
        let pieces = vec![
            CellPiece::Code(own.unit_code.clone()),
            CellPiece::text(name),
            CellPiece::text(own.code.as_str()),
            CellPiece::Code(own.function.map_or(String::new(), |own| own.to_string())),
            CellPiece::Amount(own.amount),
            CellPiece::text(own.text.as_str()),
            CellPiece::text(own.by.as_str()),
            CellPiece::text(own.reviewer.as_str()),
            CellPiece::Code(own.decided.clone()),
            CellPiece::Code(messages.text(answer_word(*answer))),
        ];
        table.rows.push(TableRow::new(pieces));
    }
    table
}

pub(super) fn files<'r>(review: &'r Review, messages: &'r Messages) -> TableText<'r> {
    let widths = [50.0, 10.0, 20.0, 14.0, 40.0, 20.0, 12.0, 66.0];
    let mut table = TableText::new(messages, "sheet-files", "headers-files", &widths);
    let row = |at: usize| {
        let own = &review.filing.files[at];
        let lying = &own.input.lying;
        let of = own
            .of
            .map(|at| review.filing.files[at].input.lying.path.as_str());
        let why = [of, own.why.as_deref()];
        let why: Vec<&str> = why.into_iter().flatten().collect();
        let pieces = vec![
            CellPiece::text(lying.path.as_str()),
            CellPiece::Code(review.id(own.line).to_owned()),
            CellPiece::text(messages.text(role_word(own.role))),
            CellPiece::Count(lying.size),
            CellPiece::Text(why.join("；")),
            CellPiece::Code(lying.saved.clone().unwrap_or_default().replace('T', " ")),
            CellPiece::text(
                own.input
                    .head
                    .as_ref()
                    .map_or("", |own| own.layout.as_str()),
            ),
            CellPiece::text(lying.sha256.as_str()),
        ];
        TableRow::new(pieces)
    };
    table.made = Some(Made::new(review.filing.files.len(), row));
    table
}
