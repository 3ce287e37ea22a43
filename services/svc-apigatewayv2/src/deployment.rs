//! Deployments: an API as it was at a moment, which is what requests meet.
//!
//! A stage that deploys by itself gets a new deployment in the transaction that changes the API.
//! Of those, the ones that no stage serves any more are removed: nobody could tell them apart.

use kernel::{ApiError, Ctx, OpResult, Struct, Value};
use store::Range;

use crate::apis;
use crate::authorizer::AUTHORIZER;
use crate::errors;
use crate::integration::INTEGRATION;
use crate::limits::DEPLOYMENTS_MAX;
use crate::resource::{self, Kind};
use crate::response::{INTEGRATION_RESPONSE, ROUTE_RESPONSE};
use crate::route::ROUTE;
use crate::stage::STAGE;
use crate::state::{DocRow, PARTS, SNAPSHOTS};

pub static DEPLOYMENT: Kind = Kind {
    name: "Deployment",
    id: "DeploymentId",
    parent: None,
    members: &["Description"],
    merged: &[],
    max: DEPLOYMENTS_MAX,
    is_deployed: false,
    check: |_, _, _, _| Ok(()),
};

const ID_LEN: usize = 6;

pub fn create(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let api = apis::of(ctx, input)?;
    let id = api.str("ApiId").unwrap_or_default().to_owned();
    let held = ctx.table(&PARTS).keys(&Range::within(&(id.as_str(), DEPLOYMENT.name)));
    if held.take(DEPLOYMENTS_MAX).count() >= DEPLOYMENTS_MAX {
        return Err(errors::too_many("deployment", DEPLOYMENTS_MAX));
    }
    if resource::all(ctx, &ROUTE, &id)?.is_empty() {
        // [U]
        return Err(errors::bad_request(
            "At least one route is required before deploying the Api.",
        ));
    }
    let stage = match input.str("StageName") {
        None => None,
        Some(name) => {
            let stage = resource::get(ctx, &STAGE, &id, name)?;
            let stage = stage.ok_or_else(|| errors::no_such("Stage", name))?;
            if stage.bool("AutoDeploy") == Some(true) {
                return Err(errors::bad_request(
                    "Deployment ID cannot be set on Stage because AutoDeploy is set to true",
                ));
            }
            Some((name, stage))
        }
    };
    let doc = freeze(ctx, &api, false, input.str("Description"))?;
    if let Some((name, mut stage)) = stage {
        stage.set("DeploymentId", doc.str("DeploymentId").unwrap_or_default());
        stage.set("LastUpdatedDate", ctx.now());
        resource::put(ctx, &STAGE, &id, name, stage);
    }
    Ok(doc)
}

pub fn get(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    resource::find(ctx, &DEPLOYMENT, input)
}

pub fn list(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    resource::list(ctx, &DEPLOYMENT, input)
}

pub fn update(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    resource::update(ctx, &DEPLOYMENT, input)
}

pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    resource::find(ctx, &DEPLOYMENT, input)?;
    let text = |name: &str| input.str(name).unwrap_or_default();
    let stages = resource::all(ctx, &STAGE, text("ApiId"))?;
    if stages.iter().any(|(_, it)| it.str("DeploymentId") == Some(text("DeploymentId"))) {
        return Err(errors::bad_request(
            "Active stages pointing to this deployment must be moved or deleted",
        ));
    }
    ctx.table_mut(&SNAPSHOTS).delete(&(text("ApiId"), text("DeploymentId")));
    resource::delete(ctx, &DEPLOYMENT, input)
}

/// The API has changed: stages that deploy by themselves follow.
pub fn follow(ctx: &mut Ctx<'_>, api_id: &str) -> Result<(), ApiError> {
    let stages = resource::all(ctx, &STAGE, api_id)?;
    let (following, others): (Vec<_>, Vec<_>) =
        stages.into_iter().partition(|(_, stage)| stage.bool("AutoDeploy") == Some(true));
    if following.is_empty() || resource::all(ctx, &ROUTE, api_id)?.is_empty() {
        return Ok(());
    }
    let api = apis::find(ctx, api_id)?;
    let text = "Automatic deployment triggered by changes to the Api configuration";
    let doc = freeze(ctx, &api, true, Some(text))?;
    let deployment = doc.str("DeploymentId").unwrap_or_default();
    for (name, mut stage) in following {
        let old = stage.str("DeploymentId").map(str::to_owned);
        stage.set("DeploymentId", deployment);
        stage.set(
            "LastDeploymentStatusMessage",
            format!("Successfully deployed stage with deployment ID '{deployment}'"),
        );
        resource::put(ctx, &STAGE, api_id, &name, stage);
        if let Some(old) = old
            && !others.iter().any(|(_, it)| it.str("DeploymentId") == Some(&old))
            && resource::get(ctx, &DEPLOYMENT, api_id, &old)?
                .is_some_and(|it| it.bool("AutoDeployed") == Some(true))
        {
            ctx.table_mut(&PARTS).delete(&(api_id, DEPLOYMENT.name, old.as_str()));
            ctx.table_mut(&SNAPSHOTS).delete(&(api_id, old.as_str()));
        }
    }
    Ok(())
}

fn freeze(
    ctx: &mut Ctx<'_>,
    api: &Struct,
    is_automatic: bool,
    description: Option<&str>,
) -> OpResult {
    let api_id = api.str("ApiId").unwrap_or_default();
    let id = ctx.chance().alphanumeric(ID_LEN).to_ascii_lowercase();
    let mut doc = Struct::new()
        .with("AutoDeployed", is_automatic)
        .with("CreatedDate", ctx.now())
        .with("DeploymentId", id.as_str())
        .with("DeploymentStatus", "DEPLOYED");
    if let Some(description) = description {
        doc.set("Description", description);
    }
    resource::put(ctx, &DEPLOYMENT, api_id, &id, doc.clone());
    let frozen = frozen(ctx, api)?;
    ctx.table_mut(&SNAPSHOTS).put(&(api_id, id.as_str()), &DocRow { doc: frozen });
    Ok(doc)
}

/// The API as it is now, with what belongs to it.
pub fn frozen(ctx: &Ctx<'_>, api: &Struct) -> OpResult {
    let api_id = api.str("ApiId").unwrap_or_default();
    let mut frozen = Struct::new().with("Api", Value::Struct(api.clone()));
    for kind in [&ROUTE, &INTEGRATION, &AUTHORIZER, &ROUTE_RESPONSE, &INTEGRATION_RESPONSE] {
        let mut parts = Struct::new();
        for (id, doc) in resource::all(ctx, kind, api_id)? {
            parts.push(id, Value::Struct(doc));
        }
        frozen.push(kind.name, Value::Struct(parts));
    }
    Ok(frozen)
}
