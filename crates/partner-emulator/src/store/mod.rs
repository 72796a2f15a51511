//! What a running emulator holds: documents by their paths.

mod documents;
mod kept;

pub(crate) use documents::Documents;
pub(crate) use kept::{Kept, path_text, split_path};
