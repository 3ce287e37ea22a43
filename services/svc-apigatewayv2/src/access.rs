//! What each operation acts on, in the words of policies: the method and path of the request.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon API
//! Gateway Management V2".

use kernel::{Access, ApiError, Ctx, Struct};

/// The last collections of paths, and the members that name one of each.
const COLLECTIONS: [(&str, &str, &str); 8] = [
    ("RouteResponse", "routeresponses", "RouteResponseId"),
    ("IntegrationResponse", "integrationresponses", "IntegrationResponseId"),
    ("Route", "routes", "RouteId"),
    ("Integration", "integrations", "IntegrationId"),
    ("Authorizer", "authorizers", "AuthorizerId"),
    ("Deployment", "deployments", "DeploymentId"),
    ("Stage", "stages", "StageName"),
    ("Model", "models", "ModelId"),
];

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let method = method(operation);
    let path = path(operation, input);
    let region = ctx.region();
    let arn = format!("arn:aws:apigateway:{region}::{path}");
    let mut access = Access::new(ctx, format!("apigateway:{method}"), arn);
    for (key, value) in input.structure("Tags").into_iter().flat_map(Struct::iter) {
        access = access.with_key("aws:TagKeys", key);
        if let Some(value) = value.as_str() {
            access = access.with_key(format!("aws:RequestTag/{key}"), value);
        }
    }
    Ok(Some(access))
}

fn method(operation: &str) -> &'static str {
    let begins = |verbs: &[&str]| verbs.iter().any(|verb| operation.starts_with(verb));
    if begins(&["Get", "List", "Export"]) {
        "GET"
    } else if begins(&["Create", "TagResource"]) {
        "POST"
    } else if begins(&["Update"]) {
        "PATCH"
    } else if begins(&["Import", "Reimport"]) {
        "PUT"
    } else {
        "DELETE"
    }
}

fn path(operation: &str, input: &Struct) -> String {
    let text = |name: &str| input.str(name);
    if let Some(arn) = text("ResourceArn") {
        return format!("/tags/{arn}");
    }
    if operation.contains("VpcLink") {
        let id = text("VpcLinkId").map(|id| format!("/{id}")).unwrap_or_default();
        return format!("/vpclinks{id}");
    }
    if operation.contains("DomainName") || operation.contains("ApiMapping") {
        let mut path = "/domainnames".to_owned();
        let is_new = operation == "CreateDomainName";
        if let Some(name) = text("DomainName").filter(|_| !is_new) {
            path = format!("{path}/{name}");
        }
        if operation.contains("ApiMapping") {
            path.push_str("/apimappings");
            if let Some(id) = text("ApiMappingId") {
                path = format!("{path}/{id}");
            }
        }
        return path;
    }
    let Some(api) = text("ApiId") else { return "/apis".to_owned() };
    let mut path = format!("/apis/{api}");
    let found = COLLECTIONS.iter().find(|(name, ..)| operation.contains(name));
    let Some((name, collection, id)) = found else { return path };
    for (parent, child) in [("Route", "RouteResponse"), ("Integration", "IntegrationResponse")] {
        if *name == child {
            let parents = COLLECTIONS.iter().find(|(name, ..)| *name == parent);
            if let Some((_, plural, member)) = parents {
                path = format!("{path}/{plural}/{}", text(member).unwrap_or_default());
            }
        }
    }
    path = format!("{path}/{collection}");
    if let Some(id) = text(id).filter(|_| !operation.starts_with("Create")) {
        path = format!("{path}/{id}");
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_methods_of_paths() {
        let input = Struct::new().with("ApiId", "a").with("RouteId", "r");
        assert_eq!(
            (method("UpdateRoute"), path("UpdateRoute", &input).as_str()),
            ("PATCH", "/apis/a/routes/r")
        );
        assert_eq!(path("GetRouteResponses", &input), "/apis/a/routes/r/routeresponses");
        assert_eq!(path("GetApis", &Struct::new()), "/apis");
        let input = Struct::new().with("DomainName", "d.example");
        assert_eq!(path("CreateDomainName", &input), "/domainnames");
        assert_eq!(path("GetApiMappings", &input), "/domainnames/d.example/apimappings");
    }
}
