//! The words of everything that people read, in Chinese and English, from `templates/messages/`.

mod language;
mod phrase;
mod visible;

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

pub use language::Language;
pub use phrase::{Arg, Phrase};
pub(crate) use visible::is_obeyed;
pub use visible::{visible, visible_lines, visible_styled};

use crate::text::grouped_yuan;

const CHINESE: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/messages-zh.rs"));
const ENGLISH: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/messages-en.rs"));

/// The texts of one language.
pub struct Messages {
    language: Language,
    bundle: Arc<FluentBundle<FluentResource>>,
    /// Words that come before those of the language.
    first: Option<FluentBundle<FluentResource>>,
}

impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Messages").field(&self.language).finish()
    }
}

impl Messages {
    /// The texts of `language`.
    ///
    /// # Panics
    /// Where an embedded file is not valid.
    #[must_use]
    pub fn new(language: Language) -> Self {
        Self {
            language,
            bundle: Arc::new(bundle(language, Self::files(language))),
            first: None,
        }
    }

    /// The same texts, with those of `text` in place of the ones that they name: for who has no command line to type options on.
    ///
    /// # Panics
    /// Where `text` is not valid.
    #[must_use]
    pub fn with_first(&self, text: &str) -> Self {
        Self {
            language: self.language,
            bundle: Arc::clone(&self.bundle),
            first: Some(bundle(self.language, &[("own words", text)])),
        }
    }

    /// The names of all texts, of their wordings and of what is put into them.
    pub(crate) fn names() -> HashSet<&'static str> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let files = Self::files(Language::English).iter();
        let files = files.chain(Self::files(Language::Chinese));
        let words = files.flat_map(|(_, text)| text.split(move |c: char| !is_name(c)));
        words.filter(|word| !word.is_empty()).collect()
    }

    /// The name and text of each file of `language`.
    fn files(language: Language) -> &'static [(&'static str, &'static str)] {
        match language {
            Language::Chinese => CHINESE,
            Language::English => ENGLISH,
        }
    }

    /// The language.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The text named `name`, without values.
    ///
    /// # Panics
    /// Where there is no such text.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.fill(name, None, &[])
    }

    /// The text named `name`, filled with values.
    ///
    /// # Panics
    /// Where there is no such text.
    #[must_use]
    pub fn with(&self, name: &str, args: &[(&'static str, Arg)]) -> String {
        self.fill(name, None, args)
    }

    /// The words of `phrase`.
    ///
    /// # Panics
    /// Where there is no such text, or it asks for a value that is not given.
    #[must_use]
    pub fn phrase(&self, phrase: &Phrase) -> String {
        self.with(phrase.name, &phrase.args)
    }

    fn value(&self, arg: &Arg) -> String {
        match arg {
            Arg::Text(text) => text.clone(),
            Arg::Amount(yuan) => grouped_yuan(*yuan),
            Arg::Word(word) => self.text(word),
            Arg::Phrase(phrase) => self.phrase(phrase),
            Arg::List(list) => {
                let words: Vec<String> = list.iter().map(|arg| self.value(arg)).collect();
                words.join(&self.text("list-separator"))
            }
        }
    }

    /// The text named `name`, or its attribute, filled with values.
    ///
    /// # Panics
    /// Where there is no such text, or it asks for a value that is not given.
    #[must_use]
    pub fn fill(
        &self,
        name: &str,
        attribute: Option<&str>,
        args: &[(&'static str, Arg)],
    ) -> String {
        self.find(name, attribute, args)
            .unwrap_or_else(|| panic!("there is no text `{name}` {attribute:?}"))
    }

    /// The text named `name`, or its attribute, where it is there.
    ///
    /// # Panics
    /// Where the text asks for a value that is not given.
    #[must_use]
    pub fn find(
        &self,
        name: &str,
        attribute: Option<&str>,
        args: &[(&'static str, Arg)],
    ) -> Option<String> {
        let mut bundles = self.first.iter().chain([&*self.bundle]);
        let (bundle, pattern) = bundles.find_map(|own| {
            let message = own.get_message(name)?;
            let pattern = match attribute {
                Some(attribute) => message.get_attribute(attribute)?.value(),
                None => message.value()?,
            };
            Some((own, pattern))
        })?;
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            match value {
                // Only a number can choose between singular and plural; codes such as 005 must stay texts.
                Arg::Text(text) if *name == "count" => {
                    values.set(*name, FluentValue::try_number(text));
                }
                value => values.set(*name, self.value(value)),
            }
        }
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&values), &mut errors);
        assert!(
            errors.is_empty(),
            "the text `{name}` {attribute:?}: {errors:?}"
        );
        Some(text.into_owned())
    }
}

/// The texts of files, each by its name.
fn bundle(language: Language, files: &[(&str, &str)]) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![language.id()]);
    // Marks of direction around each value would break what is searched for and compared.
    bundle.set_use_isolating(false);
    for (name, text) in files {
        let resource = FluentResource::try_new((*text).to_owned())
            .unwrap_or_else(|(_, errors)| panic!("{name} is not valid: {errors:?}"));
        bundle
            .add_resource(resource)
            .unwrap_or_else(|errors| panic!("{name} repeats a text: {errors:?}"));
    }
    bundle
}

#[cfg(test)]
mod tests;
