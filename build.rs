//! Lists the layouts in `templates/layouts/` and the texts in `templates/messages/`, so that a new one is a file and no code.

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    list(&root.join("templates/layouts"), "toml", "layouts.rs");
    for language in ["zh", "en"] {
        let folder = root.join("templates/messages").join(language);
        list(&folder, "ftl", &format!("messages-{language}.rs"));
    }
}

/// Writes `[(file name, text), …]` of the files in `folder` that end in `ending` as an expression, into `target`.
fn list(folder: &Path, ending: &str, target: &str) {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("a folder entry").path())
        .filter(|path| path.extension().is_some_and(|own| own == ending))
        .collect();
    files.sort();
    let rows: Vec<String> = files
        .iter()
        .map(|path| {
            let name = path
                .file_name()
                .expect("a file has a name")
                .to_string_lossy();
            format!("({name:?}, include_str!({:?}))", path.display().to_string())
        })
        .collect();
    let target = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join(target);
    fs::write(target, format!("[{}]", rows.join(", "))).expect("the list can be written");
}
