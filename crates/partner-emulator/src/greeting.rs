//! What the command prints at its start.

use std::fmt::Write;
use std::path::Path;

use partner_emulator::Emulator;

/// What a client needs to know, and a first call.
pub(crate) fn greeting(
    emulator: &Emulator,
    token: &str,
    certificate: Option<&Path>,
    own_seed: bool,
) -> String {
    let (endpoint, credentials) = (emulator.endpoint(), emulator.credentials());
    let trust = match (emulator.root_certificate_pem(), certificate) {
        (None, _) => String::new(),
        (Some(_), Some(path)) => format!("--cacert {} ", path.display()),
        (Some(_), None) => "--insecure ".to_owned(),
    };
    let mut text = format!(
        "endpoint       {endpoint}\n\
         page           {endpoint}/\n\
         token endpoint {authority}/{tenant}/oauth2/token\n\
         client id      {client}\n\
         client secret  {secret}\n\
         refresh token  {refresh}\n\
         access token   {token}\n",
        authority = emulator.authority(),
        tenant = credentials.tenant_id,
        client = credentials.client_id,
        secret = credentials.client_secret,
        refresh = credentials.refresh_token,
    );
    if !own_seed {
        let (customer, user) = (Emulator::CUSTOMER_ID, Emulator::USER_ID);
        // Writing to a string does not fail.
        let _ = write!(
            text,
            "customer       {customer}\n\
             user           {user}\n\n\
             The documented request:\n\n  \
             curl {trust}-H 'Authorization: Bearer {token}' -H 'Accept: application/json' \\\n    \
             {endpoint}/v1/customers/{customer}/users/{user}/licenses\n",
        );
    }
    let _ = write!(
        text,
        "\nA new access token:\n\n  \
         curl {trust}{authority}/{tenant}/oauth2/token -d grant_type=refresh_token \\\n    \
         -d resource=https://api.partnercenter.microsoft.com -d client_id={client} \\\n    \
         -d client_secret={secret} -d refresh_token={refresh}\n",
        authority = emulator.authority(),
        tenant = credentials.tenant_id,
        client = credentials.client_id,
        secret = credentials.client_secret,
        refresh = credentials.refresh_token,
    );
    text
}
