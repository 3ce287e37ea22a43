//! Applications: customer managed ones of OAuth 2.0, which CreateTokenWithIAM (`sso-oidc`) issues
//! tokens for.
//!
//! Source: [A] CreateApplication ("This API does not support creating SAML 2.0 customer managed
//! applications or AWS managed applications"), DescribeApplication, UpdateApplication.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Timestamp};
use store::Range;

use crate::api::{
    ApplicationBuilder, ApplicationProviderBuilder, CreateApplicationInput,
    CreateApplicationOutput, DeleteApplicationInput, DeleteApplicationOutput,
    DescribeApplicationInput, DescribeApplicationOutput, DescribeApplicationProviderInput,
    DescribeApplicationProviderOutput, DisplayDataBuilder, ListApplicationProvidersInput,
    ListApplicationProvidersOutput, ListApplicationsFilter, ListApplicationsInput,
    ListApplicationsOutput, PortalOptions, PortalOptionsBuilder, SignInOptions,
    SignInOptionsBuilder, UpdateApplicationInput, UpdateApplicationOutput,
    UpdateApplicationPortalOptions, application_status, application_visibility,
    federation_protocol, sign_in_origin,
};
use crate::application_assignment;
use crate::errors;
use crate::idempotency;
use crate::instance::{Instance, store_arn};
use crate::limits::{APPLICATIONS_MAX, APPLICATIONS_PAGE};
use crate::listing::Page;
use crate::state::{APPLICATIONS, ApplicationRow};
use crate::tag;

/// The one provider whose applications this API makes.
const PROVIDER: &str = "applicationProvider/custom";

/// An application that was found.
#[derive(Clone, Debug)]
pub struct Application {
    pub instance: Instance,
    pub id: String,
    pub row: ApplicationRow,
}

impl Application {
    pub fn open(ctx: &Ctx<'_>, arn: &str) -> Result<Application, ApiError> {
        let (instance, id) = parts(arn, "application").ok_or_else(|| errors::not_found(arn))?;
        let instance = Instance::open(ctx, &instance)?;
        let row = ctx.table(&APPLICATIONS).get(&(instance.id.as_str(), id.as_str()))?;
        let row = row.ok_or_else(|| errors::not_found(format!("Application {arn}")))?;
        Ok(Application { instance, id, row })
    }

    pub fn put(&self, ctx: &mut Ctx<'_>) {
        let place = (self.instance.id.as_str(), self.id.as_str());
        ctx.table_mut(&APPLICATIONS).put(&place, &self.row);
    }

    pub fn arn(&self, ctx: &Ctx<'_>) -> String {
        arn(ctx, &self.instance, &self.id)
    }
}

/// Instance and id in `arn:aws:sso::ACCOUNT:KIND/INSTANCE/ID`.
pub fn parts(arn: &str, kind: &str) -> Option<(String, String)> {
    let arn = Arn::parse(arn)?;
    let rest = arn.resource.strip_prefix(kind)?.strip_prefix('/')?;
    let (instance, id) = rest.split_once('/')?;
    Some((instance.to_owned(), id.to_owned()))
}

pub fn arn(ctx: &Ctx<'_>, instance: &Instance, id: &str) -> String {
    let partition = ctx.region().partition();
    let account = &instance.row.account;
    format!("arn:{partition}:sso::{account}:application/{}/{id}", instance.id)
}

pub fn provider_arn(ctx: &Ctx<'_>) -> String {
    format!("arn:{}:sso::aws:{PROVIDER}", ctx.region().partition())
}

fn check_provider(ctx: &Ctx<'_>, given: &str) -> Result<(), ApiError> {
    if given == provider_arn(ctx) {
        return Ok(());
    }
    Err(errors::not_found(format!("ApplicationProvider {given}")))
}

