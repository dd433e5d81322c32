//! Words on the command: clap gives the shape, `templates/messages/` the texts. An argument's text is called
//! `arg-COMMAND-NAME`, or `arg-NAME` where several commands share it; a command's `command-NAME`; a heading's
//! `heading-NAME`. A command of another is called by both names: `layouts-check`.

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command};
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_width::UnicodeWidthStr as _;

use crate::messages::{Arg as Value, Language, Messages};

/// The width that help is written for, in columns.
const WIDTH: usize = 80;
/// The columns in front of an argument and between it and its help, as clap sets them.
const AROUND: usize = 4;

/// The language that the arguments ask for, else that of `locales` (the preferred first), else Chinese. It must be known
/// before the arguments are read, as what is wrong with them is said in it.
pub(super) fn language(args: &[OsString], locales: impl IntoIterator<Item = String>) -> Language {
    let mut args = args.iter().filter_map(|arg| arg.to_str());
    let asked = args
        .by_ref()
        .take_while(|arg| *arg != "--")
        .find_map(|arg| {
            arg.strip_prefix("--lang")
                .map(|value| value.strip_prefix('=').map(str::to_owned))
        });
    let tag = asked.and_then(|value| value.or_else(|| args.next().map(str::to_owned)));
    let named = |tag: String| {
        let mut all = Language::ALL.into_iter();
        all.find(|language| language.tag() == tag)
    };
    tag.and_then(named)
        .or_else(|| {
            let mut locales = locales.into_iter();
            locales.find_map(|locale| Language::of_locale(&locale))
        })
        .unwrap_or(Language::Chinese)
}

/// How the command is called with these arguments, well or not: `yusuan check`.
pub(super) fn called(command: &Command, args: &[OsString]) -> String {
    let (mut command, mut called) = (command, command.get_name().to_owned());
    for arg in args.iter().skip(1).filter_map(|arg| arg.to_str()) {
        if let Some(own) = command.find_subcommand(arg) {
            called = format!("{called} {arg}");
            command = own;
        }
    }
    called
}

/// The command with all its texts, each on one line.
pub(super) fn worded(command: Command, messages: &Messages) -> Command {
    let name = command.get_name().to_owned();
    of_command(command, &name, messages)
}

/// The texts that `command` asks for: of each command, argument and heading the names that would do, the best first.
#[cfg(test)]
fn asked(command: &Command, path: &str) -> Vec<Vec<String>> {
    let name = name_of(path);
    let mut asked = vec![vec![format!("command-{name}")]];
    for arg in command.get_arguments() {
        asked.push(text_names(&name, arg).to_vec());
        asked.push(vec![heading_name(arg)]);
    }
    let below = command.get_subcommands();
    asked.extend(below.flat_map(|own| self::asked(own, &format!("{path} {}", own.get_name()))));
    asked
}

/// The name of a command in the names of texts, from how it is called: `yusuan layouts check` is `layouts-check`.
fn name_of(path: &str) -> String {
    let own = path.split_once(' ').map_or(path, |(_, own)| own);
    own.replace(' ', "-")
}

fn text_names(command: &str, arg: &Arg) -> [String; 2] {
    let id = arg.get_id().as_str().replace('_', "-");
    [format!("arg-{command}-{id}"), format!("arg-{id}")]
}

fn heading_name(arg: &Arg) -> String {
    let usual = if arg.is_positional() {
        "arguments"
    } else {
        "options"
    };
    format!("heading-{}", arg.get_help_heading().unwrap_or(usual))
}

