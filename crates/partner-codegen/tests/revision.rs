//! The schemas of an earlier revision are what git has, whatever is in the working tree.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use partner_codegen::compile::compile;
use partner_codegen::diff::{compare, revision::schemas_at};
use support::schema;

fn git(repository: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .args([
            "-c",
            "user.name=T",
            "-c",
            "user.email=t@example.invalid",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(arguments)
        .current_dir(repository)
        .output()
        .expect("git can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn write(repository: &Path, text: &str) {
    let folder = repository.join("schemas/billing");
    fs::create_dir_all(&folder).expect("the folder is ours");
    fs::write(folder.join("invoice.schema.json"), text).expect("the folder is ours");
}

fn invoice(properties: &str) -> String {
    schema("billing/invoice", &format!(r#""type": "object", "properties": {{ {properties} }}"#))
}

#[test]
fn a_committed_schema_is_compared_with_the_working_tree() {
    let repository = tempfile::tempdir().expect("a temporary folder can be made");
    let repository = repository.path();
    git(repository, &["init", "--quiet"]);
    let paid = r#""paid": { "description": "Whether it is paid.", "type": "boolean" }"#;
    let old = invoice(paid);
    write(repository, &old);
    // Neither is a schema; the first has a name that git would quote.
    fs::write(repository.join("schemas/bücher.md"), "Books.").expect("the folder is ours");
    fs::write(repository.join("schemas/README.md"), "Schemas.").expect("the folder is ours");
    git(repository, &["add", "."]);
    git(repository, &["commit", "--quiet", "--message", "one"]);
    git(repository, &["tag", "v1"]);
    let new = invoice(&format!(r#"{paid}, "due": {{ "description": "When.", "type": "string" }}"#));
    write(repository, &new);

    let before = schemas_at(repository, "v1").expect("the tag is there");
    let text = fs::read_to_string(before.path().join("billing/invoice.schema.json"));
    assert_eq!(text.expect("the schema was there"), old);
    let model = |folder: &Path| compile(folder).expect("the schemas are sound").model;
    let report = compare(&model(before.path()), &model(&repository.join("schemas")));
    let changes: Vec<_> = report.changes.iter().map(|change| change.what.as_str()).collect();
    assert_eq!(changes, ["new optional property `due`: `Option<Text>`"]);

    let error = schemas_at(repository, "v2").expect_err("there is no such tag");
    assert!(error.starts_with("git does not know `v2`: "), "{error}");
    let error = schemas_at(repository, "v1..HEAD").expect_err("a range is not one revision");
    assert_eq!(error, "`v1..HEAD` is not one revision; name the one to compare with");
    git(repository, &["rm", "--quiet", "-r", "-f", "schemas"]);
    git(repository, &["commit", "--quiet", "--message", "two"]);
    let error = schemas_at(repository, "HEAD").expect_err("the folder is gone");
    assert!(error.starts_with("the schemas of HEAD can't be read: "), "{error}");
}
