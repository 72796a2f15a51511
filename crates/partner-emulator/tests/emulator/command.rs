//! The command: what it prints is what a client needs.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
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
    let (_running, mut lines) = documented_call(&[]).await;
    // The call is printed, without the user.
    let line = lines.find(|line| line.contains(" GET ")).expect("the call");
    let told = format!("/v1/customers/{}/users/[redacted]/licenses 200 ", Emulator::CUSTOMER_ID);
    assert!(line.contains(&told), "{line}");
}

#[tokio::test]
async fn calls_are_not_printed_when_it_is_to_be_quiet() {
    let (running, lines) = documented_call(&["--quiet"]).await;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    drop(running);
    assert_eq!(lines.filter(|line| line.contains(" GET ")).collect::<Vec<_>>(), [""; 0]);
}

#[tokio::test]
async fn what_is_printed_need_not_be_read() {
    let mut child = command(&["--port", "0", "--http"]).spawn().expect("it starts");
    // Read as far as the address, and then no more: the pipe is full after some hundred calls.
    let mut output = BufReader::new(child.stdout.take().expect("it is piped"));
    let _running = Running(child);
    let mut line = String::new();
    output.read_line(&mut line).expect("text");
    let authority = line.trim().split("//").nth(1).expect("an address");
    let stream = tokio::net::TcpStream::connect(authority).await.expect("it listens");
    let connected = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = connected.expect("HTTP");
    let connection = tokio::spawn(connection);
    for number in 0..3_000 {
        let call = hyper::Request::get("/v1/customers").header("Host", authority);
        let call = call.body(axum::body::Body::empty()).expect("a request");
        let answer = async {
            sender.ready().await.expect("it is connected");
            let answer = sender.send_request(call).await.expect("an answer");
            http_body_util::BodyExt::collect(answer.into_body()).await.expect("a body");
        };
        let answered = tokio::time::timeout(std::time::Duration::from_secs(20), answer).await;
        assert!(answered.is_ok(), "call {number} waits for somebody to read");
    }
    connection.abort();
}

/// A command that was called as it says, and what else it prints.
async fn documented_call(more: &[&str]) -> (Running, impl Iterator<Item = String> + use<>) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let certificate = folder.path().join("root.pem");
    let path = certificate.to_str().expect("a path in UTF-8");
    let arguments = ["--port", "0", "--write-certificate", path, "--access-token", "secret"];
    let mut child = command(&[&arguments, more].concat()).spawn().expect("it starts");
    let output = BufReader::new(child.stdout.take().expect("it is piped"));
    let running = Running(child);
    let mut lines = output.lines().map(|line| line.expect("text"));
    let facts: BTreeMap<String, String> = lines
        .by_ref()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| Some((line.get(..15)?.trim().to_owned(), line.get(15..)?.to_owned())))
        .collect();
    assert_eq!(facts["access token"], "secret");
    assert_eq!(facts["page"], format!("{}/", facts["endpoint"]));
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
    (running, lines)
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

/// A running command, whose input is written to and whose output is read.
fn run(
    arguments: &[&str],
) -> (Running, std::process::ChildStdin, std::io::Lines<BufReader<std::process::ChildStdout>>) {
    let mut child = command(arguments).stdin(Stdio::piped()).spawn().expect("it starts");
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let lines = BufReader::new(output.expect("it is piped")).lines();
    (Running(child), input.expect("it is piped"), lines)
}

#[test]
fn commands_are_typed_and_the_state_outlives_the_program() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let seeds = folder.path().join("seeds");
    std::fs::create_dir(&seeds).expect("the folder is ours");
    for (name, text) in [
        ("customers.json", r#"{"customers": [{"id": "A", "name": "Tailspin"}]}"#),
        ("users.json", r#"{"documents": {"/v1/customers/A/users": [{"id": "U"}]}}"#),
    ] {
        std::fs::write(seeds.join(name), text).expect("the folder is ours");
    }
    let state = folder.path().join("state.json");
    let (seeds, state) = (seeds.to_str().expect("UTF-8"), state.to_str().expect("UTF-8"));
    let arguments = ["--http", "--port", "0", "--state", state, "--time", "2026-01-31", "--frozen"];
    let with_seed = [arguments.as_slice(), &["--seed", seeds]].concat();
    for (arguments, time) in
        [(with_seed.as_slice(), "2026-03-03T00:00:00Z"), (&arguments, "2026-04-03T00:00:00Z")]
    {
        let (running, mut input, mut lines) = run(arguments);
        for line in ["clock +31d", "dance", "fault drop 3", "save", "status"] {
            writeln!(input, "{line}").expect("it is typed");
        }
        let mut next = |start: &str| {
            let line =
                lines.by_ref().map(|line| line.expect("text")).find(|line| line.starts_with(start));
            line.unwrap_or_else(|| panic!("no line {start}"))
        };
        assert_eq!(next("2026-"), time);
        assert_eq!((next("done"), next("done")), ("done".into(), "done".into()));
        assert_eq!(next("time"), format!("time        {time}, standing still"));
        assert_eq!(next("documents"), "documents   3");
        assert_eq!(next("faults"), "faults      3 to come");
        drop(running);
    }
}

#[test]
fn a_scenario_that_is_not_sound_and_a_torn_state_keep_it_from_starting() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("file.json");
    std::fs::write(&file, r#"{"faults": [{"fault": "explode"}]}"#).expect("the folder is ours");
    let file = file.to_str().expect("UTF-8");
    for (option, expected) in [
        ("--scenario", "the scenario: faults[0].fault: the fault `explode`"),
        ("--state", "the state: "),
        ("--seed", "unknown field `faults`"),
        ("--description", "the description: it has no paths"),
    ] {
        let output = command(&["--http", "--port", "0", option, file]).output().expect("it runs");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(error.starts_with("error: ") && error.contains(expected), "{option}: {error}");
        assert!(!output.status.success());
    }
}
