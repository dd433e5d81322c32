//! The arguments.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Args as ClapArgs, Parser, Subcommand, ValueEnum, value_parser};

use crate::finding::FindingCode;
use crate::workbook::open::Limits;

/// 把单位报送的预算表读成统一的预算数据，指出错误，并写成标准、可打印的工作簿。
#[derive(Debug, Parser)]
#[command(name = "yusuan", version, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 读取报送的文件，各写成一个标准工作簿（或 JSON、CSV）
    Convert(ConvertArgs),
    /// 只检查，把问题写到标准输出
    Check(CheckArgs),
    /// 说明文件中每个单元格被读作什么，或一个问题代码的含义
    Explain(ExplainArgs),
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
}

/// What is read and how.
#[derive(Debug, ClapArgs)]
pub(super) struct InputArgs {
    /// 文件或文件夹（逐层读取其中的表格文件）；也可以是 convert 写出的 JSON
    #[arg(required = true, value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) read: ReadArgs,
}

/// How it is read and checked.
#[derive(Debug, ClapArgs)]
pub(super) struct ReadArgs {
    /// 按指定的表样读取，不自动识别
    #[arg(long, value_name = "ID")]
    pub(super) layout: Option<String>,
    /// 另有自己的表样（TOML）的文件夹
    #[arg(long, value_name = "DIR")]
    pub(super) templates: Option<PathBuf>,
    #[command(flatten)]
    pub(super) limits: LimitArgs,
    #[command(flatten)]
    pub(super) levels: LevelArgs,
}

/// How gravely findings are taken.
#[derive(Debug, Clone, Default, ClapArgs)]
pub(super) struct LevelArgs {
    /// 不报告这种问题（可以写几次）
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = code)]
    pub(super) allow: Vec<FindingCode>,
    /// 这种问题只作为警告
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = code)]
    pub(super) warn: Vec<FindingCode>,
    /// 这种问题作为错误
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = code)]
    pub(super) deny: Vec<FindingCode>,
}

/// The finding code of that name; else the nearest name.
fn code(name: &str) -> Result<FindingCode, String> {
    FindingCode::named(name).ok_or_else(|| FindingCode::nearest(name).to_owned())
}

#[derive(Debug, ClapArgs)]
pub(super) struct ConvertArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// 输出的文件（一个输入）、文件夹（多个输入），或 - 表示标准输出
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: Option<PathBuf>,
    /// 输出的格式；不写时按输出文件的扩展名，否则为 xlsx
    #[arg(long, value_enum)]
    pub(super) to: Option<Target>,
    /// 按另一种表样写出
    #[arg(long, value_name = "ID")]
    pub(super) layout_out: Option<String>,
    /// 上年的预算（文件或 JSON），随 JSON 一并写出
    #[arg(long, value_name = "FILE")]
    pub(super) previous: Option<PathBuf>,
    /// 有错误的文件不写出
    #[arg(long)]
    pub(super) strict: bool,
    /// 覆盖已有的文件
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// 报告的格式
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: ReportFormat,
    /// 把每个工作簿标出问题后写到这个文件夹，退回单位修改
    #[arg(long, value_name = "DIR")]
    pub(super) annotate: Option<PathBuf>,
    /// 覆盖已有的文件
    #[arg(long)]
    pub(super) force: bool,
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
                .help_heading("限制")
                .help(format!("缺省 {value}"));
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
    /// 表格文件，或问题代码（如 total-differs）
    #[arg(value_name = "FILE|CODE")]
    pub(super) subject: PathBuf,
    /// 说明的格式
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: ExplainFormat,
    /// 只说明这个工作表；可以多次使用
    #[arg(long = "sheet", value_name = "NAME")]
    pub(super) sheets: Vec<String>,
    #[command(flatten)]
    pub(super) read: ReadArgs,
}
