//! A finding as data that can be read back.

use std::collections::HashSet;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Finding, FindingCode, Severity, Stated};
use crate::messages::{Arg, Phrase};
use crate::model::Place;

/// A finding as data that can be read back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KeptFinding {
    code: String,
    severity: Severity,
    variant: Option<String>,
    sheet: Option<String>,
    args: Vec<(String, KeptArg)>,
    cells: Vec<(Option<Place>, String, Option<Decimal>)>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum KeptArg {
    Text(String),
    Amount(Decimal),
    Word(String),
    Phrase(String, Vec<(String, Self)>),
    List(Vec<Self>),
}

/// The names that findings are made of; each is one of those in `templates/messages/`.
type KnownNames = HashSet<&'static str>;

impl KeptFinding {
    /// What `finding` says.
    pub(crate) fn of(finding: &Finding) -> Self {
        let cells = finding.cells.iter();
        Self {
            code: finding.code.name().to_owned(),
            severity: finding.severity,
            variant: finding.variant.map(str::to_owned),
            sheet: finding.sheet.clone(),
            args: kept(&finding.args),
            cells: cells
                .map(|own| (own.place.clone(), own.text.clone(), own.yuan))
                .collect(),
        }
    }

    /// The finding; `None` where it uses a name that is none of `names`.
    pub(crate) fn finding(self, names: &KnownNames) -> Option<Finding> {
        let variant = match &self.variant {
            Some(variant) => Some(*names.get(variant.as_str())?),
            None => None,
        };
        let cells = self.cells.into_iter();
        Some(Finding {
            code: FindingCode::named(&self.code)?,
            severity: self.severity,
            variant,
            sheet: self.sheet,
            args: read(self.args, names)?,
            cells: cells
                .map(|(place, text, yuan)| Stated { place, text, yuan })
                .collect(),
        })
    }
}

fn kept(args: &[(&'static str, Arg)]) -> Vec<(String, KeptArg)> {
    let args = args.iter();
    args.map(|(name, own)| ((*name).to_owned(), KeptArg::of(own)))
        .collect()
}

fn read(args: Vec<(String, KeptArg)>, names: &KnownNames) -> Option<Vec<(&'static str, Arg)>> {
    let args = args.into_iter();
    args.map(|(name, own)| Some((*names.get(name.as_str())?, own.arg(names)?)))
        .collect()
}

impl KeptArg {
    fn of(arg: &Arg) -> Self {
        match arg {
            Arg::Text(text) => Self::Text(text.clone()),
            Arg::Amount(yuan) => Self::Amount(*yuan),
            Arg::Word(name) => Self::Word((*name).to_owned()),
            Arg::Phrase(phrase) => Self::Phrase(phrase.name().to_owned(), kept(phrase.args())),
            Arg::List(all) => Self::List(all.iter().map(Self::of).collect()),
        }
    }

    fn arg(self, names: &KnownNames) -> Option<Arg> {
        Some(match self {
            Self::Text(text) => Arg::Text(text),
            Self::Amount(yuan) => Arg::Amount(yuan),
            Self::Word(name) => Arg::Word(names.get(name.as_str())?),
            Self::Phrase(name, args) => {
                Arg::Phrase(Phrase::of(names.get(name.as_str())?, read(args, names)?))
            }
            Self::List(all) => {
                let all: Option<Vec<Arg>> = all.into_iter().map(|own| own.arg(names)).collect();
                Arg::List(all?)
            }
        })
    }
}
