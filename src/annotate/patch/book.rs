//! The part that lists the sheets: ours is put in, and what counts sheets by position is counted anew.

use super::super::AnnotateError;
use super::draft::cut;
use super::xml::{Edits, Element, children, escape, prefixed, retag, root};

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const STRICT: &str = "http://purl.oclc.org/ooxml/";

/// The namespaces of a workbook; files of the strict kind have their own.
#[derive(Debug, Clone)]
pub(super) struct Namespaces {
    /// That of cells and sheets.
    pub(super) main: &'static str,
    /// That of relations, without `/` at its end; also the beginning of the kinds of relations.
    pub(super) relations: &'static str,
}

impl Namespaces {
    /// Those of the workbook part `text`.
    pub(super) fn of(text: &str) -> Self {
        let start = &text[..text.find("sheets").unwrap_or(text.len())];
        if start.contains(&format!("{STRICT}spreadsheetml/main")) {
            Self {
                main: "http://purl.oclc.org/ooxml/spreadsheetml/main",
                relations: "http://purl.oclc.org/ooxml/officeDocument/relationships",
            }
        } else {
            Self {
                main: "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                relations: RELATIONS,
            }
        }
    }
}

/// A sheet in the list, of any kind.
#[derive(Debug)]
pub(super) struct ListedSheet {
    /// The name of the relation to its part.
    pub(super) relation: String,
    /// Its name, as raw XML.
    pub(super) name: String,
}

/// The sheets of the workbook part `text`, of every kind, in the order of the tabs.
pub(super) fn listed(part: &str, text: &str) -> Result<Vec<ListedSheet>, AnnotateError> {
    let (_, sheets) = list(part, text)?;
    Ok(sheets
        .iter()
        .map(|sheet| {
            let id = sheet
                .tag
                .attributes()
                .find(|(key, _)| key.ends_with(":id") || *key == "id");
            ListedSheet {
                relation: id.map_or_else(String::new, |(_, id)| id.to_owned()),
                name: sheet.tag.attribute("name").unwrap_or_default().to_owned(),
            }
        })
        .collect())
}

/// The list of sheets and its entries.
fn list<'a>(part: &str, text: &'a str) -> Result<(Element<'a>, Vec<Element<'a>>), AnnotateError> {
    let whole = root(text).map_err(cut(part))?;
    let list = children(text, &whole).map_err(cut(part))?;
    let list = list.into_iter().find(|own| own.tag.name == "sheets");
    let list = list.ok_or_else(|| AnnotateError::part(part, "it lists no sheets"))?;
    let sheets = children(text, &list).map_err(cut(part))?;
    let sheets = sheets.into_iter().filter(|own| own.tag.name == "sheet");
    Ok((list, sheets.collect()))
}

/// The workbook part without the sheet at `position`, counted from 0 over sheets of every kind.
pub(super) fn without_sheet(
    part: &str,
    text: &str,
    position: usize,
) -> Result<String, AnnotateError> {
    let (_, sheets) = list(part, text)?;
    let mut edits = Edits::new(text);
    edits.replace(sheets[position].outer.clone(), "");
    recount(part, text, &mut edits, &|own| match own.cmp(&position) {
        std::cmp::Ordering::Less => Some(own),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(own - 1),
    })?;
    Ok(edits.finish())
}

