//! JSON text with faults, made from text without.

/// A source of numbers that look random and come in the same order for the same start.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Begins at a number of the caller's choice.
    #[must_use]
    pub fn new(start: u64) -> Self {
        Self(start.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// The next number below a limit, which is not zero.
    pub fn below(&mut self, limit: usize) -> usize {
        // Xorshift: enough for picking places in a text.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap_or(0)
    }

    /// One of several.
    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

/// Text that matters to a JSON reader.
const PIECES: &[&str] = &[
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    " ",
    "\n",
    "\t",
    "\r",
    "\u{b}",
    "null",
    "true",
    "false",
    "nul",
    "-",
    "0",
    "1",
    "01",
    "-0",
    "1.5",
    "1.",
    ".5",
    "1e5",
    "1E+400",
    "1e-",
    "12345678901234567890",
    "\"\"",
    "{}",
    "[]",
    "\\u0041",
    "\\ud83d\\ude00",
    "\\ud800",
    "\\udc00\\ud800",
    "\\u12",
    "\\x",
    "\\/",
    "\\\\",
    "\\\"",
    "\\n",
    "\u{1}",
    "\u{7f}",
    "é",
    "\u{1f600}",
    "\u{feff}",
    "\"id\":",
    "\"name\":null,",
    "\"Items\":",
    "\"items\":",
    "\"ATTRIBUTES\":",
    "\"attributes\":null,",
    "\"objectType\":\"a\",",
    "\"ObjectType\":\"b\",",
    "\"\\u0069d\":\"x\",",
    "\"extra\":{\"a\":[1,{}]},",
    "\"totalCount\":1,",
    "\"totalCount\":1.0,",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    "/*",
    "NaN",
    "'",
];

/// Changes the text in one to four places: bytes are exchanged, pieces are put in, taken out, doubled
/// or moved. It need not stay JSON, nor UTF-8.
pub fn mutate(text: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..=random.below(4) {
        let at = random.below(text.len() + 1);
        let longest = if random.below(4) == 0 { 200 } else { 8 };
        let end = (at + 1 + random.below(longest)).min(text.len());
        match random.below(8) {
            0 => {
                if let Some(byte) = text.get_mut(at) {
                    *byte = u8::try_from(random.below(256)).unwrap_or(0);
                }
            }
            1 => text.truncate(at),
            2 => drop(text.drain(at..end)),
            3 => {
                let piece = text[at..end].to_vec();
                let to = random.below(text.len() + 1);
                text.splice(to..to, piece);
            }
            4 => drop(text.splice(at..end, random.pick(PIECES).bytes())),
            _ => drop(text.splice(at..at, random.pick(PIECES).bytes())),
        }
    }
}
