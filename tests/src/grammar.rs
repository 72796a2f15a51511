//! Texts at the edges of the JSON grammar, written down from RFC 8259, with what `serde_json` makes of
//! those on which it leaves a choice.

/// Whether a text is JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is, and every parser must read it.
    Json,
    /// It is not.
    NotJson,
    /// It is by its grammar, and a parser may have limits: how big a number, how deep an array, half a
    /// surrogate pair.
    Limits,
}

/// All texts.
#[must_use]
pub fn cases() -> Vec<(Vec<u8>, Verdict)> {
    let mut cases = Vec::new();
    let mut add = |texts: &[&[u8]], verdict| {
        cases.extend(texts.iter().map(|text| (text.to_vec(), verdict)));
    };
    add(VALID, Verdict::Json);
    add(INVALID, Verdict::NotJson);
    add(LIMITS, Verdict::Limits);
    numbers(&mut cases);
    strings(&mut cases);
    nested(&mut cases);
    cases
}

#[rustfmt::skip]
const VALID: &[&[u8]] = &[
    // Structures, with white space wherever it may be.
    b"[]", b"{}", b"[[]   ]", b"[\"\"]", b"[\"a\"]", b"[false]", b"[null, 1, \"1\", {}]", b"[null]",
    b"[1\n]", b" [1]", b"[1,null,null,null,2]", b"[2] ", b"\t[\r\n1\t,\n 2 ] \n",
    b"{ \n \"a\" \t:\r1 }", b"{\"asd\":\"sdf\", \"dfg\":\"fgh\"}", b"{\"asd\":\"sdf\"}",
    b"{\"a\":\"b\",\"a\":\"c\"}", b"{\"a\":\"b\",\"a\":\"b\"}", b"{\"\":0}",
    b"{\"foo\\u0000bar\": 42}", b"{ \"min\": -1.0e+28, \"max\": 1.0e+28 }",
    b"{\"x\":[{\"id\": \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}], \"id\": \"xxx\"}",
    b"{\"a\":[]}", b"{\"title\":\"\\u041f\\u043e\\u043b\"}", b"{\n\"a\": \"b\"\n}",
    b"[[[[[[1]]]]]]", b"[{},[],{\"a\":{}}]",
    // Values on their own.
    b"\"asd\"", b"42", b"-0.1", b"null", b"true", b"false", b"\"\"", b" null\n", b" [] ",
    // Strings.
    b"[\"\\u0060\\u012a\\u12AB\"]", b"[\"\\uD801\\udc37\"]", b"[\"\\ud83d\\ude39\\ud83d\\udc8d\"]",
    b"[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", b"[\"\\\\u0000\"]", b"[\"\\\"\"]", b"[\"a/*b*/c/*d//e\"]",
    b"[\"\\\\a\"]", b"[\"\\\\n\"]", b"[\"\\u0012\"]", b"[\"\\uFFFF\"]", b"[ \"asd\"]",
    b"[\"\\uDBFF\\uDFFF\"]", b"[\"new\\u00A0line\"]", b"[\"\xf4\x8f\xbf\xbf\"]",
    b"[\"\xef\xbf\xbf\"]", b"[\"\\u0000\"]", b"[\"\\u002c\"]", b"[\"\xcf\x80\"]",
    b"[\"\xf0\x9b\xbf\xbf\"]", b"[\"asd \"]", b"\" \"", b"[\"\\uD834\\uDd1e\"]", b"[\"\\u0821\"]",
    b"[\"\\u0123\"]", b"[\"\xe2\x80\xa8\"]", b"[\"\xe2\x80\xa9\"]",
    b"[\"\\u0061\\u30af\\u30EA\\u30b9\"]", b"[\"new\\u000Aline\"]", b"[\"\x7f\"]", b"[\"\\uA66D\"]",
    b"[\"\\u005C\"]", b"[\"\xe2\x8d\x82\xe3\x88\xb4\xe2\x8d\x82\"]", b"[\"\\u0022\"]",
    b"[\"\\uDBFF\\uDFFE\"]", b"[\"\\uD83F\\uDFFE\"]", b"[\"\\u200B\"]", b"[\"\\u2064\"]",
    b"[\"\\uFDD0\"]", b"[\"\\uFFFE\"]", b"[\"\xe2\x82\xac\xf0\x9d\x84\x9e\"]", b"[\"a\x7fa\"]",
    b"[\"\xc2\x80\"]", b"[\"\xed\x9f\xbf\xee\x80\x80\"]",
];

