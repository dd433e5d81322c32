//! A type of the library has a name that no other one has: read from the source, tests within it included.

use std::collections::BTreeMap;
use std::path::Path;

use syn::visit::Visit;
use walkdir::WalkDir;

/// Names that several types have still, and how many: to become fewer, and each entry goes when its name is one type's alone.
const SHARED: [(&str, usize); 26] = [
    ("Cell", 2),
    ("Cells", 3),
    ("Comparison", 2),
    ("Condition", 2),
    ("Content", 2),
    ("Document", 2),
    ("Field", 2),
    ("Formats", 2),
    ("Grid", 2),
    ("Key", 2),
    ("Kind", 2),
    ("Number", 2),
    ("Options", 2),
    ("Page", 3),
    ("Part", 2),
    ("Place", 4),
    ("Record", 2),
    ("Scan", 4),
    ("Scanner", 2),
    ("Section", 3),
    ("Spot", 2),
    ("Style", 2),
    ("Tab", 2),
    ("Table", 2),
    ("Text", 2),
    ("Token", 2),
];

/// The types that one file names.
#[derive(Default)]
struct Types(Vec<String>);

impl Visit<'_> for Types {
    fn visit_item_struct(&mut self, item: &syn::ItemStruct) {
        self.0.push(item.ident.to_string());
    }

    fn visit_item_enum(&mut self, item: &syn::ItemEnum) {
        self.0.push(item.ident.to_string());
    }

    fn visit_item_type(&mut self, item: &syn::ItemType) {
        self.0.push(item.ident.to_string());
    }

    fn visit_item_trait(&mut self, item: &syn::ItemTrait) {
        self.0.push(item.ident.to_string());
        syn::visit::visit_item_trait(self, item);
    }
}

#[test]
fn each_type_has_a_name_of_its_own() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in WalkDir::new(&root).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.path().extension().is_none_or(|own| own != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let mut types = Types::default();
        types.visit_file(&syn::parse_file(&text).unwrap());
        let file = entry.path().strip_prefix(&root).unwrap();
        for name in types.0 {
            let own = files.entry(name).or_default();
            own.push(file.display().to_string());
        }
    }
    assert!(files.len() > 700, "{}", files.len());
    files.retain(|_, own| own.len() > 1);
    let known =
        |(name, own): &(&String, &Vec<String>)| SHARED.contains(&(name.as_str(), own.len()));
    let new: Vec<_> = files.iter().filter(|own| !known(own)).collect();
    assert!(new.is_empty(), "types with one name: {new:#?}");
    let shared = |(name, _): &&(&str, usize)| files.contains_key(*name);
    let gone: Vec<_> = SHARED.iter().filter(|own| !shared(own)).collect();
    assert!(gone.is_empty(), "no longer shared: {gone:?}");
}
