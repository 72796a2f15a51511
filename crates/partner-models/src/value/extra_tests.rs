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

#[test]
fn the_last_of_several_counts_and_all_are_replaced() {
    for filler in [0, 2 * SHORT] {
        let mut reader = ExtraReader::default();
        reader.push("filler", &format!("\"{}\"", "x".repeat(filler)));
        reader.push("a", "1");
        reader.push("b\"\n", "[1,{}]");
        reader.push("a", "2");
        let mut extra = reader.finish();
        assert_eq!((extra.get("a"), extra.get("b\"\n")), (Some("2"), Some("[1,{}]")));
        extra.insert("a", &3).expect("it is written");
        assert_eq!((extra.get("a"), extra.iter().count()), (Some("3"), 3));
    }
}
