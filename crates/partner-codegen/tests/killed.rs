//! A run that is killed while it writes leaves each file old or new, and the next run ends its work.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use partner_codegen::Files;

/// Says, to the copy of this test that is to be killed, where to write.
const FOLDER: &str = "PARTNER_CODEGEN_TEST_FOLDER";

/// How many files there are, and how often their writer is killed.
const FILES: usize = 40;
const KILLS: u64 = 40;

/// Long enough for a busy machine; nothing waits for it where all is well.
const PATIENCE: Duration = Duration::from_secs(60);

/// Long enough that a kill may find a file half-written.
fn text(version: &str, number: usize) -> String {
    format!("// {version} {number}\n").repeat(20_000)
}

fn files(version: &str) -> Files {
    (0..FILES)
        .map(|number| {
            (PathBuf::from(format!("{}/file_{number}.rs", number % 3)), text(version, number))
        })
        .collect()
}

fn settle(files: &Files, folder: &Path) {
    for change in files.compare(folder).expect("the folder can be read") {
        change.apply(folder).expect("the folder is ours");
    }
}

/// Not a test of its own: the part that is killed. It writes one version over the other for ever.
#[test]
#[ignore = "run by the other test, in a process of its own"]
fn writer() {
    let Some(folder) = env::var_os(FOLDER).map(PathBuf::from) else { return };
    let versions = [files("new"), files("old")];
    loop {
        for version in &versions {
            settle(version, &folder);
        }
    }
}

#[test]
fn a_killed_run_leaves_whole_files_and_the_next_one_ends_its_work() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = folder.path();
    let (old, new) = (files("old"), files("new"));
    let first = folder.join("0/file_0.rs");
    let mut interrupted = 0;
    for kill in 0..KILLS {
        settle(&old, folder);
        let mut writer = Command::new(env::current_exe().expect("this test is a file"))
            .args(["writer", "--exact", "--ignored", "--test-threads=1"])
            .env(FOLDER, folder)
            .stdout(Stdio::null())
            .spawn()
            .expect("the test can be started again");
        // However long a process takes to start here: it is at work once the first file is new.
        let deadline = Instant::now() + PATIENCE;
        while fs::read_to_string(&first).is_ok_and(|is| is.starts_with("// old")) {
            assert!(Instant::now() < deadline, "the writer does not begin");
        }
        thread::sleep(Duration::from_millis(kill));
        writer.kill().expect("it runs for ever");
        writer.wait().expect("it was killed");

        let mut versions = [0, 0];
        for number in 0..FILES {
            let path = folder.join(format!("{}/file_{number}.rs", number % 3));
            let is = fs::read_to_string(path).expect("no file is ever missing");
            match ["old", "new"].iter().position(|version| is == text(version, number)) {
                Some(version) => versions[version] += 1,
                None => panic!("file {number} is neither old nor new: {} bytes", is.len()),
            }
        }
        interrupted += usize::from(!versions.contains(&0));
        settle(&new, folder);
        assert_eq!(new.compare(folder).expect("the folder can be read"), []);
    }
    // Otherwise the kills came at moments that show nothing.
    assert!(interrupted > 0, "no kill came while files were written");
}
