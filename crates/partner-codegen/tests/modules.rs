//! Modules are written into a folder that is somebody's own: what no run for these schemas wrote stays.

mod support;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;

use partner_codegen::standalone::{self, LIST};
use partner_codegen::{Change, Files};
use support::paths;
use tempfile::TempDir;

const SCHEMA: &str = r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#;

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder can be made")
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a path in a folder")).expect("the folder is ours");
    fs::write(path, text).expect("the folder is ours");
}

/// Generates the modules of `schemas` into `out`, both below the folder, and tells what that took.
fn run(folder: &Path, schemas: &str) -> io::Result<Vec<String>> {
    let (schemas, out) = (folder.join(schemas), folder.join("out"));
    let changes = standalone::changes(&schemas, &out, &standalone::generate(&schemas)?)?;
    changes.iter().try_for_each(|change| change.apply(&out))?;
    let told = changes.iter().filter(|change| change.path != Path::new(LIST));
    Ok(told.map(|change| format!("{} {}", change.verb(), change.path.display())).collect())
}

fn done(folder: &Path, schemas: &str) -> Vec<String> {
    run(folder, schemas).expect("nothing is in the way")
}

#[test]
fn only_modules_whose_schema_is_gone_are_removed() {
    let folder = folder();
    let folder = folder.path();
    write(folder, "one/a.json", SCHEMA);
    write(folder, "one/b.json", SCHEMA);
    write(folder, "two/c.json", SCHEMA);
    write(folder, "out/mine.rs", "mod mine;\n");
    assert_eq!(done(folder, "one"), ["added a.rs", "added b.rs"]);
    assert_eq!(done(folder, "two"), ["added c.rs"]);
    assert_eq!(done(folder, "one"), [""; 0]);
    let module = fs::read_to_string(folder.join("out/b.rs")).expect("it was written");
    write(folder, "out/copy.rs", &module);
    write(folder, "out/edited_copy.rs", &format!("{module}// mine\n"));
    write(folder, "out/deep/b.rs", &module);
    fs::remove_file(folder.join("one/b.json")).expect("the folder is ours");
    assert_eq!(done(folder, "one"), ["removed b.rs"]);
    assert_eq!(
        paths(&folder.join("out")),
        [LIST, "a.rs", "c.rs", "copy.rs", "deep", "deep/b.rs", "edited_copy.rs", "mine.rs"]
    );
    // Moved together, they are still the same two folders.
    fs::create_dir(folder.join("moved")).expect("the folder is ours");
    for part in ["one", "two", "out"] {
        fs::rename(folder.join(part), folder.join("moved").join(part)).expect("it can be moved");
    }
    fs::remove_file(folder.join("moved/one/a.json")).expect("the folder is ours");
    assert_eq!(done(&folder.join("moved"), "one"), ["removed a.rs"]);
}

#[test]
fn a_module_that_was_edited_outlives_its_schema() {
    let folder = folder();
    let folder = folder.path();
    write(folder, "one/a.json", SCHEMA);
    done(folder, "one");
    let module = fs::read_to_string(folder.join("out/a.rs")).expect("it was written");
    write(folder, "out/a.rs", &format!("{module}// mine\n"));
    fs::remove_file(folder.join("one/a.json")).expect("the folder is ours");
    assert_eq!(done(folder, "one"), [""; 0]);
    assert!(folder.join("out/a.rs").exists());
}

#[test]
fn a_schema_that_is_refused_today_keeps_its_module() {
    let folder = folder();
    let folder = folder.path();
    write(folder, "one/a.json", SCHEMA);
    write(folder, "one/b.json", SCHEMA);
    done(folder, "one");
    write(folder, "one/a.json", "{\"type\": ");
    assert_eq!(done(folder, "one"), [""; 0]);
    write(folder, "one/a.json", SCHEMA);
    assert_eq!(done(folder, "one"), [""; 0]);
}

