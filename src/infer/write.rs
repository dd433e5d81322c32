//! A draft as TOML, with its questions.

use std::fmt::Write as _;

use toml_edit::Value;

use super::{
    DraftBlock, DraftColumn, DraftField, DraftLines, DraftRow, DraftTable, DraftWords, LayoutDraft,
};
use crate::layout::KeyPart;
use crate::messages::{Messages, Phrase, visible};
use crate::model::Dim;

/// What stands where something is to be filled in.
const OPEN: &str = "?";

/// The draft as the text of a layout file. `source` says which form it is drafted from; questions are asked in the words of
/// `messages`.
#[must_use]
pub fn toml(draft: &LayoutDraft, source: &str, messages: &Messages) -> String {
    let mut text = LayoutText {
        written: String::new(),
        messages,
    };
    text.head(draft, source);
    let mut sheets: Vec<String> = Vec::new();
    for table in &draft.tables {
        let same = sheets.iter().filter(|own| **own == table.sheet).count();
        sheets.push(table.sheet.clone());
        let sheet = match same {
            0 => table.sheet.clone(),
            same => format!("{}{}", table.sheet, same + 1),
        };
        text.table(table, &sheet);
    }
    text.written
}

/// How many questions a draft asks.
#[must_use]
pub fn questions(text: &str) -> usize {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.matches("\"?\"").count()).sum()
}

/// The name of a field in a layout.
pub(super) fn field_name(field: &DraftField) -> String {
    match field {
        DraftField::Label => "label".to_owned(),
        DraftField::Code => "code".to_owned(),
        DraftField::CodePart(level) => format!("code{level}"),
        DraftField::Name => "name".to_owned(),
        DraftField::Amount => OPEN.to_owned(),
        DraftField::Key(dim, KeyPart::Code) => format!("{}_code", dim.name()),
        DraftField::Key(dim, KeyPart::Name) => dim.name().to_string(),
        DraftField::Text(id) => id.as_ref().map_or(OPEN, |id| id.as_str()).to_owned(),
    }
}

struct LayoutText<'m> {
    written: String,
    messages: &'m Messages,
}

