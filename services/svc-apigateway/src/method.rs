//! Methods of resources, and the responses that they declare.

use kernel::{ApiError, Ctx, OpResult, Struct, Value};

use crate::docs::{self, chosen, map_mut, part, text};
use crate::errors::{bad, conflict, not_found, not_here};
use crate::patch;
use crate::resource;

const METHODS: [&str; 8] = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
const TAKEN: [&str; 9] = [
    "httpMethod",
    "authorizationType",
    "authorizerId",
    "apiKeyRequired",
    "operationName",
    "requestParameters",
    "requestModels",
    "requestValidatorId",
    "authorizationScopes",
];
const RESPONSE_TAKEN: [&str; 3] = ["statusCode", "responseParameters", "responseModels"];

/// The method that the input names, within its resource.
pub fn of_input<'d>(resource: &'d Struct, input: &Struct) -> Result<&'d Struct, ApiError> {
    let methods = resource.structure("resourceMethods");
    let method = methods.and_then(|it| it.structure(text(input, "httpMethod")));
    method.ok_or_else(|| not_found("Method"))
}

pub fn of_input_mut<'d>(
    resource: &'d mut Struct,
    input: &Struct,
) -> Result<&'d mut Struct, ApiError> {
    let methods = map_mut(resource, "resourceMethods");
    match methods.get_mut(text(input, "httpMethod")) {
        Some(Value::Struct(method)) => Ok(method),
        _ => Err(not_found("Method")),
    }
}

pub fn put(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut resource = resource::find(ctx, input)?;
    let name = text(input, "httpMethod");
    if !METHODS.contains(&name) {
        // [U]
        return Err(bad(
            "Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,\
             HEAD,ANY",
        ));
    }
    if resource.structure("resourceMethods").is_some_and(|it| it.get(name).is_some()) {
        // [U]
        return Err(conflict("Method already exists for this resource"));
    }
    let mut method = chosen(input, &TAKEN);
    complete(ctx, text(input, "restApiId"), &resource, &mut method)?;
    map_mut(&mut resource, "resourceMethods").set(name.to_owned(), method.clone());
    resource::put(ctx, text(input, "restApiId"), &resource);
    Ok(method)
}

/// What a method must be.
pub fn complete(
    ctx: &Ctx<'_>,
    api: &str,
    resource: &Struct,
    method: &mut Struct,
) -> Result<(), ApiError> {
    if method.get("apiKeyRequired").is_none() {
        method.set("apiKeyRequired", false);
    }
    match text(method, "authorizationType") {
        "NONE" | "AWS_IAM" => {
            method.remove("authorizerId");
        }
        "CUSTOM" => {
            let id = text(method, "authorizerId");
            if docs::find_part(ctx, api, part::AUTHORIZER, id)?.is_none() {
                // [U]
                return Err(bad(
                    "Invalid authorizer ID specified. Setting the authorization type \
                    to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.",
                ));
            }
        }
        "COGNITO_USER_POOLS" => {
            return Err(not_here("COGNITO_USER_POOLS", "there are no user pools"));
        }
        "JWT" => return Err(not_here("JWT", "REST APIs have no authorizers of tokens")),
        _ => {
            // [U]
            return Err(bad("Invalid authorizationType specified. Valid options are NONE, \
                AWS_IAM, CUSTOM, COGNITO_USER_POOLS"));
        }
    }
    if method.list("authorizationScopes").is_some_and(|it| !it.is_empty()) {
        return Err(not_here("authorizationScopes", "there are no user pools"));
    }
    if let Some(id) = method.str("requestValidatorId").filter(|it| !it.is_empty())
        && docs::find_part(ctx, api, part::VALIDATOR, id)?.is_none()
    {
        // [U]
        return Err(bad("Invalid Request Validator identifier specified"));
    }
    check_models(ctx, api, method.structure("requestModels"))?;
    let greedy = text(resource, "path");
    for (name, _) in method.structure("requestParameters").into_iter().flat_map(Struct::iter) {
        let parts: Vec<&str> = name.splitn(4, '.').collect();
        let is_known = matches!(
            parts.as_slice(),
            ["method", "request", "header" | "querystring" | "path", rest] if !rest.is_empty()
        );
        if !is_known {
            return Err(bad(format!("Invalid mapping expression specified: {name}")));
        }
        if let ["method", "request", "path", wanted] = parts.as_slice()
            && !greedy.contains(&format!("{{{wanted}}}"))
            && !greedy.contains(&format!("{{{wanted}+}}"))
        {
            return Err(bad(format!("Invalid mapping expression specified: {name}")));
        }
    }
    Ok(())
}

