//! What is named without a command, as that is that somebody drops on the program, is checked.

use std::fs;

use crate::cli::{code, errors, folder, prints, yusuan};
use crate::corpus::root;

#[test]
fn a_folder_without_a_command_is_checked_and_gets_a_report_beside_it() {
    let (_guard, folder) = folder();
    fs::create_dir(folder.join("收件")).unwrap();
    let wrong = root().join("examples/qingpu-2023-wrong-total.xlsx");
    fs::copy(wrong, folder.join("收件/预算.xlsx")).unwrap();
    for report in ["收件-检查结果.html", "收件-检查结果-2.html"] {
        let output = yusuan(&folder, &["收件", "--lang", "zh"]);
        assert_eq!(code(&output), 1, "{}", errors(&output));
        assert!(
            errors(&output).contains(&format!("报告：{report}\n")),
            "{}",
            errors(&output)
        );
        let page = fs::read_to_string(folder.join(report)).unwrap();
        assert!(page.contains("合计不符"));
    }
    let output = yusuan(&folder, &["收件/预算.xlsx", "--lang", "en"]);
    assert!(
        folder.join("收件/预算-check.html").is_file(),
        "{}",
        errors(&output)
    );
}

#[test]
fn what_is_asked_for_goes_before_the_report_beside() {
    let (_guard, folder) = folder();
    let own = root().join("examples/qingpu-2023.xlsx");
    fs::copy(own, folder.join("a.xlsx")).unwrap();
    let output = yusuan(&folder, &["a.xlsx", "--format", "json"]);
    assert!(prints(&output).starts_with('{'), "{}", errors(&output));
    assert!(!folder.join("a-check.html").exists());
    // A command is a command, whatever lies there.
    fs::create_dir(folder.join("layouts")).unwrap();
    let output = yusuan(&folder, &["layouts", "list"]);
    assert_eq!(code(&output), 0);
    assert!(prints(&output).contains("qingpu-2023-unit"));
}
