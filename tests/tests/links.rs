//! Links lead somewhere: to pages of the documentation that exist, and to files that are there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use contract_tests::corpus;
use serde_json::Value;

const DOCUMENTATION: &str = "https://learn.microsoft.com/en-us/partner-center/developer/";

/// A page that documents no message, so that the facts have no need of it.
const OVERVIEW: &str = "scenarios";

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The pages that the schemas and the operations link to, without the place in the page.
fn pages() -> BTreeSet<String> {
    let mut pages = BTreeSet::new();
    let mut folders = vec![root().join("schemas")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                let text = fs::read_to_string(&path).expect("the schema can be read");
                let value: Value = serde_json::from_str(&text).expect("the schema is JSON");
                collect(&value, &path, &mut pages);
            }
        }
    }
    pages
}

fn collect(value: &Value, path: &Path, pages: &mut BTreeSet<String>) {
    if let Some(url) = value["externalDocs"]["url"].as_str() {
        let page = url
            .strip_prefix(DOCUMENTATION)
            .unwrap_or_else(|| panic!("{}: {url} is no page of the documentation", path.display()));
        pages.insert(page.split('#').next().unwrap_or_default().to_owned());
    }
    match value {
        Value::Object(members) => members.values().for_each(|value| collect(value, path, pages)),
        Value::Array(items) => items.iter().for_each(|value| collect(value, path, pages)),
        _ => {}
    }
}

#[test]
fn the_documentation_has_the_pages() {
    let pages = pages();
    assert!(pages.len() > 10, "{pages:?}");
    let folder = match corpus::folder() {
        Ok(folder) => folder,
        Err(reason) => {
            println!("{reason}");
            return;
        }
    };
    let known: BTreeSet<String> = ["index.json", "resources.json", "operations.json", "facts.json"]
        .iter()
        .flat_map(|file| {
            let text = fs::read_to_string(folder.join(file)).expect("the facts can be read");
            let value: Value = serde_json::from_str(&text).expect("the facts are JSON");
            let mut names = BTreeSet::new();
            names_of_pages(&value, &mut names);
            names
        })
        .collect();
    let is_known = |page: &&String| known.contains(*page) || **page == OVERVIEW;
    let unknown: Vec<_> = pages.iter().filter(|page| !is_known(page)).collect();
    assert!(unknown.is_empty(), "not among the {} pages: {unknown:?}", known.len());
}

fn names_of_pages(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value.as_str() {
                    Some(page) if matches!(name.as_str(), "page" | "target") => {
                        let page = page.split('#').next().unwrap_or_default();
                        names.insert(page.trim_end_matches(".md").to_owned());
                    }
                    _ => names_of_pages(value, names),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|value| names_of_pages(value, names)),
        _ => {}
    }
}

#[test]
fn links_between_our_own_files_lead_to_files() {
    let mut links = 0;
    for page in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "schemas/README.md"] {
        let path = root().join(page);
        let text = fs::read_to_string(&path).expect("the page can be read");
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.contains("://") {
                continue;
            }
            let (file, place) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.clone() } else { path.with_file_name(file) };
            assert!(target.exists(), "{page}: nothing is at {link}");
            if !place.is_empty() {
                let text = fs::read_to_string(&target).expect("the page can be read");
                assert!(text.lines().any(|line| is_heading(line, place)), "{page}: {link}");
            }
            links += 1;
        }
    }
    assert!(links > 5, "only {links} links were found");
}

/// Whether a line is the heading that a link names, as sites that show Markdown name it.
fn is_heading(line: &str, place: &str) -> bool {
    line.starts_with('#')
        && line
            .trim_start_matches('#')
            .trim()
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
            .map(|c| if c == ' ' { '-' } else { c })
            .eq(place.chars())
}
