//! Records that the Kinesis Producer Library has put together into one.
//!
//! Source: "KPL Aggregated Record Format" (awslabs/amazon-kinesis-producer, aggregation-format.md):
//! four magic bytes, a message of Protocol Buffers (1: table of partition keys, 2: table of hash
//! keys, 3: records of 1: index of the key, 2: index of the hash key, 3: data), and its MD5, which
//! is not looked at here. "If you use that data stream as a source for your Firehose stream, Amazon
//! Data Firehose de-aggregates the records before it delivers them."

const MAGIC: [u8; 4] = [0xf3, 0x89, 0x9a, 0xc2];
const DIGEST_BYTES: usize = 16;

/// A record with its partition key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubRecord {
    pub partition_key: String,
    pub data: Vec<u8>,
}

/// The records in one that is aggregated; `None` for any other.
pub fn split(data: &[u8]) -> Option<Vec<SubRecord>> {
    let body = data.strip_prefix(&MAGIC)?;
    let body = &body[..body.len().checked_sub(DIGEST_BYTES)?];
    let (mut keys, mut records) = (Vec::new(), Vec::new());
    let mut fields = Fields(body);
    while !fields.0.is_empty() {
        match fields.next()? {
            (1, Field::Bytes(key)) => keys.push(String::from_utf8_lossy(key).into_owned()),
            (3, Field::Bytes(record)) => records.push(sub_record(record)?),
            _ => {}
        }
    }
    records
        .into_iter()
        .map(|(key, data)| {
            let partition_key = keys.get(usize::try_from(key).ok()?)?.clone();
            Some(SubRecord { partition_key, data: data.to_vec() })
        })
        .collect()
}

fn sub_record(body: &[u8]) -> Option<(u64, &[u8])> {
    let (mut key, mut data): (u64, &[u8]) = (0, &[]);
    let mut fields = Fields(body);
    while !fields.0.is_empty() {
        match fields.next()? {
            (1, Field::Number(number)) => key = number,
            (3, Field::Bytes(bytes)) => data = bytes,
            _ => {}
        }
    }
    Some((key, data))
}

enum Field<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

/// Fields of a message that are not read yet.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    /// The number of a field and what it holds; `None` for what is no message.
    fn next(&mut self) -> Option<(u64, Field<'a>)> {
        let tag = self.number()?;
        let field = match tag & 7 {
            0 => Field::Number(self.number()?),
            2 => {
                let len = usize::try_from(self.number()?).ok()?;
                let (bytes, rest) = self.0.split_at_checked(len)?;
                self.0 = rest;
                Field::Bytes(bytes)
            }
            _ => return None,
        };
        Some((tag >> 3, field))
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let (first, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(first & 0x7f) << shift;
            if first & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aggregated_records_are_told_apart() {
        let mut data = MAGIC.to_vec();
        data.extend(b"\x0a\x01k\x0a\x01l");
        data.extend(b"\x1a\x07\x08\x00\x1a\x03one\x1a\x07\x08\x01\x1a\x03two");
        data.extend([0; DIGEST_BYTES]);
        let records = split(&data).expect("it is aggregated");
        let told: Vec<_> =
            records.iter().map(|it| (it.partition_key.as_str(), it.data.as_slice())).collect();
        assert_eq!(told, [("k", &b"one"[..]), ("l", b"two")]);
        assert_eq!(split(b"plain"), None);
        assert_eq!(split(&MAGIC), None);
    }
}