#[rustfmt::skip]
const INVALID: &[&[u8]] = &[
    // Arrays.
    b"[1 true]", b"[\"\": 1]", b"[\"\"],", b"[,1]", b"[1,,2]", b"[\"x\",,]", b"[\"x\"]]",
    b"[\"\",]", b"[\"x\"", b"[x", b"[3[4]]", b"[1:2]", b"[,]", b"[-]", b"[   , \"\"]",
    b"[\"a\",\n4\n,1,", b"[1,]", b"[1,,]", b"[\"\x0ba\"\\f]", b"[*]", b"[\"\"", b"[1,",
    b"[1,\n1\n,1", b"[{}", b"[1", b"[", b"]", b"[}", b"[[", b"[[]", b"[]]", b"[1 2]", b"[1]x",
    b"[][]", b"[1];", b"[ ,]", b"[1\x0c]", b"[\xc2\xa0]", b"[\xe2\x81\xa0]", b"[\x0b1]", b"<.>",
    b"[<null>]",
    // Words.
    b"[fals]", b"[nul]", b"[tru]", b"[True]", b"[FALSE]", b"[Null]", b"nulls", b"truee", b"tru",
    b"t", b"nan", b"undefined", b"[nullnull]", b"[true false]", b"[NaN]", b"[Infinity]",
    b"[-Infinity]", b"[inf]", b"[-NaN]",
    // Objects.
    b"{\"x\", null}", b"{\"x\"::\"b\"}", b"{\xf0\x9f\x87\xa8}", b"{\"a\":\"a\" 123}",
    b"{key: 'value'}", b"{[: \"x\"}", b"{\"a\" b}", b"{:\"b\"}", b"{\"a\" \"b\"}", b"{\"a\":",
    b"{\"a\"", b"{1:1}", b"{9999E9999:1}", b"{null:null,null:null}", b"{\"id\":0,,,,,}", b"{'a':0}",
    b"{\"id\":0,}", b"{\"a\":\"b\"}/**/", b"{\"a\":\"b\"}/**//", b"{\"a\":\"b\"}//",
    b"{\"a\":\"b\"}/", b"{\"a\":\"b\",,\"c\":\"d\"}", b"{a: \"b\"}", b"{\"a\":\"a",
    b"{ \"foo\" : \"bar\", \"a\" }", b"{\"a\":\"b\"}#", b"{", b"}", b"{,}", b"{]",
    b"{\"\xb9\":\"0\",}", b"{[", b"{\"a", b"{'a'", b"{\"a\":1,", b"{\"a\":,}", b"{\"a\":}",
    b"{\"a\":1 \"b\":2}", b"{\"a\"=1}", b"{true:1}", b"{\"a\":1;\"b\":2}", b"{{}}", b"{\"a\":1}}",
    b"{}x", b"{\"a\":/*comment*/\"b\"}", b"{\"a\": true} \"x\"", b"{\"asd\":\"asd\"",
    b"{\"a\":1\x00}", b"{\"a\n\":1}",
    // Around a document.
    b"", b" ", b"\n", b"1]", b",", b":", b"*", b"a\xc3\xa5", b"\xc3\xa5", b"\xe2\x81\xa0",
    b"[\"asd]", b"asd'", b"[\"a\xff\"]", b"\xff", b"\xef\xbb\xbf", b"\xef\xbb",
    b"\xef\xbb\xbf\xef\xbb\xbf[]", b"\xff\xfe[\x00]\x00", b"\x00[\x00]", b"\x00", b"[1]\x00", b"2@",
    b"'x'", b"`x`", b"(1)", b"//\n1", b"/**/1", b"#1\n1", b"[1,\n//x\n2]", b"{}{}", b"1 2",
    b"\"\" \"\"", b"[1]]", b"\\u000A\"\"", b"[\\u000A\"\"]", b"\x0b", b"\x0c1", b"\xc2\xa01",
    b"1\xe2\x80\xa8",
    // Strings.
    b"[\"\\uD800\\\"]", b"[\"\\uD800\\u\"]", b"[\"\\uD800\\u1\"]", b"[\"\\uD800\\u1x\"]",
    b"[\xc3\xa9]", b"[\"\\\x00\"]", b"[\"\\x00\"]", b"[\"\\\\\\\"]", b"[\"\\\t\"]",
    b"[\"\\\xf0\x9f\x8c\x80\"]", b"[\"\\\"]", b"[\"\\u00A\"]", b"[\"\\uD834\\uDd\"]",
    b"[\"\\uD800\\uD800\\x\"]", b"[\"\\u\xe5\"]", b"[\"\\a\"]", b"[\"\\uqqqq\"]", b"[\"\\\xe5\"]",
    b"[\\u0020\"asd\"]", b"[\\n]", b"\"", b"['single quote']", b"abc", b"[\"\\", b"[\"new\nline\"]",
    b"[\"\t\"]", b"\"\\UA66D\"", b"\"x", b"\"x\\", b"\"x\\u", b"\"x\\u12", b"\"\\u-123\"",
    b"\"\\u+123\"", b"\"\\u 123\"", b"\"\\u{61}\"",
    // Bytes that are not UTF-8: alone, cut short, too long, beyond Unicode, halves of pairs.
    b"[\"\xe9\"]", b"[\"\x81\"]", b"[\"\xf4\xbf\xbf\xbf\"]", b"[\"\xed\xa0\x80\"]",
    b"[\"\xed\xbf\xbf\"]", b"[\"\xe0\xff\"]", b"[\"\xc0\xaf\"]", b"[\"\xfc\x83\xbf\xbf\xbf\xbf\"]",
    b"[\"\xfc\x80\x80\x80\x80\x80\"]", b"[\"\xe6\x97\xa5\xd1\x88\xfa\"]", b"[\"\xc3\"]",
    b"[\"\xf0\x9f\x98\"]", b"[\"\xf5\x80\x80\x80\"]", b"[\"\xe0\x80\xaf\"]", b"{\"\xff\":1}",
    b"[1,\xff]",
];

