//! What is on disk becomes what was generated, and only where it differs.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use partner_codegen::{Change, Files};
use support::paths;

fn files(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())).collect()
}

fn generated() -> Files {
    files(&[
        ("mod.rs", "pub mod billing;\n"),
        ("billing/mod.rs", "mod invoice;\n"),
        ("billing/invoice.rs", "pub struct Invoice;\n"),
    ])
}

fn write(folder: &Path, path: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a path in a folder")).expect("the folder is ours");
    fs::write(path, bytes).expect("the folder is ours");
}

fn changes(folder: &Path) -> Vec<Change> {
    generated().compare(folder).expect("the folder can be read")
}

/// Makes the folder what it should be and tells what that took.
fn settle(folder: &Path) -> Vec<String> {
    let changes = changes(folder);
    for change in &changes {
        change.apply(folder).expect("the folder is ours");
    }
    changes.iter().map(|change| format!("{} {}", change.verb(), change.path.display())).collect()
}

fn is_settled(folder: &Path) {
    assert_eq!(changes(folder), []);
    assert_eq!(paths(folder), ["billing", "billing/invoice.rs", "billing/mod.rs", "mod.rs"]);
    for (path, text) in generated().iter() {
        assert_eq!(fs::read_to_string(folder.join(path)).expect("it was written"), text);
    }
}

#[test]
fn a_folder_that_is_not_there_is_made() {
    let parent = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = parent.path().join("src/generated");
    assert_eq!(
        settle(&folder),
        ["added billing/invoice.rs", "added billing/mod.rs", "added mod.rs"]
    );
    is_settled(&folder);
}

#[test]
fn files_that_are_right_are_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = folder.path();
    settle(folder);
    let long_ago = SystemTime::now() - Duration::from_secs(3600);
    let modified = |path: &str| {
        fs::metadata(folder.join(path)).and_then(|data| data.modified()).expect("a file has a time")
    };
    for (path, _) in generated().iter() {
        fs::File::options()
            .write(true)
            .open(folder.join(path))
            .and_then(|file| file.set_modified(long_ago))
            .expect("the folder is ours");
    }
    let before = modified("mod.rs");

    write(folder, "billing/invoice.rs", "pub struct Bill;\n");
    assert_eq!(settle(folder), ["changed billing/invoice.rs"]);
    assert_eq!(modified("mod.rs"), before);
    assert_eq!(modified("billing/mod.rs"), before);
    assert!(modified("billing/invoice.rs") > before);
    is_settled(folder);
    assert_eq!(settle(folder), [""; 0]);
}

#[test]
fn missing_edited_and_stale_files_are_put_right() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = folder.path();
    settle(folder);
    fs::remove_file(folder.join("mod.rs")).expect("the folder is ours");
    write(folder, "billing/mod.rs", "mod invoice; // by hand\n");
    write(folder, "billing/receipt.rs", "pub struct Receipt;\n");
    assert_eq!(
        settle(folder),
        ["changed billing/mod.rs", "removed billing/receipt.rs", "added mod.rs"]
    );
    is_settled(folder);
}

#[test]
fn folders_that_become_empty_go() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = folder.path();
    settle(folder);
    write(folder, "orders/old/mod.rs", "mod line;\n");
    write(folder, "orders/old/line.rs", "pub struct Line;\n");
    assert_eq!(settle(folder), ["removed orders/old/line.rs", "removed orders/old/mod.rs"]);
    is_settled(folder);
}

#[test]
fn the_folder_itself_stays_when_everything_in_it_goes() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = folder.path();
    write(folder, "mod.rs", "pub mod billing;\n");
    let nothing = Files::default();
    for change in nothing.compare(folder).expect("the folder can be read") {
        change.apply(folder).expect("the folder is ours");
    }
    assert_eq!(paths(folder), [""; 0]);
    assert!(folder.exists());
}

#[test]
fn what_an_interrupted_run_left_behind_goes() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = folder.path();
    settle(folder);
    write(folder, "billing/invoice.rs.new", "pub struct Inv");
    write(folder, "mod.rs.new", "");
    assert_eq!(settle(folder), ["removed billing/invoice.rs.new", "removed mod.rs.new"]);
    is_settled(folder);

    // Stopped between writing and moving: the file is still the old one, and both are put right.
    write(folder, "mod.rs", "pub mod bills;\n");
    write(folder, "mod.rs.new", "pub mod bil");
    assert_eq!(settle(folder), ["changed mod.rs", "removed mod.rs.new"]);
    is_settled(folder);
}

#[test]
fn a_file_that_is_not_utf_8_is_replaced() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = folder.path();
    settle(folder);
    write(folder, "mod.rs", b"pub mod billing; // \xff\n");
    write(folder, "stale.rs", b"\xff\xfe");
    let diff: String =
        changes(folder).iter().map(|change| change.unified_diff(Path::new("generated"))).collect();
    assert!(diff.contains("-pub mod billing; // \u{fffd}"), "{diff}");
    assert_eq!(settle(folder), ["changed mod.rs", "removed stale.rs"]);
    is_settled(folder);
}

#[test]
fn line_ends_of_another_system_are_a_difference() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = folder.path();
    settle(folder);
    write(folder, "mod.rs", "pub mod billing;\r\n");
    assert_eq!(settle(folder), ["changed mod.rs"]);
    is_settled(folder);
}

#[test]
fn a_difference_names_the_file() {
    let change = |old: Option<&str>, new: Option<&str>| Change {
        path: "billing/invoice.rs".into(),
        old: old.map(str::to_owned),
        new: new.map(str::to_owned),
    };
    let shown: String = [
        change(Some("a\nb\nc\n"), Some("a\nB\nc\n")),
        change(None, Some("a\n")),
        change(Some("a\n"), None),
        change(Some("a"), Some("a\n")),
    ]
    .iter()
    .map(|change| {
        format!("==== {}\n{}", change.verb(), change.unified_diff(Path::new("src/generated")))
    })
    .collect();
    insta::assert_snapshot!(shown);
}

#[test]
fn a_folder_in_the_place_of_a_file_is_an_error() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    fs::create_dir_all(folder.path().join("mod.rs")).expect("the folder is ours");
    assert!(generated().compare(folder.path()).is_err());
}
