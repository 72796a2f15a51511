//! Families with unions, open sets of numbers and JSON in text, made up in the manner of the service's: the
//! generated types are compiled, used, and hold the laws that all types hold.
//!
//! `fixtures/made-up` has the schemas and the program that uses the types. It is compiled here with a copy of
//! the models that has these schemas beside the repository's own.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use contract_tests::compare::differences;
use contract_tests::corpus;
use contract_tests::instances::instances;
use contract_tests::mutation::{Random, mutate};
use contract_tests::schemas::{Schemas, folder};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// The types that are tried with what their schemas allow.
const TYPES: &[(&str, &str)] = &[
    ("BillLine", "bill-line"),
    ("TypedLine", "typed-line"),
    ("Bill", "bill"),
    ("BillLines", "bill-lines"),
    ("Paper", "paper"),
    ("AuditEntry", "audit-entry"),
    ("HelpRequest", "help-request"),
    ("Gravity", "gravity"),
    ("Outcome", "outcome"),
    ("Happening", "happening"),
];
/// Documents of each type that its schema allows, and how many faulty ones are made of each.
const VALID: usize = 60;
const FAULTY: usize = 6;

/// The pages of the documentation whose bodies are read, and as what.
const PAGES: &[(&str, &str)] = &[
    ("get-invoiceline-items", "BillLines"),
    ("get-invoice-unbilled-recon-lineitems", "BillLines"),
    ("get-invoice-billed-consumption-lineitems", "BillLines"),
    ("get-invoice-unbilled-consumption-lineitems", "BillLines"),
    ("get-invoiceline-items", "TypedLines"),
    ("get-invoice-unbilled-recon-lineitems", "TypedLines"),
    ("get-invoice-billed-consumption-lineitems", "TypedLines"),
    ("get-invoice-unbilled-consumption-lineitems", "TypedLines"),
    ("get-a-record-of-partner-center-activity-by-user", "AuditEntries"),
    ("get-all-service-requests-for-a-customer", "HelpRequests"),
    ("get-service-request-details-by-id", "HelpRequest"),
    ("update-a-service-request", "HelpRequest"),
    ("partner-center-webhook-events", "Happening"),
];

/// A document, and whether it must be read.
struct Document {
    ty: &'static str,
    json: String,
    is_valid: bool,
}

#[test]
fn made_up_families() {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("made-up");
    let schemas = write_schemas(&scratch.join("schemas"));
    write_models(&scratch);
    let mut documents = made_up_documents(&schemas);
    let known = documents.len();
    documents.extend(documented());
    println!("{known} documents are made up, {} are documented", documents.len() - known);
    let answers = run(&scratch, &documents);
    assert_eq!(answers.len(), documents.len(), "every document has its answer");
    let mut read = 0;
    for (document, answer) in documents.iter().zip(&answers) {
        let (verdict, text) = answer.split_once('\t').expect("a verdict and a text");
        let text: String = serde_json::from_str(text).expect("text in a string");
        let what = format!("{}: {}\n{text}", document.ty, document.json);
        assert_ne!(verdict, "fault", "{what}");
        if document.is_valid {
            assert_eq!(verdict, "read", "{what}");
            assert_eq!(differences(&document.json, &text), [""; 0], "{what}");
        }
        read += usize::from(verdict == "read");
    }
    assert!(read < answers.len(), "some documents are wrong");
}

/// The schemas of the repository and those that are made up, in one folder.
fn write_schemas(to: &Path) -> Schemas {
    let _ = fs::remove_dir_all(to);
    copy(&folder(), to, &|path| path.to_string_lossy().ends_with(".schema.json"));
    copy(&fixtures().join("schemas"), &to.join("made-up"), &|_| true);
    let sources = partner_codegen::compile::compile(to)
        .unwrap_or_else(|problems| panic!("{problems}"))
        .sources;
    Schemas::of(sources.into_iter().map(|source| (source.path, source.root.to_value())))
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/made-up")
}

