//! partner-models side by side with what a user would take instead. `cargo xtask bench` runs this and
//! writes BENCHMARKS.md; `partner-bench --compile` measures compile times and takes far longer.

#[path = "../generate/mod.rs"]
mod generate;

mod call;
mod candidates;
mod codegen;
mod compile;
mod documents;
mod heap;
mod machine;
mod measure;
mod report;
mod stream;
mod synthetic;

use std::path::Path;
use std::process::ExitCode;

#[global_allocator]
static HEAP: heap::Counting = heap::Counting;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut arguments = std::env::args().skip(1);
    let text = match arguments.next().as_deref() {
        None => report::run_time(&root),
        Some("--compile") => compile::report(&root),
        // One candidate again and again, for callgrind and perf.
        Some("--only") => return only(&arguments.collect::<Vec<_>>()),
        Some(other) => {
            eprintln!(
                "`{other}` is none of `--compile` and `--only read|write CANDIDATE DOCUMENT TIMES`"
            );
            return ExitCode::FAILURE;
        }
    };
    print!("{text}");
    ExitCode::SUCCESS
}

fn only(arguments: &[String]) -> ExitCode {
    let [kind, candidate, document, times] = arguments else { return ExitCode::FAILURE };
    let candidates = if kind == "write" { candidates::WRITE } else { candidates::READ };
    let document = documents::named(document);
    let candidate = candidates.iter().find(|it| it.name == candidate);
    let work = candidate.zip(document.as_ref()).and_then(|(it, document)| (it.work)(document));
    let (Some(work), Ok(times)) = (work, times.parse::<usize>()) else { return ExitCode::FAILURE };
    for _ in 0..times {
        (work.run)();
    }
    ExitCode::SUCCESS
}
