//! Executions in memory: a host that keeps everything in maps and moves its clock itself.

use std::collections::BTreeMap;

use jsonata::Moment;
use serde_json::{Map, Value, json};

use crate::failure::Failure;
use crate::frame::Frame;
use crate::host::{Event, Host, Started, Task};
use crate::{Definition, Interpreter};

#[derive(Default)]
struct Memory {
    now: i64,
    seed: u64,
    frames: BTreeMap<u64, Vec<u8>>,
    items: BTreeMap<(u64, u32), String>,
    results: BTreeMap<(u64, u32), String>,
    due: Vec<(i64, u64, u64)>,
    events: Vec<String>,
    next_id: u64,
    /// What each call of a resource answers, by turns; without any it answers its parameters.
    answers: Vec<Started>,
    asked: Vec<Value>,
    outcome: Option<Result<Value, Failure>>,
    map_run: Option<crate::MapRun>,
}

impl Host for Memory {
    type Error = std::convert::Infallible;

    fn now(&self) -> i64 {
        self.now
    }

    fn moment(&mut self) -> Moment {
        self.seed += 1;
        Moment { milliseconds: self.now / 1_000, seed: self.seed }
    }

    fn context(&self) -> Map<String, Value> {
        let context = json!({"Execution": {"Name": "e"}});
        context.as_object().unwrap().clone()
    }

    fn record(&mut self, previous: u64, event: Event<'_>) -> Result<u64, Self::Error> {
        let text = match event {
            Event::StateEntered { name, .. } => format!("+{name}"),
            Event::StateExited { name, .. } => format!("-{name}"),
            Event::MapIteration { what, index, .. } => format!("{index}{what}"),
            Event::StateAborted { kind } => format!("{kind}Aborted"),
            Event::EvaluationFailed { .. } => "EvaluationFailed".to_owned(),
            other => format!("{other:?}").split([' ', '{']).next().unwrap().to_owned(),
        };
        self.events.push(format!("{previous}{text}"));
        Ok(self.events.len() as u64)
    }

    fn frame(&self, id: u64) -> Result<Option<Frame>, Self::Error> {
        Ok(self.frames.get(&id).map(|bytes| minicbor::decode(bytes).unwrap()))
    }

    fn put_frame(&mut self, frame: &Frame) -> Result<(), Self::Error> {
        self.frames.insert(frame.id, minicbor::to_vec(frame).unwrap());
        Ok(())
    }

    fn remove_frame(&mut self, id: u64) -> Result<(), Self::Error> {
        self.frames.remove(&id);
        Ok(())
    }

    fn children(&self, id: u64) -> Result<Vec<u64>, Self::Error> {
        let all = self.frames.keys().filter_map(|key| self.frame(*key).unwrap());
        Ok(all.filter(|frame| frame.parent == Some(id)).map(|frame| frame.id).collect())
    }

    fn new_frame_id(&mut self) -> Result<u64, Self::Error> {
        self.next_id += 1;
        Ok(self.next_id)
    }

    fn put_item(&mut self, frame: u64, index: u32, item: &str) -> Result<(), Self::Error> {
        self.items.insert((frame, index), item.to_owned());
        Ok(())
    }

    fn take_item(&mut self, frame: u64, index: u32) -> Result<Option<String>, Self::Error> {
        Ok(self.items.remove(&(frame, index)))
    }

    fn put_result(&mut self, frame: u64, index: u32, result: &str) -> Result<(), Self::Error> {
        self.results.insert((frame, index), result.to_owned());
        Ok(())
    }

    fn take_results(&mut self, frame: u64) -> Result<Vec<String>, Self::Error> {
        self.items.retain(|key, _| key.0 != frame);
        let found = self.results.iter().filter(|(key, _)| key.0 == frame);
        let found = found.map(|(_, text)| text.clone()).collect();
        self.results.retain(|key, _| key.0 != frame);
        Ok(found)
    }

