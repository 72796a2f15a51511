//! Swagger UI, as its package has it: a ZIP archive of a release.
//!
//! What a ZIP archive and gzip do with a file is the same (DEFLATE); only what stands around it differs.
//! So nothing is unpacked here: browsers do that.

use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED as ARCHIVE;

/// A file of the distribution, as gzip.
pub(super) fn gzip(name: &str) -> Option<Vec<u8>> {
    gzip_of(ARCHIVE, &format!("/dist/{name}"))
}

/// The file whose path ends like this.
fn gzip_of(archive: &[u8], path: &str) -> Option<Vec<u8>> {
    // The end of the directory comes last, but for a comment.
    let end = archive.windows(4).rposition(|four| four == b"PK\x05\x06")?;
    let entries = number(archive, end + 10, 2)?;
    let mut at = number(archive, end + 16, 4)?;
    for _ in 0..entries {
        if archive.get(at..at + 4)? != b"PK\x01\x02" {
            return None;
        }
        let [name, extra, comment] = [28, 30, 32].map(|offset| number(archive, at + offset, 2));
        let name = name?;
        if archive.get(at + 46..at + 46 + name)?.ends_with(path.as_bytes()) {
            return entry(archive, at);
        }
        at += 46 + name + extra? + comment?;
    }
    None
}

/// The file of an entry of the directory.
fn entry(archive: &[u8], at: usize) -> Option<Vec<u8>> {
    const DEFLATED: usize = 8;
    if number(archive, at + 10, 2)? != DEFLATED {
        return None;
    }
    // The checksum, and how long the file is, packed and unpacked.
    let (sum, length) = (archive.get(at + 16..at + 20)?, archive.get(at + 24..at + 28)?);
    let packed = number(archive, at + 20, 4)?;
    let own = number(archive, at + 42, 4)?;
    let data = own + 30 + number(archive, own + 26, 2)? + number(archive, own + 28, 2)?;
    let packed = archive.get(data..data + packed)?;
    Some([b"\x1f\x8b\x08\0\0\0\0\0\0\xff", packed, sum, length].concat())
}

/// A number of so many bytes, the lowest first.
fn number(archive: &[u8], at: usize, bytes: usize) -> Option<usize> {
    let bytes = archive.get(at..at.checked_add(bytes)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_there_and_what_is_torn_is_none() {
        for name in ["swagger-ui-bundle.js", "swagger-ui.css"] {
            let file = gzip(name).expect("it is in the package");
            assert!(file.starts_with(b"\x1f\x8b\x08") && file.len() > 20_000, "{name}");
        }
        assert_eq!(gzip("nothing.js"), None);
        let torn = &ARCHIVE[ARCHIVE.len() - 100..];
        assert_eq!(gzip_of(torn, "/dist/swagger-ui.css"), None);
        assert_eq!(gzip_of(b"", ""), None);
    }
}
