//! The example does what the README says.

#[path = "../examples/user_licenses/text.rs"]
mod text;

use std::path::Path;
use std::process::{Command, Output};
use std::time::SystemTime;

use partner_emulator::Emulator;
use partner_models::Collection;
use partner_models::licenses::License;
use text::{cell, decode, json, token, word};

/// The example. Cargo builds it beside the tests, unless it is told to build one test alone: then there
/// is none, or an old one, and nothing to be learnt from it.
fn example(name: &str) -> Command {
    let test = std::env::current_exe().expect("a test has a path");
    let folder = test.ancestors().nth(2).expect("tests are built in target/<profile>/deps");
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let path = folder.join("examples").join(name);
    let built = modified(&path);
    // What it was made of, as cargo wrote it down: `path: source source …`.
    let sources = std::fs::read_to_string(path.with_extension("d")).unwrap_or_default();
    let sources = sources.split_once(": ").map(|(_, sources)| sources.trim()).unwrap_or_default();
    let newer = sources.split(' ').find(|source| modified(Path::new(source)) > built);
    assert!(
        built.is_some() && newer.is_none(),
        "{} is not built, or is older than {newer:?}: `cargo test -p partner-client` builds it, and \
         so does `cargo build -p partner-client --examples`",
        path.display()
    );
    Command::new(path)
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|metadata| metadata.modified()).ok()
}

fn run(arguments: &[&str]) -> (String, String, bool) {
    let mut command = example("user_licenses");
    for name in ["TENANT_ID", "CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN", "REFRESH_TOKEN_FILE"] {
        command.env_remove(format!("PARTNER_{name}"));
    }
    texts(&command.args(arguments).output().expect("it runs"))
}

fn texts(output: &Output) -> (String, String, bool) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (text(&output.stdout), text(&output.stderr), output.status.success())
}

#[test]
fn the_documented_licences_in_every_form() {
    let (table, stderr, success) = run(&["--group", "Group1"]);
    assert!(success, "{stderr}");
    assert!(table.starts_with("Licence "), "{table}");
    assert!(table.ends_with("\n1 licences, 5 service plans\n"), "{table}");
    assert!(stderr.starts_with("an emulator at https://localhost:"), "{stderr}");

    let (json, ..) = run(&["--group", "Group1", "--json"]);
    let licenses: Collection<License> = partner_models::from_str(&json).expect("it is JSON");
    let sample = include_str!("../../../tests/fixtures/user-licenses.json");
    assert_eq!(licenses, partner_models::from_str(sample).expect("the sample is sound"));

    let (csv, ..) = run(&["--group", "Group1", "--csv"]);
    assert_eq!(csv.lines().count(), 6);
    assert_eq!(
        csv.lines().nth(1),
        Some(
            "Enterprise Mobility + Security E3,EMS,Azure Information Protection Premium P1,Assigned"
        )
    );
}

