//! A state's turn: what it makes of its input, and what of its result.
//!
//! Source: Amazon States Language specification; Step Functions Developer Guide, "Processing input
//! and output in Step Functions", "Passing data between states with variables", "Handling errors in
//! Step Functions workflows".

use jsonata::Moment;
use serde_json::{Map, Value, json};

use crate::choice;
use crate::definition::{Definition, State};
use crate::failure::{self, Failure};
use crate::frame::Frame;
use crate::functions::whole;
use crate::host::Task;
use crate::interpreter::{INLINE_CONCURRENCY_MAX, microseconds, parsed};
use crate::map_run::{Item, MapRun, is_distributed};
use crate::path::Path;
use crate::scope::Scope;
use crate::{ITEMS_MAX, PAYLOAD_MAX, VARIABLE_MAX};

/// A wait or a timeout is no longer ("99999999").
const SECONDS_MAX: i64 = 99_999_999;

/// What a state comes to.
#[derive(Debug)]
pub enum Flow<'d> {
    /// The result is there.
    Result(Value),
    /// A Choice goes elsewhere.
    Chosen {
        output: Value,
        assigned: Map<String, Value>,
        next: String,
    },
    WaitUntil(i64),
    Task(Task<'d>),
    Distributed(MapRun),
    /// `inputs` of iterations are lists of the input and the item.
    Branches {
        inputs: Vec<String>,
        is_map: bool,
        concurrency: u32,
    },
}

/// How a state is left.
#[derive(Debug)]
pub struct Left {
    pub output: Value,
    pub assigned: Map<String, Value>,
    pub next: Option<String>,
}

#[derive(Debug)]
pub struct Turn<'d> {
    pub frame: Frame,
    state: Option<State<'d>>,
    input: Value,
    variables: Map<String, Value>,
    moment: Moment,
}

impl<'d> Turn<'d> {
    pub fn new(definition: &'d Definition, frame: Frame, moment: Moment) -> Turn<'d> {
        let machine = definition.machine_at(&frame.places);
        let state = machine.and_then(|machine| machine.state(&frame.state));
        let variables = match parsed(&frame.variables) {
            Value::Object(variables) => variables,
            _ => Map::new(),
        };
        Turn { state, input: parsed(&frame.input), variables, moment, frame }
    }

    pub fn kind(&self) -> &'d str {
        self.state.map_or("", |state| state.kind())
    }

    /// The context object, with what is the state's own.
    pub fn context(&self, execution: Map<String, Value>, token: &str) -> Map<String, Value> {
        let mut context = execution;
        let entered = jiff::Timestamp::from_microsecond(self.frame.entered).unwrap_or_default();
        let tried: u32 = self.frame.retries.iter().sum();
        context.insert(
            "State".to_owned(),
            json!({
                "EnteredTime": format!("{}", entered.strftime("%Y-%m-%dT%H:%M:%S.%3fZ")),
                "Name": self.frame.state,
                "RetryCount": tried,
            }),
        );
        if !token.is_empty() {
            context.insert("Task".to_owned(), json!({"Token": token}));
        }
        if let Some(item) = &self.frame.item {
            context.insert("Map".to_owned(), json!({"Item": parsed(item)}));
        }
        context
    }

    /// Says in the cause of a failure which state it was.
    pub fn located(&self, failure: Failure) -> Failure {
        if self.kind() == "Fail" && failure.location.is_none() {
            return failure;
        }
        let cause = failure.cause.unwrap_or_default();
        let cause = format!(
            "An error occurred while executing the state '{}' (entered at the event id #{}). \
             {cause}",
            self.frame.state, self.frame.entered_event
        );
        Failure { cause: Some(cause), ..failure }
    }

    pub fn too_large(&self) -> Failure {
        Failure::new(
            failure::DATA_LIMIT_EXCEEDED,
            format!(
                "The state/task '{}' returned a result with a size exceeding the maximum number \
                 of bytes service limit.",
                self.frame.state
            ),
        )
    }

    pub fn assign(&mut self, assigned: Map<String, Value>) {
        if assigned.is_empty() {
            return;
        }
        self.variables.extend(assigned);
        self.frame.variables = Value::Object(self.variables.clone()).to_string();
    }