#[rustfmt::skip]
const LIMITS: &[&[u8]] = &[
    // Numbers that no common type holds.
    b"[123.456e-789]", b"[0.4e00669999999999999999999999999999999999999999999999999999999999999999999999999999999999999]",
    b"[-1e+9999]", b"[1.5e+9999]", b"[-123123e100000]", b"[123123e100000]", b"[123e-10000000]",
    b"[-123123123123123123123123123123]", b"[100000000000000000000]", b"[-237462374673276894279832749832423479823246327846]",
    b"1e400", b"[1e-400]", b"-1e400", b"[18446744073709551616]", b"[-9223372036854775809]",
    // A byte-order mark, which serde_json refuses and this crate accepts.
    b"\xef\xbb\xbf{}", b"\xef\xbb\xbf [1]",
    // Halves of surrogate pairs, in the wrong order, or alone.
    b"{\"\\uDFAA\":0}", b"[\"\\uDADA\"]", b"[\"\\uD888\\u1234\"]", b"[\"\\uD800\\n\"]", b"[\"\\uDd1ea\"]",
    b"[\"\\uD800\\uD800\\n\"]", b"[\"\\ud800\"]", b"[\"\\ud800abc\"]", b"[\"\\uDd1e\\uD834\"]", b"[\"\\uDFAA\"]",
    b"[\"\\uD834\"]", b"[\"\\uDBFF\\uDBFF\"]", b"\"\\udead\"",
];

