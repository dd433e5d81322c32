//! The sheets of a workbook and the parts that hold them.

use quick_xml::events::Event;

use super::super::error::{of_part, quoted};
use super::super::package::Package;
use super::super::{OpenError, xml};
use crate::messages::Phrase;
use crate::workbook::Visibility;

/// A sheet as the workbook lists it.
#[derive(Debug)]
pub(crate) struct Tab {
    /// The name on the tab.
    pub(crate) name: String,
    /// Whether it is shown.
    pub(crate) visibility: Visibility,
    /// The name of the part that holds it.
    pub(crate) part: String,
}

/// What the workbook part says.
#[derive(Debug, Default)]
pub(crate) struct Book {
    /// The sheets that hold cells, in the order of the tabs.
    pub(crate) sheets: Vec<Tab>,
    /// Dates count from 1904 instead of 1900.
    pub(crate) from_1904: bool,
    /// Defined names with what they stand for; `'表1'!name` is known on that sheet only.
    pub(crate) names: Vec<(String, String)>,
    /// Whether results are rounded to what their cells show.
    pub(crate) as_displayed: bool,
    /// The part with the shared texts.
    pub(crate) strings: Option<String>,
    /// The part with the styles.
    pub(crate) styles: Option<String>,
}

/// A relation of one part to another.
#[derive(Debug)]
pub(crate) struct Relationship {
    /// The name by which the part refers to the other.
    pub(crate) id: String,
    /// What the other part is: `worksheet`, `styles` ….
    pub(crate) kind: String,
    /// Where the other part is, seen from this one.
    pub(crate) target: String,
}

/// Reads a part of relations.
pub(crate) fn relations(part: Vec<u8>) -> Vec<Relationship> {
    let (text, _) = xml::text(part);
    let mut reader = xml::reader(&text);
    let mut relations = Vec::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag)
                if tag.local_name().as_ref() == "Relationship" =>
            {
                let attribute = |name| xml::attribute(&tag, name).unwrap_or_default();
                let kind = attribute("Type")
                    .rsplit('/')
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                relations.push(Relationship {
                    id: attribute("Id"),
                    kind,
                    target: attribute("Target"),
                });
            }
            Event::Eof => break,
            _ => {}
        }
    }
    relations
}

/// The name of the part that `target` means in a part of folder `folder` (which ends in `/`, or is empty).
pub(crate) fn resolve(folder: &str, target: &str) -> String {
    // Some programs part steps as Windows does.
    let target = target.trim().replace('\\', "/");
    let folder = if target.starts_with('/') { "" } else { folder };
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

/// Reads the workbook part `main`.
pub(crate) fn read(package: &mut Package<'_>, main: &str) -> Result<Book, OpenError> {
    let (folder, file) = main
        .rfind('/')
        .map_or(("", main), |at| main.split_at(at + 1));
    let relations = match package.whole(&format!("{folder}_rels/{file}.rels"))? {
        Some(part) => relations(part),
        None => {
            return Err(OpenError::corrupt(Phrase::new("damage-no-relations")));
        }
    };
    let part = package
        .whole(main)?
        .ok_or_else(|| OpenError::corrupt(Phrase::new("damage-no-workbook")))?;
    let (text, damage) = xml::text(part);
    if let Some(damage) = damage {
        return Err(OpenError::corrupt(of_part(main, damage)));
    }
    let related = |kind: &str| {
        relations
            .iter()
            .find(|r| r.kind == kind)
            .map(|r| resolve(folder, &r.target))
    };
    let mut book = Book {
        // Some programs forget to name it, and other programs find it where it always is.
        strings: related("sharedStrings")
            .filter(|part| package.has(part))
            .or_else(|| {
                let usual = format!("{folder}sharedStrings.xml");
                package.has(&usual).then_some(usual)
            }),
        styles: related("styles"),
        ..Book::default()
    };
    let mut reader = xml::reader(&text);
    let mut found = false;
    let mut tabs = Vec::new();
    let mut names: Vec<(Option<usize>, String, String)> = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) if tag.local_name().as_ref() == "definedName" => {
                let sheet = xml::attribute(&tag, "localSheetId");
                let sheet = sheet.map(|sheet| sheet.trim().parse().unwrap_or(usize::MAX));
                let name = xml::attribute(&tag, "name").unwrap_or_default();
                if let Ok(formula) = reader.read_text(tag.name()) {
                    names.push((sheet, name, xml::unescaped(&formula)));
                }
            }
            Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                "sheet" => {
                    found = true;
                    tabs.push(xml::attribute(&tag, "name").unwrap_or_default());
                    let id =
                        xml::attributes(&tag).find(|(key, _)| key.ends_with(":id") || *key == "id");
                    let relation = id.and_then(|(_, id)| relations.iter().find(|r| r.id == *id));
                    // Chart sheets, dialogs and macro sheets hold no tables.
                    if relation.is_some_and(|r| r.kind != "worksheet") {
                        continue;
                    }
                    let visibility = match xml::attribute(&tag, "state").as_deref() {
                        Some("hidden") => Visibility::Hidden,
                        Some("veryHidden") => Visibility::VeryHidden,
                        _ => Visibility::Visible,
                    };
                    let part = relation
                        .map(|r| resolve(folder, &r.target))
                        .unwrap_or_default();
                    let name = xml::attribute(&tag, "name").unwrap_or_default();
                    book.sheets.push(Tab {
                        name,
                        visibility,
                        part,
                    });
                }
                "workbookPr" => {
                    if let Some(value) = xml::attribute(&tag, "date1904") {
                        book.from_1904 = xml::yes(&value);
                    }
                }
                "calcPr" => {
                    book.as_displayed = xml::attribute(&tag, "fullPrecision")
                        .is_some_and(|value| !xml::yes(&value));
                }
                _ => {}
            },
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => return Err(OpenError::corrupt(of_part(main, quoted(&error)))),
        }
    }
    book.names = names
        .into_iter()
        .filter_map(|(sheet, name, formula)| match sheet {
            None => Some((name, formula)),
            // Sheets are counted with those that hold no cells.
            Some(sheet) => {
                let tab = tabs.get(sheet)?.replace('\'', "''");
                Some((format!("'{tab}'!{name}"), formula))
            }
        })
        .collect();
    if found {
        Ok(book)
    } else {
        Err(OpenError::corrupt(Phrase::new("damage-no-sheets")))
    }
}
