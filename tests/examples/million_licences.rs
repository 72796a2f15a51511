//! Reads a collection of a million licences, or as many as the argument says, and tells what it took:
//!
//! `cargo run --release -p contract-tests --example million_licences -- 1000000`

use std::time::Instant;

use contract_tests::many::Licenses;
use partner_models::licenses::License;
use partner_models::stream;
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count = std::env::args().nth(1).map_or(Ok(1_000_000), |count| count.parse())?;
    let mut reader = Licenses::new(count);
    let start = Instant::now();
    let mut stream = stream::items::<License, _>(&mut reader);
    let (mut read, mut refused) = (0_usize, 0_usize);
    for license in &mut stream {
        match license {
            Ok(_) => read += 1,
            Err(_) => refused += 1,
        }
    }
    let envelope = stream.into_envelope()?;
    let seconds = start.elapsed().as_secs_f64();
    let total = envelope.total_count.map(|count| count.to_string()).unwrap_or_default();
    println!("{read} licences, {refused} refused; totalCount {total}");
    println!("{} bytes in {seconds:.2} s; peak {} bytes", reader.total, ALLOCATOR.peak_usage());
    Ok(())
}
