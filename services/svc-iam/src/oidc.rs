//! OpenID Connect providers. STS fetches their keys and verifies their tokens.

use auth::directory::{OIDC_PROVIDERS, OidcProviderRow};
use kernel::arn::Arn;
use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::{
    AddClientIDToOpenIDConnectProviderInput, AddClientIDToOpenIDConnectProviderOutput,
    CreateOpenIDConnectProviderInput, CreateOpenIDConnectProviderOutput,
    DeleteOpenIDConnectProviderInput, DeleteOpenIDConnectProviderOutput,
    GetOpenIDConnectProviderInput, GetOpenIDConnectProviderOutput, ListOpenIDConnectProvidersInput,
    ListOpenIDConnectProvidersOutput, OpenIDConnectProviderListEntryBuilder,
    RemoveClientIDFromOpenIDConnectProviderInput, RemoveClientIDFromOpenIDConnectProviderOutput,
    UpdateOpenIDConnectProviderThumbprintInput, UpdateOpenIDConnectProviderThumbprintOutput,
};
use crate::common::{new_tags, show_tags, show_tags_if_any, time};
use crate::errors;
use crate::limits::{CLIENT_IDS_MAX, OIDC_PROVIDERS_MAX, THUMBPRINTS_MAX};

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateOpenIDConnectProviderInput<'_>,
) -> Result<CreateOpenIDConnectProviderOutput, ApiError> {
    let (url, is_plain) = address(input.url())?;
    let providers = OIDC_PROVIDERS.at(ctx.tx(), &ctx.scope());
    if providers.contains(url)? {
        return Err(errors::oidc_provider_exists(input.url()));
    }
    if providers.keys(&Range::all()).take(OIDC_PROVIDERS_MAX).count() >= OIDC_PROVIDERS_MAX {
        return Err(errors::quota("OpenIDConnectProvidersPerAccount", OIDC_PROVIDERS_MAX));
    }
    let texts = |list: Option<kernel::view::List<'_, &str>>| {
        list.into_iter().flatten().map(str::to_owned).collect::<Vec<_>>()
    };
    let row = OidcProviderRow {
        url: url.to_owned(),
        client_ids: texts(input.client_id_list()),
        thumbprints: texts(input.thumbprint_list()),
        created: ctx.now().micros(),
        tags: new_tags(input.tags())?,
        is_plain,
    };
    check(&row)?;
    put(ctx, &row);
    Ok(CreateOpenIDConnectProviderOutput::new()
        .open_id_connect_provider_arn(arn(ctx, &row))
        .tags(show_tags_if_any(&row.tags)))
}

/// [A] Url: "must begin with https://". On this machine a provider may speak plain HTTP, which is
/// Nephele's own leave: test providers have no certificates.
fn address(url: &str) -> Result<(&str, bool), ApiError> {
    let is_local = |rest: &str| {
        let host = rest.split(['/', ':']).next().unwrap_or_default();
        host == "localhost" || host == "127.0.0.1"
    };
    let (rest, is_plain) = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) => (rest, false),
        (_, Some(rest)) if is_local(rest) => (rest, true),
        _ => return Err(errors::validation("Invalid Open ID Connect Provider URL")),
    };
    let rest = rest.trim_end_matches('/');
    if rest.is_empty() || rest.contains(['?', '#', ' ']) {
        return Err(errors::validation("Invalid Open ID Connect Provider URL"));
    }
    Ok((rest, is_plain))
}

fn check(row: &OidcProviderRow) -> Result<(), ApiError> {
    if row.client_ids.len() > CLIENT_IDS_MAX {
        return Err(errors::quota("ClientIdsPerOpenIdConnectProvider", CLIENT_IDS_MAX));
    }
    if row.thumbprints.len() > THUMBPRINTS_MAX {
        return Err(errors::invalid_input("Thumbprint list must contain fewer than 5 entries."));
    }
    Ok(())
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetOpenIDConnectProviderInput<'_>,
) -> Result<GetOpenIDConnectProviderOutput, ApiError> {
    let row = find(ctx, input.open_id_connect_provider_arn())?;
    Ok(GetOpenIDConnectProviderOutput::new()
        .url(&row.url)
        .client_id_list(row.client_ids)
        .thumbprint_list(row.thumbprints)
        .create_date(time(row.created))
        .tags(show_tags(&row.tags)))
}

