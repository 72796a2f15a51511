//! What the author of another crate may write, and what would break with the next minor version and
//! therefore does not compile today.

#[test]
fn what_a_consumer_may_and_may_not_write() {
    let cases = trybuild::TestCases::new();
    cases.pass("may/*.rs");
    cases.compile_fail("may_not/*.rs");
}
