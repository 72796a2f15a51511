//! Text of a schema never becomes code: modules made of hostile texts compile in both editions, with every
//! warning denied, and hold no doctest.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use partner_codegen::standalone;
use serde_json::json;

/// Texts that mean something to Rust, to rustdoc, to Markdown, to HTML or to a terminal.
const TEXTS: &[&str] = &[
    "```rust\nfn escaped() { panic!() }\n```",
    "~~~\npanic!()\n~~~",
    "````\n```\npanic!()\n````",
    "a\n\n    panic!()\n",
    "a\n\n\tpanic!()\n",
    "- a\n\n      panic!()\n",
    "> ```\n> panic!()\n> ```",
    "1. ~~~rust\n   panic!()",
    "```should_panic\nnever closed",
    "`one ```\npanic!()\n```",
    "text that is long enough to be wrapped at its end, so that what follows begins a line: xx ```rust\npanic!()",
    "\\```\npanic!()\n```",
    "a\rfn escaped() {}\rb",
    "a\u{2028}#![no_std]\u{85}b",
    "\u{202e}txet\u{2066}",
    "nul \u{0} bell \u{7} esc \u{1b}[2J",
    "*/ fn escaped() {} /*",
    "#[doc = \"x\"] #![feature(x)]",
    "\"#; fn escaped() {} r#\"",
    "<script>alert(1)</script> <!-- <div> [`Nothing`]",
    "{} {x} \\ \\u{1} $crate",
    "",
    " ",
];

fn module_folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("texts")
}

/// A schema that says the text in every place that takes one.
fn schema(text: &str) -> serde_json::Value {
    json!({
        "$comment": text, "title": text, "description": text, "default": text, "examples": [text],
        "externalDocs": { "url": text },
        "type": "object",
        "required": [text],
        "properties": {
            text: {
                "description": text, "default": text, "examples": [text], "type": "string",
                "pattern": "a", "deprecated": true
            },
            "list": { "type": "array", "description": text, "items": { "$ref": "#/$defs/inner" } },
            "self": { "const": text },
            "new": { "type": "array", "items": { "type": "object", "properties": { text: true } } },
        },
        "$defs": { "inner": { "type": "string", "description": text, "examples": [text, text] } },
    })
}

#[test]
fn hostile_texts_compile_in_both_editions_and_hold_no_doctest() {
    let folder = module_folder();
    let schemas = folder.join("schemas");
    let _ = fs::remove_dir_all(&schemas);
    let _ = fs::remove_dir_all(folder.join("src"));
    fs::create_dir_all(&schemas).expect("the folder can be made");
    fs::create_dir_all(folder.join("src")).expect("the folder can be made");
    for (index, text) in TEXTS.iter().enumerate() {
        let path = schemas.join(format!("text-{index}.json"));
        fs::write(path, schema(text).to_string()).expect("the schema can be written");
    }
    // Names of files, as far as this system takes them.
    for name in ["a\nfn escaped() {}.json", "b\r\u{202e}.json", "c */ \" ' \\.json", "type.json"] {
        let _ = fs::write(schemas.join(name), r#"{"type": "object"}"#);
    }
    let outcome = standalone::generate(&schemas).expect("the folder can be read");
    assert_eq!(outcome.refused().collect::<Vec<_>>(), []);
    let mut modules = String::from("#![deny(warnings)]\n");
    for (path, text) in outcome.files.iter() {
        assert!(!text.contains('\r') && !text.contains('\u{202e}'), "{}", path.display());
        for item in &syn::parse_file(text).expect("it is Rust").items {
            let escaped = matches!(item, syn::Item::Fn(item) if item.sig.ident != "validate");
            assert!(!escaped, "{}: text became a function", path.display());
        }
        fs::write(folder.join("src").join(path), text).expect("the module can be written");
        modules += &format!("pub mod {};\n", path.with_extension("").display());
    }
    fs::write(folder.join("src/lib.rs"), modules).expect("the crate can be written");
    for edition in ["2021", "2024"] {
        let printed = test(&folder, edition);
        // The tests of the crate and its doctests: there are none of either.
        assert_eq!(printed.matches("running 0 tests").count(), 2, "{edition}: {printed}");
    }
}

/// Runs every test of the crate, doctests among them, and gives what they print.
fn test(folder: &Path, edition: &str) -> String {
    let manifest = format!(
        "[package]\nname = \"scratch\"\nversion = \"0.0.0\"\nedition = \"{edition}\"\n\n[workspace]\n\n[dependencies]\n\
         serde = \"1\"\nserde_json = {{ version = \"1\", features = [\"raw_value\"] }}\n\n[profile.dev]\ndebug = false\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("the crate can be written");
    // The versions that are here already: nothing is to be fetched.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("the lock file can be copied");
    let cargo = env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from);
    let output = Command::new(cargo)
        .args(["test", "--offline"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .output()
        .expect("cargo can be started");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{edition}: {printed}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    printed
}
