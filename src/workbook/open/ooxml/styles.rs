//! The number formats of a workbook; of its styles nothing else is read.

use quick_xml::events::Event;

use super::super::xml;

/// More cell formats than a spreadsheet program writes (64,000).
const MOST: usize = 100_000;

/// The styles with only the number formats, which tell dates from numbers.
pub(super) fn plain(part: &str) -> String {
    let mut reader = xml::reader(part);
    let (mut formats, mut cells) = (String::new(), String::new());
    let (mut format_count, mut cell_count, mut within_cells) = (0, 0, false);
    loop {
        let event = reader.read_event();
        match &event {
            Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                "cellXfs" => within_cells = matches!(event, Ok(Event::Start(_))),
                "numFmt" if format_count < MOST => {
                    format_count += 1;
                    let (mut id, mut code) = (None, None);
                    for (key, value) in xml::attributes(tag) {
                        match key {
                            "numFmtId" => id = Some(value),
                            "formatCode" => code = Some(value),
                            _ => {}
                        }
                    }
                    if let (Some(id), Some(code)) = (id, code) {
                        let quote = if code.contains('"') { '\'' } else { '"' };
                        formats.push_str(&format!(
                            "<numFmt numFmtId=\"{id}\" formatCode={quote}{code}{quote}/>"
                        ));
                    }
                }
                "xf" if within_cells && cell_count < MOST => {
                    cell_count += 1;
                    let id = xml::attributes(tag).find(|(key, _)| *key == "numFmtId");
                    let id = id
                        .map(|(_, id)| id)
                        .filter(|id| id.bytes().all(|b| b.is_ascii_digit()));
                    cells.push_str(&format!(
                        "<xf numFmtId=\"{}\"/>",
                        id.as_deref().unwrap_or("0")
                    ));
                }
                _ => {}
            },
            Ok(Event::End(tag)) if tag.local_name().as_ref() == "cellXfs" => within_cells = false,
            // What is missing is read as a number; the sheets tell of their own damage.
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    format!("<styleSheet><numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>")
}
