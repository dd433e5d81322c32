//! The names of files in archives: harmless, whoever packed them.

/// The longest name within an archive, in characters.
const LONGEST: usize = 240;

/// Whether the parts are those of one document: a spreadsheet, a text, a presentation.
pub(super) fn is_document(names: &[Vec<u8>]) -> bool {
    let is = |wanted: &str| {
        names.iter().any(|name| {
            let name = String::from_utf8_lossy(name).replace('\\', "/");
            name.trim_start_matches('/').eq_ignore_ascii_case(wanted)
        })
    };
    is("[Content_Types].xml")
        || is("_rels/.rels")
        || is("xl/workbook.xml")
        || (is("content.xml") && is("META-INF/manifest.xml"))
}

/// The name of a file in an archive: UTF-8, else as Windows writes it in China, without steps that lead elsewhere, and whether it
/// is what systems add by themselves; `None` of a folder.
pub(super) fn name_of(raw: &[u8]) -> Option<(String, bool)> {
    let text = match std::str::from_utf8(raw) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030
            .decode_without_bom_handling(raw)
            .0
            .into_owned(),
    };
    let text = text.replace('\\', "/");
    if text.ends_with('/') {
        return None;
    }
    let steps: Vec<String> = text
        .split('/')
        .map(|step| {
            let shown = |c: char| match c {
                ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
                c if c.is_control() => '_',
                c => c,
            };
            step.trim().chars().map(shown).collect::<String>()
        })
        .filter(|step| !step.is_empty() && step != "." && step != "..")
        .collect();
    let system = |step: &String| step.eq_ignore_ascii_case("__MACOSX");
    let file = steps.last()?;
    let is_system = steps.iter().any(system) || file.starts_with(['.', '~']);
    let name = steps.join("/");
    let length = name.chars().count();
    // The end of a name tells most: its file and ending.
    let name = name.chars().skip(length.saturating_sub(LONGEST)).collect();
    Some((name, is_system))
}

/// `unit/budget.xlsx` as `unit/budget [2].xlsx`: (2) would say that it is the newer one.
pub(super) fn numbered(name: &str, number: usize) -> String {
    let from = name.rfind('/').map_or(0, |at| at + 1);
    match name[from..].rfind('.').filter(|&at| at > 0) {
        Some(at) => {
            let (stem, ending) = name.split_at(from + at);
            format!("{stem} [{number}]{ending}")
        }
        None => format!("{name} [{number}]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_kind_are_harmless() {
        let gbk = encoding_rs::GBK.encode("单位/预算表.xlsx").0.into_owned();
        for (raw, expected) in [
            (&gbk[..], Some("单位/预算表.xlsx")),
            ("单位/预算表.xlsx".as_bytes(), Some("单位/预算表.xlsx")),
            (b"../../etc/passwd", Some("etc/passwd")),
            (b"/abs/a.xlsx", Some("abs/a.xlsx")),
            (b"C:\\x\\..\\a.xlsx", Some("C_/x/a.xlsx")),
            (b"a\x1b[31m.csv", Some("a_[31m.csv")),
            (b"folder/", None),
            (b"__MACOSX/._a.xlsx", None),
            (b"a/.DS_Store", None),
            (b"~$a.xlsx", None),
            (b"..", None),
        ] {
            let name = name_of(raw).filter(|(_, system)| !system);
            assert_eq!(name.map(|(name, _)| name).as_deref(), expected);
        }
        assert_eq!(numbered("a.b/c.xlsx", 2), "a.b/c [2].xlsx");
        assert_eq!(numbered("a.b/c", 3), "a.b/c [3]");
    }
}
