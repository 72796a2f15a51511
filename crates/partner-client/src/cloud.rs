//! The clouds that Partner Center is offered in.

/// A cloud: where its API and its sign-in are.
///
/// The values are from Microsoft's documentation of [Partner Center for national clouds]; a cloud of
/// another name, such as an emulator, is made with [`Cloud::custom`].
///
/// [Partner Center for national clouds]: https://learn.microsoft.com/en-us/partner-center/developer/national-clouds
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cloud {
    endpoint: std::borrow::Cow<'static, str>,
    authority: std::borrow::Cow<'static, str>,
    license_management: bool,
}

const GLOBAL_API: &str = "https://api.partnercenter.microsoft.com";

impl Cloud {
    /// The global cloud.
    pub const GLOBAL: Self = Self::known(GLOBAL_API, "https://login.microsoftonline.com", true);
    /// The cloud for the US Government. Its API is the global one.
    pub const US_GOVERNMENT: Self =
        Self::known(GLOBAL_API, "https://login.microsoftonline.us", true);
    /// The German cloud, closed in 2021. Its API was the global one; it had no licence management.
    pub const GERMANY: Self = Self::known(GLOBAL_API, "https://login.microsoftonline.de", false);
    /// The cloud that 21Vianet operates in China. It has no licence management.
    pub const CHINA: Self = Self::known(
        "https://partner.partnercenterapi.microsoftonline.cn",
        "https://login.chinacloudapi.cn",
        false,
    );

    const fn known(
        endpoint: &'static str,
        authority: &'static str,
        license_management: bool,
    ) -> Self {
        Self {
            endpoint: std::borrow::Cow::Borrowed(endpoint),
            authority: std::borrow::Cow::Borrowed(authority),
            license_management,
        }
    }

    /// A service that honours the same contract, such as an emulator: where its API and its sign-in
    /// are, both `https` and without a path of their own.
    #[must_use]
    pub fn custom(endpoint: impl Into<String>, authority: impl Into<String>) -> Self {
        let trim = |url: String| url.trim_end_matches('/').to_owned().into();
        Self {
            endpoint: trim(endpoint.into()),
            authority: trim(authority.into()),
            license_management: true,
        }
    }

    /// Where the API is, such as `https://api.partnercenter.microsoft.com`.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Where users and applications sign in, such as `https://login.microsoftonline.com`.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Whether the operations on users, licences and their analytics are to be had there.
    #[must_use]
    pub fn has_license_management(&self) -> bool {
        self.license_management
    }
}

#[cfg(feature = "client")]
impl Cloud {
    /// What an access token for the API is asked for.
    pub(crate) fn scope(&self) -> String {
        let api = if *self == Self::CHINA { self.endpoint() } else { GLOBAL_API };
        format!("{api}/.default")
    }
}
