//! What the types cost to compile: the models against typify's output and serde's derive, for the
//! schemas of the repository and for 300 made up.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use partner_codegen::model::{ItemKind, Model};

use crate::synthetic::write_schemas;
use crate::{generate, machine};

/// How many schemas are made up.
const SYNTHETIC: usize = 300;
const CHECKS: usize = 3;
/// The place of typify's output among the candidates; ours come before.
const TYPIFY: usize = 2;

/// Types and how a consumer reads and writes them.
struct Candidate {
    name: &'static str,
    /// The name of its crate.
    krate: String,
    dependencies: &'static str,
    /// The paths of the types, below the crate.
    types: Vec<String>,
    helper: &'static str,
}

const BY_SERDE: &str = "fn both<T: serde::de::DeserializeOwned + serde::Serialize>(json: &[u8]) -> usize {
    serde_json::from_slice::<T>(json).ok().and_then(|it| serde_json::to_vec(&it).ok()).map_or(0, |it| it.len())
}";
const DIRECTLY: &str = "fn both<T: types::FromJson + types::ToJson>(json: &[u8]) -> usize {
    types::from_slice::<T>(json).ok().and_then(|it| types::to_vec(&it).ok()).map_or(0, |it| it.len())
}";

const SERDE: &str = "serde = { version = \"1\", features = [\"derive\"] }
serde_json = { version = \"1\", features = [\"raw_value\"] }\n";
const SERDE_ALONE: &str =
    "serde = { version = \"1\", default-features = false, features = [\"std\"] }
serde_json = { version = \"1\", features = [\"raw_value\"] }\n";
/// What turns code of ours off; unset here, but known to the compiler, which warns of others.
const FEATURES: &str = "\n[features]\njsonschema = []\nproptest = []\nschemars = []\nuuid = []\n";
const FOR_TYPIFY: &str = "serde = { version = \"1\", features = [\"derive\"] }
serde_json = { version = \"1\", features = [\"raw_value\"] }
chrono = { version = \"0.4\", default-features = false, features = [\"serde\", \"std\"] }
regress = \"0.11\"
uuid = { version = \"1\", features = [\"serde\"] }\n";

/// Measures everything.
pub fn report(root: &Path) -> String {
    let mut text = format!("{}\n", machine::describe());
    let made_up = tempfile::tempdir().expect("a temporary folder can be made");
    write_schemas(made_up.path(), SYNTHETIC);
    let sets = [
        ("the schemas of the repository", "real", root.join("schemas")),
        ("300 schemas made up", "made-up", made_up.path().to_owned()),
    ];
    let mut goals = String::from("\n| goal | | measured | |\n|---|--:|--:|---|\n");
    for (title, set, schemas) in sets {
        let folder = root.join("target/bench-compile").join(set);
        let candidates = prepare(root, &folder, set, &schemas);
        write!(
            text,
            "\n**{title}**\n\n| | check | release | consumer's release binary, its crate | with the types' crate | size |\n|---|--:|--:|--:|--:|--:|\n"
        )
        .expect("a string takes everything");
        let mut all = Vec::new();
        // What is written by hand has no 300 types.
        let measured = if set == "real" { candidates.len() } else { TYPIFY + 1 };
        for candidate in &candidates[..measured] {
            let cost = Cost::of(&folder, candidate);
            eprintln!(
                "{title}, {}: check {}, release {}, consumer {}",
                candidate.name, cost.check, cost.release, cost.consumer
            );
            writeln!(
                text,
                "| {} | {} | {} | {} | {} | {} KB |",
                candidate.name,
                cost.check,
                cost.release,
                cost.consumer,
                cost.release + cost.consumer,
                cost.bytes / 1000
            )
            .expect("a string takes everything");
            all.push(cost);
        }
        let (ours, typify) = (&all[0], &all[TYPIFY]);
        for (what, goal, figure) in [
            ("check ÷ typify's", 0.55, ours.check.processor / typify.check.processor),
            (
                "consumer's binary, its crate, ÷ typify's",
                0.6,
                ours.consumer.processor / typify.consumer.processor,
            ),
            (
                "consumer's binary, all in, ÷ typify's",
                0.6,
                (ours.release + ours.consumer).processor
                    / (typify.release + typify.consumer).processor,
            ),
        ] {
            let met = if figure <= goal { "met" } else { "**not met**" };
            writeln!(goals, "| {what}, {title} | ≤ {goal} | {figure:.2} | {met} |")
                .expect("a string takes everything");
        }
    }
    text + &goals
}

/// Time of a compilation.
#[derive(Clone, Copy)]
struct Time {
    processor: f64,
    wall: f64,
}

impl std::ops::Add for Time {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { processor: self.processor + other.processor, wall: self.wall + other.wall }
    }
}

impl std::fmt::Display for Time {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.1} s ({:.1} s)", self.processor, self.wall)
    }
}

struct Cost {
    check: Time,
    release: Time,
    consumer: Time,
    bytes: u64,
}

impl Cost {
    fn of(folder: &Path, candidate: &Candidate) -> Self {
        let types = format!("{}-types", candidate.krate);
        let consumer = format!("{}-consumer", candidate.krate);
        let types_file = folder.join(&types).join("src/lib.rs");
        let consumer_file = folder.join(&consumer).join("src/main.rs");
        // Once for the dependencies.
        cargo(folder, &["check", "-p", &types]);
        let check = (0..CHECKS).map(|_| again(folder, &types_file, &["check", "-p", &types]));
        let check =
            check.min_by(|a, b| a.processor.total_cmp(&b.processor)).expect("there are some");
        cargo(folder, &["build", "--release", "-p", &consumer]);
        let consumer_time = again(folder, &consumer_file, &["build", "--release", "-p", &consumer]);
        let bytes =
            fs::metadata(folder.join("target/release").join(&consumer)).map_or(0, |it| it.len());
        let release = again(folder, &types_file, &["build", "--release", "-p", &types]);
        Self { check, release, consumer: consumer_time, bytes }
    }
}

/// The crate of this file anew, and nothing else.
fn again(folder: &Path, file: &Path, arguments: &[&str]) -> Time {
    let text = fs::read(file).expect("the file is ours");
    fs::write(file, text).expect("the file is ours");
    cargo(folder, arguments)
}

fn cargo(folder: &Path, arguments: &[&str]) -> Time {
    let (start, before) = (Instant::now(), processor_time());
    let output = Command::new("cargo")
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Time { processor: processor_time() - before, wall: start.elapsed().as_secs_f64() }
}

/// Seconds of processor time of the processes started from here: not disturbed by what else runs.
fn processor_time() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(") ").map(|(_, rest)| rest.split(' ')).into_iter().flatten();
    // User and system time of children, in ticks of a hundredth of a second.
    fields.skip(13).take(2).filter_map(|it| it.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Writes a workspace with two crates for each candidate: its types, and a consumer of all of them.
fn prepare(root: &Path, folder: &Path, set: &str, schemas: &Path) -> Vec<Candidate> {
    let model =
        partner_codegen::compile::compile(schemas).unwrap_or_else(|it| panic!("{it}")).model;
    let typify = generate::source(generate::typify::types(schemas));
    let flat: Vec<String> = roots(&model).map(|(_, name)| name.to_owned()).collect();
    let nested: Vec<String> = roots(&model).map(|(path, name)| format!("{path}{name}")).collect();
    let has = |name: &String| {
        ["struct", "enum", "type"].iter().any(|it| {
            typify.contains(&format!("pub {it} {name} "))
                || typify.contains(&format!("pub {it} {name}("))
        })
    };
    let by_typify: Vec<_> = flat.iter().filter(|name| has(name)).cloned().collect();
    let candidate = |name, short: &str, dependencies, types: &[String], helper| Candidate {
        name,
        krate: format!("{set}-{short}"),
        dependencies,
        types: types.to_vec(),
        helper,
    };
    let candidates = vec![
        candidate("ours, direct", "ours", SERDE_ALONE, &nested, DIRECTLY),
        candidate("ours, serde path", "serde", SERDE_ALONE, &nested, BY_SERDE),
        candidate("typify's output", "typify", FOR_TYPIFY, &by_typify, BY_SERDE),
        candidate("derive by hand", "derive", SERDE, &flat, BY_SERDE),
        candidate("derive by hand + flatten", "flatten", SERDE, &flat, BY_SERDE),
    ];
    let write = |path: PathBuf, text: &str| {
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the folder is ours");
        fs::write(path, text).expect("the folder is ours");
    };
    for candidate in &candidates {
        let Candidate { krate, dependencies, types, helper, .. } = candidate;
        let home = folder.join(format!("{krate}-types"));
        match krate.rsplit('-').next() {
            Some("typify") => write(home.join("src/lib.rs"), &typify),
            Some(kind @ ("derive" | "flatten")) => {
                let tokens = generate::derive::types(&model, kind == "flatten");
                write(home.join("src/lib.rs"), &generate::source(tokens));
            }
            _ => models(root, &home, schemas, set == "real"),
        }
        let package = |kind: &str, more: &str| {
            format!(
                "[package]\nname = \"{krate}-{kind}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}{more}"
            )
        };
        write(home.join("Cargo.toml"), &package("types", FEATURES));
        let consumer = folder.join(format!("{krate}-consumer"));
        let more =
            format!("types = {{ package = \"{krate}-types\", path = \"../{krate}-types\" }}\n");
        write(consumer.join("Cargo.toml"), &package("consumer", &more));
        let calls: String = types.iter().fold(String::new(), |calls, ty| {
            calls + &format!("    bytes += both::<types::{ty}>(&json);\n")
        });
        let main = format!(
            "{helper}\n\nfn main() {{\n    let json = std::env::args().nth(1).and_then(|it| std::fs::read(it).ok()).unwrap_or_default();\n    let mut bytes = 0;\n{calls}    println!(\"{{bytes}}\");\n}}\n"
        );
        write(consumer.join("src/main.rs"), &main);
    }
    write(
        folder.join("Cargo.toml"),
        "[workspace]\nresolver = \"3\"\nmembers = [\"*-types\", \"*-consumer\"]\n",
    );
    candidates
}

/// The types that a consumer can name without parameters: the path of their module, and the name.
fn roots(model: &Model) -> impl Iterator<Item = (String, &str)> {
    model.modules.iter().flat_map(|module| {
        module.items.iter().filter_map(move |item| {
            let is_generic =
                matches!(&item.kind, ItemKind::Struct(structure) if !structure.parameters.is_empty());
            let folders = &module.path[..module.path.len() - 1];
            let path = folders.iter().fold(String::new(), |path, part| path + part + "::");
            (item.pointer.is_some() && !is_generic).then_some((path, item.name.as_str()))
        })
    })
}

/// The models' crate: as it is, or with the types of other schemas in the place of its own.
fn models(root: &Path, home: &Path, schemas: &Path, as_it_is: bool) {
    let source = root.join("crates/partner-models");
    copy(&source.join("src"), &home.join("src"));
    if as_it_is {
        copy(&source.join("docs"), &home.join("docs"));
        return;
    }
    let generated = home.join("src/generated");
    fs::remove_dir_all(&generated).expect("the folder is ours");
    let files = partner_codegen::generate(schemas).unwrap_or_else(|it| panic!("{it}"));
    for (path, text) in files.iter() {
        let path = generated.join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the folder is ours");
        fs::write(path, text).expect("the folder is ours");
    }
    // Its modules without those that are about types of the real schemas.
    let lib = "#![allow(unused, deprecated)]

mod features;
mod generated;
pub(crate) mod json;
pub mod schema;
pub(crate) mod value;
pub mod with_serde;

pub use generated::*;
pub use json::error::{Error, ErrorKind};
pub use json::{FromJson, ToJson, from_slice, from_str, to_string, to_vec};
pub use value::date::DateTime;
pub use value::extra::Extra;
pub use value::json_text::JsonText;
pub use value::number::{Integer, Number, OutOfRange};
pub use value::number_or_string::NumberOrString;
pub use value::open_set::Spelt;
pub use value::raw::RawJson;
pub use value::resource::UnknownResource;
pub use value::text::Text;
pub use value::unknown::Unknown;
";
    fs::write(home.join("src/lib.rs"), lib).expect("the folder is ours");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder is ours");
    for entry in fs::read_dir(from).expect("the folder is there").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("the folder is ours");
        }
    }
}