/// Where the portal leads to; nothing for applications that it does not lead to.
fn sign_in(given: Option<SignInOptions<'_>>) -> Result<Option<String>, ApiError> {
    let Some(given) = given else { return Ok(None) };
    if given.origin() == sign_in_origin::IDENTITY_CENTER {
        return Err(errors::validation(
            "The Origin IDENTITY_CENTER is for applications of SAML 2.0.",
        ));
    }
    let url = given.application_url();
    let url = url.ok_or_else(|| {
        errors::validation("ApplicationUrl is required when the Origin is APPLICATION.")
    })?;
    Ok(Some(url.to_owned()))
}

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateApplicationInput<'_>,
) -> Result<CreateApplicationOutput, ApiError> {
    let instance = Instance::open(ctx, input.instance_arn())?;
    check_provider(ctx, input.application_provider_arn())?;
    let answer = |ctx: &Ctx<'_>, instance: &Instance, id: &str| {
        CreateApplicationOutput::new()
            .application_arn(arn(ctx, instance, id))
            .instance_arn(instance.arn(ctx))
            .identity_store_arn(store_arn(ctx, &instance.row))
    };
    let asked = idempotency::Asked::of(&instance, input.client_token(), input.0);
    if let Some(id) = asked.known(ctx)? {
        return Ok(answer(ctx, &instance, &id));
    }
    let all = Range::within(&(instance.id.as_str(),));
    if ctx.table(&APPLICATIONS).keys(&all).take(APPLICATIONS_MAX).count() == APPLICATIONS_MAX {
        return Err(errors::quota(format!(
            "An instance has {APPLICATIONS_MAX} applications at most."
        )));
    }
    let portal = input.portal_options();
    let visibility = portal.and_then(PortalOptions::visibility);
    let row = ApplicationRow {
        name: input.name().to_owned(),
        description: input.description().map(str::to_owned),
        status: input.status().unwrap_or(application_status::ENABLED).to_owned(),
        url: sign_in(portal.and_then(PortalOptions::sign_in_options))?,
        is_hidden: visibility == Some(application_visibility::DISABLED),
        created: ctx.now().micros(),
        tags: tag::read(input.tags())?,
        is_open: false,
        scopes: BTreeMap::new(),
        actor_policy: None,
        grants: BTreeMap::new(),
        client_token: input.client_token().map(str::to_owned),
    };
    let id = format!("apl-{}", ctx.chance().hex(16));
    asked.remember(ctx, &id);
    let application = Application { instance, id, row };
    application.put(ctx);
    Ok(answer(ctx, &application.instance, &application.id))
}

fn portal_options(row: &ApplicationRow) -> PortalOptionsBuilder {
    let visibility = if row.is_hidden {
        application_visibility::DISABLED
    } else {
        application_visibility::ENABLED
    };
    let sign_in = row.url.as_ref().map(|url| {
        SignInOptionsBuilder::new().origin(sign_in_origin::APPLICATION).application_url(url)
    });
    PortalOptionsBuilder::new().visibility(visibility).sign_in_options(sign_in)
}

