// An OpenID Connect provider as an institution runs one, on loopback, for the tests: npm's certified oidc-provider, a login page
// of its own, the claims that SURFconext passes on. Prints its address, then runs until it is ended.
// Usage: node provider.mjs <redirect URI> ...
// POST /tests/people sets the people, POST /tests/tamper what it answers wrongly from then on (see tests/institution/provider.py).

import { createServer } from "node:http";
import { once } from "node:events";
import { exportJWK, generateKeyPair, SignJWT, decodeJwt } from "jose";
import { Provider } from "oidc-provider";

const PROFILE = ["name", "given_name", "family_name", "schac_home_organization", "eduperson_affiliation", "eduperson_principal_name", "programme"];
const people = new Map();
let tamper = {};

const body = async (request) => {
  let text = "";
  for await (const part of request) text += part;
  return text;
};

const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
const { privateKey: strangersKey } = await generateKeyPair("RS256", { extractable: true });
const key = { ...(await exportJWK(privateKey)), kid: "one", alg: "RS256", use: "sig" };

const server = createServer();
server.listen(0, "127.0.0.1");
await once(server, "listening");
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "akkoord",
      client_secret: "a secret with spaces & signs",
      redirect_uris: process.argv.slice(2),
      grant_types: ["authorization_code"],
      response_types: ["code"],
      default_acr_values: ["urn:test:password"],
    },
  ],
  jwks: { keys: [key] },
  cookies: { keys: ["only for tests"] },
  pkce: { required: () => true },
  scopes: ["openid", "profile", "email"],
  acrValues: ["urn:test:password"],
  claims: { openid: ["sub"], profile: PROFILE, email: ["email", "email_verified"], acr: null, auth_time: null },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/login/${interaction.uid}` },
  ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
  loadExistingGrant: async (context) => {
    const grant = new provider.Grant({ clientId: context.oidc.client.clientId, accountId: context.oidc.session.accountId });
    grant.addOIDCScope("openid profile email");
    await grant.save();
    return grant;
  },
});

// What a provider that is broken, taken over or badly kept would say: the ID token signed anew with other claims.
const resigned = async (token) => {
  const { claims = {}, without = [], key: signer = "own", alg } = tamper;
  const told = { ...decodeJwt(token), ...claims };
  for (const claim of without) delete told[claim];
  if (alg === "none") return `${Buffer.from('{"alg":"none"}').toString("base64url")}.${token.split(".")[1]}.`;
  if (alg === "HS256") return new SignJWT(told).setProtectedHeader({ alg, kid: "one" }).sign(Buffer.from(JSON.stringify(await exportJWK(publicKey))));
  return new SignJWT(told).setProtectedHeader({ alg: "RS256", kid: "one" }).sign(signer === "own" ? privateKey : strangersKey);
};

provider.use(async (context, next) => {
  if (tamper.stalls === context.path) await new Promise((resolve) => setTimeout(resolve, tamper.seconds * 1000));
  await next();
  if (tamper.breaks === context.path) {
    context.status = tamper.status ?? 200;
    context.body = tamper.answer ?? "<p>Sorry, we are down.</p>";
    return;
  }
  if (context.path === "/.well-known/openid-configuration" && tamper.discovery) context.body = { ...context.body, ...tamper.discovery };
  if (context.path === "/me" && tamper.userinfo) context.body = { ...context.body, ...tamper.userinfo };
  if (context.path === "/token" && context.body?.id_token && (tamper.claims || tamper.without || tamper.key || tamper.alg)) {
    context.body = { ...context.body, id_token: await resigned(context.body.id_token) };
  }
});

const loginPage = `<!doctype html><html lang="en"><title>Example University</title><h1>Example University</h1>
<form method="post"><label>Who are you? <input name="who"></label> <button name="do" value="login">Log in</button>
<button name="do" value="cancel">Cancel</button></form></html>`;

const login = async (request, response) => {
  await provider.interactionDetails(request, response);
  if (request.method !== "POST") {
    response.setHeader("content-type", "text/html").end(loginPage);
    return;
  }
  const form = new URLSearchParams(await body(request));
  const result =
    form.get("do") === "cancel"
      ? { error: "access_denied", error_description: "cancelled" }
      : { login: { accountId: form.get("who"), acr: "urn:test:password" } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
};

const handle = provider.callback();
server.on("request", async (request, response) => {
  try {
    if (request.url.startsWith("/login/")) await login(request, response);
    else if (request.url === "/favicon.ico") response.writeHead(204).end();
    else if (request.url === "/tests/tamper") {
      tamper = JSON.parse(await body(request));
      response.end();
    } else if (request.url === "/tests/people") {
      people.clear();
      for (const [id, claims] of Object.entries(JSON.parse(await body(request)))) people.set(id, claims);
      response.end();
    } else handle(request, response);
  } catch (error) {
    response.statusCode = 400;
    response.end(String(error));
  }
});
console.log(issuer);