#[test]
fn what_somebody_else_wrote_is_not_replaced() {
    let folder = folder();
    let folder = folder.path();
    write(folder, "one/a.json", SCHEMA);
    write(folder, "one/b.json", SCHEMA);
    write(folder, "two/a.json", SCHEMA);
    write(folder, "out/b.rs", "mod mine;\n");
    let error = run(folder, "one").expect_err("b.rs is somebody's own").to_string();
    assert!(error.contains("b.rs") && error.contains("not generated"), "{error}");
    assert_eq!(paths(&folder.join("out")), ["b.rs"]);
    done(folder, "two");
    fs::remove_file(folder.join("one/b.json")).expect("the folder is ours");
    let error = run(folder, "one").expect_err("a.rs is the other folder's").to_string();
    assert!(error.contains("a.rs") && error.contains("another folder"), "{error}");
    write(folder, &format!("out/{LIST}"), "no list");
    assert!(run(folder, "two").is_err());
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_an_error_and_hangs_nothing() {
    let folder = folder();
    let folder = folder.path();
    let (one, out) = (folder.join("one"), folder.join("out"));
    write(folder, "one/a.json", SCHEMA);
    write(folder, "out/others.rs", "");
    let pipe = |path: &Path| {
        let made = std::process::Command::new("mkfifo").arg(path).status();
        assert!(made.is_ok_and(|status| status.success()), "no pipe");
    };
    let huge = |path: &Path| {
        fs::File::create(path).and_then(|file| file.set_len(3 << 30)).expect("a sparse file");
    };
    let link = |path: &Path| {
        std::os::unix::fs::symlink(folder.join("out/others.rs"), path).expect("a link");
    };
    let kinds: [&dyn Fn(&Path); 4] =
        [&pipe, &huge, &link, &|path| fs::create_dir(path).expect("a folder")];
    for make in kinds {
        let path = out.join("a.rs");
        make(&path);
        let error = run(folder, "one").expect_err("a.rs is in the way").to_string();
        assert!(error.contains("a.rs"), "{error}");
        assert_eq!(fs::read_to_string(out.join("others.rs")).expect("it is there"), "");
        let _ = fs::remove_file(&path).or_else(|_| fs::remove_dir(&path));
        // Where nobody is in its way, it does not matter.
        make(&out.join("beside.rs"));
        run(folder, "one").expect("it is beside");
        let _ = fs::remove_file(out.join("beside.rs"))
            .or_else(|_| fs::remove_dir(out.join("beside.rs")));
        fs::remove_file(&path).expect("it was written");
    }
    // The same among the schemas: refused, and the others are generated.
    pipe(&one.join("pipe.json"));
    huge(&one.join("huge.json"));
    std::os::unix::fs::symlink("nowhere", one.join("link.json")).expect("a link");
    let outcome = standalone::generate(&one).expect("the folder can be read");
    let refused: Vec<_> = outcome.refused().map(|(path, _)| path).collect();
    assert_eq!(refused, ["huge.json", "link.json", "pipe.json"]);
    std::os::unix::fs::symlink("..", one.join("up")).expect("a link");
    fs::rename(&one, out.join("one")).expect("it can be moved");
    let error = standalone::generate(&out).expect_err("the link leads back").to_string();
    assert!(error.contains("leads back"), "{error}");
}

#[test]
fn a_path_of_any_length_has_a_module() {
    let folder = folder();
    let folder = folder.path();
    let long = "x".repeat(200);
    write(folder, &format!("one/{long}/{long}/a.json"), SCHEMA);
    write(folder, &format!("one/{long}/{long}/b.json"), SCHEMA);
    write(folder, &format!("one/{}.json", "y".repeat(250)), SCHEMA);
    assert_eq!(done(folder, "one").len(), 3);
    assert_eq!(done(folder, "one"), [""; 0]);
}

#[test]
fn two_runs_at_once_do_not_disturb_each_other() {
    let folder = folder();
    let folder = folder.path();
    let version = |name: &str| -> Files {
        let file =
            |number| (PathBuf::from(format!("{}/f{number}.rs", number % 2)), name.repeat(50_000));
        (0..8).map(file).collect()
    };
    thread::scope(|scope| {
        for name in ["// one\n", "// two\n"] {
            scope.spawn(move || {
                for _ in 0..50 {
                    let changes: Vec<Change> =
                        version(name).compare(folder).expect("it can be read");
                    for change in changes {
                        change.apply(folder).expect("the other run is not in the way");
                    }
                }
            });
        }
    });
    for (path, _) in version("").iter() {
        let text = fs::read_to_string(folder.join(path)).expect("it was written");
        assert!(["// one\n", "// two\n"].iter().any(|name| text == name.repeat(50_000)));
    }
    assert_eq!(paths(folder).len(), 8 + 2, "eight files in two folders, and nothing half-written");
}

#[test]
fn the_case_of_a_file_s_name_loses_no_type() {
    let folder = folder();
    for (file, ty) in [("A", "A"), ("Invoice", "Invoice"), ("orderLINE", "OrderLine"), ("b2", "B2")]
    {
        write(folder.path(), &format!("schemas/{file}.json"), SCHEMA);
        let outcome = standalone::generate(&folder.path().join("schemas")).expect("it can be read");
        assert_eq!(outcome.refused().count(), 0, "{file}");
        let all: String = outcome.files.iter().map(|(_, text)| text).collect();
        assert!(
            all.contains(&format!("pub struct {ty}Schema {{")),
            "{file}: no `{ty}Schema` in\n{all}"
        );
    }
}
