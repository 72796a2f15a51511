// A new value would break this.
use partner_models::licenses::CapabilityStatus;

fn main() {
    match CapabilityStatus::Assigned {
        CapabilityStatus::Assigned => {}
        CapabilityStatus::Enabled => {}
        CapabilityStatus::Unknown(_) => {}
    }
}
