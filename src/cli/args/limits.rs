//! One option for each limit.

use clap::{Arg, ArgMatches, Args as ClapArgs, value_parser};

use crate::workbook::open::Limits;

/// One option for each limit, named like it.
#[derive(Debug, Clone, Default)]
pub(in crate::cli) struct LimitArgs(pub(in crate::cli) Limits);

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
