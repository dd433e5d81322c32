//! What is said, before it is put into words.

use std::{fmt, io};

use rust_decimal::Decimal;

use super::{Language, Messages};

/// The numbers of faults of Windows that have no kind of their own.
const SHARING_VIOLATION: i32 = 32;
const LOCK_VIOLATION: i32 = 33;
const INVALID_NAME: i32 = 123;

/// A word, number or phrase that is put into a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// As it is: a name, an amount, a text of the submission.
    Text(String),
    /// An amount in yuan: 6,690,000.50.
    Amount(Decimal),
    /// A word with a name of its own in `templates/messages/`.
    Word(&'static str),
    /// A text with values of its own.
    Phrase(Phrase),
    /// Several, put side by side as the language does.
    List(Vec<Self>),
}

impl<T: ToString> From<T> for Arg {
    fn from(value: T) -> Self {
        Self::Text(value.to_string())
    }
}

impl Arg {
    /// Several texts side by side.
    #[must_use]
    pub fn list(texts: impl IntoIterator<Item = impl ToString>) -> Self {
        Self::List(texts.into_iter().map(Self::from).collect())
    }
}

/// A text of `templates/messages/` by its name, with its values. Shown as it is, it is in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    pub(super) name: &'static str,
    pub(super) args: Vec<(&'static str, Arg)>,
}

impl Phrase {
    /// Whether it is the text called `name`.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name == name
    }

    /// The name of the text.
    pub(crate) const fn name(&self) -> &'static str {
        self.name
    }

    /// Its values.
    pub(crate) fn args(&self) -> &[(&'static str, Arg)] {
        &self.args
    }

    /// The text called `name` with these values.
    pub(crate) const fn of(name: &'static str, args: Vec<(&'static str, Arg)>) -> Self {
        Self { name, args }
    }

    /// The text called `name`.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            args: Vec::new(),
        }
    }

    /// Why a file or folder could not be read or written.
    #[must_use]
    pub fn io(error: &io::Error) -> Self {
        Self::of_system(error, cfg!(windows))
    }

    fn of_system(error: &io::Error, windows: bool) -> Self {
        match error.raw_os_error() {
            // Another program has the file, or a part of it, to itself.
            Some(SHARING_VIOLATION | LOCK_VIOLATION) if windows => return Self::new("io-open"),
            Some(INVALID_NAME) if windows => return Self::new("io-no-name"),
            _ => {}
        }
        Self::new(match error.kind() {
            io::ErrorKind::NotFound => "io-not-found",
            io::ErrorKind::PermissionDenied => "io-denied",
            io::ErrorKind::IsADirectory => "io-folder",
            io::ErrorKind::NotADirectory => "io-no-folder",
            io::ErrorKind::AlreadyExists => "io-exists",
            io::ErrorKind::StorageFull => "io-full",
            io::ErrorKind::ReadOnlyFilesystem => "io-read-only",
            _ => return Self::new("io-other").arg("error", error),
        })
    }

    /// With a word or number.
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

    /// With a phrase within it.
    #[must_use]
    pub fn phrase(mut self, name: &'static str, phrase: Self) -> Self {
        self.args.push((name, Arg::Phrase(phrase)));
        self
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Messages::new(Language::English).phrase(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_another_program_has_open_is_said_to_be_so() {
        let error = io::Error::from_raw_os_error(SHARING_VIOLATION);
        assert!(Phrase::of_system(&error, true).is("io-open"));
        assert!(!Phrase::of_system(&error, false).is("io-open"));
    }
}
