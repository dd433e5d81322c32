//! Names that every system takes for a file or folder.

/// The longest name of a file without its ending, in bytes; many file systems take 255.
const LONGEST: usize = 200;

/// A name that every system takes for a file or folder: what one of them forbids is written otherwise.
pub(crate) fn safe_name(whole: &str) -> String {
    let safe = |c: char| match c {
        '<' => '＜',
        '>' => '＞',
        ':' => '：',
        '"' => '”',
        '/' => '／',
        '\\' => '＼',
        '|' => '｜',
        '?' => '？',
        '*' => '＊',
        c if c.is_control() => '_',
        c => c,
    };
    let mut stem: String = whole.trim().chars().map(safe).collect();
    while stem.len() > LONGEST {
        stem.pop();
    }
    let stem = stem
        .trim_end_matches(['.', ' '])
        .trim_start_matches(['.', ' ', '~']);
    let first = stem
        .split('.')
        .next()
        .unwrap_or_default()
        .to_ascii_uppercase();
    let numbered = |name: &str| {
        let rest = first.strip_prefix(name);
        rest.is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']))
    };
    let reserved = matches!(first.trim_end(), "CON" | "PRN" | "AUX" | "NUL")
        || numbered("COM")
        || numbered("LPT");
    match stem {
        "" => "_".to_owned(),
        stem if reserved => format!("_{stem}"),
        stem => stem.to_owned(),
    }
}
