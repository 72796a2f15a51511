//! Documents that are never in memory as a whole.

use std::io::{self, Read};

/// A collection of that many licences, made while it is read.
#[derive(Debug)]
pub struct Licenses {
    count: usize,
    made: usize,
    piece: Vec<u8>,
    read: usize,
    /// How many bytes were read in all.
    pub total: usize,
}

impl Licenses {
    /// A collection of that many licences.
    #[must_use]
    pub fn new(count: usize) -> Self {
        let piece = br#"{"items":["#.to_vec();
        Self { count, made: 0, piece, read: 0, total: 0 }
    }

    /// Whether the licence of that index is wrong: one in ten thousand is.
    #[must_use]
    pub fn is_wrong(index: usize) -> bool {
        index % 10_000 == 9_999
    }

    fn next_piece(&mut self) {
        let index = self.made;
        self.made += 1;
        self.read = 0;
        self.piece.clear();
        if index == self.count {
            let end = format!(
                "],\n\"totalCount\":{index},\"attributes\":{{\"objectType\":\"Collection\"}}}}"
            );
            self.piece.extend(end.bytes());
        } else if index < self.count {
            let separator = if index == 0 { "" } else { "," };
            let id =
                if Self::is_wrong(index) { "7".to_owned() } else { format!("\"{index:036}\"") };
            let license = format!(
                r#"{separator}
  {{"servicePlans":[{{"displayName":"Plan {index} of the many","id":"c1ec4a95-1f05-45b3-a911-aa3fa01094f5","capabilityStatus":"Assigned","targetType":"User"}}],
   "productSku":{{"id":{id},"skuPartNumber":"EMS","licenseGroupId":"group1","later":[{index},null]}},
   "attributes":{{"objectType":"License"}}}}"#
            );
            self.piece.extend(license.bytes());
        }
    }
}

impl Read for Licenses {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.read == self.piece.len() && self.made <= self.count {
            self.next_piece();
        }
        let count = buffer.len().min(self.piece.len() - self.read);
        buffer[..count].copy_from_slice(&self.piece[self.read..self.read + count]);
        self.read += count;
        self.total += count;
        Ok(count)
    }
}
