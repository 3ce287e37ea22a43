//! What the configuration of a destination says, read from the structure in which it is kept.
//!
//! Every bucket of a stream is a [`Place`]: the one of an S3 destination, the one of its backup,
//! and the one of an endpoint's failures.

use kernel::{Struct, Value};

use crate::api::{compression_format, processor_parameter_name, processor_type};
use crate::limits::{self, MIB};
use crate::state::{DestinationRow, Kind, Lane};

/// A bucket and how objects are put there.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a>(pub &'a Struct);

/// When a buffer is full.
#[derive(Clone, Copy, Debug)]
pub struct Hints {
    pub bytes: u64,
    pub seconds: i64,
}

impl<'a> Place<'a> {
    pub fn role(self) -> &'a str {
        self.0.str("RoleARN").unwrap_or_default()
    }

    pub fn bucket(self) -> &'a str {
        self.0.str("BucketARN").unwrap_or_default().rsplit(':').next().unwrap_or_default()
    }

    pub fn prefix(self) -> &'a str {
        self.0.str("Prefix").unwrap_or_default()
    }

    pub fn error_prefix(self) -> &'a str {
        self.0.str("ErrorOutputPrefix").unwrap_or_default()
    }

    pub fn compression(self) -> &'a str {
        self.0.str("CompressionFormat").unwrap_or(compression_format::UNCOMPRESSED)
    }

    /// Of an extended destination only.
    pub fn extension(self) -> Option<&'a str> {
        self.0.str("FileExtension").filter(|text| !text.is_empty())
    }

    pub fn zone(self) -> &'a str {
        self.0.str("CustomTimeZone").filter(|text| !text.is_empty()).unwrap_or("UTC")
    }

    pub fn kms_key(self) -> Option<&'a str> {
        let encryption = self.0.structure("EncryptionConfiguration")?;
        encryption.structure("KMSEncryptionConfig")?.str("AWSKMSKeyARN")
    }

    pub fn log(self) -> Option<(&'a str, &'a str)> {
        log_of(self.0)
    }

    pub fn hints(self) -> Hints {
        let hints = self.0.structure("BufferingHints");
        let of =
            |name: &str, otherwise: i64| hints.and_then(|it| it.int(name)).unwrap_or(otherwise);
        Hints {
            bytes: of("SizeInMBs", limits::BUFFER_MIB).max(0).cast_unsigned() * MIB,
            seconds: of("IntervalInSeconds", limits::BUFFER_SECONDS),
        }
    }
}

/// Group and stream of the logs of errors, where they are wanted.
pub fn log_of(config: &Struct) -> Option<(&str, &str)> {
    let options = config.structure("CloudWatchLoggingOptions")?;
    let is_enabled = options.bool("Enabled") == Some(true);
    is_enabled.then_some(())?;
    Some((options.str("LogGroupName")?, options.str("LogStreamName")?))
}

impl DestinationRow {
    /// Where objects of a lane are put.
    pub fn place(&self, lane: &Lane) -> Place<'_> {
        let of = |name: &str| self.config.structure(name).unwrap_or(&self.config);
        match (self.kind, lane) {
            (Kind::S3, Lane::Backup) => Place(of("S3BackupConfiguration")),
            (Kind::S3, _) => Place(&self.config),
            (Kind::Http, _) => Place(of("S3Configuration")),
        }
    }

    /// Whether all records are put into a bucket as they came, besides.
    pub fn backs_up(&self) -> bool {
        match self.kind {
            Kind::S3 => self.config.str("S3BackupMode") == Some("Enabled"),
            Kind::Http => self.config.str("S3BackupMode") == Some("AllData"),
        }
    }

    pub fn is_partitioned(&self) -> bool {
        let dynamic = self.config.structure("DynamicPartitioningConfiguration");
        dynamic.and_then(|it| it.bool("Enabled")) == Some(true)
    }

    /// How long an endpoint, or a partition that cannot be written, is tried again.
    pub fn retry_seconds(&self) -> i64 {
        let dynamic = self.config.structure("DynamicPartitioningConfiguration");
        let options = match self.kind {
            Kind::Http => self.config.structure("RetryOptions"),
            Kind::S3 => dynamic.and_then(|it| it.structure("RetryOptions")),
        };
        options.and_then(|it| it.int("DurationInSeconds")).unwrap_or(limits::RETRY_SECONDS)
    }

    pub fn role(&self) -> &str {
        self.config.str("RoleARN").unwrap_or_else(|| self.place(&Lane::Backup).role())
    }

    pub fn hints(&self, processing: &Processing<'_>, lane: &Lane) -> Hints {
        match (lane, &processing.function) {
            (Lane::Intake, Some(function)) => {
                Hints { bytes: function.buffer_bytes, seconds: function.buffer_seconds }
            }
            (Lane::Out(_), _) if self.kind == Kind::Http => {
                let hints = Place(&self.config).hints();
                Hints { bytes: hints.bytes.min(limits::HTTP_BATCH_BYTES_MAX), ..hints }
            }
            _ => self.place(lane).hints(),
        }
    }

    pub fn processing(&self) -> Processing<'_> {
        let block = self.config.structure("ProcessingConfiguration");
        let block = block.filter(|it| it.bool("Enabled") == Some(true));
        let mut out = Processing::default();
        let processors = block.and_then(|it| it.list("Processors")).unwrap_or_default();
        for processor in processors.iter().filter_map(Value::as_struct) {
            out.read(Processor(processor));
        }
        out
    }
}

