// A new value would break this.
use partner_models::licenses::CapabilityStatus;

fn main() {
    match CapabilityStatus::ASSIGNED {
        CapabilityStatus::Assigned(_) => {}
        CapabilityStatus::Enabled(_) => {}
        CapabilityStatus::Unknown(_) => {}
    }
}
