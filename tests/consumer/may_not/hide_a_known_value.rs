// `Assigned` in the arm for unknown values would equal nothing that is read.
use partner_models::Unknown;
use partner_models::licenses::CapabilityStatus;

fn main() {
    let _ = CapabilityStatus::Unknown(Unknown::new("Assigned"));
}
