// Opens /docs in the system's Chromium as a reader would, tries operations with both kinds of keys, and prints what
// happened as JSON: what the page answered, and every address that was asked for.
// usage: node docs_page.mjs URL KEYS   (KEYS: JSON list of {key, algorithm, secret})
import { chromium } from "playwright-core";

const [url, keys] = [process.argv[2], JSON.parse(process.argv[3])];
const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", ...quiet],
});
const page = await browser.newPage({ viewport: { width: 1500, height: 950 } });
const seen = { addresses: [], errors: [], tried: [], states: [], title: "" };
page.on("request", (request) => seen.addresses.push(request.url()));
page.on("pageerror", (error) => seen.errors.push(String(error)));
page.on("console", (message) => message.type() === "error" && seen.errors.push(message.text()));

async function open(place) {
  await page.goto("about:blank");
  await page.goto(`${url}/docs#${place}`, { waitUntil: "networkidle" });
}

async function attempt(place, button) {
  await open(place);
  if (seen.key) {
    await page.fill("#key", seen.key.key);
    await page.selectOption("#algorithm", seen.key.algorithm);
    await page.fill("#secret", seen.key.secret);
  }
  await page.waitForTimeout(300);
  seen.states.push(await page.textContent("#signing-state"));
  await page.getByRole("button", { name: button }).first().click();
  const answer = page.waitForResponse((response) => response.url().includes("/v1/"));
  await page.getByRole("button", { name: /^Send/ }).first().click();
  const response = await answer;
  const headers = await response.request().allHeaders();
  const signed = ["ts-key", "ts-timestamp", "ts-nonce", "ts-signature"].every((name) => headers[name]);
  seen.tried.push({ status: response.status(), signed, body: await response.json() });
}

const reading = ["tag/account/GET/v1/balances", /Test Request.*get \/v1\/balances/i];
await attempt(...reading);
seen.title = await page.title();
const heading = await page.getByRole("heading", { name: "Tradespec Exchange" }).first().boundingBox();
seen.headingIsWide = heading !== null && heading.width > 200 && heading.height < 80;
for (const key of keys) {
  seen.key = key;
  await attempt(...reading);
}
await attempt("tag/orders/POST/v1/orders/validate", /Test Request.*post \/v1\/orders\/validate/i);
delete seen.key;
console.log(JSON.stringify(seen));
await browser.close();
