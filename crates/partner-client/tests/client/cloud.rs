//! Clouds, and what is not to be had in them.

use std::sync::Arc;

use partner_client::operations::ListUserLicenses;
use partner_client::{
    AppUserCredential, AppUserCredentialOptions, Category, Cloud, Operation, PartnerClient,
    PartnerClientOptions, SignIn,
};

use crate::script::Script;
use crate::support::Fixed;

fn made_for(cloud: Cloud, token: &str) -> PartnerClient {
    PartnerClient::new(cloud, Arc::new(Fixed(token.to_owned())), None).expect("it can be made")
}

#[test]
fn the_documented_clouds() {
    let api = "https://api.partnercenter.microsoft.com";
    for (cloud, endpoint, authority, licences) in [
        (Cloud::GLOBAL, api, "https://login.microsoftonline.com", true),
        (Cloud::US_GOVERNMENT, api, "https://login.microsoftonline.us", true),
        (
            Cloud::custom("https://localhost:1", "https://localhost:2"),
            "https://localhost:1",
            "https://localhost:2",
            true,
        ),
        (Cloud::GERMANY, api, "https://login.microsoftonline.de", false),
        (
            Cloud::CHINA,
            "https://partner.partnercenterapi.microsoftonline.cn",
            "https://login.chinacloudapi.cn",
            false,
        ),
    ] {
        assert_eq!(cloud.endpoint(), endpoint);
        assert_eq!(cloud.authority(), authority);
        assert_eq!(cloud.has(&ListUserLicenses::DESCRIPTION), licences, "{cloud:?}");
    }
}

#[tokio::test]
async fn a_cloud_without_the_operation_says_so() {
    for (cloud, name) in [
        (Cloud::GERMANY, "the German cloud"),
        (Cloud::CHINA, "the cloud that 21Vianet operates in China"),
    ] {
        let client = made_for(cloud, "t");
        let error =
            client.customer("c").user("u").licenses().list(None).await.expect_err("not there");
        assert_eq!(error.category(), Category::Unsupported);
        assert_eq!(
            error.to_string(),
            format!("listUserLicenses: not supported: {name} does not have this operation")
        );
        assert!(client.customer("c").users().list(None).is_err());
    }
}

/// An operation that every cloud has is not refused because another family's are.
#[test]
fn what_a_cloud_has_is_not_refused() {
    for cloud in [Cloud::GLOBAL, Cloud::US_GOVERNMENT, Cloud::GERMANY, Cloud::CHINA] {
        let mut everywhere = ListUserLicenses::DESCRIPTION;
        everywhere.clouds = partner_client::CloudName::ALL;
        assert!(cloud.has(&everywhere), "{cloud:?}");
    }
}

#[tokio::test]
async fn app_only_says_so_where_it_is_declared() {
    let options = PartnerClientOptions::new().with_sign_in(SignIn::AppOnly);
    let (client, script) = Script::client_with([], options);
    let error = client.customer("c").user("u").licenses().list(None).await.expect_err("refused");
    assert_eq!(
        error.to_string(),
        "listUserLicenses: not supported: it takes App+User sign-in, and this is App-only: use an AppUserCredential"
    );
    assert_eq!(script.count(), 0);
}

#[tokio::test]
async fn app_only_says_so_where_the_token_does() {
    // {"idtyp":"app"}
    let client = made_for(Cloud::GLOBAL, "e30.eyJpZHR5cCI6ImFwcCJ9.c2ln");
    let error = client.customer("c").user("u").licenses().list(None).await.expect_err("refused");
    assert_eq!(error.category(), Category::Unsupported);
    assert_eq!(error.operation(), Some("listUserLicenses"));
}

#[test]
fn tokens_and_secrets_only_go_over_tls() {
    let cloud = Cloud::custom("http://localhost:1", "http://localhost:1");
    let client = PartnerClient::new(cloud.clone(), Arc::new(Fixed("t".into())), None);
    let message = "the request can't be made: the endpoint is not an https URL";
    assert_eq!(client.expect_err("no TLS").to_string(), message);
    let credential = |cloud, tenant, client: &str| {
        let options = AppUserCredentialOptions::new();
        AppUserCredential::new(cloud, tenant, client, "r", options).err().map(|it| it.to_string())
    };
    assert_eq!(credential(cloud, "t", "c").as_deref(), Some(message));
    for (tenant, client) in [("", "c"), ("..", "c"), ("t", "")] {
        assert!(credential(Cloud::GLOBAL, tenant, client).is_some());
    }
    assert_eq!(credential(Cloud::GLOBAL, "contoso.com", "c"), None);
}

#[test]
fn root_certificates_are_checked() {
    use partner_client::client::{TransportOptions, transport};
    let broken = "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n";
    let error = transport(&TransportOptions::new().with_root_certificates(broken));
    assert_eq!(error.expect_err("not PEM").category(), Category::Request);
}