    pub(crate) fn state(&self) -> Result<State<'d>, Failure> {
        self.state
            .ok_or_else(|| Failure::runtime(format!("There is no state '{}'.", self.frame.state)))
    }

    fn field_path(&self, context: &Value, field: &str, of: &Value) -> Result<Value, Failure> {
        let Some(state) = self.state else { return Ok(of.clone()) };
        match state.value(field) {
            None => Ok(of.clone()),
            Some(Value::Null) => Ok(json!({})),
            Some(path) => {
                let scope = Scope::new(of, context, &self.variables);
                scope.path(path.as_str().unwrap_or_default(), field)
            }
        }
    }

    /// The input after `InputPath`.
    pub fn effective_input(&self, context: &Value) -> Result<Value, Failure> {
        if self.state.is_some_and(|state| state.is_jsonata()) {
            return Ok(self.input.clone());
        }
        self.field_path(context, "InputPath", &self.input)
    }

    /// What the state does.
    pub fn perform(&mut self, context: &Value, now: i64) -> Result<Flow<'d>, Failure> {
        let state = self.state()?;
        match state.kind() {
            "Pass" => self.pass(state, context),
            "Succeed" => self.effective_input(context).map(Flow::Result),
            "Fail" => Err(self.failure_of(state, context)?),
            "Wait" => self.wait(state, context, now),
            "Choice" => self.choose(state, context),
            "Task" => self.task(state, context),
            "Parallel" => {
                let input = self.arguments(state, context)?.to_string();
                let inputs = vec![input; state.branches().len()];
                let concurrency = inputs.len() as u32;
                Ok(Flow::Branches { inputs, is_map: false, concurrency })
            }
            "Map" => self.map(state, context),
            other => Err(Failure::runtime(format!("There are no states of type {other}."))),
        }
    }

    fn pass(&mut self, state: State<'d>, context: &Value) -> Result<Flow<'d>, Failure> {
        if state.is_jsonata() {
            return Ok(Flow::Result(self.input.clone()));
        }
        let input = self.arguments(state, context)?;
        Ok(Flow::Result(state.value("Result").cloned().unwrap_or(input)))
    }

    /// The input after `Parameters`, or `Arguments`.
    pub(crate) fn arguments(
        &mut self,
        state: State<'d>,
        context: &Value,
    ) -> Result<Value, Failure> {
        let input = self.effective_input(context)?;
        let scope = Scope::new(&input, context, &self.variables);
        if state.is_jsonata() {
            return match state.value("Arguments") {
                None => Ok(input),
                Some(template) => scope.evaluated(template, "Arguments", &mut self.moment),
            };
        }
        match state.value("Parameters") {
            None => Ok(input),
            Some(template) => scope.payload(template, &mut self.moment),
        }
    }

    fn failure_of(&mut self, state: State<'d>, context: &Value) -> Result<Failure, Failure> {
        let error = self.text_of(state, context, "Error")?;
        let cause = self.text_of(state, context, "Cause")?;
        Ok(Failure { error: error.unwrap_or_default(), cause, location: None })
    }

    /// A text that stands in a field, or that its path or expression comes to.
    fn text_of(
        &mut self,
        state: State<'d>,
        context: &Value,
        field: &str,
    ) -> Result<Option<String>, Failure> {
        let value = self.value_of(state, context, field)?;
        match value {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Self::unsuitable(state, field, "a string")),
        }
    }

    /// A value that stands in a field, in `FieldPath`, or that an expression comes to.
    pub(crate) fn value_of(
        &mut self,
        state: State<'d>,
        context: &Value,
        field: &str,
    ) -> Result<Option<Value>, Failure> {
        let input = self.effective_input(context)?;
        let scope = Scope::new(&input, context, &self.variables);
        if state.is_jsonata() {
            let template = state.value(field);
            return template.map(|it| scope.evaluated(it, field, &mut self.moment)).transpose();
        }
        let path_field = format!("{field}Path");
        match state.text(&path_field) {
            Some(path) => scope.path_or_intrinsic(path, &path_field, &mut self.moment).map(Some),
            None => Ok(state.value(field).cloned()),
        }
    }

    pub(crate) fn unsuitable(state: State<'d>, field: &str, wanted: &str) -> Failure {
        let cause = format!("The value of the field '{field}' must be {wanted}.");
        if state.is_jsonata() {
            Failure::new(failure::QUERY_EVALUATION_ERROR, cause).at(field)
        } else {
            Failure::runtime(cause)
        }
    }

    /// A number of seconds or the like.
    pub(crate) fn number_of(
        &mut self,
        state: State<'d>,
        context: &Value,
        field: &str,
    ) -> Result<Option<i64>, Failure> {
        let Some(value) = self.value_of(state, context, field)? else { return Ok(None) };
        let number = whole(&value).filter(|it| (0..=SECONDS_MAX).contains(it));
        let wanted = "a whole number that is not negative";
        number.map(Some).ok_or_else(|| Self::unsuitable(state, field, wanted))
    }

    fn wait(&mut self, state: State<'d>, context: &Value, now: i64) -> Result<Flow<'d>, Failure> {
        let seconds = self.number_of(state, context, "Seconds")?;
        let until = if let Some(seconds) = seconds {
            now.saturating_add(microseconds(seconds))
        } else {
            let text = self.text_of(state, context, "Timestamp")?.unwrap_or_default();
            let until = choice::timestamp(&text);
            until.ok_or_else(|| Self::unsuitable(state, "Timestamp", "a timestamp"))?
        };
        if until <= now {
            return self.effective_input(context).map(Flow::Result);
        }
        Ok(Flow::WaitUntil(until))
    }

    fn choose(&mut self, state: State<'d>, context: &Value) -> Result<Flow<'d>, Failure> {
        let input = self.effective_input(context)?;
        let scope = Scope::new(&input, context, &self.variables);
        let rule = choice::choose(&state, &scope, &mut self.moment)?;
        let field = |name: &str| match rule {
            Some(rule) => rule.get(name),
            None => state.value(name),
        };
        let next = match rule {
            Some(rule) => rule.get("Next").and_then(Value::as_str),
            None => state.text("Default"),
        };
        let next = next.ok_or_else(|| {
            Failure::new(
                failure::NO_CHOICE_MATCHED,
                "No choice rule matches, and there is no Default.",
            )
        })?;
        let next = next.to_owned();
        if state.is_jsonata() {
            let assigned = self.assigned_by(field("Assign"), state, &scope)?;
            let output = match field("Output") {
                Some(template) => scope.evaluated(template, "Output", &mut self.moment)?,
                None => input,
            };
            return Ok(Flow::Chosen { output, assigned, next });
        }
        let assigned = self.assigned_by(field("Assign"), state, &scope)?;
        let output = self.field_path(context, "OutputPath", &input)?;
        Ok(Flow::Chosen { output, assigned, next })
    }

    fn task(&mut self, state: State<'d>, context: &Value) -> Result<Flow<'d>, Failure> {
        let parameters = self.arguments(state, context)?;
        if parameters.to_string().len() > PAYLOAD_MAX {
            return Err(self.too_large());
        }
        let timeout_seconds = self.number_of(state, context, "TimeoutSeconds")?;
        let heartbeat_seconds = self.number_of(state, context, "HeartbeatSeconds")?;
        let role = match state.value("Credentials") {
            None => None,
            Some(template) => {
                let input = self.effective_input(context)?;
                let scope = Scope::new(&input, context, &self.variables);
                let value = if state.is_jsonata() {
                    scope.evaluated(template, "Credentials", &mut self.moment)?
                } else {
                    scope.payload(template, &mut self.moment)?
                };
                value.get("RoleArn").and_then(Value::as_str).map(str::to_owned)
            }
        };
        Ok(Flow::Task(Task {
            state: state.name,
            resource: state.text("Resource").unwrap_or_default(),
            parameters,
            timeout_seconds,
            heartbeat_seconds,
            role,
            token: "",
        }))
    }

    fn map(&mut self, state: State<'d>, context: &Value) -> Result<Flow<'d>, Failure> {
        if is_distributed(state) {
            return self.distributed(state, context);
        }
        let items = self.items(state, context)?;
        let shown: Vec<Value> =
            items.iter().map(|item| json!({"Index": item.index, "Value": item.value})).collect();
        let selected = self.selected(context, items.0, None)?;
        let inputs = selected.into_iter().zip(shown);
        let inputs = inputs.map(|(input, item)| json!([input, item]).to_string()).collect();
        let wanted = self.number_of(state, context, "MaxConcurrency")?.unwrap_or(0);
        let concurrency = match u32::try_from(wanted).unwrap_or(INLINE_CONCURRENCY_MAX) {
            0 => INLINE_CONCURRENCY_MAX,
            wanted => wanted.min(INLINE_CONCURRENCY_MAX),
        };
        Ok(Flow::Branches { inputs, is_map: true, concurrency })
    }

    /// The items that stand in the state's input.
    pub(crate) fn items(&mut self, state: State<'d>, context: &Value) -> Result<Items, Failure> {
        let input = self.effective_input(context)?;
        let scope = Scope::new(&input, context, &self.variables);
        let (field, items) = if state.is_jsonata() {
            let items = match state.value("Items") {
                None => input.clone(),
                Some(template) => scope.evaluated(template, "Items", &mut self.moment)?,
            };
            ("Items", items)
        } else {
            let path = state.text("ItemsPath").unwrap_or("$");
            ("ItemsPath", scope.path_or_intrinsic(path, "ItemsPath", &mut self.moment)?)
        };
        let items = match items {
            Value::Array(items) => Items::of_list(items),
            Value::Object(members) if state.is_jsonata() || is_distributed(state) => {
                Items::of_object(members)
            }
            _ => return Err(Self::unsuitable(state, field, "a list")),
        };
        if items.len() > ITEMS_MAX {
            return Err(self.too_large());
        }
        Ok(items)
    }

    pub(crate) fn variables(&self) -> &Map<String, Value> {
        &self.variables
    }

    pub(crate) fn evaluated_in(
        &mut self,
        template: &Value,
        field: &str,
        context: &Value,
        input: &Value,
    ) -> Result<Value, Failure> {
        let scope = Scope::new(input, context, &self.variables);
        scope.evaluated(template, field, &mut self.moment)
    }

    pub(crate) fn payload_of(
        &mut self,
        template: &Value,
        context: &Value,
        input: &Value,
    ) -> Result<Value, Failure> {
        let scope = Scope::new(input, context, &self.variables);
        scope.payload(template, &mut self.moment)
    }

    /// What the state makes of its result.
    pub fn leave(&mut self, context: &Value, result: &Value) -> Result<Left, Failure> {
        let state = self.state()?;
        let next = state.text("Next").map(str::to_owned);
        if state.is_jsonata() {
            let input = self.input.clone();
            let mut scope = Scope::new(&input, context, &self.variables);
            if matches!(state.kind(), "Task" | "Parallel" | "Map") {
                scope = scope.with_result(result);
            }
            let assigned = self.assigned_by(state.value("Assign"), state, &scope)?;
            let output = match state.value("Output") {
                Some(template) => scope.evaluated(template, "Output", &mut self.moment)?,
                None => result.clone(),
            };
            return Ok(Left { output, assigned, next });
        }
        let scope = Scope::new(result, context, &self.variables);
        let assigned = self.assigned_by(state.value("Assign"), state, &scope)?;
        let selected = match state.value("ResultSelector") {
            Some(template) => scope.payload(template, &mut self.moment)?,
            None => result.clone(),
        };
        let combined = if matches!(state.kind(), "Pass" | "Task" | "Parallel" | "Map") {
            self.combined(state.value("ResultPath"), selected)?
        } else {
            selected
        };
        let output = self.field_path(context, "OutputPath", &combined)?;
        Ok(Left { output, assigned, next })
    }

    /// The raw input with a result in it, as `ResultPath` says.
    pub(crate) fn combined(&self, path: Option<&Value>, result: Value) -> Result<Value, Failure> {
        let text = match path {
            None => return Ok(result),
            Some(Value::Null) => return Ok(self.input.clone()),
            Some(path) => path.as_str().unwrap_or_default(),
        };
        let set = Path::parse(text).and_then(|path| path.set(self.input.clone(), result));
        set.ok_or_else(|| {
            Failure::new(
                failure::RESULT_PATH_MATCH_FAILURE,
                format!("Unable to apply ReferencePath {text} to input {}", self.input),
            )
        })
    }

    fn assigned_by(
        &self,
        template: Option<&Value>,
        state: State<'d>,
        scope: &Scope<'_>,
    ) -> Result<Map<String, Value>, Failure> {
        let Some(template) = template else { return Ok(Map::new()) };
        let mut moment = self.moment.clone();
        let value = if state.is_jsonata() {
            scope.evaluated(template, "Assign", &mut moment)?
        } else {
            scope.payload(template, &mut moment)?
        };
        let Value::Object(assigned) = value else { return Ok(Map::new()) };
        for (name, value) in &assigned {
            if value.to_string().len() > VARIABLE_MAX {
                return Err(Failure::new(
                    failure::DATA_LIMIT_EXCEEDED,
                    format!("The variable '{name}' is larger than a variable may be."),
                ));
            }
        }
        Ok(assigned)
    }

    /// How long to wait until the state is tried again; `None` where it is not.
    pub fn retry_after(&mut self, failure: &Failure) -> Option<i64> {
        let retriers = self.state?.list("Retry");
        let names = |retrier: &'d Value| {
            let names = retrier.get("ErrorEquals").and_then(Value::as_array);
            names.into_iter().flatten().filter_map(Value::as_str)
        };
        let at = retriers.iter().position(|retrier| failure.is_named_by(names(retrier)))?;
        let number = |field: &str| retriers[at].get(field).and_then(Value::as_f64);
        let most = number("MaxAttempts").unwrap_or(3.0);
        if self.frame.retries.len() <= at {
            self.frame.retries.resize(at + 1, 0);
        }
        let tried = self.frame.retries[at];
        if f64::from(tried) >= most {
            return None;
        }
        self.frame.retries[at] += 1;
        let interval = number("IntervalSeconds").unwrap_or(1.0);
        let rate = number("BackoffRate").unwrap_or(2.0);
        let longest = number("MaxDelaySeconds").unwrap_or(SECONDS_MAX as f64);
        let mut delay = (interval * rate.powf(f64::from(tried))).min(longest);
        if retriers[at].get("JitterStrategy").and_then(Value::as_str) == Some("FULL") {
            delay *= self.moment.fraction();
        }
        Some((delay * 1_000_000.0) as i64)
    }

    /// Where a catcher goes on from, if one catches this.
    pub fn catch(&mut self, context: &Value, failure: &Failure) -> Option<Result<Left, Failure>> {
        let state = self.state?;
        let catchers = state.list("Catch");
        let catcher = catchers.iter().find(|catcher| {
            let names = catcher.get("ErrorEquals").and_then(Value::as_array);
            failure.is_named_by(names.into_iter().flatten().filter_map(Value::as_str))
        })?;
        Some(self.caught(state, catcher, context, failure))
    }

    fn caught(
        &mut self,
        state: State<'d>,
        catcher: &'d Value,
        context: &Value,
        failure: &Failure,
    ) -> Result<Left, Failure> {
        let mut output = json!({"Error": failure.error});
        if let Some(cause) = &failure.cause {
            output["Cause"] = json!(cause);
        }
        let next = catcher.get("Next").and_then(Value::as_str).map(str::to_owned);
        if state.is_jsonata() {
            let input = self.input.clone();
            let scope = Scope::new(&input, context, &self.variables).with_error_output(&output);
            let assigned = self.assigned_by(catcher.get("Assign"), state, &scope)?;
            let output = match catcher.get("Output") {
                Some(template) => scope.evaluated(template, "Catch/Output", &mut self.moment)?,
                None => output.clone(),
            };
            return Ok(Left { output, assigned, next });
        }
        let scope = Scope::new(&output, context, &self.variables);
        let assigned = self.assigned_by(catcher.get("Assign"), state, &scope)?;
        let output = self.combined(catcher.get("ResultPath"), output)?;
        Ok(Left { output, assigned, next })
    }
}

/// Items of a list, or the members of an object.
#[derive(Debug)]
pub struct Items(pub Vec<Item>);

impl Items {
    pub fn of_list(values: Vec<Value>) -> Items {
        let items = values.into_iter().enumerate();
        Items(items.map(|(at, value)| Item { index: at as u64, value }).collect())
    }

    pub fn of_object(members: Map<String, Value>) -> Items {
        let items = members.into_iter().enumerate().map(|(at, (key, value))| {
            let value = json!({"Key": key, "Value": value});
            Item { index: at as u64, value }
        });
        Items(items.collect())
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn iter(&self) -> impl Iterator<Item = &Item> {
        self.0.iter()
    }
}

impl std::fmt::Display for Items {
    /// A list of the items.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let values: Vec<&Value> = self.0.iter().map(|item| &item.value).collect();
        f.write_str(&json!(values).to_string())
    }
}
