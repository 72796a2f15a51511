//! Documented messages go through the types of their operations unchanged. A program of its own,
//! because it prints a table whether or not all is well.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use contract_tests::TYPES;
use contract_tests::compare::differences;
use contract_tests::corpus::{self, Message};
use contract_tests::operations::Operations;
use contract_tests::registry::Entry;
use contract_tests::schemas::Schemas;
use partner_models::{Collection, ErrorBody, RawJson, Resource};

fn main() -> ExitCode {
    let folder = match corpus::folder() {
        Ok(folder) => folder,
        Err(message) => {
            println!("documented messages: {message}");
            // A folder that was asked for must be there; the usual one need not.
            return ExitCode::from(u8::from(std::env::var_os(corpus::VARIABLE).is_some()));
        }
    };
    let messages = match corpus::messages(&folder) {
        Ok(messages) => messages,
        Err(error) => {
            println!("documented messages: the folder is not in the format: {error}");
            return ExitCode::FAILURE;
        }
    };
    let report = Report::of(&messages);
    report.print();
    if report.losses.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[derive(Default)]
struct Report {
    types: BTreeMap<&'static str, Tally>,
    /// Error bodies of operations that are not described, by what they turned out to be.
    errors: BTreeMap<&'static str, usize>,
    /// Bodies with `items`, of operations that are not described.
    collections: Tally,
    /// Every body read as a resource of any type, by the object types of it and of its items.
    resources: BTreeMap<String, Dispatched>,
    not_covered: usize,
    operations_not_covered: BTreeSet<String>,
    without_body: usize,
    /// What is not schema-valid: a schema may be wrong, or the sample.
    invalid: Vec<String>,
    /// What was lost or refused: this fails.
    losses: Vec<String>,
}

#[derive(Default)]
struct Tally {
    covered: usize,
    lossless: usize,
    valid: usize,
}

#[derive(Default)]
struct Dispatched {
    known: usize,
    unknown: usize,
}

impl Report {
    fn of(messages: &[Message]) -> Self {
        let (operations, schemas) = (Operations::load(), Schemas::load());
        let mut report = Self::default();
        for message in messages {
            let Some(body) = &message.body else {
                report.without_body += 1;
                continue;
            };
            report.dispatched(message, body);
            let operation = message
                .method
                .as_deref()
                .zip(message.uri.as_deref())
                .and_then(|(method, uri)| operations.find(method, uri));
            let schema = operation.as_ref().and_then(|operation| match message.kind.as_str() {
                "request" => operation.request_schema(),
                _ => operation.response_schema(message.status),
            });
            if let Some(schema) = schema {
                match TYPES.iter().find(|entry| entry.schema == schema) {
                    Some(entry) => report.typed(entry, message, body, &schemas),
                    None => report.losses.push(format!("{}: no type for {schema}", message.id)),
                }
            } else {
                report.untyped(message, body);
            }
        }
        report
    }

    /// The type is told by the body alone, without its operation.
    fn dispatched(&mut self, message: &Message, body: &str) {
        match partner_models::from_str::<Resource>(body) {
            Ok(resource) => {
                self.told(&resource);
                let lost = losses(body, Ok(partner_models::to_string(&resource)));
                self.losses
                    .extend(lost.iter().map(|lost| format!("{} (Resource): {lost}", message.id)));
            }
            Err(error) => self.losses.push(format!("{} (Resource): refused: {error}", message.id)),
        }
    }

    fn told(&mut self, resource: &Resource) {
        let name = resource.object_type().unwrap_or("(none)").to_owned();
        let row = self.resources.entry(name).or_default();
        if matches!(resource, Resource::Unknown(_)) {
            row.unknown += 1;
        } else {
            row.known += 1;
        }
        if let Resource::Collection(collection) = resource {
            collection.iter().for_each(|item| self.told(item));
        }
    }

    fn typed(&mut self, entry: &Entry, message: &Message, body: &str, schemas: &Schemas) {
        let tally = self.types.entry(entry.name).or_default();
        tally.covered += 1;
        let lost = losses(body, (entry.round_trip)(body.as_bytes()));
        tally.lossless += usize::from(lost.is_empty());
        let value = serde_json::from_str(body.trim_start_matches('\u{feff}')).unwrap_or_default();
        let invalid: Vec<_> = schemas
            .validator(entry.schema)
            .iter_errors(&value)
            .map(|error| {
                format!("{} ({}): {}: {error}", message.id, entry.name, error.instance_path())
            })
            .collect();
        tally.valid += usize::from(invalid.is_empty());
        self.invalid.extend(invalid);
        self.losses
            .extend(lost.iter().map(|lost| format!("{} ({}): {lost}", message.id, entry.name)));
    }

    /// Of what is not described yet, the shapes that all operations share are tried.
    fn untyped(&mut self, message: &Message, body: &str) {
        self.not_covered += 1;
        let method = message.method.as_deref().unwrap_or("?");
        let uri = message.uri.as_deref().unwrap_or("?");
        self.operations_not_covered.insert(format!("{method} {uri}"));
        if message.status.is_some_and(|status| status >= 400) {
            let shape = match ErrorBody::read(body.as_bytes()) {
                ErrorBody::Api(error) => {
                    let written = partner_models::to_string(&*error);
                    let lost = losses(body, Ok(written));
                    self.losses
                        .extend(lost.iter().map(|lost| format!("{} (error): {lost}", message.id)));
                    "the documented error shape"
                }
                ErrorBody::Throttling(_) => "throttling",
                ErrorBody::Text(_) => "a bare string",
                _ => "not the documented error shape, text kept",
            };
            *self.errors.entry(shape).or_default() += 1;
        } else if let Ok(collection) = partner_models::from_str::<Collection<RawJson>>(body)
            && collection.items.is_some()
        {
            self.collections.covered += 1;
            let lost = losses(body, Ok(partner_models::to_string(&collection)));
            self.collections.lossless += usize::from(lost.is_empty());
            self.losses
                .extend(lost.iter().map(|lost| format!("{} (Collection): {lost}", message.id)));
        }
    }

    fn print(&self) {
        println!("documented messages\n");
        println!("{:<44} {:>8} {:>9} {:>13}", "type", "covered", "lossless", "schema-valid");
        for (name, tally) in &self.types {
            let Tally { covered, lossless, valid } = tally;
            println!("{name:<44} {covered:>8} {lossless:>9} {valid:>13}");
        }
        let total = |count: fn(&Tally) -> usize| self.types.values().map(count).sum::<usize>();
        let (covered, lossless, valid) = (
            total(|tally| tally.covered),
            total(|tally| tally.lossless),
            total(|tally| tally.valid),
        );
        println!("{:<44} {covered:>8} {lossless:>9} {valid:>13}\n", "all");
        println!("{:<44} {:>8} {:>9}", "object type, items included", "known", "unknown");
        let (mut known, mut unknown) = (0, 0);
        for (name, row) in &self.resources {
            println!("{name:<44} {:>8} {:>9}", row.known, row.unknown);
            known += row.known;
            unknown += row.unknown;
        }
        println!("{:<44} {known:>8} {unknown:>9}\n", "all");
        println!(
            "not yet covered: {} bodies of {} requests; without a readable body: {}",
            self.not_covered,
            self.operations_not_covered.len(),
            self.without_body
        );
        println!(
            "  of these, as a Collection of any JSON: {} covered, {} lossless",
            self.collections.covered, self.collections.lossless
        );
        for (shape, count) in &self.errors {
            println!("  of these, error bodies: {count} {shape}");
        }
        for (title, rows) in [("not schema-valid", &self.invalid), ("LOST", &self.losses)] {
            for row in rows {
                println!("{title}: {row}");
            }
        }
    }
}

fn losses(body: &str, written: Result<String, partner_models::Error>) -> Vec<String> {
    match written {
        Ok(written) => differences(body, &written),
        Err(error) => vec![format!("refused: {error}")],
    }
}
