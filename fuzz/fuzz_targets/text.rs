//! Separated text in any encoding.
#![no_main]

use libfuzzer_sys::fuzz_target;
use yusuan_fuzz::check;

fuzz_target!(|data: &[u8]| {
    check("fuzzed.csv", data.to_vec());
});
