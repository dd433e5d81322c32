//! Equalities and topics in the words of the model.

use super::{Model, WordsError, words_fault};
use crate::messages::Phrase;
use crate::model::declared::{Condition, Equal, RawEqual};
use crate::model::topic::{RawTopic, Topic};
use crate::model::{Coordinates, Dim, Member};

impl RawEqual {
    fn fault(&self, fault: Phrase) -> Phrase {
        Phrase::new("layout-in-equality")
            .arg("name", &self.id)
            .phrase("fault", fault)
    }

    pub(crate) fn resolve(self, model: &Model) -> Result<Equal, Phrase> {
        let side = |words: &[String]| {
            let at = model.coordinates(&Coordinates::ALL, words.iter().map(String::as_str));
            at.map_err(|error| self.fault(words_fault(&error)))
        };
        let mut each = Vec::new();
        for (name, words) in &self.each {
            let mut members = Vec::new();
            let mut dim = None;
            for word in words {
                let member = model.member(word);
                let member = member.map_err(|error| self.fault(words_fault(&error.into())))?;
                match member {
                    Some((own, member)) if *own.name() == **name => {
                        dim = Some(own);
                        members.push(Some(member));
                    }
                    Some(_) => {
                        let fault = Phrase::new("layout-not-of")
                            .arg("word", word)
                            .arg("dimension", name);
                        return Err(self.fault(fault));
                    }
                    None => members.push(None),
                }
            }
            let known = model
                .dimensions
                .iter()
                .find(|own| *own.dim.name() == **name);
            match dim.or(known.map(|own| own.dim)) {
                Some(dim) if !members.is_empty() => each.push((dim, members)),
                _ => {
                    let fault = Phrase::new("layout-no-dimension").arg("name", name);
                    return Err(self.fault(fault));
                }
            }
        }
        let when = match &self.when {
            Some(raw) => Some(Condition {
                left: side(&raw.left)?,
                right: side(&raw.right)?,
            }),
            None => None,
        };
        Ok(Equal {
            left: side(&self.left)?,
            right: side(&self.right)?,
            each,
            total: self.total,
            when,
            id: self.id,
        })
    }
}

impl RawTopic {
    /// The topic in the words of `model`.
    pub(super) fn resolve(self, model: &Model) -> Result<Topic, WordsError> {
        let raw = self;
        let told = raw.at.iter().map(String::as_str);
        let told = model.coordinates(&Coordinates::ALL, told)?;
        Ok(Topic {
            words: raw.words,
            where_printed: !raw.at.is_empty(),
            at: told
                .with(Dim::FLOW, raw.flow.map(Member::Word))
                .with(Dim::SOURCE, raw.source.map(Member::Word))
                .with(Dim::KIND, raw.kind.map(Member::Word)),
            figure: raw.figure,
            within: raw.within,
            weak: raw.weak,
            with: raw.with,
            without: raw.without,
        })
    }
}
