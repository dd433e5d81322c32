//! A type of the library has a name that no other one has: read from the source, tests within it included.

use std::collections::BTreeMap;
use std::path::Path;

use syn::visit::Visit;
use walkdir::WalkDir;

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
    assert!(files.is_empty(), "types with one name: {files:#?}");
}
