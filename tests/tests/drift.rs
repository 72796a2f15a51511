//! The committed output is what the schemas say.

use std::path::Path;

use contract_tests::{corpus, schemas};
use partner_codegen::coverage::{LeftOut, coverage, page};

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[test]
fn the_models_are_what_the_schemas_say() {
    let by_hand = repository().join("crates/partner-models/src/families");
    let output = partner_codegen::generate_beside(&schemas::folder(), &by_hand)
        .unwrap_or_else(|problems| panic!("{problems}"));
    let kinds = repository().join("crates/partner-client/tests/kinds/description");
    let kinds = partner_codegen::generate_client(&schemas::folder(), &kinds)
        .unwrap_or_else(|problems| panic!("{problems}"));
    for (folder, files) in [
        ("crates/partner-client/tests/kinds/generated", kinds),
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

/// Where the documentation's facts are on the machine.
#[test]
fn the_page_of_coverage_is_what_the_schemas_say() {
    let folder = match corpus::folder() {
        Ok(folder) => folder,
        Err(why) => return println!("skipped: {why}"),
    };
    let read = |path| std::fs::read_to_string(repository().join(path)).expect("it is there");
    let left_out = LeftOut::read(&read("docs/left-out.json")).expect("it is of its form");
    let model = partner_codegen::compile::compile(&schemas::folder()).expect("sound").model;
    let document = partner_codegen::operations::document(&schemas::folder()).expect("sound");
    let document = document.expect("there is one").to_string();
    let coverage = coverage(&folder, &model, &document, &left_out);
    let coverage = coverage.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(coverage.never_looked_at().count(), 0, "say `x-reviewed`");
    assert!(
        page(&coverage, &left_out) == read("docs/coverage.md"),
        "run `cargo xtask coverage --write`"
    );
}
