//! Makes the candidates' types from the schemas of the repository.

use std::path::Path;
use std::{env, fs};

mod generate;

fn main() {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    println!("cargo::rerun-if-changed={}", schemas.display());
    println!("cargo::rerun-if-changed=generate");
    let out = env::var_os("OUT_DIR").expect("cargo sets it");
    let write = |name: &str, tokens| {
        fs::write(Path::new(&out).join(name), generate::source(tokens)).expect("it is ours");
    };
    write("typify.rs", generate::typify::types(&schemas));
    let compiled = partner_codegen::compile::compile(&schemas).expect("the schemas are valid");
    let model = compiled.model;
    write("derive.rs", generate::derive::types(&model, false));
    write("flatten.rs", generate::derive::types(&model, true));
}
