//! SHA-256 tree hashes: the digests of stretches of a mebibyte, joined in pairs up to one.
//!
//! A part whose length is a power of two of mebibytes is a subtree, so that the hash of an archive
//! is joined from those of its parts. Source: Developer Guide, "Computing checksums".

use kernel::body::{Body, Segment};
use kernel::{ApiError, Struct};
use sha2::{Digest as _, Sha256};

use crate::limits::MIB;
use crate::state::Hash;

pub type Node = [u8; 32];

/// The root above nodes of one level.
pub fn join(mut nodes: Vec<Node>) -> Node {
    if nodes.is_empty() {
        return Sha256::digest(b"").into();
    }
    while nodes.len() > 1 {
        nodes = nodes
            .chunks(2)
            .map(|pair| match pair {
                [left, right] => {
                    let mut hasher = Sha256::new();
                    hasher.update(left);
                    hasher.update(right);
                    hasher.finalize().into()
                }
                alone => alone[0],
            })
            .collect();
    }
    nodes[0]
}

/// Of a body, read a piece at a time.
pub fn of_body(body: &Body) -> Result<Node, ApiError> {
    let mut leaves = Leaves::default();
    let mut piece = Vec::new();
    for segment in &body.segments {
        match segment {
            Segment::Inline(bytes) => leaves.update(bytes),
            Segment::File { file, offset, len } => {
                let mut at = 0;
                while at < *len {
                    piece.resize(MIB.min(len - at) as usize, 0);
                    file.read_at(offset + at, &mut piece)?;
                    leaves.update(&piece);
                    at += piece.len() as u64;
                }
            }
        }
    }
    Ok(join(leaves.finish()))
}

#[derive(Default)]
struct Leaves {
    done: Vec<Node>,
    hasher: Sha256,
    /// Bytes in the hasher.
    filled: u64,
}

impl Leaves {
    fn update(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let count = ((MIB - self.filled) as usize).min(bytes.len());
            let (now, later) = bytes.split_at(count);
            self.hasher.update(now);
            self.filled += count as u64;
            bytes = later;
            if self.filled == MIB {
                self.done.push(self.hasher.finalize_reset().into());
                self.filled = 0;
            }
        }
    }

    fn finish(mut self) -> Vec<Node> {
        if self.filled > 0 {
            self.done.push(self.hasher.finalize().into());
        }
        self.done
    }
}

pub fn hex(hash: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(hash.len() * 2);
    for byte in hash {
        text.push(DIGITS[usize::from(byte >> 4)] as char);
        text.push(DIGITS[usize::from(byte & 15)] as char);
    }
    text
}

/// From the plan of an operation's work.
pub fn of_plan(plan: &Struct) -> Result<Hash, ApiError> {
    let bytes = plan.blob("TreeHash").ok_or_else(ApiError::internal)?;
    let hash: Node = bytes.as_ref().try_into().map_err(|_| ApiError::internal())?;
    Ok(Hash::from(hash))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn sha(parts: &[&[u8]]) -> Node {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        hasher.finalize().into()
    }

    /// The Developer Guide's figures: 6.5 MB make seven leaves, of which the last goes up alone.
    #[test]
    fn trees_are_joined_in_pairs() {
        let content = vec![7; 6 * MIB as usize + MIB as usize / 2];
        let leaves: Vec<Node> = content.chunks(MIB as usize).map(|it| sha(&[it])).collect();
        let pair = |left: &Node, right: &Node| sha(&[left, right]);
        let first = pair(&pair(&leaves[0], &leaves[1]), &pair(&leaves[2], &leaves[3]));
        let second = pair(&pair(&leaves[4], &leaves[5]), &leaves[6]);
        let expected = pair(&first, &second);
        assert_eq!(of_body(&Body::from(Bytes::from(content.clone()))).ok(), Some(expected));
        // Of parts of two leaves each.
        let parts = content.chunks(2 * MIB as usize);
        let parts: Vec<Node> =
            parts.map(|part| of_body(&Body::from(Bytes::copy_from_slice(part))).unwrap()).collect();
        assert_eq!(join(parts), expected);
        assert_eq!(join(Vec::new()), sha(&[]));
        assert_eq!(hex(&[0, 171]), "00ab");
    }
}
