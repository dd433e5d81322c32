//! A package in the making: the parts of a file, and what of them has changed.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::super::AnnotateError;
use super::xml::{Edits, children, prefixed, root};
use crate::workbook::open::Limits;
use crate::workbook::open::ooxml::workbook::Relationship;
use crate::workbook::open::ooxml::{relations, resolve};
use crate::workbook::open::package::{Package, canonical};
use crate::workbook::open::tags::CutOff;
use crate::workbook::open::xml;

/// A text of so many bytes is held; a longer one is unpacked again.
const HELD: usize = 1 << 20;
/// The part that says what the others are.
const TYPES: &str = "[Content_Types].xml";
const EMPTY_RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>";

/// A package and its changes.
pub(super) struct PackageDraft<'a> {
    bytes: &'a [u8],
    /// The parts as they are in the file.
    pub(super) package: Package<'a>,
    /// The texts of the parts that were looked at, by canonical name; `None` for what is not there. Long ones are unpacked
    /// again when they are asked for, so that a large sheet is not held twice.
    originals: BTreeMap<String, Option<String>>,
    /// The parts, by canonical name, that are too long to be held.
    long: BTreeSet<String>,
    /// Name and new text of the parts that changed, by canonical name; `None` for what is taken away.
    changes: BTreeMap<String, (String, Option<String>)>,
}