    fn come_again(&mut self, frame: &Frame, at: i64) -> Result<(), Self::Error> {
        self.due.push((at.max(self.now), frame.id, frame.ticket));
        Ok(())
    }

    fn token(&mut self, _: &Frame) -> Result<String, Self::Error> {
        Ok("token".to_owned())
    }

    fn start(&mut self, _: &mut Frame, task: Task<'_>) -> Result<Started, Self::Error> {
        self.asked.push(task.parameters.clone());
        if self.answers.is_empty() {
            return Ok(Started::Done(Ok(task.parameters)));
        }
        Ok(self.answers.remove(0))
    }

    fn timed_out(&mut self, _: &mut Frame, _: &Failure) -> Result<(), Self::Error> {
        Ok(())
    }

    fn start_map_run(&mut self, _: &Frame, run: crate::MapRun) -> Result<String, Self::Error> {
        self.map_run = Some(run);
        Ok("arn".to_owned())
    }

    fn redrive_map_run(&mut self, _: &Frame) -> Result<Option<(String, u32)>, Self::Error> {
        Ok(None)
    }

    fn cancel(&mut self, _: &Frame) -> Result<(), Self::Error> {
        Ok(())
    }

    fn end(&mut self, _: u64, outcome: Result<&str, Failure>) -> Result<(), Self::Error> {
        self.outcome = Some(outcome.map(|text| serde_json::from_str(text).unwrap()));
        Ok(())
    }
}

fn run_on(memory: &mut Memory, definition: &Value, input: &Value) {
    let text = definition.to_string();
    let errors = crate::validate::findings(&text);
    assert!(!errors.iter().any(|finding| finding.is_error), "{errors:?}");
    let definition = Definition::parse(&text).unwrap();
    Interpreter::new(&definition, memory).begin(&input.to_string()).unwrap();
    go_on(memory, &definition);
}

fn go_on(memory: &mut Memory, definition: &Definition) {
    while !memory.due.is_empty() {
        // The earliest; of several the one that was left first.
        let first = (0..memory.due.len()).min_by_key(|at| (memory.due[*at].0, *at)).unwrap();
        let (at, id, ticket) = memory.due.remove(first);
        memory.now = at;
        Interpreter::new(definition, memory).advance(id, ticket).unwrap();
    }
}

fn run(definition: Value, input: Value) -> Result<Value, Failure> {
    let mut memory = Memory::default();
    run_on(&mut memory, &definition, &input);
    memory.outcome.expect("it ends")
}

fn single(state: Value, input: Value) -> Result<Value, Failure> {
    run(json!({"StartAt": "A", "States": {"A": state}}), input)
}

fn failed(error: &str) -> Started {
    Started::Done(Err(Failure::new(error, "because")))
}

#[test]
fn input_and_output_are_processed() {
    let pass = json!({"Type": "Pass", "InputPath": "$.a", "Parameters": {"b.$": "$.b", "c": 1},
        "ResultPath": "$.r", "OutputPath": "$.r", "End": true});
    assert_eq!(single(pass, json!({"a": {"b": 2}})), Ok(json!({"b": 2, "c": 1})));
    let result = json!({"Type": "Pass", "Result": {"x": 1}, "ResultPath": "$.r", "End": true});
    assert_eq!(single(result, json!({"a": 1})), Ok(json!({"a": 1, "r": {"x": 1}})));
    let nothing = json!({"Type": "Pass", "Result": 1, "ResultPath": null, "End": true});
    assert_eq!(single(nothing, json!({"a": 1})), Ok(json!({"a": 1})));
    let missing = json!({"Type": "Pass", "Parameters": {"b.$": "$.b"}, "End": true});
    let failure = single(missing, json!({"a": 1})).unwrap_err();
    assert_eq!(failure.error, "States.Runtime");
    assert_eq!(
        failure.cause.unwrap(),
        "An error occurred while executing the state 'A' (entered at the event id #1). The \
         JSONPath '$.b' specified for the field 'b.$' could not be found in the input '{\"a\":1}'"
    );
}

