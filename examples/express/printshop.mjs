// PrintShop on the web: "Sign in with PhotoBox" in Express, by fetch and without an OAuth library.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import express from "express";
import session from "express-session";
import { createRemoteJWKSet, jwtVerify } from "jose";

const { PHOTOBOX, PORT = "5000", HOME_URL = `http://127.0.0.1:${PORT}` } = process.env;
const { CLIENT_ID = "printshop", CLIENT_SECRET = "printshop-secret" } = process.env;
const SCOPE = "openid profile photos.read";
const PATIENCE = 5_000; // milliseconds until an answer must be there
const DAY = 24 * 60 * 60 * 1000;
const MOST = 10_000; // visitors, and sign-ins under way, that are remembered

const random = () => randomBytes(32).toString("base64url");
const sha256 = (text) => createHash("sha256").update(text).digest();
const same = (one, other) => timingSafeEqual(sha256(one), sha256(other));

// What a person is told; everything else that goes wrong is told nobody.
class Problem extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function ask(url, { token, form } = {}) {
  const headers = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  const options = { headers, redirect: "error", signal: AbortSignal.timeout(PATIENCE) };
  if (form) {
    options.method = "POST";
    options.body = new URLSearchParams({
      ...form,
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
    });
  }
  const answer = await fetch(url, options).catch(() => {
    throw new Problem(502, "PhotoBox does not answer. Please try again in a minute.");
  });
  return { status: answer.status, body: await answer.json().catch(() => null) }; // null: no JSON
}

async function discover() {
  const address = `${PHOTOBOX}`.replace(/\/$/, "");
  const { body } = await ask(`${address}/.well-known/openid-configuration`).catch(() => ({}));
  if (PHOTOBOX && body?.issuer === PHOTOBOX) return body;
  console.error(`No provider answers at PHOTOBOX, which is ${PHOTOBOX ?? "not set"}.`);
  process.exit(1);
}

