//! One finding.

use rust_decimal::Decimal;

use super::{FindingCode, Severity};
use crate::messages::{Arg, Phrase};
use crate::model::{Amount, Place};
use crate::workbook::Address;

/// A cell that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// Where it stands; `None` for a budget that was not read from a spreadsheet.
    pub place: Option<Place>,
    /// What it holds, as text.
    pub text: String,
    /// The amount in yuan, where it holds one.
    pub yuan: Option<Decimal>,
}

impl Stated {
    /// The cell of an amount.
    #[must_use]
    pub fn amount(amount: &Amount) -> Self {
        let text = amount
            .stated
            .as_deref()
            .map_or_else(|| amount.yuan.to_string(), str::to_owned);
        Self {
            place: amount.place.clone(),
            text,
            yuan: Some(amount.yuan),
        }
    }

    /// A cell with a text.
    #[must_use]
    pub fn text(place: Option<Place>, text: &str) -> Self {
        Self {
            place,
            text: text.to_owned(),
            yuan: None,
        }
    }
}

/// Something that is wrong in a submission, or worth knowing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The kind of fault.
    pub code: FindingCode,
    /// How grave it is.
    pub severity: Severity,
    /// Which wording of the code's message, where it has several.
    pub variant: Option<&'static str>,
    /// The sheet, where no cell can be named.
    pub sheet: Option<String>,
    /// The words and numbers of the message.
    pub args: Vec<(&'static str, Arg)>,
    /// The cells concerned, the most probable first.
    pub cells: Vec<Stated>,
}

impl Finding {
    /// A finding of the code's usual severity, without cells.
    #[must_use]
    pub fn new(code: FindingCode) -> Self {
        Self {
            code,
            severity: code.severity(),
            variant: None,
            sheet: None,
            args: Vec::new(),
            cells: Vec::new(),
        }
    }

    /// With another wording of the message.
    #[must_use]
    pub fn variant(mut self, variant: &'static str) -> Self {
        self.variant = Some(variant);
        self
    }

    /// With another severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// With a word or number of the message.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, Arg::from(value)));
        self
    }

    /// With an amount in yuan.
    #[must_use]
    pub fn amount(mut self, name: &'static str, yuan: Decimal) -> Self {
        self.args.push((name, Arg::Amount(yuan)));
        self
    }

    /// With a word that has a name of its own in `templates/messages/`.
    #[must_use]
    pub fn word(mut self, name: &'static str, word: &'static str) -> Self {
        self.args.push((name, Arg::Word(word)));
        self
    }

    /// With a word or number; where there is none, the message says so.
    #[must_use]
    pub fn maybe(self, name: &'static str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.arg(name, value),
            None => self.word(name, "word-none"),
        }
    }

    /// With a phrase within the message.
    #[must_use]
    pub fn phrase(mut self, name: &'static str, phrase: Phrase) -> Self {
        self.args.push((name, Arg::Phrase(phrase)));
        self
    }

    /// With several words or numbers side by side.
    #[must_use]
    pub fn list(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = impl ToString>,
    ) -> Self {
        self.args.push((name, Arg::list(values)));
        self
    }

    /// With a cell concerned.
    #[must_use]
    pub fn cell(mut self, cell: Stated) -> Self {
        self.cells.push(cell);
        self
    }

    /// On a sheet.
    #[must_use]
    pub fn on(mut self, sheet: &str) -> Self {
        self.sheet = Some(sheet.to_owned());
        self
    }

    /// The first cell concerned.
    #[must_use]
    pub fn place(&self) -> Option<(&str, Option<Address>)> {
        let cell = self.cells.iter().find_map(|cell| cell.place.as_ref());
        cell.map(|place| (&*place.sheet, Some(place.cell)))
            .or_else(|| self.sheet.as_deref().map(|sheet| (sheet, None)))
    }

    /// The finding as it is told about one of several workbooks. For a sheet of that workbook `own` gives its name there, and
    /// `None` for any other sheet. The result is `None` where the finding is about other sheets alone.
    #[must_use]
    pub fn within(&self, own: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let mut finding = self.clone();
        finding.sheet = match &self.sheet {
            Some(sheet) => Some(own(sheet)?),
            None => None,
        };
        finding.cells = self
            .cells
            .iter()
            .filter_map(|cell| {
                let Some(place) = &cell.place else {
                    return Some(cell.clone());
                };
                let sheet = own(&place.sheet)?.into();
                Some(Stated {
                    place: Some(Place {
                        sheet,
                        ..place.clone()
                    }),
                    ..cell.clone()
                })
            })
            .collect();
        (!finding.cells.is_empty() || self.cells.is_empty()).then_some(finding)
    }
}
