//! Puts single faults into made-up documents of several styles, and counts how many are found.
//!
//! `cargo run --release --example prose_faults`

#![allow(clippy::print_stdout, reason = "a program for the command line")]

mod documents;
mod faults;
mod measure;

use yusuan::layout::Templates;

fn main() {
    let templates = Templates::embedded();
    let measured = measure::measure(&templates, 40);
    for (fault, (found, put)) in &measured.faults {
        println!("{fault}: {found} of {put}");
    }
    let (found, put) = measured.all();
    println!("all: {found} of {put}");
    println!(
        "clean documents with an error: {} of {}",
        measured.clean_errors.len(),
        measured.clean
    );
    for lost in measured.missed.iter().chain(&measured.clean_errors) {
        println!("  {lost}");
    }
}
