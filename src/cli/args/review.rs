//! The arguments of `review`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, ValueEnum, value_parser};
use rust_decimal::Decimal;

use super::ReadArgs;
use crate::export::data::DataFormat;

#[derive(Debug, Clone, ClapArgs)]
pub(in crate::cli) struct ReviewArgs {
    #[arg(value_name = "TASK")]
    pub(in crate::cli) task: PathBuf,
    #[arg(short, long, value_name = "OUT")]
    pub(in crate::cli) output: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) roster: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) inbox: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) last_year: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) explain: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) eliminate: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) map: Option<PathBuf>,
    #[arg(long, value_name = "YEAR", value_parser = value_parser!(u16).range(2000..=2100))]
    pub(in crate::cli) year: Option<u16>,
    #[arg(long, value_name = "PERCENT,YUAN", value_parser = threshold)]
    pub(in crate::cli) change: Option<(Decimal, Decimal)>,
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(in crate::cli) due: Option<String>,
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(in crate::cli) date: Option<String>,
    #[arg(long, value_name = "FORMAT", value_parser = super::target::data_format)]
    pub(in crate::cli) data: Option<DataFormat>,
    #[arg(long, value_name = "CODE", value_delimiter = ',', num_args = 1..)]
    pub(in crate::cli) only: Vec<String>,
    #[arg(long, value_name = "FROM")]
    pub(in crate::cli) fill_missing: Option<FillMissing>,
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) letter_head: Option<PathBuf>,
    #[arg(long)]
    pub(in crate::cli) no_letters: bool,
    #[arg(long)]
    pub(in crate::cli) fresh: bool,
    #[arg(long, conflicts_with = "verify")]
    pub(in crate::cli) seal: bool,
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) verify: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) read: ReadArgs,
}

/// The options of a review as its record has them.
#[derive(Debug, Parser)]
struct RecordedArgs {
    #[command(flatten)]
    own: ReviewArgs,
}

impl ReviewArgs {
    /// With the options of a record where none is given; as it is where these are not options of this version.
    pub(in crate::cli) fn with_recorded(&self, options: &str) -> Self {
        let mut args = self.clone();
        let words = options.split_whitespace();
        let words = ["review", "."].into_iter().chain(words);
        let Ok(RecordedArgs { own }) = RecordedArgs::try_parse_from(words) else {
            return args;
        };
        args.year = args.year.or(own.year);
        args.change = args.change.or(own.change);
        args.due = args.due.or(own.due);
        args.fill_missing = args.fill_missing.or(own.fill_missing);
        args.no_letters |= own.no_letters;
        args.read.layout = args.read.layout.or(own.read.layout);
        let levels = &mut args.read.levels;
        let own_levels = own.read.levels;
        for (given, recorded) in [
            (&mut levels.allow, own_levels.allow),
            (&mut levels.warn, own_levels.warn),
            (&mut levels.deny, own_levels.deny),
        ] {
            if given.is_empty() {
                *given = recorded;
            }
        }
        if args.only.is_empty() {
            args.only = own.only;
        }
        args
    }
}

/// What stands in the sums for units of which nothing counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FillMissing {
    /// Last year's budget.
    LastYear,
}

/// From which percentage and amount on a change is large: `20%,100000`.
fn threshold(text: &str) -> Result<(Decimal, Decimal), ThresholdError> {
    let (percent, yuan) = text.split_once([',', '，']).ok_or(ThresholdError)?;
    let number = |text: &str| {
        let own: Decimal = text.trim().parse().map_err(|_| ThresholdError)?;
        Some(own)
            .filter(|own| !own.is_sign_negative())
            .ok_or(ThresholdError)
    };
    Ok((
        number(percent.trim().trim_end_matches(['%', '％']))?,
        number(yuan)?,
    ))
}

/// It is no percentage and amount.
#[derive(Debug, thiserror::Error)]
#[error("20%,100000")]
pub(in crate::cli) struct ThresholdError;

/// A day: `2026-01-15`.
fn date(text: &str) -> Result<String, DateError> {
    // Other ways to write a day are none, as days are compared by their texts.
    let day = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| DateError)?;
    let is_plain = text.len() == 10 && day.format("%Y-%m-%d").to_string() == text;
    is_plain.then(|| text.to_owned()).ok_or(DateError)
}

/// It is no day.
#[derive(Debug, thiserror::Error)]
#[error("2026-01-15")]
pub(in crate::cli) struct DateError;
