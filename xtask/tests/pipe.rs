//! A reader that stops reading is no fault of a command.

use std::process::{Command, Stdio};

#[test]
fn no_command_panics_when_its_reader_has_gone() {
    let commands: [&[&str]; 6] = [
        &["codegen", "--check"],
        &["explain", "License"],
        &["explain", "--graph"],
        &["coverage"],
        &["diff", "HEAD"],
        &["bundle"],
    ];
    for arguments in commands {
        for errors_too in [false, true] {
            let (reader, writer) = std::io::pipe().expect("a pipe can be made");
            drop(reader);
            let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
            command.args(arguments);
            let errors = if errors_too {
                Stdio::from(writer.try_clone().expect("a pipe has copies"))
            } else {
                Stdio::piped()
            };
            let output = command.stdout(writer).stderr(errors).output().expect("it can be started");
            let told = String::from_utf8_lossy(&output.stderr);
            // 101 is a panic; by a signal there is no code at all.
            assert!(output.status.code().is_some_and(|code| code != 101), "{arguments:?}: {told}");
            assert!(!told.contains("panicked"), "{arguments:?}: {told}");
        }
    }
}
