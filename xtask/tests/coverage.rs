//! `cargo xtask coverage` fails if it compared nothing.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

fn coverage(corpus: &Path) -> Output {
    coverage_with(corpus, &[])
}

fn coverage_with(corpus: &Path, arguments: &[&OsStr]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("coverage")
        .args(arguments)
        .env("PARTNER_CORPUS", corpus)
        .output()
        .expect("the command can be started")
}

/// A folder of its own below the target folder, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder is ours");
    folder
}

#[test]
fn what_compared_nothing_fails() {
    let missing = folder("coverage-missing").join("none");
    let no_files = folder("coverage-no-files");
    let no_facts = folder("coverage-no-facts");
    for file in ["resources.json", "operations.json"] {
        fs::write(no_facts.join(file), "[]").expect("the folder is ours");
    }
    for corpus in [missing, no_files, no_facts] {
        let output = coverage(&corpus);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert!(stderr.starts_with("nothing was compared: "), "{stderr}");
        assert!(output.stdout.is_empty(), "it looks like a result");
    }
}

#[test]
fn what_compared_something_succeeds() {
    let corpus = folder("coverage-facts");
    let resource =
        r#"[{"page": "p", "resource": "Order", "kind": "resource", "rows": [{"property": "id"}]}]"#;
    let operation = r#"[{"page": "p", "method": "GET", "path": "/v1/orders"}]"#;
    fs::write(corpus.join("resources.json"), resource).expect("the folder is ours");
    fs::write(corpus.join("operations.json"), operation).expect("the folder is ours");
    // The list of what is left out is about the real documentation.
    let stale = coverage(&corpus);
    let stderr = String::from_utf8_lossy(&stale.stderr);
    assert!(!stale.status.success() && stderr.contains("no longer apply"), "{stderr}");
    let none = corpus.join("left-out.json");
    fs::write(&none, "{}").expect("the folder is ours");
    let output = coverage_with(&corpus, &["--left-out".as_ref(), none.as_os_str()]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(
        String::from_utf8_lossy(&output.stdout).contains("resources"),
        "it shows what it found"
    );
}
