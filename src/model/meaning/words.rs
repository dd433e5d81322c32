//! The words of layouts as coordinates.

use super::Model;
use crate::messages::Phrase;
use crate::model::{Code, Coordinates, Dim, Id, Member};

impl Model {
    /// The member that a word of a layout names; `None` for `all`.
    ///
    /// # Errors
    /// Where it is neither a word nor a code of a dimension.
    pub fn member(&self, text: &str) -> Result<Option<(Dim, Member)>, UnknownWord> {
        if text == "all" {
            return Ok(None);
        }
        if let Some(word) = self.words.get(text) {
            return Ok(Some((word.dim, Member::Word(Id::from(text)))));
        }
        let code = Code::parse(text);
        let listed = self.dimensions.iter().find(|own| {
            own.codes.is_some_and(|first| text.starts_with(first))
                && own.digits.contains(&text.len())
        });
        match (code, listed) {
            (Some(code), Some(dimension)) => Ok(Some((dimension.dim, Member::Code(code)))),
            _ => Err(UnknownWord(text.to_owned())),
        }
    }

    /// The coordinates of `words` within `outer`. Where two words belong to one dimension, the narrower one counts.
    ///
    /// # Errors
    /// Where a word is not known, or two exclude each other.
    pub fn coordinates<'w>(
        &self,
        outer: &Coordinates,
        words: impl IntoIterator<Item = &'w str>,
    ) -> Result<Coordinates, WordsError> {
        let mut at = outer.clone();
        for text in words {
            let Some((dim, member)) = self.member(text)? else {
                continue;
            };
            let inner = match at.get(dim) {
                None => true,
                Some(own) if self.within(dim, Some(own), Some(&member)) => true,
                Some(own) if self.within(dim, Some(&member), Some(own)) => false,
                Some(own) => {
                    return Err(WordsError::Exclude {
                        one: own.to_string(),
                        other: text.to_owned(),
                        dim: dim.name().to_string(),
                    });
                }
            };
            if inner {
                at.set(dim, Some(member));
            }
        }
        Ok(at)
    }
}

/// A word that the model does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown word `{0}`")]
pub struct UnknownWord(pub String);

/// Why some words give no coordinates.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// A word that the model does not have.
    #[error(transparent)]
    Unknown(#[from] UnknownWord),
    /// Two words of one dimension, neither of which lies within the other.
    #[error("`{one}` and `{other}` are both of `{dim}` and exclude each other")]
    Exclude {
        /// The one that stands further out.
        one: String,
        /// The other.
        other: String,
        /// The dimension.
        dim: String,
    },
}

/// What is wrong with words.
pub(crate) fn words_fault(error: &WordsError) -> Phrase {
    match error {
        WordsError::Exclude { one, other, dim } => Phrase::new("layout-exclude")
            .arg("one", one)
            .arg("other", other)
            .arg("dimension", dim),
        WordsError::Unknown(unknown) => Phrase::new("layout-no-such-word").arg("word", &unknown.0),
    }
}
