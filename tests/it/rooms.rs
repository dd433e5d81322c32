//! The rooms of the library stand in one order, and files hang together without circles: read from the `use` lines and paths of
//! the source.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use syn::visit::Visit;
use walkdir::WalkDir;

/// The rooms, the lowest first: each uses only those before it.
const ROOMS: [&str; 22] = [
    "text", "island", "messages", "workbook", "model", "finding", "layout", "prose", "bind",
    "check", "recast", "annotate", "write", "form", "infer", "export", "publish", "batch", "desk",
    "cli", "lib", "main",
];

/// An arrow that runs up: the report of files has the keys and amounts of findings from the desk.
const UP: [(&str, &str); 1] = [("export/report_json", "desk/told")];

/// A module by its path from the root of the library.
type Module = Vec<String>;

/// What the files of the library name.
#[derive(Default)]
struct Sources {
    /// The paths that each file names, as they stand there.
    named: BTreeMap<Module, Vec<Vec<String>>>,
    /// What modules hand on from elsewhere: module and name, and what is meant.
    handed_on: BTreeMap<(Module, String), Module>,
}

/// Gathers the paths that one file names.
#[derive(Default)]
struct Paths {
    all: Vec<Vec<String>>,
    public: Vec<Vec<String>>,
    /// How many modules within the file are open; those of tests are passed over.
    depth: usize,
}

fn of_use(tree: &syn::UseTree, front: &[String], all: &mut Vec<Vec<String>>) {
    let with = |name: &syn::Ident| {
        let mut path = front.to_vec();
        path.push(name.to_string());
        path
    };
    match tree {
        syn::UseTree::Path(path) => of_use(&path.tree, &with(&path.ident), all),
        syn::UseTree::Name(name) if name.ident == "self" => all.push(front.to_vec()),
        syn::UseTree::Name(name) => all.push(with(&name.ident)),
        syn::UseTree::Rename(name) => all.push(with(&name.ident)),
        syn::UseTree::Group(group) => {
            group.items.iter().for_each(|tree| of_use(tree, front, all));
        }
        _ => {}
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        // Tests within a file look at what they test from everywhere.
        if item.content.is_some() && item.ident == "tests" {
            return;
        }
        self.depth += 1;
        syn::visit::visit_item_mod(self, item);
        self.depth -= 1;
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let mut own = Vec::new();
        of_use(&item.tree, &[], &mut own);
        if !matches!(item.vis, syn::Visibility::Inherited) {
            self.public.extend(own.clone());
        }
        self.all.extend(own);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let own: Vec<String> = path
            .segments
            .iter()
            .map(|own| own.ident.to_string())
            .collect();
        if own.len() > 1 {
            self.all.push(own);
        }
        syn::visit::visit_path(self, path);
    }
}

fn sources() -> Sources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut parsed: Vec<(Module, Paths)> = Vec::new();
    for entry in WalkDir::new(&root).sort_by_file_name() {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(&root).unwrap().with_extension("");
        let mut module: Module = path
            .iter()
            .map(|own| own.to_string_lossy().into_owned())
            .collect();
        let is_source = entry.path().extension().is_some_and(|own| own == "rs");
        let of_tests = module
            .iter()
            .any(|own| own == "tests" || own.ends_with("_tests"));
        if !is_source || of_tests {
            continue;
        }
        if module.last().is_some_and(|own| own == "mod") {
            module.pop();
        }
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let file = syn::parse_file(&text).unwrap();
        let mut paths = Paths::default();
        paths.visit_file(&file);
        parsed.push((module, paths));
    }
    let mut sources = Sources::default();
    for (module, paths) in &parsed {
        sources.named.insert(module.clone(), paths.all.clone());
    }
    for (module, paths) in &parsed {
        for path in &paths.public {
            let name = path.last().unwrap().clone();
            if let Some(meant) = sources.absolute(module, path) {
                sources.handed_on.insert((module.clone(), name), meant);
            }
        }
    }
    sources
}

impl Sources {
    /// A path as seen from the root; `None` of what is not the library's.
    fn absolute(&self, from: &Module, path: &[String]) -> Option<Module> {
        let mut own = from.clone();
        let mut rest = path;
        match path.first()?.as_str() {
            "crate" => (own, rest) = (Vec::new(), &path[1..]),
            "self" => rest = &path[1..],
            "super" => {
                while rest.first().is_some_and(|step| step == "super") {
                    own.pop();
                    rest = &rest[1..];
                }
            }
            first => {
                own.push(first.to_owned());
                if !self.named.contains_key(&own) {
                    return None;
                }
                rest = &path[1..];
            }
        }
        own.extend(rest.iter().cloned());
        Some(own)
    }

    /// The file that what a path names stands in, however often it was handed on.
    fn file(&self, path: &Module) -> Option<Module> {
        let mut path = path.clone();
        for _ in 0..8 {
            let module = (1..=path.len()).rev().map(|end| &path[..end]);
            let module = module
                .map(<[String]>::to_vec)
                .find(|own| self.named.contains_key(own))?;
            let name = path.get(module.len()).cloned();
            let meant = name.and_then(|name| self.handed_on.get(&(module.clone(), name)));
            match meant {
                Some(meant) if *meant != path => {
                    let rest = path[module.len() + 1..].to_vec();
                    path = meant.clone();
                    path.extend(rest);
                }
                _ => return Some(module),
            }
        }
        None
    }

    /// The files that each file uses.
    fn uses(&self) -> BTreeMap<&Module, BTreeSet<Module>> {
        let of = |(module, paths): (&'_ Module, &Vec<Vec<String>>)| {
            let files = paths
                .iter()
                .filter_map(|path| self.file(&self.absolute(module, path)?));
            let files: BTreeSet<Module> = files.filter(|file| file != module).collect();
            files
        };
        self.named
            .iter()
            .map(|(module, paths)| (module, of((module, paths))))
            .collect()
    }
}

#[test]
fn rooms_use_only_what_lies_below_them() {
    let sources = sources();
    let height = |module: &Module| {
        let at = ROOMS.iter().position(|room| *room == module[0]);
        at.unwrap_or_else(|| panic!("{} has no place among the rooms", module[0]))
    };
    let mut up = Vec::new();
    let mut arrows = 0;
    for (module, files) in sources.uses() {
        for file in files {
            arrows += 1;
            let known = UP.contains(&(&*module.join("/"), &*file.join("/")));
            if height(&file) > height(module) && !known {
                up.push(format!("{} uses {}", module.join("/"), file.join("/")));
            }
        }
    }
    assert!(arrows > 1_000, "{arrows}");
    assert!(up.is_empty(), "{up:#?}");
}

#[test]
fn files_hang_together_without_circles() {
    let sources = sources();
    let mut uses = sources.uses();
    // A parent and its own children may know each other.
    for (module, files) in &mut uses {
        files.retain(|file| !module.starts_with(file));
    }
    // What leads back to itself is in a circle.
    let leads_back = |module: &Module| {
        let mut reached: BTreeSet<&Module> = uses[module].iter().collect();
        let mut open: Vec<&Module> = reached.iter().copied().collect();
        while let Some(file) = open.pop() {
            open.extend(uses[file].iter().filter(|next| reached.insert(next)));
        }
        reached.contains(module)
    };
    let circles = uses.keys().filter(|module| leads_back(module));
    let circles: Vec<String> = circles.map(|module| module.join("/")).collect();
    assert!(circles.is_empty(), "{circles:#?}");
}
