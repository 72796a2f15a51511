//! Operations that have no line of Rust: they are served from their description.

use partner_emulator::{Audience, Emulator};
use serde_json::{Value, json};

use crate::support::{Answer, CUSTOMER, Call, Caller};

/// A family that nobody has ever heard of.
const DESCRIPTION: &str = include_str!("description.json");

async fn start() -> Emulator {
    Emulator::builder().description(DESCRIPTION).start().await.expect("it starts")
}

fn send(method: &str, path: &str, body: &Value) -> Call {
    Call { method: method.into(), ..Call::post(path, body.to_string()) }
}

fn id(answer: &Answer) -> String {
    answer.json()["id"].as_str().unwrap_or_else(|| panic!("{}", answer.text())).to_owned()
}

#[tokio::test]
async fn a_document_is_made_read_changed_and_taken_away() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let list = format!("{CUSTOMER}/boats");
    let made = caller.post(&list, &json!({ "NAME": "Anna", "LENGTH": null })).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let boat = made.json();
    assert_eq!(boat["name"], "Anna", "names are as described");
    assert!(boat.get("length").is_none(), "nulls are left out: {boat}");
    assert_eq!(boat["state"], "afloat", "what only answers have comes from the example");
    assert_eq!(boat["attributes"]["objectType"], "Boat");
    let path = format!("{list}/{}", id(&made));
    assert_eq!(format!("/v1{}", boat["links"]["self"]["uri"].as_str().expect("a link")), path);
    assert_eq!(caller.get(&path).await.json(), boat);
    assert_eq!(caller.get(&path.to_uppercase()).await.json(), boat);

    let etag = boat["attributes"]["etag"].as_str().expect("an etag").to_owned();
    let change = send("PATCH", &path, &json!({ "length": 7 }));
    let stale = caller.send(&change.clone().with("If-Match", "\"older\"")).await;
    assert_eq!(stale.error(), (412, 2000));
    let changed = caller.send(&change.clone().with("If-Match", &format!("\"{etag}\""))).await;
    assert_eq!((&changed.json()["length"], &changed.json()["name"]), (&json!(7), &json!("Anna")));
    assert_eq!(changed.json()["id"], boat["id"]);
    let again = caller.send(&change.with("If-Match", &format!("\"{etag}\""))).await;
    assert_eq!(again.status, 412, "the version has moved on");
    let put = caller.send(&send("PUT", &path, &json!({ "name": "Berta" }))).await;
    assert_eq!(put.status, 204);
    assert!(put.body.is_empty());
    assert_eq!(caller.get(&path).await.json()["name"], "Berta");
    assert!(caller.get(&path).await.json().get("length").is_none());

    let head = caller.send(&Call::new("HEAD", &path)).await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    assert_eq!(caller.send(&Call::new("DELETE", &path)).await.status, 204);
    assert_eq!(caller.get(&path).await.error(), (404, 1000));
    assert_eq!(caller.send(&Call::new("DELETE", &path)).await.error(), (404, 1000));
}

#[tokio::test]
async fn a_list_is_filtered_and_read_page_by_page() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let list = format!("{CUSTOMER}/boats");
    let first = caller.get(&list).await.json();
    assert_eq!(first["items"][0]["name"], "Example", "there is an example: {first}");
    for name in ["Anna", "Berta", "Clara", "Dora"] {
        caller.post(&list, &json!({ "name": name })).await;
    }
    let names = |answer: &Answer| {
        let json = answer.json();
        let items = json["items"].as_array().unwrap_or_else(|| panic!("{json}"));
        items.iter().map(|item| item["name"].as_str().unwrap_or("?").to_owned()).collect::<Vec<_>>()
    };
    let page = caller.get(&format!("{list}?size=2&offset=1")).await;
    assert_eq!(
        (names(&page), page.json()["totalCount"].clone()),
        (vec!["Anna".into(), "Berta".into()], json!(5))
    );
    let next = page.json()["links"]["next"]["uri"].as_str().expect("a next page").to_owned();
    let page = caller.get(&format!("/v1{next}")).await;
    assert_eq!(names(&page), ["Clara", "Dora"]);
    assert!(page.json()["links"].get("next").is_none());
    let previous = page.json()["links"]["previous"]["uri"].as_str().expect("it").to_owned();
    assert_eq!(names(&caller.get(&format!("/v1{previous}")).await), ["Anna", "Berta"]);
    assert_eq!(names(&caller.get(&format!("{list}?size=0")).await).len(), 5, "0 is no limit");
    assert_eq!(names(&caller.get(&format!("{list}?name=berta")).await), ["Berta"]);
    let filter =
        "%7B%22Field%22:%22name%22,%22Value%22:%22c%22,%22Operator%22:%22starts_with%22%7D";
    assert_eq!(names(&caller.get(&format!("{list}?filter={filter}")).await), ["Clara"]);
    assert_eq!(caller.get(&format!("{list}?filter=x")).await.error(), (400, 3000));
}

