//! What is wrong with the arguments, in words.

use std::num::ParseIntError;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::args::UnknownCode;
use crate::messages::{Arg, Messages, Phrase, visible};

/// What clap found wrong, the usage of the command, and where to read more. `command` is how the command was called:
/// `yusuan check`.
pub(super) fn complaint(error: &clap::Error, command: &str, messages: &Messages) -> String {
    let fault = messages.phrase(&fault(error));
    let mut text = messages.with("cli-error", &[("error", visible(&fault).into())]) + "\n";
    let mut add = |name, values: &[String]| {
        if !values.is_empty() {
            let line = messages.with(name, &[("values", Arg::list(values))]);
            text.push_str(&format!("  {}\n", visible(&line)));
        }
    };
    add("usage-possible", &texts(error, ContextKind::ValidValue));
    for kind in [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ] {
        add("usage-similar", &texts(error, kind));
    }
    let code = std::error::Error::source(error).and_then(|source| source.downcast_ref());
    if let Some(UnknownCode { nearest }) = code {
        add("usage-similar", &[(*nearest).to_owned()]);
    }
    // clap puts its own heading in front of the usage that words.rs gives it.
    let usage = texts(error, ContextKind::Usage).concat();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage).trim();
    if !usage.is_empty() {
        let heading = messages.text("heading-usage");
        text.push_str(&format!("\n{heading}: {usage}\n"));
    }
    let see = messages.with("usage-see-help", &[("command", command.into())]);
    text + &see + "\n"
}

fn fault(error: &clap::Error) -> Phrase {
    let first = |kind| texts(error, kind).into_iter().next().unwrap_or_default();
    let arg = first(ContextKind::InvalidArg);
    let value = first(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument => Phrase::new("usage-unknown-argument").arg("arg", arg),
        ErrorKind::InvalidSubcommand => {
            let command = first(ContextKind::InvalidSubcommand);
            Phrase::new("usage-unknown-command").arg("command", command)
        }
        ErrorKind::MissingRequiredArgument => {
            Phrase::new("usage-missing").list("args", texts(error, ContextKind::InvalidArg))
        }
        ErrorKind::MissingSubcommand => Phrase::new("usage-no-command"),
        ErrorKind::InvalidValue if value.is_empty() => {
            Phrase::new("usage-no-value").arg("arg", arg)
        }
        ErrorKind::InvalidValue => Phrase::new("usage-invalid-value")
            .arg("arg", arg)
            .arg("value", value),
        ErrorKind::ValueValidation => {
            let source = std::error::Error::source(error);
            match source {
                Some(source) if source.is::<UnknownCode>() => {
                    Phrase::new("usage-unknown-code").arg("code", value)
                }
                Some(source) if !source.is::<ParseIntError>() => {
                    Phrase::new("usage-invalid-because")
                        .arg("arg", arg)
                        .arg("value", value)
                        .arg("error", source)
                }
                _ => Phrase::new("usage-invalid-number")
                    .arg("arg", arg)
                    .arg("value", value),
            }
        }
        ErrorKind::TooManyValues => Phrase::new("usage-too-many")
            .arg("arg", arg)
            .arg("value", value),
        ErrorKind::ArgumentConflict => {
            let others = texts(error, ContextKind::PriorArg);
            if others.iter().all(|other| *other == arg) {
                Phrase::new("usage-repeated").arg("arg", arg)
            } else {
                Phrase::new("usage-conflict")
                    .arg("arg", arg)
                    .list("other", others)
            }
        }
        ErrorKind::InvalidUtf8 => Phrase::new("usage-not-text"),
        other => Phrase::new("usage-other").arg("error", other),
    }
}

/// The texts that clap gives of one kind, without colours.
fn texts(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}
