//! An .xlsx submission with one part replaced.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use yusuan_fuzz::{check, parts, with_part};

static PARTS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    parts(include_bytes!(
        "../../tests/fixtures/submissions/07-another-unit.xlsx"
    ))
});

fuzz_target!(|data: &[u8]| {
    if let Some(bytes) = with_part(&PARTS, data) {
        check("fuzzed.xlsx", bytes);
    }
});
