//! The `mod.rs` files: which modules there are, and the types by name.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use quote::{format_ident, quote};

use crate::model::{Model, Module};
use crate::render::{RenderedFile, dispatch, header};

/// A `mod.rs` for every folder that holds a schema, and for the folders above.
pub(super) fn files(model: &Model, by_hand: &BTreeSet<String>) -> Vec<RenderedFile> {
    let mut folders: BTreeMap<&[String], Folder<'_>> = BTreeMap::new();
    folders.entry(&[]).or_default();
    for module in model.modules.iter().filter(|module| !module.items.is_empty()) {
        let parts = &module.path;
        for depth in 1..parts.len() {
            folders.entry(&parts[..depth - 1]).or_default().folders.insert(&parts[depth - 1]);
        }
        folders.entry(&parts[..parts.len() - 1]).or_default().modules.push(module);
    }
    let mut files: Vec<_> =
        folders.iter().map(|(path, folder)| folder.file(path, by_hand)).collect();
    dispatch::add_to_root(model, &mut files);
    files
}

#[derive(Default)]
struct Folder<'a> {
    folders: BTreeSet<&'a str>,
    modules: Vec<&'a Module>,
}

impl Folder<'_> {
    fn file(&self, path: &[String], by_hand: &BTreeSet<String>) -> RenderedFile {
        let mut source: PathBuf = ["schemas"].iter().collect();
        source.extend(self.modules.first().into_iter().flat_map(|module| {
            let mut parts: Vec<_> = module.schema.split('/').collect();
            parts.pop();
            parts
        }));
        let source = source.display().to_string().replace('\\', "/");
        let docs = match path.last() {
            Some(family) => format!(" The types of the `{family}` family."),
            None => " The types, by family.".to_owned(),
        };
        let schema_files = path.is_empty().then(|| quote! { pub(crate) mod schema_files; });
        let folders = self.folders.iter().map(|name| format_ident!("{name}"));
        let name = |module: &Module| format_ident!("{}", module.path[module.path.len() - 1]);
        let modules = self.modules.iter().map(|module| name(module));
        let uses = self.modules.iter().map(|module| {
            let name = name(module);
            let types = module.items.iter().map(|item| format_ident!("{}", item.name));
            quote! { pub use #name::{#(#types),*}; }
        });
        let by_hand = path.last().filter(|family| path.len() == 1 && by_hand.contains(*family));
        let by_hand = by_hand.map(|family| {
            let file = format!("../../families/{family}.rs");
            quote! {
                #[path = #file]
                mod by_hand;

                pub use by_hand::*;
            }
        });
        RenderedFile {
            path: path.iter().collect::<PathBuf>().join("mod.rs"),
            header: header(&format!("{source}/")),
            tokens: quote! {
                #![doc = #docs] #(pub mod #folders;)* #schema_files #(mod #modules;)* #by_hand #(#uses)*
            },
        }
    }
}