pub fn list(
    ctx: &mut Ctx<'_>,
    _: ListOpenIDConnectProvidersInput<'_>,
) -> Result<ListOpenIDConnectProvidersOutput, ApiError> {
    let mut shown = Vec::new();
    for entry in OIDC_PROVIDERS.at(ctx.tx(), &ctx.scope()).scan(&Range::all()) {
        let (_, row) = entry?;
        shown.push(OpenIDConnectProviderListEntryBuilder::new().arn(arn(ctx, &row)));
    }
    Ok(ListOpenIDConnectProvidersOutput::new().open_id_connect_provider_list(shown))
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteOpenIDConnectProviderInput<'_>,
) -> Result<DeleteOpenIDConnectProviderOutput, ApiError> {
    let row = find(ctx, input.open_id_connect_provider_arn())?;
    let scope = ctx.scope();
    OIDC_PROVIDERS.at_mut(ctx.tx_mut(), &scope).delete(&row.url);
    Ok(DeleteOpenIDConnectProviderOutput::new())
}

pub fn add_client_id(
    ctx: &mut Ctx<'_>,
    input: AddClientIDToOpenIDConnectProviderInput<'_>,
) -> Result<AddClientIDToOpenIDConnectProviderOutput, ApiError> {
    let mut row = find(ctx, input.open_id_connect_provider_arn())?;
    let id = input.client_id().to_owned();
    if !row.client_ids.contains(&id) {
        row.client_ids.push(id);
    }
    check(&row)?;
    put(ctx, &row);
    Ok(AddClientIDToOpenIDConnectProviderOutput::new())
}

pub fn remove_client_id(
    ctx: &mut Ctx<'_>,
    input: RemoveClientIDFromOpenIDConnectProviderInput<'_>,
) -> Result<RemoveClientIDFromOpenIDConnectProviderOutput, ApiError> {
    let mut row = find(ctx, input.open_id_connect_provider_arn())?;
    // [A]: "does not fail or return an error if the client ID … does not exist".
    row.client_ids.retain(|id| id != input.client_id());
    put(ctx, &row);
    Ok(RemoveClientIDFromOpenIDConnectProviderOutput::new())
}

pub fn update_thumbprint(
    ctx: &mut Ctx<'_>,
    input: UpdateOpenIDConnectProviderThumbprintInput<'_>,
) -> Result<UpdateOpenIDConnectProviderThumbprintOutput, ApiError> {
    let mut row = find(ctx, input.open_id_connect_provider_arn())?;
    row.thumbprints = input.thumbprint_list().iter().map(str::to_owned).collect();
    check(&row)?;
    put(ctx, &row);
    Ok(UpdateOpenIDConnectProviderThumbprintOutput::new())
}

pub fn find(ctx: &Ctx<'_>, text: &str) -> Result<OidcProviderRow, ApiError> {
    let absent = || errors::no_such_oidc_provider(text);
    let parsed = Arn::parse(text).filter(|arn| arn.account == ctx.account().as_str());
    let resource = parsed.ok_or_else(absent)?.resource;
    let url = resource.strip_prefix("oidc-provider/").ok_or_else(absent)?;
    OIDC_PROVIDERS.at(ctx.tx(), &ctx.scope()).get(url)?.ok_or_else(absent)
}

pub fn put(ctx: &mut Ctx<'_>, row: &OidcProviderRow) {
    let scope = ctx.scope();
    OIDC_PROVIDERS.at_mut(ctx.tx_mut(), &scope).put(&row.url, row);
}

fn arn(ctx: &Ctx<'_>, row: &OidcProviderRow) -> String {
    crate::common::arn(ctx, "oidc-provider", "/", &row.url)
}
