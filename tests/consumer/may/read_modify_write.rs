use partner_models::users::CustomerUser;

fn main() -> Result<(), partner_models::Error> {
    let mut user: CustomerUser =
        partner_models::from_str(r#"{"firstName":"Ada","lastName":null,"level":7}"#)?;
    user.first_name = Some("Grace".into());
    // What was not touched goes back as it came: the null, and a property that no schema has.
    assert_eq!(
        partner_models::to_string(&user),
        r#"{"firstName":"Grace","lastName":null,"level":7}"#,
    );
    Ok(())
}
