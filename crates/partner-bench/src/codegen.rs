//! How long codegen takes over many schemas.

use std::time::Instant;

use crate::synthetic::write_schemas;

/// Milliseconds to generate the models of that many schemas in memory: the best of three.
pub fn milliseconds(schemas: usize) -> f64 {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    write_schemas(folder.path(), schemas);
    let run = || {
        let start = Instant::now();
        partner_codegen::generate_all(folder.path())
            .unwrap_or_else(|problems| panic!("{problems}"));
        start.elapsed().as_secs_f64() * 1e3
    };
    (0..3).map(|_| run()).fold(f64::INFINITY, f64::min)
}
