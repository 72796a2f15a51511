//! The committed output is what the schemas say.

use std::path::Path;

use contract_tests::schemas;

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[test]
fn the_models_are_what_the_schemas_say() {
    let by_hand = repository().join("crates/partner-models/src/families");
    let output = partner_codegen::generate_beside(&schemas::folder(), &by_hand)
        .unwrap_or_else(|problems| panic!("{problems}"));
    for (folder, files) in [
        ("crates/partner-models/src/generated", output.models),
        ("tests/src/generated", output.registry),
        ("crates/partner-client/src/generated", output.client),
        ("openapi", output.openapi),
    ] {
        let files = partner_codegen::rustfmt(files, repository()).expect("rustfmt is there");
        let changes = files.compare(&repository().join(folder)).expect("the folder can be read");
        let diff: String =
            changes.iter().map(|change| change.unified_diff(Path::new(folder))).collect();
        assert!(changes.is_empty(), "run `cargo xtask codegen`\n{diff}");
    }
}

#[test]
fn twice_gives_the_same_bytes() {
    let once = partner_codegen::generate(&schemas::folder()).expect("the schemas are sound");
    let twice = partner_codegen::generate(&schemas::folder()).expect("the schemas are sound");
    assert_eq!(once, twice);
}

#[test]
fn the_emulator_has_the_complete_description() {
    let read = |path| std::fs::read_to_string(repository().join(path)).expect("it is there");
    assert!(
        read("crates/partner-emulator/src/generated/partner-center.json")
            == read("openapi/partner-center.json"),
        "run `cargo xtask codegen`"
    );
}
