//! What is compared.

use std::hint::black_box;

use partner_models::{Collection, licenses::License, with_serde};
use serde::de::DeserializeOwned;

use crate::call;
use crate::documents::Document;
use crate::heap::{Heap, heap_of};

#[allow(clippy::all, clippy::pedantic, dead_code)]
mod typify {
    include!(concat!(env!("OUT_DIR"), "/typify.rs"));
}
#[allow(clippy::all, clippy::pedantic, dead_code)]
mod derive {
    include!(concat!(env!("OUT_DIR"), "/derive.rs"));
}
#[allow(clippy::all, clippy::pedantic, dead_code)]
mod flatten {
    include!(concat!(env!("OUT_DIR"), "/flatten.rs"));
}

/// One way to read or to write.
pub struct Candidate {
    pub name: &'static str,
    /// Makes the work for a document; `None` where the candidate refuses it.
    pub work: fn(&Document) -> Option<Work>,
}

/// Work that can be done again and again, and what it takes of the heap.
pub struct Work {
    pub run: Box<dyn Fn()>,
    pub heap: Heap,
}

type Licenses = Collection<License>;

fn read<T: 'static>(document: &Document, read: fn(&[u8]) -> Option<T>) -> Option<Work> {
    let json = document.json.clone();
    read(&json)?;
    let heap = heap_of(|| read(&json));
    Some(Work { run: Box::new(move || drop(black_box(read(black_box(&json))))), heap })
}

fn write<T: 'static>(
    document: &Document,
    read: fn(&[u8]) -> Option<T>,
    write: fn(&T) -> Vec<u8>,
) -> Option<Work> {
    let value = read(&document.json)?;
    let heap = heap_of(|| write(&value));
    Some(Work { run: Box::new(move || drop(black_box(write(black_box(&value))))), heap })
}

fn by_serde<T: DeserializeOwned>(json: &[u8]) -> Option<T> {
    serde_json::from_slice(json).ok()
}

fn to_vec<T: serde::Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("it is written")
}

/// The name that ratios to it begin with.
pub const DIRECT: &str = "ours, direct";
/// Everything that the client does for an answer, but for the network.
pub const CALL: &str = "ours, the client's call and its model";
pub const SERDE: &str = "ours, serde path";
pub const VALUE: &str = "serde_json::Value";
pub const TYPIFY: &str = "typify's types";
pub const FLATTEN: &str = "derive + flatten";
pub const SKIP: &str = "sonic-rs, validating skip";

pub const READ: &[Candidate] = &[
    Candidate { name: VALUE, work: |it| read(it, by_serde::<serde_json::Value>) },
    Candidate { name: TYPIFY, work: |it| read(it, by_serde::<typify::LicenseCollection>) },
    Candidate {
        name: "derive (loses what it does not know)",
        work: |it| read(it, by_serde::<derive::Collection<derive::License>>),
    },
    Candidate {
        name: FLATTEN,
        work: |it| read(it, by_serde::<flatten::Collection<flatten::License>>),
    },
    Candidate {
        name: SERDE,
        work: |it| read(it, |json| with_serde::from_slice::<Licenses>(json).ok()),
    },
    Candidate {
        name: DIRECT,
        work: |it| read(it, |json| partner_models::from_slice::<Licenses>(json).ok()),
    },
    Candidate {
        name: CALL,
        work: |it| {
            let client = call::client(&it.json);
            call::model(&client)?;
            let heap = heap_of(|| call::model(&client));
            let run = Box::new(move || drop(black_box(call::model(black_box(&client)))));
            Some(Work { run, heap })
        },
    },
    Candidate {
        // It does not take our types where they keep raw text: that is serde_json's own protocol.
        name: "sonic-rs, derive's types",
        work: |it| {
            read(it, |json| sonic_rs::from_slice::<derive::Collection<derive::License>>(json).ok())
        },
    },
    Candidate {
        name: "sonic-rs, our types",
        work: |it| read(it, |json| sonic_rs::from_slice::<Licenses>(json).ok()),
    },
    Candidate {
        // It writes into its input, so the copy is part of the price.
        name: "simd-json, our types",
        work: |it| {
            read(it, |json| simd_json::serde::from_slice::<Licenses>(&mut json.to_vec()).ok())
        },
    },
    Candidate {
        name: "jiter, skip by its pull parser",
        work: |it| {
            read(it, |json| {
                let mut jiter = jiter::Jiter::new(json);
                jiter.next_skip().ok()?;
                jiter.finish().ok()
            })
        },
    },
    Candidate {
        name: SKIP,
        work: |it| read(it, |json| sonic_rs::from_slice::<serde::de::IgnoredAny>(json).ok()),
    },
];

pub const WRITE: &[Candidate] = &[
    Candidate { name: VALUE, work: |it| write(it, by_serde::<serde_json::Value>, to_vec) },
    Candidate { name: TYPIFY, work: |it| write(it, by_serde::<typify::LicenseCollection>, to_vec) },
    Candidate {
        name: "derive (loses what it does not know)",
        work: |it| write(it, by_serde::<derive::Collection<derive::License>>, to_vec),
    },
    Candidate {
        name: FLATTEN,
        work: |it| write(it, by_serde::<flatten::Collection<flatten::License>>, to_vec),
    },
    Candidate { name: SERDE, work: |it| write(it, by_serde::<Licenses>, to_vec) },
    Candidate { name: DIRECT, work: |it| write(it, by_serde::<Licenses>, partner_models::to_vec) },
    Candidate {
        name: "sonic-rs, derive's types",
        work: |it| {
            write(it, by_serde::<derive::Collection<derive::License>>, |value| {
                sonic_rs::to_vec(value).expect("it is written")
            })
        },
    },
];