/// `path` is how the command is called: `yusuan convert`.
fn of_command(command: Command, path: &str, messages: &Messages) -> Command {
    let name = name_of(path);
    let header = *command.get_styles().get_header();
    let usage = messages.text("heading-usage");
    let template = format!(
        "{{about-with-newline}}\n{header}{usage}:{header:#} {{usage}}\n\n{{all-args}}{{after-help}}"
    );
    let of_arg = |arg: Arg| of_arg(arg, &name, messages);
    let command = command
        .about(messages.text(&format!("command-{name}")))
        .help_template(template)
        .subcommand_help_heading(messages.text("heading-commands"))
        .subcommand_value_name(messages.text("help-command"))
        .mut_args(of_arg)
        .mut_subcommands(|own| {
            let path = format!("{path} {}", own.get_name());
            of_command(own, &path, messages)
        });
    let usage = usage_line(&command, path, messages);
    command.override_usage(usage)
}

fn of_arg(arg: Arg, command: &str, messages: &Messages) -> Arg {
    let [own, shared] = text_names(command, &arg);
    let mut help = messages
        .find(&own, None, &[])
        .unwrap_or_else(|| messages.text(&shared));
    let values: Vec<_> = arg.get_possible_values();
    // A switch is true or false, which nobody types.
    if arg.get_action().takes_values() && !values.is_empty() {
        let values = Value::list(values.iter().map(clap::builder::PossibleValue::get_name));
        help = help + " " + &messages.with("help-possible", &[("values", values)]);
    }
    if let [value] = arg.get_default_values() {
        let value = value.to_string_lossy().into();
        help = help + " " + &messages.with("help-default", &[("value", value)]);
    }
    let heading = messages.text(&heading_name(&arg));
    let takes_values = arg.get_action().takes_values();
    arg.help(help)
        .help_heading(heading)
        .hide_possible_values(takes_values)
        .hide_default_value(takes_values)
}

fn usage_line(command: &Command, path: &str, messages: &Messages) -> String {
    let mut parts = vec![path.to_owned(), messages.text("help-options")];
    parts.extend(command.get_positionals().map(positional));
    if command.has_subcommands() {
        parts.push(format!("<{}>", messages.text("help-command")));
    }
    parts.join(" ")
}

fn positional(arg: &Arg) -> String {
    let name = arg.get_value_names().map_or_else(
        || arg.get_id().as_str().to_uppercase(),
        |names| names.join(" "),
    );
    let several = if matches!(arg.get_action(), ArgAction::Append) {
        "..."
    } else {
        ""
    };
    if arg.is_required_set() {
        format!("<{name}>{several}")
    } else {
        format!("[{name}]{several}")
    }
}

/// The command with its texts broken into lines for a terminal. clap breaks lines only at spaces, which Chinese has none
/// of.
pub(super) fn wrapped(mut command: Command) -> Command {
    // Only now do subcommands have the options that all commands share.
    command.build();
    let about = command.get_about().map(ToString::to_string);
    of_terminal(command, &about.unwrap_or_default(), WIDTH).term_width(WIDTH)
}

/// `about` is what the command does, in `width` columns.
fn of_terminal(command: Command, about: &str, width: usize) -> Command {
    let widest = |heading: Option<&str>| {
        let args = command.get_arguments();
        let alike = args.filter(|arg| arg.get_help_heading() == heading);
        alike.map(spec_width).max().unwrap_or(0)
    };
    let widths: Vec<(clap::Id, usize)> = command
        .get_arguments()
        .map(|arg| (arg.get_id().clone(), widest(arg.get_help_heading())))
        .collect();
    let names = command.get_subcommands().map(|own| own.get_name().width());
    let names = names.max().unwrap_or(0);
    command
        .about(wrap(about, width))
        .mut_args(|arg| {
            let width = widths.iter().find(|(id, _)| id == arg.get_id());
            let taken = AROUND + width.map_or(0, |(_, width)| *width);
            let help = arg.get_help().map(ToString::to_string);
            arg.help(wrap(&help.unwrap_or_default(), WIDTH - taken))
        })
        .mut_subcommands(|own| {
            let about = own.get_about().map(ToString::to_string);
            of_terminal(own, &about.unwrap_or_default(), WIDTH - AROUND - names)
        })
}

