//! Any text as a layout; one that is a layout reads a submission.
#![no_main]

use libfuzzer_sys::fuzz_target;
use yusuan::batch::{Options, read_bytes};
use yusuan_fuzz::TEMPLATES;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let mut templates = TEMPLATES.clone();
    if templates.add_layout("fuzzed.toml", &text).is_ok() {
        let bytes = include_bytes!("../../tests/fixtures/submissions/07-another-unit.xlsx");
        let _ = read_bytes(
            "submission.xlsx".to_owned(),
            bytes.to_vec(),
            &templates,
            &Options::default(),
        );
    }
});
