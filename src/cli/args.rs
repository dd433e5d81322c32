//! The arguments. Their texts are in `templates/messages/`: see [`words`](super::words).

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{
    Arg, ArgAction, ArgMatches, Args as ClapArgs, CommandFactory as _, Parser, Subcommand,
    ValueEnum, value_parser,
};

use rust_decimal::Decimal;

use crate::bind::Wanted;
use crate::finding::FindingCode;
use crate::messages::Language;
use crate::workbook::open::Limits;

/// The place of arguments that are listed behind all others of their heading.
const LAST: usize = 900;

#[derive(Debug, Parser)]
#[command(
    name = "yusuan",
    version,
    arg_required_else_help = true,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Convert(ConvertArgs),
    Check(CheckArgs),
    Template(TemplateArgs),
    Explain(ExplainArgs),
    Publish(PublishArgs),
    Review(ReviewArgs),
    Merge(MergeArgs),
    Compare(CompareArgs),
    Layouts(LayoutsArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
    Help(HelpArgs),
}

/// The command without texts.
pub(super) fn command() -> clap::Command {
    let tags = Language::ALL.map(Language::tag);
    let language = Arg::new("lang")
        .long("lang")
        .value_name("LANG")
        .value_parser(PossibleValuesParser::new(tags))
        .global(true)
        .display_order(LAST);
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .display_order(LAST);
    Args::command()
        .arg(language)
        .arg(version)
        .arg(help())
        .mut_subcommands(with_help)
}

/// The command and all commands of it with our own help.
fn with_help(command: clap::Command) -> clap::Command {
    command
        .disable_help_flag(true)
        .arg(help())
        .mut_subcommands(with_help)
}

fn help() -> Arg {
    Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .display_order(LAST)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Target {
    Xlsx,
    Json,
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    Text,
    Json,
    Html,
    Sarif,
}

/// What is read and how.
#[derive(Debug, ClapArgs)]
pub(super) struct InputArgs {
    #[arg(required = true, value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) read: ReadArgs,
}

/// How it is read and checked.
#[derive(Debug, Clone, ClapArgs)]
pub(super) struct ReadArgs {
    #[arg(long, value_name = "ID")]
    pub(super) layout: Option<String>,
    #[arg(long, value_name = "DIR")]
    pub(super) templates: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(super) codes: Option<PathBuf>,
    #[command(flatten)]
    pub(super) limits: LimitArgs,
    #[command(flatten)]
    pub(super) levels: LevelArgs,
}

/// How gravely findings are taken.
#[derive(Debug, Clone, Default, ClapArgs)]
pub(super) struct LevelArgs {
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = code)]
    pub(super) allow: Vec<FindingCode>,
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = code)]
    pub(super) warn: Vec<FindingCode>,
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = code)]
    pub(super) deny: Vec<FindingCode>,
}

/// There is no finding code of that name.
#[derive(Debug, thiserror::Error)]
#[error("the nearest is {nearest}")]
pub(super) struct UnknownCode {
    /// The name of a code that is most like it.
    pub(super) nearest: &'static str,
}

fn code(name: &str) -> Result<FindingCode, UnknownCode> {
    FindingCode::named(name).ok_or_else(|| UnknownCode {
        nearest: FindingCode::nearest(name),
    })
}

#[derive(Debug, ClapArgs)]
pub(super) struct ConvertArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: Option<PathBuf>,
    #[arg(long, value_enum)]
    pub(super) to: Option<Target>,
    #[arg(long, value_name = "ID")]
    pub(super) layout_out: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(super) previous: Option<PathBuf>,
    #[arg(long)]
    pub(super) draft: bool,
    #[arg(long)]
    pub(super) strict: bool,
    #[command(flatten)]
    pub(super) wanted: WantedArgs,
    #[arg(long)]
    pub(super) incomplete: bool,
    #[arg(long)]
    pub(super) pdf: bool,
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[arg(long, value_enum)]
    pub(super) format: Option<ReportFormat>,
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub(super) annotate: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(super) previous: Option<PathBuf>,
    #[arg(long)]
    pub(super) force: bool,
}