#[tokio::test]
async fn a_service_elsewhere_takes_credentials_from_the_environment() {
    let emulator = Emulator::builder().refresh_token_uses(1).start().await.expect("it starts");
    let mut command = example("user_licenses");
    let folder = std::env::temp_dir().join(format!("user-licenses-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let (root, token) = (folder.join("root.pem"), folder.join("token"));
    std::fs::write(&root, emulator.root_certificate_pem().expect("it has TLS")).expect("written");
    // As a shell of Windows writes it.
    let wide = format!("\u{feff}{}\r\n", emulator.refresh_token());
    let wide: Vec<_> = wide.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(&token, wide).expect("written");
    let known = emulator.credentials();
    command
        .args(["--endpoint", emulator.endpoint(), "--authority", emulator.authority()])
        .args(["--user", Emulator::USER_PRINCIPAL_NAME, "--csv", "--root-certificate"])
        .arg(&root)
        .env("PARTNER_TENANT_ID", &known.tenant_id)
        .env("PARTNER_CLIENT_ID", &known.client_id)
        .env("PARTNER_CLIENT_SECRET", &known.client_secret)
        .env("PARTNER_REFRESH_TOKEN_FILE", &token);
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("no panic");
    let (csv, stderr, success) = texts(&output.expect("it runs"));
    let stored = std::fs::read_to_string(&token).expect("the token is there");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = token.metadata().expect("the token is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "it is for its owner alone");
    }
    let files = std::fs::read_dir(&folder).expect("the folder is there").count();
    std::fs::remove_dir_all(&folder).expect("the folder is ours");
    assert!(success && csv.lines().count() > 5, "{stderr}");
    assert_eq!(stored, emulator.refresh_token(), "the new token is stored");
    assert_eq!(files, 2, "nothing else is left there");
}

#[test]
fn what_is_missing_is_named() {
    let (_, stderr, success) = run(&["--endpoint", "https://localhost:1"]);
    assert!(!success);
    assert_eq!(
        stderr,
        "user_licenses: the environment variable PARTNER_TENANT_ID is not set (see --help)\n"
    );
    let (_, stderr, success) = run(&["--user", "nobody"]);
    assert!(
        !success && stderr.contains("listUserLicenses: not found (404): error 60002"),
        "{stderr}"
    );
    assert!(!stderr.contains("nobody"), "{stderr}");
}

#[test]
fn names_are_no_formulas() {
    for (text, shown) in [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("|x", "'|x"),
        ("%x", "'%x"),
        (" =1", "' =1"),
        ("\u{a0}=1", "'\u{a0}=1"),
        ("＝1", "'＝1"),
        ("\t=1", r"'\u{9}=1"),
        ("\r\n=1", r"'\u{d}\u{a}=1"),
        ("\u{feff}\u{200b}=1", r"'\u{feff}\u{200b}=1"),
        // What is no formula is left alone, and no command all the same.
        ("Microsoft 365 E3", "Microsoft 365 E3"),
        ("", ""),
        ("a=b", "a=b"),
        ("Power BI (free)", "Power BI (free)"),
        ("a\u{1b}[2J\n\u{9b}b\u{202e}", r"a\u{1b}[2J\u{a}\u{9b}b\u{202e}"),
    ] {
        assert_eq!(cell(text), shown);
    }
    let long = "x".repeat(100_000);
    assert_eq!(cell(&long), long, "nothing is cut");
}

#[test]
fn names_are_no_commands() {
    assert_eq!(word("\u{1b}[2Ja\n\u{202e}b"), r"\u{1b}[2Ja\u{a}\u{202e}b");
    assert!(word(&"x".repeat(1000)).chars().count() < 200);
    let odd = "\u{1b}[2J\r\n\u{7f}\u{9b}\u{202e}\u{e0001}ä€…\u{1f600}\"\\";
    let text = serde_json::json!({ odd: [odd] }).to_string();
    let shown = json(&format!("{text}\r\n\t{text}"));
    let is_odd = |c: char| c.is_control() || matches!(c, '\u{202e}' | '\u{e0001}');
    assert!(!shown.contains(is_odd) && shown.contains("ä€…\u{1f600}"), "{shown}");
    for value in serde_json::Deserializer::from_str(&shown).into_iter::<serde_json::Value>() {
        assert_eq!(value.expect("it is JSON"), serde_json::json!({ odd: [odd] }));
    }
}

#[test]
fn a_token_is_read_however_it_was_saved() {
    let saved = "0.AX-b_c.Ag\r\n";
    let wide = |unit: fn(u16) -> [u8; 2]| saved.encode_utf16().flat_map(unit).collect::<Vec<_>>();
    let (little, big) = (wide(u16::to_le_bytes), wide(u16::to_be_bytes));
    for bytes in [
        saved.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", saved.as_bytes()].concat(),
        // A mark twice, as where a shell adds one to a file that had one.
        [b"\xef\xbb\xbf\xef\xbb\xbf", saved.as_bytes()].concat(),
        [b"\xff\xfe", &*little].concat(),
        [b"\xfe\xff", &*big].concat(),
        [b"\xff\xfe\xff\xfe", &*little].concat(),
        [&*little, b"\0\0"].concat(),
        little,
        big,
    ] {
        let text = decode(&bytes).expect("it is text");
        assert_eq!(token(&text), Some("0.AX-b_c.Ag"), "{bytes:?}");
    }
    assert_eq!(decode(b"\xff\xfe\x00"), None);
    assert_eq!(decode(b"\xc3\x28"), None);
    for text in ["", "\u{feff}\r\n", "two tokens", "a\nb", "t\u{f6}ken", "a\u{200b}b"] {
        assert_eq!(token(text), None, "{text}");
    }
}

#[test]
fn an_event_is_received_and_verified() {
    let (stdout, stderr, success) = texts(&example("webhooks").output().expect("it runs"));
    assert!(success, "{stderr}");
    let expected =
        "received Some(TestCreated) about Some(\"test\")\nthe service says: Some(Completed)\n";
    assert_eq!(stdout, expected);
}
