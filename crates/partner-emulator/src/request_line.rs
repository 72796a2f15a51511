//! Request lines as people write them: with filters whose quotes, braces and blanks are not encoded.
//!
//! Samples of the documentation have them, the service takes them, and the HTTP library does not. They
//! are encoded before it reads them.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// How long a request line may be, to be looked at.
const LONGEST: usize = 64 << 10;

/// A connection whose request lines are put right.
pub(crate) struct RequestLines<S> {
    stream: S,
    /// Whether a request line is to come: at the beginning, and when something has been answered.
    is_begin: bool,
    /// What has come of it.
    line: Vec<u8>,
    /// What was read and not handed on.
    ready: Vec<u8>,
    handed_on: usize,
}

impl<S> RequestLines<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self { stream, is_begin: true, line: Vec::new(), ready: Vec::new(), handed_on: 0 }
    }

    pub(crate) fn into_inner(self) -> S {
        self.stream
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for RequestLines<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        while this.ready.is_empty() && this.is_begin {
            let mut chunk = [0; 4096];
            let mut read = ReadBuf::new(&mut chunk);
            ready!(Pin::new(&mut this.stream).poll_read(context, &mut read))?;
            this.line.extend_from_slice(read.filled());
            let is_end = read.filled().is_empty() || this.line.len() > LONGEST;
            if is_end || this.line.contains(&b'\n') {
                this.is_begin = false;
                this.ready = encode(std::mem::take(&mut this.line));
                this.handed_on = 0;
            }
        }
        if this.ready.is_empty() {
            return Pin::new(&mut this.stream).poll_read(context, buffer);
        }
        let rest = this.ready.get(this.handed_on..).unwrap_or_default();
        let count = rest.len().min(buffer.remaining());
        buffer.put_slice(&rest[..count]);
        this.handed_on += count;
        if this.handed_on == this.ready.len() {
            this.ready.clear();
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for RequestLines<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.is_begin = true;
        Pin::new(&mut self.stream).poll_write(context, buffer)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.is_begin = true;
        Pin::new(&mut self.stream).poll_write_vectored(context, buffers)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

/// What begins with a request line, with the target of it encoded; anything else as it is.
fn encode(bytes: Vec<u8>) -> Vec<u8> {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (line, rest) = bytes.split_at(end);
    let first = line.iter().position(|byte| *byte == b' ');
    let last = (0..line.len()).rev().find(|at| line[*at..].starts_with(b" HTTP/1."));
    let (Some(first), Some(last)) = (first, last) else { return bytes };
    let Some(target) =
        line.get(first + 1..last).filter(|target| target.iter().any(|byte| is_odd(*byte)))
    else {
        return bytes;
    };
    let mut encoded = line[..=first].to_vec();
    for byte in target {
        if is_odd(*byte) {
            encoded.extend(format!("%{byte:02X}").bytes());
        } else {
            encoded.push(*byte);
        }
    }
    encoded.extend(&line[last..]);
    encoded.extend(rest);
    encoded
}

/// Whether a byte has no place in a target.
fn is_odd(byte: u8) -> bool {
    !byte.is_ascii_graphic() || b"\"<>\\^`{|}".contains(&byte)
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[test]
    fn only_the_target_of_a_request_line_is_encoded() {
        let text = |text: &str| String::from_utf8(encode(text.into())).expect("text");
        assert_eq!(
            text("GET /a?f={\"b\": 'c d'} HTTP/1.1\r\nHost: {\"x\"}\r\n\r\n"),
            "GET /a?f=%7B%22b%22:%20'c%20d'%7D HTTP/1.1\r\nHost: {\"x\"}\r\n\r\n"
        );
        for same in [
            "GET /a?b=%7B HTTP/1.1\r\n",
            "{\"a b\": 1}\n",
            "nonsense",
            "",
            " HTTP/1.1\n",
            "GET /a b\r\n",
        ] {
            assert_eq!(text(same), same);
        }
    }

    #[tokio::test]
    async fn every_request_of_a_connection_is_put_right_and_no_body() {
        let (mut client, server) = tokio::io::duplex(1 << 16);
        let mut server = RequestLines::new(server);
        let mut buffer = [0; 256];
        for _ in 0..2 {
            for part in ["PO", "ST /a?{ HTTP/1.1\r\n", "\r\n", "X /{ HTTP/1.1\n"] {
                client.write_all(part.as_bytes()).await.expect("it is sent");
            }
            let mut read = Vec::new();
            while !read.ends_with(b"1.1\n") {
                let count = server.read(&mut buffer[..7]).await.expect("it is read");
                read.extend_from_slice(&buffer[..count]);
            }
            let text = String::from_utf8(read).expect("text");
            assert_eq!(text, "POST /a?%7B HTTP/1.1\r\n\r\nX /{ HTTP/1.1\n");
            server.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.expect("it is answered");
        }
        drop(client);
        assert_eq!(server.read(&mut buffer).await.expect("it ends"), 0);
    }
}
