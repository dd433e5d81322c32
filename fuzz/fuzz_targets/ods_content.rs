//! An .ods submission with one part replaced.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use yusuan_fuzz::{check, parts, with_part};

static PARTS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    parts(include_bytes!(
        "../../tests/fixtures/submissions/03-wanyuan.ods"
    ))
});

fuzz_target!(|data: &[u8]| {
    if let Some(bytes) = with_part(&PARTS, data) {
        check("fuzzed.ods", bytes);
    }
});
