use super::*;

#[test]
fn many_members_are_found_changed_and_removed() {
    let mut extra = Extra::default();
    for round in 0..3 {
        for index in 0..2000 {
            extra.insert(&format!("n{index}"), &(index * 3 + round)).expect("it is written");
            assert_eq!(extra.get(&format!("n{index}")), Some(&*(index * 3 + round).to_string()));
        }
    }
    assert_eq!(extra.iter().count(), 2000);
    assert!(extra.text().len() < 80_000, "what was taken out goes, now and then");
    for index in (0..2000).step_by(2) {
        assert!(extra.remove(&format!("n{index}")) && !extra.remove(&format!("n{index}")));
    }
    assert_eq!(extra.iter().count(), 1000);
    assert_eq!((extra.get("n0"), extra.get("n1")), (None, Some("5")));
    let copy = extra.clone();
    assert_eq!((copy.get("n1999"), copy == extra), (Some("5999"), true));
    for index in (1..2000).step_by(2) {
        assert!(extra.remove(&format!("n{index}")));
    }
    assert!(extra.is_empty() && extra == Extra::default());
}