#[test]
fn intrinsic_functions() {
    let input = json!({"a": [1, 2, 2], "s": "x,y", "o": {"k": 1}, "j": "{\"z\":1}"});
    for (call, expected) in [
        ("States.Format('{} \\{\\} {}', $.s, States.ArrayLength($.a))", json!("x,y {} 3")),
        ("States.Array(1, 'b', null, true, $.o)", json!([1, "b", null, true, {"k": 1}])),
        ("States.ArrayPartition($.a, 2)", json!([[1, 2], [2]])),
        ("States.ArrayContains($.a, 2)", json!(true)),
        ("States.ArrayRange(1, 9, 3)", json!([1, 4, 7])),
        ("States.ArrayGetItem($.a, 0)", json!(1)),
        ("States.ArrayUnique($.a)", json!([1, 2])),
        ("States.Base64Encode('Data to encode')", json!("RGF0YSB0byBlbmNvZGU=")),
        ("States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", json!("Data to encode")),
        ("States.Hash('input data', 'SHA-1')", json!("aaff4a450a104cd177d28d18d74485e8cae074b7")),
        ("States.JsonMerge($.o, States.StringToJson($.j), false)", json!({"k": 1, "z": 1})),
        ("States.JsonToString($.o)", json!("{\"k\":1}")),
        ("States.MathAdd(111, -1)", json!(110)),
        ("States.StringSplit($.s, ',')", json!(["x", "y"])),
    ] {
        let pass = json!({"Type": "Pass", "Parameters": {"r.$": call}, "End": true});
        assert_eq!(single(pass, input.clone()), Ok(json!({"r": expected})), "{call}");
    }
    let pass = json!({"Type": "Pass", "End": true, "Parameters":
        {"u.$": "States.UUID()", "n.$": "States.MathRandom(1, 3)"}});
    let output = single(pass, json!({})).unwrap();
    assert_eq!(output["u"].as_str().unwrap().len(), 36);
    assert!([1, 2].contains(&output["n"].as_i64().unwrap()));
    let wrong = json!({"Type": "Pass", "End": true,
        "Parameters": {"r.$": "States.ArrayGetItem($.a, 9)"}});
    assert_eq!(single(wrong, input).unwrap_err().error, "States.IntrinsicFailure");
}

#[test]
fn choices_lead_on() {
    let definition = json!({"StartAt": "C", "States": {
        "C": {"Type": "Choice", "Default": "Small", "Choices": [
            {"Variable": "$.n", "NumericGreaterThan": 10, "Next": "Large"}]},
        "Large": {"Type": "Pass", "Result": "large", "End": true},
        "Small": {"Type": "Fail", "Error": "Small", "CausePath": "$.why"}}});
    assert_eq!(run(definition.clone(), json!({"n": 11})), Ok(json!("large")));
    let failure = run(definition, json!({"n": 1, "why": "so"})).unwrap_err();
    assert_eq!((failure.error.as_str(), failure.cause.as_deref()), ("Small", Some("so")));
}

#[test]
fn retries_wait_longer_and_longer_and_catchers_catch() {
    let definition = json!({"StartAt": "T", "States": {
        "T": {"Type": "Task", "Resource": "arn:aws:x:::y", "End": true,
            "Retry": [{"ErrorEquals": ["Again"], "IntervalSeconds": 2, "MaxAttempts": 3,
                "BackoffRate": 3, "MaxDelaySeconds": 10}],
            "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.e", "Next": "Caught"}]},
        "Caught": {"Type": "Succeed"}}});
    let answers = (0..4).map(|_| failed("Again")).collect();
    let mut memory = Memory { answers, ..Memory::default() };
    run_on(&mut memory, &definition, &json!({"a": 1}));
    assert_eq!(
        memory.outcome,
        Some(Ok(json!({"a": 1, "e": {"Error": "Again", "Cause": "because"}})))
    );
    assert_eq!(memory.now, 18_000_000, "2, 6 and 10 seconds");
    assert_eq!(memory.asked.len(), 4);
    assert_eq!(memory.events, ["0+T", "1-T", "2+Caught", "3-Caught"]);
}

