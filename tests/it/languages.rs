//! The command in Chinese and English: help, wrong usage, reports, manual, completions.

use std::fs;

use crate::cli::{code, errors, folder, prints, wrong_json, yusuan, yusuan_in};

const ENGLISH: &str = "en_US.UTF-8";

fn has_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{3000}'..='\u{ffef}').contains(&c))
}

#[test]
fn the_language_is_that_of_the_option_else_of_the_system_else_chinese() {
    let (_guard, folder) = folder();
    let said = |locale: &str, args: &[&str]| errors(&yusuan_in(locale, &folder, args));
    let (chinese, english) = ("读入金额 190", "amounts read 190");
    for (locale, args, words) in [
        ("zh_CN.UTF-8", &["check", "a.xlsx"][..], chinese),
        (ENGLISH, &["check", "a.xlsx"], english),
        ("C.UTF-8", &["check", "a.xlsx"], chinese),
        ("fr_FR.UTF-8", &["check", "a.xlsx"], chinese),
        ("C", &["check", "a.xlsx", "--lang", "en"], english),
        ("C", &["--lang", "en", "check", "a.xlsx"], english),
        (ENGLISH, &["check", "--lang=zh", "a.xlsx"], chinese),
    ] {
        let said = said(locale, args);
        assert!(said.contains(words), "{locale} {args:?}: {said}");
    }
}

#[test]
fn help_is_in_one_language() {
    let (_guard, folder) = folder();
    for args in [
        &["--help"][..],
        &["-h"],
        &["help"],
        &["help", "check"],
        &["check", "--help"],
        &["convert", "-h"],
        &["explain", "-h"],
        &["man", "-h"],
        &["completions", "-h"],
        &["help", "help"],
    ] {
        let english = yusuan_in(ENGLISH, &folder, args);
        let chinese = yusuan(&folder, args);
        assert_eq!((code(&english), code(&chinese)), (0, 0), "{args:?}");
        let (english, chinese) = (prints(&english), prints(&chinese));
        assert!(!has_chinese(&english), "{args:?}: {english}");
        assert!(english.contains("\nUsage: yusuan "), "{english}");
        assert!(chinese.contains("\n用法: yusuan "), "{chinese}");
        for word in [
            "Usage",
            "Options",
            "Arguments",
            "Commands",
            "Limits",
            "default",
            "possible",
            "Print",
        ] {
            assert!(!chinese.contains(word), "{args:?}: {word} in {chinese}");
        }
    }
    assert_eq!(prints(&yusuan(&folder, &["--version"])), "yusuan 0.1.0\n");
    assert_eq!(
        prints(&yusuan(&folder, &["help", "check"])),
        prints(&yusuan(&folder, &["check", "--help"]))
    );
}

