//! Step Functions: the map of its operations.
//!
//! State machines are in [`machine`] and [`version`], executions in [`execution`]. What runs them
//! is the crate `asl`; [`runner`] is its host here, [`task`] does the tasks, [`ending`] ends them.
//! [`map_run`] is Maps in distributed mode, [`logging`] the log, [`test_state`] TestState.

mod access;
mod activity;
mod answer;
mod api_call;
#[rustfmt::skip]
pub mod api;
mod document;
mod ending;
mod errors;
mod execution;
mod execution_list;
mod function;
mod history;
mod http;
mod limits;
mod logging;
mod machine;
mod map_children;
mod map_formats;
mod map_reader;
mod map_run;
mod map_source;
mod map_state;
mod map_writer;
mod measures;
mod names;
mod resource;
mod runner;
mod state;
mod tag;
mod task;
mod test_state;
#[cfg(test)]
mod tests;
mod version;

use kernel::service::Work;
use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "stepfunctions",
    operations: &[
        op!(write api::CreateActivity, activity::create_activity),
        op!(write api::CreateStateMachine, machine::create_state_machine),
        op!(write api::CreateStateMachineAlias, version::create_state_machine_alias),
        op!(write api::DeleteActivity, activity::delete_activity),
        op!(write api::DeleteStateMachine, machine::delete_state_machine),
        op!(write api::DeleteStateMachineAlias, version::delete_state_machine_alias),
        op!(write api::DeleteStateMachineVersion, version::delete_state_machine_version),
        op!(read api::DescribeActivity, activity::describe_activity),
        op!(read api::DescribeExecution, execution::describe_execution),
        op!(read api::DescribeMapRun, map_run::describe_map_run),
        op!(read api::DescribeStateMachine, machine::describe_state_machine),
        op!(read api::DescribeStateMachineAlias, version::describe_state_machine_alias),
        op!(read api::DescribeStateMachineForExecution,
            execution::describe_state_machine_for_execution),
        op!(wait api::GetActivityTask, activity::get_activity_task),
        op!(read api::GetExecutionHistory, history::get_execution_history),
        op!(read api::ListActivities, activity::list_activities),
        op!(read api::ListExecutions, execution_list::list_executions),
        op!(read api::ListMapRuns, map_run::list_map_runs),
        op!(read api::ListStateMachineAliases, version::list_state_machine_aliases),
        op!(read api::ListStateMachineVersions, version::list_state_machine_versions),
        op!(read api::ListStateMachines, machine::list_state_machines),
        op!(read api::ListTagsForResource, tag::list_tags_for_resource),
        op!(write api::PublishStateMachineVersion, version::publish_state_machine_version),
        op!(write api::RedriveExecution, execution::redrive_execution),
        op!(write api::SendTaskFailure, activity::send_task_failure),
        op!(write api::SendTaskHeartbeat, activity::send_task_heartbeat),
        op!(write api::SendTaskSuccess, activity::send_task_success),
        op!(write api::StartExecution, execution::start_execution),
        op!(wait api::StartSyncExecution, execution::start_sync_execution),
        op!(write api::StopExecution, execution::stop_execution),
        op!(write api::TagResource, tag::tag_resource),
        op!(wait api::TestState, test_state::test_state),
        op!(write api::UntagResource, tag::untag_resource),
        op!(write api::UpdateMapRun, map_run::update_map_run),
        op!(write api::UpdateStateMachine, machine::update_state_machine),
        op!(write api::UpdateStateMachineAlias, version::update_state_machine_alias),
        op!(read api::ValidateStateMachineDefinition,
            machine::validate_state_machine_definition),
    ],
    steps: &[
        Op { name: answer::START, run: Run::Write(answer::start), stage: None },
        Op { name: runner::ADVANCE, run: Run::Write(runner::advance), stage: None },
        Op { name: ending::TIME_OUT, run: Run::Write(ending::time_out), stage: None },
        Op { name: ending::FORGET, run: Run::Write(ending::forget), stage: None },
        Op { name: task::CHILD_ENDED, run: Run::Write(task::child_ended), stage: None },
        Op { name: map_children::ENDED, run: Run::Write(map_children::ended), stage: None },
        Op { name: map_children::GO_ON, run: Run::Write(map_children::go_on), stage: None },
        Op { name: map_children::REQUEUE, run: Run::Write(map_children::requeue), stage: None },
        Op { name: map_children::STOP, run: Run::Write(map_children::stop), stage: None },
        Op { name: map_reader::READ, run: Run::Write(map_reader::read), stage: None },
        Op { name: map_writer::WRITE, run: Run::Write(map_writer::write), stage: None },
        Op { name: api_call::LOST, run: Run::Write(api_call::lost), stage: None },
        Op {
            name: api_call::MAKE,
            run: Run::Work(Work {
                begin: api_call::begin,
                work: api_call::work,
                complete: api_call::complete,
            }),
            stage: None,
        },
        Op { name: http::ANSWERED, run: Run::Write(http::answered), stage: None },
        Op { name: http::CALL, run: Run::Write(http::call), stage: None },
        Op { name: task::SYNC_ENDED, run: Run::Write(task::sync_ended), stage: None },
        Op { name: test_state::ANSWERED, run: Run::Write(test_state::answered), stage: None },
        Op { name: test_state::FORGET, run: Run::Write(test_state::forget), stage: None },
        Op { name: function::ANSWERED, run: Run::Write(function::answered), stage: None },
    ],
    on_reset: None,
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
