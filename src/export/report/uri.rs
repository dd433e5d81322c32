//! The URI of a file.

/// The URI of the file at `path`: relative where the path is, else of the scheme `file`. Either slash separates folders in
/// a path of Windows.
pub(super) fn file_uri(path: &str) -> String {
    let drive = {
        let mut start = path.chars();
        let letter = start.next().is_some_and(|c| c.is_ascii_alphabetic());
        letter && start.next() == Some(':') && matches!(start.next(), Some('/' | '\\'))
    };
    let share = path.starts_with("\\\\");
    if share {
        return format!("file:{}", encoded(&path.replace('\\', "/")));
    }
    if drive {
        let (drive, rest) = path.split_at(2);
        return format!("file:///{drive}{}", encoded(&rest.replace('\\', "/")));
    }
    match path.strip_prefix('/') {
        // Slashes at the beginning would name a host.
        Some(rest) => format!("file:///{}", encoded(rest.trim_start_matches('/'))),
        None if std::path::MAIN_SEPARATOR == '\\' => encoded(&path.replace('\\', "/")),
        None => encoded(path),
    }
}

/// All but letters, digits and `-._~/` as bytes with a percent sign, as RFC 3986 has it.
fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::file_uri;

    #[test]
    fn every_path_gives_a_uri() {
        for (path, uri) in [
            ("in/a b.xlsx", "in/a%20b.xlsx"),
            ("预算.xls", "%E9%A2%84%E7%AE%97.xls"),
            ("a:b#?%.xlsx", "a%3Ab%23%3F%25.xlsx"),
            ("/tmp/a.xlsx", "file:///tmp/a.xlsx"),
            ("//tmp/a.xlsx", "file:///tmp/a.xlsx"),
            ("C:\\in\\a.xlsx", "file:///C:/in/a.xlsx"),
            ("\\\\host\\in\\a.xlsx", "file://host/in/a.xlsx"),
            ("../a.xlsx", "../a.xlsx"),
        ] {
            assert_eq!(file_uri(path), uri);
        }
    }
}