pub fn describe(
    ctx: &mut Ctx<'_>,
    input: DescribeApplicationInput<'_>,
) -> Result<DescribeApplicationOutput, ApiError> {
    let application = Application::open(ctx, input.application_arn())?;
    let (row, instance) = (&application.row, &application.instance);
    Ok(DescribeApplicationOutput::new()
        .application_arn(application.arn(ctx))
        .application_provider_arn(provider_arn(ctx))
        .name(&row.name)
        .application_account(&instance.row.account)
        .instance_arn(instance.arn(ctx))
        .identity_store_arn(store_arn(ctx, &instance.row))
        .status(&row.status)
        .portal_options(portal_options(row))
        .description(row.description.as_deref())
        .created_date(Timestamp::from_micros(row.created))
        .created_from(&instance.row.region))
}

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateApplicationInput<'_>,
) -> Result<UpdateApplicationOutput, ApiError> {
    let mut application = Application::open(ctx, input.application_arn())?;
    let row = &mut application.row;
    if let Some(name) = input.name() {
        name.clone_into(&mut row.name);
    }
    if let Some(description) = input.description() {
        row.description = Some(description.to_owned());
    }
    if let Some(status) = input.status() {
        status.clone_into(&mut row.status);
    }
    let portal = input.portal_options();
    let given = portal.and_then(UpdateApplicationPortalOptions::sign_in_options);
    if let Some(url) = sign_in(given)? {
        row.url = Some(url);
    }
    application.put(ctx);
    Ok(UpdateApplicationOutput::new())
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteApplicationInput<'_>,
) -> Result<DeleteApplicationOutput, ApiError> {
    let application = Application::open(ctx, input.application_arn())?;
    application_assignment::clear(ctx, &application)?;
    idempotency::forget(ctx, &application.instance.id, application.row.client_token.as_deref());
    let place = (application.instance.id.as_str(), application.id.as_str());
    ctx.table_mut(&APPLICATIONS).delete(&place);
    Ok(DeleteApplicationOutput::new())
}

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListApplicationsInput<'_>,
) -> Result<ListApplicationsOutput, ApiError> {
    let max = input.max_results().unwrap_or(APPLICATIONS_PAGE).min(APPLICATIONS_PAGE);
    let page = Page::read("ListApplications", input.next_token(), Some(max))?;
    let instance = Instance::open(ctx, input.instance_arn())?;
    let filter = input.filter();
    let account = filter.and_then(ListApplicationsFilter::application_account);
    let provider = filter.and_then(ListApplicationsFilter::application_provider);
    let is_wanted = account.is_none_or(|account| account == instance.row.account)
        && provider.is_none_or(|provider| provider == provider_arn(ctx));
    let mut found = Vec::new();
    if is_wanted {
        for entry in ctx.table(&APPLICATIONS).scan(&Range::within(&(instance.id.as_str(),))) {
            let ((_, id), row) = entry?;
            let shown = ApplicationBuilder::new()
                .application_arn(arn(ctx, &instance, &id))
                .application_provider_arn(provider_arn(ctx))
                .name(&row.name)
                .application_account(&instance.row.account)
                .instance_arn(instance.arn(ctx))
                .identity_store_arn(store_arn(ctx, &instance.row))
                .status(&row.status)
                .portal_options(portal_options(&row))
                .description(row.description.as_deref())
                .created_date(Timestamp::from_micros(row.created))
                .created_from(&instance.row.region);
            found.push((id, shown));
        }
    }
    let (items, token) = page.cut(found);
    Ok(ListApplicationsOutput::new().applications(items).next_token(token))
}

fn display() -> DisplayDataBuilder {
    DisplayDataBuilder::new()
        .display_name("Custom application")
        .description("Customer managed applications of OAuth 2.0")
}

/// AWS has a catalog of others, for applications of SAML 2.0 and its own services.
pub fn list_providers(
    ctx: &mut Ctx<'_>,
    input: ListApplicationProvidersInput<'_>,
) -> Result<ListApplicationProvidersOutput, ApiError> {
    let operation = "ListApplicationProviders";
    let page = Page::read(operation, input.next_token(), input.max_results())?;
    let custom = ApplicationProviderBuilder::new()
        .application_provider_arn(provider_arn(ctx))
        .federation_protocol(federation_protocol::OAUTH)
        .display_data(display());
    let (items, token) = page.cut(vec![(PROVIDER.to_owned(), custom)]);
    Ok(ListApplicationProvidersOutput::new().application_providers(items).next_token(token))
}

pub fn describe_provider(
    ctx: &mut Ctx<'_>,
    input: DescribeApplicationProviderInput<'_>,
) -> Result<DescribeApplicationProviderOutput, ApiError> {
    check_provider(ctx, input.application_provider_arn())?;
    Ok(DescribeApplicationProviderOutput::new()
        .application_provider_arn(provider_arn(ctx))
        .federation_protocol(federation_protocol::OAUTH)
        .display_data(display()))
}