/// The columns of an argument as help lists it: `-o, --output <OUT>`.
fn spec_width(arg: &Arg) -> usize {
    let Some(long) = arg.get_long() else {
        return positional(arg).width();
    };
    let value = arg
        .get_value_names()
        .filter(|_| arg.get_action().takes_values())
        .map_or(0, |names| names.join("> <").width() + " <>".len());
    "-x, --".len() + long.width() + value
}

/// `text` in lines of at most `width` columns, broken where the rules of Unicode allow it, and within square brackets
/// only where what they hold fits no line.
fn wrap(text: &str, width: usize) -> String {
    let lines = lines(text, width, true);
    if lines.iter().all(|line| line.width() <= width) {
        lines.join("\n")
    } else {
        self::lines(text, width, false).join("\n")
    }
}

fn lines(text: &str, width: usize, brackets_whole: bool) -> Vec<String> {
    let (mut lines, mut line, mut from) = (Vec::new(), String::new(), 0);
    for (to, opportunity) in linebreaks(text) {
        let piece = &text[from..to];
        if brackets_whole && piece.matches('[').count() > piece.matches(']').count() {
            continue;
        }
        if !line.is_empty() && line.width() + piece.trim_end().width() > width {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        line.push_str(piece);
        if opportunity == BreakOpportunity::Mandatory {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        from = to;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args;

    #[test]
    fn every_argument_has_its_text_in_every_language() {
        for language in Language::ALL {
            let messages = Messages::new(language);
            let missing: Vec<String> = asked(&args::command(), "yusuan")
                .into_iter()
                .filter(|names| {
                    names
                        .iter()
                        .all(|name| messages.find(name, None, &[]).is_none())
                })
                .map(|names| names.join(" or "))
                .collect();
            assert!(
                missing.is_empty(),
                "add to templates/messages/{}/command.ftl: {missing:#?}",
                language.tag()
            );
        }
    }

    #[test]
    fn the_command_is_sound_in_every_language() {
        for language in Language::ALL {
            wrapped(worded(args::command(), &Messages::new(language))).debug_assert();
        }
    }

    #[test]
    fn no_line_of_help_is_wider_than_the_terminal() {
        for language in Language::ALL {
            let mut command = wrapped(worded(args::command(), &Messages::new(language)));
            command.build();
            let mut helps = vec![command.render_help().to_string()];
            for own in command.get_subcommands_mut() {
                helps.push(own.render_help().to_string());
            }
            for line in helps.iter().flat_map(|help| help.lines()) {
                assert!(line.width() <= WIDTH, "{line}");
            }
        }
    }

    #[test]
    fn the_language_is_asked_for_before_or_after_the_command() {
        let asked = |args: &[&str], locale: &str| {
            let args: Vec<OsString> = args.iter().map(Into::into).collect();
            language(&args, [locale.to_owned()])
        };
        use Language::{Chinese, English};
        assert_eq!(
            asked(&["yusuan", "--lang", "en", "check"], "zh-CN"),
            English
        );
        assert_eq!(asked(&["yusuan", "check", "--lang=en"], "zh-CN"), English);
        assert_eq!(asked(&["yusuan", "check", "--lang=zh"], "en-US"), Chinese);
        assert_eq!(asked(&["yusuan", "check"], "en-US"), English);
        assert_eq!(asked(&["yusuan", "check", "--lang"], "en-US"), English);
        assert_eq!(asked(&["yusuan", "--lang", "fr"], "C"), Chinese);
        assert_eq!(asked(&["yusuan", "--", "--lang", "en"], "C"), Chinese);
    }

    #[test]
    fn lines_break_between_characters_and_not_in_front_of_punctuation() {
        assert_eq!(wrap("预算表读成数据，指出", 14), "预算表读成数\n据，指出");
        assert_eq!(wrap("one two three", 8), "one two\nthree");
        assert_eq!(wrap("one [two three]", 13), "one\n[two three]");
        assert_eq!(wrap("one [two three]", 9), "one [two\nthree]");
    }
}
