//! The arguments of `layouts` and the commands below it.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

use super::LimitArgs;

#[derive(Debug, ClapArgs)]
#[command(arg_required_else_help = true, disable_help_subcommand = true)]
pub(in crate::cli) struct LayoutsArgs {
    #[command(subcommand)]
    pub(in crate::cli) command: LayoutsCommand,
}

/// What is done with layouts.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum LayoutsCommand {
    List(LayoutsListArgs),
    Show(LayoutsShowArgs),
    Check(LayoutsCheckArgs),
    Upgrade(LayoutsUpgradeArgs),
    Infer(LayoutsInferArgs),
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct LayoutsListArgs {
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) templates: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct LayoutsShowArgs {
    #[arg(value_name = "ID")]
    pub(in crate::cli) id: String,
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) templates: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct LayoutsCheckArgs {
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    #[arg(value_name = "SAMPLE")]
    pub(in crate::cli) samples: Vec<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) templates: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) limits: LimitArgs,
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct LayoutsUpgradeArgs {
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    #[arg(short, long, value_name = "OUT")]
    pub(in crate::cli) output: Option<PathBuf>,
    #[arg(long)]
    pub(in crate::cli) force: bool,
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct LayoutsInferArgs {
    #[arg(value_name = "FORM")]
    pub(in crate::cli) form: PathBuf,
    #[arg(short, long, value_name = "OUT")]
    pub(in crate::cli) output: Option<PathBuf>,
    #[arg(long)]
    pub(in crate::cli) force: bool,
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) templates: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) limits: LimitArgs,
}
