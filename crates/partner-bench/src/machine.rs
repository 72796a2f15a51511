//! Where the figures come from.

use std::fs;
use std::path::Path;
use std::process::Command;

/// A paragraph on the machine, the compiler and the crates.
pub fn describe() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find_map(|line| {
            line.strip_prefix("model name")?.split_once(':').map(|(_, name)| name.trim())
        })
        .unwrap_or("an unknown processor");
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let output = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).output();
        output.map(|it| String::from_utf8_lossy(&it.stdout).trim().to_owned()).unwrap_or_default()
    };
    let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"));
    let lock = lock.unwrap_or_default();
    let versions: Vec<_> = ["serde", "serde_json", "typify", "sonic-rs", "simd-json", "jiter"]
        .iter()
        .map(|name| {
            let version = lock
                .split_once(&format!("name = \"{name}\"\nversion = \""))
                .and_then(|(_, rest)| rest.split('"').next());
            format!("{name} {}", version.unwrap_or("?"))
        })
        .collect();
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!(
        "{}, on {model}, {cores} cores, {}, {}; load average {}. {}.",
        output("date", &["-u", "+%Y-%m-%d"]),
        output("uname", &["-sm"]),
        output("rustc", &["--version"]),
        load.split(' ').next().unwrap_or("unknown"),
        versions.join(", "),
    )
}
