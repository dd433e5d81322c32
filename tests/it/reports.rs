//! Reports of findings as HTML, opened by a browser, and as SARIF, held against its schema.

use std::fs;
use std::path::Path;

use serde_json::Value;
use yusuan::workbook::open::{Limits, open};
use yusuan::workbook::save::save;
use yusuan::workbook::{Address, Cell, Sheet, Value as Held, Visibility};

use crate::cli::{code, errors, folder, prints, yusuan, yusuan_in};
use crate::{corpus, oracle};

/// A submission whose texts try to be HTML: the unit's name, a sheet's name, an amount, a header.
fn hostile(path: &Path) {
    let example = corpus::root().join("examples/qingpu-2023-wrong-total.xlsx");
    let mut workbook = open(fs::read(example).unwrap(), "xlsx", &Limits::default()).unwrap();
    let script = "<script>document.title='hit'</script>";
    let sheet = workbook
        .sheets
        .iter_mut()
        .find(|sheet| sheet.name.contains("支出预算总表"))
        .unwrap();
    sheet.name = "支出<b>\"'&".to_owned();
    let wrong = Address::parse("F7").unwrap();
    for cell in &mut sheet.cells {
        if cell.address() == wrong {
            cell.value = Held::Text(format!(
                "<img src=x onerror=\"document.title='hit'\">{script}"
            ));
            cell.formula = None;
        }
        if let Held::Text(text) = &mut cell.value
            && text.contains("其他一般公共服务支出")
        {
            text.push_str("</td></table><script>document.title='hit'</script>");
        }
    }
    fs::write(path, save(&workbook).unwrap()).unwrap();
}

/// The tags `<name …>` of a page.
fn tags<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let start = format!("<{name}");
    page.split(&start)
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap())
        .filter(|tag| tag.is_empty() || tag.starts_with(' '))
        .collect()
}

#[test]
#[ignore = "slow"]
fn a_page_is_searched_and_filtered_and_runs_nothing_of_a_submission() {
    let (_guard, folder) = folder();
    fs::create_dir(folder.join("in")).unwrap();
    hostile(&folder.join("in/<b>'&.xlsx"));
    fs::copy(
        corpus::root().join("examples/qingpu-2023-wrong-total.xlsx"),
        folder.join("in/wrong.xlsx"),
    )
    .unwrap();
    fs::write(folder.join("in/empty.xls"), "").unwrap();
    fs::rename(folder.join("a.xlsx"), folder.join("in/clean.xlsx")).unwrap();
    let output = yusuan(&folder, &["check", "in", "-o", "report.html"]);
    assert_eq!(code(&output), 1, "{}", errors(&output));
    assert_eq!(output.stdout, b"");
    let path = folder.join("report.html");
    let page = fs::read_to_string(&path).unwrap();
    for outside in ["http://", "https://", "//cdn", "src=", "@import", "url("] {
        assert!(!page.contains(outside) || outside == "src=", "{outside}");
    }
    assert_eq!(tags(&page, "script").len(), 1);
    assert_eq!(tags(&page, "img").len(), 0);
    let all = tags(&page, "article").len();
    assert!(all > 3, "{all}");
    assert!(page.contains("<bdi>in/&lt;b&gt;&#39;&amp;.xlsx</bdi>"));
    assert!(
        page.contains("<td class=\"own num\">82,122,784"),
        "the wrong total is drawn"
    );

    let Some(shown) = oracle::dump_dom(&path, "") else {
        return;
    };
    assert!(shown.contains("<title>预算表校验报告</title>"));
    assert!(shown.contains(&format!("<output>{all} / {all}</output>")));
    assert_eq!(tags(&shown, "script").len(), 1);
    assert_eq!(tags(&shown, "img").len(), 0);
    let hidden = |page: &str, name: &str| {
        let hidden = |tag: &&&str| tag.contains(" hidden=\"\"");
        tags(page, name).iter().filter(hidden).count()
    };
    assert_eq!(hidden(&shown, "article"), 0);
    assert_eq!(
        hidden(&shown, "form"),
        0,
        "with a script it can be searched"
    );

    let find = |address: &str| oracle::dump_dom(&path, address).unwrap();
    let shown = find("#q=82122784%20wrong.xlsx");
    assert_eq!(
        all - hidden(&shown, "article"),
        1,
        "found without its commas"
    );
    assert_eq!(hidden(&shown, "section"), 3);
    assert_eq!(hidden(&shown, "tr"), 3, "of four files one is left");
    assert!(shown.contains(&format!("<output>1 / {all}</output>")));
    let shown = find("#code=unreadable-file");
    assert_eq!(all - hidden(&shown, "article"), 1);
    let shown = find("#s=n");
    let notes = tags(&page, "article")
        .iter()
        .filter(|tag| tag.contains("class=n"))
        .count();
    assert_eq!(all - hidden(&shown, "article"), notes);
    let shown = find("#q=nowhere-to-be-found");
    assert_eq!(hidden(&shown, "article"), all);
    assert!(shown.contains(&format!("<output>0 / {all}</output>")));
    let shown = find("#code=no-such-code");
    assert_eq!(hidden(&shown, "article"), 0);
}

