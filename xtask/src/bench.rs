//! `cargo xtask bench`

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::{fs, io};

use clap::Args;

use crate::root;
use crate::say::{complain, say};

/// Measure the models against what a user would take instead, and write the figures to BENCHMARKS.md
///
/// `cargo xtask bench` measures reading, writing and codegen, in some three minutes once it is
/// compiled; `cargo xtask bench --compile` measures what the types cost to compile, which takes far
/// longer. Each replaces its own part of the file.
#[derive(Args)]
pub(crate) struct Options {
    /// Measure compile times
    #[arg(long)]
    compile: bool,
}

const FILE: &str = "BENCHMARKS.md";

pub(crate) fn run(options: &Options) -> ExitCode {
    match measure(options).and_then(|figures| write(options.part(), &figures)) {
        Ok(()) => {
            say!("wrote {FILE}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            complain!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

impl Options {
    /// The part of the file that is measured, by the name in its marks.
    fn part(&self) -> &'static str {
        if self.compile { "compile time" } else { "run time" }
    }
}

/// Runs the benchmark, which is no member of the workspace, and takes what it prints.
fn measure(options: &Options) -> io::Result<String> {
    let mut command = Command::new(env!("CARGO"));
    command
        .args([
            "run",
            "--release",
            "--locked",
            "--manifest-path",
            "crates/partner-bench/Cargo.toml",
        ])
        .current_dir(root())
        .env("CARGO_TARGET_DIR", root().join("target/bench"))
        .stderr(Stdio::inherit());
    if options.compile {
        command.args(["--", "--compile"]);
    }
    let output = command.output()?;
    if !output.status.success() {
        return Err(io::Error::other(format!("the benchmark failed: {}", output.status)));
    }
    String::from_utf8(output.stdout).map_err(io::Error::other)
}

/// Puts figures between the marks of their part; what else the file says is written by hand.
fn write(part: &str, figures: &str) -> io::Result<()> {
    let path = root().join(FILE);
    let text = fs::read_to_string(&path)?;
    let text = replace(&text, part, figures)
        .ok_or_else(|| io::Error::other(format!("{FILE} has no marks for the part `{part}`")))?;
    write_whole(&path, &text)
}

fn replace(text: &str, part: &str, figures: &str) -> Option<String> {
    let (begin, end) = (format!("<!-- {part} -->\n"), format!("<!-- end of {part} -->"));
    let (before, rest) = text.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    Some(format!("{before}{begin}\n{}\n\n{end}{after}", figures.trim()))
}

fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let temporary = path.with_extension("md.new");
    fs::write(&temporary, text)?;
    fs::rename(temporary, path)
}

#[cfg(test)]
mod tests {
    use super::replace;

    #[test]
    fn only_the_part_is_replaced() {
        let text =
            "a\n<!-- x -->\nold\n<!-- end of x -->\nb\n<!-- y -->\nkept\n<!-- end of y -->\n";
        assert_eq!(
            replace(text, "x", "new\n").as_deref(),
            Some(
                "a\n<!-- x -->\n\nnew\n\n<!-- end of x -->\nb\n<!-- y -->\nkept\n<!-- end of y -->\n"
            )
        );
        assert_eq!(replace(text, "z", "new"), None);
    }
}
