//! Schema folders for tests.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::fs;
use std::path::Path;

use partner_codegen::{Diagnostics, Files};
use tempfile::TempDir;

/// A folder of schemas, gone at the end of the test.
pub(crate) struct Schemas(TempDir);

impl Schemas {
    /// A folder with these files: the paths without `.schema.json`, and what the files say.
    pub(crate) fn of(files: &[(&str, impl AsRef<[u8]>)]) -> Self {
        let schemas = Self(tempfile::tempdir().expect("a temporary folder can be made"));
        for (name, text) in files {
            schemas.write(&format!("{name}.schema.json"), text.as_ref());
        }
        schemas
    }

    /// Adds a file.
    pub(crate) fn write(&self, path: &str, text: &[u8]) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().expect("a path in a folder")).expect("the folder is ours");
        fs::write(path, text).expect("the folder is ours");
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }

    /// The paths of everything in the folder.
    pub(crate) fn paths(&self) -> Vec<String> {
        paths(self.0.path())
    }

    /// Runs the generator.
    pub(crate) fn generate(&self) -> Result<Files, Diagnostics> {
        partner_codegen::generate(self.0.path())
    }
}

/// A schema with the members that every file must have, for tests of something else. The name is the
/// path without `.schema.json`; the body is the members that the test is about.
pub(crate) fn schema(name: &str, body: &str) -> String {
    format!(
        r#"{{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://example.invalid/{name}.schema.json",
  "description": "A thing.",
  "externalDocs": {{ "url": "https://example.invalid" }},
  {body}
}}"#
    )
}

/// A file with such a schema.
pub(crate) fn file<'a>(name: &'a str, body: &str) -> (&'a str, String) {
    (name, schema(name, body))
}

/// What is generated from the files.
pub(crate) fn accepted(files: &[(&str, String)]) -> Files {
    Schemas::of(files).generate().unwrap_or_else(|problems| panic!("{problems}"))
}

/// What is said about the files.
pub(crate) fn refused(files: &[(&str, impl AsRef<[u8]>)]) -> String {
    match Schemas::of(files).generate() {
        Ok(files) => panic!("accepted: {files:#?}"),
        Err(problems) => problems.to_string(),
    }
}

/// The paths of everything below a folder, sorted, with `/` between the parts.
pub(crate) fn paths(folder: &Path) -> Vec<String> {
    let mut paths = Vec::new();
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder that is there") {
            let entry = entry.expect("an entry that is there");
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                open.push((entry.path(), format!("{path}/")));
            }
            paths.push(path);
        }
    }
    paths.sort();
    paths
}