impl<'a> PackageDraft<'a> {
    /// The package `bytes` without changes.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, AnnotateError> {
        // The file was opened already: its size is no question here, but parts that were not read then may be huge.
        let limits = Limits {
            file_bytes: u64::MAX,
            parts: u64::MAX,
            ..Limits::default()
        };
        Ok(Self {
            bytes,
            package: Package::open(bytes, &limits)?,
            originals: BTreeMap::new(),
            long: BTreeSet::new(),
            changes: BTreeMap::new(),
        })
    }

    /// The present text of part `name`; `None` where there is none.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, AnnotateError> {
        let key = canonical(name);
        if let Some((_, text)) = self.changes.get(&key) {
            return Ok(text.clone());
        }
        if let Some(text) = self.originals.get(&key) {
            return Ok(text.clone());
        }
        let unpacked = if self.long.contains(&key) {
            self.package.again(name)?
        } else {
            self.package.whole(name)?
        };
        let text = match unpacked {
            None => None,
            Some(bytes) => match xml::text(bytes) {
                (text, None) => Some(as_utf8(text)),
                (_, Some(damage)) => return Err(AnnotateError::part(name, damage.to_string())),
            },
        };
        if text.as_ref().is_some_and(|text| text.len() > HELD) {
            self.long.insert(key);
        } else {
            self.originals.insert(key, text.clone());
        }
        Ok(text)
    }

    /// The present text of part `name`, which must be there.
    pub(super) fn needed(&mut self, name: &str) -> Result<String, AnnotateError> {
        self.text(name)?
            .ok_or_else(|| AnnotateError::part(name, "the file does not hold it"))
    }

    /// Whether there is a part `name`.
    pub(super) fn has(&self, name: &str) -> bool {
        match self.changes.get(&canonical(name)) {
            Some((_, text)) => text.is_some(),
            None => self.package.has(name),
        }
    }

    /// Gives part `name` the text `text`.
    pub(super) fn set(&mut self, name: &str, text: String) {
        let key = canonical(name);
        let original = self.originals.get(&key).and_then(Option::as_ref);
        if original == Some(&text) {
            self.changes.remove(&key);
        } else {
            self.changes.insert(key, (name.to_owned(), Some(text)));
        }
    }

    /// Takes part `name` away, with its relations and its line in the list of types.
    pub(super) fn remove(&mut self, name: &str) -> Result<(), AnnotateError> {
        for name in [name, &relations_of(name)] {
            let name = name.trim_start_matches('/');
            self.changes
                .insert(canonical(name), (name.to_owned(), None));
        }
        let types = self.needed(TYPES)?;
        let own = format!("/{}", canonical(name));
        let kept = without(&types, |tag| {
            tag("PartName").is_some_and(|part| part.to_lowercase() == own)
        });
        self.set(TYPES, kept.map_err(cut(TYPES))?);
        Ok(())
    }

    /// A part name that is free: `start`, a number from 1 on, `end`.
    pub(super) fn free(&self, start: &str, end: &str) -> String {
        (1u32..)
            .map(|number| format!("{start}{number}{end}"))
            .find(|name| !self.has(name))
            .expect("the numbers do not end")
    }

    /// Adds part `name` of a content type.
    pub(super) fn add(
        &mut self,
        name: &str,
        kind: &str,
        text: String,
    ) -> Result<(), AnnotateError> {
        self.set(name, text);
        let line = format!("<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>");
        let types = self.needed(TYPES)?;
        let added = append(&types, &line).map_err(cut(TYPES))?;
        self.set(TYPES, added);
        Ok(())
    }

    /// Says what parts that end in `extension` are, unless that is said already.
    pub(super) fn declare_ending(
        &mut self,
        extension: &str,
        kind: &str,
    ) -> Result<(), AnnotateError> {
        let types = self.needed(TYPES)?;
        let whole = root(&types).map_err(cut(TYPES))?;
        let known = children(&types, &whole)
            .map_err(cut(TYPES))?
            .iter()
            .any(|own| {
                let ending = own.tag.attribute("Extension");
                ending.is_some_and(|own| own.eq_ignore_ascii_case(extension))
            });
        if known {
            return Ok(());
        }
        let line = format!("<Default Extension=\"{extension}\" ContentType=\"{kind}\"/>");
        let mut edits = Edits::new(&types);
        edits.insert(whole.inner.start, prefixed(&line, whole.prefix()));
        self.set(TYPES, edits.finish());
        Ok(())
    }

    /// The relations of part `name` to other parts of the package, with their part names as targets.
    pub(super) fn related(&mut self, name: &str) -> Result<Vec<Relationship>, AnnotateError> {
        let Some(text) = self.text(&relations_of(name))? else {
            return Ok(Vec::new());
        };
        let folder = folder(name);
        let mut related = relations(text.into_bytes());
        for relation in &mut related {
            relation.target = resolve(folder, &relation.target);
        }
        Ok(related)
    }

    /// Relates part `name` to part `target` in the sense `kind`, a whole address; the name of the relation.
    pub(super) fn relate(
        &mut self,
        name: &str,
        kind: &str,
        target: &str,
    ) -> Result<String, AnnotateError> {
        let taken: Vec<String> = self
            .related(name)?
            .into_iter()
            .map(|relation| relation.id)
            .collect();
        // A part may name a relation that was lost; its name must not come to stand for another one.
        let own = self.text(name)?.unwrap_or_default();
        let named = |id: &str| {
            ['"', '\'']
                .iter()
                .any(|q| own.contains(&format!("{q}{id}{q}")))
        };
        let id = (1u32..)
            .map(|number| format!("rId{number}"))
            .find(|id| !taken.contains(id) && !named(id))
            .expect("the numbers do not end");
        let part = relations_of(name);
        let text = self
            .text(&part)?
            .unwrap_or_else(|| EMPTY_RELATIONS.to_owned());
        let line = format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"/{target}\"/>");
        let added = append(&text, &line).map_err(cut(&part))?;
        self.set(&part, added);
        Ok(id)
    }

    /// Takes away the relation called `id` of part `name`.
    pub(super) fn unrelate(&mut self, name: &str, id: &str) -> Result<(), AnnotateError> {
        let part = relations_of(name);
        let text = self.needed(&part)?;
        let kept = without(&text, |tag| tag("Id") == Some(id)).map_err(cut(&part))?;
        if kept == EMPTY_RELATIONS {
            // It was made for what is taken away.
            self.changes.insert(canonical(&part), (part, None));
        } else {
            self.set(&part, kept);
        }
        Ok(())
    }

    /// Takes away the digital signatures: they hold for the file as it was.
    pub(super) fn unsign(&mut self) -> Result<(), AnnotateError> {
        let Some(text) = self.text("_rels/.rels")? else {
            return Ok(());
        };
        let is_origin = |kind: &str| kind.ends_with("/digital-signature/origin");
        let kept = without(&text, |tag| tag("Type").is_some_and(is_origin));
        self.set("_rels/.rels", kept.map_err(cut("_rels/.rels"))?);
        for name in self.package.names_in("_xmlsignatures/") {
            self.remove(&name)?;
        }
        Ok(())
    }

    /// The bytes of the package. Parts that did not change are copied as they are, packed.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, AnnotateError> {
        let zip = |error: zip::result::ZipError| AnnotateError::Package(error.to_string());
        let mut from = ZipArchive::new(Cursor::new(self.bytes)).map_err(zip)?;
        let mut to = ZipWriter::new(Cursor::new(Vec::with_capacity(self.bytes.len())));
        let add = |to: &mut ZipWriter<_>, name: &str, text: &str| {
            let options = SimpleFileOptions::default();
            to.start_file(name, options).map_err(zip)?;
            to.write_all(text.as_bytes())
                .map_err(|error| AnnotateError::Package(error.to_string()))
        };
        for index in 0..from.len() {
            let file = from.by_index_raw(index).map_err(zip)?;
            let name = String::from_utf8_lossy(file.name_raw()).into_owned();
            let key = canonical(&name);
            let changed = match self.changes.remove(&key) {
                Some((_, Some(text))) if self.long.contains(&key) => {
                    let original = self.package.again(&name)?;
                    let same = original.as_deref() == Some(text.as_bytes());
                    (!same).then_some((name.clone(), Some(text)))
                }
                changed => changed,
            };
            match changed {
                None => to.raw_copy_file(file).map_err(zip)?,
                Some((_, None)) => {}
                Some((_, Some(text))) => add(&mut to, &name, &text)?,
            }
        }
        for (name, text) in self.changes.values() {
            if let Some(text) = text {
                add(&mut to, name, text)?;
            }
        }
        Ok(to.finish().map_err(zip)?.into_inner())
    }
}

