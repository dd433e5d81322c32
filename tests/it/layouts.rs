use std::fs;

use yusuan::layout::{Templates, upgrade};

use crate::corpus;

#[test]
fn a_layout_of_format_1_is_upgraded_as_the_shipped_ones_were() {
    let folder = corpus::root().join("tests/fixtures/format-1");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let upgraded = upgrade(&name, &text).unwrap();
        let shipped = fs::read_to_string(corpus::root().join("templates/layouts").join(&name));
        assert_eq!(upgraded, shipped.unwrap(), "{name}");
        let mut templates = Templates::embedded();
        let id = name.trim_end_matches(".toml");
        let tables = format!("{:?}", templates.layout(id).unwrap().tables);
        templates.add_layout(&name, &upgraded).unwrap();
        assert_eq!(
            format!("{:?}", templates.layout(id).unwrap().tables),
            tables
        );
        count += 1;
    }
    assert_eq!(count, 3);
}
