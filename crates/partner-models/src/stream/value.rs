//! Where a JSON value ends. Whether it is one is for `serde_json` to say: this only has to be right
//! about values that are.

/// The way through the text of one value.
#[derive(Default)]
pub(super) struct Value {
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// A number or a word, which ends where something else begins.
    is_plain: bool,
}

impl Value {
    /// How many of these bytes belong to the value, and whether it ends with them.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> (usize, bool) {
        for (at, &byte) in bytes.iter().enumerate() {
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => {
                        self.in_string = false;
                        if self.depth == 0 {
                            return (at + 1, true);
                        }
                    }
                    _ => {}
                }
                continue;
            }
            match byte {
                b' ' | b'\n' | b'\r' | b'\t' | b',' | b':' | b'"' | b'{' | b'}' | b'[' | b']'
                    if self.is_plain =>
                {
                    return (at, true);
                }
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return (at + 1, true);
                    }
                }
                _ => self.is_plain = self.depth == 0,
            }
        }
        (bytes.len(), false)
    }
}

/// Whether a value can begin with this byte, as far as it can be told from the rest of the document.
pub(super) fn begins(byte: u8) -> bool {
    !matches!(byte, b',' | b':' | b'}' | b']')
}

#[cfg(test)]
mod tests {
    use super::Value;

    #[test]
    fn the_end_is_found_however_the_bytes_come() {
        for (value, rest) in [
            ("12", ","),
            ("-1.5e3", " "),
            ("true", "]"),
            (r#""""#, "x"),
            (r#""a\"]\\""#, "\""),
            ("{}", "}"),
            (r#"{"a":[1,{"b":"}]"}]}"#, "]"),
            (r#"["\\\""]"#, ","),
        ] {
            let text = format!("{value}{rest}");
            for step in 1..=text.len() {
                let (mut walk, mut read) = (Value::default(), 0);
                let ended = text.as_bytes().chunks(step).any(|chunk| {
                    let (count, ended) = walk.feed(chunk);
                    read += count;
                    ended
                });
                assert_eq!((ended, &text[..read]), (true, value), "{step} at a time");
            }
            assert!(
                value.starts_with(['1', '-', 't']) || Value::default().feed(value.as_bytes()).1
            );
        }
    }
}