impl LayoutText<'_> {
    fn line(&mut self, line: &str) {
        self.written.push_str(line);
        self.written.push('\n');
    }

    /// A question as a comment behind what it is about.
    fn ask(&self, phrase: &Phrase) -> String {
        let asked = self.messages.phrase(phrase);
        format!("  # ask: {}", visible(&asked))
    }

    fn asked(&mut self, line: &str, phrase: &Phrase) {
        let asked = self.ask(phrase);
        self.line(&format!("{line}{asked}"));
    }

    fn head(&mut self, draft: &LayoutDraft, source: &str) {
        for name in ["infer-head", "infer-head-check"] {
            let said = self.messages.text(name);
            self.line(&format!("# {said}"));
        }
        self.line("format = 2");
        self.asked("id = \"?\"", &Phrase::new("infer-id"));
        self.line("version = 1");
        self.asked("name = \"?\"", &Phrase::new("infer-name"));
        self.asked("body = \"?\"", &Phrase::new("infer-body"));
        let years = draft
            .year
            .map_or_else(|| quoted(OPEN), |year| year.to_string());
        self.asked(&format!("years = [{years}]"), &Phrase::new("infer-years"));
        self.line(&format!("source = {}", quoted(source)));
        match &draft.preparer {
            Some(word) => self.line(&format!("preparer = {}", quoted(word))),
            None => self.asked("preparer = \"?\"", &Phrase::new("infer-preparer")),
        }
        self.line(&format!("extra_columns = {}", list(&draft.extra_columns)));
        self.line("other_titles = []");
    }

    fn table(&mut self, table: &DraftTable, sheet: &str) {
        self.line("\n[[table]]");
        match &table.table {
            Some(id) if table.likely => {
                let line = format!("table = {}", quoted(id.as_str()));
                self.asked(&line, &Phrase::new("infer-likely"));
            }
            Some(id) => self.line(&format!("table = {}", quoted(id.as_str()))),
            None => self.asked("table = \"?\"", &Phrase::new("infer-table")),
        }
        self.line(&format!("sheet = {}", quoted(sheet)));
        self.line(&format!("title = {}", quoted(&table.title)));
        self.line("other_titles = []");
        match table.measure {
            Some(measure) => self.line(&format!("measure = {}", quoted(measure.word()))),
            None => self.asked("measure = \"?\"", &Phrase::new("infer-measure")),
        }
        if let Some(note) = &table.empty_note {
            self.line(&format!("empty_note = {}", quoted(note)));
        }
        if table.untitled {
            self.line("untitled = true");
        }
        table.blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &DraftBlock) {
        self.line("\n[[table.block]]");
        let ask = match &block.at {
            Some((layout, words)) => Phrase::new("infer-at-as")
                .arg("layout", layout)
                .arg("words", list(words)),
            None => Phrase::new("infer-at"),
        };
        self.asked("at = [\"?\"]", &ask);
        match block.lines {
            DraftLines::Rows => {}
            DraftLines::Codes(Some(dim)) if block.lines_likely => {
                let line = format!("lines = {}", dim_name(dim));
                self.asked(&line, &Phrase::new("infer-likely"));
            }
            DraftLines::Codes(Some(dim)) => self.line(&format!("lines = {}", dim_name(dim))),
            DraftLines::Codes(None) => {
                self.asked("lines = \"?\"", &Phrase::new("infer-lines"));
            }
            DraftLines::Records => self.line("lines = \"records\""),
            DraftLines::Single => self.line("lines = \"single\""),
        }
        if let Some(dim) = block.groups {
            let line = format!("groups = {}", dim_name(dim));
            self.asked(&line, &Phrase::new("infer-groups"));
        }
        if let Some(label) = &block.closing {
            self.line(&format!("closing = {}", quoted(label)));
            if block.closing_first {
                self.line("closing_first = true");
            }
        }
        self.asked("closed = \"?\"", &Phrase::new("infer-closed"));
        self.line("columns = [");
        block.columns.iter().for_each(|column| self.column(column));
        self.line("]");
        if block.lines == DraftLines::Rows {
            self.line("rows = [");
            block.rows.iter().for_each(|row| self.row(row));
            self.line("]");
        }
    }

    fn column(&mut self, column: &DraftColumn) {
        let name = field_name(&column.field);
        let (field, width) = match &column.field {
            DraftField::Key(..) => (format!("key = {}", quoted(&name)), 16),
            DraftField::Text(_) => (format!("text = {}", quoted(&name)), 16),
            DraftField::Amount => (format!("field = {}", words(&column.words)), 16),
            DraftField::Label | DraftField::Name => (format!("field = {}", quoted(&name)), 32),
            DraftField::Code => (format!("field = {}", quoted(&name)), 12),
            DraftField::CodePart(_) => (format!("field = {}", quoted(&name)), 6),
        };
        let header = list(&column.header);
        let of_which = of_which(&column.words);
        let mut line = format!("  {{ {field}, header = {header}, width = {width}{of_which} }},");
        if let Some(ask) = &column.words.ask {
            line += &self.ask(ask);
        }
        self.line(&line);
    }

    fn row(&mut self, row: &DraftRow) {
        let mut line = String::from("  { ");
        match row {
            DraftRow::Fixed { label, words: own } => {
                let of_which = of_which(own);
                let _ = write!(
                    line,
                    "row = {}, label = {}{of_which} }},",
                    words(own),
                    quoted(label)
                );
                if let Some(ask) = &own.ask {
                    line += &self.ask(ask);
                }
            }
            DraftRow::Words { label, text: None } => {
                let _ = write!(line, "heading = {} }},", quoted(label));
            }
            DraftRow::Words {
                label,
                text: Some(id),
            } => {
                let (id, label) = (quoted(id.as_str()), quoted(label));
                let _ = write!(line, "text = {id}, label = {label} }},");
            }
            DraftRow::List {
                dim,
                ordinal,
                this_year,
            } => {
                let _ = write!(line, "list = {}", dim_name(*dim));
                line += if *this_year {
                    ", at = \"this_year\""
                } else {
                    ""
                };
                if let Some(first) = ordinal {
                    let _ = write!(line, ", ordinal = {}", quoted(first));
                }
                line += " },";
            }
        }
        self.line(&line);
    }
}

fn of_which(words: &DraftWords) -> &'static str {
    if words.of_which {
        ", of_which = true"
    } else {
        ""
    }
}

fn words(words: &DraftWords) -> String {
    match words.words.as_deref() {
        None | Some([]) => quoted(OPEN),
        Some([word]) => quoted(word),
        Some(words) => list(words),
    }
}

fn dim_name(dim: Dim) -> String {
    quoted(&dim.name())
}

fn list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", texts.join(", "))
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
