//! The words and marks of roles, and of how and why something was taken or left.

use anstyle::{AnsiColor, Color, Effects, Style};

use crate::bind::{
    CellTaken, ColumnLeft, LeftBecause, Matched, MeasureTaken, Role, Strange, StrangeKind, Won,
};
use crate::finding::{FindingCode, Severity};
use crate::messages::{Messages, is_obeyed, visible};
use crate::workbook::Visibility;

/// How a role is shown: the end of its text names (`taken-role-…`) and its class in HTML, its mark, its look on a terminal.
#[derive(Debug, Clone, Copy)]
pub(super) struct RoleShown {
    pub(super) name: &'static str,
    pub(super) mark: char,
    pub(super) style: Style,
}

/// How a role is shown.
pub(super) const fn shown(role: Role) -> RoleShown {
    use AnsiColor::{Blue, BrightBlack, Cyan, Green, Magenta, Red, Yellow};
    let (name, mark, color, effects) = match role {
        Role::Title => ("title", 'T', Magenta, Effects::BOLD),
        Role::Measure => ("measure", 'U', Magenta, Effects::new()),
        Role::Preparer => ("preparer", 'P', Magenta, Effects::new()),
        Role::Header => ("header", 'H', Cyan, Effects::new()),
        Role::Serial => ("serial", 's', BrightBlack, Effects::new()),
        Role::Code => ("code", 'C', Blue, Effects::new()),
        Role::Name => ("name", 'N', Blue, Effects::new()),
        Role::Label => ("label", 'L', Blue, Effects::new()),
        Role::Amount => ("amount", 'A', Green, Effects::new()),
        Role::Total => ("total", 'S', Green, Effects::BOLD),
        Role::Repeated => ("repeated", 'R', Yellow, Effects::new()),
        Role::Fault => ("fault", '!', Red, Effects::INVERT),
        Role::Note => ("note", 'n', BrightBlack, Effects::new()),
        Role::Cover => ("cover", 'c', Magenta, Effects::new()),
        Role::Heading => ("heading", 'D', Magenta, Effects::BOLD),
        Role::Paragraph => ("paragraph", 'p', BrightBlack, Effects::new()),
        Role::FormLabel => ("form-label", 'l', Cyan, Effects::new()),
        Role::FormEntry => ("form-entry", 'e', Blue, Effects::new()),
        Role::ProjectAmount => ("project-amount", 'a', Green, Effects::new()),
        Role::Indicator => ("indicator", 'i', Blue, Effects::new()),
        Role::Text => ("text", 't', BrightBlack, Effects::new()),
        Role::Placeholder => ("placeholder", 'X', Red, Effects::new()),
        Role::OtherForm => ("other-form", 'o', Yellow, Effects::new()),
        Role::Other => ("other", 'z', BrightBlack, Effects::new()),
        Role::NotRead => ("not-read", '?', Red, Effects::INVERT),
        Role::Hidden => ("hidden", 'h', Yellow, Effects::new()),
        Role::Behind => ("behind", 'b', BrightBlack, Effects::new()),
    };
    RoleShown {
        name,
        mark,
        style: Style::new()
            .fg_color(Some(Color::Ansi(color)))
            .effects(effects),
    }
}

/// Whether a finding that is no mere note names the cell.
pub(super) fn grave(cell: &CellTaken) -> bool {
    let grave = |code: &FindingCode| code.severity() != Severity::Note;
    cell.findings.iter().any(grave)
}

/// A role in words.
pub(super) fn role(role: Role, messages: &Messages) -> String {
    messages.text(&format!("taken-role-{}", shown(role).name))
}

/// Why the layout was taken.
pub(super) fn won(won: Won, messages: &Messages) -> String {
    messages.text(match won {
        Won::Only => "taken-won-only",
        Won::Blocks => "taken-won-blocks",
        Won::Headers => "taken-won-headers",
        Won::YearOrBody => "taken-won-year-or-body",
        Won::First => "taken-won-first",
    })
}

/// How a column was recognised.
pub(super) fn matched(matched: Matched, messages: &Messages) -> String {
    messages.text(match matched {
        Matched::AsPrinted => "taken-matched-as-printed",
        Matched::OtherSpelling => "taken-matched-other-spelling",
        Matched::Partly => "taken-matched-partly",
        Matched::Code => "taken-matched-code",
        Matched::PageBefore => "taken-matched-page-before",
    })
}

/// Why a column was left, and what is nearest to it.
pub(super) fn left(column: &ColumnLeft, messages: &Messages) -> String {
    let name = match column.because {
        LeftBecause::Beside => "taken-left-beside",
        LeftBecause::Repeated => "taken-left-repeated",
        LeftBecause::OtherYear => "taken-left-other-year",
        LeftBecause::NotUnderstood => "taken-left-not-understood",
    };
    with_nearest(messages.text(name), column.nearest.as_deref(), messages)
}

/// Why a title or header was not understood, and what is nearest to it.
pub(super) fn strange(strange: &Strange, messages: &Messages) -> String {
    let name = match strange.kind {
        StrangeKind::NoHeader => "taken-strange-no-header",
        StrangeKind::NoTable => "taken-strange-no-table",
        StrangeKind::Title => "taken-strange-title",
        StrangeKind::Header => "taken-strange-header",
    };
    with_nearest(messages.text(name), strange.nearest.as_deref(), messages)
}

fn with_nearest(text: String, nearest: Option<&str>, messages: &Messages) -> String {
    match nearest {
        Some(nearest) => {
            let args = [("text", text.into()), ("nearest", nearest.into())];
            messages.with("taken-nearest", &args)
        }
        None => text,
    }
}

/// The unit of measure and where it was read.
pub(super) fn measure(measure: &MeasureTaken, messages: &Messages) -> String {
    let word = ("measure", measure.measure.word().into());
    match &measure.stated {
        Some(quote) => {
            let cell = quote.place.cell.into();
            let text = quote.text.trim().into();
            messages.with(
                "taken-measure-stated",
                &[word, ("cell", cell), ("text", text)],
            )
        }
        None => messages.with("taken-measure-default", &[word]),
    }
}

/// What is said of a sheet that is not shown.
pub(super) fn hidden(visibility: Visibility, messages: &Messages) -> Option<String> {
    match visibility {
        Visibility::Visible => None,
        Visibility::Hidden => Some(messages.text("taken-hidden")),
        Visibility::VeryHidden => Some(messages.text("taken-very-hidden")),
    }
}

/// A text on one line, without what a terminal would obey or what changes the direction of writing: for HTML.
pub(in crate::export) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c.is_whitespace() || c.is_control() {
            space(&mut line);
        } else if !is_obeyed(c) {
            line.push(c);
        }
    }
    line
}

/// A text on one line for a terminal: each run of white space is one space, and what it would obey is shown.
pub(super) fn shown_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c.is_whitespace() {
            space(&mut line);
        } else {
            line.push(c);
        }
    }
    visible(&line).into_owned()
}

/// A space, where the line does not end in one.
fn space(line: &mut String) {
    if !line.ends_with(' ') {
        line.push(' ');
    }
}

/// A line in bold.
pub(super) fn head(line: &str) -> String {
    const BOLD: Style = Style::new().effects(Effects::BOLD);
    format!("{BOLD}{line}{BOLD:#}")
}