/// Every text of up to five of the characters that numbers are made of.
fn numbers(cases: &mut Vec<(Vec<u8>, Verdict)>) {
    let mut texts: Vec<Vec<u8>> = vec![Vec::new()];
    for _ in 0..5 {
        texts = texts
            .iter()
            .flat_map(|text| {
                b"-+.0e1".iter().map(|&byte| {
                    let mut longer = text.clone();
                    longer.push(byte);
                    longer
                })
            })
            .collect();
        for text in &texts {
            let verdict = if is_number(text) { Verdict::Json } else { Verdict::NotJson };
            cases.push((text.clone(), verdict));
        }
    }
    for text in [
        "0x1", "0x42", "1_000", "1 000", "1,5", "٣", "１", ".5", "5.", "1.e1", "1e", "1e+",
        "1e1.5", "1E", "--1", "+1", "0E", "0e+", "00", "-01", "012", "-2.", "2.e3", "2.e-3",
        "9.e+", "0.1.2", "0.3e", "0.3e+", "1.0e", "1.0e-", "1.0e+", "1eE2", "1+2", "1a", "1ea",
        "-foo", "- 1", "1-", "1/2", "1f", "1L", "0b1", "0o7", "0.", "-.5", "-", "+", "e1", "1e 1",
        "1. 5",
    ] {
        cases.push((text.into(), Verdict::NotJson));
    }
    for text in [
        "123e65",
        "0e+1",
        "0e1",
        "-0",
        "20e1",
        "1E22",
        "1E-2",
        "1E+2",
        "123e45",
        "123.456e78",
        "1e-2",
        "1e+2",
        "123.456789",
        "-123",
        "-1",
        "-0.0",
        "0.000000000000000000000000000000000000000000000000000000000000000000000000000001",
        "1E0010",
        "9007199254740993",
        "0.1e-0",
        "1.50",
        "100",
    ] {
        cases.push((text.into(), Verdict::Json));
    }
}

/// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
fn is_number(text: &[u8]) -> bool {
    fn digits(text: &[u8]) -> &[u8] {
        let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
        &text[count..]
    }
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let mut rest = match text {
        [b'0', rest @ ..] => rest,
        [b'1'..=b'9', ..] => digits(text),
        _ => return false,
    };
    if let Some(fraction) = rest.strip_prefix(b".") {
        rest = digits(fraction);
        if rest.len() == fraction.len() {
            return false;
        }
    }
    if let Some(exponent) = rest.strip_prefix(b"e") {
        let exponent =
            exponent.strip_prefix(b"+").or(exponent.strip_prefix(b"-")).unwrap_or(exponent);
        rest = digits(exponent);
        if rest.len() == exponent.len() {
            return false;
        }
    }
    rest.is_empty()
}

/// Every byte in a string, and every one behind a backslash.
fn strings(cases: &mut Vec<(Vec<u8>, Verdict)>) {
    for byte in 0..=u8::MAX {
        let plain = [b"[\"".as_slice(), &[byte], b"\"]"].concat();
        let is_plain = byte.is_ascii() && byte >= b' ' && !matches!(byte, b'"' | b'\\');
        cases.push((plain, if is_plain { Verdict::Json } else { Verdict::NotJson }));
        let escaped = [b"[\"\\".as_slice(), &[byte], b"\"]"].concat();
        let is_escape = b"\"\\/bfnrt".contains(&byte);
        cases.push((escaped, if is_escape { Verdict::Json } else { Verdict::NotJson }));
        let alone = vec![byte];
        cases.push((alone, if byte.is_ascii_digit() { Verdict::Json } else { Verdict::NotJson }));
    }
}

fn nested(cases: &mut Vec<(Vec<u8>, Verdict)>) {
    for (open, close) in [("[", "]"), ("{\"\":", "}"), ("[{\"a\":", "}]")] {
        for depth in [2, 20, 60] {
            let text = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            cases.push((text.into(), Verdict::Json));
        }
        for depth in [500, 100_000] {
            let whole = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            cases.push((whole.into(), Verdict::Limits));
            cases.push((open.repeat(depth).into(), Verdict::NotJson));
            cases.push((close.repeat(depth).into(), Verdict::NotJson));
        }
    }
}