/// The error of a part that ends too early.
pub(super) fn cut(part: &str) -> impl Fn(CutOff) -> AnnotateError + '_ {
    move |CutOff| AnnotateError::part(part, "it ends too early")
}

/// The part with the relations of part `name`.
fn relations_of(name: &str) -> String {
    let folder = folder(name);
    format!("{folder}_rels/{}.rels", &name[folder.len()..])
}

/// The folder of part `name`, with a `/` at its end.
pub(super) fn folder(name: &str) -> &str {
    name.rfind('/').map_or("", |at| &name[..=at])
}

/// `text` with `fragment` put at the end of its first element.
pub(super) fn append(text: &str, fragment: &str) -> Result<String, CutOff> {
    let whole = root(text)?;
    let fragment = prefixed(fragment, whole.prefix());
    let mut edits = Edits::new(text);
    edits.replace(whole.outer.clone(), whole.with(text, &fragment, None));
    Ok(edits.finish())
}

/// `text` without the children of its first element that are `unwanted`, told by their attributes.
fn without<'t>(
    text: &'t str,
    unwanted: impl Fn(&dyn Fn(&str) -> Option<&'t str>) -> bool,
) -> Result<String, CutOff> {
    let whole = root(text)?;
    let mut edits = Edits::new(text);
    for child in children(text, &whole)? {
        if unwanted(&|name| child.tag.attribute(name)) {
            edits.replace(child.outer, "");
        }
    }
    Ok(edits.finish())
}

/// The text of a part with the encoding that it will be written in.
fn as_utf8(text: String) -> String {
    let start = &text[..text.find('>').map_or(0, |at| at + 1)];
    let Some(from) = start.find("encoding=").filter(|_| start.contains("<?xml")) else {
        return text;
    };
    let from = from + "encoding=".len();
    let quote = start[from..].chars().next().unwrap_or('"');
    let Some(length) = start[from + 1..].find(quote) else {
        return text;
    };
    let label = from + 1..from + 1 + length;
    if start[label.clone()].eq_ignore_ascii_case("utf-8") {
        return text;
    }
    let mut edits = Edits::new(&text);
    edits.replace(label, "UTF-8");
    edits.finish()
}
