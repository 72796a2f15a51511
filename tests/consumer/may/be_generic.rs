use partner_models::licenses::{License, SubscribedSku};
use partner_models::{Collection, Error, FromJson};

/// The items of an answer, whatever they are.
fn items<T: FromJson>(body: &[u8]) -> Result<Vec<T>, Error> {
    Ok(partner_models::from_slice::<Collection<T>>(body)?.into_iter().collect())
}

/// The models are data: they cross threads.
fn is_data<T: Clone + std::fmt::Debug + PartialEq + Send + Sync + 'static>() {}

fn main() -> Result<(), Error> {
    is_data::<Collection<License>>();
    is_data::<Error>();
    let licenses: Vec<License> = items(br#"{"items":[{},{}]}"#)?;
    let skus: Vec<SubscribedSku> = items(b"{}")?;
    assert_eq!((licenses.len(), skus.len()), (2, 0));
    Ok(())
}
