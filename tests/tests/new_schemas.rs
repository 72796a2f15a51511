//! What `cargo xtask new` makes: of every documented body a schema that passes, and never one that is
//! committed before it is complete.

use std::fs;

use contract_tests::{corpus, schemas};
use partner_codegen::corpus::Corpus;
use partner_codegen::scaffold::{Request, all_families, families, scaffold};

#[test]
fn no_description_is_left_to_write() {
    let files = schemas::folder();
    let mut open = vec![files.clone()];
    let mut left = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of schemas") {
            let path = entry.expect("an entry of it").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "json") {
                let text = fs::read_to_string(&path).expect("a schema can be read");
                let shown = path.strip_prefix(&files).unwrap_or(&path).display().to_string();
                let todo = text.lines().enumerate().filter(|(_, line)| line.contains("TODO"));
                left.extend(todo.map(|(at, line)| format!("{shown}:{}: {}", at + 1, line.trim())));
            }
        }
    }
    assert!(left.is_empty(), "write what is missing:\n{}", left.join("\n"));
}

#[test]
fn every_documented_body_makes_a_schema_that_passes() {
    let folder = match corpus::folder() {
        Ok(folder) => folder,
        Err(why) => return println!("skipped: {why}"),
    };
    let messages = corpus::messages(&folder).expect("the folder is in its format");
    let mut made = 0;
    let mut refused = Vec::new();
    for message in messages {
        let Some(body) = message.body.filter(|body| body.trim_start().starts_with('{')) else {
            continue;
        };
        let samples = [(message.id.clone(), body)];
        let request = Request {
            family: "made-up",
            resource: "MadeUp",
            page: None,
            samples: &samples,
            rows: &[],
            object_type: None,
        };
        match scaffold(&schemas::folder(), &request) {
            Ok(_) => made += 1,
            // Printed as an example of nothing.
            Err(error) if error.to_string().contains("hold no resource") => {}
            Err(error) if error.to_string().contains("this sample has none") => {}
            Err(error) => refused.push(format!("{}: {error}", message.id)),
        }
    }
    println!("{made} bodies made a schema");
    assert!(refused.is_empty(), "{}", refused.join("\n\n"));
    assert!(made > 0, "the folder has no body of a resource");
}

#[test]
fn every_page_of_the_documentation_makes_a_family_that_passes() {
    let folder = match corpus::folder() {
        Ok(folder) => folder,
        Err(why) => return println!("skipped: {why}"),
    };
    let facts = Corpus::read(&folder).expect("the folder is in its format");
    let drafts = families(&schemas::folder(), &facts, &all_families(&facts), true);
    let drafts = drafts.unwrap_or_else(|error| panic!("{error}"));
    let (here, scratch) = (schemas::folder(), tempfile::tempdir().expect("a temporary folder"));
    let mut open = vec![here.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of schemas") {
            let path = entry.expect("an entry of it").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let to = scratch.path().join(path.strip_prefix(&here).expect("it is below"));
                fs::create_dir_all(to.parent().expect("a folder")).expect("the folder is ours");
                fs::copy(&path, &to).expect("a file can be copied");
            }
        }
    }
    for (path, text) in &drafts.files {
        let to = scratch.path().join(path);
        assert!(!to.exists(), "{path} is there already");
        fs::create_dir_all(to.parent().expect("a folder")).expect("the folder is ours");
        fs::write(to, text).expect("the folder is ours");
    }
    let passes = partner_codegen::generate_all(scratch.path());
    let files = passes.unwrap_or_else(|problems| panic!("{problems}")).models;
    println!(
        "{} files, {} operations: {} generated",
        drafts.files.len(),
        drafts.operations,
        files.len()
    );
    assert!(drafts.operations > 0, "the folder has no operation that is new");
}