#[test]
fn a_page_is_in_one_language_and_draws_headers_and_labels_of_every_format() {
    let (_guard, folder) = folder();
    for (locale, word) in [("zh_CN.UTF-8", "错误"), ("en_US.UTF-8", "error")] {
        let output = yusuan_in(locale, &folder, &["check", "a.xlsx", "--format", "html"]);
        let page = prints(&output);
        assert!(page.contains(&format!("<b>{word}</b> 0")), "{page}");
        assert_eq!(code(&output), 0);
    }
    // A workbook that tells of merged cells, and one that does not.
    let fixtures = corpus::root().join("tests/fixtures/submissions");
    let csv = fs::read(fixtures.join("06-stacked-gb18030.csv")).unwrap();
    let at = csv.windows(8).rposition(|own| own == b"58122100").unwrap();
    fs::write(
        folder.join("w.csv"),
        [&csv[..at], b"58122010", &csv[at + 8..]].concat(),
    )
    .unwrap();
    let xls = fixtures.join("02-stacked-paged.xls");
    for (path, drawn) in [
        (xls.to_str().unwrap(), "<td class=head rowspan=2>项目支出"),
        ("w.csv", "<td class=head>一般公共预算支出<td><td><tr>"),
        (
            "w.csv",
            "<th>94<td>合计<td><td><td class=\"part num\">82122874",
        ),
    ] {
        let page = prints(&yusuan(&folder, &["check", path, "--format", "html"]));
        assert!(page.contains(drawn), "{path}: {page}");
    }
}

#[test]
#[ignore = "slow"]
fn sarif_keeps_to_its_schema() {
    let (_guard, folder) = folder();
    fs::write(folder.join("空 的.xls"), "").unwrap();
    hostile(&folder.join("h.xlsx"));
    let mut args = vec![
        "check",
        "--format",
        "sarif",
        "空 的.xls",
        "h.xlsx",
        "a.xlsx",
    ];
    let corpus = corpus::all();
    args.extend(corpus.iter().map(|path| path.to_str().unwrap()));
    let schema = oracle::sarif_schema();
    for locale in ["zh_CN.UTF-8", "en_US.UTF-8"] {
        let output = yusuan_in(locale, &folder, &args);
        assert_eq!(code(&output), 1);
        let log: Value = serde_json::from_slice(&output.stdout).unwrap();
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        let results = run["results"].as_array().unwrap();
        assert!(results.len() > 10);
        for result in results {
            let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[rule]["id"], result["ruleId"]);
            for text in ["shortDescription", "fullDescription", "help"] {
                assert!(!rules[rule][text]["text"].as_str().unwrap().is_empty());
            }
        }
        let empty = &results[0];
        assert_eq!(empty["ruleId"], "unreadable-file");
        let uri = "/locations/0/physicalLocation/artifactLocation/uri";
        assert_eq!(empty.pointer(uri).unwrap(), "%E7%A9%BA%20%E7%9A%84.xls");
        let total = results
            .iter()
            .find(|result| {
                result["ruleId"] == "total-differs" && result.pointer(uri).unwrap() != "h.xlsx"
            })
            .unwrap();
        assert_eq!(total["level"], "error");
        let place = "/locations/0/logicalLocations/0/fullyQualifiedName";
        assert_eq!(
            total.pointer(place).unwrap(),
            "2023年预算单位支出预算总表!E20"
        );
        assert!(total["relatedLocations"].as_array().unwrap().len() > 4);
        if let Some(schema) = &schema {
            let schema = jsonschema::validator_for(schema).unwrap();
            let faults: Vec<String> = schema
                .iter_errors(&log)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert_eq!(faults, [""; 0]);
        }
    }
}

#[test]
#[ignore = "slow"]
fn the_ending_of_the_file_names_the_format_unless_it_is_named() {
    let (_guard, folder) = folder();
    for (args, start) in [
        (&["-o", "r.html"][..], "<!DOCTYPE html>"),
        (&["-o", "r.json"], "{\n  \"schema\": \"yusuan-report/2\""),
        (&["-o", "r.sarif"], "{\"$schema\":"),
        (
            &["-o", "below/r.html", "--format", "json"],
            "{\n  \"schema\"",
        ),
        (&["-o", "r", "--format", "sarif"], "{\"$schema\":"),
    ] {
        let output = yusuan(&folder, &[&["check", "a.xlsx"], args].concat());
        assert_eq!(code(&output), 0, "{}", errors(&output));
        assert!(prints(&output).is_empty(), "{args:?}");
        assert!(errors(&output).contains("读入金额 190"));
        let written = fs::read_to_string(folder.join(args[1])).unwrap();
        assert!(written.starts_with(start), "{args:?}: {written}");
    }
    let output = yusuan(&folder, &["check", "a.xlsx", "-o", "-", "--format", "html"]);
    assert!(prints(&output).starts_with("<!DOCTYPE html>"));
    let output = yusuan(&folder, &["check", "a.xlsx", "-o", "r.txt"]);
    assert_eq!(code(&output), 0);
    let written = fs::read_to_string(folder.join("r.txt")).unwrap();
    assert_eq!(written, prints(&yusuan(&folder, &["check", "a.xlsx"])));
}

/// What is hidden is named, and shown by no report.
#[test]
fn no_report_shows_what_is_hidden() {
    let example = corpus::root().join("examples/qingpu-2023.xlsx");
    let mut workbook = open(fs::read(example).unwrap(), "xlsx", &Limits::default()).unwrap();
    let text = Held::Text("备用金 99.99万元".to_owned());
    workbook.sheets.push(Sheet {
        name: "备用".to_owned(),
        visibility: Visibility::Hidden,
        cells: vec![Cell {
            value: text,
            ..Cell::default()
        }],
        ..Sheet::default()
    });
    let guard = tempfile::tempdir().unwrap();
    let own = guard.path();
    fs::write(own.join("a.xlsx"), save(&workbook).unwrap()).unwrap();
    for report in ["r.html", "r.json", "r.sarif", "r.txt"] {
        let out = yusuan(own, &["check", "a.xlsx", "-o", report]);
        assert_eq!(code(&out), 0, "{}", errors(&out));
        let said = fs::read_to_string(own.join(report)).unwrap();
        assert!(said.contains("备用"), "{report}");
        assert!(!said.contains("99.99"), "{report}: {said}");
    }
}
