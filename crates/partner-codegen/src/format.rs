//! Stage 5: tokens to source text.

use std::mem::discriminant;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use crate::Files;
use crate::render::RenderedFile;

/// All files, on all processors: this is most of the work. Tokens stay with their thread, so it is their text
/// that is handed on.
///
/// # Panics
///
/// As [`format()`].
#[must_use]
pub fn format_all(files: Vec<RenderedFile>) -> Files {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let length = files.len().div_ceil(threads).max(1);
    let texts: Vec<_> =
        files.into_iter().map(|file| (file.path, file.header, file.tokens.to_string())).collect();
    thread::scope(|scope| {
        let runs: Vec<_> = texts
            .chunks(length)
            .map(|texts| {
                scope.spawn(move || {
                    let one = |(path, header, tokens): &(PathBuf, String, String)| {
                        (path.clone(), text(path, header.clone(), syn::parse_file(tokens)))
                    };
                    texts.iter().map(one).collect::<Vec<_>>()
                })
            })
            .collect();
        let done = runs.into_iter().map(thread::ScopedJoinHandle::join);
        done.flat_map(|done| done.unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

/// The path and the text of a file.
///
/// # Panics
///
/// Where the tokens are no Rust file: a fault of stage 4, whatever the schemas say.
#[must_use]
pub fn format(file: RenderedFile) -> (PathBuf, String) {
    let text = text(&file.path, file.header, syn::parse2(file.tokens));
    (file.path, text)
}

fn text(path: &Path, header: String, syntax: syn::Result<syn::File>) -> String {
    let syntax = syntax
        .unwrap_or_else(|error| panic!("{}: rendered what is not Rust: {error}", path.display()));
    // prettyplease keeps no comments and no blank lines; both are put around what it makes.
    let mut text = header;
    let syn::File { shebang: _, attrs, items } = syntax;
    text.push('\n');
    // The kind of the item before, `Some(None)` for one that stands alone.
    let mut previous = (!attrs.is_empty()).then_some(None);
    text.push_str(&unparse(attrs, vec![]));
    for item in items {
        let kind =
            matches!(item, syn::Item::Use(_) | syn::Item::Mod(_)).then(|| discriminant(&item));
        if previous.is_some_and(|previous| previous != kind || kind.is_none()) {
            text.push('\n');
        }
        previous = Some(kind);
        let has_functions = matches!(item, syn::Item::Impl(_) | syn::Item::Trait(_));
        let item = unparse(vec![], vec![item]);
        text.push_str(&if has_functions { apart(&item) } else { item });
    }
    text
}

/// A blank line between the functions of an impl, which prettyplease puts one below the other.
fn apart(item: &str) -> String {
    let mut text = String::with_capacity(item.len() + 64);
    let mut is_behind = false;
    for line in item.lines() {
        let is_beginning = line.starts_with("    ") && !line.starts_with("     ");
        if is_behind && is_beginning && line != "    }" {
            text.push('\n');
        }
        is_behind = line == "    }";
        text.push_str(line);
        text.push('\n');
    }
    text
}

fn unparse(attrs: Vec<syn::Attribute>, items: Vec<syn::Item>) -> String {
    prettyplease::unparse(&syn::File { shebang: None, attrs, items })
}
