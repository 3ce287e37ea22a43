//! Source code that stands in a template, as a package: an archive with one file, not compressed.

/// "Code: ZipFile": the file is `index`, with the ending of the runtime's language; with it comes
/// the module by which custom resources answer, so that it can be imported.
pub fn source(runtime: &str, text: &[u8]) -> Vec<u8> {
    if runtime.starts_with("python") {
        return archive(&[("index.py", text), ("cfnresponse.py", PYTHON_RESPONSE.as_bytes())]);
    }
    archive(&[("index.js", text), ("cfn-response.js", NODE_RESPONSE.as_bytes())])
}

/// As "cfn-response module" documents it: `send(event, context, status, data, id, noEcho)`.
const PYTHON_RESPONSE: &str = r#"import json
import urllib.request

SUCCESS = "SUCCESS"
FAILED = "FAILED"


def send(event, context, responseStatus, responseData, physicalResourceId=None, noEcho=False,
         reason=None):
    log = getattr(context, "log_stream_name", "")
    body = json.dumps({
        "Status": responseStatus,
        "Reason": reason or "See the details in CloudWatch Log Stream: " + log,
        "PhysicalResourceId": physicalResourceId or log,
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "NoEcho": noEcho,
        "Data": responseData,
    }).encode()
    request = urllib.request.Request(
        event["ResponseURL"], data=body, method="PUT", headers={"Content-Type": ""})
    with urllib.request.urlopen(request) as answer:
        print("Status code:", answer.status)
"#;

const NODE_RESPONSE: &str = r#"exports.SUCCESS = "SUCCESS";
exports.FAILED = "FAILED";

exports.send = (event, context, responseStatus, responseData, physicalResourceId, noEcho) => {
  const body = JSON.stringify({
    Status: responseStatus,
    Reason: "See the details in CloudWatch Log Stream: " + context.logStreamName,
    PhysicalResourceId: physicalResourceId || context.logStreamName,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    NoEcho: noEcho || false,
    Data: responseData,
  });
  const url = new URL(event.ResponseURL);
  const http = require(url.protocol === "http:" ? "http" : "https");
  return new Promise((resolve) => {
    const headers = { "content-type": "", "content-length": Buffer.byteLength(body) };
    const request = http.request(url, { method: "PUT", headers }, (answer) => {
      answer.resume();
      answer.on("end", () => { resolve(); if (context.done) context.done(); });
    });
    request.on("error", (error) => { console.log(error); resolve(); });
    request.end(body);
  });
};
"#;

/// PKWARE's format, method "stored".
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (name, bytes) in files {
        let offset = out.len() as u32;
        let mut common = Vec::new();
        for field in [20_u16, 0, 0, 0, 0x21] {
            common.extend(field.to_le_bytes()); // version, flags, method, time, date (1980-01-01)
        }
        for field in [crc32(bytes), bytes.len() as u32, bytes.len() as u32] {
            common.extend(field.to_le_bytes());
        }
        common.extend((name.len() as u16).to_le_bytes());
        common.extend(0_u16.to_le_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(*bytes);
        directory.extend(b"PK\x01\x02");
        directory.extend(0x031e_u16.to_le_bytes()); // made on Unix: modes are in the attributes
        directory.extend(&common);
        directory.extend([0; 6]);
        directory.extend((0o100_644_u32 << 16).to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let start = out.len() as u32;
    let count = files.len() as u16;
    out.extend(&directory);
    out.extend(b"PK\x05\x06");
    out.extend([0; 4]);
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            let mask = (crc & 1).wrapping_neg();
            crc = (crc >> 1) ^ (0xedb8_8320 & mask);
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_archives() {
        // "The CRC Compendium", CRC-32/ISO-HDLC: the check value of "123456789".
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn the_directory_names_each_file() {
        let made = source("python3.13", b"print()");
        assert!(made.starts_with(b"PK\x03\x04"));
        let text = String::from_utf8_lossy(&made);
        assert_eq!(text.matches("index.py").count(), 2);
        assert_eq!(text.matches("cfnresponse.py").count(), 2);
    }
}
