//! What a path may lead to that is no regular file, and files that look closed.

use yusuan::batch::{Options, read_file};
use yusuan::finding::FindingCode;
use yusuan::layout::Templates;
use yusuan::workbook::open::Limits;

#[cfg(unix)]
#[test]
fn a_device_without_end_is_read_up_to_the_limit() {
    let options = Options {
        limits: Limits {
            file_bytes: 1 << 20,
            ..Limits::default()
        },
        ..Options::default()
    };
    let outcome = read_file("/dev/zero".as_ref(), &Templates::embedded(), &options);
    assert_eq!(outcome.findings.len(), 1);
    assert_eq!(outcome.findings[0].code, FindingCode::LimitExceeded);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("a.csv");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("not checked: pipes, there is no mkfifo");
        return;
    }
    let writer = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::write(pipe, "项目,金额\n合计,12.50\n").unwrap()
    });
    let outcome = read_file(&pipe, &Templates::embedded(), &Options::default());
    writer.join().unwrap();
    assert!(outcome.budget.is_some());
}
