//! What requests send, besides JSON.

use partner_models::ResourceAttributes;
use partner_models::common::KeyValuePair;
use partner_models::users::CustomerUser;

use super::script::{Script, ok, status};
use crate::operations::{
    AttachFileOptions, DeleteThingOptions, SearchThings, SearchThingsOptions, UpdateThingOptions,
};
use crate::{Category, Operation, Upload};

const HOST: &str = "https://api.example";

#[tokio::test]
async fn an_object_is_sent_as_a_form() {
    let (client, script) = Script::client([status(200)]);
    let pair = KeyValuePair::new().with_key("a b&c").with_value("d=\u{e9}");
    client.forms().create(pair, None).await.expect("sent");
    let sent = &script.sent()[0];
    assert_eq!(sent.text(), "key=a+b%26c&value=d%3D%C3%A9");
    assert_eq!(sent.header("content-type").as_deref(), Some("application/x-www-form-urlencoded"));
    assert_eq!(sent.header("accept").as_deref(), Some("application/json"));
}

#[tokio::test]
async fn a_form_in_parts_has_files() {
    let (client, script) = Script::client([status(200), status(200)]);
    let file = || Upload::new("order.pdf", "%PDF").with_content_type("application/pdf");
    let attachments = client.thing("t").attachments();
    attachments.create(file(), "what it is", None).await.expect("sent");
    let cover = Upload::new("c.png", [0xff, 0x00]);
    let options = AttachFileOptions::new().with_copies(2).with_cover(cover);
    attachments.create(file(), "n", options).await.expect("sent");
    let [first, second] = &script.sent()[..] else { panic!("two were sent") };
    let media = first.header("content-type").expect("a type");
    let boundary = media.strip_prefix("multipart/form-data; boundary=").expect("a boundary");
    let expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"order.pdf\"\r\n\
         Content-Type: application/pdf\r\n\r\n%PDF\r\n--{boundary}\r\n\
         Content-Disposition: form-data; name=\"note\"\r\n\r\nwhat it is\r\n--{boundary}--\r\n"
    );
    assert_eq!(first.text(), expected);
    let second = String::from_utf8_lossy(&second.body);
    assert!(second.contains("name=\"copies\"\r\n\r\n2\r\n"), "{second}");
    assert!(second.contains("name=\"cover\"; filename=\"c.png\"\r\n"), "{second}");
    let error = attachments.create(Upload::new("", ""), "n", None).await.expect_err("no name");
    assert_eq!(error.category(), Category::Request);
    let operation = crate::operations::AttachFile::new("t", file(), "secret");
    let shown = format!("{operation:?}");
    assert!(!shown.contains("secret") && !shown.contains("order"), "{shown}");
}

#[tokio::test]
async fn bytes_and_bare_lists_are_sent_as_they_are() {
    let (client, script) = Script::client([status(204), status(201)]);
    client.thing("t").picture().replace([1, 2, 3], None).await.expect("sent");
    let pairs = vec![KeyValuePair::new().with_key("k"), KeyValuePair::new()];
    client.things().create(pairs, None).await.expect("sent");
    let [picture, pairs] = &script.sent()[..] else { panic!("two were sent") };
    assert_eq!(picture.body, [1, 2, 3]);
    assert_eq!(picture.header("content-type").as_deref(), Some("image/png"));
    assert_eq!(picture.method, "PUT");
    assert_eq!(pairs.text(), r#"[{"key":"k"},{}]"#);
    let shown = format!("{:?}", crate::operations::PutPicture::new("t", [7, 7]));
    assert!(shown.contains("[2 bytes]"), "{shown}");
}

#[tokio::test]
async fn the_version_of_a_resource_goes_along() {
    let user = |etag: Option<&str>| {
        let attributes = ResourceAttributes::new();
        let attributes = match etag {
            Some(etag) => attributes.with_etag(etag),
            None => attributes,
        };
        CustomerUser::new().with_id("1").with_attributes(attributes)
    };
    let (client, script) = Script::client(vec![ok(r#"{"id":"1"}"#); 5]);
    let thing = client.thing("t");
    thing.update(user(Some("\"abc\"")), None).await.expect("sent");
    let options = UpdateThingOptions::new().with_if_match("*");
    thing.update(user(Some("abc")), options).await.expect("sent");
    thing.update(user(None), None).await.expect("sent");
    thing.update(user(Some("")), None).await.expect("sent");
    thing.update(CustomerUser::new(), None).await.expect("sent");
    let versions: Vec<_> = script.sent().iter().map(|sent| sent.header("if-match")).collect();
    assert_eq!(versions, [Some("\"abc\"".to_owned()), Some("*".to_owned()), None, None, None]);
    let media = script.sent()[0].header("content-type");
    assert_eq!(media.as_deref(), Some("application/merge-patch+json"));
    let error = thing.update(user(Some("a\nb")), None).await.expect_err("no header");
    assert_eq!(error.category(), Category::Request);
    let (client, script) = Script::client([status(204)]);
    let options = DeleteThingOptions::new().with_if_match("v");
    client.thing("t").delete(options).await.expect("sent");
    assert_eq!(script.sent()[0].header("if-match").as_deref(), Some("v"));
}

#[test]
fn json_in_a_query_and_what_nobody_sets() {
    let scope = KeyValuePair::new().with_key("a&b").with_value("\u{e9}");
    let request = SearchThings::new(scope.clone()).request(HOST).expect("a request");
    let fixed = "&view=full%20text&depth=2";
    let encoded = "scope=%7B%22key%22%3A%22a%26b%22%2C%22value%22%3A%22%C3%A9%22%7D";
    assert_eq!(request.uri().query(), Some(&*format!("{encoded}{fixed}")));
    assert_eq!(request.headers()["x-fixed"], "true");
    let options = SearchThingsOptions::new().with_filter(KeyValuePair::new());
    let request = SearchThings::new(scope).with_options(options).request(HOST);
    let query = request.expect("a request").uri().query().unwrap_or_default().to_owned();
    assert_eq!(query, format!("filter=%7B%7D&{encoded}{fixed}"));
}

#[test]
fn a_parameter_stands_in_a_part_of_the_path() {
    let request =
        crate::operations::GetPrices::new("US", "a'b/c").request(HOST).expect("a request");
    assert_eq!(
        request.uri(),
        "https://api.example/v1.0/sheets(market='US',view='a%27b%2Fc')/$value"
    );
    assert!(crate::operations::GetPrices::new("", "x").request(HOST).is_err());
}
