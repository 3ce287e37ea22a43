//! Real processes of the interpreters of this host.

use std::io::{Cursor, Write as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use serde_json::{Value, json};
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::package::{self, Fault};
use crate::{Event, Function, Language, Package, Part, Report, invoke, slots};

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored)
        .unix_permissions(0o755);
    for (name, text) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn packed(name: &str, files: &[(&str, &str)]) -> Package {
    let bytes = archive(files);
    Package { digest: name.to_owned(), read: Arc::new(move || Ok(bytes.clone())) }
}

fn function(name: &str, language: Language, handler: &str, files: &[(&str, &str)]) -> Function {
    Function {
        key: name.to_owned(),
        family: name.to_owned(),
        group: name.to_owned(),
        endpoint: None,
        language,
        handler: handler.to_owned(),
        code: packed(name, files),
        layers: Vec::new(),
        memory_mb: 128,
        storage_mb: 512,
        environment: [
            ("AWS_LAMBDA_FUNCTION_NAME", name),
            ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
            ("AWS_LAMBDA_LOG_GROUP_NAME", "group"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec(),
        log_stream: "stream/".to_owned(),
    }
}

fn python(name: &str, code: &str) -> Function {
    let language = Language::Python("3.11".to_owned());
    function(name, language, "app.handler", &[("app.py", code)])
}

fn node(name: &str, file: &str, code: &str) -> Function {
    function(name, Language::Node("20".to_owned()), "app.handler", &[(file, code)])
}

fn run(function: &Function, payload: Value, timeout: Duration) -> Report {
    let event = Event {
        request_id: "id-1".to_owned(),
        payload: Bytes::from(payload.to_string()),
        arn: "arn".to_owned(),
        client_context: None,
        trace: "Root=1".to_owned(),
        timeout,
        stream: None,
    };
    invoke(function, event).unwrap()
}

const LONG: Duration = Duration::from_secs(20);

fn answer(report: &Report) -> Value {
    match &report.result {
        Ok(answer) => serde_json::from_slice(answer).unwrap(),
        Err(error) => panic!("{} {:?}", String::from_utf8_lossy(error), report.init_lines),
    }
}

fn error(report: &Report) -> Value {
    serde_json::from_slice(report.result.as_ref().unwrap_err()).unwrap()
}

#[test]
fn a_python_function_answers_and_its_process_is_used_again() {
    let code = "import os\ncount = 0\ndef handler(event, context):\n    global count\n    \
                count += 1\n    print('seen', event['n'])\n    return {'count': count, \
                'id': context.aws_request_id, 'root': os.environ['LAMBDA_TASK_ROOT'], \
                'left': context.get_remaining_time_in_millis() > 0, 'home': 'HOME' in os.environ}";
    let function = python("reuse", code);
    let first = run(&function, json!({"n": 1}), LONG);
    let seen = answer(&first);
    assert_eq!(
        (&seen["count"], &seen["id"], &seen["left"]),
        (&json!(1), &json!("id-1"), &json!(true))
    );
    assert_eq!(seen["home"], json!(false), "nothing of this process's environment");
    assert!(first.init.is_some());
    assert!(first.lines.iter().any(|line| line.text == "seen 1"), "{:?}", first.lines);
    assert!(first.memory_mb > 0);
    let second = run(&function, json!({"n": 2}), LONG);
    assert_eq!(answer(&second)["count"], json!(2));
    assert!(second.init.is_none());
    assert_eq!(first.log_stream, second.log_stream);
}

#[test]
fn a_python_error_is_reported_and_the_process_goes_on() {
    let function = python("raises", "def handler(event, context):\n    raise ValueError('no')\n");
    let report = run(&function, json!({}), LONG);
    let told = error(&report);
    assert_eq!((&told["errorType"], &told["errorMessage"]), (&json!("ValueError"), &json!("no")));
    assert!(told["stackTrace"][0].as_str().unwrap().contains("app.py"));
    assert!(run(&function, json!({}), LONG).init.is_none());
}

#[test]
fn what_cannot_be_imported_is_said() {
    let function =
        function("import", Language::Python("3.11".to_owned()), "gone.handler", &[("a.py", "")]);
    let told = error(&run(&function, json!({}), LONG));
    assert_eq!(told["errorType"], json!("Runtime.ImportModuleError"));
    assert_eq!(
        told["errorMessage"],
        json!("Unable to import module 'gone': No module named 'gone'")
    );
}

#[test]
fn a_function_that_takes_too_long_is_ended() {
    let function = python("sleeps", "import time\ndef handler(e, c):\n    time.sleep(60)\n");
    let report = run(&function, json!({}), Duration::from_secs(1));
    assert!(report.is_timeout);
    let told = error(&report);
    assert_eq!(
        told["errorMessage"],
        json!("RequestId: id-1 Error: Task timed out after 1.00 seconds")
    );
    assert!(report.duration >= Duration::from_secs(1) && report.duration < LONG);
}

#[test]
fn a_function_that_takes_too_much_memory_is_ended() {
    let code = "import time\ndef handler(e, c):\n    x = bytearray(300 * 1024 * 1024)\n    \
                time.sleep(5)\n    return len(x)\n";
    let report = run(&python("memory", code), json!({}), LONG);
    assert_eq!(error(&report)["errorType"], json!("Runtime.OutOfMemory"));
    assert!(report.memory_mb > 128);
}

#[test]
fn a_process_that_exits_is_told() {
    let function = python("exits", "import os\ndef handler(e, c):\n    os._exit(3)\n");
    let told = error(&run(&function, json!({}), LONG));
    assert_eq!(
        told["errorMessage"],
        json!("RequestId: id-1 Error: Runtime exited with error: exit status 3")
    );
}

#[test]
fn node_runs_both_kinds_of_modules_and_callbacks() {
    let common = node(
        "common",
        "app.js",
        "exports.handler = (event, context, callback) => { setTimeout(() => callback(null, \
         {twice: event.n * 2}), 5); };",
    );
    assert_eq!(answer(&run(&common, json!({"n": 4}), LONG)), json!({"twice": 8}));
    let module = node(
        "module",
        "app.mjs",
        "export const handler = async (event, context) => { console.log('hi'); return \
         context.functionName; };",
    );
    let report = run(&module, json!({}), LONG);
    assert_eq!(answer(&report), json!("module"));
    let line = &report.lines[0].text;
    assert!(line.ends_with("\tid-1\tINFO\thi"), "{line}");
    let fails = node(
        "fails",
        "app.mjs",
        "export const handler = async () => { throw new TypeError('x'); };",
    );
    let told = error(&run(&fails, json!({}), LONG));
    assert_eq!((&told["errorType"], &told["errorMessage"]), (&json!("TypeError"), &json!("x")));
}

#[test]
fn a_package_may_bring_its_own_bootstrap_and_layers_lie_in_opt() {
    let script = "#!/usr/bin/env python3\nimport os, http.client\n\
        api = os.environ['AWS_LAMBDA_RUNTIME_API']\n\
        while True:\n    \
            c = http.client.HTTPConnection(api)\n    \
            c.request('GET', '/2018-06-01/runtime/invocation/next')\n    \
            r = c.getresponse(); r.read()\n    \
            i = r.headers['Lambda-Runtime-Aws-Request-Id']\n    \
            c = http.client.HTTPConnection(api)\n    \
            body = open(os.environ['_NEPHELE_LAYERS'] + '/shared.json').read()\n    \
            c.request('POST', '/2018-06-01/runtime/invocation/' + i + '/response', body)\n    \
            c.getresponse().read()\n";
    let mut own = function("own", Language::Own, "x", &[("bootstrap", script)]);
    own.layers.push(packed("layer-one", &[("shared.json", "1")]));
    own.layers.push(packed("layer-two", &[("shared.json", "2")]));
    assert_eq!(answer(&run(&own, json!({}), LONG)), json!(2), "the last layer lies on top");
}

#[test]
fn sandboxes_of_a_group_are_ended() {
    let code = "import time\ndef handler(e, c):\n    time.sleep(30)\n";
    let function = python("ended", code);
    let started = Instant::now();
    let waiting = std::thread::spawn(move || run(&function, json!({}), LONG));
    std::thread::sleep(Duration::from_secs(1));
    crate::end_sandboxes("ended");
    let report = waiting.join().unwrap();
    assert_eq!(error(&report)["errorType"], json!("Runtime.ExitError"));
    assert!(started.elapsed() < Duration::from_secs(15));
}

fn streaming(name: &str, body: &str) -> Function {
    let code = format!(
        "export const handler = awslambda.streamifyResponse(async (event, stream, context) => \
         {{ {body} }});"
    );
    node(name, "app.mjs", &code)
}

/// All that comes, and when.
fn stream(function: &Function) -> (Vec<(Part, Instant)>, Report) {
    let (tell, told) = std::sync::mpsc::channel();
    let (parts, mut received) = crate::listener(4);
    let event = Event {
        request_id: "id-1".to_owned(),
        payload: Bytes::from_static(b"{}"),
        arn: "arn".to_owned(),
        client_context: None,
        trace: "Root=1".to_owned(),
        timeout: LONG,
        stream: Some(parts),
    };
    crate::start(function, event, Box::new(move |report| tell.send(report).unwrap())).unwrap();
    let mut all = Vec::new();
    while let Some(part) = received.next_part() {
        all.push((part, Instant::now()));
    }
    (all, told.recv().unwrap().unwrap())
}

#[test]
fn an_answer_comes_as_it_is_written() {
    let function = streaming(
        "streams",
        "stream.setContentType('text/plain'); stream.write('one'); \
         await new Promise((done) => setTimeout(done, 400)); stream.write('two'); stream.end();",
    );
    let (parts, report) = stream(&function);
    assert_eq!(parts[0].0, Part::ContentType("text/plain".to_owned()));
    assert_eq!(parts[1].0, Part::Piece(Bytes::from_static(b"one")));
    assert_eq!(parts[2].0, Part::Piece(Bytes::from_static(b"two")));
    assert!(parts[2].1 - parts[1].1 > Duration::from_millis(200), "as it is written");
    assert_eq!(report.result, Ok(Bytes::new()));
    let whole = run(&function, json!({}), LONG);
    assert_eq!(whole.result, Ok(Bytes::from_static(b"onetwo")), "who wants it whole gets it so");
    assert!(whole.init.is_none(), "the process is used again");
}

#[test]
fn an_answer_that_breaks_off_says_why() {
    let function =
        streaming("breaks", "stream.write('one'); throw new TypeError('in the middle');");
    let (parts, report) = stream(&function);
    assert_eq!(parts[1].0, Part::Piece(Bytes::from_static(b"one")));
    let told = error(&report);
    assert_eq!(told["errorType"], json!("TypeError"));
    assert_eq!(told["errorMessage"], json!("in the middle"));
}

#[test]
fn what_is_kept_waits_before_anybody_calls() {
    let code = "import os\ndef handler(e, c):\n    return os.getpid()\n";
    let function = python("kept", code);
    assert_eq!(crate::provision::keep(&function, 2), Ok(2));
    let report = run(&function, json!({}), LONG);
    assert!(report.init.is_none() && report.is_provisioned);
    crate::provision::forget("kept");
    let report = run(&function, json!({}), LONG);
    assert!(report.init.is_some() && !report.is_provisioned);
}

#[test]
fn an_extension_hears_of_each_event_and_is_waited_for() {
    let extension = "#!/usr/bin/env python3\nimport os, http.client, json, time\n\
        api = os.environ['AWS_LAMBDA_RUNTIME_API']\n\
        def ask(method, path, body=None, **headers):\n    \
            c = http.client.HTTPConnection(api)\n    \
            c.request(method, '/2020-01-01/extension/' + path, body, headers)\n    \
            r = c.getresponse(); return r, r.read()\n\
        r, body = ask('POST', 'register', json.dumps({'events': ['INVOKE']}), \
            **{'Lambda-Extension-Name': 'watch'})\n\
        print('registered', json.loads(body)['handler'], flush=True)\n\
        id = r.headers['Lambda-Extension-Identifier']\n\
        while True:\n    \
            r, body = ask('GET', 'event/next', **{'Lambda-Extension-Identifier': id})\n    \
            time.sleep(0.2)\n    \
            print('heard', json.loads(body)['requestId'], flush=True)\n";
    let mut watched = python("watched", "def handler(e, c):\n    return 1\n");
    watched.layers.push(packed("layer-watch", &[("extensions/watch", extension)]));
    let first = run(&watched, json!({}), LONG);
    assert_eq!(answer(&first), json!(1));
    let texts = |lines: &[crate::Line]| -> Vec<String> {
        lines.iter().map(|line| line.text.clone()).collect()
    };
    assert_eq!(texts(&first.init_lines), ["registered app.handler"]);
    assert_eq!(texts(&first.lines), ["heard id-1"], "the event is over when it is done, too");
    let second = run(&watched, json!({}), LONG);
    assert!(second.init.is_none());
    assert_eq!(texts(&second.lines), ["heard id-1"]);
}

#[test]
fn archives_are_checked() {
    assert_eq!(package::check(b"no archive", 100), Err(Fault::NotAnArchive));
    let small = archive(&[("a", "12345")]);
    assert_eq!(package::check(&small, 100), Ok(5));
    assert_eq!(package::check(&small, 4), Err(Fault::TooLarge));
    let outside = archive(&[("../a", "x")]);
    assert_eq!(package::check(&outside, 100), Err(Fault::NotAnArchive));
}

#[test]
fn slots_are_given_back() {
    let one = slots::enter(&[("test-a", 1), ("test-b", 2)]).unwrap();
    assert_eq!(slots::enter(&[("test-b", 2), ("test-a", 1)]).unwrap_err(), "test-a");
    assert_eq!(slots::running("test-b"), 1);
    drop(one);
    assert_eq!(slots::running("test-a"), 0);
    slots::enter(&[("test-a", 1)]).unwrap();
}
