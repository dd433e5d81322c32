//! Any bytes under any ending.
#![no_main]

use libfuzzer_sys::fuzz_target;
use yusuan_fuzz::check;

const ENDINGS: [&str; 6] = ["xlsx", "xls", "ods", "csv", "tsv", "json"];

fuzz_target!(|data: &[u8]| {
    if let Some((&ending, bytes)) = data.split_first() {
        let ending = ENDINGS[usize::from(ending) % ENDINGS.len()];
        check(&format!("fuzzed.{ending}"), bytes.to_vec());
    }
});
