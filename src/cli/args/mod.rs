//! The arguments. Their texts are in `templates/messages/`: see [`words`](super::words).

mod layouts;
mod limits;
mod review;
mod target;

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{
    Arg, ArgAction, Args as ClapArgs, CommandFactory as _, Parser, Subcommand, ValueEnum,
    value_parser,
};

use super::shard::Shard;
use crate::bind::Wanted;
use crate::finding::FindingCode;
use crate::messages::Language;

pub(in crate::cli) use layouts::{
    LayoutsArgs, LayoutsCheckArgs, LayoutsCommand, LayoutsInferArgs, LayoutsListArgs,
    LayoutsShowArgs, LayoutsUpgradeArgs,
};
pub(in crate::cli) use limits::LimitArgs;
pub(in crate::cli) use review::{FillMissing, ReviewArgs};
pub(in crate::cli) use target::ConvertTarget;

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
pub(in crate::cli) struct Args {
    #[command(subcommand)]
    pub(in crate::cli) command: Command,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Command {
    Convert(ConvertArgs),
    Check(CheckArgs),
    Template(TemplateArgs),
    Explain(ExplainArgs),
    Publish(PublishArgs),
    Review(Box<ReviewArgs>),
    Merge(MergeArgs),
    Compare(CompareArgs),
    Layouts(LayoutsArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
    Help(HelpArgs),
}

impl Command {
    /// The inputs, of a command that takes several.
    pub(in crate::cli) const fn inputs(&mut self) -> Option<&mut Vec<PathBuf>> {
        match self {
            Self::Convert(args) => Some(&mut args.input.inputs),
            Self::Check(args) => Some(&mut args.input.inputs),
            Self::Merge(args) => Some(&mut args.input.inputs),
            _ => None,
        }
    }
}

/// The command without texts.
pub(in crate::cli) fn command() -> clap::Command {
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
pub(in crate::cli) enum ConvertTo {
    Xlsx,
    Json,
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ReportFormat {
    Text,
    Json,
    Html,
    Sarif,
}

/// What is read and how.
#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct InputArgs {
    #[arg(required = true, value_name = "INPUT")]
    pub(in crate::cli) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) read: ReadArgs,
}

/// How it is read and checked.
#[derive(Debug, Clone, ClapArgs)]
pub(in crate::cli) struct ReadArgs {
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) layout: Option<String>,
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) templates: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) codes: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) limits: LimitArgs,
    #[command(flatten)]
    pub(in crate::cli) levels: LevelArgs,
}

/// How gravely findings are taken.
#[derive(Debug, Clone, Default, ClapArgs)]
pub(in crate::cli) struct LevelArgs {
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = code)]
    pub(in crate::cli) allow: Vec<FindingCode>,
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = code)]
    pub(in crate::cli) warn: Vec<FindingCode>,
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = code)]
    pub(in crate::cli) deny: Vec<FindingCode>,
}

/// There is no finding code of that name.
#[derive(Debug, thiserror::Error)]
#[error("the nearest is {nearest}")]
pub(in crate::cli) struct UnknownCode {
    /// The name of a code that is most like it.
    pub(in crate::cli) nearest: &'static str,
}

fn code(name: &str) -> Result<FindingCode, UnknownCode> {
    FindingCode::named(name).ok_or_else(|| UnknownCode {
        nearest: FindingCode::nearest(name),
    })
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct ConvertArgs {
    #[command(flatten)]
    pub(in crate::cli) input: InputArgs,
    #[arg(short, long, value_name = "OUT")]
    pub(in crate::cli) output: Option<PathBuf>,
    #[arg(long, value_enum)]
    pub(in crate::cli) to: Option<ConvertTarget>,
    #[arg(long, value_name = "K/N")]
    pub(in crate::cli) shard: Option<Shard>,
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) layout_out: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) previous: Option<PathBuf>,
    #[arg(long)]
    pub(in crate::cli) draft: bool,
    #[arg(long)]
    pub(in crate::cli) strict: bool,
    #[command(flatten)]
    pub(in crate::cli) wanted: WantedArgs,
    #[arg(long)]
    pub(in crate::cli) incomplete: bool,
    #[arg(long)]
    pub(in crate::cli) pdf: bool,
    #[arg(long)]
    pub(in crate::cli) force: bool,
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct CheckArgs {
    #[command(flatten)]
    pub(in crate::cli) input: InputArgs,
    #[arg(long, value_enum)]
    pub(in crate::cli) format: Option<ReportFormat>,
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) annotate: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) previous: Option<PathBuf>,
    #[arg(long)]
    pub(in crate::cli) force: bool,
}

