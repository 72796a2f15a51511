//! Fuzz targets: see README.md.

pub mod targets;