/// Which forms are made.
#[derive(Debug, ClapArgs)]
pub(super) struct TemplateArgs {
    #[arg(long, value_name = "ID")]
    pub(super) layout: Option<String>,
    #[arg(long, value_name = "YEAR", value_parser = value_parser!(u16).range(2000..=2100))]
    pub(super) year: Option<u16>,
    #[arg(long, value_name = "NAME")]
    pub(super) unit: Option<String>,
    #[arg(long, value_name = "CODE")]
    pub(super) code: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(super) department: Option<String>,
    #[arg(long, value_name = "TYPE")]
    pub(super) r#type: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(super) roster: Option<PathBuf>,
    #[arg(long, value_name = "FILE|DIR")]
    pub(super) from: Option<PathBuf>,
    #[arg(long)]
    pub(super) entry: bool,
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..=2000))]
    pub(super) rows: Option<u16>,
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(0..=99))]
    pub(super) projects: Option<u16>,
    #[arg(long, value_name = "FILE")]
    pub(super) codes: Option<PathBuf>,
    #[arg(long, value_name = "PASSWORD")]
    pub(super) password: Option<String>,
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: Option<PathBuf>,
    #[arg(long)]
    pub(super) force: bool,
    #[arg(long, value_name = "DIR")]
    pub(super) templates: Option<PathBuf>,
    #[command(flatten)]
    pub(super) limits: LimitArgs,
}

/// One option for each limit, named like it.
#[derive(Debug, Clone, Default)]
pub(super) struct LimitArgs(pub(super) Limits);

