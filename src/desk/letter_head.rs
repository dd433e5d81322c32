//! Who writes the letters: `letter-head.toml` of a task.

use serde::Deserialize;

/// Who writes the letters.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LetterHead {
    /// The office that writes: it stands below the letter.
    pub office: String,
    /// The number of the letter; `{code}` and `{year}` in it are those of the unit.
    pub number: String,
    /// Whom to ask.
    pub contact: String,
    /// The telephone number.
    pub phone: String,
    /// Where to hand in.
    pub address: String,
}

impl LetterHead {
    /// Reads one.
    ///
    /// # Errors
    /// Where it is no such file.
    pub fn read(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }
}
