use std::path::Path;
pub fn report(_root: &Path) -> String { String::new() }