impl ClapArgs for LimitArgs {
    fn augment_args(mut command: clap::Command) -> clap::Command {
        let usual = Limits::default();
        for name in Limits::names() {
            let value = usual.get(name).unwrap_or_default();
            let arg = Arg::new(*name)
                .long(*name)
                .value_name("N")
                .value_parser(value_parser!(u64))
                .help_heading("limits")
                .allow_negative_numbers(true)
                .default_value(value.to_string());
            command = command.arg(arg);
        }
        command
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl clap::FromArgMatches for LimitArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut limits = Limits::default();
        for name in Limits::names() {
            if let Some(value) = matches.get_one::<u64>(name) {
                let known = limits.set(name, *value);
                debug_assert!(known, "names() lists the limits that set() knows");
            }
        }
        Ok(Self(limits))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExplainFormat {
    Text,
    Json,
    Html,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ExplainArgs {
    #[arg(value_name = "FILE|CODE")]
    pub(super) subject: PathBuf,
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: ExplainFormat,
    #[arg(long = "sheet", value_name = "NAME")]
    pub(super) sheets: Vec<String>,
    #[command(flatten)]
    pub(super) read: ReadArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PublishTarget {
    Docx,
    Html,
}

#[derive(Debug, ClapArgs)]
pub(super) struct PublishArgs {
    #[arg(value_name = "INPUT")]
    pub(super) input: PathBuf,
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: PathBuf,
    #[arg(long, value_enum)]
    pub(super) to: Option<PublishTarget>,
    #[arg(long, value_name = "ID")]
    pub(super) layout_out: Option<String>,
    #[arg(long)]
    pub(super) strict: bool,
    #[command(flatten)]
    pub(super) wanted: WantedArgs,
    #[arg(long)]
    pub(super) incomplete: bool,
    #[arg(long)]
    pub(super) force: bool,
    #[command(flatten)]
    pub(super) read: ReadArgs,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ReviewArgs {
    #[arg(value_name = "TASK")]
    pub(super) task: PathBuf,
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(super) roster: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub(super) inbox: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub(super) last_year: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(super) explain: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(super) eliminate: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(super) map: Option<PathBuf>,
    #[arg(long, value_name = "YEAR", value_parser = value_parser!(u16).range(2000..=2100))]
    pub(super) year: Option<u16>,
    #[arg(long, value_name = "PERCENT,YUAN", value_parser = threshold)]
    pub(super) change: Option<(Decimal, Decimal)>,
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) due: Option<String>,
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) date: Option<String>,
    #[arg(long)]
    pub(super) no_letters: bool,
    #[command(flatten)]
    pub(super) read: ReadArgs,
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
pub(super) struct ThresholdError;

/// A day: `2026-01-15`.
fn date(text: &str) -> Result<String, DateError> {
    let form = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let part = |from: usize| text.get(from..from + 2)?.parse::<u8>().ok();
    let is_day = form
        && part(5).is_some_and(|month| (1..=12).contains(&month))
        && part(8).is_some_and(|day| (1..=31).contains(&day));
    is_day.then(|| text.to_owned()).ok_or(DateError)
}

/// It is no day.
#[derive(Debug, thiserror::Error)]
#[error("2026-01-15")]
pub(super) struct DateError;

#[derive(Debug, ClapArgs)]
pub(super) struct MergeArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: PathBuf,
    #[arg(long, value_enum)]
    pub(super) to: Option<Target>,
    #[arg(long, value_name = "ID")]
    pub(super) layout_out: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(super) eliminate: Option<PathBuf>,
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CompareTarget {
    Text,
    Xlsx,
    Html,
    Json,
}

#[derive(Debug, ClapArgs)]
pub(super) struct CompareArgs {
    #[arg(value_name = "OLD")]
    pub(super) old: PathBuf,
    #[arg(value_name = "NEW")]
    pub(super) new: PathBuf,
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: Option<PathBuf>,
    #[arg(long, value_enum)]
    pub(super) to: Option<CompareTarget>,
    #[arg(long, value_name = "FILE")]
    pub(super) map: Option<PathBuf>,
    #[arg(long)]
    pub(super) force: bool,
    #[command(flatten)]
    pub(super) read: ReadArgs,
}

#[derive(Debug, ClapArgs)]
#[command(arg_required_else_help = true, disable_help_subcommand = true)]
pub(super) struct LayoutsArgs {
    #[command(subcommand)]
    pub(super) command: LayoutsCommand,
}

/// What is done with layouts.
#[derive(Debug, Subcommand)]
pub(super) enum LayoutsCommand {
    List(LayoutsListArgs),
    Show(LayoutsShowArgs),
    Check(LayoutsCheckArgs),
    Upgrade(LayoutsUpgradeArgs),
    Infer(LayoutsInferArgs),
}

#[derive(Debug, ClapArgs)]
pub(super) struct LayoutsListArgs {
    #[arg(long, value_name = "DIR")]
    pub(super) templates: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct LayoutsShowArgs {
    #[arg(value_name = "ID")]
    pub(super) id: String,
    #[arg(long, value_name = "DIR")]
    pub(super) templates: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct LayoutsCheckArgs {
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    #[arg(value_name = "SAMPLE")]
    pub(super) samples: Vec<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub(super) templates: Option<PathBuf>,
    #[command(flatten)]
    pub(super) limits: LimitArgs,
}

#[derive(Debug, ClapArgs)]
pub(super) struct LayoutsUpgradeArgs {
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: Option<PathBuf>,
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct LayoutsInferArgs {
    #[arg(value_name = "FORM")]
    pub(super) form: PathBuf,
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: Option<PathBuf>,
    #[arg(long)]
    pub(super) force: bool,
    #[arg(long, value_name = "DIR")]
    pub(super) templates: Option<PathBuf>,
    #[command(flatten)]
    pub(super) limits: LimitArgs,
}

/// What is written though it is not shown, or belongs to no part of the document.
#[derive(Debug, Clone, Copy, ClapArgs)]
pub(super) struct WantedArgs {
    #[arg(long)]
    pub(super) with_hidden: bool,
    #[arg(long)]
    pub(super) with_unplaced: bool,
}

impl WantedArgs {
    pub(super) const fn wanted(self) -> Wanted {
        Wanted {
            hidden: self.with_hidden,
            unplaced: self.with_unplaced,
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(super) struct CompletionsArgs {
    #[arg(value_name = "SHELL")]
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ManArgs {
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct HelpArgs {
    #[arg(value_name = "COMMAND")]
    pub(super) command: Option<String>,
}