#[test]
fn wrong_usage_is_told_in_either_language() {
    let (_guard, folder) = folder();
    for (args, chinese, english) in [
        (
            &["check"][..],
            "缺少参数：<INPUT>...",
            "this is missing: <INPUT>...",
        ),
        (
            &["check", "a.xlsx", "--fromat", "json"],
            "不认识参数“--fromat”\n  是否要用 --format？",
            "there is no argument “--fromat”\n  did you mean --format?",
        ),
        (
            &["check", "a.xlsx", "--format", "xml"],
            "--format <FORMAT> 不能是“xml”\n  可用的值：text、json",
            "--format <FORMAT> cannot be “xml”\n  possible values: text, json",
        ),
        (
            &["check", "a.xlsx", "--format"],
            "--format <FORMAT> 后面缺少值",
            "--format <FORMAT> needs a value",
        ),
        (
            &["check", "a.xlsx", "--max-row", "-1"],
            "--max-row <N> 不能是“-1”，应为非负整数",
            "--max-row <N> cannot be “-1”; it must be a whole number",
        ),
        (
            &["check", "a.xlsx", "--layout=a", "--layout=b"],
            "--layout <ID> 只能用一次",
            "--layout <ID> can be used only once",
        ),
        (
            &["chek", "a.xlsx"],
            "没有命令“chek”\n  是否要用 check？",
            "there is no command “chek”\n  did you mean check?",
        ),
        (
            &["check", "a.xlsx", "--deny", "rounding,total-difers"],
            "没有问题代码“total-difers”\n  是否要用 total-differs？",
            "there is no code of findings “total-difers”\n  did you mean total-differs?",
        ),
        (
            &["help", "chek"],
            "没有命令“chek”",
            "there is no command “chek”",
        ),
        (
            &["check", "a.xlsx", "--lang", "fr"],
            "--lang <LANG> 不能是“fr”",
            "--lang <LANG> cannot be “fr”",
        ),
        (
            &["check", "a.xlsx", "--layout", "x"],
            "没有表样 `x`",
            "there is no layout `x`",
        ),
        (
            &["check", "a.xlsx", "--templates", "nowhere"],
            "nowhere：没有这个文件或文件夹",
            "nowhere: there is no such file or folder",
        ),
        (
            &[
                "convert",
                "a.xlsx",
                "--layout-out",
                "putuo-2023-department",
                "-o",
                "b.xlsx",
            ],
            "a.xlsx 不能写出：",
            "a.xlsx cannot be written: ",
        ),
    ] {
        for (locale, words) in [("zh_CN.UTF-8", chinese), (ENGLISH, english)] {
            let output = yusuan_in(locale, &folder, args);
            let said = errors(&output);
            assert_eq!(code(&output), 2, "{args:?}: {said}");
            assert!(prints(&output).is_empty(), "{args:?}");
            assert!(said.contains(words), "{args:?}: {said}");
            // Of English there is no Chinese but the name of the unit in a tally.
            if locale == ENGLISH && !args.contains(&"convert") {
                assert!(!has_chinese(&said), "{args:?}: {said}");
            }
        }
    }
}

#[test]
fn reports_are_in_either_language() {
    let (_guard, folder) = folder();
    wrong_json(&folder);
    fs::write(folder.join("bad.xlsx"), b"PK\x03\x04 and no more").unwrap();
    let report = |locale: &str, format: &str| {
        prints(&yusuan_in(
            locale,
            &folder,
            &[
                "check",
                "wrong.json",
                "bad.xlsx",
                "none.xls",
                // These quote the texts of the submission.
                "--allow",
                "assets-differ,name-varies",
                "--format",
                format,
            ],
        ))
    };
    for format in ["text", "json"] {
        let (chinese, english) = (report("zh_CN.UTF-8", format), report(ENGLISH, format));
        for words in ["下级之和", "文件不完整", "文件打不开：没有这个文件或文件夹"]
        {
            assert!(chinese.contains(words), "{words}: {chinese}");
        }
        for words in [
            "the sum of the lines below it",
            "the file is incomplete",
            "the file cannot be opened: there is no such file or folder",
        ] {
            assert!(english.contains(words), "{words}: {english}");
        }
        assert!(
            !english.contains("请") && !english.contains('：'),
            "{english}"
        );
    }
}

#[test]
fn the_manual_has_a_page_for_each_command() {
    let (_guard, folder) = folder();
    let main = prints(&yusuan(&folder, &["man"]));
    assert!(
        main.starts_with(".ie") && main.contains("\n.SH 名称\nyusuan \\- 把"),
        "{main}"
    );
    let main = prints(&yusuan_in(ENGLISH, &folder, &["man"]));
    assert!(
        !has_chinese(&main) && main.contains("\n.SH NAME\nyusuan \\- Reads"),
        "{main}"
    );
    assert_eq!(code(&yusuan(&folder, &["man", "-o", "man"])), 0);
    for page in ["yusuan", "yusuan-check", "yusuan-convert", "yusuan-man"] {
        let text = fs::read_to_string(folder.join(format!("man/{page}.1"))).unwrap();
        assert!(text.contains(&format!("\n.TH {page} 1")), "{text}");
    }
    assert_eq!(
        code(&yusuan(&folder, &["man", "-o", "man"])),
        2,
        "nothing is overwritten without --force"
    );
    assert_eq!(code(&yusuan(&folder, &["man", "-o", "man", "--force"])), 0);
}

#[test]
fn completions_know_commands_options_and_values() {
    let (_guard, folder) = folder();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = yusuan(&folder, &["completions", shell]);
        let script = prints(&output);
        assert_eq!(code(&output), 0, "{shell}");
        for word in ["convert", "layout-out", "max-sheets"] {
            assert!(script.contains(word), "{shell}: no {word}");
        }
    }
}
