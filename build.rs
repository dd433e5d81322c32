//! Lists the layouts in `templates/layouts/`, so that a new one is a file and no code.

use std::{env, fs, path::Path};

fn main() {
    println!("cargo::rerun-if-changed=templates/layouts");
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("templates/layouts");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("templates/layouts is there")
        .map(|entry| entry.expect("a folder entry").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        })
        .collect();
    files.sort();
    let rows: Vec<String> = files
        .iter()
        .map(|path| {
            let name = path
                .file_name()
                .expect("a file has a name")
                .to_string_lossy()
                .into_owned();
            format!("({name:?}, include_str!({:?}))", path.display().to_string())
        })
        .collect();
    let target = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("layouts.rs");
    fs::write(target, format!("[{}]", rows.join(", ")))
        .expect("the list of layouts can be written");
}