/// Which forms are made.
#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct TemplateArgs {
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) layout: Option<String>,
    #[arg(long, value_name = "YEAR", value_parser = value_parser!(u16).range(2000..=2100))]
    pub(in crate::cli) year: Option<u16>,
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) unit: Option<String>,
    #[arg(long, value_name = "CODE")]
    pub(in crate::cli) code: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) department: Option<String>,
    #[arg(long, value_name = "TYPE")]
    pub(in crate::cli) r#type: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) roster: Option<PathBuf>,
    #[arg(long, value_name = "FILE|DIR")]
    pub(in crate::cli) from: Option<PathBuf>,
    #[arg(long)]
    pub(in crate::cli) entry: bool,
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..=2000))]
    pub(in crate::cli) rows: Option<u16>,
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(0..=99))]
    pub(in crate::cli) projects: Option<u16>,
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) codes: Option<PathBuf>,
    #[arg(long, value_name = "PASSWORD")]
    pub(in crate::cli) password: Option<String>,
    #[arg(short, long, value_name = "OUT")]
    pub(in crate::cli) output: Option<PathBuf>,
    #[arg(long)]
    pub(in crate::cli) force: bool,
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) templates: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) limits: LimitArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ExplainFormat {
    Text,
    Json,
    Html,
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct ExplainArgs {
    #[arg(value_name = "FILE|CODE")]
    pub(in crate::cli) subject: PathBuf,
    #[arg(long, value_enum, default_value = "text")]
    pub(in crate::cli) format: ExplainFormat,
    #[arg(long = "sheet", value_name = "NAME")]
    pub(in crate::cli) sheets: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) read: ReadArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum PublishTarget {
    Docx,
    Html,
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct PublishArgs {
    #[arg(value_name = "INPUT")]
    pub(in crate::cli) input: PathBuf,
    #[arg(short, long, value_name = "OUT")]
    pub(in crate::cli) output: PathBuf,
    #[arg(long, value_enum)]
    pub(in crate::cli) to: Option<PublishTarget>,
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) layout_out: Option<String>,
    #[arg(long)]
    pub(in crate::cli) strict: bool,
    #[command(flatten)]
    pub(in crate::cli) wanted: WantedArgs,
    #[arg(long)]
    pub(in crate::cli) incomplete: bool,
    #[arg(long)]
    pub(in crate::cli) force: bool,
    #[command(flatten)]
    pub(in crate::cli) read: ReadArgs,
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct MergeArgs {
    #[command(flatten)]
    pub(in crate::cli) input: InputArgs,
    #[arg(short, long, value_name = "OUT")]
    pub(in crate::cli) output: PathBuf,
    #[arg(long, value_enum)]
    pub(in crate::cli) to: Option<ConvertTo>,
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) layout_out: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) eliminate: Option<PathBuf>,
    #[arg(long)]
    pub(in crate::cli) force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CompareTarget {
    Text,
    Xlsx,
    Html,
    Json,
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct CompareArgs {
    #[arg(value_name = "OLD")]
    pub(in crate::cli) old: PathBuf,
    #[arg(value_name = "NEW")]
    pub(in crate::cli) new: PathBuf,
    #[arg(short, long, value_name = "OUT")]
    pub(in crate::cli) output: Option<PathBuf>,
    #[arg(long, value_enum)]
    pub(in crate::cli) to: Option<CompareTarget>,
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) map: Option<PathBuf>,
    #[arg(long)]
    pub(in crate::cli) force: bool,
    #[command(flatten)]
    pub(in crate::cli) read: ReadArgs,
}

/// What is written though it is not shown, or belongs to no part of the document.
#[derive(Debug, Clone, Copy, ClapArgs)]
pub(in crate::cli) struct WantedArgs {
    #[arg(long)]
    pub(in crate::cli) with_hidden: bool,
    #[arg(long)]
    pub(in crate::cli) with_unplaced: bool,
}

impl WantedArgs {
    pub(in crate::cli) const fn wanted(self) -> Wanted {
        Wanted {
            hidden: self.with_hidden,
            unplaced: self.with_unplaced,
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct CompletionsArgs {
    #[arg(value_name = "SHELL")]
    pub(in crate::cli) shell: clap_complete::Shell,
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct ManArgs {
    #[arg(short, long, value_name = "DIR")]
    pub(in crate::cli) output: Option<PathBuf>,
    #[arg(long)]
    pub(in crate::cli) force: bool,
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct HelpArgs {
    #[arg(value_name = "COMMAND")]
    pub(in crate::cli) command: Option<String>,
}