fn check_models(ctx: &Ctx<'_>, api: &str, models: Option<&Struct>) -> Result<(), ApiError> {
    for (_, name) in models.into_iter().flat_map(Struct::iter) {
        let name = name.as_str().unwrap_or_default();
        if !crate::model::exists(ctx, api, name)? {
            // [U]
            return Err(bad(format!("Invalid model identifier specified: {name}")));
        }
    }
    Ok(())
}

pub fn get(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let resource = resource::find(ctx, input)?;
    of_input(&resource, input).cloned()
}

pub fn update(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut resource = resource::find(ctx, input)?;
    let mut method = of_input(&resource, input)?.clone();
    patch::apply(&mut method, patch::METHOD, input)?;
    complete(ctx, text(input, "restApiId"), &resource, &mut method)?;
    *of_input_mut(&mut resource, input)? = method.clone();
    resource::put(ctx, text(input, "restApiId"), &resource);
    Ok(method)
}

pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut resource = resource::find(ctx, input)?;
    of_input(&resource, input)?;
    let methods = map_mut(&mut resource, "resourceMethods");
    methods.remove(text(input, "httpMethod"));
    if methods.is_empty() {
        resource.remove("resourceMethods");
    }
    resource::put(ctx, text(input, "restApiId"), &resource);
    Ok(Struct::new())
}

/// Changes a method of the input's in place.
pub fn change<T>(
    ctx: &mut Ctx<'_>,
    input: &Struct,
    with: impl FnOnce(&mut Struct) -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    let mut resource = resource::find(ctx, input)?;
    let changed = with(of_input_mut(&mut resource, input)?)?;
    resource::put(ctx, text(input, "restApiId"), &resource);
    Ok(changed)
}

pub fn put_response(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    check_models(ctx, text(input, "restApiId"), input.structure("responseModels"))?;
    let response = chosen(input, &RESPONSE_TAKEN);
    check_response(&response)?;
    change(ctx, input, |method| {
        let responses = map_mut(method, "methodResponses");
        let status = text(input, "statusCode");
        if responses.get(status).is_some() {
            // [U]
            return Err(conflict("Response already exists for this resource"));
        }
        responses.set(status.to_owned(), response.clone());
        Ok(response)
    })
}

fn check_response(response: &Struct) -> Result<(), ApiError> {
    for (name, _) in response.structure("responseParameters").into_iter().flat_map(Struct::iter) {
        if !name.starts_with("method.response.header.") {
            return Err(bad(format!("Invalid mapping expression specified: {name}")));
        }
    }
    Ok(())
}

/// A response's document within a map of them.
pub fn response_of<'d>(
    holder: &'d Struct,
    map: &str,
    input: &Struct,
) -> Result<&'d Struct, ApiError> {
    let found = holder.structure(map).and_then(|it| it.structure(text(input, "statusCode")));
    // [U]
    found.ok_or_else(|| {
        ApiError::new("NotFoundException", "Invalid Response status code specified")
            .with_status(404)
    })
}

pub fn get_response(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let resource = resource::find(ctx, input)?;
    response_of(of_input(&resource, input)?, "methodResponses", input).cloned()
}

pub fn update_response(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    change(ctx, input, |method| {
        let mut response = response_of(method, "methodResponses", input)?.clone();
        patch::apply(&mut response, patch::METHOD_RESPONSE, input)?;
        check_response(&response)?;
        let status = text(input, "statusCode").to_owned();
        map_mut(method, "methodResponses").set(status, response.clone());
        Ok(response)
    })
}

pub fn delete_response(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    change(ctx, input, |method| {
        response_of(method, "methodResponses", input)?;
        map_mut(method, "methodResponses").remove(text(input, "statusCode"));
        Ok(Struct::new())
    })
}