const home = new URL(HOME_URL.replace(/\/*$/, "/")); // where a browser finds this app
const redirect_uri = new URL("callback", home).href; // never made of what a request says
const photobox = await discover();
const keys = createRemoteJWKSet(new URL(photobox.jwks_uri), {
  timeoutDuration: PATIENCE,
  cooldownDuration: 0,
});
const begun = new Map(); // state → the sign-in that was begun with it
const signedIn = new Map(); // session id → the person, with tokens: one object for all requests

async function askForTokens(form) {
  const { status, body } = await ask(photobox.token_endpoint, { form });
  if (body?.error === "invalid_grant")
    throw new Problem(400, "PhotoBox did not confirm the sign-in. Please sign in again.");
  const isToken = typeof body?.access_token === "string" && /^bearer$/i.test(body.token_type);
  if (status === 200 && isToken) return body;
  throw new Problem(502, "PhotoBox did not answer as it should. Please try again.");
}

async function whoSignedIn(id_token, nonce) {
  const { payload } = await jwtVerify(`${id_token}`, keys, {
    issuer: photobox.issuer,
    audience: CLIENT_ID,
    algorithms: ["RS256", "ES256"],
    requiredClaims: ["sub", "exp", "iat", "nonce"],
  }).catch(() => ({}));
  if (payload?.nonce === nonce && [payload.aud].flat().length === 1) return payload;
  throw new Problem(502, "PhotoBox did not say who you are. Please try again.");
}

// A refresh token works once, so requests that come together share one renewal.
function renew(person) {
  const form = { grant_type: "refresh_token", refresh_token: person.refresh_token };
  person.renewal ??= askForTokens(form)
    .then(({ access_token, refresh_token }) => {
      person.access_token = access_token;
      person.refresh_token = refresh_token ?? person.refresh_token;
    })
    .finally(() => {
      person.renewal = undefined;
    });
  return person.renewal;
}

async function photosOf(person) {
  const url = `${PHOTOBOX}/api/photos`;
  const token = person.access_token;
  const answer = await ask(url, { token });
  if (answer.status !== 401 || !person.refresh_token) return answer;
  if (person.access_token === token) await renew(person); // unless another request has just done it
  return ask(url, { token: person.access_token });
}

// Visitors make room for newer visitors. Whoever is signed in stays.
class Sessions extends session.MemoryStore {
  visitors = new Set();

  set(id, kept, done) {
    if (!signedIn.has(id)) this.visitors.add(id);
    if (this.visitors.size > MOST) this.destroy(this.visitors.values().next().value);
    super.set(id, kept, done);
  }

  destroy(id, done) {
    this.visitors.delete(id);
    super.destroy(id, done);
  }
}

function leaveSession(req, how) {
  signedIn.delete(req.sessionID);
  return new Promise((resolve, reject) => {
    req.session[how]((error) => (error ? reject(error) : resolve()));
  });
}

class Html {
  constructor(text) {
    this.text = text;
  }
}

// html`…` escapes every value that html`…` did not make.
function html(strings, ...values) {
  const shown = (value) => {
    if (value instanceof Html) return value.text;
    if (Array.isArray(value)) return value.map(shown).join("");
    return `${value}`.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  };
  return new Html(String.raw({ raw: strings }, ...values.map(shown)));
}

function form(req, action, label) {
  req.session.form_token ??= random(); // another site cannot read it, so it cannot send the form
  return html`<form method="post" action="${action}">
    <input type="hidden" name="form_token" value="${req.session.form_token}" />
    <button>${label}</button>
  </form>`;
}

function show(res, status, ...parts) {
  const page = html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>PrintShop</title>
      <link rel="stylesheet" href="style.css" />
      <main>
        <h1>PrintShop</h1>
        ${parts}
      </main>
    </html>`;
  res.status(status).type("html").send(page.text);
}

const app = express();
app.disable("x-powered-by");
app.set("trust proxy", "loopback"); // https ends at a proxy, which says so in X-Forwarded-Proto
app.use((req, res, next) => {
  req.originalUrl = home.pathname + req.url.slice(1); // with the prefix that the proxy took away
  const provider = new URL(photobox.authorization_endpoint).origin;
  res.set({
    "Cache-Control": "no-store",
    "Content-Security-Policy": `default-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' ${provider}`,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  });
  next();
});

const secure = home.protocol === "https:";
const cookie = { httpOnly: true, sameSite: "lax", secure, path: home.pathname, maxAge: DAY };
const name = `${secure && cookie.path === "/" ? "__Host-" : ""}printshop_express`;
const sessions = session({
  name,
  secret: process.env.SECRET_KEY ?? random(),
  store: new Sessions(),
  cookie,
  resave: false,
  saveUninitialized: false,
});
app.use(sessions, express.urlencoded({ extended: false }));

function ownForm(req, res, next) {
  const { form_token } = req.session;
  if (form_token && same(`${req.body?.form_token}`, form_token)) return next();
  throw new Problem(403, "This form is out of date. Please open the page again.");
}

app.get("/", async (req, res) => {
  const person = signedIn.get(req.sessionID);
  if (!person) return show(res, 200, form(req, "sign-in", "Sign in with PhotoBox"));
  const greeting = html`<p>Hello, ${person.name}.</p>`;
  const signOut = form(req, "sign-out", "Sign out");
  if (!person.scope.includes("photos.read")) {
    return show(
      res,
      200,
      greeting,
      html`<p>You did not let PrintShop see your photos.</p>`,
      signOut,
    );
  }
  const { status, body } = await photosOf(person).catch((error) => ({ status: error.status }));
  if (status === 400 || status === 401) {
    await leaveSession(req, "regenerate");
    const sentence = html`<p>PhotoBox has ended your sign-in. Please sign in again.</p>`;
    return show(res, 200, sentence, form(req, "sign-in", "Sign in with PhotoBox"));
  }
  if (status !== 200 || !Array.isArray(body?.photos)) {
    const sentence = html`<p>
      PhotoBox cannot show your photos now. Please try again in a minute.
    </p>`;
    return show(res, 502, greeting, sentence, signOut);
  }
  const titles = body.photos.map((photo) => html`<li>${photo?.title}</li>`);
  show(
    res,
    200,
    greeting,
    html`<p>Your photos:</p>
      <ul>
        ${titles}
      </ul>`,
    signOut,
  );
});

app.post("/sign-in", ownForm, (req, res) => {
  const [state, nonce, verifier] = [random(), random(), random()];
  begun.set(state, { session: req.sessionID, nonce, verifier });
  if (begun.size > MOST) begun.delete(begun.keys().next().value);
  const url = new URL(photobox.authorization_endpoint);
  const parameters = {
    response_type: "code",
    client_id: CLIENT_ID,
    redirect_uri,
    scope: SCOPE,
    state,
    nonce,
    code_challenge: sha256(verifier).toString("base64url"),
    code_challenge_method: "S256",
  };
  for (const [key, value] of Object.entries(parameters)) url.searchParams.set(key, value);
  res.redirect(303, url.href);
});

app.get("/callback", async (req, res) => {
  const { state, iss, code, error } = req.query;
  const started = begun.get(state);
  if (started?.session !== req.sessionID) {
    throw new Problem(
      400,
      "This answer belongs to no sign-in that was begun here. Please sign in again.",
    );
  }
  begun.delete(state); // it works once
  const named = photobox.authorization_response_iss_parameter_supported || iss !== undefined;
  if (named && iss !== photobox.issuer) throw new Problem(400, "This answer is not from PhotoBox.");
  if (error === "access_denied")
    throw new Problem(400, "You did not allow it, so you are not signed in.");
  if (error || !code) throw new Problem(400, "PhotoBox did not sign you in. Please try again.");
  const tokens = await askForTokens({
    grant_type: "authorization_code",
    code,
    redirect_uri,
    code_verifier: started.verifier,
  });
  const { sub } = await whoSignedIn(tokens.id_token, started.nonce);
  const { body } = await ask(photobox.userinfo_endpoint, { token: tokens.access_token });
  await leaveSession(req, "regenerate"); // the cookie from before the sign-in is worth nothing now
  req.session.form_token = random();
  const { access_token, refresh_token, scope = SCOPE } = tokens;
  const name = (body?.sub === sub && body.name) || sub;
  const person = {
    iss: photobox.issuer,
    sub,
    name,
    scope: `${scope}`.split(" "),
    access_token,
    refresh_token,
  };
  signedIn.set(req.sessionID, person);
  setTimeout((id) => signedIn.delete(id), DAY, req.sessionID).unref();
  res.redirect(303, "./"); // the code leaves the address bar
});

app.post("/sign-out", ownForm, async (req, res) => {
  const person = signedIn.get(req.sessionID);
  await leaveSession(req, "destroy");
  res.clearCookie(name, cookie);
  await person?.renewal?.catch(() => {}); // whose tokens are the ones to revoke
  const token = person?.refresh_token ?? person?.access_token;
  if (token && photobox.revocation_endpoint) {
    await ask(photobox.revocation_endpoint, { form: { token } }).catch(() => {});
  }
  res.redirect(303, "./");
});

app.get("/style.css", (req, res) => {
  res.type("css").send(`
    :root { color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif; }
    main { max-width: 30rem; margin: 10vh auto; padding: 0 1rem; }
    button { font: inherit; padding: 0.5rem 1rem; cursor: pointer; }
  `);
});

app.use(() => {
  throw new Problem(404, "There is no such page here.");
});

// Express knows an error handler by its four parameters.
app.use((error, req, res, next) => {
  let { status, message } = error;
  if (!(error instanceof Problem)) {
    status = status < 500 ? status : 500; // such as 413 for a form that is too long
    message = status < 500 ? "This request makes no sense." : "Something went wrong here.";
    if (status === 500) console.error(`${req.method} ${req.path}: ${error.name}`); // no code, no token
  }
  show(
    res,
    status,
    html`<p>${message}</p>
      <p><a href="./">Back to PrintShop</a></p>`,
  );
});

app.listen(Number(PORT), "127.0.0.1", (error) => {
  if (error) throw error;
  console.log(`PrintShop is at ${home.href}`);
});