#[test]
fn waits_and_timeouts() {
    let mut memory = Memory { answers: vec![Started::Pending], ..Memory::default() };
    let definition = json!({"StartAt": "W", "States": {
        "W": {"Type": "Wait", "SecondsPath": "$.s", "Next": "U"},
        "U": {"Type": "Wait", "Timestamp": "1970-01-01T00:01:00Z", "Next": "T"},
        "T": {"Type": "Task", "Resource": "arn:aws:x:::y", "TimeoutSeconds": 5, "End": true}}});
    run_on(&mut memory, &definition, &json!({"s": 7}));
    assert_eq!(memory.now, 65_000_000);
    assert_eq!(memory.outcome.unwrap().unwrap_err().error, "States.Timeout");
}

#[test]
fn branches_and_iterations_join() {
    let definition = json!({"StartAt": "P", "States": {
        "P": {"Type": "Parallel", "Next": "M", "ResultPath": "$.p", "Branches": [
            {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": 1, "End": true}}},
            {"StartAt": "B", "States": {"B": {"Type": "Wait", "Seconds": 3, "Next": "B2"},
                "B2": {"Type": "Pass", "OutputPath": "$.list", "End": true}}}]},
        "M": {"Type": "Map", "ItemsPath": "$.list", "MaxConcurrency": 2, "End": true,
            "ItemSelector": {"i.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value",
                "all.$": "$.p[0]"},
            "ItemProcessor": {"StartAt": "I", "States": {
                "I": {"Type": "Wait", "Seconds": 10, "OutputPath": "$.v", "End": true}}}}}});
    let mut memory = Memory::default();
    run_on(&mut memory, &definition, &json!({"list": ["x", "y", "z"]}));
    assert_eq!(memory.outcome, Some(Ok(json!(["x", "y", "z"]))));
    assert_eq!(memory.now, 23_000_000, "3, then two times 10 for three items by twos");
    assert!(memory.items.is_empty() && memory.results.is_empty());
    assert_eq!(memory.frames.len(), 1);
    let empty = json!({"Type": "Map", "End": true, "Iterator":
        {"StartAt": "I", "States": {"I": {"Type": "Succeed"}}}});
    assert_eq!(single(empty, json!([])), Ok(json!([])));
}

#[test]
fn a_branch_that_fails_ends_the_others() {
    let definition = json!({"StartAt": "P", "States": {
        "P": {"Type": "Parallel", "End": true,
            "Catch": [{"ErrorEquals": ["Bad"], "Next": "Done"}],
            "Branches": [
                {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 9, "End": true}}},
                {"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "Bad"}}}]},
        "Done": {"Type": "Succeed"}}});
    let mut memory = Memory::default();
    run_on(&mut memory, &definition, &json!({}));
    assert_eq!(memory.outcome, Some(Ok(json!({"Error": "Bad"}))));
    assert!(memory.events.contains(&"3WaitAborted".to_owned()), "{:?}", memory.events);
}

#[test]
fn jsonata_and_variables() {
    let definition = json!({"QueryLanguage": "JSONata", "StartAt": "A", "States": {
        "A": {"Type": "Pass", "Assign": {"n": "{% $states.input.n * 2 %}", "k": "plain"},
            "Output": {"sum": "{% $sum([1, 2, $states.input.n]) %}"}, "Next": "T"},
        "T": {"Type": "Task", "Resource": "arn:aws:x:::y",
            "Arguments": {"a": "{% $n + $states.input.sum %}"},
            "Output": "{% $states.result.a & $k %}", "Next": "C"},
        "C": {"Type": "Choice", "Choices": [
            {"Condition": "{% $states.input = '21plain' %}", "Next": "M"}]},
        "M": {"Type": "Map", "Items": "{% $range(1, $n, 4) %}", "Next": "E",
            "ItemProcessor": {"StartAt": "I", "States": {
                "I": {"Type": "Pass", "Output": "{% $states.input + $n %}", "End": true}}}},
        "E": {"Type": "Pass", "Output": "{% $states.input.nothing %}", "End": true}}});
    let mut memory = Memory::default();
    run_on(&mut memory, &definition, &json!({"n": 6}));
    assert_eq!(memory.asked, [json!({"a": 21})]);
    let failure = memory.outcome.unwrap().unwrap_err();
    assert_eq!(failure.error, "States.QueryEvaluationError");
    assert!(failure.cause.unwrap().contains("returned nothing (undefined)"));
    assert_eq!(memory.events.last().map(|it| it.ends_with("EvaluationFailed")), Some(true));
}

#[test]
fn a_redrive_goes_on_with_what_had_not_ended_well() {
    let definition = json!({"StartAt": "P", "States": {"P": {"Type": "Parallel", "End": true,
        "Branches": [
            {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": "a", "End": true}}},
            {"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:x:::y",
                "End": true}}},
            {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 9, "Next": "W2"},
                "W2": {"Type": "Pass", "Result": "w", "End": true}}}]}}});
    let mut memory = Memory { answers: vec![failed("Bad")], ..Memory::default() };
    run_on(&mut memory, &definition, &json!({"in": 1}));
    assert_eq!(memory.outcome.take().unwrap().unwrap_err().error, "Bad");
    let text = definition.to_string();
    let definition = Definition::parse(&text).unwrap();
    let before = memory.events.len();
    Interpreter::new(&definition, &mut memory).redrive(before as u64).unwrap();
    go_on(&mut memory, &definition);
    assert_eq!(memory.outcome, Some(Ok(json!(["a", {"in": 1}, "w"]))));
    assert!(!memory.events[before..].iter().any(|event| event.ends_with("+A")));
    assert!(memory.items.is_empty() && memory.results.is_empty());
    assert_eq!(memory.frames.len(), 1);
}

