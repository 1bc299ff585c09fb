// PrintShop on the web: "Sign in with PhotoBox" in Express, with openid-client.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import express from "express";
import session from "express-session";
import * as openid from "openid-client";

const { PHOTOBOX, PORT = "3000", HOME_URL = `http://127.0.0.1:${PORT}` } = process.env;
const { CLIENT_ID = "printshop", CLIENT_SECRET = "printshop-secret" } = process.env;
const SCOPE = "openid profile photos.read";
const DAY = 24 * 60 * 60 * 1000; // milliseconds, like all times below

const random = () => randomBytes(32).toString("base64url");
const sha256 = (text) => createHash("sha256").update(text).digest();
const same = (one, other) => timingSafeEqual(sha256(one), sha256(other));
const problem = (status, message) =>
  Object.assign(new Error(message), { status, isForPeople: true });

async function discover() {
  const execute = [openid.enableNonRepudiationChecks]; // verify the ID token's signature, too
  if (PHOTOBOX?.startsWith("http:")) execute.push(openid.allowInsecureRequests); // for practice only
  try {
    const options = { execute, timeout: 5 };
    return await openid.discovery(new URL(PHOTOBOX), CLIENT_ID, CLIENT_SECRET, undefined, options);
  } catch {
    console.error(`No provider answers at PHOTOBOX, which is ${PHOTOBOX ?? "not set"}.`);
    process.exit(1);
  }
}

