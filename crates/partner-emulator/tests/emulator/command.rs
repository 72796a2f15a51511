//! The command: what it prints is what a client needs.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use hyper_util::rt::TokioIo;
use partner_emulator::Emulator;

/// A command that does not outlive its test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_partner-emulator"));
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[tokio::test]
async fn what_it_prints_gets_the_documented_answer() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let certificate = folder.path().join("root.pem");
    let path = certificate.to_str().expect("a path in UTF-8");
    let mut child =
        command(&["--port", "0", "--write-certificate", path, "--access-token", "secret"])
            .spawn()
            .expect("it starts");
    let output = BufReader::new(child.stdout.take().expect("it is piped"));
    let _running = Running(child);
    let mut lines = output.lines().map(|line| line.expect("text"));
    let facts: BTreeMap<String, String> = lines
        .by_ref()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| Some((line.get(..15)?.trim().to_owned(), line.get(15..)?.to_owned())))
        .collect();
    assert_eq!(facts["access token"], "secret");
    assert_eq!(
        (facts["customer"].as_str(), facts["user"].as_str()),
        (Emulator::CUSTOMER_ID, Emulator::USER_ID)
    );
    assert_eq!(facts["refresh token"], "emulator-refresh-token");
    let request = lines.find(|line| line.contains("/licenses")).expect("the documented request");
    let request = request.trim().to_owned();

    let pem = std::fs::read_to_string(&certificate).expect("it was written");
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----"));
    let authority =
        request.strip_prefix("https://").expect("HTTPS").split('/').next().expect("a host");
    let stream = tokio::net::TcpStream::connect(authority).await.expect("it listens");
    let root = crate::support::der(&pem);
    let stream = crate::support::connector(&root).connect(crate::support::name(), stream).await;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream.expect("TLS")))
            .await
            .expect("HTTP");
    let connection = tokio::spawn(connection);
    let target = request.split_once(authority).expect("a path").1;
    let call = hyper::Request::get(target)
        .header("Host", authority)
        .header("Authorization", "Bearer secret")
        .body(axum::body::Body::empty());
    let response = sender.send_request(call.expect("a request")).await.expect("an answer");
    assert_eq!(response.status(), 200);
    connection.abort();
}

#[test]
fn what_keeps_it_from_starting_is_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = taken.local_addr().expect("an address").port().to_string();
    let output = command(&["--port", &port]).output().expect("it runs");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.starts_with(&format!("error: can't listen on 127.0.0.1:{port}: ")), "{error}");
    assert!(!output.status.success());

    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let seed = folder.path().join("seed.json");
    std::fs::write(&seed, r#"{"customers": [{"id": "A"}]}"#).expect("the folder is ours");
    let output = command(&["--port", "0", "--seed", seed.to_str().expect("UTF-8")]).output();
    let error = String::from_utf8_lossy(&output.expect("it runs").stderr).into_owned();
    assert!(
        error.contains("seed.json: the seed: ") && error.contains("missing field `name`"),
        "{error}"
    );
}
