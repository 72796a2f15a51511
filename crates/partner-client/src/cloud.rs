//! The clouds that Partner Center is offered in.

use crate::operation::Description;

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
    name: Option<CloudName>,
    /// Hosts that are not that of the API, and where they are instead.
    hosts: Vec<(String, String)>,
}

/// The name of a cloud that Microsoft documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CloudName {
    /// [`Cloud::GLOBAL`]
    Global,
    /// [`Cloud::US_GOVERNMENT`]
    UsGovernment,
    /// [`Cloud::GERMANY`]
    Germany,
    /// [`Cloud::CHINA`]
    China,
}

impl CloudName {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Global, Self::UsGovernment, Self::Germany, Self::China];
}

impl std::fmt::Display for CloudName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Global => "the global cloud",
            Self::UsGovernment => "the cloud for the US Government",
            Self::Germany => "the German cloud",
            Self::China => "the cloud that 21Vianet operates in China",
        })
    }
}

const GLOBAL_API: &str = "https://api.partnercenter.microsoft.com";

impl Cloud {
    /// The global cloud.
    pub const GLOBAL: Self =
        Self::known(CloudName::Global, GLOBAL_API, "https://login.microsoftonline.com");
    /// The cloud for the US Government. Its API is the global one.
    pub const US_GOVERNMENT: Self =
        Self::known(CloudName::UsGovernment, GLOBAL_API, "https://login.microsoftonline.us");
    /// The German cloud, closed in 2021. Its API was the global one.
    pub const GERMANY: Self =
        Self::known(CloudName::Germany, GLOBAL_API, "https://login.microsoftonline.de");
    /// The cloud that 21Vianet operates in China.
    pub const CHINA: Self = Self::known(
        CloudName::China,
        "https://partner.partnercenterapi.microsoftonline.cn",
        "https://login.chinacloudapi.cn",
    );

    const fn known(name: CloudName, endpoint: &'static str, authority: &'static str) -> Self {
        Self {
            endpoint: std::borrow::Cow::Borrowed(endpoint),
            authority: std::borrow::Cow::Borrowed(authority),
            name: Some(name),
            hosts: Vec::new(),
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
            name: None,
            hosts: Vec::new(),
        }
    }

    /// Says where a host is that some operations have instead of that of the API, such as
    /// `https://graph.microsoft.com`: for an emulator of it. The tokens for that host go there.
    #[must_use]
    pub fn with_host(mut self, described: impl Into<String>, endpoint: impl Into<String>) -> Self {
        let trim = |url: String| url.trim_end_matches('/').to_owned();
        self.hosts.push((trim(described.into()), trim(endpoint.into())));
        self
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

    /// Its name; `None` for a [custom](Self::custom) one.
    #[must_use]
    pub fn name(&self) -> Option<CloudName> {
        self.name
    }

    /// Whether the cloud has an operation, as the documentation says. A [custom](Self::custom) cloud has
    /// all of them, those of other hosts if it says [where these are](Self::with_host).
    #[must_use]
    pub fn has(&self, operation: &Description) -> bool {
        self.name.is_none_or(|name| operation.clouds.contains(&name))
            && (operation.servers.is_empty() || self.server(operation).is_some())
    }

    /// Of an operation on another host: where that is, and what a token for it is asked for.
    pub(crate) fn server(&self, operation: &Description) -> Option<(&str, &'static str)> {
        operation.servers.iter().find_map(|server| {
            let moved = self.hosts.iter().rfind(|(described, _)| described == server.url);
            let moved = moved.map(|(_, endpoint)| endpoint.as_str());
            let is_there = |name: CloudName| server.clouds.contains(&name);
            let endpoint = match self.name {
                Some(name) => is_there(name).then(|| moved.unwrap_or(server.url)),
                None => moved,
            };
            Some((endpoint?, server.scope))
        })
    }
}

#[cfg(feature = "client")]
impl Cloud {
    /// What an access token for the API is asked for.
    pub(crate) fn scope(&self) -> String {
        let api = if self.name == Some(CloudName::China) { self.endpoint() } else { GLOBAL_API };
        format!("{api}/.default")
    }
}