/// A workspace of the models with these types, and the program that uses them.
fn write_models(scratch: &Path) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let models = root.join("crates/partner-models");
    let is_by_hand = |path: &Path| !path.starts_with(models.join("src/generated"));
    for folder in ["src", "docs"] {
        copy(&models.join(folder), &scratch.join("models").join(folder), &is_by_hand);
    }
    let files =
        partner_codegen::generate(&scratch.join("schemas")).expect("they were just compiled");
    let generated = scratch.join("models/src/generated");
    fs::create_dir_all(&generated).expect("the scratch folder is ours");
    for change in files.compare(&generated).expect("the scratch folder is ours") {
        change.apply(&generated).expect("the scratch folder is ours");
    }
    let both_ways = fs::read_to_string(root.join("tests/src/both_ways.rs")).expect("it is here");
    let check = fs::read_to_string(fixtures().join("check.rs")).expect("it is here");
    let text = fs::read_to_string(root.join("Cargo.toml")).expect("it is here");
    let mut workspace: toml::Table = text.parse().expect("it is TOML");
    let members = toml::Value::from(vec!["models", "check"]);
    let table = workspace["workspace"].as_table_mut().expect("it is a workspace");
    table.retain(|name, _| matches!(name, "resolver" | "package" | "dependencies" | "lints"));
    table.insert("members".into(), members);
    let profile = "[profile.dev]\ndebug = false\n".parse::<toml::Table>().expect("it is TOML");
    workspace.insert("profile".into(), profile["profile"].clone());
    let manifest = "[package]\nname = \"check\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
                    partner-models = { path = \"../models\" }\nserde.workspace = true\nserde_json.workspace = true\n";
    let copied = |path: &str| fs::read_to_string(root.join(path)).expect("it is here");
    for (path, text) in [
        ("Cargo.toml", workspace.to_string()),
        ("Cargo.lock", copied("Cargo.lock")),
        ("models/Cargo.toml", copied("crates/partner-models/Cargo.toml")),
        ("models/README.md", copied("crates/partner-models/README.md")),
        ("check/Cargo.toml", manifest.to_owned()),
        ("check/src/main.rs", check),
        ("check/src/both_ways.rs", both_ways),
    ] {
        write(&scratch.join(path), text.as_bytes());
    }
}

/// Writes a file, unless it is there: what is not touched is not compiled again.
fn write(path: &Path, text: &[u8]) {
    if fs::read(path).is_ok_and(|there| there == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a file in a folder")).expect("the folder is ours");
    fs::write(path, text).expect("the folder is ours");
}

fn copy(from: &Path, to: &Path, wanted: &dyn Fn(&Path) -> bool) {
    for entry in fs::read_dir(from).expect("a folder that is there") {
        let path = entry.expect("an entry that is there").path();
        let target = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy(&path, &target, wanted);
        } else if wanted(&path) {
            write(&target, &fs::read(&path).expect("a file that is there"));
        }
    }
}

/// What the schemas allow, and the same with faults.
fn made_up_documents(schemas: &Schemas) -> Vec<Document> {
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[13; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), seed);
    let mut random = Random::new(13);
    let mut documents = Vec::new();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for (ty, schema) in TYPES {
        let path = format!("made-up/{schema}.schema.json");
        let (strategy, validator) = (instances(schemas, &path), schemas.validator(&path));
        for _ in 0..VALID {
            let value =
                strategy.new_tree(&mut runner).expect("the schema allows something").current();
            assert!(validator.is_valid(&value), "{ty}: {value}");
            if value.get("billingProvider").is_some() {
                *kinds.entry(ty).or_default() += 1;
            }
            let json = value.to_string();
            for _ in 0..FAULTY {
                let mut text = json.clone().into_bytes();
                mutate(&mut text, &mut random);
                let json = String::from_utf8_lossy(&text).into_owned();
                documents.push(Document { ty, json, is_valid: false });
            }
            documents.push(Document { ty, json, is_valid: true });
        }
    }
    assert!(kinds["BillLine"] > VALID / 2, "most lines say what they are: {kinds:?}");
    documents
}

/// The bodies of the documentation, where it is here.
fn documented() -> Vec<Document> {
    let messages = match corpus::folder() {
        Ok(folder) => corpus::messages(&folder).expect("the folder is in its format"),
        Err(why) => {
            println!("skipped: {why}");
            return Vec::new();
        }
    };
    let of_page = |(page, ty): &(&str, &'static str)| {
        let ty = *ty;
        let of_page = messages.iter().filter(|it| it.id.starts_with(&format!("{page}--")));
        let bodies = of_page.filter_map(|it| it.body.clone());
        bodies.map(|json| Document { ty, json, is_valid: true }).collect::<Vec<_>>()
    };
    let documents: Vec<_> = PAGES.iter().flat_map(of_page).collect();
    assert!(documents.len() > PAGES.len(), "the pages have bodies");
    documents
}

/// Compiles the program and gives it the documents.
fn run(scratch: &Path, documents: &[Document]) -> Vec<String> {
    let cargo = env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from);
    let target = scratch.join("target");
    let built = Command::new(cargo)
        .args(["build", "--quiet", "--offline", "-p", "check"])
        .current_dir(scratch)
        .env("CARGO_TARGET_DIR", &target)
        .output()
        .expect("cargo can be started");
    let said = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "{said}");
    assert!(!said.contains("warning: "), "nothing generated may warn:\n{said}");
    let mut program = Command::new(target.join("debug/check"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .expect("the program can be started");
    let mut stdin = program.stdin.take().expect("it is piped");
    let lines: String = documents
        .iter()
        .map(|document| {
            let json = document.json.trim_start_matches('\u{feff}');
            format!("{}\t{}\n", document.ty, serde_json::Value::from(json))
        })
        .collect();
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = program.wait_with_output().expect("the program ends");
    let written = writer.join().expect("the writer ends");
    assert!(output.status.success(), "what the program asserts does not hold");
    written.expect("the program reads to the end");
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}