/// Gives what belongs to a sheet by its position the position that `moved` gives; without one it goes.
fn recount(
    part: &str,
    text: &str,
    edits: &mut Edits<'_>,
    moved: &dyn Fn(usize) -> Option<usize>,
) -> Result<(), AnnotateError> {
    let whole = root(text).map_err(cut(part))?;
    for own in children(text, &whole).map_err(cut(part))? {
        match own.tag.name {
            "definedNames" => {
                let names = children(text, &own).map_err(cut(part))?;
                let mut left = names.len();
                let mut changes = Vec::new();
                for name in names {
                    let sheet = name.tag.attribute("localSheetId").map(str::trim);
                    let Some(sheet) = sheet.and_then(|sheet| sheet.parse().ok()) else {
                        continue;
                    };
                    match moved(sheet) {
                        Some(sheet) => {
                            let sheet = sheet.to_string();
                            let tag = retag(&name.tag, &[("localSheetId", Some(&sheet))]);
                            changes.push((name.tag.range(), tag));
                        }
                        None => {
                            left -= 1;
                            changes.push((name.outer, String::new()));
                        }
                    }
                }
                if left == 0 {
                    // An empty list is not allowed.
                    edits.replace(own.outer, "");
                } else {
                    for (range, new) in changes {
                        edits.replace(range, new);
                    }
                }
            }
            "bookViews" => {
                for view in children(text, &own).map_err(cut(part))? {
                    let position = |name: &str| -> usize {
                        let stated = view.tag.attribute(name);
                        stated.and_then(|own| own.parse().ok()).unwrap_or(0)
                    };
                    let moved = |name| moved(position(name)).unwrap_or(0).to_string();
                    let (active, first) = (moved("activeTab"), moved("firstSheet"));
                    let set = [
                        ("activeTab", active.as_str()),
                        ("firstSheet", first.as_str()),
                    ]
                    .map(|(name, new)| (name, Some(new)))
                    .into_iter()
                    .filter(|(name, new)| view.tag.attribute(name).is_some() || *new != Some("0"));
                    let set: Vec<_> = set.collect();
                    edits.replace(view.tag.range(), retag(&view.tag, &set));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The sheet that is put in.
#[derive(Debug)]
pub(super) struct NewSheet<'a> {
    /// Where it comes to stand, counted from 0 over sheets of every kind.
    pub(super) position: usize,
    /// Its name.
    pub(super) name: &'a str,
    /// The name of the relation to its part.
    pub(super) relation: &'a str,
    /// Names of its own, as `definedName` elements without a sheet.
    pub(super) names: &'a [String],
}

/// The workbook part with a sheet put in, which is the one that is shown first.
pub(super) fn with_sheet(
    part: &str,
    text: &str,
    new: &NewSheet<'_>,
) -> Result<String, AnnotateError> {
    let namespaces = Namespaces::of(text);
    let (list, sheets) = list(part, text)?;
    let position = new.position;
    let number = sheets
        .iter()
        .filter_map(|sheet| sheet.tag.attribute("sheetId")?.trim().parse::<u32>().ok())
        .max();
    let number = number.unwrap_or(0).saturating_add(1);
    let mut moved = Edits::new(text);
    let at = sheets
        .get(position)
        .map_or(list.inner.end, |sheet| sheet.outer.start);
    let sheet = format!(
        "<sheet xmlns:r=\"{}\" name=\"{}\" sheetId=\"{number}\" r:id=\"{}\"/>",
        namespaces.relations,
        escape(new.name),
        new.relation
    );
    moved.insert(at, prefixed(&sheet, list.prefix()));
    recount(part, text, &mut moved, &|own| {
        Some(own + usize::from(own >= position))
    })?;
    let text = moved.finish();

    let whole = root(&text).map_err(cut(part))?;
    let present = children(&text, &whole).map_err(cut(part))?;
    let find = |name: &str| present.iter().find(|own| own.tag.name == name);
    let sheets = find("sheets").expect("the list of sheets was found before");
    let mut edits = Edits::new(&text);
    let views = match find("bookViews") {
        Some(views) => children(&text, views).map_err(cut(part))?,
        None => Vec::new(),
    };
    let active = position.to_string();
    for view in &views {
        let set = [("activeTab", Some(active.as_str())), ("firstSheet", None)];
        edits.replace(view.tag.range(), retag(&view.tag, &set));
    }
    if views.is_empty() {
        let view = format!("<workbookView activeTab=\"{active}\"/>");
        match find("bookViews") {
            Some(list) => edits.replace(
                list.outer.clone(),
                list.with(&text, &prefixed(&view, whole.prefix()), None),
            ),
            None => edits.insert(
                sheets.outer.start,
                prefixed(&format!("<bookViews>{view}</bookViews>"), whole.prefix()),
            ),
        }
    }
    let names: String = new
        .names
        .iter()
        .map(|name| {
            name.replacen(
                "<definedName",
                &format!("<definedName localSheetId=\"{position}\""),
                1,
            )
        })
        .collect();
    if !names.is_empty() {
        let prefix = whole.prefix();
        match find("definedNames") {
            Some(list) => edits.replace(
                list.outer.clone(),
                list.with(&text, &prefixed(&names, prefix), None),
            ),
            None => {
                let before = ["externalReferences", "functionGroups", "sheets"];
                let after = before.into_iter().find_map(find).unwrap_or(sheets);
                let names = format!("<definedNames>{names}</definedNames>");
                edits.insert(after.outer.end, prefixed(&names, prefix));
            }
        }
    }
    Ok(edits.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: &str = "<x:workbook xmlns:x=\"m\"><x:bookViews><x:workbookView firstSheet=\"1\" activeTab=\"1\"/></x:bookViews>\
        <x:sheets><x:sheet name=\"甲\" sheetId=\"4\" r:id=\"a\"/><x:sheet name=\"乙\" sheetId=\"2\" r:id=\"b\"/></x:sheets>\
        <x:definedNames><x:definedName name=\"n\">1</x:definedName><x:definedName name=\"p\" localSheetId=\"0\">1</x:definedName>\
        <x:definedName name=\"p\" localSheetId=\"1\">1</x:definedName></x:definedNames><x:calcPr/></x:workbook>";

    #[test]
    fn a_sheet_is_put_in_and_taken_out() {
        let names = ["<definedName name=\"f\" hidden=\"1\">2</definedName>".to_owned()];
        for (position, counted) in [(0, "0 1 2"), (1, "1 0 2"), (2, "2 0 1")] {
            let new = NewSheet {
                position,
                name: "校验 & 结果",
                relation: "c",
                names: &names,
            };
            let text = with_sheet("book", BOOK, &new).unwrap();
            let sheets = listed("book", &text).unwrap();
            assert_eq!(sheets[position].name, "校验 &amp; 结果");
            assert_eq!((sheets.len(), sheets[position].relation.as_str()), (3, "c"));
            assert!(text.contains("sheetId=\"5\""));
            assert!(
                text.contains(&format!("<x:workbookView activeTab=\"{position}\"/>")),
                "{text}"
            );
            let ids: Vec<&str> = text
                .split("localSheetId=\"")
                .skip(1)
                .map(|rest| &rest[..1])
                .collect();
            let counted: Vec<&str> = counted.split(' ').collect();
            assert_eq!([ids[2], ids[0], ids[1]], counted[..], "{text}");
            let back = without_sheet("book", &text, position).unwrap();
            let views =
                |text: &str| text.replace(" firstSheet=\"1\" activeTab=\"1\"", " activeTab=\"0\"");
            let back = back.replace("activeTab=\"1\"", "activeTab=\"0\"");
            assert_eq!(back, views(BOOK));
        }
    }

    #[test]
    fn views_and_names_are_made_where_there_are_none() {
        let text = "<workbook><sheets><sheet name=\"a\"/></sheets><calcPr/></workbook>";
        let names = ["<definedName name=\"f\">2</definedName>".to_owned()];
        let new = NewSheet {
            position: 1,
            name: "b",
            relation: "r",
            names: &names,
        };
        let with = with_sheet("book", text, &new).unwrap();
        assert!(
            with.starts_with(
                "<workbook><bookViews><workbookView activeTab=\"1\"/></bookViews><sheets>"
            ),
            "{with}"
        );
        assert!(with.contains("</sheets><definedNames><definedName localSheetId=\"1\" name=\"f\">2</definedName></definedNames><calcPr/>"), "{with}");
    }
}
