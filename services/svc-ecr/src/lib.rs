//! Amazon ECR: private registries of container images.
//!
//! - [`repository`] with its [tags](tag), [policy](policy_document) and [lifecycle] policy, whose
//!   [rules](lifecycle_rules) are held against images;
//! - [`image`]: [manifests](manifest) under their digests; [`image_list`], [`image_delete`];
//! - [`layer`]: what images are made of; [`upload`]: how it comes in; [`content`]: how it is kept;
//! - [`registry`]: the same for Docker's clients, who come with a [`token`];
//! - [`access`]: who may; [`charge`]: what it costs;
//! - [`state`], [`limits`], [`errors`]; generated views and builders: [`api`].

mod access;
#[rustfmt::skip]
pub mod api;
mod charge;
mod content;
mod errors;
mod image;
mod image_delete;
mod image_list;
mod layer;
mod lifecycle;
mod lifecycle_rules;
mod limits;
mod manifest;
mod policy_document;
mod registry;
mod registry_route;
mod repository;
mod state;
mod tag;
mod token;
mod upload;

use kernel::service::Work;
use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "ecr",
    operations: &[
        op!(read api::BatchCheckLayerAvailability, layer::batch_check_layer_availability),
        op!(write api::BatchDeleteImage, image_delete::batch_delete_image),
        op!(write api::BatchGetImage, image::batch_get_image),
        op!(
            work api::CompleteLayerUpload,
            upload::begin_complete,
            upload::hash,
            upload::complete
        ),
        op!(write api::CreateRepository, repository::create_repository),
        op!(write api::DeleteLifecyclePolicy, lifecycle::delete_lifecycle_policy),
        op!(write api::DeleteRepository, repository::delete_repository),
        op!(write api::DeleteRepositoryPolicy, policy_document::delete_repository_policy),
        op!(read api::DescribeImages, image_list::describe_images),
        op!(read api::DescribeRegistry, policy_document::describe_registry),
        op!(read api::DescribeRepositories, repository::describe_repositories),
        op!(write api::GetAuthorizationToken, token::get_authorization_token),
        op!(read api::GetDownloadUrlForLayer, layer::get_download_url_for_layer),
        op!(read api::GetLifecyclePolicy, lifecycle::get_lifecycle_policy),
        op!(read api::GetLifecyclePolicyPreview, lifecycle::get_lifecycle_policy_preview),
        op!(read api::GetRepositoryPolicy, policy_document::get_repository_policy),
        op!(write api::InitiateLayerUpload, upload::initiate_layer_upload),
        op!(read api::ListImageReferrers, image_list::list_image_referrers),
        op!(read api::ListImages, image_list::list_images),
        op!(read api::ListTagsForResource, tag::list_tags_for_resource),
        op!(write api::PutImage, image::put_image),
        op!(write api::PutImageTagMutability, repository::put_image_tag_mutability),
        op!(write api::PutLifecyclePolicy, lifecycle::put_lifecycle_policy),
        op!(write api::SetRepositoryPolicy, policy_document::set_repository_policy),
        op!(write api::StartLifecyclePolicyPreview, lifecycle::start_lifecycle_policy_preview),
        op!(write api::TagResource, tag::tag_resource),
        op!(write api::UntagResource, tag::untag_resource),
        op!(
            work api::UploadLayerPart,
            upload::begin_part,
            upload::write_part,
            upload::complete_part
        ),
    ],
    steps: &[
        Op { name: lifecycle::EVALUATE, run: Run::Write(lifecycle::evaluate), stage: None },
        Op { name: token::ENTER, run: Run::Read(token::enter), stage: None },
        Op { name: upload::ABANDON, run: Run::Write(upload::abandon), stage: None },
        Op { name: registry::ANSWER, run: Run::MaybeWork(TO_DOCKER), stage: Some(registry::stage) },
    ],
    on_reset: None,
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};

const TO_DOCKER: Work =
    Work { begin: registry::begin, work: registry::work, complete: registry::complete };