#[tokio::test]
async fn what_is_not_as_described_is_refused() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let list = format!("{CUSTOMER}/boats");
    for (query, expected) in [
        ("size=many", "size: an integer is wanted."),
        ("size=-1", "size: value is less than the minimum of 0."),
        ("size=1&size=2", "size: given more than once."),
        (
            "colour=red",
            "colour: not a parameter of this operation, which has size, offset, filter, name.",
        ),
    ] {
        let answer = caller.get(&format!("{list}?{query}")).await;
        assert_eq!(answer.error(), (400, 3000), "{query}");
        assert_eq!(answer.json()["description"], expected);
    }
    for (body, expected) in [
        (json!({ "name": 7 }), "The body: name: value is not of type \"string\""),
        (json!({ "length": 7 }), "The body: \"name\" is a required property"),
    ] {
        let answer = caller.post(&list, &body).await;
        assert_eq!(answer.error(), (400, 800_002), "{body}");
        assert_eq!(answer.json()["description"], expected);
    }
    let nobody = "/v1/customers/00000000-0000-0000-0000-000000000000/boats";
    assert_eq!(caller.get(nobody).await.error(), (404, 60003));
    let other = caller.get("/v1/nothing").await;
    assert_eq!(other.error(), (404, 1000));
    let text = other.json()["description"].as_str().expect("a text").to_owned();
    assert!(text.starts_with("This is not one of the emulator's "), "{text}");
    let put = caller.send(&Call::new("PUT", &list)).await;
    assert_eq!((put.status.as_u16(), put.header("Allow")), (405, "GET,POST,HEAD"));
}

#[tokio::test]
async fn sign_in_is_as_described() {
    let emulator = start().await;
    let only = Caller::with_token(&emulator, Some(emulator.issue_token(Audience::AppOnly)));
    let nobody = Caller::with_token(&emulator, None);
    assert_eq!(only.get(&format!("{CUSTOMER}/boats")).await.status, 200, "both are taken");
    assert_eq!(only.get("/v1/harbour").await.error(), (403, 2032));
    assert_eq!(Caller::new(&emulator).get("/v1/harbour").await.json()["name"], "Kiel");
    assert_eq!(nobody.get("/v1/harbour").await.error(), (401, 400));
}

#[tokio::test]
async fn what_takes_longer_says_where_it_is_and_becomes_done() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let begun = caller.post("/v1/harbour/repairs", &json!({})).await;
    assert_eq!((begun.status.as_u16(), begun.body.len()), (202, 0));
    let place = begun.header("Location").to_owned();
    assert!(place.starts_with("/v1/harbour/repairs/"), "{place}");
    assert_eq!(caller.get(&place).await.json()["status"], "running");
    assert_eq!(caller.get(&place).await.json()["status"], "done");
    assert_eq!(caller.get(&place).await.json()["status"], "done");
}

#[tokio::test]
async fn a_file_comes_as_its_kind() {
    let emulator = start().await;
    let answer = Caller::new(&emulator).get("/v1/harbour/map").await;
    assert_eq!((answer.status.as_u16(), answer.header("Content-Type")), (200, "application/pdf"));
    assert!(answer.body.starts_with(b"%PDF"), "no byte-order mark before a file");
}

#[tokio::test]
async fn an_action_answers_with_what_is_described_and_what_was_sent() {
    let emulator = start().await;
    let caller = Caller::new(&emulator);
    let id = caller.get(&format!("{CUSTOMER}/boats")).await.json()["items"][0]["id"].clone();
    let path = format!("{CUSTOMER}/boats/{}/journeys", id.as_str().expect("an id"));
    let answer = caller.post(&path, &json!({ "to": "Malmö" })).await.json();
    assert_eq!((&answer["to"], &answer["miles"]), (&json!("Malmö"), &json!(110)));
    let unknown = caller.post(&format!("{CUSTOMER}/boats/none/journeys"), &json!({})).await;
    assert_eq!(unknown.error(), (404, 1000));
}

#[tokio::test]
async fn a_change_of_a_list_is_of_the_document_that_its_body_names() {
    let emulator = crate::support::start().await;
    let (caller, list) = (Caller::new(&emulator), "/v1/SelfServePolicy");
    let made = caller.post(list, &json!({ "permissions": [] })).await;
    let path = format!("{list}/{}", id(&made));
    let permission = json!([{ "resource": "AzureSavingsPlan", "action": "Purchase" }]);
    let change = json!({ "id": id(&made), "permissions": permission });
    assert_eq!(caller.send(&send("PUT", list, &change)).await.status, 200);
    assert_eq!(caller.get(&path).await.json()["permissions"], permission);
    let no_id = json!({ "permissions": permission });
    assert_eq!(caller.send(&send("PUT", list, &no_id)).await.error(), (404, 1000));
    let nobody = json!({ "id": "nobody", "permissions": permission });
    assert_eq!(caller.send(&send("PUT", list, &nobody)).await.status, 404);
}