/// How records are split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubRecords<'a> {
    Json,
    /// Base64 of what stands between them.
    Delimited(&'a str),
}

#[derive(Clone, Debug)]
pub struct Function<'a> {
    pub arn: &'a str,
    pub role: Option<&'a str>,
    pub retries: i64,
    pub buffer_bytes: u64,
    pub buffer_seconds: i64,
}

/// What is done to records, in the order of these fields.
#[derive(Clone, Debug, Default)]
pub struct Processing<'a> {
    /// Records are packed, as subscriptions of CloudWatch Logs are.
    pub decompresses: bool,
    /// Only the messages of log events are kept.
    pub extracts_messages: bool,
    pub splits: Option<SubRecords<'a>>,
    pub function: Option<Function<'a>>,
    /// `{name: query, …}` in JQ.
    pub query: Option<&'a str>,
    pub delimiter: Option<Vec<u8>>,
}

/// A processor as it is configured.
#[derive(Clone, Copy, Debug)]
pub struct Processor<'a>(pub &'a Struct);

impl<'a> Processor<'a> {
    pub fn kind(self) -> &'a str {
        self.0.str("Type").unwrap_or_default()
    }

    pub fn parameters(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let parameters = self.0.list("Parameters").unwrap_or_default().iter();
        parameters
            .filter_map(Value::as_struct)
            .filter_map(|it| Some((it.str("ParameterName")?, it.str("ParameterValue")?)))
    }

    pub fn parameter(self, name: &str) -> Option<&'a str> {
        self.parameters().find(|(it, _)| *it == name).map(|(_, value)| value)
    }
}

impl<'a> Processing<'a> {
    /// Whether records change before a function, or their partition, has its turn.
    pub fn is_prepared(&self) -> bool {
        self.decompresses || self.extracts_messages || self.splits.is_some()
    }

    fn read(&mut self, processor: Processor<'a>) {
        use processor_parameter_name as name;
        match processor.kind() {
            processor_type::DECOMPRESSION => self.decompresses = true,
            processor_type::CLOUD_WATCH_LOG_PROCESSING => {
                self.extracts_messages =
                    processor.parameter(name::DATA_MESSAGE_EXTRACTION) == Some("true");
            }
            processor_type::RECORD_DE_AGGREGATION => {
                self.splits = Some(match processor.parameter(name::DELIMITER) {
                    Some(delimiter) => SubRecords::Delimited(delimiter),
                    None => SubRecords::Json,
                });
            }
            processor_type::LAMBDA => self.function = Some(Function::of(processor)),
            processor_type::METADATA_EXTRACTION => {
                self.query = processor.parameter(name::METADATA_EXTRACTION_QUERY);
            }
            processor_type::APPEND_DELIMITER_TO_RECORD => {
                let text = processor.parameter(name::DELIMITER).unwrap_or("\\n");
                self.delimiter = Some(unescaped(text));
            }
            _ => {}
        }
    }
}

impl<'a> Function<'a> {
    fn of(processor: Processor<'a>) -> Function<'a> {
        use processor_parameter_name as name;
        let number = |name: &str| processor.parameter(name).and_then(|it| it.parse::<f64>().ok());
        let size = number(name::BUFFER_SIZE_IN_M_BS).unwrap_or(limits::LAMBDA_BUFFER_MIB);
        let seconds = number(name::BUFFER_INTERVAL_IN_SECONDS);
        Function {
            arn: processor.parameter(name::LAMBDA_ARN).unwrap_or_default(),
            role: processor.parameter(name::ROLE_ARN),
            retries: number(name::NUMBER_OF_RETRIES).map_or(limits::LAMBDA_RETRIES, |it| it as i64),
            buffer_bytes: (size * MIB as f64) as u64,
            buffer_seconds: seconds.map_or(limits::LAMBDA_BUFFER_SECONDS, |it| it as i64),
        }
    }
}

/// A delimiter as clients write it: `\n`, `\t`, `\r` and `\\` stand for one character each.
fn unescaped(text: &str) -> Vec<u8> {
    let mut out = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match (character, character == '\\') {
            (_, true) => match characters.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some('t') => out.push('\t'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            _ => out.push(character),
        }
    }
    out.into_bytes()
}
