#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| partner_models_fuzz::targets::extras(data));
