//! The archive of all models, compiled into the binary and read service by service.
//!
//! `cargo xtask models` makes `models/models.bin` from a pinned botocore. Its index is plain and
//! read at once; each service's model is compressed on its own and read on its first request.
//! See [`format`] for the bytes of one model and [`json`] for where they come from.

use std::sync::{LazyLock, OnceLock};

use rustc_hash::FxHashMap;

use crate::model::{Protocol, Service, ServiceEntry};
use crate::route::RouteTable;

pub mod format;
pub mod json;

static BYTES: &[u8] = include_bytes!("../models/models.bin");
const MAGIC: &[u8; 8] = b"NEPHMODL";
/// Raised by any change to the bytes outside the models proper.
const VERSION: u32 = 1;

const PROTOCOLS: [Protocol; 7] = [
    Protocol::AwsJson1_0,
    Protocol::AwsJson1_1,
    Protocol::AwsQuery,
    Protocol::Ec2Query,
    Protocol::RestJson1,
    Protocol::RestXml,
    Protocol::RpcV2Cbor,
];

static ARCHIVE: LazyLock<Archive> = LazyLock::new(|| Archive::open(BYTES));

struct Archive {
    /// What the models were made from: `botocore 1.44.5`.
    source: &'static str,
    services: Vec<ServiceEntry>,
    by_name: FxHashMap<&'static str, usize>,
    dictionary: &'static [u8],
    models: &'static [u8],
}

/// All services, sorted by name.
pub fn services() -> &'static [ServiceEntry] {
    &ARCHIVE.services
}

/// The service of that name (`sqs`).
pub fn service_entry(name: &str) -> Option<&'static ServiceEntry> {
    ARCHIVE.by_name.get(name).map(|at| &ARCHIVE.services[*at])
}

/// What the models were made from: `botocore 1.44.5`.
pub fn source() -> &'static str {
    ARCHIVE.source
}

