// The certified OpenID provider of the npm package, with one client and an account for each login.
// Usage: node server.mjs PORT REDIRECT_URI
import Provider from "oidc-provider";

const [port, redirectUri] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [{ client_id: "dujiang", client_secret: "a secret of nobody", redirect_uris: [redirectUri], token_endpoint_auth_method: "client_secret_post" }],
  pkce: { required: () => true },
  claims: { openid: ["sub"], profile: ["preferred_username"], email: ["email", "email_verified"] },
  findAccount: (_, login) => ({
    accountId: login,
    claims: () => ({ sub: login, preferred_username: login, email: `${login}@dujiang.example`, email_verified: true }),
  }),
  cookies: { keys: ["not a secret"] },
  features: { devInteractions: { enabled: true } },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
