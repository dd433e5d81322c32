//! What a new finding code must not be without: its place in the list of codes, the messages that the checks ask for, and, for a code
//! of a batch, a batch that shows it. The other tests of a code are `cases`, `docs` and those of the messages.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use syn::visit::{self, Visit};
use yusuan::finding::FindingCode;

use crate::cli::yusuan;
use crate::corpus::root;
use crate::desk::{ROSTER, copied, doubled, lines, paper, reviewed, shared, task};

fn parsed(path: &std::path::Path) -> syn::File {
    let text = fs::read_to_string(path).unwrap();
    syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// `TotalDiffers` as `total-differs`.
fn named(variant: &str) -> String {
    let mut name = String::new();
    for c in variant.chars() {
        if c.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(c.to_ascii_lowercase());
    }
    name
}

#[test]
fn every_code_has_its_name_and_severity() {
    let file = parsed(&root().join("src/finding/code.rs"));
    let codes = file.items.iter().find_map(|item| match item {
        syn::Item::Enum(own) if own.ident == "FindingCode" => Some(own),
        _ => None,
    });
    let mut faults = Vec::new();
    for variant in &codes.unwrap().variants {
        let own = variant.ident.to_string();
        let row = FindingCode::ALL
            .iter()
            .find(|row| format!("{:?}", row.0) == own);
        match row {
            None => faults.push(format!("{own} is not in FindingCode::ALL")),
            Some((_, name, _)) if *name != named(&own) => {
                faults.push(format!("{own} is called {name}"));
            }
            Some(_) => {}
        }
    }
    let names: BTreeSet<&str> = FindingCode::ALL.iter().map(|row| row.1).collect();
    assert_eq!(names.len(), FindingCode::ALL.len(), "a code stands twice");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The texts of one language: of each text and wording (`total-differs.variant`) the values that it asks for.
fn texts(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let folder = root().join("templates/messages").join(language);
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let (mut text, mut wording) = (String::new(), String::new());
        for line in fs::read_to_string(entry.unwrap().path()).unwrap().lines() {
            if let Some((name, _)) = line.split_once(" =") {
                if let Some(attribute) = name.strip_prefix("    .") {
                    wording = format!("{text}.{attribute}");
                } else if !name.starts_with([' ', '#']) {
                    text = name.to_owned();
                    wording.clone_from(&text);
                }
            }
            let values = texts.entry(wording.clone()).or_default();
            for value in line.split("{ $").skip(1) {
                let name = value.split([' ', '}']).next().unwrap();
                values.insert(name.to_owned());
            }
        }
    }
    texts
}

/// A finding as a check makes it: its code, where that stands there, and the wordings that it may have, where one is chosen there.
#[derive(Default)]
struct Made {
    code: Option<String>,
    wordings: Option<Vec<String>>,
}

/// Gathers the findings that a file makes, and all texts in it.
#[derive(Default)]
struct Makers {
    made: Vec<Made>,
    strings: Strings,
}

#[derive(Default)]
struct Strings(Vec<String>);

impl<'ast> Visit<'ast> for Strings {
    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.0.push(text.value());
    }
}

/// What a chain of calls says of the finding at its root.
fn chain(mut expr: &syn::Expr) -> Made {
    let mut made = Made::default();
    while let syn::Expr::MethodCall(call) = expr {
        if call.method == "variant" {
            let mut strings = Strings::default();
            call.args.iter().for_each(|arg| strings.visit_expr(arg));
            made.wordings = Some(strings.0);
        }
        expr = &call.receiver;
    }
    if let syn::Expr::Call(call) = expr
        && let syn::Expr::Path(function) = &*call.func
        && function
            .path
            .segments
            .iter()
            .rev()
            .take(2)
            .map(|own| own.ident.to_string())
            .eq(["new", "Finding"])
        && let Some(syn::Expr::Path(code)) = call.args.first()
        && code
            .path
            .segments
            .iter()
            .any(|own| own.ident == "FindingCode")
    {
        made.code = code
            .path
            .segments
            .last()
            .map(|own| named(&own.ident.to_string()));
    }
    made
}

impl<'ast> Visit<'ast> for Makers {
    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.strings.visit_lit_str(text);
    }

    fn visit_expr(&mut self, expr: &'ast syn::Expr) {
        let syn::Expr::MethodCall(_) = expr else {
            return visit::visit_expr(self, expr);
        };
        let made = chain(expr);
        if made.code.is_some() || made.wordings.is_some() {
            self.made.push(made);
        }
        // The calls of one chain are of one finding.
        let mut root = expr;
        while let syn::Expr::MethodCall(call) = root {
            call.args.iter().for_each(|arg| self.visit_expr(arg));
            root = &call.receiver;
        }
        self.visit_expr(root);
    }
}