const home = new URL(HOME_URL.replace(/\/*$/, "/")); // where a browser finds this app
const redirect_uri = new URL("callback", home).href; // never taken from a request
const config = await discover();
const photobox = config.serverMetadata();

const store = new session.MemoryStore();
const visitors = new Map(); // session id → true
const begun = new Map(); // state → the sign-in that it started
const signedIn = new Map(); // session id → the person, one object for all requests

// Forgets the oldest entry, so nobody can fill the memory.
function remember(known, key, value, forget = () => {}) {
  known.set(key, value);
  if (known.size <= 10_000) return;
  const [oldest] = known.keys();
  known.delete(oldest);
  forget(oldest);
}

// A refresh token works once, so simultaneous requests share one renewal.
function renew(person) {
  const { refresh_token } = person.tokens;
  const keep = (tokens) => (person.tokens = { ...person.tokens, ...tokens });
  const refused = (error) => {
    if (error.error !== "invalid_grant") throw error;
  };
  person.renewal ??= openid
    .refreshTokenGrant(config, refresh_token)
    .then(keep, refused) // keeps the old refresh token if no new one came
    .finally(() => (person.renewal = undefined));
  return person.renewal;
}

async function ask(url, { access_token }) {
  try {
    return await openid.fetchProtectedResource(config, access_token, new URL(url), "GET");
  } catch (error) {
    if (error instanceof openid.WWWAuthenticateChallengeError) return error.response;
    throw error;
  }
}

async function askAs(person, url) {
  const { tokens } = person;
  const answer = await ask(url, tokens);
  if (answer.status !== 401 || !tokens.refresh_token) return answer;
  const isNew = person.tokens !== tokens; // another request was faster
  if (!isNew && !(await renew(person))) return answer;
  return ask(url, person.tokens);
}

const text = (value) => `${value}`.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function form(req, action, label) {
  if (!req.session.form_token) remember(visitors, req.sessionID, true, (id) => store.destroy(id));
  req.session.form_token ??= random(); // another site cannot read it, so it cannot send the form
  return `<form method="post" action="${action}">
    <input type="hidden" name="form_token" value="${req.session.form_token}">
    <button>${label}</button></form>`;
}

function show(res, status, ...parts) {
  res.status(status).type("html").send(`<!doctype html><html lang="en"><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>PrintShop</title><link rel="stylesheet" href="style.css">
    <main><h1>PrintShop</h1>${parts.join("\n")}</main></html>`);
}

function leaveSession(req, how) {
  signedIn.delete(req.sessionID);
  return new Promise((done, failed) =>
    req.session[how]((error) => (error ? failed(error) : done())),
  );
}

const app = express();
app.disable("x-powered-by");
app.set("trust proxy", "loopback"); // https ends at a proxy, which says so in X-Forwarded-Proto
app.use((req, res, next) => {
  req.originalUrl = home.pathname + req.url.slice(1); // with the prefix that the proxy removed
  const provider = new URL(photobox.authorization_endpoint).origin; // our form redirects there
  const policy = ["default-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"];
  res.set("Content-Security-Policy", [...policy, `form-action 'self' ${provider}`].join("; "));
  res.set({ "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" });
  res.set("X-Content-Type-Options", "nosniff");
  next();
});

const secure = home.protocol === "https:";
const cookie = { httpOnly: true, sameSite: "lax", secure, path: home.pathname, maxAge: DAY };
const name = `${secure && home.pathname === "/" ? "__Host-" : ""}printshop_openid_client`;
const secret = process.env.SECRET_KEY ?? random();
app.use(session({ name, secret, store, cookie, resave: false, saveUninitialized: false }));
app.use(express.urlencoded({ extended: false }));

function ownForm(req, res, next) {
  const { form_token } = req.session;
  if (form_token && same(`${req.body?.form_token}`, form_token)) return next();
  throw problem(403, "This form is out of date. Please open the page again.");
}

async function photosOf(person) {
  const granted = `${person.tokens.scope ?? SCOPE}`.split(" "); // the person may allow less
  if (!granted.includes("photos.read")) return "<p>You did not let PrintShop see your photos.</p>";
  const answer = await askAs(person, `${PHOTOBOX}/api/photos`).catch(() => undefined);
  if (answer?.status === 401) return undefined;
  const body = await answer?.json().catch(() => undefined);
  const photos = Array.isArray(body?.photos) && body.photos;
  if (!photos) return "<p>PhotoBox cannot show your photos now. Please try again in a minute.</p>";
  return `<ul>${photos.map((photo) => `<li>${text(photo?.title)}</li>`).join("")}</ul>`;
}

app.get("/", async (req, res) => {
  const person = signedIn.get(req.sessionID);
  const photos = person && (await photosOf(person));
  if (photos) {
    const greeting = `<p>Hello, ${text(person.name)}.</p>`;
    return show(res, 200, greeting, photos, form(req, "sign-out", "Sign out"));
  }
  if (person) await leaveSession(req, "regenerate");
  const sentence = person ? "<p>PhotoBox has ended your sign-in. Please sign in again.</p>" : "";
  show(res, 200, sentence, form(req, "sign-in", "Sign in with PhotoBox"));
});

app.post("/sign-in", ownForm, async (req, res) => {
  const expectedState = openid.randomState();
  const expectedNonce = openid.randomNonce();
  const pkceCodeVerifier = openid.randomPKCECodeVerifier();
  const checks = { expectedState, expectedNonce, pkceCodeVerifier };
  remember(begun, expectedState, { session: req.sessionID, checks });
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri,
    scope: SCOPE,
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
  });
  res.redirect(303, url.href);
});

app.get("/callback", async (req, res) => {
  const started = begun.get(req.query.state);
  if (started?.session !== req.sessionID)
    throw problem(400, "That sign-in did not start here, or is over. Please sign in again.");
  begun.delete(req.query.state); // it works once
  const address = new URL(redirect_uri);
  address.search = new URL(req.url, home).search;
  const refused = (error) => {
    if (error.error === "access_denied")
      throw problem(400, "You are not signed in: access was denied.");
    throw problem(400, "PhotoBox did not sign you in. Please try again.");
  };
  const tokens = await openid
    .authorizationCodeGrant(config, address, started.checks)
    .catch(refused);
  const { iss, sub } = tokens.claims();
  const about = await openid.fetchUserInfo(config, tokens.access_token, sub).catch(() => undefined);

  await leaveSession(req, "regenerate"); // the cookie from before the sign-in no longer works
  req.session.form_token = random();
  const id = req.sessionID;
  signedIn.set(id, { issuer: iss, sub, name: about?.name ?? sub, tokens }); // issuer and sub identify the person
  setTimeout(() => signedIn.delete(id) && store.destroy(id), DAY).unref();
  res.redirect(303, "./"); // the code leaves the address bar
});

app.post("/sign-out", ownForm, async (req, res) => {
  const person = signedIn.get(req.sessionID);
  await leaveSession(req, "destroy");
  res.clearCookie(name, cookie);
  await person?.renewal?.catch(() => {}); // its tokens are the ones to revoke
  const token = person?.tokens.refresh_token ?? person?.tokens.access_token;
  if (token && photobox.revocation_endpoint) {
    await openid.tokenRevocation(config, token).catch(() => {});
  }
  res.redirect(303, "./");
});

app.get("/style.css", (req, res) => {
  res.type("css").send(`:root { color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif; }
    main { max-width: 30rem; margin: 10vh auto; padding: 0 1rem; }
    button { font: inherit; padding: 0.4rem 1rem; }`);
});

app.use(() => {
  throw problem(404, "There is no such page here.");
});

// Express recognises an error handler by its four parameters.
app.use((error, req, res, next) => {
  const status = error.status >= 400 ? error.status : 500; // 413, for example, for a long form
  if (status === 500) console.error(`${req.method} ${req.path}: ${error.name}`); // no code, no token
  const sentence = error.isForPeople ? error.message : "Something went wrong here.";
  show(res, status, `<p>${sentence}</p>`, '<p><a href="./">Back to PrintShop</a></p>');
});

app.listen(Number(PORT), "127.0.0.1", (error) => {
  console.log(error ? `Port ${PORT} is not available.` : `PrintShop is at ${home.href}`);
  if (error) process.exit(1);
});