impl ServiceEntry {
    /// The service's model, read from the archive when first asked for.
    pub fn model(&'static self) -> &'static Service {
        self.model.get_or_init(|| {
            let compressed = &ARCHIVE.models[self.offset..][..self.compressed_len];
            let mut decompressor = zstd::bulk::Decompressor::with_dictionary(ARCHIVE.dictionary)
                .expect("the archive's dictionary is sound");
            let bytes = decompressor
                .decompress(compressed, self.len)
                .expect("the archive was written by `cargo xtask models`");
            Box::leak(Box::new(format::read(bytes.leak())))
        })
    }

    /// The routes of its operations, for the REST protocols.
    pub fn routes(&'static self) -> &'static RouteTable {
        self.routes.get_or_init(|| RouteTable::new(self.model()))
    }

    pub fn speaks(&self, protocol: Protocol) -> bool {
        self.protocols.contains(&protocol)
    }
}

/// A model on its way into the archive.
pub struct Draft {
    pub name: &'static str,
    pub metadata: json::Metadata,
    pub is_global: bool,
    pub model: &'static Service,
}

/// The bytes of an archive of `drafts`, which are sorted by name.
pub fn write(source: &str, drafts: &[Draft]) -> std::io::Result<Vec<u8>> {
    let plain: Vec<Vec<u8>> = drafts.iter().map(|draft| format::write(draft.model)).collect();
    let dictionary = train(&plain)?;
    let mut compressor = zstd::bulk::Compressor::with_dictionary(22, &dictionary)?;
    compressor.include_checksum(false)?;
    compressor.include_contentsize(false)?;
    let mut index = IndexWriter::default();
    let mut models = Vec::new();
    index.text(source);
    index.number(drafts.len());
    for (draft, plain) in drafts.iter().zip(&plain) {
        let compressed = compressor.compress(plain)?;
        index.entry(draft, compressed.len(), plain.len());
        models.extend(compressed);
    }
    let mut out = MAGIC.to_vec();
    for number in [VERSION, format::VERSION, index.0.len() as u32, dictionary.len() as u32] {
        out.extend(number.to_le_bytes());
    }
    out.extend(index.0);
    out.extend(dictionary);
    out.extend(models);
    Ok(out)
}

/// A dictionary of what the models have in common. Samples are pieces, since the trainer reads
/// only the first 128 KiB of each.
fn train(plain: &[Vec<u8>]) -> std::io::Result<Vec<u8>> {
    const DICTIONARY_LEN: usize = 112 << 10;
    const PIECE_LEN: usize = 16 << 10;
    let pieces: Vec<&[u8]> = plain.iter().flat_map(|bytes| bytes.chunks(PIECE_LEN)).collect();
    zstd::dict::from_samples(&pieces, DICTIONARY_LEN)
}

#[derive(Default)]
struct IndexWriter(Vec<u8>);

impl IndexWriter {
    fn entry(&mut self, draft: &Draft, compressed_len: usize, len: usize) {
        let metadata = &draft.metadata;
        self.text(draft.name);
        self.text(metadata.service_id);
        self.text(metadata.signing_name);
        self.text(metadata.endpoint_prefix);
        self.text(metadata.target_prefix.unwrap_or_default());
        self.text(metadata.api_version);
        self.number(metadata.protocols.len());
        for protocol in &metadata.protocols {
            let at = PROTOCOLS.iter().position(|known| known == protocol);
            self.number(at.expect("every protocol is in the table"));
        }
        self.number(draft.model.operations.len());
        self.number(usize::from(draft.is_global));
        self.number(compressed_len);
        self.number(len);
    }

    fn number(&mut self, value: usize) {
        self.0.extend((value as u32).to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.0.extend(text.as_bytes());
    }
}

impl Archive {
    fn open(bytes: &'static [u8]) -> Archive {
        let mut head = IndexReader(bytes);
        assert_eq!(head.bytes(MAGIC.len()), MAGIC, "models.bin is not an archive of models");
        let versions = (head.number(), head.number());
        let expected = (VERSION as usize, format::VERSION as usize);
        assert_eq!(versions, expected, "models.bin is stale: run `cargo xtask models`");
        let (index_len, dictionary_len) = (head.number(), head.number());
        let mut index = IndexReader(head.bytes(index_len));
        let dictionary = head.bytes(dictionary_len);
        let source = index.text();
        let mut offset = 0;
        let services: Vec<ServiceEntry> = (0..index.number())
            .map(|_| {
                let entry = index.entry(offset);
                offset += entry.compressed_len;
                entry
            })
            .collect();
        let by_name = services.iter().enumerate().map(|(at, entry)| (entry.name, at)).collect();
        Archive { source, services, by_name, dictionary, models: head.0 }
    }
}

struct IndexReader(&'static [u8]);

impl IndexReader {
    fn entry(&mut self, offset: usize) -> ServiceEntry {
        ServiceEntry {
            name: self.text(),
            service_id: self.text(),
            signing_name: self.text(),
            endpoint_prefix: self.text(),
            target_prefix: Some(self.text()).filter(|prefix| !prefix.is_empty()),
            api_version: self.text(),
            protocols: self.protocols(),
            operation_count: self.number(),
            is_global: self.number() == 1,
            model: OnceLock::new(),
            routes: OnceLock::new(),
            offset,
            compressed_len: self.number(),
            len: self.number(),
        }
    }

    fn protocols(&mut self) -> &'static [Protocol] {
        let count = self.number();
        let protocols: Vec<Protocol> = (0..count).map(|_| PROTOCOLS[self.number()]).collect();
        protocols.leak()
    }

    fn number(&mut self) -> usize {
        let bytes = self.bytes(4).try_into().expect("four bytes were asked for");
        u32::from_le_bytes(bytes) as usize
    }

    fn text(&mut self) -> &'static str {
        let len = self.number();
        std::str::from_utf8(self.bytes(len)).expect("the index is UTF-8")
    }

    fn bytes(&mut self, len: usize) -> &'static [u8] {
        let (bytes, rest) = self.0.split_at(len);
        self.0 = rest;
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_is_read_as_it_was_written() {
        assert!(services().len() > 400);
        assert!(services().is_sorted_by_key(|entry| entry.name));
        for entry in services() {
            let model = entry.model();
            assert_eq!(model.name, entry.name);
            assert_eq!(model.operations.len(), entry.operation_count);
            assert!(model.operations.is_sorted_by_key(|operation| operation.name));
            let again = format::read(format::write(model).leak());
            assert!(format!("{again:?}") == format!("{model:?}"), "{} differs", entry.name);
        }
    }

    #[test]
    fn sqs_speaks_json_and_query() {
        let sqs = service_entry("sqs").expect("a service");
        assert_eq!(sqs.protocols, [Protocol::AwsJson1_0, Protocol::AwsQuery]);
        assert!(sqs.model().is_query_compatible);
        let send = sqs.model().operation("SendMessage").expect("an operation");
        assert_eq!(send.result_wrapper, Some("SendMessageResult"));
        let input = sqs.model().shape(send.input.expect("an input"));
        let attributes = input.member("MessageAttributes").expect("a member");
        assert_eq!(attributes.wire_name(), "MessageAttributes");
        assert_eq!(attributes.query_wire_name(), "MessageAttribute");
        let error = send.errors.iter().map(|id| sqs.model().shape(*id));
        let error = error.filter(|shape| shape.name == "QueueDoesNotExist");
        let codes: Vec<_> = error.filter_map(|shape| shape.error?.code).collect();
        assert_eq!(codes, ["AWS.SimpleQueueService.NonExistentQueue"]);
    }

    #[test]
    fn models_from_json_say_what_is_wrong_with_them() {
        for (json, expected) in [
            ("{}", "metadata is not an object"),
            (r#"{"metadata":{}}"#, "shapes is not an object"),
            (
                r#"{"metadata":{},"operations":{},"shapes":{"A":{"type":"odd"}}}"#,
                "A has the unknown type \"odd\"",
            ),
            (
                r#"{"metadata":{},"operations":{"O":{"input":{"shape":"B"}}},"shapes":{}}"#,
                "reference to the unknown shape \"B\"",
            ),
        ] {
            let json = serde_json::from_str(json).expect("JSON");
            let error = json::from_json("x", &json).expect_err("refused");
            assert_eq!(error.to_string(), expected);
        }
    }
}