/// A message that is asked for and is not there would be told by a panic, over somebody's file.
#[test]
fn every_wording_of_a_finding_is_in_the_messages() {
    let languages = ["zh", "en"].map(|own| (own, texts(own)));
    let mut faults = BTreeSet::new();
    let mut count = 0;
    for entry in walkdir::WalkDir::new(root().join("src")) {
        let path = entry.unwrap().into_path();
        if path.extension().is_none_or(|own| own != "rs") || path.ends_with("tests.rs") {
            continue;
        }
        let mut makers = Makers::default();
        makers.visit_file(&parsed(&path));
        let file = path.strip_prefix(root()).unwrap().display();
        for made in &makers.made {
            for (language, texts) in &languages {
                let Some(code) = &made.code else {
                    // Which code it is of stands elsewhere: it is a wording of one of them.
                    for variant in made.wordings.iter().flatten() {
                        let of_any = |own: &(FindingCode, &str, _)| {
                            texts.contains_key(&format!("{}.{variant}", own.1))
                        };
                        if !FindingCode::ALL.iter().any(of_any) {
                            faults.insert(format!(
                                "{file}: no code has the wording {variant} in {language}"
                            ));
                        }
                    }
                    continue;
                };
                // Where it is chosen elsewhere, nothing is known of it here.
                let wordings = match &made.wordings {
                    None => vec![code.clone()],
                    Some(own) => own.iter().map(|own| format!("{code}.{own}")).collect(),
                };
                for wording in wordings {
                    count += 1;
                    let Some(asked) = texts.get(&wording) else {
                        faults.insert(format!("{file}: there is no text {wording} in {language}"));
                        continue;
                    };
                    // A value is named where the finding is made, or further on in the same file.
                    for value in asked.iter().filter(|own| !makers.strings.0.contains(own)) {
                        faults.insert(format!(
                            "{file}: {wording} asks for {value} in {language}, which is never given"
                        ));
                    }
                }
            }
        }
    }
    assert!(count > 100, "{count}");
    let faults: Vec<String> = faults.into_iter().collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn codes(guard: &tempfile::TempDir) -> BTreeSet<String> {
    let findings = lines(&guard.path().join("审核/findings.jsonl"));
    let codes = findings
        .iter()
        .map(|own| own["code"].as_str().unwrap().to_owned());
    codes.collect()
}

#[test]
#[ignore = "slow"]
fn every_code_of_a_batch_is_shown_by_one_and_not_by_a_clean_one() {
    let district = tempfile::tempdir().unwrap();
    copied(&root().join("tests/desk"), district.path());
    yusuan(district.path(), &["review", ".", "--date", "2026-01-15"]);

    let (office, center) = (("101001", "甲区甲局"), ("101002", "甲区甲中心"));
    let saved = root().join("tests/desk/inbox/文旅/021001-云溪区文化和旅游局（本级）.xlsx");
    let roster = "单位编码,单位名称,主管部门,层级,截止日期\n101,甲区甲局,,部门,\n101001,甲区甲局,甲区甲局,本级,\n101002,甲区甲中心,甲区甲局,单位,\n021001,云溪区文化和旅游局,甲区甲局,单位,2020-01-01\n";
    let mess = task(
        roster,
        &[
            ("坏.rar", b"Rar!".to_vec()),
            ("甲.xlsx", paper(center, 2026, |_| ())),
            ("乙.xlsx", paper(center, 2026, doubled)),
            ("丙.xlsx", paper((office.0, center.1), 2026, |_| ())),
            ("丁.xlsx", fs::read(saved).unwrap()),
        ],
    );
    let eliminations = "收款单位编码,收入来源,科目编码,支出类别,金额(元),付款单位编码,付款科目编码\n101002,其他收入,2070104,项目支出,900000000,021001,2070199\n";
    fs::write(mess.path().join("抵销.csv"), eliminations).unwrap();
    reviewed(&mess);

    let clean = task(
        ROSTER,
        &[
            ("甲局部门预算.xlsx", shared(("101", "甲区甲局"), doubled)),
            ("甲局.xlsx", shared(("101001", "甲区甲局（本级）"), |_| ())),
            ("甲中心.xlsx", shared(center, |_| ())),
        ],
    );
    reviewed(&clean);

    let (shown, clean) = (&codes(&district) | &codes(&mess), codes(&clean));
    let mut faults = Vec::new();
    for (code, name, _) in FindingCode::ALL.iter().filter(|row| row.0.is_of_batch()) {
        if !shown.contains(*name) {
            faults.push(format!("no batch shows {code}"));
        }
        if clean.contains(*name) {
            faults.push(format!("{code} is said of a clean batch"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
