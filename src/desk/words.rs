//! The words by which a batch is read, from `templates/desk.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::text::squash;

/// Lists of words by what they stand for.
pub(super) type WordLists = BTreeMap<String, Vec<String>>;

/// The words by which a batch is read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The files and folders of a task.
    pub task: WordLists,
    pub(super) roster: WordLists,
    pub(super) levels: WordLists,
    pub(super) explanations: WordLists,
    pub(super) decisions: WordLists,
    pub(super) eliminations: WordLists,
    pub(super) codes_map: WordLists,
    pub(super) versions: WordLists,
    pub(super) names: WordLists,
    pub(super) files: WordLists,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let words = toml::from_str(include_str!("../../templates/desk.toml"));
    words.expect("the embedded words are valid")
});

/// The words.
#[must_use]
pub fn words() -> &'static Words {
    &WORDS
}

/// The form in which words are compared.
pub(super) fn plain(text: &str) -> String {
    squash(text).to_lowercase()
}

/// Whether `text` is one of the words of `list` that stand for `what`.
pub(super) fn is(list: &WordLists, what: &str, text: &str) -> bool {
    let text = plain(text);
    of(list, what).any(|word| plain(word) == text)
}

/// The words that stand for `what`.
pub(super) fn of<'l>(list: &'l WordLists, what: &str) -> impl Iterator<Item = &'l str> {
    list.get(what).into_iter().flatten().map(String::as_str)
}