#[test]
fn a_distributed_map_is_the_hosts() {
    let state = json!({"Type": "Map", "End": true, "ItemsPath": "$.l", "MaxConcurrency": 5,
        "ToleratedFailurePercentage": 2.5, "ItemBatcher": {"MaxItemsPerBatchPath": "$.size"},
        "ItemSelector": {"v.$": "$$.Map.Item.Value", "s.$": "$$.Map.Item.Source"},
        "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
            "StartAt": "I", "States": {"I": {"Type": "Pass", "End": true}}}});
    let definition = json!({"StartAt": "M", "States": {"M": state}});
    let mut memory = Memory::default();
    run_on(&mut memory, &definition, &json!({"l": [1, 2], "size": 7}));
    assert_eq!(memory.outcome, None);
    let run = memory.map_run.clone().unwrap();
    assert_eq!(
        (run.is_express, run.max_concurrency, run.items.as_deref()),
        (true, 5, Some("[1,2]"))
    );
    assert_eq!((run.tolerated_percentage, run.batcher.unwrap().items_max), (Some(2.5), Some(7)));
    let definition = Definition::parse(&definition.to_string()).unwrap();
    let frame = memory.frame(0).unwrap().unwrap();
    let items = vec![crate::map_run::Item { index: 0, value: json!("x") }];
    let mut interpreter = Interpreter::new(&definition, &mut memory);
    let selected = interpreter.selected(&frame, items, "S3://b").unwrap();
    assert_eq!(selected, [json!({"v": "x", "s": "S3://b"})]);
    interpreter.map_run_ended(frame, Ok(json!([3]))).unwrap();
    assert_eq!(memory.outcome, Some(Ok(json!([3]))));
}
